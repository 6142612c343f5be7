//! One block of examples on its way through the network, forwards and backwards.

use wide::bytemuck::{cast, cast_slice};
use wide::f32x4;

use crate::layer::dense;
use crate::loss::Loss;
use crate::network::Network;
use crate::shape::Shape;

/// Examples in a block, at most.
pub(crate) const BLOCK: usize = 64;
/// Vectors of four lanes in a full block.
const VECTORS: usize = BLOCK / 4;

/// The memory of one block of examples on its way through the network.
///
/// Every layer's numbers are `[chunk][unit][C]`: a chunk is `C` ≤ 4 vectors of four lanes, an example to a
/// lane. Up to 16 examples are one chunk of just as many vectors as they need; more are chunks of four. Lanes
/// without an example hold zeros before and after every layer, whatever the weights are, and so add exactly
/// nothing to a gradient.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pass {
    /// The block's examples.
    examples: usize,
    /// Features, then each layer's a = f(z).
    a: Vec<f32x4>,
    /// Each layer's weighted sums.
    z: Vec<f32x4>,
    /// ∂L/∂z of the layer at hand.
    delta: Vec<f32x4>,
    /// ∂L/∂z of the layer before it.
    delta_before: Vec<f32x4>,
    /// Targets.
    target: Vec<f32x4>,
}

impl Pass {
    /// Makes room for networks of this shape.
    pub fn fit(&mut self, shape: &Shape) {
        let widest = shape.layers().iter().map(|layer| layer.units).max();
        let widest = widest.unwrap_or(1) * VECTORS;
        self.a
            .resize((shape.inputs() + shape.units()) * VECTORS, f32x4::ZERO);
        self.z.resize(shape.units() * VECTORS, f32x4::ZERO);
        self.delta.resize(widest, f32x4::ZERO);
        self.delta_before.resize(widest, f32x4::ZERO);
        self.target.resize(VECTORS, f32x4::ZERO);
    }

    /// Takes up to [`BLOCK`] examples, whose features are given by `feature(input, example)`.
    #[inline(always)]
    pub fn load(&mut self, inputs: usize, examples: usize, feature: impl Fn(usize, usize) -> f32) {
        self.examples = examples;
        let Extent { chunks, width } = self.extent();
        let mut vectors = self.a.iter_mut();
        for chunk in 0..chunks {
            for input in 0..inputs {
                for c in 0..width {
                    let first = (chunk * width + c) * 4;
                    if let Some(vector) = vectors.next() {
                        *vector = gather(first, examples, |example| feature(input, example));
                    }
                }
            }
        }
    }

    /// Takes the targets of the examples.
    #[inline(always)]
    pub fn load_targets(&mut self, target: impl Fn(usize) -> f32) {
        for (vector, to) in self.target.iter_mut().enumerate() {
            if vector * 4 >= self.examples {
                break;
            }
            *to = gather(vector * 4, self.examples, &target);
        }
    }

    /// Computes z and a of the first `layers` layers.
    pub fn forward(&mut self, network: &Network, layers: usize) {
        match self.extent().width {
            1 => self.forward_by::<1>(network, layers),
            2 => self.forward_by::<2>(network, layers),
            3 => self.forward_by::<3>(network, layers),
            _ => self.forward_by::<4>(network, layers),
        }
    }

    /// Adds `scale` · ∂L/∂p, summed over the block's examples, to `gradient`, and returns the sum of their
    /// losses. Comes after a [`Pass::forward`] of all layers.
    pub fn backward(
        &mut self,
        network: &Network,
        loss: Loss,
        scale: f32,
        gradient: &mut [f32],
    ) -> f32 {
        match self.extent().width {
            1 => self.backward_by::<1>(network, loss, scale, gradient),
            2 => self.backward_by::<2>(network, loss, scale, gradient),
            3 => self.backward_by::<3>(network, loss, scale, gradient),
            _ => self.backward_by::<4>(network, loss, scale, gradient),
        }
    }

