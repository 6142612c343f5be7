//! How well a network does.

use std::cmp::Ordering;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::data::Task;
use crate::loss::Loss;
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::samples::Samples;

/// How well a network does over one set of examples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// Mean loss.
    pub loss: f32,
    /// For classes, the share of examples that are told right, from 0 to 1. For values, R²: the share of their
    /// variance that is explained, 1 at best, and below 0 where the mean would do better.
    pub accuracy: f32,
}

/// Scores of both sets of points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scores {
    /// Over the points that are trained on.
    pub train: Score,
    /// Over the points that are not.
    pub test: Score,
}

/// The work of scoring a network, in pieces of at most 64 points. See [`crate::Run::evaluate`].
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    pass: Pass,
    /// Points done, of both sets together.
    done: usize,
    train: Sum,
    test: Sum,
}

impl Evaluation {
    /// Nothing done yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets what is partly done.
    pub fn restart(&mut self) {
        self.done = 0;
        self.train = Sum::default();
        self.test = Sum::default();
    }

    /// Does one piece; gives the scores with the last one, and is then ready to begin again.
    pub(crate) fn work(
        &mut self,
        network: &Network,
        task: Task,
        loss: Loss,
        [train, test]: [&Samples; 2],
    ) -> Option<Scores> {
        if self.done == 0 {
            self.restart();
            self.pass.fit(network.shape());
        }
        let (samples, first, sum) = match self.done.checked_sub(train.len()) {
            None => (train, self.done, &mut self.train),
            Some(first) => (test, first, &mut self.test),
        };
        let examples = (samples.len() - first).min(self.pass.block());
        let number = |example: usize| first + example;
        let (inputs, outputs) = (samples.inputs(), samples.outputs());
        self.pass
            .load_examples(inputs, examples, samples.features(), number);
        self.pass
            .load_targets_of(outputs, samples.targets(), number);
        self.pass
            .forward(network, 0..network.shape().layers().len(), None);
        sum.add_losses(&self.pass, loss, examples);
        sum.add_answers(&self.pass, network, task, samples, first..first + examples);
        self.done += examples;
        if self.done < train.len() + test.len() {
            return None;
        }
        self.done = 0;
        Some(Scores {
            train: self.train.mean(task, train),
            test: self.test.mean(task, test),
        })
    }
}

/// Losses and answers so far.
#[derive(Clone, Debug, Default)]
struct Sum {
    loss: f64,
    /// Right answers.
    right: u32,
    /// Σ (ŷ − t)², Σ t and Σ t² of values.
    error: f64,
    target: f64,
    square: f64,
    /// Outputs of the block at hand, `[unit][example]`.
    outputs: Vec<f32>,
}

impl Sum {
    fn add_losses(&mut self, pass: &Pass, loss: Loss, examples: usize) {
        let mut losses = [0.0; BLOCK];
        pass.copy_losses(loss, &mut losses);
        for &loss in &losses[..examples] {
            self.loss += f64::from(loss);
        }
    }

    fn add_answers(
        &mut self,
        pass: &Pass,
        network: &Network,
        task: Task,
        samples: &Samples,
        examples: Range<usize>,
    ) {
        let shape = network.shape();
        let last = shape.layers().len() - 1;
        self.outputs.resize(shape.outputs() * BLOCK, 0.0);
        for (unit, outputs) in self.outputs.chunks_exact_mut(BLOCK).enumerate() {
            pass.copy_values(shape, last, unit, outputs);
        }
        let threshold = shape.layers()[last].activation.threshold();
        for (index, example) in examples.enumerate() {
            let output = |unit: usize| self.outputs[unit * BLOCK + index];
            let target = |unit: usize| samples.target(unit, example);
            match (task, shape.outputs()) {
                (Task::Values(_), units) => {
                    for unit in 0..units {
                        let target = f64::from(target(unit));
                        let error = f64::from(output(unit)) - target;
                        self.error += error * error;
                        self.target += target;
                        self.square += target * target;
                    }
                }
                // A NaN is on neither side.
                (Task::Classes(_), 1) => {
                    let sides = [output(0), target(0)].map(|value| value.partial_cmp(&threshold));
                    let is_high = |side: Option<Ordering>| side.map(|side| side != Ordering::Less);
                    let [ours, theirs] = sides.map(is_high);
                    self.right += u32::from(ours.is_some() && ours == theirs);
                }
                (Task::Classes(_), units) => {
                    let right = greatest(units, target);
                    let is_less = |unit| unit == right || output(unit) < output(right);
                    self.right += u32::from((0..units).all(is_less));
                }
            }
        }
    }

    fn mean(&self, task: Task, samples: &Samples) -> Score {
        let count = samples.len() as f64;
        let accuracy = match task {
            Task::Classes(_) => f64::from(self.right) / count,
            Task::Values(_) => {
                let values = count * samples.outputs() as f64;
                let spread = self.square - self.target * self.target / values;
                1.0 - self.error / spread
            }
        };
        Score {
            loss: (self.loss / count) as f32,
            accuracy: accuracy as f32,
        }
    }
}

/// The unit with the greatest number, the first of equals.
fn greatest(units: usize, number: impl Fn(usize) -> f32) -> usize {
    (1..units).fold(0, |most, unit| {
        if number(unit) > number(most) {
            unit
        } else {
            most
        }
    })
}
