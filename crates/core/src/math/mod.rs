//! Elementary functions, written out so that every machine computes the same bits.
//!
//! The platform's `exp` and `tanh` differ between libraries, engines and versions. These are made of
//! `+ − × ÷`, comparisons and bit selection alone, which IEEE 754 defines to the last bit, and they work on
//! four lanes at once. Coefficients are our own minimax fits; the stated errors are measured by the tests
//! beside them, in units in the last place (ulp) of the exact result.

mod exp;
mod softplus;
mod tanh;

pub(crate) use exp::exp;
pub(crate) use softplus::softplus;
pub(crate) use tanh::tanh;

use wide::f32x4;
pub(crate) fn ln(x: f32x4) -> f32x4 {
    f32x4::new(x.to_array().map(libm::logf))
}

/// Evaluates c₀ + c₁x + c₂x² + … by Horner's rule: the order of operations is part of the result.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: [f32; N], x: f32x4) -> f32x4 {
    let mut sum = f32x4::splat(coefficients[N - 1]);
    for &coefficient in coefficients[..N - 1].iter().rev() {
        sum = sum * x + coefficient;
    }
    sum
}

#[cfg(test)]
mod error {
    use wide::f32x4;

    /// The greatest error of `f` in ulp of `exact`, over every float from `low` to `high` that is
    /// `stride` steps of the bit pattern after the last.
    pub fn worst_ulp(
        f: fn(f32x4) -> f32x4,
        exact: fn(f64) -> f64,
        [low, high]: [f32; 2],
        stride: usize,
    ) -> f64 {
        assert!(low.is_sign_positive() && high > low);
        (low.to_bits()..high.to_bits())
            .step_by(stride)
            .flat_map(|bits| [f32::from_bits(bits), -f32::from_bits(bits)])
            .map(|x| {
                let y = f64::from(f(f32x4::splat(x)).to_array()[0]);
                let wanted = exact(f64::from(x));
                (y - wanted).abs() / ulp(wanted as f32)
            })
            .fold(0.0, f64::max)
    }

    fn ulp(y: f32) -> f64 {
        let y = y.abs().max(f32::MIN_POSITIVE);
        f64::from(f32::from_bits(y.to_bits() + 1)) - f64::from(y)
    }
}
