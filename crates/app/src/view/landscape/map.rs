//! The map of the losses, and the hand on it.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, MouseEvent};

use super::Panel;
use super::paint::{paint_key, paint_map};
use super::seen::Seen;
use crate::canvas::map::Atlas;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::scene::Scene;
use crate::view::drawing::Drawing;

/// Points that an arrow key moves by; and with the shift key.
const STEP: isize = 1;
const LEAP: isize = 8;

/// The map, on which one points, and goes to a point.
#[component]
pub fn MapView(panel: Panel) -> impl IntoView {
    let Panel { glass, pointed, .. } = panel;
    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let mut last = None;
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let Some(atlas) = &mut atlas else { return };
        let Some(seen) = Seen::of(scene) else {
            last = None;
            return surface.clear();
        };
        // Frames come far more often than landscapes.
        let look = Look {
            found: glass.found.get_untracked(),
            here: seen.here().map(|here| here.map(f32::to_bits)),
            pointed: pointed.get_untracked(),
            is_log: panel.asked.is_log.get_untracked(),
            pixels: surface.width * surface.ratio,
            ink: palette.ink.clone(),
        };
        if last.as_ref() != Some(&look) {
            paint_map(
                surface,
                palette,
                atlas,
                &seen,
                panel.shade(&seen),
                look.pointed,
            );
            last = Some(look);
        }
    };
    let moved = move |event: ev::PointerEvent| {
        if event.pointer_type() != "touch" {
            panel.point(&event);
        }
    };
    let pressed = move |event: ev::MouseEvent| {
        panel.point(&event);
        panel.go();
    };
    view! {
        <div
            class="map"
            data-landscape=""
            tabindex="0"
            role="img"
            aria-label=move || panel.label()
            aria-description="Arrow keys move a crosshair, with Shift in larger steps; Enter moves the network there."
            data-hint="Dark is a high loss. The ring is where the network is, the line the way it came, with dots at steps 1, 10, 100; the hollow dot is the least loss. Press anywhere to move the network there."
            on:pointermove=moved
            on:pointerleave=move |_| pointed.set(None)
            on:click=pressed
            on:keydown=move |event| panel.press(&event)
        >
            <Drawing name="landscape" paint=paint/>
        </div>
    }
}

/// All that the map's picture depends on.
#[derive(PartialEq)]
struct Look {
    found: u64,
    here: Option<[u32; 2]>,
    pointed: Option<[usize; 2]>,
    is_log: bool,
    pixels: f64,
    ink: String,
}

/// The key to its greys.
#[component]
pub fn Key(panel: Panel) -> impl IntoView {
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| match Seen::of(scene) {
        Some(seen) => paint_key(surface, palette, panel.shade(&seen)),
        None => surface.clear(),
    };
    view! { <Drawing name="landscape-key" paint=paint/> }
}

impl Panel {
    /// What the picture is, for those who do not see it.
    fn label(self) -> String {
        let axes = self.read(|seen| format!("over {} and {}", seen.axis(0), seen.axis(1)));
        format!("The loss {axes}. {}", self.words())
    }

    /// Points at what is under the pointer.
    fn point(self, event: &MouseEvent) {
        let Some(map) = event
            .current_target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let rect = map.get_bounding_client_rect();
        let share = |at: f64, from: f64, size: f64| ((at - from) / size.max(1.0)) as f32;
        let shares = [
            share(f64::from(event.client_x()), rect.left(), rect.width()),
            share(f64::from(event.client_y()), rect.top(), rect.height()),
        ];
        self.pointed.set(self.glass.with_scene(|scene| {
            let seen = Seen::of(scene)?;
            Some(seen.nearest(shares.map(|share| share * seen.land.side as f32 - 0.5)))
        }));
    }

    /// Moves the network to the point that is pointed at.
    fn go(self) {
        let Some(point) = self.pointed.get_untracked() else {
            return;
        };
        let way = |scene: &Scene| {
            let seen = Seen::of(scene)?;
            Some(seen.muted().map_or_else(|| Ok(seen.edits(point)), Err))
        };
        match self.glass.with_scene(way) {
            Some(Ok(edits)) => edits.into_iter().for_each(|edit| self.glass.edit(edit)),
            Some(Err(muted)) => {
                let text =
                    format!("{muted} is muted: the network goes there once it counts again.");
                self.glass.say(text, true);
            }
            None => {}
        }
        self.pointed.set(None);
    }

    fn press(self, event: &ev::KeyboardEvent) {
        let by = if event.shift_key() { LEAP } else { STEP };
        let step = match event.key().as_str() {
            "ArrowLeft" => [-by, 0],
            "ArrowRight" => [by, 0],
            "ArrowUp" => [0, -by],
            "ArrowDown" => [0, by],
            "Enter" => return self.go(),
            "Escape" => return self.pointed.set(None),
            _ => return,
        };
        event.prevent_default();
        self.pointed.update(|pointed| {
            *pointed = self.glass.with_scene(|scene| {
                let seen = Seen::of(scene)?;
                let here = || seen.here().map(|here| seen.nearest(seen.cell(here)));
                let [column, row] = pointed.or_else(here)?;
                let last = seen.land.side - 1;
                let to = |at: usize, by: isize| at.saturating_add_signed(by).min(last);
                Some([to(column, step[0]), to(row, step[1])])
            });
        });
    }
}
