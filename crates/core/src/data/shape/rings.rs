//! A ring for each class, one within the other.

use super::{About, Kind, Spot, jitter};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "rings",
    name: "Rings",
    sentence: "A ring for each class around the one before: what counts is how far out a point is.",
    kind: Kind::SeveralClasses(place),
};

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    let width = 5.0 / spot.classes as f32;
    // The outer third of a ring's width is the gap to the next one.
    let radius = width * (spot.class as f32 + rng.between(0.33, 1.0));
    let angle = rng.between(0.0, std::f32::consts::TAU);
    let place = [radius * libm::cosf(angle), radius * libm::sinf(angle)];
    jitter(place, spot.noise, rng)
}
