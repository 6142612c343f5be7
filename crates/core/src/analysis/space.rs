//! What each layer does to the plane.
//!
//! A layer moves every point x to z = W x + b and then bends the space it is in: a = f(z). Here training examples are
//! followed through all layers, and, over the plane, the points of a grid, whose lines show what is stretched, folded
//! or torn. Two values are where a point is drawn; one is drawn along a line; of more, those along their two principal
//! axes are ([`Axes`]), which are those of the examples.
//!
//! Source: Olah, Neural Networks, Manifolds, and Topology, 2014.

use super::pca::{Axes, Principal};
use super::{Examples, Work};
use crate::data::Domain;
use crate::input::{Input, REACH};
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::run::Run;
use crate::shape::Shape;

/// The most examples.
const EXAMPLES: usize = 500;
/// The most points in a row of the grid.
const GRID: u32 = 64;
/// The most numbers of all examples in one layer, where they are more than 64.
const NUMBERS: usize = 1 << 20;
/// Multiply-adds that all passes of the examples may take, where they are more than 64.
const MOST: u64 = 1 << 31;

/// [`super::Study::Space`]
#[derive(Debug)]
pub(super) struct Space {
    network: Network,
    inputs: Vec<Input>,
    examples: Examples,
    pass: Pass,
    /// Points in a row of the grid.
    grid: usize,
    /// The layer at hand.
    layer: usize,
    stage: Stage,
    /// z and a of the layer at hand, `[example][value]`; of the pictures themselves, the first alone.
    values: [Vec<f32>; 2],
    found: Vec<Found>,
    numbers: Vec<f32>,
}

/// What is being done.
#[derive(Debug)]
enum Stage {
    /// Pictures themselves are looked at.
    Pictures(Box<Principal>),
    /// So many examples have gone through the layer at hand.
    Examples(usize),
    /// Axes of its z and then its a are looked for.
    Axes(Box<Principal>),
    /// So many points of the grid have gone through it.
    Grid(usize),
}

/// A station on its way.
#[derive(Debug)]
struct Found {
    axes: Axes,
    /// Places of the examples, then of the grid.
    places: Vec<[f32; 2]>,
}

impl Space {
    pub fn new(run: &Run, grid: u32) -> Self {
        let network = run.network().clone();
        let shape = network.shape();
        let layers = shape.layers().iter();
        let widest = layers.map(|layer| layer.inputs().max(layer.units())).max();
        let passes = shape.work() * (1 + shape.layers().len() as u64);
        let most = (NUMBERS / widest.unwrap_or(1)).min((MOST / passes.max(1)) as usize);
        let examples = Examples::of(run, most.min(EXAMPLES));
        let is_plane = run.settings().data.domain() == Domain::Plane;
        let grid = if is_plane { grid.min(GRID) as usize } else { 0 };
        let mut pass = Pass::default();
        pass.fit(shape);
        let mut space = Self {
            inputs: run.settings().inputs.clone(),
            pass,
            grid,
            layer: 0,
            stage: Stage::Examples(0),
            values: [Vec::new(), Vec::new()],
            found: Vec::new(),
            numbers: vec![examples.len() as f32, (grid * grid) as f32],
            network,
            examples,
        };
        if run.settings().sees_features() {
            space.add_plane(run);
        } else {
            let samples = space.examples.samples();
            let pixels = samples.features().to_vec();
            space.values[0].clone_from(&pixels);
            let principal = Principal::new(samples.inputs(), pixels);
            space.stage = Stage::Pictures(Box::new(principal));
        }
        space
    }

    /// Adds the plane itself.
    fn add_plane(&mut self, run: &Run) {
        let dataset = run.dataset();
        let points = dataset.points(0..self.examples.len()).map(|point| point.x);
        let grid = (0..self.grid * self.grid).map(|index| grid_point(self.grid, index));
        self.found.push(Found {
            axes: Axes::plain(2),
            places: points.chain(grid).collect(),
        });
        self.write();
    }

    /// Writes what was found.
    fn write(&mut self) {
        let numbers = &mut self.numbers;
        for Found { axes, places } in self.found.drain(..) {
            numbers.extend([axes.mean.len() as f32, axes.share]);
            numbers.extend(&axes.mean);
            axes.axes.iter().for_each(|axis| numbers.extend(axis));
            numbers.extend(places.as_flattened());
        }
    }

    fn units(&self) -> usize {
        self.network.shape().layers()[self.layer].units()
    }

