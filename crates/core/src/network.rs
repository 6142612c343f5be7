//! The parameters of a network.

use std::ops::Range;

use crate::experiment::Experiment;
use crate::init::Init;
use crate::layer::Layer;
use crate::learner::{Place, all_finite};
use crate::order::ascending;
use crate::rng::{Purpose, Rng};
use crate::shape::{LayerShape, Shape};

/// A network: its shape, and all its weights and biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    shape: Shape,
    parameters: Vec<f32>,
    /// Which weights are cut, one to each parameter; empty where none is.
    cut: Vec<bool>,
}

impl Network {
    /// Draws the network of an experiment by its rules. Each layer has its own streams of random numbers: what
    /// a later layer is like leaves an earlier one's numbers alone.
    pub fn new(experiment: &Experiment) -> Self {
        let mut network = Self::zero(Shape::new(experiment));
        for index in 0..network.shape.layers().len() {
            let stream = |purpose| Rng::new(experiment.seed, purpose, index as u64);
            let streams = [Purpose::Layer, Purpose::Bias].map(stream);
            network.draw(index, experiment.init, streams);
        }
        network
    }

    /// A network of this shape with these parameters, in the order of the shape, if they are as many.
    pub fn with_parameters(shape: Shape, parameters: Vec<f32>) -> Option<Self> {
        (parameters.len() == shape.parameters()).then_some(Self {
            shape,
            parameters,
            cut: Vec::new(),
        })
    }

    /// A network of this shape whose parameters are all zero.
    pub fn zero(shape: Shape) -> Self {
        let parameters = vec![0.0; shape.parameters()];
        Self {
            shape,
            parameters,
            cut: Vec::new(),
        }
    }

    /// Where each parameter lies.
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// All parameters, in the order of the shape.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    /// All parameters, to change them.
    pub fn parameters_mut(&mut self) -> &mut [f32] {
        &mut self.parameters
    }

    /// Where the weights lie that connect units, and all parameters, to change them.
    pub(crate) fn connections_mut(&mut self) -> (impl Iterator<Item = Range<usize>>, &mut [f32]) {
        (self.shape.connections(), &mut self.parameters)
    }

    /// The weight from `input` to `unit` of `layer`.
    pub fn weight(&self, layer: u32, unit: u32, input: u32) -> Option<f32> {
        Some(self.parameters[self.shape.weight_index(layer, unit, input)?])
    }

    /// The bias of `unit` of `layer`.
    pub fn bias(&self, layer: u32, unit: u32) -> Option<f32> {
        Some(self.parameters[self.shape.bias_index(layer, unit)?])
    }

    /// The same with another weight, if there is such a weight. One that was cut is there again.
    #[must_use]
    pub fn with_weight(mut self, layer: u32, unit: u32, input: u32, value: f32) -> Self {
        if let Some(index) = self.shape.weight_index(layer, unit, input) {
            self.parameters[index] = value;
            self.set_cut_at(index, false);
        }
        self
    }

    /// The same with another bias, if there is such a bias.
    #[must_use]
    pub fn with_bias(mut self, layer: u32, unit: u32, value: f32) -> Self {
        if let Some(index) = self.shape.bias_index(layer, unit) {
            self.parameters[index] = value;
        }
        self
    }

    /// Which weights are cut, one to each parameter; empty where none is. A weight that is cut is zero, and
    /// training leaves it so.
    pub fn cut(&self) -> &[bool] {
        &self.cut
    }

    /// The same without a connection, or with it again, at a weight of zero.
    #[must_use]
    pub(crate) fn with_cut(mut self, layer: u32, unit: u32, input: u32, cut: bool) -> Self {
        if let Some(index) = self.shape.weight_index(layer, unit, input) {
            self.parameters[index] = 0.0;
            self.set_cut_at(index, cut);
        }
        self
    }

    /// The same without this share of its connections: those of the least weights, the first of equals.
    #[must_use]
    pub(crate) fn pruned(mut self, share: f32) -> Self {
        let weights: Vec<usize> = self.shape.connections().flatten().collect();
        let count = (f64::from(share) * weights.len() as f64 + 0.5) as usize;
        let size = |&index: &usize| f64::from(self.parameters[index].abs());
        let order = ascending(weights.iter().map(size));
        self.cut.clear();
        for index in order.into_iter().take(count).map(|at| weights[at]) {
            self.parameters[index] = 0.0;
            self.set_cut_at(index, true);
        }
        self
    }

    /// Sets which weights are cut: a number to each parameter, or none at all. `false` if there are as many of
    /// neither.
    pub(crate) fn set_cut(&mut self, cut: &[f32]) -> bool {
        if !cut.is_empty() && cut.len() != self.parameters.len() {
            return false;
        }
        self.cut.clear();
        self.cut.extend(cut.iter().map(|&cut| cut != 0.0));
        true
    }

    /// Brings the weights that are cut back to zero.
    pub(crate) fn hold_cut(&mut self) {
        for (parameter, &cut) in self.parameters.iter_mut().zip(&self.cut) {
            if cut {
                *parameter = 0.0;
            }
        }
    }

