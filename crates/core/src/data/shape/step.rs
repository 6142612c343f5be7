//! A jump.
//!
//! y = −0.8 for x < 0, and 0.8 otherwise.

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "step",
    name: "Step",
    sentence: "Flat, then a jump: one unit is enough, but its weight must grow and grow.",
    kind: Kind::Curve(value),
};

fn value(x: f32) -> f32 {
    if x < 0.0 { -0.8 } else { 0.8 }
}
