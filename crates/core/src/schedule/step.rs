//! A learning rate that falls in steps.
//!
//! factor(t) = γ^⌊t / n⌋
//!
//! At a high rate a network soon gets about as far as it can, and then jumps about; each fall of the rate
//! lets it settle deeper.
//!
//! Source: He, Zhang, Ren and Sun, Deep Residual Learning for Image Recognition, 2016. As
//! `torch.optim.lr_scheduler.StepLR(step_size=n, gamma=γ)`.
//!
//! ```
//! use neuroglass_core::schedule::{Schedule, Step};
//!
//! let schedule = Schedule::Step(Step { every: 100, factor: 0.5, warm_up: 0 });
//! let factors = [0, 99, 100, 199, 200].map(|step| schedule.factor(step));
//! assert_eq!(factors, [1.0, 1.0, 0.5, 0.5, 0.25]);
//! ```

use super::Curve;
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "step",
    name: "Step",
    formula: "η γ^⌊t / n⌋",
    sentence: "Lets the learning rate fall at once, again and again after so many steps.",
};

numbers! {
    /// A rate that falls in steps.
    Step {
        /// The steps of training from one fall to the next.
        every: u32 = 2000, "every" "n" "Every" limits::SPAN;
        /// What each fall leaves of the rate.
        factor: f32 = 0.5, "factor" "γ" "Factor" limits::RATE_SHARE;
        /// The steps in which the rate first rises to its full height.
        warm_up: u32 = 0, "warmUp" "n₀" "Warm-up" limits::WARM_UP;
    }
}

impl Curve for Step {
    fn factor(&self, step: u64) -> f64 {
        let falls = step / u64::from(self.every);
        libm::pow(f64::from(self.factor), falls as f64)
    }
}
