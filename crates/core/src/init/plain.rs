//! Rules that take no notice of the size of a layer: good to see what goes wrong without one that does.

use super::About;
use crate::limits;
use crate::number::Number;

pub(super) const UNIFORM: About = About {
    id: "uniform",
    name: "Uniform",
    formula: "w ~ U(±r)",
    sentence: "Evenly spread, as far as you say, however large the layer.",
};

pub(super) const NORMAL: About = About {
    id: "normal",
    name: "Normal",
    formula: "w ~ N(0, σ²)",
    sentence: "Bell-shaped, as wide as you say, however large the layer.",
};

pub(super) const CONSTANT: About = About {
    id: "constant",
    name: "Constant",
    formula: "w = c",
    sentence: "All the same: with such weights the units of a layer are copies of each other, and stay so.",
};

pub(super) const ZEROS: About = About {
    id: "zeros",
    name: "Zeros",
    formula: "w = 0",
    sentence: "Usual for biases; with such weights no gradient comes through, and a network stays asleep.",
};

pub(super) const REACH: Number = Number {
    id: "reach",
    symbol: "r",
    name: "Reach",
    sentence: "The greatest distance from zero.",
    limit: limits::SPREAD,
    default: 0.5,
    is_whole: false,
};

pub(super) const DEVIATION: Number = Number {
    id: "deviation",
    symbol: "σ",
    name: "Deviation",
    sentence: "The standard deviation: two thirds of the numbers are nearer to zero than this.",
    limit: limits::SPREAD,
    default: 0.5,
    is_whole: false,
};

pub(super) const VALUE: Number = Number {
    id: "value",
    symbol: "c",
    name: "Value",
    sentence: "What they all are.",
    limit: limits::CONSTANT,
    default: 0.1,
    is_whole: false,
};
