//! What each layer does to the plane: the points and the grid they lie on, before and after every activation.

mod held;
mod paint;

use leptos::prelude::Track as _;
use leptos::prelude::*;
use neuroglass_core::analysis::{Station, Study};
use neuroglass_core::{Activation, Experiment, Layer};

use self::held::Held;
use self::paint::{Parts, paint};
use super::controls::{Slider, Track};
use super::drawing::Drawing;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, use_glass};
use crate::later::later;
use crate::scene::Scene;

later! {
    /// The panel.
    SPACE = space in "space.css": view! { <SpacePanel/> }.into_any()
}

/// Lines of the grid each way.
const GRID: u32 = 13;
/// Stations that are drawn at most: of deeper networks, the first.
const MOST_STATIONS: usize = 17;

#[component]
fn SpacePanel() -> impl IntoView {
    let glass = use_glass();
    glass.study(|| Some(Study::Space { grid: GRID }));
    let parts = Parts {
        grid: RwSignal::new(true),
        points: RwSignal::new(true),
    };
    let hold = RwSignal::new(true);
    // Where the first picture stands on the way through the network.
    let way = RwSignal::new(0.0);
    let stations = Memo::new(move |_| glass.settings.with(stations));
    let held = StoredValue::new_local(Held::default());
    // Changes when the places do.
    let placed = RwSignal::new(0_u32);
    Effect::new(move || {
        glass.found.track();
        stations.track();
        let is_held = hold.get();
        glass.with_scene(|scene| {
            if let Some(found) = scene.finding(|study| matches!(study, Study::Space { .. })) {
                held.update_value(|held| held.learn(&Station::all(&found.numbers), is_held));
            }
        });
        placed.update(|placed| *placed += 1);
        parts.grid.track();
        parts.points.track();
        way.track();
        glass.repaint();
    });
    let last = move || stations.with(|stations| stations.len().saturating_sub(1).max(1) as f64);
    view! {
        <div class="space">
            <div class="space-controls">
                <h2>"The plane"</h2>
                <p class="note">"What each layer does to the points and to the grid they lie on."</p>
                <Check label="grid" hint="Straight lines over the plane, which every layer shifts, stretches and bends." value=parts.grid/>
                <Check label="points" hint="The training points." value=parts.points/>
                <Check label="hold axes" hint="Wide layers are shown along their two principal axes. Holding keeps these from flipping or swapping while it trains." value=hold/>
                {move || view! {
                    <Slider
                        label="Morph"
                        name="morph"
                        hint="Moves the first picture through the network: from the plane to what the last layer makes of it."
                        track=Track::Linear(0.0, last(), 0.01)
                        value=way
                        text=|at| format::plain(at as f32, 1)
                        on_value=move |to| way.set(to)
                    />
                }}
            </div>
            <div class="space-strip" tabindex="0" role="group" aria-label="The plane, layer by layer">
                <figure class="station">
                    <figcaption><b>{move || on_the_way(&stations.get(), way.get())}</b></figcaption>
                    <div class="square">
                        <Drawing name="morph" paint=move |surface: &Surface, scene: &Scene, palette: &Palette| {
                            held.with_value(|held| paint(surface, scene, palette, held, way.get_untracked(), parts));
                        }/>
                    </div>
                    <p class="note" data-space-words="">{move || words(glass)}</p>
                </figure>
                {move || {
                    let each = |(index, station): (usize, Place)| {
                        view! { <StationView index=index station=station held=held placed=placed parts=parts/> }
                    };
                    stations.get().into_iter().enumerate().skip(1).take(MOST_STATIONS).map(each).collect_view()
                }}
            </div>
        </div>
    }
}

/// One picture of the strip, and how the one before becomes it.
#[component]
fn StationView(
    index: usize,
    station: Place,
    held: StoredValue<Held, LocalStorage>,
    placed: RwSignal<u32>,
    parts: Parts,
) -> impl IntoView {
    let share = move || {
        placed.track();
        held.try_with_value(|held| held.share(index))
            .flatten()
            .map(|(units, share)| {
                format!(
                    "{units} units, {:.0} % of their spread shown",
                    share * 100.0
                )
            })
    };
    let Place {
        title,
        symbol,
        layer,
        by,
    } = station;
    view! {
        {by.map(|by| view! { <p class="space-arrow"><i>{by}</i><span aria-hidden="true">"→"</span></p> })}
        <figure class="station">
            <figcaption><b>{title}</b>" "<i>{symbol}<sup>{layer}</sup></i></figcaption>
            <div class="square">
                <Drawing name="space" paint=move |surface: &Surface, scene: &Scene, palette: &Palette| {
                    held.with_value(|held| paint(surface, scene, palette, held, index as f64, parts));
                }/>
            </div>
            <p class="note">{share}</p>
        </figure>
    }
}

#[component]
fn Check(label: &'static str, hint: &'static str, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="check" data-hint=hint>
            <input
                type="checkbox"
                prop:checked=value
                aria-description=hint
                on:change=move |_| value.update(|value| *value = !*value)
            />
            {label}
        </label>
    }
}

/// A place on the way through the network, in words.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    title: String,
    symbol: &'static str,
    layer: String,
    /// What made it of the place before.
    by: Option<String>,
}

/// All of them: the plane, then z and a of each layer.
fn stations(settings: &Experiment) -> Vec<Place> {
    let mut places = vec![Place {
        title: "Input".to_owned(),
        symbol: "x",
        layer: String::new(),
        by: None,
    }];
    let output = Layer::dense(settings.outputs(), settings.output.activation);
    for (index, layer) in settings.hidden.iter().chain([&output]).enumerate() {
        let title = crate::view::names::title(settings, index + 1);
        let number = format!("({})", index + 1);
        let sum = match layer {
            Layer::Dense(_) => "× W + b",
            Layer::Conv2d(_) => "∗ W + b",
            other => other.name(),
        };
        let f = match layer.activation() {
            Activation::Linear => "as it is",
            other => other.name(),
        };
        places.push(Place {
            title: title.clone(),
            symbol: "z",
            layer: number.clone(),
            by: Some(sum.to_owned()),
        });
        places.push(Place {
            title,
            symbol: "a",
            layer: number,
            by: Some(f.to_owned()),
        });
    }
    places
}

/// Between which places the first picture is.
fn on_the_way(stations: &[Place], at: f64) -> String {
    let name = |index: usize| match stations.get(index) {
        Some(place) if index == 0 => format!("{} {}", place.title, place.symbol),
        Some(place) => format!("{}{}", place.symbol, place.layer),
        None => String::new(),
    };
    let (from, part) = (at.floor(), at.fract());
    if part < 0.005 {
        return name(from as usize);
    }
    let (from, to) = (name(from as usize), name(from as usize + 1));
    format!("{from} → {to}, {:.0} %", part * 100.0)
}

/// What is shown, for those who read it.
fn words(glass: Glass) -> String {
    glass.found.track();
    glass.with_scene(
        |scene| match scene.finding(|study| matches!(study, Study::Space { .. })) {
            None => "Following the points…".to_owned(),
            Some(found) => {
                let ([asked, all], step) = (found.examples, format::count(found.step));
                if asked == all {
                    format!("step {step}, all {all} points")
                } else {
                    format!("step {step}, {asked} of {all} points")
                }
            }
        },
    )
}
