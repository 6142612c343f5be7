//! What a gradient is by definition: how the loss of one example goes when a parameter is nudged.
//!
//! Nothing of backpropagation is used here, so that the two can be held against each other.

use super::precise;
use super::textbook::Textbook;
use crate::loss::Loss;
use crate::network::Network;
use crate::shape::Shape;

/// How far a parameter is nudged, as a share of its size, or of 1: where the cube of the nudge, which the
/// difference leaves out, is about as small as what 64 bits lose.
const NUDGE: f64 = 1e-5;

/// Slopes of the loss of one example, by nudging.
///
/// ∂L/∂p ≈ (L(p + h) − L(p − h)) / 2h, all in numbers of 64 bits: in those of training, of 32, so small a
/// difference would be noise.
///
/// ```
/// use neuroglass_core::{Differences, Experiment, Loss, Network, Shape, Trace};
///
/// let network = Network::new(&Experiment::default());
/// let trace = Trace::new(&network, Loss::Squared, &[0.5, -1.0], &[1.0]);
/// let mut differences = Differences::new(&network, Loss::Squared, &[0.5, -1.0], &[1.0]);
/// // The first weight of the network.
/// let [backprop, nudged] = [f64::from(trace.layers[0].dw[0]), differences.of(0).unwrap()];
/// assert!((backprop - nudged).abs() < 1e-6 * backprop.abs());
/// ```
#[derive(Clone, Debug)]
pub struct Differences {
    shape: Shape,
    parameters: Vec<f64>,
    loss: Loss,
    targets: Vec<f32>,
    /// What each layer takes, `[layer][input]`: a nudge changes nothing before its own layer.
    taken: Vec<Vec<f64>>,
}

impl Differences {
    /// For one example, `[input]` and `[unit]`.
    pub fn new(network: &Network, loss: Loss, inputs: &[f32], targets: &[f32]) -> Self {
        let shape = network.shape().clone();
        let parameters: Vec<_> = network.parameters().iter().map(|&p| f64::from(p)).collect();
        let mut taken = vec![inputs.iter().map(|&x| f64::from(x)).collect::<Vec<_>>()];
        for (index, layer) in shape.layers().iter().enumerate() {
            let z = Textbook::new(layer, &parameters).forward(&taken[index]);
            taken.push(precise::values(layer.activation, &z));
        }
        Self {
            shape,
            parameters,
            loss,
            targets: targets.to_vec(),
            taken,
        }
    }

    /// ∂L/∂p of a parameter, by its place among all; `None` where there is none.
    pub fn of(&mut self, parameter: usize) -> Option<f64> {
        let mut layers = self.shape.layers().iter();
        let layer = layers.position(|layer| layer.parameters().contains(&parameter))?;
        let value = self.parameters[parameter];
        let nudge = NUDGE * value.abs().max(1.0);
        let [above, below] = [value + nudge, value - nudge].map(|nudged| {
            self.parameters[parameter] = nudged;
            self.loss_from(layer)
        });
        self.parameters[parameter] = value;
        Some((above - below) / (2.0 * nudge))
    }

    /// The loss, computed anew from a layer on.
    fn loss_from(&self, first: usize) -> f64 {
        let mut a = self.taken[first].clone();
        let mut z = Vec::new();
        for layer in &self.shape.layers()[first..] {
            z = Textbook::new(layer, &self.parameters).forward(&a);
            a = precise::values(layer.activation, &z);
        }
        precise::loss(self.loss, &z, &a, &self.targets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Activation;
    use crate::layer::{Conv2d, Dropout, Layer, Pool};
    use crate::rng::{Purpose, Rng};
    use crate::trace::Trace;
    use crate::volume::Volume;

    /// Each parameter's slope is what backpropagation says, up to what 32 bits lose.
    fn check(what: &str, input: Volume, hidden: &[Layer], output: Layer, loss: Loss) {
        let mut rng = Rng::new(7, Purpose::Point, 0);
        let mut network = Network::zero(Shape::of(input, hidden, output));
        for parameter in network.parameters_mut() {
            *parameter = rng.between(-0.7, 0.7);
        }
        let inputs: Vec<_> = (0..input.len()).map(|_| rng.between(-1.5, 1.5)).collect();
        let [low, high] = output.activation().targets();
        let targets: Vec<_> = (0..network.shape().outputs())
            .map(|unit| if unit == 0 { high } else { low })
            .collect();
        let trace = Trace::new(&network, loss, &inputs, &targets);
        let mut differences = Differences::new(&network, loss, &inputs, &targets);
        let layers = trace.layers.iter();
        let slopes: Vec<_> = layers
            .flat_map(|layer| layer.dw.iter().chain(&layer.db))
            .collect();
        let greatest = slopes
            .iter()
            .fold(0.0_f64, |most, slope| most.max(f64::from(slope.abs())));
        for (index, &&slope) in slopes.iter().enumerate() {
            let slope = f64::from(slope);
            let error = (differences.of(index).unwrap() - slope).abs();
            let most = 1e-5 * slope.abs() + 2e-6 * greatest + 1e-9;
            assert!(error <= most, "{what}, parameter {index}: off by {error:e}");
        }
        assert_eq!(differences.of(slopes.len()), None);
    }

    #[test]
    fn nudging_agrees_with_backpropagation_for_every_activation() {
        for &activation in Activation::ALL {
            let hidden = [Layer::dense(3, activation), Layer::dense(2, activation)];
            let output = Layer::dense(2, Activation::Linear);
            check(
                activation.name(),
                Volume::flat(2),
                &hidden,
                output,
                Loss::Squared,
            );
        }
    }

    #[test]
    fn nudging_agrees_with_backpropagation_for_every_loss() {
        for &loss in Loss::ALL {
            for &activation in loss.outputs() {
                let hidden = [Layer::dense(3, Activation::Tanh)];
                let output = Layer::dense(3, activation);
                check(loss.name(), Volume::flat(2), &hidden, output, loss);
            }
        }
    }

    #[test]
    fn nudging_agrees_with_backpropagation_through_every_kind_of_layer() {
        let input = Volume {
            channels: 2,
            height: 6,
            width: 6,
        };
        let pool = Pool { size: 2, stride: 2 };
        let hidden = [
            Layer::Conv2d(Conv2d::DEFAULT),
            Layer::MaxPool(pool),
            Layer::LayerNorm,
            Layer::AveragePool(Pool { size: 2, stride: 1 }),
            Layer::Dropout(Dropout::DEFAULT),
            Layer::Flatten,
            Layer::dense(4, Activation::Tanh),
        ];
        let output = Layer::dense(3, Activation::Softmax);
        check("layers", input, &hidden, output, Loss::SoftmaxCrossEntropy);
    }
}
