//! Where the numbers of each layer lie.

use super::lanes::BLOCK;
use crate::activation::Activation;
use crate::layer::Layer;
use crate::shape::{LayerShape, Shape};

/// Multiply-adds of a block's forward pass beyond which it takes fewer examples.
const MOST_WORK: u64 = 16 << 20;
/// Examples of such a block: a full chunk.
const SMALL_BLOCK: usize = 16;

/// Where the numbers of each layer lie, counted in values; made once for a shape, so that a step allocates
/// nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    layers: Vec<LayerShape>,
    /// A slot to each layer.
    pub slots: Vec<Slot>,
    /// All values that are kept of an example.
    pub values: usize,
    /// Values of the largest layer.
    pub widest: usize,
    /// Examples in a block, at most.
    pub block: usize,
}

/// Where one layer's numbers begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// How many values it takes, and how many it gives.
    pub inputs: usize,
    pub units: usize,
    /// What it takes: the a of the layer before.
    pub x: usize,
    /// Where its own numbers begin: its z, or what it has in place of one.
    pub own: usize,
    /// Its weighted sums; its a where there are none.
    pub z: usize,
    /// What it gives.
    pub a: usize,
}

impl Plan {
    pub fn new(shape: &Shape) -> Self {
        let mut slots: Vec<Slot> = Vec::with_capacity(shape.layers().len());
        let mut end = shape.inputs();
        for layer in shape.layers() {
            let x = slots.last().map_or(0, |before| before.a);
            let own = end;
            let units = layer.units();
            let (z, a) = match layer.layer {
                Layer::Flatten => (x, x),
                // Its mask, then its values.
                Layer::Dropout(_) => (own + units, own + units),
                _ if layer.activation == Activation::Linear => (own, own),
                _ => (own, own + units),
            };
            end = end.max(a + units);
            slots.push(Slot {
                inputs: layer.inputs(),
                units,
                x,
                own,
                z,
                a,
            });
        }
        let widest = shape
            .layers()
            .iter()
            .map(|layer| layer.units().max(layer.inputs()));
        Self {
            layers: shape.layers().to_vec(),
            slots,
            values: end,
            widest: widest.max().unwrap_or(1),
            block: if shape.work() * BLOCK as u64 > MOST_WORK {
                SMALL_BLOCK
            } else {
                BLOCK
            },
        }
    }

    /// How many values the output layer gives.
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(0, LayerShape::units)
    }

    /// What the output layer does to its weighted sums.
    pub fn output_activation(&self) -> Activation {
        self.layers
            .last()
            .map_or(Activation::Linear, |layer| layer.activation)
    }

    /// The output layer's slot.
    pub fn output(&self) -> Slot {
        self.slots[self.slots.len() - 1]
    }

    pub fn is_of(&self, shape: &Shape) -> bool {
        self.layers == shape.layers()
    }
}
