//! The icons: one stroke width, one grid of 16.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Start,
    Back,
    Play,
    Pause,
    Forward,
    Epoch,
    Sun,
    Moon,
    Dice,
    Plus,
    Close,
    TwoClasses,
    SeveralClasses,
    Landscape,
    Wave,
    Picture,
    Down,
    Previous,
    Next,
    Cut,
    Lock,
    Mute,
}

/// Draws an icon in the colour of the text around it. It has no name of its own: its button has.
#[component]
pub fn Glyph(#[prop(into)] icon: Signal<Icon>) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            {move || shape(icon.get())}
        </svg>
    }
}

fn shape(icon: Icon) -> AnyView {
    // Filled shapes are `f`, strokes `s`; see controls.css.
    match icon {
        Icon::Start => view! { <path class="s" d="M3.2 3v10"/><path class="f" d="M13 3.2v9.6L5.2 8z"/> }.into_any(),
        Icon::Back => view! { <path class="f" d="M9 3.2v9.6L2.4 8z"/><path class="s" d="M11.2 3.5v9M13.4 3.5v9"/> }.into_any(),
        Icon::Play => view! { <path class="f" d="M4.5 2.6v10.8L13.2 8z"/> }.into_any(),
        Icon::Pause => view! { <path class="f" d="M4 3h2.8v10H4zM9.2 3H12v10H9.2z"/> }.into_any(),
        Icon::Forward => view! { <path class="f" d="M7 3.2v9.6L13.6 8z"/><path class="s" d="M2.6 3.5v9M4.8 3.5v9"/> }.into_any(),
        Icon::Epoch => view! { <path class="f" d="M2.4 3.4v9.2L8.2 8zM8.2 3.4v9.2L14 8z"/> }.into_any(),
        Icon::Sun => view! {
            <circle class="s" cx="8" cy="8" r="2.8"/>
            <path class="s" d="M8 1.4v1.8M8 12.8v1.8M1.4 8h1.8M12.8 8h1.8M3.3 3.3l1.3 1.3M11.4 11.4l1.3 1.3M3.3 12.7l1.3-1.3M11.4 4.6l1.3-1.3"/>
        }
        .into_any(),
        Icon::Moon => view! { <path class="s" d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z"/> }.into_any(),
        Icon::Dice => view! {
            <rect class="s" x="2.6" y="2.6" width="10.8" height="10.8" rx="2"/>
            <path class="dot" d="M5.6 5.6h.01M10.4 5.6h.01M8 8h.01M5.6 10.4h.01M10.4 10.4h.01"/>
        }
        .into_any(),
        Icon::Plus => view! { <path class="s" d="M8 3.5v9M3.5 8h9"/> }.into_any(),
        Icon::Close => view! { <path class="s" d="M4 4l8 8M12 4l-8 8"/> }.into_any(),
        Icon::TwoClasses => view! { <circle class="f" cx="5" cy="5.6" r="2.9"/><circle class="s" cx="11" cy="10.6" r="2.3"/> }.into_any(),
        Icon::SeveralClasses => view! {
            <circle class="f" cx="8" cy="4" r="2.5"/>
            <circle class="s" cx="4.2" cy="11.2" r="2"/>
            <path class="s" d="M11.8 8.8l2.3 4.2H9.5z"/>
        }
        .into_any(),
        Icon::Landscape => view! {
            <rect class="s" x="2.4" y="2.4" width="11.2" height="11.2" rx="1.5"/>
            <circle class="s" cx="8" cy="8" r="3"/>
            <path class="dot" d="M8 8h.01"/>
        }
        .into_any(),
        Icon::Wave => view! { <path class="s" d="M1.8 8c2.1-7.2 4.1-7.2 6.2 0s4.1 7.2 6.2 0"/> }.into_any(),
        Icon::Picture => view! {
            <rect class="s" x="2.4" y="2.4" width="11.2" height="11.2" rx="1.5"/>
            <path class="s" d="M2.8 11.4l3.4-3.6 2.6 2.8 1.6-1.6 2.8 2.6"/>
            <path class="dot" d="M10.4 5.6h.01"/>
        }
        .into_any(),
        Icon::Down => view! { <path class="s" d="M4.5 6.5L8 10l3.5-3.5"/> }.into_any(),
        Icon::Previous => view! { <path class="s" d="M9.5 4L5.5 8l4 4"/> }.into_any(),
        Icon::Next => view! { <path class="s" d="M6.5 4l4 4-4 4"/> }.into_any(),
        Icon::Lock => view! {
            <rect class="s" x="3.4" y="7.2" width="9.2" height="6.4" rx="1.2"/>
            <path class="s" d="M5.4 7V5.2a2.6 2.6 0 0 1 5.2 0V7"/>
        }
        .into_any(),
        Icon::Mute => view! {
            <path class="s" d="M2.6 6.2h2.2l3.4-2.8v9.2L4.8 9.8H2.6z"/>
            <path class="s" d="M10.4 6.4l3.4 3.4M13.8 6.4l-3.4 3.4"/>
        }
        .into_any(),
        Icon::Cut => view! {
            <circle class="s" cx="4.2" cy="4.4" r="1.8"/>
            <circle class="s" cx="4.2" cy="11.6" r="1.8"/>
            <path class="s" d="M5.8 5.5l7.4 5.3M5.8 10.5l7.4-5.3"/>
        }
        .into_any(),
    }
}
