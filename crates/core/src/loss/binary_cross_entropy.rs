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
//! let loss = Loss::BinaryCrossEntropy;
//! assert!((loss.value(Activation::Sigmoid, 0.0, 1.0) - 2_f32.ln()).abs() < 1e-6);
//! assert_eq!(loss.gradient(Activation::Sigmoid, 0.0, 1.0), -0.5);
//! assert_eq!(loss.value(Activation::Sigmoid, -200.0, 1.0), 200.0);
//! ```

use wide::f32x4;

use super::About;
use crate::activation::Activation;
use crate::math::softplus;

pub(super) const ABOUT: About = About {
    id: "binaryCrossEntropy",
    name: "cross-entropy",
    formula: "L = −t ln ŷ − (1 − t) ln(1 − ŷ)",
    sentence: "Counts the surprise at the truth, so being sure and wrong costs most; it needs a sigmoid output.",
    outputs: &[Activation::Sigmoid],
};

/// L of weighted sums `z`, before the sigmoid, and targets `t`.
#[inline(always)]
pub(super) fn value(z: f32x4, t: f32x4) -> f32x4 {
    softplus(z) - t * z
}

/// ∂L/∂z, sigmoid included, from its output `a`.
#[inline(always)]
pub(super) fn gradient(a: f32x4, t: f32x4) -> f32x4 {
    a - t
}
