//! Every kind of layer, one number at a time, as its formula says.

use super::real::Real;
use crate::layer::{Conv2d, Layer, Pool};
use crate::network::Network;
use crate::shape::LayerShape;
use crate::volume::Volume;

/// One layer with its parameters.
pub(super) struct Textbook<'a, R = f32> {
    pub shape: &'a LayerShape,
    weights: &'a [R],
    bias: &'a [R],
}

impl<'a> Textbook<'a> {
    /// The layers of a network, first to last.
    pub fn of(network: &'a Network) -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator {
        let layers = network.shape().layers().iter();
        layers.map(|shape| Self::new(shape, network.parameters()))
    }
}

impl<'a, R: Real> Textbook<'a, R> {
    /// A layer with its own of all these parameters.
    pub fn new(shape: &'a LayerShape, parameters: &'a [R]) -> Self {
        Self {
            shape,
            weights: &parameters[shape.weights()],
            bias: &parameters[shape.bias()],
        }
    }

    /// z
    pub fn forward(&self, x: &[R]) -> Vec<R> {
        match self.shape.layer {
            Layer::Dense(_) | Layer::Conv2d(_) => {
                let mut z = self.biases();
                self.each_product(|unit, weight, input| z[unit] += self.weights[weight] * x[input]);
                z
            }
            Layer::MaxPool(pool) => self.windows(pool, |window| x[greatest(x, window)]),
            Layer::AveragePool(pool) => self.windows(pool, |window| {
                let sum: R = window.iter().map(|&value| x[value]).sum();
                sum / R::from(window.len() as f32)
            }),
            Layer::LayerNorm => (normal(x).0.iter())
                .zip(self.weights.iter().zip(self.bias))
                .map(|(&normal, (&gain, &bias))| gain * normal + bias)
                .collect(),
            Layer::Flatten | Layer::Dropout(_) => x.to_vec(),
        }
    }

    /// The bias of each unit.
    fn biases(&self) -> Vec<R> {
        let area = self.shape.output.area();
        (0..self.shape.units())
            .map(|unit| self.bias[unit / area])
            .collect()
    }

    /// Every product of a weight and an input in a weighted sum: the unit, the weight and the input.
    fn each_product(&self, mut product: impl FnMut(usize, usize, usize)) {
        let fan_in = self.shape.fan_in;
        match self.shape.layer {
            Layer::Conv2d(conv) => {
                let (input, area) = (self.shape.input, self.shape.output.area());
                for unit in 0..self.shape.units() {
                    for (index, pixel) in window(conv, input, self.shape.output, unit % area) {
                        product(unit, unit / area * fan_in + index, pixel);
                    }
                }
            }
            _ => {
                for unit in 0..self.shape.units() {
                    (0..fan_in).for_each(|input| product(unit, unit * fan_in + input, input));
                }
            }
        }
    }

    /// Something of the values in each window of a pooling layer.
    fn windows<T>(&self, pool: Pool, of: impl Fn(&[usize]) -> T) -> Vec<T> {
        let (input, output) = (self.shape.input, self.shape.output);
        let [width, out_width] = [input.width, output.width].map(|width| width as usize);
        let [size, stride] = [pool.size, pool.stride].map(|size| size as usize);
        (0..output.len())
            .map(|unit| {
                let (channel, place) = (unit / output.area(), unit % output.area());
                let (y, x) = (place / out_width * stride, place % out_width * stride);
                let corner = channel * input.area() + y * width + x;
                let values: Vec<usize> = (0..size * size)
                    .map(|index| corner + index / size * width + index % size)
                    .collect();
                of(&values)
            })
            .collect()
    }
}

