//! How the run came here: every weight's path, and how numbers were distributed, over its steps.

mod aside;
mod belongs;
mod braid;
mod frame;
mod of;
mod picture;
mod stage;
mod strips;

use leptos::ev;
use leptos::prelude::*;
use neuroglass_core::analysis::Study;
use neuroglass_core::{LayerShape, Shape};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlSelectElement;

use self::aside::Aside;
use self::of::Of;
use self::picture::{Asked, Shown};
use self::stage::Stage;

use super::controls::{Choice, Choices};
use super::names;
use crate::glass::use_glass;
use crate::later::later;

later! {
    /// The panel.
    HISTORY = history in "history.css": view! { <HistoryPanel/> }.into_any()
}

/// Paths that are drawn at most.
const MOST_PATHS: u32 = 400;

#[component]
fn HistoryPanel() -> impl IntoView {
    let glass = use_glass();
    let shown = RwSignal::new(Shown::Braid);
    let layer = RwSignal::new(None::<usize>);
    let of = RwSignal::new(Of::Weights);
    // Only what is seen is asked for: all of it is much to send while it trains.
    glass.study(move || {
        Some(match shown.get() {
            Shown::Braid => Study::Braid { most: MOST_PATHS },
            Shown::Distributions => Study::Distributions,
        })
    });
    let titles = Memo::new(move |_| {
        glass.settings.with(|settings| {
            let columns = 1..settings.hidden.len() + 2;
            let title = |column| names::title(settings, column);
            columns.map(title).collect::<Vec<_>>()
        })
    });
    let asked = Memo::new(move |_| Asked {
        shown: shown.get(),
        layer: layer
            .get()
            .filter(|layer| titles.with(|titles| *layer < titles.len())),
        of: of.get(),
        selection: glass.selection.get(),
    });
    let strips = Memo::new(move |_| {
        let Asked {
            shown, layer, of, ..
        } = asked.get();
        let shape = glass.settings.with(Shape::new);
        let has = |shape: &&LayerShape| of.has(shape);
        match (shown, layer) {
            (Shown::Braid, _) => 0,
            (Shown::Distributions, Some(_)) => 1,
            (Shown::Distributions, None) => shape.layers().iter().filter(has).count(),
        }
    });
    let tab = move |to: Shown, name: &'static str, hint: &'static str| {
        view! {
            <button
                type="button"
                class="tab-small"
                data-history=name
                data-hint=hint
                aria-description=hint
                aria-pressed=move || if shown.get() == to { "true" } else { "false" }
                on:click=move |_| shown.set(to)
            >
                {name}
            </button>
        }
    };
    let about = move || match shown.get() {
        Shown::Braid => {
            "Every weight's path under the loss. Blue is positive now, orange negative; strong is what is selected."
        }
        Shown::Distributions => {
            "How many numbers of a layer lie where: the stronger the grey, the more. At the right, one step alone."
        }
    };
    view! {
        <div class="history">
            <div class="history-controls">
                <div class="history-tabs" role="group" aria-label="What is shown">
                    {tab(Shown::Braid, "braid", "The path of every weight and bias.")}
                    {tab(Shown::Distributions, "distributions", "How weights, biases, values and gradients were distributed.")}
                </div>
                <LayerMenu titles=titles layer=layer/>
                {move || (shown.get() == Shown::Distributions).then(|| view! {
                    <Choice
                        label="of"
                        hint="Which numbers of each layer."
                        name="distribution-of"
                        choices=Choices::new(&Of::ALL, Of::name, move || of.get(), move |to| of.set(to))
                            .explained(Of::ALL.iter().map(|of| of.sentence()).collect())
                    />
                })}
                <p class="note">{about}</p>
            </div>
            <Stage asked=asked strips=strips/>
            <Aside asked=asked/>
        </div>
    }
}

/// The choice between all layers and one of them.
#[component]
fn LayerMenu(titles: Memo<Vec<String>>, layer: RwSignal<Option<usize>>) -> impl IntoView {
    const HINT: &str = "Shows all layers, or one of them.";
    let change = move |event: ev::Event| {
        let select = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(select) = select {
            let chosen = usize::try_from(select.selected_index());
            layer.set(chosen.ok().and_then(|chosen| chosen.checked_sub(1)));
        }
    };
    let option = move |(at, title): (usize, String)| {
        view! { <option prop:selected=move || layer.get() == Some(at)>{title}</option> }
    };
    view! {
        <label class="row chosen">
            <span class="name">"layer"</span>
            <span class="menu">
                <select
                    data-control="history-layer"
                    aria-label="layer"
                    aria-description=HINT
                    data-hint=HINT
                    on:change=change
                >
                    <option prop:selected=move || layer.get().is_none()>"all"</option>
                    {move || titles.get().into_iter().enumerate().map(option).collect_view()}
                </select>
            </span>
        </label>
    }
}
