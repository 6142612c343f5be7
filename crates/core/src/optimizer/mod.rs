//! How a gradient becomes a step.

mod sgd;

pub use sgd::Sgd;

use serde::{Deserialize, Serialize};

/// How a gradient becomes a step. Written as `{"sgd": {"rate": 0.05}}`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Optimizer {
    /// p ← p − η g
    Sgd(Sgd),
}

impl Default for Optimizer {
    fn default() -> Self {
        Self::Sgd(Sgd::default())
    }
}

impl Optimizer {
    /// One of each kind, with its usual settings, in the order of menus.
    pub fn all() -> [Self; 1] {
        [Self::default()]
    }

    /// How its kind is written in a document: `"sgd"`.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Sgd(_) => "sgd",
        }
    }

    /// How it is called in a menu.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sgd(_) => "SGD",
        }
    }

    /// Its formula.
    pub const fn formula(&self) -> &'static str {
        match self {
            Self::Sgd(_) => "p ← p − η g",
        }
    }

    /// What it does, in one sentence for someone who learns.
    pub const fn sentence(&self) -> &'static str {
        match self {
            Self::Sgd(_) => "Moves every parameter a little against its gradient.",
        }
    }

    /// The learning rate η.
    pub const fn rate(&self) -> f32 {
        match self {
            Self::Sgd(sgd) => sgd.rate,
        }
    }

    /// The same with another learning rate.
    #[must_use]
    pub const fn with_rate(self, rate: f32) -> Self {
        match self {
            Self::Sgd(_) => Self::Sgd(Sgd { rate }),
        }
    }

    /// How many numbers it remembers from step to step, for so many parameters.
    pub const fn state_len(&self, _parameters: usize) -> usize {
        match self {
            Self::Sgd(_) => 0,
        }
    }

    /// One step: changes `parameters` by their mean `gradient` over a batch, and by what it remembers in
    /// `state`, [`Optimizer::state_len`] numbers that are zero at first.
    pub fn update(&self, parameters: &mut [f32], gradient: &[f32], _state: &mut [f32]) {
        match self {
            Self::Sgd(sgd) => sgd.update(parameters, gradient),
        }
    }
}
