//! A learning rate that falls along a cosine, again and again.
//!
//! factor(t) = φ + (1 − φ) (1 + cos(π tᵢ / Tᵢ)) / 2
//!
//! with tᵢ the steps since the last restart, and periods T, T k, T k², … for a growth k. Each restart shakes
//! the network out of where it has settled, and each longer fall lets it settle better.
//!
//! Source: Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017. As
//! `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(T_0=T, T_mult=k, eta_min=φ η)`.
//!
//! ```
//! use neuroglass_core::schedule::{Schedule, WarmRestarts};
//!
//! let schedule = Schedule::WarmRestarts(WarmRestarts { period: 10, growth: 2, floor: 0.5, warm_up: 0 });
//! let factors = [0, 5, 10, 20, 30].map(|step| schedule.factor(step));
//! assert_eq!(factors, [1.0, 0.75, 1.0, 0.75, 1.0]);
//! ```

use super::{Curve, half_wave};
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "warmRestarts",
    name: "Warm restarts",
    formula: "η (φ + (1 − φ) (1 + cos(π tᵢ / Tᵢ)) / 2), Tᵢ₊₁ = k Tᵢ",
    sentence: "Lowers the learning rate along a cosine, and sets it back to its full height after each fall.",
};

numbers! {
    /// A rate that falls along a cosine, again and again.
    WarmRestarts {
        /// The steps that the first fall takes.
        period: u32 = 1000, "period" "T" "Period" limits::SPAN;
        /// How many times as long as the one before each further fall takes.
        growth: u32 = 2, "growth" "k" "Growth" limits::GROWTH;
        /// The share of the rate to which it falls.
        floor: f32 = 0.0, "floor" "φ" "Floor" limits::RATE_SHARE;
        /// The steps in which the rate first rises to its full height.
        warm_up: u32 = 0, "warmUp" "n₀" "Warm-up" limits::WARM_UP;
    }
}

impl Curve for WarmRestarts {
    fn factor(&self, step: u64) -> f64 {
        let (mut period, mut since) = (u64::from(self.period), step);
        if self.growth == 1 {
            since %= period;
        }
        while since >= period {
            since -= period;
            period = period.saturating_mul(u64::from(self.growth));
        }
        half_wave(since as f64 / period as f64, self.floor)
    }
}
