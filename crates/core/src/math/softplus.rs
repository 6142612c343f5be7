//! The logarithm of 1 + eᶻ.

use wide::f32x4;

use super::{exp, polynomial};

/// ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|), at most 5 ulp from the exact value. NaN stays NaN.
///
/// Written the second way nothing overflows, and the logarithm is only needed of 1 + u for 0 ≤ u ≤ 1, where
/// ln(1 + u) is close to u·N(u)/D(u), N of degree 2 and D of degree 3 (a fit of the relative error,
/// 0.32 · 2⁻²⁴ before rounding). Below z = −87.3 the result would be subnormal and is 0.
#[inline(always)]
pub(crate) fn softplus(z: f32x4) -> f32x4 {
    let negative = z.simd_lt(f32x4::ZERO);
    let rest = ln_1p_unit(exp(negative.bitselect(z, -z)));
    negative.bitselect(rest, z + rest)
}

/// ln(1 + u) for 0 ≤ u ≤ 1.
#[inline(always)]
fn ln_1p_unit(u: f32x4) -> f32x4 {
    let n = polynomial([0.534_449_7, 0.463_470_46, 0.066_145_47], u);
    let d = polynomial([0.534_449_7, 0.730_694_3, 0.253_359_88, 0.016_618_375], u);
    u * n / d
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::error::worst_ulp;

    fn one(z: f32) -> f32 {
        softplus(f32x4::splat(z)).to_array()[0]
    }

    #[test]
    fn is_within_five_ulp() {
        let exact = |z: f64| z.max(0.0) + libm::log1p(libm::exp(-z.abs()));
        let worst = worst_ulp(softplus, exact, [1e-30, 87.3], 97);
        assert!(worst < 5.0, "{worst} ulp");
    }

    #[test]
    fn has_the_right_ends() {
        assert_eq!(one(100.0), 100.0);
        assert_eq!(one(-100.0), 0.0);
        assert_eq!(one(f32::INFINITY), f32::INFINITY);
        assert_eq!(one(f32::NEG_INFINITY), 0.0);
        assert!(one(f32::NAN).is_nan());
    }
}
