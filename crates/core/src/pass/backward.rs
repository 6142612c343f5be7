//! From the loss back to every parameter.

use std::mem::swap;

use wide::f32x4;

use super::Pass;
use super::lanes::{Extent, Padding};
use crate::layer::{Layer, conv2d, dense, dropout, layer_norm, pool};
use crate::loss::Loss;
use crate::network::Network;
use crate::shape::LayerShape;

impl Pass {
    /// Adds `scale` · ∂L/∂p, summed over the block's examples, to `gradient`, and returns the sum of their
    /// losses. Comes after a [`Pass::forward`] of all layers.
    pub fn backward(
        &mut self,
        network: &Network,
        loss: Loss,
        scale: f32,
        gradient: &mut [f32],
    ) -> f32 {
        let Extent { chunks, width } = self.extent();
        let vectors = self.vectors();
        let padding = Padding::new(self.examples);
        let total = match width {
            1 => self.begin_backward::<1>(loss, scale, &padding),
            2 => self.begin_backward::<2>(loss, scale, &padding),
            3 => self.begin_backward::<3>(loss, scale, &padding),
            _ => self.begin_backward::<4>(loss, scale, &padding),
        };
        let layers = network.shape().layers();
        for (index, layer) in layers.iter().enumerate().rev() {
            let slot = self.plan.slots[index];
            let len = chunks * slot.units * width;
            let len_before = chunks * slot.inputs * width;
            let delta = &mut self.delta[..len];
            if index + 1 < layers.len() && slot.z != slot.a {
                let z = &self.values[slot.z * vectors..][..len];
                let a = &self.values[slot.a * vectors..][..len];
                layer.activation.backward(z, a, delta);
            }
            padding.clear(delta, slot.units);
            let step = Step {
                layer,
                network,
                width,
                x: &self.values[slot.x * vectors..][..len_before],
                own: &self.values[slot.own * vectors..],
                a: &self.values[slot.a * vectors..][..len],
                delta,
            };
            step.add_parameters(&mut gradient[layer.parameters()]);
            if index == 0 {
                break;
            }
            if step.inputs(&mut self.delta_before[..len_before]) {
                swap(&mut self.delta, &mut self.delta_before);
            }
        }
        total
    }

    /// The sum of the examples' losses.
    #[inline(always)]
    fn total_loss<const C: usize>(&self, loss: Loss, padding: &Padding) -> f32 {
        let chunks = self.extent().chunks;
        let mut total = f32x4::ZERO;
        for (chunk, mut losses) in self.losses::<C>(loss).enumerate() {
            if chunk + 1 == chunks {
                padding.clear(&mut losses, 1);
            }
            for loss in losses {
                total += loss;
            }
        }
        total.to_array().into_iter().sum()
    }

    /// The losses of all examples, chunk by chunk.
    #[inline(always)]
    pub(super) fn losses<const C: usize>(&self, loss: Loss) -> impl Iterator<Item = [f32x4; C]> {
        let [z, a, target] = self.output::<C>();
        let units = self.plan.outputs();
        let [z, a, target] = [z, a, target].map(|values| {
            let units_of_chunks = values.as_chunks::<C>().0;
            units_of_chunks.chunks_exact(units)
        });
        z.zip(a)
            .zip(target)
            .map(move |((z, a), target)| loss.of_chunk(z, a, target))
    }

    /// Writes `scale` · ∂L/∂z of the output layer to `delta`, and returns the sum of the losses.
    fn begin_backward<const C: usize>(&mut self, loss: Loss, scale: f32, padding: &Padding) -> f32 {
        let total = self.total_loss::<C>(loss, padding);
        let units = self.plan.outputs();
        let mut delta = std::mem::take(&mut self.delta);
        let [z, a, target] = self.output::<C>();
        let activation = self.plan.output_activation();
        loss.backward(
            activation,
            units,
            scale,
            [z, a, target],
            &mut delta[..z.len()],
        );
        self.delta = delta;
        total
    }

