//! The document that decides a run before it starts.

pub(crate) mod check;
pub mod limits;

use serde::{Deserialize, Serialize};

use crate::activation::Activation;
use crate::data::{Data, Domain, Task};
use crate::init::Init;
use crate::input::Input;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::optimizer::Optimizer;
use crate::regularization::Regularization;
use crate::schedule::Schedule;
use crate::volume::Volume;

/// The version of documents that this build writes.
pub const VERSION: u32 = 1;

/// Everything that decides a run before its first step.
///
/// A field that is left out of a document has its default value, so a document need only say what is
/// special about it. [`Experiment::check`] says whether the whole makes sense; nothing in this crate panics
/// on an experiment that it has accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Experiment {
    /// The version of this form of document: [`VERSION`].
    #[cfg_attr(feature = "schema", schemars(range(min = VERSION, max = VERSION)))]
    pub version: u32,
    /// Which points are learned, and how many of them.
    pub data: Data,
    /// The features of a point that the first layer sees, in this order.
    pub inputs: Vec<Input>,
    /// The layers between the inputs and the output, first to last.
    pub hidden: Vec<Layer>,
    /// The last layer.
    pub output: Output,
    /// How parameters are drawn at the start.
    pub init: Init,
    /// What training makes small.
    pub loss: Loss,
    /// How a gradient becomes a step.
    pub optimizer: Optimizer,
    /// How its learning rate goes on the way.
    pub schedule: Schedule,
    /// What keeps weights small.
    pub regularization: Regularization,
    /// Examples in one step.
    #[cfg_attr(feature = "schema", schemars(range(min = limits::BATCH.min, max = limits::BATCH.max)))]
    pub batch: u32,
    /// Decides the initial parameters and the order of the examples.
    pub seed: u32,
}

/// The output layer. For two classes it is one unit, whose side of the middle of its range is the predicted class;
/// otherwise a unit to each class or value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Output {
    /// What its units do to their weighted sums.
    pub activation: Activation,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            activation: Activation::Tanh,
        }
    }
}

impl Experiment {
    /// Whether the network sees features of points, rather than the pixels of pictures.
    pub fn sees_features(&self) -> bool {
        !matches!(self.data.domain(), Domain::Picture(_))
    }

    /// The size of what the first layer sees.
    pub fn input_volume(&self) -> Volume {
        match self.data.domain() {
            Domain::Picture(volume) => volume,
            Domain::Line | Domain::Plane => Volume::flat(self.inputs.len() as u32),
        }
    }

    /// How many units the output has: one for two classes, unless it is a softmax; one to a class or value
    /// otherwise.
    pub fn outputs(&self) -> u32 {
        self.output.units(self.data.task())
    }
}

impl Output {
    /// How many units it has for a task.
    pub(crate) fn units(&self, task: Task) -> u32 {
        match task {
            Task::Classes(2) if self.activation != Activation::Softmax => 1,
            Task::Classes(count) | Task::Values(count) => count,
        }
    }
}

impl Default for Experiment {
    /// A spiral, two tanh layers of six and four units: small enough to see whole, hard enough to need both.
    ///
    /// Documents and links leave out what equals this value: changing it changes what they mean.
    fn default() -> Self {
        Self {
            version: VERSION,
            data: Data::default(),
            inputs: vec![Input::X1, Input::X2],
            hidden: vec![
                Layer::dense(6, Activation::Tanh),
                Layer::dense(4, Activation::Tanh),
            ],
            output: Output::default(),
            init: Init::default(),
            loss: Loss::Squared,
            optimizer: Optimizer::default(),
            schedule: Schedule::default(),
            regularization: Regularization::default(),
            batch: 10,
            seed: 60, // one that leads into the spiral within some thousand steps; many others take longer
        }
    }
}

impl Experiment {
    /// The learning rate of the step that comes after so many others: that of the optimizer, as the schedule
    /// has it by then.
    pub fn rate_at(&self, step: u64) -> f32 {
        self.optimizer.rate() * self.schedule.factor(step)
    }

    /// All that keeps weights small, the optimizer's own decay among it.
    pub fn whole_regularization(&self) -> Regularization {
        self.regularization.and_decay(self.optimizer.decay())
    }
}
