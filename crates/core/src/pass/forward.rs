//! From the features to the output.

use wide::f32x4;

use super::Pass;
use super::lanes::{Extent, Padding};
use crate::activation::{Activation, softmax};
use crate::layer::{Layer, conv2d, dense, dropout, layer_norm, pool};
use crate::network::Network;
use crate::rng::{Purpose, Rng};
use crate::shape::LayerShape;

/// What decides which values are dropped: a pure function of seed, step, layer and example.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chance {
    /// The seed of the experiment.
    pub seed: u32,
    /// The number of the step.
    pub step: u64,
    /// Examples of the step before this block.
    pub first: usize,
}

impl Chance {
    fn stream(self, layer: usize) -> Rng {
        let index = (self.step << 24) | ((layer as u64) << 16) | (self.first / 16) as u64;
        Rng::new(self.seed, Purpose::Dropout, index)
    }
}

impl Pass {
    /// Computes z and a of the first `layers` layers. With a `chance`, values are dropped as in training.
    pub fn forward(&mut self, network: &Network, layers: usize, chance: Option<Chance>) {
        let Extent { chunks, width } = self.extent();
        let vectors = self.vectors();
        let padding = Padding::new(self.examples);
        let shapes = network.shape().layers();
        for (index, (layer, slot)) in shapes.iter().zip(&self.plan.slots).take(layers).enumerate() {
            if layer.layer == Layer::Flatten {
                continue;
            }
            let (before, own) = self.values.split_at_mut(slot.own * vectors);
            let x = &before[slot.x * vectors..][..chunks * slot.inputs * width];
            let len = chunks * slot.units * width;
            if let Layer::Dropout(settings) = layer.layer {
                let (mask, a) = own.split_at_mut(slot.units * vectors);
                let stream = chance.map(|chance| chance.stream(index));
                dropout::forward(settings.rate, stream, x, &mut mask[..len], &mut a[..len]);
                continue;
            }
            sums(layer, network, width, x, &mut own[..len]);
            let result = if slot.a == slot.own {
                &mut own[..len]
            } else {
                let (z, a) = own.split_at_mut(slot.units * vectors);
                activate(
                    layer.activation,
                    slot.units,
                    width,
                    &z[..len],
                    &mut a[..len],
                );
                &mut a[..len]
            };
            padding.clear(result, slot.units);
        }
    }
}

/// z of all chunks, each of so many vectors.
#[inline(always)]
fn sums(layer: &LayerShape, network: &Network, width: usize, x: &[f32x4], z: &mut [f32x4]) {
    if let Layer::Dense(_) = layer.layer {
        let weights = &network.parameters()[layer.weights()];
        let bias = &network.parameters()[layer.bias()];
        dense::forward(weights, bias, width, x, z);
        return;
    }
    match width {
        1 => other_sums::<1>(layer, network, x, z),
        2 => other_sums::<2>(layer, network, x, z),
        3 => other_sums::<3>(layer, network, x, z),
        _ => other_sums::<4>(layer, network, x, z),
    }
}

/// The same for layers that are not dense.
fn other_sums<const C: usize>(layer: &LayerShape, network: &Network, x: &[f32x4], z: &mut [f32x4]) {
    let weights = &network.parameters()[layer.weights()];
    let bias = &network.parameters()[layer.bias()];
    let x_chunks = x.as_chunks::<C>().0.chunks_exact(layer.inputs());
    let z_chunks = z.as_chunks_mut::<C>().0.chunks_exact_mut(layer.units());
    for (x, z) in x_chunks.zip(z_chunks) {
        match layer.layer {
            Layer::Conv2d(conv) => {
                conv2d::forward(&conv.geometry(layer.input), weights, bias, x, z);
            }
            Layer::MaxPool(settings) => pool::forward_max(&settings.geometry(layer.input), x, z),
            Layer::AveragePool(settings) => {
                pool::forward_average(&settings.geometry(layer.input), x, z);
            }
            Layer::LayerNorm => layer_norm::forward(weights, bias, x, z),
            Layer::Dense(_) | Layer::Flatten | Layer::Dropout(_) => {}
        }
    }
}

/// a = f(z) of all chunks.
#[inline(always)]
fn activate(activation: Activation, units: usize, width: usize, z: &[f32x4], a: &mut [f32x4]) {
    if activation != Activation::Softmax {
        activation.forward(z, a);
        return;
    }
    match width {
        1 => softmax_of_chunks::<1>(units, z, a),
        2 => softmax_of_chunks::<2>(units, z, a),
        3 => softmax_of_chunks::<3>(units, z, a),
        _ => softmax_of_chunks::<4>(units, z, a),
    }
}

fn softmax_of_chunks<const C: usize>(units: usize, z: &[f32x4], a: &mut [f32x4]) {
    let z_chunks = z.as_chunks::<C>().0.chunks_exact(units);
    let a_chunks = a.as_chunks_mut::<C>().0.chunks_exact_mut(units);
    z_chunks
        .zip(a_chunks)
        .for_each(|(z, a)| softmax::forward(z, a));
}
