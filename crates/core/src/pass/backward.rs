//! From the loss back to every parameter.

use std::mem::swap;

use wide::f32x4;

use super::Pass;
use super::lanes::Padding;
use crate::layer::{Layer, conv2d, dense, dropout, layer_norm, pool};
use crate::loss::Loss;
use crate::network::Network;
use crate::shape::LayerShape;

impl Pass {
    #[inline(always)]
    pub(super) fn backward_by<const C: usize>(
        &mut self,
        network: &Network,
        loss: Loss,
        scale: f32,
        gradient: &mut [f32],
    ) -> f32 {
        let (chunks, vectors) = (self.extent().chunks, self.vectors());
        let padding = Padding::new(self.examples);
        let total = self.total_loss::<C>(loss, &padding);
        self.begin_backward::<C>(loss, scale, &padding);

        let layers = network.shape().layers();
        for (index, layer) in layers.iter().enumerate().rev() {
            let slot = self.plan.slots[index];
            let (units, inputs) = (layer.units(), layer.inputs());
            let (len, len_before) = (chunks * units * C, chunks * inputs * C);
            let delta = &mut self.delta[..len];
            if index + 1 < layers.len() && slot.z != slot.a {
                let z = &self.values[slot.z * vectors..][..len];
                let a = &self.values[slot.a * vectors..][..len];
                layer.activation.backward(z, a, delta);
            }
            padding.clear::<C>(delta, units);
            let step = Step {
                layer,
                network,
                x: &self.values[slot.x * vectors..][..len_before],
                own: &self.values[slot.own * vectors..],
                a: &self.values[slot.a * vectors..][..len],
                delta,
            };
            step.add_parameters::<C>(&mut gradient[layer.parameters()]);
            if index == 0 {
                break;
            }
            if step.inputs::<C>(&mut self.delta_before[..len_before]) {
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
                padding.clear::<C>(&mut losses, 1);
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

    /// Writes `scale` · ∂L/∂z of the output layer to `delta`.
    #[inline(always)]
    fn begin_backward<const C: usize>(&mut self, loss: Loss, scale: f32, padding: &Padding) {
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
        padding.clear::<C>(&mut delta[..z.len()], units);
        self.delta = delta;
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
    fn add_parameters<const C: usize>(&self, gradient: &mut [f32]) {
        let layer = self.layer;
        let (dw, db) = gradient.split_at_mut(layer.rows * layer.fan_in);
        let (x, delta) = (self.x.as_chunks::<C>().0, self.delta.as_chunks::<C>().0);
        match layer.layer {
            Layer::Dense(_) => dense::backward_parameters(x, delta, dw, db),
            Layer::Conv2d(conv) => {
                conv2d::backward_parameters(&conv.geometry(layer.input), x, delta, dw, db);
            }
            Layer::LayerNorm => layer_norm::backward_parameters(x, delta, dw, db),
            Layer::MaxPool(_) | Layer::AveragePool(_) | Layer::Flatten | Layer::Dropout(_) => {}
        }
    }

    /// Writes ∂L/∂x; `false` where ∂L/∂z already is that.
    #[inline(always)]
    fn inputs<const C: usize>(&self, dx: &mut [f32x4]) -> bool {
        let (layer, delta) = (self.layer, self.delta);
        if let Layer::Dropout(_) = layer.layer {
            dropout::backward(&self.own[..delta.len()], delta, dx);
            return true;
        }
        let weights = &self.network.parameters()[layer.weights()];
        let (units, inputs) = (layer.units(), layer.inputs());
        let chunks = |values| <[f32x4]>::as_chunks::<C>(values).0;
        let x = chunks(self.x).chunks_exact(inputs);
        let a = chunks(self.a).chunks_exact(units);
        let delta = chunks(delta).chunks_exact(units);
        let dx = dx.as_chunks_mut::<C>().0.chunks_exact_mut(inputs);
        for (((x, a), delta), dx) in x.zip(a).zip(delta).zip(dx) {
            match layer.layer {
                Layer::Dense(_) => dense::backward_inputs(weights, delta, dx),
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
                Layer::Flatten | Layer::Dropout(_) => return false,
            }
        }
        true
    }
}
