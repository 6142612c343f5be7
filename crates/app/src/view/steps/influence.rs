//! What one training point does in a step.

use leptos::prelude::Track as _;
use leptos::prelude::*;
use neuroglass_core::analysis::{Influence, Study};
use neuroglass_core::{Place, ascending};

use crate::canvas::map::{Atlas, Range};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, Selection, use_glass};
use crate::scene::Scene;
use crate::view::controls::{Slider, Track};
use crate::view::drawing::Drawing;
use crate::view::names;
use crate::view::output::paint_square;

/// Side of the map, in points.
const SIDE: u32 = 48;
/// Pushes that are listed.
const MOST: usize = 4;

#[component]
pub fn InfluenceView() -> impl IntoView {
    let glass = use_glass();
    let sample = glass.sample;
    glass.study(move || {
        Some(Study::Influence {
            sample: sample.get(),
            side: SIDE,
        })
    });
    let last = Memo::new(move |_| {
        glass
            .settings
            .with(|settings| settings.data.train_len().saturating_sub(1) as u32)
    });
    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        surface.clear();
        let (Some(atlas), Some(influence)) = (&mut atlas, influence(scene)) else {
            return;
        };
        let side = (SIDE as usize).min(influence.map.len());
        let map = influence.map.get(..side * side).unwrap_or_default();
        paint_square(
            surface,
            palette,
            atlas,
            map,
            side,
            Some(0.0),
            Range::around(0.0, 1e-9, map),
        );
        let at = Scene::points(&scene.train, scene.settings.data.task())
            .nth(sample.get_untracked() as usize);
        if let Some(([x, y], _)) = at {
            ring(surface, palette, [x, y]);
        }
    };
    view! {
        <section class="influence" aria-label="What one point does">
            <div class="influence-words">
                <div class="panel-head"><h2>"Without one point"</h2></div>
                <p class="note">"One step over all points, and the same step without this one."</p>
                {move || view! {
                    <Slider
                        label="Point"
                        name="influence"
                        hint="Which training point is left out. A press on a point of the output map picks it, too."
                        track=Track::Linear(1.0, f64::from(last.get() + 1).max(2.0), 1.0)
                        value=Signal::derive(move || f64::from(sample.get() + 1))
                        text=|at| format::plain(at as f32, 0)
                        on_value=move |at: f64| sample.set((at as u32).saturating_sub(1).min(last.get_untracked()))
                    />
                }}
                <ul class="pushes" data-pushes="">
                    {move || pushes(glass).into_iter().map(|(name, push)| view! {
                        <li><i>{name}</i><span class="promise-value">{format::signed_significant(push)}</span></li>
                    }).collect_view()}
                </ul>
                <p class="note">{move || most(glass)}</p>
            </div>
            <div class="influence-map map" role="img" aria-label=move || most(glass)>
                <Drawing name="influence" paint=paint/>
            </div>
        </section>
    }
}

fn influence(scene: &Scene) -> Option<Influence<'_>> {
    let found = scene.finding(|study| matches!(study, Study::Influence { .. }))?;
    Influence::read(scene.parameters.len(), &found.numbers)
}

/// The parameters that the point pushes most: which, and how far.
fn pushes(glass: Glass) -> Vec<(String, f32)> {
    glass.found.track();
    glass.with_scene(|scene| {
        let Some(influence) = influence(scene) else {
            return Vec::new();
        };
        let order = ascending(influence.pushes.iter().map(|push| -f64::from(push.abs())));
        let name = |index: usize| {
            let symbol = |column: u32, unit: u32| {
                let unit = Some(unit);
                names::symbol(&scene.settings, Selection { column, unit })
            };
            Some(match scene.shape.place(index)? {
                Place::Weight { layer, unit, input }
                    if scene.shape.layers()[layer as usize].input.is_flat() =>
                {
                    format!("{} → {}", symbol(layer, input), symbol(layer + 1, unit))
                }
                place => names::place(&scene.settings, place),
            })
        };
        order
            .into_iter()
            .take(MOST)
            .filter_map(|index| Some((name(index)?, influence.pushes[index])))
            .collect()
    })
}

/// The greatest change of the map, in words.
fn most(glass: Glass) -> String {
    glass.found.track();
    glass.with_scene(|scene| {
        let Some(influence) = influence(scene) else {
            return "Stepping with it and without it…".to_owned();
        };
        let greatest = influence.map.iter().fold(0.0_f32, |most, value| {
            if value.abs() > most.abs() {
                *value
            } else {
                most
            }
        });
        format!(
            "Without it the output would change by {} at most.",
            format::signed_significant(greatest)
        )
    })
}

fn ring(surface: &Surface, palette: &Palette, [x, y]: [f32; 2]) {
    let at = |value: f32| f64::from(value / neuroglass_core::REACH + 1.0) / 2.0 * surface.width;
    let ctx = &surface.ctx;
    ctx.set_stroke_style_str(&palette.needle);
    ctx.set_line_width(2.0);
    ctx.begin_path();
    let _ = ctx.arc(at(x), at(-y), 6.0, 0.0, std::f64::consts::TAU);
    ctx.stroke();
}
