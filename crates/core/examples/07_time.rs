//! A run can be rewound, changed, and played again to the very same bits.
//!
//! What a person did is part of the document: the state at a step is a pure function of the experiment and the
//! edits up to that step. So a link can hold it all, and going back is cheap.
//!
//! `cargo run --release -p neuroglass-core --example 07_time`

use neuroglass_core::{Edit, Refusal, Run, RunDocument};

fn go(run: &mut Run, step: u64) {
    while run.step() < step {
        run.work();
    }
    println!("step {:5}: {:016x}", run.step(), run.hash());
}

fn main() -> Result<(), Refusal> {
    let mut run = Run::new(RunDocument::default())?;
    go(&mut run, 1_000);
    let there = run.hash();

    println!("back to step 400, and forth again:");
    run.seek(400);
    go(&mut run, 400);
    go(&mut run, 1_000);
    assert_eq!(run.hash(), there);

    println!("back once more; a weight is set by hand and the rate halved:");
    run.seek(400);
    go(&mut run, 400);
    run.edit(Edit::Weight {
        layer: 0,
        unit: 2,
        input: 1,
        value: -1.5,
    })?;
    run.edit(Edit::Rate(run.settings().optimizer.rate() / 2.0))?;
    go(&mut run, 1_000);
    assert_ne!(run.hash(), there);

    println!(
        "somebody else opens the document, {} edits and all:",
        run.document().timeline.len()
    );
    let mut other = Run::new(run.document().clone())?;
    go(&mut other, 1_000);
    assert_eq!(other.hash(), run.hash());
    Ok(())
}
