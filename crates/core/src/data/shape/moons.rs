//! Two crescents that reach into each other.

use super::{About, Kind, Spot, jitter};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "moons",
    name: "Two moons",
    sentence: "Two crescents that reach into each other: nearly parted by a line, but not quite.",
    kind: Kind::TwoClasses(place),
};

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    let angle = std::f32::consts::PI * spot.along;
    let (x1, x2) = (libm::cosf(angle) - 0.5, libm::sinf(angle) - 0.25);
    // The lower moon is the upper one turned half around the middle between them.
    jitter(
        [3.0 * spot.sign() * x1, 3.0 * spot.sign() * x2],
        spot.noise,
        rng,
    )
}
