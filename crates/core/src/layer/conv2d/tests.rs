//! The kernels against the formula, one example and one number at a time.

use super::*;
use crate::layer::testing::{from_lanes, into_lanes, source, whole_numbers};

/// Pictures, filters and ∂L/∂z of whole numbers, and what is to come of them.
struct Case {
    geometry: Geometry,
    weights: Vec<f32>,
    bias: Vec<f32>,
    /// `[example][channel, y, x]`
    x: Vec<Vec<f32>>,
    delta: Vec<Vec<f32>>,
}

/// Everything that the formulas give.
struct Wanted {
    z: Vec<Vec<f32>>,
    dx: Vec<Vec<f32>>,
    dw: Vec<f32>,
    db: Vec<f32>,
}

impl Case {
    fn new(geometry: Geometry, examples: usize) -> Self {
        let mut rng = source(examples);
        let (pixels, places) = (
            geometry.channels * geometry.area(),
            geometry.filters * geometry.places(),
        );
        Self {
            geometry,
            weights: whole_numbers(&mut rng, geometry.filters * geometry.weights(), 4),
            bias: whole_numbers(&mut rng, geometry.filters, 4),
            x: (0..examples)
                .map(|_| whole_numbers(&mut rng, pixels, 4))
                .collect(),
            delta: (0..examples)
                .map(|_| whole_numbers(&mut rng, places, 4))
                .collect(),
        }
    }

    fn wanted(&self) -> Wanted {
        let g = &self.geometry;
        let mut wanted = Wanted {
            z: Vec::new(),
            dx: Vec::new(),
            dw: vec![0.0; self.weights.len()],
            db: vec![0.0; self.bias.len()],
        };
        for (x, delta) in self.x.iter().zip(&self.delta) {
            let mut z = vec![0.0; delta.len()];
            let mut dx = vec![0.0; x.len()];
            for place in 0..delta.len() {
                let filter = place / g.places();
                let at = place % g.places();
                let corner = [at / g.out_width, at % g.out_width].map(|at| at * g.stride);
                z[place] = self.bias[filter];
                wanted.db[filter] += delta[place];
                for tap in 0..g.weights() {
                    let weight = filter * g.weights() + tap;
                    let [row, column] = [tap / g.kernel % g.kernel, tap % g.kernel];
                    let y = (corner[0] + row).checked_sub(g.padding);
                    let at = (corner[1] + column).checked_sub(g.padding);
                    let (Some(y), Some(at)) = (y, at) else {
                        continue;
                    };
                    if y >= g.height || at >= g.width {
                        continue;
                    }
                    let channel = tap / (g.kernel * g.kernel);
                    let pixel = (channel * g.height + y) * g.width + at;
                    z[place] += self.weights[weight] * x[pixel];
                    dx[pixel] += self.weights[weight] * delta[place];
                    wanted.dw[weight] += x[pixel] * delta[place];
                }
            }
            wanted.z.push(z);
            wanted.dx.push(dx);
        }
        wanted
    }

