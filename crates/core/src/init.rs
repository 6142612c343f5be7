//! How parameters are drawn at the start.

use serde::{Deserialize, Serialize};

use crate::rng::Rng;

/// How parameters are drawn at the start. Biases start at zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Init {
    /// How weights are drawn.
    pub weights: Scheme,
}

/// How far around zero the weights of a layer are spread, so that signals neither fade nor blow up on their
/// way through the layers; for a layer with n inputs and m units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Scheme {
    /// Uniform within ±√(6 / (n + m)). Glorot and Bengio 2010.
    #[default]
    XavierUniform,
    /// Normal of variance 2 / (n + m). Glorot and Bengio 2010.
    XavierNormal,
    /// Uniform within ±√(6 / n). He, Zhang, Ren and Sun 2015.
    HeUniform,
    /// Normal of variance 2 / n. He, Zhang, Ren and Sun 2015.
    HeNormal,
}

impl Scheme {
    /// Every scheme, in the order of menus.
    pub const ALL: &[Self] = &[
        Self::XavierUniform,
        Self::XavierNormal,
        Self::HeUniform,
        Self::HeNormal,
    ];

    /// How it is written in a document: `"xavierUniform"`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::XavierUniform => "xavierUniform",
            Self::XavierNormal => "xavierNormal",
            Self::HeUniform => "heUniform",
            Self::HeNormal => "heNormal",
        }
    }

    /// How it is called in a menu.
    pub const fn name(self) -> &'static str {
        match self {
            Self::XavierUniform => "Xavier, uniform",
            Self::XavierNormal => "Xavier, normal",
            Self::HeUniform => "He, uniform",
            Self::HeNormal => "He, normal",
        }
    }

    /// Its formula.
    pub const fn formula(self) -> &'static str {
        match self {
            Self::XavierUniform => "w ~ U(±√(6 / (n + m)))",
            Self::XavierNormal => "w ~ N(0, 2 / (n + m))",
            Self::HeUniform => "w ~ U(±√(6 / n))",
            Self::HeNormal => "w ~ N(0, 2 / n)",
        }
    }

    /// What it is for, in one sentence for someone who learns.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::XavierUniform => {
                "Evenly spread weights, sized so that tanh and sigmoid layers keep the strength of a signal."
            }
            Self::XavierNormal => {
                "Bell-shaped weights, sized so that tanh and sigmoid layers keep the strength of a signal."
            }
            Self::HeUniform => {
                "Evenly spread weights, larger to make up for the half that a ReLU layer silences."
            }
            Self::HeNormal => {
                "Bell-shaped weights, larger to make up for the half that a ReLU layer silences."
            }
        }
    }

    /// Draws the weights of a layer with so many inputs and units, in order.
    pub(crate) fn draw(self, inputs: usize, units: usize, rng: &mut Rng, weights: &mut [f32]) {
        let (both, incoming) = ((inputs + units) as f32, inputs as f32);
        match self {
            Self::XavierUniform => draw_uniform(libm::sqrtf(6.0 / both), rng, weights),
            Self::XavierNormal => draw_normal(libm::sqrtf(2.0 / both), rng, weights),
            Self::HeUniform => draw_uniform(libm::sqrtf(6.0 / incoming), rng, weights),
            Self::HeNormal => draw_normal(libm::sqrtf(2.0 / incoming), rng, weights),
        }
    }
}

fn draw_uniform(reach: f32, rng: &mut Rng, weights: &mut [f32]) {
    for weight in weights {
        *weight = rng.between(-reach, reach);
    }
}

fn draw_normal(deviation: f32, rng: &mut Rng, weights: &mut [f32]) {
    for weights in weights.chunks_mut(2) {
        for (weight, normal) in weights.iter_mut().zip(rng.normal_pair()) {
            *weight = deviation * normal;
        }
    }
}
