//! Where each parameter lies.

use std::ops::Range;

use crate::activation::Activation;
use crate::experiment::Experiment;
use crate::layer::Layer;
use crate::learner::Place;
use crate::volume::Volume;

/// The layout of all parameters in one flat run of numbers: for each layer its weights, `[row][input]`, then
/// its biases, `[row]`. Rows are units, or the filters of a convolution.
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
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    input: Volume,
    layers: Vec<LayerShape>,
    parameters: usize,
}

/// One layer of a [`Shape`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerShape {
    /// What kind of layer it is.
    pub layer: Layer,
    /// The size of what it takes.
    pub input: Volume,
    /// The size of what it gives.
    pub output: Volume,
    /// How many rows of weights there are, and biases: one to a unit or filter; 0 without parameters.
    pub rows: usize,
    /// How many weights there are in a row.
    pub fan_in: usize,
    /// What is done to the weighted sums; linear where there are none.
    pub activation: Activation,
    /// Where its weights begin, `[row][fan_in]`.
    pub weight_offset: usize,
    /// Where its biases begin, `[row]`.
    pub bias_offset: usize,
}

impl LayerShape {
    fn new(layer: Layer, input: Volume, offset: usize) -> Option<Self> {
        let [rows, fan_in] = layer.weights(input);
        Some(Self {
            layer,
            input,
            output: layer.output(input)?,
            rows,
            fan_in,
            activation: layer.activation(),
            weight_offset: offset,
            bias_offset: offset + rows * fan_in,
        })
    }

    /// How many values it takes.
    pub const fn inputs(&self) -> usize {
        self.input.len()
    }

    /// How many values it gives.
    pub const fn units(&self) -> usize {
        self.output.len()
    }

    /// Where its weights lie, `[row][fan_in]`.
    pub const fn weights(&self) -> Range<usize> {
        self.weight_offset..self.bias_offset
    }

    /// Where its biases lie, `[row]`.
    pub const fn bias(&self) -> Range<usize> {
        self.bias_offset..self.bias_offset + self.rows
    }

    /// Where all of its parameters lie.
    pub const fn parameters(&self) -> Range<usize> {
        self.weight_offset..self.bias_offset + self.rows
    }

    /// How many values a weight of it reaches: 1, or the positions of a filter.
    pub(crate) const fn fan_out(&self) -> usize {
        match self.layer {
            Layer::Conv2d(conv) => self.rows * (conv.kernel * conv.kernel) as usize,
            _ => self.rows,
        }
    }

    /// Whether the weights of the other layer, row by row, mean the same in this one.
    pub(crate) fn resembles(&self, other: &Self) -> bool {
        let same_picture =
            (self.input.height, self.input.width) == (other.input.height, other.input.width);
        match (self.layer, other.layer) {
            (Layer::Dense(_), Layer::Dense(_)) | (Layer::LayerNorm, Layer::LayerNorm) => {
                same_picture
            }
            (Layer::Conv2d(here), Layer::Conv2d(there)) => here.kernel == there.kernel,
            _ => false,
        }
    }

    pub(crate) fn work(&self) -> u64 {
        self.layer.work(self.input, self.output)
    }
}

impl Shape {
    /// The shape of the network of an experiment: its hidden layers, then the output layer. Layers whose
    /// windows do not fit are left out; a checked experiment has none.
    pub fn new(experiment: &Experiment) -> Self {
        Self::of(
            experiment.input_volume(),
            &experiment.hidden,
            Layer::dense(experiment.outputs(), experiment.output.activation),
        )
    }

    /// The shape of the network of these layers.
    pub fn of(input: Volume, hidden: &[Layer], output: Layer) -> Self {
        let mut layers: Vec<LayerShape> = Vec::with_capacity(hidden.len() + 1);
        for &layer in hidden.iter().chain([&output]) {
            let before = layers.last().map_or(input, |before| before.output);
            let offset = layers.last().map_or(0, |before| before.parameters().end);
            layers.extend(LayerShape::new(layer, before, offset));
        }
        Self {
            input,
            parameters: layers.last().map_or(0, |last| last.parameters().end),
            layers,
        }
    }

    /// The size of what the first layer sees.
    pub const fn input(&self) -> Volume {
        self.input
    }

    /// How many values the first layer sees.
    pub const fn inputs(&self) -> usize {
        self.input.len()
    }

    /// How many values the last layer gives.
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(0, LayerShape::units)
    }

    /// The layers, first to last; the last is the output.
    pub fn layers(&self) -> &[LayerShape] {
        &self.layers
    }

    /// How many weights and biases there are.
    pub const fn parameters(&self) -> usize {
        self.parameters
    }

    /// How many values the layers give, the output among them.
    pub fn units(&self) -> usize {
        self.layers.iter().map(LayerShape::units).sum()
    }

    /// Whether every parameter of one has the place of the same of the other.
    pub(crate) fn is_laid_out_like(&self, other: &Self) -> bool {
        let places = |shape: &Self| -> Vec<_> {
            let layers = shape.layers.iter();
            layers.map(|layer| (layer.rows, layer.fan_in)).collect()
        };
        places(self) == places(other)
    }

    /// Where the weight from `input` to `unit` of `layer` lies. For a convolution the unit is a filter, and
    /// inputs count through its window, `[channel][row][column]`.
    pub fn weight_index(&self, layer: u32, unit: u32, input: u32) -> Option<usize> {
        let layer = self.layers.get(layer as usize)?;
        let (unit, input) = (unit as usize, input as usize);
        (unit < layer.rows && input < layer.fan_in)
            .then(|| layer.weight_offset + unit * layer.fan_in + input)
    }

    /// Where the bias of `unit` of `layer` lies.
    pub fn bias_index(&self, layer: u32, unit: u32) -> Option<usize> {
        let layer = self.layers.get(layer as usize)?;
        ((unit as usize) < layer.rows).then(|| layer.bias_offset + unit as usize)
    }

    /// Where the weights lie that connect units, which can be cut: not the gains of a layer norm.
    pub(crate) fn connections(&self) -> impl Iterator<Item = Range<usize>> {
        let layers = self.layers.iter();
        layers
            .filter(|layer| layer.layer != Layer::LayerNorm)
            .map(LayerShape::weights)
    }

    /// What the parameter at `index` is.
    pub fn place(&self, index: usize) -> Option<Place> {
        let holds = |(_, layer): &(usize, &LayerShape)| layer.parameters().contains(&index);
        let (number, layer) = self.layers.iter().enumerate().find(holds)?;
        let number = number as u32;
        Some(match index.checked_sub(layer.bias_offset) {
            Some(unit) => Place::Bias {
                layer: number,
                unit: unit as u32,
            },
            None => Place::Weight {
                layer: number,
                unit: ((index - layer.weight_offset) / layer.fan_in) as u32,
                input: ((index - layer.weight_offset) % layer.fan_in) as u32,
            },
        })
    }

    /// Multiply-adds of one example's forward pass: what work is measured in.
    pub(crate) fn work(&self) -> u64 {
        self.layers.iter().map(LayerShape::work).sum()
    }
}
