//! Parameters that are held while the others learn.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/hands.rs"]
mod support;

use neuroglass_core::{
    Activation, Adam, Dropout, Edit, Experiment, Hold, Layer, Momentum, Optimizer, Part,
    Regularization, Run, RunDocument,
};
use support::{answers, edit, go, pictures, run, weight};

#[test]
fn what_is_locked_keeps_its_value_under_every_optimizer() {
    for &optimizer in Optimizer::ALL {
        for batch in [1, 10] {
            let mut run = run(Experiment {
                optimizer,
                batch,
                regularization: Regularization {
                    l1: 0.01,
                    l2: 0.01,
                    decay: 0.01,
                },
                ..Experiment::default()
            });
            go(&mut run, 3);
            let shape = run.network().shape().clone();
            for part in [
                weight(0, 1, 1),
                Part::Bias { layer: 0, unit: 2 },
                Part::Layer(1),
            ] {
                edit(&mut run, Edit::Lock(part));
            }
            let layer = shape.layers()[1].parameters();
            let mut locked = vec![3, 14];
            locked.extend(layer);
            let before = run.network().parameters().to_vec();
            go(&mut run, 20);
            for (index, (before, after)) in
                before.iter().zip(run.network().parameters()).enumerate()
            {
                let stays = before.to_bits() == after.to_bits();
                assert_eq!(stays, locked.contains(&index), "{optimizer:?}, {index}");
            }
            // By hand it can still be set.
            edit(
                &mut run,
                Edit::Weight {
                    layer: 0,
                    unit: 1,
                    input: 1,
                    value: 0.25,
                },
            );
            go(&mut run, 5);
            assert_eq!(run.network().weight(0, 1, 1), Some(0.25));
            edit(&mut run, Edit::Unlock(Part::All));
            assert!(run.network().holds().is_empty());
            go(&mut run, 5);
            assert_ne!(run.network().weight(0, 1, 1), Some(0.25));
        }
    }
}

#[test]
fn one_that_is_let_go_moves_as_the_memory_says() {
    let (rate, momentum) = (0.02, 0.9);
    let mut held = run(Experiment {
        optimizer: Optimizer::Momentum(Momentum { rate, momentum }),
        ..Experiment::default()
    });
    edit(&mut held, Edit::Lock(weight(0, 0, 0)));
    go(&mut held, 60);
    let (_, _, state) = held.state();
    let before = held.network().parameters()[0];
    let velocity = state[held.network().parameters().len()];
    edit(&mut held, Edit::Unlock(weight(0, 0, 0)));
    go(&mut held, 1);
    let (_, _, state) = held.state();
    let after = state[held.network().parameters().len()];
    assert!(after.abs() <= velocity.abs() * momentum + 1.0);
    let moved = held.network().parameters()[0] - before;
    assert!((moved + rate * after).abs() < 1e-6, "{moved}, {after}");

    let mut adam = run(Experiment {
        optimizer: Optimizer::Adam(Adam::DEFAULT),
        ..Experiment::default()
    });
    edit(&mut adam, Edit::Lock(Part::All));
    go(&mut adam, 200);
    let before = adam.network().parameters().to_vec();
    edit(&mut adam, Edit::Unlock(Part::All));
    go(&mut adam, 1);
    for (before, after) in before.iter().zip(adam.network().parameters()) {
        assert!((after - before).abs() < 2.0 * Adam::DEFAULT.rate);
    }
}

#[test]
fn what_is_muted_counts_as_zero_and_comes_back() {
    for batch in [1, 10] {
        let mut run = run(Experiment {
            batch,
            ..Experiment::default()
        });
        go(&mut run, 10);
        let before = run.network().parameters().to_vec();
        let mut zeroed = run.clone();
        let parts = [weight(0, 2, 1), Part::Bias { layer: 1, unit: 1 }];
        for part in parts {
            edit(&mut run, Edit::Mute(part));
            edit(&mut zeroed, Edit::Zero(part));
        }
        assert_eq!(run.network().parameters(), zeroed.network().parameters());
        go(&mut run, 10);
        assert_eq!(run.network().weight(0, 2, 1), Some(0.0));
        edit(
            &mut run,
            Edit::Bias {
                layer: 1,
                unit: 1,
                value: 0.5,
            },
        );
        assert_eq!(run.network().bias(1, 1), Some(0.0));
        // Locked as well, it stays locked when it comes back.
        edit(&mut run, Edit::Lock(parts[0]));
        edit(&mut run, Edit::Unmute(Part::All));
        assert_eq!(run.network().bias(1, 1), Some(0.5));
        go(&mut run, 10);
        assert_eq!(run.network().weight(0, 2, 1), Some(before[5]));
    }
}

