//! The bar: what it is, the transport, where the run is.

use leptos::prelude::*;
use neuroglass_core::Task;
use neuroglass_protocol::{Command, Pace, link};

use super::controls::{Choices, IconButton, Menu};
use super::experiments::Experiments;
use super::icon::{Glyph, Icon};
use crate::format;
use crate::glass::{Layout, use_glass};

/// How fast to play, slowest first.
const PACES: [Pace; 6] = [
    Pace::StepsPerSecond(1.0),
    Pace::StepsPerSecond(10.0),
    Pace::StepsPerSecond(100.0),
    Pace::StepsPerSecond(1000.0),
    Pace::StepsPerSecond(10_000.0),
    Pace::Max,
];

fn pace_name(pace: Pace) -> &'static str {
    match pace {
        Pace::StepsPerSecond(rate) if rate <= 1.0 => "1 /s",
        Pace::StepsPerSecond(rate) if rate <= 10.0 => "10 /s",
        Pace::StepsPerSecond(rate) if rate <= 100.0 => "100 /s",
        Pace::StepsPerSecond(rate) if rate <= 1000.0 => "1,000 /s",
        Pace::StepsPerSecond(_) => "10,000 /s",
        Pace::Max => "max",
    }
}

/// The bar at the top.
#[component]
pub fn Bar() -> impl IntoView {
    let glass = use_glass();
    let page = glass.is_page();
    view! {
        <header class="bar">
            <Show when=move || page>
                <h1 class="brand">
                    <Logo/>
                    "Neuroglass"
                </h1>
            </Show>
            <Transport/>
            <Readouts/>
            <div class="actions">
                <Show when=move || page>
                    <Experiments/>
                </Show>
                <Show when=move || !page>
                    <OpenLink/>
                </Show>
                <ThemeButton/>
            </div>
        </header>
    }
}

/// A lens, half of each sign.
#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path class="logo-neg" d="M10 1a9 9 0 0 0 0 18z"/>
            <path class="logo-pos" d="M10 1a9 9 0 0 1 0 18z"/>
            <ellipse class="logo-lens" cx="10" cy="10" rx="2.6" ry="8.6"/>
            <circle class="logo-rim" cx="10" cy="10" r="8.6"/>
        </svg>
    }
}

#[component]
fn Transport() -> impl IntoView {
    let glass = use_glass();
    let running = Memo::new(move |_| glass.playing.get() || glass.target.get().is_some());
    let name = move || if running.get() { "Pause" } else { "Play" };
    let play_hint = "Trains the network, or holds it where it is. The space key does the same.";
    let set_pace = move |pace| {
        glass.pace.set(pace);
        if glass.playing.get_untracked() {
            glass.send(Command::Play(pace));
        }
    };
    let epoch = move |()| {
        let settings = glass.settings.get_untracked();
        let train = settings.data.train_len() as u64;
        glass.send(Command::Advance(
            train.div_ceil(u64::from(settings.batch.max(1))).max(1),
        ));
    };
    view! {
        <div class="transport" role="group" aria-label="Transport">
            <IconButton
                icon=Icon::Start
                label="Start over"
                hint="Starts over from step 0 with the present settings and the same first weights."
                action="reset"
                on_press=move |()| {
                    glass.forget_checkpoint();
                    glass.send(Command::Reset);
                }
            />
            <IconButton
                icon=Icon::Back
                label="Back one step"
                hint="Goes back to the step before, to the very same weights. Key: comma."
                action="back"
                disabled=Signal::derive(move || glass.step.get() == 0)
                on_press=move |()| glass.seek(glass.place().saturating_sub(1))
            />
            <button
                type="button"
                class="play"
                data-action="play"
                data-hint=play_hint
                aria-label=name
                aria-description=play_hint
                on:click=move |_| glass.toggle()
            >
                <Glyph icon=Signal::derive(move || if running.get() { Icon::Pause } else { Icon::Play })/>
            </button>
            <IconButton
                icon=Icon::Forward
                label="One step"
                hint="Trains on one batch of examples. Key: full stop."
                action="forward"
                on_press=move |()| glass.send(Command::Advance(1))
            />
            <IconButton
                icon=Icon::Epoch
                label="One epoch"
                hint="Trains on every training point once."
                action="epoch"
                on_press=epoch
            />
            <span class="pace">
                <span class="pace-name">"speed"</span>
                <Menu
                    name="pace"
                    label="Speed"
                    hint="How many steps a second it trains, up to all that the machine can do."
                    choices=Choices::new(&PACES, pace_name, move || glass.pace.get(), set_pace)
                />
            </span>
        </div>
    }
}

