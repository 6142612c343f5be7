//! A network that learns: steps downhill, on whatever examples it is given.

use serde::{Deserialize, Serialize};
use wide::bytemuck::cast;
use wide::{f32x4, u32x4};

use crate::experiment::Experiment;
use crate::loss::Loss;
use crate::network::Network;
use crate::optimizer::Optimizer;
use crate::pass::{Aim, Chance, Pass, Single};
use crate::samples::Samples;

/// A network, its optimizer's memory, and the memory to make steps in. Nothing is allocated in a step.
///
/// It is what trains in a [`crate::Run`]; by itself it learns from any [`Samples`].
#[derive(Clone, Debug)]
pub struct Learner {
    network: Network,
    /// What the optimizer remembers.
    memory: Vec<f32>,
    pass: Pass,
    /// For batches of one example, where the network is dense.
    single: Option<Single>,
    /// No parameter's magnitude is above this; ∞ if nobody has looked.
    ceiling: f32,
    /// ∂L/∂p, the mean over the examples of the step so far.
    gradient: Vec<f32>,
    /// Examples of the step at hand that are done.
    done: usize,
    /// The sum of their losses.
    loss: f32,
    /// The first place of the step at hand where a number was not finite.
    overflow: Option<Place>,
}

/// What came of a step.
#[derive(Clone, Copy, Debug)]
pub struct Stepped {
    /// The mean loss over the batch, before the step.
    pub loss: f32,
    /// The first place where a number was not finite, and whether that was before the step or after it.
    pub overflow: Option<(Place, When)>,
}

/// Before or after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On the way through the network.
    Before,
    /// In the parameters that the step made.
    After,
}

/// A place in a network. Layers and units count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// A value that a layer gave, before or after its activation.
    Value {
        /// The layer.
        layer: u32,
        /// The value's number.
        unit: u32,
    },
    /// A weight.
    Weight {
        /// The layer.
        layer: u32,
        /// The unit or filter that it leads to.
        unit: u32,
        /// Where it comes from.
        input: u32,
    },
    /// A bias.
    Bias {
        /// The layer.
        layer: u32,
        /// The unit or filter.
        unit: u32,
    },
    /// The loss itself; all values were finite.
    Loss,
}

impl Learner {
    /// Begins with this network.
    pub fn new(settings: &Experiment, network: Network) -> Self {
        let mut learner = Self {
            network,
            memory: Vec::new(),
            pass: Pass::default(),
            single: None,
            ceiling: f32::INFINITY,
            gradient: Vec::new(),
            done: 0,
            loss: 0.0,
            overflow: None,
        };
        learner.make_room(settings);
        learner
    }

    /// The network as it is now.
    pub const fn network(&self) -> &Network {
        &self.network
    }

    /// Goes on with another network, under other settings.
    pub(crate) fn change(&mut self, settings: &Experiment, network: Network) {
        self.discard();
        self.network = network;
        self.make_room(settings);
    }

    /// Forgets what the optimizer remembers.
    pub(crate) fn forget(&mut self) {
        self.memory.fill(0.0);
    }

    /// Forgets a step that is partly done.
    pub(crate) const fn discard(&mut self) {
        self.done = 0;
    }

    /// Sets parameters, then the optimizer's memory, then how parameters are held, if there are as many numbers as
    /// that takes.
    pub(crate) fn set_state(&mut self, state: &[f32]) -> bool {
        self.discard();
        self.ceiling = f32::INFINITY;
        let parameters = self.network.parameters().len();
        let Some((ours, rest)) = state.split_at_checked(parameters) else {
            return false;
        };
        let Some((memory, holds)) = rest.split_at_checked(self.memory.len()) else {
            return false;
        };
        self.network.parameters_mut().copy_from_slice(ours);
        self.memory.copy_from_slice(memory);
        self.network.set_holds(holds)
    }

    /// Parameters, then the optimizer's memory, then, if any parameter is held, a code of how to each, then, if any is
    /// muted, to each the value that it keeps.
    pub(crate) fn state(&self) -> Vec<f32> {
        let holds = self.network.hold_numbers();
        [self.network.parameters(), &self.memory, &holds].concat()
    }

    /// Does one block of step number `step`, counted from 0, which learns from these examples of `samples`. The
    /// last block of a step updates the parameters.
    pub fn work(
        &mut self,
        settings: &Experiment,
        step: u64,
        samples: &Samples,
        batch: &[u32],
    ) -> Option<Stepped> {
        if let &[sample] = batch
            && let Some(stepped) = self.learn_one(settings, step, (samples, sample as usize))
        {
            return Some(stepped);
        }
        if self.done == 0 {
            self.gradient.fill(0.0);
            self.loss = 0.0;
            self.overflow = None;
        }
        let left = &batch[self.done..];
        let block = &left[..left.len().min(self.pass.block())];
        let chance = Chance {
            seed: settings.seed,
            step,
            first: self.done,
        };
        let scale = 1.0 / batch.len() as f32;
        self.load(samples, block);
        self.pass.forward(
            &self.network,
            0..self.network.shape().layers().len(),
            Some(chance),
        );
        let loss = self
            .pass
            .backward(&self.network, settings.loss, scale, &mut self.gradient);
        if !loss.is_finite() && self.overflow.is_none() {
            self.overflow = Some(
                self.pass
                    .first_overflow(self.network.shape())
                    .unwrap_or(Place::Loss),
            );
        }
        self.loss += loss;
        self.done += block.len();
        (self.done == batch.len()).then(|| self.update(settings, step, batch.len()))
    }

