//! A wave that becomes quicker from left to right.
//!
//! y = sin 2π (u / 2 + 5u² / 2), u = (x + 6) / 12: three cycles, at the left end half a cycle to the width of
//! the plane, at the right end five and a half.

use super::{About, Kind};
use crate::input::REACH;

pub(super) const ABOUT: About = About {
    id: "chirp",
    name: "Chirp",
    sentence: "A wave that becomes quicker: a network learns the slow part long before the quick one.",
    kind: Kind::Curve(value),
};

fn value(x: f32) -> f32 {
    let along = 0.5 * (x / REACH + 1.0);
    let cycles = 0.5 * along + 2.5 * along * along;
    libm::sinf(std::f32::consts::TAU * cycles)
}
