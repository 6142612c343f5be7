//! One example on its way through a dense network, forwards and backwards.
//!
//! With one example the lanes of a block would hold one number in four: here they run over units and inputs
//! instead. Which of the two passes a step takes depends on the network and the batch alone.

use std::mem::swap;

use wide::bytemuck::{cast_slice, cast_slice_mut};
use wide::f32x4;

use crate::activation::{Activation, softmax};
use crate::layer::{Layer, dense_single};
use crate::learner::{Greatest, Place, all_finite};
use crate::loss::Loss;
use crate::network::Network;
use crate::samples::Samples;
use crate::shape::{LayerShape, Shape};

/// The memory of one example on its way through a dense network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Single {
    slots: Vec<Slot>,
    /// Features, then z and a of each layer, each from a whole vector on.
    values: Vec<f32x4>,
    /// ∂L/∂a, then ∂L/∂z, of the layer at hand.
    delta: Vec<f32x4>,
    /// ∂L/∂a of the layer before it.
    delta_before: Vec<f32x4>,
    /// z, a, targets and ∂L/∂z of the output, a unit to a vector.
    output: [Vec<f32x4>; 4],
}

/// Where the numbers of a layer lie; found once for a shape.
#[derive(Clone, Copy, Debug)]
struct Slot {
    inputs: usize,
    units: usize,
    activation: Activation,
    /// Where its weights begin, after which come its biases.
    parameters: usize,
    /// Where what it takes begins, in vectors.
    x: usize,
    /// Where its z begins, after which comes its a.
    z: usize,
}

impl Slot {
    /// Vectors of its z, and of its a.
    const fn width(&self) -> usize {
        self.units.div_ceil(4)
    }

    /// Its weights and biases among all parameters, or the gradients of those.
    fn of<'a>(&self, parameters: &'a mut [f32]) -> (&'a mut [f32], &'a mut [f32]) {
        let weights = self.inputs * self.units;
        parameters[self.parameters..][..weights + self.units].split_at_mut(weights)
    }
}

/// What becomes of the gradient.
pub(crate) enum Aim<'a> {
    /// It is added, times this factor, to the sum over a batch.
    Add(&'a mut [f32], f32),
    /// Every parameter goes this far against it at once: plain descent with one example.
    Descend {
        /// How far, η.
        rate: f32,
        /// What no parameter's magnitude is above. It goes up by what a step adds to none more than: a weight's
        /// step is η δ x, a bias's η δ, multiplied in this order, and rounding keeps the order of numbers.
        ceiling: &'a mut f32,
    },
}

impl Single {
    /// Makes room for networks of this shape; `false` if it can do nothing with them.
    pub fn fit(&mut self, shape: &Shape) -> bool {
        let is_dense = |layer: &LayerShape| matches!(layer.layer, Layer::Dense(_));
        if !shape.layers().iter().all(is_dense) {
            return false;
        }
        self.slots.clear();
        let (mut x, mut z) = (0, shape.inputs().div_ceil(4));
        for layer in shape.layers() {
            let slot = Slot {
                inputs: layer.inputs(),
                units: layer.units(),
                activation: layer.activation,
                parameters: layer.parameters().start,
                x,
                z,
            };
            x = z + slot.width();
            z = x + slot.width();
            self.slots.push(slot);
        }
        self.values.resize(z, f32x4::ZERO);
        let widest = self.slots.iter().map(Slot::width).max().unwrap_or(0);
        self.delta.resize(widest, f32x4::ZERO);
        self.delta_before.resize(widest, f32x4::ZERO);
        for numbers in &mut self.output {
            numbers.resize(shape.outputs(), f32x4::ZERO);
        }
        true
    }

    /// Sends an example through the network and back. Returns its loss and, where that is not finite, the first
    /// place with a number that is not.
    #[inline(never)]
    pub fn learn(
        &mut self,
        network: &mut Network,
        loss: Loss,
        (samples, sample): (&Samples, usize),
        mut aim: Aim<'_>,
    ) -> (f32, Option<Place>) {
        self.load(samples, sample);
        self.forward(network);
        let found = self.begin_backward(network.shape(), loss);
        let place = || self.first_overflow(network.shape()).unwrap_or(Place::Loss);
        let overflow = (!found.is_finite()).then(place);

        let mut most = Greatest::default();
        for (index, slot) in self.slots.iter().enumerate().rev() {
            let x = &cast_slice(&self.values[slot.x..slot.z])[..slot.inputs];
            let delta = &cast_slice(&self.delta)[..slot.units];
            most.look_at(&self.delta[..slot.width()]);
            let Some(before) = index.checked_sub(1) else {
                aim.reach(network, slot, x, delta);
                break;
            };
            let delta_before = &mut cast_slice_mut(&mut self.delta_before)[..slot.inputs];
            aim.reach_through(network, slot, x, delta, delta_before);
            let before = &self.slots[before];
            let (z, a) = self.values[before.z..slot.z].split_at(before.width());
            before
                .activation
                .backward(z, a, &mut self.delta_before[..before.width()]);
            swap(&mut self.delta, &mut self.delta_before);
        }
        if let Aim::Descend { rate, ceiling } = aim {
            *ceiling += rate.abs() * most.magnitude() * self.greatest_value();
        }
        (found, overflow)
    }

