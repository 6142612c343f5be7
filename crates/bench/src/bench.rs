//! A network at work.

use neuroglass_core::{Experiment, Learner, Loss, Network, Samples, Survey};

use crate::rows::{columns, weights};
use crate::workloads::{Workload, one_hot};

/// A network that learns from the same batches over and over.
pub struct Bench {
    workload: Workload,
    settings: Experiment,
    learner: Learner,
    samples: Samples,
    /// All examples, in order.
    order: Vec<u32>,
    steps: u64,
    grid: Option<Samples>,
    survey: Survey,
}

impl Bench {
    /// Learns at this rate from `numbers`: the inputs, `[example][input]`, the targets and the parameters.
    pub fn given(workload: Workload, rate: f32, numbers: &[f32]) -> Self {
        let shape = &workload.shape;
        let (x, rest) = numbers.split_at(workload.examples * shape.inputs());
        let (y, parameters) = rest.split_at(workload.examples);
        let targets = match workload.loss {
            Loss::SoftmaxCrossEntropy => one_hot(y, shape.outputs()),
            _ => y.to_vec(),
        };
        let samples = Samples::of(workload.examples, &columns(x, shape.inputs()), &targets);
        let parameters = weights(shape, parameters);
        let network = Network::with_parameters(shape.clone(), parameters);
        let settings = workload.settings(rate);
        let learner = Learner::new(&settings, network.expect("as many parameters"));
        Self::new(
            workload,
            settings,
            learner,
            samples.expect("whole examples"),
        )
    }

    /// Learns something made up, so slowly that it has something to learn for as long as it is measured.
    pub fn made_up(workload: Workload) -> Self {
        let settings = workload.settings(0.001);
        let (learner, samples) = (workload.learner(&settings), workload.samples());
        Self::new(workload, settings, learner, samples)
    }

    fn new(workload: Workload, settings: Experiment, learner: Learner, samples: Samples) -> Self {
        Self {
            order: (0..workload.examples as u32).collect(),
            workload,
            settings,
            learner,
            samples,
            steps: 0,
            grid: None,
            survey: Survey::default(),
        }
    }

    pub fn train(&mut self, steps: u32) {
        let Workload {
            examples, batch, ..
        } = self.workload;
        let batches = (examples / batch) as u64;
        for _ in 0..steps {
            let first = (self.steps % batches) as usize * batch;
            let batch = &self.order[first..][..batch];
            let step = || {
                self.learner
                    .work(&self.settings, self.steps, &self.samples, batch)
            };
            std::iter::repeat_with(step).find(Option::is_some);
            self.steps += 1;
        }
    }

    /// The mean loss over the first `count` examples.
    pub fn loss(&mut self, count: usize) -> f32 {
        let scored = &self.order[..count];
        self.learner
            .gradient(self.settings.loss, &self.samples, scored)
            .0
    }

    pub fn set_grid(&mut self, points: &[f32]) {
        let count = points.len() / 2;
        self.grid = Samples::of(count, &columns(points, 2), &vec![0.0; count]);
    }

    pub fn grid_len(&self) -> usize {
        let points = self.grid.as_ref().map_or(0, Samples::len);
        points * self.learner.network().shape().units()
    }

    pub fn grid(&mut self) -> &[f32] {
        let grid = self.grid.as_ref().expect("`set_grid` comes first");
        self.survey.answers(self.learner.network(), grid)
    }
}
