//! How far a function is from the exact one, for the tests.

use wide::f32x4;

/// The tests that run every time look at one float of so many.
const STRIDE: usize = 10_007;

/// Asserts that `f` is at most `worst` ulp from `exact` at some 430,000 floats of all sizes, and that both
/// agree on what is NaN.
pub fn check(f: fn(f32x4) -> f32x4, exact: fn(f64) -> f64, worst: f64) {
    let (error, at) = worst_ulp(f, exact, STRIDE);
    assert!(error <= worst, "{error} ulp at {at:e}");
}

/// Asserts that the worst error of `f` over all floats is `worst` ulp, to two digits and rounded up. Takes
/// minutes.
pub fn check_all(f: fn(f32x4) -> f32x4, exact: fn(f64) -> f64, worst: f64) {
    let (error, at) = worst_ulp(f, exact, 1);
    assert!(
        error <= worst && error > worst - 0.01,
        "{error} ulp at {at:e}"
    );
}

/// The greatest error of `f` in ulp of the exact result, and where it is, over every `stride`-th float. NaN is
/// an error greater than any.
fn worst_ulp(f: fn(f32x4) -> f32x4, exact: fn(f64) -> f64, stride: usize) -> (f64, f32) {
    let floats = (0..=u32::MAX).step_by(stride).map(f32::from_bits);
    let mut worst = (0.0, 0.0);
    let mut lanes = [0.0; 4];
    for (index, x) in floats.enumerate() {
        lanes[index % 4] = x;
        if index % 4 == 3 {
            for (x, y) in lanes.into_iter().zip(f(f32x4::new(lanes)).to_array()) {
                let error = error(y, exact(f64::from(x)));
                if error > worst.0 || error.is_nan() {
                    worst = (error, x);
                }
            }
        }
    }
    worst
}

/// |y − exact| in ulp: the distance between two floats at the exact result. Beyond the greatest float the
/// next one counts as 2¹²⁸, which is what ∞ stands for.
fn error(y: f32, exact: f64) -> f64 {
    let beyond = libm::ldexp(1.0, 128);
    if y.is_nan() || exact.is_nan() {
        let both = y.is_nan() && exact.is_nan();
        return if both { 0.0 } else { f64::NAN };
    }
    let [y, exact] = [f64::from(y), exact].map(|y| y.clamp(-beyond, beyond));
    (y - exact).abs() / ulp(exact)
}

/// The distance between two floats at `y`.
fn ulp(y: f64) -> f64 {
    let exponent = libm::ilogb(y).clamp(-126, 127); // all subnormal floats are as far apart
    libm::ldexp(1.0, exponent - 23)
}

#[test]
fn an_error_is_counted_in_steps_to_the_next_float() {
    assert_eq!(error(1.0_f32.next_up(), 1.0), 1.0);
    assert_eq!(error(1.0_f32.next_down(), 1.0), 0.5);
    assert_eq!(error(f32::from_bits(3), 0.0), 3.0);
    assert_eq!(error(f32::INFINITY, f64::from(f32::MAX)), 1.0);
    assert_eq!(error(f32::INFINITY, f64::INFINITY), 0.0);
    assert!(error(f32::NAN, 1.0).is_nan());
    assert!(error(1.0, f64::NAN).is_nan());
}
