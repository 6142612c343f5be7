//! Every loss at every output that it goes with: of each example alone, and of a batch.

use neuroglass_core::{Activation, Layer, Loss, Network, Shape, Volume};
use serde::Deserialize;

use crate::support::{PASS, assert_close, assert_complete, cases, first, learner, samples};

const FILE: &str = include_str!("../../../../tests/parity/losses.json");

#[derive(Deserialize)]
struct Case {
    loss: Loss,
    output: Activation,
    /// `[example][unit]`
    z: Vec<Vec<f32>>,
    /// `[example][unit]`
    targets: Vec<Vec<f32>>,
    /// `[example]`
    losses: Vec<f64>,
    /// `[example][unit]`
    dz: Vec<Vec<f64>>,
}

fn check(case: &Case) {
    let &Case { loss, output, .. } = case;
    let units = case.z[0].len();
    let name = format!("{} of {units} {}", loss.id(), output.id());
    for (example, (z, targets)) in case.z.iter().zip(&case.targets).enumerate() {
        let name = format!("{name}, example {example}");
        let value = loss.value(output, z, targets);
        assert_close(&name, &[value], &[case.losses[example]], PASS);
        let dz = loss.gradient(output, z, targets);
        assert_close(&format!("{name}, ∂L/∂z"), &dz, &case.dz[example], PASS);
    }
    check_batch(&name, case, units);
}

/// A layer that changes nothing has z for its inputs, and the gradient of its biases is ∂L/∂z.
fn check_batch(name: &str, case: &Case, units: usize) {
    let layer = Layer::dense(units as u32, case.output);
    let mut network = Network::zero(Shape::of(Volume::flat(units as u32), &[], layer));
    for unit in 0..units as u32 {
        network = network.with_weight(0, unit, unit, 1.0);
    }
    let examples = case.z.len();
    let samples = samples(&case.z, &case.targets);
    let (loss, gradient) = learner(network).gradient(case.loss, &samples, &first(examples));

    let mean = |of: &dyn Fn(usize) -> f64| (0..examples).map(of).sum::<f64>() / examples as f64;
    let wanted = mean(&|example| case.losses[example]);
    assert_close(&format!("{name}, mean"), &[loss], &[wanted], PASS);
    let wanted: Vec<f64> = (0..units)
        .map(|unit| mean(&|example| case.dz[example][unit]))
        .collect();
    let db = &gradient[units * units..];
    assert_close(&format!("{name}, mean of ∂L/∂z"), db, &wanted, PASS);
}

#[test]
fn losses_and_their_slopes_are_those_of_pytorch() {
    let cases: Vec<Case> = cases(FILE);
    cases.iter().for_each(check);
    let pairs = |&loss: &Loss| {
        loss.outputs()
            .iter()
            .map(move |output| (loss.id(), output.id()))
    };
    assert_complete(
        Loss::ALL.iter().flat_map(pairs),
        cases.iter().map(|case| (case.loss.id(), case.output.id())),
    );
}
