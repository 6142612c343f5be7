//! One line to the person, when there is something to say.

use leptos::prelude::*;

use super::controls::IconButton;
use super::icon::Icon;
use crate::glass::use_glass;

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
                        <p class:alert=notice.alert>{notice.text}</p>
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
