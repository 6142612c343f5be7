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
//! descent.update(&mut parameters, &[1.0, 2.0], &mut []);
//! assert_eq!(parameters, [0.5, -2.0]);
//! ```

use serde::{Deserialize, Serialize};

/// Plain steps downhill.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sgd {
    /// η, the length of a step for a gradient of length one.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::RATE.min, max = crate::limits::RATE.max)))]
    pub rate: f32,
}

impl Default for Sgd {
    fn default() -> Self {
        Self { rate: 0.05 }
    }
}

impl Sgd {
    pub(super) fn update(self, parameters: &mut [f32], gradient: &[f32]) {
        for (parameter, &gradient) in parameters.iter_mut().zip(gradient) {
            *parameter -= self.rate * gradient;
        }
    }
}
