//! How signals go forwards through the layers and gradients come back.
//!
//! Going forwards, each layer has z and a = f(z); coming back, ∂L/∂z = ∂L/∂a · f′(z). Where f′ is zero, nothing comes
//! back: a unit with f′(z) = 0 for every example is *dead*, for it never learns again. Where f′ is nearly zero, next
//! to nothing does: the unit is *saturated*. And as each layer multiplies what comes back by f′ and by its weights,
//! what is a little too small or too great each time *vanishes* or *explodes* on the way to the first layers.
//!
//! Of a layer of n units over m examples, each with a loss of its own, the root mean square of z is
//! √(1/nm Σ z²), and that of a and of ∂L/∂z likewise; ‖ ‖ is the root of the sum of squares.
//!
//! Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010.

use wide::bytemuck::{cast_slice, cast_slice_mut};
use wide::f32x4;

use super::flow::Health;
use super::slices::affordable;
use super::{Examples, Work};
use crate::activation::Activation;
use crate::loss::Loss;
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::run::Run;
use crate::shape::Shape;

/// The most examples.
const EXAMPLES: usize = 1024;
/// The share of the activation's greatest slope below which a slope is nearly zero.
const FLAT: f32 = 0.01;
/// The share of examples with such slopes from which on a unit is saturated.
const SATURATED: f64 = 0.9;
/// [`super::Study::Flow`]
#[derive(Debug)]
pub(super) struct Flowing {
    network: Network,
    loss: Loss,
    examples: Examples,
    pass: Pass,
    done: usize,
    gradient: Vec<f32>,
    tallies: Vec<Tally>,
}

/// What is counted of a layer.
#[derive(Clone, Debug)]
struct Tally {
    activation: Activation,
    /// The slope below which one is nearly zero.
    flat: f32,
    /// Sums of the squares of z, a and ∂L/∂z.
    squares: [f64; 3],
    /// How often f′(z) is zero, and how often nearly, `[unit]`.
    counts: Vec<[u32; 2]>,
}

impl Flowing {
    pub fn new(run: &Run) -> Self {
        let network = run.network().clone();
        let shape = network.shape();
        let mut pass = Pass::default();
        pass.fit(shape);
        let tallies = shape.layers().iter().map(|layer| Tally {
            activation: layer.activation,
            flat: FLAT * greatest_slope(layer.activation),
            squares: [0.0; 3],
            counts: vec![[0; 2]; layer.units()],
        });
        Self {
            tallies: tallies.collect(),
            examples: Examples::of(run, affordable(shape, 4).min(EXAMPLES)),
            pass,
            loss: run.settings().loss,
            done: 0,
            gradient: vec![0.0; shape.parameters()],
            network,
        }
    }

    /// ‖ ‖ of these numbers of a layer.
    fn norm(numbers: &[f32]) -> f32 {
        libm::sqrt(sum_of_squares(numbers)) as f32
    }
}

impl Work for Flowing {
    fn work(&mut self) -> bool {
        let count = self.examples.len();
        if self.done == count {
            return true;
        }
        let block = self.pass.block().min(count - self.done);
        self.examples.load(&mut self.pass, self.done, block);
        let shape = self.network.shape();
        self.pass
            .forward(&self.network, 0..shape.layers().len(), None);
        for (index, tally) in self.tallies.iter_mut().enumerate() {
            tally.add(&self.pass, shape, index, block);
        }
        let tallies = &mut self.tallies;
        let scale = 1.0 / count as f32;
        let mut show = |layer: usize, deltas: &[f32x4]| {
            tallies[layer].squares[2] += sum_of_squares(cast_slice(deltas));
        };
        self.pass.backward_shown(
            &self.network,
            self.loss,
            scale,
            &mut self.gradient,
            &mut show,
        );
        self.done += block;
        self.done == count
    }

    fn progress(&self) -> f32 {
        self.done as f32 / self.examples.len().max(1) as f32
    }

    fn examples(&self) -> [usize; 2] {
        [self.examples.len(), self.examples.all()]
    }

    fn numbers(&self) -> Vec<f32> {
        let (mut numbers, count) = (Vec::new(), self.examples.len());
        let layers = self.network.shape().layers().iter();
        for (layer, tally) in layers.zip(&self.tallies) {
            numbers.extend([
                Self::norm(&self.network.parameters()[layer.weights()]),
                Self::norm(&self.gradient[layer.weights()]),
                Self::norm(&self.gradient[layer.bias()]),
            ]);
            tally.write(count, &mut numbers);
        }
        numbers
    }
}

