//! Reading fixtures, and comparing with them.

use std::collections::BTreeSet;

use neuroglass_core::{Experiment, Learner, Network, Samples};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};

/// The cases of a file.
pub fn cases<T: DeserializeOwned>(file: &str) -> Vec<T> {
    serde_json::from_str(file).expect("a file of cases, as the script writes it")
}

/// Numbers of which some are not finite: JSON has no words for these, so they are written as strings.
pub fn numbers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f64>, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(f64),
        Word(String),
    }
    let written = Vec::<Written>::deserialize(from)?;
    let number = |written| match written {
        Written::Number(number) => Ok(number),
        Written::Word(word) => word.parse().map_err(serde::de::Error::custom),
    };
    written.into_iter().map(number).collect()
}

/// How far a number may be from PyTorch's.
#[derive(Clone, Copy)]
pub struct Bound {
    /// As a share of that number.
    pub relative: f64,
    /// Beside that, as a share of the greatest number of the same kind: what a sum of such numbers may lose.
    pub of_greatest: f64,
}

/// What is smaller counts as zero.
const NOTHING: f64 = 1e-15;

/// What one pass through a network may lose.
pub const PASS: Bound = Bound {
    relative: 1e-5,
    of_greatest: 1e-6,
};

/// The numbers must be PyTorch's.
#[track_caller]
pub fn assert_close(what: &str, got: &[f32], wanted: &[f64], bound: Bound) {
    assert_eq!(got.len(), wanted.len(), "{what}: as many numbers");
    let greatest = wanted
        .iter()
        .fold(0.0_f64, |most, number| most.max(number.abs()));
    for (index, (&got, &wanted)) in got.iter().zip(wanted).enumerate() {
        let most = bound.relative * wanted.abs() + bound.of_greatest * greatest + NOTHING;
        let error = (f64::from(got) - wanted).abs();
        assert!(
            error <= most,
            "{what}, number {index}: {got} is not {wanted}, but off by {error:e}, more than {most:e}"
        );
    }
}

/// There must be a case for each of these, so that what is new is not forgotten.
#[track_caller]
pub fn assert_complete<T: Ord + std::fmt::Debug>(
    all: impl IntoIterator<Item = T>,
    cases: impl IntoIterator<Item = T>,
) {
    let cases: BTreeSet<_> = cases.into_iter().collect();
    let missing: Vec<_> = all.into_iter().filter(|one| !cases.contains(one)).collect();
    assert!(
        missing.is_empty(),
        "no case in tests/parity for {missing:?}"
    );
}

/// Examples, `[example][input]` and `[example][unit]`, as the core has them.
pub fn samples(inputs: &[Vec<f32>], targets: &[Vec<f32>]) -> Samples {
    let transposed = |rows: &[Vec<f32>]| -> Vec<f32> {
        let column = |index: usize| rows.iter().map(move |row| row[index]);
        (0..rows[0].len()).flat_map(column).collect()
    };
    Samples::of(inputs.len(), &transposed(inputs), &transposed(targets)).expect("whole rows")
}

/// A learner that has not learned anything.
pub fn learner(network: Network) -> Learner {
    Learner::new(&Experiment::default(), network)
}

/// The numbers of the first so many examples.
pub fn first(examples: usize) -> Vec<u32> {
    (0..examples as u32).collect()
}
