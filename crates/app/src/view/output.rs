//! What the network makes of the plane, large; and under it the cost.

use leptos::prelude::*;
use neuroglass_core::{Activation, REACH};

use super::cost::Cost;
use super::drawing::{Drawing, device_ratio};
use super::probe::{Crosshair, ProbeText, point, step_probe};
use crate::canvas::map::{Atlas, Range, trace_contour};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, Selection, use_glass};
use crate::scene::Scene;
use crate::view::weights::node_name;

/// Multiply-adds that one large map may cost.
const MAP_BUDGET: f64 = 60e6;

/// The right column.
#[component]
pub fn OutputColumn() -> impl IntoView {
    view! {
        <div class="outputs">
            <OutputMap/>
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
    let shown = Memo::new(move |_| {
        let selected = follow_selection.get().then(|| glass.selection.get());
        glass
            .preview
            .get()
            .or(selected)
            .filter(|node| node.unit.is_some())
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
    view! {
        <section class="panel output" aria-labelledby="output-title">
            <div class="panel-head">
                <h2 id="output-title">{move || if shown.get().is_some() { "Unit" } else { "Output" }}</h2>
                <p class="note"><i>{move || name(glass, shown.get())}</i>" over the plane"</p>
                <div class="tabs-small" role="group" aria-label="Map shown">
                    {tab(false, "output", "Shows the output of the network.")}
                    {tab(true, "selected", "Shows the selected unit.")}
                </div>
            </div>
            <div class="map-and-legend">
                <div class="map" data-probe="" tabindex="0" role="img" aria-label=move || describe(glass) aria-description="Arrow keys move a probe over the map." data-hint="What the network says at each point. Point anywhere to read it; the line is where it changes its mind." on:pointermove=move |event| point(glass, &event) on:pointerdown=move |event| point(glass, &event) on:keydown=move |event| step_probe(glass, &event)>
                    <Drawing name="output" size=size paint=paint/>
                    <Points train_shown=train_shown test_shown=test_shown/>
                    <Crosshair/>
                </div>
                <MapLegend/>
            </div>
            <div class="map-foot">
                <PointKey name="train" shown=train_shown hint="Points that it trains on. Press to hide or show them; the loss stays the same."/>
                <PointKey name="test" shown=test_shown hint="Points kept apart to test it. Press to hide or show them; the loss stays the same."/>
                <ProbeText shown=shown/>
            </div>
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
        if size.get().0 > 0.0 && glass.watch.with_untracked(|watch| watch.output != side) {
            glass.watch.update(|watch| watch.output = side);
        }
    });
}

fn paint_map(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    atlas: &mut Atlas,
    (shown, selection): (Option<Selection>, Selection),
) {
    let (map, activation) = match shown {
        None => (
            Some((scene.output.as_slice(), Scene::side(&scene.output, 1))),
            Some(scene.settings.output.activation),
        ),
        // The selected unit is computed larger than its tile.
        Some(node) if node == selection && !scene.after.is_empty() => {
            let layer = scene
                .shape
                .layers()
                .get((node.column as usize).saturating_sub(1));
            let map = (scene.after.as_slice(), Scene::side(&scene.after, 1));
            (Some(map), layer.map(|layer| layer.activation))
        }
        Some(node) => tile(scene, node),
    };
    surface.clear();
    if let Some((values, side)) = map {
        let range = activation.map_or_else(
            || Range::around(0.0, 1.0, values),
            |activation| Range::of(activation, values),
        );
        paint_square(surface, palette, atlas, values, side, range);
    }
}

/// The small map of a unit.
fn tile(scene: &Scene, node: Selection) -> (Option<(&[f32], usize)>, Option<Activation>) {
    let index = scene.tile_index(node.column, node.unit.unwrap_or(0));
    (scene.tile(index), scene.activation_of_tile(index))
}

/// One map over the whole surface, with its contour.
pub fn paint_square(
    surface: &Surface,
    palette: &Palette,
    atlas: &mut Atlas,
    values: &[f32],
    side: usize,
    range: Range,
) {
    if side == 0 {
        return;
    }
    atlas.begin(side);
    atlas.push(values, range, &palette.scale);
    atlas.finish();
    let Surface { ctx, width, .. } = surface;
    atlas.draw(ctx, 0, 0.0, 0.0, *width);
    ctx.set_line_cap("round");
    trace_contour(ctx, values, side, range.level, (0.0, 0.0, *width));
    // A pale seam under the line keeps it readable on both colours.
    for (colour, thickness, alpha) in [(&palette.paper, 3.0, 0.55), (&palette.ink2, 1.5, 0.9)] {
        ctx.set_stroke_style_str(colour);
        ctx.set_line_width(thickness);
        ctx.set_global_alpha(alpha);
        ctx.stroke();
    }
    ctx.set_global_alpha(1.0);
}

/// The points, on a canvas of their own: they change seldom.
#[component]
fn Points(train_shown: RwSignal<bool>, test_shown: RwSignal<bool>) -> impl IntoView {
    let mut painted = None;
    view! {
        <Drawing
            name="points"
            paint=move |surface: &Surface, scene: &Scene, palette: &Palette| {
                let shown = (train_shown.get_untracked(), test_shown.get_untracked());
                let key = (
                    scene.points_version,
                    shown,
                    surface.canvas.width(),
                    palette.ink.clone(),
                );
                if painted.as_ref() == Some(&key) {
                    return;
                }
                painted = Some(key);
                surface.clear();
                if shown.0 {
                    paint_points(surface, palette, &scene.train, false);
                }
                if shown.1 {
                    paint_points(surface, palette, &scene.test, true);
                }
            }
        />
    }
}

/// Training points are filled, test points are rings.
fn paint_points(surface: &Surface, palette: &Palette, points: &[f32], hollow: bool) {
    let Surface { ctx, width, .. } = surface;
    let count = points.len() / 3;
    let radius = match count {
        0..=600 => 2.9,
        601..=2500 => 2.0,
        _ => 1.3,
    } * (width / 246.0).clamp(0.75, 1.6);
    for point in points.chunks_exact(3) {
        let at = |value: f32| f64::from(value / REACH + 1.0) / 2.0 * width;
        let (x, y) = (at(point[0]), at(-point[1]));
        let colour = if point[2] < 0.0 {
            &palette.negative_point
        } else {
            &palette.positive_point
        };
        let (rim, fill) = if hollow {
            (colour, &palette.point_rim)
        } else {
            (&palette.point_rim, colour)
        };
        for (colour, radius) in [
            (rim, radius + 0.9),
            (fill, if hollow { radius - 0.5 } else { radius }),
        ] {
            ctx.set_fill_style_str(colour);
            ctx.begin_path();
            let _ = ctx.arc(x, y, radius, 0.0, std::f64::consts::TAU);
            ctx.fill();
        }
    }
}

/// The scale with its ends named.
#[component]
fn MapLegend() -> impl IntoView {
    let glass = use_glass();
    let ends = Memo::new(move |_| {
        let (centre, half) = glass
            .settings
            .with(|settings| settings.output.activation.range());
        let digits = usize::from(half < 1.0);
        let write = |value: f32| {
            if centre == 0.0 {
                format::signed(value, digits)
            } else {
                format::plain(value, digits)
            }
        };
        [write(centre + half), write(centre), write(centre - half)]
    });
    view! {
        <div class="map-legend" aria-hidden="true">
            <span class="ramp"></span>
            <span class="ramp-ends">
                {move || ends.get().into_iter().map(|end| view! { <span>{end}</span> }).collect_view()}
            </span>
        </div>
    }
}

#[component]
fn PointKey(name: &'static str, shown: RwSignal<bool>, hint: &'static str) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("point-key {name}")
            data-hint=hint
            aria-label=format!("Show {name} points")
            aria-pressed=move || if shown.get() { "true" } else { "false" }
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {name}
        </button>
    }
}

/// What the map is of.
fn name(glass: Glass, shown: Option<Selection>) -> String {
    shown.map_or_else(
        || "ŷ".to_owned(),
        |node| glass.settings.with(|settings| node_name(settings, node)),
    )
}

/// The map in words, while it rests.
fn describe(glass: Glass) -> String {
    let about = "Map of the output over the plane";
    if glass.playing.get() {
        return format!("{about}. It is training; pause it for a description.");
    }
    glass.step.track();
    let threshold = glass
        .settings
        .with(|settings| Activation::threshold(settings.output.activation));
    let share = glass.with_scene(|scene| {
        let above = scene
            .output
            .iter()
            .filter(|value| **value >= threshold)
            .count();
        above as f64 / scene.output.len().max(1) as f64
    });
    let correct = glass
        .scores
        .get()
        .map_or(0.0, |scores| scores.test.accuracy);
    format!(
        "{about}. {:.0} percent of it is blue, the positive class; {:.0} percent of the test points lie on their own side.",
        share * 100.0,
        correct * 100.0,
    )
}
