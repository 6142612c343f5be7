//! What it learns: which examples, how many, how noisy.

mod choose;
mod thumbnail;

use leptos::prelude::*;
use neuroglass_core::{Data, DataShape, Edit, Experiment, Group, limits};

use super::controls::{Field, IconButton, Slider, Track};
use super::icon::{Glyph, Icon};
use super::training::fresh_seed;
use crate::format;
use crate::glass::{Glass, use_glass};
use choose::Choice;
use thumbnail::Thumbnail;

/// The data settings.
#[component]
pub fn DataPanel() -> impl IntoView {
    let glass = use_glass();
    let data = move |read: fn(&Data) -> f64| {
        Signal::derive(move || glass.settings.with(|settings| read(&settings.data)))
    };
    let group = RwSignal::new(Group::TwoClasses);
    // The group that the data are of, shown until somebody looks at another.
    let home = StoredValue::new(Group::TwoClasses);
    Effect::new(move || {
        glass.settings.with(|_| ()); // again whenever they change
        let present = glass.ahead().data.shape.group();
        if home.get_value() != present {
            home.set_value(present);
            group.set(present);
        }
    });
    let share = limits::TRAIN_SHARE;
    view! {
        <section class="panel data" aria-labelledby="data-title">
            <div class="panel-head">
                <h2 id="data-title">"Data"</h2>
                <div class="groups" role="group" aria-label="Kind of data">
                    {Group::ALL.iter().map(|&kind| view! { <GroupButton kind=kind shown=group/> }).collect_view()}
                </div>
            </div>
            <div class="choice">
                <div class="shapes" role="group" aria-label=move || group.get().name()>
                    {move || {
                        let of_group = DataShape::ALL.iter().filter(|shape| shape.group() == group.get());
                        of_group.map(|&shape| view! { <ShapeButton shape=shape home=home/> }).collect_view()
                    }}
                </div>
                <Show when=move || group.get() == Group::SeveralClasses>
                    <Slider
                        label="Classes"
                        name="classes"
                        hint="How many classes there are. The network has an output for each of them."
                        track=Track::Linear(f64::from(limits::CLASSES.min), f64::from(limits::CLASSES.max), 1.0)
                        value=data(|data| f64::from(data.classes))
                        text=format::number
                        on_value=move |classes| change(glass, |data| data.classes = classes as u32)
                    />
                </Show>
            </div>
            <Slider
                label="Examples"
                name="size"
                hint="How many examples there are. With few of them a network learns the noise by heart."
                track=Track::Log(f64::from(limits::DATA_SIZE.min), f64::from(limits::DATA_SIZE.max), 2)
                value=data(|data| f64::from(data.size))
                text=format::number
                on_value=move |size| change(glass, |data| data.size = size as u32)
            />
            <Slider
                label="Noise"
                name="noise"
                hint="How far examples stray. With much of it nothing is right for all."
                track=Track::Linear(f64::from(limits::NOISE.min), f64::from(limits::NOISE.max), 0.01)
                value=data(|data| f64::from(data.noise))
                text=|noise| format::plain(noise as f32, 2)
                on_value=move |noise| change(glass, |data| data.noise = noise as f32)
            />
            <Slider
                label="Train"
                name="train-share"
                hint="Share of the examples that it trains on. The others only test what it has understood."
                track=Track::Linear(hundredths(share.min), hundredths(share.max), 0.01)
                value=data(|data| f64::from(data.train_share))
                text=format::percent
                on_value=move |share| change(glass, |data| data.train_share = share as f32)
            />
            <div class="row chosen" data-hint="The same seed always gives the same examples.">
                <span class="name" aria-hidden="true">"Seed"</span>
                <IconButton
                    icon=Icon::Dice
                    label="Other examples"
                    hint="Draws other examples of the same kind."
                    action="data-seed"
                    on_press=move |()| change(glass, |data| data.seed = fresh_seed())
                />
                <Field
                    label="Seed of the examples"
                    name="data-seed"
                    value=data(|data| f64::from(data.seed))
                    text=format::exact
                    on_value=Callback::new(move |seed| change(glass, |data| data.seed = seed as u32))
                />
            </div>
        </section>
    }
}

/// A limit in whole hundredths, so that 0.1 is not 0.10000000149.
fn hundredths(limit: f32) -> f64 {
    (f64::from(limit) * 100.0).round() / 100.0
}

/// Changes something about the data in their present shape.
fn change(glass: Glass, by: impl FnOnce(&mut Data)) {
    let mut data = glass.ahead().data;
    by(&mut data);
    glass.turn(Edit::Data(data));
}

/// Learns data of another shape, with all that has to change for them.
fn choose(glass: Glass, shape: DataShape) {
    let settings = glass.ahead();
    if shape == settings.data.shape {
        return;
    }
    let choice = Choice::new(&settings, shaped(&settings, shape));
    let told = choice.consequences();
    for edit in choice.edits {
        glass.edit(edit);
    }
    if !told.is_empty() {
        glass.say(told, false);
    }
}

/// The present data in another shape.
fn shaped(settings: &Experiment, shape: DataShape) -> Data {
    Data {
        shape,
        ..settings.data.clone()
    }
}

/// Shows the shapes of a group.
#[component]
fn GroupButton(kind: Group, shown: RwSignal<Group>) -> impl IntoView {
    let icon = match kind {
        Group::TwoClasses => Icon::TwoClasses,
        Group::SeveralClasses => Icon::SeveralClasses,
        Group::Values => Icon::Landscape,
        Group::Curves => Icon::Wave,
        Group::Pictures => Icon::Picture,
    };
    view! {
        <button
            type="button"
            class="group"
            data-group=format!("{kind:?}")
            data-hint=kind.sentence()
            aria-label=kind.name()
            aria-description=kind.sentence()
            aria-pressed=move || if shown.get() == kind { "true" } else { "false" }
            on:click=move |_| shown.set(kind)
        >
            <Glyph icon=icon/>
        </button>
    }
}

#[component]
fn ShapeButton(shape: DataShape, home: StoredValue<Group>) -> impl IntoView {
    let glass = use_glass();
    let chosen = move || glass.settings.with(|settings| settings.data.shape == shape);
    let hint = move || {
        let told = glass
            .settings
            .with(|settings| Choice::new(settings, shaped(settings, shape)).consequences());
        let words = format!("{}. {} {told}", shape.name(), shape.sentence());
        words.trim_end().to_owned()
    };
    view! {
        <button
            type="button"
            class="shape"
            data-shape=shape.id()
            data-hint=hint
            aria-label=shape.name()
            aria-description=hint
            aria-pressed=move || if chosen() { "true" } else { "false" }
            on:click=move |_| {
                home.set_value(shape.group());
                choose(glass, shape);
            }
        >
            <Thumbnail shape=shape/>
        </button>
    }
}
