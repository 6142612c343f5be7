//! What a network learns: points of a few classes, values over the plane or along a line, small pictures.

mod dataset;
mod shape;

pub use dataset::{Dataset, Point};
pub use shape::{DataShape, Group};

use serde::{Deserialize, Serialize};

use crate::volume::Volume;

/// Which examples are learned, and how many of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Data {
    /// How the classes lie, or what the values are.
    pub shape: DataShape,
    /// How many classes there are, for the shapes that come in several; the others take no notice of it.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::CLASSES.min, max = crate::limits::CLASSES.max)))]
    pub classes: u32,
    /// How many examples there are, for training and for testing together.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::DATA_SIZE.min, max = crate::limits::DATA_SIZE.max)))]
    pub size: u32,
    /// How far examples stray: 0 for not at all, 1 for about the size of the gaps between classes, or of the
    /// values and pixels themselves.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::NOISE.min, max = crate::limits::NOISE.max)))]
    pub noise: f32,
    /// The share of the examples that is trained on; the others are only tested.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::TRAIN_SHARE.min, max = crate::limits::TRAIN_SHARE.max)))]
    pub train_share: f32,
    /// Decides what the examples are and which are trained on.
    pub seed: u32,
}

impl Default for Data {
    fn default() -> Self {
        Self {
            shape: DataShape::Spiral,
            classes: 3,
            size: 300,
            noise: 0.1,
            train_share: 0.8,
            seed: 1,
        }
    }
}

impl Data {
    /// What is to be said of each example.
    pub const fn task(&self) -> Task {
        self.shape.task(self.classes)
    }

    /// Where the examples are from.
    pub const fn domain(&self) -> Domain {
        self.shape.domain()
    }

    /// How many examples are trained on; at least one, and never all.
    pub fn train_len(&self) -> usize {
        let share = f64::from(self.size) * f64::from(self.train_share);
        let last = self.size.saturating_sub(1).max(1);
        ((share + 0.5) as u32).clamp(1, last) as usize
    }
}

/// What is to be said of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Which of so many classes it is of.
    Classes(u32),
    /// So many numbers, of about −1 to 1.
    Values(u32),
}

impl Task {
    /// How many numbers say what is true of one example: one for its class, or its values.
    pub const fn targets(self) -> usize {
        match self {
            Self::Classes(_) => 1,
            Self::Values(values) => values as usize,
        }
    }

    /// A number from about −1 to 1 that stands for a target where one number must do: classes from the first
    /// to the last, or the first value.
    ///
    /// ```
    /// use neuroglass_core::Task;
    ///
    /// assert_eq!(Task::Classes(2).shade(&[0.0]), -1.0);
    /// assert_eq!(Task::Classes(3).shade(&[2.0]), 1.0);
    /// assert_eq!(Task::Values(2).shade(&[0.25, 0.5]), 0.25);
    /// ```
    pub fn shade(self, target: &[f32]) -> f32 {
        match (self, target) {
            (Self::Classes(classes), [class, ..]) => 2.0 * class / (classes as f32 - 1.0) - 1.0,
            (Self::Values(_), [value, ..]) => *value,
            (_, []) => 0.0,
        }
    }
}

/// Where examples are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// The horizontal axis of the plane: x₂ is zero.
    Line,
    /// The plane.
    Plane,
    /// Pictures of this size.
    Picture(Volume),
}

impl Domain {
    /// How many numbers say where or what one example is: x₁ and x₂, or its pixels.
    pub const fn coordinates(self) -> usize {
        match self {
            Self::Line | Self::Plane => 2,
            Self::Picture(volume) => volume.len(),
        }
    }
}

#[cfg(test)]
mod tests;
