//! What a step of training is: what the gradient promises and the step gives, what one point does in it, and whether a
//! hand can do better.

mod contest;
mod influence;
mod promise;

use leptos::prelude::*;

use self::contest::ContestView;
use self::influence::InfluenceView;
use self::promise::PromiseView;
use crate::later::later;

later! {
    /// The panel.
    STEPS = steps in "steps.css": view! { <StepsPanel/> }.into_any()
}

#[component]
fn StepsPanel() -> impl IntoView {
    view! {
        <div class="step-panel">
            <PromiseView/>
            <InfluenceView/>
            <ContestView/>
        </div>
    }
}
