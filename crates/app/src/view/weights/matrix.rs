//! The weights of a layer as the matrix of the textbook: a row is a neuron, or a filter.

use leptos::prelude::*;
use neuroglass_core::{Layer, LayerShape, Shape};

use super::groups::WHOLE;
use super::hands::Hands;
use super::parameter::{Parameter, Source};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Selection, use_glass};
use crate::scene::Scene;
use crate::view::drawing::Drawing;
use crate::view::names;

/// Cells that are written out; a larger matrix is drawn.
const WRITTEN_COLUMNS: u32 = 8;
const WRITTEN_ROWS: u32 = 12;
/// Rows and columns that are drawn at most.
const MOST_ROWS: u32 = 64;
const MOST_COLUMNS: u32 = 576;
/// The largest cell, and the gap between the windows of a filter, in cells.
const CELL: f64 = 18.0;
const GAP: f64 = 0.6;

/// The layer whose weights are shown, and its size.
#[derive(Clone, PartialEq)]
struct Shown {
    layer: u32,
    kind: Layer,
    rows: u32,
    columns: u32,
    sources: Vec<String>,
}

/// The matrix of the selected layer; of an input, the first layer's.
#[component]
pub fn Matrix() -> impl IntoView {
    let glass = use_glass();
    let shown = Memo::new(move |_| {
        let layer = glass.selection.get().column.max(1) - 1;
        glass.settings.with(|settings| {
            let shape = Shape::new(settings);
            let layer_shape = shape.layers().get(layer as usize)?;
            let columns = layer_shape.fan_in as u32;
            let source = |input| {
                let unit = 0;
                let input = Some(input);
                Parameter { layer, unit, input }.source_name(settings)
            };
            Some(Shown {
                layer,
                kind: layer_shape.layer,
                rows: layer_shape.rows as u32,
                columns,
                sources: (0..columns.min(WRITTEN_COLUMNS)).map(source).collect(),
            })
        })
    });
    view! {
        <section class="matrix-panel" aria-label="Weight matrix">
            <AllSliders/>
            <div class="matrix-scroll">{move || shown.get().map(|shown| view! { <Layers shown=shown/> })}</div>
            <Hands/>
        </section>
    }
}

/// Shows the sliders of the whole network, where it is small.
#[component]
fn AllSliders() -> impl IntoView {
    let glass = use_glass();
    let everything = Selection {
        column: 0,
        unit: None,
    };
    let count = Memo::new(move |_| {
        glass
            .settings
            .with(|settings| Shape::new(settings).parameters())
    });
    let is_on = move || glass.selection.get() == everything;
    view! {
        <Show when=move || count.get() <= WHOLE>
            <button
                type="button"
                class="tab-small all-sliders"
                data-action="all-sliders"
                data-hint="Shows a slider for each weight and bias of the network."
                aria-pressed=move || if is_on() { "true" } else { "false" }
                on:click=move |_| glass.selection.set(everything)
            >
                {move || format!("all {} sliders", count.get())}
            </button>
        </Show>
    }
}

