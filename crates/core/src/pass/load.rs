//! Examples on their way into the lanes.

use wide::f32x4;

use super::Pass;
use super::lanes::{Extent, Padding, gather};

impl Pass {
    /// Takes up to [`Pass::block`] examples, whose features are given by `feature(input, example)`.
    #[inline(always)]
    pub fn load(&mut self, inputs: usize, examples: usize, feature: impl Fn(usize, usize) -> f32) {
        self.examples = examples;
        each(&mut self.values, inputs, examples, feature);
    }

    /// Takes the targets of the examples, given by `target(unit, example)`.
    #[cfg(test)]
    pub fn load_targets(&mut self, outputs: usize, target: impl Fn(usize, usize) -> f32) {
        each(&mut self.target, outputs, self.examples, target);
    }

    /// Takes up to [`Pass::block`] examples, of which `features(example)` are all features.
    #[inline(always)]
    pub fn load_examples<'a>(
        &mut self,
        inputs: usize,
        examples: usize,
        features: impl Fn(usize) -> &'a [f32],
    ) {
        self.examples = examples;
        transpose(&mut self.values, inputs, examples, features);
    }

    /// Takes the targets of the examples: `targets(example)` are those of all output units.
    #[inline(always)]
    pub fn load_targets_of<'a>(&mut self, outputs: usize, targets: impl Fn(usize) -> &'a [f32]) {
        transpose(&mut self.target, outputs, self.examples, targets);
    }

    /// Takes up to [`Pass::block`] examples that lie side by side: `row(input)` are the features of all of them.
    #[inline(always)]
    pub fn load_rows<'a>(
        &mut self,
        inputs: usize,
        examples: usize,
        row: impl Fn(usize) -> &'a [f32],
    ) {
        self.examples = examples;
        let Extent { chunks, width } = self.extent();
        for input in 0..inputs {
            let (whole, rest) = row(input)[..examples].as_chunks::<4>();
            let place = |vector: usize| (vector / width * inputs + input) * width + vector % width;
            for (vector, &numbers) in whole.iter().enumerate() {
                self.values[place(vector)] = f32x4::new(numbers);
            }
            for vector in whole.len()..chunks * width {
                let first = vector * 4 - whole.len() * 4;
                self.values[place(vector)] = gather(first, rest.len(), |example| rest[example]);
            }
        }
    }
}

/// Fills `to`, `[chunk][row][width]`, number by number.
#[inline(always)]
fn each(to: &mut [f32x4], rows: usize, examples: usize, value: impl Fn(usize, usize) -> f32) {
    let Extent { chunks, width } = Extent::of(examples);
    let mut vectors = to.iter_mut();
    for chunk in 0..chunks {
        for row in 0..rows {
            for c in 0..width {
                let first = (chunk * width + c) * 4;
                if let Some(vector) = vectors.next() {
                    *vector = gather(first, examples, |example| value(row, example));
                }
            }
        }
    }
}

/// Fills `to`, `[chunk][row][width]`, from examples whose numbers lie side by side, `[row]`.
#[inline(always)]
fn transpose<'a>(
    to: &mut [f32x4],
    rows: usize,
    examples: usize,
    example: impl Fn(usize) -> &'a [f32],
) {
    let Extent { chunks, width } = Extent::of(examples);
    let to = &mut to[..chunks * rows * width];
    for vector in 0..chunks * width {
        // An example that is not there is the last once more, until its lane is cleared.
        let lane = |lane: usize| &example((4 * vector + lane).min(examples - 1))[..rows];
        let lanes = [lane(0), lane(1), lane(2), lane(3)];
        let mut at = vector / width * rows * width + vector % width;
        let fours = lanes.map(|lane| lane.as_chunks::<4>().0);
        for four in 0..rows / 4 {
            let numbers = fours.map(|fours| f32x4::new(fours[four]));
            for row in f32x4::transpose(numbers) {
                to[at] = row;
                at += width;
            }
        }
        for row in rows / 4 * 4..rows {
            to[at] = f32x4::new(lanes.map(|lane| lane[row]));
            at += width;
        }
    }
    Padding::new(examples).clear(to, rows);
}
