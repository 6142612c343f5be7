//! The gradient of a dense layer's parameters.

use wide::f32x4;

use super::tiles;

/// Adds ∂L/∂W = δ xᵀ and ∂L/∂b = δ, summed over all examples of a block, to `dw` and `db`. `x` is
/// `[chunk][input][C]` and `delta` is `[chunk][unit][C]`, with `C` = `width`.
#[inline(always)]
pub(crate) fn backward_parameters(
    width: usize,
    x: &[f32x4],
    delta: &[f32x4],
    dw: &mut [f32],
    db: &mut [f32],
) {
    match width {
        1 => backward_by::<1>(x.as_chunks().0, delta.as_chunks().0, dw, db),
        2 => backward_by::<2>(x.as_chunks().0, delta.as_chunks().0, dw, db),
        3 => backward_by::<3>(x.as_chunks().0, delta.as_chunks().0, dw, db),
        _ => backward_by::<4>(x.as_chunks().0, delta.as_chunks().0, dw, db),
    }
}

#[inline(never)]
fn backward_by<const C: usize>(
    x: &[[f32x4; C]],
    delta: &[[f32x4; C]],
    dw: &mut [f32],
    db: &mut [f32],
) {
    let (inputs, units) = (dw.len() / db.len(), db.len());
    let block = Block {
        x,
        delta,
        inputs,
        units,
        // Only full chunks are more than one, and the others are quicker for knowing it.
        chunks: if C < 4 { 1 } else { delta.len() / units },
    };
    match inputs {
        1 => block.add_narrow::<1>(dw),
        2 => block.add_narrow::<2>(dw),
        3 => block.add_narrow::<3>(dw),
        _ if block.chunks > 1 => tiles::add_weights(&block, dw),
        _ => block.add_wide(dw),
    }
    block.add_bias(db);
}

/// The examples of a block, as the gradient of the parameters needs them.
pub(super) struct Block<'a, const C: usize> {
    pub x: &'a [[f32x4; C]],
    pub delta: &'a [[f32x4; C]],
    pub inputs: usize,
    pub units: usize,
    pub chunks: usize,
}

