//! The workbench: what is selected above is what is open here.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::backprop::BACKPROP;
use super::data::DataPanel;
use super::flow::FLOW;
use super::history::HISTORY;
use super::landscape::LANDSCAPE;
use super::space::SPACE;
use super::sparse::SPARSE;
use super::steps::STEPS;
use super::training::TrainingPanel;
use super::weights::WEIGHTS;
use crate::glass::{Layout, Panel, use_glass};
use crate::later::Later;

/// The tabs and the open panel. Where data and training have no column of their own, they are tabs.
#[component]
pub fn Workbench() -> impl IntoView {
    let glass = use_glass();
    let chosen = RwSignal::new(Panel::Weights);
    let (page, panels) = (glass.is_page(), glass.panels());
    let tabs = Memo::new(move |_| {
        let beside = page && glass.layout.get() == Layout::Wide;
        let is_tab = |panel: &Panel| !beside || !matches!(panel, Panel::Data | Panel::Training);
        panels.tabs().filter(is_tab).collect::<Vec<_>>()
    });
    let open = Memo::new(move |_| {
        let (tabs, chosen) = (tabs.get(), chosen.get());
        if tabs.contains(&chosen) {
            chosen
        } else {
            tabs.first().copied().unwrap_or(Panel::Weights)
        }
    });
    let move_by = move |by: isize| {
        let tabs = tabs.get_untracked();
        let at = tabs
            .iter()
            .position(|tab| *tab == open.get_untracked())
            .unwrap_or(0);
        let next = at
            .saturating_add_signed(by)
            .min(tabs.len().saturating_sub(1));
        if let Some(tab) = tabs.get(next) {
            chosen.set(*tab);
            let button = glass
                .root()
                .query_selector(&format!("[data-tab='{}']", tab.name()))
                .ok()
                .flatten();
            if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
                let _ = button.focus();
            }
        }
    };
    view! {
        <section class="workbench" aria-label="Workbench">
            <div
                class="tabs"
                role="tablist"
                aria-label="Panels"
                on:keydown=move |event| match event.key().as_str() {
                    "ArrowLeft" => move_by(-1),
                    "ArrowRight" => move_by(1),
                    _ => {}
                }
            >
                {move || {
                    tabs.get()
                        .into_iter()
                        .map(|tab| {
                            let selected = move || open.get() == tab;
                            view! {
                                <button
                                    type="button"
                                    role="tab"
                                    class="tab"
                                    data-tab=tab.name()
                                    aria-selected=move || if selected() { "true" } else { "false" }
                                    tabindex=move || if selected() { "0" } else { "-1" }
                                    on:click=move |_| chosen.set(tab)
                                >
                                    {tab.name()}
                                </button>
                            }
                        })
                        .collect_view()
                }}
            </div>
            <div class="bench" role="tabpanel" aria-label=move || open.get().name()>
                {move || match open.get() {
                    Panel::Weights => view! { <Later part=WEIGHTS/> }.into_any(),
                    Panel::Backprop => view! { <Later part=BACKPROP/> }.into_any(),
                    Panel::Space => view! { <Later part=SPACE/> }.into_any(),
                    Panel::Flow => view! { <Later part=FLOW/> }.into_any(),
                    Panel::Sparse => view! { <Later part=SPARSE/> }.into_any(),
                    Panel::Steps => view! { <Later part=STEPS/> }.into_any(),
                    Panel::History => view! { <Later part=HISTORY/> }.into_any(),
                    Panel::Landscape => view! { <Later part=LANDSCAPE/> }.into_any(),
                    Panel::Data => view! { <DataPanel/> }.into_any(),
                    Panel::Training => view! { <TrainingPanel/> }.into_any(),
                    Panel::Timeline | Panel::Shape => ().into_any(),
                }}
            </div>
        </section>
    }
}
