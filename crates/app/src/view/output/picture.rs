//! One picture of the training set, large, and what the network says to it.

use leptos::prelude::*;
use neuroglass_core::Task;
use web_sys::KeyboardEvent;

use super::ask_for;
use crate::canvas::map::{Atlas, Range};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Glass, use_glass};
use crate::later::later;
use crate::scene::Scene;
use crate::view::controls::IconButton;
use crate::view::drawing::Drawing;
use crate::view::icon::Icon;
use crate::view::names;

/// Side of the map of an output: all of it is the one value.
const SIDE: u32 = 1;

later! {
    /// The picture and the answer.
    PICTURES = pictures: view! { <PictureView/> }.into_any()
}

#[component]
fn PictureView() -> impl IntoView {
    let glass = use_glass();
    ask_for(glass, SIDE);
    let count =
        Memo::new(move |_| glass.settings.with(|settings| settings.data.train_len()) as u32);
    let sample = Memo::new(move |_| glass.sample.get().min(count.get().max(1) - 1));
    let turn = move |by: i32| {
        let last = count.get_untracked().max(1) - 1;
        let to = sample.get_untracked().saturating_add_signed(by).min(last);
        if to != sample.get_untracked() {
            glass.sample.set(to);
        }
    };
    let key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => -1,
            "ArrowRight" | "ArrowDown" => 1,
            "Home" => i32::MIN,
            "End" => i32::MAX,
            _ => return,
        };
        event.prevent_default();
        turn(by);
    };
    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        if let Some(atlas) = &mut atlas {
            paint_picture(surface, scene, palette, atlas);
        }
    };
    view! {
        <section class="panel output" aria-labelledby="output-title">
            <div class="panel-head">
                <h2 id="output-title">"Picture"</h2>
                <p class="note">
                    {move || format!("{} of {} to train on", format::count(u64::from(sample.get()) + 1), format::count(count.get().into()))}
                </p>
                <div class="tabs-small" role="group" aria-label="Picture shown">
                    <IconButton
                        icon=Icon::Previous
                        label="Previous picture"
                        hint="Shows the picture before this one. Key on the picture: left arrow."
                        action="previous-sample"
                        class="small"
                        disabled=Signal::derive(move || sample.get() == 0)
                        on_press=move |()| turn(-1)
                    />
                    <IconButton
                        icon=Icon::Next
                        label="Next picture"
                        hint="Shows the picture after this one. Key on the picture: right arrow."
                        action="next-sample"
                        class="small"
                        disabled=Signal::derive(move || sample.get() + 1 >= count.get())
                        on_press=move |()| turn(1)
                    />
                </div>
            </div>
            <div class="picture-and-answer">
                <div
                    class="map picture"
                    data-sample=sample
                    tabindex="0"
                    role="img"
                    aria-label=move || describe(glass, sample.get())
                    aria-description="Arrow keys show other pictures."
                    data-hint="One picture of the training set. All tiles of the network show what becomes of it."
                    on:keydown=key
                >
                    <Drawing name="picture" paint=paint/>
                </div>
                <Answer/>
            </div>
        </section>
    }
}

fn paint_picture(surface: &Surface, scene: &Scene, palette: &Palette, atlas: &mut Atlas) {
    surface.clear();
    let volume = scene.shape.input();
    let area = volume.area();
    // The first channel stands for all: pictures are grey.
    let Some(pixels) = scene
        .sample
        .get(..area)
        .filter(|_| volume.height == volume.width)
    else {
        return;
    };
    atlas.begin(volume.height as usize);
    atlas.push(pixels, Range::PIXELS, &palette.grey);
    atlas.finish();
    surface.ctx.set_image_smoothing_enabled(false);
    atlas.draw(&surface.ctx, 0, 0.0, 0.0, surface.width);
}

/// One class with how sure the network is of it.
#[derive(Clone, PartialEq)]
struct Bar {
    name: String,
    value: f32,
    /// From 0 to 1.
    share: f32,
    is_right: bool,
    is_said: bool,
}

/// The answers as bars, and which is right.
#[component]
fn Answer() -> impl IntoView {
    let glass = use_glass();
    let bars = Memo::new(move |_| {
        glass.numbers.track();
        glass.watch.track();
        glass.with_scene(bars)
    });
    let bar = |bar: Bar| {
        view! {
            <li class="answer" class:right=bar.is_right class:said=bar.is_said data-answer=bar.name.clone()>
                <span class="answer-name">{bar.name.clone()}</span>
                <span class="answer-bar"><span style:width=format!("{:.1}%", bar.share * 100.0)></span></span>
                <span class="answer-value">{format::plain(bar.value, 2)}</span>
                <span class="answer-right">{bar.is_right.then_some("✓")}</span>
            </li>
        }
    };
    view! {
        <ul class="answers" aria-label="Outputs">{move || bars.get().into_iter().map(bar).collect_view()}</ul>
    }
}

fn bars(scene: &Scene) -> Vec<Bar> {
    let settings = &scene.settings;
    let [low, high] = settings.output.activation.targets();
    let share = |value: f32| ((value - low) / (high - low)).clamp(0.0, 1.0);
    let mut values: Vec<f32> = scene.answers().collect();
    if let ([value], Task::Classes(_)) = (&values[..], settings.data.task()) {
        // One output speaks for the second of two classes, and so against the first.
        values = vec![low + high - value, *value];
    }
    let target = scene.sample.last().copied();
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let name = |unit: usize| names::output_name(settings, unit as u32);
    let bars = values.iter().enumerate().map(|(unit, &value)| Bar {
        name: name(unit),
        value,
        share: share(value),
        is_right: target == Some(unit as f32),
        is_said: value == most,
    });
    bars.collect()
}

/// The picture and the answer in words.
fn describe(glass: Glass, sample: u32) -> String {
    let about = format!("Picture {}", sample + 1);
    if glass.playing.get() {
        return format!("{about}. It is training; pause it to hear what the network says.");
    }
    glass.numbers.track();
    let bars = glass.with_scene(bars);
    let right = bars.iter().find(|bar| bar.is_right);
    let said = bars.iter().find(|bar| bar.is_said);
    match (right, said) {
        (Some(right), Some(said)) => format!(
            "{about}, of class {}. The network says class {}, at {}.",
            right.name,
            said.name,
            format::plain(said.value, 2)
        ),
        _ => about,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Data, DataShape, Experiment};

    #[test]
    fn the_right_answer_and_the_one_that_is_said_are_marked() {
        let mut scene = Scene::new(Experiment {
            data: Data {
                shape: DataShape::Stripes,
                ..Data::default()
            },
            ..Experiment::default()
        });
        scene.output = vec![-1.0, 0.5, 0.0, 1.0];
        scene.sample = vec![1.0];
        let bars = bars(&scene);
        assert_eq!(bars.len(), 4);
        assert!(bars[1].is_right && !bars[1].is_said);
        assert!(bars[3].is_said && !bars[3].is_right);
        assert_eq!([bars[0].share, bars[1].share], [0.0, 0.75]);
    }
}
