//! Which parameters belong to what is selected.

use neuroglass_core::{Layer, LayerShape, Shape};

use crate::glass::Selection;

/// Whether a parameter belongs to what is selected: to a unit, to a whole layer, or to what leaves an input.
pub fn is_selected(shape: &Shape, selection: Selection, index: usize) -> bool {
    let layer = |at: usize| shape.layers().get(at);
    match (selection.column.checked_sub(1), selection.unit) {
        (None, unit) => {
            let is_flat = |layer: &&LayerShape| {
                matches!(layer.layer, Layer::Dense(_)) && layer.input.is_flat()
            };
            layer(0).filter(is_flat).is_some_and(|layer| {
                layer.weights().contains(&index)
                    && unit == Some(((index - layer.weight_offset) % layer.fan_in) as u32)
            })
        }
        (Some(at), unit) => {
            let layer = layer(at as usize).filter(|layer| layer.parameters().contains(&index));
            layer.is_some_and(|layer| {
                let row = index
                    .checked_sub(layer.bias_offset)
                    .unwrap_or((index - layer.weight_offset) / layer.fan_in.max(1));
                // A layer norm has a row to each value of a channel.
                let each = (layer.rows / layer.output.channels.max(1) as usize).max(1);
                unit.is_none_or(|unit| row / each == unit as usize)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::Experiment;

    #[test]
    fn what_is_selected_has_its_own_parameters() {
        let shape = Shape::new(&Experiment::default());
        let count = |column, unit| {
            let selection = Selection { column, unit };
            (0..shape.parameters())
                .filter(|&index| is_selected(&shape, selection, index))
                .count()
        };
        assert_eq!(count(0, Some(1)), 6);
        assert_eq!(count(0, None), 0);
        assert_eq!(count(2, Some(1)), 7);
        assert_eq!(count(2, None), 28);
        assert_eq!(count(9, Some(0)), 0);
    }
}
