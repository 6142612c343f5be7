//! The weights of what is selected: as a matrix, as sliders, and the unit they make.

mod field;
mod groups;
mod hands;
mod holds;
mod impact;
mod impacts;
mod matrix;
mod parameter;
mod sliders;
mod tracks;
mod unit;

use leptos::prelude::*;

pub use self::groups::{groups, without};
pub use self::impacts::{Impacts, Measure};
pub use self::parameter::Parameter;

use self::impact::Impact;
use self::matrix::Matrix;
use self::sliders::Sliders;
use self::unit::UnitMaps;
use crate::later::later;

/// The headings of what may stand beside the sliders; pressing one shows it.
#[component]
fn Beside(unit: RwSignal<bool>) -> impl IntoView {
    let heading = move |name: &'static str, hint: &'static str, to: bool| {
        view! {
            <button
                type="button"
                class="heading"
                data-action=name
                data-hint=hint
                aria-pressed=move || if unit.get() == to { "true" } else { "false" }
                on:click=move |_| unit.set(to)
            >
                {name}
            </button>
        }
    };
    view! {
        {heading("Impact", "What each weight is good for.", false)}
        {heading("Unit", "The selected unit, before and after its activation.", true)}
    }
}

later! {
    /// The panel.
    WEIGHTS = weights in "weights.css", "impact.css", "unit.css": view! { <WeightsPanel/> }.into_any()
}

#[component]
fn WeightsPanel() -> impl IntoView {
    // What stands beside the sliders: the unit that they make, or what they are good for.
    let beside = RwSignal::new(false);
    // The parameters that have sliders on screen.
    let shown = RwSignal::new(Vec::new());
    view! {
        <div class="weights">
            <Matrix/>
            <Sliders shown=shown/>
            {move || if beside.get() {
                view! { <UnitMaps beside=beside/> }.into_any()
            } else {
                view! { <Impact shown=shown beside=beside/> }.into_any()
            }}
        </div>
    }
}
