//! What layers, units and places are called.

use neuroglass_core::{Experiment, Layer, Place, Shape, Task, Volume};

use crate::glass::Selection;

/// A column's heading. Hidden layers are named by number where all are dense, and otherwise by kind.
pub fn title(settings: &Experiment, column: usize) -> String {
    let hidden = &settings.hidden;
    match column.checked_sub(1) {
        None if settings.sees_features() => "Inputs".to_owned(),
        None => "Picture".to_owned(),
        Some(layer) => match hidden.get(layer) {
            Some(kind) if !hidden.iter().all(is_dense) => capital(kind.name()),
            Some(_) => format!("Hidden {column}"),
            None => "Output".to_owned(),
        },
    }
}

/// The longest of its headings that fits into so many CSS pixels.
pub fn title_within(settings: &Experiment, column: usize, room: f64) -> String {
    // Letters of this size and weight take about so much.
    let fits = |name: &String| name.chars().count() as f64 * 7.3 <= room;
    let layer = column
        .checked_sub(1)
        .map(|layer| settings.hidden.get(layer));
    let brief = match layer {
        None => "In",
        Some(None) => "Out",
        Some(Some(layer)) => match layer {
            Layer::Dense(_) => "Dense",
            Layer::Conv2d(_) => "Conv",
            Layer::MaxPool(_) => "Max",
            Layer::AveragePool(_) => "Mean",
            Layer::Flatten => "Flat",
            Layer::LayerNorm => "Norm",
            Layer::Dropout(_) => "Drop",
        },
    };
    let is_plain = settings.hidden.iter().all(is_dense) && matches!(layer, Some(Some(_)));
    let names = [
        Some(title(settings, column)),
        (!is_plain).then(|| brief.to_owned()),
    ];
    let fitting = names.into_iter().flatten().find(fits);
    fitting.unwrap_or_else(|| column.to_string())
}

/// How large the pictures are that a column gives: `"12 × 12"`; nothing where it gives none.
pub fn size(settings: &Experiment, column: usize) -> String {
    let shape = Shape::new(settings);
    let volume = match column.checked_sub(1) {
        None => Some(shape.input()),
        Some(layer) => shape.layers().get(layer).map(|layer| layer.output),
    };
    match volume.filter(|volume| !volume.is_flat()) {
        Some(Volume { height, width, .. }) => format!("{height} × {width}"),
        None => String::new(),
    }
}

/// A column in full: `"Hidden 2, dropout"`.
pub fn long_title(settings: &Experiment, column: usize) -> String {
    match column
        .checked_sub(1)
        .map(|layer| settings.hidden.get(layer))
    {
        Some(Some(layer)) => format!("Hidden {column}, {}", layer.name()),
        _ => title(settings, column),
    }
}

fn is_dense(layer: &Layer) -> bool {
    matches!(layer, Layer::Dense(_))
}

/// With a capital, as a heading.
pub fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(name.len().min(1));
    first.to_ascii_uppercase() + rest
}

/// The symbol of a unit, an input or an output.
pub fn symbol(settings: &Experiment, node: Selection) -> String {
    let unit = node.unit.unwrap_or(0);
    let last = settings.hidden.len() as u32 + 1;
    match node.column {
        0 if settings.sees_features() => {
            let input = settings.inputs.get(unit as usize);
            input.map_or("", |input| input.symbol()).to_owned()
        }
        0 if settings.input_volume().channels == 1 => "x".to_owned(),
        0 => format!("x{}", subscript(unit + 1)),
        column if column == last => match (settings.outputs(), settings.data.task()) {
            (1, _) => "ŷ".to_owned(),
            (_, Task::Classes(_)) => format!("ŷ{}", subscript(unit)),
            (_, Task::Values(_)) => format!("ŷ{}", subscript(unit + 1)),
        },
        column => format!("h{}·{}", subscript(column), subscript(unit + 1)),
    }
}

/// What an output unit stands for, where there are several: its class, or its symbol.
pub fn output_name(settings: &Experiment, unit: u32) -> String {
    match settings.data.task() {
        Task::Classes(_) => unit.to_string(),
        Task::Values(_) => symbol(
            settings,
            Selection {
                column: settings.hidden.len() as u32 + 1,
                unit: Some(unit),
            },
        ),
    }
}

/// What a screen reader says of a unit.
pub fn label(settings: &Experiment, node: Selection) -> String {
    let unit = node.unit.unwrap_or(0);
    let column = node.column as usize;
    match column
        .checked_sub(1)
        .map(|layer| settings.hidden.get(layer))
    {
        None if settings.sees_features() => format!("Input {}", symbol(settings, node)),
        None => format!("Picture, channel {}", unit + 1),
        Some(Some(&layer)) => {
            let what = if layer.has_activation() {
                layer.activation().name()
            } else {
                layer.name()
            };
            format!("Hidden {column}, {} {}, {what}", unit_word(layer), unit + 1)
        }
        Some(None) => {
            let activation = settings.output.activation.name();
            match (settings.outputs(), settings.data.task()) {
                (1, _) => format!("Output, {activation}"),
                (_, Task::Classes(_)) => format!("Output for class {unit}, {activation}"),
                (_, Task::Values(_)) => format!("Output {}, {activation}", unit + 1),
            }
        }
    }
}

