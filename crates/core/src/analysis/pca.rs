//! Principal axes: the directions along which points are spread most.
//!
//! Of n points x with mean μ the covariance is C = 1/n Σ (x − μ)(x − μ)ᵀ, `[d, d]`. The eigenvector with its greatest
//! eigenvalue λ₁ is the direction along which the points vary most; the next one is that at a right angle to it, with
//! λ₂. The two show (λ₁ + λ₂) / tr C of all the spread.
//!
//! Up to 64 dimensions C is made and [`Jacobi`] finds its eigenvectors. Beyond, it is never made: power iteration,
//! v ← C v / |C v| with C v = 1/n Σ (x − μ) ((x − μ) · v), tends to the first one, and to the second once what lies
//! along the first is taken away each time.
//!
//! Source: Pearson, On lines and planes of closest fit to systems of points in space, 1901; Hotelling, Analysis of a
//! complex of statistical variables into principal components, 1933, who has both the name and the deflation.

use super::jacobi::Jacobi;
use super::power::Power;
use crate::order::ascending;

/// The most dimensions in which the covariance is made.
const MOST: usize = 64;
/// Multiply-adds in a piece of work.
pub(super) const PIECE: usize = 1 << 18;

/// The two principal axes of some points.
#[derive(Clone, Debug, PartialEq)]
pub struct Axes {
    /// μ, `[d]`.
    pub mean: Vec<f32>,
    /// Both directions, of length one, or zero where the points have no more spread. The component of each that is
    /// farthest from zero is positive.
    pub axes: [Vec<f32>; 2],
    /// (λ₁ + λ₂) / tr C; 1 where there is no spread at all.
    pub share: f32,
}

impl Axes {
    /// Those of these points, `[point][d]`.
    pub fn of(dimensions: usize, points: &[f32]) -> Self {
        let mut principal = Principal::new(dimensions, points.to_vec());
        while !principal.work() {}
        principal.axes()
    }

    /// Points of two dimensions or less as they are.
    pub(super) fn plain(dimensions: usize) -> Self {
        let one = |axis| (0..dimensions).map(move |at| f32::from(u8::from(at == axis)));
        Self {
            mean: vec![0.0; dimensions],
            axes: [0, 1].map(|axis| one(axis).collect()),
            share: 1.0,
        }
    }

    /// Where a point lies along both.
    pub fn place(&self, point: &[f32]) -> [f32; 2] {
        self.axes.each_ref().map(|axis| {
            let terms = point.iter().zip(&self.mean).zip(axis);
            terms.fold(0.0, |sum, ((x, mean), axis)| sum + (x - mean) * axis)
        })
    }
}

/// How two axes are turned so that they go on from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hold {
    /// Whether the second comes first. It is asked before the signs are.
    pub swaps: bool,
    /// Which of the two, in their new order, point the other way.
    pub flips: [bool; 2],
}

/// What keeps axes from flipping or swapping against the `previous` ones: the order and the signs s that make
/// Σ sₖ (axisₖ · previousₖ) greatest. Those of another length than before stay as they are.
pub fn hold(axes: [&[f32]; 2], previous: [&[f32]; 2]) -> Hold {
    if axes[0].len() != previous[0].len() {
        return Hold::default();
    }
    let dot = |of: usize, with: usize| -> f64 {
        let terms = axes[of].iter().zip(previous[with]);
        terms.fold(0.0, |sum, (&a, &b)| sum + f64::from(a) * f64::from(b))
    };
    let (straight, crossed) = ([dot(0, 0), dot(1, 1)], [dot(1, 0), dot(0, 1)]);
    let size = |[a, b]: [f64; 2]| a.abs() + b.abs();
    let swaps = size(crossed) > size(straight);
    let best = if swaps { crossed } else { straight };
    Hold {
        swaps,
        flips: best.map(|dot| dot < 0.0),
    }
}

impl Hold {
    /// A point along the held axes, from where it lies along the ones that were found.
    pub fn place(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [x, y] = if self.swaps { [y, x] } else { [x, y] };
        let sign = |number: f32, flips: bool| if flips { -number } else { number };
        [sign(x, self.flips[0]), sign(y, self.flips[1])]
    }

    /// The held axes themselves.
    pub fn axes(self, axes: [&[f32]; 2]) -> [Vec<f32>; 2] {
        let pairs = axes[0].iter().zip(axes[1]);
        let (first, second) = pairs
            .map(|(&a, &b)| {
                let [a, b] = self.place([a, b]);
                (a, b)
            })
            .unzip();
        [first, second]
    }
}

/// The work of finding principal axes, in bounded pieces.
#[derive(Clone, Debug)]
pub(super) struct Principal {
    dimensions: usize,
    /// x − μ, `[point][d]`.
    points: Vec<f32>,
    mean: Vec<f32>,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    /// The covariance, of so many points so far.
    Covariance(usize, Vec<f64>),
    Jacobi(Jacobi),
    Power(Box<Power>),
}

