//! Two straight lines and a corner.
//!
//! y = 1 − |x| / 3

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "tent",
    name: "Tent",
    sentence: "Two straight lines with a sharp corner: two ReLU units have it exactly, smooth ones round it off.",
    kind: Kind::Curve(value),
};

fn value(x: f32) -> f32 {
    1.0 - x.abs() / 3.0
}
