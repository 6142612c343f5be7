//! The headings: a layer's name, its activation, its units; and "+" between layers.

use leptos::prelude::*;
use neuroglass_core::limits;
use neuroglass_core::{Activation, Edit, Layer, Loss};

use super::super::controls::{Choices, Menu};
use super::super::icon::{Glyph, Icon};
use super::plan::Plan;
use crate::glass::{Glass, Selection, column_units, use_glass};

/// Headings over all columns, and the places where a layer can be inserted.
#[component]
pub fn Heads(plan: Memo<Plan>) -> impl IntoView {
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
    move || {
        let places = columns.get();
        let last = places.len().saturating_sub(1);
        let heads = places.iter().enumerate().map(|(column, &x)| {
            let roomy = roomy.get();
            view! {
                <div class="head" class:compact=!roomy style:left=format!("{x}px")>
                    <HeadName column=column last=last roomy=roomy spacing=spacing.get()/>
                    {(column > 0 && roomy).then(|| view! { <HeadControls column=column last=last/> })}
                    {(column > 0 && !roomy && spacing.get() >= 78.0).then(|| view! { <HeadSummary column=column last=last/> })}
                </div>
            }
        });
        let heads = heads.collect_view();
        let full = last > limits::HIDDEN_LAYERS.max as usize;
        let gaps = (!full && glass.panels().shape).then(|| {
            let gaps = places.windows(2).enumerate().map(|(at, pair)| {
                view! { <AddLayer at=at x={f64::midpoint(pair[0], pair[1])}/> }
            });
            gaps.collect_view()
        });
        view! { <div class="heads">{heads}{gaps}</div> }
    }
}

fn title(column: usize, last: usize) -> String {
    match column {
        0 => "Inputs".to_owned(),
        _ if column == last => "Output".to_owned(),
        _ => format!("Hidden {column}"),
    }
}

#[component]
fn HeadName(column: usize, last: usize, roomy: bool, spacing: f64) -> impl IntoView {
    let glass = use_glass();
    let name = title(column, last);
    let text = match column {
        _ if spacing >= 62.0 => name.clone(),
        0 => "In".to_owned(),
        _ if column == last => "Out".to_owned(),
        _ => column.to_string(),
    };
    let selected = move || {
        glass.selection.get()
            == Selection {
                column: column as u32,
                unit: None,
            }
    };
    if column == 0 {
        return view! { <span class="head-name" title=name>{text}</span> }.into_any();
    }
    view! {
        <button
            type="button"
            class="head-name"
            data-head=column
            data-hint="Shows the weights of the whole layer."
            aria-label=name
            aria-pressed=move || if selected() { "true" } else { "false" }
            on:click=move |_| glass.selection.set(Selection { column: column as u32, unit: None })
        >
            {text}
        </button>
        {(roomy && column < last && glass.panels().shape).then(|| view! { <RemoveLayer column=column/> })}
    }
    .into_any()
}

/// The activation and the number of units, where there is no room to change them.
#[component]
fn HeadSummary(column: usize, last: usize) -> impl IntoView {
    let glass = use_glass();
    let text = move || {
        let activation = activation_of(glass, column).name();
        if column == last {
            activation.to_owned()
        } else {
            format!("{activation} × {}", units_of(glass, column))
        }
    };
    view! { <span class="head-summary">{text}</span> }
}

#[component]
fn HeadControls(column: usize, last: usize) -> impl IntoView {
    let glass = use_glass();
    let page = glass.panels().shape;
    view! {
        <div class="head-controls">
            <Curve column=column/>
            <ActivationMenu column=column last=last/>
            {(column < last && page).then(|| view! { <Units column=column/> })}
        </div>
    }
}

fn activation_of(glass: Glass, column: usize) -> Activation {
    glass.settings.with(|settings| {
        settings
            .hidden
            .get(column - 1)
            .map_or(settings.output.activation, |layer| layer.activation())
    })
}

fn units_of(glass: Glass, column: usize) -> u32 {
    glass
        .settings
        .with(|settings| column_units(settings, column as u32))
}

/// The curve of a layer's activation, from −3 to 3.
#[component]
fn Curve(column: usize) -> impl IntoView {
    let glass = use_glass();
    let path = move || {
        let activation = activation_of(glass, column);
        let points = (0..=24).map(|index| {
            let z = index as f32 / 4.0 - 3.0;
            // One unit of the value is 4 pixels; what leaves the little picture is cut by it.
            let (x, y) = (1.0 + index as f32 * 0.583, 6.0 - activation.value(z) * 4.0);
            format!("{}{x:.2} {y:.2}", if index == 0 { 'M' } else { 'L' })
        });
        points.collect::<String>()
    };
    view! {
        <svg class="curve" viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">
            <path class="curve-axis" d="M1 6h14M8 1v10"/>
            <path class="curve-line" d=path/>
        </svg>
    }
}

