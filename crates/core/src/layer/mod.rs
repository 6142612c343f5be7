//! The kinds of layer.
//!
//! Each is a file beside this one: what it computes, its backward pass, its kernels. What a document says of each
//! is in `settings`.

pub(crate) mod conv2d;
pub(crate) mod dense;
pub(crate) mod dense_single;
pub(crate) mod dropout;
pub(crate) mod layer_norm;
pub(crate) mod pool;
mod settings;
#[cfg(test)]
mod testing;

pub use settings::{Conv2d, Dense, Dropout, Pool};

use serde::{Deserialize, Serialize};

use crate::activation::Activation;
use crate::volume::Volume;

/// One layer. Written as `{"dense": {"units": 6, "activation": "tanh"}}`, or `"flatten"`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Layer {
    /// Every unit looks at every value of the layer before.
    Dense(Dense),
    /// Every filter looks at every small window of the layer before, with the same weights everywhere.
    Conv2d(Conv2d),
    /// The greatest value of every window.
    MaxPool(Pool),
    /// The mean of every window.
    AveragePool(Pool),
    /// The same values as one plain list.
    Flatten,
    /// The values of an example shifted and scaled to mean 0 and variance 1, then by a learned gain and bias.
    LayerNorm,
    /// While training, each value is silenced by chance.
    Dropout(Dropout),
}

/// How far one value lies from the next, in pieces of `C` vectors, in a chunk of `width`.
///
/// A full chunk is one piece of four to each value. A shorter one is gone through vector by vector, `C` = 1: so
/// kernels need not be written out for each width.
#[inline(always)]
pub(crate) const fn apart<const C: usize>(width: usize) -> usize {
    if C == 1 { width } else { 1 }
}

impl Layer {
    /// One of each kind, in the order of menus.
    pub const ALL: &[Self] = &[
        Self::Dense(Dense::DEFAULT),
        Self::Conv2d(Conv2d::DEFAULT),
        Self::MaxPool(Pool::DEFAULT),
        Self::AveragePool(Pool::DEFAULT),
        Self::Flatten,
        Self::LayerNorm,
        Self::Dropout(Dropout::DEFAULT),
    ];

    /// A dense layer.
    pub const fn dense(units: u32, activation: Activation) -> Self {
        Self::Dense(Dense { units, activation })
    }

    /// How its kind is written in a document: `"maxPool"`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Dense(_) => "dense",
            Self::Conv2d(_) => "conv2d",
            Self::MaxPool(_) => "maxPool",
            Self::AveragePool(_) => "averagePool",
            Self::Flatten => "flatten",
            Self::LayerNorm => "layerNorm",
            Self::Dropout(_) => "dropout",
        }
    }

    /// How its kind is called in a menu.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dense(_) => "dense",
            Self::Conv2d(_) => "convolution",
            Self::MaxPool(_) => "max pool",
            Self::AveragePool(_) => "average pool",
            Self::Flatten => "flatten",
            Self::LayerNorm => "layer norm",
            Self::Dropout(_) => "dropout",
        }
    }

    /// What its kind is for, in one sentence for someone who learns.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Dense(_) => "Every unit looks at every value of the layer before.",
            Self::Conv2d(_) => {
                "Each filter looks for one small pattern, with the same weights all over the picture."
            }
            Self::MaxPool(_) => {
                "Keeps the greatest value of each window, so that small shifts matter less."
            }
            Self::AveragePool(_) => "Keeps the mean of each window: a smaller, smoother picture.",
            Self::Flatten => "Lays a picture out as one list of values.",
            Self::LayerNorm => {
                "Shifts and scales an example's values to mean 0 and variance 1, then by a learned gain and bias."
            }
            Self::Dropout(_) => {
                "While training, silences some values by chance, so that no unit can lean on another."
            }
        }
    }

    /// What it does to its weighted sums; linear where it has none.
    pub const fn activation(self) -> Activation {
        match self {
            Self::Dense(Dense { activation, .. }) | Self::Conv2d(Conv2d { activation, .. }) => {
                activation
            }
            _ => Activation::Linear,
        }
    }

    /// Whether an activation can be chosen for it.
    pub const fn has_activation(self) -> bool {
        matches!(self, Self::Dense(_) | Self::Conv2d(_))
    }

    /// The same with another activation, where it has one.
    #[must_use]
    pub const fn with_activation(self, activation: Activation) -> Self {
        match self {
            Self::Dense(dense) => Self::Dense(Dense {
                activation,
                ..dense
            }),
            Self::Conv2d(conv) => Self::Conv2d(Conv2d { activation, ..conv }),
            other => other,
        }
    }

    /// Units or filters, where their number can be chosen.
    pub const fn units(self) -> Option<u32> {
        match self {
            Self::Dense(Dense { units, .. }) => Some(units),
            Self::Conv2d(Conv2d { filters, .. }) => Some(filters),
            _ => None,
        }
    }

    /// The same with more or fewer units or filters, where their number can be chosen.
    #[must_use]
    pub const fn with_units(self, units: u32) -> Self {
        match self {
            Self::Dense(dense) => Self::Dense(Dense { units, ..dense }),
            Self::Conv2d(conv) => Self::Conv2d(Conv2d {
                filters: units,
                ..conv
            }),
            other => other,
        }
    }

    /// The size of what it gives for an input of this size; `None` where a window does not fit into it.
    pub fn output(self, input: Volume) -> Option<Volume> {
        match self {
            Self::Dense(dense) => Some(Volume::flat(dense.units)),
            Self::Conv2d(conv) => conv.output(input),
            Self::MaxPool(pool) | Self::AveragePool(pool) => pool.output(input),
            Self::Flatten => Some(Volume::flat(input.len() as u32)),
            Self::LayerNorm | Self::Dropout(_) => Some(input),
        }
    }

    /// Its weights as rows, one to each unit or filter, and how many weights there are in each. It has a bias
    /// to each row.
    pub const fn weights(self, input: Volume) -> [usize; 2] {
        match self {
            Self::Dense(dense) => [dense.units as usize, input.len()],
            Self::Conv2d(conv) => [conv.filters as usize, conv.fan_in(input)],
            Self::LayerNorm => [input.len(), 1],
            Self::MaxPool(_) | Self::AveragePool(_) | Self::Flatten | Self::Dropout(_) => [0, 0],
        }
    }

    /// Multiply-adds of one example's forward pass, or as much time as they take.
    pub fn work(self, input: Volume, output: Volume) -> u64 {
        let values = output.len() as u64;
        match self {
            Self::Dense(_) => values * input.len() as u64,
            Self::Conv2d(conv) => values * conv.fan_in(input) as u64,
            Self::MaxPool(pool) | Self::AveragePool(pool) => {
                values * u64::from(pool.size) * u64::from(pool.size)
            }
            Self::Flatten => 0,
            Self::LayerNorm | Self::Dropout(_) => 4 * values,
        }
    }
}
