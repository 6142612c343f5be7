//! The loss over a plane through the parameters, and the way that the run has come through it.

mod controls;
mod map;
mod paint;
mod profile;
mod seen;
mod shade;

use leptos::prelude::*;
use neuroglass_core::analysis::Study;

use self::controls::{Asked, Controls};
use self::map::{Key, MapView};
use self::profile::paint_profile;
use self::seen::{Seen, found};
use self::shade::Shade;
use super::drawing::Drawing;
use super::weights::without;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::{Glass, use_glass};
use crate::later::later;
use crate::scene::Scene;

later! {
    /// The panel.
    LANDSCAPE = landscape in "landscape.css": view! { <LandscapePanel/> }.into_any()
}

/// The panel's signals.
#[derive(Clone, Copy)]
struct Panel {
    glass: Glass,
    asked: Asked,
    /// What is wanted, whether or not it is held.
    wanted: Memo<Option<Study>>,
    /// Nothing is computed until something is changed or asked for.
    is_held: RwSignal<bool>,
    /// What had been found when the present study was begun to be asked for.
    since: RwSignal<u64>,
    /// The point that is pointed at, by column and row.
    pointed: RwSignal<Option<[usize; 2]>>,
}

/// How the study is getting on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Held,
    /// With how much of it is done, where it takes long.
    Computing(Option<f32>),
    /// What is shown holds, but for a run that goes on.
    Done,
}

#[component]
fn LandscapePanel() -> impl IntoView {
    let glass = use_glass();
    let asked = Asked::new(glass);
    let panel = Panel {
        glass,
        asked,
        wanted: Memo::new(move |_| asked.study(glass)),
        is_held: RwSignal::new(false),
        since: RwSignal::new(0),
        pointed: RwSignal::new(None),
    };
    Effect::new(move |before: Option<Option<Study>>| {
        let wanted = panel.wanted.get();
        if before.is_some_and(|before| before != wanted) {
            panel.begin();
        }
        wanted
    });
    glass.study(move || panel.wanted.get().filter(|_| !panel.is_held.get()));
    Effect::new(move || {
        glass.found.track();
        asked.is_log.track();
        panel.pointed.track();
        glass.repaint();
    });
    let state = Memo::new(move |_| panel.state());
    let is_stale = move || matches!(state.get(), State::Computing(_)) && !glass.playing.get();
    view! {
        <div class="landscape">
            <Controls asked=asked>
                <StateLine panel=panel state=state/>
            </Controls>
            <div class="landscape-map" class:stale=is_stale>
                <Axis panel=panel axis=1/>
                <MapView panel=panel/>
                <div class="landscape-key" aria-hidden="true"><Key panel=panel/></div>
                <Axis panel=panel axis=0/>
            </div>
            <div class="landscape-side" class:stale=is_stale>
                <p class="landscape-words" data-landscape-words="">{move || panel.words()}</p>
                <p class="note" data-landscape-source="">{move || panel.read(seen::source)}</p>
                <div class="profiles">
                    <Profile panel=panel axis=0/>
                    <Profile panel=panel axis=1/>
                </div>
                <p class="note landscape-pointed" role="status" data-landscape-pointed="">{move || panel.pointed_words()}</p>
            </div>
        </div>
    }
}

