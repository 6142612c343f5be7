//! A learning rate that falls along a cosine.
//!
//! factor(t) = φ + (1 − φ) (1 + cos(π t / T)) / 2 up to t = T, and φ from then on
//!
//! It stays high at first, falls steadily in between, and eases into the floor φ in the end.
//!
//! Source: Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017. Up to step T as
//! `torch.optim.lr_scheduler.CosineAnnealingLR(T_max=T, eta_min=φ η)`, which then goes up again.
//!
//! ```
//! use neuroglass_core::schedule::{Cosine, Schedule};
//!
//! let schedule = Schedule::Cosine(Cosine { steps: 100, floor: 0.5, warm_up: 0 });
//! let factors = [0, 50, 100, 150].map(|step| schedule.factor(step));
//! assert_eq!(factors, [1.0, 0.75, 0.5, 0.5]);
//! ```

use super::{Curve, half_wave};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "cosine",
    name: "Cosine",
    formula: "η (φ + (1 − φ) (1 + cos(π t / T)) / 2)",
    sentence: "Lowers the learning rate gently at first, then steadily, and lets it ease into its floor.",
};

numbers! {
    /// A rate that falls along a cosine.
    Cosine {
        /// The steps that the fall takes.
        steps: u32 = 10_000, "steps" "T" "Steps" limits::SPAN;
        /// The share of the rate that is left in the end.
        floor: f32 = 0.0, "floor" "φ" "Floor" limits::RATE_SHARE;
        /// The steps in which the rate first rises to its full height.
        warm_up: u32 = 0, "warmUp" "n₀" "Warm-up" limits::WARM_UP;
    }
}

impl Curve for Cosine {
    fn factor(&self, step: u64) -> f64 {
        let steps = u64::from(self.steps);
        half_wave(step.min(steps) as f64 / steps as f64, self.floor)
    }
}
