//! Four regions with cliffs between them.
//!
//! v = 0.9 within 2 of the middle; elsewhere x₂ / 6 for x₁ < 0, −0.8 for x₂ > 0, and ½ sin 2x₁ in the rest.

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "patches",
    name: "Patches",
    sentence: "A plateau, a slope, a plain and waves, cut off sharply: smooth units blur the edges.",
    kind: Kind::Value(value),
};

fn value([x1, x2]: [f32; 2]) -> f32 {
    if x1 * x1 + x2 * x2 < 4.0 {
        0.9
    } else if x1 < 0.0 {
        x2 / 6.0
    } else if x2 > 0.0 {
        -0.8
    } else {
        0.5 * libm::sinf(2.0 * x1)
    }
}
