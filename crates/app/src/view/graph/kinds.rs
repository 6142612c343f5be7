//! The kinds of layer to choose from, and why some do not go where they would stand.

use leptos::html;
use leptos::prelude::*;
use neuroglass_core::{Experiment, Layer, Shape};
use web_sys::KeyboardEvent;

use super::popover::focus;
use crate::glass::use_glass;

/// Why hidden layer `at` cannot be this one, inserted there or in place of what is there; `None` if it can.
pub fn obstacle(
    settings: &Experiment,
    at: usize,
    layer: Layer,
    is_inserted: bool,
) -> Option<String> {
    let shape = Shape::new(settings);
    let arrives = shape.layers().get(at)?.input;
    let wants_picture = matches!(
        layer,
        Layer::Conv2d(_) | Layer::MaxPool(_) | Layer::AveragePool(_) | Layer::Flatten
    );
    if wants_picture && arrives.is_flat() {
        let what = layer.name();
        return Some(format!(
            "Not here: a {what} needs a picture, and what arrives here are single values."
        ));
    }
    let mut after = settings.clone();
    if is_inserted {
        after.hidden.insert(at.min(after.hidden.len()), layer);
    } else {
        *after.hidden.get_mut(at)? = layer;
    }
    let refusal = after.check().err()?;
    Some(format!(
        "Not here: it would make {}; allowed is {}.",
        refusal.given, refusal.allowed
    ))
}

/// This kind of layer, with what it shares with another one.
fn like(kind: Layer, other: Option<Layer>) -> Layer {
    let Some(other) = other.filter(|other| other.has_activation()) else {
        return kind;
    };
    let kind = kind.with_activation(other.activation());
    other.units().map_or(kind, |units| kind.with_units(units))
}

/// Kinds that stand beside each other, as in the styles.
const ABREAST: usize = 2;

/// A button for each kind. Arrow keys go from one to the next.
#[component]
pub fn Kinds(
    /// Where the layer stands, or would stand.
    at: usize,
    /// Whether it is inserted, rather than made of what is there.
    is_inserted: bool,
    #[prop(into)] on_pick: Callback<Layer>,
) -> impl IntoView {
    let glass = use_glass();
    let list = NodeRef::<html::Div>::new();
    let current = Memo::new(move |_| {
        let here = glass
            .settings
            .with(|settings| settings.hidden.get(at).copied());
        here.filter(|_| !is_inserted).map(Layer::id)
    });
    let key = move |event: KeyboardEvent| {
        let last = Layer::ALL.len() - 1;
        let now = event_target::<web_sys::Element>(&event).get_attribute("data-kind");
        let now = Layer::ALL
            .iter()
            .position(|kind| now.as_deref() == Some(kind.id()));
        let Some(now) = now else { return };
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1).min(last),
            "ArrowLeft" => now.saturating_sub(1),
            "ArrowDown" => (now + ABREAST).min(last),
            "ArrowUp" => now.saturating_sub(ABREAST),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(list) = list.get_untracked() {
            focus(&list, &format!("[data-kind={}]", Layer::ALL[next].id()));
        }
    };
    let button = move |kind: Layer| {
        let layer = Memo::new(move |_| {
            glass.settings.with(|settings| {
                // Inserted, it takes after the layer before it, so that what was learned fits as well as it can.
                let model = if is_inserted { at.wrapping_sub(1) } else { at };
                like(kind, settings.hidden.get(model).copied())
            })
        });
        let obstacle = Memo::new(move |_| {
            glass
                .settings
                .with(|settings| obstacle(settings, at, layer.get(), is_inserted))
        });
        let words = move || obstacle.get().unwrap_or_else(|| kind.sentence().to_owned());
        view! {
            <button
                type="button"
                class="kind"
                data-kind=kind.id()
                data-hint=words
                aria-description=words
                aria-pressed=move || (!is_inserted).then(|| if current.get() == Some(kind.id()) { "true" } else { "false" })
                aria-disabled=move || obstacle.get().is_some().then_some("true")
                on:click=move |_| {
                    if obstacle.get_untracked().is_none() && current.get_untracked() != Some(kind.id()) {
                        on_pick.run(layer.get_untracked());
                    }
                }
            >
                {kind.name()}
            </button>
        }
    };
    view! {
        <div node_ref=list class="kinds" on:keydown=key>
            {Layer::ALL.iter().map(|&kind| button(kind)).collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Activation, Conv2d, Data, DataShape, Pool};

    #[test]
    fn what_needs_a_picture_does_not_go_where_there_is_none() {
        let plane = Experiment::default();
        let pictures = Experiment {
            data: Data {
                shape: DataShape::Stripes,
                ..Data::default()
            },
            ..Experiment::default()
        };
        for &kind in Layer::ALL {
            let wants_picture =
                !matches!(kind, Layer::Dense(_) | Layer::LayerNorm | Layer::Dropout(_));
            assert_eq!(
                obstacle(&plane, 0, kind, true).is_some(),
                wants_picture,
                "{kind:?}"
            );
            assert_eq!(obstacle(&pictures, 0, kind, true), None, "{kind:?}");
        }
    }

    #[test]
    fn a_window_must_fit_also_later_on() {
        let mut settings = Experiment {
            data: Data {
                shape: DataShape::Stripes,
                ..Data::default()
            },
            hidden: vec![Layer::MaxPool(Pool { size: 8, stride: 1 })],
            ..Experiment::default()
        };
        let large = Layer::MaxPool(Pool { size: 6, stride: 1 });
        let why = obstacle(&settings, 0, large, true).unwrap_or_default();
        assert!(why.contains("on 7 × 7 values"), "{why}");
        settings.hidden = vec![Layer::Conv2d(Conv2d::DEFAULT)];
        let dense = like(Layer::ALL[0], settings.hidden.first().copied());
        assert_eq!(dense, Layer::dense(4, Activation::Relu));
    }
}
