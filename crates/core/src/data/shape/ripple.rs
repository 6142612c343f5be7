//! Rings on a pond, weaker further out.
//!
//! v = e^(−r/5) cos 2r, r the distance from the middle.

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "ripple",
    name: "Ripple",
    sentence: "Round waves that fade: hard from x₁ and x₂, easy once the radius is among the inputs.",
    kind: Kind::Value(value),
};

fn value([x1, x2]: [f32; 2]) -> f32 {
    let radius = libm::sqrtf(x1 * x1 + x2 * x2);
    libm::expf(radius / -5.0) * libm::cosf(2.0 * radius)
}
