//! Who listens to a unit.

use std::ops::Range;

use crate::layer::Layer;
use crate::refusal::Refusal;
use crate::shape::{LayerShape, Shape};

/// The weights that a unit or filter of a hidden layer is heard by: those of the next dense layer or convolution.
pub(super) struct Outgoing {
    listener: LayerShape,
    /// The inputs of each of its rows that come from the unit.
    inputs: Range<usize>,
    /// Whether it is heard through a max pool.
    pub is_through_max_pool: bool,
}

impl Outgoing {
    /// Follows what a unit says through pools, dropout and flattening. Nothing if nobody listens, or if it gets mixed
    /// with what others say on its way, as in a layer norm.
    pub fn of(shape: &Shape, layer: usize, unit: usize) -> Option<Self> {
        let (own, after) = shape.layers().get(layer..)?.split_first()?;
        if own.rows != own.output.channels as usize {
            return None;
        }
        let times = |range: Range<usize>, count: usize| range.start * count..range.end * count;
        let mut channels = unit..unit + 1;
        let mut is_through_max_pool = false;
        for &listener in after {
            let area = listener.input.area();
            let window = match listener.layer {
                Layer::Dropout(_) | Layer::AveragePool(_) => continue,
                Layer::MaxPool(_) => {
                    is_through_max_pool = true;
                    continue;
                }
                Layer::Flatten => {
                    channels = times(channels, area);
                    continue;
                }
                Layer::LayerNorm => return None,
                Layer::Dense(_) => area,
                Layer::Conv2d(conv) => (conv.kernel * conv.kernel) as usize,
            };
            return Some(Self {
                listener,
                inputs: times(channels, window),
                is_through_max_pool,
            });
        }
        None
    }

    /// The same of a unit, `[layer, unit]`, that there is.
    ///
    /// # Errors
    ///
    /// That nobody listens to it alone.
    pub fn check(
        shape: &Shape,
        [layer, unit]: [u32; 2],
        path: &dyn Fn(&str) -> String,
    ) -> Result<Self, Refusal> {
        Self::of(shape, layer as usize, unit as usize).ok_or_else(|| {
            let name = shape.layers()[layer as usize].layer.name();
            let allowed = "a layer whose values go to a dense layer or a convolution, unmixed";
            Refusal::new(path("layer"), format!("{layer}, a {name}"), allowed)
        })
    }

    /// Where they lie, row by row.
    pub fn weights(&self) -> impl Iterator<Item = usize> {
        let Range { start, end } = self.inputs;
        let LayerShape {
            rows,
            fan_in,
            weight_offset,
            ..
        } = self.listener;
        (0..rows).flat_map(move |row| {
            let row = weight_offset + row * fan_in;
            row + start..row + end
        })
    }
}
