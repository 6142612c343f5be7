//! The bulk numbers of the last frame: what is painted, never what is laid out.

use js_sys::Float32Array;
use neuroglass_core::analysis::Study;
use neuroglass_core::{
    Activation, Experiment, History, HistoryBin, Hold, Layer, LayerShape, Network, Shape, Task,
    Trace,
};
use neuroglass_protocol::{Finding, Frame, SectionKind};

use crate::glass::Selection;

/// Everything that canvases draw, all of one step.
pub struct Scene {
    pub settings: Experiment,
    pub shape: Shape,
    /// Grows with every frame.
    pub version: u64,
    /// Grows when the points change.
    pub points_version: u64,
    pub parameters: Vec<f32>,
    /// How each parameter is held, as a code; empty where none is.
    pub holds: Vec<f32>,
    /// The value that each muted parameter keeps; empty where none is.
    pub kept: Vec<f32>,
    pub tiles: Vec<f32>,
    pub output: Vec<f32>,
    pub before: Vec<f32>,
    pub after: Vec<f32>,
    /// The picture that the tiles are of, and then its target; empty where the data are points.
    pub sample: Vec<f32>,
    /// `[point][x₁, x₂, target …]`
    pub train: Vec<f32>,
    pub test: Vec<f32>,
    pub history: History,
    /// A worker that took over knows no history before this step; what is known here stays.
    pub kept_history: Option<u64>,
    /// The history as it is drawn.
    pub bins: Vec<HistoryBin>,
    /// The width of the edges eases towards this.
    pub weight_reference: f32,
    /// How far the study at hand is, where it takes long.
    pub progress: Option<f32>,
    /// What was found out last, one of each kind.
    findings: Vec<Found>,
}

/// What a study came to.
pub struct Found {
    pub study: Study,
    /// The step of the network that it is about.
    pub step: u64,
    /// How many training examples were asked, and how many there are.
    pub examples: [u32; 2],
    pub numbers: Vec<f32>,
}

impl Scene {
    /// An empty scene of a run that has not been heard of yet.
    pub fn new(settings: Experiment) -> Self {
        Self {
            shape: Shape::new(&settings),
            history: History::new(),
            bins: Vec::new(),
            kept_history: None,
            settings,
            version: 0,
            points_version: 0,
            parameters: Vec::new(),
            holds: Vec::new(),
            kept: Vec::new(),
            tiles: Vec::new(),
            output: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            sample: Vec::new(),
            train: Vec::new(),
            test: Vec::new(),
            weight_reference: 1.0,
            progress: None,
            findings: Vec::new(),
        }
    }

    /// Takes over a frame.
    pub fn absorb(&mut self, frame: &Frame) {
        self.version += 1;
        if let Some(settings) = &frame.settings {
            self.settings = (**settings).clone();
            self.shape = Shape::new(settings);
        }
        let take = |kind, into: &mut Vec<f32>| match frame.section(kind) {
            Some(numbers) => copy(&numbers, into),
            None => into.clear(),
        };
        take(SectionKind::Parameters, &mut self.parameters);
        take(SectionKind::Holds, &mut self.holds);
        take(SectionKind::Kept, &mut self.kept);
        take(SectionKind::Sample, &mut self.sample);
        take(SectionKind::Tiles, &mut self.tiles);
        take(SectionKind::Output, &mut self.output);
        take(SectionKind::Before, &mut self.before);
        take(SectionKind::After, &mut self.after);
        for (kind, into) in [
            (SectionKind::TrainPoints, &mut self.train),
            (SectionKind::TestPoints, &mut self.test),
        ] {
            // Points are sent only when they change.
            if let Some(numbers) = frame.section(kind) {
                copy(&numbers, into);
                self.points_version += 1;
            }
        }
        if let Some(step) = frame.history_from {
            self.history
                .truncate(self.kept_history.take().map_or(step, |kept| kept.max(step)));
        }
        for &point in &frame.history {
            self.history.push(point);
        }
        if frame.history_from.is_some() || !frame.history.is_empty() {
            self.bins = self.history.bins();
        }
        self.ease_weight_reference();
    }