    /// z, a and targets of the output layer.
    #[inline(always)]
    fn output<const C: usize>(&self) -> [&[f32x4]; 3] {
        let len = self.extent().chunks * self.plan.outputs() * C;
        let slot = self.plan.output();
        let at = |start: usize| &self.values[start * self.vectors()..][..len];
        [at(slot.z), at(slot.a), &self.target[..len]]
    }
}

/// One layer on the way back.
struct Step<'a> {
    layer: &'a LayerShape,
    network: &'a Network,
    /// Vectors of a chunk.
    width: usize,
    /// What it took.
    x: &'a [f32x4],
    /// Its own numbers, from the first on.
    own: &'a [f32x4],
    /// What it gave.
    a: &'a [f32x4],
    /// ∂L/∂z.
    delta: &'a [f32x4],
}

impl Step<'_> {
    /// Adds ∂L/∂p.
    #[inline(always)]
    fn add_parameters(&self, gradient: &mut [f32]) {
        let layer = self.layer;
        let (dw, db) = gradient.split_at_mut(layer.rows * layer.fan_in);
        match layer.layer {
            Layer::Dense(_) => {
                dense::backward_parameters(self.width, self.x, self.delta, dw, db);
            }
            Layer::Conv2d(_) | Layer::LayerNorm => match self.width {
                1 => self.add_others::<1>(dw, db),
                2 => self.add_others::<2>(dw, db),
                3 => self.add_others::<3>(dw, db),
                _ => self.add_others::<4>(dw, db),
            },
            Layer::MaxPool(_) | Layer::AveragePool(_) | Layer::Flatten | Layer::Dropout(_) => {}
        }
    }

    /// The same for layers that are not dense.
    fn add_others<const C: usize>(&self, dw: &mut [f32], db: &mut [f32]) {
        let (x, delta) = (self.x.as_chunks::<C>().0, self.delta.as_chunks::<C>().0);
        if let Layer::Conv2d(conv) = self.layer.layer {
            conv2d::backward_parameters(&conv.geometry(self.layer.input), x, delta, dw, db);
        } else {
            layer_norm::backward_parameters(x, delta, dw, db);
        }
    }

    /// Writes ∂L/∂x; `false` where ∂L/∂z already is that.
    #[inline(always)]
    fn inputs(&self, dx: &mut [f32x4]) -> bool {
        let (layer, delta) = (self.layer, self.delta);
        match layer.layer {
            Layer::Flatten => return false,
            Layer::Dropout(_) => dropout::backward(&self.own[..delta.len()], delta, dx),
            Layer::Dense(_) => {
                let weights = &self.network.parameters()[layer.weights()];
                dense::backward_inputs(weights, layer.fan_in, self.width, delta, dx);
            }
            _ => match self.width {
                1 => self.other_inputs::<1>(dx),
                2 => self.other_inputs::<2>(dx),
                3 => self.other_inputs::<3>(dx),
                _ => self.other_inputs::<4>(dx),
            },
        }
        true
    }

    /// The same for layers that have chunks of examples before them.
    fn other_inputs<const C: usize>(&self, dx: &mut [f32x4]) {
        let layer = self.layer;
        let weights = &self.network.parameters()[layer.weights()];
        let (units, inputs) = (layer.units(), layer.inputs());
        let chunks = |values| <[f32x4]>::as_chunks::<C>(values).0;
        let x = chunks(self.x).chunks_exact(inputs);
        let a = chunks(self.a).chunks_exact(units);
        let delta = chunks(self.delta).chunks_exact(units);
        let dx = dx.as_chunks_mut::<C>().0.chunks_exact_mut(inputs);
        for (((x, a), delta), dx) in x.zip(a).zip(delta).zip(dx) {
            match layer.layer {
                Layer::Conv2d(conv) => {
                    conv2d::backward_inputs(&conv.geometry(layer.input), weights, delta, dx);
                }
                Layer::MaxPool(pool) => {
                    pool::backward_max(&pool.geometry(layer.input), x, a, delta, dx);
                }
                Layer::AveragePool(pool) => {
                    pool::backward_average(&pool.geometry(layer.input), delta, dx);
                }
                Layer::LayerNorm => layer_norm::backward_inputs(weights, x, delta, dx),
                Layer::Dense(_) | Layer::Flatten | Layer::Dropout(_) => {}
            }
        }
    }
}
