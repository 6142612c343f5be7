//! A sine.
//!
//! y = sin x

use super::{About, Kind};

pub(super) const ABOUT: About = About {
    id: "sine",
    name: "Sine",
    sentence: "A smooth curve that turns four times: about one unit for each turn.",
    kind: Kind::Curve(libm::sinf),
};
