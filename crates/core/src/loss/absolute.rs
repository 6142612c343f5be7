//! The absolute error.
//!
//! L = |ŷ − t|, ∂L/∂ŷ = −1, 0 or +1: the sign of ŷ − t.
//!
//! It pulls with the same force however far off an output is, so a few wild points cannot drag the others
//! along; and it aims for the median where the squared error aims for the mean. At ŷ = t there is no
//! derivative; like every library we take 0.
//!
//! Source: Laplace 1774.
//!
//! ```
//! use neuroglass_core::{Activation, Loss};
//!
//! let output = Activation::Linear;
//! assert_eq!(Loss::Absolute.value(output, &[3.0], &[1.0]), 2.0);
//! assert_eq!(Loss::Absolute.gradient(output, &[-3.0], &[1.0]), [-1.0]);
//! assert_eq!(Loss::Absolute.gradient(output, &[1.0], &[1.0]), [0.0]);
//! ```

use wide::f32x4;

use super::{About, Kernel, sign};
use crate::activation::Activation;

pub(super) const ABOUT: About = About {
    id: "absolute",
    name: "absolute error",
    formula: "L = |ŷ − t|",
    sentence: "Pulls with the same force at any distance, so a few wild points cannot drag the rest along.",
    outputs: Activation::ALL,
};

pub(super) struct Absolute;

impl Kernel for Absolute {
    #[inline(always)]
    fn value(_z: f32x4, a: f32x4, t: f32x4) -> f32x4 {
        (a - t).abs()
    }

    #[inline(always)]
    fn gradient(a: f32x4, t: f32x4) -> f32x4 {
        sign(a - t)
    }
}
