//! What the diary tells: every parameter's path, and how numbers were distributed.
//!
//! Steps are told as floats. They are exact: multiples of a power of two, of which there are few.

use super::diary::{Entry, stride};
use super::histogram::{BARS, Histogram};
use crate::order::ascending;
use crate::run::Run;
use crate::shape::Shape;

/// The most parameters in a braid.
const MOST: u32 = 4_096;

/// The paths of some parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Braid<'a> {
    /// Their places in the order of [`crate::Shape`].
    pub parameters: Vec<u32>,
    /// Steps done, and what the parameters were then.
    pub moments: Vec<(u64, &'a [f32])>,
}

impl<'a> Braid<'a> {
    /// Reads the numbers of [`super::Study::Braid`]: how many parameters there are and where; then moment by moment
    /// its step and their values.
    pub fn read(numbers: &'a [f32]) -> Option<Self> {
        let (&count, rest) = numbers.split_first()?;
        let (parameters, rest) = rest.split_at_checked(count as usize)?;
        let moments = rest.chunks_exact(1 + parameters.len());
        Some(Self {
            parameters: parameters.iter().map(|&index| index as u32).collect(),
            moments: moments
                .map(|moment| (moment[0] as u64, &moment[1..]))
                .collect(),
        })
    }
}

/// The numbers of a braid of those parameters that have gone the farthest between two sides.
pub(super) fn braid(run: &Run, most: u32) -> Vec<f32> {
    let shape = run.network().shape();
    let entries = run.diary().of_shape(shape);
    let spans = spans(entries.clone());
    let order = ascending(spans.iter().map(|span| f64::from(-span)));
    let mut chosen = vec![false; spans.len()];
    for at in order.into_iter().take(most.min(MOST) as usize) {
        chosen[at] = true;
    }
    let chosen: Vec<usize> = (0..chosen.len()).filter(|&at| chosen[at]).collect();
    let stride = stride(shape);
    let mut numbers = vec![chosen.len() as f32];
    numbers.extend(chosen.iter().map(|&at| (at * stride) as f32));
    for entry in entries {
        numbers.push(entry.step as f32);
        numbers.extend(chosen.iter().map(|&at| entry.parameters()[at]));
    }
    numbers
}

/// How far the least and the greatest value of each parameter that is kept lie apart.
fn spans<'a>(mut entries: impl Iterator<Item = &'a Entry>) -> Vec<f32> {
    let Some(first) = entries.next() else {
        return Vec::new();
    };
    let mut ends: Vec<[f32; 2]> = first.parameters().iter().map(|&value| [value; 2]).collect();
    for entry in entries {
        for (ends, &value) in ends.iter_mut().zip(entry.parameters()) {
            *ends = [ends[0].min(value), ends[1].max(value)];
        }
    }
    ends.iter().map(|[low, high]| high - low).collect()
}

/// How the numbers of each layer were distributed at one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Distributions<'a> {
    /// Steps done.
    pub step: u64,
    /// Of each layer those of its weights, biases, values, and gradients ∂L/∂θ of all its parameters.
    pub layers: Vec<[Distribution<'a>; 4]>,
}

/// How some numbers were distributed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution<'a> {
    /// The least and the greatest.
    pub range: [f32; 2],
    /// The share of them in each of [`BARS`] parts of equal width between the two; all zero, if there were none.
    pub bars: &'a [f32],
}

impl<'a> Distributions<'a> {
    /// Reads the numbers of [`super::Study::Distributions`]: moment by moment its step, how many layers there are,
    /// and four times least, greatest and [`BARS`] shares of each.
    pub fn all(mut numbers: &'a [f32]) -> Vec<Self> {
        let mut all = Vec::new();
        while let Some((&[step, layers], rest)) = numbers.split_first_chunk()
            && let Some((bars, rest)) = rest.split_at_checked(layers as usize * 4 * (2 + BARS))
        {
            let each = bars.chunks_exact(2 + BARS).map(|numbers| Distribution {
                range: [numbers[0], numbers[1]],
                bars: &numbers[2..],
            });
            let each: Vec<_> = each.collect();
            all.push(Self {
                step: step as u64,
                layers: each.as_chunks().0.to_vec(),
            });
            numbers = rest;
        }
        all
    }
}

