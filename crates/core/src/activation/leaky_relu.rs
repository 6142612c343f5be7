//! The leaky rectified linear unit.
//!
//! a = z for z > 0 and 0.01 z otherwise; a′ = 1 and 0.01.
//!
//! At z = 0 there is no derivative; like other libraries we take 0.01, that of the left side. No unit is ever
//! wholly silent, as a plain rectified linear unit may become, and so none is stuck. Elementwise, onto all
//! numbers.
//!
//! Source: Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::LeakyRelu.value(2.0), 2.0);
//! assert_eq!(Activation::LeakyRelu.value(-2.0), -0.02);
//! assert_eq!(Activation::LeakyRelu.derivative(2.0), 1.0);
//! assert_eq!(Activation::LeakyRelu.derivative(-2.0), 0.01);
//! ```

use wide::f32x4;

use super::{About, Kernel};
use crate::math::at_least;

const SLOPE: f32 = 0.01;

pub(super) const ABOUT: About = About {
    id: "leakyRelu",
    name: "leaky ReLU",
    formula: "a = max(z, 0.01 z)",
    sentence: "Like ReLU, but negative sums still come through a little, so that no unit falls silent for good.",
    range: (0.0, 1.0),
    is_bounded: false,
    targets: [0.0, 1.0],
    kinks: &[0.0],
};

pub(super) struct LeakyRelu;

impl Kernel for LeakyRelu {
    const NEEDS_Z: bool = false;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        at_least(z, z * SLOPE)
    }

    #[inline(always)]
    fn derivative(_z: f32x4, a: f32x4) -> f32x4 {
        let positive = a.simd_gt(f32x4::ZERO);
        positive.bitselect(f32x4::ONE, f32x4::splat(SLOPE))
    }
}
