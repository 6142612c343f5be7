//! The timeline: the loss as its ground, a mark for each edit, and the needle that says where the run is.

use leptos::ev;
use leptos::prelude::*;
use neuroglass_core::{Edit, Part, Symmetry, TimedEdit};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::drawing::Drawing;
use crate::canvas::palette::Palette;
use crate::canvas::plot::LossAxis;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, Layout, use_glass};
use crate::scene::Scene;

/// Room at both ends, so that the needle is whole.
const MARGIN: f64 = 8.0;

/// The strip under the network.
#[component]
pub fn TimelineStrip() -> impl IntoView {
    let glass = use_glass();
    let dragging = RwSignal::new(false);
    let seek = move |event: &ev::PointerEvent| {
        let Some(target) = event
            .current_target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let rect = target.get_bounding_client_rect();
        let share =
            (f64::from(event.client_x()) - rect.left() - MARGIN) / (rect.width() - 2.0 * MARGIN);
        let step = (share.clamp(0.0, 1.0) * glass.end.get_untracked() as f64).round() as u64;
        glass.seek(step);
    };
    let key = move |event: ev::KeyboardEvent| {
        let (step, end) = (glass.place(), glass.end.get_untracked());
        let page = (end / 20).max(1);
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => step.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => (step + 1).min(end),
            "PageDown" => step.saturating_sub(page),
            "PageUp" => (step + page).min(end),
            "Home" => 0,
            "End" => end,
            _ => return,
        };
        event.prevent_default();
        glass.seek(to);
    };
    let edits = move || {
        let count = glass.run.with(|run| run.timeline.len());
        if count == 1 {
            "1 edit".to_owned()
        } else {
            format!("{} edits", format::count(count as u64))
        }
    };
    let mut painted = None;
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let (width, height) = (surface.canvas.width(), surface.canvas.height());
        let key = (
            glass.beat(scene.version, 2),
            width,
            height,
            palette.ink.clone(),
        );
        if painted.as_ref() == Some(&key) {
            return;
        }
        painted = Some(key);
        glass
            .run
            .with_untracked(|run| paint_strip(glass, surface, scene, palette, &run.timeline));
    };
    view! {
        <section class="timeline" aria-label="Timeline">
            <div class="timeline-name">
                <h2>"Timeline"</h2>
                <span class="timeline-zero">"0"</span>
            </div>
            <div
                class="timeline-track"
                data-timeline=""
                role="slider"
                tabindex="0"
                aria-label="Step"
                aria-valuemin="0"
                aria-valuemax=move || glass.end.get().to_string()
                aria-valuenow=move || glass.step.get().to_string()
                aria-valuetext=move || format!("step {} of {}", format::count(glass.step.get()), format::count(glass.end.get()))
                aria-description="Goes back to any earlier step; playing on replays every edit."
                data-hint="Drag to go back to any earlier step. Playing on from there replays every edit; a new edit starts another future."
                on:pointerdown=move |event| {
                    if event.button() != 0 {
                        return;
                    }
                    dragging.set(true);
                    if let Some(target) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
                        let _ = target.set_pointer_capture(event.pointer_id());
                    }
                    seek(&event);
                }
                on:pointermove=move |event| {
                    if dragging.get_untracked() && event.buttons() & 1 != 0 {
                        seek(&event);
                    }
                }
                on:pointerup=move |_| dragging.set(false)
                on:pointercancel=move |_| dragging.set(false)
                on:keydown=key
            >
                <Drawing name="timeline" paint=paint/>
            </div>
            <div class="timeline-now">
                <span class="timeline-step">{move || format::count(glass.step.get())}</span>
                <span class="timeline-edits">{edits}</span>
            </div>
        </section>
    }
}

fn paint_strip(
    glass: Glass,
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    timeline: &[TimedEdit],
) {
    surface.clear();
    let end = glass.end.get_untracked().max(1) as f64;
    let place = |step: f64| MARGIN + (surface.width - 2.0 * MARGIN) * (step / end).clamp(0.0, 1.0);
    paint_ground(surface, scene, palette, place);

    let room = glass.layout.get_untracked() != Layout::Narrow;
    paint_marks(surface, palette, timeline, place, room);
    paint_needle(surface, palette, place(glass.step.get_untracked() as f64));
}

