//! Choosing a training point on the map, and the ring around the one that is chosen.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use neuroglass_core::{Domain, REACH};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::curve;
use crate::glass::{Glass, use_glass};
use crate::scene::Scene;

/// How near a press has to be, in CSS pixels.
const NEAR: f64 = 14.0;

/// Chooses the training point under the pointer.
pub fn pick(glass: Glass, event: &MouseEvent) {
    let Some(map) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let rect = map.get_bounding_client_rect();
    let x = f64::from(event.client_x()) - rect.left();
    let y = f64::from(event.client_y()) - rect.top();
    let distance = |[left, top]: [f64; 2]| (left - x).hypot(top - y);
    let nearest = glass.with_scene(|scene| {
        let far = places(scene, rect.width()).map(distance).enumerate();
        far.min_by(|(_, one), (_, other)| one.total_cmp(other))
    });
    if let Some((sample, _)) = nearest.filter(|(_, far)| *far <= NEAR) {
        glass.sample.set(sample as u32);
        glass.picked.set(true);
    }
}

/// A ring around the training point that is looked at, where somebody looks at one.
#[component]
pub fn Ring() -> impl IntoView {
    let glass = use_glass();
    let place = Memo::new(move |_| {
        glass.numbers.track();
        let sample = glass.sample.get() as usize;
        let is_shown = glass.picked.get() || glass.tracing.get();
        is_shown.then(|| glass.with_scene(|scene| places(scene, 100.0).nth(sample)))?
    });
    move || {
        place.get().map(|[left, top]| {
            view! {
                <span class="picked-ring" style:left=format!("{left:.2}%") style:top=format!("{top:.2}%")></span>
            }
        })
    }
}

/// Where the training points lie on a square of this width.
fn places(scene: &Scene, width: f64) -> impl Iterator<Item = [f64; 2]> + '_ {
    let data = &scene.settings.data;
    let (task, is_line) = (data.task(), data.domain() == Domain::Line);
    let share = move |value: f32| f64::from(value / REACH + 1.0) / 2.0 * width;
    Scene::points(&scene.train, task).map(move |([x1, x2], target)| {
        if is_line {
            curve::place(width, x1, task.shade(target))
        } else {
            [share(x1), share(-x2)]
        }
    })
}
