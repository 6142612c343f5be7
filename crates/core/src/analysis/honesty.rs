//! What the gradient promises for the next step, and what the step gives.
//!
//! Near θ the loss is a plane: L(θ + Δθ) ≈ L(θ) + g · Δθ, with g = ∂L/∂θ. For plain descent Δθ = −η g, and the loss
//! should fall by η ‖g‖². It is only a plane near by: a step that is too long overshoots. And the promise is about
//! the batch, whereas what is wanted is a smaller loss over all examples.
//!
//! Source: Nocedal and Wright, Numerical Optimization, 2nd edition, section 2.2 (Taylor's theorem).

use super::gradient::Gradient;
use super::slices::affordable;
use super::{Examples, Work};
use crate::experiment::Experiment;
use crate::learner::Learner;
use crate::run::Run;
use crate::samples::Samples;

/// The next step as it would be done, seen from both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NextStep {
    /// η, as the schedule has it.
    pub rate: f32,
    /// ‖g‖ of the batch's mean loss.
    pub gradient: f32,
    /// ‖Δθ‖
    pub length: f32,
    /// The mean loss over the batch.
    pub batch: Change,
    /// The mean loss over the training examples that were asked.
    pub train: Change,
}

/// How a loss changes in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What it is before the step.
    pub before: f32,
    /// What the gradient promises: g · Δθ.
    pub promised: f32,
    /// What the step gives.
    pub given: f32,
}

impl NextStep {
    /// Reads the numbers of [`super::Study::NextStep`], which are in the order of the fields.
    pub fn read(numbers: &[f32]) -> Option<Self> {
        let &[rate, gradient, length, ref changes @ ..] = numbers else {
            return None;
        };
        let (&[batch, train], []) = changes.as_chunks() else {
            return None;
        };
        let change = |[before, promised, given]: [f32; 3]| Change {
            before,
            promised,
            given,
        };
        Some(Self {
            rate,
            gradient,
            length,
            batch: change(batch),
            train: change(train),
        })
    }
}

/// [`super::Study::NextStep`]
#[derive(Debug)]
pub(super) struct Stepping {
    settings: Experiment,
    step: u64,
    learner: Learner,
    batch: Samples,
    train: Examples,
    gradient: Gradient,
    /// θ before the step.
    origin: Vec<f32>,
    stage: usize,
    /// Of the batch and of the training examples: mean loss and gradient before the step, and the loss after it.
    before: Vec<(f64, Vec<f32>)>,
    after: Vec<f64>,
}

/// Both sets before the step, the step, and both sets after it.
const STAGES: usize = 5;

impl Stepping {
    pub fn new(run: &Run) -> Self {
        let mut learner = run.trainer().learner().clone();
        learner.discard();
        Self {
            settings: run.settings().clone(),
            step: run.step(),
            batch: run.next_batch(),
            train: Examples::of(run, affordable(run.network().shape(), 4)),
            gradient: Gradient::default(),
            origin: learner.network().parameters().to_vec(),
            learner,
            stage: 0,
            before: Vec::new(),
            after: Vec::new(),
        }
    }

    /// Does one piece of the stage at hand; `true` with the last one.
    fn work_on_stage(&mut self) -> bool {
        let samples = [&self.batch, self.train.samples()];
        let (network, loss) = (self.learner.network(), self.settings.loss);
        let gradient = &mut self.gradient;
        match self.stage {
            stage @ (0 | 1) => {
                let found = gradient.loss_and_gradient(network, loss, samples[stage]);
                self.before.extend(found);
                self.before.len() > stage
            }
            2 => {
                let all: Vec<u32> = (0..self.batch.len() as u32).collect();
                let (settings, learner) = (&self.settings, &mut self.learner);
                let stepped = learner.work(settings, self.step, &self.batch, &all);
                stepped.is_some()
            }
            stage => {
                let set = (stage - 3).min(1);
                self.after
                    .extend(gradient.loss(network, loss, samples[set]));
                self.after.len() > set
            }
        }
    }
}

impl Work for Stepping {
    fn work(&mut self) -> bool {
        if self.stage < STAGES && self.work_on_stage() {
            self.stage += 1;
        }
        self.stage == STAGES
    }

    fn progress(&self) -> f32 {
        self.stage as f32 / STAGES as f32
    }

