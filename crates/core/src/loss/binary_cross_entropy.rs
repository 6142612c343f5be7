//! Binary cross-entropy: how surprised one is by the truth.
//!
//! L = −t ln ŷ − (1 − t) ln(1 − ŷ), with ŷ = σ(z).
//!
//! Put in σ and it becomes L = ln(1 + eᶻ) − t z, which loses nothing where ŷ is near 0 or 1; and the
//! derivatives of logarithm and sigmoid cancel: ∂L/∂z = ŷ − t. So it needs a sigmoid output.
//!
//! Source: Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.2.
//!
//! ```
//! use neuroglass_core::{Activation, Loss};
//!
//! let (loss, output) = (Loss::BinaryCrossEntropy, Activation::Sigmoid);
//! assert!((loss.value(output, &[0.0], &[1.0]) - 2_f32.ln()).abs() < 1e-6);
//! assert_eq!(loss.gradient(output, &[0.0], &[1.0]), [-0.5]);
//! assert_eq!(loss.value(output, &[-200.0], &[1.0]), 200.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::activation::Activation;
use crate::math::softplus;

pub(super) const ABOUT: About = About {
    id: "binaryCrossEntropy",
    name: "binary cross-entropy",
    formula: "L = −t ln ŷ − (1 − t) ln(1 − ŷ)",
    sentence: "Counts the surprise at the truth, so being sure and wrong costs most; it needs a sigmoid output.",
    outputs: &[Activation::Sigmoid],
};

pub(super) struct BinaryCrossEntropy;

impl Kernel for BinaryCrossEntropy {
    #[inline(always)]
    fn value(z: f32x4, _a: f32x4, t: f32x4) -> f32x4 {
        softplus(z) - t * z
    }

    /// ∂L/∂z, sigmoid included.
    #[inline(always)]
    fn gradient(a: f32x4, t: f32x4) -> f32x4 {
        a - t
    }
}
