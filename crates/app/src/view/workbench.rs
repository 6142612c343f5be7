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
use crate::glass::{Layout, use_glass};
use crate::later::Later;

/// A panel of the workbench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Weights,
    Backprop,
    Space,
    Flow,
    Sparse,
    Steps,
    History,
    Landscape,
    Data,
    Training,
}

impl Tab {
    const fn name(self) -> &'static str {
        match self {
            Self::Weights => "Weights",
            Self::Backprop => "Backprop",
            Self::Space => "Space",
            Self::Flow => "Flow",
            Self::Sparse => "Sparse",
            Self::Steps => "Steps",
            Self::History => "History",
            Self::Landscape => "Landscape",
            Self::Data => "Data",
            Self::Training => "Training",
        }
    }
}

/// The tabs and the open panel. Where data and training have no column of their own, they are tabs.
#[component]
pub fn Workbench() -> impl IntoView {
    let glass = use_glass();
    let chosen = RwSignal::new(Tab::Weights);
    let (page, panels) = (glass.is_page(), glass.panels());
    let tabs = Memo::new(move |_| {
        let beside = page && glass.layout.get() == Layout::Wide;
        let wanted = [
            (Tab::Weights, panels.weights),
            (Tab::Backprop, panels.backprop),
            (Tab::Space, panels.space),
            (Tab::Flow, panels.flow),
            (Tab::Sparse, panels.sparse),
            (Tab::Steps, panels.steps),
            (Tab::History, panels.history),
            (Tab::Landscape, panels.landscape),
            (Tab::Data, panels.data && !beside),
            (Tab::Training, panels.training && !beside),
        ];
        wanted
            .into_iter()
            .filter(|(_, wanted)| *wanted)
            .map(|(tab, _)| tab)
            .collect::<Vec<_>>()
    });
    let open = Memo::new(move |_| {
        let (tabs, chosen) = (tabs.get(), chosen.get());
        if tabs.contains(&chosen) {
            chosen
        } else {
            tabs.first().copied().unwrap_or(Tab::Weights)
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
                    Tab::Weights => view! { <Later part=WEIGHTS/> }.into_any(),
                    Tab::Backprop => view! { <Later part=BACKPROP/> }.into_any(),
                    Tab::Space => view! { <Later part=SPACE/> }.into_any(),
                    Tab::Flow => view! { <Later part=FLOW/> }.into_any(),
                    Tab::Sparse => view! { <Later part=SPARSE/> }.into_any(),
                    Tab::Steps => view! { <Later part=STEPS/> }.into_any(),
                    Tab::History => view! { <Later part=HISTORY/> }.into_any(),
                    Tab::Landscape => view! { <Later part=LANDSCAPE/> }.into_any(),
                    Tab::Data => view! { <DataPanel/> }.into_any(),
                    Tab::Training => view! { <TrainingPanel/> }.into_any(),
                }}
            </div>
        </section>
    }
}