    fn check<const C: usize>(&self) {
        let g = &self.geometry;
        let wanted = self.wanted();
        let x = into_lanes::<C>(&self.x);
        let delta = into_lanes::<C>(&self.delta);
        let (pixels, places) = (g.channels * g.area(), g.filters * g.places());

        // Memory is never clean.
        let mut z = vec![[f32x4::splat(f32::NAN); C]; delta.len()];
        for (x, z) in x.chunks_exact(pixels).zip(z.chunks_exact_mut(places)) {
            let (x, z) = (x.as_flattened(), z.as_flattened_mut());
            if C == 4 {
                let (x, z) = (x.as_chunks::<4>().0, z.as_chunks_mut().0);
                forward(g, &self.weights, &self.bias, C, x, z);
            } else {
                for c in 0..C {
                    let (x, z) = (x[c..].as_chunks::<1>().0, z[c..].as_chunks_mut().0);
                    forward(g, &self.weights, &self.bias, C, x, z);
                }
            }
        }
        assert_eq!(from_lanes(&z, self.x.len(), places), wanted.z, "z of {g:?}");

        let mut dx = vec![[f32x4::splat(f32::NAN); C]; x.len()];
        for (delta, dx) in delta.chunks_exact(places).zip(dx.chunks_exact_mut(pixels)) {
            let (delta, dx) = (delta.as_flattened(), dx.as_flattened_mut());
            if C == 4 {
                let (delta, dx) = (delta.as_chunks::<4>().0, dx.as_chunks_mut().0);
                backward_inputs(g, &self.weights, C, delta, dx);
            } else {
                for c in 0..C {
                    let (delta, dx) = (delta[c..].as_chunks::<1>().0, dx[c..].as_chunks_mut().0);
                    backward_inputs(g, &self.weights, C, delta, dx);
                }
            }
        }
        assert_eq!(
            from_lanes(&dx, self.x.len(), pixels),
            wanted.dx,
            "dx of {g:?}"
        );

        let (mut dw, mut db) = (vec![1.0; wanted.dw.len()], vec![1.0; wanted.db.len()]);
        let (x, delta) = (x.as_flattened(), delta.as_flattened());
        backward_parameters(g, C, x, delta, &mut dw, &mut db);
        let plus_one = |sums: &[f32]| -> Vec<_> { sums.iter().map(|sum| sum + 1.0).collect() };
        assert_eq!(dw, plus_one(&wanted.dw), "dw of {g:?}");
        assert_eq!(db, plus_one(&wanted.db), "db of {g:?}");
    }
}

/// Any mixture of sizes that makes at least one place.
fn geometries() -> impl Iterator<Item = Geometry> {
    let pictures = [(1, 1), (1, 6), (5, 4), (8, 8), (7, 11)];
    let channels = [(1, 1), (1, 3), (2, 2), (3, 4), (4, 7)];
    let windows = [1, 2, 3, 4, 5, 6, 7, 11].into_iter();
    let windows = windows.flat_map(|kernel| (1..=3).map(move |stride| (kernel, stride)));
    windows.flat_map(move |(kernel, stride)| {
        let paddings = [0, 1, 2, 3, 5].into_iter();
        paddings.flat_map(move |padding| {
            pictures
                .into_iter()
                .zip(channels.into_iter().cycle().skip(kernel + padding))
                .filter_map(move |((height, width), (channels, filters))| {
                    let places =
                        |size: usize| Some((size + 2 * padding).checked_sub(kernel)? / stride + 1);
                    Some(Geometry {
                        channels,
                        height,
                        width,
                        filters,
                        kernel,
                        stride,
                        padding,
                        out_height: places(height)?,
                        out_width: places(width)?,
                    })
                })
        })
    })
}

#[test]
fn kernels_do_what_the_formulas_say() {
    let mut cases = 0;
    for geometry in geometries() {
        Case::new(geometry, 3).check::<1>();
        Case::new(geometry, 7).check::<2>();
        Case::new(geometry, 12).check::<3>();
        Case::new(geometry, 21).check::<4>();
        cases += 1;
    }
    assert!(cases > 100, "{cases}");
}

/// With "same" padding an even window reaches further on the right than on the left.
#[test]
fn places_may_reach_beyond_the_right_edge_alone() {
    let geometry = Geometry {
        channels: 2,
        height: 6,
        width: 5,
        filters: 3,
        kernel: 4,
        stride: 1,
        padding: 1,
        out_height: 6,
        out_width: 5,
    };
    Case::new(geometry, 5).check::<2>();
}

/// What lies beyond the edge is left out, so that an infinite weight does not turn it into NaN.
#[test]
fn infinite_weights_stay_on_the_picture() {
    let geometry = Geometry {
        channels: 1,
        height: 3,
        width: 3,
        filters: 1,
        kernel: 3,
        stride: 1,
        padding: 1,
        out_height: 3,
        out_width: 3,
    };
    let mut weights = [1.0; 9];
    weights[0] = f32::INFINITY;
    let x = [[f32x4::ONE]; 9];
    let mut z = [[f32x4::ZERO]; 9];
    forward(&geometry, &weights, &[0.0], 1, &x, &mut z);
    let z = from_lanes(&z, 1, 9).concat();
    let inf = f32::INFINITY;
    assert_eq!(z, [4.0, 6.0, 4.0, 6.0, inf, inf, 4.0, inf, inf]);
}
