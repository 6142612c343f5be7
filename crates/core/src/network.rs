//! The parameters of a network.

use crate::experiment::Experiment;
use crate::init::Init;
use crate::rng::{Purpose, Rng};
use crate::shape::Shape;

/// A network: its shape, and all its weights and biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    shape: Shape,
    parameters: Vec<f32>,
}

impl Network {
    /// Draws the network of an experiment by its rules. Each layer has its own stream of random numbers: what
    /// a later layer is like leaves an earlier one's numbers alone.
    pub fn new(experiment: &Experiment) -> Self {
        let Self {
            shape,
            mut parameters,
        } = Self::zero(Shape::new(experiment));
        for (index, layer) in shape.layers().iter().enumerate() {
            let mut rng = Rng::new(experiment.seed, Purpose::Layer, index as u64);
            let weights = &mut parameters[layer.weights()];
            draw(
                experiment.init,
                layer.inputs,
                layer.units,
                &mut rng,
                weights,
            );
        }
        Self { shape, parameters }
    }

    /// A network of this shape whose parameters are all zero.
    pub fn zero(shape: Shape) -> Self {
        let parameters = vec![0.0; shape.parameters()];
        Self { shape, parameters }
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

    /// The weight from `input` to `unit` of `layer`.
    pub fn weight(&self, layer: u32, unit: u32, input: u32) -> Option<f32> {
        Some(self.parameters[self.shape.weight_index(layer, unit, input)?])
    }

    /// The bias of `unit` of `layer`.
    pub fn bias(&self, layer: u32, unit: u32) -> Option<f32> {
        Some(self.parameters[self.shape.bias_index(layer, unit)?])
    }

    /// The same with another weight, if there is such a weight.
    #[must_use]
    pub fn with_weight(mut self, layer: u32, unit: u32, input: u32, value: f32) -> Self {
        if let Some(index) = self.shape.weight_index(layer, unit, input) {
            self.parameters[index] = value;
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

    /// A fingerprint of the shape and of every bit of every parameter: 64-bit FNV-1a over the units and
    /// activations of all layers, then over the parameters. All NaNs count as the same, as IEEE 754 leaves
    /// their bits to the machine.
    pub fn hash(&self) -> u64 {
        let mut hash = Fnv::default();
        hash.add(self.shape.inputs() as u32);
        for layer in self.shape.layers() {
            hash.add(layer.units as u32);
            layer
                .activation
                .id()
                .bytes()
                .for_each(|byte| hash.add_byte(byte));
        }
        for &parameter in &self.parameters {
            hash.add_number(parameter);
        }
        hash.0
    }

    /// The network of `after`, which keeps whatever parameters of this one, the network of `before`, still
    /// have a place in it.
    ///
    /// Layer number l of the new network takes after layer `origin(l)` of the old one, if any. Weights
    /// between units and features that stay are kept. A weight from something new to a unit that was there
    /// before is zero, so that what is new is not heard at first; all other new weights are drawn.
    pub(crate) fn adapt(
        &self,
        before: &Experiment,
        after: &Experiment,
        origin: impl Fn(usize) -> Option<usize>,
        mut rng: Rng,
    ) -> Self {
        let shape = Shape::new(after);
        let mut parameters = vec![0.0; shape.parameters()];
        for (index, new) in shape.layers().iter().enumerate() {
            let (weights, bias) = parameters[new.parameters()].split_at_mut(new.inputs * new.units);
            draw(after.init, new.inputs, new.units, &mut rng, weights);
            let Some(origin) = origin(index) else {
                continue;
            };
            let old = self.shape.layers()[origin];
            let old_weights = &self.parameters[old.weights()];
            let kept = bias.len().min(old.units);
            bias[..kept].copy_from_slice(&self.parameters[old.bias()][..kept]);
            for input in 0..new.inputs {
                // Features are known by name, units by number.
                let source = match (index, origin) {
                    (0, 0) => {
                        (before.inputs.iter()).position(|&other| other == after.inputs[input])
                    }
                    _ => Some(input).filter(|&input| input < old.inputs),
                };
                for unit in 0..kept {
                    weights[unit * new.inputs + input] =
                        source.map_or(0.0, |source| old_weights[unit * old.inputs + source]);
                }
            }
        }
        Self { shape, parameters }
    }
}

fn draw(init: Init, inputs: usize, units: usize, rng: &mut Rng, weights: &mut [f32]) {
    init.weights.draw(inputs, units, rng, weights);
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
