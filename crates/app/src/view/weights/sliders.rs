//! A slider and a number for every weight and bias of what is selected.

use leptos::prelude::*;
use neuroglass_core::Layer;

use super::field::NumberField;
use super::groups::{Group, groups, without};
use super::holds::Holds;
use super::parameter::{Parameter, Source};
use super::tracks::{self, Tracks};
use crate::canvas::map::Atlas;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, Layout, Selection, use_glass};
use crate::scene::Scene;
use crate::view::controls::number_of;
use crate::view::drawing::Drawing;
use crate::view::graph::push_tile;

/// How far the sliders reach, at least.
const REACH: f32 = 6.0;
/// How far an arrow key moves a weight; with Shift, or by page, ten times as far.
const STEP: f32 = 0.05;
/// Height of a row, as in the styles: for a pointer, and for a thumb.
const ROW: f64 = 27.0;
const THUMB_ROW: f64 = 44.0;
/// Parameters of a layer above which each neuron is folded.
const FOLDED: u32 = 80;

/// The sliders of the selection.
#[component]
pub fn Sliders(shown: RwSignal<Vec<Parameter>>) -> impl IntoView {
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
    // Only tracks that are seen are found out about.
    glass.study(move || shown.with(|shown| tracks::study(glass, shown, reach.get())));
    let title = move || match glass.selection.get() {
        Selection {
            column: 0,
            unit: None,
        } => "All",
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
                <Show when=move || groups.with(|groups| !groups.is_empty())>
                    <span class="ticks" aria-hidden="true">{move || ticks().collect_view()}</span>
                    <span class="value-head">"value"</span>
                </Show>
            </div>
            <div class="sliders-rows">
                {move || {
                    let several = groups.with(|groups| groups.len() > 1);
                    let folded = folded.get();
                    if groups.with(Vec::is_empty) {
                        return view! { <p class="note">{move || without(glass)}</p> }.into_any();
                    }
                    groups
                        .get()
                        .into_iter()
                        .map(|group| {
                            if several {
                                view! { <Fold group=group open=!folded reach=reach shown=shown/> }.into_any()
                            } else {
                                view! {
                                    <Rows parameters=group.parameters more=group.more reach=reach shown=shown/>
                                }
                                    .into_any()
                            }
                        })
                        .collect_view()
                        .into_any()
                }}
            </div>
        </section>
    }
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
fn Fold(
    group: Group,
    open: bool,
    reach: Memo<f32>,
    shown: RwSignal<Vec<Parameter>>,
) -> impl IntoView {
    let open = RwSignal::new(open);
    let Group {
        title,
        parameters,
        more,
    } = group;
    let count = parameters.len() + more;
    view! {
        <div class="fold">
            <button
                type="button"
                class="fold-head"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <i>{title}</i>
                <span class="note">
                    {if count == 2 { "a gain and a bias".to_owned() } else { format!("{} weights and a bias", count - 1) }}
                </span>
            </button>
            <Show when=move || open.get()>
                <Rows parameters=parameters.clone() more=more reach=reach shown=shown/>
            </Show>
        </div>
    }
}

#[component]
fn Rows(
    parameters: Vec<Parameter>,
    more: usize,
    reach: Memo<f32>,
    shown: RwSignal<Vec<Parameter>>,
) -> impl IntoView {
    shown.update(|shown| shown.extend(&parameters));
    let hidden = parameters.clone();
    on_cleanup(move || {
        let _ = shown.try_update(|shown| shown.retain(|parameter| !hidden.contains(parameter)));
    });
    let rows = parameters
        .iter()
        .map(|&parameter| view! { <Row parameter=parameter reach=reach/> })
        .collect_view();
    let glass = use_glass();
    let count = parameters.len() as f64;
    let row = Signal::derive(move || row_height(glass.layout.get()));
    let height = move || format!("{}px", count * row.get());
    view! {
        <div class="rows" style:height=height>
            <Sources parameters=parameters.clone()/>
            <Tracks parameters=parameters height=row/>
            {rows}
        </div>
        {(more > 0).then(|| view! { <p class="note">{format!("and {more} more, in the matrix")}</p> })}
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
    let outgoing = is_outgoing(glass);
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let Some(atlas) = &mut atlas else { return };
        surface.clear();
        let height = row_height(glass.layout.get_untracked());
        let side = Scene::side(&scene.tiles, scene.tile_count());
        atlas.begin(side);
        let mut places = Vec::new();
        for (row, parameter) in parameters.iter().enumerate() {
            let layer = scene.shape.layers().get(parameter.layer as usize);
            let source = layer.zip(parameter.input).and_then(|(layer, input)| {
                if outgoing {
                    return Some(scene.tile_index(parameter.layer + 1, parameter.unit));
                }
                let channel = Source::new(layer, input).channel()?;
                Some(scene.tile_index(parameter.layer, channel))
            });
            if let Some(index) = source
                && let Some((map, _)) = scene.tile(index)
            {
                push_tile(atlas, scene, palette, index, map);
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

/// Whether the sliders are of what leaves an input.
fn is_outgoing(glass: Glass) -> bool {
    let Selection { column, unit } = glass.selection.get_untracked();
    column == 0 && unit.is_some()
}

#[component]
fn Row(parameter: Parameter, reach: Memo<f32>) -> impl IntoView {
    let glass = use_glass();
    let held = RwSignal::new(None::<f32>);
    let value = Memo::new(move |_| {
        glass.numbers.track();
        held.get().unwrap_or_else(|| parameter.value(glass))
    });
    let held_by = Memo::new(move |_| {
        glass.numbers.track();
        parameter.held(glass)
    });
    let can_cut = glass.with_scene(|scene| {
        let layer = scene.shape.layers().get(parameter.layer as usize);
        parameter.input.is_some() && layer.is_some_and(|layer| layer.layer != Layer::LayerNorm)
    });
    let (name, label) = glass.settings.with_untracked(|settings| {
        let name = if is_outgoing(glass) {
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
    let spoken = move || {
        glass.found.track();
        let value = format::signed(value.get(), 3);
        match glass.with_scene(|scene| tracks::words(scene, parameter)) {
            Some(words) => format!("{value}, {words}"),
            None => value,
        }
    };
    let id = parameter.id();
    view! {
        <div class="parameter" class:cut=move || held_by.get().cut class:locked=move || held_by.get().locked class:muted=move || held_by.get().muted>
            <i class="parameter-name" aria-hidden="true">{name}</i>
            <input
                type="range"
                class="track"
                data-parameter=id.clone()
                aria-label=label.clone()
                aria-valuetext=spoken
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
            <NumberField parameter=parameter value=value id=id label=label.clone()/>
            <Holds parameter=parameter held=held_by can_cut=can_cut label=label/>
        </div>
    }
}
