//! Steps downhill.

use crate::batches::Batches;
use crate::data::Dataset;
use crate::experiment::Experiment;
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::rng::{Purpose, Rng};
use crate::samples::Samples;

/// Everything that changes while a network trains, and the memory to do it in. Nothing is allocated in a
/// step.
#[derive(Clone, Debug)]
pub(crate) struct Trainer {
    network: Network,
    /// What the optimizer remembers.
    memory: Vec<f32>,
    dataset: Dataset,
    train: Samples,
    test: Samples,
    order: Order,
    pass: Pass,
    /// ∂L/∂p, the mean over the examples of the step so far.
    gradient: Vec<f32>,
    /// Examples of the step at hand that are done.
    done: usize,
    /// The sum of their losses.
    loss: f32,
}

/// What came of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stepped {
    /// Whether the loss before the step was finite.
    pub loss_is_finite: bool,
    /// Whether all parameters after the step are.
    pub parameters_are_finite: bool,
}

impl Trainer {
    /// Begins with this network.
    pub fn new(settings: &Experiment, network: Network) -> Self {
        let dataset = Dataset::new(&settings.data);
        let mut trainer = Self {
            network,
            memory: Vec::new(),
            train: Samples::default(),
            test: Samples::default(),
            dataset,
            order: Order::default(),
            pass: Pass::default(),
            gradient: Vec::new(),
            done: 0,
            loss: 0.0,
        };
        trainer.see(settings);
        trainer.make_room(settings);
        trainer
    }

    /// Goes on with this network, after the settings have changed from `before` to `after`.
    pub fn change(&mut self, before: &Experiment, after: &Experiment, network: Network) {
        self.discard();
        self.network = network;
        if before.data != after.data {
            self.dataset = Dataset::new(&after.data);
        }
        if before.data != after.data
            || before.inputs != after.inputs
            || before.output != after.output
        {
            self.see(after);
        }
        self.make_room(after);
    }

    /// Sets parameters, then the optimizer's memory, if there are as many numbers as that takes.
    pub fn set_state(&mut self, state: &[f32]) -> bool {
        self.discard();
        let parameters = self.network.parameters_mut();
        if state.len() != parameters.len() + self.memory.len() {
            return false;
        }
        let (ours, memory) = state.split_at(parameters.len());
        parameters.copy_from_slice(ours);
        self.memory.copy_from_slice(memory);
        true
    }

    /// Parameters, then the optimizer's memory.
    pub fn state(&self) -> Vec<f32> {
        [self.network.parameters(), &self.memory].concat()
    }

    pub const fn network(&self) -> &Network {
        &self.network
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

    /// Forgets what the optimizer remembers.
    pub fn forget(&mut self) {
        self.memory.fill(0.0);
    }

    /// Forgets a step that is partly done.
    pub const fn discard(&mut self) {
        self.done = 0;
    }

    /// Does one block of step number `step`, counted from 0. The last block of a step updates the
    /// parameters.
    pub fn work(&mut self, settings: &Experiment, step: u64) -> Option<Stepped> {
        let batch = Batches::of(settings).batch(step);
        self.order
            .arrange(settings.seed, batch.epoch, self.train.len());
        if self.done == 0 {
            self.gradient.fill(0.0);
            self.loss = 0.0;
        }
        let left = batch.len - self.done;
        let order = &self.order.samples[batch.first + self.done..][..left.min(BLOCK)];
        let (train, pass) = (&self.train, &mut self.pass);
        pass.load(settings.inputs.len(), order.len(), |input, example| {
            train.feature(input, order[example] as usize)
        });
        pass.load_targets(|example| train.target(order[example] as usize));
        pass.forward(&self.network, self.network.shape().layers().len());
        let scale = 1.0 / batch.len as f32;
        self.loss += pass.backward(&self.network, settings.loss, scale, &mut self.gradient);
        self.done += order.len();
        (self.done == batch.len).then(|| self.update(settings, step))
    }

    fn update(&mut self, settings: &Experiment, step: u64) -> Stepped {
        self.done = 0;
        let rate = settings.rate_at(step);
        let regularization = settings.whole_regularization();
        if !regularization.is_none() {
            for layer in 0..self.network.shape().layers().len() {
                let weights = self.network.shape().layers()[layer].weights();
                regularization.apply(
                    rate,
                    &mut self.network.parameters_mut()[weights.clone()],
                    &mut self.gradient[weights],
                );
            }
        }
        settings.optimizer.update(
            rate,
            self.network.parameters_mut(),
            &self.gradient,
            &mut self.memory,
        );
        Stepped {
            loss_is_finite: self.loss.is_finite(),
            parameters_are_finite: all_finite(self.network.parameters()),
        }
    }

    /// Computes the features of the points anew.
    fn see(&mut self, settings: &Experiment) {
        let (inputs, output) = (&settings.inputs, settings.output.activation);
        self.train = Samples::new(self.dataset.train(), inputs, output);
        self.test = Samples::new(self.dataset.test(), inputs, output);
    }

    /// Fits the memory to the network.
    fn make_room(&mut self, settings: &Experiment) {
        let parameters = self.network.shape().parameters();
        self.pass.fit(self.network.shape());
        self.gradient.resize(parameters, 0.0);
        let memory = settings.optimizer.state_len(parameters);
        if self.memory.len() != memory {
            self.memory.clear();
            self.memory.resize(memory, 0.0);
        }
    }
}

/// Whether there is neither NaN nor ∞ among them.
pub(crate) fn all_finite(numbers: &[f32]) -> bool {
    // Without a branch per number, so that it runs four at a time.
    let largest = |largest: u32, number: &f32| largest.max(number.to_bits() & !(1 << 31));
    numbers.iter().fold(0, largest) < f32::INFINITY.to_bits()
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
