//! Every study of networks that are out of the ordinary.

use super::{Plane, Study, find};
use crate::activation::Activation;
use crate::data::DataShape;
use crate::edit::{Edit, RunDocument};
use crate::layer::{Conv2d, Layer, Pool};
use crate::loss::Loss;
use crate::run::Run;

fn studies() -> Vec<Study> {
    let landscape = |plane| Study::Landscape {
        plane,
        side: 6,
        reach: 1.0,
    };
    let parameters = [0, u32::MAX];
    vec![
        Study::Tracks {
            parameters: parameters.to_vec(),
            reach: 4.0,
        },
        Study::Impact,
        Study::Space { grid: 3 },
        Study::Flow,
        landscape(Plane::Pair { parameters }),
        landscape(Plane::Random { seed: u32::MAX }),
        landscape(Plane::Path),
        Study::Braid { most: 5 },
        Study::Distributions,
        Study::NextStep,
        Study::Influence { sample: 1, side: 4 },
    ]
}

fn find_all(mut run: Run) {
    run.keep_distributions(true);
    while run.step() < 5 {
        run.work();
    }
    for study in studies() {
        let json = serde_json::to_string(&study).unwrap();
        assert_eq!(serde_json::from_str::<Study>(&json).unwrap(), study);
        find(&run, &study);
    }
}

fn run(change: impl Fn(&mut RunDocument)) -> Run {
    let mut document = RunDocument::default();
    change(&mut document);
    Run::new(document).unwrap()
}

#[test]
fn pictures_and_every_kind_of_layer() {
    find_all(run(|document| {
        let experiment = &mut document.experiment;
        experiment.data.shape = DataShape::Stripes;
        experiment.data.size = 30;
        experiment.hidden = vec![
            Layer::Conv2d(Conv2d::DEFAULT),
            Layer::MaxPool(Pool::DEFAULT),
            Layer::LayerNorm,
            Layer::AveragePool(Pool::DEFAULT),
            Layer::Flatten,
            Layer::ALL[6],
            Layer::dense(3, Activation::Gcu),
        ];
        experiment.output.activation = Activation::Softmax;
        experiment.loss = Loss::SoftmaxCrossEntropy;
    }));
}

#[test]
fn a_line_and_one_training_example() {
    find_all(run(|document| {
        let experiment = &mut document.experiment;
        experiment.data.shape = DataShape::Sine;
        experiment.data.size = 10;
        experiment.data.train_share = 0.1;
        experiment.hidden = Vec::new();
        experiment.output.activation = Activation::Linear;
    }));
}

#[test]
fn numbers_that_are_not_finite() {
    let mut run = run(|_| ());
    for value in [f32::MAX, -f32::MAX] {
        for unit in 0..4 {
            let edit = Edit::Weight {
                layer: 1,
                unit,
                input: unit,
                value,
            };
            run.edit(edit).unwrap();
        }
        run.edit(Edit::Activation {
            layer: 0,
            activation: Activation::Linear,
        })
        .unwrap();
        run.edit(Edit::Activation {
            layer: 1,
            activation: Activation::Linear,
        })
        .unwrap();
    }
    find_all(run);
}
