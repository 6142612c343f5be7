//! The numbers of each kind of layer that can be turned.

use leptos::prelude::*;
use neuroglass_core::limits::{self, Limit};
use neuroglass_core::{Conv2d, Dropout, Edit, Experiment, Layer, Pool};

use super::kinds::obstacle;
use super::stepper::Stepper;
use crate::glass::use_glass;

/// Steps of a dropout's rate in a whole.
const STEPS: f32 = 20.0;

/// A number of a layer.
#[derive(Clone, Copy)]
pub struct Number {
    pub name: &'static str,
    actions: [&'static str; 2],
    hints: [&'static str; 2],
    limit: Limit<u32>,
    get: fn(Layer) -> u32,
    with: fn(Layer, u32) -> Layer,
    text: fn(u32) -> String,
}

const UNITS: Number = Number {
    name: "Units",
    actions: ["remove-unit", "add-unit"],
    hints: [
        "Takes the last unit away.",
        "Adds a unit. At first nothing listens to it, so the output does not jump.",
    ],
    limit: limits::UNITS,
    get: |layer| layer.units().unwrap_or(0),
    with: Layer::with_units,
    text: |units| units.to_string(),
};

const FILTERS: Number = Number {
    name: "Filters",
    hints: [
        "Takes the last filter away.",
        "Adds a filter, which looks for one more pattern.",
    ],
    ..UNITS
};

const KERNEL: Number = Number {
    name: "Window",
    actions: ["smaller-window", "larger-window"],
    hints: [
        "Looks at a smaller piece of the picture at a time.",
        "Looks at a larger piece of the picture at a time.",
    ],
    limit: limits::WINDOW,
    get: |layer| of_conv(layer, |conv| conv.kernel),
    with: |layer, kernel| with_conv(layer, |conv| Conv2d { kernel, ..conv }),
    text: square,
};

const STRIDE: Number = Number {
    name: "Stride",
    actions: ["smaller-stride", "larger-stride"],
    hints: [
        "Moves the window less far each time: the result is a larger picture.",
        "Moves the window further each time: the result is a smaller picture.",
    ],
    limit: limits::STRIDE,
    get: |layer| match pool(layer) {
        Some(pool) => pool.stride,
        None => of_conv(layer, |conv| conv.stride),
    },
    with: |layer, stride| {
        let layer = with_conv(layer, |conv| Conv2d { stride, ..conv });
        with_pool(layer, |pool| Pool { stride, ..pool })
    },
    text: |stride| stride.to_string(),
};

const PADDING: Number = Number {
    name: "Padding",
    actions: ["less-padding", "more-padding"],
    hints: [
        "Takes a frame of zeros from around the picture.",
        "Puts one more frame of zeros around the picture, so that its rim counts as much as its middle.",
    ],
    limit: limits::PADDING,
    get: |layer| of_conv(layer, |conv| conv.padding),
    with: |layer, padding| with_conv(layer, |conv| Conv2d { padding, ..conv }),
    text: |padding| padding.to_string(),
};

const SIZE: Number = Number {
    get: |layer| pool(layer).map_or(0, |pool| pool.size),
    // Windows that lie side by side still do.
    with: |layer, size| {
        with_pool(layer, |pool| Pool {
            size,
            stride: if pool.stride == pool.size {
                size.min(limits::STRIDE.max)
            } else {
                pool.stride
            },
        })
    },
    hints: [
        "Makes one value of a smaller piece of the picture.",
        "Makes one value of a larger piece of the picture.",
    ],
    ..KERNEL
};

const RATE: Number = Number {
    name: "Silent",
    actions: ["less-dropout", "more-dropout"],
    hints: [
        "Silences fewer values, also while it trains.",
        "Silences more values, also while it trains.",
    ],
    limit: Limit {
        min: (limits::DROPOUT.min * STEPS) as u32,
        max: (limits::DROPOUT.max * STEPS) as u32,
    },
    get: |layer| (rate_of(layer) * STEPS).round() as u32,
    with: |layer, step| with_rate(layer, step as f32 / STEPS),
    text: |step| format!("{:.0} %", step as f32 / STEPS * 100.0),
};

/// The numbers of a kind of layer, the most important one first.
pub const fn numbers(layer: Layer) -> &'static [Number] {
    match layer {
        Layer::Dense(_) => &[UNITS],
        Layer::Conv2d(_) => &[FILTERS, KERNEL, STRIDE, PADDING],
        Layer::MaxPool(_) | Layer::AveragePool(_) => &[SIZE, STRIDE],
        Layer::Dropout(_) => &[RATE],
        Layer::Flatten | Layer::LayerNorm => &[],
    }
}

/// The most important number of a layer in a word: `"6"`, `"2 × 2"`, `"20 %"`.
pub fn summary(layer: Layer) -> String {
    let first = numbers(layer).first();
    first.map_or_else(String::new, |first| (first.text)((first.get)(layer)))
}

/// A control for a number of hidden layer `at`.
#[component]
pub fn NumberStepper(at: usize, number: Number) -> impl IntoView {
    let glass = use_glass();
    let value = Memo::new(move |_| {
        let layer = glass
            .settings
            .with(|settings| settings.hidden.get(at).copied());
        layer.map_or(0, number.get)
    });
    let edit = move |to: u32| {
        glass
            .settings
            .with(|settings| edit_to(settings, at, number, to))
    };
    view! {
        <Stepper
            label=format!("{} of hidden layer {}", number.name, at + 1)
            actions=number.actions
            hints=number.hints
            layer=at as u32
            value=value
            text=number.text
            edit=edit
        />
    }
}

/// The edit that sets a number, if it can be so.
fn edit_to(settings: &Experiment, at: usize, number: Number, to: u32) -> Option<Edit> {
    let layer = *settings.hidden.get(at)?;
    if !number.limit.contains(&to) {
        return None;
    }
    let after = (number.with)(layer, to);
    if after.units() != layer.units() {
        return Some(Edit::Units {
            layer: at as u32,
            units: to,
        });
    }
    let can_be = obstacle(settings, at, after, false).is_none();
    can_be.then_some(Edit::Layer {
        layer: at as u32,
        to: after,
    })
}

/// The share of values that a dropout silences.
pub const fn rate_of(layer: Layer) -> f32 {
    match layer {
        Layer::Dropout(dropout) => dropout.rate,
        _ => 0.0,
    }
}

/// The same with another rate.
pub const fn with_rate(layer: Layer, rate: f32) -> Layer {
    match layer {
        Layer::Dropout(_) => Layer::Dropout(Dropout { rate }),
        other => other,
    }
}

fn of_conv(layer: Layer, read: fn(Conv2d) -> u32) -> u32 {
    match layer {
        Layer::Conv2d(conv) => read(conv),
        _ => 0,
    }
}

fn with_conv(layer: Layer, change: impl FnOnce(Conv2d) -> Conv2d) -> Layer {
    match layer {
        Layer::Conv2d(conv) => Layer::Conv2d(change(conv)),
        other => other,
    }
}

const fn pool(layer: Layer) -> Option<Pool> {
    match layer {
        Layer::MaxPool(pool) | Layer::AveragePool(pool) => Some(pool),
        _ => None,
    }
}

fn with_pool(layer: Layer, change: impl FnOnce(Pool) -> Pool) -> Layer {
    match layer {
        Layer::MaxPool(pool) => Layer::MaxPool(change(pool)),
        Layer::AveragePool(pool) => Layer::AveragePool(change(pool)),
        other => other,
    }
}

fn square(side: u32) -> String {
    format!("{side} × {side}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Data, DataShape};

    /// Every number of every kind, read and set.
    #[test]
    fn a_number_that_is_set_is_read_again() {
        for &layer in Layer::ALL {
            for number in numbers(layer) {
                let now = (number.get)(layer);
                assert!(number.limit.contains(&now), "{}", number.name);
                assert_eq!((number.with)(layer, now), layer, "{}", number.name);
                let other = (number.with)(layer, number.limit.max);
                assert_eq!((number.get)(other), number.limit.max, "{}", number.name);
            }
        }
    }

    #[test]
    fn what_would_not_fit_cannot_be_set() {
        let mut settings = Experiment {
            data: Data {
                shape: DataShape::Stripes,
                ..Data::default()
            },
            hidden: vec![Layer::MaxPool(Pool::DEFAULT); 3],
            ..Experiment::default()
        };
        // 12 rows become 6, then 3, then 1.
        assert_eq!(edit_to(&settings, 2, SIZE, 4), None);
        let to = Layer::MaxPool(Pool { size: 3, stride: 3 });
        let edit = Edit::Layer { layer: 2, to };
        assert_eq!(edit_to(&settings, 2, SIZE, 3), Some(edit));
        settings.hidden = vec![Layer::dense(1, neuroglass_core::Activation::Tanh)];
        assert_eq!(edit_to(&settings, 0, UNITS, 0), None);
    }
}
