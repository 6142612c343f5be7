//! One block of examples on its way through the network, forwards and backwards.

mod backward;
mod forward;
mod lanes;
mod load;
mod plan;
mod single;

use wide::bytemuck::cast_slice;
use wide::f32x4;

use crate::learner::{Place, all_finite};
use crate::loss::Loss;
use crate::shape::Shape;
use lanes::Extent;
use plan::Plan;

pub(crate) use forward::Chance;
pub(crate) use lanes::BLOCK;
pub(crate) use single::{Aim, Single};

/// The memory of one block of examples on its way through the network.
///
/// Every layer's numbers are `[chunk][value][C]`: a chunk is `C` ≤ 4 vectors of four lanes, an example to a
/// lane. Up to 16 examples are one chunk of just as many vectors as they need; more are chunks of four. Lanes
/// without an example hold zeros before and after every layer, whatever the weights are, and so add exactly
/// nothing to a gradient.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pass {
    plan: Plan,
    /// The block's examples.
    examples: usize,
    /// Features, then what each layer makes of them, where the plan says.
    values: Vec<f32x4>,
    /// ∂L/∂a, then ∂L/∂z, of the layer at hand.
    delta: Vec<f32x4>,
    /// ∂L/∂a of the layer before it.
    delta_before: Vec<f32x4>,
    /// Targets.
    target: Vec<f32x4>,
}

impl Pass {
    /// Makes room for networks of this shape.
    pub fn fit(&mut self, shape: &Shape) {
        if self.plan.is_of(shape) {
            return;
        }
        self.plan = Plan::new(shape);
        let vectors = self.plan.block.div_ceil(4);
        self.values.resize(self.plan.values * vectors, f32x4::ZERO);
        self.delta.resize(self.plan.widest * vectors, f32x4::ZERO);
        self.delta_before
            .resize(self.plan.widest * vectors, f32x4::ZERO);
        self.target.resize(shape.outputs() * vectors, f32x4::ZERO);
    }

    /// The most examples that it takes at once: [`BLOCK`], or fewer where that would be too much work.
    pub const fn block(&self) -> usize {
        self.plan.block
    }

    /// Copies the weighted sums z of one value of a layer, `[example]`.
    pub fn copy_sums(&self, shape: &Shape, layer: usize, unit: usize, to: &mut [f32]) {
        self.copy(self.plan.slots[layer].z, shape, layer, unit, to);
    }

    /// Copies one value a = f(z) of a layer, `[example]`.
    pub fn copy_values(&self, shape: &Shape, layer: usize, unit: usize, to: &mut [f32]) {
        self.copy(self.plan.slots[layer].a, shape, layer, unit, to);
    }

    fn copy(&self, start: usize, shape: &Shape, layer: usize, unit: usize, to: &mut [f32]) {
        let Extent { width, .. } = self.extent();
        let from = &self.values[start * self.vectors()..];
        let units = shape.layers()[layer].units();
        for (chunk, to) in to[..self.examples].chunks_mut(width * 4).enumerate() {
            let from = &from[(chunk * units + unit) * width..][..width];
            to.copy_from_slice(&cast_slice(from)[..to.len()]);
        }
    }

    /// The first value on the way forwards that is not finite.
    pub fn first_overflow(&self, shape: &Shape) -> Option<Place> {
        let Extent { chunks, width } = self.extent();
        let layers = shape.layers().iter().zip(&self.plan.slots).enumerate();
        layers.into_iter().find_map(|(index, (layer, slot))| {
            let units = layer.units();
            let is_finite = |start: usize, unit: usize| {
                let values = &self.values[start * self.vectors()..];
                (0..chunks).all(|chunk| {
                    let values = &values[(chunk * units + unit) * width..][..width];
                    all_finite(cast_slice(values))
                })
            };
            let unit =
                (0..units).find(|&unit| !is_finite(slot.z, unit) || !is_finite(slot.a, unit))?;
            Some(Place::Value {
                layer: index as u32,
                unit: unit as u32,
            })
        })
    }

    /// Copies the losses of the examples.
    pub fn copy_losses(&self, loss: Loss, to: &mut [f32]) {
        let losses = self.losses(loss);
        to[..self.examples].copy_from_slice(&cast_slice(&losses)[..self.examples]);
    }

    /// Vectors that each value has room for.
    const fn vectors(&self) -> usize {
        self.plan.block.div_ceil(4)
    }

    const fn extent(&self) -> Extent {
        Extent::of(self.examples)
    }
}

/// How many numbers a pass over networks of this shape keeps.
pub(crate) fn numbers(shape: &Shape) -> usize {
    let plan = Plan::new(shape);
    (plan.values + 2 * plan.widest + shape.outputs()) * plan.block
}

#[cfg(test)]
mod tests;
