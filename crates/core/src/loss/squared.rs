//! Half the squared error.
//!
//! L = ½ (ŷ − t)², ∂L/∂ŷ = ŷ − t.
//!
//! The half makes the derivative plain. It goes with any output that stands for itself.
//!
//! Source: Gauss 1809; Rumelhart, Hinton and Williams 1986.
//!
//! ```
//! use neuroglass_core::{Activation, Loss};
//!
//! let output = Activation::Linear;
//! assert_eq!(Loss::Squared.value(output, &[3.0], &[1.0]), 2.0);
//! assert_eq!(Loss::Squared.gradient(output, &[3.0], &[1.0]), [2.0]);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::activation::Activation;

pub(super) const ABOUT: About = About {
    id: "squared",
    name: "½ squared error",
    formula: "L = ½ (ŷ − t)²",
    sentence: "Grows with the square of the distance to the target, so far misses weigh most.",
    outputs: Activation::ALL,
};

pub(super) struct Squared;

impl Kernel for Squared {
    #[inline(always)]
    fn value(_z: f32x4, a: f32x4, t: f32x4) -> f32x4 {
        let error = a - t;
        error * error * 0.5
    }

    #[inline(always)]
    fn gradient(a: f32x4, t: f32x4) -> f32x4 {
        a - t
    }
}
