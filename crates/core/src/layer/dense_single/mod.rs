//! The dense layer for one example, as in online learning.
//!
//! z = W x + b. Backwards, with δ = ∂L/∂z: ∂L/∂W = δ xᵀ, ∂L/∂b = δ, ∂L/∂x = Wᵀ δ.
//!
//! With one example there is nothing to put side by side in the lanes but the layer itself: here they run over
//! the inputs, along the rows of W. A row of at least four inputs is cut into vectors of four; where that does
//! not come out even, the last vector begins early and overlaps the one before, so that no row is read beyond
//! its end and no width is slow. What is in both vectors is counted once.
//!
//! With one, two or three inputs a vector holds parts of several rows; [`narrow`] sorts them.
//!
//! # The order of sums
//!
//! z with four inputs and more: vector by vector, lane by lane, then (l₀ + l₂) + (l₁ + l₃), then the bias; with
//! fewer: the bias, then the inputs. ∂L/∂x: over the units from the first to the last; with fewer than four
//! inputs lane by lane, then as above, then what is left of the units.

mod narrow;

use std::array;

use wide::bytemuck::cast;
use wide::f32x4;

/// z = W x + b: `weights` is `[unit][input]`, `bias` and `z` are `[unit]`.
pub(crate) fn forward(weights: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
    match x.len() {
        1 => narrow::forward::<1>(weights, bias, x, z),
        2 => narrow::forward::<2>(weights, bias, x, z),
        3 => narrow::forward::<3>(weights, bias, x, z),
        _ => forward_wide(weights, bias, x, z),
    }
}

/// ∂L/∂x = Wᵀ δ.
pub(crate) fn backward_inputs(weights: &[f32], delta: &[f32], dx: &mut [f32]) {
    match dx.len() {
        1 => narrow::backward_inputs::<1>(weights, delta, dx),
        2 => narrow::backward_inputs::<2>(weights, delta, dx),
        3 => narrow::backward_inputs::<3>(weights, delta, dx),
        inputs => {
            for columns in Columns::of_rows(inputs) {
                match columns.vectors {
                    1 => columns.sum::<1>(weights, delta, dx),
                    2 => columns.sum::<2>(weights, delta, dx),
                    3 => columns.sum::<3>(weights, delta, dx),
                    _ => columns.sum::<4>(weights, delta, dx),
                }
            }
        }
    }
}

/// Adds ∂L/∂W = δ xᵀ and ∂L/∂b = δ to `dw` and `db`.
///
/// With `−rate · δ` in place of δ, and the weights and biases themselves in place of `dw` and `db`, this is a
/// step downhill.
pub(crate) fn backward_parameters(x: &[f32], delta: &[f32], dw: &mut [f32], db: &mut [f32]) {
    for (db, delta) in db.iter_mut().zip(delta) {
        *db += delta;
    }
    match x.len() {
        1 => narrow::backward_weights::<1>(x, delta, dw),
        2 => narrow::backward_weights::<2>(x, delta, dw),
        3 => narrow::backward_weights::<3>(x, delta, dw),
        inputs => {
            for columns in Columns::of_rows(inputs) {
                match columns.vectors {
                    1 => columns.add::<1>(x, delta, dw),
                    2 => columns.add::<2>(x, delta, dw),
                    3 => columns.add::<3>(x, delta, dw),
                    _ => columns.add::<4>(x, delta, dw),
                }
            }
        }
    }
}

/// z with at least four inputs, four rows at a time.
#[inline(always)]
fn forward_wide(weights: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
    let inputs = x.len();
    let row = |unit: usize| &weights[unit * inputs..][..inputs];
    let (z_tiles, z_rest) = z.as_chunks_mut::<4>();
    let (bias_tiles, bias_rest) = bias.as_chunks::<4>();
    let mut unit = 0;
    for (z, &bias) in z_tiles.iter_mut().zip(bias_tiles) {
        let rows = array::from_fn(|r| row(unit + r));
        *z = (dot(rows, x) + f32x4::new(bias)).to_array();
        unit += 4;
    }
    if !z_rest.is_empty() {
        // A row that is not there is the last once more.
        let last = z_rest.len() - 1;
        let rows = array::from_fn(|r| row(unit + r.min(last)));
        let sums = dot(rows, x).to_array();
        for ((z, bias), sum) in z_rest.iter_mut().zip(bias_rest).zip(sums) {
            *z = sum + bias;
        }
    }
}

