//! The kernels against the formulas, one number at a time.

use super::*;
use crate::layer::testing::{source, whole_numbers};

/// All widths that a layer may have at which something in the kernels changes, and some more.
fn sizes() -> impl Iterator<Item = (usize, usize)> {
    let widths = (1..=41).chain([63, 64, 65, 127, 512]);
    widths.flat_map(|inputs| {
        let units = [1, 2, 3, 4, 5, 6, 7, 8, 11, 16, 33];
        units.into_iter().map(move |units| (inputs, units))
    })
}

struct Case {
    weights: Vec<f32>,
    bias: Vec<f32>,
    x: Vec<f32>,
    delta: Vec<f32>,
}

impl Case {
    fn new(inputs: usize, units: usize) -> Self {
        let mut rng = source(inputs * 1000 + units);
        let mut draw = |count| whole_numbers(&mut rng, count, 9);
        Self {
            weights: draw(inputs * units),
            bias: draw(units),
            x: draw(inputs),
            delta: draw(units),
        }
    }

    fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.weights.chunks_exact(self.x.len())
    }
}

#[test]
fn sums_are_the_weighted_inputs_and_the_bias() {
    for (inputs, units) in sizes() {
        let case = Case::new(inputs, units);
        let mut z = vec![f32::NAN; units]; // memory is never clean
        forward(&case.weights, &case.bias, &case.x, &mut z);
        let dot = |row: &[f32]| row.iter().zip(&case.x).map(|(w, x)| w * x).sum::<f32>();
        let wanted: Vec<_> = case
            .rows()
            .zip(&case.bias)
            .map(|(row, b)| dot(row) + b)
            .collect();
        assert_eq!(z, wanted, "{inputs} inputs, {units} units");
    }
}

#[test]
fn inputs_get_what_each_unit_wants_of_them() {
    for (inputs, units) in sizes() {
        let case = Case::new(inputs, units);
        let mut dx = vec![f32::NAN; inputs];
        backward_inputs(&case.weights, &case.delta, &mut dx);
        let mut wanted = vec![0.0; inputs];
        for (row, delta) in case.rows().zip(&case.delta) {
            wanted
                .iter_mut()
                .zip(row)
                .for_each(|(sum, w)| *sum += w * delta);
        }
        assert_eq!(dx, wanted, "{inputs} inputs, {units} units");
    }
}

impl Case {
    /// Weights and biases after `scale` times the product of both ends is added.
    fn stepped(&self, scale: f32) -> (Vec<f32>, Vec<f32>) {
        let row = |(row, delta): (&[f32], f32)| -> Vec<f32> {
            row.iter()
                .zip(&self.x)
                .map(|(w, x)| w + scale * delta * x)
                .collect()
        };
        let deltas = self.delta.iter().copied();
        let bias = self.bias.iter().zip(&self.delta);
        (
            self.rows().zip(deltas).flat_map(row).collect(),
            bias.map(|(b, delta)| b + scale * delta).collect(),
        )
    }
}

#[test]
fn parameters_get_the_product_of_both_ends() {
    for (inputs, units) in sizes() {
        let case = Case::new(inputs, units);
        let (mut dw, mut db) = (case.weights.clone(), case.bias.clone());
        backward_parameters(&case.x, &case.delta, 2.0, &mut dw, &mut db);
        assert_eq!(
            (dw, db),
            case.stepped(2.0),
            "{inputs} inputs, {units} units"
        );
    }
}

#[test]
fn a_step_downhill_passes_back_what_the_weights_were() {
    for (inputs, units) in sizes() {
        let case = Case::new(inputs, units);
        let mut wanted = vec![f32::NAN; inputs];
        backward_inputs(&case.weights, &case.delta, &mut wanted);
        let mut dx = vec![f32::NAN; inputs];
        let (mut weights, mut bias) = (case.weights.clone(), case.bias.clone());
        descend(&mut weights, &mut bias, &case.x, &case.delta, -0.5, &mut dx);
        assert_eq!(dx, wanted, "{inputs} inputs, {units} units");
        assert_eq!(
            (weights, bias),
            case.stepped(-0.5),
            "{inputs} inputs, {units} units"
        );
    }
}

/// Where vectors overlap, an infinite weight must not meet a zero that no input has.
#[test]
fn infinite_weights_stay_where_ieee_puts_them() {
    for (inputs, units) in sizes() {
        for at in 0..inputs {
            let mut case = Case::new(inputs, units);
            case.x.fill(1.0);
            case.weights[at] = f32::INFINITY;
            let mut z = vec![0.0; units];
            forward(&case.weights, &case.bias, &case.x, &mut z);
            assert_eq!(
                z[0],
                f32::INFINITY,
                "{inputs} inputs, {units} units, at {at}"
            );
            assert!(z[1..].iter().all(|z| z.is_finite()));
        }
    }
}
