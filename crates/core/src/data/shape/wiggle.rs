//! A trend with a wiggle on it.
//!
//! y = x / 8 + ¼ sin 3x

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "wiggle",
    name: "Wiggle",
    sentence: "A trend with a small quick wiggle on it: with noise, is the wiggle there at all?",
    kind: Kind::Curve(value),
};

fn value(x: f32) -> f32 {
    x / 8.0 + 0.25 * libm::sinf(3.0 * x)
}