impl Principal {
    /// Begins with these points, `[point][d]`.
    pub fn new(dimensions: usize, mut points: Vec<f32>) -> Self {
        let mean = center(dimensions, &mut points);
        let way = if dimensions <= MOST {
            Way::Covariance(0, vec![0.0; dimensions * dimensions])
        } else {
            Way::Power(Box::new(Power::new(dimensions, &points)))
        };
        Self {
            dimensions,
            points,
            mean,
            way,
        }
    }

    /// Does one piece; `true` when nothing is left to do.
    pub fn work(&mut self) -> bool {
        let dimensions = self.dimensions;
        match &mut self.way {
            Way::Covariance(done, sums) => {
                let left = &self.points[*done * dimensions..];
                let points = (PIECE / (dimensions * dimensions)).max(1);
                let points = points.min(left.len() / dimensions);
                for x in left.chunks_exact(dimensions).take(points) {
                    add_products(x, sums);
                }
                *done += points;
                if *done * dimensions == self.points.len() {
                    let count = (*done).max(1) as f64;
                    let covariance = sums.iter().map(|sum| sum / count).collect();
                    self.way = Way::Jacobi(Jacobi::new(dimensions, covariance));
                }
                false
            }
            Way::Jacobi(jacobi) => jacobi.work(),
            Way::Power(power) => power.work(&self.points),
        }
    }

    /// What was found, once all is done.
    pub fn axes(&self) -> Axes {
        let [(first, one), (second, two)] = match &self.way {
            Way::Covariance(..) => return Axes::plain(self.dimensions),
            Way::Jacobi(jacobi) => greatest(jacobi, self.dimensions),
            Way::Power(power) => power.found(),
        };
        let squares = self.points.iter().map(|&x| f64::from(x) * f64::from(x));
        let count = (self.points.len() / self.dimensions).max(1) as f64;
        let trace = squares.fold(0.0, |sum, square| sum + square) / count;
        let share = if trace == 0.0 {
            1.0
        } else {
            (one + two) / trace
        };
        Axes {
            mean: self.mean.clone(),
            axes: [upright(&first), upright(&second)],
            share: share as f32,
        }
    }
}

/// The two greatest eigenvalues with their vectors; a second of zeros where there is but one dimension.
fn greatest(jacobi: &Jacobi, dimensions: usize) -> [(Vec<f64>, f64); 2] {
    let order = ascending((0..dimensions).map(|index| jacobi.value(index)));
    let found = |from_last: usize| match order.len().checked_sub(1 + from_last) {
        Some(at) => (jacobi.vector(order[at]).to_vec(), jacobi.value(order[at])),
        None => (vec![0.0; dimensions], 0.0),
    };
    [found(0), found(1)]
}

/// Takes the mean away from all points, and gives it.
fn center(dimensions: usize, points: &mut [f32]) -> Vec<f32> {
    let mut sums = vec![0.0_f64; dimensions];
    for x in points.chunks_exact(dimensions) {
        sums.iter_mut()
            .zip(x)
            .for_each(|(sum, &x)| *sum += f64::from(x));
    }
    let count = (points.len() / dimensions).max(1) as f64;
    let mean: Vec<f32> = sums.iter().map(|sum| (sum / count) as f32).collect();
    for x in points.chunks_exact_mut(dimensions) {
        x.iter_mut().zip(&mean).for_each(|(x, mean)| *x -= mean);
    }
    mean
}

/// Adds x xᵀ.
fn add_products(x: &[f32], sums: &mut [f64]) {
    for (&a, sums) in x.iter().zip(sums.chunks_exact_mut(x.len())) {
        for (&b, sum) in x.iter().zip(sums) {
            *sum += f64::from(a) * f64::from(b);
        }
    }
}

