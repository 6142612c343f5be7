//! He's rule, for layers that silence half of their sums.
//!
//! Variance 2 / n: a signal would keep its variance with 1 / n, and of what a ReLU lets through only half is
//! left. A uniform number within ±r has the variance r² / 3, so r = √(6 / n).
//!
//! Source: He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015.

use super::About;

pub(super) const UNIFORM: About = About {
    id: "heUniform",
    name: "He, uniform",
    formula: "w ~ U(±√(6 / n))",
    sentence: "Evenly spread weights, larger to make up for the half that a ReLU layer silences.",
};

pub(super) const NORMAL: About = About {
    id: "heNormal",
    name: "He, normal",
    formula: "w ~ N(0, 2 / n)",
    sentence: "Bell-shaped weights, larger to make up for the half that a ReLU layer silences.",
};

pub(super) fn reach(fan_in: usize) -> f32 {
    libm::sqrtf(6.0 / fan_in as f32)
}

pub(super) fn deviation(fan_in: usize) -> f32 {
    libm::sqrtf(2.0 / fan_in as f32)
}
