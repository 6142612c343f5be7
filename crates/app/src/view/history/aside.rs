//! What the picture says, in words: what moved most, or how far each layer's numbers reach.

use leptos::prelude::*;

use super::braid::{Moved, Paths, name};
use super::frame::decimals;
use super::picture::{Asked, Shown};
use super::strips::{Ranges, Strips};
use crate::format;
use crate::glass::{Glass, Selection, use_glass};
use crate::view::names;
use crate::view::weights::Parameter;

/// Parameters that are named.
const MOST: usize = 3;

/// A sentence about what a button selects.
#[derive(Clone, PartialEq)]
struct Told {
    name: String,
    words: String,
    is_symbol: bool,
    select: Selection,
}

/// The words beside the picture.
#[component]
pub fn Aside(asked: Memo<Asked>) -> impl IntoView {
    let glass = use_glass();
    let told = Memo::new(move |_| {
        glass.found.track();
        glass.numbers.track();
        tell(glass, asked.get())
    });
    let title = move || match asked.get().shown {
        Shown::Braid => "Moved most",
        Shown::Distributions => "From least to greatest",
    };
    let one = move |at: usize| {
        let told = Memo::new(move |_| told.with(|told| told.get(at).cloned()));
        let text = move |of: fn(Told) -> String| move || told.get().map(of);
        let select = move |_| {
            if let Some(told) = told.get_untracked() {
                glass.selection.set(told.select);
            }
        };
        view! {
            <li>
                <button
                    type="button"
                    class="history-told"
                    data-told=at
                    data-hint="Selects it."
                    aria-description="Selects it."
                    on:click=select
                >
                    <span class="history-name" class:symbol=move || told.with(|told| told.as_ref().is_some_and(|told| told.is_symbol))>
                        {text(|told| told.name)}
                    </span>
                    <span>{text(|told| told.words)}</span>
                </button>
            </li>
        }
    };
    let count = Memo::new(move |_| told.with(Vec::len));
    view! {
        <section class="history-aside" aria-label="In words">
            <h2>{title}</h2>
            <ul>{move || (0..count.get()).map(one).collect_view()}</ul>
            {move || (count.get() == 0).then(|| view! { <p class="note">"Nothing has moved yet."</p> })}
        </section>
    }
}

fn tell(glass: Glass, asked: Asked) -> Vec<Told> {
    let now = glass.step.get_untracked();
    glass.with_scene(|scene| {
        let settings = &scene.settings;
        match asked.shown {
            Shown::Braid => {
                let Some(paths) = Paths::of(scene, asked.layer, asked.selection) else {
                    return Vec::new();
                };
                let tell = |moved: &Moved| {
                    let parameter = Parameter::at(&scene.shape, moved.index)?;
                    let place = scene.shape.place(moved.index)?;
                    let [from, now] = [moved.from, moved.now].map(|value| format::signed(value, 2));
                    let step = format::count(moved.step);
                    Some(Told {
                        name: name(settings, parameter),
                        words: format!("from {from} at step {step} to {now} now"),
                        is_symbol: true,
                        select: names::node_of(settings, place),
                    })
                };
                paths.moved_most(MOST).iter().filter_map(tell).collect()
            }
            Shown::Distributions => {
                let Some(strips) = Strips::of(scene, asked.layer, asked.of) else {
                    return Vec::new();
                };
                let tell = |ranges: &Ranges| {
                    let column = ranges.layer as u32 + 1;
                    Told {
                        name: names::title(settings, column as usize),
                        words: reach(ranges),
                        is_symbol: false,
                        select: Selection { column, unit: None },
                    }
                };
                strips.ranges(now).iter().map(tell).collect()
            }
        }
    })
}

/// From where to where they go now, and at first.
fn reach(ranges: &Ranges) -> String {
    let between = |range: Option<[f32; 2]>| {
        range.map(|[low, high]| {
            let digits = decimals(low.abs().max(high.abs()));
            let [low, high] = [low, high].map(|value| format::signed(value, digits));
            format!("{low} … {high}")
        })
    };
    match (between(ranges.now), between(ranges.first)) {
        (Some(now), Some(first)) => {
            let since = format::count(ranges.since);
            format!("{now} now\n{first} at step {since}")
        }
        (Some(now), None) => format!("{now} now"),
        (None, Some(first)) => format!("{first} at step {}", format::count(ranges.since)),
        (None, None) => "nothing was kept".to_owned(),
    }
}
