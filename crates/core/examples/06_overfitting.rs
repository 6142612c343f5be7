//! Learning by heart, and three ways against it.
//!
//! Few noisy points and a network that is much too large: the loss over the points it learns from goes to
//! nothing, while that over others rises. Weights that are kept small, units that cannot rely on each other, and
//! more points each help.
//!
//! `cargo run --release -p neuroglass-core --example 06_overfitting`

use neuroglass_core::{
    Activation, Data, DataShape, Dropout, Evaluation, Experiment, Layer, Refusal, Regularization,
    Run, RunDocument,
};

fn report(name: &str, experiment: Experiment) -> Result<(), Refusal> {
    let mut run = Run::new(RunDocument {
        experiment,
        ..RunDocument::default()
    })?;
    while run.step() < 6_000 {
        run.work();
    }
    let mut evaluation = Evaluation::new();
    let scores = std::iter::repeat_with(|| run.evaluate(&mut evaluation)).find_map(|scores| scores);
    let scores = scores.unwrap_or_default();
    let right = 100.0 * scores.test.accuracy;
    println!(
        "{name:>14}{:8.3}{:8.3}{right:7.0}%",
        scores.train.loss, scores.test.loss
    );
    Ok(())
}

fn main() -> Result<(), Refusal> {
    let wide = Layer::dense(32, Activation::Tanh);
    let few = Experiment {
        data: Data {
            shape: DataShape::Moons,
            size: 80,
            noise: 1.0,
            train_share: 0.4,
            ..Data::default()
        },
        hidden: vec![wide, wide],
        ..Experiment::default()
    };
    println!("{:>14}{:>8}{:>8}{:>8}", "", "train", "test", "right");
    report("as it is", few.clone())?;

    let mut small = few.clone();
    small.regularization = Regularization {
        l2: 0.01,
        ..Regularization::default()
    };
    report("L2", small)?;

    let mut dropped = few.clone();
    let dropout = Layer::Dropout(Dropout { rate: 0.4 });
    dropped.hidden = vec![wide, dropout, wide, dropout];
    report("dropout", dropped)?;

    let mut many = few;
    many.data.size = 2_000;
    report("more points", many)
}
