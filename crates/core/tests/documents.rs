//! What documents look like, and which are refused.
#![cfg(not(target_arch = "wasm32"))]

use neuroglass_core::{Edit, Experiment, RunDocument};
use serde_json::json;

/// The experiment must be refused with this sentence.
fn refuse(experiment: serde_json::Value, sentence: &str) {
    let experiment: Experiment = serde_json::from_value(experiment).expect("well formed");
    assert_eq!(experiment.check().unwrap_err().to_string(), sentence);
}

/// The default experiment with this timeline must be refused with this sentence.
fn refuse_timeline(timeline: serde_json::Value, sentence: &str) {
    let document = RunDocument {
        timeline: serde_json::from_value(timeline).expect("well formed"),
        ..RunDocument::default()
    };
    assert_eq!(document.check().unwrap_err().to_string(), sentence);
}

#[test]
fn experiments_are_refused_with_a_reason() {
    let layer = |units| json!({ "dense": { "units": units, "activation": "tanh" } });
    refuse(
        json!({ "version": 2 }),
        "version is 2; allowed is 1, the version that this program understands.",
    );
    refuse(
        json!({ "data": { "size": 9 } }),
        "data.size is 9; allowed is a whole number from 10 to 10000.",
    );
    refuse(
        json!({ "data": { "classes": 9 } }),
        "data.classes is 9; allowed is a whole number from 2 to 8.",
    );
    refuse(
        json!({ "data": { "noise": 3.5 } }),
        "data.noise is 3.5; allowed is a number from 0 to 1.",
    );
    refuse(
        json!({ "data": { "noise": -0.5 } }),
        "data.noise is -0.5; allowed is a number from 0 to 1.",
    );
    refuse(
        json!({ "data": { "trainShare": 1 } }),
        "data.trainShare is 1; allowed is a number from 0.1 to 0.9.",
    );
    refuse(
        json!({ "inputs": [] }),
        "inputs is 0 features; allowed is 1 to 21 features.",
    );
    refuse(
        json!({ "inputs": ["x1", "x2", "x1"] }),
        "inputs[2] is \"x1\" once more; allowed is each feature once.",
    );
    refuse(
        json!({ "hidden": vec![layer(1); 17] }),
        "hidden is 17 layers; allowed is 0 to 16 layers.",
    );
    refuse(
        json!({ "hidden": [layer(4), layer(4), layer(513)] }),
        "hidden[2].dense.units is 513; allowed is a whole number from 1 to 512.",
    );
    refuse(
        json!({ "hidden": [layer(0)] }),
        "hidden[0].dense.units is 0; allowed is a whole number from 1 to 512.",
    );
    refuse(
        json!({ "loss": "binaryCrossEntropy" }),
        "output.activation is \"tanh\"; allowed is \"sigmoid\" with the loss \"binaryCrossEntropy\".",
    );
    refuse(
        json!({ "init": { "weights": { "uniform": { "reach": -1 } } } }),
        "init.weights.uniform.reach is -1; allowed is a number from 0 to 100.",
    );
    refuse(
        json!({ "optimizer": { "sgd": { "rate": 101 } } }),
        "optimizer.sgd.rate is 101; allowed is a number from 0 to 100.",
    );
    refuse(
        json!({ "optimizer": { "adam": { "beta2": 1 } } }),
        "optimizer.adam.beta2 is 1; allowed is a number from 0 to 0.99999.",
    );
    refuse(
        json!({ "schedule": { "cosine": { "steps": 0 } } }),
        "schedule.cosine.steps is 0; allowed is a whole number from 1 to 10000000.",
    );
    refuse(
        json!({ "schedule": { "exponential": { "halfLife": 20_000_000 } } }),
        "schedule.exponential.halfLife is 20000000; allowed is a whole number from 1 to 10000000.",
    );
    refuse(
        json!({ "regularization": { "l1": -1 } }),
        "regularization.l1 is -1; allowed is a number from 0 to 10.",
    );
    refuse(
        json!({ "batch": 0 }),
        "batch is 0; allowed is a whole number from 1 to 10000.",
    );

    let mut experiment = Experiment::default();
    experiment.data.noise = f32::NAN;
    assert_eq!(experiment.check().unwrap_err().given, "NaN");
}

#[test]
fn networks_are_refused_with_a_reason() {
    let conv = |kernel, padding| json!({ "conv2d": { "kernel": kernel, "padding": padding } });
    let stripes = json!({ "shape": "stripes" });
    refuse(
        json!({ "data": stripes, "hidden": [conv(12, 0)] }),
        "hidden[0].conv2d.kernel is 12; allowed is a whole number from 1 to 11.",
    );
    refuse(
        json!({ "data": stripes, "hidden": [conv(9, 0), conv(5, 0)] }),
        "hidden[1] is a convolution on 4 × 4 values; allowed is a window that fits into them.",
    );
    refuse(
        json!({ "hidden": [conv(1, 1)] }),
        "hidden[0] is a convolution on 1 × 1 values; allowed is one that leaves the features of a point a list.",
    );
    refuse(
        json!({ "hidden": [{ "dropout": { "rate": 1 } }] }),
        "hidden[0].dropout.rate is 1; allowed is a number from 0 to 0.9.",
    );
    refuse(
        json!({ "hidden": [{ "dense": { "activation": "softmax" } }] }),
        "hidden[0].dense.activation is \"softmax\"; allowed is an activation of one unit at a time.",
    );
    refuse(
        json!({ "data": { "shape": "bumps" }, "loss": "hinge", "output": { "activation": "linear" } }),
        "loss is \"hinge\"; allowed is \"squared\", \"absolute\" or \"huber\" with a data set of values.",
    );
    let filters = |filters| json!({ "conv2d": { "filters": filters, "kernel": 5, "padding": 2 } });
    refuse(
        json!({ "data": stripes, "hidden": vec![filters(64); 4] }),
        "hidden is a network of 44.5 million multiplications an example; allowed is at most 8.0 million multiplications.",
    );
}

