//! The gradient of a convolution's parameters.

use std::array;
use std::ops::Range;

use wide::f32x4;

use super::Geometry;

/// Adds ∂L/∂w and ∂L/∂b, summed over all examples of a block, to `dw` and `db`. `x` is
/// `[chunk][channel][y][x][width]` and `delta` is `[chunk][filter][y][x][width]`.
pub(crate) fn backward_parameters(
    geometry: &Geometry,
    width: usize,
    x: &[f32x4],
    delta: &[f32x4],
    dw: &mut [f32],
    db: &mut [f32],
) {
    let block = Block {
        geometry,
        vectors: width,
        x,
        delta,
    };
    let mut filter = 0;
    while filter + 2 <= geometry.filters {
        block.add_filters::<2>(filter, dw);
        filter += 2;
    }
    if filter < geometry.filters {
        block.add_filters::<1>(filter, dw);
    }
    block.add_bias(db);
}

/// Rows of a window whose sums the registers hold at once.
const ROWS: usize = 5;

/// The examples of a block, as the gradient of the parameters needs them. Along a row of the picture they are
/// one run of vectors, whatever the size of a chunk.
struct Block<'a> {
    geometry: &'a Geometry,
    /// Vectors of a pixel in a chunk.
    vectors: usize,
    x: &'a [f32x4],
    delta: &'a [f32x4],
}

impl Block<'_> {
    /// The gradient of the weights of `F` filters.
    fn add_filters<const F: usize>(&self, filter: usize, dw: &mut [f32]) {
        let geometry = self.geometry;
        // Tiles of the same number of rows as far as possible: 4 and 3 are better than 5 and 2.
        let tiles = geometry.kernel.div_ceil(ROWS);
        let rows = geometry.kernel.div_ceil(tiles);
        for channel in 0..geometry.channels {
            for first in (0..geometry.kernel).step_by(rows) {
                let rows = first..(first + rows).min(geometry.kernel);
                for column in 0..geometry.kernel {
                    let sums = self.sum_column::<F>(filter, channel, &rows, column);
                    for (row, sums) in rows.clone().zip(sums) {
                        let weight = (channel * geometry.kernel + row) * geometry.kernel + column;
                        for (f, sum) in sums.into_iter().enumerate() {
                            dw[(filter + f) * geometry.weights() + weight] += sum_lanes(sum);
                        }
                    }
                }
            }
        }
    }

    /// The lane sums of these rows of one column of a window, for `F` filters, over all places of all chunks.
    fn sum_column<const F: usize>(
        &self,
        filter: usize,
        channel: usize,
        rows: &Range<usize>,
        column: usize,
    ) -> [[f32x4; F]; ROWS] {
        let geometry = self.geometry;
        let mut sums = [[f32x4::ZERO; F]; ROWS];
        let places = geometry.with_tap(column, geometry.width, geometry.out_width);
        if places.is_empty() {
            return sums;
        }
        let left = (places.start * geometry.stride + column - geometry.padding) * self.vectors;
        let places = places.start * self.vectors..places.end * self.vectors;
        let width = geometry.width * self.vectors;
        let out_width = geometry.out_width * self.vectors;
        let (area, out_area) = (geometry.height * width, geometry.out_height * out_width);
        let x_chunks = self.x.chunks_exact(geometry.channels * area);
        let delta_chunks = self.delta.chunks_exact(geometry.filters * out_area);
        for (x, delta) in x_chunks.zip(delta_chunks) {
            let x = &x[channel * area..][..area];
            let delta: [&[f32x4]; F] =
                array::from_fn(|f| &delta[(filter + f) * out_area..][..out_area]);
            for y in 0..geometry.out_height {
                let Some(on) = geometry.at_place(y, geometry.height) else {
                    continue;
                };
                let window = on.window.start.max(rows.start)..on.window.end.min(rows.end);
                if window.is_empty() {
                    continue;
                }
                let pixel = on.pixel + window.start - on.window.start;
                let x = &x[pixel * width + left..];
                let delta = delta.map(|delta| &delta[y * out_width..][places.clone()]);
                let sums = &mut sums[window.start - rows.start..][..window.len()];
                match window.len() {
                    1 => self.sum_runs::<F, 1>(x, delta, sums),
                    2 => self.sum_runs::<F, 2>(x, delta, sums),
                    3 => self.sum_runs::<F, 3>(x, delta, sums),
                    4 => self.sum_runs::<F, 4>(x, delta, sums),
                    _ => self.sum_runs::<F, ROWS>(x, delta, sums),
                }
            }
        }
        sums
    }

    /// The same with the number of rows known.
    #[inline(always)]
    fn sum_runs<const F: usize, const R: usize>(
        &self,
        x: &[f32x4],
        delta: [&[f32x4]; F],
        sums: &mut [[f32x4; F]],
    ) {
        let Some(sums) = sums.first_chunk_mut::<R>() else {
            return;
        };
        let width = self.geometry.width * self.vectors;
        let rows: [&[f32x4]; R] = array::from_fn(|r| &x[r * width..]);
        if self.geometry.stride == 1 {
            sum_run(rows, delta, sums);
            return;
        }
        // The pixels that meet a row of places are no longer neighbours.
        for place in 0..delta[0].len() / self.vectors {
            let pixel = place * self.geometry.stride * self.vectors;
            let delta = delta.map(|delta| &delta[place * self.vectors..][..self.vectors]);
            sum_run(rows.map(|row| &row[pixel..]), delta, sums);
        }
    }

    /// The gradient of the biases.
    fn add_bias(&self, db: &mut [f32]) {
        let places = self.geometry.places() * self.vectors;
        for delta in self.delta.chunks_exact(db.len() * places) {
            for (delta, db) in delta.chunks_exact(places).zip(&mut *db) {
                // Four sums at once: one alone would wait for itself.
                let (four, rest) = delta.as_chunks::<4>();
                let mut sums = [f32x4::ZERO; 4];
                for four in four {
                    sums = array::from_fn(|i| sums[i] + four[i]);
                }
                let sum = rest.iter().fold(f32x4::ZERO, |sum, &delta| sum + delta);
                *db += sum_lanes(((sums[0] + sums[1]) + (sums[2] + sums[3])) + sum);
            }
        }
    }
}

/// Adds the products of each run of pixels with each run of ∂L/∂z.
#[inline(always)]
fn sum_run<const F: usize, const R: usize>(
    x: [&[f32x4]; R],
    delta: [&[f32x4]; F],
    sums: &mut [[f32x4; F]; R],
) {
    let len = delta[0].len();
    let x = x.map(|x| &x[..len]);
    let delta = delta.map(|delta| &delta[..len]);
    let mut in_registers = *sums;
    for i in 0..len {
        for r in 0..R {
            for f in 0..F {
                in_registers[r][f] += delta[f][i] * x[r][i];
            }
        }
    }
    *sums = in_registers;
}

/// (l₀ + l₂) + (l₁ + l₃)
fn sum_lanes(lanes: f32x4) -> f32 {
    let [a, b, c, d]: [f32; 4] = lanes.to_array();
    (a + c) + (b + d)
}
