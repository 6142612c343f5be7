//! Runs under a hand.

use neuroglass_core::{
    Activation, Conv2d, DataShape, Dropout, Edit, Experiment, Layer, Part, Pool, Run, RunDocument,
};

pub fn run(experiment: Experiment) -> Run {
    let timeline = Vec::new();
    Run::new(RunDocument {
        experiment,
        timeline,
    })
    .unwrap()
}

pub fn go(run: &mut Run, steps: u64) {
    let there = run.step() + steps;
    while run.step() < there {
        run.work();
    }
}

pub fn edit(run: &mut Run, edit: Edit) {
    run.edit(edit).unwrap();
}

/// What the network says to the first few training examples.
pub fn answers(run: &Run) -> Vec<f32> {
    let traces = (0..8).map(|sample| run.trace(sample).unwrap());
    traces.flat_map(|trace| trace.predictions).collect()
}

pub fn weight(layer: u32, unit: u32, input: u32) -> Part {
    Part::Weight { layer, unit, input }
}

/// Pictures, seen by filters of this activation, a pool, and two dense layers.
pub fn pictures(activation: Activation, pool: fn(Pool) -> Layer) -> Experiment {
    let mut experiment = Experiment::default();
    experiment.data.shape = DataShape::Stripes;
    experiment.hidden = vec![
        Layer::Conv2d(Conv2d {
            activation,
            ..Conv2d::DEFAULT
        }),
        pool(Pool::DEFAULT),
        Layer::Conv2d(Conv2d {
            activation,
            filters: 3,
            ..Conv2d::DEFAULT
        }),
        Layer::Flatten,
        Layer::Dropout(Dropout::DEFAULT),
        Layer::dense(5, activation),
    ];
    experiment
}
