//! The numbers that the textbook computes with.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};

/// A floating-point number: of 32 bits as in training, or of 64, in which differences can be taken.
pub(super) trait Real:
    Copy
    + PartialOrd
    + From<f32>
    + Sum
    + AddAssign
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
{
    fn sqrt(self) -> Self;
    fn is_nan(self) -> bool;
}

impl Real for f32 {
    fn sqrt(self) -> Self {
        libm::sqrtf(self)
    }

    fn is_nan(self) -> bool {
        self.is_nan()
    }
}

impl Real for f64 {
    fn sqrt(self) -> Self {
        libm::sqrt(self)
    }

    fn is_nan(self) -> bool {
        self.is_nan()
    }
}