    /// Takes over what was found out.
    pub fn learn(&mut self, finding: Finding) {
        self.progress = (finding.progress < 1.0).then_some(finding.progress);
        if self.progress.is_some() {
            return;
        }
        self.keep(Found {
            numbers: finding.numbers.to_vec(),
            study: finding.study,
            step: finding.step,
            examples: finding.examples,
        });
    }

    /// Keeps it in place of what was found before.
    pub fn keep(&mut self, found: Found) {
        self.findings.retain(|old| !old.study.is_like(&found.study));
        self.findings.push(found);
    }

    /// What was found out last of such a study.
    pub fn finding(&self, is_it: impl Fn(&Study) -> bool) -> Option<&Found> {
        self.findings.iter().find(|found| is_it(&found.study))
    }

    /// Weights are drawn against the largest of them, but never against more than 4, and without jumps.
    fn ease_weight_reference(&mut self) {
        let largest = self
            .shape
            .layers()
            .iter()
            .filter(|layer| layer.layer != Layer::LayerNorm)
            .filter_map(|layer| self.parameters.get(layer.weights()))
            .flatten()
            .map(|weight| weight.abs())
            .filter(|size| size.is_finite())
            .fold(0.0, f32::max);
        let goal = largest.clamp(0.05, 4.0);
        let step = if self.version < 2 { 1.0 } else { 0.15 };
        self.weight_reference += step * (goal - self.weight_reference);
    }

    /// What a unit says at a point of the plane; without one, what all outputs say.
    pub fn values_at(&self, node: Option<Selection>, at: [f32; 2]) -> Vec<f32> {
        let network = Network::with_parameters(self.shape.clone(), self.parameters.clone());
        let Some(network) = network.filter(|_| self.settings.sees_features()) else {
            return Vec::new();
        };
        let inputs: Vec<f32> = self
            .settings
            .inputs
            .iter()
            .map(|input| input.value(at))
            .collect();
        let trace = Trace::forward(&network, &inputs);
        let Some(Selection {
            column,
            unit: Some(unit),
        }) = node
        else {
            return trace.predictions;
        };
        let values = match column.checked_sub(1) {
            None => Some(&trace.inputs),
            Some(layer) => trace.layers.get(layer as usize).map(|layer| &layer.a),
        };
        let value = values.and_then(|values| values.get(unit as usize));
        value.copied().into_iter().collect()
    }

    /// The side of the square maps that `values` hold `count` of.
    pub fn side(values: &[f32], count: usize) -> usize {
        ((values.len() / count.max(1)) as f64).sqrt() as usize
    }

    /// The map of one output unit, and its side: nothing where there is none, as while another experiment is on its way.
    pub fn output_map(&self, unit: usize) -> (&[f32], usize) {
        let side = Self::side(&self.output, self.shape.outputs());
        let area = side * side;
        let map = self.output.get(unit * area..(unit + 1) * area);
        map.map_or((&[], 0), |map| (map, side))
    }

    /// What the outputs say to the picture that the tiles are of.
    pub fn answers(&self) -> impl Iterator<Item = f32> {
        let maps = (0..self.shape.outputs()).map(|unit| self.output_map(unit).0);
        maps.map(|map| map.first().copied().unwrap_or(f32::NAN))
    }

    /// Where each point lies, and its target.
    pub fn points(numbers: &[f32], task: Task) -> impl Iterator<Item = ([f32; 2], &[f32])> {
        let points = numbers.chunks_exact(2 + task.targets());
        points.map(|point| ([point[0], point[1]], &point[2..]))
    }

