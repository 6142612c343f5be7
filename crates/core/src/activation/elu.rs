//! The exponential linear unit, with α = 1.
//!
//! a = z for z > 0 and e^z − 1 otherwise; a′ = 1 and e^z = a + 1.
//!
//! A ReLU whose left side bends smoothly to −1. With α = 1 there is no kink: at z = 0 both sides rise by 1,
//! which is also the derivative there. Elementwise, into (−1, ∞).
//!
//! Source: Clevert, Unterthiner and Hochreiter, Fast and Accurate Deep Network Learning by Exponential Linear
//! Units (ELUs), 2016.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Elu.value(2.0), 2.0);
//! assert_eq!(Activation::Elu.value(f32::NEG_INFINITY), -1.0);
//! assert_eq!(Activation::Elu.derivative(0.0), 1.0);
//! // A small step to the left is not rounded away.
//! assert_eq!(Activation::Elu.value(-1e-8), -1e-8);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::{at_least, at_most, exp_m1};

pub(super) const ABOUT: About = About {
    id: "elu",
    name: "ELU",
    formula: "a = z if z > 0, else eᶻ − 1",
    sentence: "Lets positive sums through and bends negative ones smoothly towards −1, so values stay balanced around zero.",
    range: (0.0, 1.0),
    is_bounded: false,
    targets: [-1.0, 1.0],
    kinks: &[],
};

pub(super) struct Elu;

impl Kernel for Elu {
    const NEEDS_Z: bool = false;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        // One of the two is 0.
        at_least(z, f32x4::ZERO) + exp_m1(at_most(z, f32x4::ZERO))
    }

    #[inline(always)]
    fn derivative(_z: f32x4, a: f32x4) -> f32x4 {
        at_most(a, f32x4::ZERO) + 1.0
    }
}
