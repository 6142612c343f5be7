//! The cost plot: train and test loss over steps.

mod plot;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use self::plot::{Axes, LEFT, Now, RIGHT, axis_of, paint_plot};
use super::drawing::Drawing;
use crate::canvas::palette::Palette;
use crate::canvas::plot::end_of_steps;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, use_glass};
use crate::scene::Scene;

/// The panel with the plot.
#[component]
pub fn Cost() -> impl IntoView {
    let glass = use_glass();
    let log = RwSignal::new(true);
    let hover = RwSignal::new(None::<f64>);
    let size = RwSignal::new((0.0, 0.0));
    Effect::new(move || {
        log.track();
        hover.track();
        glass.repaint();
    });
    let mut axes = Axes::default();
    let mut painted = None;
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let (width, height) = (surface.canvas.width(), surface.canvas.height());
        let looks = (
            hover.get_untracked(),
            log.get_untracked(),
            palette.ink.clone(),
        );
        let key = (glass.beat(scene.version, 1), width, height, looks);
        if painted.as_ref() == Some(&key) {
            return;
        }
        painted = Some(key);
        let now = Now {
            step: glass.step.get_untracked(),
            train: glass.scores.get_untracked().map(|scores| scores.train.loss),
            test: glass.scores.get_untracked().map(|scores| scores.test.loss),
            hover: hover.get_untracked(),
        };
        glass.run.with_untracked(|run| {
            let axis = axis_of(scene, log.get_untracked());
            let end = end_of_steps(glass.end.get_untracked());
            // A plot that cannot be drawn leaves the place empty; the numbers above it stay.
            let _ = paint_plot(
                surface,
                scene,
                palette,
                &mut axes,
                &run.timeline,
                (axis, end, now),
            );
        });
    };
    let step_at = move |event: &ev::PointerEvent| {
        let target = event.current_target()?.dyn_into::<Element>().ok()?;
        let rect = target.get_bounding_client_rect();
        let share =
            (f64::from(event.client_x()) - rect.left() - LEFT) / (rect.width() - LEFT - RIGHT);
        let end = end_of_steps(glass.end.get_untracked());
        (0.0..=1.02)
            .contains(&share)
            .then(|| (share * end).min(glass.end.get_untracked() as f64).round())
    };
    let seek = move |event: ev::PointerEvent| {
        if let Some(step) = step_at(&event) {
            glass.seek(step as u64);
        }
    };
    view! {
        <section class="panel cost" aria-labelledby="cost-title">
            <div class="panel-head">
                <h2 id="cost-title">"Cost"</h2>
                <button
                    type="button"
                    class="text-button"
                    data-action="log"
                    data-hint="Changes between a logarithmic and a linear axis of the loss."
                    aria-label=move || if log.get() { "Axis: log" } else { "Axis: linear" }
                    on:click=move |_| log.update(|log| *log = !*log)
                >
                    {move || if log.get() { "log" } else { "linear" }}
                </button>
                <p class="note readings">{move || readings(glass, hover.get())}</p>
            </div>
            <div
                class="plot"
                role="img"
                aria-label=move || describe(glass)
                data-hint="Mean loss over steps. Point to read it, press to rewind to that step."
                on:pointermove=move |event| hover.set(step_at(&event))
                on:pointerleave=move |_| hover.set(None)
                on:click=move |event: ev::MouseEvent| seek(event.unchecked_into())
            >
                <Drawing name="cost" size=size paint=paint/>
            </div>
        </section>
    }
}

/// What the plot says beside its title.
fn readings(glass: Glass, hover: Option<f64>) -> String {
    let Some(step) = hover else {
        return "click to rewind".to_owned();
    };
    glass.with_scene(|scene| {
        let points = scene.history.points();
        let next = points.partition_point(|point| point.step <= step as u64);
        points.get(next.saturating_sub(1)).map_or_else(
            || format!("step {}", format::count(step as u64)),
            |point| {
                let (train, test) = (format::loss(point.train), format::loss(point.test));
                format!("{}: {train} / {test}", format::count(point.step))
            },
        )
    })
}

fn describe(glass: Glass) -> String {
    let scores = glass.scores.get();
    match scores {
        Some(scores) if !glass.playing.get() => format!(
            "Loss over {} steps: now {} in training and {} in test.",
            format::count(glass.end.get()),
            format::loss(scores.train.loss),
            format::loss(scores.test.loss),
        ),
        _ => "Loss over steps.".to_owned(),
    }
}
