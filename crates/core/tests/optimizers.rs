//! Optimizers, schedules and regularization in a run: what they do together, and what a run remembers.
#![cfg(not(target_arch = "wasm32"))]

use neuroglass_core::schedule::{Cosine, Schedule, Step, WarmRestarts};
use neuroglass_core::{
    Activation, Adam, AdamW, DataShape, Edit, Evaluation, Experiment, Init, Input, Layer, Momentum,
    Optimizer, Regularization, Run, RunDocument,
};

fn open(experiment: Experiment) -> Run {
    Run::new(RunDocument {
        experiment,
        ..RunDocument::default()
    })
    .unwrap()
}

fn with(optimizer: Optimizer) -> Experiment {
    Experiment {
        optimizer,
        ..Experiment::default()
    }
}

fn go(run: &mut Run, step: u64) {
    while run.step() < step {
        run.work();
    }
}

/// The state of a run of this experiment after so many steps, parameters and all that is remembered.
fn state_at(experiment: Experiment, step: u64) -> Vec<f32> {
    let mut run = open(experiment);
    go(&mut run, step);
    run.state().2
}

/// What the optimizer remembers.
fn memory(run: &Run) -> Vec<f32> {
    let parameters = run.network().parameters().len();
    run.state().2.split_off(parameters)
}

/// The run must be where its document leads, however one comes there.
fn assert_replays(run: &Run) {
    let (there, (step, edits, state)) = (run.step(), run.state());
    let mut replayed = Run::new(run.document().clone()).unwrap();
    go(&mut replayed, there);
    assert_eq!(replayed.state().2, state);
    for back in [0, there / 3, there - 1] {
        replayed.seek(back);
        go(&mut replayed, there);
        assert_eq!(replayed.state().2, state, "by way of {back}");
    }
    let document = run.document().clone();
    let mut resumed = Run::resume(document, step, edits, &state).unwrap();
    let mut on = run.clone();
    go(&mut resumed, there + 30);
    go(&mut on, there + 30);
    assert_eq!(resumed.state().2, on.state().2, "taken up at {there}");
    resumed.seek(0);
    go(&mut resumed, there);
    assert_eq!(resumed.state().2, state, "from the start again");
}

#[test]
fn what_is_remembered_is_part_of_a_run() {
    for (&optimizer, &schedule) in Optimizer::ALL.iter().zip(Schedule::ALL.iter().cycle()) {
        let mut run = open(Experiment {
            schedule,
            regularization: Regularization {
                l1: 1e-4,
                l2: 1e-3,
                decay: 1e-3,
            },
            ..with(optimizer)
        });
        go(&mut run, 200);
        assert_replays(&run);
        let there = run.state().2;
        run.reset();
        assert!(memory(&run).iter().all(|&number| number == 0.0));
        go(&mut run, 200);
        assert_eq!(run.state().2, there, "{}: started over", optimizer.name());
    }
}

#[test]
fn another_number_keeps_what_is_remembered() {
    for &optimizer in Optimizer::ALL {
        let mut run = open(with(optimizer));
        go(&mut run, 20);
        let before = memory(&run);
        let edits = (0..optimizer.numbers().len())
            .map(|index| Edit::Optimizer(optimizer.with(index, 0.25)))
            .chain([
                Edit::Rate(0.5),
                Edit::Schedule(Schedule::Cosine(Cosine::DEFAULT)),
                Edit::Regularization(Regularization::default().with(1, 0.01)),
                Edit::Batch(3),
                Edit::Activation {
                    layer: 0,
                    activation: Activation::Relu,
                },
            ]);
        for edit in edits {
            run.edit(edit.clone()).unwrap();
            assert_eq!(memory(&run), before, "{edit:?}");
        }
        go(&mut run, 40);
        assert_replays(&run);
    }
}

#[test]
fn another_kind_remembers_nothing_of_the_one_before() {
    for &one in Optimizer::ALL {
        for &other in Optimizer::ALL
            .iter()
            .filter(|other| !other.is_same_kind(&one))
        {
            let mut run = open(with(one));
            go(&mut run, 10);
            run.edit(Edit::Optimizer(other)).unwrap();
            assert!(memory(&run).iter().all(|&number| number == 0.0));
            go(&mut run, 20);
            assert_replays(&run);
        }
    }
}

/// There and back at the same step has lost the velocity, and the document must say so.
#[test]
fn what_was_forgotten_stays_so() {
    let momentum = Optimizer::Momentum(Momentum::DEFAULT);
    let mut run = open(with(momentum));
    go(&mut run, 10);
    run.edit(Edit::Optimizer(Optimizer::Adam(Adam::DEFAULT)))
        .unwrap();
    run.edit(Edit::Optimizer(momentum)).unwrap();
    go(&mut run, 20);
    assert_replays(&run);
}

#[test]
fn other_parameters_are_not_remembered() {
    let edits = [
        Edit::Inputs(vec![Input::X2, Input::X1]),
        Edit::AddLayer {
            at: 1,
            layer: Layer::dense(6, Activation::Tanh),
        },
        Edit::RemoveLayer(0),
        Edit::Units { layer: 0, units: 9 },
        Edit::Redraw {
            seed: 5,
            init: Init::default(),
        },
    ];
    for edit in edits {
        let mut run = open(with(Optimizer::Adam(Adam::DEFAULT)));
        go(&mut run, 10);
        run.edit(edit.clone()).unwrap();
        assert!(memory(&run).iter().all(|&number| number == 0.0), "{edit:?}");
        go(&mut run, 20);
        assert_replays(&run);
    }
}

