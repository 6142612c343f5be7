//! What is trained when speed is measured: networks, and examples made up for them.
//!
//! The native benchmarks of the core include this file too.

use std::iter::repeat_with;

use neuroglass_core::{
    Activation, Conv2d, Experiment, Layer, Learner, Loss, Network, Optimizer, Pool, Samples, Sgd,
    Shape, Volume,
};

/// A network and how it learns.
pub struct Workload {
    /// The network.
    pub shape: Shape,
    /// Its loss.
    pub loss: Loss,
    /// Examples.
    pub examples: usize,
    /// Examples in a step.
    pub batch: usize,
}

impl Workload {
    /// One of the four that libraries are measured with beside each other.
    pub fn numbered(number: u32) -> Self {
        let (tanh, relu) = (Activation::Tanh, Activation::Relu);
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
        let (input, hidden, output, examples, batch): (_, &[Layer], _, _, _) = match number {
            1 => (
                Volume::flat(2),
                &[dense(8, tanh), dense(8, tanh)],
                dense(1, tanh),
                500,
                10,
            ),
            2 => (
                Volume::flat(2),
                &[dense(24, relu), dense(12, relu)],
                dense(1, Activation::Sigmoid),
                4096,
                1,
            ),
            3 => (
                Volume::flat(784),
                &[dense(128, relu), dense(64, relu)],
                dense(10, Activation::Softmax),
                2000,
                64,
            ),
            _ => (
                picture,
                &[conv(8), pool, conv(16), pool],
                dense(10, Activation::Softmax),
                2000,
                32,
            ),
        };
        Self {
            shape: Shape::of(input, hidden, output),
            loss: if number < 3 {
                Loss::Squared
            } else {
                Loss::SoftmaxCrossEntropy
            },
            examples,
            batch,
        }
    }

    /// Dense hidden layers of these widths, with ReLU, before one output.
    pub fn dense(inputs: u32, hidden: &[u32], batch: usize) -> Self {
        let layer = |&units: &u32| Layer::dense(units, Activation::Relu);
        let hidden: Vec<Layer> = hidden.iter().map(layer).collect();
        let output = Layer::dense(1, Activation::Linear);
        Self {
            shape: Shape::of(Volume::flat(inputs), &hidden, output),
            loss: Loss::Squared,
            examples: batch * 512_usize.div_ceil(batch),
            batch,
        }
    }

    /// Plain descent at this rate.
    pub fn settings(&self, rate: f32) -> Experiment {
        Experiment {
            loss: self.loss,
            optimizer: Optimizer::Sgd(Sgd { rate }),
            ..Experiment::default()
        }
    }

    /// A learner whose weights are made up.
    pub fn learner(&self, settings: &Experiment) -> Learner {
        let mut network = Network::zero(self.shape.clone());
        let mut numbers = numbers();
        for layer in self.shape.layers().iter().filter(|layer| layer.fan_in > 0) {
            let reach = (3.0 / layer.fan_in as f32).sqrt();
            let weights = &mut network.parameters_mut()[layer.weights()];
            weights.fill_with(|| reach * numbers());
        }
        Learner::new(settings, network)
    }

    /// Examples that are made up.
    pub fn samples(&self) -> Samples {
        let mut numbers = numbers();
        let features = repeat_with(&mut numbers).take(self.examples * self.shape.inputs());
        let features: Vec<f32> = features.collect();
        let outputs = self.shape.outputs();
        let targets = match self.loss {
            Loss::SoftmaxCrossEntropy => {
                let classes: Vec<f32> = (0..self.examples).map(|i| (i % outputs) as f32).collect();
                one_hot(&classes, outputs)
            }
            _ => repeat_with(numbers).take(self.examples * outputs).collect(),
        };
        Samples::of(self.examples, &features, &targets).expect("whole examples")
    }
}

/// Class numbers as `[class][example]`, 1 for an example's own class and 0 for the others.
pub fn one_hot(classes: &[f32], count: usize) -> Vec<f32> {
    let of = |class| move |&own: &f32| if own == class as f32 { 1.0 } else { 0.0 };
    (0..count)
        .flat_map(|class| classes.iter().map(of(class)))
        .collect()
}

/// Numbers from −1 to 1, always the same (xorshift of Marsaglia, 2003).
fn numbers() -> impl FnMut() -> f32 {
    let mut state = 0x2545_f491_u32;
    move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as i32 as f32 / (1_u32 << 31) as f32
    }
}
