//! Light and dark: what the person prefers, unless the page or the person says otherwise.

use leptos::prelude::*;

use crate::glass::Glass;
use crate::listener::Listener;

const PREFERS_DARK: &str = "(prefers-color-scheme: dark)";

/// Follows the preference of the person, and reads the palette again at each change.
pub fn follow(glass: Glass) {
    if let Some(query) =
        web_sys::window().and_then(|window| window.match_media(PREFERS_DARK).ok()?)
    {
        glass.dark.set(query.matches());
        let changed = query.clone();
        let listener = Listener::new(&query, "change", move |_| glass.dark.set(changed.matches()));
        let listener = StoredValue::new_local(listener);
        on_cleanup(move || listener.dispose());
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
    glass.dark.set(match theme {
        "light" => false,
        "dark" => true,
        _ => preferred(),
    });
}
