//! What a run costs, before it begins.

use crate::analysis::diary;
use crate::checkpoint::MOST_BYTES;
use crate::experiment::Experiment;
use crate::pass;
use crate::shape::Shape;

/// What a run costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in bytes.
    pub bytes: u64,
    /// Multiply-adds of one example's forward pass.
    pub work: u64,
}

impl Cost {
    /// The cost of a run of this experiment, whose numbers are within their limits: its examples, the values of
    /// a block of them in each place that computes some (training, scoring, the diary and three kinds of map),
    /// parameters with gradient and optimizer, checkpoints and diary.
    pub fn of(experiment: &Experiment) -> Self {
        let shape = Shape::new(experiment);
        let parameters = shape.parameters() as u64;
        let state = parameters + experiment.optimizer.state_len(shape.parameters()) as u64;
        let (coordinates, features) = (2_u64.max(shape.inputs() as u64), shape.inputs() as u64);
        let example = coordinates + features + 2 * shape.outputs() as u64;
        let examples = u64::from(experiment.data.size) * example;
        let passes = 6 * pass::numbers(&shape) as u64;
        // A look, an edit and a message each hold a copy of the parameters for a while, and the diary has a
        // gradient of its own; two checkpoints are always kept.
        let numbers = examples + passes + 5 * parameters + 4 * state;
        Self {
            bytes: 4 * numbers + MOST_BYTES + diary::MOST_BYTES as u64,
            work: shape.work(),
        }
    }
}
