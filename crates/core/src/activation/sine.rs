//! The sine.
//!
//! a = sin z, a′ = cos z.
//!
//! It rises and falls again and again, so that a few units can draw fine ripples. Elementwise, into [−1, 1].
//! At z = ±∞ there is no limit, and the value is NaN.
//!
//! Source: Sitzmann, Martel, Bergman, Lindell and Wetzstein, Implicit Neural Representations with Periodic
//! Activation Functions, 2020.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Sine.value(0.0), 0.0);
//! assert_eq!(Activation::Sine.derivative(0.0), 1.0);
//! assert_eq!(Activation::Sine.value(std::f32::consts::FRAC_PI_2), 1.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::{cos, sin};

pub(super) const ABOUT: About = About {
    id: "sine",
    name: "sine",
    formula: "a = sin z",
    sentence: "A wave without end: the larger the weights, the finer the stripes it lays over the plane.",
    range: (0.0, 1.0),
    is_bounded: true,
    targets: [-1.0, 1.0],
    kinks: &[],
};

pub(super) struct Sine;

impl Kernel for Sine {
    const NEEDS_Z: bool = true;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        sin(z)
    }

    #[inline(always)]
    fn derivative(z: f32x4, _a: f32x4) -> f32x4 {
        cos(z)
    }
}
