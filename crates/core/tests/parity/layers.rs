//! Stacks of every kind of layer: outputs, loss, and the gradient of every parameter, for one example and for
//! batches of several sizes.

use neuroglass_core::{Layer, Loss, Network, Shape, Trace, Volume};
use serde::Deserialize;

use crate::support::{PASS, assert_close, assert_complete, cases, first, learner, samples};

const FILE: &str = include_str!("../../../../tests/parity/layers.json");

#[derive(Deserialize)]
struct Case {
    name: String,
    input: Volume,
    hidden: Vec<Layer>,
    output: Layer,
    loss: Loss,
    /// In the order of the shape.
    parameters: Vec<f32>,
    /// `[example][input]`
    inputs: Vec<Vec<f32>>,
    /// `[example][unit]`
    targets: Vec<Vec<f32>>,
    /// `[example][unit]`
    outputs: Vec<Vec<f64>>,
    batches: Vec<Batch>,
}

/// What comes of the first so many examples.
#[derive(Deserialize)]
struct Batch {
    examples: usize,
    loss: f64,
    /// In the order of the shape.
    gradient: Vec<f64>,
}

fn check(case: &Case) {
    let name = &case.name;
    let shape = Shape::of(case.input, &case.hidden, case.output);
    let network = Network::with_parameters(shape, case.parameters.clone()).expect(name);
    for (example, (inputs, outputs)) in case.inputs.iter().zip(&case.outputs).enumerate() {
        let trace = Trace::forward(&network, inputs);
        assert_close(
            &format!("{name}, outputs of example {example}"),
            &trace.predictions,
            outputs,
            PASS,
        );
    }
    let samples = samples(&case.inputs, &case.targets);
    for batch in &case.batches {
        let name = format!("{name}, {} examples", batch.examples);
        let passed = learner(network.clone()).gradient(case.loss, &samples, &first(batch.examples));
        check_batch(&network, &name, passed, batch);
        let name = format!("{name} one after the other");
        let traced = textbook(&network, case, batch.examples);
        check_batch(&network, &name, traced, batch);
    }
}

fn check_batch(network: &Network, name: &str, (loss, gradient): (f32, Vec<f32>), wanted: &Batch) {
    assert_close(&format!("{name}, loss"), &[loss], &[wanted.loss], PASS);
    for (index, layer) in network.shape().layers().iter().enumerate() {
        let kind = layer.layer.id();
        let what = format!("{name}, gradient of layer {index}, {kind}");
        // Weights and biases together: of a few biases all may be small because the examples' parts cancel, but
        // what is lost is of the size of the parts.
        let all = layer.parameters();
        assert_close(&what, &gradient[all.clone()], &wanted.gradient[all], PASS);
    }
}

/// The mean loss and gradient of the first examples, one after the other.
fn textbook(network: &Network, case: &Case, examples: usize) -> (f32, Vec<f32>) {
    let mut sums = vec![0.0; 1 + network.parameters().len()];
    for (inputs, targets) in case.inputs.iter().zip(&case.targets).take(examples) {
        let trace = Trace::new(network, case.loss, inputs, targets);
        let layers = trace.layers.iter();
        let parts = layers.flat_map(|layer| layer.dw.iter().chain(&layer.db));
        for (sum, part) in sums.iter_mut().zip([&trace.loss].into_iter().chain(parts)) {
            *sum += f64::from(*part);
        }
    }
    let mut means = sums.into_iter().map(|sum| (sum / examples as f64) as f32);
    (means.next().unwrap_or(f32::NAN), means.collect())
}

#[test]
fn layers_and_their_gradients_are_those_of_pytorch() {
    let cases: Vec<Case> = cases(FILE);
    cases.iter().for_each(check);
    let layers = cases.iter().flat_map(|case| &case.hidden);
    assert_complete(
        Layer::ALL.iter().map(|layer| layer.id()),
        layers.map(|layer| layer.id()),
    );
}
