//! The logistic function.
//!
//! a = 1 / (1 + e^−z), a′ = a (1 − a).
//!
//! It squeezes any number into (0, 1), and so can be read as a probability. Elementwise. Below z = −88.7, where
//! the exact value is less than any normal number, it is 0.
//!
//! Source: Verhulst 1845; in networks, Rumelhart, Hinton and Williams, Learning representations by
//! back-propagating errors, Nature 1986.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Sigmoid.value(0.0), 0.5);
//! assert_eq!(Activation::Sigmoid.derivative(0.0), 0.25);
//! assert_eq!(Activation::Sigmoid.value(f32::INFINITY), 1.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::exp;

pub(super) const ABOUT: About = About {
    id: "sigmoid",
    name: "sigmoid",
    formula: "a = 1 / (1 + e⁻ᶻ)",
    sentence: "Squeezes the sum into 0 to 1, like a probability; far from zero it is flat and learns slowly.",
    range: (0.5, 0.5),
    is_bounded: true,
    targets: [0.0, 1.0],
    kinks: &[],
};

pub(super) struct Sigmoid;

impl Kernel for Sigmoid {
    const NEEDS_Z: bool = false;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        f32x4::ONE / (exp(-z) + 1.0)
    }

    #[inline(always)]
    fn derivative(_z: f32x4, a: f32x4) -> f32x4 {
        a * (f32x4::ONE - a)
    }
}
