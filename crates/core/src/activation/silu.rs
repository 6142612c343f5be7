//! The sigmoid linear unit, also called swish.
//!
//! a = z σ(z), a′ = σ(z) (1 + z (1 − σ(z))), with the sigmoid σ(z) = 1 / (1 + e^−z).
//!
//! Close to GELU, but cheaper. Elementwise, into [−0.28, ∞): it falls to −0.28 at z = −1.28, and rises again
//! to 0 further left.
//!
//! Source: Elfwing, Uchibe and Doya, Sigmoid-weighted linear units for neural network function approximation
//! in reinforcement learning, 2018; Ramachandran, Zoph and Le, Searching for Activation Functions, 2017.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Silu.value(0.0), 0.0);
//! assert_eq!(Activation::Silu.derivative(0.0), 0.5);
//! assert_eq!(Activation::Silu.value(100.0), 100.0);
//! assert_eq!(Activation::Silu.value(f32::NEG_INFINITY), 0.0);
//! ```

use wide::f32x4;

use super::sigmoid::Sigmoid;
use super::{About, Kernel};
use crate::math::{at_least, within};

pub(super) const ABOUT: About = About {
    id: "silu",
    name: "SiLU",
    formula: "a = z · σ(z)",
    sentence: "The sum times its own sigmoid: a ReLU with a soft corner that dips below zero for small negative sums.",
    range: (0.0, 1.0),
    is_bounded: false,
    targets: [0.0, 1.0],
    kinks: &[],
};

/// Here σ(−z) and 1 − σ(z) are 0 to the last bit. Factors beyond are held back, since 0 · ∞ is not the limit.
const FAR: f32 = 104.0;

pub(super) struct Silu;

impl Kernel for Silu {
    const NEEDS_Z: bool = true;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        at_least(z, f32x4::splat(-FAR)) * Sigmoid::value(z)
    }

    #[inline(always)]
    fn derivative(z: f32x4, _a: f32x4) -> f32x4 {
        let share = Sigmoid::value(z);
        share + within(z, [-FAR, FAR]) * (share * (f32x4::ONE - share))
    }
}
