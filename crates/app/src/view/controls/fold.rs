//! A row that opens: the choice is always there, what belongs to it on demand.

use leptos::html;
use leptos::prelude::*;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::glass::{Fold, use_glass};
use crate::view::drawing::observe_size;

/// The head of a fold: its name, which opens and closes it where there is something to see, and what always shows.
#[component]
pub fn FoldHead(
    fold: Fold,
    label: &'static str,
    hint: &'static str,
    /// Whether there is something to open.
    #[prop(optional, into)]
    empty: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let glass = use_glass();
    let open = move || glass.folds.with(|open| open.contains(&fold));
    let name = move || {
        if empty.get() {
            return view! { <span class="name">{label}</span> }.into_any();
        }
        view! {
            <button
                type="button"
                class="name fold-name"
                data-fold=fold.name()
                data-hint=hint
                aria-description=hint
                aria-expanded=move || if open() { "true" } else { "false" }
                on:click=move |_| glass.toggle_fold(fold)
            >
                {label}
            </button>
        }
        .into_any()
    };
    view! { <div class="row chosen">{name}{children()}</div> }
}

/// What a fold shows while it is open.
#[component]
pub fn FoldBody(
    fold: Fold,
    label: &'static str,
    #[prop(optional, into)] empty: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let glass = use_glass();
    let open = Memo::new(move |_| !empty.get() && glass.folds.with(|open| open.contains(&fold)));
    let body = NodeRef::<html::Div>::new();
    // What opens or grows in a panel that scrolls may do so out of sight. What was open before stays where it is.
    let height = RwSignal::new(f64::INFINITY);
    Effect::new(move || {
        if !open.get() {
            height.set(0.0);
        }
    });
    observe_size(
        move || body.get().map(Into::into),
        move |_, now| {
            if now > height.get_untracked() {
                reveal(body);
            }
            height.set(now);
        },
    );
    view! {
        <Show when=move || open.get()>
            <div class="fold-body" node_ref=body role="group" aria-label=label>{children()}</div>
        </Show>
    }
}

fn reveal(body: NodeRef<html::Div>) {
    if let Some(Some(body)) = body.try_get_untracked() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        body.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
