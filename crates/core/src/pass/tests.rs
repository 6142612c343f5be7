//! The pass over many examples at once against the textbook's one.

use super::*;
use crate::activation::Activation;
use crate::layer::{Conv2d, Dropout, Layer, Pool};
use crate::learner::{Place, greatest};
use crate::network::Network;
use crate::rng::{Purpose, Rng};
use crate::samples::Samples;
use crate::trace::Trace;
use crate::volume::Volume;

struct Case {
    network: Network,
    loss: Loss,
    /// `[example][input]`
    inputs: Vec<Vec<f32>>,
    /// `[example][unit]`
    targets: Vec<Vec<f32>>,
}

impl Case {
    fn new(input: Volume, hidden: &[Layer], loss: Loss, examples: usize) -> Self {
        let activation = *loss.outputs().last().unwrap();
        let units = if loss == Loss::SoftmaxCrossEntropy {
            3
        } else {
            1 + examples as u32 % 2
        };
        let shape = Shape::of(input, hidden, Layer::dense(units, activation));
        let mut rng = Rng::new(5, Purpose::Point, 0);
        let mut network = Network::zero(shape);
        for parameter in network.parameters_mut() {
            *parameter = rng.between(-0.6, 0.6);
        }
        let mut draw = |count: usize| (0..count).map(|_| rng.between(-2.0, 2.0)).collect();
        let [low, high] = activation.targets();
        let target = |example: usize| {
            let target = |unit: u32| {
                if example as u32 % units == unit {
                    high
                } else {
                    low
                }
            };
            (0..units).map(target).collect()
        };
        Self {
            network,
            loss,
            inputs: (0..examples).map(|_| draw(input.len())).collect(),
            targets: (0..examples).map(target).collect(),
        }
    }

    /// Gradient and loss by the pass.
    fn pass(&self, scale: f32) -> (Vec<f32>, f32) {
        let mut pass = Pass::default();
        let shape = self.network.shape();
        pass.fit(shape);
        // Memory is never clean.
        for memory in [&mut pass.values, &mut pass.delta, &mut pass.delta_before] {
            memory.fill(f32x4::splat(f32::NAN));
        }
        let mut gradient = vec![0.0; shape.parameters()];
        let mut loss = 0.0;
        for first in (0..self.inputs.len()).step_by(pass.block()) {
            let examples = (self.inputs.len() - first).min(pass.block());
            pass.load(shape.inputs(), examples, |input, example| {
                self.inputs[first + example][input]
            });
            pass.load_targets(shape.outputs(), |unit, example| {
                self.targets[first + example][unit]
            });
            pass.forward(&self.network, 0..shape.layers().len(), None);
            loss += pass.backward(&self.network, self.loss, scale, &mut gradient);
        }
        (gradient, loss)
    }

    /// Gradient and loss by the textbook.
    fn textbook(&self) -> (Vec<f32>, f32) {
        let mut gradient = vec![0.0; self.network.parameters().len()];
        let mut loss = 0.0;
        for (inputs, targets) in self.inputs.iter().zip(&self.targets) {
            let trace = Trace::new(&self.network, self.loss, inputs, targets);
            let parts = trace
                .layers
                .iter()
                .flat_map(|layer| layer.dw.iter().chain(&layer.db));
            gradient
                .iter_mut()
                .zip(parts)
                .for_each(|(sum, part)| *sum += part);
            loss += trace.loss;
        }
        (gradient, loss)
    }
}

const PICTURE: Volume = Volume {
    channels: 2,
    height: 7,
    width: 6,
};

fn each_dense(examples: usize, check: impl Fn(Case)) {
    let widths: [&[u32]; 6] = [&[], &[1], &[8, 8], &[7, 5, 3], &[2, 9, 4, 6], &[64, 13]];
    for widths in widths {
        for &activation in Activation::ALL {
            let hidden: Vec<_> = widths
                .iter()
                .map(|&units| Layer::dense(units, activation))
                .collect();
            for &loss in Loss::ALL {
                check(Case::new(Volume::flat(2), &hidden, loss, examples));
            }
        }
    }
}

fn each_other(examples: usize, check: impl Fn(Case)) {
    let conv = |filters, kernel, stride, padding| {
        Layer::Conv2d(Conv2d {
            filters,
            kernel,
            stride,
            padding,
            activation: Activation::Tanh,
        })
    };
    let (max, mean) = (
        Layer::MaxPool(Pool::DEFAULT),
        Layer::AveragePool(Pool { size: 3, stride: 1 }),
    );
    let silent = Layer::Dropout(Dropout::DEFAULT);
    let stacks: [&[Layer]; 7] = [
        &[conv(3, 3, 1, 1)],
        &[conv(2, 3, 2, 0), conv(3, 1, 1, 0), Layer::Flatten],
        &[
            conv(4, 5, 1, 2),
            max,
            conv(3, 2, 1, 1),
            mean,
            Layer::dense(5, Activation::Relu),
        ],
        &[max, Layer::LayerNorm, silent, conv(2, 2, 1, 0)],
        &[
            Layer::Flatten,
            Layer::LayerNorm,
            Layer::dense(6, Activation::Tanh),
            Layer::LayerNorm,
        ],
        &[silent, Layer::Flatten, silent],
        &[mean, Layer::dense(7, Activation::Sigmoid), silent],
    ];
    for hidden in stacks {
        for loss in [Loss::Squared, Loss::SoftmaxCrossEntropy] {
            check(Case::new(PICTURE, hidden, loss, examples));
        }
    }
}