/// The direction whose component that is farthest from zero, the first of equals, is positive.
fn upright(vector: &[f64]) -> Vec<f32> {
    let farthest = vector.iter().fold(0.0_f64, |most, &component| {
        if component.abs() > most.abs() {
            component
        } else {
            most
        }
    });
    let sign = 1.0_f64.copysign(farthest);
    vector
        .iter()
        .map(|component| (component * sign) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    /// Points of an ellipse with these half axes, turned by an angle, around (3, −1).
    fn ellipse([a, b]: [f32; 2], angle: f32) -> Vec<f32> {
        let (sine, cosine) = libm::sincosf(angle);
        (0..360)
            .flat_map(|degree| {
                let (y, x) = libm::sincosf((degree as f32).to_radians());
                let (x, y) = (a * x, b * y);
                [3.0 + cosine * x - sine * y, sine * x + cosine * y - 1.0]
            })
            .collect()
    }

    fn assert_near(a: &[f32], b: &[f32], error: f32) {
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(b) {
            assert!((a - b).abs() < error, "{a}, {b}");
        }
    }

    #[test]
    fn the_axes_of_an_ellipse_are_its_own() {
        let angle = std::f32::consts::FRAC_PI_6;
        let found = Axes::of(2, &ellipse([2.0, 0.5], angle));
        assert_near(&found.mean, &[3.0, -1.0], 1e-5);
        assert_near(&found.axes[0], &[0.866_025, 0.5], 1e-5);
        assert_near(&found.axes[1], &[-0.5, 0.866_025], 1e-5);
        assert!((found.share - 1.0).abs() < 1e-6);
        let tip = [3.0 + 2.0 * 0.866_025, -1.0 + 2.0 * 0.5];
        assert_near(&found.place(&tip), &[2.0, 0.0], 1e-5);
    }

    /// Spread over more dimensions than two, in which λ are 9, 4 and 1 with one to each direction.
    #[test]
    fn the_share_is_what_two_axes_show() {
        let mut points = Vec::new();
        for (axis, deviation) in [(4, 3.0), (1, 2.0), (2, 1.0)] {
            for sign in [-1.0, 1.0] {
                let mut x = [0.0; 5];
                x[axis] = sign * deviation;
                points.extend(x);
            }
        }
        let found = Axes::of(5, &points);
        assert!((found.share - 13.0 / 14.0).abs() < 1e-6);
        assert_near(&found.axes[0], &[0.0, 0.0, 0.0, 0.0, 1.0], 1e-6);
        assert_near(&found.axes[1], &[0.0, 1.0, 0.0, 0.0, 0.0], 1e-6);
    }

    #[test]
    fn many_dimensions_are_no_different() {
        let (wide, narrow) = (90, 60);
        let mut rng = Rng::new(1, Purpose::Point, 0);
        let points: Vec<[f32; 60]> = (0..100)
            .map(|_| std::array::from_fn(|at| rng.between(-1.0, 1.0) * 4.0 / (1 + at) as f32))
            .collect();
        let padded = points.iter().flat_map(|x| {
            let zeros = std::iter::repeat_n(0.0, wide - narrow);
            x.iter().copied().chain(zeros)
        });
        let by_power = Axes::of(wide, &padded.collect::<Vec<_>>());
        let by_jacobi = Axes::of(narrow, points.as_flattened());
        assert!((by_power.share - by_jacobi.share).abs() < 1e-5);
        for (power, jacobi) in by_power.axes.iter().zip(&by_jacobi.axes) {
            assert_near(&power[..narrow], jacobi, 1e-3);
            assert_near(&power[narrow..], &[0.0; 30], 1e-6);
        }
    }

    #[test]
    fn points_without_spread_have_no_axes_to_show() {
        for dimensions in [3, 80] {
            let found = Axes::of(dimensions, &vec![0.25; 7 * dimensions]);
            assert_eq!((found.mean[0], found.share), (0.25, 1.0));
            let place = found.place(&vec![0.25; dimensions]);
            assert_eq!(place, [0.0, 0.0]);
        }
        assert_eq!(Axes::of(4, &[]).share, 1.0);
        let found = Axes::of(70, &[f32::NAN; 140]);
        assert!(found.share.is_nan());
    }

    /// Through a rotation by all angles, and half way through it the short axis becomes the long one.
    #[test]
    fn held_axes_neither_flip_nor_swap() {
        let mut held = Axes::of(2, &ellipse([2.0, 1.0], 0.0)).axes;
        let (mut turns, steps) = (0, 400);
        for step in 1..=steps {
            let t = step as f32 / steps as f32;
            let found = Axes::of(2, &ellipse([2.0 - t, 1.003 + t], 7.0 * t));
            let axes = found.axes.each_ref().map(Vec::as_slice);
            let hold = hold(axes, held.each_ref().map(Vec::as_slice));
            turns += usize::from(hold != Hold::default());
            let next = hold.axes(axes);
            for (next, held) in next.iter().zip(&held) {
                let dot: f32 = next.iter().zip(held).map(|(a, b)| a * b).sum();
                assert!(dot > 0.99, "{dot} at {t}");
            }
            let point = [1.0, 2.0];
            let place = hold.place(found.place(&point));
            let along = |axis: &[f32]| {
                (point[0] - found.mean[0]) * axis[0] + (point[1] - found.mean[1]) * axis[1]
            };
            assert_near(&place, &[along(&next[0]), along(&next[1])], 1e-5);
            held = next;
        }
        assert!(turns > 100, "the axes that were found did not turn");
    }

    #[test]
    fn axes_of_another_length_are_not_held() {
        let two: [&[f32]; 2] = [&[1.0, 0.0], &[0.0, 1.0]];
        let three: [&[f32]; 2] = [&[0.0, -1.0, 0.0], &[1.0, 0.0, 0.0]];
        assert_eq!(hold(three, two), Hold::default());
    }
}
