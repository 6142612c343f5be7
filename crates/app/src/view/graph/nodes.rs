//! A button on every tile: pointing previews, pressing selects, arrows walk.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};

use super::plan::Plan;
use crate::glass::{Glass, Selection, use_glass};
use crate::view::names;

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
                nodes.push((node, names::label(&settings, node), x, y, place.tile));
            }
        }
        nodes
    };
    view! {
        <div class="nodes" role="group" aria-label="Units. Arrow keys walk the network." on:keydown=move |event| walk(glass, plan, &event)>
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

/// Arrow keys: up and down within a layer, left and right between layers.
fn walk(glass: Glass, plan: Memo<Plan>, event: &KeyboardEvent) {
    let (across, down) = match event.key().as_str() {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return,
    };
    event.prevent_default();
    let Selection { column, unit } = glass.selection.get_untracked();
    let tiles: Vec<u32> = plan.with_untracked(|plan| {
        let columns = plan.columns.iter();
        columns.map(|column| column.corners.len() as u32).collect()
    });
    let last = tiles.len().saturating_sub(1) as u32;
    let next = column.saturating_add_signed(across).min(last);
    let count = |column: u32| tiles.get(column as usize).copied().unwrap_or(1).max(1);
    let (units, next_units) = (count(column), count(next));
    let unit = unit.unwrap_or(0).min(units - 1);
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
