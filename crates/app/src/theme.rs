//! Light and dark: what the person prefers, unless the page or the person says otherwise.

use leptos::prelude::*;

use crate::glass::Glass;
use crate::listener::Listener;

/// The key of the chosen theme in the browser's storage.
const REMEMBERED: &str = "neuroglass-theme";

const PREFERS_DARK: &str = "(prefers-color-scheme: dark)";

/// Follows the preference of the person, and reads the palette again at each change.
pub fn follow(glass: Glass) {
    if let Some(query) =
        web_sys::window().and_then(|window| window.match_media(PREFERS_DARK).ok()?)
    {
        glass.dark.set(query.matches());
        let changed = query.clone();
        let listener = Listener::new(&query, "change", move |_| {
            if !glass.theme_chosen.get_untracked() {
                glass.dark.set(changed.matches());
            }
        });
        let listener = StoredValue::new_local(listener);
        on_cleanup(move || listener.dispose());
    }
    if let Some(dark) = remembered(glass) {
        glass.theme_chosen.set(true);
        glass.dark.set(dark);
    }
    // After the attribute that the styles depend on has been set, and never in the middle of a paint.
    Effect::new(move || {
        let theme = if glass.dark.get() { "dark" } else { "light" };
        let _ = glass.root().set_attribute("data-theme", theme);
        glass.refresh_palette();
    });
}

/// Takes `"light"`, `"dark"`, or anything else for what the person prefers.
pub fn choose(glass: Glass, theme: &str) {
    let preferred = || {
        web_sys::window()
            .and_then(|window| window.match_media(PREFERS_DARK).ok()?)
            .is_some_and(|query| query.matches())
    };
    glass.theme_chosen.set(matches!(theme, "light" | "dark"));
    glass.dark.set(match theme {
        "light" => false,
        "dark" => true,
        _ => preferred(),
    });
}

/// Changes to the other theme. A page of our own remembers it; an embed leaves the host's storage alone.
pub fn toggle(glass: Glass) {
    let dark = !glass.dark.get_untracked();
    glass.theme_chosen.set(true);
    glass.dark.set(dark);
    if let Some(storage) = storage().filter(|_| glass.is_page()) {
        let _ = storage.set_item(REMEMBERED, if dark { "dark" } else { "light" });
    }
}

/// What the person chose on an earlier visit.
fn remembered(glass: Glass) -> Option<bool> {
    let chosen = storage()
        .filter(|_| glass.is_page())?
        .get_item(REMEMBERED)
        .ok()??;
    Some(chosen == "dark")
}

/// `None` where the browser keeps nothing, as in some private windows.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
