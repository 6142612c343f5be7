//! A learning rate that stays.
//!
//! factor(t) = 1
//!
//! As `torch.optim.lr_scheduler.ConstantLR(factor=1)`.
//!
//! ```
//! use neuroglass_core::Schedule;
//!
//! assert_eq!(Schedule::default().factor(1_000_000), 1.0);
//! ```

use super::Curve;
use crate::limits;
use crate::number::{About, numbers};

pub(super) const ABOUT: About = About {
    id: "constant",
    name: "Constant",
    formula: "η",
    sentence: "Keeps the learning rate as it is set.",
};

numbers! {
    /// A rate that stays.
    Constant {
        /// The steps in which the rate first rises to its full height.
        warm_up: u32 = 0, "warmUp" "n₀" "Warm-up" limits::WARM_UP;
    }
}

impl Curve for Constant {
    fn factor(&self, _step: u64) -> f64 {
        1.0
    }
}
