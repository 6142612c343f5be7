//! What is found out of signals and gradients, to read it.

use super::diagnosis::{Symptom, diagnose};
use crate::shape::Shape;

/// Numbers of a layer, before those of its units.
pub(super) const NUMBERS: usize = 8;

/// How signals and gradients go through the layers of a network, first to last.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Layer by layer.
    pub layers: Vec<LayerFlow>,
}

/// One layer of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerFlow {
    /// ‖W‖; zero without weights.
    pub weights: f32,
    /// ‖∂L/∂W‖ of the mean loss.
    pub weight_gradient: f32,
    /// ‖∂L/∂b‖ of the mean loss.
    pub bias_gradient: f32,
    /// The root mean square of z.
    pub sums: f32,
    /// The root mean square of a.
    pub values: f32,
    /// The root mean square of ∂L/∂z.
    pub deltas: f32,
    /// The share of units with f′(z) = 0 for every example.
    pub dead: f32,
    /// The share of all (unit, example) with |f′(z)| below 1 % of the activation's greatest slope.
    pub saturated: f32,
    /// Each unit.
    pub units: Vec<Health>,
}

/// Whether a unit can learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It can.
    Alive,
    /// For nine of ten examples it can hardly.
    Saturated,
    /// It cannot from any example.
    Dead,
}

impl Flow {
    /// Reads the numbers of [`super::Study::Flow`] for a network of this shape: for each layer eight numbers in the
    /// order of [`LayerFlow`], then one to each unit, 0, 1 or 2 in the order of [`Health`].
    pub fn read(shape: &Shape, mut numbers: &[f32]) -> Option<Self> {
        let mut layers = Vec::new();
        for layer in shape.layers() {
            let (own, rest) = numbers.split_first_chunk::<NUMBERS>()?;
            let (units, rest) = rest.split_at_checked(layer.units())?;
            layers.push(LayerFlow::read(*own, units));
            numbers = rest;
        }
        Some(Self { layers })
    }

    /// What is wrong, each with the number that says so; nothing, if all is well.
    pub fn diagnosis(&self) -> Vec<Symptom> {
        diagnose(self)
    }
}

impl LayerFlow {
    fn read(numbers: [f32; NUMBERS], units: &[f32]) -> Self {
        let [
            weights,
            weight_gradient,
            bias_gradient,
            sums,
            values,
            deltas,
            dead,
            saturated,
        ] = numbers;
        let health = |&number: &f32| match number {
            2.0 => Health::Dead,
            1.0 => Health::Saturated,
            _ => Health::Alive,
        };
        Self {
            weights,
            weight_gradient,
            bias_gradient,
            sums,
            values,
            deltas,
            dead,
            saturated,
            units: units.iter().map(health).collect(),
        }
    }
}
