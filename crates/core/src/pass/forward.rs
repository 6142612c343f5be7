//! From the features to the output.

use wide::f32x4;

use super::Pass;
use super::lanes::Padding;
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
    #[inline(always)]
    pub(super) fn forward_by<const C: usize>(
        &mut self,
        network: &Network,
        layers: usize,
        chance: Option<Chance>,
    ) {
        let chunks = self.extent().chunks;
        let vectors = self.vectors();
        let padding = Padding::new(self.examples);
        let shapes = network.shape().layers();
        for (index, (layer, slot)) in shapes.iter().zip(&self.plan.slots).take(layers).enumerate() {
            if layer.layer == Layer::Flatten {
                continue;
            }
            let (inputs, units) = (layer.inputs(), layer.units());
            let (before, own) = self.values.split_at_mut(slot.own * vectors);
            let x = &before[slot.x * vectors..][..chunks * inputs * C];
            let len = chunks * units * C;
            if let Layer::Dropout(settings) = layer.layer {
                let (mask, a) = own.split_at_mut(units * vectors);
                let stream = chance.map(|chance| chance.stream(index));
                dropout::forward(settings.rate, stream, x, &mut mask[..len], &mut a[..len]);
                continue;
            }
            let x_chunks = x.as_chunks::<C>().0.chunks_exact(inputs);
            let z_chunks = own[..len].as_chunks_mut::<C>().0.chunks_exact_mut(units);
            for (x, z) in x_chunks.zip(z_chunks) {
                sums(layer, network, x, z);
            }
            let result = if slot.a == slot.own {
                &mut own[..len]
            } else {
                let (z, a) = own.split_at_mut(units * vectors);
                activate::<C>(layer.activation, units, &z[..len], &mut a[..len]);
                &mut a[..len]
            };
            padding.clear::<C>(result, units);
        }
    }
}

/// z of one chunk.
#[inline(always)]
fn sums<const C: usize>(
    layer: &LayerShape,
    network: &Network,
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) {
    let weights = &network.parameters()[layer.weights()];
    let bias = &network.parameters()[layer.bias()];
    match layer.layer {
        Layer::Dense(_) => dense::forward(weights, bias, x, z),
        Layer::Conv2d(conv) => conv2d::forward(&conv.geometry(layer.input), weights, bias, x, z),
        Layer::MaxPool(settings) => pool::forward_max(&settings.geometry(layer.input), x, z),
        Layer::AveragePool(settings) => {
            pool::forward_average(&settings.geometry(layer.input), x, z);
        }
        Layer::LayerNorm => layer_norm::forward(weights, bias, x, z),
        Layer::Flatten | Layer::Dropout(_) => {}
    }
}

/// a = f(z) of all chunks.
#[inline(always)]
fn activate<const C: usize>(activation: Activation, units: usize, z: &[f32x4], a: &mut [f32x4]) {
    if activation == Activation::Softmax {
        let z_chunks = z.as_chunks::<C>().0.chunks_exact(units);
        let a_chunks = a.as_chunks_mut::<C>().0.chunks_exact_mut(units);
        z_chunks
            .zip(a_chunks)
            .for_each(|(z, a)| softmax::forward(z, a));
    } else {
        activation.forward(z, a);
    }
}
