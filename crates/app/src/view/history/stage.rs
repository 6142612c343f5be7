//! The picture, with where one points and the step at which the run is.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::frame::{Cursor, Frame, nearest};
use super::picture::{Asked, Picture, picture};
use super::strips::LEAST;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::{Glass, use_glass};
use crate::scene::Scene;
use crate::view::drawing::Drawing;

/// The picture over the steps: one points to read it, and presses to rewind.
#[component]
pub fn Stage(asked: Memo<Asked>, strips: Memo<usize>) -> impl IntoView {
    let glass = use_glass();
    let size = RwSignal::new((0.0, 0.0));
    let cursor = RwSignal::new(None::<Cursor>);
    Effect::new(move || {
        asked.track();
        cursor.track();
        glass.found.track();
        glass.repaint();
    });
    let frame = move || Frame::new(size.get_untracked(), glass.end.get_untracked());
    let point = move |event: &ev::PointerEvent| {
        let target = event.current_target()?.dyn_into::<Element>().ok()?;
        let rect = target.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - rect.left();
        let y = f64::from(event.client_y()) - rect.top();
        let step = frame().step(x);
        let moment = with(glass, asked, |picture| {
            let steps = picture.steps();
            nearest(steps, step).map(|at| steps[at])
        })??;
        Some(Cursor { step: moment, y })
    };
    let walk = move |moments: i32, up: i32| {
        let frame = frame();
        let now = cursor.get_untracked().unwrap_or(Cursor {
            step: glass.step.get_untracked(),
            y: frame.height / 2.0,
        });
        let next = with(glass, asked, |picture| {
            let steps = picture.steps();
            let here = nearest(steps, now.step as f64)?;
            let to = here
                .saturating_add_signed(moments as isize)
                .min(steps.len() - 1);
            Some(Cursor {
                step: steps[to],
                y: picture.walk(&frame, now, to, up),
            })
        });
        if let Some(Some(next)) = next {
            cursor.set(Some(next));
        }
    };
    let rewind = move || {
        if let Some(cursor) = cursor.get_untracked() {
            glass.seek(cursor.step);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => walk(-1, 0),
            "ArrowRight" => walk(1, 0),
            "PageUp" => walk(PAGE, 0),
            "PageDown" => walk(-PAGE, 0),
            "Home" => walk(i32::MIN, 0),
            "End" => walk(i32::MAX, 0),
            "ArrowUp" => walk(0, 1),
            "ArrowDown" => walk(0, -1),
            "Enter" | " " => rewind(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let reading = Memo::new(move |_| reading(glass, asked.get(), size.get(), cursor.get()));
    let mut still = None;
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let key = (
            glass.beat(scene.version + glass.found.get_untracked(), 1),
            (surface.canvas.width(), surface.canvas.height()),
            asked.get_untracked(),
            palette.ink.clone(),
        );
        if still.as_ref() != Some(&key) {
            still = Some(key);
            paint_still(glass, surface, scene, palette, asked.get_untracked());
        }
    };
    let mut moving = None;
    let paint_over = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let key = (
            (scene.version, glass.found.get_untracked()),
            (surface.canvas.width(), surface.canvas.height()),
            (asked.get_untracked(), cursor.get_untracked()),
            palette.ink.clone(),
        );
        if moving.as_ref() != Some(&key) {
            moving = Some(key);
            let (asked, cursor) = (asked.get_untracked(), cursor.get_untracked());
            paint_moving(glass, surface, scene, palette, asked, cursor);
        }
    };
    let least = move || format!("{}px", (strips.get() as f64 * LEAST + 22.0).max(150.0));
    view! {
        <section class="history-picture" aria-label="Over the steps">
            <p class="note history-reading" data-history-reading="">{reading}</p>
            <div class="history-scroll">
                <div
                    class="history-stage"
                    data-history-stage=""
                    style:min-height=least
                    role="slider"
                    tabindex="0"
                    aria-label="Step to look at"
                    aria-valuemin="0"
                    aria-valuemax=move || glass.end.get().to_string()
                    aria-valuenow=move || cursor.get().map_or_else(|| glass.step.get(), |cursor| cursor.step).to_string()
                    aria-valuetext=reading
                    aria-description=HINT
                    data-hint=HINT
                    on:pointermove=move |event| cursor.set(point(&event))
                    on:pointerleave=move |_| cursor.set(None)
                    on:blur=move |_| cursor.set(None)
                    on:click=move |event: ev::MouseEvent| {
                        cursor.set(point(event.unchecked_ref()));
                        rewind();
                    }
                    on:keydown=key
                >
                    <Drawing name="history" size=size paint=paint/>
                    <Drawing name="history-needle" paint=paint_over/>
                </div>
            </div>
        </section>
    }
}

/// Moments that a page key passes.
const PAGE: i32 = 10;
const HINT: &str =
    "Point to read it, or use the arrow keys; press, or Enter, to rewind to that step.";

fn with<T>(glass: Glass, asked: Memo<Asked>, look: impl FnOnce(&dyn Picture) -> T) -> Option<T> {
    let asked = asked.get_untracked();
    glass.with_scene(|scene| picture(scene, asked).map(|picture| look(&*picture)))
}

/// What is pointed at; without that, what is shown.
fn reading(glass: Glass, asked: Asked, size: (f64, f64), cursor: Option<Cursor>) -> String {
    glass.found.track();
    let frame = Frame::new(size, glass.end.get());
    let words = glass.with_scene(|scene| {
        let picture = picture(scene, asked)?;
        Some(match cursor {
            Some(cursor) => picture.read(&frame, cursor),
            None => picture.words(),
        })
    });
    words.unwrap_or_else(|| "Looking back…".to_owned())
}

fn paint_still(glass: Glass, surface: &Surface, scene: &Scene, palette: &Palette, asked: Asked) {
    surface.clear();
    let frame = Frame::new((surface.width, surface.height), glass.end.get_untracked());
    if let Some(picture) = picture(scene, asked) {
        picture.paint(surface, palette, &frame);
    }
    glass
        .run
        .with_untracked(|run| frame.paint_edits(surface, palette, &run.timeline));
    frame.paint_steps(surface, palette);
}

fn paint_moving(
    glass: Glass,
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    asked: Asked,
    cursor: Option<Cursor>,
) {
    surface.clear();
    let frame = Frame::new((surface.width, surface.height), glass.end.get_untracked());
    let now = glass.step.get_untracked();
    if let Some(cursor) = cursor {
        frame.paint_cursor(surface, palette, cursor.step);
    }
    frame.paint_needle(surface, palette, now);
    if let Some(picture) = picture(scene, asked) {
        picture.mark(surface, palette, &frame, cursor, now);
    }
}
