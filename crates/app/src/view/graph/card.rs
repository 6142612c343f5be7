//! All that can be set of a layer, and the kinds of layer that can be inserted.

use leptos::prelude::Track as _;
use leptos::prelude::*;
use neuroglass_core::{Edit, Layer, Shape, Volume, limits};

use super::super::controls::{Slider, Track};
use super::activation::{ActivationMenu, Curve};
use super::kinds::Kinds;
use super::numbers::{Number, NumberStepper, numbers, rate_of, with_rate};
use super::plan::Plan;
use super::popover::{Open, Opened, Popover, focus};
use crate::glass::{Selection, use_glass};
use crate::later::later;
use crate::view::names;

/// Widths of what opens, in CSS pixels.
const MENU: f64 = 226.0;
const CARD: f64 = 250.0;

later! {
    /// Whatever is open of layers.
    POPOVERS = popovers: popovers()
}

/// The network that they lie over.
#[derive(Clone, Copy)]
pub struct Below {
    pub plan: Memo<Plan>,
    pub open: Opened,
}

fn popovers() -> AnyView {
    let below = use_context::<Below>();
    below
        .map(|Below { plan, open }| view! { <LayerPopovers plan=plan open=open/> })
        .into_any()
}

#[component]
fn LayerPopovers(plan: Memo<Plan>, open: Opened) -> impl IntoView {
    let glass = use_glass();
    // The layer that was just inserted: the focus goes to it once it is there, as all tiles are made anew.
    let inserted = StoredValue::new(None::<usize>);
    Effect::new(move || {
        plan.track();
        if let Some(at) = inserted.try_update_value(Option::take).flatten() {
            let tile = format!("[data-neuron='{}-0']", at + 1);
            request_animation_frame(move || focus(&glass.root(), &tile));
        }
    });
    let x = move |column: usize| {
        plan.with_untracked(|plan| plan.columns.get(column).map_or(0.0, |column| column.x))
    };
    move || match open.get() {
        Some(Open::Add(at)) => {
            let x = f64::midpoint(x(at), x(at + 1));
            let add = move |layer| {
                inserted.set_value(Some(at));
                glass.edit(Edit::AddLayer {
                    at: at as u32,
                    layer,
                });
                glass.selection.set(Selection {
                    column: at as u32 + 1,
                    unit: Some(0),
                });
                open.set(None);
            };
            view! {
                <Popover label="Kinds of layer".to_owned() width=MENU x=x plan=plan>
                    <Kinds at=at is_inserted=true on_pick=add/>
                </Popover>
            }
            .into_any()
        }
        Some(Open::Layer(layer)) => {
            view! { <LayerCard layer=layer x=x(layer + 1) plan=plan open=open/> }.into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn LayerCard(layer: usize, x: f64, plan: Memo<Plan>, open: Opened) -> impl IntoView {
    let glass = use_glass();
    let column = layer + 1;
    let here = Memo::new(move |_| {
        glass
            .settings
            .with(|settings| settings.hidden.get(layer).copied())
    });
    // What is shown follows from the kind; the numbers themselves change in their places.
    let kind = Memo::new(move |_| {
        let kind = here.get()?;
        let model = Layer::ALL.iter().find(|model| model.id() == kind.id())?;
        Some((
            *model,
            glass
                .settings
                .with(|settings| names::long_title(settings, column)),
        ))
    });
    move || {
        let (kind, title) = kind.get()?;
        Some(view! {
            <Popover label=title.clone() width=CARD x=x plan=plan>
                <Card layer=layer kind=kind title=title open=open/>
            </Popover>
        })
    }
}

#[component]
fn Card(layer: usize, kind: Layer, title: String, open: Opened) -> impl IntoView {
    let glass = use_glass();
    let column = layer + 1;
    let last = glass
        .settings
        .with_untracked(|settings| settings.hidden.len() + 1);
    let pick = move |to| {
        glass.edit(Edit::Layer {
            layer: layer as u32,
            to,
        });
    };
    let remove = move |_| {
        open.set(None);
        glass.edit(Edit::RemoveLayer(layer as u32));
    };
    let activation = kind.has_activation().then(move || {
        view! {
            <div class="row">
                <span class="name">"Activation"</span>
                <ActivationMenu column=column last=last/>
                <Curve column=column/>
            </div>
        }
    });
    let turned = if matches!(kind, Layer::Dropout(_)) {
        view! { <DropoutSlider layer=layer/> }.into_any()
    } else {
        let row = |&number: &Number| {
            view! {
                <div class="row">
                    <span class="name">{number.name}</span>
                    <NumberStepper at=layer number=number/>
                </div>
            }
        };
        numbers(kind).iter().map(row).collect_view().into_any()
    };
    view! {
        <div class="popover-head">
            <h3>{title}</h3>
            <button type="button" class="text-button" on:click=move |_| open.set(None)>"Done"</button>
        </div>
        <Kinds at=layer is_inserted=false on_pick=pick/>
        <p class="note">{kind.sentence()}</p>
        {activation}
        {turned}
        <div class="popover-head">
            <p class="note sizes">{move || sizes(&glass.settings.with(Shape::new), layer)}</p>
            <button
                type="button"
                class="text-button"
                data-hint="Takes this layer away. The other layers keep their weights where they fit."
                on:click=remove
            >
                "Remove"
            </button>
        </div>
    }
}

/// What a layer makes of what: `"1 × 12 × 12 → 4 × 12 × 12"`.
fn sizes(shape: &Shape, layer: usize) -> String {
    let words = |volume: Volume| {
        if volume.is_flat() {
            format!("{} values", volume.channels)
        } else {
            format!("{} × {} × {}", volume.channels, volume.height, volume.width)
        }
    };
    shape.layers().get(layer).map_or_else(String::new, |layer| {
        format!("{} → {}", words(layer.input), words(layer.output))
    })
}

/// How much a dropout silences, turned while it trains.
#[component]
fn DropoutSlider(layer: usize) -> impl IntoView {
    let glass = use_glass();
    let here = move || {
        glass
            .settings
            .with(|settings| settings.hidden.get(layer).copied())
    };
    let turn = move |rate: f64| {
        if let Some(now) = untrack(here) {
            glass.turn(Edit::Layer {
                layer: layer as u32,
                to: with_rate(now, rate as f32),
            });
        }
    };
    view! {
        <Slider
            label="Silent"
            name="dropout"
            hint="Share of the values that is silenced in each step of training. In use, all of them speak."
            track=Track::Linear(f64::from(limits::DROPOUT.min), f64::from(limits::DROPOUT.max), 0.01)
            value=Signal::derive(move || here().map_or(0.0, |here| f64::from(rate_of(here))))
            text=|rate| format!("{:.0} %", rate * 100.0)
            on_value=turn
        />
    }
}
