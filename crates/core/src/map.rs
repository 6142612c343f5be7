//! What units answer all over the plane.

use crate::input::{Input, REACH};
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::shape::Shape;

/// What is mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapKind {
    /// Every input feature, then every unit after its activation, layer by layer.
    Tiles,
    /// The output after its activation.
    Output,
    /// One unit, before its activation and then after it.
    Unit {
        /// Its layer.
        layer: u32,
        /// Its number.
        unit: u32,
    },
}

/// The work of mapping what units answer all over the plane, in pieces of at most 64 pixels.
///
/// A map is `[row][column]` of `side` × `side` pixels; each shows the value at its centre. Row 0 is the top of
/// the plane, where x₂ = +6. All maps come out of one pass over the plane; the lanes run over pixels.
#[derive(Clone, Debug)]
pub struct MapJob {
    kind: MapKind,
    side: usize,
    inputs: Vec<Input>,
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
            inputs: Vec::new(),
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
    /// other features than last time begin it anew.
    pub fn work(&mut self, network: &Network, inputs: &[Input]) -> bool {
        if self.shape.as_ref() != Some(network.shape()) || self.inputs != inputs {
            self.prepare(network.shape(), inputs);
        }
        let area = self.area();
        let first = self.done;
        let pixels = (area - first).min(BLOCK);
        if pixels > 0 && !self.values.is_empty() {
            let features = &self.features;
            self.pass.load(inputs.len(), pixels, |input, pixel| {
                features[input * area + first + pixel]
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

    fn prepare(&mut self, shape: &Shape, inputs: &[Input]) {
        let area = self.area();
        self.done = 0;
        self.pass.fit(shape);
        if self.inputs != inputs {
            self.inputs = inputs.to_vec();
            self.features.clear();
            for input in inputs {
                let pixels = (0..area).map(|pixel| input.value(center(self.side, pixel)));
                self.features.extend(pixels);
            }
        }
        let maps = match self.kind {
            MapKind::Tiles => inputs.len() + shape.units(),
            MapKind::Output => 1,
            MapKind::Unit { layer, unit } => {
                let there = shape.layers().get(layer as usize);
                let there = there.is_some_and(|layer| (unit as usize) < layer.units);
                if there { 2 } else { 0 }
            }
        };
        self.values.clear();
        if self.kind == MapKind::Tiles {
            // The features' own maps never change.
            self.values.extend(&self.features);
        }
        self.values.resize(maps * area, 0.0);
        self.shape = Some(shape.clone());
    }

    /// Computes the loaded pixels from `first` on.
    fn map(&mut self, network: &Network, first: usize, pixels: usize) {
        let (area, shape) = (self.area(), network.shape());
        let (pass, values) = (&mut self.pass, &mut self.values);
        let layers = shape.layers();
        match self.kind {
            MapKind::Tiles => {
                pass.forward(network, layers.len());
                let mut start = self.inputs.len() * area + first;
                for (index, layer) in layers.iter().enumerate() {
                    for unit in 0..layer.units {
                        pass.copy_values(shape, index, unit, &mut values[start..][..pixels]);
                        start += area;
                    }
                }
            }
            MapKind::Output => {
                pass.forward(network, layers.len());
                pass.copy_values(shape, layers.len() - 1, 0, &mut values[first..][..pixels]);
            }
            MapKind::Unit { layer, unit } => {
                let (layer, unit) = (layer as usize, unit as usize);
                pass.forward(network, layer + 1);
                pass.copy_sums(shape, layer, unit, &mut values[first..][..pixels]);
                pass.copy_values(shape, layer, unit, &mut values[area + first..][..pixels]);
            }
        }
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

/// What the network answers to these points of the plane: one output a point.
pub(crate) fn predict(network: &Network, inputs: &[Input], points: &[[f32; 2]]) -> Vec<f32> {
    let shape = network.shape();
    let mut pass = Pass::default();
    pass.fit(shape);
    let mut outputs = vec![0.0; points.len()];
    for (points, outputs) in points.chunks(BLOCK).zip(outputs.chunks_mut(BLOCK)) {
        pass.load(inputs.len(), points.len(), |input, point| {
            inputs[input].value(points[point])
        });
        pass.forward(network, shape.layers().len());
        pass.copy_values(shape, shape.layers().len() - 1, 0, outputs);
    }
    outputs
}
