//! The kernels against the formulas, one example and one number at a time.

use super::*;
use crate::layer::testing::{from_lanes, into_lanes, source, whole_numbers};

impl Geometry {
    fn pixels_in_all(&self) -> usize {
        self.channels * self.height * self.width
    }

    fn places(&self) -> usize {
        self.channels * self.out_height * self.out_width
    }

    /// The pixels of the window at a place.
    fn window(&self, place: usize) -> Vec<usize> {
        let (column, row) = (place % self.out_width, place / self.out_width);
        let (channel, row) = (row / self.out_height, row % self.out_height);
        let pixel = |y, x| {
            let (y, x) = (row * self.stride + y, column * self.stride + x);
            (channel * self.height + y) * self.width + x
        };
        let rows = 0..self.size;
        rows.flat_map(|y| (0..self.size).map(move |x| (y, x)))
            .map(|(y, x)| pixel(y, x))
            .collect()
    }
}

fn geometries() -> impl Iterator<Item = Geometry> {
    let pictures = [(1, 1, 1), (2, 4, 4), (3, 7, 5), (1, 9, 12)];
    let windows = (1..=4).flat_map(|size| (1..=4).map(move |stride| (size, stride)));
    windows.flat_map(move |(size, stride)| {
        pictures
            .into_iter()
            .filter_map(move |(channels, height, width)| {
                let places = |length: usize| Some(length.checked_sub(size)? / stride + 1);
                Some(Geometry {
                    channels,
                    height,
                    width,
                    size,
                    stride,
                    out_height: places(height)?,
                    out_width: places(width)?,
                })
            })
    })
}

/// `forward` and `backward` of one example by the formulas, next to the kernels'.
fn check<const C: usize>(
    geometry: &Geometry,
    forward: impl Fn(&[f32]) -> f32,
    backward: impl Fn(&[f32], f32) -> Vec<f32>,
    kernels: impl Fn(usize, [&[f32x4]; 2], [&mut [f32x4]; 2]),
) {
    let mut rng = source(C);
    let (pixels, places) = (geometry.pixels_in_all(), geometry.places());
    let examples = 4 * C - 1;
    // Few different numbers, so that many a window has its largest twice.
    let mut draw = |count| -> Vec<Vec<f32>> {
        (0..examples)
            .map(|_| whole_numbers(&mut rng, count, 3))
            .collect()
    };
    let (x, da) = (draw(pixels), draw(places));
    let mut a = vec![[f32x4::splat(f32::NAN); C]; places];
    let mut dx = vec![[f32x4::splat(f32::NAN); C]; pixels];
    let (x_lanes, da_lanes) = (into_lanes::<C>(&x), into_lanes::<C>(&da));
    let (from, to) = (
        [x_lanes.as_flattened(), da_lanes.as_flattened()],
        [a.as_flattened_mut(), dx.as_flattened_mut()],
    );
    kernels(C, from, to);
    let (a, dx) = (
        from_lanes(&a, examples, places),
        from_lanes(&dx, examples, pixels),
    );
    for example in 0..examples {
        let mut wanted = vec![0.0; pixels];
        for place in 0..places {
            let window = geometry.window(place);
            let seen: Vec<_> = window.iter().map(|&pixel| x[example][pixel]).collect();
            assert_eq!(a[example][place], forward(&seen), "a of {geometry:?}");
            let parts = backward(&seen, da[example][place]);
            for (pixel, part) in window.into_iter().zip(parts) {
                wanted[pixel] += part;
            }
        }
        assert_eq!(dx[example], wanted, "dx of {geometry:?}");
    }
}

fn check_max<const C: usize>(geometry: &Geometry) {
    let largest = |seen: &[f32]| seen.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    check::<C>(
        geometry,
        largest,
        |seen, da| {
            let first = seen.iter().position(|&x| x == largest(seen));
            let part = |index| if Some(index) == first { da } else { 0.0 };
            (0..seen.len()).map(part).collect()
        },
        |width, [x, da], [a, dx]| {
            if width == 4 {
                let (x, da) = (x.as_chunks::<4>().0, da.as_chunks().0);
                let (a, dx) = (a.as_chunks_mut().0, dx.as_chunks_mut().0);
                forward_max(geometry, width, x, a);
                backward_max(geometry, width, x, a, da, dx);
                return;
            }
            for c in 0..width {
                let (x, da) = (x[c..].as_chunks::<1>().0, da[c..].as_chunks().0);
                let (a, dx) = (a[c..].as_chunks_mut().0, dx[c..].as_chunks_mut().0);
                forward_max(geometry, width, x, a);
                backward_max(geometry, width, x, a, da, dx);
            }
        },
    );
}

fn check_average<const C: usize>(geometry: &Geometry) {
    // Of whole numbers all sums are exact, and the share of a window is a number that both round alike.
    let share = 1.0 / (geometry.size * geometry.size) as f32;
    check::<C>(
        geometry,
        |seen| seen.iter().sum::<f32>() * share,
        |seen, da| vec![da * share; seen.len()],
        |width, [x, da], [a, dx]| {
            if width == 4 {
                forward_average::<4>(geometry, width, x.as_chunks().0, a.as_chunks_mut().0);
                backward_average::<4>(geometry, width, da.as_chunks().0, dx.as_chunks_mut().0);
                return;
            }
            for c in 0..width {
                let (x, a) = (x[c..].as_chunks().0, a[c..].as_chunks_mut().0);
                forward_average::<1>(geometry, width, x, a);
                let (da, dx) = (da[c..].as_chunks().0, dx[c..].as_chunks_mut().0);
                backward_average::<1>(geometry, width, da, dx);
            }
        },
    );
}

#[test]
fn kernels_do_what_the_formulas_say() {
    let mut cases = 0;
    for geometry in geometries() {
        check_max::<1>(&geometry);
        check_max::<2>(&geometry);
        check_max::<3>(&geometry);
        check_max::<4>(&geometry);
        check_average::<1>(&geometry);
        check_average::<2>(&geometry);
        check_average::<3>(&geometry);
        check_average::<4>(&geometry);
        cases += 1;
    }
    assert!(cases > 40, "{cases}");
}

#[test]
fn a_nan_is_the_largest_and_takes_the_gradient() {
    let geometry = Geometry {
        channels: 1,
        height: 2,
        width: 2,
        size: 2,
        stride: 2,
        out_height: 1,
        out_width: 1,
    };
    for at in 0..4 {
        let mut x = [[f32x4::ONE]; 4];
        x[at] = [f32x4::splat(f32::NAN)];
        let (mut a, mut dx) = ([[f32x4::ZERO]; 1], [[f32x4::ZERO]; 4]);
        forward_max(&geometry, 1, &x, &mut a);
        backward_max(&geometry, 1, &x, &a, &[[f32x4::ONE]], &mut dx);
        assert!(a[0][0].to_array()[0].is_nan(), "{at}");
        for (pixel, dx) in dx.iter().enumerate() {
            let wanted = if pixel == at { 1.0 } else { 0.0 };
            assert_eq!(dx[0].to_array(), [wanted; 4], "{at}");
        }
    }
}
