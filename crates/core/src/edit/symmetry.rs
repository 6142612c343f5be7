//! What changes weights, but not what the network says.
//!
//! A network is the same function in many ways: its units stand in any order, and what one layer does to the size
//! or sign of a value, the next can undo.
//!
//! Source: Hecht-Nielsen, On the algebraic structure of feedforward network weight spaces, 1990, for the order and
//! the signs; Neyshabur, Salakhutdinov and Srebro, Path-SGD, 2015, for the size.

use serde::{Deserialize, Serialize};

use super::outgoing::Outgoing;
use super::part::{incoming, row};
use crate::activation::Activation;
use crate::experiment::{Experiment, check, limits};
use crate::network::Network;
use crate::refusal::Refusal;
use crate::shape::Shape;

/// A change of the weights of a hidden dense layer or convolution, and of those that listen to it, after which every
/// output is the same but for rounding. What is held moves along, as it is. Written as
/// `{"negate": {"layer": 0, "unit": 2}}`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Symmetry {
    /// Let two units change places.
    Swap {
        /// The hidden layer.
        layer: u32,
        /// The two units or filters.
        units: [u32; 2],
    },
    /// w, b ← α w, α b on the way into a unit and w ← w / α on the way out of it. f(α z) = α f(z) for α > 0, where f is
    /// linear, ReLU or leaky ReLU.
    Rescale {
        /// The hidden layer.
        layer: u32,
        /// The unit or filter.
        unit: u32,
        /// The factor α.
        #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::FACTOR.min, max = crate::limits::FACTOR.max)))]
        factor: f32,
    },
    /// w, b ← −w, −b on the way into a unit and w ← −w on the way out of it. f(−z) = −f(z) where f is linear, tanh, hard
    /// tanh, sine or growing cosine.
    Negate {
        /// The hidden layer.
        layer: u32,
        /// The unit or filter.
        unit: u32,
    },
}

impl Symmetry {
    /// Whether it holds for the network of these settings.
    pub(super) fn check(
        self,
        settings: &Experiment,
        path: &dyn Fn(&str) -> String,
    ) -> Result<(), Refusal> {
        match self {
            Self::Swap {
                layer,
                units: [one, other],
            } => {
                let path = |field: &str| path(&format!("swap.{field}"));
                for (index, unit) in [one, other].into_iter().enumerate() {
                    let path = |field: &str| match field {
                        "unit" => path(&format!("units[{index}]")),
                        field => path(field),
                    };
                    heard(settings, [layer, unit], &path)?;
                }
                Ok(())
            }
            Self::Rescale {
                layer,
                unit,
                factor,
            } => {
                let path = |field: &str| path(&format!("rescale.{field}"));
                heard(settings, [layer, unit], &path)?;
                check::number(factor, limits::FACTOR, &|| path("factor"))?;
                let activation = settings.hidden[layer as usize].activation();
                if keeps_factors(activation) {
                    return Ok(());
                }
                let allowed = "a layer whose activation keeps factors: linear, ReLU or leaky ReLU";
                Err(refuse_activation(layer, activation, allowed, &path))
            }
            Self::Negate { layer, unit } => {
                let path = |field: &str| path(&format!("negate.{field}"));
                let outgoing = heard(settings, [layer, unit], &path)?;
                let activation = settings.hidden[layer as usize].activation();
                if !is_odd(activation) {
                    let allowed = "a layer whose activation is odd: linear, tanh, hard tanh, sine or growing cosine";
                    return Err(refuse_activation(layer, activation, allowed, &path));
                }
                if outgoing.is_through_max_pool {
                    let given = format!("{layer}, followed by a max pool");
                    let allowed = "a layer that is not, as the least values are not the greatest";
                    return Err(Refusal::new(path("layer"), given, allowed));
                }
                Ok(())
            }
        }
    }

