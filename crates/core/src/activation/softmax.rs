//! The softmax function, for the outputs of several classes.
//!
//! aᵢ = e^zᵢ / Σⱼ e^zⱼ, over all units j of the layer; ∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ).
//!
//! It turns `[unit]` sums into `[unit]` probabilities: each lies in [0, 1], and their sum is 1. It needs all
//! units at once, so it cannot stand in a hidden layer, and its gradient is found together with that of
//! its loss, where it becomes a − t.
//!
//! Two units are a sigmoid of their difference: a₁ = 1 / (1 + e^(z₂ − z₁)). What
//! [`Activation::value`](super::Activation::value) and its derivative say of a single sum is that case, with
//! the other unit at 0.
//!
//! Source: Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, with
//! Relationships to Statistical Pattern Recognition, 1990.
//!
//! ```
//! use neuroglass_core::Activation;
//!
//! let a = Activation::Softmax.values(&[1.0, 1.0, 1.0, 1.0]);
//! assert_eq!(a, [0.25; 4]);
//! // Only differences matter, and they may be large.
//! assert_eq!(Activation::Softmax.values(&[1000.0, 0.0]), [1.0, 0.0]);
//! // One sum alone stands against a unit at 0.
//! assert_eq!(Activation::Softmax.value(0.0), 0.5);
//! ```

use wide::f32x4;

use super::sigmoid::Sigmoid;
use super::{About, Kernel};
use crate::layer::apart;
use crate::math::{at_least, exp};

pub(super) const ABOUT: About = About {
    id: "softmax",
    name: "softmax",
    formula: "aᵢ = e^zᵢ / Σⱼ e^zⱼ",
    sentence: "Shares 1 among the classes, most of it to the largest sum, so the outputs are probabilities.",
    range: (0.5, 0.5),
    is_bounded: true,
    targets: [0.0, 1.0],
    kinks: &[],
};

/// The values of all units of a layer, `[unit]`, from their sums, for one chunk of so many vectors.
///
/// The greatest sum of each example is taken away first, which changes nothing but that no power is more than
/// 1. If a sum is NaN, or +∞, or all are −∞, its example is NaN in every unit: ∞ − ∞ is no number.
pub(crate) fn forward<const C: usize>(width: usize, z: &[[f32x4; C]], a: &mut [[f32x4; C]]) {
    let step = apart::<C>(width);
    let mut greatest = [f32x4::splat(f32::NEG_INFINITY); C];
    for z in z.iter().step_by(step) {
        for (greatest, &z) in greatest.iter_mut().zip(z) {
            *greatest = at_least(*greatest, z);
        }
    }
    let mut total = [f32x4::ZERO; C];
    for (z, a) in z.iter().zip(a.iter_mut()).step_by(step) {
        for c in 0..C {
            a[c] = exp(z[c] - greatest[c]);
            total[c] += a[c];
        }
    }
    for a in a.iter_mut().step_by(step) {
        for (a, &total) in a.iter_mut().zip(&total) {
            *a /= total;
        }
    }
}

/// One sum against a unit at 0.
pub(super) struct Softmax;

impl Kernel for Softmax {
    const NEEDS_Z: bool = Sigmoid::NEEDS_Z;

    #[inline(always)]
    fn value(z: f32x4) -> f32x4 {
        Sigmoid::value(z)
    }

    #[inline(always)]
    fn derivative(z: f32x4, a: f32x4) -> f32x4 {
        Sigmoid::derivative(z, a)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Activation;

    const INFINITY: f32 = f32::INFINITY;

    /// Three units, each lane and vector another example.
    #[test]
    fn agrees_with_the_textbook_in_every_lane() {
        let z = |unit: usize, c: usize, lane: usize| {
            ((unit * 31 + c * 17 + lane * 7) % 23) as f32 - 11.0
        };
        let sums: Vec<[f32x4; 4]> = (0..3)
            .map(|unit| [0, 1, 2, 3].map(|c| f32x4::new([0, 1, 2, 3].map(|lane| z(unit, c, lane)))))
            .collect();
        let mut values = [[f32x4::ZERO; 4]; 3];
        forward(4, &sums, &mut values);
        for c in 0..4 {
            for lane in 0..4 {
                let power = |unit| libm::exp(f64::from(z(unit, c, lane)));
                let total: f64 = (0..3).map(power).sum();
                for (unit, values) in values.iter().enumerate() {
                    let value = f64::from(values[c].to_array()[lane]);
                    let wanted = power(unit) / total;
                    assert!((value - wanted).abs() <= 4e-7 * wanted, "{value}, {wanted}");
                }
            }
        }
    }

    #[test]
    fn one_bad_sum_makes_its_own_example_nan() {
        for bad in [f32::NAN, INFINITY] {
            for unit in 0..3 {
                let mut z = [[f32x4::new([1.0, 2.0, 3.0, 4.0])]; 3];
                z[unit] = [f32x4::new([1.0, bad, 3.0, 4.0])];
                let mut a = [[f32x4::ZERO]; 3];
                forward(1, &z, &mut a);
                for [a] in a {
                    let a = a.to_array();
                    assert!(a[1].is_nan(), "{bad} in unit {unit}");
                    assert_eq!([a[0], a[2], a[3]], [1.0 / 3.0; 3]);
                }
            }
        }
    }

    #[test]
    fn infinities_are_what_ieee_makes_of_them() {
        let values = |z: &[f32]| Activation::Softmax.values(z);
        assert_eq!(values(&[-INFINITY, 0.0, 0.0]), [0.0, 0.5, 0.5]);
        assert!(values(&[-INFINITY; 3]).iter().all(|a| a.is_nan()));
        assert_eq!(values(&[f32::MAX, f32::MIN]), [1.0, 0.0]);
        assert_eq!(values(&[f32::MIN; 2]), [0.5; 2]);
    }

    #[test]
    fn two_units_are_a_sigmoid_of_their_difference() {
        for step in -200..200_i16 {
            let z = f32::from(step) * 0.1;
            let [one, other] = Activation::Softmax.values(&[z, 0.0])[..] else {
                panic!("two units");
            };
            assert!((one - Activation::Softmax.value(z)).abs() <= 2e-7);
            assert!((one + other - 1.0).abs() <= 2e-7);
        }
    }
}
