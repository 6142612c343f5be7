//! One example on its way forwards and backwards, with everything kept.
//!
//! This is the textbook, one number at a time. Training computes the very same four examples at a time; the
//! tests compare the two.

use serde::{Deserialize, Serialize};

use crate::loss::Loss;
use crate::network::Network;

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
/// Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The features, `[input]`.
    pub inputs: Vec<f32>,
    /// What the output should be.
    pub target: f32,
    /// The layers, first to last.
    pub layers: Vec<TraceLayer>,
    /// What the output is.
    pub prediction: f32,
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
    /// ∂L/∂W, `[unit][input]`.
    pub dw: Vec<f32>,
    /// ∂L/∂b, `[unit]`.
    pub db: Vec<f32>,
}

impl Trace {
    /// Sends one example, `[input]`, through the network and back.
    pub fn new(network: &Network, loss: Loss, inputs: &[f32], target: f32) -> Self {
        let mut trace = Self {
            inputs: inputs.to_vec(),
            target,
            ..Self::default()
        };
        trace.forward(network);
        trace.backward(network, loss);
        trace
    }

    fn forward(&mut self, network: &Network) {
        let mut x = self.inputs.clone();
        for shape in network.shape().layers() {
            let weights = &network.parameters()[shape.weights()];
            let bias = &network.parameters()[shape.bias()];
            let mut layer = TraceLayer::default();
            for (weights, &bias) in weights.chunks_exact(shape.inputs).zip(bias) {
                let products = weights.iter().zip(&x).map(|(w, x)| w * x);
                let z = products.fold(bias, |sum, product| sum + product);
                layer.z.push(z);
                layer.a.push(shape.activation.value(z));
            }
            x.clone_from(&layer.a);
            self.layers.push(layer);
        }
        self.prediction = x[0];
    }

    fn backward(&mut self, network: &Network, loss: Loss) {
        let shapes = network.shape().layers();
        let last = shapes.len() - 1;
        let output = shapes[last].activation;
        let z = self.layers[last].z[0];
        self.loss = loss.value(output, z, self.target);
        self.layers[last].da = vec![loss.derivative(self.prediction, self.target)];
        self.layers[last].dz = vec![loss.gradient(output, z, self.target)];

        for index in (0..shapes.len()).rev() {
            let (before, here) = self.layers.split_at_mut(index);
            let layer = &mut here[0];
            let x = before.last().map_or(&self.inputs, |before| &before.a);
            layer.dw = (layer.dz.iter())
                .flat_map(|dz| x.iter().map(move |x| dz * x))
                .collect();
            layer.db.clone_from(&layer.dz);

            let Some(before) = before.last_mut() else {
                break;
            };
            let shape = shapes[index];
            let weights = &network.parameters()[shape.weights()];
            for unit in 0..shape.inputs {
                let column = weights.iter().skip(unit).step_by(shape.inputs);
                let products = column.zip(&layer.dz).map(|(w, dz)| w * dz);
                let da = products.fold(0.0, |sum, product| sum + product);
                let slope = shapes[index - 1].activation.derivative(before.z[unit]);
                before.da.push(da);
                before.dz.push(da * slope);
            }
        }
    }
}
