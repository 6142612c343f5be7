//! Each optimizer against its formula, written plainly and with twice the digits.

use super::*;

/// Parameters, so that some go in fours and some do not.
const COUNT: usize = 7;
const STEPS: i32 = 30;

/// The slope of a bent valley in which neighbours pull at each other.
fn gradient(parameters: &[f64]) -> Vec<f64> {
    let slope = |(i, p): (usize, &f64)| {
        let (steepness, bottom) = (0.2 + 0.4 * i as f64, 1.0 - 0.5 * i as f64);
        let neighbour = parameters[(i + 1) % parameters.len()];
        steepness * (p - bottom) + 0.3 * (p - neighbour).sin()
    };
    parameters.iter().enumerate().map(slope).collect()
}

fn start() -> Vec<f64> {
    (0..COUNT).map(|i| 0.75 - 0.25 * i as f64).collect()
}

/// One parameter as its formula moves it: `m` and `s` are what is remembered of it, zero at first, and `t` is
/// the number of the step, from 1.
fn textbook(optimizer: Optimizer, p: &mut f64, g: f64, m: &mut f64, s: &mut f64, t: i32) {
    let eta = f64::from(optimizer.rate());
    let adam = |rule: Adam, p: &mut f64, m: &mut f64, s: &mut f64| {
        let (beta1, beta2) = (f64::from(rule.beta1), f64::from(rule.beta2));
        *m = beta1 * *m + (1.0 - beta1) * g;
        *s = beta2 * *s + (1.0 - beta2) * g * g;
        let m_hat = *m / (1.0 - beta1.powi(t));
        let s_hat = *s / (1.0 - beta2.powi(t));
        *p -= eta * m_hat / (s_hat.sqrt() + f64::from(rule.epsilon));
    };
    match optimizer {
        Optimizer::Sgd(_) => *p -= eta * g,
        Optimizer::Momentum(rule) => {
            *m = f64::from(rule.momentum) * *m + g;
            *p -= eta * *m;
        }
        Optimizer::Nesterov(rule) => {
            *m = f64::from(rule.momentum) * *m + g;
            *p -= eta * (g + f64::from(rule.momentum) * *m);
        }
        Optimizer::AdaGrad(rule) => {
            *s += g * g;
            *p -= eta * g / (s.sqrt() + f64::from(rule.epsilon));
        }
        Optimizer::RmsProp(rule) => {
            let alpha = f64::from(rule.decay);
            *s = alpha * *s + (1.0 - alpha) * g * g;
            *p -= eta * g / (s.sqrt() + f64::from(rule.epsilon));
        }
        Optimizer::Adam(rule) => adam(rule, p, m, s),
        Optimizer::AdamW(rule) => adam(rule.adam(), p, m, s),
    }
}

/// Its usual numbers, and some that make more of each term.
fn cases() -> impl Iterator<Item = Optimizer> {
    let others = [
        Optimizer::Sgd(Sgd { rate: 0.3 }),
        Optimizer::Momentum(Momentum {
            rate: 0.1,
            momentum: 0.5,
        }),
        Optimizer::Nesterov(Nesterov {
            rate: 0.1,
            momentum: 0.5,
        }),
        Optimizer::AdaGrad(AdaGrad {
            rate: 0.5,
            epsilon: 0.25,
        }),
        Optimizer::RmsProp(RmsProp {
            rate: 0.1,
            decay: 0.7,
            epsilon: 0.25,
        }),
        Optimizer::Adam(Adam {
            rate: 0.1,
            beta1: 0.5,
            beta2: 0.8,
            epsilon: 0.25,
        }),
        Optimizer::AdamW(AdamW {
            beta1: 0.0,
            beta2: 0.0,
            ..AdamW::DEFAULT
        }),
    ];
    Optimizer::ALL.iter().copied().chain(others)
}

