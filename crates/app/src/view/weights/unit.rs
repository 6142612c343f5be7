//! The selected unit, large: before its activation and after it.

use leptos::prelude::*;
use neuroglass_core::Activation;

use crate::canvas::map::{Atlas, Range};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Selection, use_glass};
use crate::scene::Scene;
use crate::view::drawing::Drawing;
use crate::view::output::paint_square;

use super::parameter::node_name;

/// Side of the large maps, in points.
const SIDE: u32 = 72;

/// The two maps of the selected unit.
#[component]
pub fn UnitMaps() -> impl IntoView {
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

    let activation = Memo::new(move |_| {
        unit.get().map(|(column, _)| {
            glass.settings.with(|settings| {
                settings
                    .hidden
                    .get(column as usize - 1)
                    .map_or(settings.output.activation, |layer| layer.activation())
            })
        })
    });
    let name = move || {
        glass
            .settings
            .with(|settings| node_name(settings, glass.selection.get()))
    };
    view! {
        <section class="unit" aria-label="Selected unit">
            {move || match activation.get() {
                Some(activation) => {
                    view! {
                        <div class="panel-head">
                            <h2>"Unit "<i class="needle">{name()}</i></h2>
                            <p class="note"><i>{formula(activation)}</i></p>
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
                        <div class="panel-head"><h2>"Unit"</h2></div>
                        <p class="note">"Select a unit of the network to see it here before and after its activation."</p>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

fn formula(activation: Activation) -> String {
    match activation {
        Activation::Linear => "a = z = Σ w h + b".to_owned(),
        other => format!("a = {}(z), z = Σ w h + b", other.name()),
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
        paint_square(
            surface,
            palette,
            atlas,
            values,
            Scene::side(values, 1),
            range(name, activation, values),
        );
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
