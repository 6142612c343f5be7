//! Parameters that are moved by hand, also so that nothing of what the network says changes.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/hands.rs"]
mod support;

use neuroglass_core::{
    Activation, Dropout, Edit, Experiment, Layer, LayerShape, Learner, Network, Part, Run,
    RunDocument, Symmetry, TimedEdit,
};
use support::{answers, edit, go, pictures, run, weight};

fn assert_near(ours: &[f32], theirs: &[f32], what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        let scale = ours.abs().max(1.0);
        assert!(
            (ours - theirs).abs() < 2e-5 * scale,
            "{what}: {ours}, {theirs}"
        );
    }
}

#[test]
fn parts_are_zeroed_flipped_nudged_and_drawn() {
    let mut run = run(Experiment::default());
    let parameters = |run: &Run| run.network().parameters().to_vec();
    edit(
        &mut run,
        Edit::Cut {
            layer: 0,
            unit: 1,
            input: 0,
        },
    );
    let before = parameters(&run);
    edit(&mut run, Edit::Flip(Part::All));
    let flipped: Vec<f32> = before.iter().map(|value| 0.0 - value).collect();
    assert_eq!(parameters(&run), flipped);
    edit(&mut run, Edit::Flip(Part::All));

    let unit = Part::Unit { layer: 1, unit: 1 };
    let own = |index: usize| (18 + 6..18 + 12).contains(&index) || index == 18 + 24 + 1;
    edit(
        &mut run,
        Edit::Nudge {
            part: unit,
            size: 0.1,
            seed: 4,
        },
    );
    let nudged = parameters(&run);
    for (index, (before, after)) in before.iter().zip(&nudged).enumerate() {
        assert_eq!(before != after, own(index));
        assert!((before - after).abs() < 0.5);
    }
    edit(&mut run, Edit::Zero(unit));
    for (index, &after) in parameters(&run).iter().enumerate() {
        assert_eq!(after, if own(index) { 0.0 } else { nudged[index] });
    }

    edit(
        &mut run,
        Edit::Draw {
            part: Part::All,
            seed: 77,
        },
    );
    let other = Network::new(&Experiment {
        seed: 77,
        ..Experiment::default()
    });
    let mut expected = other.parameters().to_vec();
    expected[2] = 0.0;
    assert_eq!(parameters(&run), expected);
}

#[test]
fn all_parameters_go_to_another_place_but_for_those_that_are_held() {
    let mut run = run(Experiment::default());
    let before = run.network().parameters().to_vec();
    edit(&mut run, Edit::Lock(weight(0, 0, 1)));
    edit(&mut run, Edit::Mute(weight(0, 1, 0)));
    let there: Vec<f32> = (0..51).map(|index| index as f32 * 0.01).collect();
    edit(&mut run, Edit::Parameters(there.clone()));
    edit(&mut run, Edit::Unmute(Part::All));
    let mut expected = there;
    (expected[1], expected[2]) = (before[1], before[2]);
    assert_eq!(run.network().parameters(), expected);
    // A drag over the landscape leaves one edit.
    let edits = run.document().timeline.len();
    for _ in 0..3 {
        edit(&mut run, Edit::Parameters(expected.clone()));
    }
    assert_eq!(run.document().timeline.len(), edits + 1);
}

#[test]
fn prunes_by_impact() {
    let mut run = run(Experiment::default());
    go(&mut run, 30);
    edit(&mut run, Edit::Lock(weight(0, 0, 0)));
    let mut learner = Learner::new(run.settings(), run.network().clone());
    let samples = run.training_samples();
    let all: Vec<u32> = (0..samples.len() as u32).collect();
    let (_, slopes) = learner.gradient(run.settings().loss, samples, &all);
    let impact: Vec<f32> = run
        .network()
        .parameters()
        .iter()
        .zip(&slopes)
        .map(|(w, g)| (w * g).abs())
        .collect();
    edit(&mut run, Edit::PruneByImpact(0.5));
    let network = run.network();
    let weights: Vec<usize> = network
        .shape()
        .layers()
        .iter()
        .flat_map(LayerShape::weights)
        .collect();
    let is_cut = |index: &usize| network.holds()[*index].is_cut();
    let (cut, left): (Vec<usize>, Vec<usize>) = weights
        .into_iter()
        .filter(|&index| index != 0)
        .partition(is_cut);
    assert_eq!(cut.len(), 20);
    let greatest = cut.iter().map(|&index| impact[index]).fold(0.0, f32::max);
    assert!(left.iter().all(|&index| impact[index] >= greatest));
    assert!(network.holds()[0].is_locked());
    go(&mut run, 10);
    assert!(
        cut.iter()
            .all(|&index| run.network().parameters()[index] == 0.0)
    );

    edit(&mut run, Edit::Zero(Part::Layer(0)));
    edit(&mut run, Edit::LockZeros);
    go(&mut run, 10);
    let first = run.network().shape().layers()[0];
    assert!(
        run.network().parameters()[first.weights()]
            .iter()
            .all(|&weight| weight == 0.0)
    );
    assert!(
        run.network().parameters()[first.bias()]
            .iter()
            .any(|&bias| bias != 0.0)
    );
}

