//! From the features to the output.

use std::ops::Range;

use wide::f32x4;

use super::Pass;
use super::lanes::{Extent, Padding, VECTORS};
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
    /// Computes z and a of these layers; those before them are as they were computed last. With a `chance`, values
    /// are dropped as in training.
    #[inline(never)]
    pub fn forward(&mut self, network: &Network, layers: Range<usize>, chance: Option<Chance>) {
        let Extent { chunks, width } = self.extent();
        let vectors = self.vectors();
        let padding = Padding::new(self.examples);
        let shapes = &network.shape().layers()[layers.clone()];
        for (index, (layer, slot)) in layers
            .clone()
            .zip(shapes.iter().zip(&self.plan.slots[layers]))
        {
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
    let x_chunks = x.chunks_exact(layer.inputs() * width);
    for (x, z) in x_chunks.zip(z.chunks_exact_mut(layer.units() * width)) {
        if width == VECTORS {
            let (x, z) = (x.as_chunks().0, z.as_chunks_mut().0);
            other_sums::<VECTORS>(layer, network, width, x, z);
        } else {
            for c in 0..width {
                let (x, z) = (x[c..].as_chunks().0, z[c..].as_chunks_mut().0);
                other_sums::<1>(layer, network, width, x, z);
            }
        }
    }
}

/// The same for layers that are not dense: a full chunk, or one vector of a shorter one.
fn other_sums<const C: usize>(
    layer: &LayerShape,
    network: &Network,
    width: usize,
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) {
    let weights = &network.parameters()[layer.weights()];
    let bias = &network.parameters()[layer.bias()];
    match layer.layer {
        Layer::Conv2d(conv) => {
            conv2d::forward(&conv.geometry(layer.input), weights, bias, width, x, z);
        }
        Layer::MaxPool(pool) => pool::forward_max(&pool.geometry(layer.input), width, x, z),
        Layer::AveragePool(pool) => pool::forward_average(&pool.geometry(layer.input), width, x, z),
        Layer::LayerNorm => layer_norm::forward(weights, bias, width, x, z),
        Layer::Dense(_) | Layer::Flatten | Layer::Dropout(_) => {}
    }
}

/// a = f(z) of all chunks.
#[inline(always)]
fn activate(activation: Activation, units: usize, width: usize, z: &[f32x4], a: &mut [f32x4]) {
    if activation != Activation::Softmax {
        activation.forward(z, a);
        return;
    }
    let z_chunks = z.chunks_exact(units * width);
    for (z, a) in z_chunks.zip(a.chunks_exact_mut(units * width)) {
        if width == VECTORS {
            softmax::forward::<VECTORS>(width, z.as_chunks().0, a.as_chunks_mut().0);
        } else {
            for c in 0..width {
                softmax::forward::<1>(width, z[c..].as_chunks().0, a[c..].as_chunks_mut().0);
            }
        }
    }
}
