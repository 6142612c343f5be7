//! The bulk numbers of a frame, and what lies where among them.

use js_sys::Float32Array;
use serde::{Deserialize, Serialize};

/// A run of numbers in the bulk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    /// What the numbers are.
    pub kind: SectionKind,
    /// The first number.
    pub offset: u32,
    /// How many there are.
    pub len: u32,
}

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SectionKind {
    /// All parameters, in the order of [`neuroglass_core::Shape`].
    Parameters,
    /// Maps of the input features, then of every unit after its activation, layer by layer, or of channels where
    /// the data are pictures: `[map][row][column]`, row 0 at the top, all of the side that was watched for.
    Tiles,
    /// The outputs, `[unit][row][column]`.
    Output,
    /// The watched unit before its activation, `[row][column]`.
    Before,
    /// The watched unit after its activation, `[row][column]`.
    After,
    /// How each parameter is held, as [`neuroglass_core::Hold::code`], in their order; missing where none is.
    Holds,
    /// The value that each muted parameter keeps, and 0 for the others; missing where none is muted.
    Kept,
    /// The picture that the maps are of, `[channel][row][column]`, and what is true of it; missing where the data
    /// are points.
    Sample,
    /// The training points, `[point][x₁, x₂, target …]`, see [`neuroglass_core::Dataset::target`]; none for
    /// pictures. Sent when they changed.
    TrainPoints,
    /// The test points, in the same form. Sent when they changed.
    TestPoints,
}

/// The bulk of one frame while it is put together.
///
/// It keeps its memory from frame to frame; only the array that is handed to the page, and never comes
/// back, is new each time.
#[derive(Clone, Debug, Default)]
pub struct Bulk {
    numbers: Vec<f32>,
    sections: Vec<Section>,
}

impl Bulk {
    /// Forgets everything but its memory.
    pub fn clear(&mut self) {
        self.numbers.clear();
        self.sections.clear();
    }

    /// Adds a section of these numbers.
    pub fn push(&mut self, kind: SectionKind, numbers: &[f32]) {
        self.extend(kind, numbers.iter().copied());
    }

    /// Adds a section of these numbers.
    pub fn extend(&mut self, kind: SectionKind, numbers: impl IntoIterator<Item = f32>) {
        let offset = self.numbers.len();
        self.numbers.extend(numbers);
        self.sections.push(Section {
            kind,
            offset: offset as u32,
            len: (self.numbers.len() - offset) as u32,
        });
    }

    /// What lies where so far.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// All numbers so far.
    pub fn numbers(&self) -> &[f32] {
        &self.numbers
    }

    /// A copy of the numbers in an array of their own, fit to be transferred.
    pub fn to_array(&self) -> Float32Array {
        Float32Array::from(self.numbers.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_say_where_their_numbers_are() {
        let mut bulk = Bulk::default();
        bulk.push(SectionKind::Parameters, &[9.0]);
        bulk.clear();
        bulk.push(SectionKind::Tiles, &[1.0, 2.0]);
        bulk.extend(SectionKind::Output, [3.0]);
        assert_eq!(bulk.numbers(), [1.0, 2.0, 3.0]);
        let places: Vec<_> = bulk
            .sections()
            .iter()
            .map(|s| (s.kind, s.offset, s.len))
            .collect();
        assert_eq!(
            places,
            [(SectionKind::Tiles, 0, 2), (SectionKind::Output, 2, 1)]
        );
    }
}
