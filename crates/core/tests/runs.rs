//! How a run answers to hands: edits, rewinds, branches.
#![cfg(not(target_arch = "wasm32"))]

use neuroglass_core::{
    Activation, Adam, Data, DataShape, Divergence, Dropout, Edit, Experiment, Init, Input, Layer,
    Optimizer, Run, RunDocument, Work,
};

fn open(document: RunDocument) -> Run {
    Run::new(document).unwrap()
}

fn default() -> Run {
    open(RunDocument::default())
}

fn go(run: &mut Run, step: u64) {
    while run.step() < step {
        run.work();
    }
    while run.settle() {}
}

/// A run of the document of `run`, at the same step.
fn replayed(run: &mut Run) -> Run {
    while run.settle() {}
    let mut replayed = open(run.document().clone());
    go(&mut replayed, run.step());
    replayed
}

fn assert_same(run: &Run, other: &Run) {
    assert_eq!(run.step(), other.step());
    assert_eq!(run.hash(), other.hash());
    assert_eq!(run.settings(), other.settings());
    assert_eq!(run.examples(), other.examples());
    assert_eq!(run.epoch(), other.epoch());
    assert!(run.history() == other.history(), "the histories differ");
}

fn weight(value: f32) -> Edit {
    Edit::Weight {
        layer: 1,
        unit: 2,
        input: 3,
        value,
    }
}

