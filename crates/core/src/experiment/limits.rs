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

/// Classes of a data set that comes in several.
pub const CLASSES: Limit<u32> = Limit { min: 2, max: 8 };
/// Examples in a data set.
pub const DATA_SIZE: Limit<u32> = Limit {
    min: 10,
    max: 10_000,
};
/// How far examples stray, see [`crate::Data::noise`].
pub const NOISE: Limit<f32> = Limit { min: 0.0, max: 1.0 };
/// Share of the examples that are trained on; the others are only tested.
pub const TRAIN_SHARE: Limit<f32> = Limit { min: 0.1, max: 0.9 };
/// Hidden layers.
pub const HIDDEN_LAYERS: Limit<u32> = Limit { min: 0, max: 16 };
/// Units or filters in one hidden layer.
pub const UNITS: Limit<u32> = Limit { min: 1, max: 512 };
/// Side of a convolution's or pool's window.
pub const WINDOW: Limit<u32> = Limit { min: 1, max: 11 };
/// How far such a window moves.
pub const STRIDE: Limit<u32> = Limit { min: 1, max: 4 };
/// Zeros around the picture of a convolution.
pub const PADDING: Limit<u32> = Limit { min: 0, max: 5 };
/// Share of values that a dropout silences.
pub const DROPOUT: Limit<f32> = Limit { min: 0.0, max: 0.9 };
/// Share of connections that are pruned.
pub const PRUNE: Limit<f32> = Limit { min: 0.0, max: 1.0 };
/// How many times as large the weights into a unit may be made, and as small those out of it.
pub const FACTOR: Limit<f32> = Limit {
    min: 0.001,
    max: 1_000.0,
};
/// Megabytes that a run may need.
pub const MEMORY_MB: u64 = 512;
/// Multiplications of one example's forward pass: an answer to a hand never has to wait for more than a block
/// of them.
pub const WORK: u64 = 8_000_000;
/// What a constant parameter may be at the start.
pub const CONSTANT: Limit<f32> = Limit {
    min: -100.0,
    max: 100.0,
};
/// How far parameters may be spread at the start: the reach or the deviation.
pub const SPREAD: Limit<f32> = Limit {
    min: 0.0,
    max: 100.0,
};
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
/// Parameters that are set all at once, counted over all edits of a timeline.
pub const VALUES: Limit<u32> = Limit {
    min: 0,
    max: 4_000_000,
};
