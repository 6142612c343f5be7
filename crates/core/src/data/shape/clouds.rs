//! A cloud for each class.

use super::{About, Kind, Spot};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "clouds",
    name: "Clouds",
    sentence: "A cloud for each class, all around the middle: straight lines part them, so no hidden layer is needed.",
    kind: Kind::SeveralClasses(place),
};

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    let angle = std::f32::consts::TAU * spot.class as f32 / spot.classes as f32;
    let deviation = 0.35 + 0.5 * spot.noise;
    let [normal1, normal2] = rng.normal_pair();
    [
        3.5 * libm::cosf(angle) + deviation * normal1,
        3.5 * libm::sinf(angle) + deviation * normal2,
    ]
}
