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
//! no copy of the picture is made. One row of a window is one run of neighbouring pixels and neighbouring
//! weights; the sums of a run stay in registers. A full chunk is taken whole; of a shorter one each vector is
//! taken by itself, for which a second kernel is enough (see [`apart`]).
//!
//! Each sum has one order, whatever the tiles: z and ∂L/∂in over channels or filters, then over the window's
//! rows and columns, each from the first to the last; ∂L/∂w over chunks, rows and columns of places and vectors
//! from the first to the last, lane by lane, then (l₀ + l₂) + (l₁ + l₃).

mod parameters;

pub(crate) use parameters::backward_parameters;

use std::array;
use std::ops::Range;

use wide::f32x4;

use super::apart;

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

    /// Places of one filter.
    const fn places(&self) -> usize {
        self.out_height * self.out_width
    }

    /// Weights that one filter has for one channel.
    const fn window(&self) -> usize {
        self.kernel * self.kernel
    }

    /// Weights of one filter.
    const fn weights(&self) -> usize {
        self.channels * self.window()
    }

    /// The part of the window at `place`, along one direction, that lies on a picture of so many pixels.
    fn at_place(&self, place: usize, pixels: usize) -> Option<Overlap> {
        let start = place * self.stride;
        let first = self.padding.saturating_sub(start);
        let end = (pixels + self.padding).saturating_sub(start);
        let window = first..end.min(self.kernel);
        (!window.is_empty()).then(|| Overlap {
            pixel: start + first - self.padding,
            window,
        })
    }

    /// The places, of so many in one direction, whose window holds the pixel.
    const fn with_pixel(&self, pixel: usize, places: usize) -> Range<usize> {
        let pixel = pixel + self.padding;
        let first = (pixel + 1).saturating_sub(self.kernel);
        let end = pixel / self.stride + 1;
        first.div_ceil(self.stride)..if end < places { end } else { places }
    }

    /// The places, of so many in one direction, at which this row or column of the window lies on a picture of
    /// so many pixels.
    fn with_tap(&self, tap: usize, pixels: usize, places: usize) -> Range<usize> {
        let first = self.padding.saturating_sub(tap).div_ceil(self.stride);
        let end = (pixels + self.padding).saturating_sub(tap);
        first..end.div_ceil(self.stride).min(places)
    }
}

/// Where a window lies on the picture, along one direction.
struct Overlap {
    /// The rows or columns of the window that do.
    window: Range<usize>,
    /// The pixel under the first of them.
    pixel: usize,
}

/// z for one chunk of so many vectors: `weights` is `[filter][channel][row][column]`, `bias` is `[filter]`, `x`
/// is `[channel][y][x]`, `z` is `[filter][y][x]`.
pub(crate) fn forward<const C: usize>(
    geometry: &Geometry,
    weights: &[f32],
    bias: &[f32],
    width: usize,
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) {
    // As many sums at once as the registers hold.
    let mut filter = 0;
    if C < 4 {
        filter = forward_filters::<4, C>(geometry, weights, bias, width, filter, x, z);
    } else {
        filter = forward_filters::<2, C>(geometry, weights, bias, width, filter, x, z);
    }
    forward_filters::<1, C>(geometry, weights, bias, width, filter, x, z);
}

/// Does the filters from `first` on in whole tiles of `R`, and gives back the first that is left.
#[inline(always)]
fn forward_filters<const R: usize, const C: usize>(
    geometry: &Geometry,
    weights: &[f32],
    bias: &[f32],
    width: usize,
    first: usize,
    x: &[[f32x4; C]],
    z: &mut [[f32x4; C]],
) -> usize {
    let mut filter = first;
    while filter + R <= geometry.filters {
        let filters: [&[f32]; R] =
            array::from_fn(|r| &weights[(filter + r) * geometry.weights()..][..geometry.weights()]);
        let bias = &bias[filter..][..R];
        let z = &mut z[filter * geometry.places() * apart::<C>(width)..];
        for y in 0..geometry.out_height {
            let rows = geometry.at_place(y, geometry.height);
            for place in 0..geometry.out_width {
                let mut sums = array::from_fn(|r| [f32x4::splat(bias[r]); C]);
                let columns = geometry.at_place(place, geometry.width);
                if let (Some(rows), Some(columns)) = (&rows, columns) {
                    see::<R, C>(geometry, filters, width, rows, &columns, x, &mut sums);
                }
                for (r, sums) in sums.into_iter().enumerate() {
                    let place = (r * geometry.out_height + y) * geometry.out_width + place;
                    z[place * apart::<C>(width)] = sums;
                }
            }
        }
        filter += R;
    }
    filter
}

