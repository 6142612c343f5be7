//! What the page opens with is learned while one watches.
#![cfg(not(target_arch = "wasm32"))]

use neuroglass_core::{DataShape, Evaluation, Experiment, Run, RunDocument};

fn loss_after(experiment: Experiment, steps: u64) -> f32 {
    let document = RunDocument {
        experiment,
        ..RunDocument::default()
    };
    let mut run = Run::new(document).unwrap();
    while run.step() < steps {
        run.work();
    }
    let mut evaluation = Evaluation::new();
    loop {
        if let Some(scores) = run.evaluate(&mut evaluation) {
            return scores.train.loss;
        }
    }
}

#[test]
fn the_default_experiment_learns_the_spiral() {
    let loss = loss_after(Experiment::default(), 20_000);
    assert!(loss < 0.1, "{loss}");
}

#[test]
fn the_easier_shapes_are_learned_soon() {
    for (shape, steps) in [
        (DataShape::Circle, 2_000),
        (DataShape::Xor, 2_000),
        (DataShape::Moons, 2_000),
        (DataShape::Blobs, 200),
    ] {
        let mut experiment = Experiment::default();
        experiment.data.shape = shape;
        let loss = loss_after(experiment, steps);
        assert!(loss < 0.02, "{shape:?}: {loss}");
    }
}
