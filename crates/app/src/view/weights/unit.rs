//! The selected unit, large: before its activation and after it.

use leptos::prelude::*;
use neuroglass_core::{Activation, Layer};

use super::Beside;
use crate::canvas::map::{Atlas, Range};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Selection, use_glass};
use crate::scene::Scene;
use crate::view::drawing::Drawing;
use crate::view::names;
use crate::view::output::paint_square;

/// Side of the large maps, in points.
const SIDE: u32 = 72;

/// The two maps of the selected unit.
#[component]
pub fn UnitMaps(beside: RwSignal<bool>) -> impl IntoView {
    let glass = use_glass();
    let unit = Memo::new(move |_| match glass.selection.get() {
        Selection {
            column,
            unit: Some(unit),
        } if column > 0 => Some((column, unit)),
        _ => None,
    });
    let watch = move |unit: Option<(u32, u32)>| {
        let watched = unit.map(|(column, unit)| (column - 1, unit, SIDE));
        if glass.watch.with_untracked(|watch| watch.unit != watched) {
            glass.watch.update(|watch| watch.unit = watched);
        }
    };
    Effect::new(move || watch(unit.get()));
    // Nobody looks at it once the panel is closed.
    on_cleanup(move || watch(None));

    // Its activation, and what it is made by.
    let made = Memo::new(move |_| {
        let (column, _) = unit.get()?;
        Some(glass.settings.with(|settings| {
            let layer = settings.hidden.get(column as usize - 1).copied();
            let output = Layer::dense(1, settings.output.activation);
            let layer = layer.unwrap_or(output);
            (layer.activation(), formula(layer))
        }))
    });
    let name = move || {
        glass
            .settings
            .with(|settings| names::symbol(settings, glass.selection.get()))
    };
    view! {
        <section class="unit" aria-label="Selected unit">
            {move || match made.get() {
                Some((activation, formula)) => {
                    view! {
                        <div class="panel-head">
                            <Beside unit=beside/>
                            <i class="needle">{name()}</i>
                            <p class="note"><i>{formula}</i></p>
                        </div>
                        <div class="unit-maps">
                            <UnitMap name="before" title="before" symbol="z" activation=activation/>
                            <UnitMap name="after" title="after" symbol="a" activation=activation/>
                        </div>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <div class="panel-head"><Beside unit=beside/></div>
                        <p class="note">"Select a unit of the network to see it here before and after its activation."</p>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

fn formula(layer: Layer) -> String {
    let sum = match layer {
        Layer::Dense(_) => "Σ w h + b",
        Layer::Conv2d(_) => "w ∗ h + b",
        Layer::LayerNorm => "g (h − μ) / σ + b",
        other => return other.name().to_owned(),
    };
    match layer.activation() {
        Activation::Linear => format!("a = z = {sum}"),
        other => format!("a = {}(z), z = {sum}", other.name()),
    }
}

#[component]
fn UnitMap(
    name: &'static str,
    title: &'static str,
    symbol: &'static str,
    activation: Activation,
) -> impl IntoView {
    let glass = use_glass();
    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let Some(atlas) = &mut atlas else { return };
        surface.clear();
        let values = values(scene, name);
        let range = range(name, activation, values);
        // A picture has no contour.
        let level = scene.settings.sees_features().then_some(range.level);
        let side = Scene::side(values, 1);
        paint_square(surface, palette, atlas, values, side, level, range);
    };
    let ends = move || {
        glass.numbers.track();
        glass.with_scene(|scene| {
            let values = values(scene, name);
            let Range { centre, half, .. } = range(name, activation, values);
            format!(
                "{} … {}",
                format::signed(centre - half, 1),
                format::signed(centre + half, 1)
            )
        })
    };
    view! {
        <figure class="unit-map">
            <figcaption>
                {title}
                " "
                <i>{symbol}</i>
                <span class="unit-range">{ends}</span>
            </figcaption>
            <div class="map"><Drawing name=name paint=paint/></div>
        </figure>
    }
}

fn values<'a>(scene: &'a Scene, name: &str) -> &'a [f32] {
    if name == "before" {
        &scene.before
    } else {
        &scene.after
    }
}

/// Before the activation a value has no bounds; after it, those of the activation.
fn range(name: &str, activation: Activation, values: &[f32]) -> Range {
    if name == "before" {
        Range::around(0.0, 1.0, values)
    } else {
        Range::of(activation, values)
    }
}
