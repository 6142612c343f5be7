//! Every optimizer with every schedule, and with every regularization: sixty steps of each. Their rounding does not
//! add up to more than that of one pass.

use neuroglass_core::{
    Experiment, Layer, Learner, Network, Optimizer, Regularization, Schedule, Shape, Volume,
};
use serde::Deserialize;

use crate::schedules::{id, with_and_without_warm_up};
use crate::support::{self, PASS, assert_close, assert_complete, cases, samples};

const PROBLEMS: &str = include_str!("../../../../tests/parity/problems.json");
const TRAJECTORIES: &str = include_str!("../../../../tests/parity/trajectories.json");

/// Examples of a step.
const BATCH: u64 = 4;
/// Steps from one loss of a case to the next.
const EVERY: u64 = 10;

/// What is learned.
#[derive(Deserialize)]
struct Problem {
    name: String,
    input: Volume,
    hidden: Vec<Layer>,
    output: Layer,
    /// In the order of the shape.
    parameters: Vec<f32>,
    /// `[example][input]`
    inputs: Vec<Vec<f32>>,
    /// `[example][unit]`
    targets: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct Case {
    /// The name of what is learned.
    problem: String,
    /// How it is learned.
    settings: Experiment,
    /// The loss of every tenth step.
    losses: Vec<f64>,
    /// All parameters after the last step, in the order of the shape.
    parameters: Vec<f64>,
}

impl Case {
    fn name(&self) -> String {
        let Experiment {
            optimizer,
            schedule,
            regularization,
            ..
        } = &self.settings;
        format!(
            "{}, {optimizer:?}, {schedule:?}, {regularization:?}",
            self.problem
        )
    }
}

fn check(problem: &Problem, case: &Case) {
    let name = case.name();
    let shape = Shape::of(problem.input, &problem.hidden, problem.output);
    let network = Network::with_parameters(shape, problem.parameters.clone()).expect(&problem.name);
    let samples = samples(&problem.inputs, &problem.targets);
    let mut learner = Learner::new(&case.settings, network);
    let mut losses = Vec::new();
    for step in 0..EVERY * case.losses.len() as u64 {
        let batch =
            [0, 1, 2, 3].map(|index| ((BATCH * step + index) % samples.len() as u64) as u32);
        let stepped = loop {
            if let Some(stepped) = learner.work(&case.settings, step, &samples, &batch) {
                break stepped;
            }
        };
        if (step + 1) % EVERY == 0 {
            losses.push(stepped.loss);
        }
    }
    assert_close(&format!("{name}, losses"), &losses, &case.losses, PASS);
    assert_close(
        &format!("{name}, parameters"),
        learner.network().parameters(),
        &case.parameters,
        PASS,
    );
}

#[test]
fn training_is_that_of_pytorch_step_by_step() {
    let problems: Vec<Problem> = cases(PROBLEMS);
    for case in cases::<Case>(TRAJECTORIES) {
        let problem = problems.iter().find(|problem| problem.name == case.problem);
        check(problem.expect("a problem of that name"), &case);
    }
}

/// Every optimizer goes with every schedule, and with every number that keeps weights small.
#[test]
fn no_pair_is_left_out() {
    let cases: Vec<Case> = cases(TRAJECTORIES);
    for problem in support::cases::<Problem>(PROBLEMS) {
        for optimizer in Optimizer::ALL {
            let settings = || {
                let here = cases.iter().filter(|case| case.problem == problem.name);
                let settings = here.map(|case| &case.settings);
                settings.filter(|settings| settings.optimizer.is_same_kind(optimizer))
            };
            assert_complete(
                Schedule::ALL.iter().flat_map(with_and_without_warm_up),
                settings().map(|settings| id(&settings.schedule)),
            );
            let numbers = 0..Regularization::NUMBERS.len();
            let is_set = |settings: &Experiment, number: usize| {
                settings.regularization.get(number) != Regularization::DEFAULT.get(number)
            };
            assert_complete(
                numbers.clone(),
                numbers.filter(|&number| settings().any(|settings| is_set(settings, number))),
            );
        }
    }
}