    /// Sends the next examples through all layers up to the one at hand.
    fn send_examples(&mut self, first: usize) {
        let (count, units) = (self.examples.len(), self.units());
        let block = self.pass.block().min(count - first);
        self.examples.load(&mut self.pass, first, block);
        self.pass.forward(&self.network, 0..self.layer + 1, None);
        let (pass, layer) = (&self.pass, self.layer);
        for (half, values) in self.values.iter_mut().enumerate() {
            values.resize(count * units, 0.0);
            let to = &mut values[first * units..][..block * units];
            copy(pass, self.network.shape(), layer, half, to);
        }
        self.stage = if first + block < count {
            Stage::Examples(first + block)
        } else {
            self.look_for_axes()
        };
    }

    /// Begins with the axes of the next half, z or a; where both have theirs, with the grid.
    fn look_for_axes(&mut self) -> Stage {
        let units = self.units();
        while let Some(values) = self.values.get(self.found.len()) {
            if units > 2 {
                return Stage::Axes(Box::new(Principal::new(units, values.clone())));
            }
            self.add(Axes::plain(units));
        }
        Stage::Grid(0)
    }

    /// Puts the examples in their places along these axes of the next half.
    fn add(&mut self, axes: Axes) {
        let values = &self.values[self.found.len()];
        let points = values.chunks_exact(axes.mean.len());
        let places = points.map(|point| axes.place(point)).collect();
        self.found.push(Found { axes, places });
    }

    /// Sends the next points of the grid through the same layers, or goes on to the next layer.
    fn send_grid(&mut self, first: usize) {
        let count = self.grid * self.grid;
        if first == count {
            self.write();
            self.layer += 1;
            self.stage = Stage::Examples(0);
            return;
        }
        let (block, side) = (self.pass.block().min(count - first), self.grid);
        let inputs = &self.inputs;
        self.pass.load(inputs.len(), block, |input, point| {
            inputs[input].value(grid_point(side, first + point))
        });
        self.pass.forward(&self.network, 0..self.layer + 1, None);
        let units = self.units();
        let mut values = vec![0.0; block * units];
        for (half, found) in self.found.iter_mut().enumerate() {
            copy(
                &self.pass,
                self.network.shape(),
                self.layer,
                half,
                &mut values,
            );
            let points = values.chunks_exact(units);
            let places = points.map(|point| found.axes.place(point));
            found.places.extend(places);
        }
        self.stage = Stage::Grid(first + block);
    }
}

impl Work for Space {
    fn work(&mut self) -> bool {
        if self.layer == self.network.shape().layers().len() {
            return true;
        }
        match &mut self.stage {
            &mut Stage::Examples(first) => self.send_examples(first),
            &mut Stage::Grid(first) => self.send_grid(first),
            Stage::Pictures(principal) => {
                if principal.work() {
                    let axes = principal.axes();
                    self.add(axes);
                    self.write();
                    self.stage = Stage::Examples(0);
                }
            }
            Stage::Axes(principal) => {
                if principal.work() {
                    let axes = principal.axes();
                    self.add(axes);
                    self.stage = self.look_for_axes();
                }
            }
        }
        false
    }

    fn progress(&self) -> f32 {
        self.layer as f32 / self.network.shape().layers().len() as f32
    }

    fn examples(&self) -> [usize; 2] {
        [self.examples.len(), self.examples.all()]
    }

    fn numbers(&self) -> Vec<f32> {
        self.numbers.clone()
    }
}

/// z, or a for the second half, of the examples of a block: `[example][value]`.
fn copy(pass: &Pass, shape: &Shape, layer: usize, half: usize, to: &mut [f32]) {
    let units = shape.layers()[layer].units();
    let mut column = [0.0; BLOCK];
    for unit in 0..units {
        if half == 0 {
            pass.copy_sums(shape, layer, unit, &mut column);
        } else {
            pass.copy_values(shape, layer, unit, &mut column);
        }
        let to = to.iter_mut().skip(unit).step_by(units);
        to.zip(&column).for_each(|(to, &value)| *to = value);
    }
}

