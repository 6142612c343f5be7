//! The natural logarithm.

use std::f32::consts::FRAC_1_SQRT_2;

use wide::bytemuck::cast;
use wide::{f32x4, i32x4};

use super::polynomial;

/// ln x, at most 0.84 ulp from the exact value, also for subnormal x. ln 0 = −∞, and NaN below.
///
/// x = 2ᵏ·m with m from √½ to √2, by its bits; then ln x = k·ln 2 + ln m. With f = m − 1, which is exact, and
/// s = f / (2 + f), the series of the inverse hyperbolic tangent gives ln m = 2s + ⅔s³ + ⅖s⁵ + …. Since
/// 2s = f − s·f, that is f − s·(f − R(s²)), and since s·f is nearly ½f², f − (½f² − s·(½f² + R(s²))), in
/// which all that rounds is small beside f. R is fitted (0.013 · 2⁻²⁴ of ln m before rounding).
#[inline(always)]
pub(crate) fn ln(x: f32x4) -> f32x4 {
    const LN_2_HIGH: f32 = 22_713.0 / 32_768.0; // 15 bits, so that k · LN_2_HIGH is exact
    const LN_2_LOW: f32 = 1.428_606_8e-6;
    const TWO_TO_23: f32 = 8_388_608.0;

    // Subnormal numbers have no leading 1: scale them up first.
    let small = x.simd_lt(f32x4::splat(f32::MIN_POSITIVE));
    let scaled = small.bitselect(x * TWO_TO_23, x);
    let (m, exponent) = split(scaled);
    let k = exponent - (small & f32x4::splat(23.0));

    let f = m - f32x4::ONE;
    let s = f / (f + 2.0);
    let s2 = s * s;
    let r = s2 * polynomial([0.666_667_76, 0.399_775_74, 0.298_709_4], s2);
    let half = f * f * 0.5;
    let result = k * LN_2_HIGH + (f - (half - (s * (half + r) + k * LN_2_LOW)));

    let ordinary = x.simd_gt(f32x4::ZERO) & x.simd_lt(f32x4::splat(f32::INFINITY));
    ordinary.bitselect(result, at_the_ends(x))
}

/// m and k of x = 2ᵏ·m for √½ ≤ m < √2, for positive normal x.
#[inline(always)]
fn split(x: f32x4) -> (f32x4, f32x4) {
    let least = i32x4::splat(FRAC_1_SQRT_2.to_bits() as i32);
    let beyond = cast::<f32x4, i32x4>(x) - least;
    let m = (beyond & i32x4::splat((1 << 23) - 1)) + least;
    let k = beyond >> 23;
    (cast(m), f32x4::from_i32x4(k))
}

/// ln of 0, ∞, NaN and what is below 0.
#[inline(always)]
fn at_the_ends(x: f32x4) -> f32x4 {
    let zero = x.simd_eq(f32x4::ZERO);
    let negative = x.simd_lt(f32x4::ZERO);
    let other = negative.bitselect(f32x4::splat(f32::NAN), x);
    zero.bitselect(f32x4::splat(f32::NEG_INFINITY), other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::error::{check, check_all};

    // Of the sample; the run over all floats is still to be made.
    const WORST: f64 = 0.84;

    fn one(x: f32) -> f32 {
        ln(f32x4::splat(x)).to_array()[0]
    }

    #[test]
    fn is_as_exact_as_it_says() {
        check(ln, libm::log, WORST);
    }

    #[test]
    #[ignore = "all floats: minutes in a release build"]
    fn ln_of_every_float() {
        check_all(ln, libm::log, WORST);
    }

    #[test]
    fn has_the_right_ends() {
        assert_eq!(one(1.0).to_bits(), 0.0_f32.to_bits());
        assert_eq!(one(0.0), f32::NEG_INFINITY);
        assert_eq!(one(-0.0), f32::NEG_INFINITY);
        assert_eq!(one(f32::INFINITY), f32::INFINITY);
        assert!(one(-f32::MIN_POSITIVE).is_nan());
        assert!(one(f32::NEG_INFINITY).is_nan());
        assert!(one(f32::NAN).is_nan());
        assert!(one(-f32::NAN).is_nan());
    }
}
