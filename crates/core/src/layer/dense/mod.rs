//! The dense layer: every unit looks at every unit of the layer before.
//!
//! z = W x + b, a = f(z). Backwards, with δ = ∂L/∂z:
//! ∂L/∂W = δ xᵀ, ∂L/∂b = δ, ∂L/∂x = Wᵀ δ.
//!
//! Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986.
//!
//! # The kernels
//!
//! A block of examples is `[chunk][unit][C]`: for each unit `C` vectors of four lanes, a lane to an example. So
//! the kernels multiply a weight, in all lanes alike, by neighbouring examples, however few inputs a layer has.
//! `C` and the number of rows that are worked on together are constants: their sums stay in registers. Each `C`
//! has a function of its own, as the registers of a larger one would be taken by what it does besides.
//!
//! Each sum has one order, whatever the tiles: over inputs and units from the first to the last; over
//! examples lane by lane from the first vector to the last, then (l₀ + l₂) + (l₁ + l₃).

mod parameters;
mod tiles;

pub(crate) use parameters::backward_parameters;

use wide::f32x4;

/// z = W x + b: `weights` is `[unit][input]`, `bias` is `[unit]`, `x` is `[chunk][input][C]`, `z` is
/// `[chunk][unit][C]`, with `C` = `width`.
#[inline(always)]
pub(crate) fn forward(weights: &[f32], bias: &[f32], width: usize, x: &[f32x4], z: &mut [f32x4]) {
    match width {
        1 => forward_by::<1>(weights, bias, x.as_chunks().0, z.as_chunks_mut().0),
        2 => forward_by::<2>(weights, bias, x.as_chunks().0, z.as_chunks_mut().0),
        3 => forward_by::<3>(weights, bias, x.as_chunks().0, z.as_chunks_mut().0),
        _ => forward_by::<4>(weights, bias, x.as_chunks().0, z.as_chunks_mut().0),
    }
}

#[inline(never)]
fn forward_by<const C: usize>(
    weights: &[f32],
    bias: &[f32],
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) {
    let units = bias.len();
    let x_chunks = x.chunks_exact(weights.len() / units);
    for (x, z) in x_chunks.zip(z.chunks_exact_mut(units)) {
        // Rows · C sums live at once; the sixteen registers of today's machines hold them and the rest.
        let left = (weights, bias, z);
        let left = match C {
            1 | 2 => forward_rows::<4, C>(x, left),
            3 => forward_rows::<3, C>(x, left),
            _ => left,
        };
        let left = forward_rows::<2, C>(x, left);
        forward_rows::<1, C>(x, left);
    }
}

/// Rows of W, their biases and their places in z.
type Rows<'a, const C: usize> = (&'a [f32], &'a [f32], &'a mut [[f32x4; C]]);

/// Does as many rows as there are whole tiles of `R`, and gives back what is left.
#[inline(always)]
fn forward_rows<'a, const R: usize, const C: usize>(
    x: &[[f32x4; C]],
    (mut weights, bias, z): Rows<'a, C>,
) -> Rows<'a, C> {
    let (z, z_left) = z.as_chunks_mut::<R>();
    let (bias, bias_left) = bias.as_chunks::<R>();
    for (z, bias) in z.iter_mut().zip(bias) {
        let mut rows = [weights; R];
        let mut sums = [[f32x4::ZERO; C]; R];
        for r in 0..R {
            (rows[r], weights) = weights.split_at(x.len());
            sums[r] = [f32x4::splat(bias[r]); C];
        }
        for i in 0..x.len() {
            for r in 0..R {
                let weight = f32x4::splat(rows[r][i]);
                for c in 0..C {
                    sums[r][c] += weight * x[i][c];
                }
            }
        }
        *z = sums;
    }
    (weights, bias_left, z_left)
}

/// ∂L/∂x = Wᵀ δ: `delta` is `[chunk][unit][C]`, `dx` is `[chunk][input][C]`, with `C` = `width`.
#[inline(always)]
pub(crate) fn backward_inputs(
    weights: &[f32],
    inputs: usize,
    width: usize,
    delta: &[f32x4],
    dx: &mut [f32x4],
) {
    match width {
        1 => backward_inputs_by::<1>(weights, inputs, delta.as_chunks().0, dx.as_chunks_mut().0),
        2 => backward_inputs_by::<2>(weights, inputs, delta.as_chunks().0, dx.as_chunks_mut().0),
        3 => backward_inputs_by::<3>(weights, inputs, delta.as_chunks().0, dx.as_chunks_mut().0),
        _ => backward_inputs_by::<4>(weights, inputs, delta.as_chunks().0, dx.as_chunks_mut().0),
    }
}

#[inline(never)]
fn backward_inputs_by<const C: usize>(
    weights: &[f32],
    inputs: usize,
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) {
    let deltas = delta.chunks_exact(weights.len() / inputs);
    for (delta, dx) in deltas.zip(dx.chunks_exact_mut(inputs)) {
        let mut first = 0;
        if C < 3 {
            first = backward_columns::<4, C>(weights, first, delta, dx);
        } else if C == 3 {
            first = backward_columns::<3, C>(weights, first, delta, dx);
        }
        first = backward_columns::<2, C>(weights, first, delta, dx);
        backward_columns::<1, C>(weights, first, delta, dx);
    }
}

/// Does the inputs from `first` on in whole tiles of `R`, and gives back the first that is left.
#[inline(always)]
fn backward_columns<const R: usize, const C: usize>(
    weights: &[f32],
    first: usize,
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) -> usize {
    let inputs = dx.len();
    let mut column = first;
    for tile in dx[first..].as_chunks_mut::<R>().0 {
        let mut sums = [[f32x4::ZERO; C]; R];
        for (row, delta) in weights.chunks_exact(inputs).zip(delta) {
            let weights = &row[column..column + R];
            for r in 0..R {
                let weight = f32x4::splat(weights[r]);
                for c in 0..C {
                    sums[r][c] += weight * delta[c];
                }
            }
        }
        *tile = sums;
        column += R;
    }
    column
}

#[cfg(test)]
mod tests;
