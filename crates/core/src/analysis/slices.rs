//! The loss along single parameters.
//!
//! What the mean loss over some examples would be if one parameter θᵢ had another value v and all others stayed:
//! L(θ + (v − θᵢ) eᵢ). A slider shows it on its track; at v = 0 it is the exact impact of a weight.
//!
//! A parameter leaves the layers before its own as they are, so these are computed once for a block of examples.

use super::Examples;
use crate::loss::Loss;
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::shape::Shape;

/// Multiply-adds in a piece of work.
const PIECE: u64 = 1 << 20;

/// The work of computing losses along parameters, in bounded pieces.
#[derive(Clone, Debug)]
pub struct Slices {
    network: Network,
    loss: Loss,
    examples: Examples,
    parameters: Vec<usize>,
    values: Vec<f32>,
    pass: Pass,
    /// Examples done.
    done: usize,
    /// Values tried with the block at hand, over all parameters; `None` before it is loaded.
    tried: Option<usize>,
    /// Sums of losses, `[parameter][value]`.
    sums: Vec<f64>,
    /// The sum of the losses as the network is.
    present: f64,
    /// Its gradient, of the mean loss, to every parameter of the network.
    gradient: Vec<f32>,
}

impl Slices {
    /// The losses along these parameters, by their places in the network's run of numbers, at these values.
    /// Parameters that the network does not have are left out.
    pub fn new(
        network: Network,
        loss: Loss,
        examples: Examples,
        parameters: impl IntoIterator<Item = usize>,
        values: Vec<f32>,
    ) -> Self {
        let count = network.shape().parameters();
        let parameters: Vec<usize> = parameters
            .into_iter()
            .filter(|&index| index < count)
            .collect();
        let mut pass = Pass::default();
        pass.fit(network.shape());
        Self {
            sums: vec![0.0; parameters.len() * values.len()],
            gradient: vec![0.0; count],
            network,
            loss,
            examples,
            parameters,
            values,
            pass,
            done: 0,
            tried: None,
            present: 0.0,
        }
    }

    /// Does one piece; `true` when that was the last.
    pub fn work(&mut self) -> bool {
        if self.done == self.examples.len() {
            return true;
        }
        let block = self.pass.block().min(self.examples.len() - self.done);
        let Some(tried) = self.tried else {
            self.load(block);
            self.tried = Some(0);
            return false;
        };
        let tries = self.sums.len();
        let (mut next, mut left) = (tried, PIECE);
        while next < tries && left > 0 {
            left = left.saturating_sub(self.try_value(next, block));
            next += 1;
        }
        self.tried = (next < tries).then_some(next);
        if self.tried.is_none() {
            self.done += block;
        }
        self.done == self.examples.len()
    }

    /// From 0 to 1.
    pub fn progress(&self) -> f32 {
        self.done as f32 / self.examples.len().max(1) as f32
    }

    /// How many examples are asked, and how many there are.
    pub const fn examples(&self) -> [usize; 2] {
        [self.examples.len(), self.examples.all()]
    }

    /// The mean loss as the network is.
    pub fn present(&self) -> f32 {
        (self.present / self.examples.len() as f64) as f32
    }

    /// ∂L/∂θ of the mean loss at every parameter of the network.
    pub fn gradient(&self) -> &[f32] {
        &self.gradient
    }

    /// The parameters that it is about.
    pub fn parameters(&self) -> &[usize] {
        &self.parameters
    }

