//! What an analysis asks the network.

use crate::pass::Pass;
use crate::run::Run;
use crate::samples::Samples;

/// Training examples of a run, of their own, so that the run can go on meanwhile.
#[derive(Clone, Debug)]
pub struct Examples {
    samples: Samples,
    /// How many there are in the run.
    all: usize,
}

impl Examples {
    /// The first training examples of a run, which are in no order: `most` at most, and at least 64.
    pub fn of(run: &Run, most: usize) -> Self {
        let train = run.training_samples();
        Self {
            samples: train.first(most.max(64)),
            all: train.len(),
        }
    }

    /// How many are asked.
    pub const fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// How many there would be.
    pub const fn all(&self) -> usize {
        self.all
    }

    /// The examples themselves.
    pub const fn samples(&self) -> &Samples {
        &self.samples
    }

    /// Puts a block of them where a pass begins.
    pub(crate) fn load(&self, pass: &mut Pass, first: usize, examples: usize) {
        let number = |example: usize| first + example;
        let samples = &self.samples;
        pass.load_examples(samples.inputs(), examples, samples.features(), number);
        pass.load_targets_of(samples.outputs(), samples.targets(), number);
    }
}
