//! From the loss back to every parameter.

use std::mem::swap;

use wide::f32x4;

use super::Pass;
use super::lanes::{BLOCK, Extent, Padding, VECTORS};
use crate::layer::{Layer, conv2d, dense, dropout, layer_norm, pool};
use crate::loss::Loss;
use crate::network::Network;
use crate::shape::LayerShape;

impl Pass {
    /// Adds `scale` · ∂L/∂p, summed over the block's examples, to `gradient`, and returns the sum of their
    /// losses. Comes after a [`Pass::forward`] of all layers.
    #[inline(never)]
    pub fn backward(
        &mut self,
        network: &Network,
        loss: Loss,
        scale: f32,
        gradient: &mut [f32],
    ) -> f32 {
        self.go_back(network, loss, scale, gradient, |_, _| {})
    }

    /// The same, and shows on its way, last layer first, the number of each layer and `scale` · ∂L/∂z of all
    /// examples, `[chunk][unit][width]`.
    #[inline(never)]
    pub fn backward_shown(
        &mut self,
        network: &Network,
        loss: Loss,
        scale: f32,
        gradient: &mut [f32],
        show: &mut dyn FnMut(usize, &[f32x4]),
    ) -> f32 {
        self.go_back(network, loss, scale, gradient, show)
    }

    #[inline(always)]
    fn go_back(
        &mut self,
        network: &Network,
        loss: Loss,
        scale: f32,
        gradient: &mut [f32],
        mut show: impl FnMut(usize, &[f32x4]),
    ) -> f32 {
        let Extent { chunks, width } = self.extent();
        let vectors = self.vectors();
        let padding = Padding::new(self.examples);
        let total = self.begin_backward(loss, scale, &padding);
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
            show(index, delta);
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
    fn total_loss(&self, loss: Loss, padding: &Padding) -> f32 {
        let Extent { chunks, width } = self.extent();
        let mut losses = self.losses(loss);
        let losses = &mut losses[..chunks * width];
        padding.clear(losses, 1);
        let mut total = f32x4::ZERO;
        for &mut loss in losses {
            total += loss;
        }
        total.to_array().into_iter().sum()
    }

    /// The losses of all examples; those of lanes without one mean nothing.
    pub(super) fn losses(&self, loss: Loss) -> [f32x4; BLOCK / 4] {
        let Extent { chunks, width } = self.extent();
        let units = self.plan.outputs();
        let mut losses = [f32x4::ZERO; BLOCK / 4];
        let output = self.output();
        for (index, losses) in losses.chunks_mut(width).take(chunks).enumerate() {
            let output = output.map(|values| &values[index * units * width..][..units * width]);
            loss.of_chunk(units, output, losses);
        }
        losses
    }

    /// Writes `scale` · ∂L/∂z of the output layer to `delta`, and returns the sum of the losses.
    fn begin_backward(&mut self, loss: Loss, scale: f32, padding: &Padding) -> f32 {
        let total = self.total_loss(loss, padding);
        let units = self.plan.outputs();
        let mut delta = std::mem::take(&mut self.delta);
        let [z, a, target] = self.output();
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
    fn output(&self) -> [&[f32x4]; 3] {
        let Extent { chunks, width } = self.extent();
        let len = chunks * self.plan.outputs() * width;
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
        let (width, x, delta) = (self.width, self.x, self.delta);
        match layer.layer {
            Layer::Dense(_) => dense::backward_parameters(width, x, delta, dw, db),
            Layer::Conv2d(conv) => {
                conv2d::backward_parameters(&conv.geometry(layer.input), width, x, delta, dw, db);
            }
            Layer::LayerNorm => layer_norm::backward_parameters(width, x, delta, dw, db),
            Layer::MaxPool(_) | Layer::AveragePool(_) | Layer::Flatten | Layer::Dropout(_) => {}
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
            _ => self.other_inputs(dx),
        }
        true
    }

    /// The same for layers that are not dense, chunk by chunk.
    fn other_inputs(&self, dx: &mut [f32x4]) {
        let width = self.width;
        let (units, inputs) = (self.layer.units() * width, self.layer.inputs() * width);
        for (chunk, dx) in dx.chunks_exact_mut(inputs).enumerate() {
            let x = &self.x[chunk * inputs..][..inputs];
            let [a, delta] = [self.a, self.delta].map(|values| &values[chunk * units..][..units]);
            if width == VECTORS {
                let [x, a, delta] = [x, a, delta].map(|values| values.as_chunks().0);
                self.inputs_of::<VECTORS>([x, a, delta], dx.as_chunks_mut().0);
            } else {
                for c in 0..width {
                    let [x, a, delta] = [x, a, delta].map(|values| values[c..].as_chunks().0);
                    self.inputs_of::<1>([x, a, delta], dx[c..].as_chunks_mut().0);
                }
            }
        }
    }

    /// The same for a full chunk, or for one vector of a shorter one.
    fn inputs_of<const C: usize>(&self, [x, a, delta]: [&[[f32x4; C]]; 3], dx: &mut [[f32x4; C]]) {
        let (layer, width) = (self.layer, self.width);
        let weights = &self.network.parameters()[layer.weights()];
        match layer.layer {
            Layer::Conv2d(conv) => {
                conv2d::backward_inputs(&conv.geometry(layer.input), weights, width, delta, dx);
            }
            Layer::MaxPool(pool) => {
                pool::backward_max(&pool.geometry(layer.input), width, x, a, delta, dx);
            }
            Layer::AveragePool(pool) => {
                pool::backward_average(&pool.geometry(layer.input), width, delta, dx);
            }
            Layer::LayerNorm => layer_norm::backward_inputs(weights, width, x, delta, dx),
            Layer::Dense(_) | Layer::Flatten | Layer::Dropout(_) => {}
        }
    }
}
