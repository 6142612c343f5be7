//! Bounds for each lane, in one instruction.
//!
//! A machine's own `min` and `max` disagree about NaN, and so do those of libraries. These two are defined by
//! a comparison, `if bound < x { bound } else { x }`, and so keep an `x` that is NaN, or a zero of either
//! sign. It is what WebAssembly's `pmin` and `pmax` do, and x86's `minps` and `maxps` with their operands
//! swapped; written with a comparison and a selection it takes four instructions in a browser on x86.

use wide::f32x4;

/// `bound` where it is less than `x`, else `x`: a NaN in `x` stays.
#[inline(always)]
pub(crate) fn at_most(x: f32x4, bound: f32x4) -> f32x4 {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    return core::arch::wasm32::f32x4_pmin(x.into(), bound.into()).into();
    #[cfg(target_arch = "x86_64")]
    return bound.fast_min(x); // minps: bound < x ? bound : x
    #[allow(
        unreachable_code,
        reason = "the machines that have no such instruction"
    )]
    bound.simd_lt(x).bitselect(bound, x)
}

/// `bound` where it is greater than `x`, else `x`: a NaN in `x` stays.
#[inline(always)]
pub(crate) fn at_least(x: f32x4, bound: f32x4) -> f32x4 {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    return core::arch::wasm32::f32x4_pmax(x.into(), bound.into()).into();
    #[cfg(target_arch = "x86_64")]
    return bound.fast_max(x); // maxps: bound > x ? bound : x
    #[allow(
        unreachable_code,
        reason = "the machines that have no such instruction"
    )]
    bound.simd_gt(x).bitselect(bound, x)
}

/// `x`, but not less than `low` nor greater than `high`. A NaN in `x` stays.
#[inline(always)]
pub(crate) fn within(x: f32x4, [low, high]: [f32; 2]) -> f32x4 {
    at_most(at_least(x, f32x4::splat(low)), f32x4::splat(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hint::black_box;

    const SPECIAL: [f32; 10] = [
        f32::NAN,
        -f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        0.0,
        -0.0,
        1.0,
        -1.0,
        f32::from_bits(1),
        f32::MAX,
    ];

    /// Compares `f` with its definition for every pair of special numbers, in each lane.
    fn check(f: fn(f32x4, f32x4) -> f32x4, definition: fn(f32, f32) -> f32) {
        for x in SPECIAL {
            for bound in SPECIAL {
                for lane in 0..4 {
                    let (mut xs, mut bounds) = ([2.0; 4], [3.0; 4]);
                    (xs[lane], bounds[lane]) = (x, bound);
                    // The optimiser must not work it out by its own rules.
                    let result = f(black_box(f32x4::new(xs)), black_box(f32x4::new(bounds)));
                    let wanted: [f32; 4] = std::array::from_fn(|i| definition(xs[i], bounds[i]));
                    assert_eq!(
                        result.to_array().map(f32::to_bits),
                        wanted.map(f32::to_bits),
                        "{x} and {bound} in lane {lane}"
                    );
                }
            }
        }
    }

    #[test]
    fn at_most_is_its_definition() {
        check(at_most, |x, bound| if bound < x { bound } else { x });
    }

    #[test]
    fn at_least_is_its_definition() {
        check(at_least, |x, bound| if bound > x { bound } else { x });
    }

    #[test]
    fn constants_are_folded_by_the_same_definition() {
        let nan = at_least(f32x4::splat(f32::NAN), f32x4::ZERO);
        assert!(nan.to_array().iter().all(|lane| lane.is_nan()));
        let zero = at_least(f32x4::splat(-0.0), f32x4::ZERO);
        assert!(zero.to_array().iter().all(|lane| lane.is_sign_negative()));
        let inside = within(f32x4::new([f32::NAN, -7.0, 0.5, 7.0]), [-1.0, 1.0]).to_array();
        assert!(inside[0].is_nan());
        assert_eq!(inside[1..], [-1.0, 0.5, 1.0]);
    }
}
