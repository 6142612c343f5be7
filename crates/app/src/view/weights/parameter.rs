//! One weight or bias: where it is, what it is called, what it is now.

use neuroglass_core::{Edit, Experiment, Layer, LayerShape, Part, Place, Shape};

use crate::glass::{Glass, Selection};
use crate::view::names;

/// How a parameter is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub cut: bool,
    pub locked: bool,
    pub muted: bool,
}

/// A weight or a bias of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameter {
    /// The layer that owns it, 0 being the first hidden one.
    pub layer: u32,
    pub unit: u32,
    /// Where a weight comes from; `None` for the bias.
    pub input: Option<u32>,
}

impl Parameter {
    /// The one that lies at a place among all parameters.
    pub fn at(shape: &Shape, index: usize) -> Option<Self> {
        let (layer, unit, input) = match shape.place(index)? {
            Place::Weight { layer, unit, input } => (layer, unit, Some(input)),
            Place::Bias { layer, unit } => (layer, unit, None),
            Place::Value { .. } | Place::Loss => return None,
        };
        Some(Self { layer, unit, input })
    }

    /// What tests and styles know it by: `1-0-2`, or `1-0-b`.
    pub fn id(self) -> String {
        let input = self
            .input
            .map_or_else(|| "b".to_owned(), |input| input.to_string());
        format!("{}-{}-{input}", self.layer, self.unit)
    }

    /// Its place among all parameters, if there is one.
    pub fn index(self, shape: &Shape) -> Option<u32> {
        let Self { layer, unit, input } = self;
        let index = match input {
            Some(input) => shape.weight_index(layer, unit, input),
            None => shape.bias_index(layer, unit),
        };
        index.map(|index| index as u32)
    }

    /// Its value in the last frame; while it is muted, the one that it keeps.
    pub fn value(self, glass: Glass) -> f32 {
        let Self { layer, unit, input } = self;
        let value = glass.with_scene(|scene| scene.in_hand(layer, unit, input));
        value.unwrap_or(0.0)
    }

    /// How it is held, in the last frame.
    pub fn held(self, glass: Glass) -> Held {
        let Self { layer, unit, input } = self;
        glass.with_scene(|scene| {
            let hold = scene.hold(layer, unit, input);
            Held {
                cut: hold.is_cut(),
                locked: hold.is_locked(),
                muted: hold.is_muted(),
            }
        })
    }

    /// What edits call it.
    const fn part(self) -> Part {
        let Self { layer, unit, input } = self;
        match input {
            Some(input) => Part::Weight { layer, unit, input },
            None => Part::Bias { layer, unit },
        }
    }

    /// The edit that locks it, or lets it learn.
    pub const fn lock(self, on: bool) -> Edit {
        if on {
            Edit::Lock(self.part())
        } else {
            Edit::Unlock(self.part())
        }
    }

    /// The edit that mutes it, or lets it count.
    pub const fn mute(self, on: bool) -> Edit {
        if on {
            Edit::Mute(self.part())
        } else {
            Edit::Unmute(self.part())
        }
    }

    /// The edit that sets it.
    pub fn set(self, value: f32) -> Edit {
        let Self { layer, unit, input } = self;
        match input {
            Some(input) => Edit::Weight {
                layer,
                unit,
                input,
                value,
            },
            None => Edit::Bias { layer, unit, value },
        }
    }

    /// The edit that cuts it, or joins it again. A bias connects nothing.
    pub fn cut(self, cut: bool) -> Option<Edit> {
        let Self { layer, unit, input } = self;
        let input = input?;
        Some(if cut {
            Edit::Cut { layer, unit, input }
        } else {
            Edit::Join { layer, unit, input }
        })
    }

