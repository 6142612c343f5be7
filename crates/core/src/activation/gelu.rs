//! The Gaussian error linear unit.
//!
//! a = z Φ(z), a′ = Φ(z) + z φ(z), in which Φ(z) = ½ (1 + erf(z/√2)) is the share of the standard normal
//! distribution below z, and φ(z) = e^(−z²/2) / √(2π) its density.
//!
//! This is the exact form, not the approximation by tanh. It lets a sum through in proportion to how it
//! compares with the sums of a balanced layer. Elementwise, into [−0.17, ∞): it falls to −0.17 at z = −0.75,
//! and rises again to 0 further left.
//!
//! Source: Hendrycks and Gimpel, Gaussian Error Linear Units (GELUs), 2016.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Gelu.value(0.0), 0.0);
//! assert_eq!(Activation::Gelu.derivative(0.0), 0.5);
//! assert!((Activation::Gelu.value(1.0) - 0.841_344_8).abs() < 1e-6);
//! assert_eq!(Activation::Gelu.value(f32::NEG_INFINITY), 0.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::{at_least, normal_cdf, normal_density, within};

pub(super) const ABOUT: About = About {
    id: "gelu",
    name: "GELU",
    formula: "a = z · Φ(z)",
    sentence: "A ReLU with a soft corner that dips below zero for small negative sums; the usual choice in language models.",
    range: (0.0, 1.0),
    is_bounded: false,
    targets: [0.0, 1.0],
    kinks: &[],
};

/// Here Φ(−z) and φ(z) are 0 to the last bit. Factors beyond are held back, since 0 · ∞ is not the limit.
const FAR: f32 = 14.5;

pub(super) struct Gelu;

impl Kernel for Gelu {
    const NEEDS_Z: bool = true;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        at_least(z, f32x4::splat(-FAR)) * normal_cdf(z)
    }

    #[inline(always)]
    fn derivative(z: f32x4, _a: f32x4) -> f32x4 {
        normal_cdf(z) + within(z, [-FAR, FAR]) * normal_density(z)
    }
}
