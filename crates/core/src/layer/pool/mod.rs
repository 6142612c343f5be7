//! Pooling layers: each unit sums up a small window of one channel of a picture.
//!
//! The maximum tells whether something was seen anywhere in the window, a = max(window); backwards, the whole
//! of ∂L/∂a goes to the pixel that was largest, the first of them if there are several. The average,
//! a = Σ window / size², is a blur; backwards, each pixel of the window gets its share.
//!
//! Source: Zhou and Chellappa, Computation of optical flow using a neural network, 1988 (maximum); Le Cun et
//! al., Handwritten digit recognition with a back-propagation network, 1989 (average).
//!
//! # The kernels
//!
//! As in the convolution a chunk of examples is `[channel][y][x][C]`, a lane to an example. Windows lie wholly
//! on the picture; rows and columns that no window reaches are left out.

use std::array;

use wide::f32x4;

use super::apart;

/// The sizes of a pooling layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Geometry {
    /// Channels of the picture and of the result.
    pub channels: usize,
    /// Rows of the picture.
    pub height: usize,
    /// Columns of the picture.
    pub width: usize,
    /// Rows and columns of a window.
    pub size: usize,
    /// How far the next window is.
    pub stride: usize,
    /// Rows of the result.
    pub out_height: usize,
    /// Columns of the result.
    pub out_width: usize,
}

impl Geometry {
    /// For each window of all channels, in the order of the result, its first pixel.
    fn windows(&self) -> impl Iterator<Item = usize> + use<> {
        let Self {
            channels,
            height,
            width,
            stride,
            out_height,
            out_width,
            ..
        } = *self;
        (0..channels).flat_map(move |channel| {
            (0..out_height).flat_map(move |y| {
                let row = (channel * height + y * stride) * width;
                (0..out_width).map(move |x| row + x * stride)
            })
        })
    }

    /// How far each pixel of a window lies behind the first.
    fn pixels(&self) -> impl Iterator<Item = usize> + use<> {
        let Self { size, width, .. } = *self;
        (0..size).flat_map(move |y| (0..size).map(move |x| y * width + x))
    }
}

/// a = max(window) for one chunk of so many vectors: `x` is `[channel][y][x]` of the picture, `a` of the result.
pub(crate) fn forward_max<const C: usize>(
    geometry: &Geometry,
    width: usize,
    x: &[[f32x4; C]],
    a: &mut [[f32x4; C]],
) {
    let step = apart::<C>(width);
    for (a, window) in a.iter_mut().step_by(step).zip(geometry.windows()) {
        *a = x[window * step];
        for pixel in geometry.pixels().skip(1) {
            let x = &x[(window + pixel) * step];
            *a = array::from_fn(|c| larger(a[c], x[c]));
        }
    }
}

/// ∂L/∂x of the maximum for one chunk. `x` and `a` are what the forward pass saw and found.
pub(crate) fn backward_max<const C: usize>(
    geometry: &Geometry,
    width: usize,
    x: &[[f32x4; C]],
    a: &[[f32x4; C]],
    da: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) {
    let step = apart::<C>(width);
    clear(dx, step);
    let results = a.iter().zip(da).step_by(step);
    for ((a, da), window) in results.zip(geometry.windows()) {
        let mut left = *da;
        for pixel in geometry.pixels() {
            let pixel = (window + pixel) * step;
            let (x, dx) = (&x[pixel], &mut dx[pixel]);
            for c in 0..C {
                let found = x[c].simd_eq(a[c]) | x[c].simd_ne(x[c]);
                dx[c] += found & left[c];
                left[c] = found.bitselect(f32x4::ZERO, left[c]);
            }
        }
    }
}

/// The larger of each lane; NaN if one is NaN, and then the first.
#[inline(always)]
fn larger(a: f32x4, b: f32x4) -> f32x4 {
    // Not `max`: what the processor's does with NaN is not the same everywhere.
    (b.simd_gt(a) | b.simd_ne(b)).bitselect(b, a)
}

/// a = Σ window / size² for one chunk: `x` is `[channel][y][x]` of the picture, `a` of the result.
pub(crate) fn forward_average<const C: usize>(
    geometry: &Geometry,
    width: usize,
    x: &[[f32x4; C]],
    a: &mut [[f32x4; C]],
) {
    let (share, step) = (share(geometry), apart::<C>(width));
    for (a, window) in a.iter_mut().step_by(step).zip(geometry.windows()) {
        let mut sums = [f32x4::ZERO; C];
        for pixel in geometry.pixels() {
            let x = &x[(window + pixel) * step];
            sums = array::from_fn(|c| sums[c] + x[c]);
        }
        *a = sums.map(|sum| sum * share);
    }
}

/// ∂L/∂x of the average for one chunk.
pub(crate) fn backward_average<const C: usize>(
    geometry: &Geometry,
    width: usize,
    da: &[[f32x4; C]],
    dx: &mut [[f32x4; C]],
) {
    let (share, step) = (share(geometry), apart::<C>(width));
    clear(dx, step);
    for (da, window) in da.iter().step_by(step).zip(geometry.windows()) {
        let da = da.map(|da| da * share);
        for pixel in geometry.pixels() {
            let dx = &mut dx[(window + pixel) * step];
            *dx = array::from_fn(|c| dx[c] + da[c]);
        }
    }
}

/// Sets every pixel of these vectors to zero.
#[inline(always)]
fn clear<const C: usize>(dx: &mut [[f32x4; C]], step: usize) {
    for dx in dx.iter_mut().step_by(step) {
        *dx = [f32x4::ZERO; C];
    }
}

/// What one pixel counts in an average.
fn share(geometry: &Geometry) -> f32 {
    1.0 / (geometry.size * geometry.size) as f32
}

#[cfg(test)]
mod tests;