#[test]
fn a_weight_set_by_hand_is_that_weight() {
    let mut run = default();
    go(&mut run, 10);
    run.edit(weight(0.123_456_79)).unwrap();
    assert_eq!(run.network().weight(1, 2, 3), Some(0.123_456_79));
    assert_eq!(run.document().timeline.len(), 1);
    go(&mut run, 50);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn a_slider_leaves_one_edit() {
    let mut run = default();
    go(&mut run, 10);
    for value in [0.1, 0.2, 0.3] {
        run.edit(weight(value)).unwrap();
    }
    assert_eq!(run.document().timeline.len(), 1);
    for rate in [0.1, 0.2] {
        run.edit(Edit::Rate(rate)).unwrap();
    }
    assert_eq!(run.document().timeline.len(), 2);
    run.edit(weight(0.4)).unwrap();
    go(&mut run, 11);
    run.edit(weight(0.5)).unwrap();
    assert_eq!(run.document().timeline.len(), 4);
    go(&mut run, 30);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn turning_a_dropout_leaves_one_edit_and_the_optimizers_memory() {
    let dropout = |rate| Layer::Dropout(Dropout { rate });
    let mut document = RunDocument::default();
    document.experiment.hidden.insert(1, dropout(0.2));
    document.experiment.optimizer = Optimizer::Adam(Adam::DEFAULT);
    let mut run = open(document);
    go(&mut run, 40);
    let before = run.state().2;
    for rate in [0.3, 0.4, 0.5] {
        run.edit(Edit::Layer {
            layer: 1,
            to: dropout(rate),
        })
        .unwrap();
    }
    assert_eq!(run.document().timeline.len(), 1);
    assert_eq!(run.settings().hidden[1], dropout(0.5));
    assert!(run.state().2 == before, "something was forgotten");
    run.edit(Edit::Layer {
        layer: 1,
        to: Layer::LayerNorm,
    })
    .unwrap();
    assert_eq!(run.document().timeline.len(), 2);
    go(&mut run, 80);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn an_edit_in_the_past_forgets_the_future() {
    let mut run = default();
    go(&mut run, 3_000);
    run.edit(Edit::Rate(0.2)).unwrap();
    go(&mut run, 9_000);
    assert_eq!(run.end(), 9_000);

    run.seek(1_000);
    go(&mut run, 1_000);
    assert_eq!(run.end(), 9_000);
    assert_eq!(
        run.settings().optimizer.rate(),
        0.05,
        "the edit is still to come"
    );
    assert_eq!(run.document().timeline.len(), 1);

    run.edit(weight(1.0)).unwrap();
    assert_eq!(run.end(), 1_000);
    assert_eq!(run.document().timeline.len(), 1);
    go(&mut run, 5_000);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
    run.seek(1_000);
    go(&mut run, 1_000);
    assert_eq!(
        run.network().weight(1, 2, 3),
        Some(1.0),
        "the state at a step is after its edits"
    );
}

#[test]
fn settings_at_the_start_become_the_experiment() {
    let mut run = default();
    run.edit(Edit::Rate(0.5)).unwrap();
    run.edit(Edit::Inputs(vec![Input::Radius])).unwrap();
    run.edit(Edit::AddLayer {
        at: 2,
        layer: Layer::dense(3, Activation::Relu),
    })
    .unwrap();
    assert!(run.document().timeline.is_empty());
    assert_eq!(run.document().experiment, *run.settings());
    assert_eq!(run.settings().hidden.len(), 3);
    let fresh = replayed(&mut run);
    assert_same(&run, &fresh);

    run.edit(Edit::Bias {
        layer: 0,
        unit: 0,
        value: 1.0,
    })
    .unwrap();
    run.edit(Edit::Rate(0.1)).unwrap();
    assert_eq!(
        run.document().timeline.len(),
        2,
        "what is set by hand stays"
    );
    assert_eq!(run.network().bias(0, 0), Some(1.0));
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn going_back_to_the_start_makes_settings_the_experiment_again() {
    let mut run = default();
    go(&mut run, 100);
    run.edit(weight(2.0)).unwrap();
    run.seek(0);
    run.edit(Edit::Batch(20)).unwrap();
    assert!(run.document().timeline.is_empty());
    assert_eq!((run.end(), run.document().experiment.batch), (0, 20));
    go(&mut run, 40);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn reset_keeps_settings_and_seed() {
    let mut run = default();
    go(&mut run, 100);
    run.edit(Edit::Rate(0.2)).unwrap();
    run.edit(weight(2.0)).unwrap();
    go(&mut run, 200);
    run.reset();
    let mut experiment = Experiment::default();
    experiment.optimizer = experiment.optimizer.with_rate(0.2);
    assert_eq!((run.step(), run.end()), (0, 0));
    assert_eq!(run.document().experiment, experiment);
    assert!(run.document().timeline.is_empty());
    assert_eq!(run.hash(), default().hash(), "the same numbers as at first");
    go(&mut run, 60);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn a_step_partly_done_is_begun_again_after_an_edit() {
    let mut document = RunDocument::default();
    document.experiment.batch = 200;
    let mut run = open(document);
    go(&mut run, 4); // then a batch of 200, in four blocks
    assert_eq!(run.work(), Work::Part);
    assert_eq!(run.work(), Work::Part);
    run.edit(weight(0.7)).unwrap();
    go(&mut run, 9);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn a_new_unit_is_not_heard_at_first() {
    let mut run = default();
    go(&mut run, 200);
    let points = [[1.0, 2.0], [-3.0, 0.5]];
    let before = run.predict(&points);
    run.edit(Edit::Units { layer: 0, units: 9 }).unwrap();
    assert_eq!(run.predict(&points), before);
    run.edit(Edit::Inputs(vec![Input::Angle, Input::X2, Input::X1]))
        .unwrap();
    for (now, before) in run.predict(&points).iter().zip(before) {
        assert!(
            (now - before).abs() < 1e-5,
            "the order of features does not matter"
        );
    }
    go(&mut run, 300);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn what_was_learned_stays_with_other_data() {
    let mut run = default();
    go(&mut run, 100);
    let hash = run.hash();
    let versions = run.versions();
    let data = Data {
        shape: DataShape::Xor,
        ..Data::default()
    };
    run.edit(Edit::Data(data)).unwrap();
    assert_eq!(run.hash(), hash);
    assert_eq!(run.versions().data, versions.data + 1);
    assert_eq!(run.versions().settings, versions.settings + 1);
    run.edit(Edit::Rate(0.1)).unwrap();
    assert_eq!(run.versions().data, versions.data + 1);
}

#[test]
fn drawing_anew_with_the_old_seed_gives_the_old_numbers() {
    let mut run = default();
    let (hash, seed) = (run.hash(), run.settings().seed);
    go(&mut run, 100);
    let init = Init::default();
    run.edit(Edit::Redraw { seed, init }).unwrap();
    assert_eq!(run.hash(), hash);
    run.edit(Edit::Redraw { seed: 99, init }).unwrap();
    assert_ne!(run.hash(), hash);
    assert_eq!(run.document().timeline.len(), 1);
}

#[test]
fn a_later_layer_leaves_earlier_numbers_alone() {
    let mut document = RunDocument::default();
    let before = open(document.clone());
    document
        .experiment
        .hidden
        .push(Layer::dense(5, Activation::Relu));
    let after = open(document);
    let first = before.network().shape().layers()[0].parameters();
    assert_eq!(
        before.network().parameters()[first.clone()],
        after.network().parameters()[first]
    );
}

#[test]
fn history_is_not_written_twice_and_follows_branches() {
    let mut run = default();
    go(&mut run, 5_000);
    let whole = run.history().clone();
    run.seek(100);
    go(&mut run, 5_000);
    assert!(*run.history() == whole);

    run.seek(3_001);
    go(&mut run, 3_001);
    run.take_history_changes();
    run.edit(weight(3.0)).unwrap();
    assert_eq!(run.take_history_changes().0, Some(3_001));
    go(&mut run, 5_000);
    assert!(*run.history() != whole);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn the_loss_at_a_paused_step_follows_an_edit() {
    let mut run = default();
    go(&mut run, 10);
    let before = run.history().last().unwrap();
    run.edit(weight(5.0)).unwrap();
    while run.settle() {}
    let after = run.history().last().unwrap();
    assert_eq!((before.step, after.step), (10, 10));
    assert_ne!(before.train, after.train);
}

#[test]
fn divergence_is_noticed_and_undone() {
    let mut document = RunDocument::default();
    document.experiment.hidden = vec![Layer::dense(8, Activation::Linear)];
    document.experiment.output.activation = Activation::Linear;
    let mut run = open(document);
    go(&mut run, 50);
    assert_eq!(run.divergence(), None);
    run.edit(Edit::Rate(50.0)).unwrap();
    go(&mut run, 300);
    let Divergence { step, place } = run.divergence().expect("a rate of 50 blows up");
    assert!((51..300).contains(&step));

    run.seek(step - 1);
    go(&mut run, step - 1);
    assert_eq!(run.divergence(), None);
    go(&mut run, step + 1);
    assert_eq!(run.divergence(), Some(Divergence { step, place }));

    run.seek(50);
    go(&mut run, 50);
    run.edit(Edit::Rate(0.01)).unwrap();
    go(&mut run, 300);
    assert_eq!(run.divergence(), None);
    let replayed = replayed(&mut run);
    assert_same(&run, &replayed);
}

#[test]
fn a_state_that_does_not_fit_is_refused() {
    let document = RunDocument::default();
    let refusal = Run::resume(document.clone(), 5, 0, &[0.0; 3]).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "checkpoint.state is 3 numbers; allowed is 51 numbers."
    );
    let refusal = Run::resume(document.clone(), 5, 1, &[0.0; 51]).unwrap_err();
    assert_eq!(refusal.field, "checkpoint.edits");

    let mut run = open(document);
    go(&mut run, 20);
    run.edit(weight(1.0)).unwrap();
    go(&mut run, 30);
    let (_, edits, state) = run.state();
    assert!(Run::resume(run.document().clone(), 10, edits, &state).is_err());
    assert!(Run::resume(run.document().clone(), 30, 0, &state).is_err());
    assert!(Run::resume(run.document().clone(), 30, edits, &state).is_ok());
}

#[test]
fn a_refused_edit_changes_nothing() {
    let mut run = default();
    go(&mut run, 10);
    let versions = run.versions();
    let refusal = run.edit(Edit::Rate(-1.0)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "rate is -1; allowed is a number from 0 to 100."
    );
    let refusal = run.edit(Edit::RemoveLayer(2)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "removeLayer is 2; allowed is a whole number from 0 to 1."
    );
    assert_eq!(run.versions(), versions);
}
