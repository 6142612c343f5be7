//! A network and what it learns from.

use crate::batches::Batches;
use crate::data::Dataset;
use crate::experiment::{Experiment, limits};
use crate::learner::{Learner, Stepped};
use crate::network::Network;
use crate::rng::{Purpose, Rng};
use crate::samples::Samples;

/// Everything that changes while a network trains on the data of an experiment.
#[derive(Clone, Debug)]
pub(crate) struct Trainer {
    learner: Learner,
    dataset: Dataset,
    train: Samples,
    test: Samples,
    order: Order,
}

impl Trainer {
    /// Begins with this network.
    pub fn new(settings: &Experiment, network: Network) -> Self {
        let dataset = Dataset::new(&settings.data);
        let mut trainer = Self {
            learner: Learner::new(settings, network),
            train: Samples::default(),
            test: Samples::default(),
            dataset,
            order: Order::default(),
        };
        trainer.see(settings);
        trainer
    }

    /// Goes on with this network, after the settings have changed from `before` to `after`.
    pub fn change(&mut self, before: &Experiment, after: &Experiment, network: Network) {
        if before.data != after.data {
            self.dataset = Dataset::new(&after.data);
        }
        if before.data != after.data
            || before.inputs != after.inputs
            || before.output != after.output
        {
            self.see(after);
        }
        self.learner.change(after, network);
    }

    pub fn set_state(&mut self, state: &[f32]) -> bool {
        self.learner.set_state(state)
    }

    pub fn state(&self) -> Vec<f32> {
        self.learner.state()
    }

    pub const fn learner(&self) -> &Learner {
        &self.learner
    }

    pub const fn network(&self) -> &Network {
        self.learner.network()
    }

    pub const fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    pub const fn train(&self) -> &Samples {
        &self.train
    }

    pub const fn test(&self) -> &Samples {
        &self.test
    }

    /// A copy of it that has nothing partly done.
    pub fn fresh(&self) -> Self {
        let mut copy = self.clone();
        copy.learner.discard();
        copy
    }

    /// Forgets what the optimizer remembers.
    pub fn forget(&mut self) {
        self.learner.forget();
    }

    /// ∂L/∂p of the mean loss over the training examples, of the first ones where all would take longer than a piece
    /// of work may. They are in no order.
    pub fn slopes(&mut self, settings: &Experiment) -> Vec<f32> {
        let shape = self.network().shape();
        let work = shape.work() + 8 * shape.units() as u64;
        let most = (16 * limits::WORK / work.max(1)).max(16) as usize;
        let batch: Vec<u32> = (0..self.train.len().min(most) as u32).collect();
        self.learner.gradient(settings.loss, &self.train, &batch).1
    }

    /// Does one block of step number `step`, counted from 0. The last block of a step updates the
    /// parameters.
    pub fn work(&mut self, settings: &Experiment, step: u64) -> Option<Stepped> {
        let batch = Batches::of(settings).batch(step);
        self.order
            .arrange(settings.seed, batch.epoch, self.train.len());
        let examples = &self.order.samples[batch.first..][..batch.len];
        self.learner.work(settings, step, &self.train, examples)
    }

    /// The examples of step number `step`, counted from 0, in their order.
    pub fn batch(&self, settings: &Experiment, step: u64) -> Samples {
        let batch = Batches::of(settings).batch(step);
        let mut order = Order::default();
        order.arrange(settings.seed, batch.epoch, self.train.len());
        self.train.pick(&order.samples[batch.first..][..batch.len])
    }

    /// Computes the features of the points anew.
    fn see(&mut self, settings: &Experiment) {
        let (inputs, output) = (&settings.inputs, settings.output.activation);
        let (dataset, border) = (&self.dataset, self.dataset.train_len());
        self.train = Samples::new(dataset, 0..border, inputs, output);
        self.test = Samples::new(dataset, border..dataset.len(), inputs, output);
    }
}

/// The order in which an epoch goes through the training samples: a pure function of the seed, the epoch and
/// their number.
#[derive(Clone, Debug, Default)]
struct Order {
    of: Option<(u32, u64, usize)>,
    samples: Vec<u32>,
}

impl Order {
    fn arrange(&mut self, seed: u32, epoch: u64, samples: usize) {
        let of = Some((seed, epoch, samples));
        if self.of == of {
            return;
        }
        self.of = of;
        self.samples.clear();
        self.samples.extend(0..samples as u32);
        Rng::new(seed, Purpose::Order, epoch).shuffle(&mut self.samples);
    }
}
