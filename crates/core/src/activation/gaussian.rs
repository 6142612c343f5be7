//! The Gaussian bell curve.
//!
//! a = e^(−z²), a′ = −2 z a.
//!
//! A unit answers near the line z = 0 and nowhere else: a ridge across the plane. Elementwise, into (0, 1].
//!
//! Source: Ramasinghe and Lucey, Beyond Periodicity: Towards a Unifying Framework for Activations in
//! Coordinate-MLPs, 2022.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Gaussian.value(0.0), 1.0);
//! assert_eq!(Activation::Gaussian.derivative(0.0), 0.0);
//! assert_eq!(Activation::Gaussian.value(-1.0), Activation::Gaussian.value(1.0));
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::{gaussian, within};

pub(super) const ABOUT: About = About {
    id: "gaussian",
    name: "Gaussian",
    formula: "a = e^(−z²)",
    sentence: "A bump: answers where the sum is near zero and is silent on both sides, so it draws a ridge.",
    range: (0.5, 0.5),
    is_bounded: true,
    targets: [0.0, 1.0],
    kinks: &[],
};

/// Here e^(−z²) is 0 to the last bit. A factor beyond is held back, since 0 · ∞ is not the limit.
const FAR: f32 = 11.0;

pub(super) struct Gaussian;

impl Kernel for Gaussian {
    const NEEDS_Z: bool = true;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        gaussian(z)
    }

    #[inline(always)]
    fn derivative(z: f32x4, a: f32x4) -> f32x4 {
        within(z, [-FAR, FAR]) * -2.0 * a
    }
}
