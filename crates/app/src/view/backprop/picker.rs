//! Which training example is followed.

use std::sync::Arc;

use leptos::prelude::*;
use neuroglass_core::Experiment;
use web_sys::KeyboardEvent;

use super::lesson::Lesson;
use crate::format;
use crate::glass::use_glass;
use crate::view::controls::{Field, IconButton};
use crate::view::icon::Icon;

/// Buttons to both sides of a number, and what is true of the example.
#[component]
pub fn Picker(lesson: Memo<Option<Arc<Lesson>>>) -> impl IntoView {
    let glass = use_glass();
    let count =
        Memo::new(move |_| glass.settings.with(|settings| settings.data.train_len()) as u32);
    let go = move |to: u32| glass.sample.set(to.min(count.get_untracked().max(1) - 1));
    let turn = move |by: i32| go(glass.sample.get_untracked().saturating_add_signed(by));
    let key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => 1,
            "ArrowDown" => -1,
            "PageUp" => 10,
            "PageDown" => -10,
            _ => return,
        };
        event.prevent_default();
        turn(by);
    };
    let what = move || {
        let of_points = glass.settings.with(Experiment::sees_features);
        if of_points { "Point" } else { "Picture" }
    };
    let truth = move || {
        lesson.with(|lesson| {
            let lesson = lesson.as_ref()?;
            Some(format!("{} · L = ", lesson.truth()))
        })
    };
    let loss = move || {
        let loss = lesson.with(|lesson| lesson.as_ref().map(|lesson| lesson.trace.loss));
        loss.map(format::loss)
    };
    view! {
        <div class="picker" role="group" aria-label="Example" on:keydown=key>
            <span class="picker-what">{what}</span>
            <IconButton
                icon=Icon::Previous
                label="Example before"
                hint="Follows the training example before this one. Key on the number: arrow down."
                action="sample-back"
                class="small"
                disabled=Signal::derive(move || glass.sample.get() == 0)
                on_press=move |()| turn(-1)
            />
            <span class="picker-number" data-hint="The training example whose numbers are shown. A press on a point of the map chooses it too.">
                <Field
                    label="Number of the example"
                    name="sample"
                    value=Signal::derive(move || f64::from(glass.sample.get()) + 1.0)
                    text=format::exact
                    on_value=Callback::new(move |number: f64| go((number.max(1.0) as u32).max(1) - 1))
                />
            </span>
            <IconButton
                icon=Icon::Next
                label="Next example"
                hint="Follows the training example after this one. Key on the number: arrow up."
                action="sample-forward"
                class="small"
                disabled=Signal::derive(move || glass.sample.get() + 1 >= count.get())
                on_press=move |()| turn(1)
            />
            <span class="picker-truth" role="status" aria-live=move || if glass.playing.get() { "off" } else { "polite" }>
                {move || format!("of {} · ", format::count(count.get().into()))}
                {truth}
                <b>{loss}</b>
            </span>
        </div>
    }
}
