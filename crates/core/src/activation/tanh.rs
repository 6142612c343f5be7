//! The hyperbolic tangent.
//!
//! a = tanh z, a′ = 1 − a².
//!
//! A sigmoid stretched to (−1, 1): its outputs are balanced around zero, which makes the next layer's work
//! easier. Elementwise.
//!
//! Source: Kalman and Kwasny, Why tanh: choosing a sigmoidal function, 1992.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Tanh.value(0.0), 0.0);
//! assert_eq!(Activation::Tanh.derivative(0.0), 1.0);
//! assert_eq!(Activation::Tanh.value(20.0), 1.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::tanh;

pub(super) const ABOUT: About = About {
    id: "tanh",
    name: "tanh",
    formula: "a = tanh z",
    sentence: "Squeezes the sum into −1 to 1, balanced around zero; a smooth step that bends the plane.",
    range: (0.0, 1.0),
    is_bounded: true,
    targets: [-1.0, 1.0],
    kinks: &[],
};

pub(super) struct Tanh;

impl Kernel for Tanh {
    const NEEDS_Z: bool = false;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        tanh(z)
    }

    #[inline(always)]
    fn derivative(_z: f32x4, a: f32x4) -> f32x4 {
        f32x4::ONE - a * a
    }
}
