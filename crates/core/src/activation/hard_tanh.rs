//! The hard hyperbolic tangent.
//!
//! a = min(max(z, −1), 1); a′ = 1 for −1 < z < 1 and 0 otherwise.
//!
//! Three straight pieces in place of the curve of tanh. At z = ±1 there is no derivative; like other libraries we
//! take 0. Elementwise, into [−1, 1].
//!
//! Source: Collobert, Large Scale Machine Learning, 2004.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::HardTanh.value(0.25), 0.25);
//! assert_eq!(Activation::HardTanh.value(-3.0), -1.0);
//! assert_eq!(Activation::HardTanh.derivative(0.25), 1.0);
//! assert_eq!(Activation::HardTanh.derivative(1.0), 0.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::within;

pub(super) const ABOUT: About = About {
    id: "hardTanh",
    name: "hard tanh",
    formula: "a = min(max(z, −1), 1)",
    sentence: "tanh drawn with a ruler: a straight ramp from −1 to 1, and nothing is learned on the flat parts.",
    range: (0.0, 1.0),
    is_bounded: true,
    targets: [-1.0, 1.0],
    kinks: &[-1.0, 1.0],
};

pub(super) struct HardTanh;

impl Kernel for HardTanh {
    const NEEDS_Z: bool = false;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        within(z, [-1.0, 1.0])
    }

    #[inline(always)]
    fn derivative(_z: f32x4, a: f32x4) -> f32x4 {
        a.abs().simd_lt(f32x4::ONE) & f32x4::ONE
    }
}
