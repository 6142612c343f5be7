//! How it trains: loss, rate, batch, and where it starts from.

use leptos::prelude::*;
use neuroglass_core::limits;
use neuroglass_core::{Activation, Edit, Init, Loss, Scheme};

use super::controls::{Choice, Choices, IconButton, Slider, Track};
use super::icon::Icon;
use crate::format;
use crate::glass::{Glass, use_glass};

/// The training settings.
#[component]
pub fn TrainingPanel() -> impl IntoView {
    let glass = use_glass();
    let set_loss = move |loss: Loss| {
        let output = glass
            .settings
            .with_untracked(|settings| settings.output.activation);
        let output = if loss.outputs().contains(&output) {
            output
        } else {
            loss.outputs()
                .first()
                .copied()
                .unwrap_or(Activation::Sigmoid)
        };
        glass.edit(Edit::Loss { loss, output });
    };
    view! {
        <section class="panel training" aria-labelledby="training-title">
            <h2 id="training-title">"Training"</h2>
            <Choice
                label="Loss"
                name="loss"
                hint="What training makes small. Cross-entropy reads the output as a probability, so the output becomes a sigmoid."
                choices=Choices::new(Loss::ALL, Loss::name, move || glass.settings.with(|settings| settings.loss), set_loss)
            />
            <Slider
                label="Rate"
                name="rate"
                hint="How far each step goes down the slope. Too small and nothing happens, too large and it jumps about."
                track=Track::Log(0.0001, 10.0, 2)
                value=Signal::derive(move || f64::from(glass.settings.with(|settings| settings.optimizer.rate())))
                text=rate_text
                on_value=move |rate| glass.turn(Edit::Rate(rate as f32))
            />
            <Slider
                label="Batch"
                name="batch"
                hint="Examples in one step. Small batches are noisy and quick, large ones smooth and slow."
                track=Track::Log(f64::from(limits::BATCH.min), 1000.0, 2)
                value=Signal::derive(move || f64::from(glass.settings.with(|settings| settings.batch)))
                text=|batch| format::count(batch as u64)
                on_value=move |batch| glass.turn(Edit::Batch(batch as u32))
            />
            <Choice
                label="Start"
                name="init"
                hint="How the first weights are drawn. Xavier suits tanh and sigmoid, He suits ReLU. Draws all weights anew."
                choices=Choices::new(
                    Scheme::ALL,
                    Scheme::name,
                    move || glass.settings.with(|settings| settings.init.weights),
                    move |weights| redraw(glass, |init| Init { weights, ..init }, false),
                )
            />
            <div class="row">
                <span class="name" id="net-seed">"Seed"</span>
                <span class="value seed">
                    <IconButton
                        icon=Icon::Dice
                        label="New first weights"
                        hint="Draws all weights anew, and another order of the examples."
                        action="redraw"
                        on_press=move |()| redraw(glass, |init| init, true)
                    />
                    <span aria-labelledby="net-seed">
                        {move || glass.settings.with(|settings| settings.seed)}
                    </span>
                </span>
            </div>
        </section>
    }
}

fn redraw(glass: Glass, init: impl Fn(Init) -> Init, new_seed: bool) {
    let settings = glass.settings.get_untracked();
    let seed = if new_seed {
        fresh_seed()
    } else {
        settings.seed
    };
    glass.edit(Edit::Redraw {
        seed,
        init: init(settings.init),
    });
}

/// A seed that nobody has chosen, short enough to be read aloud.
pub fn fresh_seed() -> u32 {
    let mut bytes = [0; 2];
    // Without entropy any seed is as good as another.
    let _ = getrandom::fill(&mut bytes);
    u32::from(u16::from_le_bytes(bytes)) % 1000
}

/// A rate with as many decimals as it needs.
fn rate_text(rate: f64) -> String {
    let digits = match rate {
        r if r >= 1.0 => 1,
        r if r >= 0.01 => 3,
        _ => 5,
    };
    format!("{rate:.digits$}")
}
