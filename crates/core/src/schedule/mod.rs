//! How the learning rate goes on the way.
//!
//! The rate of a step is η times a factor that is a function of the step's number alone, counted from 0. A new
//! schedule is one file beside this one, and one line in the table below. Each is the one of
//! `torch.optim.lr_scheduler`, stepped once after each step of the optimizer.

mod constant;
mod cosine;
mod exponential;
mod step;
#[cfg(test)]
mod tests;
mod warm_restarts;

pub use constant::Constant;
pub use cosine::Cosine;
pub use exponential::Exponential;
pub use step::Step;
pub use warm_restarts::WarmRestarts;

use crate::number::kinds;

kinds! {
    /// How the learning rate goes on the way: what it is multiplied by at step t. Written as
    /// `{"cosine": {"steps": 5000}}`.
    Schedule: Curve {
        /// 1
        Constant = constant,
        /// γ^⌊t / n⌋
        Step = step,
        /// 2^(−t / h)
        Exponential = exponential,
        /// φ + (1 − φ) (1 + cos(π t / T)) / 2
        Cosine = cosine,
        /// φ + (1 − φ) (1 + cos(π tᵢ / Tᵢ)) / 2
        WarmRestarts = warm_restarts,
    }
}

impl Default for Schedule {
    fn default() -> Self {
        Self::Constant(Constant::DEFAULT)
    }
}

impl Schedule {
    /// Steps of the warm-up, during which the rate rises evenly to its full height. Only then does the rest
    /// of the schedule begin, with its own step 0.
    pub const fn warm_up(&self) -> u32 {
        match self {
            Self::Constant(Constant { warm_up })
            | Self::Step(Step { warm_up, .. })
            | Self::Exponential(Exponential { warm_up, .. })
            | Self::Cosine(Cosine { warm_up, .. })
            | Self::WarmRestarts(WarmRestarts { warm_up, .. }) => *warm_up,
        }
    }

    /// What the learning rate is multiplied by in the step that comes after so many others.
    ///
    /// In a warm-up of n steps that is (t + 1) / (n + 1), as `LinearLR(start_factor=1/(n + 1), total_iters=n)`
    /// with `SequentialLR(milestones=[n])` before the rest. Source: Goyal and others, Accurate, Large
    /// Minibatch SGD, 2017.
    ///
    /// ```
    /// use neuroglass_core::schedule::{Constant, Schedule};
    ///
    /// let schedule = Schedule::Constant(Constant { warm_up: 3 });
    /// let factors = [0, 1, 2, 3, 4].map(|step| schedule.factor(step));
    /// assert_eq!(factors, [0.25, 0.5, 0.75, 1.0, 1.0]);
    /// ```
    pub fn factor(&self, step: u64) -> f32 {
        let warm_up = u64::from(self.warm_up());
        let factor = match step.checked_sub(warm_up) {
            Some(step) => self.arithmetic().factor(step),
            None => (step + 1) as f64 / (warm_up + 1) as f64,
        };
        factor as f32
    }
}

/// The arithmetic of a schedule.
trait Curve {
    /// The factor at this step, counted from the end of the warm-up.
    fn factor(&self, step: u64) -> f64;
}

/// Half a wave of a cosine, from 1 down to `floor`, for a `share` of the way from 0 to 1.
fn half_wave(share: f64, floor: f32) -> f64 {
    let floor = f64::from(floor);
    let height = 0.5 + 0.5 * libm::cos(std::f64::consts::PI * share);
    floor + (1.0 - floor) * height
}
