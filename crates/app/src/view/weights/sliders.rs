//! A slider and a number for every weight and bias of what is selected.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::parameter::{Parameter, node_name};
use crate::canvas::map::Atlas;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, Layout, Selection, column_units, use_glass};
use crate::scene::Scene;
use crate::view::controls::number_of;
use crate::view::drawing::Drawing;
use crate::view::graph::tile_range;

/// How far the sliders reach, at least.
const REACH: f32 = 6.0;
/// How far an arrow key moves a weight; with Shift, or by page, ten times as far.
const STEP: f32 = 0.05;
/// Height of a row, as in the styles: for a pointer, and for a thumb.
const ROW: f64 = 27.0;
const THUMB_ROW: f64 = 44.0;
/// Parameters of a layer above which each neuron is folded.
const FOLDED: u32 = 80;

/// Sliders of one neuron, or of what leaves an input.
#[derive(Clone, PartialEq)]
struct Group {
    title: String,
    parameters: Vec<Parameter>,
}

/// The sliders of the selection.
#[component]
pub fn Sliders() -> impl IntoView {
    let glass = use_glass();
    let groups = Memo::new(move |_| groups(glass));
    let folded = Memo::new(move |_| {
        let groups = groups.get();
        groups.len() > 1
            && groups
                .iter()
                .map(|group| group.parameters.len())
                .sum::<usize>()
                > FOLDED as usize
    });
    let reach = reach_of(glass, groups);
    let title = move || match glass.selection.get() {
        Selection { column: 0, .. } => "Outgoing",
        Selection { unit: Some(_), .. } => "Incoming",
        Selection { unit: None, .. } => "Layer",
    };
    let ticks = move || {
        let reach = reach.get();
        [-1.0, -0.5, 0.0, 0.5, 1.0].map(|share| {
            let text = format::signed(share * reach, usize::from((reach / 2.0).fract() != 0.0));
            let left = format!("{}%", (share + 1.0) * 50.0);
            view! { <span style:left=left>{text}</span> }
        })
    };
    view! {
        <section class="sliders" aria-label="Weights and biases">
            <div class="sliders-head">
                <h2>{title}</h2>
                <span class="ticks" aria-hidden="true">{move || ticks().collect_view()}</span>
                <span class="value-head">"value"</span>
            </div>
            <div class="sliders-rows">
                {move || {
                    let several = groups.with(|groups| groups.len() > 1);
                    let folded = folded.get();
                    groups
                        .get()
                        .into_iter()
                        .map(|group| {
                            if several {
                                view! { <Fold group=group open=!folded reach=reach/> }.into_any()
                            } else {
                                view! { <Rows parameters=group.parameters reach=reach/> }.into_any()
                            }
                        })
                        .collect_view()
                }}
            </div>
        </section>
    }
}

/// What the sliders are of.
fn groups(glass: Glass) -> Vec<Group> {
    let Selection { column, unit } = glass.selection.get();
    glass.settings.with(|settings| {
        if column == 0 {
            let input = unit.unwrap_or(0).min(column_units(settings, 0) - 1);
            let targets = 0..column_units(settings, 1);
            let parameters = targets
                .map(|unit| Parameter {
                    layer: 0,
                    unit,
                    input: Some(input),
                })
                .collect();
            return vec![Group {
                title: String::new(),
                parameters,
            }];
        }
        let column = column.min(settings.hidden.len() as u32 + 1);
        let units = match unit {
            Some(unit) => unit..unit + 1,
            None => 0..column_units(settings, column),
        };
        let inputs = column_units(settings, column - 1);
        let layer = column - 1;
        units
            .map(|unit| Group {
                title: node_name(
                    settings,
                    Selection {
                        column,
                        unit: Some(unit),
                    },
                ),
                parameters: (0..inputs)
                    .map(Some)
                    .chain([None])
                    .map(|input| Parameter { layer, unit, input })
                    .collect(),
            })
            .collect()
    })
}

