//! What a person can do to a run while it goes on.

mod apply;
mod check;
mod hand;
mod outgoing;
mod part;
mod symmetry;

pub(crate) use check::values as check_values;
pub use part::Part;
pub use symmetry::Symmetry;

use serde::{Deserialize, Serialize};

use crate::activation::Activation;
use crate::data::Data;
use crate::experiment::Experiment;
use crate::init::Init;
use crate::input::Input;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::optimizer::Optimizer;
use crate::regularization::Regularization;
use crate::schedule::Schedule;

/// One thing a person did. Written in a document as `{"rate": 0.01}` or
/// `{"weight": {"layer": 1, "unit": 0, "input": 2, "value": -0.5}}`.
///
/// Layers count from 0, the first hidden layer, to `hidden.len()`, the output layer. Units and inputs
/// count from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Edit {
    /// Set one weight. One that was cut is there again, one that is locked is locked to the new value, and one that is
    /// muted keeps the new value for later.
    Weight {
        /// The layer that owns the weight.
        layer: u32,
        /// The unit that the weight leads to.
        unit: u32,
        /// The unit of the layer before, or the input feature, that it comes from.
        input: u32,
        /// The new value.
        value: f32,
    },
    /// Set one bias; one that is locked or muted as a weight is.
    Bias {
        /// The layer that owns the bias.
        layer: u32,
        /// The unit that it belongs to.
        unit: u32,
        /// The new value.
        value: f32,
    },
    /// Cut a connection: its weight is zero from now on, and training leaves it so.
    Cut {
        /// The layer that owns the weight.
        layer: u32,
        /// The unit that the weight leads to.
        unit: u32,
        /// Where it comes from.
        input: u32,
    },
    /// Bring a connection back that was cut, with a weight of zero.
    Join {
        /// The layer that owns the weight.
        layer: u32,
        /// The unit that the weight leads to.
        unit: u32,
        /// Where it comes from.
        input: u32,
    },
    /// Cut this share of all connections, those of the least weights |w|, and join the others. Locked ones stay, and
    /// muted ones count as what they keep.
    Prune(f32),
    /// The same by what each is good for, |w · ∂L/∂w|: to first order, by how much the mean loss over the training
    /// examples changes without it.
    PruneByImpact(f32),
    /// Lock parameters: they keep their values while training goes on, and can still be set by hand. What is cut
    /// stays cut.
    Lock(Part),
    /// Let locked parameters learn again.
    Unlock(Part),
    /// Lock every connection whose weight is zero.
    LockZeros,
    /// Mute parameters: they count as zero, and their values are kept. To mute a hidden unit is to mute the weights that
    /// lead away from it, so that nobody hears it; to mute an output is to mute those that lead to it, and its bias, so
    /// that it answers to a weighted sum of zero.
    Mute(Part),
    /// Let muted parameters count again, with the values that were kept.
    Unmute(Part),
    /// Set parameters to zero. What is cut stays cut; in this and in what follows.
    Zero(Part),
    /// Turn the sign of parameters.
    Flip(Part),
    /// Add normal noise to parameters.
    Nudge {
        /// The parameters.
        part: Part,
        /// The standard deviation of the noise.
        #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::SPREAD.min, max = crate::limits::SPREAD.max)))]
        size: f32,
        /// The seed of the noise.
        seed: u32,
    },
    /// Draw parameters anew, by the rules of the experiment: as they would be at the start of one with this seed.
    Draw {
        /// The parameters.
        part: Part,
        /// The seed that they are drawn from.
        seed: u32,
    },
    /// Change weights in a way that changes nothing of what the network says. The optimizer begins without memory.
    Symmetry(Symmetry),
    /// Go to these parameters, all at once, in the order of [`crate::Shape`]. What is held stays.
    Parameters(Vec<f32>),
    /// Change the learning rate.
    Rate(f32),
    /// Change the optimizer. One of another kind begins without memory; one with other numbers goes on.
    Optimizer(Optimizer),
    /// Change how the learning rate goes on the way. Steps count from the start of the run, as ever.
    Schedule(Schedule),
    /// Change what keeps weights small.
    Regularization(Regularization),
    /// Change the number of examples in a step.
    Batch(u32),
    /// Learn other points; what has been learned is kept.
    Data(Data),
    /// Look at other features of a point. Weights of features that stay are kept, new ones start at zero.
    Inputs(Vec<Input>),
    /// Insert a layer before layer `at`.
    AddLayer {
        /// Where the new layer stands afterwards.
        at: u32,
        /// What it is like.
        layer: Layer,
    },
    /// Make something else of a hidden layer. What it has learned is kept where it is still of the same kind.
    Layer {
        /// The hidden layer.
        layer: u32,
        /// What it is like from now on.
        to: Layer,
    },
    /// Remove hidden layer number `at`.
    RemoveLayer(u32),
    /// Give a hidden layer more or fewer units or filters; the first ones are kept. A new unit's outgoing weights are
    /// zero, so the output does not jump.
    Units {
        /// The hidden layer.
        layer: u32,
        /// Its new number of units.
        units: u32,
    },
    /// Change a layer's activation (the output layer's too), keeping its weights.
    Activation {
        /// The layer.
        layer: u32,
        /// Its new activation.
        activation: Activation,
    },
    /// Train for another loss. The output's activation goes with it, as one changes the meaning of the other.
    Loss {
        /// The new loss.
        loss: Loss,
        /// The output's activation from now on.
        output: Activation,
    },
    /// Draw all parameters anew from this seed, by these rules. None is held afterwards.
    Redraw {
        /// The seed of the parameters and of the order of examples from now on.
        seed: u32,
        /// How the parameters are drawn.
        init: Init,
    },
}

/// When an edit was made: after this many steps, before the next one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimedEdit {
    /// Steps done when it was made.
    pub step: u64,
    /// What was done.
    pub edit: Edit,
}

/// Everything a person did to a run, in order of time.
pub type Timeline = Vec<TimedEdit>;

/// A run as a document: the experiment and all that was done to it. Its state at any step follows from it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunDocument {
    /// What the run starts from.
    pub experiment: Experiment,
    /// What was done on the way.
    pub timeline: Timeline,
}
