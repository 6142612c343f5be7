//! A network learns the spiral.
//!
//! An experiment is a document, and a run is a pure function of it. This one is the page's default, and what is
//! printed is what the page shows: the loss over the points that are learned from, the loss over those that are
//! not, and how many of the latter come out right.
//!
//! `cargo run --release -p neuroglass-core --example 04_training`

use neuroglass_core::{Evaluation, Refusal, Run, RunDocument, Scores};

fn scores(run: &Run) -> Scores {
    let mut evaluation = Evaluation::new();
    loop {
        if let Some(scores) = run.evaluate(&mut evaluation) {
            return scores;
        }
    }
}

fn main() -> Result<(), Refusal> {
    let mut run = Run::new(RunDocument::default())?;
    println!("  steps  epochs   train    test  right");
    for steps in [0, 100, 300, 1_000, 3_000, 10_000, 20_000] {
        while run.step() < steps {
            run.work();
        }
        let Scores { train, test } = scores(&run);
        let right = 100.0 * test.accuracy;
        println!(
            "{steps:7}{:8.0}{:8.3}{:8.3}{right:6.0}%",
            run.epoch(),
            train.loss,
            test.loss
        );
    }

    println!("\nwhat it says over the plane:");
    for row in 0..24 {
        let at = |index: usize, count: f32| 6.0 * (2.0 * (index as f32 + 0.5) / count - 1.0);
        let points: Vec<_> = (0..48)
            .map(|column| [at(column, 48.0), -at(row, 24.0)])
            .collect();
        let sign = |&answer: &f32| if answer > 0.0 { '#' } else { '.' };
        println!(
            "{}",
            run.predict(&points).iter().map(sign).collect::<String>()
        );
    }
    Ok(())
}
