//! What a unit does to its weighted sum.
//!
//! A new activation is one file beside this one, and one line in the table below.

mod elu;
mod gaussian;
mod gcu;
mod gelu;
mod hard_tanh;
mod leaky_relu;
mod linear;
mod relu;
mod sigmoid;
mod silu;
mod sine;
pub(crate) mod softmax;
mod softplus;
mod tanh;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use wide::f32x4;

/// Writes the enum, its tables and the dispatch to the kernels, so that an activation is named once.
macro_rules! activations {
    (
        of each unit { $($(#[$doc:meta])* $Name:ident = $module:ident,)* }
        of a whole layer { $($(#[$layer_doc:meta])* $LayerName:ident = $layer_module:ident,)* }
    ) => {
        /// What a unit does to its weighted sum: a = f(z).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Activation {
            $($(#[$doc])* $Name,)*
            $($(#[$layer_doc])* $LayerName,)*
        }

        impl Activation {
            /// Those that work on each unit by itself, which a hidden layer may have, in the order of menus.
            pub const ALL: &[Self] = &[$(Self::$Name),*];

            /// Those that an output may have, in the order of menus: all of them.
            pub const OUTPUTS: &[Self] = &[$(Self::$Name,)* $(Self::$LayerName),*];

            /// Whether it works on each unit by itself. If not, it can only be that of an output, and
            /// [`Activation::value`] says what it does in a layer of two units, of which the other has z = 0.
            pub const fn is_elementwise(self) -> bool {
                matches!(self, $(Self::$Name)|*)
            }

            const fn about(self) -> &'static About {
                match self {
                    $(Self::$Name => &$module::ABOUT,)*
                    $(Self::$LayerName => &$layer_module::ABOUT,)*
                }
            }

            /// Whether f′(z) is computed from z. If not, a = f(z) is enough, and z need not be kept.
            pub const fn needs_z(self) -> bool {
                match self {
                    $(Self::$Name => $module::$Name::NEEDS_Z,)*
                    $(Self::$LayerName => $layer_module::$LayerName::NEEDS_Z,)*
                }
            }

            /// a = f(z), elementwise over all of `z`.
            pub(crate) fn forward(self, z: &[f32x4], a: &mut [f32x4]) {
                match self {
                    $(Self::$Name => $module::$Name::forward(z, a),)*
                    $(Self::$LayerName => $layer_module::$LayerName::forward(z, a),)*
                }
            }

            /// Turns ∂L/∂a into ∂L/∂z = ∂L/∂a · f′(z), in place.
            pub(crate) fn backward(self, z: &[f32x4], a: &[f32x4], delta: &mut [f32x4]) {
                match self {
                    $(Self::$Name => $module::$Name::backward(z, a, delta),)*
                    $(Self::$LayerName => $layer_module::$LayerName::backward(z, a, delta),)*
                }
            }
        }
    };
}

// The four that everyone meets first; then the other step; then the relatives of ReLU, from the plainest to the
// smoothest; then the bump and the waves.
activations! {
    of each unit {
        /// a = z
        Linear = linear,
        /// a = max(z, 0)
        Relu = relu,
        /// a = 1 / (1 + e⁻ᶻ)
        Sigmoid = sigmoid,
        /// a = tanh z
        Tanh = tanh,
        /// a = min(max(z, −1), 1)
        HardTanh = hard_tanh,
        /// a = max(z, 0.01 z)
        LeakyRelu = leaky_relu,
        /// a = z for z > 0, else eᶻ − 1
        Elu = elu,
        /// a = ln(1 + eᶻ)
        Softplus = softplus,
        /// a = z / (1 + e⁻ᶻ)
        Silu = silu,
        /// a = z Φ(z), with the normal distribution Φ
        Gelu = gelu,
        /// a = e^(−z²)
        Gaussian = gaussian,
        /// a = sin z
        Sine = sine,
        /// a = z cos z
        Gcu = gcu,
    }
    of a whole layer {
        /// aᵢ = e^zᵢ / Σⱼ e^zⱼ
        Softmax = softmax,
    }
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

    /// Where f′ jumps: the corners of the curve. What f′ is there each file says.
    pub const fn kinks(self) -> &'static [f32] {
        self.about().kinks
    }

    /// The border between the two classes: an output at or above it stands for class +1.
    pub const fn threshold(self) -> f32 {
        let [low, high] = self.targets();
        f32::midpoint(low, high)
    }

    /// The values of one example's layer, `[unit]`, by the very arithmetic of training.
    pub fn values(self, z: &[f32]) -> Vec<f32> {
        let z: Vec<_> = z.iter().map(|&z| [f32x4::splat(z)]).collect();
        let mut a = vec![[f32x4::ZERO]; z.len()];
        if self.is_elementwise() {
            self.forward(z.as_flattened(), a.as_flattened_mut());
        } else {
            softmax::forward(1, &z, &mut a);
        }
        a.iter().map(|[a]| a.to_array()[0]).collect()
    }

    /// a = f(z), by the very arithmetic of training.
    pub fn value(self, z: f32) -> f32 {
        let mut a = [f32x4::ZERO];
        self.forward(&[f32x4::splat(z)], &mut a);
        a[0].to_array()[0]
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
    kinks: &'static [f32],
}

/// The arithmetic of an activation, four lanes at once.
trait Kernel {
    /// Whether [`Kernel::derivative`] looks at z, and not at a alone.
    const NEEDS_Z: bool;

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
        if Self::NEEDS_Z {
            for ((delta, &z), &a) in delta.iter_mut().zip(z).zip(a) {
                *delta *= Self::derivative(z, a);
            }
            return;
        }
        // What is this short spends most of its time on the loop, if it is not done four times in each.
        let (fours, rest) = delta.as_chunks_mut::<4>();
        let (a_fours, a_rest) = a.as_chunks::<4>();
        for (delta, a) in fours.iter_mut().zip(a_fours) {
            for (delta, &a) in delta.iter_mut().zip(a) {
                *delta *= Self::derivative(a, a);
            }
        }
        for (delta, &a) in rest.iter_mut().zip(a_rest) {
            *delta *= Self::derivative(a, a);
        }
    }
}
