//! LeCun's rule, which looks at the way forwards only.
//!
//! Variance 1 / n: a sum of n inputs of variance 1 then has variance 1 itself. A uniform number within ±r has
//! the variance r² / 3, so r = √(3 / n).
//!
//! Source: LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998.

use super::About;

pub(super) const UNIFORM: About = About {
    id: "lecunUniform",
    name: "LeCun, uniform",
    formula: "w ~ U(±√(3 / n))",
    sentence: "Evenly spread weights, sized so that a unit's sum is as strong as its inputs, however many they are.",
};

pub(super) const NORMAL: About = About {
    id: "lecunNormal",
    name: "LeCun, normal",
    formula: "w ~ N(0, 1 / n)",
    sentence: "Bell-shaped weights, sized so that a unit's sum is as strong as its inputs, however many they are.",
};

pub(super) fn reach(fan_in: usize) -> f32 {
    libm::sqrtf(3.0 / fan_in as f32)
}

pub(super) fn deviation(fan_in: usize) -> f32 {
    libm::sqrtf(1.0 / fan_in as f32)
}
