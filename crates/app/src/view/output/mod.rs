//! What the network makes of the plane, or of a picture, large; and under it the cost.

mod curve;
mod legend;
mod map;
mod pick;
mod picture;
mod points;
mod regions;
mod words;

use leptos::prelude::*;
use neuroglass_core::{Experiment, Task};

pub use self::map::paint_square;

use self::legend::{MapLegend, PointKey};
use self::map::paint_map;
use self::pick::{Ring, pick};
use self::picture::PICTURES;
use self::points::Points;
use self::words::{describe, name};
use super::cost::Cost;
use super::drawing::{Drawing, device_ratio};
use super::probe::{Crosshair, ProbeOutputs, ProbeText, point, step_probe};
use crate::canvas::map::Atlas;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::{Glass, Selection, use_glass};
use crate::later::Later;
use crate::scene::Scene;

/// Multiply-adds that one large map may cost.
const MAP_BUDGET: f64 = 60e6;

/// What the large map is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// A unit or an input.
    Unit(Selection),
    /// One output.
    Output(u32),
    /// Which of several classes wins.
    Classes(u32),
}

impl Shown {
    /// What is to be shown when this is pointed at or selected, and nothing else asked for.
    fn new(settings: &Experiment, asked: Option<Selection>, selection: Selection) -> Self {
        let last = settings.hidden.len() as u32 + 1;
        let outputs = settings.outputs();
        let output_of = |node: Selection| {
            let unit = node.unit.filter(|unit| *unit < outputs);
            unit.filter(|_| node.column == last)
        };
        match (asked, settings.data.task()) {
            (Some(node), _) => output_of(node).map_or(Self::Unit(node), Self::Output),
            (None, Task::Classes(classes)) if classes > 2 => Self::Classes(classes),
            // Of two classes the second is the positive one.
            (None, Task::Classes(_)) => Self::Output(outputs.saturating_sub(1).min(1)),
            (None, Task::Values(_)) => Self::Output(output_of(selection).unwrap_or(0)),
        }
    }
}

/// The right column.
#[component]
pub fn OutputColumn() -> impl IntoView {
    let glass = use_glass();
    let of_plane = Memo::new(move |_| glass.settings.with(Experiment::sees_features));
    view! {
        <div class="outputs">
            {move || if of_plane.get() {
                view! { <OutputMap/> }.into_any()
            } else {
                view! { <Later part=PICTURES/> }.into_any()
            }}
            <Cost/>
        </div>
    }
}

#[component]
fn OutputMap() -> impl IntoView {
    let glass = use_glass();
    let follow_selection = RwSignal::new(false);
    let (train_shown, test_shown) = (RwSignal::new(true), RwSignal::new(true));
    // The unit that is shown in place of the output: one that is pointed at, or the selected one. A layer has no map.
    let asked = Memo::new(move |_| {
        let selected = follow_selection.get().then(|| glass.selection.get());
        glass
            .preview
            .get()
            .or(selected)
            .filter(|node| node.unit.is_some())
    });
    let shown = Memo::new(move |_| {
        glass
            .settings
            .with(|settings| Shown::new(settings, asked.get(), glass.selection.get()))
    });
    let size = RwSignal::new((0.0, 0.0));
    watch_output(glass, size);
    Effect::new(move || {
        shown.track();
        train_shown.track();
        test_shown.track();
        glass.repaint();
    });

    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        if let Some(atlas) = &mut atlas {
            let selection = glass.selection.get_untracked();
            paint_map(
                surface,
                scene,
                palette,
                atlas,
                (shown.get_untracked(), selection),
            );
        }
    };
    let tab = move |of_selection: bool, name: &'static str, hint: &'static str| {
        view! {
            <button
                type="button"
                class="tab-small"
                data-hint=hint
                aria-pressed=move || if follow_selection.get() == of_selection { "true" } else { "false" }
                on:click=move |_| follow_selection.set(of_selection)
            >
                {name}
            </button>
        }
    };
    let title = move || match shown.get() {
        Shown::Unit(_) => "Unit",
        _ => "Output",
    };
    view! {
        <section class="panel output" aria-labelledby="output-title">
            <div class="panel-head">
                <h2 id="output-title">{title}</h2>
                <p class="note">
                    <i>{move || name(glass, shown.get())}</i>
                    {move || if matches!(shown.get(), Shown::Classes(_)) { "by class" } else { " over the plane" }}
                </p>
                <div class="tabs-small" role="group" aria-label="Map shown">
                    {tab(false, "output", "Shows the output of the network.")}
                    {tab(true, "selected", "Shows the selected unit.")}
                </div>
            </div>
            <div class="map-and-legend">
                <div class="map" data-probe="" tabindex="0" role="img" aria-label=move || describe(glass) aria-description="Arrow keys move a probe over the map." data-hint="What the network says at each point. Point anywhere to read it; the line is where it changes its mind. A press on a point of the training set chooses it." on:click=move |event| pick(glass, &event) on:pointermove=move |event| point(glass, &event) on:pointerdown=move |event| point(glass, &event) on:keydown=move |event| step_probe(glass, &event)>
                    <Drawing name="output" size=size paint=paint/>
                    <Points shown=shown train_shown=train_shown test_shown=test_shown/>
                    <Ring/>
                    <Crosshair/>
                </div>
                <MapLegend shown=shown/>
            </div>
            <div class="map-foot">
                <PointKey name="train" shown=train_shown hint="Points that it trains on. Press to hide or show them; the loss stays the same."/>
                <PointKey name="test" shown=test_shown hint="Points kept apart to test it. Press to hide or show them; the loss stays the same."/>
                <ProbeText asked=asked/>
            </div>
            <ProbeOutputs/>
        </section>
    }
}

fn watch_output(glass: Glass, size: RwSignal<(f64, f64)>) {
    Effect::new(move || {
        let wanted = size.get().0 * device_ratio().min(1.5) * 0.5;
        glass.settings.track();
        let parameters = glass.with_scene(|scene| scene.shape.parameters()).max(1) as f64;
        let side = wanted
            .min((MAP_BUDGET / parameters).sqrt())
            .clamp(24.0, 160.0) as u32;
        if size.get().0 > 0.0 {
            ask_for(glass, side);
        }
    });
}

/// Asks for maps of the outputs of this side.
fn ask_for(glass: Glass, side: u32) {
    if glass.watch.with_untracked(|watch| watch.output != side) {
        glass.watch.update(|watch| watch.output = side);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Activation, DataShape};

    #[test]
    fn what_is_shown_follows_from_the_task() {
        let mut settings = Experiment::default();
        let nothing = Selection {
            column: 3,
            unit: Some(1),
        };
        let shown = |settings: &Experiment| Shown::new(settings, None, nothing);
        assert_eq!(shown(&settings), Shown::Output(0));
        settings.output.activation = Activation::Softmax;
        assert_eq!(shown(&settings), Shown::Output(1));
        settings.data.shape = DataShape::Rings;
        assert_eq!(shown(&settings), Shown::Classes(3));
        assert_eq!(
            Shown::new(&settings, Some(nothing), nothing),
            Shown::Output(1)
        );
        settings.data.shape = DataShape::Swirl;
        assert_eq!(shown(&settings), Shown::Output(1));
        let unit = Selection {
            column: 1,
            unit: Some(1),
        };
        assert_eq!(
            Shown::new(&settings, Some(unit), nothing),
            Shown::Unit(unit)
        );
    }
}
