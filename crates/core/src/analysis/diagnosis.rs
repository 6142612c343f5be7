//! What is wrong with the way signals and gradients go.

use super::flow::Flow;

/// Something that is wrong, with the number that says so. Layers count from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Symptom {
    /// Some units of a hidden layer answer the same to every example, and cannot change.
    Dead {
        /// The layer.
        layer: usize,
        /// The share of its units.
        share: f32,
    },
    /// Most slopes of the living units of a hidden layer are nearly zero.
    Saturated {
        /// The layer.
        layer: usize,
        /// The share of (unit, example).
        share: f32,
    },
    /// Next to nothing of the gradient arrives at the first layer.
    Vanishing {
        /// Root mean square of ∂L/∂z in the first layer, by that in the last.
        ratio: f32,
    },
    /// The gradient grows beyond measure on its way to the first layer.
    Exploding {
        /// The same.
        ratio: f32,
    },
}

/// The share of slopes of living units that are nearly zero from which on a layer is saturated. A ReLU is flat on one
/// side, and half of all slopes may well be.
const SATURATED: f32 = 0.75;
/// How far the first layer's ∂L/∂z may fall behind the last one's, and how far it may go beyond.
const RATIOS: [f32; 2] = [0.01, 100.0];

/// What is wrong, the layers in their order. The output is left out where it is about slopes: it is flat where the
/// network is sure, and with a cross-entropy that does not matter.
pub(super) fn diagnose(flow: &Flow) -> Vec<Symptom> {
    let mut symptoms = Vec::new();
    let hidden = flow
        .layers
        .split_last()
        .map_or(&[][..], |(_, hidden)| hidden);
    for (index, layer) in hidden.iter().enumerate() {
        if layer.dead > 0.0 {
            let share = layer.dead;
            symptoms.push(Symptom::Dead {
                layer: index,
                share,
            });
        }
        let share = (layer.saturated - layer.dead) / (1.0 - layer.dead);
        if share > SATURATED {
            symptoms.push(Symptom::Saturated {
                layer: index,
                share,
            });
        }
    }
    // Nothing comes through a layer that is dead as a whole, and no other word is needed for it.
    if hidden.iter().all(|layer| layer.dead < 1.0) {
        symptoms.extend(change(flow));
    }
    symptoms
}

/// How the gradient changes between the last and the first layer that learns.
fn change(flow: &Flow) -> Option<Symptom> {
    let mut learning = flow.layers.iter().filter(|layer| layer.weights > 0.0);
    let first = learning.next()?;
    let ratio = first.deltas / learning.next_back()?.deltas;
    match RATIOS {
        [least, _] if ratio < least => Some(Symptom::Vanishing { ratio }),
        [_, most] if ratio > most => Some(Symptom::Exploding { ratio }),
        _ => None,
    }
}

impl Symptom {
    /// The layer that it is about, if it is one.
    pub const fn layer(self) -> Option<usize> {
        match self {
            Self::Dead { layer, .. } | Self::Saturated { layer, .. } => Some(layer),
            Self::Vanishing { .. } | Self::Exploding { .. } => None,
        }
    }

    /// The number that says so: a share or a ratio.
    pub const fn number(self) -> f32 {
        match self {
            Self::Dead { share: number, .. }
            | Self::Saturated { share: number, .. }
            | Self::Vanishing { ratio: number }
            | Self::Exploding { ratio: number } => number,
        }
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dead { .. } => "dead units",
            Self::Saturated { .. } => "saturated",
            Self::Vanishing { .. } => "vanishing gradient",
            Self::Exploding { .. } => "exploding gradient",
        }
    }

    /// What it means, in one sentence for someone who learns.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Dead { .. } => {
                "The slope of these units is zero for every example, so no gradient reaches their weights and they stay as they are."
            }
            Self::Saturated { .. } => {
                "Most sums are so far out that the activation is flat there, so hardly any gradient comes through."
            }
            Self::Vanishing { .. } => {
                "The gradient shrinks from layer to layer on its way back, so the first layers hardly learn."
            }
            Self::Exploding { .. } => {
                "The gradient grows from layer to layer on its way back, so the first layers take steps that are far too long."
            }
        }
    }

    /// One thing to try.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Dead { .. } => {
                "Try leaky ReLU, whose slope is never zero, or a lower learning rate."
            }
            Self::Saturated { .. } => {
                "Try smaller weights: another initialisation, or some L2 regularization."
            }
            Self::Vanishing { .. } => {
                "Try tanh or ReLU with an initialisation made for it, a layer norm, or fewer layers."
            }
            Self::Exploding { .. } => {
                "Try smaller initial weights, a layer norm, or a lower learning rate."
            }
        }
    }
}