#[test]
fn timelines_are_refused_with_a_reason() {
    let weight = |layer, unit, input, value: f32| json!([{ "step": 3, "edit": { "weight": { "layer": layer, "unit": unit, "input": input, "value": value } } }]);
    refuse_timeline(
        weight(3, 0, 0, 0.0),
        "timeline[0].edit.weight.layer is 3; allowed is a whole number from 0 to 2.",
    );
    refuse_timeline(
        weight(2, 1, 0, 0.0),
        "timeline[0].edit.weight.unit is 1; allowed is 0.",
    );
    refuse_timeline(
        weight(0, 5, 2, 0.0),
        "timeline[0].edit.weight.input is 2; allowed is a whole number from 0 to 1.",
    );
    refuse_timeline(
        json!([{ "step": 3, "edit": { "rate": 1 } }, { "step": 2, "edit": { "rate": 1 } }]),
        "timeline[1].step is 2; allowed is a whole number from 3 to 1000000000000.",
    );
    refuse_timeline(
        json!([{ "step": 3, "edit": { "data": { "noise": 2 } } }]),
        "timeline[0].edit.data.noise is 2; allowed is a number from 0 to 1.",
    );
    refuse_timeline(
        json!([{ "step": 0, "edit": { "removeLayer": 1 } }, { "step": 0, "edit": { "removeLayer": 1 } }]),
        "timeline[1].edit.removeLayer is 1; allowed is 0.",
    );
    refuse_timeline(
        json!([{ "step": 0, "edit": { "units": { "layer": 2, "units": 3 } } }]),
        "timeline[0].edit.units.layer is 2; allowed is a whole number from 0 to 1.",
    );
    refuse_timeline(
        json!([{ "step": 0, "edit": { "loss": { "loss": "binaryCrossEntropy", "output": "relu" } } }]),
        "timeline[0].edit.loss.output is \"relu\"; allowed is \"sigmoid\" with the loss \"binaryCrossEntropy\".",
    );
    refuse_timeline(
        json!([{ "step": 0, "edit": { "optimizer": { "sgd": { "rate": -1 } } } }]),
        "timeline[0].edit.optimizer.sgd.rate is -1; allowed is a number from 0 to 100.",
    );
    refuse_timeline(
        json!([{ "step": 0, "edit": { "schedule": { "warmRestarts": { "growth": 11 } } } }]),
        "timeline[0].edit.schedule.warmRestarts.growth is 11; allowed is a whole number from 1 to 10.",
    );
    refuse_timeline(
        json!([{ "step": 0, "edit": { "regularization": { "decay": 11 } } }]),
        "timeline[0].edit.regularization.decay is 11; allowed is a number from 0 to 10.",
    );
    refuse_timeline(
        json!([{ "step": 0, "edit": { "redraw": { "seed": 1, "init": { "biases": "orthogonal" } } } }]),
        "timeline[0].edit.redraw.init.biases is \"orthogonal\"; allowed is any rule but \"orthogonal\", which is for weights.",
    );
    let edits = vec![json!({ "step": 0, "edit": { "batch": 5 } }); 20_001];
    refuse_timeline(
        json!(edits),
        "timeline is 20001 edits; allowed is at most 20000 edits.",
    );

    // JSON has no infinity, but a program has.
    let document = RunDocument {
        timeline: vec![neuroglass_core::TimedEdit {
            step: 0,
            edit: Edit::Bias {
                layer: 0,
                unit: 0,
                value: f32::INFINITY,
            },
        }],
        ..RunDocument::default()
    };
    assert_eq!(
        document.check().unwrap_err().to_string(),
        "timeline[0].edit.bias.value is inf; allowed is a finite number."
    );
}

#[test]
fn defaults_need_not_be_said() {
    let document: RunDocument = serde_json::from_str("{}").unwrap();
    assert_eq!(document, RunDocument::default());
    let experiment: Experiment = serde_json::from_str(r#"{"data":{"shape":"xor"}}"#).unwrap();
    assert_eq!(experiment.data.size, 300);
    assert!(serde_json::from_str::<Experiment>(r#"{"learningRate":1}"#).is_err());
}

#[test]
fn what_is_written_can_be_read() {
    let document = RunDocument::default();
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(
        serde_json::from_str::<RunDocument>(&json).unwrap(),
        document
    );
    let optimizer = serde_json::to_string(&document.experiment.optimizer).unwrap();
    assert_eq!(optimizer, r#"{"sgd":{"rate":0.05}}"#);
    let schedule = serde_json::to_string(&document.experiment.schedule).unwrap();
    assert_eq!(schedule, r#"{"constant":{"warmUp":0}}"#);
    let regularization = serde_json::to_string(&document.experiment.regularization).unwrap();
    assert_eq!(regularization, r#"{"l1":0.0,"l2":0.0,"decay":0.0}"#);
}
