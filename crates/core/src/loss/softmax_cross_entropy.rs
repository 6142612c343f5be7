//! Softmax cross-entropy: how surprised one is by the true class among many.
//!
//! L = −Σ t ln ŷ, with ŷ = softmax(z), and targets t that are 1 for the true class and 0 for the others.
//!
//! Put in the softmax and it becomes L = ln Σ eᶻ − Σ t z, whose logarithm is computed around the greatest z, so
//! that nothing overflows; and again the derivatives cancel: ∂L/∂z = ŷ − t.
//!
//! Source: Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990.
//!
//! ```
//! use neuroglass_core::{Activation, Loss};
//!
//! let (loss, output) = (Loss::SoftmaxCrossEntropy, Activation::Softmax);
//! assert!((loss.value(output, &[0.0, 0.0, 0.0], &[0.0, 1.0, 0.0]) - 3_f32.ln()).abs() < 1e-6);
//! assert_eq!(loss.value(output, &[-200.0, 0.0], &[1.0, 0.0]), 200.0);
//! assert_eq!(loss.gradient(output, &[0.0, 0.0], &[1.0, 0.0]), [-0.5, 0.5]);
//! ```

use wide::f32x4;

use super::About;
use crate::activation::Activation;
use crate::math::{at_least, exp, ln};

pub(super) const ABOUT: About = About {
    id: "softmaxCrossEntropy",
    name: "softmax cross-entropy",
    formula: "L = −Σ t ln ŷ",
    sentence: "Counts the surprise at the true class among many; it needs a softmax output.",
    outputs: &[Activation::Softmax],
};

/// L of a chunk of examples, from the weighted sums before the softmax.
pub(super) fn of_chunk(units: usize, [z, _, t]: [&[f32x4]; 3], losses: &mut [f32x4]) {
    let width = losses.len();
    for (c, loss) in losses.iter_mut().enumerate() {
        let places = (0..units).map(|unit| unit * width + c);
        let greatest = places.clone().fold(z[c], |most, at| at_least(most, z[at]));
        let (mut powers, mut truth) = (f32x4::ZERO, f32x4::ZERO);
        for at in places {
            powers += exp(z[at] - greatest);
            truth += t[at] * z[at];
        }
        *loss = greatest + ln(powers) - truth;
    }
}

/// ∂L/∂z.
#[inline(always)]
pub(super) fn gradient(a: f32x4, t: f32x4) -> f32x4 {
    a - t
}
