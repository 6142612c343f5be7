//! The loss over a plane of parameters: L(θ + α u + β v), see [`Plane`].
//!
//! The run's path is drawn into it: of each moment of the diary the point of the plane that is nearest to what the
//! parameters were. Along the path's own principal axes it comes nearest of all.
//!
//! Source: Li, Xu, Taylor, Studer and Goldstein, Visualizing the Loss Landscape of Neural Nets, 2018; Goodfellow,
//! Vinyals and Saxe, Qualitatively characterizing neural network optimization problems, 2015.

use super::pca::Principal;
use super::plane::{Plane, at, project};
use super::slices::affordable;
use super::{Examples, Work};
use crate::loss::Loss;
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::run::Run;
use crate::shape::Shape;

/// The most examples.
const EXAMPLES: usize = 500;
/// The most points in a row.
const SIDE: u32 = 128;
/// Multiply-adds in a piece of work.
const PIECE: u64 = 1 << 20;
/// Multiply-adds of a whole landscape, at most: some seconds.
const MOST: u64 = 1 << 34;

/// The loss over a plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Landscape<'a> {
    /// Points in a row, and rows.
    pub side: usize,
    /// Mean losses, `[row][column]`: α goes from −reach to +reach in each row, and β from +reach in the first row to
    /// −reach in the last.
    pub losses: &'a [f32],
    /// Steps done, and where the run was then.
    pub path: Vec<(u64, [f32; 2])>,
    /// θ, u and v: the network may have gone on since, and random directions are as long as its weights were.
    plane: [&'a [f32]; 3],
}

impl<'a> Landscape<'a> {
    /// Reads the numbers of [`super::Study::Landscape`]: how many points there are in a row, and how many moments; the
    /// losses; of each moment its step, α and β; then θ, u and v. Nothing, where there was no such plane.
    pub fn read(numbers: &'a [f32]) -> Option<Self> {
        let (&[side, moments], rest) = numbers.split_first_chunk()?;
        let side = side as usize;
        let (losses, rest) = rest.split_at_checked(side * side)?;
        let (path, rest) = rest.split_at_checked(3 * moments as usize)?;
        let moments = path.as_chunks().0.iter();
        let third = rest.len() / 3;
        Some(Self {
            side,
            losses,
            path: moments
                .map(|&[step, alpha, beta]| (step as u64, [alpha, beta]))
                .collect(),
            plane: [0, 1, 2].map(|part| &rest[part * third..][..third]),
        })
    }

    /// The parameters that it was made around: θ, at (0, 0).
    pub const fn origin(&self) -> &'a [f32] {
        self.plane[0]
    }

    /// The parameters at (α, β).
    pub fn at(&self, alpha: f32, beta: f32) -> Vec<f32> {
        let [origin, u, v] = self.plane;
        at(origin, [u, v], [alpha, beta]).collect()
    }

    /// The α and β of the point of the plane that is nearest to these parameters, if they are as many.
    pub fn place(&self, parameters: &[f32]) -> Option<[f32; 2]> {
        let [origin, u, v] = self.plane;
        (parameters.len() == origin.len()).then(|| project(origin, [u, v], parameters))
    }

    /// The α of a column.
    pub fn alpha(&self, column: usize, reach: f32) -> f32 {
        place(self.side, reach, column)[0]
    }

    /// The β of a row.
    pub fn beta(&self, row: usize, reach: f32) -> f32 {
        place(self.side, reach, row * self.side)[1]
    }
}

/// [`super::Study::Landscape`]
#[derive(Debug)]
pub(super) struct Surveying {
    /// Its parameters are those of the point at hand.
    network: Network,
    /// θ
    origin: Vec<f32>,
    /// Steps, and all parameters then.
    path: Vec<(u64, Vec<f32>)>,
    loss: Loss,
    examples: Examples,
    pass: Pass,
    side: usize,
    reach: f32,
    stage: Stage,
    /// Examples done.
    done: usize,
    /// Sums of losses, `[row][column]`.
    sums: Vec<f64>,
}

#[derive(Debug)]
enum Stage {
    /// The axes of the path are looked for.
    Axes(Box<Principal>),
    /// So many points of the plane were tried with the block at hand; `None` before it is loaded.
    Points([Vec<f32>; 2], Option<usize>),
    /// There is no such plane.
    Nowhere,
}

impl Surveying {
    pub fn new(run: &Run, plane: Plane, side: u32, reach: f32) -> Self {
        let network = run.network().clone();
        let shape = network.shape();
        let side = affordable_side(shape, side);
        let entries = run.diary().of_shape(shape);
        let path: Vec<(u64, Vec<f32>)> = entries
            .filter_map(|entry| Some((entry.step, entry.all_parameters()?.to_vec())))
            .collect();
        let mut pass = Pass::default();
        pass.fit(shape);
        let stage = if plane == Plane::Path && path.len() > 1 {
            let points = path.iter().flat_map(|(_, parameters)| parameters).copied();
            let principal = Principal::new(shape.parameters(), points.collect());
            Stage::Axes(Box::new(principal))
        } else {
            plane
                .directions(&network)
                .map_or(Stage::Nowhere, |directions| Stage::Points(directions, None))
        };
        Self {
            origin: network.parameters().to_vec(),
            path,
            loss: run.settings().loss,
            examples: Examples::of(run, affordable(shape, side * side).min(EXAMPLES)),
            pass,
            side,
            reach,
            stage,
            done: 0,
            sums: vec![0.0; side * side],
            network,
        }
    }