#[test]
fn nobody_hears_a_muted_unit() {
    let deep = Experiment {
        hidden: vec![
            Layer::dense(5, Activation::Sigmoid),
            Layer::Dropout(Dropout::DEFAULT),
            Layer::dense(4, Activation::Relu),
        ],
        ..Experiment::default()
    };
    let pooled = pictures(Activation::Sigmoid, Layer::MaxPool);
    for (experiment, layer, unit) in [
        (deep.clone(), 0, 3),
        (deep, 2, 1),
        (pooled.clone(), 0, 2),
        (pooled.clone(), 2, 1),
        (pooled, 5, 4),
    ] {
        let unit = Part::Unit { layer, unit };
        let mut run = run(experiment);
        go(&mut run, 2);
        let whole = answers(&run);
        edit(&mut run, Edit::Mute(unit));
        let without = answers(&run);
        assert_ne!(whole, without);
        let mut other = run.clone();
        edit(
            &mut other,
            Edit::Draw {
                part: unit,
                seed: 99,
            },
        );
        assert_ne!(other.hash(), run.hash());
        assert_eq!(answers(&other), without);
        go(&mut run, 3);
        edit(&mut run, Edit::Unmute(unit));
        assert!(run.network().holds().is_empty());
    }
    let mut run = run(pictures(Activation::Tanh, Layer::AveragePool));
    edit(&mut run, Edit::Mute(Part::Unit { layer: 6, unit: 0 }));
    let output = run.trace(0).unwrap().predictions[0];
    assert_eq!(output, run.settings().output.activation.value(0.0));
}

#[test]
fn a_state_holds_what_is_held() {
    let mut straight = run(Experiment {
        optimizer: Optimizer::Adam(Adam::DEFAULT),
        ..Experiment::default()
    });
    go(&mut straight, 10);
    edit(
        &mut straight,
        Edit::Cut {
            layer: 0,
            unit: 0,
            input: 0,
        },
    );
    edit(&mut straight, Edit::Lock(Part::Unit { layer: 1, unit: 0 }));
    go(&mut straight, 10);
    let without = straight.state().2.len();
    edit(&mut straight, Edit::Mute(Part::Unit { layer: 0, unit: 3 }));
    assert_eq!(straight.state().2.len(), without + 51);
    go(&mut straight, 20);
    let (step, edits, state) = straight.state();
    let mut resumed = Run::resume(straight.document().clone(), step, edits, &state).unwrap();
    assert_eq!(resumed.network(), straight.network());
    for run in [&mut straight, &mut resumed] {
        edit(run, Edit::Unmute(Part::All));
        go(run, 20);
    }
    assert_eq!(resumed.network(), straight.network());
    let there = straight.hash();
    straight.seek(25);
    go(&mut straight, 60 - 25);
    assert_eq!(straight.hash(), there);

    let short = Run::resume(
        straight.document().clone(),
        step,
        edits,
        &state[..state.len() - 1],
    );
    assert!(short.is_err());
}

#[test]
fn another_shape_keeps_what_is_held_where_it_has_its_place() {
    let mut run = run(Experiment::default());
    edit(&mut run, Edit::Lock(Part::Unit { layer: 1, unit: 2 }));
    edit(&mut run, Edit::Mute(weight(2, 0, 1)));
    let [first, muted] = [
        run.network().weight(1, 2, 0),
        Run::new(RunDocument::default())
            .unwrap()
            .network()
            .weight(2, 0, 1),
    ];
    edit(&mut run, Edit::Units { layer: 0, units: 8 });
    edit(&mut run, Edit::Units { layer: 1, units: 7 });
    go(&mut run, 5);
    assert_eq!(run.network().weight(1, 2, 0), first);
    let shape = run.network().shape();
    let held: Vec<_> = run
        .network()
        .holds()
        .iter()
        .filter(|&&hold| hold != Hold::FREE)
        .collect();
    // Six of the weights of the unit, its bias, and the one that is muted.
    assert_eq!(held.len(), 6 + 1 + 1);
    let bias = shape.bias_index(1, 2).unwrap();
    assert!(run.network().holds()[bias].is_locked());
    edit(&mut run, Edit::Unmute(Part::All));
    assert_eq!(run.network().weight(2, 0, 1), muted);
}
