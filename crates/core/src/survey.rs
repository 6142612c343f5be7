//! What every unit answers to some examples.

use crate::network::Network;
use crate::pass::Pass;
use crate::samples::Samples;

/// The memory to ask all units at once. Nothing is allocated when it is asked the same again.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    pass: Pass,
    /// `[unit][example]`
    answers: Vec<f32>,
}

impl Survey {
    /// Every value that every layer gives for every example: `[unit][example]`, layer by layer.
    pub fn answers(&mut self, network: &Network, samples: &Samples) -> &[f32] {
        let shape = network.shape();
        let count = samples.len();
        self.pass.fit(shape);
        self.answers.resize(shape.units() * count, 0.0);
        let block = self.pass.block();
        for first in (0..count).step_by(block) {
            let examples = block.min(count - first);
            let number = |example: usize| first + example;
            self.pass
                .load_examples(samples.inputs(), examples, samples.features(), number);
            self.pass.forward(network, 0..shape.layers().len(), None);
            let mut start = first;
            for (index, layer) in shape.layers().iter().enumerate() {
                for unit in 0..layer.units() {
                    let to = &mut self.answers[start..][..examples];
                    self.pass.copy_values(shape, index, unit, to);
                    start += count;
                }
            }
        }
        &self.answers
    }
}
