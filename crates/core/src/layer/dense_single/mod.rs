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
//! fewer: the bias, then the inputs. ∂L/∂x of four inputs and more: the units from the first to the last; of
//! fewer: lane by lane over units, as above, then the units that fill no vector.

mod narrow;

use wide::f32x4;

/// z = W x + b: `weights` is `[unit][input]`, `bias` and `z` are `[unit]`.
#[inline(never)]
pub(crate) fn forward(weights: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
    match x.len() {
        1 => narrow::forward::<1>(weights, bias, x, z),
        2 => narrow::forward::<2>(weights, bias, x, z),
        3 => narrow::forward::<3>(weights, bias, x, z),
        4 => forward_short::<1>(weights, bias, x, z),
        5..=8 => forward_short::<2>(weights, bias, x, z),
        9..=12 => forward_short::<3>(weights, bias, x, z),
        13..=16 => forward_short::<4>(weights, bias, x, z),
        17..=20 => forward_short::<5>(weights, bias, x, z),
        21..=24 => forward_short::<6>(weights, bias, x, z),
        _ => forward_long(weights, bias, x, z),
    }
}

/// ∂L/∂x = Wᵀ δ.
#[inline(never)]
pub(crate) fn backward_inputs(weights: &[f32], delta: &[f32], dx: &mut [f32]) {
    match dx.len() {
        1 => narrow::backward_inputs::<1>(weights, delta, dx),
        2 => narrow::backward_inputs::<2>(weights, delta, dx),
        3 => narrow::backward_inputs::<3>(weights, delta, dx),
        inputs => Columns::each(inputs, |columns| match columns.vectors {
            1 => columns.backward_inputs::<1>(weights, delta, dx),
            2 => columns.backward_inputs::<2>(weights, delta, dx),
            3 => columns.backward_inputs::<3>(weights, delta, dx),
            4 => columns.backward_inputs::<4>(weights, delta, dx),
            5 => columns.backward_inputs::<5>(weights, delta, dx),
            _ => columns.backward_inputs::<6>(weights, delta, dx),
        }),
    }
}

/// Adds `scale` · ∂L/∂W = `scale` · δ xᵀ and `scale` · ∂L/∂b = `scale` · δ to `dw` and `db`.
#[inline(never)]
pub(crate) fn backward_parameters(
    x: &[f32],
    delta: &[f32],
    scale: f32,
    dw: &mut [f32],
    db: &mut [f32],
) {
    add_bias(delta, scale, db);
    match x.len() {
        1 => narrow::backward_weights::<1>(x, delta, scale, dw),
        2 => narrow::backward_weights::<2>(x, delta, scale, dw),
        3 => narrow::backward_weights::<3>(x, delta, scale, dw),
        inputs => Columns::each(inputs, |columns| match columns.vectors {
            1 => columns.backward_weights::<1>(x, delta, scale, dw),
            2 => columns.backward_weights::<2>(x, delta, scale, dw),
            3 => columns.backward_weights::<3>(x, delta, scale, dw),
            4 => columns.backward_weights::<4>(x, delta, scale, dw),
            5 => columns.backward_weights::<5>(x, delta, scale, dw),
            _ => columns.backward_weights::<6>(x, delta, scale, dw),
        }),
    }
}

/// ∂L/∂x of the weights as they are, and then a step downhill: adds `scale` · ∂L/∂W and `scale` · ∂L/∂b to the
/// weights and biases themselves. Both in one sweep, which is what online learning spends its time on.
#[inline(never)]
pub(crate) fn descend(
    weights: &mut [f32],
    bias: &mut [f32],
    x: &[f32],
    delta: &[f32],
    scale: f32,
    dx: &mut [f32],
) {
    if x.len() < 4 {
        backward_inputs(weights, delta, dx);
        backward_parameters(x, delta, scale, weights, bias);
        return;
    }
    add_bias(delta, scale, bias);
    Columns::each(x.len(), |columns| match columns.vectors {
        1 => columns.descend::<1>(weights, x, delta, scale, dx),
        2 => columns.descend::<2>(weights, x, delta, scale, dx),
        3 => columns.descend::<3>(weights, x, delta, scale, dx),
        4 => columns.descend::<4>(weights, x, delta, scale, dx),
        5 => columns.descend::<5>(weights, x, delta, scale, dx),
        _ => columns.descend::<6>(weights, x, delta, scale, dx),
    });
}

