//! Cuts a share of all connections at once, with what that would cost for every share.

mod curve;

use leptos::prelude::Track as _;
use leptos::prelude::*;
use neuroglass_core::analysis::{SHARES, Study};
use neuroglass_core::{Edit, limits};

use self::curve::{Losses, paint};
use super::controls::{Slider, Track};
use super::drawing::Drawing;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, use_glass};
use crate::later::later;
use crate::scene::Scene;

later! {
    /// The panel.
    SPARSE = sparse in "sparse.css": view! { <SparsePanel/> }.into_any()
}

#[component]
fn SparsePanel() -> impl IntoView {
    let glass = use_glass();
    glass.study(|| Some(Study::Pruning));
    let by_impact = RwSignal::new(false);
    let connections = Memo::new(move |_| {
        glass.numbers.track();
        glass.with_scene(Scene::connections)
    });
    // Where the hand has left it; untouched, what is cut already.
    let held = RwSignal::new(None::<f64>);
    let share = Signal::derive(move || {
        let [all, left] = connections.get();
        held.get()
            .unwrap_or_else(|| 1.0 - left as f64 / all.max(1) as f64)
    });
    Effect::new(move || {
        share.track();
        by_impact.track();
        glass.repaint();
    });
    let words = move || {
        let [all, now] = connections.get();
        let left = all - (share.get() * all as f64 + 0.5) as usize;
        let (all, left) = (format::count(all as u64), format::count(left as u64));
        if held.get().is_some() {
            format!("would leave {left} of {all} connections")
        } else {
            format!("{} of {all} connections", format::count(now as u64))
        }
    };
    let cost = move || {
        glass.found.track();
        let at = share.get();
        glass.with_scene(|scene| {
            let losses = Losses::of(scene)?;
            let [now, then] = [
                losses.at(by_impact.get(), 0.0),
                losses.at(by_impact.get(), at),
            ];
            Some(format!(
                "loss {} → {}",
                format::loss(now),
                format::loss(then)
            ))
        })
    };
    let prune = move |_| {
        if let Some(share) = held.get_untracked() {
            let share = share as f32;
            glass.edit(if by_impact.get_untracked() {
                Edit::PruneByImpact(share)
            } else {
                Edit::Prune(share)
            });
            held.set(None);
        }
    };
    let order = move |name: &'static str, hint: &'static str, impact: bool| {
        view! {
            <button
                type="button"
                class="tab-small"
                data-order=name
                data-hint=hint
                aria-description=hint
                aria-pressed=move || if by_impact.get() == impact { "true" } else { "false" }
                on:click=move |_| by_impact.set(impact)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="sparse">
            <div class="sparse-controls">
                <div class="panel-head">
                    <h2>"Sparse"</h2>
                    <div class="tabs-small">
                        {order("by size", "Cuts the weights nearest to zero first.", false)}
                        {order("by impact", "Cuts those first whose weight times slope, |w ∂L/∂w|, is least.", true)}
                    </div>
                </div>
                <Slider
                    label="Prune"
                    name="prune"
                    hint="Which share of all connections to cut. The others learn on."
                    track=Track::Linear(f64::from(limits::PRUNE.min), f64::from(limits::PRUNE.max), 0.01)
                    value=share
                    text=|share| format!("{:.0} %", share * 100.0)
                    on_value=move |share| held.set(Some(share))
                />
                <p class="note" data-connections="">{words}</p>
                <p class="note" data-cost="">{cost}</p>
                <div class="hands">
                    <button
                        type="button"
                        class="tool"
                        data-action="prune"
                        data-hint="Cuts these connections, and joins all others. What was cut before begins again from zero."
                        aria-disabled=move || held.get().is_none().then_some("true")
                        on:click=prune
                    >
                        "Prune"
                    </button>
                    <BringBack/>
                    <button
                        type="button"
                        class="tool"
                        data-action="lock-zeros"
                        data-hint="Locks every connection whose weight is zero, so that training leaves it so."
                        on:click=move |_| glass.edit(Edit::LockZeros)
                    >
                        "Lock zeros"
                    </button>
                </div>
                <p class="note">{move || over(glass)}</p>
            </div>
            <figure class="sparse-curve">
                <Drawing
                    name="pruning"
                    paint=move |surface: &Surface, scene: &Scene, palette: &Palette| {
                        paint(surface, scene, palette, (by_impact.get_untracked(), share.get_untracked()));
                    }
                />
                <figcaption class="only-read">{move || told(glass)}</figcaption>
            </figure>
        </div>
    }
}

/// Goes back to before the last pruning, where that was the last thing done.
#[component]
fn BringBack() -> impl IntoView {
    let glass = use_glass();
    let pruned_at = move || {
        glass.run.with(|run| {
            let last = run.timeline.last()?;
            matches!(last.edit, Edit::Prune(_) | Edit::PruneByImpact(_)).then_some(last.step)
        })
    };
    let press = move |_| {
        if let Some(step) = untrack(pruned_at) {
            let mut run = glass.run.get_untracked();
            run.timeline.pop();
            glass.open(run, step);
        }
    };
    view! {
        <button
            type="button"
            class="tool"
            data-action="bring-back"
            data-hint="Goes back to the step at which it was pruned, with every weight as it was before."
            aria-disabled=move || pruned_at().is_none().then_some("true")
            on:click=press
        >
            "Bring back"
        </button>
    }
}

/// What the curve is of.
fn over(glass: Glass) -> String {
    glass.found.track();
    glass.with_scene(
        |scene| match scene.finding(|study| *study == Study::Pruning) {
            None => "Trying every share…".to_owned(),
            Some(found) => {
                let [asked, all] = found.examples.map(|count| format::count(u64::from(count)));
                if asked == all {
                    format!("over all {all} training points")
                } else {
                    format!("over {asked} of {all} training points")
                }
            }
        },
    )
}

/// The curve in words.
fn told(glass: Glass) -> String {
    glass.found.track();
    glass.with_scene(|scene| {
        let Some(losses) = Losses::of(scene) else {
            return String::new();
        };
        let tell = |by_impact: bool| {
            let each = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| {
                format!(
                    "{:.0} %: {}",
                    share * 100.0,
                    format::loss(losses.at(by_impact, share))
                )
            });
            each.join(", ")
        };
        format!(
            "Loss by share cut, in {SHARES} steps. By size {}. By impact {}.",
            tell(false),
            tell(true)
        )
    })
}