impl Panel {
    /// Reads what was found; nothing, where there is nothing.
    fn read(self, read: impl FnOnce(&Seen<'_>) -> String) -> String {
        self.glass.found.track();
        self.glass.numbers.track();
        let text = |scene: &Scene| Seen::of(scene).map(|seen| read(&seen));
        self.glass.with_scene(text).unwrap_or_default()
    }

    fn begin(self) {
        self.is_held.set(false);
        self.since.set(self.glass.found.get_untracked());
    }

    fn state(self) -> State {
        let Self { glass, .. } = self;
        let version = glass.found.get();
        glass.numbers.track();
        if self.is_held.get() {
            return State::Held;
        }
        let wanted = self.wanted.get();
        let (is_done, progress) = glass.with_scene(|scene| {
            let found = found(scene).filter(|found| Some(&found.study) == wanted.as_ref());
            let is_nowhere = found.is_some_and(|found| found.numbers.is_empty());
            let is_current = Seen::of(scene).is_some_and(|seen| seen.is_current());
            (
                found.is_some() && (is_nowhere || is_current),
                scene.progress,
            )
        });
        if is_done || wanted.is_none() {
            State::Done
        } else {
            State::Computing(progress.filter(|_| version > self.since.get()))
        }
    }

    fn words(self) -> String {
        let words = self.read(seen::words);
        if !words.is_empty() {
            return words;
        }
        if self.wanted.with(Option::is_none) {
            return without(self.glass);
        }
        if self.is_held.get() {
            return "Not computed.".to_owned();
        }
        let is_nowhere = |found: &crate::scene::Found| found.numbers.is_empty();
        if self
            .glass
            .with_scene(|scene| found(scene).is_some_and(is_nowhere))
        {
            return "There is no path yet. Train some steps to see where they lead.".to_owned();
        }
        "Computing the losses…".to_owned()
    }

    fn pointed_words(self) -> String {
        let Some(point) = self.pointed.get() else {
            return String::new();
        };
        self.read(|seen| seen.point_words(point))
    }

    fn shade(self, seen: &Seen<'_>) -> Shade {
        Shade::of(seen.land.losses, self.asked.is_log.get_untracked())
    }
}

/// How the study is getting on, and a way to stop it or to go on.
#[component]
fn StateLine(panel: Panel, state: Memo<State>) -> impl IntoView {
    let Panel { glass, is_held, .. } = panel;
    let text = move || match state.get() {
        State::Held => "stopped".to_owned(),
        State::Computing(Some(done)) => format!("computing {:.0} %", done * 100.0),
        _ if glass.playing.get() => "following".to_owned(),
        State::Computing(None) => "computing".to_owned(),
        State::Done => String::new(),
    };
    let button = move || {
        let is_busy = glass.playing.get() || matches!(state.get(), State::Computing(_));
        if is_held.get() {
            Some((
                "Compute",
                "landscape-compute",
                "Computes the losses from where the network is now.",
            ))
        } else {
            is_busy.then_some((
                "Cancel",
                "landscape-cancel",
                "Computes no further until something is changed here.",
            ))
        }
    };
    let button = Memo::new(move |_| button());
    view! {
        <p class="landscape-state">
            <span class="note" data-landscape-state="">{text}</span>
            {move || button.get().map(|(title, action, hint)| view! {
                <button
                    type="button"
                    class="text-button"
                    data-action=action
                    data-hint=hint
                    aria-description=hint
                    on:click=move |_| if is_held.get_untracked() { panel.begin() } else { is_held.set(true) }
                >
                    {title}
                </button>
            })}
        </p>
    }
}

/// The name of an axis between its ends.
#[component]
fn Axis(panel: Panel, axis: usize) -> impl IntoView {
    let end = move |sign: f32| panel.read(|seen| seen.number(axis, sign * seen.reach));
    let class = ["landscape-axis across", "landscape-axis up"][axis];
    view! {
        <p class=class aria-hidden="true">
            <span>{move || end(-1.0)}</span>
            <i>{move || panel.read(|seen| seen.axis(axis))}</i>
            <span>{move || end(1.0)}</span>
        </p>
    }
}

/// The loss along one axis.
#[component]
fn Profile(panel: Panel, axis: usize) -> impl IntoView {
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| match Seen::of(scene) {
        Some(seen) => {
            let pointed = panel.pointed.get_untracked();
            paint_profile(surface, palette, &seen, panel.shade(&seen), axis, pointed);
        }
        None => surface.clear(),
    };
    let axis_name = move || panel.read(|seen| seen.axis(axis));
    let name = ["profile-across", "profile-up"][axis];
    view! {
        <figure class="profile">
            <figcaption>"loss along "<i>{axis_name}</i></figcaption>
            <div
                class="profile-plot"
                role="img"
                aria-label=move || format!("The loss along {}, through where the network is.", axis_name())
            >
                <Drawing name=name paint=paint/>
            </div>
        </figure>
    }
}
