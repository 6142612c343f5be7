//! Experiments worth opening: each shows one thing well.

use crate::activation::Activation;
use crate::data::{Data, DataShape};
use crate::experiment::{Experiment, Output};
use crate::layer::Layer;
use crate::loss::Loss;
use crate::optimizer::{Adam, Optimizer};

/// An experiment with a name.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What it is called in a menu.
    pub name: &'static str,
    /// What it shows, in one sentence.
    pub sentence: &'static str,
    /// The document.
    pub experiment: fn() -> Experiment,
}

impl Preset {
    /// All of them, in the order of menus.
    pub const ALL: &[Self] = &[
        Self {
            name: "Spiral",
            sentence: "Two arms wound around each other: hard enough to need two layers.",
            experiment: Experiment::default,
        },
        Self {
            name: "2-2-2-2",
            sentence: "Two units in each layer: every number of both passes fits on the screen.",
            experiment: two_by_two,
        },
    ];
}

/// The smallest network with everything in it: two layers of two units and two probabilities, on XOR.
fn two_by_two() -> Experiment {
    Experiment {
        data: Data {
            shape: DataShape::Xor,
            size: 500,
            ..Data::default()
        },
        hidden: vec![Layer::dense(2, Activation::Tanh); 2],
        output: Output {
            activation: Activation::Softmax,
        },
        loss: Loss::SoftmaxCrossEntropy,
        optimizer: Optimizer::Adam(Adam {
            rate: 0.01,
            ..Adam::DEFAULT
        }),
        seed: 1, // one of those that find the way; two units to a layer often end in a corner
        ..Experiment::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_document() {
        for preset in Preset::ALL {
            assert_eq!((preset.experiment)().check(), Ok(()), "{}", preset.name);
        }
    }
}
