//! The gradient of a dense layer's weights, over several chunks.
//!
//! What a tile of weights needs lies scattered over the chunks, and there is more of it than there are registers.
//! So it is laid side by side first, as the one loop takes it: of four inputs and of eight pairs of units, vector
//! by vector. Each is used many times before the next takes its place.

use wide::f32x4;

use super::parameters::{Block, FRESH, add, sum_lanes};

/// Vectors of a block, at most.
const VECTORS: usize = 16;
/// Pairs of units whose ∂L/∂z lies ready: with them and four inputs, 5 KiB.
const PAIRS: usize = 8;

/// Adds ∂L/∂W of rows of at least four weights to `dw`.
pub(super) fn add_weights<const C: usize>(block: &Block<'_, C>, dw: &mut [f32]) {
    let mut deltas = [[[f32x4::ZERO; 2]; VECTORS]; PAIRS];
    let mut inputs = [[f32x4::ZERO; 4]; VECTORS];
    let vectors = block.chunks * C;
    for (group, dw) in dw.chunks_mut(2 * PAIRS * block.inputs).enumerate() {
        for (pair, delta) in deltas.iter_mut().enumerate() {
            lay_units(block, 2 * (group * PAIRS + pair), delta);
        }
        for input in (0..block.inputs).step_by(4) {
            // Where the width is no multiple of four, the last four begin early, and what the ones before have is
            // not added again.
            let first = input.min(block.inputs - 4);
            let fresh = FRESH[(input - first) % 4];
            lay_inputs(block, first, &mut inputs);
            for (rows, delta) in dw.chunks_mut(2 * block.inputs).zip(&deltas) {
                let [even, odd] = products(&inputs[..vectors], &delta[..vectors]);
                add(&mut rows[first..], even & fresh);
                if let Some(row) = rows.get_mut(block.inputs + first..) {
                    add(row, odd & fresh);
                }
            }
        }
    }
}

/// The sums over all examples of the products of two units with four inputs.
#[inline(always)]
fn products(inputs: &[[f32x4; 4]], delta: &[[f32x4; 2]]) -> [f32x4; 2] {
    let mut sums = [[f32x4::ZERO; 4]; 2];
    for (inputs, delta) in inputs.iter().zip(delta) {
        for o in 0..2 {
            for i in 0..4 {
                sums[o][i] += delta[o] * inputs[i];
            }
        }
    }
    sums.map(sum_lanes)
}

/// ∂L/∂z of the unit and the one after it, vector by vector; zero for one that is not there.
#[inline(always)]
fn lay_units<const C: usize>(block: &Block<'_, C>, unit: usize, to: &mut [[f32x4; 2]]) {
    for (chunk, to) in block
        .delta
        .chunks_exact(block.units)
        .zip(to.as_chunks_mut::<C>().0)
    {
        let deltas =
            [unit, unit + 1].map(|unit| chunk.get(unit).copied().unwrap_or([f32x4::ZERO; C]));
        for (c, to) in to.iter_mut().enumerate() {
            *to = deltas.map(|delta| delta[c]);
        }
    }
}

/// Four inputs, vector by vector.
#[inline(always)]
fn lay_inputs<const C: usize>(block: &Block<'_, C>, first: usize, to: &mut [[f32x4; 4]]) {
    for (chunk, to) in block
        .x
        .chunks_exact(block.inputs)
        .zip(to.as_chunks_mut::<C>().0)
    {
        let inputs = &chunk[first..][..4];
        for c in 0..C {
            for i in 0..4 {
                to[c][i] = inputs[i][c];
            }
        }
    }
}
