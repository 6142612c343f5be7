//! What training makes small.
//!
//! A loss is computed from the output unit's weighted sum z, its output ŷ = a = f(z), and the target t.

mod binary_cross_entropy;
mod squared;

use serde::{Deserialize, Serialize};
use wide::f32x4;

use crate::activation::Activation;

/// What training makes small: how wrong an output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Loss {
    /// L = ½ (ŷ − t)²
    Squared,
    /// L = −t ln ŷ − (1 − t) ln(1 − ŷ)
    BinaryCrossEntropy,
}

impl Loss {
    /// Every loss, in the order of menus.
    pub const ALL: &[Self] = &[Self::Squared, Self::BinaryCrossEntropy];

    const fn about(self) -> &'static About {
        match self {
            Self::Squared => &squared::ABOUT,
            Self::BinaryCrossEntropy => &binary_cross_entropy::ABOUT,
        }
    }

    /// How it is written in a document: `"squared"`.
    pub const fn id(self) -> &'static str {
        self.about().id
    }

    /// How it is called in a menu.
    pub const fn name(self) -> &'static str {
        self.about().name
    }

    /// Its formula.
    pub const fn formula(self) -> &'static str {
        self.about().formula
    }

    /// What it does, in one sentence for someone who learns.
    pub const fn sentence(self) -> &'static str {
        self.about().sentence
    }

    /// The output activations that it goes with; the first is the one to offer.
    pub const fn outputs(self) -> &'static [Activation] {
        self.about().outputs
    }

    /// L for a weighted sum `z` of an output unit with this activation, and a target.
    pub fn value(self, output: Activation, z: f32, target: f32) -> f32 {
        let a = f32x4::splat(output.value(z));
        self.lanes(f32x4::splat(z), a, f32x4::splat(target))
            .to_array()[0]
    }

    /// ∂L/∂z for the same.
    pub fn gradient(self, output: Activation, z: f32, target: f32) -> f32 {
        let a = output.value(z);
        let mut delta = [f32x4::ZERO];
        self.backward(
            output,
            &[f32x4::splat(z)],
            &[f32x4::splat(a)],
            &[f32x4::splat(target)],
            &mut delta,
        );
        delta[0].to_array()[0]
    }

    /// ∂L/∂ŷ for an output ŷ = `a` and a target. With binary cross-entropy it grows without bound towards the
    /// wrong answer; what training uses is [`Loss::gradient`], in which that cancels.
    pub fn derivative(self, a: f32, target: f32) -> f32 {
        match self {
            Self::Squared => a - target,
            Self::BinaryCrossEntropy if target > 0.5 => -1.0 / a,
            Self::BinaryCrossEntropy => 1.0 / (1.0 - a),
        }
    }

    /// L of four examples.
    #[inline(always)]
    pub(crate) fn lanes(self, z: f32x4, a: f32x4, target: f32x4) -> f32x4 {
        match self {
            Self::Squared => squared::value(a, target),
            Self::BinaryCrossEntropy => binary_cross_entropy::value(z, target),
        }
    }

    /// ∂L/∂z of the output unit for all examples of a block.
    pub(crate) fn backward(
        self,
        output: Activation,
        z: &[f32x4],
        a: &[f32x4],
        target: &[f32x4],
        delta: &mut [f32x4],
    ) {
        let gradient = match self {
            Self::Squared => squared::gradient,
            Self::BinaryCrossEntropy => binary_cross_entropy::gradient,
        };
        for ((delta, &a), &target) in delta.iter_mut().zip(a).zip(target) {
            *delta = gradient(a, target);
        }
        match self {
            Self::Squared => output.backward(z, a, delta),
            // The derivative of its one output activation is in the gradient already.
            Self::BinaryCrossEntropy => {}
        }
    }
}

/// The words and meaning of a loss.
struct About {
    id: &'static str,
    name: &'static str,
    formula: &'static str,
    sentence: &'static str,
    outputs: &'static [Activation],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_documents_say() {
        for &loss in Loss::ALL {
            let json = serde_json::to_string(&loss).unwrap();
            assert_eq!(json, format!("\"{}\"", loss.id()));
        }
    }

    #[test]
    fn gradients_agree_with_finite_differences() {
        for &loss in Loss::ALL {
            for &output in loss.outputs() {
                for target in output.targets() {
                    for step in -30..30_i16 {
                        let z = f32::from(step) * 0.1 + 0.05;
                        let h = 1e-2;
                        let slope = (loss.value(output, z + h, target)
                            - loss.value(output, z - h, target))
                            / (2.0 * h);
                        let error = (loss.gradient(output, z, target) - slope).abs();
                        assert!(error < 1e-3, "{loss:?} {output:?} at {z}: {error}");
                    }
                }
            }
        }
    }
}
