//! What opens over the network: one thing at a time, closed by a press elsewhere and by Escape.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::plan::Plan;
use crate::glass::Glass;
use crate::listener::Listener;

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// The kinds of layer that can be inserted before this one.
    Add(usize),
    /// All that can be set of this hidden layer.
    Layer(usize),
    /// The input features.
    Inputs,
}

/// The state of what is open over one network. Whatever opens something has the attribute `data-opens`.
pub type Opened = RwSignal<Option<Open>>;

/// Opens something, or closes it if it was what is open.
pub fn toggle(open: Opened, what: Open) {
    open.update(|open| *open = (*open != Some(what)).then_some(what));
}

/// For `aria-expanded`.
pub fn expanded(open: Opened, what: Open) -> &'static str {
    if open.get() == Some(what) {
        "true"
    } else {
        "false"
    }
}

/// Closes what is open when the person turns elsewhere. Escape brings the focus back to what opened it.
pub fn close_elsewhere(glass: Glass, open: Opened) {
    let root = glass.root();
    let press = move |event: web_sys::Event| {
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        let is_inside = |target: Element| {
            target
                .closest(".popover, [data-opens]")
                .is_ok_and(|found| found.is_some())
        };
        if open.get_untracked().is_some() && !target.is_some_and(is_inside) {
            open.set(None);
        }
    };
    let key = move |event: web_sys::Event| {
        let is_escape = event.unchecked_into::<KeyboardEvent>().key() == "Escape";
        if is_escape && open.get_untracked().is_some() {
            focus(&glass.root(), "[data-opens][aria-expanded=true]");
            open.set(None);
        }
    };
    let closers = StoredValue::new_local([
        Listener::new(&root, "pointerdown", press),
        Listener::new(&root, "keydown", key),
    ]);
    on_cleanup(move || closers.dispose());
}

/// Brings the focus to the first thing in `within` that a selector finds.
pub fn focus(within: &Element, selector: &str) {
    let found = within.query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

/// A panel under the headings, around `x` as far as there is room. The focus goes into it.
#[component]
pub fn Popover(
    label: String,
    /// Its width in CSS pixels.
    width: f64,
    x: f64,
    plan: Memo<Plan>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(node) = node.get() {
            request_animation_frame(move || {
                focus(&node, "[aria-pressed=true], button:not([aria-disabled])");
            });
        }
    });
    let left = move || {
        let most = plan.with(|plan| plan.width) - width - 8.0;
        format!("{}px", (x - width / 2.0).min(most).max(8.0))
    };
    view! {
        <div
            node_ref=node
            class="popover"
            role="group"
            aria-label=label
            style:width=format!("{width}px")
            style:left=left
        >
            {children()}
        </div>
    }
}
