//! How well a network does.

use serde::{Deserialize, Serialize};
use wide::f32x4;

use crate::loss::Loss;
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::samples::Samples;

/// Loss and share of right answers over one set of points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// Mean loss.
    pub loss: f32,
    /// Share of points on the right side, from 0 to 1.
    pub accuracy: f32,
}

/// Scores of both sets of points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scores {
    /// Over the points that are trained on.
    pub train: Score,
    /// Over the points that are not.
    pub test: Score,
}

/// The work of scoring a network, in pieces of at most 64 points. See [`crate::Run::evaluate`].
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    pass: Pass,
    /// Points done, of both sets together.
    done: usize,
    train: Sum,
    test: Sum,
}

impl Evaluation {
    /// Nothing done yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets what is partly done.
    pub fn restart(&mut self) {
        self.done = 0;
        self.train = Sum::default();
        self.test = Sum::default();
    }

    /// Does one piece; gives the scores with the last one, and is then ready to begin again.
    pub(crate) fn work(
        &mut self,
        network: &Network,
        loss: Loss,
        train: &Samples,
        test: &Samples,
    ) -> Option<Scores> {
        if self.done == 0 {
            self.restart();
            self.pass.fit(network.shape());
        }
        let (samples, first, sum) = match self.done.checked_sub(train.len()) {
            None => (train, self.done, &mut self.train),
            Some(first) => (test, first, &mut self.test),
        };
        let examples = (samples.len() - first).min(BLOCK);
        let inputs = network.shape().inputs();
        self.pass.load(inputs, examples, |input, example| {
            samples.feature(input, first + example)
        });
        self.pass
            .load_targets(|example| samples.target(first + example));
        self.pass.forward(network, network.shape().layers().len());
        sum.add(&self.pass, network, loss, examples);
        self.done += examples;
        if self.done < train.len() + test.len() {
            return None;
        }
        self.done = 0;
        Some(Scores {
            train: self.train.mean(train.len()),
            test: self.test.mean(test.len()),
        })
    }
}

/// Losses and right answers so far.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    loss: f64,
    right: u32,
}

impl Sum {
    fn add(&mut self, pass: &Pass, network: &Network, loss: Loss, examples: usize) {
        let shape = network.shape();
        let output = shape.layers()[shape.layers().len() - 1].activation;
        let threshold = f32x4::splat(output.threshold());
        let mut first = 0;
        for (losses, outputs, targets) in pass.scores(shape, loss) {
            // A NaN is on neither side.
            let high = outputs.simd_ge(threshold) & targets.simd_ge(threshold);
            let low = outputs.simd_lt(threshold) & targets.simd_lt(threshold);
            let lanes = (examples - first).min(4);
            self.right += ((high | low).to_bitmask() & ((1 << lanes) - 1)).count_ones();
            for loss in &losses.to_array()[..lanes] {
                self.loss += f64::from(*loss);
            }
            first += 4;
        }
    }

    fn mean(self, samples: usize) -> Score {
        Score {
            loss: (self.loss / samples as f64) as f32,
            accuracy: self.right as f32 / samples as f32,
        }
    }
}
