//! The hinge: right, and by a margin.
//!
//! L = max(0, 1 − t ŷ) for targets t of −1 and +1; ∂L/∂ŷ = −t where t ŷ < 1, else 0.
//!
//! An answer that is right by a margin of 1 costs nothing and moves nothing: only points near the border or on
//! the wrong side of it pull. With a linear output and L2 this is the support vector machine.
//!
//! Source: Rosenblatt 1957 without the margin; Cortes and Vapnik, Support-vector networks, 1995.
//!
//! ```
//! use neuroglass_core::{Activation, Loss};
//!
//! let output = Activation::Linear;
//! assert_eq!(Loss::Hinge.value(output, &[0.25], &[1.0]), 0.75);
//! assert_eq!(Loss::Hinge.value(output, &[-2.0], &[-1.0]), 0.0);
//! assert_eq!(Loss::Hinge.gradient(output, &[0.25], &[1.0]), [-1.0]);
//! assert_eq!(Loss::Hinge.gradient(output, &[-2.0], &[-1.0]), [0.0]);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::activation::Activation;

pub(super) const ABOUT: About = About {
    id: "hinge",
    name: "hinge",
    formula: "L = max(0, 1 − t ŷ)",
    sentence: "Wants each point right by a margin of 1; points beyond it no longer pull.",
    outputs: &[Activation::Linear, Activation::Tanh],
};

pub(super) struct Hinge;

impl Kernel for Hinge {
    #[inline(always)]
    fn value(_z: f32x4, a: f32x4, t: f32x4) -> f32x4 {
        let short = f32x4::ONE - t * a;
        // Not `max`, which may swallow a NaN.
        short.simd_lt(f32x4::ZERO).bitselect(f32x4::ZERO, short)
    }

    #[inline(always)]
    fn gradient(a: f32x4, t: f32x4) -> f32x4 {
        let enough = (t * a).simd_ge(f32x4::ONE);
        let pull = enough.bitselect(f32x4::ZERO, -t);
        // A NaN stays one, and so is seen.
        a.simd_ne(a).bitselect(a, pull)
    }
}
