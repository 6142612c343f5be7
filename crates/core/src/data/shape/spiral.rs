//! Two arms wound around each other.

use super::{About, Kind, Spot, jitter};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "spiral",
    name: "Spiral",
    sentence: "Two arms wound around each other: the border itself must wind, so it takes a few layers.",
    kind: Kind::TwoClasses(place),
};

/// How often an arm goes round, as in the TensorFlow Playground.
const TURNS: f32 = 1.75;

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    let radius = 5.0 * spot.along;
    let start = if spot.class > 0 { 0.0 } else { 0.5 };
    let angle = std::f32::consts::TAU * (TURNS * spot.along + start);
    let place = [radius * libm::sinf(angle), radius * libm::cosf(angle)];
    jitter(place, spot.noise, rng)
}
