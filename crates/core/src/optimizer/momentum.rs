//! Gradient descent with momentum.
//!
//! v ← μ v + g, p ← p − η v
//!
//! A parameter has a velocity v, like a heavy ball: gradients that agree add up, to as much as 1 / (1 − μ)
//! times one of them, and gradients that alternate cancel.
//!
//! Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964. In the form of
//! `torch.optim.SGD(momentum=μ)`, where η is outside of the velocity.
//!
//! ```
//! use neuroglass_core::{Momentum, Optimizer};
//!
//! let (mut parameters, mut velocity) = ([1.0], [0.0]);
//! let descent = Optimizer::Momentum(Momentum { rate: 0.5, momentum: 0.5 });
//! descent.update(descent.rate(), &mut parameters, &[1.0], &mut velocity);
//! assert_eq!((parameters, velocity), ([0.5], [1.0]));
//! descent.update(descent.rate(), &mut parameters, &[1.0], &mut velocity);
//! assert_eq!((parameters, velocity), ([-0.25], [1.5]));
//! ```

use super::{Rule, lanes};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "momentum",
    name: "Momentum",
    formula: "v ← μ v + g, p ← p − η v",
    sentence: "Lets parameters gather speed, so that they roll through flat stretches and swing less across valleys.",
};

numbers! {
    /// Steps that gather speed.
    Momentum {
        /// The length of a step for a velocity of one.
        rate: f32 = 0.01, "rate" "η" "Rate" limits::RATE;
        /// The share of its velocity that a parameter keeps from step to step.
        momentum: f32 = 0.9, "momentum" "μ" "Momentum" limits::MOMENTUM;
    }
}

impl Rule for Momentum {
    fn state_len(&self, parameters: usize) -> usize {
        parameters
    }

    fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], velocity: &mut [f32]) {
        lanes::each(parameters, gradient, [velocity], |p, g, [v]| {
            let v = v * self.momentum + g;
            (p - v * rate, [v])
        });
    }
}
