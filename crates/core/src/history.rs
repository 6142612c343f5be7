//! How the losses went.

use serde::{Deserialize, Serialize};

use crate::experiment::Experiment;
use crate::shape::Shape;

/// The losses at one step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPoint {
    /// Steps done.
    pub step: u64,
    /// Mean loss over the training points.
    pub train: f32,
    /// Mean loss over the test points.
    pub test: f32,
}

/// The losses of some neighbouring steps: a piece of a curve to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistoryBin {
    /// The first step.
    pub step: u64,
    /// Least and greatest loss over the training points; NaN if none was a number.
    pub train: [f32; 2],
    /// Least and greatest loss over the test points; NaN if none was a number.
    pub test: [f32; 2],
    /// The last point.
    pub last: HistoryPoint,
}

/// The most bins that [`History::bins`] gives.
pub const BINS: u64 = 512;
/// Points in each full bin of a run that is evaluated as often as possible.
const POINTS_PER_BIN: u64 = 4;

/// How the losses went.
///
/// Losses are taken at every step at first; at every second from step 2,048 on, at every fourth from 4,096
/// on, and so forth. So its length grows by 1,024 points with each doubling of the steps (some 15,000 points
/// for 10 million steps) and which points there are is a function of the run alone, not of the way it was
/// arrived at. A curve is drawn from at most [`BINS`] bins.
///
/// The run keeps one, and the page a copy, fed by [`crate::Run::take_history_changes`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    points: Vec<HistoryPoint>,
}

impl History {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// All points, in order of steps.
    pub fn points(&self) -> &[HistoryPoint] {
        &self.points
    }

    /// The last point.
    pub fn last(&self) -> Option<HistoryPoint> {
        self.points.last().copied()
    }

    /// Adds a point. Points at its step or beyond are forgotten.
    pub fn push(&mut self, point: HistoryPoint) {
        self.truncate(point.step);
        self.points.push(point);
    }

    /// Forgets the points at this step and beyond.
    pub fn truncate(&mut self, step: u64) {
        let kept = self.points.partition_point(|point| point.step < step);
        self.points.truncate(kept);
    }

    /// The points gathered into at most [`BINS`] bins of equally many steps, a power of two, without the
    /// empty ones.
    pub fn bins(&self) -> Vec<HistoryBin> {
        let Some(last) = self.last() else {
            return Vec::new();
        };
        let width = (last.step / BINS + 1).next_power_of_two();
        self.points
            .chunk_by(|a, b| a.step / width == b.step / width)
            .filter_map(HistoryBin::of)
            .collect()
    }

    /// Whether losses at `step` are wanted and not there yet.
    pub(crate) fn is_due(&self, step: u64, pace: Pace) -> bool {
        step.is_multiple_of(pace.interval(step))
            && self.points.last().is_none_or(|last| last.step < step)
    }
}

impl HistoryBin {
    fn of(points: &[HistoryPoint]) -> Option<Self> {
        let span = |loss: fn(&HistoryPoint) -> f32| {
            // `min` and `max` pass over NaN.
            points
                .iter()
                .map(loss)
                .fold([f32::NAN; 2], |[low, high], loss| {
                    [low.min(loss), high.max(loss)]
                })
        };
        Some(Self {
            step: points.first()?.step,
            train: span(|point| point.train),
            test: span(|point| point.test),
            last: *points.last()?,
        })
    }
}

/// How often the losses of a run are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// The least steps between two times, a power of two.
    least: u64,
}

impl Pace {
    /// Multiply-adds, about a millisecond's worth, that evaluating may always take.
    const FREE: u64 = 1_000_000;

    /// The pace under these settings: beyond what is free, evaluating takes at most about an eighth of the
    /// work of training.
    pub fn of(settings: &Experiment) -> Self {
        let forward = Shape::new(settings).work();
        let samples = settings.data.train_len().min(settings.batch as usize) as u64;
        let step = 3 * forward * samples;
        let evaluation = forward * u64::from(settings.data.size);
        let least = 8 * evaluation.saturating_sub(Self::FREE) / step;
        Self {
            least: least.max(1).next_power_of_two(),
        }
    }

