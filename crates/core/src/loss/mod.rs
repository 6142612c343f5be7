//! What training makes small.
//!
//! The loss of an example is computed from the output layer's weighted sums z, its values ŷ = a = f(z), and the
//! targets t. With several output units it is the mean of theirs; softmax cross-entropy is one loss of all.
//!
//! A new loss is one file beside this one, and one line in the table below.

mod absolute;
mod binary_cross_entropy;
mod hinge;
mod huber;
mod softmax_cross_entropy;
mod squared;

use serde::{Deserialize, Serialize};
use wide::f32x4;

use crate::activation::Activation;

/// Writes the enum, its table and the dispatch to the kernels, so that a loss is named once.
macro_rules! losses {
    ($($(#[$doc:meta])* $Name:ident = $module:ident,)*) => {
        /// What training makes small: how wrong an output is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Loss {
            $($(#[$doc])* $Name,)*
            /// L = −Σ t ln ŷ, with ŷ = softmax(z)
            SoftmaxCrossEntropy,
        }

        impl Loss {
            /// Every loss, in the order of menus.
            pub const ALL: &[Self] = &[$(Self::$Name,)* Self::SoftmaxCrossEntropy];

            const fn about(self) -> &'static About {
                match self {
                    $(Self::$Name => &$module::ABOUT,)*
                    Self::SoftmaxCrossEntropy => &softmax_cross_entropy::ABOUT,
                }
            }

            /// The losses of the examples of a chunk: z, a and t are `[unit][width]`, `losses` is `[width]`.
            pub(crate) fn of_chunk(self, units: usize, output: [&[f32x4]; 3], losses: &mut [f32x4]) {
                match self {
                    $(Self::$Name => mean($module::$Name::value, units, output, losses),)*
                    Self::SoftmaxCrossEntropy => {
                        softmax_cross_entropy::of_chunk(units, output, losses);
                    }
                }
            }

            /// ∂L/∂ŷ of one output unit; for binary and softmax cross-entropy ∂L/∂z, as the derivative of
            /// their output's activation cancels.
            fn gradients(self, a: &[f32x4], t: &[f32x4], delta: &mut [f32x4]) {
                match self {
                    $(Self::$Name => each($module::$Name::gradient, a, t, delta),)*
                    Self::SoftmaxCrossEntropy => each(softmax_cross_entropy::gradient, a, t, delta),
                }
            }
        }
    };
}

losses! {
    /// L = ½ (ŷ − t)²
    Squared = squared,
    /// L = |ŷ − t|
    Absolute = absolute,
    /// L = ½ e² for |e| ≤ 1, else |e| − ½, with e = ŷ − t
    Huber = huber,
    /// L = max(0, 1 − t ŷ)
    Hinge = hinge,
    /// L = −t ln ŷ − (1 − t) ln(1 − ŷ)
    BinaryCrossEntropy = binary_cross_entropy,
}

impl Loss {
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

    /// Whether it is for classes alone, not for values.
    pub const fn wants_classes(self) -> bool {
        matches!(
            self,
            Self::Hinge | Self::BinaryCrossEntropy | Self::SoftmaxCrossEntropy
        )
    }

    /// L for the weighted sums `z` of the output units, which have this activation, and their targets.
    pub fn value(self, output: Activation, z: &[f32], targets: &[f32]) -> f32 {
        let a = splat(&output.values(z));
        let (z, t) = (splat(z), splat(targets));
        let mut losses = [f32x4::ZERO];
        self.of_chunk(z.len(), [&z, &a, &t], &mut losses);
        losses[0].to_array()[0]
    }

    /// ∂L/∂z for the same, `[unit]`.
    pub fn gradient(self, output: Activation, z: &[f32], targets: &[f32]) -> Vec<f32> {
        let a = splat(&output.values(z));
        let (z, t) = (splat(z), splat(targets));
        let mut delta = vec![f32x4::ZERO; z.len()];
        self.backward(output, z.len(), 1.0, [&z, &a, &t], &mut delta);
        delta.iter().map(|delta| delta.to_array()[0]).collect()
    }

    /// ∂L/∂ŷ for the outputs ŷ = `a` and their targets, `[unit]`. With a cross-entropy it grows without bound
    /// towards the wrong answer; what training uses is [`Loss::gradient`], in which that cancels.
    pub fn derivative(self, a: &[f32], targets: &[f32]) -> Vec<f32> {
        let share = 1.0 / a.len() as f32;
        let pairs = a.iter().zip(targets);
        match self {
            Self::SoftmaxCrossEntropy => pairs.map(|(a, t)| -t / a).collect(),
            Self::BinaryCrossEntropy => pairs
                .map(|(&a, &t)| share * if t > 0.5 { -1.0 / a } else { 1.0 / (1.0 - a) })
                .collect(),
            _ => {
                let (a, t) = (splat(a), splat(targets));
                let mut delta = vec![f32x4::ZERO; a.len()];
                self.gradients(&a, &t, &mut delta);
                delta
                    .iter()
                    .map(|delta| share * delta.to_array()[0])
                    .collect()
            }
        }
    }

    /// `scale` · ∂L/∂z of the output layer, of so many `units`, for all examples of a block.
    pub(crate) fn backward(
        self,
        output: Activation,
        units: usize,
        scale: f32,
        [z, a, t]: [&[f32x4]; 3],
        delta: &mut [f32x4],
    ) {
        self.gradients(a, t, delta);
        let scale = match self {
            Self::SoftmaxCrossEntropy => scale,
            _ => scale / units as f32,
        };
        match self {
            // The derivative of their one output activation is in the gradient already.
            Self::BinaryCrossEntropy | Self::SoftmaxCrossEntropy => {}
            _ => output.backward(z, a, delta),
        }
        for delta in delta {
            *delta *= scale;
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

/// The arithmetic of a loss that looks at one output unit at a time, four lanes at once.
trait Kernel {
    /// L of a weighted sum z, its a = f(z) and a target t.
    fn value(z: f32x4, a: f32x4, t: f32x4) -> f32x4;

    /// ∂L/∂a, or ∂L/∂z where that is simpler.
    fn gradient(a: f32x4, t: f32x4) -> f32x4;
}

/// The mean over all units.
#[inline(always)]
fn mean(
    value: impl Fn(f32x4, f32x4, f32x4) -> f32x4,
    units: usize,
    [z, a, t]: [&[f32x4]; 3],
    losses: &mut [f32x4],
) {
    let width = losses.len();
    for (c, loss) in losses.iter_mut().enumerate() {
        let (mut sum, mut at) = (f32x4::ZERO, c);
        for _ in 0..units {
            sum += value(z[at], a[at], t[at]);
            at += width;
        }
        *loss = sum / units as f32;
    }
}

#[inline(always)]
fn each(gradient: impl Fn(f32x4, f32x4) -> f32x4, a: &[f32x4], t: &[f32x4], delta: &mut [f32x4]) {
    for ((delta, &a), &t) in delta.iter_mut().zip(a).zip(t) {
        *delta = gradient(a, t);
    }
}

/// −1, 0 or +1; NaN stays NaN.
#[inline(always)]
fn sign(x: f32x4) -> f32x4 {
    let one = (x & f32x4::splat(-0.0)) | f32x4::ONE;
    let is_either = x.simd_ne(f32x4::ZERO) & x.simd_eq(x);
    is_either.bitselect(one, x)
}

/// Each number in all lanes.
fn splat(numbers: &[f32]) -> Vec<f32x4> {
    numbers.iter().map(|&number| f32x4::splat(number)).collect()
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

    /// Whether z ± h lies across a kink of the loss or of the activation.
    fn is_near_a_kink(loss: Loss, output: Activation, z: f32, t: f32) -> bool {
        let error = (output.value(z) - t).abs();
        let at = |place: f32| (error - place).abs() < 0.05;
        let kink_of_loss = match loss {
            Loss::Absolute => at(0.0),
            Loss::Huber => at(1.0),
            Loss::Hinge => (1.0 - t * output.value(z)).abs() < 0.05,
            _ => false,
        };
        let slopes = [-0.02, 0.02].map(|h| output.derivative(z + h));
        kink_of_loss || (slopes[0] - slopes[1]).abs() > 0.2
    }

    #[test]
    fn gradients_agree_with_finite_differences() {
        for &loss in Loss::ALL {
            for &output in loss.outputs() {
                for target in output.targets() {
                    for step in -30..30_i16 {
                        let z = [f32::from(step) * 0.1 + 0.03, 0.4, -0.7];
                        let targets = [target, output.targets()[0], output.targets()[0]];
                        if is_near_a_kink(loss, output, z[0], target) {
                            continue;
                        }
                        let h = 1e-2;
                        let at = |x| loss.value(output, &[x, z[1], z[2]], &targets);
                        let total: f32 = targets.iter().sum();
                        if loss == Loss::SoftmaxCrossEntropy && total != 1.0 {
                            continue;
                        }
                        let slope = (at(z[0] + h) - at(z[0] - h)) / (2.0 * h);
                        let error = (loss.gradient(output, &z, &targets)[0] - slope).abs();
                        assert!(error < 1e-3, "{loss:?} {output:?} at {z:?}: {error}");
                    }
                }
            }
        }
    }
}
