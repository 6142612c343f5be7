//! The address holds the document: reading it, keeping it, following it.

use std::time::Duration;

use leptos::prelude::*;
use neuroglass_core::RunDocument;
use neuroglass_protocol::link;

use crate::glass::Glass;
use crate::listener::Listener;

/// The run and the step that the address holds. A broken address opens the default run and says what was wrong.
pub fn open(glass: Glass) -> (RunDocument, u64) {
    let fragment = fragment();
    if fragment.is_empty() {
        return (RunDocument::default(), 0);
    }
    match link::decode(&fragment) {
        Ok(opened) => opened,
        Err(refusal) => {
            glass.say(
                format!("This link could not be opened: {refusal} Here is the default experiment instead."),
                true,
            );
            (RunDocument::default(), 0)
        }
    }
}

/// Keeps the address up to date, and opens what a person writes into it.
pub fn follow(glass: Glass) {
    let written = StoredValue::new(fragment());
    // Browsers refuse an address that changes all the time, so it waits until the hand rests.
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let settled = Memo::new(move |_| {
        let moving = glass.playing.get() || glass.target.get().is_some();
        (!moving).then(|| glass.step.get())
    });
    Effect::new(move |first: Option<()>| {
        let run = glass.run.get();
        let step = settled.get();
        if first.is_none() {
            return;
        }
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let save = move || {
            let link = fitting(glass, &run, step.unwrap_or(0));
            if written.get_value() != link {
                write(&link);
                written.set_value(link);
            }
        };
        timer.set_value(set_timeout_with_handle(save, Duration::from_millis(250)).ok());
    });
    on_cleanup(move || {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
    });

    let Some(window) = web_sys::window() else {
        return;
    };
    // Who leaves in the middle of training comes back to where it was.
    let leaving = Listener::new(&window, "pagehide", move |_| {
        write(&link::encode(
            &glass.run.get_untracked(),
            glass.step.get_untracked(),
        ));
    });
    let leaving = StoredValue::new_local(leaving);
    on_cleanup(move || leaving.dispose());
    let listener = Listener::new(&window, "hashchange", move |_| {
        if written.get_value() != fragment() {
            let (run, at) = open(glass);
            glass.open(run, at);
        }
    });
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || listener.dispose());
}

/// The link to a run; without its edits when there are so many that no link holds them.
fn fitting(glass: Glass, run: &RunDocument, step: u64) -> String {
    let whole = link::encode(run, step);
    if whole.len() <= link::LONGEST {
        return whole;
    }
    glass.say(
        "There are too many edits for the address: it holds the experiment without them now.",
        false,
    );
    let experiment = run.experiment.clone();
    link::encode(
        &RunDocument {
            experiment,
            ..RunDocument::default()
        },
        0,
    )
}

fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

fn write(fragment: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // Refused where the page has no address of its own, as in a frame; the page works without.
        let _ = history.replace_state_with_url(
            &wasm_bindgen::JsValue::NULL,
            "",
            Some(&format!("#{fragment}")),
        );
    }
}