    /// What it comes from, for the head of its row.
    pub fn source_name(self, settings: &Experiment) -> String {
        let Some(input) = self.input else {
            return "b".to_owned();
        };
        let shape = Shape::new(settings);
        let source = shape.layers().get(self.layer as usize);
        match source.map(|layer| Source::new(layer, input)) {
            Some(Source::Gain) => "gain".to_owned(),
            Some(Source::Pixel { row, column, .. }) => format!("{}, {}", row + 1, column + 1),
            Some(Source::Unit(unit)) => names::symbol(settings, self.before(unit)),
            None => String::new(),
        }
    }

    /// What it leads to.
    pub fn target_name(self, settings: &Experiment) -> String {
        names::symbol(
            settings,
            Selection {
                column: self.layer + 1,
                unit: Some(self.unit),
            },
        )
    }

    /// All of it in words.
    pub fn label(self, settings: &Experiment) -> String {
        let target = self.target_name(settings);
        let Some(input) = self.input else {
            return format!("Bias of {target}");
        };
        let shape = Shape::new(settings);
        let source = shape.layers().get(self.layer as usize);
        match source.map(|layer| Source::new(layer, input)) {
            Some(Source::Gain) => format!("Gain of {target}"),
            Some(Source::Pixel {
                channel,
                row,
                column,
            }) => {
                let from = names::symbol(settings, self.before(channel));
                let (row, column) = (row + 1, column + 1);
                format!("Weight from {from}, row {row}, column {column}, to {target}")
            }
            _ => format!("Weight from {} to {target}", self.source_name(settings)),
        }
    }

    fn before(self, unit: u32) -> Selection {
        Selection {
            column: self.layer,
            unit: Some(unit),
        }
    }
}

/// What one weight of a row looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A unit of the layer before, or an input.
    Unit(u32),
    /// A place in a picture, or in a window that slides over it.
    Pixel { channel: u32, row: u32, column: u32 },
    /// The layer's own value, of a layer norm.
    Gain,
}

impl Source {
    /// Weight number `input` of a row of this layer.
    pub fn new(layer: &LayerShape, input: u32) -> Self {
        let width = match layer.layer {
            Layer::LayerNorm => return Self::Gain,
            Layer::Conv2d(conv) => conv.kernel,
            _ if layer.input.is_flat() => return Self::Unit(input),
            _ => layer.input.width,
        };
        let area = match layer.layer {
            Layer::Conv2d(conv) => conv.kernel * conv.kernel,
            _ => layer.input.area() as u32,
        };
        let (area, width) = (area.max(1), width.max(1));
        Self::Pixel {
            channel: input / area,
            row: input % area / width,
            column: input % width,
        }
    }

    /// The unit or channel of the layer before.
    pub const fn channel(self) -> Option<u32> {
        match self {
            Self::Unit(channel) | Self::Pixel { channel, .. } => Some(channel),
            Self::Gain => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Conv2d, Data, DataShape};

    #[test]
    fn a_weight_knows_what_it_looks_at() {
        let settings = Experiment {
            data: Data {
                shape: DataShape::Stripes,
                ..Data::default()
            },
            hidden: vec![Layer::Conv2d(Conv2d::DEFAULT), Layer::LayerNorm],
            ..Experiment::default()
        };
        let shape = Shape::new(&settings);
        let source = |layer: usize, input| Source::new(&shape.layers()[layer], input);
        let at = |channel, row, column| Source::Pixel {
            channel,
            row,
            column,
        };
        assert_eq!(source(0, 5), at(0, 1, 2));
        assert_eq!(source(1, 0), Source::Gain);
        // A dense layer on four pictures of 12 × 12.
        assert_eq!(source(2, 144 + 25), at(1, 2, 1));
        let weight = Parameter {
            layer: 0,
            unit: 1,
            input: Some(5),
        };
        assert_eq!(weight.source_name(&settings), "2, 3");
        assert_eq!(
            weight.label(&settings),
            "Weight from x, row 2, column 3, to h₁·₂"
        );
        let bias = Parameter {
            input: None,
            ..weight
        };
        for parameter in [weight, bias] {
            let index = parameter.index(&shape).unwrap();
            assert_eq!(Parameter::at(&shape, index as usize), Some(parameter));
        }
    }
}
