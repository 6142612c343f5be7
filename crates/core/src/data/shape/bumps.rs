//! Three hills and two hollows.
//!
//! v = Σ ± exp(−d² / 3.4), d the distance from the middle of a hill (+) or hollow (−).

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "bumps",
    name: "Bumps",
    sentence: "Hills and hollows in a flat land: each takes a few units of its own.",
    kind: Kind::Value(value),
};

/// The middle of each, and whether it goes up or down.
const BUMPS: [([f32; 2], f32); 5] = [
    ([0.0, 0.0], 1.0),
    ([3.5, 3.0], -1.0),
    ([-3.0, 3.5], 1.0),
    ([-3.5, -3.0], -1.0),
    ([3.0, -3.5], 1.0),
];

fn value([x1, x2]: [f32; 2]) -> f32 {
    BUMPS.iter().fold(0.0, |sum, &([m1, m2], height)| {
        let (d1, d2) = (x1 - m1, x2 - m2);
        sum + height * libm::expf((d1 * d1 + d2 * d2) / -3.4)
    })
}
