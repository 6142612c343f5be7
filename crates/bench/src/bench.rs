//! The workloads.

use neuroglass_core::{
    Activation, Conv2d, Experiment, Layer, Learner, Loss, Network, Optimizer, Pool, Samples, Sgd,
    Shape, Survey, Volume,
};

use crate::rows::{columns, one_hot, weights};

/// What is to be measured.
pub struct Job {
    /// Its number.
    pub workload: u32,
    /// Examples.
    pub examples: usize,
    /// Examples in a step.
    pub batch: usize,
    /// Examples that the loss is taken over.
    pub scored: usize,
    /// Learning rate.
    pub rate: f32,
}

/// A network that learns from the same batches over and over.
pub struct Bench {
    learner: Learner,
    settings: Experiment,
    samples: Samples,
    job: Job,
    /// All examples, in order.
    order: Vec<u32>,
    steps: u64,
    grid: Option<Samples>,
    survey: Survey,
}

impl Bench {
    /// `numbers` are the inputs, `[example][input]`, the targets and the parameters.
    pub fn new(job: Job, numbers: &[f32]) -> Self {
        let (shape, loss) = network(job.workload);
        let (x, rest) = numbers.split_at(job.examples * shape.inputs());
        let (y, parameters) = rest.split_at(job.examples);
        let targets = match loss {
            Loss::SoftmaxCrossEntropy => one_hot(y, shape.outputs()),
            _ => y.to_vec(),
        };
        let samples = Samples::of(job.examples, columns(x, shape.inputs()), targets);
        let mut settings = Experiment {
            loss,
            ..Experiment::default()
        };
        // The loss of workload 2 lacks the half of ours: twice the slope is twice the rate.
        let rate = job.rate / loss_unit(job.workload);
        settings.optimizer = Optimizer::Sgd(Sgd { rate });
        let parameters = weights(&shape, parameters);
        let network = Network::with_parameters(shape, parameters).expect("as many parameters");
        Self {
            learner: Learner::new(&settings, network),
            settings,
            samples: samples.expect("whole examples"),
            order: (0..job.examples as u32).collect(),
            job,
            steps: 0,
            grid: None,
            survey: Survey::default(),
        }
    }

    pub fn train(&mut self, steps: u32) {
        let batches = (self.job.examples / self.job.batch) as u64;
        for _ in 0..steps {
            let first = (self.steps % batches) as usize * self.job.batch;
            let batch = &self.order[first..][..self.job.batch];
            let step = || self.learner.work(&self.settings, self.steps, &self.samples, batch);
            std::iter::repeat_with(step).find(Option::is_some);
            self.steps += 1;
        }
    }

    pub fn loss(&mut self) -> f32 {
        let scored = &self.order[..self.job.scored];
        let (loss, _) = self.learner.gradient(self.settings.loss, &self.samples, scored);
        loss / loss_unit(self.job.workload)
    }

    pub fn set_grid(&mut self, points: &[f32]) {
        let count = points.len() / 2;
        self.grid = Samples::of(count, columns(points, 2), vec![0.0; count]);
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

/// What our loss counts as one in a workload's own.
fn loss_unit(workload: u32) -> f32 {
    if workload == 2 { 0.5 } else { 1.0 }
}

/// The network of a workload, and its loss.
fn network(workload: u32) -> (Shape, Loss) {
    let (tanh, relu, softmax) = (Activation::Tanh, Activation::Relu, Activation::Softmax);
    let dense = Layer::dense;
    let picture = Volume {
        channels: 1,
        height: 28,
        width: 28,
    };
    let conv = |filters| {
        Layer::Conv2d(Conv2d {
            filters,
            kernel: 5,
            stride: 1,
            padding: 2,
            activation: relu,
        })
    };
    let pool = Layer::MaxPool(Pool { size: 2, stride: 2 });
    let (input, hidden, output, loss): (_, &[Layer], _, _) = match workload {
        1 => (Volume::flat(2), &[dense(8, tanh), dense(8, tanh)], dense(1, tanh), Loss::Squared),
        2 => (
            Volume::flat(2),
            &[dense(24, relu), dense(12, relu)],
            dense(1, Activation::Sigmoid),
            Loss::Squared,
        ),
        3 => (
            Volume::flat(784),
            &[dense(128, relu), dense(64, relu)],
            dense(10, softmax),
            Loss::SoftmaxCrossEntropy,
        ),
        _ => (
            picture,
            &[conv(8), pool, conv(16), pool],
            dense(10, softmax),
            Loss::SoftmaxCrossEntropy,
        ),
    };
    (Shape::of(input, hidden, output), loss)
}
