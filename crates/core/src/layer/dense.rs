//! The dense layer: every unit looks at every unit of the layer before.
//!
//! z = W x + b, a = f(z). Backwards, with δ = ∂L/∂z:
//! ∂L/∂W = δ xᵀ, ∂L/∂b = δ, ∂L/∂x = Wᵀ δ.
//!
//! Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986.
//!
//! # The kernels
//!
//! A chunk of examples is `[unit][C]`: for each unit `C` vectors of four lanes, a lane to an example. So the
//! kernels multiply a weight, in all lanes alike, by neighbouring examples, however few inputs a layer has.
//! `C` and the number of rows that are worked on together are constants: their sums stay in registers.
//!
//! Each sum has one order, whatever the tiles: over inputs and units from the first to the last; over
//! examples lane by lane from the first vector to the last, then (l₀ + l₂) + (l₁ + l₃).

use std::array;

use wide::f32x4;

/// z = W x + b for one chunk: `weights` is `[unit][input]`, `bias` is `[unit]`.
#[inline(always)]
pub(crate) fn forward<const C: usize>(
    weights: &[f32],
    bias: &[f32],
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) {
    // Rows · C sums live at once; the sixteen registers of today's machines hold them and the rest.
    let (weights, bias, z) = if C < 4 {
        forward_rows::<4, C>(weights, bias, x, z)
    } else {
        (weights, bias, z)
    };
    let (weights, bias, z) = forward_rows::<2, C>(weights, bias, x, z);
    forward_rows::<1, C>(weights, bias, x, z);
}

/// Does as many rows as there are whole tiles of `R`, and gives back what is left.
#[inline(always)]
fn forward_rows<'a, const R: usize, const C: usize>(
    weights: &'a [f32],
    bias: &'a [f32],
    x: &[[f32x4; C]],
    z: &'a mut [[f32x4; C]],
) -> (&'a [f32], &'a [f32], &'a mut [[f32x4; C]]) {
    let inputs = x.len();
    let (tiles, z) = z.as_chunks_mut::<R>();
    let (weights, weights_left) = weights.split_at(tiles.len() * R * inputs);
    let (bias, bias_left) = bias.split_at(tiles.len() * R);
    let rows = weights.chunks_exact(R * inputs);
    for ((tile, weights), bias) in tiles.iter_mut().zip(rows).zip(bias.as_chunks::<R>().0) {
        let rows: [&[f32]; R] = array::from_fn(|r| &weights[r * inputs..][..inputs]);
        let mut sums: [[f32x4; C]; R] = array::from_fn(|r| [f32x4::splat(bias[r]); C]);
        for (i, x) in x.iter().enumerate() {
            for r in 0..R {
                let weight = f32x4::splat(rows[r][i]);
                for c in 0..C {
                    sums[r][c] += weight * x[c];
                }
            }
        }
        *tile = sums;
    }
    (weights_left, bias_left, z)
}

/// ∂L/∂x = Wᵀ δ for one chunk.
#[inline(always)]
pub(crate) fn backward_inputs<const C: usize>(
    weights: &[f32],
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) {
    let inputs = dx.len();
    let mut first = 0;
    if C < 4 {
        first = backward_columns::<4, C>(weights, inputs, first, delta, dx);
    }
    first = backward_columns::<2, C>(weights, inputs, first, delta, dx);
    backward_columns::<1, C>(weights, inputs, first, delta, dx);
}

/// Does the inputs from `first` on in whole tiles of `R`, and gives back the first that is left.
#[inline(always)]
fn backward_columns<const R: usize, const C: usize>(
    weights: &[f32],
    inputs: usize,
    first: usize,
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) -> usize {
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

/// Adds ∂L/∂W = δ xᵀ and ∂L/∂b = δ, summed over all examples of a block, to `dw` and `db`. `x` is
/// `[chunk][input][C]` and `delta` is `[chunk][unit][C]`.
#[inline(always)]
pub(crate) fn backward_parameters<const C: usize>(
    x: &[[f32x4; C]],
    delta: &[[f32x4; C]],
    dw: &mut [f32],
    db: &mut [f32],
) {
    let units = db.len();
    let inputs = dw.len() / units;
    let block = Examples {
        x,
        delta,
        inputs,
        units,
    };
    let mut unit = 0;
    while unit + 2 <= units {
        block.add_rows::<2>(unit, dw);
        unit += 2;
    }
    if unit < units {
        block.add_rows::<1>(unit, dw);
    }
    block.add_bias(db);
}

/// The examples of a block, as the gradient of the parameters needs them.
struct Examples<'a, const C: usize> {
    x: &'a [[f32x4; C]],
    delta: &'a [[f32x4; C]],
    inputs: usize,
    units: usize,
}

