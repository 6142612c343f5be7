//! The convolutional layer: every unit looks at a small window of a picture, and all units of a filter look
//! for the same thing.
//!
//! z(f, y, x) = b(f) + Σ w(f, c, i, j) · in(c, y·s + i − p, x·s + j − p), summed over the channels c and the
//! window's rows i and columns j, with stride s and padding p. What lies beyond the picture's edge counts as
//! zero: it is left out of the sum. Backwards, with δ = ∂L/∂z:
//! ∂L/∂w(f, c, i, j) = Σ δ(f, y, x) · in(c, y·s + i − p, x·s + j − p) over all places (y, x), ∂L/∂b = Σ δ, and
//! ∂L/∂in gathers, for each pixel, w · δ over the places whose window holds it.
//!
//! Source: Le Cun et al., Handwritten digit recognition with a back-propagation network, 1989.
//!
//! # The kernels
//!
//! A chunk of examples is `[channel][y][x][C]`: for each pixel `C` vectors of four lanes, a lane to an example.
//! So the lanes never notice where a row of the picture ends, whatever the window, stride and padding are, and
//! no copy of the picture is made.
//!
//! Each sum has one order, whatever the tiles: over filters, channels and a window's rows and columns from the
//! first to the last; over places likewise, lane by lane, then (l₀ + l₂) + (l₁ + l₃).

use std::ops::Range;

use wide::f32x4;

/// The sizes of a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Geometry {
    /// Channels of the picture.
    pub channels: usize,
    /// Rows of the picture.
    pub height: usize,
    /// Columns of the picture.
    pub width: usize,
    /// Filters: channels of the result.
    pub filters: usize,
    /// Rows and columns of a window.
    pub kernel: usize,
    /// How far the next window is.
    pub stride: usize,
    /// How far the first window reaches beyond the upper and the left edge.
    pub padding: usize,
    /// Rows of the result.
    pub out_height: usize,
    /// Columns of the result.
    pub out_width: usize,
}

impl Geometry {
    /// Pixels of one channel of the picture.
    const fn area(&self) -> usize {
        self.height * self.width
    }

    /// Pixels of one channel of the result.
    const fn out_area(&self) -> usize {
        self.out_height * self.out_width
    }

    /// Weights of one filter.
    const fn weights(&self) -> usize {
        self.channels * self.kernel * self.kernel
    }

    /// The rows (or columns) of the window at `place` that lie on a picture of so many rows (or columns).
    fn on_picture(&self, place: usize, size: usize) -> Range<usize> {
        let start = place * self.stride;
        let first = self.padding.saturating_sub(start).min(self.kernel);
        let end = (size + self.padding).saturating_sub(start).min(self.kernel);
        first..end.max(first)
    }

    /// The places whose window holds the row (or column) `at`, of so many places.
    const fn places_with(&self, at: usize, places: usize) -> Range<usize> {
        let at = at + self.padding;
        let first = (at + 1).saturating_sub(self.kernel).div_ceil(self.stride);
        let end = at / self.stride + 1;
        let end = if end < places { end } else { places };
        let first = if first < end { first } else { end };
        first..end
    }
}

/// z for one chunk: `weights` is `[filter][channel][row][column]`, `bias` is `[filter]`, `x` is
/// `[channel][y][x]`, `z` is `[filter][y][x]`.
pub(crate) fn forward<const C: usize>(
    geometry: &Geometry,
    weights: &[f32],
    bias: &[f32],
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) {
    for (filter, z) in z.chunks_exact_mut(geometry.out_area()).enumerate() {
        let weights = &weights[filter * geometry.weights()..][..geometry.weights()];
        for (place, z) in z.iter_mut().enumerate() {
            let (oy, ox) = (place / geometry.out_width, place % geometry.out_width);
            let rows = geometry.on_picture(oy, geometry.height);
            let columns = geometry.on_picture(ox, geometry.width);
            let mut sums = [f32x4::splat(bias[filter]); C];
            for channel in 0..geometry.channels {
                for row in rows.clone() {
                    let y = oy * geometry.stride + row - geometry.padding;
                    for column in columns.clone() {
                        let at = ox * geometry.stride + column - geometry.padding;
                        let weight =
                            weights[(channel * geometry.kernel + row) * geometry.kernel + column];
                        let x = x[(channel * geometry.height + y) * geometry.width + at];
                        for c in 0..C {
                            sums[c] += weight * x[c];
                        }
                    }
                }
            }
            *z = sums;
        }
    }
}

