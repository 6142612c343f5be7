//! A bent blade for each class.
//!
//! The blade of class k of n goes outwards from r = ½ to 5 around the direction 2π (k / n + r / 15), a third
//! of a turn on its way, and covers three fifths of the angle between two blades.
//!
//! Source: after the data set of Johnson, Duvenaud, Wiltschko, Datta and Adams, Composing graphical models
//! with neural networks, 2016.

use super::{About, Kind, Spot, jitter};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "pinwheel",
    name: "Pinwheel",
    sentence: "A bent blade for each class: every border must bend along, and all of them meet in the middle.",
    kind: Kind::SeveralClasses(place),
};

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    let radius = 0.5 + 4.5 * spot.along;
    let blade = (spot.class as f32 + rng.between(-0.3, 0.3)) / spot.classes as f32;
    let angle = std::f32::consts::TAU * (blade + radius / 15.0);
    let place = [radius * libm::cosf(angle), radius * libm::sinf(angle)];
    jitter(place, spot.noise, rng)
}