#[test]
fn symmetries_change_weights_but_not_what_the_network_says() {
    let dense = |activation| Experiment {
        hidden: vec![
            Layer::dense(6, activation),
            Layer::Dropout(Dropout::DEFAULT),
            Layer::dense(5, activation),
            Layer::dense(4, activation),
        ],
        ..Experiment::default()
    };
    let swap = |layer| Symmetry::Swap {
        layer,
        units: [0, 2],
    };
    let rescale = |layer| Symmetry::Rescale {
        layer,
        unit: 1,
        factor: 3.5,
    };
    let negate = |layer| Symmetry::Negate { layer, unit: 2 };
    let mut cases: Vec<(Experiment, Vec<Symmetry>)> = Vec::new();
    for activation in [Activation::Relu, Activation::LeakyRelu, Activation::Linear] {
        let experiment = dense(activation);
        cases.push((
            experiment,
            [0, 2, 3]
                .into_iter()
                .flat_map(|layer| [swap(layer), rescale(layer)])
                .collect(),
        ));
        let experiment = pictures(activation, Layer::MaxPool);
        cases.push((
            experiment,
            [0, 2, 5]
                .into_iter()
                .flat_map(|layer| [swap(layer), rescale(layer)])
                .collect(),
        ));
    }
    for activation in [
        Activation::Tanh,
        Activation::HardTanh,
        Activation::Sine,
        Activation::Gcu,
    ] {
        let experiment = dense(activation);
        cases.push((
            experiment,
            [0, 2, 3]
                .into_iter()
                .flat_map(|layer| [swap(layer), negate(layer)])
                .collect(),
        ));
        let experiment = pictures(activation, Layer::AveragePool);
        cases.push((
            experiment,
            [0, 2, 5]
                .into_iter()
                .flat_map(|layer| [swap(layer), negate(layer)])
                .collect(),
        ));
    }
    for (experiment, symmetries) in cases {
        for seed in 0..3 {
            let mut run = run(Experiment {
                seed,
                ..experiment.clone()
            });
            edit(
                &mut run,
                Edit::Nudge {
                    part: Part::All,
                    size: 0.3,
                    seed,
                },
            );
            for &symmetry in &symmetries {
                let what = format!("{symmetry:?} of {:?}", experiment.hidden);
                let (before, hash) = (answers(&run), run.hash());
                edit(&mut run, Edit::Symmetry(symmetry));
                assert_ne!(run.hash(), hash, "{what}");
                assert_near(&answers(&run), &before, &what);
            }
        }
    }
}

#[test]
fn what_is_held_moves_along() {
    let mut run = run(Experiment::default());
    edit(&mut run, Edit::Lock(weight(0, 1, 1)));
    edit(&mut run, Edit::Mute(Part::Unit { layer: 0, unit: 1 }));
    let before = run.network().clone();
    let swap = Edit::Symmetry(Symmetry::Swap {
        layer: 0,
        units: [1, 4],
    });
    edit(&mut run, swap.clone());
    let network = run.network();
    assert!(network.holds()[9].is_locked() && !network.holds()[3].is_locked());
    assert!(network.holds()[18 + 4].is_muted() && !network.holds()[18 + 1].is_muted());
    edit(&mut run, swap);
    assert_eq!(*run.network(), before);
}

