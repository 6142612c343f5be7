//! Activations and losses in numbers of 64 bits. Their formulas stand beside their kernels.

use std::f64::consts::FRAC_1_SQRT_2;

use crate::activation::Activation;
use crate::loss::Loss;

/// a = f(z) of all units of a layer.
pub(super) fn values(activation: Activation, z: &[f64]) -> Vec<f64> {
    if activation.is_elementwise() {
        return z.iter().map(|&z| value(activation, z)).collect();
    }
    let greatest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = z.iter().map(|z| libm::exp(z - greatest)).collect();
    let total: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

/// a = f(z); a softmax of one sum stands against a unit at 0, as in [`Activation::value`].
fn value(activation: Activation, z: f64) -> f64 {
    match activation {
        Activation::Linear => z,
        Activation::Relu => z.max(0.0),
        Activation::Sigmoid | Activation::Softmax => 1.0 / (1.0 + libm::exp(-z)),
        Activation::Tanh => libm::tanh(z),
        Activation::HardTanh => z.clamp(-1.0, 1.0),
        Activation::LeakyRelu => z.max(0.01 * z),
        Activation::Elu if z > 0.0 => z,
        Activation::Elu => libm::expm1(z),
        Activation::Softplus => softplus(z),
        Activation::Silu => z / (1.0 + libm::exp(-z)),
        Activation::Gelu => 0.5 * z * libm::erfc(-z * FRAC_1_SQRT_2),
        Activation::Gaussian => libm::exp(-z * z),
        Activation::Sine => libm::sin(z),
        Activation::Gcu => z * libm::cos(z),
    }
}

/// L of the output's weighted sums and values, and their targets.
pub(super) fn loss(loss: Loss, z: &[f64], a: &[f64], targets: &[f32]) -> f64 {
    let targets = targets.iter().map(|&t| f64::from(t));
    if loss == Loss::SoftmaxCrossEntropy {
        let greatest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let powers: f64 = z.iter().map(|z| libm::exp(z - greatest)).sum();
        let truth: f64 = z.iter().zip(targets).map(|(z, t)| z * t).sum();
        return greatest + libm::log(powers) - truth;
    }
    let units = z.iter().zip(a).zip(targets);
    let sum: f64 = units.map(|((&z, &a), t)| of_unit(loss, z, a, t)).sum();
    sum / z.len() as f64
}

/// What one output unit adds to the mean.
fn of_unit(loss: Loss, z: f64, a: f64, t: f64) -> f64 {
    let error = a - t;
    match loss {
        Loss::Absolute => error.abs(),
        Loss::Huber if error.abs() > 1.0 => error.abs() - 0.5,
        Loss::Squared | Loss::Huber => 0.5 * error * error,
        Loss::Hinge => (1.0 - t * a).max(0.0),
        // −t ln σ(z) − (1 − t) ln(1 − σ(z)), without the logarithm of what may be 0.
        Loss::BinaryCrossEntropy | Loss::SoftmaxCrossEntropy => softplus(z) - t * z,
    }
}

/// ln(1 + eᶻ)
fn softplus(z: f64) -> f64 {
    z.max(0.0) + libm::log1p(libm::exp(-z.abs()))
}
