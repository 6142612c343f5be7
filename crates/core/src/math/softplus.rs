//! The logarithm of 1 + eˣ.

use wide::f32x4;

use super::{at_least, exp, polynomial};

/// ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), at most 4.42 ulp from the exact value. NaN stays NaN.
///
/// Written the second way nothing overflows, and the logarithm is only needed of 1 + u for 0 ≤ u ≤ 1.
#[inline(always)]
pub(crate) fn softplus(x: f32x4) -> f32x4 {
    at_least(x, f32x4::ZERO) + ln_1p_unit(exp(-x.abs()))
}

/// ln(1 + u) for 0 ≤ u ≤ 1, as u·N(u)/D(u), N of degree 2 and D of degree 3 (fitted; 0.32 · 2⁻²⁴ before
/// rounding). The fraction is 1 where u is subnormal.
#[inline(always)]
fn ln_1p_unit(u: f32x4) -> f32x4 {
    let n = polynomial([1.0, 0.867_193_5, 0.123_764_29], u);
    let d = polynomial([1.0, 1.367_191_5, 0.474_058_84, 0.031_094_54], u);
    u * (n / d)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::error::{check, check_all};

    const WORST: f64 = 4.42;

    fn exact(x: f64) -> f64 {
        x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
    }

    fn one(x: f32) -> f32 {
        softplus(f32x4::splat(x)).to_array()[0]
    }

    #[test]
    fn is_as_exact_as_it_says() {
        check(softplus, exact, WORST);
    }

    #[test]
    #[ignore = "all floats: minutes in a release build"]
    fn softplus_of_every_float() {
        check_all(softplus, exact, WORST);
    }

    #[test]
    fn has_the_right_ends() {
        assert_eq!(one(100.0), 100.0);
        assert_eq!(one(-110.0), 0.0);
        assert_eq!(one(f32::INFINITY), f32::INFINITY);
        assert_eq!(one(f32::NEG_INFINITY), 0.0);
        assert!(one(f32::NAN).is_nan());
    }
}