#[inline(always)]
fn add_bias(delta: &[f32], scale: f32, db: &mut [f32]) {
    let (fours, rest) = db.as_chunks_mut::<4>();
    let (delta_fours, delta_rest) = delta.as_chunks::<4>();
    for (db, &delta) in fours.iter_mut().zip(delta_fours) {
        *db = (f32x4::new(*db) + f32x4::new(delta) * scale).to_array();
    }
    for (db, delta) in rest.iter_mut().zip(delta_rest) {
        *db += scale * delta;
    }
}

/// z with inputs of `V` vectors, which stay in registers.
#[inline(always)]
fn forward_short<const V: usize>(weights: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
    let columns = Columns::of_short(x.len());
    let x = columns.load::<V>(x);
    let fresh = FRESH[columns.inputs % 4];
    forward_rows(weights, bias, columns.inputs, z, |row| {
        let row = columns.load::<V>(row);
        let mut sum = row[0] * x[0];
        for v in 1..V {
            let product = row[v] * x[v];
            sum += if v + 1 < V { product } else { product & fresh };
        }
        sum
    });
}

/// z with any number of inputs from four on.
#[inline(always)]
fn forward_long(weights: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
    let (tiles, z_rest) = z.as_chunks_mut::<4>();
    let (bias_tiles, bias_rest) = bias.as_chunks::<4>();
    let mut rows = Rows::new(weights, x.len());
    for (z, &bias) in tiles.iter_mut().zip(bias_tiles) {
        let sums = dot([rows.next(), rows.next(), rows.next(), rows.next()], x);
        *z = (sum_lanes(sums) + f32x4::new(bias)).to_array();
    }
    for (z, bias) in z_rest.iter_mut().zip(bias_rest) {
        *z = sum_lanes_of_one(dot([rows.next()], x)[0]) + bias;
    }
}

/// z from the lane sums of each row, four rows at a time.
#[inline(always)]
fn forward_rows(
    weights: &[f32],
    bias: &[f32],
    inputs: usize,
    z: &mut [f32],
    sums: impl Fn(&[f32]) -> f32x4,
) {
    let (tiles, z_rest) = z.as_chunks_mut::<4>();
    let (bias_tiles, bias_rest) = bias.as_chunks::<4>();
    let mut rows = Rows::new(weights, inputs);
    for (z, &bias) in tiles.iter_mut().zip(bias_tiles) {
        let [a, b, c, d] = [rows.next(), rows.next(), rows.next(), rows.next()];
        let sums = [sums(a), sums(b), sums(c), sums(d)];
        *z = (sum_lanes(sums) + f32x4::new(bias)).to_array();
    }
    for (z, bias) in z_rest.iter_mut().zip(bias_rest) {
        *z = sum_lanes_of_one(sums(rows.next())) + bias;
    }
}

/// The rows of W, one after the other. A slice's own chunks would divide to know how many they are.
struct Rows<'a> {
    left: &'a [f32],
    inputs: usize,
}

impl<'a> Rows<'a> {
    const fn new(weights: &'a [f32], inputs: usize) -> Self {
        Self {
            left: weights,
            inputs,
        }
    }

    #[inline(always)]
    fn next(&mut self) -> &'a [f32] {
        let (row, left) = self.left.split_at(self.inputs);
        self.left = left;
        row
    }
}

/// The products of some rows with `x`, added up lane by lane.
#[inline(always)]
fn dot<const R: usize>(rows: [&[f32]; R], x: &[f32]) -> [f32x4; R] {
    let (whole, rest) = x.as_chunks::<4>();
    let rows_whole = rows.map(|row| &row.as_chunks::<4>().0[..whole.len()]);
    let mut sums = [f32x4::ZERO; R];
    for (i, &x) in whole.iter().enumerate() {
        for r in 0..R {
            sums[r] += f32x4::new(rows_whole[r][i]) * f32x4::new(x);
        }
    }
    if let (Some(&x), false) = (x.last_chunk::<4>(), rest.is_empty()) {
        let fresh = FRESH[rest.len()];
        for r in 0..R {
            if let Some(&row) = rows[r].last_chunk::<4>() {
                sums[r] += (f32x4::new(row) * f32x4::new(x)) & fresh;
            }
        }
    }
    sums
}

