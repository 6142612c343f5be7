//! What it learns: the shape of the points, how many, how noisy.

use leptos::prelude::*;
use neuroglass_core::limits;
use neuroglass_core::{Data, DataShape, Dataset, Edit, Group};

use super::controls::{IconButton, Slider, Track};
use super::drawing::Drawing;
use super::icon::Icon;
use super::training::fresh_seed;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, use_glass};
use crate::scene::Scene;

/// Points drawn in a thumbnail.
const THUMBNAIL_POINTS: u32 = 90;

/// The data settings.
#[component]
pub fn DataPanel() -> impl IntoView {
    let glass = use_glass();
    let data = move |read: fn(&Data) -> f64| {
        Signal::derive(move || glass.settings.with(|settings| read(&settings.data)))
    };
    let of_two_classes = |shape: &&DataShape| shape.group() == Group::TwoClasses;
    let shapes = DataShape::ALL.iter().filter(of_two_classes);
    view! {
        <section class="panel data" aria-labelledby="data-title">
            <h2 id="data-title">"Data"</h2>
            <div class="shapes" role="group" aria-label="Shape of the data">
                {shapes.map(|&shape| view! { <ShapeButton shape=shape/> }).collect_view()}
            </div>
            <Slider
                label="Points"
                name="size"
                hint="How many points there are. With few of them a network learns the noise by heart."
                track=Track::Log(f64::from(limits::DATA_SIZE.min), f64::from(limits::DATA_SIZE.max), 2)
                value=data(|data| f64::from(data.size))
                text=|size| format::count(size as u64)
                on_value=move |size| change(glass, |data| data.size = size as u32)
            />
            <Slider
                label="Noise"
                name="noise"
                hint="How far points stray from their shape. With much of it no boundary is right for all."
                track=Track::Linear(f64::from(limits::NOISE.min), f64::from(limits::NOISE.max), 0.01)
                value=data(|data| f64::from(data.noise))
                text=|noise| format!("{noise:.2}")
                on_value=move |noise| change(glass, |data| data.noise = noise as f32)
            />
            <Slider
                label="Train"
                name="train-share"
                hint="Share of the points that it trains on. The others only test what it has understood."
                track=Track::Linear(f64::from(limits::TRAIN_SHARE.min), f64::from(limits::TRAIN_SHARE.max), 0.01)
                value=data(|data| f64::from(data.train_share))
                text=|share| format!("{:.0} %", share * 100.0)
                on_value=move |share| change(glass, |data| data.train_share = share as f32)
            />
            <div class="row">
                <span class="name" id="data-seed">"Seed"</span>
                <span class="value seed">
                    <IconButton
                        icon=Icon::Dice
                        label="Other points"
                        hint="Draws other points of the same shape. The same number always gives the same points."
                        action="data-seed"
                        on_press=move |()| change(glass, |data| data.seed = fresh_seed())
                    />
                    <span aria-labelledby="data-seed">
                        {move || glass.settings.with(|settings| settings.data.seed)}
                    </span>
                </span>
            </div>
        </section>
    }
}

fn change(glass: Glass, by: impl FnOnce(&mut Data)) {
    let mut data = glass
        .settings
        .with_untracked(|settings| settings.data.clone());
    by(&mut data);
    glass.turn(Edit::Data(data));
}

#[component]
fn ShapeButton(shape: DataShape) -> impl IntoView {
    let glass = use_glass();
    let chosen = move || glass.settings.with(|settings| settings.data.shape == shape);
    view! {
        <button
            type="button"
            class="shape"
            data-shape=shape.id()
            data-hint=shape.sentence()
            aria-label=shape.name()
            aria-description=shape.sentence()
            aria-pressed=move || if chosen() { "true" } else { "false" }
            on:click=move |_| change(glass, |data| data.shape = shape)
        >
            <Thumbnail shape=shape/>
        </button>
    }
}

#[component]
fn Thumbnail(shape: DataShape) -> impl IntoView {
    let data = Data {
        shape,
        size: THUMBNAIL_POINTS,
        noise: 0.1,
        seed: 3,
        ..Data::default()
    };
    let dataset = Dataset::new(&data);
    let points: Vec<_> = dataset
        .points(0..dataset.len())
        .map(|point| (point.x, dataset.task().shade(point.target)))
        .collect();
    let mut painted = None;
    view! {
        <Drawing
            name="thumbnail"
            paint=move |surface: &Surface, _: &Scene, palette: &Palette| {
                // It changes with the theme and the screen only.
                let key = (surface.canvas.width(), palette.ink.clone());
                if painted.as_ref() == Some(&key) {
                    return;
                }
                surface.clear();
                let half = surface.width / 2.0;
                for &([x, y], shade) in &points {
                    let at = |value: f32| half + f64::from(value) / 6.0 * half;
                    surface.ctx.set_fill_style_str(palette.signed(shade));
                    surface.ctx.begin_path();
                    let _ = surface.ctx.arc(at(x), at(-y), 1.5, 0.0, std::f64::consts::TAU);
                    surface.ctx.fill();
                }
                painted = Some(key);
            }
        />
    }
}
