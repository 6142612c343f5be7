//! The hyperbolic tangent.

use wide::f32x4;

use super::{polynomial, within};

/// From here on the result is 1, and tanh x is nearer to 1 than 1.4 · 2⁻²⁴.
const EDGE: f32 = 8.5;

/// tanh x, at most 3.71 ulp from the exact value, odd, exactly ±1 beyond ±8.5. NaN stays NaN.
///
/// With h = tanh(x/2), the double-angle formula says tanh x = 2h / (1 + h²). Writing h = n/d, one division
/// does for both: tanh x = 2nd / (d² + n²). The doubling also forgives: where |h| is near 1, an error of h
/// all but vanishes from the result, so a small fraction for h goes a long way:
/// n = x·N(x²) with N of degree 2, d = D(x²) with D of degree 3 and 1 as its leading coefficient, fitted to
/// tanh x on [0, 8.5]. (0.38 ulp before rounding. It could be 0.12, but the factor common to n and d is
/// better spent on numbers that round well: those just below a power of two.)
///
/// 19 operations, one of them a division: 2 for the ends, 1 for x², 5 for n, 5 for d, 6 for the rest.
#[inline(always)]
pub(crate) fn tanh(x: f32x4) -> f32x4 {
    let x = within(x, [-EDGE, EDGE]);
    let square = x * x;
    let n = x * polynomial([459_999.88, 13_550.431, 49.430_96], square);
    let d = square + 1_079.604_4;
    let d = d * square + 103_767.34;
    let d = d * square + 919_999.75;
    let product = n * d;
    (product + product) / (d * d + n * n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::error::{check, check_all};

    const WORST: f64 = 3.71;

    fn one(x: f32) -> f32 {
        tanh(f32x4::splat(x)).to_array()[0]
    }

    #[test]
    fn is_as_exact_as_it_says() {
        check(tanh, libm::tanh, WORST);
    }

    #[test]
    #[ignore = "all floats: minutes in a release build"]
    fn tanh_of_every_float() {
        check_all(tanh, libm::tanh, WORST);
    }

    #[test]
    fn never_leaves_its_range_and_saturates() {
        let all = (0..f32::INFINITY.to_bits()).step_by(1009);
        // Rounding could lead beyond 1 only where tanh is that near to it.
        let near_one = 7.0_f32.to_bits()..=EDGE.to_bits();
        for x in all.chain(near_one).map(f32::from_bits) {
            let y = one(x);
            assert!((0.0..=1.0).contains(&y), "tanh {x} = {y}");
            assert_eq!(one(-x).to_bits(), (-y).to_bits(), "odd at {x}");
            assert!(x < EDGE || y == 1.0, "tanh {x} = {y}");
        }
        assert_eq!(one(f32::INFINITY), 1.0);
        assert_eq!(one(f32::NEG_INFINITY), -1.0);
        assert!(one(f32::NAN).is_nan());
    }
}
