//! One training example on its way through the network of the last frame, and back.

use std::sync::Arc;

use leptos::prelude::*;
use neuroglass_core::{Activation, Cost, Experiment, Layer, LayerShape, Network, Task, Trace};

use crate::format;
use crate::glass::Glass;
use crate::scene::Scene;

/// Networks of more multiply-adds are followed at rest only.
const LIVE: u64 = 100_000;

/// An example with all numbers of both passes.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    pub settings: Experiment,
    pub network: Network,
    pub trace: Trace,
    /// Its class as one number, or its values.
    target: Vec<f32>,
}

/// The lesson of the chosen example, as long as it is looked at.
pub fn lesson(glass: Glass) -> Memo<Option<Arc<Lesson>>> {
    Memo::new(move |before: Option<&Option<Arc<Lesson>>>| {
        glass.numbers.track();
        let sample = glass.sample.get();
        if !glass.tracing.get() {
            return None;
        }
        let is_large = glass
            .settings
            .with_untracked(|settings| Cost::of(settings).work > LIVE);
        match before {
            Some(Some(before)) if is_large && glass.playing.get() => Some(Arc::clone(before)),
            _ => glass.with_scene(|scene| Lesson::new(scene, sample).map(Arc::new)),
        }
    })
}

impl Lesson {
    /// Sends an example through the network that a scene shows, if the scene has both.
    pub fn new(scene: &Scene, sample: u32) -> Option<Self> {
        let settings = &scene.settings;
        let network = Network::with_parameters(scene.shape.clone(), scene.parameters.clone())?;
        let task = settings.data.task();
        let (inputs, target) = if settings.sees_features() {
            let (at, target) = Scene::points(&scene.train, task).nth(sample as usize)?;
            let features = settings.inputs.iter().map(|input| input.value(at));
            (features.collect(), target.to_vec())
        } else {
            let (pixels, target) = scene.sample.split_at_checked(scene.shape.inputs())?;
            (pixels.to_vec(), target.to_vec())
        };
        let wanted: Vec<_> = task.wanted(settings.output.activation, &target).collect();
        Some(Self {
            settings: settings.clone(),
            trace: Trace::new(&network, settings.loss, &inputs, &wanted),
            network,
            target,
        })
    }

    /// The layers, first to last.
    pub fn layers(&self) -> &[LayerShape] {
        self.network.shape().layers()
    }

    /// The number of the output layer.
    pub fn last(&self) -> usize {
        self.layers().len().saturating_sub(1)
    }

    /// How many values a layer gives.
    pub fn units(&self, layer: usize) -> usize {
        self.layers().get(layer).map_or(0, LayerShape::units)
    }

    /// Whether each unit of a layer has a weight to each value before it.
    pub fn is_dense(&self, layer: usize) -> bool {
        let layer = self.layers().get(layer);
        layer.is_some_and(|layer| matches!(layer.layer, Layer::Dense(_)))
    }

    /// What a layer does to its sums.
    pub fn activation(&self, layer: usize) -> Activation {
        let layer = self.layers().get(layer);
        layer.map_or(Activation::Linear, |layer| layer.activation)
    }

    /// What a layer takes: the inputs, or the values of the layer before.
    pub fn taken(&self, layer: usize) -> &[f32] {
        match layer.checked_sub(1) {
            None => &self.trace.inputs,
            Some(before) => self.trace.layers.get(before).map_or(&[], |layer| &layer.a),
        }
    }

    /// A weight of a dense layer.
    pub fn weight(&self, layer: usize, unit: usize, input: usize) -> f32 {
        let shape = self.network.shape();
        self.parameter(shape.weight_index(layer as u32, unit as u32, input as u32))
    }

    /// The bias of a unit of a dense layer.
    pub fn bias(&self, layer: usize, unit: usize) -> f32 {
        let shape = self.network.shape();
        self.parameter(shape.bias_index(layer as u32, unit as u32))
    }

    fn parameter(&self, index: Option<usize>) -> f32 {
        let parameter = index.and_then(|index| self.network.parameters().get(index));
        parameter.copied().unwrap_or(f32::NAN)
    }

    /// ∂L/∂w of a dense layer.
    pub fn slope(&self, layer: usize, unit: usize, input: usize) -> f32 {
        let fan_in = self.layers().get(layer).map_or(0, |layer| layer.fan_in);
        let layer = self.trace.layers.get(layer);
        number(layer.map(|layer| &layer.dw), unit * fan_in + input)
    }

    /// The sum z of a unit.
    pub fn z(&self, layer: usize, unit: usize) -> f32 {
        number(self.trace.layers.get(layer).map(|layer| &layer.z), unit)
    }

    /// The value a of a unit.
    pub fn a(&self, layer: usize, unit: usize) -> f32 {
        number(self.trace.layers.get(layer).map(|layer| &layer.a), unit)
    }

    /// δ = ∂L/∂z of a unit.
    pub fn delta(&self, layer: usize, unit: usize) -> f32 {
        number(self.trace.layers.get(layer).map(|layer| &layer.dz), unit)
    }

    /// ∂L/∂a of a unit.
    pub fn value_slope(&self, layer: usize, unit: usize) -> f32 {
        number(self.trace.layers.get(layer).map(|layer| &layer.da), unit)
    }

    /// f′(z) of a unit.
    pub fn steepness(&self, layer: usize, unit: usize) -> f32 {
        self.activation(layer).derivative(self.z(layer, unit))
    }

    /// What the outputs should be.
    pub fn target(&self, unit: usize) -> f32 {
        number(Some(&self.trace.targets), unit)
    }

    /// What is true of the example: `"class 1"`, or its values.
    pub fn truth(&self) -> String {
        match (self.settings.data.task(), &self.target[..]) {
            (Task::Classes(_), [class, ..]) => format!("class {class}"),
            (_, values) => {
                let written = values.iter().map(|&value| format::signed(value, 2));
                format!("value {}", written.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The true class, where there are classes.
    pub fn class(&self) -> Option<usize> {
        let is_class = matches!(self.settings.data.task(), Task::Classes(_));
        let class = self.target.first().filter(|_| is_class)?;
        Some(*class as usize)
    }
}

fn number(numbers: Option<&Vec<f32>>, at: usize) -> f32 {
    numbers
        .and_then(|numbers| numbers.get(at))
        .copied()
        .unwrap_or(f32::NAN)
}
