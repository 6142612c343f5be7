//! One line to the person, when there is something to say.

use leptos::prelude::*;
use neuroglass_core::Edit;
use neuroglass_protocol::Command;

use super::controls::IconButton;
use super::icon::Icon;
use crate::glass::{Glass, use_glass};

/// Shows the last notice until it is closed.
#[component]
pub fn NoticeLine() -> impl IntoView {
    let glass = use_glass();
    view! {
        // The live region is always there: one that appears with its text is not read out.
        <div class="notice" role="status" data-notice="" class:empty=move || glass.notice.get().is_none()>
            {move || {
                glass.notice.get().map(|notice| {
                    view! {
                        <div class="notice-words">
                            <p class:alert=notice.alert>{notice.text}</p>
                            {notice.good_step.map(|step| view! { <WaysOn step=step/> })}
                        </div>
                        <IconButton
                            icon=Icon::Close
                            label="Close this line"
                            hint="Puts this line away."
                            action="close-notice"
                            on_press=move |()| glass.notice.set(None)
                        />
                    }
                })
            }}
        </div>
    }
}

/// What to do when numbers have ceased to be finite; `step` is the last good one.
#[component]
fn WaysOn(step: u64) -> impl IntoView {
    let glass = use_glass();
    let button =
        |action: &'static str, name: &'static str, hint: &'static str, press: fn(Glass, u64)| {
            view! {
                <button
                    type="button"
                    class="notice-button"
                    data-action=action
                    data-hint=hint
                    aria-description=hint
                    on:click=move |_| press(glass, step)
                >
                    {name}
                </button>
            }
        };
    view! {
        <p class="notice-buttons">
            {button("good-step", "Back to the last good step", "Goes to the last step at which all numbers were finite, and holds there.", Glass::seek)}
            {button("halve-rate", "Halve the rate and go on", "Goes to the last good step, halves the learning rate, and trains on from there.", halve_rate)}
        </p>
    }
}

fn halve_rate(glass: Glass, step: u64) {
    glass.seek(step);
    let rate = glass
        .settings
        .with_untracked(|settings| settings.optimizer.rate());
    glass.edit(Edit::Rate(rate / 2.0));
    glass.send(Command::Play(glass.pace.get_untracked()));
}
