//! Rows of one, two or three inputs: the lanes run over units, and W is sorted in registers.

use std::array;

use wide::f32x4;

/// z = W x + b with `N` inputs.
#[inline(always)]
pub(super) fn forward<const N: usize>(weights: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
    let Some(&x) = x.first_chunk::<N>() else {
        return;
    };
    let (rows, rows_left) = weights.as_chunks::<N>().0.as_chunks::<4>();
    let (bias, bias_left) = bias.as_chunks::<4>();
    let (z, z_left) = z.as_chunks_mut::<4>();
    for ((z, rows), &bias) in z.iter_mut().zip(rows).zip(bias) {
        let columns = columns(rows);
        let mut sum = f32x4::new(bias);
        for n in 0..N {
            sum += columns[n] * x[n];
        }
        *z = sum.to_array();
    }
    for ((z, row), &bias) in z_left.iter_mut().zip(rows_left).zip(bias_left) {
        *z = bias;
        for n in 0..N {
            *z += row[n] * x[n];
        }
    }
}

/// ∂L/∂x = Wᵀ δ with `N` inputs.
#[inline(always)]
pub(super) fn backward_inputs<const N: usize>(weights: &[f32], delta: &[f32], dx: &mut [f32]) {
    let (rows, rows_left) = weights.as_chunks::<N>().0.as_chunks::<4>();
    let (delta, delta_left) = delta.as_chunks::<4>();
    let mut sums = [f32x4::ZERO; N];
    for (rows, &delta) in rows.iter().zip(delta) {
        let columns = columns(rows);
        sums = array::from_fn(|n| sums[n] + columns[n] * f32x4::new(delta));
    }
    let mut sums = sums.map(|sum| {
        let [a, b, c, d] = sum.to_array();
        (a + c) + (b + d)
    });
    for (row, delta) in rows_left.iter().zip(delta_left) {
        for n in 0..N {
            sums[n] += row[n] * delta;
        }
    }
    dx.copy_from_slice(&sums);
}

/// Adds ∂L/∂W = δ xᵀ with `N` inputs.
#[inline(always)]
pub(super) fn backward_weights<const N: usize>(x: &[f32], delta: &[f32], dw: &mut [f32]) {
    let Some(&x) = x.first_chunk::<N>() else {
        return;
    };
    let (rows, rows_left) = dw.as_chunks_mut::<N>().0.as_chunks_mut::<4>();
    let (delta, delta_left) = delta.as_chunks::<4>();
    for (rows, delta) in rows.iter_mut().zip(delta) {
        let sums = rows.as_flattened_mut().as_chunks_mut::<4>().0;
        for (vector, sums) in sums.iter_mut().enumerate() {
            // Lane l of this vector is input (4 · vector + l) mod N of unit (4 · vector + l) / N.
            let delta = f32x4::new(array::from_fn(|l| delta[(4 * vector + l) / N]));
            let x = f32x4::new(array::from_fn(|l| x[(4 * vector + l) % N]));
            *sums = (f32x4::new(*sums) + delta * x).to_array();
        }
    }
    for (row, delta) in rows_left.iter_mut().zip(delta_left) {
        for n in 0..N {
            row[n] += delta * x[n];
        }
    }
}

/// Four rows by columns.
#[inline(always)]
fn columns<const N: usize>(rows: &[[f32; N]; 4]) -> [f32x4; N] {
    array::from_fn(|n| f32x4::new(array::from_fn(|row| rows[row][n])))
}