#[component]
fn Readouts() -> impl IntoView {
    let glass = use_glass();
    let of = move |pick: fn(&neuroglass_core::Scores) -> f32, write: fn(f32) -> String| {
        Signal::derive(move || {
            glass
                .scores
                .get()
                .map_or_else(|| "–".to_owned(), |scores| write(pick(&scores)))
        })
    };
    let has_classes = Memo::new(move |_| {
        let task = glass.settings.with(|settings| settings.data.task());
        matches!(task, Task::Classes(_))
    });
    // A replay may take a while: say how far it is.
    let step = Signal::derive(move || match glass.target.get() {
        Some(target) if target > glass.step.get() + 5000 => {
            format!(
                "{} / {}",
                format::count(glass.step.get()),
                format::count(target)
            )
        }
        _ => format::count(glass.step.get()),
    });
    view! {
        <dl class="readouts">
            <Readout name="step" hint="Batches trained on so far." text=step/>
            <Readout
                name="epoch"
                hint="Passes over the training points so far."
                text=Signal::derive(move || format::epoch(glass.epoch.get()))
            />
            <Readout
                name="train"
                hint="Mean loss over the points that it trains on."
                text=of(|scores| scores.train.loss, format::loss)
            />
            <Readout
                name="test"
                hint="Mean loss over points that it never trains on: what it has really understood."
                text=of(|scores| scores.test.loss, format::loss)
            />
            {move || if has_classes.get() {
                view! {
                    <Readout
                        name="correct"
                        hint="Share of the test examples that are told right."
                        text=of(|scores| scores.test.accuracy, |share| format!("{:.0} %", share * 100.0))
                    />
                }
            } else {
                view! {
                    <Readout
                        name="R²"
                        hint="Share of the variance of the test values that is explained: 1 at best, 0 for always saying their mean."
                        text=of(|scores| scores.test.accuracy, |share| format::plain(share, 2))
                    />
                }
            }}
        </dl>
    }
}

#[component]
fn Readout(name: &'static str, hint: &'static str, text: Signal<String>) -> impl IntoView {
    view! {
        <div class="readout" data-hint=hint>
            <dt>{name}</dt>
            <dd data-readout=name>{text}</dd>
        </div>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let glass = use_glass();
    view! {
        <IconButton
            icon=Signal::derive(move || if glass.dark.get() { Icon::Sun } else { Icon::Moon })
            label=Signal::derive(move || {
                if glass.dark.get() { "Light colours".to_owned() } else { "Dark colours".to_owned() }
            })
            hint="Changes between light and dark."
            action="theme"
            on_press=move |()| crate::theme::toggle(glass)
        />
    }
}

/// From an embed to the whole page, with the very same run.
#[component]
fn OpenLink() -> impl IntoView {
    let glass = use_glass();
    let base = glass.base();
    let address = Memo::new(move |_| {
        let step = if glass.playing.get() {
            0
        } else {
            glass.step.get()
        };
        format!("{base}#{}", link::encode(&glass.run.get(), step))
    });
    let text = move || {
        if glass.layout.get() == Layout::Narrow {
            "Open"
        } else {
            "Open in Neuroglass"
        }
    };
    view! {
        <a
            class="open-link"
            href=move || address.get()
            target="_blank"
            rel="noopener"
            data-hint="Opens this network in a page of its own, with all tools."
        >
            {text}
        </a>
    }
}
