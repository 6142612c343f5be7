//! A button on every tile: pointing previews, pressing selects, arrows walk.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};

use super::plan::Plan;
use crate::glass::{Glass, Selection, column_units, use_glass};

/// The buttons over the tiles.
#[component]
pub fn Nodes(plan: Memo<Plan>) -> impl IntoView {
    let glass = use_glass();
    let nodes = move || {
        let plan = plan.get();
        let settings = glass.settings.get_untracked();
        let mut nodes = Vec::new();
        for (column, place) in plan.columns.iter().enumerate() {
            for (unit, &[x, y]) in place.corners.iter().enumerate() {
                let node = Selection {
                    column: column as u32,
                    unit: Some(unit as u32),
                };
                nodes.push((node, node_label(&settings, node), x, y, place.tile));
            }
        }
        nodes
    };
    view! {
        <div class="nodes" role="group" aria-label="Units. Arrow keys walk the network." on:keydown=move |event| walk(glass, &event)>
            {move || {
                nodes()
                    .into_iter()
                    .map(|(node, label, x, y, tile)| view! { <NodeButton node=node label=label x=x y=y tile=tile/> })
                    .collect_view()
            }}
        </div>
    }
}

#[component]
fn NodeButton(node: Selection, label: String, x: f64, y: f64, tile: f64) -> impl IntoView {
    let glass = use_glass();
    let selected = move || glass.selection.get() == node;
    let unit = node.unit.unwrap_or(0);
    view! {
        <button
            type="button"
            class="node"
            data-neuron=format!("{}-{unit}", node.column)
            aria-label=label
            aria-pressed=move || if selected() { "true" } else { "false" }
            // One of them is in the tab order; the arrow keys reach the others.
            tabindex=move || if selected() || (unit == 0 && node.column == 0 && !in_a_unit(glass)) { "0" } else { "-1" }
            style:left=format!("{x}px")
            style:top=format!("{y}px")
            style:width=format!("{tile}px")
            style:height=format!("{tile}px")
            on:pointerenter=move |_| glass.preview.set(Some(node))
            on:pointerleave=move |_| glass.preview.set(None)
            on:click=move |_| glass.selection.set(node)
        ></button>
    }
}

fn in_a_unit(glass: Glass) -> bool {
    glass.selection.get().unit.is_some()
}

/// What a screen reader says of a unit.
fn node_label(settings: &neuroglass_core::Experiment, node: Selection) -> String {
    let unit = node.unit.unwrap_or(0);
    let (column, last) = (node.column as usize, settings.hidden.len() + 1);
    if column == 0 {
        let symbol = settings
            .inputs
            .get(unit as usize)
            .map_or("", |input| input.symbol());
        format!("Input {symbol}")
    } else if column == last {
        format!("Output, {}", settings.output.activation.name())
    } else {
        let layer = settings.hidden.get(column - 1);
        let activation = layer.map_or("", |layer| layer.activation().name());
        format!("Hidden {column}, unit {}, {activation}", unit + 1)
    }
}

/// Arrow keys: up and down within a layer, left and right between layers.
fn walk(glass: Glass, event: &KeyboardEvent) {
    let (across, down) = match event.key().as_str() {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return,
    };
    event.prevent_default();
    let settings = glass.settings.get_untracked();
    let Selection { column, unit } = glass.selection.get_untracked();
    let last = settings.hidden.len() as u32 + 1;
    let next = column.saturating_add_signed(across).min(last);
    let (units, next_units) = (
        column_units(&settings, column),
        column_units(&settings, next),
    );
    let unit = unit.unwrap_or(0);
    let unit = if next == column {
        unit.saturating_add_signed(down)
    } else {
        // The unit at about the same height.
        (unit * 2 + 1) * next_units / (units * 2)
    };
    let node = Selection {
        column: next,
        unit: Some(unit.min(next_units - 1)),
    };
    glass.selection.set(node);
    focus(glass, node);
}

fn focus(glass: Glass, node: Selection) {
    let name = format!("[data-neuron='{}-{}']", node.column, node.unit.unwrap_or(0));
    let button = glass.root().query_selector(&name).ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
