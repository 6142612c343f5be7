//! The hyperbolic tangent.

use wide::f32x4;

use super::polynomial;

/// tanh x, at most 4 ulp from the exact value, odd, exactly ±1 beyond ±8.7. NaN stays NaN.
///
/// With h = tanh(x/2), the double-angle formula says tanh x = 2h / (1 + h²). Writing h = n/d, one division
/// does for both: tanh x = 2nd / (d² + n²). The doubling also forgives: where |h| is near 1, an error of h
/// all but vanishes from the result, so a small fraction for h goes a long way:
/// n = x·N(x²) with N of degree 2, d = D(x²) with D of degree 3, fitted to the relative error of tanh x on
/// [0, 9]. (Lawson-weighted rational least squares; 0.12 · 2⁻²⁴ before rounding.)
#[inline(always)]
pub(crate) fn tanh(x: f32x4) -> f32x4 {
    // Not `clamp`: what the processor's min and max do with NaN is not the same everywhere.
    let edge = f32x4::splat(8.7);
    let x = x.simd_gt(edge).bitselect(edge, x);
    let x = x.simd_lt(-edge).bitselect(-edge, x);
    let square = x * x;
    let n = x * polynomial([0.886_062_86, 0.026_375_068, 1.011_052_95e-4], square);
    let d = polynomial(
        [1.772_125_7, 0.200_427_19, 2.136_838_6e-3, 2.172_810_4e-6],
        square,
    );
    let product = n * d;
    (product + product) / (d * d + n * n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::error::worst_ulp;

    fn one(x: f32) -> f32 {
        tanh(f32x4::splat(x)).to_array()[0]
    }

    #[test]
    fn is_within_four_ulp() {
        let worst = worst_ulp(tanh, libm::tanh, [1e-30, 20.0], 97);
        assert!(worst < 4.0, "{worst} ulp");
    }

    #[test]
    fn never_leaves_its_range_and_saturates() {
        for bits in (0..f32::INFINITY.to_bits()).step_by(101) {
            let x = f32::from_bits(bits);
            let y = one(x);
            assert!((0.0..=1.0).contains(&y), "tanh {x} = {y}");
            assert_eq!(one(-x).to_bits(), (-y).to_bits(), "odd at {x}");
            assert!(x < 9.02 || y == 1.0, "tanh {x} = {y}");
        }
        assert_eq!(one(f32::INFINITY), 1.0);
        assert_eq!(one(f32::NEG_INFINITY), -1.0);
        assert!(one(f32::NAN).is_nan());
    }
}
