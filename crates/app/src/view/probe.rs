//! The probe: a point of the plane, and what is said there.

use leptos::ev;
use leptos::prelude::*;
use neuroglass_core::REACH;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use crate::format;
use crate::glass::{Glass, Selection, use_glass};

/// How far an arrow key moves the probe.
const STEP: f32 = 0.25;

/// Where the probe is.
#[component]
pub fn Crosshair() -> impl IntoView {
    let glass = use_glass();
    let share = |value: f32| format!("{:.2}%", (value / REACH + 1.0) * 50.0);
    move || {
        glass.probe.get().map(|[x, y]| {
            view! {
                <span class="cross cross-x" style:left=share(x)></span>
                <span class="cross cross-y" style:top=share(-y)></span>
                <span class="cross-ring" style:left=share(x) style:top=share(-y)></span>
            }
        })
    }
}

/// The value under the probe, from the very weights on screen.
#[component]
pub fn ProbeText(
    /// The unit that is shown; the output where there is none.
    shown: Memo<Option<Selection>>,
) -> impl IntoView {
    let glass = use_glass();
    let value = Memo::new(move |_| {
        glass.numbers.track();
        glass.probe.get().map(|at| {
            (
                at,
                glass.with_scene(|scene| scene.value_at(shown.get(), at)),
            )
        })
    });
    view! {
        <p class="probe" role="status" aria-live=move || if glass.playing.get() { "off" } else { "polite" }>
            {move || {
                value.get().map(|([x, y], value)| {
                    let sign = if value < 0.0 { "neg" } else { "pos" };
                    view! {
                        <span>{format!("{}, {} ", format::plain(x, 1), format::plain(y, 1))}</span>
                        <i>{if shown.get().is_some() { "a" } else { "ŷ" }}</i>
                        <b class=sign>{format::signed(value, 2)}</b>
                    }
                })
            }}
        </p>
    }
}

/// Brings the probe to the pointer.
pub fn point(glass: Glass, event: &ev::PointerEvent) {
    let Some(map) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let rect = map.get_bounding_client_rect();
    let place = |at: f64, from: f64, size: f64| {
        ((((at - from) / size.max(1.0)) as f32 * 2.0 - 1.0) * REACH).clamp(-REACH, REACH)
    };
    let x = place(f64::from(event.client_x()), rect.left(), rect.width());
    let y = -place(f64::from(event.client_y()), rect.top(), rect.height());
    glass.probe.set(Some([x, y]));
}

/// Moves the probe by the arrow keys.
pub fn step_probe(glass: Glass, event: &KeyboardEvent) {
    let (dx, dy) = match event.key().as_str() {
        "ArrowLeft" => (-STEP, 0.0),
        "ArrowRight" => (STEP, 0.0),
        "ArrowUp" => (0.0, STEP),
        "ArrowDown" => (0.0, -STEP),
        "Escape" => {
            glass.probe.set(None);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let [x, y] = glass.probe.get_untracked().unwrap_or_default();
    let place = |value: f32| value.clamp(-REACH, REACH);
    glass.probe.set(Some([place(x + dx), place(y + dy)]));
}
