//! The parameters of a network.

use std::ops::Range;

use crate::experiment::Experiment;
use crate::hold::{Hold, Holds};
use crate::init::Init;
use crate::layer::Layer;
use crate::learner::{Place, all_finite};
use crate::rng::{Purpose, Rng};
use crate::shape::{LayerShape, Shape};

/// A network: its shape, and all its weights and biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    shape: Shape,
    parameters: Vec<f32>,
    holds: Holds,
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
            holds: Holds::default(),
        })
    }

    /// A network of this shape whose parameters are all zero.
    pub fn zero(shape: Shape) -> Self {
        let parameters = vec![0.0; shape.parameters()];
        Self {
            shape,
            parameters,
            holds: Holds::default(),
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

    /// The same with another weight, if there is such a weight. One that was cut is there again; one that is locked
    /// is locked to it; one that is muted keeps it.
    #[must_use]
    pub fn with_weight(mut self, layer: u32, unit: u32, input: u32, value: f32) -> Self {
        if let Some(index) = self.shape.weight_index(layer, unit, input) {
            self.join(index);
            self.put(index, value);
        }
        self
    }

    /// How each parameter is held, in the order of the shape; empty where none is.
    pub fn holds(&self) -> &[Hold] {
        self.holds.all()
    }

    /// The value that each muted parameter keeps, and 0 for the others; nothing where none is muted.
    pub fn kept(&self) -> impl Iterator<Item = f32> {
        self.holds.kept_of_muted()
    }

    /// What a hand finds a parameter to be: of one that is muted, what it keeps.
    pub(crate) fn in_hand(&self, index: usize) -> f32 {
        self.holds.kept(index).unwrap_or(self.parameters[index])
    }

    /// Whether a parameter is held in no way.
    pub(crate) fn is_free(&self, index: usize) -> bool {
        self.holds.at(index) == Hold::FREE
    }

    /// Sets what a hand finds a parameter to be. One that is cut stays zero.
    pub(crate) fn put(&mut self, index: usize, value: f32) {
        self.parameters[index] = self.holds.put(index, value);
    }

    /// Cuts a connection.
    pub(crate) fn cut(&mut self, index: usize) {
        self.set_hold(index, Hold::CUT);
    }

    /// Brings a connection back, if it was cut. The table of what is held stays: with it, steps of one example take
    /// the longer way, and runs that were recorded so are to come out the same.
    pub(crate) fn join(&mut self, index: usize) {
        self.set_hold(index, self.holds.without(index, Hold::CUT));
    }

    /// Holds a parameter in this way too. What is cut stays cut.
    pub(crate) fn hold(&mut self, index: usize, more: Hold) {
        self.set_hold(index, self.holds.with(index, more));
    }

    /// Holds a parameter no more in this way.
    pub(crate) fn let_go(&mut self, index: usize, less: Hold) {
        self.set_hold(index, self.holds.without(index, less));
    }

    /// Forgets how parameters were held, if none is any more.
    pub(crate) fn tidy(&mut self) {
        self.holds.tidy();
    }

    /// Exchanges two parameters, held as they are.
    pub(crate) fn swap(&mut self, one: usize, other: usize) {
        let [first, second] = [one, other].map(|index| (self.holds.at(index), self.in_hand(index)));
        self.take(one, second);
        self.take(other, first);
    }

    /// Sets how parameters are held, by numbers that [`Network::hold_numbers`] gave for the parameters that it has.
    /// `false` if they are not as many.
    pub(crate) fn set_holds(&mut self, numbers: &[f32]) -> bool {
        let holds = Holds::read(numbers, &self.parameters);
        let fits = holds.is_some();
        self.holds = holds.unwrap_or_default();
        self.restore_held();
        fits
    }

    /// How each parameter is held, as a code, then what those that are muted keep; as much of it as there is.
    pub(crate) fn hold_numbers(&self) -> Vec<f32> {
        self.holds.numbers()
    }

    /// Brings all that is held back to what it is held at.
    pub(crate) fn restore_held(&mut self) {
        self.holds.restore(&mut self.parameters);
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

    fn set_hold(&mut self, index: usize, hold: Hold) {
        self.take(index, (hold, self.in_hand(index)));
    }

    /// Holds a parameter like this, at this value.
    fn take(&mut self, index: usize, (hold, value): (Hold, f32)) {
        let place = (index, self.parameters.len());
        self.parameters[index] = self.holds.set(place, hold, value);
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
    pub(crate) fn draw(&mut self, index: usize, init: Init, [mut weights, mut biases]: [Rng; 2]) {
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
        let of_other = |from: usize| (other.holds.at(from), other.in_hand(from));
        for row in 0..new.rows.min(old.rows) {
            self.take(new.bias_offset + row, of_other(old.bias_offset + row));
            for input in 0..new.fan_in {
                let to = new.weight_offset + row * new.fan_in + input;
                let from = source(input).map(|input| old.weight_offset + row * old.fan_in + input);
                self.take(to, from.map_or((Hold::FREE, 0.0), of_other));
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
