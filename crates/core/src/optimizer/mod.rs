//! How a gradient becomes a step.
//!
//! A new optimizer is one file beside this one, and one line in the table below. Each is the one of
//! `torch.optim`: η stands outside of whatever is remembered, so that a change of it works at once.

mod ada_grad;
mod adam;
mod adam_w;
mod lanes;
mod momentum;
mod nesterov;
mod rms_prop;
mod sgd;
#[cfg(test)]
mod tests;

pub use ada_grad::AdaGrad;
pub use adam::Adam;
pub use adam_w::AdamW;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use rms_prop::RmsProp;
pub use sgd::Sgd;

use crate::number::kinds;

kinds! {
    /// How a gradient becomes a step. Written as `{"sgd": {"rate": 0.05}}`.
    Optimizer: Rule {
        /// p ← p − η g
        Sgd = sgd,
        /// v ← μ v + g, p ← p − η v
        Momentum = momentum,
        /// v ← μ v + g, p ← p − η (g + μ v)
        Nesterov = nesterov,
        /// s ← s + g², p ← p − η g / (√s + ε)
        AdaGrad = ada_grad,
        /// s ← α s + (1 − α) g², p ← p − η g / (√s + ε)
        RmsProp = rms_prop,
        /// m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², p ← p − η m̂ / (√ŝ + ε)
        Adam = adam,
        /// w ← w − η δ w, then as Adam
        AdamW = adam_w,
    }
}

impl Default for Optimizer {
    fn default() -> Self {
        Self::Sgd(Sgd::DEFAULT)
    }
}

impl Optimizer {
    /// The learning rate η, before a schedule.
    pub const fn rate(&self) -> f32 {
        match self {
            Self::Sgd(Sgd { rate })
            | Self::Momentum(Momentum { rate, .. })
            | Self::Nesterov(Nesterov { rate, .. })
            | Self::AdaGrad(AdaGrad { rate, .. })
            | Self::RmsProp(RmsProp { rate, .. })
            | Self::Adam(Adam { rate, .. })
            | Self::AdamW(AdamW { rate, .. }) => *rate,
        }
    }

    /// The same with another learning rate, which is the first number of each kind.
    #[must_use]
    pub fn with_rate(self, rate: f32) -> Self {
        self.with(0, rate)
    }

    /// The decoupled weight decay δ that comes with the optimizer itself; that of
    /// [`Regularization`](crate::Regularization) is added to it.
    pub const fn decay(&self) -> f32 {
        match self {
            Self::AdamW(adam_w) => adam_w.decay,
            _ => 0.0,
        }
    }

    /// How many numbers it remembers from step to step, for so many parameters.
    pub fn state_len(&self, parameters: usize) -> usize {
        self.arithmetic().state_len(parameters)
    }

    /// One step at the learning rate η that holds for it: changes `parameters` by their mean `gradient` over
    /// a batch, and by what it remembers in `state`, [`Optimizer::state_len`] numbers that are zero at first.
    ///
    /// All of what it remembers is there, also how many steps there were, if it wants to know.
    pub fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], state: &mut [f32]) {
        self.arithmetic().update(rate, parameters, gradient, state);
    }
}

/// The arithmetic of an optimizer.
trait Rule {
    fn state_len(&self, parameters: usize) -> usize;

    fn update(&self, rate: f32, parameters: &mut [f32], gradient: &[f32], state: &mut [f32]);
}
