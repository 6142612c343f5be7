//! Every number on the way forwards and backwards through the smallest network that has everything in it.

use neuroglass_core::{Dataset, Experiment, Network, Preset, Shape, Trace};
use serde::Deserialize;

use crate::support::{PASS, assert_close, cases};

const FILE: &str = include_str!("../../../../tests/parity/two_by_two.json");

#[derive(Deserialize)]
struct Case {
    experiment: Experiment,
    parameters: Vec<f32>,
    traces: Vec<Table>,
}

/// A [`Trace`] with the digits of PyTorch.
#[derive(Deserialize)]
struct Table {
    /// Which of the training points it is.
    sample: usize,
    inputs: Vec<f32>,
    targets: Vec<f32>,
    layers: Vec<TableLayer>,
    predictions: Vec<f64>,
    loss: f64,
}

#[derive(Deserialize)]
struct TableLayer {
    z: Vec<f64>,
    a: Vec<f64>,
    da: Vec<f64>,
    dz: Vec<f64>,
    dw: Vec<f64>,
    db: Vec<f64>,
}

fn check(network: &Network, experiment: &Experiment, table: &Table) {
    let dataset = Dataset::new(&experiment.data);
    assert!(table.sample < dataset.train_len());
    assert_eq!(dataset.coordinates(table.sample), table.inputs);
    let target = dataset.target(table.sample);
    let wanted = dataset.task().wanted(experiment.output.activation, target);
    assert!(wanted.eq(table.targets.iter().copied()));
    let trace = Trace::new(network, experiment.loss, &table.inputs, &table.targets);
    assert_close("predictions", &trace.predictions, &table.predictions, PASS);
    assert_close("loss", &[trace.loss], &[table.loss], PASS);
    assert_eq!(trace.layers.len(), table.layers.len());
    for (index, (got, wanted)) in trace.layers.iter().zip(&table.layers).enumerate() {
        for (what, got, wanted) in [
            ("z", &got.z, &wanted.z),
            ("a", &got.a, &wanted.a),
            ("∂L/∂a", &got.da, &wanted.da),
            ("∂L/∂z", &got.dz, &wanted.dz),
            ("∂L/∂W", &got.dw, &wanted.dw),
            ("∂L/∂b", &got.db, &wanted.db),
        ] {
            let what = format!("{:?}, {what} of layer {index}", table.inputs);
            assert_close(&what, got, wanted, PASS);
        }
    }
}

#[test]
fn both_passes_are_those_of_pytorch_number_by_number() {
    for case in cases::<Case>(FILE) {
        let mut presets = Preset::ALL.iter().map(|preset| (preset.experiment)());
        assert!(presets.any(|preset| preset == case.experiment));
        let shape = Shape::new(&case.experiment);
        let network = Network::with_parameters(shape, case.parameters).expect("as many numbers");
        assert!(!case.traces.is_empty());
        for table in &case.traces {
            check(&network, &case.experiment, table);
        }
    }
}
