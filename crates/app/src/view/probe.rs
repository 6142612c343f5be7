//! The probe: a point of the plane, and what is said there.

use leptos::ev;
use leptos::prelude::*;
use neuroglass_core::{Domain, Experiment, REACH, Task};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use crate::format;
use crate::glass::{Glass, Selection, use_glass};
use crate::view::names;

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
    asked: Memo<Option<Selection>>,
) -> impl IntoView {
    let glass = use_glass();
    let values = Memo::new(move |_| {
        glass.numbers.track();
        let at = probed(glass)?;
        Some((
            at,
            glass.with_scene(|scene| scene.values_at(asked.get(), at)),
        ))
    });
    let written = move |([x, y], values): ([f32; 2], Vec<f32>)| {
        let value = match values[..] {
            [value] => {
                let symbol = if asked.get().is_some() { "a" } else { "ŷ" };
                let sign = if value < 0.0 { "neg" } else { "pos" };
                let text = format::signed(value, 2);
                view! { <i>{symbol}</i><b class=sign>{text}</b> }.into_any()
            }
            // Several have a line of their own.
            _ => ().into_any(),
        };
        view! { <span>{format!("{}, {} ", format::plain(x, 1), format::plain(y, 1))}</span>{value} }
    };
    view! {
        <p class="probe" role="status" aria-live=move || if glass.playing.get() { "off" } else { "polite" }>
            {move || values.get().map(written)}
        </p>
    }
}

/// What each of several outputs says under the probe.
#[component]
pub fn ProbeOutputs() -> impl IntoView {
    let glass = use_glass();
    let several = Memo::new(move |_| glass.settings.with(Experiment::outputs) > 1);
    let values = Memo::new(move |_| {
        glass.numbers.track();
        let at = probed(glass)?;
        Some(glass.with_scene(|scene| scene.values_at(None, at)))
    });
    let written = move |values: Vec<f32>| {
        let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let (range, is_class) = glass.settings.with(|settings| {
            let is_class = matches!(settings.data.task(), Task::Classes(_));
            (settings.output.activation.range(), is_class)
        });
        let output = move |(unit, value): (usize, f32)| {
            let name = glass
                .settings
                .with(|settings| names::output_name(settings, unit as u32));
            let text = if range.0 > 0.0 {
                format::plain(value, 2)
            } else {
                format::signed(value, 2)
            };
            view! {
                <span class="probe-output" class:said=is_class && value == most>
                    <i>{name}</i>{text}
                </span>
            }
        };
        values.into_iter().enumerate().map(output).collect_view()
    };
    view! {
        <Show when=move || several.get()>
            <p class="probe-outputs" role="status" aria-live=move || if glass.playing.get() { "off" } else { "polite" }>
                {move || values.get().map(written)}
            </p>
        </Show>
    }
}

/// The point under the probe; of a line, the nearest one on it.
fn probed(glass: Glass) -> Option<[f32; 2]> {
    let [x1, x2] = glass.probe.get()?;
    let domain = glass.settings.with(|settings| settings.data.domain());
    Some([x1, if domain == Domain::Line { 0.0 } else { x2 }])
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
            glass.picked.set(false);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let [x, y] = glass.probe.get_untracked().unwrap_or_default();
    let place = |value: f32| value.clamp(-REACH, REACH);
    glass.probe.set(Some([place(x + dx), place(y + dy)]));
}