#[test]
fn a_slider_leaves_one_edit() {
    let mut run = open(Experiment::default());
    go(&mut run, 10);
    for decay in [0.1, 0.2, 0.3] {
        let regularization = Regularization::default().and_decay(decay);
        run.edit(Edit::Regularization(regularization)).unwrap();
    }
    for steps in [10, 20, 30] {
        let cosine = Cosine {
            steps,
            ..Cosine::DEFAULT
        };
        run.edit(Edit::Schedule(Schedule::Cosine(cosine))).unwrap();
    }
    for beta1 in [0.1, 0.2, 0.3] {
        let adam = Adam {
            beta1,
            ..Adam::DEFAULT
        };
        run.edit(Edit::Optimizer(Optimizer::Adam(adam))).unwrap();
    }
    assert_eq!(run.document().timeline.len(), 3);
    assert_eq!(run.settings().regularization.decay, 0.3);
    go(&mut run, 30);
    assert_replays(&run);
}

/// A schedule does what a hand at the rate would do.
#[test]
fn a_schedule_turns_the_rate() {
    let schedules = [
        Schedule::Step(Step {
            every: 10,
            factor: 0.5,
            warm_up: 5,
        }),
        Schedule::WarmRestarts(WarmRestarts {
            period: 10,
            ..WarmRestarts::DEFAULT
        }),
    ];
    for schedule in schedules {
        let scheduled = Experiment {
            schedule,
            ..with(Optimizer::Momentum(Momentum::DEFAULT))
        };
        let mut by_hand = open(with(scheduled.optimizer));
        for step in 0..50 {
            by_hand.edit(Edit::Rate(scheduled.rate_at(step))).unwrap();
            go(&mut by_hand, step + 1);
        }
        assert_ne!(scheduled.rate_at(0), scheduled.rate_at(49));
        assert_eq!(state_at(scheduled, 50), by_hand.state().2);
    }
}

#[test]
fn adam_w_is_adam_with_decay() {
    let adam_w = Optimizer::AdamW(AdamW {
        decay: 0.125,
        ..AdamW::DEFAULT
    });
    let adam = Experiment {
        regularization: Regularization::default().and_decay(0.125),
        ..with(Optimizer::Adam(Adam::DEFAULT))
    };
    assert_eq!(state_at(with(adam_w), 50), state_at(adam.clone(), 50));
    assert_ne!(state_at(with(adam.optimizer), 50), state_at(adam, 50));
}

/// One step from the same start, with and without each number.
#[test]
fn weights_are_drawn_in_and_biases_are_not() {
    let rate = Experiment::default().optimizer.rate();
    let pulls: [fn(f32) -> f32; 3] = [f32::signum, |weight| weight, |weight| weight];
    for (index, pull) in pulls.into_iter().enumerate() {
        let start = open(Experiment::default());
        let mut free = start.clone();
        let mut held = open(Experiment {
            regularization: Regularization::default().with(index, 0.5),
            ..Experiment::default()
        });
        go(&mut free, 1);
        go(&mut held, 1);
        for layer in start.network().shape().layers() {
            for at in layer.weights() {
                let [start, free, held] =
                    [&start, &free, &held].map(|run| run.network().parameters()[at]);
                let error = (free - rate * 0.5 * pull(start) - held).abs();
                assert!(error < 1e-6, "number {index} at weight {at}: {error}");
            }
            for at in layer.bias() {
                let [free, held] = [&free, &held].map(|run| run.network().parameters()[at]);
                assert_eq!(free, held, "number {index} at bias {at}");
            }
        }
    }
}

/// Training with L2 goes down the sum of the loss and the penalty.
#[test]
fn a_penalty_is_what_its_pull_comes_from() {
    let regularization = Regularization {
        l1: 0.25,
        l2: 0.75,
        decay: 0.0,
    };
    let weights = [0.5, -2.0, 1.25];
    let mut gradient = [0.0; 3];
    regularization.apply(1.0, &mut weights.clone(), &mut gradient);
    for (at, slope) in gradient.into_iter().enumerate() {
        let penalty = |by: f32| {
            let mut weights = weights;
            weights[at] += by;
            regularization.penalty(&weights)
        };
        let finite = (penalty(0.0625) - penalty(-0.0625)) / 0.125;
        assert!((finite - slope).abs() < 1e-5, "{finite} is not {slope}");
    }
}

/// 0 · ∞ is not a number, but no force is no force.
#[test]
fn what_is_zero_does_nothing_to_infinity() {
    let mut gradient = [1.0];
    let regularization = Regularization::default().with(0, 0.5);
    regularization.apply(0.1, &mut [f32::INFINITY], &mut gradient);
    assert_eq!(gradient, [1.5]);
}

#[test]
fn each_optimizer_learns_with_its_usual_numbers() {
    for &optimizer in Optimizer::ALL {
        for shape in [DataShape::Circle, DataShape::Xor, DataShape::Moons] {
            let mut experiment = with(optimizer);
            experiment.data.shape = shape;
            let mut run = open(experiment);
            go(&mut run, 2_000);
            let mut evaluation = Evaluation::new();
            let scores = loop {
                if let Some(scores) = run.evaluate(&mut evaluation) {
                    break scores;
                }
            };
            let loss = scores.train.loss;
            assert!(loss < 0.02, "{}, {shape:?}: {loss}", optimizer.name());
        }
    }
}
