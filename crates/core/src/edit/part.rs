//! Which parameters a hand takes hold of.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::outgoing::Outgoing;
use crate::experiment::{Experiment, check};
use crate::refusal::Refusal;
use crate::shape::{LayerShape, Shape};

/// A part of a network's parameters. Written as `{"unit": {"layer": 0, "unit": 3}}`, or `"all"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Part {
    /// All of them.
    All,
    /// The weights and biases of a layer.
    Layer(u32),
    /// The weights into a unit or filter, and its bias.
    Unit {
        /// The layer.
        layer: u32,
        /// The unit or filter.
        unit: u32,
    },
    /// One weight.
    Weight {
        /// The layer that owns the weight.
        layer: u32,
        /// The unit that the weight leads to.
        unit: u32,
        /// Where it comes from.
        input: u32,
    },
    /// One bias.
    Bias {
        /// The layer that owns the bias.
        layer: u32,
        /// The unit that it belongs to.
        unit: u32,
    },
}

impl Part {
    /// Whether there is such a part.
    pub(super) fn check(
        self,
        settings: &Experiment,
        path: &dyn Fn(&str) -> String,
    ) -> Result<(), Refusal> {
        match self {
            Self::All => Ok(()),
            Self::Layer(layer) => {
                let shape = Shape::new(settings);
                check::index(layer, shape.layers().len(), &|| path("layer"))?;
                let layer_shape = shape.layers()[layer as usize];
                if layer_shape.rows > 0 {
                    return Ok(());
                }
                let given = format!("{layer}, a {}", layer_shape.layer.name());
                Err(Refusal::new(path("layer"), given, "a layer with weights"))
            }
            Self::Unit { layer, unit } => row(settings, [layer, unit], &|field| {
                path(&format!("unit.{field}"))
            })
            .map(drop),
            Self::Weight { layer, unit, input } => {
                weight(settings, [layer, unit, input], &|field| {
                    path(&format!("weight.{field}"))
                })
            }
            Self::Bias { layer, unit } => row(settings, [layer, unit], &|field| {
                path(&format!("bias.{field}"))
            })
            .map(drop),
        }
    }

    /// Whether there is such a part, and it can be muted, see [`Part::voice`].
    pub(super) fn check_voice(
        self,
        settings: &Experiment,
        path: &dyn Fn(&str) -> String,
    ) -> Result<(), Refusal> {
        self.check(settings, path)?;
        match self {
            Self::Unit { layer, unit } if (layer as usize) < settings.hidden.len() => {
                Outgoing::check(&Shape::new(settings), [layer, unit], &|field| {
                    path(&format!("unit.{field}"))
                })
                .map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Where its parameters lie.
    pub fn places(self, shape: &Shape) -> Vec<usize> {
        let one = |index: Option<usize>| index.into_iter().collect();
        let of = |layer: u32| shape.layers().get(layer as usize);
        match self {
            Self::All => (0..shape.parameters()).collect(),
            Self::Layer(layer) => {
                of(layer).map_or_else(Vec::new, |layer| layer.parameters().collect())
            }
            Self::Unit { layer, unit } => of(layer).map_or_else(Vec::new, |layer| {
                let [weights, bias] = incoming(layer, unit as usize);
                weights.chain(bias).collect()
            }),
            Self::Weight { layer, unit, input } => one(shape.weight_index(layer, unit, input)),
            Self::Bias { layer, unit } => one(shape.bias_index(layer, unit)),
        }
    }

    /// Where the parameters lie that are muted to silence it. Of a hidden unit these are the weights that lead away
    /// from it, so that nobody hears what it says; of an output, which nobody listens to, those that lead to it, so
    /// that its weighted sum is zero; of all else its own.
    pub fn voice(self, shape: &Shape) -> Vec<usize> {
        match self {
            Self::Unit { layer, unit } if (layer as usize) + 1 < shape.layers().len() => {
                Outgoing::of(shape, layer as usize, unit as usize)
                    .map_or_else(Vec::new, |outgoing| outgoing.weights().collect())
            }
            _ => self.places(shape),
        }
    }
}

/// Where the weights into a unit or filter of a layer lie, and its bias.
pub(super) fn incoming(layer: &LayerShape, unit: usize) -> [Range<usize>; 2] {
    let weights = layer.weight_offset + unit * layer.fan_in;
    let bias = layer.bias_offset + unit;
    [weights..weights + layer.fan_in, bias..bias + 1]
}

/// Whether there is such a row of weights, given as `[layer, unit]`.
pub(super) fn row(
    settings: &Experiment,
    [layer, unit]: [u32; 2],
    path: &dyn Fn(&str) -> String,
) -> Result<LayerShape, Refusal> {
    let shape = Shape::new(settings);
    check::index(layer, shape.layers().len(), &|| path("layer"))?;
    let layer = shape.layers()[layer as usize];
    check::index(unit, layer.rows, &|| path("unit"))?;
    Ok(layer)
}

/// Whether there is such a weight, given as `[layer, unit, input]`.
pub(super) fn weight(
    settings: &Experiment,
    [layer, unit, input]: [u32; 3],
    path: &dyn Fn(&str) -> String,
) -> Result<(), Refusal> {
    let layer = row(settings, [layer, unit], &path)?;
    check::index(input, layer.fan_in, &|| path("input"))
}