    /// Loads the next block, or tries some more points with the one at hand.
    fn work_on_points(&mut self) {
        let count = self.examples.len();
        let block = self.pass.block().min(count - self.done);
        let Stage::Points(directions, tried) = &mut self.stage else {
            return;
        };
        let Some(first) = *tried else {
            self.examples.load(&mut self.pass, self.done, block);
            *tried = Some(0);
            return;
        };
        let shape = self.network.shape().clone();
        let parameters = shape.parameters() as u64;
        let each = (work(&shape) * block as u64 + 4 * parameters).max(1);
        let points = (PIECE / each).max(1) as usize;
        let last = (first + points).min(self.sums.len());
        let [u, v] = directions.each_ref().map(Vec::as_slice);
        for point in first..last {
            let place = place(self.side, self.reach, point);
            let numbers = at(&self.origin, [u, v], place);
            let to = self.network.parameters_mut().iter_mut();
            to.zip(numbers).for_each(|(to, number)| *to = number);
            self.pass
                .forward(&self.network, 0..shape.layers().len(), None);
            let mut losses = [0.0; BLOCK];
            self.pass.copy_losses(self.loss, &mut losses);
            let losses = losses[..block].iter().map(|&loss| f64::from(loss));
            self.sums[point] += losses.sum::<f64>();
        }
        *tried = Some(last).filter(|&last| last < self.sums.len());
        if tried.is_none() {
            self.done += block;
        }
    }

    /// The axes of the path, so long that it goes from −1 to 1 at most.
    fn own_plane(&self, principal: &Principal) -> [Vec<f32>; 2] {
        let axes = principal.axes().axes;
        let [u, v] = axes.each_ref().map(Vec::as_slice);
        let places = self
            .path
            .iter()
            .map(|(_, point)| project(&self.origin, [u, v], point));
        let farthest = places.fold(0.0_f32, |most, [alpha, beta]| {
            most.max(alpha.abs()).max(beta.abs())
        });
        axes.map(|axis| axis.iter().map(|number| number * farthest).collect())
    }
}

impl Work for Surveying {
    fn work(&mut self) -> bool {
        match &mut self.stage {
            Stage::Nowhere => return true,
            Stage::Axes(principal) => {
                if principal.work() {
                    let principal = std::mem::replace(&mut self.stage, Stage::Nowhere);
                    if let Stage::Axes(principal) = principal {
                        self.stage = Stage::Points(self.own_plane(&principal), None);
                    }
                }
                return false;
            }
            Stage::Points(..) => {}
        }
        if self.done < self.examples.len() {
            self.work_on_points();
        }
        self.done == self.examples.len()
    }

    fn progress(&self) -> f32 {
        let points = self.sums.len().max(1) as f32;
        let tried = match &self.stage {
            Stage::Points(_, Some(tried)) => *tried as f32 / points,
            _ => 0.0,
        };
        let block = self.pass.block() as f32 * tried;
        ((self.done as f32 + block) / self.examples.len().max(1) as f32).min(1.0)
    }

    fn examples(&self) -> [usize; 2] {
        [self.examples.len(), self.examples.all()]
    }

    fn numbers(&self) -> Vec<f32> {
        let Stage::Points(directions, _) = &self.stage else {
            return Vec::new();
        };
        let count = self.examples.len() as f64;
        let mut numbers = vec![self.side as f32, self.path.len() as f32];
        numbers.extend(self.sums.iter().map(|sum| (sum / count) as f32));
        let [u, v] = directions.each_ref().map(Vec::as_slice);
        for (step, point) in &self.path {
            numbers.push(*step as f32);
            numbers.extend(project(&self.origin, [u, v], point));
        }
        numbers.extend([&self.origin, u, v].into_iter().flatten());
        numbers
    }
}

/// The α and β of a point; the first is at the top left.
fn place(side: usize, reach: f32, point: usize) -> [f32; 2] {
    let part = |index: usize| 2.0 * index as f32 / (side - 1) as f32 - 1.0;
    [reach * part(point % side), -reach * part(point / side)]
}

/// Multiply-adds and activations of an example.
fn work(shape: &Shape) -> u64 {
    shape.work() + 8 * shape.units() as u64
}

