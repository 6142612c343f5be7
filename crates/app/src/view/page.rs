//! The whole screen, and where each room of it is.

use leptos::prelude::*;
use neuroglass_protocol::Command;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use super::bar::Bar;
use super::data::DataPanel;
use super::drawing::observe_size;
use super::graph::Graph;
use super::hint::HintLayer;
use super::notice::NoticeLine;
use super::output::OutputColumn;
use super::timeline::TimelineStrip;
use super::training::TrainingPanel;
use super::workbench::Workbench;
use crate::glass::{Glass, Layout, Panel, use_glass};
use crate::listener::Listener;

/// Everything that an instance shows.
#[component]
pub fn Page() -> impl IntoView {
    let glass = use_glass();
    let root = glass.root();
    observe_size(
        move || Some(root.clone().into()),
        move |width, _| {
            let layout = Layout::of(width);
            if width > 0.0 && glass.layout.get_untracked() != layout {
                glass.layout.set(layout);
            }
        },
    );
    Effect::new(move || {
        let name = match glass.layout.get() {
            Layout::Wide => "wide",
            Layout::Medium => "medium",
            Layout::Narrow => "narrow",
        };
        let _ = glass.root().set_attribute("data-layout", name);
    });
    if glass.is_page() {
        let _ = glass.root().set_attribute("data-page", "");
    }
    // A page of our own hears keys wherever the focus is, an embed only those that are meant for it.
    let page = glass.is_page();
    let ears: web_sys::EventTarget = match glass.root().owner_document() {
        Some(document) if page => document.into(),
        _ => glass.root().into(),
    };
    let press = move |event: web_sys::Event| press(glass, &event.unchecked_into());
    let keys = StoredValue::new_local(Listener::new(&ears, "keydown", press));
    on_cleanup(move || keys.dispose());

    let panels = glass.panels();
    let sides = move || page && glass.layout.get() == Layout::Wide;
    view! {
        <Bar/>
        <NoticeLine/>
        <main class="main">
            <Show when=sides>
                <aside class="side" aria-label="Data and training">
                    <DataPanel/>
                    <TrainingPanel/>
                </aside>
            </Show>
            <Graph/>
            <OutputColumn/>
        </main>
        <Show when=move || panels.has(Panel::Timeline)>
            <TimelineStrip/>
        </Show>
        <Show when=move || panels.tabs().next().is_some()>
            <Workbench/>
        </Show>
        <HintLayer/>
    }
}

/// The keys that work everywhere but in a field: space plays, `.` and `,` step.
fn press(glass: Glass, event: &KeyboardEvent) {
    let typing = event
        .composed_path()
        .get(0)
        .dyn_into::<Element>()
        .is_ok_and(|element| {
            element
                .matches("input:not([type=range]), select, textarea")
                .unwrap_or(false)
        });
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    if typing || modified || event.default_prevented() {
        return;
    }
    let on_button = event
        .composed_path()
        .get(0)
        .dyn_into::<Element>()
        .is_ok_and(|element| element.matches("button, a").unwrap_or(false));
    match event.key().as_str() {
        " " if !on_button => glass.toggle(),
        "." => glass.send(Command::Advance(1)),
        "," => glass.seek(glass.place().saturating_sub(1)),
        _ => return,
    }
    event.prevent_default();
}
