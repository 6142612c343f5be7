//! The kinds of layer.

#[cfg_attr(
    not(test),
    expect(dead_code, unused_imports, reason = "the pass does not call it yet")
)]
pub(crate) mod conv2d;
pub(crate) mod dense;
#[cfg_attr(not(test), expect(dead_code, reason = "the pass does not call it yet"))]
pub(crate) mod dense_single;
#[cfg_attr(not(test), expect(dead_code, reason = "the pass does not call it yet"))]
pub(crate) mod pool;
#[cfg(test)]
mod testing;

pub use dense::Dense;

use serde::{Deserialize, Serialize};

use crate::activation::Activation;

/// One layer. Written as `{"dense": {"units": 6, "activation": "tanh"}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Layer {
    /// Every unit looks at every unit of the layer before.
    Dense(Dense),
}

impl Layer {
    /// A dense layer.
    pub const fn dense(units: u32, activation: Activation) -> Self {
        Self::Dense(Dense { units, activation })
    }

    /// How many units it has.
    pub const fn units(&self) -> u32 {
        match self {
            Self::Dense(dense) => dense.units,
        }
    }

    /// What its units do to their weighted sums.
    pub const fn activation(&self) -> Activation {
        match self {
            Self::Dense(dense) => dense.activation,
        }
    }

    /// The same with more or fewer units.
    #[must_use]
    pub fn with_units(self, units: u32) -> Self {
        match self {
            Self::Dense(dense) => Self::Dense(Dense { units, ..dense }),
        }
    }

    /// The same with another activation.
    #[must_use]
    pub fn with_activation(self, activation: Activation) -> Self {
        match self {
            Self::Dense(dense) => Self::Dense(Dense {
                activation,
                ..dense
            }),
        }
    }
}