/// A point of the grid; the first is at the top left.
fn grid_point(side: usize, index: usize) -> [f32; 2] {
    let part = |index: usize| 2.0 * index as f32 / (side - 1).max(1) as f32 - 1.0;
    [REACH * part(index % side), -REACH * part(index / side)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Activation;
    use crate::analysis::{Station, Study, find};
    use crate::data::DataShape;
    use crate::edit::RunDocument;
    use crate::layer::Layer;
    use crate::trace::Trace;

    fn run(shape: DataShape, hidden: Vec<Layer>) -> Run {
        let mut document = RunDocument::default();
        document.experiment.data.shape = shape;
        document.experiment.hidden = hidden;
        if shape == DataShape::Stripes {
            document.experiment.hidden.insert(0, Layer::Flatten);
        }
        let mut run = Run::new(document).unwrap();
        while run.step() < 50 {
            run.work();
        }
        run
    }

    fn dense(units: u32) -> Layer {
        Layer::dense(units, Activation::Tanh)
    }

    fn point(points: &[f32], index: usize) -> [f32; 2] {
        [points[2 * index], points[2 * index + 1]]
    }

    #[test]
    fn begins_with_the_plane() {
        let run = run(DataShape::Spiral, vec![dense(2)]);
        let numbers = find(&run, &Study::Space { grid: 5 });
        let stations = Station::all(&numbers);
        assert_eq!(stations.len(), 1 + 2 * 2);
        let plane = stations[0];
        assert_eq!((plane.values, plane.share), (2, 1.0));
        assert_eq!((plane.examples.len(), plane.grid.len()), (480, 50));
        assert_eq!(
            point(plane.examples, 17)[..],
            *run.dataset().coordinates(17)
        );
        assert_eq!(point(plane.grid, 0), [-6.0, 6.0]);
        assert_eq!(point(plane.grid, 1), [-3.0, 6.0]);
        assert_eq!(point(plane.grid, 24), [6.0, -6.0]);
    }

    /// One value lies on a line, two are as they are, more are where their axes say.
    #[test]
    fn each_place_is_that_of_the_textbook_pass() {
        let run = run(DataShape::Circle, vec![dense(5), dense(2)]);
        let numbers = find(&run, &Study::Space { grid: 7 });
        let stations = Station::all(&numbers);
        assert_eq!(stations.len(), 7);
        for index in [0, 63, 64, 101] {
            let x = run.dataset().coordinates(index);
            check(&run, x, &stations, |station| point(station.examples, index));
        }
        for index in [0, 30, 48] {
            let x = grid_point(7, index);
            check(&run, &x, &stations, |station| point(station.grid, index));
        }
    }

    fn check(
        run: &Run,
        x: &[f32],
        stations: &[Station<'_>],
        place: impl Fn(&Station<'_>) -> [f32; 2],
    ) {
        let trace = Trace::forward(run.network(), x);
        let wanted = trace.layers.iter().flat_map(|layer| [&layer.z, &layer.a]);
        for (station, values) in stations[1..].iter().zip(wanted) {
            let found = place(station);
            for (found, axis) in found.into_iter().zip(station.axes) {
                let terms = values.iter().zip(station.mean).zip(axis);
                let wanted: f32 = terms.map(|((x, mean), axis)| (x - mean) * axis).sum();
                assert!((found - wanted).abs() < 1e-4, "{found}, {wanted}");
            }
            match values[..] {
                [value] => assert!((found[0] - value).abs() < 1e-4 && found[1] == 0.0),
                [a, b] => {
                    assert!((found[0] - a).abs() < 1e-4 && (found[1] - b).abs() < 1e-4);
                }
                _ => assert!((0.4..=1.0).contains(&station.share)),
            }
        }
    }

    #[test]
    fn pictures_have_no_grid() {
        let run = run(DataShape::Stripes, vec![dense(70)]);
        let numbers = find(&run, &Study::Space { grid: 9 });
        let stations = Station::all(&numbers);
        assert_eq!(stations.len(), 1 + 2 * 3);
        for (station, values) in stations.iter().zip([144, 144, 144, 70, 70, 4, 4]) {
            assert_eq!(station.values, values);
            assert!(station.grid.is_empty());
            assert!(station.share > 0.1 && station.share < 1.0);
        }
    }

    #[test]
    fn a_grid_of_any_size_is_no_matter() {
        let run = run(DataShape::Circle, vec![dense(3)]);
        for (grid, points) in [(0, 0), (1, 1), (1_000_000, 64 * 64)] {
            let numbers = find(&run, &Study::Space { grid });
            let stations = Station::all(&numbers);
            assert_eq!(stations.len(), 5);
            assert_eq!(stations[4].grid.len(), 2 * points);
        }
    }
}
