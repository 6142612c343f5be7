//! Two clouds.

use super::{About, Kind, Spot};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "blobs",
    name: "Two blobs",
    sentence: "Two clouds that one straight line can part: a single unit is enough.",
    kind: Kind::TwoClasses(place),
};

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    let center = 2.5 * spot.sign();
    let deviation = 0.5 + 0.7 * spot.noise;
    rng.normal_pair().map(|normal| center + deviation * normal)
}
