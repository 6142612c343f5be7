//! The weights of a layer as the matrix of the textbook: a row is a neuron.

use leptos::prelude::*;

use super::parameter::{Parameter, node_name};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Selection, column_units, use_glass};
use crate::scene::Scene;
use crate::view::drawing::Drawing;

/// Cells that are written out; a larger matrix is drawn.
const WRITTEN_COLUMNS: u32 = 8;
const WRITTEN_ROWS: u32 = 12;

/// The layer whose weights are shown, and its size.
#[derive(Clone, PartialEq)]
struct Shown {
    layer: u32,
    units: u32,
    inputs: u32,
    sources: Vec<String>,
}

/// The matrix of the selected layer; of an input, the first layer's.
#[component]
pub fn Matrix() -> impl IntoView {
    let glass = use_glass();
    let shown = Memo::new(move |_| {
        let column = glass.selection.get().column.max(1);
        glass.settings.with(|settings| {
            let inputs = column_units(settings, column - 1);
            let source = |unit| {
                node_name(
                    settings,
                    Selection {
                        column: column - 1,
                        unit: Some(unit),
                    },
                )
            };
            Shown {
                layer: column - 1,
                units: column_units(settings, column),
                inputs,
                sources: (0..inputs.min(WRITTEN_COLUMNS)).map(source).collect(),
            }
        })
    });
    let head = move || {
        let Shown {
            layer,
            units,
            inputs,
            ..
        } = shown.get();
        view! {
            <h2>
                <i class="symbol">"W"</i>
                <sup>{format!("({})", layer + 1)}</sup>
                {format!(" {units} × {inputs}")}
            </h2>
            <p class="note">"a row is a neuron"</p>
        }
    };
    view! {
        <section class="matrix-panel" aria-label="Weight matrix">
            <div class="panel-head">{head}</div>
            {move || {
                let shown = shown.get();
                if shown.inputs <= WRITTEN_COLUMNS && shown.units <= WRITTEN_ROWS {
                    view! { <Written shown=shown/> }.into_any()
                } else {
                    view! { <Drawn shown=shown/> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Written(shown: Shown) -> impl IntoView {
    let Shown {
        layer,
        units,
        inputs,
        sources,
    } = shown;
    view! {
        <table class="matrix">
            <thead>
                <tr>
                    <td></td>
                    {sources.into_iter().map(|source| view! { <th scope="col"><i>{source}</i></th> }).collect_view()}
                    <th scope="col" class="matrix-bias"><i>"b"</i></th>
                </tr>
            </thead>
            <tbody>{(0..units).map(|unit| view! { <Row layer=layer unit=unit inputs=inputs/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(layer: u32, unit: u32, inputs: u32) -> impl IntoView {
    let glass = use_glass();
    let node = Selection {
        column: layer + 1,
        unit: Some(unit),
    };
    let cells = (0..inputs).map(Some).chain([None]);
    view! {
        <tr
            class:selected=move || glass.selection.get() == node
            on:pointerenter=move |_| glass.preview.set(Some(node))
            on:pointerleave=move |_| glass.preview.set(None)
        >
            <th scope="row">
                <button
                    type="button"
                    class="row-name"
                    data-hint="Shows the sliders of this neuron."
                    aria-label=format!("Neuron {}", unit + 1)
                    on:click=move |_| glass.selection.set(node)
                >
                    {unit + 1}
                </button>
            </th>
            {cells.map(|input| view! { <Cell parameter=Parameter { layer, unit, input }/> }).collect_view()}
        </tr>
    }
}

#[component]
fn Cell(parameter: Parameter) -> impl IntoView {
    let glass = use_glass();
    let value = Memo::new(move |_| {
        glass.numbers.track();
        parameter.value(glass)
    });
    let text =
        Memo::new(move |_| format::signed(value.get(), usize::from(value.get().abs() < 9.95)));
    let ground = Memo::new(move |_| {
        glass.dark.track();
        let place = glass.with_scene(|scene| value.get() / scene.weight_reference.max(1.0));
        // Steps that the eye does not see need no new style.
        let place = (place.clamp(-1.0, 1.0) * 32.0).round() / 32.0;
        if place.is_nan() {
            return None;
        }
        glass.with_palette(|palette| palette.scale.css(place))
    });
    view! {
        <td class:matrix-bias=parameter.input.is_none() style:background-color=ground>
            {text}
        </td>
    }
}

/// A large matrix as colours.
#[component]
fn Drawn(shown: Shown) -> impl IntoView {
    let glass = use_glass();
    let Shown {
        layer,
        units,
        inputs,
        ..
    } = shown;
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        surface.clear();
        let columns = inputs + 1;
        let cell = (surface.width / f64::from(columns))
            .min(surface.height / f64::from(units))
            .min(18.0);
        let reference = scene.weight_reference.max(1.0);
        let selected = glass.selection.get_untracked();
        for unit in 0..units {
            for column in 0..columns {
                let value = if column < inputs {
                    scene.weight(layer, unit, column)
                } else {
                    scene.bias(layer, unit)
                };
                let [r, g, b, _] = palette.scale.colour(value.unwrap_or(0.0) / reference);
                surface.ctx.set_fill_style_str(&format!("rgb({r} {g} {b})"));
                surface.ctx.fill_rect(
                    f64::from(column) * cell,
                    f64::from(unit) * cell,
                    cell + 0.3,
                    cell + 0.3,
                );
            }
            if selected
                == (Selection {
                    column: layer + 1,
                    unit: Some(unit),
                })
            {
                surface.ctx.set_stroke_style_str(&palette.needle);
                surface.ctx.set_line_width(1.5);
                surface.ctx.stroke_rect(
                    0.75,
                    f64::from(unit) * cell,
                    f64::from(columns) * cell - 1.5,
                    cell,
                );
            }
        }
    };
    Effect::new(move || {
        glass.selection.track();
        glass.repaint();
    });
    view! { <div class="matrix-drawn"><Drawing name="matrix" paint=paint/></div> }
}