/// For a number of inputs mod 4, all bits set in the lanes of an overlapping last vector that the one before
/// does not have.
const FRESH: [f32x4; 4] = {
    let all = f32::from_bits(u32::MAX);
    [
        f32x4::new([all, all, all, all]),
        f32x4::new([0.0, 0.0, 0.0, all]),
        f32x4::new([0.0, 0.0, all, all]),
        f32x4::new([0.0, all, all, all]),
    ]
};

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
    /// All columns of rows of at most 24 inputs.
    #[inline(always)]
    const fn of_short(inputs: usize) -> Self {
        Self {
            inputs,
            vectors: inputs.div_ceil(4),
            first: 0,
            last: inputs - 4,
        }
    }

    /// All columns of rows of at least four inputs, as many at once as the registers hold. A vector that
    /// overlaps another comes together with it.
    #[inline(always)]
    fn each(inputs: usize, mut work: impl FnMut(Self)) {
        if inputs <= 24 {
            work(Self::of_short(inputs));
            return;
        }
        let mut first = 0;
        while first < inputs {
            let left = (inputs - first).div_ceil(4);
            let vectors = if left > 6 { 4 } else { left };
            let end = (first + 4 * vectors).min(inputs);
            work(Self {
                inputs,
                vectors,
                first,
                last: end - 4,
            });
            first = end;
        }
    }

    /// These columns of a row.
    #[inline(always)]
    fn load<const V: usize>(&self, row: &[f32]) -> [f32x4; V] {
        let whole = row[self.first..][..4 * (V - 1)].as_chunks::<4>().0;
        let last = &row[self.last..][..4];
        let mut vectors = [f32x4::new([last[0], last[1], last[2], last[3]]); V];
        for v in 0..V - 1 {
            vectors[v] = f32x4::new(whole[v]);
        }
        vectors
    }

    /// Puts these columns of a row back.
    #[inline(always)]
    fn store<const V: usize>(&self, row: &mut [f32], values: [f32x4; V]) {
        let whole = row[self.first..][..4 * (V - 1)].as_chunks_mut::<4>().0;
        for v in 0..V - 1 {
            whole[v] = values[v].to_array();
        }
        row[self.last..][..4].copy_from_slice(&values[V - 1].to_array());
    }

    /// These columns of ∂L/∂x.
    #[inline(always)]
    fn backward_inputs<const V: usize>(&self, weights: &[f32], delta: &[f32], dx: &mut [f32]) {
        let mut sums = [f32x4::ZERO; V];
        for (row, &delta) in weights.chunks_exact(self.inputs).zip(delta) {
            let weights = self.load::<V>(row);
            for v in 0..V {
                sums[v] += weights[v] * delta;
            }
        }
        self.store::<V>(dx, sums);
    }

    /// Adds these columns of `scale` · ∂L/∂W.
    #[inline(always)]
    fn backward_weights<const V: usize>(
        &self,
        x: &[f32],
        delta: &[f32],
        scale: f32,
        dw: &mut [f32],
    ) {
        let x = self.load::<V>(x);
        for (row, &delta) in dw.chunks_exact_mut(self.inputs).zip(delta) {
            let delta = scale * delta;
            // All are read before any is written: what overlaps is the same in both.
            let mut sums = self.load::<V>(row);
            for v in 0..V {
                sums[v] += x[v] * delta;
            }
            self.store::<V>(row, sums);
        }
    }

    /// These columns of ∂L/∂x, and then of the step downhill.
    #[inline(always)]
    fn descend<const V: usize>(
        &self,
        weights: &mut [f32],
        x: &[f32],
        delta: &[f32],
        scale: f32,
        dx: &mut [f32],
    ) {
        let x = self.load::<V>(x);
        let mut sums = [f32x4::ZERO; V];
        for (row, &delta) in weights.chunks_exact_mut(self.inputs).zip(delta) {
            let mut weights = self.load::<V>(row);
            let step = scale * delta;
            for v in 0..V {
                sums[v] += weights[v] * delta;
                weights[v] += x[v] * step;
            }
            self.store::<V>(row, weights);
        }
        self.store::<V>(dx, sums);
    }
}

/// (l₀ + l₂) + (l₁ + l₃)
#[inline(always)]
fn sum_lanes_of_one(lanes: f32x4) -> f32 {
    let [a, b, c, d] = lanes.to_array();
    (a + c) + (b + d)
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