impl Textbook<'_> {
    /// ∂L/∂W and ∂L/∂b
    pub fn backward_parameters(&self, x: &[f32], dz: &[f32]) -> (Vec<f32>, Vec<f32>) {
        let mut dw = vec![0.0; self.weights.len()];
        let mut db = vec![0.0; self.bias.len()];
        match self.shape.layer {
            Layer::Dense(_) | Layer::Conv2d(_) => {
                self.each_product(|unit, weight, input| dw[weight] += dz[unit] * x[input]);
                let area = self.shape.output.area();
                dz.iter()
                    .enumerate()
                    .for_each(|(unit, dz)| db[unit / area] += dz);
            }
            Layer::LayerNorm => {
                dw = (dz.iter().zip(normal(x).0))
                    .map(|(dz, normal)| dz * normal)
                    .collect();
                db = dz.to_vec();
            }
            Layer::MaxPool(_) | Layer::AveragePool(_) | Layer::Flatten | Layer::Dropout(_) => {}
        }
        (dw, db)
    }

    /// ∂L/∂x
    pub fn backward_inputs(&self, x: &[f32], dz: &[f32]) -> Vec<f32> {
        let mut dx = vec![0.0; x.len()];
        match self.shape.layer {
            Layer::Dense(_) | Layer::Conv2d(_) => {
                self.each_product(|unit, weight, input| {
                    dx[input] += self.weights[weight] * dz[unit];
                });
            }
            Layer::MaxPool(pool) => {
                let places = self.windows(pool, |window| greatest(x, window));
                places
                    .iter()
                    .zip(dz)
                    .for_each(|(&place, dz)| dx[place] += dz);
            }
            Layer::AveragePool(pool) => {
                let windows = self.windows(pool, <[usize]>::to_vec);
                for (window, dz) in windows.iter().zip(dz) {
                    for &value in window {
                        dx[value] += dz / window.len() as f32;
                    }
                }
            }
            Layer::LayerNorm => {
                let (normal, inverse) = normal(x);
                let g: Vec<f32> = dz
                    .iter()
                    .zip(self.weights)
                    .map(|(dz, gain)| dz * gain)
                    .collect();
                let mean_g = mean(g.iter().copied());
                let mean_product = mean(g.iter().zip(&normal).map(|(g, normal)| g * normal));
                for ((dx, g), normal) in dx.iter_mut().zip(&g).zip(&normal) {
                    *dx = (g - mean_g - normal * mean_product) * inverse;
                }
            }
            Layer::Flatten | Layer::Dropout(_) => dx.copy_from_slice(dz),
        }
        dx
    }
}

/// The pixels under the window at `place`: each with its number in the window, without those beyond the edge.
fn window(
    conv: Conv2d,
    input: Volume,
    output: Volume,
    place: usize,
) -> impl Iterator<Item = (usize, usize)> {
    let [height, width, out_width] = [input.height, input.width, output.width].map(|n| n as usize);
    let [kernel, stride, padding] = [conv.kernel, conv.stride, conv.padding].map(|n| n as usize);
    let (top, left) = (place / out_width * stride, place % out_width * stride);
    (0..conv.fan_in(input)).filter_map(move |index| {
        let (channel, place) = (index / (kernel * kernel), index % (kernel * kernel));
        let y = (top + place / kernel)
            .checked_sub(padding)
            .filter(|&y| y < height)?;
        let x = (left + place % kernel)
            .checked_sub(padding)
            .filter(|&x| x < width)?;
        Some((index, (channel * height + y) * width + x))
    })
}

/// Where the greatest of these values is: the first of equals, and the last that is not a number.
fn greatest<R: Real>(x: &[R], window: &[usize]) -> usize {
    let larger = |most: usize, &next: &usize| {
        if x[next] > x[most] || x[next].is_nan() {
            next
        } else {
            most
        }
    };
    window.iter().fold(window[0], larger)
}

/// (x − μ) / √(σ² + ε), and 1 / √(σ² + ε).
fn normal<R: Real>(x: &[R]) -> (Vec<R>, R) {
    let middle = mean(x.iter().copied());
    let variance = mean(x.iter().map(|&x| (x - middle) * (x - middle)));
    let inverse = R::from(1.0) / (variance + R::from(1e-5)).sqrt();
    let normal = x.iter().map(|&x| (x - middle) * inverse);
    (normal.collect(), inverse)
}

fn mean<R: Real>(numbers: impl ExactSizeIterator<Item = R>) -> R {
    let count = R::from(numbers.len() as f32);
    numbers.sum::<R>() / count
}