/// The ends of the sliders: they widen when a weight outgrows them, and narrow again when all have become far smaller.
fn reach_of(glass: Glass, groups: Memo<Vec<Group>>) -> Memo<f32> {
    let of = RwSignal::new(Vec::new());
    Memo::new(move |before: Option<&f32>| {
        glass.numbers.track();
        let groups = groups.get();
        let floor = if of.with_untracked(|old| *old == groups) {
            before.copied().unwrap_or(REACH)
        } else {
            REACH
        };
        of.update_untracked(|old| old.clone_from(&groups));
        let largest = groups
            .iter()
            .flat_map(|group| &group.parameters)
            .map(|parameter| parameter.value(glass).abs())
            .filter(|size| size.is_finite())
            .fold(0.0, f32::max);
        let mut reach = floor;
        while reach < largest && reach < 1e30 {
            reach *= 2.0;
        }
        // Not at the first chance, or a weight at the border would make it jump to and fro.
        while reach > REACH && largest < reach / 4.0 {
            reach /= 2.0;
        }
        reach
    })
}

/// The sliders of one neuron of a layer, which can be folded away.
#[component]
fn Fold(group: Group, open: bool, reach: Memo<f32>) -> impl IntoView {
    let open = RwSignal::new(open);
    let Group { title, parameters } = group;
    let count = parameters.len();
    view! {
        <div class="fold">
            <button
                type="button"
                class="fold-head"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <i>{title}</i>
                <span class="note">{format!("{} weights and a bias", count - 1)}</span>
            </button>
            <Show when=move || open.get()>
                <Rows parameters=parameters.clone() reach=reach/>
            </Show>
        </div>
    }
}

#[component]
fn Rows(parameters: Vec<Parameter>, reach: Memo<f32>) -> impl IntoView {
    let rows = parameters
        .iter()
        .map(|&parameter| view! { <Row parameter=parameter reach=reach/> })
        .collect_view();
    let glass = use_glass();
    let count = parameters.len() as f64;
    let height = move || format!("{}px", count * row_height(glass.layout.get()));
    view! {
        <div class="rows" style:height=height>
            <Sources parameters=parameters/>
            {rows}
        </div>
    }
}

fn row_height(layout: Layout) -> f64 {
    if layout == Layout::Narrow {
        THUMB_ROW
    } else {
        ROW
    }
}

/// The little maps of what the weights come from, on one canvas beside the rows.
#[component]
fn Sources(parameters: Vec<Parameter>) -> impl IntoView {
    let glass = use_glass();
    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let outgoing = glass.selection.get_untracked().column == 0;
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let Some(atlas) = &mut atlas else { return };
        surface.clear();
        let height = row_height(glass.layout.get_untracked());
        let side = Scene::side(&scene.tiles, scene.tile_count());
        atlas.begin(side);
        let mut places = Vec::new();
        for (row, parameter) in parameters.iter().enumerate() {
            let source = parameter.input.map(|input| {
                if outgoing {
                    scene.tile_index(parameter.layer + 1, parameter.unit)
                } else {
                    scene.tile_index(parameter.layer, input)
                }
            });
            if let Some(index) = source
                && let Some((map, _)) = scene.tile(index)
            {
                atlas.push(map, tile_range(scene, index, map), &palette.scale);
                places.push((row as f64 + 0.5) * height - 10.0);
            }
        }
        atlas.finish();
        for (number, &y) in places.iter().enumerate() {
            atlas.draw(&surface.ctx, number, 1.0, y, 20.0);
            surface.ctx.set_stroke_style_str(&palette.tile_border);
            surface.ctx.set_line_width(1.0);
            surface.ctx.stroke_rect(0.5, y - 0.5, 21.0, 21.0);
        }
    };
    view! { <div class="sources"><Drawing name="sources" paint=paint/></div> }
}

