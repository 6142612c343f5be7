//! A slider with its value beside it, which can also be typed.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::number_of;
use super::track::{POSITIONS, Track};
use crate::format;
use crate::glass::use_glass;

/// A labelled slider with its value written beside it.
#[component]
pub fn Slider(
    label: &'static str,
    #[prop(into)] hint: Oco<'static, str>,
    #[prop(into)] name: Oco<'static, str>,
    track: Track,
    #[prop(into)] value: Signal<f64>,
    text: fn(f64) -> String,
    #[prop(into)] on_value: Callback<f64>,
) -> impl IntoView {
    // What is on its way: quick presses go on from it, not from what has come back so far.
    let sent = StoredValue::new(None::<f64>);
    let present = move || {
        let value = value.get_untracked();
        let sent = sent.get_value().filter(|&sent| sent as f32 != value as f32);
        sent.unwrap_or(value)
    };
    let input = move |event: ev::Event| {
        if let Some(place) = number_of(&event) {
            sent.set_value(None);
            on_value.run(track.value(place));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let direction = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => 1.0,
            "ArrowLeft" | "ArrowDown" => -1.0,
            _ => return,
        };
        event.prevent_default();
        let next = track.next(present(), direction);
        sent.set_value(Some(next));
        on_value.run(next);
    };
    let fill = move || format!("{:.1}%", track.place(value.get()) / POSITIONS * 100.0);
    view! {
        <div class="row" data-hint=hint.clone()>
            <span class="name" aria-hidden="true">{label}</span>
            <input
                type="range"
                class="range"
                data-control=name.clone()
                min="0"
                max=POSITIONS
                step="any"
                prop:value=move || track.place(value.get())
                aria-label=label
                aria-valuetext=move || text(value.get())
                aria-description=hint.clone()
                style:--fill=fill
                on:input=input
                on:keydown=key
                on:blur=move |_| sent.set_value(None)
            />
            <Field label=label name=name value=value text=text on_value=on_value/>
        </div>
    }
}

/// A number to read and to type: short while it is read, whole while it is edited.
#[component]
pub fn Field(
    label: &'static str,
    #[prop(into)] name: Oco<'static, str>,
    #[prop(into)] value: Signal<f64>,
    text: fn(f64) -> String,
    on_value: Callback<f64>,
) -> impl IntoView {
    let glass = use_glass();
    let shown = move || text(value.get());
    let element = |event: &ev::Event| {
        event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    };
    let focus = move |event: ev::FocusEvent| {
        if let Some(input) = element(&event) {
            input.set_value(&to_edit(value.get_untracked(), text));
            input.select();
        }
    };
    let commit = move |event: ev::Event| {
        let Some(input) = element(&event) else { return };
        match format::read(&input.value()) {
            Some(value) => on_value.run(value),
            None => glass.say(
                format!("“{}” is no number; {label} stays as it was.", input.value()),
                true,
            ),
        }
    };
    // It shows what holds; what was typed comes with the frame, if it was accepted.
    let show = move |event: ev::FocusEvent| {
        if let Some(input) = element(&event) {
            input.set_value(&text(value.get_untracked()));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let Some(input) = element(&event) else { return };
        match event.key().as_str() {
            "Escape" => input.set_value(&to_edit(value.get_untracked(), text)),
            "Enter" => {}
            _ => return,
        }
        let _ = input.blur();
    };
    view! {
        <input
            type="text"
            inputmode="decimal"
            class="value"
            data-value=name
            aria-label=format!("{label}, as a number")
            prop:value=shown
            on:focus=focus
            on:change=commit
            on:blur=show
            on:keydown=key
        />
    }
}

/// What stands in a field while it is edited: as it is read where that says all of it, otherwise every digit.
fn to_edit(value: f64, text: fn(f64) -> String) -> String {
    let short = text(value);
    let exact =
        |read: f64| read as f32 == value as f32 && read.round() as u64 == value.round() as u64;
    if format::read(&short).is_some_and(exact) {
        short
    } else {
        format::exact(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing_loses_no_digit() {
        let edited = |value, text| to_edit(value, text);
        assert_eq!(edited(f64::from(0.05_f32), format::number), "0.05");
        assert_eq!(
            edited(f64::from(0.123_456_7_f32), format::number),
            "0.1234567"
        );
        assert_eq!(edited(10_000.0, format::number), "10,000");
        assert_eq!(edited(1_234_567.0, format::number), "1234567");
        assert_eq!(edited(f64::from(u32::MAX), format::number), "4294967295");
        assert_eq!(edited(0.8, format::percent), "80 %");
        assert_eq!(edited(f64::from(0.804_f32), format::percent), "0.804");
    }
}
