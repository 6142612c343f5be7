//! What a unit can do to its weighted sum.
//!
//! Every activation as a row of its values and slopes, and how long a small network with it takes for the circle.
//! Without a bend, all layers together are one straight cut, and a circle is out of reach.
//!
//! `cargo run --release -p neuroglass-core --example 05_activations`

use neuroglass_core::{
    Activation, DataShape, Evaluation, Experiment, Layer, Refusal, Run, RunDocument,
};

fn accuracy(activation: Activation, steps: u64) -> Result<f32, Refusal> {
    let mut experiment = Experiment {
        hidden: vec![Layer::dense(6, activation)],
        ..Experiment::default()
    };
    experiment.data.shape = DataShape::Circle;
    let mut run = Run::new(RunDocument {
        experiment,
        ..RunDocument::default()
    })?;
    while run.step() < steps {
        run.work();
    }
    let mut evaluation = Evaluation::new();
    loop {
        if let Some(scores) = run.evaluate(&mut evaluation) {
            return Ok(scores.test.accuracy);
        }
    }
}

fn main() -> Result<(), Refusal> {
    let places = [-2.0, -1.0, 0.5, 2.0];
    println!(
        "{:>12}{:>28}{:>28}{:>10}",
        "", "a at -2, -1, ½, 2", "its slope there", "circle"
    );
    for &activation in Activation::ALL {
        let row = |of: fn(Activation, f32) -> f32| {
            places
                .map(|z| format!("{:7.2}", of(activation, z)))
                .concat()
        };
        let (values, slopes) = (row(Activation::value), row(Activation::derivative));
        let right = 100.0 * accuracy(activation, 1_000)?;
        println!("{:>12}{values}{slopes}{right:9.0}%", activation.name());
    }
    Ok(())
}
