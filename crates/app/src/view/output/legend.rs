//! What the colours of the map and its points mean.

use leptos::prelude::*;

use super::Shown;
use super::regions::tint;
use crate::format;
use crate::glass::use_glass;

/// The scale with its ends named; or the grey of each class.
#[component]
pub fn MapLegend(shown: Memo<Shown>) -> impl IntoView {
    move || match shown.get() {
        Shown::Classes(classes) => view! { <ClassLegend classes=classes/> }.into_any(),
        _ => view! { <ScaleLegend/> }.into_any(),
    }
}

#[component]
fn ScaleLegend() -> impl IntoView {
    let glass = use_glass();
    let ends = Memo::new(move |_| {
        let (centre, half) = glass
            .settings
            .with(|settings| settings.output.activation.range());
        let digits = usize::from(half < 1.0);
        let write = |value: f32| {
            if centre == 0.0 {
                format::signed(value, digits)
            } else {
                format::plain(value, digits)
            }
        };
        [write(centre + half), write(centre), write(centre - half)]
    });
    view! {
        <div class="map-legend" aria-hidden="true">
            <span class="ramp"></span>
            <span class="ramp-ends">
                {move || ends.get().into_iter().map(|end| view! { <span>{end}</span> }).collect_view()}
            </span>
        </div>
    }
}

#[component]
fn ClassLegend(classes: u32) -> impl IntoView {
    let glass = use_glass();
    let class = move |class: u32| {
        let colour = move || {
            glass.dark.track();
            glass.with_palette(|palette| palette.grey.css(tint(class, classes)))
        };
        view! {
            <span class="class-key">
                <span class="class-tint" style:background-color=colour></span>
                {class}
            </span>
        }
    };
    view! { <div class="map-legend classes" aria-hidden="true">{(0..classes).map(class).collect_view()}</div> }
}

/// Hides and shows the points of one set.
#[component]
pub fn PointKey(name: &'static str, shown: RwSignal<bool>, hint: &'static str) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("point-key {name}")
            data-hint=hint
            aria-label=format!("Show {name} points")
            aria-pressed=move || if shown.get() { "true" } else { "false" }
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {name}
        </button>
    }
}
