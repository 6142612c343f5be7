//! Each schedule against the same told step by step, each rate from the one before.

use std::f64::consts::PI;

use super::*;

/// The schedule must give these factors, one a step from step 0 on.
fn check(schedule: Schedule, factors: impl Iterator<Item = f64>) {
    for (step, wanted) in (0..1000).zip(factors) {
        let error = (f64::from(schedule.factor(step)) - wanted).abs();
        assert!(error < 1e-6, "{schedule:?}, step {step}: {error}");
    }
}

#[test]
fn steps_fall_at_once() {
    let schedule = Schedule::Step(Step {
        every: 7,
        factor: 0.9,
        warm_up: 0,
    });
    let mut factor = 1.0;
    check(
        schedule,
        (1..).map(|next| {
            let now = factor;
            if next % 7 == 0 {
                factor *= f64::from(0.9_f32);
            }
            now
        }),
    );
}

#[test]
fn an_exponential_falls_by_the_same_factor_in_each_step() {
    let schedule = Schedule::Exponential(Exponential {
        half_life: 37,
        warm_up: 0,
    });
    let gamma = 0.5_f64.powf(1.0 / 37.0);
    check(
        schedule,
        std::iter::successors(Some(1.0), |factor| Some(factor * gamma)),
    );
}

#[test]
fn a_cosine_falls_once() {
    let (steps, floor) = (300, 0.125);
    let schedule = Schedule::Cosine(Cosine {
        steps,
        floor: floor as f32,
        warm_up: 0,
    });
    let wave = |step: u32| 1.0 + (PI * f64::from(step) / f64::from(steps)).cos();
    let mut factor = 1.0;
    check(
        schedule,
        (1..).map(|next| {
            let now = factor;
            if next <= steps {
                factor = floor + (factor - floor) * wave(next) / wave(next - 1);
            }
            now
        }),
    );
}

#[test]
fn warm_restarts_begin_anew() {
    for growth in 1..=3 {
        let schedule = Schedule::WarmRestarts(WarmRestarts {
            period: 10,
            growth,
            floor: 0.0,
            warm_up: 0,
        });
        let (mut period, mut since) = (10, 0);
        check(
            schedule,
            std::iter::repeat_with(|| {
                let now = f64::midpoint(1.0, (PI * f64::from(since) / f64::from(period)).cos());
                since += 1;
                if since == period {
                    (since, period) = (0, period * growth);
                }
                now
            }),
        );
    }
}

#[test]
fn the_rest_begins_when_it_is_warm() {
    for &schedule in Schedule::ALL {
        let index = schedule.numbers().len() - 1;
        assert_eq!(schedule.numbers()[index].id, "warmUp");
        let warmed = schedule.with(index, 20.0);
        assert_eq!(warmed.warm_up(), 20);
        for step in 0..20 {
            assert_eq!(warmed.factor(step), (step + 1) as f32 / 21.0);
        }
        for step in 0..5000 {
            assert_eq!(warmed.factor(step + 20), schedule.factor(step));
        }
    }
}

/// At the ends of a run and of all numbers.
#[test]
fn a_factor_is_a_share() {
    for &schedule in Schedule::ALL {
        let numbers = 0..schedule.numbers().len();
        let ends = numbers.flat_map(|index| {
            let limit = schedule.numbers()[index].limit;
            [
                schedule.with(index, limit.min),
                schedule.with(index, limit.max),
            ]
        });
        for schedule in ends {
            for step in [0, 1, 10_000_000, 10_000_001, crate::limits::STEPS.max] {
                let factor = schedule.factor(step);
                assert!(
                    (0.0..=1.0).contains(&factor),
                    "{schedule:?}, {step}: {factor}"
                );
            }
        }
    }
}
