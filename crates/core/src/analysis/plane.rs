//! Planes through all parameters of a network.
//!
//! A network of p parameters is one point θ of p dimensions. Two directions u and v of as many make a plane through
//! it, whose points are θ + α u + β v.
//!
//! Random directions are normal numbers, and each row of weights, that is those of a unit or a filter, is brought to
//! the length of the network's own row: d ← d ‖w‖ / ‖d‖. Else what looks flat may only be large: a ReLU layer of twice
//! the weights before one of half of them is the same network, but hardly feels a step of the same length. Biases and
//! the gains of a layer norm stay as they are.
//!
//! Source: Li, Xu, Taylor, Studer and Goldstein, Visualizing the Loss Landscape of Neural Nets, 2018, section 4.

use serde::{Deserialize, Serialize};

use crate::network::Network;
use crate::rng::{Purpose, Rng};

/// A plane through the parameters of a network as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Plane {
    /// Along two parameters, by their places in the order of [`crate::Shape`].
    Pair {
        /// That of α and that of β.
        parameters: [u32; 2],
    },
    /// Along two random directions, each row of weights as long as the network's own.
    Random {
        /// Decides the directions.
        seed: u32,
    },
    /// Along the two principal axes of the run's path, so long that the path goes from −1 to 1 at most.
    Path,
}

impl Plane {
    /// u and v, in the order of the parameters. `None` if the network has no such parameters; and for the path, whose
    /// directions are part of what was found.
    pub fn directions(self, network: &Network) -> Option<[Vec<f32>; 2]> {
        let count = network.parameters().len();
        match self {
            Self::Pair { parameters } => {
                let [u, v] = parameters.map(|at| ((at as usize) < count).then_some(at as usize));
                let unit =
                    |at: usize| (0..count).map(move |other| f32::from(u8::from(other == at)));
                Some([unit(u?).collect(), unit(v?).collect()])
            }
            Self::Random { seed } => Some([0, 1].map(|axis| random(network, seed, axis))),
            Self::Path => None,
        }
    }

    /// The parameters at (α, β) of the plane through this network.
    pub fn at(self, network: &Network, alpha: f32, beta: f32) -> Option<Vec<f32>> {
        let directions = self.directions(network)?;
        let [u, v] = directions.each_ref().map(Vec::as_slice);
        Some(at(network.parameters(), [u, v], [alpha, beta]).collect())
    }
}

/// θ + α u + β v
pub(super) fn at<'a>(
    origin: &'a [f32],
    [u, v]: [&'a [f32]; 2],
    [alpha, beta]: [f32; 2],
) -> impl Iterator<Item = f32> + 'a {
    let numbers = origin.iter().zip(u).zip(v);
    numbers.map(move |((origin, u), v)| origin + alpha * u + beta * v)
}

/// The α and β of the point of the plane that is nearest to a point: where what is left of d = point − θ is at right
/// angles to u and v.
pub(super) fn project(origin: &[f32], [u, v]: [&[f32]; 2], point: &[f32]) -> [f32; 2] {
    let dot = |a: &[f32], b: &dyn Fn(usize) -> f64| {
        let terms = a.iter().enumerate();
        terms.fold(0.0, |sum, (at, &a)| sum + f64::from(a) * b(at))
    };
    let to = |at: usize| f64::from(point[at]) - f64::from(origin[at]);
    let v_at = |at: usize| f64::from(v[at]);
    let (uu, uv, vv) = (dot(u, &|at| f64::from(u[at])), dot(u, &v_at), dot(v, &v_at));
    let (du, dv) = (dot(u, &to), dot(v, &to));
    let determinant = uu * vv - uv * uv;
    if determinant > 1e-9 * uu * vv {
        let alpha = (du * vv - dv * uv) / determinant;
        let beta = (dv * uu - du * uv) / determinant;
        return [alpha as f32, beta as f32];
    }
    // Both directions are one, or one is none.
    [if uu > 0.0 { (du / uu) as f32 } else { 0.0 }, 0.0]
}

