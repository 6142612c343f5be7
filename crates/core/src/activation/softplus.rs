//! The softplus function.
//!
//! a = ln(1 + e^z), a′ = 1 / (1 + e^−z) = 1 − e^−a.
//!
//! A rectified linear unit without its corner; its derivative is the sigmoid. Elementwise, into (0, ∞).
//!
//! Source: Dugas, Bengio, Bélisle, Nadeau and Garcia, Incorporating Second-Order Functional Knowledge for
//! Better Option Pricing, 2000.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert!((Activation::Softplus.value(0.0) - 2_f32.ln()).abs() < 1e-6);
//! assert_eq!(Activation::Softplus.value(100.0), 100.0);
//! assert_eq!(Activation::Softplus.derivative(100.0), 1.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::{exp_m1, softplus};

pub(super) const ABOUT: About = About {
    id: "softplus",
    name: "softplus",
    formula: "a = ln(1 + eᶻ)",
    sentence: "A ReLU with its corner rounded off, so that it always answers a little and always learns.",
    range: (0.0, 1.0),
    is_bounded: false,
    targets: [0.0, 1.0],
    kinks: &[],
};

pub(super) struct Softplus;

impl Kernel for Softplus {
    const NEEDS_Z: bool = false;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        softplus(z)
    }

    #[inline(always)]
    fn derivative(_z: f32x4, a: f32x4) -> f32x4 {
        -exp_m1(-a)
    }
}
