//! Every schedule, from step to step.

use neuroglass_core::Schedule;
use serde::Deserialize;

use crate::support::{Bound, assert_close, assert_complete, cases};

const FILE: &str = include_str!("../../../../tests/parity/schedules.json");

/// Each number is computed by itself, so all that it may lose is its own rounding.
const FACTOR: Bound = Bound {
    relative: 1e-6,
    of_greatest: 0.0,
};

#[derive(Deserialize)]
struct Case {
    schedule: Schedule,
    /// From the first step on.
    factors: Vec<f64>,
}

fn check(case: &Case) {
    let steps = 0..case.factors.len() as u64;
    let factors: Vec<f32> = steps.map(|step| case.schedule.factor(step)).collect();
    let name = format!("{:?}", case.schedule);
    assert_close(&name, &factors, &case.factors, FACTOR);
}

/// The kind of a schedule, and whether it warms up.
pub fn id(schedule: &Schedule) -> (&'static str, bool) {
    (schedule.id(), schedule.warm_up() > 0)
}

/// What must be there of each kind.
pub fn with_and_without_warm_up(schedule: &Schedule) -> [(&'static str, bool); 2] {
    [false, true].map(|warms_up| (schedule.id(), warms_up))
}

#[test]
fn schedules_are_those_of_pytorch() {
    let cases: Vec<Case> = cases(FILE);
    cases.iter().for_each(check);
    assert_complete(
        Schedule::ALL.iter().flat_map(with_and_without_warm_up),
        cases.iter().map(|case| id(&case.schedule)),
    );
}
