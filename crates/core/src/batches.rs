//! Which examples a step learns from.

use crate::experiment::Experiment;

/// How the training samples of an epoch are divided into steps. The last step of an epoch takes what is left;
/// none reaches into the next epoch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Batches {
    /// Samples in an epoch.
    samples: u64,
    /// Samples in a step.
    size: u64,
    /// Steps in an epoch.
    steps: u64,
}

/// The samples of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Batch {
    /// Whole epochs before it.
    pub epoch: u64,
    /// Where its samples begin in the order of the epoch.
    pub first: usize,
    /// How many they are.
    pub len: usize,
}

impl Batches {
    /// The division under these settings.
    pub fn of(settings: &Experiment) -> Self {
        let samples = settings.data.train_len() as u64;
        let size = u64::from(settings.batch).min(samples);
        Self {
            samples,
            size,
            steps: samples.div_ceil(size),
        }
    }

    /// The samples of step number `step`, counted from 0.
    pub fn batch(&self, step: u64) -> Batch {
        let first = (step % self.steps) * self.size;
        Batch {
            epoch: step / self.steps,
            first: first as usize,
            len: self.size.min(self.samples - first) as usize,
        }
    }

    /// Epochs in so many steps.
    pub fn epochs(&self, steps: u64) -> f64 {
        steps as f64 / self.steps as f64
    }

    /// Examples in the first so many steps.
    pub fn examples(&self, steps: u64) -> u64 {
        let rest = (steps % self.steps) * self.size;
        (steps / self.steps) * self.samples + rest
    }
}

/// The examples of a run, whose batches may have changed on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    /// Examples before the last change.
    before: f64,
    /// The step of the last change.
    since: u64,
}

impl Tally {
    /// Examples up to `step`.
    pub fn examples(self, settings: &Experiment, step: u64) -> f64 {
        let batches = Batches::of(settings);
        self.before + (batches.examples(step) - batches.examples(self.since)) as f64
    }

    /// The tally of a run whose settings, so far these, change at `step`.
    pub fn change(self, settings: &Experiment, step: u64) -> Self {
        Self {
            before: self.examples(settings, step),
            since: step,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_240_samples(batch: u32) -> Experiment {
        let settings = Experiment {
            batch,
            ..Experiment::default()
        };
        assert_eq!(settings.data.train_len(), 240);
        settings
    }

    #[test]
    fn a_left_over_batch_ends_its_epoch() {
        let batches = Batches::of(&of_240_samples(100));
        let of = |step| {
            let Batch { epoch, first, len } = batches.batch(step);
            (epoch, first, len)
        };
        assert_eq!(of(0), (0, 0, 100));
        assert_eq!(of(2), (0, 200, 40));
        assert_eq!(of(3), (1, 0, 100));
        assert_eq!(batches.examples(2), 200);
        assert_eq!(batches.examples(3), 240);
        assert_eq!(batches.examples(4), 340);
        assert_eq!(batches.epochs(6), 2.0);
    }

    #[test]
    fn a_batch_is_at_most_everything() {
        let batch = Batches::of(&of_240_samples(10_000)).batch(5);
        assert_eq!((batch.epoch, batch.len), (5, 240));
    }

    #[test]
    fn a_tally_adds_up_over_changes() {
        let settings = of_240_samples(10);
        let tally = Tally::default().change(&settings, 30); // an epoch of 24 steps, then 6
        let settings = of_240_samples(1);
        assert_eq!(tally.examples(&settings, 30), 300.0);
        assert_eq!(tally.examples(&settings, 37), 307.0);
    }
}
