//! The examples over the map, on a canvas of their own: they change seldom.

use leptos::prelude::*;
use neuroglass_core::{Domain, REACH, Task};

use super::{Shown, curve};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::scene::Scene;
use crate::view::drawing::Drawing;

/// The points of both sets.
#[component]
pub fn Points(
    shown: Memo<Shown>,
    train_shown: RwSignal<bool>,
    test_shown: RwSignal<bool>,
) -> impl IntoView {
    let mut painted = None;
    view! {
        <Drawing
            name="points"
            paint=move |surface: &Surface, scene: &Scene, palette: &Palette| {
                let visible = (train_shown.get_untracked(), test_shown.get_untracked());
                // Of several values, the one on the map.
                let value = match (scene.settings.data.task(), shown.get_untracked()) {
                    (Task::Values(_), Shown::Output(unit)) => unit as usize,
                    _ => 0,
                };
                let key = (
                    scene.points_version,
                    visible,
                    value,
                    surface.canvas.width(),
                    palette.ink.clone(),
                );
                if painted.as_ref() == Some(&key) {
                    return;
                }
                painted = Some(key);
                surface.clear();
                if visible.0 {
                    paint_points(surface, scene, palette, (&scene.train, value), false);
                }
                if visible.1 {
                    paint_points(surface, scene, palette, (&scene.test, value), true);
                }
            }
        />
    }
}

/// Training points are full, test points hollow. Of many classes each point is a digit.
fn paint_points(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    (points, value): (&[f32], usize),
    hollow: bool,
) {
    let Surface { width, .. } = surface;
    let task = scene.settings.data.task();
    let count = points.len() / (2 + task.targets());
    let size = match count {
        0..=600 => 2.9,
        601..=2500 => 2.0,
        _ => 1.3,
    } * (width / 246.0).clamp(0.75, 1.6);
    let classes = match task {
        Task::Classes(classes) => classes,
        Task::Values(_) => 0,
    };
    if classes > 2 {
        let height = (size * 3.4).max(8.0);
        surface
            .ctx
            .set_font(&format!("{height}px {}", palette.mono));
        surface.ctx.set_text_align("center");
        surface.ctx.set_text_baseline("middle");
    }
    let is_line = scene.settings.data.domain() == Domain::Line;
    let at = |value: f32| f64::from(value / REACH + 1.0) / 2.0 * width;
    for ([x1, x2], target) in Scene::points(points, task) {
        let target = target.get(value..).unwrap_or_default();
        let place = if is_line {
            curve::place(*width, x1, task.shade(target))
        } else {
            [at(x1), at(-x2)]
        };
        match classes {
            0 => {
                // The very colours of the map: where it is right, a point vanishes but for its rim.
                let [r, g, b, _] = palette.scale.colour(task.shade(target));
                let colour = format!("rgb({r} {g} {b})");
                dot(surface, place, size + 0.9, &palette.ink2);
                dot(
                    surface,
                    place,
                    size,
                    if hollow { &palette.paper } else { &colour },
                );
                if hollow {
                    dot(surface, place, size * 0.6, &colour);
                }
            }
            1..=2 => {
                let colour = if task.shade(target) < 0.0 {
                    &palette.negative_point
                } else {
                    &palette.positive_point
                };
                let (rim, fill) = if hollow {
                    (colour, &palette.point_rim)
                } else {
                    (&palette.point_rim, colour)
                };
                dot(surface, place, size + 0.9, rim);
                dot(surface, place, if hollow { size - 0.5 } else { size }, fill);
            }
            _ => digit(surface, palette, place, target, hollow),
        }
    }
}

fn dot(Surface { ctx, .. }: &Surface, [x, y]: [f64; 2], radius: f64, colour: &str) {
    ctx.set_fill_style_str(colour);
    ctx.begin_path();
    let _ = ctx.arc(x, y, radius, 0.0, std::f64::consts::TAU);
    ctx.fill();
}

fn digit(
    Surface { ctx, .. }: &Surface,
    palette: &Palette,
    [x, y]: [f64; 2],
    target: &[f32],
    hollow: bool,
) {
    let text = target.first().map_or(0.0, |class| *class).to_string();
    ctx.set_fill_style_str(if hollow { &palette.ink3 } else { &palette.ink });
    let _ = ctx.fill_text(&text, x, y);
}
