//! Every activation over a grid: near zero and its kinks, far from them, and at ±∞.

use neuroglass_core::Activation;
use serde::Deserialize;

use crate::support::{self, PASS, assert_complete, cases, numbers};

const FILE: &str = include_str!("../../../../tests/parity/activations.json");
const SOFTMAX: &str = include_str!("../../../../tests/parity/softmax.json");

#[derive(Deserialize)]
struct Case {
    activation: Activation,
    #[serde(deserialize_with = "numbers")]
    z: Vec<f64>,
    #[serde(deserialize_with = "numbers")]
    a: Vec<f64>,
    #[serde(deserialize_with = "numbers")]
    derivative: Vec<f64>,
}

fn check(case: &Case) {
    let activation = case.activation;
    for ((&z, &a), &derivative) in case.z.iter().zip(&case.a).zip(&case.derivative) {
        let id = activation.id();
        assert_close(&format!("{id} of {z}"), activation.value(z as f32), a);
        assert_close(
            &format!("{id}′ of {z}"),
            activation.derivative(z as f32),
            derivative,
        );
    }
}

#[track_caller]
fn assert_close(what: &str, got: f32, wanted: f64) {
    let got = f64::from(got);
    // Where PyTorch multiplies 0 and ∞, what we say of the limit is no worse.
    let is_close =
        wanted.is_nan() || got == wanted || (got - wanted).abs() <= 1e-5 * wanted.abs() + 1e-6;
    assert!(is_close, "{what}: {got} is not {wanted}");
}

#[test]
fn activations_and_their_slopes_are_those_of_pytorch() {
    let cases: Vec<Case> = cases(FILE);
    cases.iter().for_each(check);
    assert_complete(
        Activation::OUTPUTS.iter().map(|activation| activation.id()),
        cases.iter().map(|case| case.activation.id()),
    );
}

/// All units of one example.
#[derive(Deserialize)]
struct Softmax {
    z: Vec<f32>,
    a: Vec<f64>,
}

#[test]
fn softmax_is_that_of_pytorch() {
    for Softmax { z, a } in cases(SOFTMAX) {
        let values = Activation::Softmax.values(&z);
        support::assert_close(&format!("softmax of {z:?}"), &values, &a, PASS);
    }
}
