//! The two greatest eigenvectors of a covariance that is never made: see [`super::pca`].

use super::pca::PIECE;

/// Times that the covariance is applied for one eigenvector, at most.
const MOST: usize = 200;
/// A direction that one more time turns by less than √(2 · this) is good enough to look at.
const STILL: f64 = 1e-10;

/// The work of power iteration, in pieces of some points.
#[derive(Clone, Debug)]
pub(super) struct Power {
    dimensions: usize,
    /// What was found: directions and eigenvalues.
    found: Vec<(Vec<f64>, f64)>,
    /// The direction at hand.
    vector: Vec<f64>,
    /// Σ x (x · v) over the points that are done.
    sums: Vec<f64>,
    done: usize,
    times: usize,
}

impl Power {
    /// Begins with centred points, `[point][d]`.
    pub fn new(dimensions: usize, points: &[f32]) -> Self {
        let mut power = Self {
            dimensions,
            found: Vec::new(),
            vector: Vec::new(),
            sums: vec![0.0; dimensions],
            done: 0,
            times: 0,
        };
        power.begin(points);
        power
    }

    /// Does one piece; `true` when nothing is left to do.
    pub fn work(&mut self, points: &[f32]) -> bool {
        if self.found.len() == 2 {
            return true;
        }
        let left = &points[self.done * self.dimensions..];
        let count = (PIECE / (2 * self.dimensions)).max(1);
        let count = count.min(left.len() / self.dimensions);
        for x in left.chunks_exact(self.dimensions).take(count) {
            let along = dot(x, &self.vector);
            for (sum, &x) in self.sums.iter_mut().zip(x) {
                *sum += along * f64::from(x);
            }
        }
        self.done += count;
        if self.done * self.dimensions == points.len() {
            self.turn(points);
        }
        false
    }

    /// Both directions with their eigenvalues, once all is done.
    pub fn found(&self) -> [(Vec<f64>, f64); 2] {
        let found = |index: usize| match self.found.get(index) {
            Some(found) => found.clone(),
            None => (vec![0.0; self.dimensions], 0.0),
        };
        [found(0), found(1)]
    }

    /// Begins the next direction with the point that is farthest out.
    fn begin(&mut self, points: &[f32]) {
        self.times = 0;
        let (mut farthest, mut most) = (vec![0.0; self.dimensions], 0.0);
        for x in points.chunks_exact(self.dimensions) {
            let mut x: Vec<f64> = x.iter().map(|&x| f64::from(x)).collect();
            self.deflate(&mut x);
            let square = x.iter().fold(0.0, |sum, x| sum + x * x);
            if square > most {
                (farthest, most) = (x, square);
            }
        }
        normalize(&mut farthest);
        self.vector = farthest;
    }

    /// v ← C v / |C v|
    fn turn(&mut self, points: &[f32]) {
        self.done = 0;
        self.times += 1;
        let mut next = std::mem::replace(&mut self.sums, vec![0.0; self.dimensions]);
        self.deflate(&mut next);
        let size = normalize(&mut next);
        let pairs = next.iter().zip(&self.vector);
        let turned = 1.0 - pairs.fold(0.0, |sum, (a, b)| sum + a * b);
        self.vector = next;
        // What is no number is no greater either.
        if turned > STILL && self.times < MOST && size > 0.0 {
            return;
        }
        let count = (points.len() / self.dimensions).max(1) as f64;
        let vector = std::mem::take(&mut self.vector);
        self.found.push((vector, size / count));
        if self.found.len() < 2 {
            self.begin(points);
        }
    }

    /// Takes away what lies along the directions that were found.
    fn deflate(&self, x: &mut [f64]) {
        for (found, _) in &self.found {
            let along = x.iter().zip(found).fold(0.0, |sum, (a, b)| sum + a * b);
            x.iter_mut()
                .zip(found)
                .for_each(|(x, found)| *x -= along * found);
        }
    }
}

fn dot(x: &[f32], v: &[f64]) -> f64 {
    let terms = x.iter().zip(v);
    terms.fold(0.0, |sum, (&x, v)| sum + f64::from(x) * v)
}

/// Brings a vector to length one, unless it is zero, and gives the length that it had.
fn normalize(vector: &mut [f64]) -> f64 {
    let size = libm::sqrt(vector.iter().fold(0.0, |sum, x| sum + x * x));
    if size > 0.0 {
        for x in vector {
            *x /= size;
        }
    }
    size
}
