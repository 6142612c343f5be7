//! The mean loss over some examples, and its gradient, a block at a time.

use crate::loss::Loss;
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::samples::Samples;

/// The work of computing the mean loss, or its gradient too. Nothing is dropped.
#[derive(Clone, Debug, Default)]
pub(super) struct Gradient {
    pass: Pass,
    done: usize,
    sum: f64,
    /// ∂L/∂θ so far, in the order of the parameters.
    slopes: Vec<f32>,
}

impl Gradient {
    /// Does one piece of the mean loss; gives it with the last one, and is then ready to begin again.
    pub fn loss(&mut self, network: &Network, loss: Loss, samples: &Samples) -> Option<f64> {
        self.work(network, loss, samples, false)
    }

    /// The same with the gradient.
    pub fn loss_and_gradient(
        &mut self,
        network: &Network,
        loss: Loss,
        samples: &Samples,
    ) -> Option<(f64, Vec<f32>)> {
        let mean = self.work(network, loss, samples, true)?;
        Some((mean, std::mem::take(&mut self.slopes)))
    }

    fn work(
        &mut self,
        network: &Network,
        loss: Loss,
        samples: &Samples,
        goes_back: bool,
    ) -> Option<f64> {
        let count = samples.len();
        if self.done == 0 {
            self.sum = 0.0;
            self.pass.fit(network.shape());
            self.slopes.clear();
            self.slopes.resize(network.parameters().len(), 0.0);
        }
        let (first, block) = (self.done, self.pass.block().min(count - self.done));
        if block > 0 {
            let (pass, number) = (&mut self.pass, |example: usize| first + example);
            pass.load_examples(samples.inputs(), block, samples.features(), number);
            pass.load_targets_of(samples.outputs(), samples.targets(), number);
            pass.forward(network, 0..network.shape().layers().len(), None);
            let mut losses = [0.0; BLOCK];
            pass.copy_losses(loss, &mut losses);
            let losses = losses[..block].iter().map(|&loss| f64::from(loss));
            self.sum += losses.sum::<f64>();
            if goes_back {
                pass.backward(network, loss, 1.0 / count as f32, &mut self.slopes);
            }
        }
        self.done += block;
        if self.done < count {
            return None;
        }
        self.done = 0;
        Some(self.sum / count.max(1) as f64)
    }
}
