//! The exponential function.

use wide::bytemuck::cast;
use wide::{f32x4, i32x4};

use super::{polynomial, within};

/// The least and greatest x that are looked at: at and beyond them eˣ is 0 and +∞.
const ENDS: [f32; 2] = [-104.0, 89.0];

/// eˣ, at most 1.59 ulp from the exact value, from 0 over the subnormal numbers to +∞. NaN stays NaN.
///
/// With h the whole number nearest to x / (2 ln 2), and r = x − 2h·ln 2, which is at most ln 2 in size,
/// eˣ = eʳ·2ʰ·2ʰ. Two factors, because 2²ʰ alone may be more than the greatest float, or less than the least
/// normal one, when eˣ is neither. Rounding is done once at the very end, if the result is subnormal.
///
/// 26 operations: 2 for the ends, 8 for r and 2ʰ, 14 for eʳ, 2 for the factors.
#[inline(always)]
pub(crate) fn exp(x: f32x4) -> f32x4 {
    let Reduced { high, low, root } = reduce(within(x, ENDS));
    let r = high + low;
    (bend(r) + r + 1.0) * root * root
}

/// eˣ − 1, at most 1.78 ulp from the exact value, also where x is small. NaN stays NaN.
///
/// eˣ − 1 = ((eʳ − 1) + (1 − 2⁻²ʰ))·2ʰ·2ʰ, in which nothing is lost where h = 0.
#[inline(always)]
pub(crate) fn exp_m1(x: f32x4) -> f32x4 {
    // Far below −17 it is −1 to the last bit.
    let Reduced { high, low, root } = reduce(within(x, [-30.0, ENDS[1]]));
    let r = high + low;
    let inverse: f32x4 = cast(i32x4::splat(254 << 23) - cast::<f32x4, i32x4>(root));
    let result = (bend(r) + r + (f32x4::ONE - inverse * inverse)) * root * root;
    // It has the sign of x; this matters for −0.
    result | (x & f32x4::splat(-0.0))
}

/// x = 2h·ln 2 + r, and r = high + low is at most ln 2 in size.
pub(super) struct Reduced {
    /// All but the last digits of r, exactly.
    pub high: f32x4,
    /// The last digits of r.
    pub low: f32x4,
    /// 2ʰ: the square root of what eʳ is to be multiplied by.
    pub root: f32x4,
}

/// Splits a number between −106 and 90, or NaN.
///
/// Adding and taking away 1.5·2²³ rounds to a whole number and leaves that number in the low bits of the sum.
/// Adding 127 more leaves there what 2ʰ has in its exponent; the shift pushes all other bits out. The
/// multiple of ln 2 is taken away in two parts, the first of which is exact (Cody and Waite 1980). In a NaN
/// r is NaN, and 2ʰ anything.
#[inline(always)]
pub(super) fn reduce(x: f32x4) -> Reduced {
    const ROUNDER: f32 = 12_582_912.0 + 127.0;
    const TWO_LN_2_HIGH: f32 = 355.0 / 256.0; // 9 bits, so that h · TWO_LN_2_HIGH is exact
    const TOO_MUCH: f32 = 4.243_888_8e-4; // … which is more than 2 ln 2 by this

    let shifted = x * (0.5 * std::f32::consts::LOG2_E) + ROUNDER;
    let h = shifted - ROUNDER;
    Reduced {
        high: x - h * TWO_LN_2_HIGH,
        low: h * TOO_MUCH,
        root: cast(cast::<f32x4, i32x4>(shifted) << 23),
    }
}

/// eʳ − 1 − r = r²·S(r) for |r| ≤ ln 2, with a fitted S (0.24 · 2⁻²⁴ of eʳ before rounding).
#[inline(always)]
pub(super) fn bend(r: f32x4) -> f32x4 {
    let s = polynomial(
        [
            0.500_000_36,
            0.166_666_25,
            0.041_661_266,
            0.008_335_83,
            0.001_410_372_6,
            0.000_196_131_4,
        ],
        r,
    );
    r * r * s
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::error::{check, check_all};

    const WORST: f64 = 1.59;
    const WORST_M1: f64 = 1.78;

    fn one(f: fn(f32x4) -> f32x4, x: f32) -> f32 {
        f(f32x4::splat(x)).to_array()[0]
    }

    #[test]
    fn is_as_exact_as_it_says() {
        check(exp, libm::exp, WORST);
        check(exp_m1, libm::expm1, WORST_M1);
    }

    #[test]
    #[ignore = "all floats: minutes in a release build"]
    fn exp_of_every_float() {
        check_all(exp, libm::exp, WORST);
    }

    #[test]
    #[ignore = "all floats: minutes in a release build"]
    fn exp_m1_of_every_float() {
        check_all(exp_m1, libm::expm1, WORST_M1);
    }

    #[test]
    fn has_the_right_ends() {
        assert_eq!(one(exp, 0.0), 1.0);
        assert!((3.4e38..f32::MAX).contains(&one(exp, 88.722_83)));
        assert_eq!(one(exp, 88.722_84), f32::INFINITY);
        assert_eq!(one(exp, f32::INFINITY), f32::INFINITY);
        assert_eq!(one(exp, -103.0), f32::from_bits(1));
        assert_eq!(one(exp, -104.0), 0.0);
        assert_eq!(one(exp, f32::NEG_INFINITY), 0.0);
        assert!(one(exp, f32::NAN).is_nan());
        assert!(one(exp, -f32::NAN).is_nan());
    }

    #[test]
    fn less_one_has_the_right_ends() {
        assert_eq!(one(exp_m1, 0.0).to_bits(), 0.0_f32.to_bits());
        assert_eq!(one(exp_m1, -0.0).to_bits(), (-0.0_f32).to_bits());
        assert_eq!(one(exp_m1, f32::INFINITY), f32::INFINITY);
        assert_eq!(one(exp_m1, f32::NEG_INFINITY), -1.0);
        assert!(one(exp_m1, f32::NAN).is_nan());
    }
}