/// The points in a row for which there is time; of an odd number fewer by an even one, so that the network as it is
/// stays one of the points.
fn affordable_side(shape: &Shape, side: u32) -> usize {
    let points = MOST / (64 * work(shape).max(1));
    let most = libm::sqrt(points as f64) as u32;
    let fitting = side.min(SIDE).min(most);
    let is_other = fitting % 2 != side % 2;
    (fitting - fitting.min(u32::from(is_other))).max(2) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Study, find};
    use crate::edit::{Edit, RunDocument};
    use crate::layer::Layer;

    fn run(steps: u64) -> Run {
        let mut run = Run::new(RunDocument::default()).unwrap();
        while run.step() < steps {
            run.work();
        }
        run
    }

    fn study(plane: Plane, side: u32, reach: f32) -> Study {
        Study::Landscape { plane, side, reach }
    }

    /// The mean loss over all training examples, by the textbook pass.
    fn loss_at(run: &Run, parameters: &[f32]) -> f32 {
        let shape = run.network().shape().clone();
        let network = Network::with_parameters(shape, parameters.to_vec()).unwrap();
        let count = run.training_samples().len();
        let losses = (0..count).map(|at| {
            let samples = run.training_samples();
            let trace = crate::trace::Trace::new(
                &network,
                run.settings().loss,
                samples.features_of(at),
                samples.targets_of(at),
            );
            f64::from(trace.loss)
        });
        (losses.sum::<f64>() / count as f64) as f32
    }

    #[test]
    fn each_loss_is_that_of_its_point() {
        let run = run(60);
        for plane in [
            Plane::Pair {
                parameters: [2, 30],
            },
            Plane::Random { seed: 3 },
        ] {
            let numbers = find(&run, &study(plane, 5, 2.0));
            let found = Landscape::read(&numbers).unwrap();
            assert_eq!((found.side, found.losses.len()), (5, 25));
            for (point, [alpha, beta]) in [(0, [-2.0, 2.0]), (12, [0.0, 0.0]), (23, [1.0, -2.0])] {
                let parameters = plane.at(run.network(), alpha, beta).unwrap();
                let wanted = loss_at(&run, &parameters);
                assert!((found.losses[point] - wanted).abs() < 1e-5);
            }
            assert_eq!(found.path.len(), 61);
            assert_eq!(found.path[60], (60, [0.0, 0.0]));
            assert_eq!(found.origin(), run.network().parameters());
            assert_eq!(
                found.at(1.0, -2.0),
                plane.at(run.network(), 1.0, -2.0).unwrap()
            );
            assert_eq!(
                [found.alpha(0, 2.0), found.beta(0, 2.0), found.beta(3, 2.0)],
                [-2.0, 2.0, -1.0]
            );
            let [alpha, beta] = found.place(&found.at(1.5, -0.5)).unwrap();
            assert!((alpha - 1.5).abs() < 1e-5 && (beta + 0.5).abs() < 1e-5);
            assert_eq!(found.place(&[0.0]), None);
        }
    }

    #[test]
    fn the_path_lies_in_its_own_plane() {
        let run = run(400);
        let numbers = find(&run, &study(Plane::Path, 9, 1.0));
        let found = Landscape::read(&numbers).unwrap();
        let ends = found.path.iter().flat_map(|(_, place)| place);
        let farthest = ends.fold(0.0_f32, |most, number| most.max(number.abs()));
        assert!((farthest - 1.0).abs() < 1e-5);
        assert_eq!(found.at(0.0, 0.0), run.network().parameters());
        let corner = loss_at(&run, &found.at(-1.0, 1.0));
        assert!((found.losses[0] - corner).abs() < 1e-5);
        // Its start is far nearer to the plane than to where the run is now.
        let entry = run.diary().entries().first().unwrap();
        let (_, [alpha, beta]) = found.path[0];
        let apart = |a: &[f32]| -> f32 {
            let start = entry.parameters();
            a.iter().zip(start).map(|(a, b)| (a - b) * (a - b)).sum()
        };
        let near = apart(&found.at(alpha, beta));
        assert!(near < 0.3 * apart(run.network().parameters()), "{near}");
    }

    #[test]
    fn a_large_network_has_fewer_points_but_one_in_the_middle() {
        let experiment = crate::Experiment {
            hidden: vec![Layer::dense(64, crate::Activation::Tanh); 8],
            ..crate::Experiment::default()
        };
        let shape = Shape::new(&experiment);
        for side in [96, 97] {
            let fitting = affordable_side(&shape, side);
            assert!(fitting < side as usize && fitting % 2 == side as usize % 2);
        }
        assert_eq!(affordable_side(&shape, 65), 65);
    }

    #[test]
    fn what_is_nowhere_is_not_found() {
        let mut run = run(10);
        let beyond = Plane::Pair {
            parameters: [0, 51],
        };
        assert!(find(&run, &study(beyond, 8, 1.0)).is_empty());
        for (side, reach) in [(0, 1.0), (1, f32::NAN), (3, f32::INFINITY)] {
            let numbers = find(&run, &study(Plane::Random { seed: 0 }, side, reach));
            assert!(Landscape::read(&numbers).unwrap().side >= 2);
        }
        run.edit(Edit::Units { layer: 0, units: 9 }).unwrap();
        let one_moment = find(&run, &study(Plane::Path, 8, 1.0));
        assert!(one_moment.is_empty());
    }
}