/// A mark for each edit, one where several are close, with its words where they touch no other mark.
fn paint_marks(
    surface: &Surface,
    palette: &Palette,
    timeline: &[TimedEdit],
    place: impl Fn(f64) -> f64,
    room: bool,
) {
    let ctx = &surface.ctx;
    ctx.set_font(&format!("11px {}", palette.sans));
    ctx.set_text_baseline("middle");
    let mut marks: Vec<(f64, &Edit)> = Vec::new();
    for edit in timeline {
        let x = place(edit.step as f64);
        match marks.last_mut() {
            // The later one is what holds.
            Some(last) if x - last.0 < 5.0 => *last = (last.0, &edit.edit),
            _ => marks.push((x, &edit.edit)),
        }
    }
    // From the right, so that the latest keep their words.
    let mut free_until = surface.width;
    for (index, &(x, edit)) in marks.iter().enumerate().rev() {
        let (mark, words) = describe(edit);
        ctx.set_stroke_style_str(&palette.ink2);
        ctx.set_line_width(1.0);
        ctx.begin_path();
        let line = surface.sharp(x);
        ctx.move_to(line, 11.0);
        ctx.line_to(line, surface.height);
        ctx.stroke();
        paint_mark(surface, palette, mark, x);
        let width = ctx
            .measure_text(&words)
            .map_or(0.0, |metrics| metrics.width());
        let before = index
            .checked_sub(1)
            .and_then(|before| marks.get(before))
            .map_or(0.0, |mark| mark.0 + 8.0);
        ctx.set_fill_style_str(&palette.ink2);
        let mut taken = x;
        if room && x + 8.0 + width < free_until {
            ctx.set_text_align("left");
            let _ = ctx.fill_text(&words, x + 8.0, 11.0);
        } else if room && x - 8.0 - width > before && x < free_until {
            ctx.set_text_align("right");
            let _ = ctx.fill_text(&words, x - 8.0, 11.0);
            taken = x - 8.0 - width;
        }
        free_until = taken - 10.0;
    }
}

/// The training loss as ground, high loss high.
fn paint_ground(surface: &Surface, scene: &Scene, palette: &Palette, place: impl Fn(f64) -> f64) {
    let bins = &scene.bins;
    let losses = || {
        bins.iter()
            .map(|bin| f64::from(bin.last.train))
            .filter(|loss| loss.is_finite() && *loss > 0.0)
    };
    let axis = LossAxis::around(
        losses().fold(f64::INFINITY, f64::min),
        losses().fold(0.0, f64::max),
        true,
    );
    let ctx = &surface.ctx;
    let (floor, room) = (surface.height, surface.height - 12.0);
    ctx.set_fill_style_str(&palette.area);
    ctx.begin_path();
    ctx.move_to(place(0.0), floor);
    let mut last = place(0.0);
    for bin in bins {
        let loss = f64::from(bin.last.train);
        let height = if loss.is_finite() {
            axis.place(loss).clamp(0.04, 1.0)
        } else {
            1.0
        };
        last = place(bin.step as f64);
        ctx.line_to(last, floor - room * height);
    }
    ctx.line_to(last, floor);
    ctx.fill();
}

/// What marks a kind of edit.
#[derive(Clone, Copy)]
enum Mark {
    /// A setting, or the network's shape.
    Diamond,
    /// A value set by hand.
    Dot,
    /// Something locked, or let go.
    Square,
    /// Something muted, or heard again.
    Ring,
}

