//! Xavier's rule, for layers that leave the middle of their sums nearly as it is.
//!
//! Variance 2 / (n + m). Forwards a signal keeps its variance with 1 / n, backwards a gradient with 1 / m; this
//! is the harmonic mean of the two. A uniform number within ±r has the variance r² / 3, so r = √(6 / (n + m)).
//!
//! Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010;
//! called by the first author's first name.

use super::About;

pub(super) const UNIFORM: About = About {
    id: "xavierUniform",
    name: "Xavier, uniform",
    formula: "w ~ U(±√(6 / (n + m)))",
    sentence: "Evenly spread weights, sized so that tanh and sigmoid layers keep the strength of a signal.",
};

pub(super) const NORMAL: About = About {
    id: "xavierNormal",
    name: "Xavier, normal",
    formula: "w ~ N(0, 2 / (n + m))",
    sentence: "Bell-shaped weights, sized so that tanh and sigmoid layers keep the strength of a signal.",
};

pub(super) fn reach(fan_in: usize, fan_out: usize) -> f32 {
    libm::sqrtf(6.0 / (fan_in + fan_out) as f32)
}

pub(super) fn deviation(fan_in: usize, fan_out: usize) -> f32 {
    libm::sqrtf(2.0 / (fan_in + fan_out) as f32)
}
