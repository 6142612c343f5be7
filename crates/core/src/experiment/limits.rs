//! How far each number of a document may go: the one place that validation, schema and page share.

use crate::input::Input;

/// A closed interval of allowed values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit<T> {
    /// The least allowed value.
    pub min: T,
    /// The greatest allowed value.
    pub max: T,
}

impl<T: PartialOrd> Limit<T> {
    /// Whether it is allowed. NaN never is.
    pub fn contains(&self, value: &T) -> bool {
        (&self.min..=&self.max).contains(&value)
    }
}

/// Points in a data set.
pub const DATA_SIZE: Limit<u32> = Limit {
    min: 10,
    max: 10_000,
};
/// Spread of the points around their shape, as a share of it.
pub const NOISE: Limit<f32> = Limit { min: 0.0, max: 1.0 };
/// Share of the points that are trained on; the others are only tested.
pub const TRAIN_SHARE: Limit<f32> = Limit { min: 0.1, max: 0.9 };
/// Hidden layers.
pub const HIDDEN_LAYERS: Limit<u32> = Limit { min: 0, max: 8 };
/// Units in one hidden layer.
pub const UNITS: Limit<u32> = Limit { min: 1, max: 64 };
/// Examples in one step.
pub const BATCH: Limit<u32> = Limit {
    min: 1,
    max: DATA_SIZE.max,
};
/// Learning rate.
pub const RATE: Limit<f32> = Limit {
    min: 0.0,
    max: 100.0,
};
/// Share of its velocity that a parameter keeps from step to step.
pub const MOMENTUM: Limit<f32> = Limit { min: 0.0, max: 1.0 };
/// Weight of the past in a running average. At 1 nothing new would ever count.
pub const AVERAGE: Limit<f32> = Limit {
    min: 0.0,
    max: 0.99999,
};
/// What keeps a divisor from zero, and so is never zero itself.
pub const EPSILON: Limit<f32> = Limit {
    min: 1e-12,
    max: 1.0,
};
/// Steps that a schedule takes for something.
pub const SPAN: Limit<f32> = Limit {
    min: 1.0,
    max: 10_000_000.0,
};
/// Steps of a warm-up.
pub const WARM_UP: Limit<f32> = Limit {
    min: 0.0,
    max: SPAN.max,
};
/// How many times as long as the one before a period of a schedule is.
pub const GROWTH: Limit<f32> = Limit {
    min: 1.0,
    max: 10.0,
};
/// Share of the learning rate that a schedule leaves.
pub const RATE_SHARE: Limit<f32> = Limit { min: 0.0, max: 1.0 };
/// How strongly weights are drawn towards zero.
pub const PULL: Limit<f32> = Limit {
    min: 0.0,
    max: 10.0,
};
/// Features that a network sees, each at most once.
pub const INPUTS: Limit<u32> = Limit {
    min: 1,
    max: Input::ALL.len() as u32,
};
/// Steps of a run.
pub const STEPS: Limit<u64> = Limit {
    min: 0,
    max: 1_000_000_000_000,
};
/// Edits in one timeline.
pub const EDITS: Limit<u32> = Limit {
    min: 0,
    max: 20_000,
};
