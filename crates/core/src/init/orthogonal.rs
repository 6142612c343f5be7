//! An orthogonal matrix, for layers that pass on every direction alike.
//!
//! Of W, `[row][column]`, the rows are of length 1 and at right angles to each other, or the columns if there
//! are fewer of them: W Wᵀ = 1 or Wᵀ W = 1. So it turns a signal without stretching it, and so do many such
//! layers one after the other.
//!
//! Such a matrix is the Q of a matrix of normal numbers Z = Q R, by the modified method of Gram and Schmidt.
//! That divides by lengths, so the diagonal of R is positive, which is what makes every Q as likely (Mezzadri,
//! How to generate random matrices from the classical compact groups, 2007).
//!
//! Source: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear
//! neural networks, 2014.

use super::About;
use crate::rng::Rng;

pub(super) const ABOUT: About = About {
    id: "orthogonal",
    name: "Orthogonal",
    formula: "W Wᵀ = 1 or Wᵀ W = 1",
    sentence: "A random rotation: whatever direction a signal has, it keeps its strength, through many layers.",
};

/// Each of the shorter side's vectors has length 1, so the mean square of all numbers is one by the longer
/// side.
pub(super) fn deviation(columns: usize, rows: usize) -> f32 {
    libm::sqrtf(1.0 / rows.max(columns) as f32)
}

/// Draws `[row][column]`. A layer that has no weights has no columns either.
pub(super) fn draw(columns: usize, rng: &mut Rng, weights: &mut [f32]) {
    let rows = weights.len().checked_div(columns).unwrap_or(0);
    if rows == 0 {
        return;
    }
    let (count, len) = (rows.min(columns), rows.max(columns));
    let vectors = orthonormal(count, len, rng);
    for (row, weights) in weights.chunks_exact_mut(columns).enumerate() {
        for (column, weight) in weights.iter_mut().enumerate() {
            let (vector, number) = if rows <= columns {
                (row, column)
            } else {
                (column, row)
            };
            *weight = vectors[vector * len + number] as f32;
        }
    }
}

/// So many vectors of `len` numbers each, of length 1 and at right angles to each other.
fn orthonormal(count: usize, len: usize, rng: &mut Rng) -> Vec<f64> {
    let mut vectors = Vec::with_capacity(count * len);
    while vectors.len() < count * len {
        let normals = (0..len.div_ceil(2)).flat_map(|_| rng.normal_pair());
        let mut vector: Vec<f64> = normals.take(len).map(f64::from).collect();
        // Twice: what rounding leaves of the others the first time is gone after the second.
        for _ in 0..2 {
            for other in vectors.chunks_exact(len) {
                remove(&mut vector, other);
            }
        }
        let length = libm::sqrt(dot(&vector, &vector));
        // Once in a great while there is next to nothing left; then another one is drawn.
        if length > 1e-6 {
            vectors.extend(vector.iter().map(|number| number / length));
        }
    }
    vectors
}

/// Takes from a vector what it has in common with another one, of length 1.
fn remove(vector: &mut [f64], other: &[f64]) {
    let share = dot(vector, other);
    for (number, other) in vector.iter_mut().zip(other) {
        *number -= share * other;
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}
