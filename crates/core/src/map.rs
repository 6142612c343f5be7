//! What units answer: all over the plane, or to one picture.

use std::borrow::Cow;

use crate::input::{Input, REACH};
use crate::network::Network;
use crate::pass::Pass;
use crate::shape::Shape;
use crate::trace::Trace;
use crate::volume::Volume;

/// What the units are asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground<'a> {
    /// Every point of the plane, seen through these features.
    Plane(Cow<'a, [Input]>),
    /// One picture, `[channel][row][column]`.
    Picture(Cow<'a, [f32]>),
}

impl Ground<'_> {
    /// The same, owned.
    pub fn into_owned(self) -> Ground<'static> {
        match self {
            Self::Plane(inputs) => Ground::Plane(Cow::Owned(inputs.into_owned())),
            Self::Picture(pixels) => Ground::Picture(Cow::Owned(pixels.into_owned())),
        }
    }
}

/// What is mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapKind {
    /// Every input feature, then every unit after its activation, layer by layer. Over pictures, every channel.
    Tiles,
    /// Every output unit after its activation.
    Output,
    /// One unit, or channel, before its activation and then after it.
    Unit {
        /// Its layer.
        layer: u32,
        /// Its number.
        unit: u32,
    },
}

/// The work of mapping what units answer, in pieces of at most 64 pixels.
///
/// A map is `[row][column]` of `side` × `side` pixels; each shows the value at its centre. Row 0 is the top of
/// the plane, where x₂ = +6. All maps come out of one pass over the plane; the lanes run over pixels. A map of a
/// picture is the values of one channel, the nearest of them at each pixel.
#[derive(Clone, Debug)]
pub struct MapJob {
    kind: MapKind,
    side: usize,
    ground: Option<Ground<'static>>,
    /// `[input][pixel]`
    features: Vec<f32>,
    shape: Option<Shape>,
    pass: Pass,
    /// Pixels done.
    done: usize,
    /// `[map][pixel]`
    values: Vec<f32>,
}

impl MapJob {
    /// Nothing done yet.
    pub fn new(kind: MapKind, side: u32) -> Self {
        Self {
            kind,
            side: side as usize,
            ground: None,
            features: Vec::new(),
            shape: None,
            pass: Pass::default(),
            done: 0,
            values: Vec::new(),
        }
    }

    /// What is mapped.
    pub const fn kind(&self) -> MapKind {
        self.kind
    }

    /// Pixels in a row, and rows.
    pub const fn side(&self) -> u32 {
        self.side as u32
    }

    /// Forgets what is partly done.
    pub const fn restart(&mut self) {
        self.done = 0;
    }

    /// Does one piece; `true` when that was the last, and the job is ready to begin again. Another shape or
    /// another ground than last time begins it anew.
    pub fn work(&mut self, network: &Network, ground: &Ground<'_>) -> bool {
        if self.shape.as_ref() != Some(network.shape()) || self.ground.as_ref() != Some(ground) {
            self.prepare(network.shape(), ground);
        }
        if let Ground::Picture(pixels) = ground {
            self.map_picture(network, pixels);
            return true;
        }
        let area = self.area();
        let first = self.done;
        let pixels = (area - first).min(self.pass.block());
        if pixels > 0 && !self.values.is_empty() {
            let features = &self.features;
            self.pass
                .load_rows(network.shape().inputs(), pixels, |input| {
                    &features[input * area + first..]
                });
            self.map(network, first, pixels);
        }
        self.done += pixels;
        let finished = self.done == area;
        if finished {
            self.done = 0;
        }
        finished
    }

