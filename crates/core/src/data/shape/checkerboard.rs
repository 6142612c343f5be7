//! Sixteen squares of a chessboard.

use super::{About, Kind, Spot, jitter};
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "checkerboard",
    name: "Checkerboard",
    sentence: "Sixteen squares in turns: nine corners to draw, so it takes many units or a second layer.",
    kind: Kind::TwoClasses(place),
};

/// The side of a square; four of them cover −5 to 5.
const SIDE: f32 = 2.5;

fn place(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    let column = rng.below(4);
    // Every other square of a column: black and white ones begin at different ends.
    let row = 2 * rng.below(2) + (column + spot.class) % 2;
    // A gap of 0.15 inside each edge keeps the classes apart.
    let mut within = |square: u32| SIDE * square as f32 - 5.0 + rng.between(0.15, SIDE - 0.15);
    jitter([within(column), within(row)], spot.noise, rng)
}
