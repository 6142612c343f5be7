//! States of a run to go back to.

/// A state of a run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Checkpoint {
    /// Steps done.
    pub step: u64,
    /// Edits of the timeline that were applied.
    pub edits: usize,
    /// Parameters, then the optimizer's memory, then how parameters are held.
    pub state: Vec<f32>,
}

/// Some states of a run, at most 128 and at most 16 MB, spread evenly over it.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoints {
    /// In order of steps, no two at the same.
    list: Vec<Checkpoint>,
    /// Steps between them, a power of two.
    interval: u64,
}

/// The most checkpoints.
const MOST: usize = 128;
/// The most bytes in all of them, where they are more than two.
pub(crate) const MOST_BYTES: u64 = 16 << 20;
/// As many numbers.
const MOST_NUMBERS: usize = (MOST_BYTES / 4) as usize;

impl Checkpoints {
    /// None yet.
    pub const fn new() -> Self {
        Self {
            list: Vec::new(),
            interval: 1,
        }
    }

    /// Whether there should be one at `step` and is none.
    pub fn is_due(&self, step: u64) -> bool {
        step & (self.interval - 1) == 0 && self.list.last().is_none_or(|last| last.step < step)
    }

    /// Adds one beyond all others. Where that is too many, every other one goes, except the first.
    pub fn push(&mut self, checkpoint: Checkpoint) {
        self.list.push(checkpoint);
        while self.list.len() > 2 && self.is_overfull() {
            self.interval *= 2;
            let (interval, first) = (self.interval, self.list[0].step);
            self.list
                .retain(|kept| kept.step.is_multiple_of(interval) || kept.step == first);
        }
    }

    /// The last one at or before `step`.
    pub fn nearest(&self, step: u64) -> Option<&Checkpoint> {
        let count = self
            .list
            .partition_point(|checkpoint| checkpoint.step <= step);
        self.list[..count].last()
    }

    /// Forgets those beyond `step`, and at it those with more than so many edits.
    pub fn truncate(&mut self, step: u64, edits: usize) {
        self.list
            .retain(|kept| (kept.step, kept.edits) <= (step, edits));
        // What comes now is a shorter run, with finer steps.
        self.interval = (step / (MOST as u64 / 2)).max(1).next_power_of_two();
    }

    fn is_overfull(&self) -> bool {
        let numbers: usize = self.list.iter().map(|kept| kept.state.len()).sum();
        self.list.len() > MOST || numbers > MOST_NUMBERS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(len: usize, steps: u64) -> Checkpoints {
        let mut checkpoints = Checkpoints::new();
        for step in 0..steps {
            if checkpoints.is_due(step) {
                checkpoints.push(Checkpoint {
                    step,
                    edits: 0,
                    state: vec![0.0; len],
                });
            }
        }
        checkpoints
    }

    #[test]
    fn are_bounded_and_spread_over_the_run() {
        for (len, steps) in [(100, 1), (100, 100), (100, 1_000_000), (40_000, 5_000)] {
            let checkpoints = run(len, steps);
            assert!(checkpoints.list.len() <= MOST);
            assert!(checkpoints.list.len() * len <= MOST_NUMBERS);
            let widest = (0..steps)
                .step_by(7)
                .map(|step| step - checkpoints.nearest(step).unwrap().step)
                .max();
            assert!(widest < Some((steps / 32).max(1)), "{widest:?} of {steps}");
        }
    }

    #[test]
    fn truncating_keeps_what_still_holds() {
        let mut checkpoints = run(10, 100);
        checkpoints.truncate(50, 0);
        assert_eq!(checkpoints.nearest(99).unwrap().step, 50);
        checkpoints.list[50].edits = 3;
        checkpoints.truncate(50, 2);
        assert_eq!(checkpoints.nearest(99).unwrap().step, 49);
    }
}