/// How an edit is marked, and what is written beside it.
fn describe(edit: &Edit) -> (Mark, String) {
    match edit {
        Edit::Weight { .. } => (Mark::Dot, "weight set".to_owned()),
        Edit::Bias { .. } => (Mark::Dot, "bias set".to_owned()),
        Edit::Rate(rate) => (Mark::Diamond, format!("rate {rate}")),
        Edit::Optimizer(_) => (Mark::Diamond, "optimizer".to_owned()),
        Edit::Schedule(_) => (Mark::Diamond, "schedule".to_owned()),
        Edit::Regularization(_) => (Mark::Diamond, "regularization".to_owned()),
        Edit::Batch(batch) => (Mark::Diamond, format!("batch {batch}")),
        Edit::Data(data) => (Mark::Diamond, format!("data: {}", data.shape.name())),
        Edit::Inputs(inputs) => (Mark::Diamond, format!("{} inputs", inputs.len())),
        Edit::Cut { .. } => (Mark::Dot, "connection cut".to_owned()),
        Edit::Join { .. } => (Mark::Dot, "connection back".to_owned()),
        Edit::Prune(share) => (Mark::Dot, format!("{:.0} % pruned", share * 100.0)),
        Edit::PruneByImpact(share) => {
            let words = format!("{:.0} % pruned by impact", share * 100.0);
            (Mark::Dot, words)
        }
        Edit::Lock(part) => (Mark::Square, format!("{} locked", name(*part))),
        Edit::Unlock(part) => (Mark::Square, format!("{} unlocked", name(*part))),
        Edit::LockZeros => (Mark::Square, "zeros locked".to_owned()),
        Edit::Mute(part) => (Mark::Ring, format!("{} muted", name(*part))),
        Edit::Unmute(part) => (Mark::Ring, format!("{} heard again", name(*part))),
        Edit::Zero(part) => (Mark::Dot, format!("{} set to zero", name(*part))),
        Edit::Flip(part) => (Mark::Dot, format!("{} flipped", name(*part))),
        Edit::Nudge { part, .. } => (Mark::Dot, format!("{} nudged", name(*part))),
        Edit::Draw { part, .. } => (Mark::Dot, format!("{} drawn anew", name(*part))),
        Edit::Symmetry(symmetry) => {
            let words = match symmetry {
                Symmetry::Swap { .. } => "units swapped",
                Symmetry::Rescale { .. } => "unit rescaled",
                Symmetry::Negate { .. } => "unit negated",
            };
            (Mark::Dot, words.to_owned())
        }
        Edit::Parameters(_) => (Mark::Dot, "another place".to_owned()),
        Edit::Layer { to, .. } => (Mark::Diamond, to.name().to_owned()),
        Edit::AddLayer { .. } => (Mark::Diamond, "layer added".to_owned()),
        Edit::RemoveLayer(_) => (Mark::Diamond, "layer removed".to_owned()),
        Edit::Units { units, .. } => (Mark::Diamond, format!("{units} units")),
        Edit::Activation { activation, .. } => (Mark::Diamond, activation.name().to_owned()),
        Edit::Loss { loss, .. } => (Mark::Diamond, loss.name().to_owned()),
        Edit::Redraw { .. } => (Mark::Dot, "weights drawn anew".to_owned()),
    }
}

/// What a part of the parameters is called.
const fn name(part: Part) -> &'static str {
    match part {
        Part::All => "everything",
        Part::Layer(_) => "layer",
        Part::Unit { .. } => "unit",
        Part::Weight { .. } => "weight",
        Part::Bias { .. } => "bias",
    }
}

fn paint_mark(surface: &Surface, palette: &Palette, mark: Mark, x: f64) {
    let (ctx, y) = (&surface.ctx, 11.0);
    ctx.begin_path();
    match mark {
        Mark::Diamond => {
            ctx.move_to(x, y - 5.0);
            ctx.line_to(x + 5.0, y);
            ctx.line_to(x, y + 5.0);
            ctx.line_to(x - 5.0, y);
        }
        Mark::Dot => {
            let _ = ctx.arc(x, y, 4.0, 0.0, std::f64::consts::TAU);
        }
        Mark::Square => ctx.rect(x - 4.0, y - 4.0, 8.0, 8.0),
        Mark::Ring => {
            let _ = ctx.arc(x, y, 3.25, 0.0, std::f64::consts::TAU);
            ctx.set_stroke_style_str(&palette.ink);
            ctx.set_line_width(1.5);
            ctx.stroke();
            return;
        }
    }
    ctx.set_fill_style_str(&palette.ink);
    ctx.fill();
}

fn paint_needle(surface: &Surface, palette: &Palette, x: f64) {
    let ctx = &surface.ctx;
    ctx.set_fill_style_str(&palette.needle);
    ctx.fill_rect(x - 1.0, 0.0, 2.0, surface.height);
    ctx.begin_path();
    ctx.move_to(x - 6.0, 0.0);
    ctx.line_to(x + 6.0, 0.0);
    ctx.line_to(x, 8.0);
    ctx.fill();
}
