//! The headings: what a layer is, its activation, its numbers; and "+" between layers.

use leptos::prelude::*;
use neuroglass_core::{Edit, Layer, limits};

use super::super::icon::{Glyph, Icon};
use super::activation::{ActivationMenu, Curve, activation_of};
use super::numbers::{NumberStepper, numbers, summary};
use super::plan::Plan;
use super::popover::{Open, Opened, expanded, toggle};
use crate::glass::{Glass, Panel, Selection, use_glass};
use crate::view::names;

/// What "+" takes of the room between two columns.
const PLUS: f64 = 26.0;
/// Columns that stand further apart have a word on what they are made of.
const SUMMARY: f64 = 78.0;
/// Columns that stand closer have "+" only beside the selected one.
const CLOSE: f64 = 56.0;

/// Headings over all columns, and the places where a layer can be inserted.
#[component]
pub fn Heads(plan: Memo<Plan>, open: Opened) -> impl IntoView {
    let glass = use_glass();
    let columns = Memo::new(move |_| {
        plan.with(|plan| {
            plan.columns
                .iter()
                .map(|column| column.x)
                .collect::<Vec<_>>()
        })
    });
    let roomy = Memo::new(move |_| plan.with(Plan::is_roomy));
    let spacing = Memo::new(move |_| plan.with(|plan| plan.spacing));
    let shape = glass.panels().has(Panel::Shape);
    move || {
        let places = columns.get();
        let last = places.len().saturating_sub(1);
        let roomy = roomy.get();
        let heads = places.iter().enumerate().map(|(column, &x)| {
            view! {
                <div class="head" class:compact=!roomy style:left=format!("{x}px")>
                    <HeadName column=column last=last roomy=roomy spacing=spacing.get() open=open/>
                    {roomy.then(|| view! { <HeadControls column=column last=last/> })}
                    {(column > 0 && !roomy && spacing.get() >= SUMMARY).then(|| view! { <HeadSummary column=column/> })}
                </div>
            }
        });
        let heads = heads.collect_view();
        let full = last > limits::HIDDEN_LAYERS.max as usize;
        let close = spacing.get() < CLOSE;
        let gaps = (!full && shape).then(|| {
            let gaps = places.windows(2).enumerate().map(|(at, pair)| {
                let x = f64::midpoint(pair[0], pair[1]);
                let is_near = move || {
                    let selected = glass.selection.get().column as usize;
                    !close || selected == at || selected == at + 1
                };
                view! { <Show when=is_near><AddLayer at=at x=x open=open/></Show> }
            });
            gaps.collect_view()
        });
        view! { <div class="heads">{heads}{gaps}</div> }
    }
}

#[component]
fn HeadName(column: usize, last: usize, roomy: bool, spacing: f64, open: Opened) -> impl IntoView {
    let glass = use_glass();
    let text = move || {
        glass
            .settings
            .with(|settings| names::title_within(settings, column, spacing - PLUS))
    };
    let long = move || {
        glass
            .settings
            .with(|settings| names::long_title(settings, column))
    };
    let selected = move || {
        glass.selection.get()
            == Selection {
                column: column as u32,
                unit: None,
            }
    };
    if column == 0 {
        return view! { <span class="head-name" title=long>{text}</span> }.into_any();
    }
    let can_change = roomy && column < last && glass.panels().has(Panel::Shape);
    view! {
        <span class="head-line">
            <button
                type="button"
                class="head-name"
                data-head=column
                data-hint="Shows the weights of the whole layer."
                aria-label=long
                aria-pressed=move || if selected() { "true" } else { "false" }
                on:click=move |_| glass.selection.set(Selection { column: column as u32, unit: None })
            >
                {text}
            </button>
            {can_change.then(|| view! { <MoreOfLayer column=column open=open/><RemoveLayer column=column/> })}
        </span>
    }
    .into_any()
}

/// Opens the card of a layer.
#[component]
fn MoreOfLayer(column: usize, open: Opened) -> impl IntoView {
    let glass = use_glass();
    let what = Open::Layer(column - 1);
    let label = move || {
        let title = glass
            .settings
            .with(|settings| names::long_title(settings, column));
        format!("Settings of {title}")
    };
    view! {
        <button
            type="button"
            class="head-more"
            data-action="layer"
            data-layer=column - 1
            data-opens=""
            data-hint="What kind of layer this is, and all its numbers."
            aria-label=label
            aria-expanded=move || expanded(open, what)
            on:click=move |_| toggle(open, what)
        >
            <Glyph icon=Icon::Down/>
        </button>
    }
}