/// A loss may read the output in one way only: then another output takes the squared error with it.
fn set_activation(glass: Glass, is_output: bool, layer: u32, activation: Activation) -> Edit {
    let loss = glass.settings.with_untracked(|settings| settings.loss);
    if is_output && !loss.outputs().contains(&activation) {
        return Edit::Loss {
            loss: Loss::Squared,
            output: activation,
        };
    }
    Edit::Activation { layer, activation }
}

#[component]
fn ActivationMenu(column: usize, last: usize) -> impl IntoView {
    let glass = use_glass();
    let label = format!("Activation of {}", title(column, last));
    let change = move |activation| {
        glass.edit(set_activation(
            glass,
            column == last,
            column as u32 - 1,
            activation,
        ));
    };
    view! {
        <Menu
            name="activation"
            label=label
            hint="What each unit does to its weighted sum. Without a bend here, all layers together are one straight cut."
            choices=Choices::new(Activation::ALL, Activation::name, move || activation_of(glass, column), change)
        />
    }
}

/// Fewer or more units.
#[component]
fn Units(column: usize) -> impl IntoView {
    let glass = use_glass();
    let layer = column as u32 - 1;
    // What is on its way: quick presses go on from it, not from what has come back so far.
    let wanted = RwSignal::new(None::<u32>);
    Effect::new(move || {
        let units = units_of(glass, column);
        if wanted.get_untracked() == Some(units) {
            wanted.set(None);
        }
    });
    let change = move |by: i32| {
        let now = wanted
            .get_untracked()
            .unwrap_or_else(|| units_of(glass, column));
        let units = now
            .saturating_add_signed(by)
            .clamp(limits::UNITS.min, limits::UNITS.max);
        wanted.set((units != units_of(glass, column)).then_some(units));
        glass.edit(Edit::Units { layer, units });
    };
    let units = Memo::new(move |_| units_of(glass, column));
    view! {
        <span class="stepper" role="group" aria-label=format!("Units of hidden layer {column}")>
            <button
                type="button"
                data-action="remove-unit"
                data-layer=layer
                data-hint="Takes the last unit away."
                aria-label="One unit fewer"
                aria-disabled=move || (units.get() <= limits::UNITS.min).then_some("true")
                on:click=move |_| {
                    if units.get_untracked() > limits::UNITS.min {
                        change(-1);
                    }
                }
            >
                "−"
            </button>
            <span class="stepper-count">{units}</span>
            <button
                type="button"
                data-action="add-unit"
                data-layer=layer
                data-hint="Adds a unit. At first nothing listens to it, so the output does not jump."
                aria-label="One unit more"
                aria-disabled=move || (units.get() >= limits::UNITS.max).then_some("true")
                on:click=move |_| {
                    if units.get_untracked() < limits::UNITS.max {
                        change(1);
                    }
                }
            >
                "+"
            </button>
        </span>
    }
}

#[component]
fn AddLayer(at: usize, x: f64) -> impl IntoView {
    let glass = use_glass();
    let add = move |_| {
        let settings = glass.settings.get_untracked();
        // Like the layer before it, so that what had been learned fits as well as it can.
        let before = at
            .checked_sub(1)
            .and_then(|before| settings.hidden.get(before));
        let layer = before.copied().unwrap_or(Layer::dense(4, Activation::Tanh));
        glass.edit(Edit::AddLayer {
            at: at as u32,
            layer,
        });
    };
    view! {
        <button
            type="button"
            class="add-layer"
            data-action="add-layer"
            data-at=at
            data-hint="Inserts a layer here, with fresh weights. The other layers keep theirs, and have to get used to it."
            aria-label=format!("Insert a layer as hidden {}", at + 1)
            style:left=format!("{x}px")
            on:click=add
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
pub fn LayerStrip(plan: Memo<Plan>) -> impl IntoView {
    let glass = use_glass();
    let shown = Memo::new(move |_| {
        let column = glass.selection.get().column as usize;
        let last = glass.settings.with(|settings| settings.hidden.len() + 1);
        let tight = plan.with(|plan| !plan.is_roomy() && plan.width > 0.0);
        (tight && column > 0 && column <= last && glass.panels().shape).then_some((column, last))
    });
    move || {
        shown.get().map(|(column, last)| {
            view! {
                <div class="strip" role="group" aria-label=format!("Controls of {}", title(column, last))>
                    <span class="strip-name">{title(column, last)}</span>
                    <Curve column=column/>
                    <ActivationMenu column=column last=last/>
                    {(column < last)
                        .then(|| {
                            view! {
                                <Units column=column/>
                                <RemoveLayer column=column/>
                            }
                        })}
                </div>
            }
        })
    }
}
