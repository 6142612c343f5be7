//! The sentence of each control, shown where the pointer or the focus is.
//!
//! A control says `data-hint="…"`; screen readers get the same words as its description. One layer listens for all.

use std::time::Duration;

use leptos::ev::Event;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use crate::glass::use_glass;
use crate::listener::Listener;

/// How long a pointer rests before the sentence comes.
const REST: Duration = Duration::from_millis(450);

#[derive(Clone, PartialEq)]
struct Shown {
    text: String,
    left: f64,
    top: f64,
    /// Whether the sentence stands above its control.
    above: bool,
}

/// Shows the sentence of whatever is pointed at or focused.
#[component]
pub fn HintLayer() -> impl IntoView {
    let glass = use_glass();
    let shown = RwSignal::new(None::<Shown>);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let cancel = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let hide = move || {
        cancel();
        if shown.with_untracked(Option::is_some) {
            shown.set(None);
        }
    };
    let place = move |control: &Element| {
        let text = control.get_attribute("data-hint")?;
        let (root, at) = (
            glass.root().get_bounding_client_rect(),
            control.get_bounding_client_rect(),
        );
        let width = 240.0_f64.min(root.width() - 16.0);
        let middle = at.left() + at.width() / 2.0 - root.left();
        let left = (middle - width / 2.0).clamp(8.0, (root.width() - width - 8.0).max(8.0));
        let above = at.bottom() - root.top() + 80.0 > root.height();
        let top = if above {
            at.top() - root.top() - 6.0
        } else {
            at.bottom() - root.top() + 6.0
        };
        Some(Shown {
            text,
            left,
            top,
            above,
        })
    };
    let point = move |event: Event| {
        cancel();
        match control_of(&event) {
            Some(control) => {
                let show = move || shown.set(place(&control));
                timer.set_value(set_timeout_with_handle(show, REST).ok());
            }
            None => hide(),
        }
    };
    let focus = move |event: Event| {
        let visible = |control: &Element| control.matches(":focus-visible").unwrap_or(false);
        match control_of(&event).filter(visible) {
            Some(control) => shown.set(place(&control)),
            None => hide(),
        }
    };
    let key = move |event: Event| {
        if event.unchecked_into::<KeyboardEvent>().key() == "Escape" {
            hide();
        }
    };

    let root = glass.root();
    let listeners = StoredValue::new_local(vec![
        Listener::new(&root, "pointerover", point),
        Listener::new(&root, "pointerleave", move |_| hide()),
        Listener::new(&root, "pointerdown", move |_| hide()),
        Listener::new(&root, "focusin", focus),
        Listener::new(&root, "focusout", move |_| hide()),
        Listener::new(&root, "keydown", key),
    ]);
    on_cleanup(move || {
        cancel();
        listeners.dispose();
    });

    move || {
        shown.get().map(
            |Shown {
                 text,
                 left,
                 top,
                 above,
             }| {
                view! {
                    <div
                        class="hint"
                        class:above=above
                        aria-hidden="true"
                        style:left=format!("{left}px")
                        style:top=format!("{top}px")
                    >
                        {text}
                    </div>
                }
            },
        )
    }
}

/// The control with a sentence that an event happened in.
fn control_of(event: &Event) -> Option<Element> {
    event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest("[data-hint]")
        .ok()?
}