#[track_caller]
fn assert_close(case: &Case, scale: f32) {
    let (gradient, loss) = case.pass(scale);
    let (wanted, wanted_loss) = case.textbook();
    assert!((loss - wanted_loss).abs() <= 1e-5 * wanted_loss.abs().max(1.0));
    let largest = |size: f32, part: &f32| size.max(part.abs());
    let size = wanted.iter().fold(1.0_f32, largest);
    for (index, (part, wanted)) in gradient.iter().zip(wanted).enumerate() {
        let error = (part - scale * wanted).abs();
        let place = case.network.shape().place(index);
        assert!(
            error <= 1e-5 * size,
            "{place:?}: {part} is not {scale} of {wanted}"
        );
    }
}

#[test]
fn one_example_is_the_textbook() {
    each_dense(1, |case| assert_close(&case, 1.0));
    each_other(1, |case| assert_close(&case, 1.0));
}

#[test]
fn one_example_in_its_own_lanes_is_the_textbook() {
    each_dense(1, |case| {
        let mut single = Single::default();
        assert!(single.fit(case.network.shape()));
        let samples = Samples::of(1, &case.inputs[0], &case.targets[0]).unwrap();
        let (wanted, wanted_loss) = case.textbook();
        let mut gradient = vec![0.0; wanted.len()];
        let before = &case.network;
        let mut ceiling = greatest(before.parameters());
        let mut after = f32::NAN;
        let descent = Aim::Descend {
            rate: 0.25,
            ceiling: &mut ceiling,
        };
        for aim in [Aim::Add(&mut gradient, 0.5), descent] {
            let descends = matches!(aim, Aim::Descend { .. });
            let mut network = before.clone();
            let (loss, overflow) = single.learn(&mut network, case.loss, (&samples, 0), aim);
            assert_eq!(overflow, None);
            assert!((loss - wanted_loss).abs() <= 1e-5 * wanted_loss.max(1.0));
            let steps = network.parameters().iter().zip(before.parameters());
            for ((now, before), slope) in steps.zip(&wanted) {
                let step = if descends { -0.25 * slope } else { 0.0 };
                assert!((now - before - step).abs() <= 1e-5 * slope.abs().max(1.0));
            }
            if descends {
                after = greatest(network.parameters());
            }
        }
        assert!(after <= ceiling && ceiling.is_finite());
        for (part, wanted) in gradient.iter().zip(wanted) {
            assert!((part - 0.5 * wanted).abs() <= 1e-5 * wanted.abs().max(1.0));
        }
    });
}

#[test]
fn many_examples_are_their_sum() {
    for examples in (1..=BLOCK).step_by(3).chain([10, 12, 16, 17, 63]) {
        each_dense(examples, |case| assert_close(&case, 0.5));
        each_other(examples, |case| assert_close(&case, 0.5));
    }
}

/// An empty lane must not turn an infinite weight into a NaN, by 0 · ∞, that no example has.
#[test]
fn infinite_weights_stay_where_ieee_puts_them() {
    for examples in [1, 3, 5, 18, 31] {
        each_dense(examples, |mut case| {
            let output = case.network.shape().layers().len() - 1;
            let weight = case.network.shape().layers()[output].weight_offset;
            case.network.parameters_mut()[weight] = f32::INFINITY;
            let (pass, textbook) = (case.pass(1.0).0, case.textbook().0);
            for (index, (pass, textbook)) in pass.iter().zip(&textbook).enumerate() {
                assert_eq!(
                    pass.is_finite(),
                    textbook.is_finite(),
                    "parameter {index} of {examples} examples: {pass:?}, {textbook:?}"
                );
            }
        });
    }
}

#[test]
fn the_first_overflow_is_found() {
    let hidden = [
        Layer::dense(3, Activation::Relu),
        Layer::dense(4, Activation::Relu),
    ];
    let mut case = Case::new(Volume::flat(2), &hidden, Loss::Squared, 9);
    let index = case.network.shape().bias_index(1, 2).unwrap();
    case.network.parameters_mut()[index] = f32::INFINITY;
    let mut pass = Pass::default();
    let shape = case.network.shape();
    pass.fit(shape);
    pass.load(2, 9, |input, example| case.inputs[example][input]);
    pass.forward(&case.network, 0..shape.layers().len(), None);
    let place = Place::Value { layer: 1, unit: 2 };
    assert_eq!(pass.first_overflow(shape), Some(place));
}
