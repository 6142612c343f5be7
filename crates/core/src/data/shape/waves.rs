//! Waves whose fronts are waves.
//!
//! v = sin(x₁ + 1.5 sin x₂)

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "waves",
    name: "Waves",
    sentence: "A sine within a sine: one layer can bend the plane, and the next lay waves on it.",
    kind: Kind::Value(value),
};

fn value([x1, x2]: [f32; 2]) -> f32 {
    libm::sinf(x1 + 1.5 * libm::sinf(x2))
}
