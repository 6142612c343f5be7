//! How parameters are drawn at the start.
//!
//! A layer's fan-in n is how many numbers each of its units sums up, and its fan-out m how many units each of
//! its inputs is heard by. Signals neither fade nor blow up on their way through the layers if the spread of
//! the weights goes with them.

mod he;
mod lecun;
mod orthogonal;
mod plain;
mod xavier;

use serde::{Deserialize, Serialize};

use crate::experiment::check;
use crate::number::Number;
use crate::refusal::Refusal;
use crate::rng::Rng;

/// How parameters are drawn at the start.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Init {
    /// How weights are drawn.
    pub weights: Scheme,
    /// How biases are drawn.
    pub biases: Scheme,
}

impl Default for Init {
    fn default() -> Self {
        Self {
            weights: Scheme::XavierUniform,
            biases: Scheme::Zeros,
        }
    }
}

/// By what rule numbers are drawn, for a layer of fan-in n and fan-out m. Written as `"heNormal"`, or
/// `{"normal": {"deviation": 0.5}}` where the rule has a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Scheme {
    /// Uniform within ±√(6 / (n + m)). Glorot and Bengio 2010.
    XavierUniform,
    /// Normal of variance 2 / (n + m). Glorot and Bengio 2010.
    XavierNormal,
    /// Uniform within ±√(6 / n). He, Zhang, Ren and Sun 2015.
    HeUniform,
    /// Normal of variance 2 / n. He, Zhang, Ren and Sun 2015.
    HeNormal,
    /// Uniform within ±√(3 / n). LeCun, Bottou, Orr and Müller 1998.
    LecunUniform,
    /// Normal of variance 1 / n. LeCun, Bottou, Orr and Müller 1998.
    LecunNormal,
    /// A random rotation: rows or columns of length 1 at right angles. Saxe, McClelland and Ganguli 2014.
    Orthogonal,
    /// Uniform within ±`reach`.
    Uniform {
        /// The greatest distance from zero.
        #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::SPREAD.min, max = crate::limits::SPREAD.max)))]
        reach: f32,
    },
    /// Normal around zero.
    Normal {
        /// The standard deviation.
        #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::SPREAD.min, max = crate::limits::SPREAD.max)))]
        deviation: f32,
    },
    /// All the same.
    Constant {
        /// What they all are.
        #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::CONSTANT.min, max = crate::limits::CONSTANT.max)))]
        value: f32,
    },
    /// All zero.
    Zeros,
}

impl Scheme {
    /// One of each kind, with a usual number where it has one, in the order of menus.
    pub const ALL: &[Self] = &[
        Self::XavierUniform,
        Self::XavierNormal,
        Self::HeUniform,
        Self::HeNormal,
        Self::LecunUniform,
        Self::LecunNormal,
        Self::Orthogonal,
        Self::Uniform {
            reach: plain::REACH.default,
        },
        Self::Normal {
            deviation: plain::DEVIATION.default,
        },
        Self::Constant {
            value: plain::VALUE.default,
        },
        Self::Zeros,
    ];

