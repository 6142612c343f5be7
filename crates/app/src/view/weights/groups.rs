//! Which weights have sliders: those of the selection, where they are not too many.

use std::ops::Range;

use leptos::prelude::*;
use neuroglass_core::{Experiment, Layer, LayerShape, Shape};

use super::parameter::Parameter;
use crate::glass::{Glass, Selection};

/// Weights of one neuron, and neurons of a layer, that have sliders.
const MOST_WEIGHTS: usize = 64;
const MOST_GROUPS: usize = 64;

/// Networks of no more parameters can have sliders for all of them.
pub const WHOLE: usize = 40;

/// Sliders of one neuron, or of what leaves an input.
#[derive(Clone, PartialEq)]
pub struct Group {
    pub title: String,
    pub parameters: Vec<Parameter>,
    /// How many weights have no slider.
    pub more: usize,
}

/// What the sliders are of.
pub fn groups(glass: Glass) -> Vec<Group> {
    let Selection { column, unit } = glass.selection.get();
    glass.settings.with(|settings| {
        let shape = Shape::new(settings);
        if is_whole(&shape, glass.selection.get()) {
            let layers = shape.layers().iter().enumerate();
            return layers
                .flat_map(|(layer, of)| groups_of(settings, layer, of, None))
                .collect();
        }
        let last = shape.layers().len().saturating_sub(1);
        let layer = (column as usize).saturating_sub(1).min(last);
        let Some(layer_shape) = shape.layers().get(layer) else {
            return Vec::new();
        };
        if column == 0 {
            return outgoing(layer_shape, unit.unwrap_or(0));
        }
        groups_of(settings, layer, layer_shape, unit)
    })
}

/// Whether the sliders are of the whole network: nothing in it is selected, and it is small.
pub fn is_whole(shape: &Shape, selection: Selection) -> bool {
    let Selection { column, unit } = selection;
    column == 0 && unit.is_none() && shape.parameters() <= WHOLE
}

/// A group to each row of a layer's weights that belongs to a unit, or to all of it.
fn groups_of(
    settings: &Experiment,
    layer: usize,
    shape: &LayerShape,
    unit: Option<u32>,
) -> Vec<Group> {
    let group = |row| {
        let of = |input| Parameter {
            layer: layer as u32,
            unit: row,
            input,
        };
        let inputs = (0..shape.fan_in as u32).take(MOST_WEIGHTS).map(Some);
        Group {
            title: of(None).target_name(settings),
            parameters: inputs.chain([None]).map(of).collect(),
            more: shape.fan_in.saturating_sub(MOST_WEIGHTS),
        }
    };
    rows_of(shape, unit).take(MOST_GROUPS).map(group).collect()
}

/// The rows of weights that belong to a unit or channel of a layer; to all of it, where none is meant.
fn rows_of(layer: &LayerShape, unit: Option<u32>) -> Range<u32> {
    let rows = layer.rows as u32;
    // A layer norm has a row to each value of a channel.
    let each = (rows / layer.output.channels.max(1)).max(1);
    unit.map_or(0..rows, |unit| {
        (unit * each).min(rows)..((unit + 1) * each).min(rows)
    })
}

/// The weights from an input to all units, where there is one to each.
fn outgoing(layer: &LayerShape, input: u32) -> Vec<Group> {
    let is_dense = matches!(layer.layer, Layer::Dense(_)) && layer.input.is_flat();
    if !is_dense {
        return Vec::new();
    }
    let parameters = (0..layer.rows.min(MOST_WEIGHTS) as u32).map(|unit| Parameter {
        layer: 0,
        unit,
        input: Some(input.min(layer.fan_in as u32 - 1)),
    });
    vec![Group {
        title: String::new(),
        parameters: parameters.collect(),
        more: layer.rows.saturating_sub(MOST_WEIGHTS),
    }]
}

/// Why there is no slider.
pub fn without(glass: Glass) -> String {
    let column = glass.selection.get().column as usize;
    let layer = glass.settings.with(|settings| {
        let layer = column.checked_sub(1)?;
        settings.hidden.get(layer).copied()
    });
    match layer {
        Some(layer) => format!(
            "A {} has no weights of its own. {}",
            layer.name(),
            layer.sentence()
        ),
        None => "Select a filter or a unit to see its weights.".to_owned(),
    }
}
