//! Four squares like a chessboard.

use super::{About, Kind, Spot, jitter};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "xor",
    name: "Exclusive or",
    sentence: "Four squares like a chessboard: the class depends on both coordinates together.",
    kind: Kind::TwoClasses(place),
};

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    // A gap of 0.3 on either side of the axes keeps the classes apart.
    let (x1, x2) = (rng.between(0.3, 5.0), rng.between(0.3, 5.0));
    let side = if rng.below(2) == 0 { -1.0 } else { 1.0 };
    jitter([side * x1, side * spot.sign() * x2], spot.noise, rng)
}
