//! A slope.
//!
//! v = (x₁ + x₂) / 12

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "plane",
    name: "Slope",
    sentence: "A tilted plane: a single linear unit has it exactly.",
    kind: Kind::Value(value),
};

fn value([x1, x2]: [f32; 2]) -> f32 {
    (x1 + x2) / 12.0
}