const fn unit_word(layer: Layer) -> &'static str {
    match layer {
        Layer::Conv2d(_) => "filter",
        Layer::MaxPool(_) | Layer::AveragePool(_) => "channel",
        _ => "unit",
    }
}

/// Where numbers ceased to be finite, in words: `"the values of hidden 2, unit 3"`.
pub fn place(settings: &Experiment, place: Place) -> String {
    let (what, node) = match place {
        Place::Value { .. } => ("the values", node_of(settings, place)),
        Place::Weight { .. } => ("a weight", node_of(settings, place)),
        Place::Bias { .. } => ("the bias", node_of(settings, place)),
        Place::Loss => return "the loss".to_owned(),
    };
    let column = node.column as usize;
    match settings.hidden.get(column.wrapping_sub(1)) {
        Some(&layer) => {
            let unit = node.unit.unwrap_or(0) + 1;
            format!("{what} of hidden {column}, {} {unit}", unit_word(layer))
        }
        None if settings.outputs() == 1 => format!("{what} of the output"),
        None => format!(
            "{what} of output {}",
            output_name(settings, node.unit.unwrap_or(0))
        ),
    }
}

/// The tile in which such a place is; of the loss, all of the output.
pub fn node_of(settings: &Experiment, place: Place) -> Selection {
    let output = settings.hidden.len() as u32;
    let (layer, unit, is_value) = match place {
        Place::Value { layer, unit } => (layer, Some(unit), true),
        Place::Weight { layer, unit, .. } | Place::Bias { layer, unit } => {
            (layer, Some(unit), false)
        }
        Place::Loss => (output, None, false),
    };
    let shape = Shape::new(settings);
    let layer_shape = shape.layers().get(layer as usize);
    // Values, and the gains of a layer norm, are counted singly; a tile holds a whole channel of them.
    let area = layer_shape
        .filter(|shape| is_value || shape.layer == Layer::LayerNorm)
        .map_or(1, |shape| shape.output.area().max(1) as u32);
    Selection {
        column: layer + 1,
        unit: unit.map(|unit| unit / area),
    }
}

/// A number in small digits below the line.
pub fn subscript(number: u32) -> String {
    let digit = |digit: char| char::from_u32(u32::from('₀') + digit.to_digit(10)?);
    number.to_string().chars().filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Conv2d, Data, DataShape};

    fn node(column: u32, unit: u32) -> Selection {
        Selection {
            column,
            unit: Some(unit),
        }
    }

    #[test]
    fn layers_are_called_by_number_or_by_kind() {
        let mut settings = Experiment::default();
        assert_eq!(title(&settings, 2), "Hidden 2");
        settings.hidden[0] = Layer::LayerNorm;
        assert_eq!(title(&settings, 1), "Layer norm");
        assert_eq!(title(&settings, 2), "Dense");
        assert_eq!(title(&settings, 3), "Output");
        assert_eq!(long_title(&settings, 1), "Hidden 1, layer norm");
    }

    #[test]
    fn headings_are_as_long_as_there_is_room() {
        let mut settings = Experiment::default();
        assert_eq!(title_within(&settings, 1, 67.0), "Hidden 1");
        assert_eq!(title_within(&settings, 1, 43.0), "1");
        assert_eq!(title_within(&settings, 0, 43.0), "In");
        settings.hidden[0] = Layer::LayerNorm;
        assert_eq!(title_within(&settings, 1, 67.0), "Norm");
        assert_eq!(title_within(&settings, 2, 43.0), "Dense");
    }

    #[test]
    fn units_have_symbols_and_words() {
        let mut settings = Experiment::default();
        assert_eq!(symbol(&settings, node(0, 1)), "x₂");
        assert_eq!(symbol(&settings, node(2, 2)), "h₂·₃");
        assert_eq!(symbol(&settings, node(3, 0)), "ŷ");
        assert_eq!(label(&settings, node(2, 2)), "Hidden 2, unit 3, tanh");
        settings.data.shape = DataShape::Rings;
        assert_eq!(symbol(&settings, node(3, 0)), "ŷ₀");
        assert_eq!(label(&settings, node(3, 2)), "Output for class 2, tanh");
    }

    #[test]
    fn a_value_is_found_in_its_channel() {
        let mut settings = Experiment {
            data: Data {
                shape: DataShape::Stripes,
                ..Data::default()
            },
            hidden: vec![Layer::Conv2d(Conv2d::DEFAULT)],
            ..Experiment::default()
        };
        let second = Place::Value {
            layer: 0,
            unit: 144,
        };
        assert_eq!(node_of(&settings, second), node(1, 1));
        assert_eq!(place(&settings, second), "the values of hidden 1, filter 2");
        settings.hidden.clear();
        let bias = Place::Bias { layer: 0, unit: 3 };
        assert_eq!(place(&settings, bias), "the bias of output 3");
        assert_eq!(place(&settings, Place::Loss), "the loss");
    }
}
