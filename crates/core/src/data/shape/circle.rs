//! A disc within a ring.

use super::{About, Kind, Spot, jitter};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "circle",
    name: "Circle",
    sentence: "A disc within a ring: no straight line parts them, three bent ones do.",
    kind: Kind::TwoClasses(place),
};

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    let radius = if spot.class > 0 {
        rng.between(0.0, 2.5)
    } else {
        rng.between(3.5, 5.0)
    };
    let angle = rng.between(0.0, std::f32::consts::TAU);
    let place = [radius * libm::cosf(angle), radius * libm::sinf(angle)];
    jitter(place, spot.noise, rng)
}