    /// The first parameter that is not finite.
    pub(crate) fn first_overflow(&self) -> Option<Place> {
        if all_finite(&self.parameters) {
            return None;
        }
        let index = self
            .parameters
            .iter()
            .position(|parameter| !parameter.is_finite())?;
        self.shape.place(index)
    }

    fn set_cut_at(&mut self, index: usize, cut: bool) {
        if cut {
            self.cut.resize(self.parameters.len(), false);
        }
        if let Some(at) = self.cut.get_mut(index) {
            *at = cut;
        }
    }

    /// A fingerprint of the shape and of every bit of every parameter: 64-bit FNV-1a over the sizes, kinds and
    /// activations of all layers, then over the parameters. All NaNs count as the same, as IEEE 754 leaves
    /// their bits to the machine.
    pub fn hash(&self) -> u64 {
        let mut hash = Fnv::default();
        hash.add(self.shape.inputs() as u32);
        for layer in self.shape.layers() {
            hash.add(layer.units() as u32);
            let words = [layer.layer.id(), layer.activation.id()];
            let bytes = words.iter().flat_map(|word| word.bytes());
            bytes.for_each(|byte| hash.add_byte(byte));
        }
        for &parameter in &self.parameters {
            hash.add_number(parameter);
        }
        hash.0
    }

    /// The network of `after`, which keeps whatever parameters of this one, the network of `before`, still
    /// have a place in it; `streams` gives each layer the random numbers for its new weights and biases.
    ///
    /// Layer number l of the new network takes after layer `origin(l)` of the old one, if any, and if it is of
    /// the same kind. Weights between units and features that stay are kept. A weight from something new to a
    /// unit that was there before is zero, so that what is new is not heard at first; all other new weights
    /// are drawn.
    pub(crate) fn adapt(
        &self,
        before: &Experiment,
        after: &Experiment,
        origin: impl Fn(usize) -> Option<usize>,
        streams: impl Fn(usize) -> [Rng; 2],
    ) -> Self {
        let mut network = Self::zero(Shape::new(after));
        for index in 0..network.shape.layers().len() {
            network.draw(index, after.init, streams(index));
            let origin =
                origin(index).and_then(|origin| Some((origin, self.shape.layers().get(origin)?)));
            let Some((origin, old)) = origin else {
                continue;
            };
            // Features of points are known to a dense layer by name, all else by its number.
            let features = [before, after].map(|experiment| &experiment.inputs);
            let is_dense = matches!(network.shape.layers()[index].layer, Layer::Dense(_));
            let both_see_features = after.sees_features() && before.sees_features();
            let by_name = (index, origin) == (0, 0) && is_dense && both_see_features;
            network.keep(index, self, old, |input| {
                if by_name {
                    features[0]
                        .iter()
                        .position(|&other| other == features[1][input])
                } else {
                    Some(input).filter(|&input| input < old.fan_in)
                }
            });
        }
        network
    }

    /// Draws the parameters of a layer.
    fn draw(&mut self, index: usize, init: Init, [mut weights, mut biases]: [Rng; 2]) {
        let layer = self.shape.layers()[index];
        let (w, b) = self.parameters[layer.parameters()].split_at_mut(layer.rows * layer.fan_in);
        if layer.layer == Layer::LayerNorm {
            w.fill(1.0);
            return;
        }
        let (fan_in, fan_out) = (layer.fan_in, layer.fan_out());
        init.weights.draw(fan_in, fan_out, &mut weights, w);
        init.biases.draw(fan_in, fan_out, &mut biases, b);
    }

    /// Takes over what still has its place of `old`, a layer of another network; `source` says from which of its
    /// inputs an input comes.
    fn keep(
        &mut self,
        index: usize,
        other: &Self,
        old: &LayerShape,
        source: impl Fn(usize) -> Option<usize>,
    ) {
        let new = self.shape.layers()[index];
        if !new.resembles(old) {
            return;
        }
        for row in 0..new.rows.min(old.rows) {
            self.parameters[new.bias_offset + row] = other.parameters[old.bias_offset + row];
            for input in 0..new.fan_in {
                let to = new.weight_offset + row * new.fan_in + input;
                let from = source(input).map(|input| old.weight_offset + row * old.fan_in + input);
                self.parameters[to] = from.map_or(0.0, |from| other.parameters[from]);
                if from.is_some_and(|from| other.cut.get(from) == Some(&true)) {
                    self.set_cut_at(to, true);
                }
            }
        }
    }
}

/// The 64-bit FNV-1a hash of Fowler, Noll and Vo.
pub(crate) struct Fnv(pub u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    pub fn add_byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    pub fn add(&mut self, word: u32) {
        word.to_le_bytes()
            .into_iter()
            .for_each(|byte| self.add_byte(byte));
    }

    pub fn add_number(&mut self, number: f32) {
        let bits = if number.is_nan() {
            f32::NAN.to_bits()
        } else {
            number.to_bits()
        };
        self.add(bits);
    }
}