    fn examples(&self) -> [usize; 2] {
        [self.train.len(), self.train.all()]
    }

    fn numbers(&self) -> Vec<f32> {
        let now = self.learner.network().parameters();
        let steps = now.iter().zip(&self.origin);
        let steps: Vec<f64> = steps
            .map(|(&now, &before)| f64::from(now) - f64::from(before))
            .collect();
        let norm = |squares: f64| libm::sqrt(squares) as f32;
        let batch_gradient = self
            .before
            .first()
            .map_or(&[][..], |(_, gradient)| gradient);
        let squares = batch_gradient.iter().map(|&g| f64::from(g) * f64::from(g));
        let mut numbers = vec![
            self.settings.rate_at(self.step),
            norm(squares.sum()),
            norm(steps.iter().map(|step| step * step).sum()),
        ];
        for ((before, gradient), after) in self.before.iter().zip(&self.after) {
            let terms = gradient.iter().zip(&steps);
            let promised: f64 = terms.map(|(&g, step)| f64::from(g) * step).sum();
            numbers.extend([*before as f32, promised as f32, (after - before) as f32]);
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Study, find};
    use crate::edit::{Edit, RunDocument};
    use crate::layer::Layer;
    use crate::optimizer::{Adam, Optimizer, Sgd};

    fn run(steps: u64, change: impl Fn(&mut Experiment)) -> Run {
        let mut document = RunDocument::default();
        change(&mut document.experiment);
        let mut run = Run::new(document).unwrap();
        while run.step() < steps {
            run.work();
        }
        run
    }

    fn next_step(run: &Run) -> NextStep {
        NextStep::read(&find(run, &Study::NextStep)).unwrap()
    }

    fn near(a: f32, b: f32) {
        assert!((a - b).abs() < 1e-3 * b.abs() + 1e-7, "{a}, {b}");
    }

    #[test]
    fn descent_promises_the_rate_times_the_square_of_the_gradient() {
        let run = run(130, |settings| settings.batch = 7);
        let found = next_step(&run);
        near(found.rate, 0.05);
        near(
            found.batch.promised,
            -found.rate * found.gradient * found.gradient,
        );
        near(found.length, found.rate * found.gradient);
    }

    /// What is left out of the promise is of second order: a step of a tenth of the length breaks a tenth of it.
    #[test]
    fn a_short_step_keeps_its_promise() {
        let mut run = run(130, |settings| settings.batch = 200);
        let [long, short] = [0.05, 0.005].map(|rate| {
            run.edit(Edit::Rate(rate)).unwrap();
            let found = next_step(&run);
            assert!(found.batch.given < 0.0 && found.train.given < 0.0);
            (found.batch.given / found.batch.promised - 1.0).abs()
        });
        assert!(short < 0.02, "{short}");
        assert!((7.0..13.0).contains(&(long / short)), "{long}, {short}");
    }

    /// Whatever the optimizer, and with dropout on the way: the step is that which the run does then.
    #[test]
    fn the_step_is_the_one_that_the_run_does() {
        for optimizer in [Optimizer::Sgd(Sgd::DEFAULT), Optimizer::Adam(Adam::DEFAULT)] {
            for batch in [1, 10, 100] {
                let mut run = run(33, |settings| {
                    settings.optimizer = optimizer;
                    settings.batch = batch;
                    settings.hidden.insert(1, Layer::ALL[6]);
                });
                let found = next_step(&run);
                let all = |run: &Run| {
                    let mut gradient = Gradient::default();
                    loop {
                        let samples = run.training_samples();
                        if let Some(found) =
                            gradient.loss_and_gradient(run.network(), run.settings().loss, samples)
                        {
                            return found;
                        }
                    }
                };
                let theta = run.network().parameters().to_vec();
                let (before, slope) = all(&run);
                while run.step() < 34 {
                    run.work();
                }
                let (after, _) = all(&run);
                let steps = run.network().parameters().iter().zip(&theta);
                let terms = steps.zip(&slope);
                near(
                    found.train.promised,
                    terms.map(|((a, b), g)| (a - b) * g).sum(),
                );
                near(found.train.before, before as f32);
                near(found.train.given, (after - before) as f32);
            }
        }
    }
}