#[component]
fn Row(parameter: Parameter, reach: Memo<f32>) -> impl IntoView {
    let glass = use_glass();
    let held = RwSignal::new(None::<f32>);
    let value = Memo::new(move |_| {
        glass.numbers.track();
        held.get().unwrap_or_else(|| parameter.value(glass))
    });
    let (name, label) = glass.settings.with_untracked(|settings| {
        let outgoing = glass.selection.get_untracked().column == 0;
        let name = if outgoing {
            parameter.target_name(settings)
        } else {
            parameter.source_name(settings)
        };
        (name, parameter.label(settings))
    });
    let turn = move |to: f32| {
        let to = to.clamp(-f32::MAX, f32::MAX);
        glass.turn(parameter.set(to));
    };
    // While the hand holds it, the slider shows the hand's value, whatever training does to the weight meanwhile.
    let input = move |event: leptos::ev::Event| {
        if let Some(to) = number_of(&event) {
            held.set(Some(to as f32));
            turn(to as f32);
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let step = if event.shift_key() { STEP * 10.0 } else { STEP };
        let now = parameter.value(glass);
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => now + step,
            "ArrowLeft" | "ArrowDown" => now - step,
            "PageUp" => now + STEP * 10.0,
            "PageDown" => now - STEP * 10.0,
            "Home" => -reach.get_untracked(),
            "End" => reach.get_untracked(),
            "0" | "Delete" => 0.0,
            _ => return,
        };
        event.prevent_default();
        turn(to);
    };
    let id = parameter.id();
    view! {
        <div class="parameter">
            <i class="parameter-name" aria-hidden="true">{name}</i>
            <input
                type="range"
                class="track"
                data-parameter=id.clone()
                aria-label=label.clone()
                aria-valuetext=move || format::signed(value.get(), 3)
                aria-description="Sets this number, also while it trains. Arrow keys turn it, Shift makes them larger, 0 sets it to zero."
                data-hint="Sets this number, also while it trains. Arrow keys turn it, 0 sets it to zero."
                min=move || -reach.get()
                max=reach
                step="any"
                prop:value=move || {
                    reach.track();
                    f64::from(value.get())
                }
                on:input=input
                on:keydown=key
                on:change=move |_| held.set(None)
                on:blur=move |_| held.set(None)
            />
            <NumberField parameter=parameter value=value id=id label=label/>
        </div>
    }
}

/// The number itself: short to read, whole to edit.
#[component]
fn NumberField(parameter: Parameter, value: Memo<f32>, id: String, label: String) -> impl IntoView {
    let glass = use_glass();
    let editing = RwSignal::new(None::<String>);
    let fresh = RwSignal::new(false);
    let text = move || {
        editing
            .get()
            .unwrap_or_else(|| format::signed(value.get(), 3))
    };
    let element = |event: &leptos::ev::Event| {
        event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    };
    let commit = move |event: leptos::ev::Event| {
        let Some(given) = editing.get_untracked() else {
            return;
        };
        let Some(input) = element(&event) else { return };
        // Leaving the field as it was must not round the weight.
        if input.value() == given || input.value().trim().is_empty() {
            return;
        }
        match number_of(&event) {
            Some(to) => glass.turn(parameter.set((to as f32).clamp(-f32::MAX, f32::MAX))),
            None => glass.say(
                format!(
                    "“{}” is not a number; the weight stays as it was.",
                    input.value()
                ),
                true,
            ),
        }
        editing.set(None);
    };
    view! {
        <input
            type="text"
            inputmode="decimal"
            class="number"
            class:neg={move || value.get() < 0.0}
            class:pos={move || value.get() > 0.0}
            data-value=id
            aria-label=format!("{label}, as a number")
            prop:value=text
            on:focus=move |event: leptos::ev::FocusEvent| {
                // All digits of it, so that putting one back is exact.
                let whole = parameter.value(glass).to_string().replace('-', "−");
                editing.set(Some(whole.clone()));
                fresh.set(true);
                if let Some(input) = element(&event) {
                    // Written at once: what is written later would take the selection away.
                    input.set_value(&whole);
                    input.select();
                }
            }
            on:mouseup=move |event: leptos::ev::MouseEvent| {
                // A press selects all of it too, and the second press places the cursor.
                if fresh.get_untracked() {
                    event.prevent_default();
                    fresh.set(false);
                }
            }
            on:change=commit
            on:keydown=move |event: leptos::ev::KeyboardEvent| {
                if matches!(event.key().as_str(), "Enter" | "Escape")
                    && let Some(input) = element(&event)
                {
                    if event.key() == "Escape" {
                        input.set_value(&editing.get_untracked().unwrap_or_default());
                    }
                    let _ = input.blur();
                }
            }
            on:blur=move |_| editing.set(None)
        />
    }
}
