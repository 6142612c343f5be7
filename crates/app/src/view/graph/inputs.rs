//! What the network sees of a point: features to switch on and off.

use leptos::prelude::*;
use neuroglass_core::{Edit, Experiment, Input, limits};

use super::super::drawing::Drawing;
use super::plan::Plan;
use super::popover::{Open, Opened, expanded, toggle};
use crate::canvas::map::{Atlas, Range};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::{Glass, Panel, use_glass};
use crate::scene::Scene;

/// Features that are offered at first glance.
const FIRST: [Input; 5] = [
    Input::X1Squared,
    Input::X2Squared,
    Input::X1x2,
    Input::SinX1,
    Input::Radius,
];
/// Inputs above which the palette has no room beside the tiles.
const ROOM: usize = 2;
/// Points on a side of a feature's little map.
const SIDE: usize = 26;

/// The features, as tiles to press. A picture has none: its pixels are the inputs.
#[component]
pub fn InputPalette(plan: Memo<Plan>, open: Opened) -> impl IntoView {
    let glass = use_glass();
    let is_open = move || open.get() == Some(Open::Inputs);
    let can_choose = Memo::new(move |_| {
        glass.panels().has(Panel::Shape) && glass.settings.with(Experiment::sees_features)
    });
    let brief = Memo::new(move |_| {
        let inputs = glass.settings.with(|settings| settings.inputs.len());
        plan.with(|plan| inputs <= ROOM && plan.width >= 600.0 && plan.spacing >= 110.0)
    });
    let label = move || if brief.get() { "more" } else { "inputs" };
    view! {
        <Show when=move || can_choose.get()>
            <div class="inputs" class:brief=brief class:covered=is_open>
                <Show when=move || brief.get()>
                    <p class="inputs-title">"add an input"</p>
                    {FIRST.iter().map(|&input| view! { <Feature input=input/> }).collect_view()}
                </Show>
                <button
                    type="button"
                    class="inputs-more"
                    data-action="inputs"
                    data-hint="All features that the network can be given of a point."
                    data-opens=""
                    aria-expanded=move || expanded(open, Open::Inputs)
                    on:click=move |_| toggle(open, Open::Inputs)
                >
                    <span class="inputs-plus" aria-hidden="true">"+"</span>
                    {label}
                </button>
            </div>
            <Show when=is_open>
                <div
                    class="features popover"
                    role="group"
                    aria-label="Input features"
                >
                    <div class="features-head">
                        <h3>"Inputs"</h3>
                        <button type="button" class="text-button" on:click=move |_| open.set(None)>"Done"</button>
                    </div>
                    <div class="features-grid">
                        {Input::ALL.iter().map(|&input| view! { <Feature input=input/> }).collect_view()}
                    </div>
                </div>
            </Show>
        </Show>
    }
}

#[component]
fn Feature(input: Input) -> impl IntoView {
    let glass = use_glass();
    let on = move || {
        glass
            .settings
            .with(|settings| settings.inputs.contains(&input))
    };
    view! {
        <button
            type="button"
            class="feature"
            data-input=input.id()
            data-hint=input.sentence()
            aria-label=format!("Input {}", input.symbol())
            aria-description=input.sentence()
            aria-pressed=move || if on() { "true" } else { "false" }
            on:click=move |_| switch(glass, input)
        >
            <FeatureMap input=input/>
            <span class="feature-name">{input.symbol()}</span>
        </button>
    }
}

fn switch(glass: Glass, input: Input) {
    let mut inputs = glass
        .settings
        .with_untracked(|settings| settings.inputs.clone());
    if let Some(at) = inputs.iter().position(|other| *other == input) {
        if inputs.len() == 1 {
            glass.say("A network needs at least one input.", false);
            return;
        }
        inputs.remove(at);
    } else if inputs.len() >= limits::INPUTS.max as usize {
        glass.say(
            format!(
                "A network takes at most {} inputs; switch another one off first.",
                limits::INPUTS.max
            ),
            false,
        );
        return;
    } else {
        inputs.push(input);
    }
    glass.edit(Edit::Inputs(inputs));
}

#[component]
fn FeatureMap(input: Input) -> impl IntoView {
    let glass = use_glass();
    let mut values = Vec::with_capacity(SIDE * SIDE);
    for row in 0..SIDE {
        for column in 0..SIDE {
            let at = |index: usize| (index as f32 + 0.5) / SIDE as f32 * 12.0 - 6.0;
            values.push(input.value([at(column), -at(row)]));
        }
    }
    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let mut painted = None;
    view! {
        <Drawing
            name="feature"
            paint=move |surface: &Surface, _: &Scene, palette: &Palette| {
                let key = (surface.canvas.width(), palette.ink.clone());
                if painted.as_ref() == Some(&key) {
                    return;
                }
                if let Some(atlas) = &mut atlas {
                    surface.clear();
                    atlas.begin(SIDE);
                    atlas.push(&values, Range::around(0.0, 1.0, &values), &palette.scale);
                    atlas.finish();
                    atlas.draw(&surface.ctx, 0, 0.0, 0.0, surface.width);
                }
                painted = Some(key);
            }
        />
    }
}
