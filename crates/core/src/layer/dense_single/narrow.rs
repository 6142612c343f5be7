//! Rows of one, two or three inputs. Four such rows are as many vectors as there are inputs: number k of them
//! belongs to unit k / N and input k mod N.

use std::array;

use wide::f32x4;

/// z = W x + b with `N` inputs.
#[inline(always)]
pub(super) fn forward<const N: usize>(weights: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
    let Some(&x) = x.first_chunk::<N>() else {
        return;
    };
    let x_of_rows: [f32x4; N] = of_rows(|_, n| x[n]);
    let (rows, rows_left) = weights.as_chunks::<N>().0.as_chunks::<4>();
    let (bias, bias_left) = bias.as_chunks::<4>();
    let (z, z_left) = z.as_chunks_mut::<4>();
    for ((z, rows), &bias) in z.iter_mut().zip(rows).zip(bias) {
        let rows = vectors(rows);
        let products: [[f32; 4]; N] = array::from_fn(|v| (rows[v] * x_of_rows[v]).to_array());
        let mut sum = f32x4::new(bias);
        for n in 0..N {
            sum += f32x4::new(array::from_fn(|unit| {
                let k = unit * N + n;
                products[k / 4][k % 4]
            }));
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
    let mut products = [f32x4::ZERO; N];
    for (rows, delta) in rows.iter().zip(delta) {
        let rows = vectors(rows);
        let delta: [f32x4; N] = of_rows(|unit, _| delta[unit]);
        for v in 0..N {
            products[v] += rows[v] * delta[v];
        }
    }
    let products = products.map(f32x4::to_array);
    for (n, dx) in dx.iter_mut().enumerate() {
        let of_unit = |unit: usize| products[(unit * N + n) / 4][(unit * N + n) % 4];
        *dx = (of_unit(0) + of_unit(2)) + (of_unit(1) + of_unit(3));
        for (row, delta) in rows_left.iter().zip(delta_left) {
            *dx += row[n] * delta;
        }
    }
}

/// Adds `scale` · ∂L/∂W = `scale` · δ xᵀ with `N` inputs.
#[inline(always)]
pub(super) fn backward_weights<const N: usize>(
    x: &[f32],
    delta: &[f32],
    scale: f32,
    dw: &mut [f32],
) {
    let Some(&x) = x.first_chunk::<N>() else {
        return;
    };
    let x_of_rows: [f32x4; N] = of_rows(|_, n| x[n]);
    let (rows, rows_left) = dw.as_chunks_mut::<N>().0.as_chunks_mut::<4>();
    let (delta, delta_left) = delta.as_chunks::<4>();
    for (rows, &delta) in rows.iter_mut().zip(delta) {
        let delta = (f32x4::new(delta) * scale).to_array();
        let delta: [f32x4; N] = of_rows(|unit, _| delta[unit]);
        let sums = vectors(rows);
        for (v, row) in rows
            .as_flattened_mut()
            .as_chunks_mut::<4>()
            .0
            .iter_mut()
            .enumerate()
        {
            *row = (sums[v] + delta[v] * x_of_rows[v]).to_array();
        }
    }
    for (row, delta) in rows_left.iter_mut().zip(delta_left) {
        for n in 0..N {
            row[n] += scale * delta * x[n];
        }
    }
}

/// Four rows as vectors.
#[inline(always)]
fn vectors<const N: usize>(rows: &[[f32; N]; 4]) -> [f32x4; N] {
    let vectors = rows.as_flattened().as_chunks::<4>().0;
    array::from_fn(|v| f32x4::new(vectors[v]))
}

/// The vectors of four rows whose number of a unit and an input is `number(unit, input)`.
#[inline(always)]
fn of_rows<const N: usize>(number: impl Fn(usize, usize) -> f32) -> [f32x4; N] {
    array::from_fn(|v| f32x4::new(array::from_fn(|l| number((4 * v + l) / N, (4 * v + l) % N))))
}