    /// The steps from one time to the next, around `step`: a power of two.
    fn interval(self, step: u64) -> u64 {
        let natural = (step / (BINS * POINTS_PER_BIN) + 1).next_power_of_two();
        natural.max(self.least)
    }
}

/// What has changed in a history since its copy was last told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    truncated: Option<u64>,
    points: Vec<HistoryPoint>,
}

impl Changes {
    pub fn push(&mut self, point: HistoryPoint) {
        self.points.push(point);
    }

    pub fn truncate(&mut self, step: u64) {
        self.points.retain(|point| point.step < step);
        self.truncated = Some(self.truncated.map_or(step, |earlier| earlier.min(step)));
    }

    pub fn take(&mut self) -> (Option<u64>, Vec<HistoryPoint>) {
        (self.truncated.take(), std::mem::take(&mut self.points))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(steps: u64, pace: Pace) -> History {
        let mut history = History::new();
        for step in 0..=steps {
            if history.is_due(step, pace) {
                let train = (step % 100) as f32;
                let test = f32::NAN;
                history.push(HistoryPoint { step, train, test });
            }
        }
        history
    }

    const OFTEN: Pace = Pace { least: 1 };

    #[test]
    fn is_bounded_for_a_run_of_any_length() {
        let history = filled(3_000_000, OFTEN);
        assert!(history.points().len() < 2_048 + 11 * 1_024);
        let bins = history.bins();
        assert!(
            (256..=BINS as usize).contains(&bins.len()),
            "{}",
            bins.len()
        );
        assert!(bins.is_sorted_by(|a, b| a.last.step < b.step));
        for bin in bins {
            assert!(0.0 <= bin.train[0] && bin.train[0] <= bin.train[1] && bin.train[1] < 100.0);
            assert!(bin.test[0].is_nan());
        }
    }

    #[test]
    fn is_the_same_after_going_back() {
        let mut history = filled(100_000, OFTEN);
        history.truncate(3_000);
        let steps = |history: &History| -> Vec<u64> {
            history.points().iter().map(|point| point.step).collect()
        };
        assert!(steps(&history) == steps(&filled(2_999, OFTEN)));
    }

    #[test]
    fn pushing_replaces_what_lies_beyond() {
        let mut history = filled(10, OFTEN);
        let point = HistoryPoint {
            step: 5,
            train: 1.0,
            test: 2.0,
        };
        history.push(point);
        assert_eq!(history.points().len(), 6);
        assert_eq!(history.last(), Some(point));
    }

    #[test]
    fn a_copy_follows_by_changes() {
        let (mut original, mut copy) = (History::new(), History::new());
        let mut changes = Changes::default();
        let take = |changes: &mut Changes, copy: &mut History| {
            let (truncated, points) = changes.take();
            if let Some(step) = truncated {
                copy.truncate(step);
            }
            for point in points {
                copy.push(point);
            }
        };
        for (action, step) in [
            (0, 1),
            (0, 2),
            (1, 2),
            (0, 2),
            (0, 3),
            (2, 0),
            (0, 4),
            (1, 1),
            (0, 1),
        ] {
            let point = HistoryPoint {
                step,
                train: step as f32,
                test: action as f32,
            };
            match action {
                0 => {
                    original.push(point);
                    changes.push(point);
                }
                1 => {
                    original.truncate(step);
                    changes.truncate(step);
                }
                _ => take(&mut changes, &mut copy),
            }
        }
        take(&mut changes, &mut copy);
        assert_eq!(original, copy);
    }

    #[test]
    fn a_large_evaluation_is_rarer() {
        let small = Experiment::default();
        assert_eq!(Pace::of(&small), OFTEN);
        let mut large = small;
        large.data.size = 10_000;
        large.hidden = vec![crate::layer::Layer::dense(64, crate::activation::Activation::Relu); 8];
        assert!(Pace::of(&large).least >= 1_000);
        large.batch = 10_000;
        assert_eq!(Pace::of(&large).least, 4);
    }
}
