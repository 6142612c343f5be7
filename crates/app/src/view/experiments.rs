//! The experiments worth opening, in a menu of the bar.

use leptos::prelude::*;
use neuroglass_core::{Preset, RunDocument};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::icon::{Glyph, Icon};
use crate::glass::{Glass, use_glass};

/// A button, and under it what can be opened. The browser itself closes the menu by a press elsewhere and by Escape.
#[component]
pub fn Experiments() -> impl IntoView {
    let glass = use_glass();
    let hint = "Opens an experiment of a small collection in place of the present one.";
    let open = move |preset: Preset| {
        close(glass);
        let experiment = (preset.experiment)();
        glass.open(
            RunDocument {
                experiment,
                ..RunDocument::default()
            },
            0,
        );
    };
    let item = move |&preset: &Preset| {
        view! {
            <li>
                <button
                    type="button"
                    class="experiment"
                    data-preset=preset.name
                    on:click=move |_| open(preset)
                >
                    <b>{preset.name}</b>
                    <span class="note whole">{preset.sentence}</span>
                </button>
            </li>
        }
    };
    view! {
        <button
            type="button"
            class="experiments-button"
            data-action="experiments"
            data-hint=hint
            aria-description=hint
            popovertarget="experiments"
        >
            "Experiments"
            <Glyph icon=Icon::Down/>
        </button>
        <ul class="experiments" id="experiments" popover="auto" aria-label="Experiments">
            {Preset::ALL.iter().map(item).collect_view()}
        </ul>
    }
}

/// Closes the menu; the focus goes back to its button.
fn close(glass: Glass) {
    let menu = glass.root().query_selector("#experiments").ok().flatten();
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<HtmlElement>().ok()) {
        let _ = menu.hide_popover();
    }
}
