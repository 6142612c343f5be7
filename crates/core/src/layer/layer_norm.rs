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
//! A chunk is `[value][width]`, a lane to an example; the gains stand where other layers have their weights.

use std::array;

use wide::f32x4;

use super::apart;

/// What keeps the division from nothing.
const EPSILON: f32 = 1e-5;

/// μ and 1 / √(σ² + ε) of each example of `C` vectors.
#[derive(Clone, Copy)]
struct Spread<const C: usize> {
    mean: [f32x4; C],
    inverse: [f32x4; C],
}

impl<const C: usize> Spread<C> {
    #[inline(always)]
    fn of(count: usize, x: impl Iterator<Item = [f32x4; C]> + Clone) -> Self {
        let count = count as f32;
        let mean = total(x.clone()).map(|sum| sum / count);
        let squares = x.map(|x| {
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

/// z for one chunk of so many vectors: `gain` and `bias` are `[value]`.
pub(crate) fn forward<const C: usize>(
    gain: &[f32],
    bias: &[f32],
    width: usize,
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) {
    let step = apart::<C>(width);
    let x = x.iter().copied().step_by(step);
    let spread = Spread::of(gain.len(), x.clone());
    let z = z.iter_mut().step_by(step);
    for ((z, x), (&gain, &bias)) in z.zip(x).zip(gain.iter().zip(bias)) {
        *z = spread.normal(&x).map(|normal| normal * gain + bias);
    }
}

/// ∂L/∂x for one chunk of so many vectors.
pub(crate) fn backward_inputs<const C: usize>(
    gain: &[f32],
    width: usize,
    x: &[[f32x4; C]],
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) {
    let step = apart::<C>(width);
    let x = x.iter().copied().step_by(step);
    let spread = Spread::of(gain.len(), x.clone());
    let count = gain.len() as f32;
    let scaled = || {
        let pairs = delta.iter().step_by(step).zip(gain);
        pairs.map(|(delta, &gain)| delta.map(|delta| delta * gain))
    };
    let mean = total(scaled()).map(|sum| sum / count);
    let products = scaled().zip(x.clone()).map(|(g, x)| {
        let normal = spread.normal(&x);
        array::from_fn::<_, C, _>(|c| g[c] * normal[c])
    });
    let mean_product = total(products).map(|sum| sum / count);
    let dx = dx.iter_mut().step_by(step);
    for ((dx, x), g) in dx.zip(x).zip(scaled()) {
        let normal = spread.normal(&x);
        *dx =
            array::from_fn(|c| (g[c] - mean[c] - normal[c] * mean_product[c]) * spread.inverse[c]);
    }
}

/// Adds ∂L/∂γ and ∂L/∂β, summed over all examples of a block, `[chunk][value][width]`, to `dgain` and `dbias`.
pub(crate) fn backward_parameters(
    width: usize,
    x: &[f32x4],
    delta: &[f32x4],
    dgain: &mut [f32],
    dbias: &mut [f32],
) {
    let values = dgain.len();
    let chunk = values * width;
    for (x, delta) in x.chunks_exact(chunk).zip(delta.chunks_exact(chunk)) {
        let spread = |c: usize| Spread::of(values, x.iter().skip(c).step_by(width).map(|&x| [x]));
        let spreads: [_; 4] = array::from_fn(|c| spread(c.min(width - 1)));
        let gradients = dgain.iter_mut().zip(dbias.iter_mut());
        let vectors = x.chunks_exact(width).zip(delta.chunks_exact(width));
        for ((dgain, dbias), (x, delta)) in gradients.zip(vectors) {
            let (mut gain, mut bias) = (f32x4::ZERO, f32x4::ZERO);
            for ((&x, &delta), spread) in x.iter().zip(delta).zip(&spreads) {
                let [normal] = spread.normal(&[x]);
                gain += delta * normal;
                bias += delta;
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