    /// The maps, one after the other; none if there is no such unit. They are whole once [`MapJob::work`] said
    /// so.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    const fn area(&self) -> usize {
        self.side * self.side
    }

    fn prepare(&mut self, shape: &Shape, ground: &Ground<'_>) {
        let area = self.area();
        self.done = 0;
        self.pass.fit(shape);
        if self.ground.as_ref() != Some(ground) {
            self.ground = Some(ground.clone().into_owned());
            self.features.clear();
            if let Ground::Plane(inputs) = ground {
                for input in inputs.iter() {
                    let pixels = (0..area).map(|pixel| input.value(center(self.side, pixel)));
                    self.features.extend(pixels);
                }
            }
        }
        self.values.clear();
        if self.kind == MapKind::Tiles {
            // The features' own maps never change.
            self.values.extend(&self.features);
        }
        self.values.resize(self.maps(shape) * area, 0.0);
        self.shape = Some(shape.clone());
    }

    /// How many maps there are.
    fn maps(&self, shape: &Shape) -> usize {
        let layers = shape.layers();
        match self.kind {
            MapKind::Tiles => {
                let channels = |volume: Volume| volume.channels as usize;
                let layers = layers.iter().map(|layer| channels(layer.output));
                channels(shape.input()) + layers.sum::<usize>()
            }
            MapKind::Output => shape.outputs(),
            MapKind::Unit { layer, unit } => {
                let there = layers.get(layer as usize);
                let there = there.is_some_and(|layer| unit < layer.output.channels);
                if there { 2 } else { 0 }
            }
        }
    }

    /// Computes the loaded pixels from `first` on.
    fn map(&mut self, network: &Network, first: usize, pixels: usize) {
        let (area, shape) = (self.area(), network.shape());
        let (pass, values) = (&mut self.pass, &mut self.values);
        let layers = shape.layers();
        match self.kind {
            MapKind::Tiles => {
                pass.forward(network, 0..layers.len(), None);
                let mut start = shape.inputs() * area + first;
                for (index, layer) in layers.iter().enumerate() {
                    for unit in 0..layer.units() {
                        pass.copy_values(shape, index, unit, &mut values[start..][..pixels]);
                        start += area;
                    }
                }
            }
            MapKind::Output => {
                pass.forward(network, 0..layers.len(), None);
                for unit in 0..shape.outputs() {
                    let to = &mut values[unit * area + first..][..pixels];
                    pass.copy_values(shape, layers.len() - 1, unit, to);
                }
            }
            MapKind::Unit { layer, unit } => {
                let (layer, unit) = (layer as usize, unit as usize);
                pass.forward(network, 0..layer + 1, None);
                pass.copy_sums(shape, layer, unit, &mut values[first..][..pixels]);
                pass.copy_values(shape, layer, unit, &mut values[area + first..][..pixels]);
            }
        }
    }

    /// The channels of every layer for one picture.
    fn map_picture(&mut self, network: &Network, pixels: &[f32]) {
        let (shape, side) = (network.shape(), self.side);
        if pixels.len() != shape.inputs() || self.values.is_empty() {
            return;
        }
        let trace = Trace::forward(network, pixels);
        let mut maps = self.values.chunks_exact_mut(side * side);
        let mut draw = |volume: Volume, channel: u32, values: &[f32]| {
            if let Some(map) = maps.next() {
                let channel = &values[channel as usize * volume.area()..][..volume.area()];
                enlarge(volume, channel, side, map);
            }
        };
        let mut draw_all = |volume: Volume, values: &[f32]| {
            (0..volume.channels).for_each(|channel| draw(volume, channel, values));
        };
        let layers = shape.layers().iter().zip(&trace.layers);
        match self.kind {
            MapKind::Tiles => {
                draw_all(shape.input(), pixels);
                layers.for_each(|(layer, trace)| draw_all(layer.output, &trace.a));
            }
            MapKind::Output => {
                let last = layers.len() - 1;
                layers
                    .skip(last)
                    .for_each(|(layer, trace)| draw_all(layer.output, &trace.a));
            }
            MapKind::Unit { layer, unit } => {
                for (layer, trace) in layers.skip(layer as usize).take(1) {
                    draw(layer.output, unit, &trace.z);
                    draw(layer.output, unit, &trace.a);
                }
            }
        }
    }
}

/// Draws a channel as a map.
fn enlarge(volume: Volume, channel: &[f32], side: usize, map: &mut [f32]) {
    let [height, width] = [volume.height, volume.width].map(|len| len as usize);
    for (pixel, value) in map.iter_mut().enumerate() {
        let (row, column) = (pixel / side * height / side, pixel % side * width / side);
        *value = channel[row * width + column];
    }
}

/// The point of the plane at the centre of a pixel.
fn center(side: usize, pixel: usize) -> [f32; 2] {
    let part = |index: usize| (index as f32 + 0.5) / side as f32;
    let (row, column) = (pixel / side, pixel % side);
    [
        REACH * (2.0 * part(column) - 1.0),
        REACH * (1.0 - 2.0 * part(row)),
    ]
}

/// What the network answers to these points of the plane: `[point][output]`.
pub(crate) fn predict(network: &Network, inputs: &[Input], points: &[[f32; 2]]) -> Vec<f32> {
    let shape = network.shape();
    let mut pass = Pass::default();
    pass.fit(shape);
    let (outputs, last) = (shape.outputs(), shape.layers().len() - 1);
    let mut answers = vec![0.0; points.len() * outputs];
    let mut column = vec![0.0; pass.block()];
    let blocks = points
        .chunks(pass.block())
        .zip(answers.chunks_mut(pass.block() * outputs));
    for (points, answers) in blocks {
        pass.load(inputs.len(), points.len(), |input, point| {
            inputs[input].value(points[point])
        });
        pass.forward(network, 0..last + 1, None);
        for output in 0..outputs {
            pass.copy_values(shape, last, output, &mut column);
            let answers = answers.iter_mut().skip(output).step_by(outputs);
            answers
                .zip(&column)
                .for_each(|(answer, value)| *answer = *value);
        }
    }
    answers
}