/// Adds up what lies under the windows of `R` filters at one place.
#[inline(always)]
fn see<const R: usize, const C: usize>(
    geometry: &Geometry,
    filters: [&[f32]; R],
    width: usize,
    rows: &Overlap,
    columns: &Overlap,
    x: &[[f32x4; C]],
    sums: &mut [[f32x4; C]; R],
) {
    let len = columns.window.len();
    let mut pixel = rows.pixel * geometry.width + columns.pixel;
    let mut weight = rows.window.start * geometry.kernel + columns.window.start;
    for _ in 0..geometry.channels {
        let (mut pixels, mut weights) = (pixel, weight);
        for _ in rows.window.clone() {
            let filters = filters.map(|filter| &filter[weights..][..len]);
            add(filters, 1, run(x, width, pixels, len), sums);
            pixels += geometry.width;
            weights += geometry.kernel;
        }
        pixel += geometry.area();
        weight += geometry.window();
    }
}

/// ∂L/∂in for one chunk of so many vectors.
pub(crate) fn backward_inputs<const C: usize>(
    geometry: &Geometry,
    weights: &[f32],
    width: usize,
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) {
    let mut channel = 0;
    if C < 4 {
        channel = backward_channels::<4, C>(geometry, weights, width, channel, delta, dx);
    } else {
        channel = backward_channels::<2, C>(geometry, weights, width, channel, delta, dx);
    }
    backward_channels::<1, C>(geometry, weights, width, channel, delta, dx);
}

/// Does the channels from `first` on in whole tiles of `R`, and gives back the first that is left.
#[inline(always)]
fn backward_channels<const R: usize, const C: usize>(
    geometry: &Geometry,
    weights: &[f32],
    width: usize,
    first: usize,
    delta: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) -> usize {
    let mut channel = first;
    while channel + R <= geometry.channels {
        let weights = &weights[channel * geometry.window()..];
        let dx = &mut dx[channel * geometry.area() * apart::<C>(width)..];
        for y in 0..geometry.height {
            let rows = geometry.with_pixel(y, geometry.out_height);
            for x in 0..geometry.width {
                let columns = geometry.with_pixel(x, geometry.out_width);
                let mut sums = [[f32x4::ZERO; C]; R];
                if !rows.is_empty() && !columns.is_empty() {
                    let seen = Seen {
                        at: [y, x],
                        rows: &rows,
                        columns: &columns,
                    };
                    gather::<R, C>(geometry, weights, width, seen, delta, &mut sums);
                }
                for (r, sums) in sums.into_iter().enumerate() {
                    let pixel = (r * geometry.height + y) * geometry.width + x;
                    dx[pixel * apart::<C>(width)] = sums;
                }
            }
        }
        channel += R;
    }
    channel
}

/// A pixel `[y, x]` and the places whose windows hold it.
struct Seen<'a> {
    at: [usize; 2],
    rows: &'a Range<usize>,
    columns: &'a Range<usize>,
}

/// Adds up what the windows that hold the pixel want of `R` channels.
#[inline(always)]
fn gather<const R: usize, const C: usize>(
    geometry: &Geometry,
    weights: &[f32],
    width: usize,
    Seen {
        at: [y, x],
        rows,
        columns,
    }: Seen<'_>,
    delta: &[[f32x4; C]],
    sums: &mut [[f32x4; C]; R],
) {
    let len = columns.len();
    // The last place sees the pixel in the window's first column.
    let column = x + geometry.padding - (columns.end - 1) * geometry.stride;
    let row = y + geometry.padding - (rows.end - 1) * geometry.stride;
    let mut weight = row * geometry.kernel + column;
    let mut place = rows.end * geometry.out_width + columns.start;
    let span = (len - 1) * geometry.stride + 1;
    for _ in 0..geometry.filters {
        let (mut places, mut first) = (place, weight);
        for _ in rows.clone() {
            let channels: [&[f32]; R] =
                array::from_fn(|r| &weights[first + r * geometry.window()..][..span]);
            places -= geometry.out_width;
            let delta = run(delta, width, places, len).rev();
            if geometry.stride == 1 {
                add(channels, 1, delta, sums); // known to be 1, it costs nothing
            } else {
                add(channels, geometry.stride, delta, sums);
            }
            first += geometry.stride * geometry.kernel;
        }
        place += geometry.places();
        weight += geometry.weights();
    }
}

/// A run of so many neighbouring values.
#[inline(always)]
fn run<const C: usize>(
    values: &[[f32x4; C]],
    width: usize,
    first: usize,
    len: usize,
) -> impl DoubleEndedIterator<Item = &[f32x4; C]> {
    let step = apart::<C>(width);
    let span = (len - 1) * step + 1;
    let values = &values[first * step..][..span];
    (0..len).map(move |index| &values[index * step])
}

/// Adds up a run of neighbouring vectors, each times its weight; the weights of a run are `step` apart.
#[inline(always)]
fn add<'a, const R: usize, const C: usize>(
    weights: [&[f32]; R],
    step: usize,
    run: impl Iterator<Item = &'a [f32x4; C]>,
    sums: &mut [[f32x4; C]; R],
) {
    for (i, vectors) in run.enumerate() {
        for r in 0..R {
            let weight = f32x4::splat(weights[r][i * step]);
            for c in 0..C {
                sums[r][c] += weight * vectors[c];
            }
        }
    }
}

#[cfg(test)]
mod tests;
