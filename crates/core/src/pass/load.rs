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

    /// Takes up to [`Pass::block`] of the examples whose features are `[number][input]`, by `number(example)`.
    #[inline(always)]
    pub fn load_examples(
        &mut self,
        inputs: usize,
        examples: usize,
        features: &[f32],
        number: impl Fn(usize) -> usize,
    ) {
        self.examples = examples;
        transpose(&mut self.values, inputs, examples, features, number);
    }

    /// Takes the targets of the same examples, which are `[number][unit]`.
    #[inline(always)]
    pub fn load_targets_of(
        &mut self,
        outputs: usize,
        targets: &[f32],
        number: impl Fn(usize) -> usize,
    ) {
        transpose(&mut self.target, outputs, self.examples, targets, number);
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

/// Fills `to`, `[chunk][row][width]`, from some examples of `numbers`, `[number][row]`.
#[inline(always)]
fn transpose(
    to: &mut [f32x4],
    rows: usize,
    examples: usize,
    numbers: &[f32],
    number: impl Fn(usize) -> usize,
) {
    let Extent { chunks, width } = Extent::of(examples);
    let to = &mut to[..chunks * rows * width];
    for vector in 0..chunks * width {
        // An example that is not there is the last once more, until its lane is cleared.
        let start = |lane: usize| number((4 * vector + lane).min(examples - 1)) * rows;
        let starts = [start(0), start(1), start(2), start(3)];
        let mut at = vector / width * rows * width + vector % width;
        if rows >= 4 {
            let fours = starts.map(|start| numbers[start..][..rows].as_chunks::<4>().0);
            for four in 0..rows / 4 {
                let numbers = fours.map(|fours| f32x4::new(fours[four]));
                for row in f32x4::transpose(numbers) {
                    to[at] = row;
                    at += width;
                }
            }
        }
        for row in rows / 4 * 4..rows {
            to[at] = f32x4::new(starts.map(|start| numbers[start + row]));
            at += width;
        }
    }
    Padding::new(examples).clear(to, rows);
}
