//! What keeps weights small.
//!
//! g ← g + λ₁ sign(w) + λ₂ w, then w ← w − η δ w
//!
//! - L1 (λ₁) draws every weight towards zero with the same force, however small it is. Those that are of little
//!   use end at zero, or rather go to and fro about it by η λ₁.
//! - L2 (λ₂) draws in proportion to the weight, so that large ones are rare but none vanishes.
//! - Decay (δ) does that beside the gradient. With plain descent it is the same as L2; with the others it is
//!   not, as they scale the gradient.
//!
//! Biases are left alone: they shift a unit's answer, but do not make it steep. The loss that is shown stays
//! that of the data; [`Regularization::penalty`] is the rest of what training makes small. In terms of
//! `torch.optim`, L2 is the `weight_decay` of `SGD` and the like, and decay is that of `AdamW`, for a group of
//! parameters without biases.
//!
//! Source: Tibshirani, Regression Shrinkage and Selection via the Lasso, 1996, for L1; Krogh and Hertz, A
//! Simple Weight Decay Can Improve Generalization, 1992, for L2; Loshchilov and Hutter, Decoupled Weight Decay
//! Regularization, 2019, for decay.
//!
//! ```
//! use neuroglass_core::Regularization;
//!
//! let (mut weights, mut gradient) = ([4.0, -2.0], [0.0, 0.0]);
//! let regularization = Regularization { l1: 1.0, l2: 0.5, decay: 0.5 };
//! assert_eq!(regularization.penalty(&weights), 6.0 + 0.25 * 20.0);
//! regularization.apply(0.5, &mut weights, &mut gradient);
//! assert_eq!(gradient, [3.0, -2.0]);
//! assert_eq!(weights, [3.0, -1.5]);
//! ```

use crate::limits;
use crate::number::numbers;

numbers! {
    /// What keeps weights small. Biases are left alone.
    Regularization {
        /// Draws every weight towards zero with the same force, so that those of little use end there.
        l1: f32 = 0.0, "l1" "λ₁" "L1" limits::PULL;
        /// Draws weights towards zero the more the larger they are, so that none stands out.
        l2: f32 = 0.0, "l2" "λ₂" "L2" limits::PULL;
        /// The share of itself, times the rate, that a weight loses in each step beside the gradient.
        decay: f32 = 0.0, "decay" "δ" "Decay" limits::PULL;
    }
}

impl Regularization {
    /// The same with this decay added to its own.
    #[must_use]
    pub fn and_decay(self, decay: f32) -> Self {
        Self {
            decay: self.decay + decay,
            ..self
        }
    }

    /// Whether it leaves all weights as they are.
    pub fn is_none(self) -> bool {
        self == Self::DEFAULT
    }

    /// What it adds to the loss for these weights: λ₁ Σ|w| + ½ λ₂ Σw². Those of several layers add up.
    pub fn penalty(self, weights: &[f32]) -> f32 {
        let weights = || weights.iter().map(|&weight| f64::from(weight));
        let sizes: f64 = weights().map(f64::abs).sum();
        let squares: f64 = weights().map(|weight| weight * weight).sum();
        (f64::from(self.l1) * sizes + 0.5 * f64::from(self.l2) * squares) as f32
    }

    /// Does its part of a step at the learning rate η, before the optimizer's: adds to the gradient of some
    /// weights, then lets them decay.
    pub fn apply(self, rate: f32, weights: &mut [f32], gradient: &mut [f32]) {
        // What is zero is left out: 0 · ∞ would make a NaN of an infinite weight.
        if self.l1 != 0.0 {
            pull(gradient, weights, |weight| self.l1 * sign(weight));
        }
        if self.l2 != 0.0 {
            pull(gradient, weights, |weight| self.l2 * weight);
        }
        if self.decay != 0.0 {
            let left = (1.0 - f64::from(rate) * f64::from(self.decay)) as f32;
            for weight in weights {
                *weight *= left;
            }
        }
    }
}

/// Adds a force to the gradient of each weight.
fn pull(gradient: &mut [f32], weights: &[f32], force: impl Fn(f32) -> f32) {
    for (gradient, &weight) in gradient.iter_mut().zip(weights) {
        *gradient += force(weight);
    }
}

/// −1, 0 or 1. The slope of |w|, which has none at 0; like every library we take 0.
fn sign(weight: f32) -> f32 {
    f32::from(weight > 0.0) - f32::from(weight < 0.0)
}
