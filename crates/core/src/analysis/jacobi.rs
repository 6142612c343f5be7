//! Eigenvectors of a symmetric matrix.
//!
//! Cyclic Jacobi: a rotation J in the plane of p and q brings the element (p, q) of A to zero, A ← Jᵀ A J. Every pair
//! in turn, again and again, and what is not on the diagonal vanishes, quadratically in the end. The diagonal then
//! holds the eigenvalues, and the product of all rotations the eigenvectors. The tangent of the angle is
//!
//! t = sign(θ) / (|θ| + √(θ² + 1)), θ = (A(q, q) − A(p, p)) / 2 A(p, q)
//!
//! Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.5.

/// Times that it goes through all pairs at most; far fewer are needed, unless there are numbers that are none.
const SWEEPS: usize = 16;
/// What is left beside the diagonal at the end, as a share of the sum of all squares.
const REST: f64 = 1e-24;

/// The work of finding the eigenvectors, a row of pairs at a time.
#[derive(Clone, Debug)]
pub(super) struct Jacobi {
    side: usize,
    /// `[row][column]`
    matrix: Vec<f64>,
    /// `[vector][component]`
    vectors: Vec<f64>,
    row: usize,
    sweep: usize,
}

impl Jacobi {
    /// Begins with a symmetric matrix, `[row][column]`.
    pub fn new(side: usize, matrix: Vec<f64>) -> Self {
        let mut vectors = vec![0.0; side * side];
        vectors
            .iter_mut()
            .step_by(side + 1)
            .for_each(|one| *one = 1.0);
        Self {
            side,
            matrix,
            vectors,
            row: 0,
            sweep: 0,
        }
    }

    /// Does one piece; `true` when nothing is left to do.
    pub fn work(&mut self) -> bool {
        if self.row == 0 && (self.sweep == SWEEPS || self.is_diagonal()) {
            return true;
        }
        let p = self.row;
        (p + 1..self.side).for_each(|q| self.rotate(p, q));
        self.row += 1;
        if self.row == self.side {
            self.row = 0;
            self.sweep += 1;
        }
        false
    }

    /// An eigenvalue, once all is done.
    pub fn value(&self, index: usize) -> f64 {
        self.matrix[index * (self.side + 1)]
    }

    /// Its eigenvector, of length one.
    pub fn vector(&self, index: usize) -> &[f64] {
        &self.vectors[index * self.side..][..self.side]
    }

    fn is_diagonal(&self) -> bool {
        let (mut rest, mut all) = (0.0, 0.0);
        for (index, element) in self.matrix.iter().enumerate() {
            let square = element * element;
            all += square;
            if !index.is_multiple_of(self.side + 1) {
                rest += square;
            }
        }
        rest <= REST * all
    }

    fn rotate(&mut self, p: usize, q: usize) {
        let side = self.side;
        let off = self.matrix[p * side + q];
        if off == 0.0 {
            return;
        }
        let theta = (self.value(q) - self.value(p)) / (2.0 * off);
        let tangent = 1.0_f64.copysign(theta) / (theta.abs() + libm::sqrt(theta * theta + 1.0));
        let cosine = 1.0 / libm::sqrt(tangent * tangent + 1.0);
        let angle = [cosine, tangent * cosine];
        for row in self.matrix.chunks_exact_mut(side) {
            [row[p], row[q]] = turned([row[p], row[q]], angle);
        }
        turn_rows(&mut self.matrix, side, [p, q], angle);
        turn_rows(&mut self.vectors, side, [p, q], angle);
    }
}

fn turned([a, b]: [f64; 2], [cosine, sine]: [f64; 2]) -> [f64; 2] {
    [cosine * a - sine * b, sine * a + cosine * b]
}

fn turn_rows(matrix: &mut [f64], side: usize, [p, q]: [usize; 2], angle: [f64; 2]) {
    for column in 0..side {
        let [a, b] = [p * side + column, q * side + column];
        [matrix[a], matrix[b]] = turned([matrix[a], matrix[b]], angle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    /// A v = λ v for every pair, and the vectors are at right angles.
    #[test]
    fn what_it_finds_are_eigenvectors() {
        for side in [1, 2, 3, 17, 64] {
            let mut rng = Rng::new(5, Purpose::Point, side as u64);
            let mut matrix = vec![0.0; side * side];
            for row in 0..side {
                for column in 0..=row {
                    let number = f64::from(rng.between(-1.0, 1.0));
                    matrix[row * side + column] = number;
                    matrix[column * side + row] = number;
                }
            }
            let mut jacobi = Jacobi::new(side, matrix.clone());
            while !jacobi.work() {}
            assert!(jacobi.sweep < 10);
            let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
            for index in 0..side {
                let (value, vector) = (jacobi.value(index), jacobi.vector(index));
                for (row, component) in matrix.chunks_exact(side).zip(vector) {
                    assert!((dot(row, vector) - value * component).abs() < 1e-10);
                }
                for other in 0..side {
                    let wanted = f64::from(u8::from(other == index));
                    assert!((dot(vector, jacobi.vector(other)) - wanted).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn ends_whatever_the_numbers_are() {
        let mut jacobi = Jacobi::new(3, vec![f64::NAN; 9]);
        while !jacobi.work() {}
        assert!(jacobi.value(0).is_nan());
    }
}