    /// The mean losses, `[parameter][value]`.
    pub fn losses(&self) -> impl Iterator<Item = f32> + '_ {
        let count = self.examples.len() as f64;
        self.sums.iter().map(move |sum| (sum / count) as f32)
    }

    /// Loads the next block, sends it through the network as it is, and back.
    fn load(&mut self, block: usize) {
        let layers = self.network.shape().layers().len();
        self.examples.load(&mut self.pass, self.done, block);
        self.pass.forward(&self.network, 0..layers, None);
        self.present += self.sum(block);
        let scale = 1.0 / self.examples.len() as f32;
        self.pass
            .backward(&self.network, self.loss, scale, &mut self.gradient);
    }

    /// Adds the losses of the block at hand for one parameter and one value; says how much work that was.
    fn try_value(&mut self, number: usize, block: usize) -> u64 {
        let index = self.parameters[number / self.values.len()];
        let value = self.values[number % self.values.len()];
        let layer = layer_of(self.network.shape(), index);
        let layers = layer..self.network.shape().layers().len();
        let work = work(self.network.shape(), layer) * block as u64;
        let parameters = self.network.parameters_mut();
        let before = std::mem::replace(&mut parameters[index], value);
        self.pass.forward(&self.network, layers, None);
        self.sums[number] += self.sum(block);
        self.network.parameters_mut()[index] = before;
        let is_last_of_layer = (self.parameters.get((number + 1) / self.values.len()))
            .is_some_and(|&next| layer_of(self.network.shape(), next) != layer);
        if is_last_of_layer {
            // What comes next reads this layer's values as they are.
            let layers = layer..self.network.shape().layers().len();
            self.pass.forward(&self.network, layers, None);
        }
        work
    }

    /// The sum of the losses of the block at hand.
    fn sum(&self, block: usize) -> f64 {
        let mut losses = [0.0; BLOCK];
        self.pass.copy_losses(self.loss, &mut losses);
        losses[..block].iter().map(|&loss| f64::from(loss)).sum()
    }
}

/// The layer that a parameter belongs to.
fn layer_of(shape: &Shape, index: usize) -> usize {
    let layers = shape.layers().iter();
    layers
        .take_while(|layer| layer.parameters().end <= index)
        .count()
}

/// Multiply-adds and activations of an example from this layer on.
fn work(shape: &Shape, layer: usize) -> u64 {
    let layers = shape.layers()[layer..].iter();
    layers
        .map(|layer| layer.work() + 8 * layer.units() as u64)
        .sum()
}

/// How many examples there is time for, where so many losses are wanted of each.
pub(super) fn affordable(shape: &Shape, losses: usize) -> usize {
    /// Multiply-adds that somebody waits for: about a fifth of a second.
    const MOST: u64 = 1 << 30;
    (MOST / (work(shape, 0) * losses.max(1) as u64)) as usize
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::edit::RunDocument;
    use crate::evaluate::Evaluation;
    use crate::run::Run;

    fn slices(run: &Run, network: Network, parameters: Range<usize>, values: Vec<f32>) -> Slices {
        let (loss, examples) = (run.settings().loss, Examples::of(run, usize::MAX));
        let mut slices = Slices::new(network, loss, examples, parameters, values);
        while !slices.work() {}
        slices
    }

    /// The loss with one parameter changed.
    fn loss_with(run: &Run, index: usize, value: f32) -> f32 {
        let mut network = run.network().clone();
        network.parameters_mut()[index] = value;
        slices(run, network, 0..0, Vec::new()).present()
    }

    fn run() -> Run {
        Run::new(RunDocument::default()).unwrap()
    }

    #[test]
    fn each_loss_is_that_of_the_network_with_one_parameter_changed() {
        let run = run();
        let count = run.network().shape().parameters();
        let values = [-3.0, 0.0, 0.7];
        let slices = slices(&run, run.network().clone(), 0..count, values.to_vec());
        let losses: Vec<f32> = slices.losses().collect();
        for index in 0..count {
            for (number, &value) in values.iter().enumerate() {
                let found = losses[index * values.len() + number];
                assert_eq!(found, loss_with(&run, index, value), "{index} at {value}");
            }
        }
    }

    #[test]
    fn the_slope_is_that_of_the_slice() {
        let run = run();
        let slices = slices(&run, run.network().clone(), 0..0, Vec::new());
        for (index, &now) in run.network().parameters().iter().enumerate() {
            let h = 1e-2;
            let [low, high] = [-h, h].map(|h| loss_with(&run, index, now + h));
            let (slope, told) = ((high - low) / (2.0 * h), slices.gradient()[index]);
            assert!((slope - told).abs() < 1e-3, "{index}: {slope}, {told}");
        }
    }

    #[test]
    fn the_present_loss_is_the_score() {
        let run = run();
        let mut evaluation = Evaluation::new();
        let mut scores = None;
        while scores.is_none() {
            scores = run.evaluate(&mut evaluation);
        }
        let present = slices(&run, run.network().clone(), 0..0, Vec::new()).present();
        assert_eq!(present, scores.unwrap().train.loss);
    }
}