impl Tally {
    /// Adds what a layer makes of a block of examples.
    fn add(&mut self, pass: &Pass, shape: &Shape, layer: usize, block: usize) {
        let [mut z, mut a] = [[f32x4::ZERO; BLOCK / 4]; 2];
        for (unit, counts) in self.counts.iter_mut().enumerate() {
            pass.copy_sums(shape, layer, unit, cast_slice_mut(&mut z));
            pass.copy_values(shape, layer, unit, cast_slice_mut(&mut a));
            self.squares[0] += sum_of_squares(&cast_slice(&z)[..block]);
            self.squares[1] += sum_of_squares(&cast_slice(&a)[..block]);
            // The slope of a softmax is not one number, and it cancels in its loss.
            if !self.activation.is_elementwise() {
                continue;
            }
            let mut slopes = [f32x4::ONE; BLOCK / 4];
            self.activation.backward(&z, &a, &mut slopes);
            for slope in &cast_slice::<_, f32>(&slopes)[..block] {
                counts[0] += u32::from(*slope == 0.0);
                counts[1] += u32::from(slope.abs() < self.flat);
            }
        }
    }

    /// Writes what came of so many examples.
    fn write(&self, count: usize, numbers: &mut Vec<f32>) {
        let (units, examples) = (self.counts.len() as f64, count as f64);
        let [z, a, delta] = self
            .squares
            .map(|square| libm::sqrt(square / (units * examples)));
        let health = |[zero, flat]: [u32; 2]| {
            if zero as usize == count {
                Health::Dead
            } else if f64::from(flat) >= SATURATED * examples {
                Health::Saturated
            } else {
                Health::Alive
            }
        };
        let units_health = self.counts.iter().map(|&counts| health(counts));
        let dead = units_health
            .clone()
            .filter(|&health| health == Health::Dead)
            .count();
        let flat: f64 = self.counts.iter().map(|&[_, flat]| f64::from(flat)).sum();
        // ∂L/∂z was that of an example's share in the mean.
        let shares = [z, a, delta * examples, dead as f64 / units];
        numbers.extend(shares.map(|share| share as f32));
        numbers.push((flat / (units * examples)) as f32);
        numbers.extend(units_health.map(|health| f32::from(health as u8)));
    }
}

/// The greatest |f′(z)| for |z| ≤ 4, where every activation is at its steepest; that of z cos z grows on and on.
fn greatest_slope(activation: Activation) -> f32 {
    let slopes = (-64..=64_i16).map(|at| activation.derivative(f32::from(at) / 16.0).abs());
    slopes.fold(0.0, f32::max)
}

