//! The points themselves.

use super::{Data, Spot};
use crate::input::REACH;
use crate::rng::{Purpose, Rng};

/// A point and its class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// (x₁, x₂)
    pub x: [f32; 2],
    /// −1 or +1
    pub class: f32,
}

/// The points of a [`Data`], parted into those to train on and those to test with.
///
/// A point keeps its identity: number i has its own random numbers, so that more noise moves it, but not
/// elsewhere, a greater share for training moves some from the test points to the end of the training points,
/// and nothing else.
///
/// ```
/// use neuroglass_core::{Data, Dataset};
///
/// let dataset = Dataset::new(&Data::default());
/// assert_eq!(dataset.train().len(), 240);
/// assert_eq!(dataset.test().len(), 60);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// In random order: first those to train on, then the others.
    points: Vec<Point>,
    train_len: usize,
}

impl Dataset {
    /// Draws the points.
    pub fn new(data: &Data) -> Self {
        let mut order: Vec<u32> = (0..data.size).collect();
        Rng::new(data.seed, Purpose::Split, 0).shuffle(&mut order);
        Self {
            points: order.into_iter().map(|index| point(data, index)).collect(),
            train_len: data.train_len(),
        }
    }

    /// All points: those to train on, then the others.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The points to train on.
    pub fn train(&self) -> &[Point] {
        &self.points[..self.train_len]
    }

    /// The points that are only tested.
    pub fn test(&self) -> &[Point] {
        &self.points[self.train_len..]
    }
}

/// Point number `index` of a data set. The classes take turns.
fn point(data: &Data, index: u32) -> Point {
    let mut rng = Rng::new(data.seed, Purpose::Point, u64::from(index));
    let spot = Spot {
        class: if index.is_multiple_of(2) { 1.0 } else { -1.0 },
        along: along(index / 2),
        noise: data.noise,
    };
    let x = data.shape.place(spot, &mut rng);
    Point {
        x: x.map(|x| x.clamp(-REACH, REACH)),
        class: spot.class,
    }
}

/// The fractional part of ½ + i / φ. Steps by the golden ratio fill the unit interval evenly at any length,
/// so more points fill the gaps between those that were there.
fn along(index: u32) -> f32 {
    const INVERSE_GOLDEN_RATIO: f64 = 0.618_033_988_749_894_9;
    let position = 0.5 + f64::from(index) * INVERSE_GOLDEN_RATIO;
    let fraction = position - libm::floor(position);
    // Rounding to f32 may reach 1, which is not in the interval.
    (fraction as f32).min(1.0 - f32::EPSILON)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::DataShape;

    #[test]
    fn points_stay_in_the_plane_and_classes_are_balanced() {
        for &shape in DataShape::ALL {
            for noise in [0.0, 0.3, 1.0] {
                let data = Data {
                    shape,
                    noise,
                    size: 2_000,
                    ..Data::default()
                };
                let dataset = Dataset::new(&data);
                let reach = 5.0 + noise + 0.001;
                let inside = |point: &&Point| point.x.iter().all(|x| x.abs() <= reach);
                let count = dataset.points().iter().filter(inside).count();
                assert!(count >= 1_999, "{shape:?} at noise {noise}: {count} inside");
                let sum: f32 = dataset.points().iter().map(|point| point.class).sum();
                assert_eq!(sum, 0.0);
            }
        }
    }

    #[test]
    fn another_share_only_moves_the_border() {
        let (less, more) = (
            Data::default(),
            Data {
                train_share: 0.9,
                ..Data::default()
            },
        );
        assert_eq!(Dataset::new(&less).points(), Dataset::new(&more).points());
    }

    #[test]
    fn another_noise_moves_points_by_no_more_than_itself() {
        for &shape in DataShape::ALL {
            let still = Data {
                shape,
                noise: 0.0,
                ..Data::default()
            };
            let noisy = Data {
                noise: 0.2,
                ..still.clone()
            };
            let (still, noisy) = (Dataset::new(&still), Dataset::new(&noisy));
            for (a, b) in still.points().iter().zip(noisy.points()) {
                assert_eq!(a.class, b.class);
                assert!((a.x[0] - b.x[0]).abs() < 0.8 && (a.x[1] - b.x[1]).abs() < 0.8);
            }
        }
    }

    #[test]
    fn more_points_keep_the_first_ones() {
        let (few, many) = (
            Data::default(),
            Data {
                size: 1_000,
                ..Data::default()
            },
        );
        for index in 0..few.size {
            assert_eq!(point(&few, index), point(&many, index));
        }
    }
}