    /// Does it to a network that it holds for.
    pub(super) fn change(self, network: &mut Network) {
        match self {
            Self::Swap {
                layer,
                units: [one, other],
            } => {
                let [ones, others] =
                    [one, other].map(|unit| around(network.shape(), [layer, unit]));
                for (ones, others) in ones.into_iter().zip(others) {
                    for (one, other) in ones.into_iter().zip(others) {
                        network.swap(one, other);
                    }
                }
            }
            Self::Rescale {
                layer,
                unit,
                factor,
            } => scale(
                network,
                [layer, unit],
                |into| into * factor,
                |out| out / factor,
            ),
            Self::Negate { layer, unit } => scale(network, [layer, unit], |w| 0.0 - w, |w| 0.0 - w),
        }
    }
}

/// Changes each parameter on the way into a unit, and each on the way out of it.
fn scale(
    network: &mut Network,
    unit: [u32; 2],
    into: impl Fn(f32) -> f32,
    out: impl Fn(f32) -> f32,
) {
    let [before, after] = around(network.shape(), unit);
    for index in before {
        network.put(index, into(network.in_hand(index)));
    }
    for index in after {
        network.put(index, out(network.in_hand(index)));
    }
}

/// Where the parameters on the way into a unit, `[layer, unit]`, lie, and those on the way out of it.
fn around(shape: &Shape, [layer, unit]: [u32; 2]) -> [Vec<usize>; 2] {
    let (layer, unit) = (layer as usize, unit as usize);
    let Some(own) = shape.layers().get(layer) else {
        return [Vec::new(), Vec::new()];
    };
    let out = Outgoing::of(shape, layer, unit);
    [
        incoming(own, unit).into_iter().flatten().collect(),
        out.map_or_else(Vec::new, |out| out.weights().collect()),
    ]
}

/// Whether there is such a unit, `[layer, unit]`, of a hidden dense layer or convolution, that is heard by weights.
fn heard(
    settings: &Experiment,
    [layer, unit]: [u32; 2],
    path: &dyn Fn(&str) -> String,
) -> Result<Outgoing, Refusal> {
    check::index(layer, settings.hidden.len(), &|| path("layer"))?;
    let own = settings.hidden[layer as usize];
    if !own.has_activation() {
        let given = format!("{layer}, a {}", own.name());
        let allowed = "a dense layer or a convolution";
        return Err(Refusal::new(path("layer"), given, allowed));
    }
    row(settings, [layer, unit], path)?;
    Outgoing::check(&Shape::new(settings), [layer, unit], path)
}

fn refuse_activation(
    layer: u32,
    activation: Activation,
    allowed: &str,
    path: &dyn Fn(&str) -> String,
) -> Refusal {
    let given = format!("{layer}, with {}", activation.name());
    Refusal::new(path("layer"), given, allowed)
}

/// Whether f(α z) = α f(z) for every α > 0.
const fn keeps_factors(activation: Activation) -> bool {
    matches!(
        activation,
        Activation::Linear | Activation::Relu | Activation::LeakyRelu
    )
}

/// Whether f(−z) = −f(z).
const fn is_odd(activation: Activation) -> bool {
    matches!(
        activation,
        Activation::Linear
            | Activation::Tanh
            | Activation::HardTanh
            | Activation::Sine
            | Activation::Gcu
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activations_are_what_the_symmetries_take_them_for() {
        let points = || (-40..=40).map(|z| z as f32 * 0.1);
        let same = |one: f32, other: f32| (one - other).abs() < 1e-5;
        for &activation in Activation::ALL {
            let f = |z: f32| activation.value(z);
            let odd = points().all(|z| same(f(-z), -f(z)));
            assert_eq!(odd, is_odd(activation), "{activation:?}");
            let scales = points().all(|z| same(f(2.5 * z), 2.5 * f(z)));
            assert_eq!(scales, keeps_factors(activation), "{activation:?}");
        }
    }
}
