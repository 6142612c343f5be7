//! The weights of what is selected: as a matrix, as sliders, and the unit they make.

mod field;
mod groups;
mod matrix;
mod parameter;
mod prune;
mod sliders;
mod tracks;
mod unit;

use leptos::prelude::*;

use self::matrix::Matrix;
use self::sliders::Sliders;
use self::unit::UnitMaps;

/// The panel.
#[component]
pub fn WeightsPanel() -> impl IntoView {
    view! {
        <div class="weights">
            <Matrix/>
            <Sliders/>
            <UnitMaps/>
        </div>
    }
}