/// The numbers of all distributions. Where they were not kept, weights and biases are told of all the same, as far as
/// each of them is known.
pub(super) fn distributions(run: &Run) -> Vec<f32> {
    let shape = run.network().shape();
    let mut alike = run.diary().of_shape(shape).peekable();
    let mut numbers = Vec::new();
    for entry in run.diary().entries() {
        let known = alike.next_if(|other| other.step == entry.step);
        let parameters = known.and_then(Entry::all_parameters);
        match parameters {
            _ if !entry.histograms.is_empty() => tell(entry.step, &entry.histograms, &mut numbers),
            Some(parameters) => tell(entry.step, &of_parameters(shape, parameters), &mut numbers),
            None => {}
        }
    }
    numbers
}

fn tell(step: u64, histograms: &[[Histogram; 4]], numbers: &mut Vec<f32>) {
    numbers.extend([step as f32, histograms.len() as f32]);
    for histogram in histograms.as_flattened() {
        numbers.extend(histogram.numbers());
    }
}

/// Of each layer those of its weights and biases, and none of values and gradients.
fn of_parameters(shape: &Shape, parameters: &[f32]) -> Vec<[Histogram; 4]> {
    let layers = shape.layers().iter();
    layers
        .map(|layer| {
            let [weights, biases] =
                [layer.weights(), layer.bias()].map(|range| Histogram::of(&parameters[range]));
            [weights, biases, Histogram::NONE, Histogram::NONE]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Study, find};
    use crate::edit::{Edit, RunDocument};

    fn run(steps: u64) -> Run {
        let mut run = Run::new(RunDocument::default()).unwrap();
        while run.step() < steps {
            run.work();
        }
        run
    }

    #[test]
    fn a_braid_is_every_path() {
        let mut run = run(300);
        let numbers = find(&run, &Study::Braid { most: u32::MAX });
        let braid = Braid::read(&numbers).unwrap();
        assert_eq!(braid.parameters, (0..51).collect::<Vec<_>>());
        assert_eq!(braid.moments.len(), 151);
        for (step, values) in [braid.moments[20], braid.moments[150]] {
            run.seek(step);
            while run.step() < step {
                run.work();
            }
            assert_eq!(run.network().parameters(), values);
        }
    }

    #[test]
    fn a_narrow_braid_has_those_that_moved_most() {
        let mut run = run(3);
        let edit = Edit::Bias {
            layer: 1,
            unit: 2,
            value: 90.0,
        };
        run.edit(edit).unwrap();
        let numbers = find(&run, &Study::Braid { most: 1 });
        let braid = Braid::read(&numbers).unwrap();
        let index = run.network().shape().bias_index(1, 2).unwrap() as u32;
        assert_eq!(braid.parameters, [index]);
        assert_eq!(braid.moments[3], (3, &[90.0][..]));
        let numbers = find(&run, &Study::Braid { most: 0 });
        assert_eq!(Braid::read(&numbers).unwrap().moments[2], (2, &[][..]));
    }

    #[test]
    fn distributions_are_read_as_they_were_written() {
        let mut run = run(0);
        run.keep_distributions(true);
        while run.step() < 40 {
            run.work();
        }
        let numbers = find(&run, &Study::Distributions);
        let all = Distributions::all(&numbers);
        assert_eq!(all.len(), 41);
        for (entry, read) in run.diary().entries().iter().zip(&all) {
            assert_eq!(entry.step, read.step);
            for (written, read) in entry.histograms.iter().zip(&read.layers) {
                for (written, read) in written.iter().zip(read) {
                    let numbers: Vec<f32> = written.numbers().collect();
                    assert_eq!(
                        (read.range, read.bars),
                        ([numbers[0], numbers[1]], &numbers[2..])
                    );
                    let total: f32 = read.bars.iter().sum();
                    assert!((total - 1.0).abs() < 1e-3);
                }
            }
        }
    }

    #[test]
    fn weights_and_biases_are_told_of_where_nobody_asked() {
        let mut kept = run(0);
        kept.keep_distributions(true);
        while kept.step() < 40 {
            kept.work();
        }
        let [kept, told] = [kept, run(40)].map(|run| find(&run, &Study::Distributions));
        let [kept, told] = [&kept, &told].map(|numbers| Distributions::all(numbers));
        assert_eq!((kept.len(), told.len()), (41, 41));
        for (kept, told) in kept.iter().zip(&told) {
            for (kept, told) in kept.layers.iter().zip(&told.layers) {
                assert_eq!(kept[..2], told[..2]);
                assert_eq!(told[2].bars.iter().sum::<f32>(), 0.0);
            }
        }
    }
}
