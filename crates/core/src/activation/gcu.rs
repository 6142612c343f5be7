//! The growing cosine unit.
//!
//! a = z cos z, a′ = cos z − z sin z.
//!
//! A wave that grows with the distance from zero. It crosses zero many times, so that a single unit can
//! separate the classes of XOR. Elementwise, onto all numbers. At z = ±∞ there is no limit, and the value is
//! NaN.
//!
//! Source: Noel, Arunkumar, Trivedi and Dutta, Growing Cosine Unit: A Novel Oscillatory Activation Function
//! That Can Speedup Training and Reduce Parameters in Convolutional Neural Networks, 2021.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Gcu.value(0.0), 0.0);
//! assert_eq!(Activation::Gcu.derivative(0.0), 1.0);
//! assert_eq!(Activation::Gcu.value(std::f32::consts::PI), -std::f32::consts::PI);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::{cos, sin_cos};

pub(super) const ABOUT: About = About {
    id: "gcu",
    name: "GCU",
    formula: "a = z · cos z",
    sentence: "A wave that grows with the sum: one unit changes its mind several times, which even solves XOR.",
    range: (0.0, 1.0),
    is_bounded: false,
    targets: [-1.0, 1.0],
    kinks: &[],
};

pub(super) struct Gcu;

impl Kernel for Gcu {
    const NEEDS_Z: bool = true;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        z * cos(z)
    }

    #[inline(always)]
    fn derivative(z: f32x4, _a: f32x4) -> f32x4 {
        let (sin, cos) = sin_cos(z);
        cos - z * sin
    }
}