/// ∂L/∂in for one chunk.
pub(crate) fn backward_inputs<const C: usize>(
    geometry: &Geometry,
    weights: &[f32],
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) {
    for (channel, dx) in dx.chunks_exact_mut(geometry.area()).enumerate() {
        for (pixel, dx) in dx.iter_mut().enumerate() {
            let (y, x) = (pixel / geometry.width, pixel % geometry.width);
            let mut sums = [f32x4::ZERO; C];
            for filter in 0..geometry.filters {
                for oy in geometry.places_with(y, geometry.out_height) {
                    let row = y + geometry.padding - oy * geometry.stride;
                    for ox in geometry.places_with(x, geometry.out_width) {
                        let column = x + geometry.padding - ox * geometry.stride;
                        let weight = weights[((filter * geometry.channels + channel)
                            * geometry.kernel
                            + row)
                            * geometry.kernel
                            + column];
                        let delta =
                            delta[(filter * geometry.out_height + oy) * geometry.out_width + ox];
                        for c in 0..C {
                            sums[c] += weight * delta[c];
                        }
                    }
                }
            }
            *dx = sums;
        }
    }
}

/// Adds ∂L/∂w and ∂L/∂b, summed over all examples of a block, to `dw` and `db`. `x` is
/// `[chunk][channel][y][x]` and `delta` is `[chunk][filter][y][x]`.
pub(crate) fn backward_parameters<const C: usize>(
    geometry: &Geometry,
    x: &[[f32x4; C]],
    delta: &[[f32x4; C]],
    dw: &mut [f32],
    db: &mut [f32],
) {
    let x_chunks = x.chunks_exact(geometry.channels * geometry.area());
    let delta_chunks = delta.chunks_exact(geometry.filters * geometry.out_area());
    for (x, delta) in x_chunks.zip(delta_chunks) {
        for (index, dw) in dw.iter_mut().enumerate() {
            let column = index % geometry.kernel;
            let row = index / geometry.kernel % geometry.kernel;
            let channel = index % geometry.weights() / (geometry.kernel * geometry.kernel);
            let filter = index / geometry.weights();
            let mut sum = f32x4::ZERO;
            for oy in 0..geometry.out_height {
                if !geometry.on_picture(oy, geometry.height).contains(&row) {
                    continue;
                }
                let y = oy * geometry.stride + row - geometry.padding;
                for ox in 0..geometry.out_width {
                    if !geometry.on_picture(ox, geometry.width).contains(&column) {
                        continue;
                    }
                    let at = ox * geometry.stride + column - geometry.padding;
                    let x = &x[(channel * geometry.height + y) * geometry.width + at];
                    let delta =
                        &delta[(filter * geometry.out_height + oy) * geometry.out_width + ox];
                    for c in 0..C {
                        sum += delta[c] * x[c];
                    }
                }
            }
            *dw += sum_lanes(sum);
        }
        for (delta, db) in delta.chunks_exact(geometry.out_area()).zip(&mut *db) {
            let mut sum = f32x4::ZERO;
            for &delta in delta.as_flattened() {
                sum += delta;
            }
            *db += sum_lanes(sum);
        }
    }
}

/// (l₀ + l₂) + (l₁ + l₃)
fn sum_lanes(lanes: f32x4) -> f32 {
    let [a, b, c, d]: [f32; 4] = lanes.to_array();
    (a + c) + (b + d)
}

#[cfg(test)]
mod tests;