/// The dot products of four rows with `x`.
#[inline(always)]
fn dot(rows: [&[f32]; 4], x: &[f32]) -> f32x4 {
    let (whole, rest) = x.as_chunks::<4>();
    let rows_whole = rows.map(|row| &row.as_chunks::<4>().0[..whole.len()]);
    let mut sums = [f32x4::ZERO; 4];
    for (i, &x) in whole.iter().enumerate() {
        for r in 0..4 {
            sums[r] += f32x4::new(rows_whole[r][i]) * f32x4::new(x);
        }
    }
    if let (Some(&x), false) = (x.last_chunk::<4>(), rest.is_empty()) {
        let fresh = fresh(rest.len());
        for r in 0..4 {
            if let Some(&row) = rows[r].last_chunk::<4>() {
                sums[r] += (f32x4::new(row) * f32x4::new(x)) & fresh;
            }
        }
    }
    sum_lanes(sums)
}

/// All bits set in the lanes of an overlapping last vector that the one before does not have.
#[inline(always)]
fn fresh(rest: usize) -> f32x4 {
    let lane = |lane: usize| if lane + rest >= 4 { u32::MAX } else { 0 };
    cast([lane(0), lane(1), lane(2), lane(3)])
}

/// Neighbouring columns of W: a few vectors, of which the last may overlap the one before.
struct Columns {
    /// Inputs of the layer.
    inputs: usize,
    /// How many vectors.
    vectors: usize,
    /// The first column.
    first: usize,
    /// The first column of the last vector.
    last: usize,
}

impl Columns {
    /// All columns of rows of at least four inputs. A vector that overlaps another comes together with it.
    fn of_rows(inputs: usize) -> impl Iterator<Item = Self> {
        let mut done = 0;
        std::iter::from_fn(move || {
            let left = (inputs - done).div_ceil(4);
            let vectors = match left {
                0 => return None,
                5 => 3, // and then 2, so that none is left alone
                _ => left.min(4),
            };
            let first = done;
            done = (done + 4 * vectors).min(inputs);
            Some(Self {
                inputs,
                vectors,
                first,
                last: done - 4,
            })
        })
    }

    /// These columns of a row.
    #[inline(always)]
    fn load<const V: usize>(&self, row: &[f32]) -> [f32x4; V] {
        let whole = row[self.first..self.last + 4].as_chunks::<4>().0;
        let last = &row[self.last..][..4];
        array::from_fn(|v| {
            if v + 1 < V {
                f32x4::new(whole[v])
            } else {
                f32x4::new([last[0], last[1], last[2], last[3]])
            }
        })
    }

    /// Puts these columns of a row back.
    #[inline(always)]
    fn store<const V: usize>(&self, row: &mut [f32], values: [f32x4; V]) {
        let whole = row[self.first..self.last + 4].as_chunks_mut::<4>().0;
        for v in 0..V - 1 {
            whole[v] = values[v].to_array();
        }
        row[self.last..][..4].copy_from_slice(&values[V - 1].to_array());
    }

    /// These columns of ∂L/∂x.
    #[inline(always)]
    fn sum<const V: usize>(&self, weights: &[f32], delta: &[f32], dx: &mut [f32]) {
        let mut sums = [f32x4::ZERO; V];
        for (row, &delta) in weights.chunks_exact(self.inputs).zip(delta) {
            let row = self.load::<V>(row);
            sums = array::from_fn(|v| sums[v] + row[v] * delta);
        }
        self.store(dx, sums);
    }

    /// Adds these columns of ∂L/∂W.
    #[inline(always)]
    fn add<const V: usize>(&self, x: &[f32], delta: &[f32], dw: &mut [f32]) {
        let x = self.load::<V>(x);
        for (row, &delta) in dw.chunks_exact_mut(self.inputs).zip(delta) {
            // All are read before any is written: what overlaps is the same in both.
            let sums = self.load::<V>(row);
            self.store::<V>(row, array::from_fn(|v| sums[v] + x[v] * delta));
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

#[cfg(test)]
mod tests;