impl<const C: usize> Examples<'_, C> {
    /// The gradient of `O` rows of weights.
    #[inline(always)]
    fn add_rows<const O: usize>(&self, unit: usize, dw: &mut [f32]) {
        let mut input = 0;
        while input + 4 <= self.inputs {
            for (o, sums) in self.tile::<O, 4>(unit, input).into_iter().enumerate() {
                add(
                    &mut dw[(unit + o) * self.inputs + input..][..4],
                    sum_lanes(sums),
                );
            }
            input += 4;
        }
        match self.inputs - input {
            1 => self.add_rest::<O, 1>(unit, input, dw),
            2 => self.add_rest::<O, 2>(unit, input, dw),
            3 => self.add_rest::<O, 3>(unit, input, dw),
            _ => {}
        }
    }

    /// The gradient of the last `I` < 4 weights of `O` rows.
    #[inline(always)]
    fn add_rest<const O: usize, const I: usize>(&self, unit: usize, input: usize, dw: &mut [f32]) {
        for (o, sums) in self.tile::<O, I>(unit, input).into_iter().enumerate() {
            let sums = array::from_fn(|i| if i < I { sums[i] } else { f32x4::ZERO });
            add(
                &mut dw[(unit + o) * self.inputs + input..][..I],
                sum_lanes(sums),
            );
        }
    }

    /// Lane sums of δ xᵀ for `O` units from `unit` on and `I` inputs from `input` on.
    #[inline(always)]
    fn tile<const O: usize, const I: usize>(&self, unit: usize, input: usize) -> [[f32x4; I]; O] {
        let mut sums = [[f32x4::ZERO; I]; O];
        let chunks = self
            .x
            .chunks_exact(self.inputs)
            .zip(self.delta.chunks_exact(self.units));
        for (x, delta) in chunks {
            let x: &[[f32x4; C]] = &x[input..input + I];
            let delta: &[[f32x4; C]] = &delta[unit..unit + O];
            for c in 0..C {
                for o in 0..O {
                    for i in 0..I {
                        sums[o][i] += delta[o][c] * x[i][c];
                    }
                }
            }
        }
        sums
    }

    /// The gradient of the biases.
    #[inline(always)]
    fn add_bias(&self, db: &mut [f32]) {
        for (tile, db) in db.chunks_mut(4).enumerate() {
            let mut sums = [f32x4::ZERO; 4];
            for delta in self.delta.chunks_exact(self.units) {
                for (sum, delta) in sums.iter_mut().zip(&delta[4 * tile..]) {
                    for &delta in delta {
                        *sum += delta;
                    }
                }
            }
            add(db, sum_lanes(sums));
        }
    }
}

/// The sums (l₀ + l₂) + (l₁ + l₃) of the lanes of four vectors.
#[inline(always)]
fn sum_lanes([a, b, c, d]: [f32x4; 4]) -> f32x4 {
    let ac = a.unpack_lo(c) + a.unpack_hi(c); // a₀+a₂, c₀+c₂, a₁+a₃, c₁+c₃
    let bd = b.unpack_lo(d) + b.unpack_hi(d);
    ac.unpack_lo(bd) + ac.unpack_hi(bd)
}

/// Adds the first lanes to at most four numbers.
#[inline(always)]
fn add(to: &mut [f32], sums: f32x4) {
    for (to, sum) in to.iter_mut().zip(sums.to_array()) {
        *to += sum;
    }
}
