//! The pass over many examples at once against the textbook's one.

use super::*;
use crate::activation::Activation;
use crate::experiment::Experiment;
use crate::layer::Layer;
use crate::rng::{Purpose, Rng};
use crate::trace::Trace;

struct Case {
    network: Network,
    loss: Loss,
    /// `[example][input]`
    inputs: Vec<Vec<f32>>,
    targets: Vec<f32>,
}

impl Case {
    fn new(widths: &[u32], activation: Activation, loss: Loss, examples: usize) -> Self {
        let hidden = widths.iter().map(|&units| Layer::dense(units, activation));
        let mut experiment = Experiment {
            hidden: hidden.collect(),
            ..Experiment::default()
        };
        experiment.output.activation = *loss.outputs().last().unwrap();
        let mut network = Network::new(&experiment);
        let mut rng = Rng::new(5, Purpose::Point, 0);
        for parameter in network.parameters_mut() {
            *parameter += rng.between(-0.2, 0.2);
        }
        let mut draw = |count: usize| (0..count).map(|_| rng.between(-2.0, 2.0)).collect();
        Self {
            network,
            loss,
            inputs: (0..examples).map(|_| draw(2)).collect(),
            targets: (0..examples).map(|example| (example % 2) as f32).collect(),
        }
    }

    /// Gradient and loss by the pass.
    fn pass(&self, scale: f32) -> (Vec<f32>, f32) {
        let mut pass = Pass::default();
        let shape = self.network.shape();
        pass.fit(shape);
        // Memory is never clean.
        for memory in [
            &mut pass.a,
            &mut pass.z,
            &mut pass.delta,
            &mut pass.delta_before,
        ] {
            memory.fill(f32x4::splat(f32::NAN));
        }
        pass.load(2, self.inputs.len(), |input, example| {
            self.inputs[example][input]
        });
        pass.load_targets(|example| self.targets[example]);
        pass.forward(&self.network, shape.layers().len());
        let mut gradient = vec![0.0; shape.parameters()];
        let loss = pass.backward(&self.network, self.loss, scale, &mut gradient);
        (gradient, loss)
    }

    /// Gradient and loss by the textbook.
    fn textbook(&self) -> (Vec<f32>, f32) {
        let mut gradient = vec![0.0; self.network.parameters().len()];
        let mut loss = 0.0;
        for (inputs, &target) in self.inputs.iter().zip(&self.targets) {
            let trace = Trace::new(&self.network, self.loss, inputs, target);
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

fn each_kind(examples: usize, check: impl Fn(Case)) {
    let widths: [&[u32]; 6] = [&[], &[1], &[8, 8], &[7, 5, 3], &[2, 9, 4, 6], &[64, 13]];
    for widths in widths {
        for &activation in Activation::ALL {
            for &loss in Loss::ALL {
                check(Case::new(widths, activation, loss, examples));
            }
        }
    }
}

#[test]
fn one_example_is_the_same_to_the_last_bit() {
    each_kind(1, |case| assert_eq!(case.pass(1.0), case.textbook()));
}

#[test]
fn many_examples_are_their_sum() {
    for examples in (1..=BLOCK).step_by(3).chain([10, 12, 16, 17, 63]) {
        each_kind(examples, |case| {
            let (gradient, loss) = case.pass(0.5);
            let (wanted, wanted_loss) = case.textbook();
            assert!((loss - wanted_loss).abs() <= 1e-5 * wanted_loss.abs().max(1.0));
            let size = wanted
                .iter()
                .fold(1.0_f32, |size, part| size.max(part.abs()));
            for (part, wanted) in gradient.iter().zip(wanted) {
                let error = (part - 0.5 * wanted).abs();
                assert!(
                    error <= 1e-5 * size,
                    "{examples}: {part} is not half of {wanted}"
                );
            }
        });
    }
}

/// An empty lane must not turn an infinite weight into a NaN, by 0 · ∞, that no example has.
#[test]
fn infinite_weights_stay_where_ieee_puts_them() {
    for examples in [1, 3, 5, 18, 31] {
        each_kind(examples, |mut case| {
            let output = case.network.shape().layers().len() - 1;
            let weight = case.network.shape().layers()[output].weight_offset;
            case.network.parameters_mut()[weight] = f32::INFINITY;
            let kinds = |numbers: &[f32]| -> Vec<_> {
                numbers.iter().map(|number| number.classify()).collect()
            };
            let infinite_or_nan = |kind: &std::num::FpCategory| {
                matches!(
                    kind,
                    std::num::FpCategory::Nan | std::num::FpCategory::Infinite
                )
            };
            let (pass, textbook) = (case.pass(1.0).0, case.textbook().0);
            for (index, (pass, textbook)) in kinds(&pass).iter().zip(kinds(&textbook)).enumerate() {
                assert_eq!(
                    infinite_or_nan(pass),
                    infinite_or_nan(&textbook),
                    "parameter {index} of {examples} examples: {pass:?}, {textbook:?}"
                );
            }
        });
    }
}
