//! The same weights all over a picture.
//!
//! Pictures of stripes in four directions, wherever in the picture they lie. A dense layer has a weight to each
//! pixel and must learn every place by itself; a convolution looks for a small pattern everywhere at once, with a
//! fraction of the weights.
//!
//! `cargo run --release -p neuroglass-core --example 08_convolution`

use neuroglass_core::{
    Activation, Conv2d, Data, DataShape, Evaluation, Experiment, Layer, Loss, Optimizer, Output,
    Pool, Refusal, Run, RunDocument,
};

fn main() -> Result<(), Refusal> {
    let conv = Layer::Conv2d(Conv2d {
        filters: 6,
        kernel: 3,
        stride: 1,
        padding: 1,
        activation: Activation::Relu,
    });
    let pool = Layer::MaxPool(Pool { size: 3, stride: 3 });
    train("no hidden layer", &[])?;
    train("dense", &[Layer::dense(16, Activation::Relu)])?;
    let run = train("convolution", &[conv, pool])?;

    println!("\nits filters:");
    let layer = run.network().shape().layers()[0];
    let weights = &run.network().parameters()[layer.weights()];
    for row in 0..3 {
        for filter in weights.chunks(9) {
            let shade = |&weight: &f32| {
                if weight > 0.25 {
                    '#'
                } else if weight < -0.25 {
                    '-'
                } else {
                    ' '
                }
            };
            let cells: String = filter[3 * row..][..3].iter().map(shade).collect();
            print!("  [{cells}]");
        }
        println!();
    }
    Ok(())
}

fn train(name: &str, hidden: &[Layer]) -> Result<Run, Refusal> {
    let experiment = Experiment {
        data: Data {
            shape: DataShape::Stripes,
            size: 1_000,
            noise: 0.3,
            ..Data::default()
        },
        hidden: hidden.to_vec(),
        output: Output {
            activation: Activation::Softmax,
        },
        loss: Loss::SoftmaxCrossEntropy,
        optimizer: Optimizer::ALL[0].with_rate(0.1),
        batch: 16,
        ..Experiment::default()
    };
    let mut run = Run::new(RunDocument {
        experiment,
        ..RunDocument::default()
    })?;
    while run.step() < 1_500 {
        run.work();
    }
    let mut evaluation = Evaluation::new();
    let scores = std::iter::repeat_with(|| run.evaluate(&mut evaluation)).find_map(|scores| scores);
    let test = scores.unwrap_or_default().test;
    let weights = run.network().parameters().len();
    println!(
        "{name:>16}: {weights:5} parameters, {:.0} % of unseen pictures right",
        100.0 * test.accuracy
    );
    Ok(run)
}
