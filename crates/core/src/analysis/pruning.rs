//! The loss against the share of connections that is cut.
//!
//! Of n connections the ⌊s n + ½⌋ least are cut, s from 0 to 1: by |w|, or by |w ∂L/∂w|, what the loss would change by
//! without each if it went on as it begins. No step is made in between.
//!
//! Source: LeCun, Denker and Solla, Optimal Brain Damage, 1990, for what a weight is worth; Han, Pool, Tran and Dally,
//! Learning both Weights and Connections for Efficient Neural Networks, 2015, for its size.

use super::gradient::Gradient;
use super::slices::affordable;
use super::{Examples, Work};
use crate::edit::Edit;
use crate::experiment::Experiment;
use crate::network::Network;
use crate::run::Run;

/// Shares that are tried, besides none.
pub const SHARES: usize = 24;

/// [`super::Study::Pruning`]
#[derive(Debug)]
pub(super) struct Pruning {
    network: Network,
    settings: Experiment,
    examples: Examples,
    gradient: Gradient,
    /// ∂L/∂θ of the network as it is; nothing before it is known.
    slopes: Vec<f32>,
    /// The network that is tried.
    pruned: Network,
    /// Losses by size, then by impact.
    losses: Vec<f32>,
}

impl Pruning {
    pub fn new(run: &Run) -> Self {
        let network = run.network().clone();
        let most = affordable(network.shape(), 2 * (SHARES + 1));
        Self {
            pruned: network.clone(),
            network,
            settings: run.settings().clone(),
            examples: Examples::of(run, most),
            gradient: Gradient::default(),
            slopes: Vec::new(),
            losses: Vec::new(),
        }
    }

    /// The edit that is tried next.
    fn edit(&self) -> Edit {
        let number = self.losses.len();
        let share = (number % (SHARES + 1)) as f32 / SHARES as f32;
        if number <= SHARES {
            Edit::Prune(share)
        } else {
            Edit::PruneByImpact(share)
        }
    }

    fn is_done(&self) -> bool {
        self.losses.len() == 2 * (SHARES + 1)
    }
}

impl Work for Pruning {
    fn work(&mut self) -> bool {
        let (loss, samples) = (self.settings.loss, self.examples.samples());
        if self.slopes.is_empty() {
            let found = self
                .gradient
                .loss_and_gradient(&self.network, loss, samples);
            if let Some((_, slopes)) = found {
                self.slopes = slopes;
                self.pruned = self.next();
            }
            return false;
        }
        if let Some(mean) = self.gradient.loss(&self.pruned, loss, samples) {
            self.losses.push(mean as f32);
            if !self.is_done() {
                self.pruned = self.next();
            }
        }
        self.is_done()
    }

    fn progress(&self) -> f32 {
        self.losses.len() as f32 / (2 * (SHARES + 1)) as f32
    }

    fn examples(&self) -> [usize; 2] {
        [self.examples.len(), self.examples.all()]
    }

    fn numbers(&self) -> Vec<f32> {
        self.losses.clone()
    }
}

impl Pruning {
    /// The network after the edit that is tried next.
    fn next(&self) -> Network {
        let settings = [&self.settings, &self.settings];
        self.edit()
            .change_network(&self.network, settings, 0, &self.slopes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Study, find};
    use crate::edit::RunDocument;

    /// The loss of the run after an edit.
    fn loss_after(edit: Edit) -> f32 {
        let mut run = run();
        run.edit(edit).unwrap();
        let mut evaluation = crate::Evaluation::new();
        loop {
            if let Some(scores) = run.evaluate(&mut evaluation) {
                return scores.train.loss;
            }
        }
    }

    fn run() -> Run {
        let mut run = Run::new(RunDocument::default()).unwrap();
        while run.step() < 40 {
            run.work();
        }
        run
    }

    #[test]
    fn each_loss_is_that_after_the_edit() {
        let losses = find(&run(), &Study::Pruning);
        assert_eq!(losses.len(), 2 * (SHARES + 1));
        for number in [0, 6, 13, SHARES] {
            let share = number as f32 / SHARES as f32;
            let found = [losses[number], losses[SHARES + 1 + number]];
            let wanted = [Edit::Prune(share), Edit::PruneByImpact(share)].map(loss_after);
            assert_eq!(found, wanted, "{share}");
        }
    }
}
