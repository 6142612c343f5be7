//! The examples themselves.

use std::ops::Range;

use super::{Data, Domain, Task, shape};
use crate::rng::{Purpose, Rng};

/// The examples of a [`Data`], parted into those to train on and those to test with, in random order: first
/// the ones, then the others.
///
/// An example keeps its identity: number i has its own random numbers, so that more noise changes it, but does
/// not put it elsewhere, and a greater share for training moves some from the test examples to the end of the
/// training examples, and nothing else.
///
/// ```
/// use neuroglass_core::{Data, Dataset, Domain, Task};
///
/// let dataset = Dataset::new(&Data::default());
/// assert_eq!((dataset.len(), dataset.train_len()), (300, 240));
/// assert_eq!((dataset.domain(), dataset.task()), (Domain::Plane, Task::Classes(2)));
/// assert_eq!(dataset.coordinates(299).len(), 2);
/// assert!([0.0, 1.0].contains(&dataset.target(299)[0]));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    task: Task,
    domain: Domain,
    len: usize,
    train_len: usize,
    /// `[example][coordinate]`
    coordinates: Vec<f32>,
    /// `[example][number]`
    targets: Vec<f32>,
}

/// An example that has a place in the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point<'a> {
    /// (x₁, x₂)
    pub x: [f32; 2],
    /// What [`Dataset::target`] says.
    pub target: &'a [f32],
}

#[expect(
    clippy::len_without_is_empty,
    reason = "no data set is empty, by its limits"
)]
impl Dataset {
    /// Draws the examples.
    pub fn new(data: &Data) -> Self {
        let (task, domain, len) = (data.task(), data.domain(), data.size as usize);
        let mut order: Vec<u32> = (0..data.size).collect();
        Rng::new(data.seed, Purpose::Split, 0).shuffle(&mut order);
        let mut coordinates = vec![0.0; len * domain.coordinates()];
        let mut targets = vec![0.0; len * task.targets()];
        let places = coordinates.chunks_exact_mut(domain.coordinates());
        let places = places.zip(targets.chunks_exact_mut(task.targets()));
        for (index, (coordinates, target)) in order.into_iter().zip(places) {
            shape::draw(data, index, coordinates, target);
        }
        Self {
            task,
            domain,
            len,
            train_len: data.train_len(),
            coordinates,
            targets,
        }
    }

    /// What is to be said of each example.
    pub const fn task(&self) -> Task {
        self.task
    }

    /// Where the examples are from.
    pub const fn domain(&self) -> Domain {
        self.domain
    }

    /// How many examples there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// How many are trained on: the first ones.
    pub const fn train_len(&self) -> usize {
        self.train_len
    }

    /// Where or what an example is: x₁ and x₂, with x₂ = 0 for a line, or the pixels of a picture,
    /// `[channel][row][column]`.
    pub fn coordinates(&self, example: usize) -> &[f32] {
        let count = self.domain.coordinates();
        &self.coordinates[example * count..][..count]
    }

    /// What is true of an example: its class as one number, 0, 1, 2 …, or its values.
    pub fn target(&self, example: usize) -> &[f32] {
        let count = self.task.targets();
        &self.targets[example * count..][..count]
    }

    /// These examples as points of the plane. There are none for pictures.
    pub fn points(&self, which: Range<usize>) -> impl Iterator<Item = Point<'_>> {
        let which = match self.domain {
            Domain::Line | Domain::Plane => which,
            Domain::Picture(_) => 0..0,
        };
        which.map(|example| {
            let x = self.coordinates(example);
            Point {
                x: [x[0], x[1]],
                target: self.target(example),
            }
        })
    }
}