    /// Copies the weighted sums z of one unit of a layer, `[example]`.
    pub fn copy_sums(&self, shape: &Shape, layer: usize, unit: usize, to: &mut [f32]) {
        let start = z_offset(shape, layer);
        self.copy(&self.z[start..], shape.layers()[layer].units, unit, to);
    }

    /// Copies the values a = f(z) of one unit of a layer, `[example]`.
    pub fn copy_values(&self, shape: &Shape, layer: usize, unit: usize, to: &mut [f32]) {
        let start = z_offset(shape, layer) + shape.inputs() * VECTORS;
        self.copy(&self.a[start..], shape.layers()[layer].units, unit, to);
    }

    fn copy(&self, from: &[f32x4], units: usize, unit: usize, to: &mut [f32]) {
        let Extent { width, .. } = self.extent();
        for (chunk, to) in to[..self.examples].chunks_mut(width * 4).enumerate() {
            let from = &from[(chunk * units + unit) * width..][..width];
            to.copy_from_slice(&cast_slice(from)[..to.len()]);
        }
    }

    /// Losses, outputs and targets of the examples, vector by vector.
    pub fn scores(&self, shape: &Shape, loss: Loss) -> impl Iterator<Item = (f32x4, f32x4, f32x4)> {
        let z = z_offset(shape, shape.layers().len() - 1);
        let a = z + shape.inputs() * VECTORS;
        let vectors = self.examples.div_ceil(4);
        self.z[z..][..vectors]
            .iter()
            .zip(&self.a[a..][..vectors])
            .zip(&self.target)
            .map(move |((&z, &a), &target)| (loss.lanes(z, a, target), a, target))
    }

    #[inline(always)]
    fn forward_by<const C: usize>(&mut self, network: &Network, layers: usize) {
        let Extent { chunks, .. } = self.extent();
        let padding = Padding::new(self.examples);
        let (mut x_rest, mut z_rest) = (self.a.as_mut_slice(), self.z.as_mut_slice());
        for layer in network.shape().layers().iter().take(layers) {
            let (x, a) = x_rest.split_at_mut(layer.inputs * VECTORS);
            let (z, z_after) = z_rest.split_at_mut(layer.units * VECTORS);
            let weights = &network.parameters()[layer.weights()];
            let bias = &network.parameters()[layer.bias()];
            let len = chunks * layer.units * C;
            let x_chunks = x.as_chunks::<C>().0.chunks_exact(layer.inputs);
            let z_chunks = z[..len]
                .as_chunks_mut::<C>()
                .0
                .chunks_exact_mut(layer.units);
            for (x, z) in x_chunks.zip(z_chunks) {
                dense::forward(weights, bias, x, z);
            }
            layer.activation.forward(&z[..len], &mut a[..len]);
            padding.clear::<C>(&mut a[..len], layer.units);
            (x_rest, z_rest) = (a, z_after);
        }
    }

    #[inline(always)]
    fn backward_by<const C: usize>(
        &mut self,
        network: &Network,
        loss: Loss,
        scale: f32,
        gradient: &mut [f32],
    ) -> f32 {
        let Extent { chunks, .. } = self.extent();
        let padding = Padding::new(self.examples);
        let layers = network.shape().layers();
        let total = self.begin_backward::<C>(network.shape(), loss, scale);
        let mut z_end = network.shape().units() * VECTORS;
        for (index, layer) in layers.iter().enumerate().rev() {
            // Where this layer's z begins, and that of the layer before ends. Its a, and with it this layer's
            // x, lies behind by the features.
            z_end -= layer.units * VECTORS;
            let x_start = z_end + network.shape().inputs() * VECTORS - layer.inputs * VECTORS;
            let len_before = chunks * layer.inputs * C;
            let x = &self.a[x_start..][..len_before];
            let delta = self.delta[..chunks * layer.units * C].as_chunks::<C>().0;
            let (dw, db) = gradient[layer.parameters()].split_at_mut(layer.inputs * layer.units);
            dense::backward_parameters(x.as_chunks::<C>().0, delta, dw, db);
            if index == 0 {
                break;
            }
            let weights = &network.parameters()[layer.weights()];
            let before = &mut self.delta_before[..len_before];
            let before_chunks = before.as_chunks_mut::<C>().0.chunks_exact_mut(layer.inputs);
            for (delta, before) in delta.chunks_exact(layer.units).zip(before_chunks) {
                dense::backward_inputs(weights, delta, before);
            }
            let z = &self.z[z_end - layer.inputs * VECTORS..][..len_before];
            layers[index - 1].activation.backward(z, x, before);
            padding.clear::<C>(before, layer.inputs);
            std::mem::swap(&mut self.delta, &mut self.delta_before);
        }
        total
    }

