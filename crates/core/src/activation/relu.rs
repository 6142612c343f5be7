//! The rectified linear unit.
//!
//! a = max(z, 0), a′ = 1 for z > 0 and 0 otherwise.
//!
//! At z = 0 there is no derivative; like every library we take 0. Elementwise, into [0, ∞). A NaN stays a NaN.
//!
//! Source: Nair and Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Relu.value(2.0), 2.0);
//! assert_eq!(Activation::Relu.value(-2.0), 0.0);
//! assert_eq!(Activation::Relu.derivative(2.0), 1.0);
//! assert_eq!(Activation::Relu.derivative(-2.0), 0.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::at_least;

pub(super) const ABOUT: About = About {
    id: "relu",
    name: "ReLU",
    formula: "a = max(z, 0)",
    sentence: "Lets positive sums through and silences negative ones, so a unit answers on one side of a line.",
    range: (0.0, 1.0),
    is_bounded: false,
    targets: [0.0, 1.0],
    kinks: &[0.0],
};

pub(super) struct Relu;

impl Kernel for Relu {
    const NEEDS_Z: bool = false;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        at_least(z, f32x4::ZERO)
    }

    #[inline(always)]
    fn derivative(_z: f32x4, a: f32x4) -> f32x4 {
        a.simd_gt(f32x4::ZERO) & f32x4::ONE
    }
}
