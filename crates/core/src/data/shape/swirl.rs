//! A wind around an eye.
//!
//! (v₁, v₂) = (−x₂, x₁) / 3 · exp(½ − r² / 18), r the distance from the middle: round and round, still in
//! the eye, of speed 1 at r = 3, and weaker further out.

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "swirl",
    name: "Swirl",
    sentence: "A wind around an eye: two values at each point, which share the layers before them.",
    kind: Kind::Vector(values),
};

fn values([x1, x2]: [f32; 2]) -> [f32; 2] {
    let speed = libm::expf(0.5 - (x1 * x1 + x2 * x2) / 18.0) / 3.0;
    [-speed * x2, speed * x1]
}