    const fn about(self) -> &'static About {
        match self {
            Self::XavierUniform => &xavier::UNIFORM,
            Self::XavierNormal => &xavier::NORMAL,
            Self::HeUniform => &he::UNIFORM,
            Self::HeNormal => &he::NORMAL,
            Self::LecunUniform => &lecun::UNIFORM,
            Self::LecunNormal => &lecun::NORMAL,
            Self::Orthogonal => &orthogonal::ABOUT,
            Self::Uniform { .. } => &plain::UNIFORM,
            Self::Normal { .. } => &plain::NORMAL,
            Self::Constant { .. } => &plain::CONSTANT,
            Self::Zeros => &plain::ZEROS,
        }
    }

    /// How its kind is written in a document: `"xavierUniform"`.
    pub const fn id(self) -> &'static str {
        self.about().id
    }

    /// How it is called in a menu.
    pub const fn name(self) -> &'static str {
        self.about().name
    }

    /// Its formula.
    pub const fn formula(self) -> &'static str {
        self.about().formula
    }

    /// What it is for, in one sentence for someone who learns.
    pub const fn sentence(self) -> &'static str {
        self.about().sentence
    }

    /// Whether the other one differs in its number at most.
    pub fn is_same_kind(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// The number that it has, if it has one.
    pub const fn number(self) -> Option<&'static Number> {
        match self {
            Self::Uniform { .. } => Some(&plain::REACH),
            Self::Normal { .. } => Some(&plain::DEVIATION),
            Self::Constant { .. } => Some(&plain::VALUE),
            _ => None,
        }
    }

    /// What that number is.
    pub const fn get(self) -> Option<f32> {
        match self {
            Self::Uniform { reach: number }
            | Self::Normal { deviation: number }
            | Self::Constant { value: number } => Some(number),
            _ => None,
        }
    }

    /// The same with another number, where it has one.
    #[must_use]
    pub const fn with(self, number: f32) -> Self {
        match self {
            Self::Uniform { .. } => Self::Uniform { reach: number },
            Self::Normal { .. } => Self::Normal { deviation: number },
            Self::Constant { .. } => Self::Constant { value: number },
            other => other,
        }
    }

    /// Whether biases can be drawn by it: they are no matrix that could be orthogonal.
    pub const fn suits_biases(self) -> bool {
        !matches!(self, Self::Orthogonal)
    }

    /// The standard deviation of what it draws. The rows of an orthogonal matrix count as its fan-out; for a
    /// convolution that is how many filters it has.
    ///
    /// ```
    /// use neuroglass_core::Scheme;
    ///
    /// assert_eq!(Scheme::XavierNormal.deviation(48, 2), 0.2);
    /// assert_eq!(Scheme::HeNormal.deviation(50, 2), 0.2);
    /// assert_eq!(Scheme::LecunNormal.deviation(25, 2), 0.2);
    /// assert_eq!(Scheme::Constant { value: 7.0 }.deviation(25, 2), 0.0);
    /// ```
    pub fn deviation(self, fan_in: usize, fan_out: usize) -> f32 {
        match self {
            Self::XavierUniform | Self::XavierNormal => xavier::deviation(fan_in, fan_out),
            Self::HeUniform | Self::HeNormal => he::deviation(fan_in),
            Self::LecunUniform | Self::LecunNormal => lecun::deviation(fan_in),
            Self::Orthogonal => orthogonal::deviation(fan_in, fan_out),
            Self::Uniform { reach } => reach / libm::sqrtf(3.0),
            Self::Normal { deviation } => deviation,
            Self::Constant { .. } | Self::Zeros => 0.0,
        }
    }

    /// Draws weights, `[row][fan_in]`, or biases, in order.
    pub(crate) fn draw(self, fan_in: usize, fan_out: usize, rng: &mut Rng, numbers: &mut [f32]) {
        match self {
            Self::XavierUniform => draw_uniform(xavier::reach(fan_in, fan_out), rng, numbers),
            Self::XavierNormal => draw_normal(xavier::deviation(fan_in, fan_out), rng, numbers),
            Self::HeUniform => draw_uniform(he::reach(fan_in), rng, numbers),
            Self::HeNormal => draw_normal(he::deviation(fan_in), rng, numbers),
            Self::LecunUniform => draw_uniform(lecun::reach(fan_in), rng, numbers),
            Self::LecunNormal => draw_normal(lecun::deviation(fan_in), rng, numbers),
            Self::Orthogonal => orthogonal::draw(fan_in, rng, numbers),
            Self::Uniform { reach } => draw_uniform(reach, rng, numbers),
            Self::Normal { deviation } => draw_normal(deviation, rng, numbers),
            Self::Constant { value } => numbers.fill(value),
            Self::Zeros => numbers.fill(0.0),
        }
    }
}

impl Init {
    /// Whether it makes sense. `path` makes the whole path of a field.
    pub(crate) fn check(&self, path: &dyn Fn(&str) -> String) -> Result<(), Refusal> {
        self.weights
            .check(&|field| path(&format!("weights.{field}")))?;
        self.biases
            .check(&|field| path(&format!("biases.{field}")))?;
        if self.biases.suits_biases() {
            return Ok(());
        }
        let id = self.biases.id();
        let allowed = format!("any rule but \"{id}\", which is for weights");
        Err(Refusal::new(path("biases"), format!("\"{id}\""), allowed))
    }
}

impl Scheme {
    fn check(self, path: &dyn Fn(&str) -> String) -> Result<(), Refusal> {
        let (Some(number), Some(value)) = (self.number(), self.get()) else {
            return Ok(());
        };
        check::number(value, number.limit, &|| {
            path(&format!("{}.{}", self.id(), number.id))
        })
    }
}

/// The words of a scheme.
struct About {
    id: &'static str,
    name: &'static str,
    formula: &'static str,
    sentence: &'static str,
}

fn draw_uniform(reach: f32, rng: &mut Rng, numbers: &mut [f32]) {
    for number in numbers {
        *number = rng.between(-reach, reach);
    }
}

fn draw_normal(deviation: f32, rng: &mut Rng, numbers: &mut [f32]) {
    for numbers in numbers.chunks_mut(2) {
        for (number, normal) in numbers.iter_mut().zip(rng.normal_pair()) {
            *number = deviation * normal;
        }
    }
}

#[cfg(test)]
mod tests;