#[component]
fn Layers(shown: Shown) -> impl IntoView {
    let Shown {
        layer,
        kind,
        rows,
        columns,
        ..
    } = shown;
    if rows == 0 {
        return view! {
            <div class="panel-head"><h2>{names::capital(kind.name())}</h2></div>
            <p class="note whole">"It has no weights of its own."</p>
        }
        .into_any();
    }
    let (size, note) = match kind {
        Layer::Conv2d(conv) => {
            let kernel = conv.kernel;
            let channels = columns / (kernel * kernel).max(1);
            (
                format!(" {rows} × {channels} × {kernel} × {kernel}"),
                "by filter and channel",
            )
        }
        Layer::LayerNorm => (format!(" {rows}"), "a gain and a bias to each value"),
        _ => (format!(" {rows} × {columns}"), "a row is a neuron"),
    };
    view! {
        <div class="panel-head">
            <h2>
                <i class="symbol">"W"</i>
                <sup>{format!("({})", layer + 1)}</sup>
                {size}
            </h2>
            <p class="note">{note}</p>
        </div>
        {if columns <= WRITTEN_COLUMNS && rows <= WRITTEN_ROWS {
            view! { <Written shown=shown/> }.into_any()
        } else {
            view! { <Drawn shown=shown/> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn Written(shown: Shown) -> impl IntoView {
    let Shown {
        layer,
        rows,
        columns,
        sources,
        ..
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
            <tbody>{(0..rows).map(|unit| view! { <Row layer=layer unit=unit inputs=columns/> }).collect_view()}</tbody>
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
        (!parameter.held(glass).cut).then(|| parameter.value(glass))
    });
    // What is cut is no number.
    let text = Memo::new(move |_| {
        value.get().map_or_else(
            || "·".to_owned(),
            |value| format::signed(value, usize::from(value.abs() < 9.95)),
        )
    });
    let ground = Memo::new(move |_| {
        glass.dark.track();
        let value = value.get()?;
        let place = glass.with_scene(|scene| value / scene.weight_reference.max(1.0));
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

/// A large matrix as colours; of filters, each window as a little picture.
#[component]
fn Drawn(shown: Shown) -> impl IntoView {
    let glass = use_glass();
    let Shown {
        layer,
        rows,
        columns,
        ..
    } = shown;
    let (shown_rows, shown_columns) = (rows.min(MOST_ROWS), columns.min(MOST_COLUMNS));
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        surface.clear();
        let Some(shape) = scene.shape.layers().get(layer as usize) else {
            return;
        };
        let grid = Grid::new(
            shape,
            [shown_rows, shown_columns],
            [surface.width, surface.height],
        );
        // Filters are compared with each other; all else with weights of size 1.
        let least = if grid.window > 1 { 0.0 } else { 1.0 };
        let reference = scene.weight_reference.max(least);
        let selected = glass.selection.get_untracked();
        let (ctx, [width, height]) = (&surface.ctx, grid.cell);
        for unit in 0..shown_rows {
            let fill = |value: Option<f32>, input: Option<u32>| {
                let [x, y] = grid.place(shape, unit, input);
                let [r, g, b, _] = palette.scale.colour(value.unwrap_or(0.0) / reference);
                ctx.set_fill_style_str(&format!("rgb({r} {g} {b})"));
                ctx.fill_rect(x, y, width + 0.3, height + 0.3);
            };
            for input in 0..shown_columns {
                fill(scene.weight(layer, unit, input), Some(input));
            }
            fill(scene.bias(layer, unit), None);
            let node = Selection {
                column: layer + 1,
                unit: Some(unit),
            };
            if selected == node {
                ctx.set_stroke_style_str(&palette.needle);
                ctx.set_line_width(1.5);
                let [x, y] = grid.place(shape, unit, Some(0));
                let row = [grid.wide * width, f64::from(grid.window) * height];
                ctx.stroke_rect(x + 0.75, y + 0.75, row[0] - 1.5, row[1] - 1.5);
            }
        }
    };
    Effect::new(move || {
        glass.selection.track();
        glass.repaint();
    });
    let rest = (rows > shown_rows || columns > shown_columns).then(|| {
        let text = format!("the first {shown_rows} × {shown_columns}");
        view! { <p class="note">{text}</p> }
    });
    view! {
        <div class="matrix-drawn"><Drawing name="matrix" paint=paint/></div>
        {rest}
    }
}

/// Where the cells of a drawn matrix are.
struct Grid {
    /// Side of a filter's window; 1 where there is none.
    window: u32,
    /// How wide a row is with its bias, in cells.
    wide: f64,
    /// Filters that stand beside each other.
    abreast: u32,
    /// Width and height of a cell.
    cell: [f64; 2],
}

impl Grid {
    fn new(shape: &LayerShape, [rows, columns]: [u32; 2], [width, height]: [f64; 2]) -> Self {
        let window = match shape.layer {
            Layer::Conv2d(conv) => conv.kernel,
            _ => 1,
        };
        let channels = columns.div_ceil(window * window);
        let wide = f64::from(channels) * Self::step(window) + GAP + 1.0;
        let cell = |abreast: u32| {
            let across = width / (f64::from(abreast) * (wide + GAP) - GAP);
            let down = height / (f64::from(rows.div_ceil(abreast)) * Self::step(window));
            [across.min(CELL), down.min(CELL)]
        };
        // Windows are square, and as large as they can be; a neuron has a row to itself.
        let square = |abreast| f64::min(cell(abreast)[0], cell(abreast)[1]);
        let most = if window > 1 { rows.max(1) } else { 1 };
        let abreast = (1..=most)
            .max_by(|&a, &b| square(a).total_cmp(&square(b)).then(b.cmp(&a)))
            .unwrap_or(1);
        Self {
            window,
            wide,
            abreast,
            cell: if window > 1 {
                [square(abreast); 2]
            } else {
                cell(1)
            },
        }
    }

    /// From one window to the next, in cells.
    fn step(window: u32) -> f64 {
        f64::from(window) + if window > 1 { GAP } else { 0.0 }
    }

    /// The left upper corner of a weight's cell, or of the bias's.
    fn place(&self, shape: &LayerShape, unit: u32, input: Option<u32>) -> [f64; 2] {
        let step = Self::step(self.window);
        let [x, y] = match input.map(|input| (input, Source::new(shape, input))) {
            None => [self.wide - 1.0, 0.0],
            Some((
                _,
                Source::Pixel {
                    channel,
                    row,
                    column,
                },
            )) if self.window > 1 => [
                f64::from(channel) * step + f64::from(column),
                f64::from(row),
            ],
            Some((input, _)) => [f64::from(input), 0.0],
        };
        let left = f64::from(unit % self.abreast) * (self.wide + GAP);
        let top = f64::from(unit / self.abreast) * step;
        [(left + x) * self.cell[0], (top + y) * self.cell[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Activation, Conv2d, Volume};

    #[test]
    fn every_cell_lies_inside_and_filters_stand_apart() {
        let picture = Volume {
            channels: 3,
            height: 12,
            width: 12,
        };
        for layer in [
            Layer::Conv2d(Conv2d::DEFAULT),
            Layer::Conv2d(Conv2d {
                filters: 64,
                kernel: 5,
                ..Conv2d::DEFAULT
            }),
            Layer::dense(20, Activation::Tanh),
        ] {
            let shape = Shape::of(picture, &[], layer);
            let shape = shape.layers()[0];
            let (rows, columns) = (shape.rows as u32, shape.fan_in as u32);
            let grid = Grid::new(&shape, [rows, columns], [310.0, 128.0]);
            let mut corners = Vec::new();
            for unit in 0..rows {
                for input in (0..columns).map(Some).chain([None]) {
                    let [x, y] = grid.place(&shape, unit, input);
                    assert!(x >= 0.0 && x + grid.cell[0] <= 310.1, "{layer:?}");
                    assert!(y >= 0.0 && y + grid.cell[1] <= 128.1, "{layer:?}");
                    corners.push([(x * 100.0) as u32, (y * 100.0) as u32]);
                }
            }
            let count = corners.len();
            corners.sort_unstable();
            corners.dedup();
            assert_eq!(corners.len(), count, "{layer:?}: two cells in one place");
        }
    }
}