#[test]
fn says_what_cannot_be_done() {
    let check = |experiment: &Experiment, edit: Edit, sentence: &str| {
        let document = RunDocument {
            experiment: experiment.clone(),
            timeline: vec![TimedEdit { step: 0, edit }],
        };
        let refusal = document.check().unwrap_err().to_string();
        assert_eq!(refusal, format!("timeline[0].{sentence}"));
    };
    let tanh = Experiment {
        hidden: vec![
            Layer::dense(3, Activation::Tanh),
            Layer::LayerNorm,
            Layer::dense(2, Activation::Relu),
        ],
        ..Experiment::default()
    };
    let pooled = pictures(Activation::Tanh, Layer::MaxPool);
    check(
        &tanh,
        Edit::Lock(weight(0, 3, 0)),
        "edit.lock.weight.unit is 3; allowed is a whole number from 0 to 2.",
    );
    check(
        &pooled,
        Edit::Flip(Part::Layer(1)),
        "edit.flip.layer is 1, a max pool; allowed is a layer with weights.",
    );
    check(
        &tanh,
        Edit::Mute(Part::Unit { layer: 0, unit: 1 }),
        "edit.mute.unit.layer is 0, a dense; allowed is a layer whose values go to a dense layer or a convolution, unmixed.",
    );
    check(
        &tanh,
        Edit::Symmetry(Symmetry::Swap {
            layer: 2,
            units: [0, 2],
        }),
        "edit.symmetry.swap.units[1] is 2; allowed is a whole number from 0 to 1.",
    );
    check(
        &tanh,
        Edit::Symmetry(Symmetry::Rescale {
            layer: 2,
            unit: 0,
            factor: 0.0,
        }),
        "edit.symmetry.rescale.factor is 0; allowed is a number from 0.001 to 1000.",
    );
    check(
        &Experiment::default(),
        Edit::Symmetry(Symmetry::Rescale {
            layer: 0,
            unit: 0,
            factor: 2.0,
        }),
        "edit.symmetry.rescale.layer is 0, with tanh; allowed is a layer whose activation keeps factors: linear, ReLU or leaky ReLU.",
    );
    check(
        &tanh,
        Edit::Symmetry(Symmetry::Negate { layer: 2, unit: 0 }),
        "edit.symmetry.negate.layer is 2, with ReLU; allowed is a layer whose activation is odd: linear, tanh, hard tanh, sine or growing cosine.",
    );
    check(
        &pooled,
        Edit::Symmetry(Symmetry::Negate { layer: 0, unit: 0 }),
        "edit.symmetry.negate.layer is 0, followed by a max pool; allowed is a layer that is not, as the least values are not the greatest.",
    );
    check(
        &tanh,
        Edit::Symmetry(Symmetry::Negate { layer: 3, unit: 0 }),
        "edit.symmetry.negate.layer is 3; allowed is a whole number from 0 to 2.",
    );
    check(
        &Experiment::default(),
        Edit::Parameters(vec![0.0; 50]),
        "edit.parameters is 50 numbers; allowed is 51 numbers, one to each weight and bias.",
    );
    check(
        &Experiment::default(),
        Edit::Nudge {
            part: Part::All,
            size: -1.0,
            seed: 0,
        },
        "edit.nudge.size is -1; allowed is a number from 0 to 100.",
    );
    let mut values = vec![0.0; 51];
    values[7] = f32::NAN;
    check(
        &Experiment::default(),
        Edit::Parameters(values),
        "edit.parameters[7] is NaN; allowed is a finite number.",
    );
}

#[test]
fn the_later_of_two_edits_stands_alone_where_nothing_is_left_of_the_earlier() {
    let [one, other] = [weight(0, 0, 0), weight(0, 0, 1)];
    let set = |value| Edit::Weight {
        layer: 0,
        unit: 0,
        input: 0,
        value,
    };
    for (later, earlier, replaces) in [
        (Edit::Zero(one), Edit::Flip(one), true),
        (Edit::Zero(one), Edit::Flip(other), false),
        (set(1.0), Edit::Zero(one), true),
        (set(1.0), set(2.0), true),
        // It may have joined the weight.
        (Edit::Zero(one), set(2.0), false),
        (Edit::Flip(one), Edit::Flip(one), false),
        (Edit::Unmute(one), Edit::Mute(one), true),
        (Edit::Lock(one), Edit::Mute(one), false),
        (Edit::Lock(one), Edit::Unlock(one), true),
        (Edit::LockZeros, Edit::Zero(one), false),
    ] {
        assert_eq!(
            later.replaces(&earlier),
            replaces,
            "{later:?} after {earlier:?}"
        );
    }
}
