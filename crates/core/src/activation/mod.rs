//! What a unit does to its weighted sum.
//!
//! A new activation is one file beside this one, and one line in the table below.

mod linear;
mod relu;
mod sigmoid;
pub(crate) mod softmax;
mod tanh;

use serde::{Deserialize, Serialize};
use wide::f32x4;

/// Writes the enum, its table and the dispatch to the kernels, so that an activation is named once.
macro_rules! activations {
    ($($(#[$doc:meta])* $Name:ident = $module:ident,)*) => {
        /// What a unit does to its weighted sum: a = f(z).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Activation {
            $($(#[$doc])* $Name,)*
            /// softmax
            Softmax,
        }

        impl Activation {
            /// Every activation, in the order of menus.
            pub const ALL: &[Self] = &[$(Self::$Name),*];

            const fn about(self) -> &'static About {
                match self {
                    $(Self::$Name => &$module::ABOUT,)*
 Self::Softmax => &SOFT,
                }
            }

            /// a = f(z), elementwise over all of `z`.
            pub(crate) fn forward(self, z: &[f32x4], a: &mut [f32x4]) {
                match self {
                    $(Self::$Name => $module::$Name::forward(z, a),)* Self::Softmax => sigmoid::Sigmoid::forward(z, a),
                }
            }

            /// Turns ∂L/∂a into ∂L/∂z = ∂L/∂a · f′(z), in place.
            pub(crate) fn backward(self, z: &[f32x4], a: &[f32x4], delta: &mut [f32x4]) {
                match self {
                    $(Self::$Name => $module::$Name::backward(z, a, delta),)* Self::Softmax => sigmoid::Sigmoid::backward(z, a, delta),
                }
            }
        }
    };
}

activations! {
    /// a = z
    Linear = linear,
    /// a = max(z, 0)
    Relu = relu,
    /// a = 1 / (1 + e⁻ᶻ)
    Sigmoid = sigmoid,
    /// a = tanh z
    Tanh = tanh,
}

impl Activation {
    /// How it is written in a document: `"relu"`.
    pub const fn id(self) -> &'static str {
        self.about().id
    }

    /// How it is called in a menu: `"ReLU"`.
    pub const fn name(self) -> &'static str {
        self.about().name
    }

    /// Its formula: `"a = max(z, 0)"`.
    pub const fn formula(self) -> &'static str {
        self.about().formula
    }

    /// What it does, in one sentence for someone who learns.
    pub const fn sentence(self) -> &'static str {
        self.about().sentence
    }

    /// What its values mean: the one that is neither low nor high, and how far from it a value counts as
    /// fully low or high. Colours follow from it.
    pub const fn range(self) -> (f32, f32) {
        self.about().range
    }

    /// Whether all values lie within [`Activation::range`].
    pub const fn is_bounded(self) -> bool {
        self.about().is_bounded
    }

    /// What an output of this activation should be for the classes −1 and +1.
    pub const fn targets(self) -> [f32; 2] {
        self.about().targets
    }

    /// The border between the two classes: an output at or above it stands for class +1.
    pub const fn threshold(self) -> f32 {
        let [low, high] = self.targets();
        f32::midpoint(low, high)
    }

    /// a = f(z), by the very arithmetic of training.
    pub fn value(self, z: f32) -> f32 {
        let mut a = [f32x4::ZERO];
        self.forward(&[f32x4::splat(z)], &mut a);
        a[0].to_array()[0]
    }

    /// a = f(z) of all units of a layer, by the very arithmetic of training.
    pub fn values(self, z: &[f32]) -> Vec<f32> {
        if self != Self::Softmax {
            return z.iter().map(|&z| self.value(z)).collect();
        }
        let z: Vec<[f32x4; 1]> = z.iter().map(|&z| [f32x4::splat(z)]).collect();
        let mut a = vec![[f32x4::ZERO]; z.len()];
        softmax::forward(&z, &mut a);
        a.iter().map(|[a]| a.to_array()[0]).collect()
    }

    /// f′(z), by the very arithmetic of training.
    pub fn derivative(self, z: f32) -> f32 {
        let mut delta = [f32x4::ONE];
        let a = f32x4::splat(self.value(z));
        self.backward(&[f32x4::splat(z)], &[a], &mut delta);
        delta[0].to_array()[0]
    }
}

/// The words and meaning of an activation.
struct About {
    id: &'static str,
    name: &'static str,
    formula: &'static str,
    sentence: &'static str,
    range: (f32, f32),
    is_bounded: bool,
    targets: [f32; 2],
}

/// The arithmetic of an activation, four lanes at once.
trait Kernel {
    /// f(z).
    fn value(z: f32x4) -> f32x4;

    /// f′(z), from z or from a = f(z), whichever is exact and cheap.
    fn derivative(z: f32x4, a: f32x4) -> f32x4;

    /// f over a whole slice.
    fn forward(z: &[f32x4], a: &mut [f32x4]) {
        for (a, &z) in a.iter_mut().zip(z) {
            *a = Self::value(z);
        }
    }

    /// ∂L/∂z = ∂L/∂a · f′(z) over a whole slice.
    fn backward(z: &[f32x4], a: &[f32x4], delta: &mut [f32x4]) {
        for ((delta, &z), &a) in delta.iter_mut().zip(z).zip(a) {
            *delta *= Self::derivative(z, a);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_documents_say() {
        for &activation in Activation::ALL {
            let json = serde_json::to_string(&activation).unwrap();
            assert_eq!(json, format!("\"{}\"", activation.id()));
        }
    }

    #[test]
    fn derivatives_agree_with_finite_differences() {
        for &activation in Activation::ALL {
            for step in -40..40_i16 {
                // Never 0, where ReLU has a kink.
                let z = f32::from(step) * 0.1 + 0.05;
                let h = 1e-2;
                let slope = (activation.value(z + h) - activation.value(z - h)) / (2.0 * h);
                let error = (activation.derivative(z) - slope).abs();
                assert!(error < 1e-4, "{} at {z}: {error}", activation.name());
            }
        }
    }

    #[test]
    fn nothing_swallows_a_nan() {
        for &activation in Activation::ALL {
            assert!(activation.value(f32::NAN).is_nan(), "{}", activation.name());
        }
    }
}
const SOFT: About = About {
    id: "softmax",
    name: "softmax",
    formula: "",
    sentence: "",
    range: (0.5, 0.5),
    is_bounded: true,
    targets: [0.0, 1.0],
};
