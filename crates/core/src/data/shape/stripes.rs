//! Pictures of bars in four directions.
//!
//! Twelve rows of twelve pixels, from 0 to 1. The bars lie level (class 0), upright (1), or on a diagonal that
//! rises (2) or falls (3) to the right. Across the bars a pixel is at 2 |2t − 1| − ½ within [0, 1], t the
//! fractional part of d / period + phase, and d how many rows or columns across it is. The period is 3 to 6
//! pixels.
//!
//! Every phase is as likely, so every pixel is ½ on average whatever the class: no weighted sum of pixels
//! tells the classes apart, but the neighbourhoods of pixels do.

use std::f32::consts::FRAC_1_SQRT_2;

use super::{About, Kind, Spot};
use crate::rng::Rng;
use crate::volume::Volume;

pub(super) const ABOUT: About = About {
    id: "stripes",
    name: "Stripes",
    sentence: "Bars in four directions, never in the same place: a filter that slides over the picture finds them anywhere.",
    kind: Kind::Pictures {
        volume: Volume {
            channels: 1,
            height: SIDE as u32,
            width: SIDE as u32,
        },
        classes: 4,
        paint,
    },
};

const SIDE: usize = 12;

fn paint(spot: Spot, rng: &mut Rng, pixels: &mut [f32]) {
    let frequency = 1.0 / rng.between(3.0, 6.0);
    let phase = rng.uniform();
    // Cycles from one row to the next, and from one column to the next.
    let [by_row, by_column] = match spot.class {
        0 => [frequency, 0.0],
        1 => [0.0, frequency],
        2 => [frequency * FRAC_1_SQRT_2; 2],
        _ => [frequency * FRAC_1_SQRT_2, -frequency * FRAC_1_SQRT_2],
    };
    for (row, pixels) in pixels.chunks_exact_mut(SIDE).enumerate() {
        for (column, pixel) in pixels.iter_mut().enumerate() {
            let cycles = phase + by_row * row as f32 + by_column * column as f32;
            let part = cycles - libm::floorf(cycles);
            let bar = (2.0 * (2.0 * part - 1.0).abs() - 0.5).clamp(0.0, 1.0);
            *pixel = (bar + spot.noise * rng.between(-1.0, 1.0)).clamp(0.0, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::DataShape;
    use crate::data::{Data, Dataset};

    const SIDE: usize = super::SIDE;
    const CLASSES: usize = 4;

    fn pictures(size: u32) -> Dataset {
        Dataset::new(&Data {
            shape: DataShape::Stripes,
            size,
            ..Data::default()
        })
    }

    /// The share of test pictures for which the class whose weighted sum is largest is the right one, after
    /// so many rounds of the perceptron rule over the training pictures.
    fn accuracy(dataset: &Dataset, features: impl Fn(&[f32]) -> Vec<f32>, rounds: usize) -> f32 {
        let features: Vec<Vec<f32>> = (0..dataset.len())
            .map(|example| features(dataset.coordinates(example)))
            .collect();
        let class = |example: usize| dataset.target(example)[0] as usize;
        let mut weights = vec![vec![0.0; features[0].len()]; CLASSES];
        let guess = |weights: &[Vec<f32>], x: &[f32]| {
            let sum =
                |class: &usize| -> f32 { weights[*class].iter().zip(x).map(|(w, x)| w * x).sum() };
            (0..CLASSES)
                .max_by(|a, b| sum(a).total_cmp(&sum(b)))
                .unwrap()
        };
        for example in (0..rounds).flat_map(|_| 0..dataset.train_len()) {
            let (x, right) = (&features[example], class(example));
            let guess = guess(&weights, x);
            if guess != right {
                for (index, x) in x.iter().enumerate() {
                    weights[right][index] += x;
                    weights[guess][index] -= x;
                }
            }
        }
        let test = dataset.train_len()..dataset.len();
        let right = test
            .clone()
            .filter(|&example| guess(&weights, &features[example]) == class(example));
        right.count() as f32 / test.len() as f32
    }

    /// How much neighbours differ on average, in each of the four directions: what filters find that slide
    /// over the picture, each looking at two pixels.
    fn edges(pixels: &[f32]) -> Vec<f32> {
        let mean = |row_step: usize, column_step: isize| {
            let (mut sum, mut count) = (0.0, 0.0);
            for row in 0..SIDE - row_step {
                for column in 0..SIDE {
                    let other = column.checked_add_signed(column_step);
                    if let Some(other) = other.filter(|&other| other < SIDE) {
                        let difference =
                            pixels[row * SIDE + column] - pixels[(row + row_step) * SIDE + other];
                        sum += difference.abs();
                        count += 1.0;
                    }
                }
            }
            sum / count
        };
        vec![mean(1, 0), mean(0, 1), mean(1, 1), mean(1, -1), 1.0]
    }

    #[test]
    fn pixels_alone_say_little_and_edges_all() {
        let dataset = pictures(2_000);
        let by_pixels = accuracy(&dataset, |pixels| [pixels, &[1.0]].concat(), 20);
        let by_edges = accuracy(&dataset, edges, 20);
        assert!(by_pixels < 0.35, "{by_pixels}");
        assert!(by_edges > 0.95, "{by_edges}");
    }

    #[test]
    fn every_class_is_grey_on_average() {
        let dataset = pictures(10_000);
        let mut sums = vec![0.0; CLASSES * SIDE * SIDE];
        for example in 0..dataset.len() {
            let class = dataset.target(example)[0] as usize;
            let sums = &mut sums[class * SIDE * SIDE..][..SIDE * SIDE];
            sums.iter_mut()
                .zip(dataset.coordinates(example))
                .for_each(|(sum, pixel)| *sum += pixel);
        }
        for sum in sums {
            let mean: f32 = sum / 2_500.0;
            // Five standard errors of a mean of 2,500 numbers in [0, 1].
            assert!((mean - 0.5).abs() < 0.05, "{mean}");
        }
    }
}
