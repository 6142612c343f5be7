//! How the loss would go down from here, if nobody did anything else.
//!
//! The very steps that the run would do next, with its own optimizer, batches and rates, on a copy of it: θ₀ is the
//! network as it is, and of each θₖ the mean loss over the training examples is told. A person who moves weights by
//! hand can be measured by it.

use super::gradient::Gradient;
use super::slices::affordable;
use super::{Examples, Work};
use crate::experiment::Experiment;
use crate::run::Run;
use crate::trainer::Trainer;

/// The most steps.
const STEPS: u32 = 256;
/// Features and targets of all training examples beyond which they are not copied.
const MOST_NUMBERS: usize = 1 << 22;

/// [`super::Study::Descent`]
#[derive(Debug)]
pub(super) struct Descending {
    settings: Experiment,
    /// Nothing, where there is too much to copy.
    trainer: Option<Box<Trainer>>,
    first: u64,
    steps: u64,
    examples: Examples,
    gradient: Gradient,
    /// Whether a step is to be made next, or looked at.
    steps_next: bool,
    losses: Vec<f32>,
}

impl Descending {
    pub fn new(run: &Run, steps: u32) -> Self {
        let steps = steps.min(STEPS);
        let train = run.training_samples();
        let numbers = train.len() * (train.inputs() + train.outputs());
        let trainer = (numbers <= MOST_NUMBERS).then(|| Box::new(run.trainer().fresh()));
        let most = affordable(run.network().shape(), steps as usize + 1);
        Self {
            settings: run.settings().clone(),
            trainer,
            first: run.step(),
            steps: u64::from(steps),
            examples: Examples::of(run, most),
            gradient: Gradient::default(),
            steps_next: false,
            losses: Vec::new(),
        }
    }

    fn is_done(&self) -> bool {
        self.trainer.is_none() || self.losses.len() as u64 == self.steps + 1
    }
}

impl Work for Descending {
    fn work(&mut self) -> bool {
        if self.is_done() {
            return true;
        }
        let Some(trainer) = &mut self.trainer else {
            return true;
        };
        if self.steps_next {
            // Step number k is the one after k losses, less the first.
            let step = self.first + self.losses.len() as u64 - 1;
            self.steps_next = trainer.work(&self.settings, step).is_none();
            return false;
        }
        let (network, loss) = (trainer.network(), self.settings.loss);
        if let Some(mean) = self.gradient.loss(network, loss, self.examples.samples()) {
            self.losses.push(mean as f32);
            self.steps_next = true;
        }
        self.is_done()
    }

    fn progress(&self) -> f32 {
        self.losses.len() as f32 / (self.steps + 1) as f32
    }

    fn examples(&self) -> [usize; 2] {
        [self.examples.len(), self.examples.all()]
    }

    fn numbers(&self) -> Vec<f32> {
        self.losses.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Study, find};
    use crate::edit::RunDocument;
    use crate::evaluate::Evaluation;

    #[test]
    fn each_loss_is_that_of_the_run_after_so_many_steps() {
        let mut run = Run::new(RunDocument::default()).unwrap();
        while run.step() < 30 {
            run.work();
        }
        let losses = find(&run, &Study::Descent { steps: 40 });
        assert_eq!(losses.len(), 41);
        for (steps, &loss) in losses.iter().enumerate() {
            while run.step() < 30 + steps as u64 {
                run.work();
            }
            let mut evaluation = Evaluation::new();
            let scores = loop {
                if let Some(scores) = run.evaluate(&mut evaluation) {
                    break scores;
                }
            };
            assert_eq!(loss, scores.train.loss, "after {steps} steps");
        }
    }
}
