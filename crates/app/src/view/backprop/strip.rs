//! The operations in a line, with where one is among them.

use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::formula::Formula;
use super::operation::{Kind, Operation};
use crate::glass::use_glass;
use crate::view::controls::IconButton;
use crate::view::icon::Icon;

/// The line, with a button back and one forward.
#[component]
pub fn Strip(all: Memo<Vec<Operation>>, at: Memo<usize>) -> impl IntoView {
    let glass = use_glass();
    let last = move || all.with(|all| all.len().saturating_sub(1));
    let go = move |to: usize| {
        let most = all.with_untracked(Vec::len).max(1) - 1;
        glass.operation.set(to.min(most));
    };
    let turn = move |by: isize| go(at.get_untracked().saturating_add_signed(by));
    let line = NodeRef::<html::Ol>::new();
    let key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => turn(-1),
            "ArrowRight" | "ArrowDown" => turn(1),
            "Home" => go(0),
            "End" => go(usize::MAX),
            _ => return,
        }
        event.prevent_default();
    };
    // Where the line is wider than its room, the present operation comes into it.
    Effect::new(move || {
        let at = at.get();
        if let Some(dot) = line.get().and_then(|line| line.children().item(at as u32)) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            options.set_inline(ScrollLogicalPosition::Nearest);
            dot.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let dots = move || {
        let all = all.get();
        let (count, layer) = (all.len(), all.last().map_or(0, |first| first.layer));
        let output = all
            .iter()
            .map(|operation| operation.layer)
            .max()
            .unwrap_or(layer);
        let dots = all.into_iter().enumerate();
        dots.map(|(index, operation)| {
            view! { <Dot operation=operation index=index count=count output=output at=at/> }
        })
        .collect_view()
    };
    view! {
        <div class="strip-of-steps" role="group" aria-label="Operations. Arrow keys walk them." on:keydown=key>
            <IconButton
                icon=Icon::Back
                label="Operation before"
                hint="Goes back one operation. Key on the line: left arrow."
                action="operation-back"
                disabled=Signal::derive(move || at.get() == 0)
                on_press=move |()| turn(-1)
            />
            <IconButton
                icon=Icon::Forward
                label="Next operation"
                hint="Goes on by one operation: forwards to the loss, then back. Key on the line: right arrow."
                action="operation-forward"
                disabled=Signal::derive(move || at.get() == last())
                on_press=move |()| turn(1)
            />
            <span class="strip-end" aria-hidden="true">"forward"</span>
            <ol class="steps" node_ref=line>{dots}</ol>
            <span class="strip-end" aria-hidden="true">"backward"</span>
        </div>
    }
}

#[component]
fn Dot(
    operation: Operation,
    index: usize,
    count: usize,
    output: usize,
    at: Memo<usize>,
) -> impl IntoView {
    let glass = use_glass();
    let is_loss = operation.kind == Kind::Loss;
    // There is one output and one loss.
    let is_only = is_loss || (operation.kind == Kind::Value && operation.layer == output);
    let layer = (!is_only).then_some(operation.layer);
    let name = Formula::of(operation.symbol(output), "", layer);
    let way = if operation.is_backward() {
        "backward"
    } else {
        "forward"
    };
    // What is seen is part of what is heard.
    let symbol = operation.symbol(output);
    let symbol = layer.map_or_else(
        || symbol.to_owned(),
        |layer| format!("{symbol}({})", layer + 1),
    );
    let label = format!(
        "{} of {count}, {way}: {symbol}, {}",
        index + 1,
        operation.words()
    );
    let is_here = move || at.get() == index;
    view! {
        <li class="step" class:done=move || index < at.get() class:here=is_here class:turn=is_loss>
            <button
                type="button"
                class="step-button"
                data-operation=index
                aria-label=label
                aria-current=move || is_here().then_some("step")
                tabindex=move || if is_here() { "0" } else { "-1" }
                on:click=move |_| glass.operation.set(index)
            >
                <span class="step-dot"></span>
                <span class="step-name" aria-hidden="true" inner_html=name.markup()></span>
            </button>
        </li>
    }
}
