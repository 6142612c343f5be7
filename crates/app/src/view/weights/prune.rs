//! Cuts a share of all connections at once: those of the least weights.

use leptos::prelude::Track as _;
use leptos::prelude::*;
use neuroglass_core::{Edit, limits};

use crate::format;
use crate::glass::use_glass;
use crate::scene::Scene;
use crate::view::controls::{Slider, Track};

/// The slider, what it would leave, and the button that does it.
#[component]
pub fn Prune() -> impl IntoView {
    let glass = use_glass();
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
    let prune = move |_| {
        if let Some(share) = held.get_untracked() {
            glass.edit(Edit::Prune(share as f32));
            held.set(None);
        }
    };
    view! {
        <div class="prune">
            <Slider
                label="Prune"
                name="prune"
                hint="Which share of all connections to cut: those of the least weights. The others learn on."
                track=Track::Linear(f64::from(limits::PRUNE.min), f64::from(limits::PRUNE.max), 0.01)
                value=share
                text=|share| format!("{:.0} %", share * 100.0)
                on_value=move |share| held.set(Some(share))
            />
            <div class="prune-foot">
                <span class="note" data-connections="">{words}</span>
                <button
                    type="button"
                    class="text-button"
                    data-action="prune"
                    data-hint="Cuts these connections, and joins all others. What was cut before begins again from zero."
                    aria-disabled=move || held.get().is_none().then_some("true")
                    on:click=prune
                >
                    "Prune"
                </button>
            </div>
        </div>
    }
}