/// What a column is made of, where there is no room to change it.
#[component]
fn HeadSummary(column: usize) -> impl IntoView {
    let glass = use_glass();
    let text = move || {
        let layer = glass
            .settings
            .with(|settings| settings.hidden.get(column - 1).copied());
        let activation = activation_of(glass, column).name();
        match layer {
            None => activation.to_owned(),
            Some(layer) if layer.has_activation() => format!("{activation} × {}", summary(layer)),
            Some(layer) => summary(layer),
        }
    };
    view! { <span class="head-summary">{text}</span> }
}

/// What can be set of a column at a glance, and how large the pictures are that it gives.
#[component]
fn HeadControls(column: usize, last: usize) -> impl IntoView {
    let glass = use_glass();
    let size = move || {
        glass
            .settings
            .with(|settings| names::size(settings, column))
    };
    view! {
        {(column > 0).then(|| view! {
            <div class="head-controls"><Controls column=column last=last/></div>
        })}
        <span class="head-size">{size}</span>
    }
}

#[component]
fn Controls(column: usize, last: usize) -> impl IntoView {
    let glass = use_glass();
    let shape = glass.panels().has(Panel::Shape);
    let kind = Memo::new(move |_| {
        let layer = glass
            .settings
            .with(|settings| settings.hidden.get(column - 1).copied());
        // Only the kind: its numbers change in their places.
        layer.and_then(|layer| {
            Layer::ALL
                .iter()
                .find(|kind| kind.id() == layer.id())
                .copied()
        })
    });
    move || {
        let kind = kind.get();
        let number = kind.and_then(|kind| numbers(kind).first().copied());
        let bends = kind.is_none_or(Layer::has_activation);
        view! {
            {bends.then(|| view! { <Curve column=column/><ActivationMenu column=column last=last/> })}
            {number.filter(|_| shape).map(|number| view! { <NumberStepper at=column - 1 number=number/> })}
        }
    }
}

#[component]
fn AddLayer(at: usize, x: f64, open: Opened) -> impl IntoView {
    let what = Open::Add(at);
    view! {
        <button
            type="button"
            class="add-layer"
            data-action="add-layer"
            data-at=at
            data-opens=""
            data-hint="Inserts a layer here, with fresh weights. The other layers keep theirs, and have to get used to it."
            aria-label=format!("Insert a layer as hidden {}", at + 1)
            aria-expanded=move || expanded(open, what)
            style:left=format!("{x}px")
            on:click=move |_| toggle(open, what)
        >
            <Glyph icon=Icon::Plus/>
        </button>
    }
}

#[component]
fn RemoveLayer(column: usize) -> impl IntoView {
    let glass = use_glass();
    let layer = column as u32 - 1;
    view! {
        <span class="remove-layer" data-layer=layer>
            <button
                type="button"
                data-action="remove-layer"
                data-layer=layer
                data-hint="Takes this layer away. The other layers keep their weights where they fit."
                aria-label=format!("Remove hidden layer {column}")
                on:click=move |_| glass.edit(Edit::RemoveLayer(layer))
            >
                <Glyph icon=Icon::Close/>
            </button>
        </span>
    }
}

/// The controls of the selected layer, where the headings have no room for them.
#[component]
pub fn LayerStrip(plan: Memo<Plan>, open: Opened) -> impl IntoView {
    let glass = use_glass();
    let shown = Memo::new(move |_| {
        let column = glass.selection.get().column as usize;
        let last = glass.settings.with(|settings| settings.hidden.len() + 1);
        let tight = plan.with(|plan| !plan.is_roomy() && plan.width > 0.0);
        (tight && column > 0 && column <= last && glass.panels().has(Panel::Shape))
            .then_some((column, last))
    });
    move || {
        shown
            .get()
            .map(|(column, last)| view! { <Strip column=column last=last open=open/> })
    }
}

#[component]
fn Strip(column: usize, last: usize, open: Opened) -> impl IntoView {
    let glass = use_glass();
    let name = move || strip_name(glass, column);
    view! {
        <div class="strip" role="group" aria-label=move || format!("Controls of {}", name())>
            <span class="strip-name">{name}</span>
            {(column < last).then(|| view! { <MoreOfLayer column=column open=open/> })}
            <Controls column=column last=last/>
            {(column < last).then(|| view! { <RemoveLayer column=column/> })}
        </div>
    }
}

fn strip_name(glass: Glass, column: usize) -> String {
    glass
        .settings
        .with(|settings| names::title(settings, column))
}
