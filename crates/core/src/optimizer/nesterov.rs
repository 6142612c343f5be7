//! Nesterov's accelerated gradient.
//!
//! v ← μ v + g, p ← p − η (g + μ v)
//!
//! Momentum that looks ahead: it steps as if the velocity had already carried the parameter on, and so brakes
//! a step earlier.
//!
//! Source: Nesterov, A method for solving the convex programming problem with convergence rate O(1/k²), 1983;
//! for neural networks Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum
//! in deep learning, 2013. In the form of `torch.optim.SGD(momentum=μ, nesterov=True)`, whose parameters are
//! the points ahead, where the gradient is taken.
//!
//! ```
//! use neuroglass_core::{Nesterov, Optimizer};
//!
//! let (mut parameters, mut velocity) = ([1.0], [0.0]);
//! let descent = Optimizer::Nesterov(Nesterov { rate: 0.5, momentum: 0.5 });
//! descent.update(descent.rate(), &mut parameters, &[1.0], &mut velocity);
//! assert_eq!((parameters, velocity), ([0.25], [1.0]));
//! ```

use super::{Rule, lanes};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "nesterov",
    name: "Nesterov",
    formula: "v ← μ v + g, p ← p − η (g + μ v)",
    sentence: "Momentum that looks a step ahead, so that it brakes before a slope turns rather than after.",
};

numbers! {
    /// Steps that gather speed, and look ahead.
    Nesterov {
        /// The length of a step for a velocity of one.
        rate: f32 = 0.01, "rate" "η" "Rate" limits::RATE;
        /// The share of its velocity that a parameter keeps from step to step.
        momentum: f32 = 0.9, "momentum" "μ" "Momentum" limits::MOMENTUM;
    }
}

impl Rule for Nesterov {
    fn state_len(&self, parameters: usize) -> usize {
        parameters
    }

    fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], velocity: &mut [f32]) {
        lanes::each(parameters, gradient, [velocity], |p, g, [v]| {
            let v = v * self.momentum + g;
            (p - (g + v * self.momentum) * rate, [v])
        });
    }
}
