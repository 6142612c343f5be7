//! Huber's loss: squared near the target, absolute far from it.
//!
//! With e = ŷ − t: L = ½ e² for |e| ≤ 1, else |e| − ½; ∂L/∂ŷ = e, held within ±1.
//!
//! Source: Huber, Robust Estimation of a Location Parameter, 1964.
//!
//! ```
//! use neuroglass_core::{Activation, Loss};
//!
//! let output = Activation::Linear;
//! assert_eq!(Loss::Huber.value(output, &[1.5], &[1.0]), 0.125);
//! assert_eq!(Loss::Huber.value(output, &[4.0], &[1.0]), 2.5);
//! assert_eq!(Loss::Huber.gradient(output, &[4.0], &[1.0]), [1.0]);
//! ```

use wide::f32x4;

use super::{About, Kernel, sign};
use crate::activation::Activation;

pub(super) const ABOUT: About = About {
    id: "huber",
    name: "Huber",
    formula: "L = ½ e² for |e| ≤ 1, else |e| − ½, e = ŷ − t",
    sentence: "Squared near the target and absolute far from it: precise, and calm about wild points.",
    outputs: Activation::ALL,
};

pub(super) struct Huber;

impl Kernel for Huber {
    #[inline(always)]
    fn value(_z: f32x4, a: f32x4, t: f32x4) -> f32x4 {
        let error = a - t;
        let size = error.abs();
        let far = size.simd_gt(f32x4::ONE);
        far.bitselect(size - 0.5, error * error * 0.5)
    }

    #[inline(always)]
    fn gradient(a: f32x4, t: f32x4) -> f32x4 {
        let error = a - t;
        let far = error.abs().simd_gt(f32x4::ONE);
        far.bitselect(sign(error), error)
    }
}
