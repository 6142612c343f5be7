//! A small number with − and + beside it.

use leptos::prelude::*;
use neuroglass_core::Edit;

use crate::glass::use_glass;

/// A number of a layer, to be made smaller and greater.
#[component]
pub fn Stepper(
    /// What the number is, for those who hear it.
    label: String,
    /// What tests know its buttons by, the one that makes it smaller first.
    actions: [&'static str; 2],
    hints: [&'static str; 2],
    /// The hidden layer.
    layer: u32,
    #[prop(into)] value: Signal<u32>,
    /// How the number is written.
    text: fn(u32) -> String,
    /// The edit that sets it; none where it cannot be.
    edit: impl Fn(u32) -> Option<Edit> + Send + Sync + 'static,
) -> impl IntoView {
    let glass = use_glass();
    let edit = StoredValue::new(edit);
    // What is on its way: quick presses go on from it, not from what has come back so far.
    let wanted = RwSignal::new(None::<u32>);
    Effect::new(move || {
        let value = value.get();
        if wanted.get_untracked() == Some(value) {
            wanted.set(None);
        }
    });
    let next = move |by: i32| {
        let now = wanted.get().unwrap_or_else(|| value.get());
        let to = now.checked_add_signed(by)?;
        Some((to, edit.with_value(|edit| edit(to))?))
    };
    let press = move |by: i32| {
        if let Some((to, edit)) = untrack(|| next(by)) {
            wanted.set((to != value.get_untracked()).then_some(to));
            glass.edit(edit);
        }
    };
    let label = StoredValue::new(label);
    let button = move |index: usize, by: i32, sign: &'static str, way: &'static str| {
        view! {
            <button
                type="button"
                data-action=actions[index]
                data-layer=layer
                data-hint=hints[index]
                aria-label=move || label.with_value(|label| format!("{label}: {way}"))
                aria-disabled=move || next(by).is_none().then_some("true")
                on:click=move |_| press(by)
            >
                {sign}
            </button>
        }
    };
    view! {
        <span class="stepper" role="group" aria-label=label.get_value()>
            {button(0, -1, "−", "less")}
            <span class="stepper-count">{move || text(value.get())}</span>
            {button(1, 1, "+", "more")}
        </span>
    }
}
