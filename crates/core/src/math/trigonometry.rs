//! Sine and cosine.

use wide::bytemuck::cast;
use wide::{f32x4, i32x4};

use super::polynomial;

/// Beyond this, the angle is reduced by libm, one lane after the other.
const MODERATE: f32 = 3_200.0;

/// sin x, at most 2.22 ulp from the exact value in the sample of the tests, however large x is. NaN for ±∞ and NaN.
#[inline(always)]
pub(crate) fn sin(x: f32x4) -> f32x4 {
    sin_cos(x).0
}

/// cos x, at most 1.48 ulp from the exact value in the sample of the tests, however large x is. NaN for ±∞ and NaN.
#[inline(always)]
pub(crate) fn cos(x: f32x4) -> f32x4 {
    sin_cos(x).1
}

/// Both at once, for little more than one of them.
///
/// With n the whole number nearest to x / ½π, and r = x − n·½π, sine and cosine of x are those of r for even
/// n, and change places for odd n; the second bit of n, or of n + 1, is the sign. ½π is taken away in four
/// parts (Cody and Waite 1980): n times one of the first three is exact, and so are the differences wherever
/// they cancel, so r has all its digits even where x is next to a multiple of ½π.
#[inline(always)]
pub(crate) fn sin_cos(x: f32x4) -> (f32x4, f32x4) {
    // False for NaN, which finds its way through the sums.
    if x.abs().simd_gt(f32x4::splat(MODERATE)).any() {
        return each_lane(x);
    }
    let (r, n) = reduce(x);
    let square = r * r;
    let fourth = square * square;
    let sin = sin_of_small(r, square, fourth);
    let cos = cos_of_small(square, fourth);

    let odd: f32x4 = cast((n << 31) >> 31);
    let sign = i32x4::splat(i32::MIN);
    let sin_sign: f32x4 = cast((n << 30) & sign);
    let cos_sign: f32x4 = cast(((n + i32x4::ONE) << 30) & sign);
    (
        odd.bitselect(cos, sin) ^ sin_sign,
        odd.bitselect(sin, cos) ^ cos_sign,
    )
}

/// r and n of x = n·½π + r, |r| ≤ ¼π. See [`super::exp`] for how n comes about.
#[inline(always)]
fn reduce(x: f32x4) -> (f32x4, i32x4) {
    const ROUNDER: f32 = 12_582_912.0; // 1.5 · 2²³
    // Of 13, 12 and 9 bits, and what is left: 63 bits of ½π in all. n has 11 bits at most.
    const HALF_PI: [f32; 4] = [
        6_433.0 / 4_096.0,
        4_021.0 / 16_777_216.0,
        1.589_069_1e-8,
        2.563_344_2e-12,
    ];

    let shifted = x * std::f32::consts::FRAC_2_PI + ROUNDER;
    let n = shifted - ROUNDER;
    let r = HALF_PI.iter().fold(x, |r, &part| r - n * part);
    (r, cast(shifted))
}

/// sin r = r + r·(s₀r² + r⁴·(s₁ + s₂r²)), with fitted s (0.06 · 2⁻²⁴). Summed in this order, −0 stays −0.
#[inline(always)]
fn sin_of_small(r: f32x4, square: f32x4, fourth: f32x4) -> f32x4 {
    let rest = fourth * polynomial([0.008_332_159, -1.951_508_7e-4], square);
    r + r * (square * -0.166_666_55 + rest)
}

/// cos r = 1 − ½r² + r⁴·C(r²), with a fitted C (0.002 · 2⁻²⁴).
#[inline(always)]
fn cos_of_small(square: f32x4, fourth: f32x4) -> f32x4 {
    let c = polynomial([0.041_666_646, -0.001_388_731_4, 2.443_293_3e-5], square);
    f32x4::ONE - (square * 0.5 - fourth * c)
}

/// A large angle needs hundreds of digits of π.
#[cold]
#[inline(never)]
fn each_lane(x: f32x4) -> (f32x4, f32x4) {
    let x = x.to_array();
    (f32x4::new(x.map(libm::sinf)), f32x4::new(x.map(libm::cosf)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::error::{check, check_all};

    // Of the sample; the run over all floats is still to be made.
    const WORST_SIN: f64 = 2.22;
    const WORST_COS: f64 = 1.48;

    fn one(f: fn(f32x4) -> f32x4, x: f32) -> f32 {
        f(f32x4::splat(x)).to_array()[0]
    }

    #[test]
    fn is_as_exact_as_it_says() {
        check(sin, libm::sin, WORST_SIN);
        check(cos, libm::cos, WORST_COS);
    }

    #[test]
    #[ignore = "all floats: minutes in a release build"]
    fn sin_of_every_float() {
        check_all(sin, libm::sin, WORST_SIN);
    }

    #[test]
    #[ignore = "all floats: minutes in a release build"]
    fn cos_of_every_float() {
        check_all(cos, libm::cos, WORST_COS);
    }

    /// The float next to a multiple of ½π is where most digits cancel.
    #[test]
    fn keeps_its_digits_next_to_its_zeros() {
        for n in 1..3_000_i16 {
            let zero = (f64::from(n) * std::f64::consts::FRAC_PI_2) as f32;
            for x in [zero.next_down(), zero, zero.next_up()] {
                let f = if n % 2 == 0 { sin } else { cos };
                let exact = if n % 2 == 0 { libm::sin } else { libm::cos };
                let exact = exact(f64::from(x));
                let error = (f64::from(one(f, x)) - exact).abs() / exact.abs();
                assert!(error < 1.2e-7, "{x}: {error:e}");
            }
        }
    }

    #[test]
    fn lanes_do_not_disturb_each_other() {
        let x = [1.0, 1e30, f32::INFINITY, f32::NAN];
        let (sin, cos) = sin_cos(f32x4::new(x));
        let (sin, cos) = (sin.to_array(), cos.to_array());
        assert_eq!([sin[1], cos[1]], [libm::sinf(1e30), libm::cosf(1e30)]);
        assert!((sin[0] - 1.0_f32.sin()).abs() < 1e-6);
        assert!(sin[2..].iter().chain(&cos[2..]).all(|y| y.is_nan()));
    }

    #[test]
    fn has_the_right_ends() {
        assert_eq!(one(sin, 0.0).to_bits(), 0.0_f32.to_bits());
        assert_eq!(one(sin, -0.0).to_bits(), (-0.0_f32).to_bits());
        assert_eq!(one(cos, 0.0), 1.0);
        for f in [sin, cos] {
            assert!(one(f, f32::INFINITY).is_nan());
            assert!(one(f, f32::NEG_INFINITY).is_nan());
            assert!(one(f, f32::NAN).is_nan());
            assert!(one(f, -f32::NAN).is_nan());
        }
    }
}
