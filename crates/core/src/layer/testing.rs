//! What the tests of the kernels share: whole numbers, whose sums are exact in any order, and their way into
//! the lanes and back.

use std::array;

use wide::f32x4;

use crate::rng::{Purpose, Rng};

/// Whole numbers from −`size` to `size`.
pub fn whole_numbers(rng: &mut Rng, count: usize, size: u32) -> Vec<f32> {
    let mut number = || rng.below(2 * size + 1) as f32 - size as f32;
    (0..count).map(|_| number()).collect()
}

/// A source of numbers for a test.
pub fn source(of: usize) -> Rng {
    Rng::new(7, Purpose::Point, of as u64)
}

/// `[example][value]` as `[chunk][value][C]`; lanes without an example are zero.
pub fn into_lanes<const C: usize>(examples: &[Vec<f32>]) -> Vec<[f32x4; C]> {
    let chunks = examples.chunks(4 * C);
    let chunk = |chunk: &[Vec<f32>]| -> Vec<[f32x4; C]> {
        let lane =
            |value: usize, lane: usize| chunk.get(lane).map_or(0.0, |example| example[value]);
        let vector = |value, c| f32x4::new(array::from_fn(|l| lane(value, 4 * c + l)));
        (0..chunk[0].len())
            .map(|value| array::from_fn(|c| vector(value, c)))
            .collect()
    };
    chunks.flat_map(chunk).collect()
}

/// `[chunk][value][C]` as `[example][value]`, of so many examples of so many values.
pub fn from_lanes<const C: usize>(
    lanes: &[[f32x4; C]],
    examples: usize,
    values: usize,
) -> Vec<Vec<f32>> {
    let one = |example: usize, value: usize| {
        let vectors = lanes[example / (4 * C) * values + value];
        vectors[example % (4 * C) / 4].to_array()[example % 4]
    };
    (0..examples)
        .map(|example| (0..values).map(|value| one(example, value)).collect())
        .collect()
}
