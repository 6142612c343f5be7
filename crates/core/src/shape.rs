//! Where each parameter lies.

use std::ops::Range;

use crate::activation::Activation;
use crate::experiment::Experiment;

/// The layout of all parameters in one flat run of numbers: for each layer its weights, `[unit][input]`,
/// then its biases, `[unit]`.
///
/// ```
/// use neuroglass_core::{Experiment, Shape};
///
/// let shape = Shape::new(&Experiment::default()); // 2 inputs, 6 and 4 units, 1 output
/// assert_eq!(shape.parameters(), (2 * 6 + 6) + (6 * 4 + 4) + (4 + 1));
/// assert_eq!(shape.weight_index(1, 0, 2), Some(18 + 2));
/// assert_eq!(shape.bias_index(2, 0), Some(50));
/// assert_eq!(shape.weight_index(3, 0, 0), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    inputs: usize,
    layers: Vec<LayerShape>,
    parameters: usize,
}

/// One layer of a [`Shape`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerShape {
    /// Units of the layer before, or input features.
    pub inputs: usize,
    /// Its own units.
    pub units: usize,
    /// What they do to their weighted sums.
    pub activation: Activation,
    /// Where its weights begin, `[unit][input]`.
    pub weight_offset: usize,
    /// Where its biases begin, `[unit]`.
    pub bias_offset: usize,
}

impl LayerShape {
    /// Where its weights lie, `[unit][input]`.
    pub const fn weights(&self) -> Range<usize> {
        self.weight_offset..self.bias_offset
    }

    /// Where its biases lie, `[unit]`.
    pub const fn bias(&self) -> Range<usize> {
        self.bias_offset..self.bias_offset + self.units
    }

    /// Where all of its parameters lie.
    pub const fn parameters(&self) -> Range<usize> {
        self.weight_offset..self.bias_offset + self.units
    }
}

impl Shape {
    /// The shape of the network of an experiment: its hidden layers, then an output layer of one unit.
    pub fn new(experiment: &Experiment) -> Self {
        let hidden = experiment
            .hidden
            .iter()
            .map(|layer| (layer.units() as usize, layer.activation()));
        let output = (1, experiment.output.activation);
        let inputs = experiment.inputs.len();
        let (mut before, mut offset) = (inputs, 0);
        let layers = hidden
            .chain([output])
            .map(|(units, activation)| {
                let layer = LayerShape {
                    inputs: before,
                    units,
                    activation,
                    weight_offset: offset,
                    bias_offset: offset + before * units,
                };
                before = units;
                offset = layer.parameters().end;
                layer
            })
            .collect();
        Self {
            inputs,
            layers,
            parameters: offset,
        }
    }

    /// How many features the first layer sees.
    pub const fn inputs(&self) -> usize {
        self.inputs
    }

    /// The layers, first to last; the last is the output.
    pub fn layers(&self) -> &[LayerShape] {
        &self.layers
    }

    /// How many weights and biases there are.
    pub const fn parameters(&self) -> usize {
        self.parameters
    }

    /// How many units there are, the output among them.
    pub fn units(&self) -> usize {
        self.layers.iter().map(|layer| layer.units).sum()
    }

    /// Where the weight from `input` to `unit` of `layer` lies.
    pub fn weight_index(&self, layer: u32, unit: u32, input: u32) -> Option<usize> {
        let layer = self.layers.get(layer as usize)?;
        let (unit, input) = (unit as usize, input as usize);
        (unit < layer.units && input < layer.inputs)
            .then(|| layer.weight_offset + unit * layer.inputs + input)
    }

    /// Where the bias of `unit` of `layer` lies.
    pub fn bias_index(&self, layer: u32, unit: u32) -> Option<usize> {
        let layer = self.layers.get(layer as usize)?;
        ((unit as usize) < layer.units).then(|| layer.bias_offset + unit as usize)
    }

    /// Multiply-adds of one example's forward pass: what work is measured in.
    pub(crate) fn work(&self) -> u64 {
        self.layers
            .iter()
            .map(|layer| (layer.inputs * layer.units) as u64)
            .sum()
    }
}
