//! The numbers of a setting, a slider each.

use leptos::prelude::*;
use neuroglass_core::Number;

use super::slider::Slider;
use super::track::Track;
use crate::format;

/// Sliders for the numbers of a table, which may become another table.
#[component]
pub fn NumberRows(
    /// What the setting is called in a document.
    setting: &'static str,
    #[prop(into)] table: Callback<(), &'static [Number]>,
    /// What the number at a place of the table is.
    #[prop(into)]
    get: Callback<usize, Option<f32>>,
    #[prop(into)] on_value: Callback<(usize, f32)>,
) -> impl IntoView {
    // Built anew only for other numbers, so that a handle stays in the hand.
    let table = Memo::new(move |_| table.run(()));
    let row = move |(index, number): (usize, &'static Number)| {
        view! {
            <Slider
                label=number.name
                name=format!("{setting}.{}", number.id)
                hint=format!("{}: {}", number.symbol, number.sentence)
                track=Track::of(number)
                value=Signal::derive(move || f64::from(get.run(index).unwrap_or(0.0)))
                text=format::number
                on_value=move |value| on_value.run((index, value as f32))
            />
        }
    };
    move || table.get().iter().enumerate().map(row).collect_view()
}
