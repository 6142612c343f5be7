//! Adam with decoupled weight decay.
//!
//! w ← w − η δ w for every weight w, then as [`Adam`] for every parameter.
//!
//! An L2 term in the loss would go through Adam's division, which all but undoes it where gradients are large.
//! Here weights shrink by themselves, beside the gradient. That is the same as Adam with a decay of δ in
//! [`Regularization`], bit for bit, and is done there: by [`Regularization::apply`], with
//! [`Optimizer::decay`] added in, and to weights alone. [`Optimizer::update`] is that of Adam.
//!
//! Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019. As `torch.optim.AdamW` with
//! the biases in a group of parameters whose `weight_decay` is 0.
//!
//! ```
//! use neuroglass_core::{AdamW, Optimizer, Regularization};
//!
//! let descent = Optimizer::AdamW(AdamW { rate: 0.5, decay: 0.5, ..AdamW::DEFAULT });
//! let (mut weights, mut gradient) = ([1.0], [0.0]);
//! let mut state = vec![0.0; descent.state_len(1)];
//! let regularization = Regularization::DEFAULT.and_decay(descent.decay());
//! regularization.apply(descent.rate(), &mut weights, &mut gradient);
//! descent.update(descent.rate(), &mut weights, &gradient, &mut state);
//! assert_eq!(weights, [0.75]);
//! ```
//!
//! [`Optimizer::decay`]: super::Optimizer::decay
//! [`Optimizer::update`]: super::Optimizer::update
//! [`Regularization`]: crate::Regularization
//! [`Regularization::apply`]: crate::Regularization::apply

use super::{Adam, Rule};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "adamW",
    name: "AdamW",
    formula: "w ← w − η δ w, then m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², p ← p − η m̂ / (√ŝ + ε)",
    sentence: "Adam, with weights that shrink a little in each step unless the gradient holds them up.",
};

numbers! {
    /// Adam's steps, with weights that shrink by themselves.
    AdamW {
        /// The length of a step where gradients stay the same.
        rate: f32 = 0.01, "rate" "η" "Rate" limits::RATE;
        /// The weight of the past in the average of gradients; at 0.9 some ten steps count.
        beta1: f32 = 0.9, "beta1" "β₁" "Beta 1" limits::AVERAGE;
        /// The weight of the past in the average of squared gradients; at 0.999 some thousand steps count.
        beta2: f32 = 0.999, "beta2" "β₂" "Beta 2" limits::AVERAGE;
        /// Keeps the divisor from zero, and steps short where gradients are smaller than it.
        epsilon: f32 = 1e-8, "epsilon" "ε" "Epsilon" limits::EPSILON;
        /// The share of itself, times the rate, that a weight loses in each step.
        decay: f32 = 0.01, "decay" "δ" "Decay" limits::PULL;
    }
}

impl AdamW {
    pub(super) const fn adam(self) -> Adam {
        Adam {
            rate: self.rate,
            beta1: self.beta1,
            beta2: self.beta2,
            epsilon: self.epsilon,
        }
    }
}

impl Rule for AdamW {
    fn state_len(&self, parameters: usize) -> usize {
        self.adam().state_len(parameters)
    }

    fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], state: &mut [f32]) {
        self.adam().update(rate, parameters, gradient, state);
    }
}
