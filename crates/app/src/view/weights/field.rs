//! Beside a slider: the number itself.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::parameter::Parameter;
use crate::format;
use crate::glass::use_glass;
use crate::view::controls::number_of;

/// The number itself: short to read, whole to edit.
#[component]
pub fn NumberField(
    parameter: Parameter,
    value: Memo<f32>,
    id: String,
    label: String,
) -> impl IntoView {
    let glass = use_glass();
    let editing = RwSignal::new(None::<String>);
    let fresh = RwSignal::new(false);
    let text = move || {
        editing
            .get()
            .unwrap_or_else(|| format::signed(value.get(), 3))
    };
    let element = |event: &leptos::ev::Event| {
        event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    };
    let commit = move |event: leptos::ev::Event| {
        let Some(given) = editing.get_untracked() else {
            return;
        };
        let Some(input) = element(&event) else { return };
        // Leaving the field as it was must not round the weight.
        if input.value() == given || input.value().trim().is_empty() {
            return;
        }
        match number_of(&event) {
            Some(to) => glass.turn(parameter.set((to as f32).clamp(-f32::MAX, f32::MAX))),
            None => glass.say(
                format!(
                    "“{}” is not a number; the weight stays as it was.",
                    input.value()
                ),
                true,
            ),
        }
        editing.set(None);
    };
    view! {
        <input
            type="text"
            inputmode="decimal"
            class="number"
            class:neg={move || value.get() < 0.0}
            class:pos={move || value.get() > 0.0}
            data-value=id
            aria-label=format!("{label}, as a number")
            prop:value=text
            on:focus=move |event: leptos::ev::FocusEvent| {
                // All digits of it, so that putting one back is exact.
                let whole = parameter.value(glass).to_string().replace('-', "−");
                editing.set(Some(whole.clone()));
                fresh.set(true);
                if let Some(input) = element(&event) {
                    // Written at once: what is written later would take the selection away.
                    input.set_value(&whole);
                    input.select();
                }
            }
            on:mouseup=move |event: leptos::ev::MouseEvent| {
                // A press selects all of it too, and the second press places the cursor.
                if fresh.get_untracked() {
                    event.prevent_default();
                    fresh.set(false);
                }
            }
            on:change=commit
            on:keydown=move |event: leptos::ev::KeyboardEvent| {
                if matches!(event.key().as_str(), "Enter" | "Escape")
                    && let Some(input) = element(&event)
                {
                    if event.key() == "Escape" {
                        input.set_value(&editing.get_untracked().unwrap_or_default());
                    }
                    let _ = input.blur();
                }
            }
            on:blur=move |_| editing.set(None)
        />
    }
}
