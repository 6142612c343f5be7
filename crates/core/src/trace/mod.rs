//! One example on its way forwards and backwards, with everything kept.
//!
//! This is the textbook, one number at a time. Training computes the very same many examples at a time; the
//! tests compare the two.

mod differences;
mod precise;
mod real;
mod textbook;

use serde::{Deserialize, Serialize};

use crate::loss::Loss;
use crate::network::Network;
use textbook::Textbook;

pub use differences::Differences;

/// The full forward and backward pass of one example.
///
/// With z⁰ … the weighted sums, a⁰ … the values, and x the inputs of a layer, which are the values of the
/// layer before:
///
/// - forwards: z = W x + b, a = f(z);
/// - at the end: L, ∂L/∂a;
/// - backwards: ∂L/∂z = ∂L/∂a · f′(z), ∂L/∂W = ∂L/∂z xᵀ, ∂L/∂b = ∂L/∂z, and for the layer before
///   ∂L/∂a = Wᵀ ∂L/∂z.
///
/// That is a dense layer; the others have their own z and their own way back, which stand beside their kernels.
/// Nothing is dropped.
///
/// Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The features, `[input]`.
    pub inputs: Vec<f32>,
    /// What the outputs should be, `[unit]`.
    pub targets: Vec<f32>,
    /// The layers, first to last.
    pub layers: Vec<TraceLayer>,
    /// What the outputs are, `[unit]`.
    pub predictions: Vec<f32>,
    /// How wrong that is.
    pub loss: f32,
}

/// One layer of a [`Trace`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceLayer {
    /// Weighted sums, `[unit]`.
    pub z: Vec<f32>,
    /// Values after the activation, `[unit]`.
    pub a: Vec<f32>,
    /// ∂L/∂a, `[unit]`.
    pub da: Vec<f32>,
    /// ∂L/∂z, `[unit]`.
    pub dz: Vec<f32>,
    /// ∂L/∂W, `[row][fan_in]`.
    pub dw: Vec<f32>,
    /// ∂L/∂b, `[row]`.
    pub db: Vec<f32>,
}

impl Trace {
    /// Sends one example, `[input]`, through the network and back.
    pub fn new(network: &Network, loss: Loss, inputs: &[f32], targets: &[f32]) -> Self {
        let mut trace = Self::forward(network, inputs);
        trace.targets = targets.to_vec();
        trace.backward(network, loss);
        trace
    }

    /// Sends one example, `[input]`, through the network, and not back.
    pub fn forward(network: &Network, inputs: &[f32]) -> Self {
        let mut layers: Vec<TraceLayer> = Vec::new();
        for layer in Textbook::of(network) {
            let x = layers.last().map_or(inputs, |before| &before.a);
            let z = layer.forward(x);
            let a = layer.shape.activation.values(&z);
            layers.push(TraceLayer {
                z,
                a,
                ..TraceLayer::default()
            });
        }
        Self {
            inputs: inputs.to_vec(),
            predictions: layers.last().map_or_else(Vec::new, |last| last.a.clone()),
            layers,
            ..Self::default()
        }
    }

    fn backward(&mut self, network: &Network, loss: Loss) {
        let shapes = network.shape().layers();
        let last = shapes.len() - 1;
        let output = shapes[last].activation;
        let z = &self.layers[last].z;
        self.loss = loss.value(output, z, &self.targets);
        let dz = loss.gradient(output, z, &self.targets);
        self.layers[last].da = loss.derivative(&self.predictions, &self.targets);
        self.layers[last].dz = dz;

        for (index, layer) in Textbook::of(network).enumerate().rev() {
            let (before, here) = self.layers.split_at_mut(index);
            let here = &mut here[0];
            let x = before.last().map_or(&self.inputs, |before| &before.a);
            (here.dw, here.db) = layer.backward_parameters(x, &here.dz);
            let Some(before) = before.last_mut() else {
                break;
            };
            before.da = layer.backward_inputs(&before.a, &here.dz);
            let activation = shapes[index - 1].activation;
            before.dz = (before.da.iter().zip(&before.z))
                .map(|(da, &z)| da * activation.derivative(z))
                .collect();
        }
    }
}