impl<const C: usize> Block<'_, C> {
    /// The gradient of rows of at least four weights over one chunk, four columns at a time. Where the width is no multiple of
    /// four, the last four begin early, and what the ones before have is not added again.
    #[inline(always)]
    fn add_wide(&self, dw: &mut [f32]) {
        let mut input = 0;
        while input < self.inputs {
            let first = input.min(self.inputs - 4);
            let fresh = FRESH[(input - first) % 4];
            // All units before the next columns: so these inputs stay near.
            let mut unit = 0;
            let mut pairs = dw.chunks_exact_mut(2 * self.inputs);
            for rows in &mut pairs {
                let [even, odd] = self.tile::<2>(unit, first);
                add(&mut rows[first..], even & fresh);
                add(&mut rows[self.inputs + first..], odd & fresh);
                unit += 2;
            }
            if let Some(row) = pairs.into_remainder().get_mut(first..)
                && unit < self.units
            {
                let [last] = self.tile::<1>(unit, first);
                add(row, last & fresh);
            }
            input += 4;
        }
    }

    /// The gradient of four weights of `O` units.
    #[inline(always)]
    fn tile<const O: usize>(&self, unit: usize, input: usize) -> [f32x4; O] {
        let (x, delta) = (&self.x[input..][..4], &self.delta[unit..][..O]);
        let mut sums = [[f32x4::ZERO; 4]; O];
        for c in 0..C {
            for o in 0..O {
                for i in 0..4 {
                    let product = delta[o][c] * x[i][c];
                    sums[o][i] = if c == 0 {
                        product
                    } else {
                        sums[o][i] + product
                    };
                }
            }
        }
        sums.map(sum_lanes)
    }

    /// The gradient of rows of `N` < 4 weights, four rows at a time: as many vectors as a row has weights.
    #[inline(always)]
    fn add_narrow<const N: usize>(&self, dw: &mut [f32]) {
        let (fours, rows_left) = dw.as_chunks_mut::<N>().0.as_chunks_mut::<4>();
        let mut unit = 0;
        for rows in fours {
            for (v, to) in rows
                .as_flattened_mut()
                .as_chunks_mut::<4>()
                .0
                .iter_mut()
                .enumerate()
            {
                let mut sums = [f32x4::ZERO; 4];
                for chunk in 0..self.chunks {
                    let x = &self.x[chunk * N..][..N];
                    let delta = &self.delta[chunk * self.units + unit..][..4];
                    // Weights 4v to 4v + 3 of these rows.
                    for (k, sum) in sums.iter_mut().enumerate() {
                        let delta = &delta[(4 * v + k) / N % 4];
                        let x = &x[(4 * v + k) % N];
                        for (c, (&delta, &x)) in delta.iter().zip(x).enumerate() {
                            *sum = Self::plus(*sum, delta * x, c);
                        }
                    }
                }
                *to = (f32x4::new(*to) + sum_lanes(sums)).to_array();
            }
            unit += 4;
        }
        for row in rows_left {
            for (input, dw) in row.iter_mut().enumerate() {
                let mut sum = f32x4::ZERO;
                for chunk in 0..self.chunks {
                    let x = &self.x[chunk * N + input];
                    let delta = &self.delta[chunk * self.units + unit];
                    for (c, (&delta, &x)) in delta.iter().zip(x).enumerate() {
                        sum = Self::plus(sum, delta * x, c);
                    }
                }
                *dw += sum_lanes_of_one(sum);
            }
            unit += 1;
        }
    }

    /// The gradient of the biases.
    #[inline(always)]
    fn add_bias(&self, db: &mut [f32]) {
        let (fours, left) = db.as_chunks_mut::<4>();
        let mut unit = 0;
        for db in fours {
            let mut sums = [f32x4::ZERO; 4];
            for chunk in 0..self.chunks {
                let delta = &self.delta[chunk * self.units + unit..][..4];
                for c in 0..C {
                    for (sum, delta) in sums.iter_mut().zip(delta) {
                        *sum = Self::plus(*sum, delta[c], c);
                    }
                }
            }
            *db = (f32x4::new(*db) + sum_lanes(sums)).to_array();
            unit += 4;
        }
        for db in left {
            let mut sum = f32x4::ZERO;
            for chunk in 0..self.chunks {
                let delta = &self.delta[chunk * self.units + unit];
                for (c, &delta) in delta.iter().enumerate() {
                    sum = Self::plus(sum, delta, c);
                }
            }
            *db += sum_lanes_of_one(sum);
            unit += 1;
        }
    }

    /// The sum of what was and a product of vector `c`, where the first of all is its own sum.
    #[inline(always)]
    fn plus(sum: f32x4, product: f32x4, c: usize) -> f32x4 {
        if C < 4 && c == 0 {
            product
        } else {
            sum + product
        }
    }
}

/// All bits set but in the first so many lanes.
pub(super) const FRESH: [f32x4; 4] = {
    let all = f32::from_bits(u32::MAX);
    [
        f32x4::new([all, all, all, all]),
        f32x4::new([0.0, all, all, all]),
        f32x4::new([0.0, 0.0, all, all]),
        f32x4::new([0.0, 0.0, 0.0, all]),
    ]
};

/// The sums (l₀ + l₂) + (l₁ + l₃) of the lanes of four vectors.
#[inline(always)]
pub(super) fn sum_lanes([a, b, c, d]: [f32x4; 4]) -> f32x4 {
    let ac = a.unpack_lo(c) + a.unpack_hi(c); // a₀+a₂, c₀+c₂, a₁+a₃, c₁+c₃
    let bd = b.unpack_lo(d) + b.unpack_hi(d);
    ac.unpack_lo(bd) + ac.unpack_hi(bd)
}

/// (l₀ + l₂) + (l₁ + l₃)
#[inline(always)]
fn sum_lanes_of_one(lanes: f32x4) -> f32 {
    let [a, b, c, d] = lanes.to_array();
    (a + c) + (b + d)
}

/// Adds to the first four numbers.
#[inline(always)]
pub(super) fn add(to: &mut [f32], sums: f32x4) {
    if let Some(four) = to.first_chunk_mut::<4>() {
        *four = (f32x4::new(*four) + sums).to_array();
    }
}
