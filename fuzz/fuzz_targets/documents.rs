//! Any text as a run: it is refused, or it runs, edits and all, and comes to the same bits again after going back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use neuroglass_core::{Cost, Evaluation, Experiment, MapJob, MapKind, Run, RunDocument};
use neuroglass_protocol::from_json;

/// Multiplications that one trial may take.
const MOST_WORK: u64 = 50_000_000;
/// Steps that are done.
const STEPS: u64 = 16;

/// Whether a trial with these settings is soon over.
fn is_small(settings: &Experiment) -> bool {
    let examples = u64::from(settings.data.size) + STEPS * u64::from(settings.batch);
    Cost::of(settings).work * examples < MOST_WORK
}

/// Goes to the last step; `false` if that would take too long.
fn go(run: &mut Run) -> bool {
    while run.step() < STEPS && is_small(run.settings()) {
        run.work();
    }
    run.step() == STEPS && is_small(run.settings())
}

fuzz_target!(|text: &str| {
    let document = from_json::<RunDocument>("the run", text);
    let Some(mut run) = document.ok().and_then(|document| Run::new(document).ok()) else {
        return;
    };
    if !go(&mut run) {
        return;
    }
    let mut evaluation = Evaluation::new();
    while run.evaluate(&mut evaluation).is_none() {}
    for kind in [MapKind::Tiles, MapKind::Output, MapKind::Unit { layer: 0, unit: 0 }] {
        let mut map = MapJob::new(kind, 5);
        while !run.map(&mut map) {}
    }
    let trace = run.trace(0);
    assert!(trace.is_some(), "there is always an example");

    let there = run.hash();
    let (step, edits, state) = run.state();
    let resumed = Run::resume(run.document().clone(), step, edits, &state);
    assert_eq!(resumed.expect("its own state").hash(), there);
    run.seek(STEPS / 2);
    go(&mut run);
    assert_eq!(run.hash(), there);
});
