//! The adaptive gradient.
//!
//! s ← s + g², p ← p − η g / (√s + ε)
//!
//! Every parameter has a rate of its own, which falls as its gradients add up: those that are seldom moved
//! keep taking large steps. As s only grows, all steps get shorter and shorter.
//!
//! Source: Duchi, Hazan and Singer, Adaptive Subgradient Methods for Online Learning and Stochastic
//! Optimization, 2011. As `torch.optim.Adagrad`.
//!
//! ```
//! use neuroglass_core::{AdaGrad, Optimizer};
//!
//! // However long the first gradient, the first step is η, if only ε is small beside it.
//! let (mut parameters, mut squares) = ([1.0], [0.0]);
//! let descent = Optimizer::AdaGrad(AdaGrad { rate: 0.5, ..AdaGrad::DEFAULT });
//! descent.update(descent.rate(), &mut parameters, &[4.0], &mut squares);
//! assert_eq!((parameters, squares), ([0.5], [16.0]));
//! ```

use super::{Rule, lanes};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "adaGrad",
    name: "AdaGrad",
    formula: "s ← s + g², p ← p − η g / (√s + ε)",
    sentence: "Shortens the steps of each parameter by all that its gradients have been so far.",
};

numbers! {
    /// Steps that get shorter where gradients have been large.
    AdaGrad {
        /// The length of the first step, whatever the gradient.
        rate: f32 = 0.1, "rate" "η" "Rate" limits::RATE;
        /// Keeps a parameter whose gradients have all been zero from dividing by zero.
        epsilon: f32 = 1e-10, "epsilon" "ε" "Epsilon" limits::EPSILON;
    }
}

impl Rule for AdaGrad {
    fn state_len(&self, parameters: usize) -> usize {
        parameters
    }

    fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], squares: &mut [f32]) {
        lanes::each(parameters, gradient, [squares], |p, g, [s]| {
            let s = s + g * g;
            (p - g / (s.sqrt() + self.epsilon) * rate, [s])
        });
    }
}
