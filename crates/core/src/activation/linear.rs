//! The identity.
//!
//! a = z, a′ = 1.
//!
//! A network of linear layers alone is one linear function, however deep it is. Elementwise, onto all numbers.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! assert_eq!(Activation::Linear.value(-1.5), -1.5);
//! assert_eq!(Activation::Linear.derivative(-1.5), 1.0);
//! ```

use wide::f32x4;

use super::{About, Kernel};

pub(super) const ABOUT: About = About {
    id: "linear",
    name: "linear",
    formula: "a = z",
    sentence: "Passes the weighted sum on unchanged; layers of it alone can only draw a straight border.",
    range: (0.0, 1.0),
    is_bounded: false,
    targets: [-1.0, 1.0],
    kinks: &[],
};

pub(super) struct Linear;

impl Kernel for Linear {
    const NEEDS_Z: bool = false;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        z
    }

    #[inline(always)]
    fn derivative(_z: f32x4, _a: f32x4) -> f32x4 {
        f32x4::ONE
    }
}