#[test]
fn each_goes_where_its_formula_leads() {
    for optimizer in cases() {
        let mut wanted = start();
        let mut remembered = vec![(0.0, 0.0); COUNT];
        let mut parameters: Vec<f32> = wanted.iter().map(|&p| p as f32).collect();
        let mut state = vec![0.0; optimizer.state_len(COUNT)];
        for step in 1..=STEPS {
            let slope = gradient(&wanted);
            for ((p, (m, s)), g) in wanted.iter_mut().zip(&mut remembered).zip(slope) {
                textbook(optimizer, p, g, m, s, step);
            }
            let here: Vec<f64> = parameters.iter().map(|&p| p.into()).collect();
            let slope: Vec<f32> = gradient(&here).iter().map(|&g| g as f32).collect();
            optimizer.update(optimizer.rate(), &mut parameters, &slope, &mut state);
            for (p, wanted) in parameters.iter().zip(&wanted) {
                let error = (f64::from(*p) - wanted).abs();
                assert!(error < 2e-6, "{optimizer:?}, step {step}: {error}");
            }
        }
        let moved = start()
            .iter()
            .zip(&wanted)
            .all(|(p, q)| (p - q).abs() > 0.01);
        assert!(moved, "{optimizer:?} stays at {wanted:?}");
    }
}

/// Trained together or each by itself, the bits are the same: a lane knows nothing of the others.
#[test]
fn the_last_few_go_like_the_others() {
    for optimizer in cases() {
        for count in 1..=9 {
            let mut together: Vec<f32> = (0..count).map(|i| 0.1 + i as f32).collect();
            let mut alone: Vec<_> = together.iter().map(|&p| [p]).collect();
            let mut state = vec![0.0; optimizer.state_len(count)];
            let mut states = vec![vec![0.0; optimizer.state_len(1)]; count];
            for step in 0..5 {
                let gradient: Vec<f32> =
                    (0..count).map(|i| 0.7 - (i * step) as f32 / 3.0).collect();
                optimizer.update(0.03, &mut together, &gradient, &mut state);
                for ((p, state), &g) in alone.iter_mut().zip(&mut states).zip(&gradient) {
                    optimizer.update(0.03, p, &[g], state);
                }
            }
            assert_eq!(together, alone.concat(), "{optimizer:?}, {count}");
        }
    }
}

/// A unit that is silent for all points has a gradient of zero from the first step on.
#[test]
fn nothing_moves_where_there_never_was_a_slope() {
    for optimizer in cases() {
        let mut parameters = [0.5, -0.25, 3.0];
        let mut state = vec![0.0; optimizer.state_len(3)];
        for _ in 0..3 {
            optimizer.update(optimizer.rate(), &mut parameters, &[0.0; 3], &mut state);
        }
        assert_eq!(parameters, [0.5, -0.25, 3.0], "{optimizer:?}");
    }
}

#[test]
fn nothing_swallows_a_nan() {
    for optimizer in cases() {
        let mut parameters = [0.5; 6];
        let mut state = vec![0.0; optimizer.state_len(6)];
        let gradient = [1.0, f32::NAN, 1.0, 1.0, f32::NAN, 1.0];
        optimizer.update(optimizer.rate(), &mut parameters, &gradient, &mut state);
        let are_nan = parameters.map(f32::is_nan);
        assert_eq!(are_nan, gradient.map(f32::is_nan), "{optimizer:?}");
    }
}

/// Far beyond the steps that a float can count, with the slowest averages that are allowed.
#[test]
fn adam_goes_on_when_it_no_longer_counts() {
    let beta = crate::limits::AVERAGE.max;
    let adam = Optimizer::Adam(Adam {
        rate: 0.5,
        beta1: beta,
        beta2: beta,
        epsilon: 1e-8,
    });
    let all_counted = 16_777_216.0; // 2²⁴
    let mut state = [all_counted, 1.0, 4.0];
    let mut parameters = [1.0];
    adam.update(adam.rate(), &mut parameters, &[0.0], &mut state);
    assert_eq!(state[0], all_counted);
    assert!((parameters[0] - 0.75_f32).abs() < 1e-4);
}

#[test]
fn the_rate_is_the_first_number() {
    for &optimizer in Optimizer::ALL {
        assert_eq!(optimizer.numbers()[0].id, "rate");
        assert_eq!(optimizer.with_rate(0.375).rate(), 0.375);
    }
}
