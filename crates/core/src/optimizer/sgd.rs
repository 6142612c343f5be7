//! Stochastic gradient descent.
//!
//! p ← p − η g
//!
//! with η the learning rate and g the mean gradient of a batch.
//!
//! Source: Robbins and Monro, A Stochastic Approximation Method, 1951.
//!
//! ```
//! use neuroglass_core::{Optimizer, Sgd};
//!
//! let mut parameters = [1.0, -1.0];
//! let descent = Optimizer::Sgd(Sgd { rate: 0.5 });
//! descent.update(descent.rate(), &mut parameters, &[1.0, 2.0], &mut []);
//! assert_eq!(parameters, [0.5, -2.0]);
//! ```

use super::{Rule, lanes};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "sgd",
    name: "SGD",
    formula: "p ← p − η g",
    sentence: "Moves every parameter a little against its gradient.",
};

numbers! {
    /// Plain steps downhill.
    Sgd {
        /// The length of a step for a gradient of length one.
        rate: f32 = 0.05, "rate" "η" "Rate" limits::RATE;
    }
}

impl Rule for Sgd {
    fn state_len(&self, _parameters: usize) -> usize {
        0
    }

    fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], _state: &mut [f32]) {
        lanes::each(parameters, gradient, [], |p, g, []| (p - g * rate, []));
    }
}
