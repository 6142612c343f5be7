//! Which grey a loss has, and at which losses there are contours.

/// The least difference that is shown as one, as a share of the loss.
const LEAST: f32 = 0.05;
/// Losses below this are as good as none.
const NONE: f32 = 1e-9;
/// Losses above this are as bad as can be.
const WORST: f32 = 1e30;
/// There are at least and at most so many contours, where the numbers allow.
const FEW: usize = 5;
const MANY: usize = 12;

/// The range of the losses at hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shade {
    pub low: f32,
    pub high: f32,
    is_log: bool,
}

impl Shade {
    /// From the least to the greatest finite one of `losses`.
    pub fn of(losses: &[f32], is_log: bool) -> Self {
        let finite = losses.iter().copied().filter(|loss| loss.is_finite());
        let [low, high] = finite.fold([f32::INFINITY, 0.0], |[low, high], loss| {
            [low.min(loss), high.max(loss)]
        });
        let low = if low.is_finite() {
            low.clamp(NONE, WORST)
        } else {
            1.0
        };
        Self {
            low,
            high: high.min(WORST).max(low * (1.0 + LEAST)),
            is_log,
        }
    }

    /// From 0 for the least to 1 for the greatest; what is no number stays none.
    pub fn place(&self, loss: f32) -> f32 {
        if loss.is_nan() {
            return loss;
        }
        let share = if self.is_log {
            (loss.max(self.low) / self.low).ln() / (self.high / self.low).ln()
        } else {
            (loss - self.low) / (self.high - self.low)
        };
        share.clamp(0.0, 1.0)
    }

    /// Round losses between the two, evenly on a log scale as far as round numbers can be.
    pub fn levels(&self) -> Vec<f32> {
        let few = [
            vec![1.0],
            vec![1.0, 3.0],
            vec![1.0, 2.0, 5.0],
            vec![1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0],
        ];
        let even = [5_u8, 2, 1].map(|tenths| {
            let digits = (10..100_u8).step_by(usize::from(tenths));
            digits.map(|tenth| f64::from(tenth) / 10.0).collect()
        });
        let mut levels = Vec::new();
        for digits in few.into_iter().chain(even) {
            levels = self.round(&digits);
            if levels.len() >= FEW {
                break;
            }
        }
        let apart = levels.len().div_ceil(MANY).max(1);
        levels.into_iter().step_by(apart).collect()
    }

    /// Those losses between the two that begin with these digits.
    fn round(&self, digits: &[f64]) -> Vec<f32> {
        let [from, to] = [self.low, self.high].map(|end| f64::from(end).log10().floor() as i32);
        let powers = (from..=to).map(|power| 10f64.powi(power));
        let losses = powers.flat_map(|power| digits.iter().map(move |digit| digit * power));
        losses
            .map(|loss| loss as f32)
            .filter(|loss| *loss > self.low && *loss < self.high)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contours_are_round_and_neither_few_nor_many() {
        for (low, high) in [(0.2, 0.9), (0.01, 3.0), (0.45, 0.52), (1e-7, 1e20)] {
            let levels = Shade::of(&[low, high], true).levels();
            assert!((4..=MANY).contains(&levels.len()), "{levels:?}");
            assert!(levels.iter().all(|level| (low..high).contains(level)));
        }
        assert_eq!(
            Shade::of(&[0.09, 1.1], true).levels(),
            [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0]
        );
    }

    #[test]
    fn the_ends_are_the_ends_on_either_scale() {
        for is_log in [false, true] {
            let shade = Shade::of(&[0.1, f32::NAN, 0.9, f32::INFINITY], is_log);
            assert_eq!([shade.place(0.1), shade.place(0.9)], [0.0, 1.0]);
            assert_eq!(shade.place(f32::INFINITY), 1.0);
            assert!(shade.place(f32::NAN).is_nan());
            assert!(shade.place(0.3) > 0.0 && shade.place(0.3) < 1.0);
        }
    }

    #[test]
    fn no_loss_breaks_it() {
        for losses in [&[][..], &[f32::NAN], &[0.0, 0.0], &[f32::MAX], &[1e-40]] {
            let shade = Shade::of(losses, true);
            assert!(shade.high > shade.low && shade.place(0.5).is_finite());
            assert!(shade.levels().len() <= MANY);
        }
    }
}
