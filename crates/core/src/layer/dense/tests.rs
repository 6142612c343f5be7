//! The kernels against the formulas, one example and one number at a time.

use super::*;
use crate::layer::testing::{from_lanes, into_lanes, source, whole_numbers};

struct Case {
    inputs: usize,
    units: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
    /// `[example][input]`
    x: Vec<Vec<f32>>,
    /// `[example][unit]`
    delta: Vec<Vec<f32>>,
}

impl Case {
    fn new(inputs: usize, units: usize, examples: usize) -> Self {
        let mut rng = source(inputs * 1000 + units);
        let mut draw = |count| whole_numbers(&mut rng, count, 9);
        Self {
            inputs,
            units,
            weights: draw(inputs * units),
            bias: draw(units),
            x: (0..examples).map(|_| draw(inputs)).collect(),
            delta: (0..examples).map(|_| draw(units)).collect(),
        }
    }

    fn check<const C: usize>(&self) {
        let of = format!("{} inputs, {} units, C = {C}", self.inputs, self.units);
        let (x, delta) = (into_lanes::<C>(&self.x), into_lanes::<C>(&self.delta));
        let rows = || self.weights.chunks_exact(self.inputs);
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();

        // Memory is never clean.
        let mut z = vec![[f32x4::splat(f32::NAN); C]; delta.len()];
        let flat = x.as_flattened();
        forward(&self.weights, &self.bias, C, flat, z.as_flattened_mut());
        for (z, x) in from_lanes(&z, self.x.len(), self.units).iter().zip(&self.x) {
            let wanted = rows().zip(&self.bias).map(|(row, b)| dot(row, x) + b);
            assert_eq!(*z, wanted.collect::<Vec<_>>(), "z of {of}");
        }

        let mut dx = vec![[f32x4::splat(f32::NAN); C]; x.len()];
        let flat = delta.as_flattened();
        backward_inputs(&self.weights, self.inputs, C, flat, dx.as_flattened_mut());
        for (dx, delta) in from_lanes(&dx, self.x.len(), self.inputs)
            .iter()
            .zip(&self.delta)
        {
            let column = |i: usize| -> Vec<f32> { rows().map(|row| row[i]).collect() };
            let wanted = (0..self.inputs).map(|i| dot(&column(i), delta));
            assert_eq!(*dx, wanted.collect::<Vec<_>>(), "dx of {of}");
        }

        let (mut dw, mut db) = (self.weights.clone(), self.bias.clone());
        backward_parameters(C, x.as_flattened(), delta.as_flattened(), &mut dw, &mut db);
        for unit in 0..self.units {
            let sum = |of: &dyn Fn(&[f32]) -> f32| -> f32 {
                let pairs = self.x.iter().zip(&self.delta);
                pairs.map(|(x, delta)| delta[unit] * of(x)).sum()
            };
            assert_eq!(db[unit], self.bias[unit] + sum(&|_| 1.0), "db of {of}");
            for input in 0..self.inputs {
                let weight = unit * self.inputs + input;
                let wanted = self.weights[weight] + sum(&|x| x[input]);
                assert_eq!(dw[weight], wanted, "dw of {of}");
            }
        }
    }
}

#[test]
fn kernels_do_what_the_formulas_say() {
    for inputs in (1..=9).chain([12, 17, 63, 130]) {
        for units in (1..=9).chain([16, 33]) {
            Case::new(inputs, units, 3).check::<1>();
            Case::new(inputs, units, 8).check::<2>();
            Case::new(inputs, units, 10).check::<3>();
            Case::new(inputs, units, 13).check::<4>();
            Case::new(inputs, units, 64).check::<4>();
        }
    }
}
