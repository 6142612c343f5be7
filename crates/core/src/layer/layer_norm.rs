//! Layer normalisation: every example brought to the same strength.
//!
//! With mean μ and variance σ² over the n values of one example, x̂ = (x − μ) / √(σ² + ε), ε = 10⁻⁵, and
//! z = γ x̂ + β, with a learned gain γ and bias β to each value. Backwards, with δ = ∂L/∂z and g = γ δ:
//! ∂L/∂γ = δ x̂, ∂L/∂β = δ, ∂L/∂x = (g − mean(g) − x̂ · mean(g x̂)) / √(σ² + ε).
//!
//! Unlike batch normalisation it looks at one example alone, so it does the same in training and afterwards.
//!
//! Source: Ba, Kiros and Hinton, Layer Normalization, 2016.
//!
//! A chunk is `[value][C]`, a lane to an example; the gains stand where other layers have their weights.

use std::array;

use wide::f32x4;

/// What keeps the division from nothing.
const EPSILON: f32 = 1e-5;

/// μ and 1 / √(σ² + ε) of each example of a chunk.
struct Spread<const C: usize> {
    mean: [f32x4; C],
    inverse: [f32x4; C],
}

impl<const C: usize> Spread<C> {
    #[inline(always)]
    fn of(x: &[[f32x4; C]]) -> Self {
        let count = x.len() as f32;
        let mean = total(x.iter().copied()).map(|sum| sum / count);
        let squares = x.iter().map(|x| {
            array::from_fn(|c| {
                let off = x[c] - mean[c];
                off * off
            })
        });
        let inverse = total(squares).map(|sum| f32x4::ONE / (sum / count + EPSILON).sqrt());
        Self { mean, inverse }
    }

    /// x̂
    #[inline(always)]
    fn normal(&self, x: &[f32x4; C]) -> [f32x4; C] {
        array::from_fn(|c| (x[c] - self.mean[c]) * self.inverse[c])
    }
}

/// z for one chunk: `gain` and `bias` are `[value]`.
pub(crate) fn forward<const C: usize>(
    gain: &[f32],
    bias: &[f32],
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) {
    let spread = Spread::of(x);
    for ((z, x), (&gain, &bias)) in z.iter_mut().zip(x).zip(gain.iter().zip(bias)) {
        *z = spread.normal(x).map(|normal| normal * gain + bias);
    }
}

/// ∂L/∂x for one chunk.
pub(crate) fn backward_inputs<const C: usize>(
    gain: &[f32],
    x: &[[f32x4; C]],
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) {
    let spread = Spread::of(x);
    let count = x.len() as f32;
    let scaled = || {
        let pairs = delta.iter().zip(gain);
        pairs.map(|(delta, &gain)| delta.map(|delta| delta * gain))
    };
    let mean = total(scaled()).map(|sum| sum / count);
    let products = scaled().zip(x).map(|(g, x)| {
        let normal = spread.normal(x);
        array::from_fn::<_, C, _>(|c| g[c] * normal[c])
    });
    let mean_product = total(products).map(|sum| sum / count);
    for ((dx, x), g) in dx.iter_mut().zip(x).zip(scaled()) {
        let normal = spread.normal(x);
        *dx =
            array::from_fn(|c| (g[c] - mean[c] - normal[c] * mean_product[c]) * spread.inverse[c]);
    }
}

/// Adds ∂L/∂γ and ∂L/∂β, summed over all examples of a block, `[chunk][value][C]`, to `dgain` and `dbias`.
pub(crate) fn backward_parameters<const C: usize>(
    x: &[[f32x4; C]],
    delta: &[[f32x4; C]],
    dgain: &mut [f32],
    dbias: &mut [f32],
) {
    let values = dgain.len();
    for (x, delta) in x.chunks_exact(values).zip(delta.chunks_exact(values)) {
        let spread = Spread::of(x);
        let gradients = dgain.iter_mut().zip(dbias.iter_mut());
        for ((dgain, dbias), (x, delta)) in gradients.zip(x.iter().zip(delta)) {
            let normal = spread.normal(x);
            let (mut gain, mut bias) = (f32x4::ZERO, f32x4::ZERO);
            for c in 0..C {
                gain += delta[c] * normal[c];
                bias += delta[c];
            }
            *dgain += sum_lanes(gain);
            *dbias += sum_lanes(bias);
        }
    }
}

#[inline(always)]
fn total<const C: usize>(numbers: impl Iterator<Item = [f32x4; C]>) -> [f32x4; C] {
    numbers.fold([f32x4::ZERO; C], |sums, numbers| {
        array::from_fn(|c| sums[c] + numbers[c])
    })
}

/// (l₀ + l₂) + (l₁ + l₃)
#[inline(always)]
fn sum_lanes(lanes: f32x4) -> f32 {
    let [a, b, c, d]: [f32; 4] = lanes.to_array();
    (a + c) + (b + d)
}
