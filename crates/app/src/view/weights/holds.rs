//! Beside a slider: what keeps a parameter from learning, or from being heard.

use leptos::prelude::*;

use super::parameter::{Held, Parameter};
use crate::glass::use_glass;
use crate::view::icon::{Glyph, Icon};

/// A way to hold a parameter.
#[derive(Clone, Copy)]
struct Way {
    id: &'static str,
    name: &'static str,
    hint: &'static str,
    icon: Icon,
    is_on: fn(Held) -> bool,
}

const LOCK: Way = Way {
    id: "lock",
    name: "Lock",
    hint: "Locks this number: training leaves it as it is, a hand can still turn it. Press again to let it learn.",
    icon: Icon::Lock,
    is_on: |held| held.locked,
};
const MUTE: Way = Way {
    id: "mute",
    name: "Mute",
    hint: "Mutes this number: it counts as zero, and its value is kept. Press again to hear it.",
    icon: Icon::Mute,
    is_on: |held| held.muted,
};
const CUT: Way = Way {
    id: "cut",
    name: "Cut",
    hint: "Cuts this connection: its weight is zero, and training leaves it so. Press again to join it.",
    icon: Icon::Cut,
    is_on: |held| held.cut,
};

/// Lock, mute and, where there is a connection, scissors.
#[component]
pub fn Holds(
    parameter: Parameter,
    held: Memo<Held>,
    can_cut: bool,
    label: String,
) -> impl IntoView {
    let glass = use_glass();
    let button = |way: Way| {
        let is_on = Memo::new(move |_| (way.is_on)(held.get()));
        let press = move |_| {
            let on = !is_on.get_untracked();
            let edit = match way.id {
                "lock" => Some(parameter.lock(on)),
                "mute" => Some(parameter.mute(on)),
                _ => parameter.cut(on),
            };
            if let Some(edit) = edit {
                glass.edit(edit);
            }
        };
        view! {
            <button
                type="button"
                class="hold"
                data-hold=way.id
                data-of=parameter.id()
                data-hint=way.hint
                aria-label=format!("{}: {label}", way.name)
                aria-pressed=move || if is_on.get() { "true" } else { "false" }
                on:click=press
            >
                <Glyph icon=way.icon/>
            </button>
        }
    };
    view! {
        <span class="holds">
            {button(LOCK)}
            {button(MUTE)}
            {can_cut.then(|| button(CUT))}
        </span>
    }
}
