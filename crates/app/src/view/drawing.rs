//! A canvas in the layout: sharp on any screen, repainted when it is resized.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::use_glass;
use crate::scene::Scene;

/// What paints a canvas. It is boxed, so that the component exists once.
pub struct Paint(Box<Painting>);

type Painting = dyn FnMut(&Surface, &Scene, &Palette);

impl<F: FnMut(&Surface, &Scene, &Palette) + 'static> From<F> for Paint {
    fn from(paint: F) -> Self {
        Self(Box::new(paint))
    }
}

/// A canvas that fills its place. `paint` runs on an animation frame whenever the picture may have changed.
#[component]
pub fn Drawing(
    /// What tests and styles know it by.
    name: &'static str,
    /// Its size in CSS pixels, for those who draw by it.
    #[prop(optional)]
    size: Option<RwSignal<(f64, f64)>>,
    #[prop(into)] paint: Paint,
) -> impl IntoView {
    let mut paint = paint.0;
    let glass = use_glass();
    let node = NodeRef::<html::Canvas>::new();
    let size = size.unwrap_or_else(|| RwSignal::new((0.0, 0.0)));
    observe_size(
        move || node.get().map(Into::into),
        move |width, height| {
            if size.get_untracked() != (width, height) {
                size.set((width, height));
            }
            glass.repaint();
        },
    );
    glass.on_paint(move |scene, palette| {
        let Some(canvas) = node.get_untracked() else {
            return;
        };
        let (width, height) = size.get_untracked();
        if let Some(surface) = Surface::new(canvas, width, height, device_ratio()) {
            paint(&surface, scene, palette);
        }
    });
    view! { <canvas node_ref=node class="drawing" data-canvas=name aria-hidden="true"></canvas> }
}

/// Device pixels in a CSS pixel.
pub fn device_ratio() -> f64 {
    web_sys::window()
        .map_or(1.0, |window| window.device_pixel_ratio())
        .clamp(0.5, 4.0)
}

/// Calls `resized` with the size of the element, at once and at each change, until the owner is cleaned up.
pub fn observe_size(
    element: impl Fn() -> Option<Element> + 'static,
    resized: impl Fn(f64, f64) + Clone + 'static,
) {
    let observer =
        StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut(js_sys::Array)>)>);
    let stop = move || {
        if let Some((observer, _)) = observer.try_update_value(Option::take).flatten() {
            observer.disconnect();
        }
    };
    Effect::new(move || {
        let Some(element) = element() else { return };
        stop();
        let resized = resized.clone();
        let heard = Closure::new(move |entries: js_sys::Array| {
            let entry = entries
                .pop()
                .unchecked_into::<web_sys::ResizeObserverEntry>();
            let rect = entry.content_rect();
            resized(rect.width(), rect.height());
        });
        if let Ok(new) = ResizeObserver::new(heard.as_ref().unchecked_ref()) {
            new.observe(&element);
            observer.set_value(Some((new, heard)));
        }
    });
    on_cleanup(stop);
}
