//! The gradient divided by its root mean square.
//!
//! s ← α s + (1 − α) g², p ← p − η g / (√s + ε)
//!
//! An [`AdaGrad`](super::AdaGrad) that forgets: s is a running average, so that steps need not die away, and
//! are about η long wherever gradients stay about the same. It begins at zero, so the first steps are longer.
//!
//! Source: Tieleman and Hinton, lecture 6.5 of Neural Networks for Machine Learning, 2012. As
//! `torch.optim.RMSprop(alpha=α)`, with ε outside of the root.
//!
//! ```
//! use neuroglass_core::{Optimizer, RmsProp};
//!
//! let (mut parameters, mut squares) = ([1.0], [0.0]);
//! let descent = Optimizer::RmsProp(RmsProp { rate: 0.25, decay: 0.75, ..RmsProp::DEFAULT });
//! descent.update(descent.rate(), &mut parameters, &[4.0], &mut squares);
//! assert_eq!((parameters, squares), ([0.5], [4.0]));
//! ```

use super::{Rule, lanes};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "rmsProp",
    name: "RMSProp",
    formula: "s ← α s + (1 − α) g², p ← p − η g / (√s + ε)",
    sentence: "Divides each gradient by its usual size of late, so that all parameters move at a like pace.",
};

numbers! {
    /// Steps of about the same length for all parameters.
    RmsProp {
        /// The length of a step where gradients stay the same.
        rate: f32 = 0.01, "rate" "η" "Rate" limits::RATE;
        /// The weight of the past in the average of squared gradients; at 0.99 some hundred steps count.
        decay: f32 = 0.99, "decay" "α" "Decay" limits::AVERAGE;
        /// Keeps the divisor from zero, and steps short where gradients are smaller than it.
        epsilon: f32 = 1e-8, "epsilon" "ε" "Epsilon" limits::EPSILON;
    }
}

impl Rule for RmsProp {
    fn state_len(&self, parameters: usize) -> usize {
        parameters
    }

    fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], squares: &mut [f32]) {
        let new = 1.0 - self.decay;
        lanes::each(parameters, gradient, [squares], |p, g, [s]| {
            let s = s * self.decay + g * g * new;
            (p - g / (s.sqrt() + self.epsilon) * rate, [s])
        });
    }
}