    /// Writes `scale` · ∂L/∂z of the output unit to `delta`, and returns the sum of the losses.
    #[inline(always)]
    fn begin_backward<const C: usize>(&mut self, shape: &Shape, loss: Loss, scale: f32) -> f32 {
        let padding = Padding::new(self.examples);
        let output = shape.layers().len() - 1;
        let activation = shape.layers()[output].activation;
        let len = self.extent().chunks * C;
        let z = &self.z[z_offset(shape, output)..][..len];
        let a = &self.a[z_offset(shape, output) + shape.inputs() * VECTORS..][..len];
        let (target, delta) = (&self.target[..len], &mut self.delta[..len]);

        let losses = &mut self.delta_before[..len];
        for (((to, &z), &a), &target) in losses.iter_mut().zip(z).zip(a).zip(target) {
            *to = loss.lanes(z, a, target);
        }
        padding.clear::<C>(losses, 1);
        let total = losses.iter().fold(f32x4::ZERO, |sum, &loss| sum + loss);

        loss.backward(activation, z, a, target, delta);
        for delta in delta.iter_mut() {
            *delta *= scale;
        }
        padding.clear::<C>(delta, 1);
        total.to_array().into_iter().sum()
    }

    const fn extent(&self) -> Extent {
        Extent::of(self.examples)
    }
}

/// How a block is laid out: `chunks` of `width` vectors.
struct Extent {
    chunks: usize,
    width: usize,
}

impl Extent {
    const fn of(examples: usize) -> Self {
        let vectors = examples.div_ceil(4);
        if vectors <= 4 {
            Self {
                chunks: 1,
                width: vectors,
            }
        } else {
            Self {
                chunks: vectors.div_ceil(4),
                width: 4,
            }
        }
    }
}

/// The lanes of the last chunk that hold no example.
struct Padding {
    /// The first vector of the last chunk with such a lane.
    from: usize,
    /// All bits set where that vector holds an example.
    mask: f32x4,
}

impl Padding {
    fn new(examples: usize) -> Self {
        let Extent { chunks, width } = Extent::of(examples);
        let last_chunk = examples - (chunks - 1) * width * 4;
        let lane = |lane| if lane < last_chunk % 4 { u32::MAX } else { 0 };
        Self {
            from: last_chunk / 4,
            mask: cast([lane(0), lane(1), lane(2), lane(3)]),
        }
    }

    /// Sets these lanes to zero in every unit of a layer.
    #[inline(always)]
    fn clear<const C: usize>(&self, values: &mut [f32x4], units: usize) {
        if self.from == C {
            return;
        }
        let last_chunk = values.len() - units * C;
        for unit in values[last_chunk..].as_chunks_mut::<C>().0 {
            unit[self.from] &= self.mask;
            for rest in &mut unit[self.from + 1..] {
                *rest = f32x4::ZERO;
            }
        }
    }
}

/// Where the weighted sums of a layer begin.
fn z_offset(shape: &Shape, layer: usize) -> usize {
    let before = &shape.layers()[..layer];
    before.iter().map(|layer| layer.units).sum::<usize>() * VECTORS
}

/// The values of four examples from `first` on; zero beyond the last.
#[inline(always)]
fn gather(first: usize, examples: usize, value: impl Fn(usize) -> f32) -> f32x4 {
    let lane = |example| {
        if example < examples {
            value(example)
        } else {
            0.0
        }
    };
    f32x4::new([
        lane(first),
        lane(first + 1),
        lane(first + 2),
        lane(first + 3),
    ])
}

#[cfg(test)]
mod tests;