    fn load(&mut self, samples: &Samples, sample: usize) {
        let x = cast_slice_mut::<_, f32>(&mut self.values);
        for (x, &feature) in x.iter_mut().zip(samples.features_of(sample)) {
            *x = feature;
        }
        for (to, &target) in self.output[2].iter_mut().zip(samples.targets_of(sample)) {
            *to = f32x4::splat(target);
        }
    }

    fn forward(&mut self, network: &Network) {
        for slot in &self.slots {
            let (before, own) = self.values.split_at_mut(slot.z);
            let (z, a) = own.split_at_mut(slot.width());
            let weights = slot.inputs * slot.units;
            let parameters = &network.parameters()[slot.parameters..][..weights + slot.units];
            let (weights, bias) = parameters.split_at(weights);
            let x = &cast_slice(&before[slot.x..])[..slot.inputs];
            dense_single::forward(weights, bias, x, &mut cast_slice_mut(z)[..slot.units]);
            // The softmax of the output, which needs all units of an example in one lane, is taken there.
            if slot.activation != Activation::Softmax {
                slot.activation.forward(z, &mut a[..slot.width()]);
            }
        }
    }

    /// Writes ∂L/∂z of the output layer to `delta`, and returns the loss.
    fn begin_backward(&mut self, shape: &Shape, loss: Loss) -> f32 {
        let units = shape.outputs();
        let width = units.div_ceil(4);
        let start = self.values.len() - 2 * width;
        let (z_own, a_own) = self.values[start..].split_at_mut(width);
        let activation = shape.layers()[shape.layers().len() - 1].activation;
        let [z, a, target, delta] = &mut self.output;
        let mut found = [f32x4::ZERO];
        if units == 1 && activation != Activation::Softmax {
            // One unit lies in a vector of its own; what the other lanes hold means nothing.
            let output: [&[f32x4]; 3] = [z_own, a_own, target];
            loss.of_chunk(1, output, &mut found);
            loss.backward(activation, 1, 1.0, output, &mut self.delta[..1]);
            return found[0].to_array()[0];
        }
        spread(z_own, z);
        if activation == Activation::Softmax {
            softmax::forward::<1>(1, z.as_chunks().0, a.as_chunks_mut().0);
            gather(a, a_own);
        } else {
            spread(a_own, a);
        }
        loss.of_chunk(units, [z, a, target], &mut found);
        loss.backward(activation, units, 1.0, [z, a, target], delta);
        gather(delta, &mut self.delta);
        found[0].to_array()[0]
    }

    /// What no input of a layer is above, nor the 1 that a bias is multiplied with.
    fn greatest_value(&self) -> f32 {
        let mut most = Greatest::default();
        most.look_at(&[f32x4::ONE]);
        most.look_at(&self.values);
        most.magnitude()
    }

    /// The first value on the way forwards that is not finite.
    fn first_overflow(&self, shape: &Shape) -> Option<Place> {
        let mut start = shape.inputs().div_ceil(4);
        for (index, layer) in shape.layers().iter().enumerate() {
            let (units, width) = (layer.units(), layer.units().div_ceil(4));
            let [z, a] =
                [start, start + width].map(|start| &cast_slice(&self.values[start..])[..units]);
            if let Some(unit) = (0..units).find(|&unit| !all_finite(&[z[unit], a[unit]])) {
                return Some(Place::Value {
                    layer: index as u32,
                    unit: unit as u32,
                });
            }
            start += 2 * width;
        }
        None
    }
}

impl Aim<'_> {
    /// Does what is to be done with the gradient of a layer: of its weights δ xᵀ, of its biases δ.
    fn reach(&mut self, network: &mut Network, slot: &Slot, x: &[f32], delta: &[f32]) {
        let ((dw, db), scale) = match self {
            Self::Add(gradient, scale) => (slot.of(gradient), *scale),
            Self::Descend { rate, .. } => (slot.of(network.parameters_mut()), -*rate),
        };
        dense_single::backward_parameters(x, delta, scale, dw, db);
    }

    /// Writes ∂L/∂x of a layer to `dx`, and does the same.
    fn reach_through(
        &mut self,
        network: &mut Network,
        slot: &Slot,
        x: &[f32],
        delta: &[f32],
        dx: &mut [f32],
    ) {
        let (weights, bias) = slot.of(network.parameters_mut());
        if let Self::Descend { rate, .. } = *self {
            dense_single::descend(weights, bias, x, delta, -rate, dx);
        } else {
            dense_single::backward_inputs(weights, delta, dx);
            self.reach(network, slot, x, delta);
        }
    }
}

/// Numbers that lie side by side, each into a vector of its own.
fn spread(from: &[f32x4], to: &mut [f32x4]) {
    let numbers = cast_slice::<_, f32>(from);
    to.iter_mut()
        .zip(numbers)
        .for_each(|(to, &number)| *to = f32x4::splat(number));
}

/// Vectors with one number each, side by side.
fn gather(from: &[f32x4], to: &mut [f32x4]) {
    let numbers = cast_slice_mut::<_, f32>(to);
    numbers
        .iter_mut()
        .zip(from)
        .for_each(|(to, from)| *to = from.to_array()[0]);
}
