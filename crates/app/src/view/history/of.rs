//! Which numbers of a layer are looked at.

use neuroglass_core::{LayerShape, ascending};

/// Which numbers of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Weights,
    Biases,
    Values,
    Gradients,
}

impl Of {
    pub const ALL: [Self; 4] = [Self::Weights, Self::Biases, Self::Values, Self::Gradients];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::Biases => "biases",
            Self::Values => "values",
            Self::Gradients => "gradients",
        }
    }

    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Weights => "Of each layer all weights.",
            Self::Biases => "Of each layer all biases.",
            Self::Values => {
                "What the units of each layer answer to 16 of the training points, after the activation."
            }
            Self::Gradients => {
                "∂L/∂θ of all weights and biases of each layer, for 16 of the training points. As some leap, the largest stand at the edge."
            }
        }
    }

    /// Whether a layer has such numbers.
    pub const fn has(self, layer: &LayerShape) -> bool {
        matches!(self, Self::Values) || layer.rows > 0
    }

    /// How far the axis goes for numbers that go as far as these. Gradients leap: for them, as far as nineteen in twenty
    /// of these do.
    pub fn reach(self, ends: &[f32]) -> f32 {
        let order = ascending(ends.iter().copied().map(f64::from));
        let last = order.len().saturating_sub(1);
        let at = match self {
            Self::Gradients => last * 19 / 20,
            _ => last,
        };
        order.get(at).map_or(0.0, |&at| ends[at])
    }

    /// Which of the four distributions of a layer it is.
    pub const fn at(self) -> usize {
        match self {
            Self::Weights => 0,
            Self::Biases => 1,
            Self::Values => 2,
            Self::Gradients => 3,
        }
    }
}