/// A random direction.
fn random(network: &Network, seed: u32, axis: u64) -> Vec<f32> {
    let mut direction = vec![0.0; network.parameters().len()];
    let shape = network.shape();
    let mut places = shape.connections().peekable();
    for (index, layer) in shape.layers().iter().enumerate() {
        let mut rng = Rng::new(seed, Purpose::Landscape, 2 * index as u64 + axis);
        if places.next_if_eq(&layer.weights()).is_none() || layer.rows == 0 {
            continue;
        }
        let weights = &network.parameters()[layer.weights()];
        let to = &mut direction[layer.weights()];
        for pair in to.chunks_mut(2) {
            pair.copy_from_slice(&rng.normal_pair()[..pair.len()]);
        }
        // What is held stays.
        for (number, index) in to.iter_mut().zip(layer.weights()) {
            if !network.is_free(index) {
                *number = 0.0;
            }
        }
        let rows = to.chunks_exact_mut(layer.fan_in);
        for (direction, weights) in rows.zip(weights.chunks_exact(layer.fan_in)) {
            let [own, wanted] = [norm(direction), norm(weights)];
            let scale = if own > 0.0 { wanted / own } else { 0.0 };
            for number in direction {
                *number = (f64::from(*number) * scale) as f32;
            }
        }
    }
    direction
}

fn norm(numbers: &[f32]) -> f64 {
    let squares = numbers.iter().map(|&x| f64::from(x) * f64::from(x));
    libm::sqrt(squares.fold(0.0, |sum, square| sum + square))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, RunDocument};
    use crate::layer::Layer;
    use crate::run::Run;

    fn run() -> Run {
        let mut document = RunDocument::default();
        document.experiment.hidden.insert(1, Layer::LayerNorm);
        let mut run = Run::new(document).unwrap();
        let cut = Edit::Cut {
            layer: 0,
            unit: 3,
            input: 1,
        };
        run.edit(cut).unwrap();
        run
    }

    #[test]
    fn random_rows_are_as_long_as_the_networks_own() {
        let run = run();
        let network = run.network();
        let [u, v] = Plane::Random { seed: 7 }.directions(network).unwrap();
        for layer in network.shape().layers() {
            let is_norm = layer.layer == Layer::LayerNorm;
            for direction in [&u, &v] {
                assert!(direction[layer.bias()].iter().all(|&x| x == 0.0));
                for row in 0..layer.rows {
                    let start = layer.weight_offset + row * layer.fan_in;
                    let row = start..start + layer.fan_in;
                    let wanted = if is_norm {
                        0.0
                    } else {
                        norm(&network.parameters()[row.clone()])
                    };
                    assert!((norm(&direction[row]) - wanted).abs() < 1e-6);
                }
            }
        }
        let cut = network.shape().weight_index(0, 3, 1).unwrap();
        assert_eq!([u[cut], v[cut]], [0.0, 0.0]);
        assert_ne!(u, v);
        assert_ne!(Plane::Random { seed: 8 }.directions(network).unwrap()[0], u);
    }

    #[test]
    fn a_point_of_the_plane_is_projected_to_itself() {
        let run = run();
        let theta = run.network().parameters();
        let path = [0.25, -1.5];
        for plane in [
            Plane::Random { seed: 1 },
            Plane::Pair {
                parameters: [3, 20],
            },
        ] {
            let [u, v] = plane.directions(run.network()).unwrap();
            let point = plane.at(run.network(), path[0], path[1]).unwrap();
            let found = project(theta, [&u, &v], &point);
            assert!((found[0] - path[0]).abs() < 1e-5 && (found[1] - path[1]).abs() < 1e-5);
        }
        let same = Plane::Pair { parameters: [3, 3] };
        let [u, v] = same.directions(run.network()).unwrap();
        let point = same.at(run.network(), 0.5, 0.5).unwrap();
        let found = project(theta, [&u, &v], &point);
        assert!((found[0] - 1.0).abs() < 1e-6 && found[1] == 0.0);
    }

    #[test]
    fn a_pair_moves_two_parameters_alone() {
        let run = run();
        let plane = Plane::Pair { parameters: [4, 9] };
        let point = plane.at(run.network(), 0.5, -2.0).unwrap();
        for (at, (&new, &old)) in point.iter().zip(run.network().parameters()).enumerate() {
            let moved = [(4, 0.5), (9, -2.0)].iter().find(|(moved, _)| *moved == at);
            assert_eq!(new, old + moved.map_or(0.0, |(_, by)| *by));
        }
        let beyond = Plane::Pair {
            parameters: [4, 9_999],
        };
        assert_eq!(beyond.at(run.network(), 0.0, 0.0), None);
        assert_eq!(Plane::Path.directions(run.network()), None);
    }
}
