//! The numbers of a setting, a slider each.

use leptos::prelude::*;
use neuroglass_core::Number;

use super::slider::Slider;
use super::track::Track;
use crate::format;

/// Sliders for the numbers of a table, from number `first` on. What stands in the table may change.
#[component]
pub fn NumberRows(
    /// What the setting is called in a document.
    setting: &'static str,
    #[prop(into)] table: Signal<&'static [Number]>,
    #[prop(optional)] first: usize,
    #[prop(into)] values: Signal<Vec<f32>>,
    #[prop(into)] on_value: Callback<(usize, f32)>,
) -> impl IntoView {
    // Built anew only for other numbers, so that a handle stays in the hand.
    let table = Memo::new(move |_| table.get());
    move || {
        let numbers = table.get().iter().enumerate().skip(first);
        numbers
            .map(|(index, number)| {
                view! {
                    <NumberRow
                        setting=setting
                        number=number
                        value=Signal::derive(move || values.with(|values| values.get(index).copied().unwrap_or(0.0)))
                        on_value=move |value| on_value.run((index, value))
                    />
                }
            })
            .collect_view()
    }
}

/// A slider for one number.
#[component]
pub fn NumberRow(
    setting: &'static str,
    number: &'static Number,
    #[prop(into)] value: Signal<f32>,
    #[prop(into)] on_value: Callback<f32>,
) -> impl IntoView {
    view! {
        <Slider
            label=number.name
            name=format!("{setting}.{}", number.id)
            hint=format!("{}: {}", number.symbol, number.sentence)
            track=Track::of(number)
            value=Signal::derive(move || f64::from(value.get()))
            text=format::number
            on_value=move |value| on_value.run(value as f32)
        />
    }
}