    /// The map of one unit: layer 0 is the inputs.
    pub fn tile(&self, index: usize) -> Option<(&[f32], usize)> {
        let side = Self::side(&self.tiles, self.tile_count());
        let area = side * side;
        (area > 0)
            .then(|| self.tiles.get(index * area..(index + 1) * area))?
            .map(|map| (map, side))
    }

    /// The number of a unit's tile: input features first, then layer by layer.
    pub fn tile_index(&self, column: u32, unit: u32) -> usize {
        let layers = self
            .shape
            .layers()
            .iter()
            .map(|layer| layer.output.channels as usize);
        let before: usize = [self.shape.input().channels as usize]
            .into_iter()
            .chain(layers)
            .take(column as usize)
            .sum();
        before + unit as usize
    }

    /// The activation of the unit that a tile shows; `None` for an input feature.
    pub fn activation_of_tile(&self, index: usize) -> Option<Activation> {
        let mut unit = index.checked_sub(self.shape.input().channels as usize)?;
        for layer in self.shape.layers() {
            match unit.checked_sub(layer.output.channels as usize) {
                Some(later) => unit = later,
                None => return Some(layer.activation),
            }
        }
        None
    }

    /// A weight, where there is one.
    pub fn weight(&self, layer: u32, unit: u32, input: u32) -> Option<f32> {
        let index = self.shape.weight_index(layer, unit, input)?;
        self.parameters.get(index).copied()
    }

    /// A bias, where there is one.
    pub fn bias(&self, layer: u32, unit: u32) -> Option<f32> {
        let index = self.shape.bias_index(layer, unit)?;
        self.parameters.get(index).copied()
    }

    /// What a hand finds there: a weight, or without an input a bias; of one that is muted, the value that it keeps.
    pub fn in_hand(&self, layer: u32, unit: u32, input: Option<u32>) -> Option<f32> {
        let index = self.index(layer, unit, input)?;
        let kept = self
            .kept
            .get(index)
            .filter(|_| self.hold_at(index).is_muted());
        kept.or_else(|| self.parameters.get(index)).copied()
    }

    /// How a weight, or without an input a bias, is held.
    pub fn hold(&self, layer: u32, unit: u32, input: Option<u32>) -> Hold {
        let index = self.index(layer, unit, input);
        index.map_or(Hold::FREE, |index| self.hold_at(index))
    }

    /// Whether all parameters at these places are held so.
    pub fn are_held(&self, places: &[usize], is_held: impl Fn(Hold) -> bool) -> bool {
        !self.holds.is_empty() && places.iter().all(|&index| is_held(self.hold_at(index)))
    }

    fn hold_at(&self, index: usize) -> Hold {
        self.holds
            .get(index)
            .map_or(Hold::FREE, |&code| Hold::from_code(code))
    }

    fn index(&self, layer: u32, unit: u32, input: Option<u32>) -> Option<usize> {
        match input {
            Some(input) => self.shape.weight_index(layer, unit, input),
            None => self.shape.bias_index(layer, unit),
        }
    }

    /// Weights that connect units, and how many of them are not cut.
    pub fn connections(&self) -> [usize; 2] {
        let connecting = |layer: &&LayerShape| layer.layer != Layer::LayerNorm;
        let layers = self.shape.layers().iter().filter(connecting);
        let all = layers.map(|layer| layer.weights().len()).sum();
        let is_cut = |code: &&f32| Hold::from_code(**code).is_cut();
        let cut = self.holds.iter().filter(is_cut).count();
        [all, all - cut.min(all)]
    }

    /// Input features and units.
    pub fn tile_count(&self) -> usize {
        self.shape.input().channels as usize
            + self
                .shape
                .layers()
                .iter()
                .map(|layer| layer.output.channels as usize)
                .sum::<usize>()
    }
}

fn copy(numbers: &Float32Array, into: &mut Vec<f32>) {
    into.resize(numbers.length() as usize, 0.0);
    numbers.copy_to(into);
}
