//! The exponential function.

use wide::{bytemuck::cast, f32x4, i32x4};

use super::polynomial;

/// Beyond this, eˣ is more than the greatest finite float.
const OVERFLOW: f32 = 88.722_83;
/// Below this, eˣ is less than the least normal float.
const UNDERFLOW: f32 = -87.336_54;

/// eˣ, at most 2 ulp from the exact value; +∞ above 88.72; 0 where the result would be subnormal, below
/// −87.33. NaN stays NaN.
///
/// Let n be the whole number nearest to x / ln 2, and r = x − n·ln 2, which is at most ½ ln 2 in size. Then
/// eˣ = 2ⁿ·eʳ. Adding and taking away 1.5·2²³ rounds to a whole number and leaves that number in the low
/// bits of the sum; ln 2 is taken away in two parts, the first of which is exact (Cody and Waite 1980);
/// eʳ = 1 + r + r²·S(r) with a fitted S; and 2ⁿ goes straight into the exponent's bits.
#[inline(always)]
pub(crate) fn exp(x: f32x4) -> f32x4 {
    const ROUNDER: f32 = 12_582_912.0; // 1.5 · 2²³
    const LN_2_HIGH: f32 = 355.0 / 512.0; // 9 bits, so that n · LN_2_HIGH is exact
    const LN_2_LOW: f32 = -2.121_944_4e-4;

    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = x - n * LN_2_HIGH;
    let r = r - n * LN_2_LOW;
    let s = polynomial(
        [
            0.499_999_94,
            0.166_665_2,
            0.041_668_393,
            0.008_368_781,
            0.001_381_446_6,
        ],
        r,
    );
    let e_to_r = r * r * s + r + 1.0;

    // n = 128 would overflow the exponent although eˣ may still be finite: 2ⁿ goes in as two halves.
    let n: i32x4 = cast::<f32x4, i32x4>(shifted) - cast::<f32x4, i32x4>(f32x4::splat(ROUNDER));
    let half: i32x4 = n >> 1;
    let result = e_to_r * power_of_two(half) * power_of_two(n - half);

    let infinite = x.simd_gt(f32x4::splat(OVERFLOW));
    let zero = x.simd_lt(f32x4::splat(UNDERFLOW));
    let result = infinite.bitselect(f32x4::splat(f32::INFINITY), result);
    // Comparisons with NaN are false, and n and r of a NaN are NaN: it reaches the result by itself.
    zero.bitselect(f32x4::ZERO, result)
}

/// 2ⁿ for −126 ≤ n ≤ 127, by its bits.
#[inline(always)]
fn power_of_two(n: i32x4) -> f32x4 {
    cast((n + i32x4::splat(127)) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::error::worst_ulp;

    fn one(x: f32) -> f32 {
        exp(f32x4::splat(x)).to_array()[0]
    }

    #[test]
    fn is_within_two_ulp() {
        let worst = worst_ulp(exp, libm::exp, [1e-30, 87.3], 97);
        assert!(worst < 2.0, "{worst} ulp");
        assert!(worst_ulp(exp, libm::exp, [1.0, 87.3], 7) < 2.0);
    }

    #[test]
    fn has_the_right_ends() {
        assert_eq!(one(0.0), 1.0);
        assert!(one(OVERFLOW).is_finite());
        assert!(one(UNDERFLOW) >= f32::MIN_POSITIVE * 0.999);
        assert_eq!(one(f32::from_bits(OVERFLOW.to_bits() + 1)), f32::INFINITY);
        assert_eq!(one(f32::from_bits(UNDERFLOW.to_bits() + 1)), 0.0);
        assert_eq!(one(f32::INFINITY), f32::INFINITY);
        assert_eq!(one(f32::NEG_INFINITY), 0.0);
        assert_eq!(one(f32::MAX), f32::INFINITY);
        assert_eq!(one(f32::MIN), 0.0);
        assert!(one(f32::NAN).is_nan());
        assert!(one(-f32::NAN).is_nan());
    }
}