fn sum_of_squares(numbers: &[f32]) -> f64 {
    let squares = numbers.iter().map(|&x| f64::from(x) * f64::from(x));
    squares.fold(0.0, |sum, square| sum + square)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Flow, Study, Symptom, find};
    use crate::edit::{Edit, RunDocument};
    use crate::layer::Layer;

    fn run(hidden: Vec<Layer>) -> Run {
        let mut document = RunDocument::default();
        document.experiment.hidden = hidden;
        Run::new(document).unwrap()
    }

    fn dense(units: u32, activation: Activation) -> Layer {
        Layer::dense(units, activation)
    }

    fn flow(run: &Run) -> Flow {
        Flow::read(run.network().shape(), &find(run, &Study::Flow)).unwrap()
    }

    /// Sets each weight of a layer to so many times what it is.
    fn scale(run: &mut Run, layer: u32, factor: f32) {
        let shape = run.network().shape().layers()[layer as usize];
        for unit in 0..shape.rows as u32 {
            for input in 0..shape.fan_in as u32 {
                let value = factor * run.network().weight(layer, unit, input).unwrap();
                let edit = Edit::Weight {
                    layer,
                    unit,
                    input,
                    value,
                };
                run.edit(edit).unwrap();
            }
        }
    }

    #[test]
    fn greatest_slopes_are_those_of_the_textbook() {
        for (activation, slope) in [
            (Activation::Linear, 1.0),
            (Activation::Relu, 1.0),
            (Activation::Tanh, 1.0),
            (Activation::Sigmoid, 0.25),
            (Activation::Gaussian, 0.857_764),
            (Activation::Gelu, 1.128_904),
        ] {
            assert!((greatest_slope(activation) - slope).abs() < 1e-3);
        }
    }

    /// Every number against the textbook pass, an example at a time.
    #[test]
    fn agrees_with_the_textbook_pass() {
        let run = run(vec![
            dense(5, Activation::Tanh),
            Layer::LayerNorm,
            dense(3, Activation::Relu),
        ]);
        let flow = flow(&run);
        let count = run.training_samples().len();
        let traces: Vec<_> = (0..count as u32).map(|at| run.trace(at).unwrap()).collect();
        let near =
            |a: f32, b: f64| assert!((f64::from(a) - b).abs() < 1e-4 * (1e-3 + b), "{a} {b}");
        let layers = run.network().shape().layers();
        for (index, (layer, flow)) in layers.iter().zip(&flow.layers).enumerate() {
            let values = |values: &dyn Fn(usize) -> Vec<f32>| {
                let squares: f64 = (0..count).map(|at| sum_of_squares(&values(at))).sum();
                libm::sqrt(squares / (count * layer.units()) as f64)
            };
            near(flow.sums, values(&|at| traces[at].layers[index].z.clone()));
            near(
                flow.values,
                values(&|at| traces[at].layers[index].a.clone()),
            );
            near(
                flow.deltas,
                values(&|at| traces[at].layers[index].dz.clone()),
            );
            let mean = |gradient: &dyn Fn(usize) -> Vec<f32>| {
                let mut sums = vec![0.0; gradient(0).len()];
                for at in 0..count {
                    let gradient = gradient(at);
                    sums.iter_mut()
                        .zip(gradient)
                        .for_each(|(sum, g)| *sum += g / count as f32);
                }
                libm::sqrt(sum_of_squares(&sums))
            };
            near(
                flow.weight_gradient,
                mean(&|at| traces[at].layers[index].dw.clone()),
            );
            near(
                flow.bias_gradient,
                mean(&|at| traces[at].layers[index].db.clone()),
            );
            near(
                flow.weights,
                libm::sqrt(sum_of_squares(&run.network().parameters()[layer.weights()])),
            );
            assert_eq!(flow.units.len(), layer.units());
        }
        let slopes = traces.iter().flat_map(|trace| &trace.layers[2].z);
        let off = slopes.filter(|&&z| z <= 0.0).count();
        near(flow.layers[2].saturated, off as f64 / (3 * count) as f64);
    }

    #[test]
    fn a_unit_far_below_zero_is_dead() {
        let mut run = run(vec![dense(4, Activation::Relu), dense(3, Activation::Tanh)]);
        let edit = Edit::Bias {
            layer: 0,
            unit: 2,
            value: -100.0,
        };
        run.edit(edit).unwrap();
        let flow = flow(&run);
        assert_eq!(flow.layers[0].units[2], Health::Dead);
        assert_eq!(flow.layers[0].dead, 0.25);
        let symptoms = flow.diagnosis();
        assert_eq!(
            symptoms,
            [Symptom::Dead {
                layer: 0,
                share: 0.25
            }]
        );
    }

    #[test]
    fn great_weights_saturate() {
        let mut run = run(vec![dense(6, Activation::Tanh), dense(4, Activation::Tanh)]);
        assert_eq!(flow(&run).diagnosis(), []);
        scale(&mut run, 0, 50.0);
        let flow = flow(&run);
        let share = flow.layers[0].saturated;
        assert!(share > 0.8, "{share}");
        assert!(flow.layers[0].units.contains(&Health::Saturated));
        let symptoms = flow.diagnosis();
        assert!(matches!(symptoms[0], Symptom::Saturated { layer: 0, .. }));
    }

    #[test]
    fn ten_sigmoids_in_a_row_vanish() {
        let run = run(vec![dense(6, Activation::Sigmoid); 10]);
        let flow = flow(&run);
        let [Symptom::Vanishing { ratio }] = flow.diagnosis()[..] else {
            panic!("{:?}", flow.diagnosis());
        };
        assert!(ratio < 1e-4 && ratio > 0.0, "{ratio}");
        let deltas: Vec<f32> = flow.layers.iter().map(|layer| layer.deltas).collect();
        assert!(deltas.is_sorted(), "{deltas:?}");
    }

    #[test]
    fn great_weights_between_straight_layers_explode() {
        let mut run = run(vec![dense(6, Activation::LeakyRelu); 5]);
        for layer in 1..5 {
            scale(&mut run, layer, 10.0);
        }
        let symptoms = flow(&run).diagnosis();
        assert!(matches!(symptoms[..], [Symptom::Exploding { ratio }] if ratio > 100.0));
    }
}
