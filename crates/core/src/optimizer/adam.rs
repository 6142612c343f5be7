//! Adam, adaptive moments.
//!
//! m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², p ← p − η m̂ / (√ŝ + ε)
//!
//! with m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ) at step t, counted from 1: the averages begin at zero, and
//! this makes up for it. Momentum and [`RmsProp`](super::RmsProp) in one: the direction is an average of
//! gradients, the length of a step about η.
//!
//! It remembers t, then m and s of every parameter. As a float t counts to 2²⁴ and stays there, when even for
//! the greatest β that is allowed 1 − βᵗ has long been 1.
//!
//! Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015. As `torch.optim.Adam`.
//!
//! ```
//! use neuroglass_core::{Adam, Optimizer};
//!
//! // However long the first gradient, the first step is η, if only ε is small beside it.
//! let mut parameters = [1.0, 1.0];
//! let descent = Optimizer::Adam(Adam { rate: 0.5, ..Adam::DEFAULT });
//! let mut state = vec![0.0; descent.state_len(2)];
//! descent.update(descent.rate(), &mut parameters, &[3.0, -0.01], &mut state);
//! assert!((parameters[0] - 0.5_f32).abs() < 1e-5);
//! assert!((parameters[1] - 1.5_f32).abs() < 1e-5);
//! ```

use super::{Rule, lanes};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "adam",
    name: "Adam",
    formula: "m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², p ← p − η m̂ / (√ŝ + ε)",
    sentence: "Follows an average of past gradients, at a like pace for all parameters: a good first choice.",
};

numbers! {
    /// Steps along an average gradient, of about the same length for all parameters.
    Adam {
        /// The length of a step where gradients stay the same.
        rate: f32 = 0.01, "rate" "η" "Rate" limits::RATE;
        /// The weight of the past in the average of gradients; at 0.9 some ten steps count.
        beta1: f32 = 0.9, "beta1" "β₁" "Beta 1" limits::AVERAGE;
        /// The weight of the past in the average of squared gradients; at 0.999 some thousand steps count.
        beta2: f32 = 0.999, "beta2" "β₂" "Beta 2" limits::AVERAGE;
        /// Keeps the divisor from zero, and steps short where gradients are smaller than it.
        epsilon: f32 = 1e-8, "epsilon" "ε" "Epsilon" limits::EPSILON;
    }
}

impl Rule for Adam {
    fn state_len(&self, parameters: usize) -> usize {
        1 + 2 * parameters
    }

    fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], state: &mut [f32]) {
        let [step, moments @ ..] = state else {
            return;
        };
        *step += 1.0;
        let missing = |beta: f32| 1.0 - libm::pow(f64::from(beta), f64::from(*step));
        let length = (f64::from(rate) / missing(self.beta1)) as f32;
        let scale = (1.0 / libm::sqrt(missing(self.beta2))) as f32;
        let (new1, new2) = (1.0 - self.beta1, 1.0 - self.beta2);

        let (means, squares) = moments.split_at_mut(parameters.len());
        lanes::each(parameters, gradient, [means, squares], |p, g, [m, s]| {
            let m = m * self.beta1 + g * new1;
            let s = s * self.beta2 + g * g * new2;
            let p = p - m / (s.sqrt() * scale + self.epsilon) * length;
            (p, [m, s])
        });
    }
}
