//! One weight or bias: where it is, what it is called, what it is now.

use neuroglass_core::{Edit, Experiment};

use crate::glass::{Glass, Selection};
use crate::view::graph::unit_name;

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
    /// What tests and styles know it by: `1-0-2`, or `1-0-b`.
    pub fn id(self) -> String {
        let input = self
            .input
            .map_or_else(|| "b".to_owned(), |input| input.to_string());
        format!("{}-{}-{input}", self.layer, self.unit)
    }

    /// Its value in the last frame.
    pub fn value(self, glass: Glass) -> f32 {
        let Self { layer, unit, input } = self;
        glass
            .with_scene(|scene| match input {
                Some(input) => scene.weight(layer, unit, input),
                None => scene.bias(layer, unit),
            })
            .unwrap_or(0.0)
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

    /// What it comes from, for the head of its row.
    pub fn source_name(self, settings: &Experiment) -> String {
        match self.input {
            Some(input) => node_name(
                settings,
                Selection {
                    column: self.layer,
                    unit: Some(input),
                },
            ),
            None => "b".to_owned(),
        }
    }

    /// What it leads to.
    pub fn target_name(self, settings: &Experiment) -> String {
        node_name(
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
        match self.input {
            Some(_) => format!("Weight from {} to {target}", self.source_name(settings)),
            None => format!("Bias of {target}"),
        }
    }
}

/// The name of a unit, an input or the output.
pub fn node_name(settings: &Experiment, node: Selection) -> String {
    let unit = node.unit.unwrap_or(0);
    let last = settings.hidden.len() as u32 + 1;
    match node.column {
        0 => settings
            .inputs
            .get(unit as usize)
            .map_or("", |input| input.symbol())
            .to_owned(),
        column if column == last => "ŷ".to_owned(),
        column => unit_name(column, unit),
    }
}
