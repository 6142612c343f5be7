//! A learning rate that fades.
//!
//! factor(t) = 2^(−t / h)
//!
//! with the half-life h: after as many steps the rate is half of what it was, whenever one begins to count.
//!
//! Source: Senior, Heigold, Ranzato and Yang, An Empirical Study of Learning Rates in Deep Neural Networks for
//! Speech Recognition, 2013. As `torch.optim.lr_scheduler.ExponentialLR(gamma=2**(-1/h))`.
//!
//! ```
//! use neuroglass_core::schedule::{Exponential, Schedule};
//!
//! let schedule = Schedule::Exponential(Exponential { half_life: 100, warm_up: 0 });
//! assert_eq!([0, 100, 300].map(|step| schedule.factor(step)), [1.0, 0.5, 0.125]);
//! assert_eq!(schedule.factor(1), 0.5_f64.powf(0.01) as f32);
//! ```

use super::Curve;
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "exponential",
    name: "Exponential",
    formula: "η 2^(−t / h)",
    sentence: "Lets the learning rate fade evenly, by half in each half-life.",
};

numbers! {
    /// A rate that fades.
    Exponential {
        /// The steps in which the rate falls to half of what it was.
        half_life: u32 = 2000, "halfLife" "h" "Half-life" limits::SPAN;
        /// The steps in which the rate first rises to its full height.
        warm_up: u32 = 0, "warmUp" "n₀" "Warm-up" limits::WARM_UP;
    }
}

impl Curve for Exponential {
    fn factor(&self, step: u64) -> f64 {
        libm::exp2(-(step as f64) / f64::from(self.half_life))
    }
}