    /// Does step number `step` with one example, if there is a shorter way to.
    fn learn_one(
        &mut self,
        settings: &Experiment,
        step: u64,
        example: (&Samples, usize),
    ) -> Option<Stepped> {
        let single = self.single.as_mut()?;
        let rate = settings.rate_at(step);
        let is_plain = matches!(settings.optimizer, Optimizer::Sgd(_))
            && settings.whole_regularization().is_none()
            && self.network.holds().is_empty();
        let ceiling = &mut self.ceiling;
        let aim = if is_plain {
            Aim::Descend { rate, ceiling }
        } else {
            self.gradient.fill(0.0);
            Aim::Add(&mut self.gradient, 1.0)
        };
        (self.loss, self.overflow) = single.learn(&mut self.network, settings.loss, example, aim);
        if !is_plain {
            return Some(self.update(settings, step, 1));
        }
        // Looking at every parameter would take a fifth of such a step.
        if self.ceiling.is_finite() {
            return Some(self.stepped(1, None));
        }
        self.ceiling = greatest(self.network.parameters());
        Some(self.stepped(1, self.network.first_overflow()))
    }

    /// Does step number `step` along this gradient, wherever it is from.
    pub(crate) fn step_along(&mut self, settings: &Experiment, step: u64, gradient: &[f32]) {
        self.loss = 0.0;
        self.overflow = None;
        self.gradient.copy_from_slice(gradient);
        self.update(settings, step, 1);
    }

    /// The mean loss over these examples, and its gradient in the order of the parameters. Nothing is dropped.
    pub fn gradient(&mut self, loss: Loss, samples: &Samples, batch: &[u32]) -> (f32, Vec<f32>) {
        self.discard();
        let mut gradient = vec![0.0; self.network.parameters().len()];
        let scale = 1.0 / batch.len() as f32;
        let mut total = 0.0;
        for block in batch.chunks(self.pass.block()) {
            self.load(samples, block);
            self.pass
                .forward(&self.network, 0..self.network.shape().layers().len(), None);
            total += self
                .pass
                .backward(&self.network, loss, scale, &mut gradient);
        }
        (total * scale, gradient)
    }

    fn load(&mut self, samples: &Samples, block: &[u32]) {
        let number = |example: usize| block[example] as usize;
        let (inputs, outputs) = (samples.inputs(), samples.outputs());
        self.pass
            .load_examples(inputs, block.len(), samples.features(), number);
        self.pass
            .load_targets_of(outputs, samples.targets(), number);
    }

    fn update(&mut self, settings: &Experiment, step: u64, examples: usize) -> Stepped {
        self.done = 0;
        let rate = settings.rate_at(step);
        self.regularize(settings, rate);
        settings.optimizer.update(
            rate,
            self.network.parameters_mut(),
            &self.gradient,
            &mut self.memory,
        );
        self.network.restore_held();
        self.ceiling = f32::INFINITY;
        self.stepped(examples, self.network.first_overflow())
    }

    /// What came of a step, after which this parameter is the first that is not finite.
    fn stepped(&self, examples: usize, after: Option<Place>) -> Stepped {
        let before = self.overflow.map(|place| (place, When::Before));
        Stepped {
            loss: self.loss / examples as f32,
            overflow: before.or_else(|| Some((after?, When::After))),
        }
    }

    /// Does what keeps weights small.
    fn regularize(&mut self, settings: &Experiment, rate: f32) {
        let regularization = settings.whole_regularization();
        if regularization.is_none() {
            return;
        }
        let (weights, parameters) = self.network.connections_mut();
        for weights in weights {
            let gradient = &mut self.gradient[weights.clone()];
            regularization.apply(rate, &mut parameters[weights], gradient);
        }
    }

    /// Fits the memory to the network.
    fn make_room(&mut self, settings: &Experiment) {
        self.ceiling = f32::INFINITY;
        let parameters = self.network.shape().parameters();
        self.pass.fit(self.network.shape());
        let mut single = self.single.take().unwrap_or_default();
        self.single = single.fit(self.network.shape()).then_some(single);
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
    greatest(numbers).is_finite()
}

/// The greatest magnitude among them; NaN if one is NaN.
pub(crate) fn greatest(numbers: &[f32]) -> f32 {
    let (sixteens, rest) = numbers.as_chunks::<16>();
    let mut most = Greatest::default();
    for sixteen in sixteens {
        most.look_at(&cast::<_, [f32x4; 4]>(*sixteen));
    }
    let (fours, rest) = rest.as_chunks::<4>();
    for &four in fours {
        most.look_at(&[f32x4::new(four)]);
    }
    for &number in rest {
        most.look_at(&[f32x4::splat(number)]);
    }
    most.magnitude()
}

/// The greatest magnitude so far, lane by lane.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Greatest {
    /// Without its sign, shifted out, the greatest pattern is that of the number farthest from zero, or of NaN.
    patterns: u32x4,
}

impl Greatest {
    #[inline(always)]
    pub fn look_at(&mut self, numbers: &[f32x4]) {
        for &number in numbers {
            self.patterns = self.patterns.max(cast::<_, u32x4>(number) << 1);
        }
    }

    /// That of all lanes; NaN if there was one.
    #[inline(always)]
    pub fn magnitude(self) -> f32 {
        let most = self.patterns.to_array().into_iter().fold(0, u32::max);
        f32::from_bits(most >> 1)
    }
}
