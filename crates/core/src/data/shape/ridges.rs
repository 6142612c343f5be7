//! Straight ridges with sharp crests.
//!
//! v = 1 − 4 |t − ½|, t the fractional part of (3 x₁ + 4 x₂) / 25.

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "ridges",
    name: "Ridges",
    sentence: "Folds that all run one way: once the first layer looks across them, the rest is a zigzag.",
    kind: Kind::Value(value),
};

fn value([x1, x2]: [f32; 2]) -> f32 {
    let across = (3.0 * x1 + 4.0 * x2) / 25.0;
    let part = across - libm::floorf(across);
    1.0 - 4.0 * (part - 0.5).abs()
}
