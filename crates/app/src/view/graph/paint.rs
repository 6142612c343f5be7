//! Draws the network on its canvas.

use web_sys::CanvasRenderingContext2d;

use super::edges::{Edge, edges};
use super::plan::{Column, Plan, SMALLEST_WITH_BIAS};
use crate::canvas::map::{Atlas, Range, trace_contour};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::Selection;
use crate::scene::Scene;

/// Steps of strength that edges are drawn in: one stroke a step, whatever the number of edges.
const LEVELS: usize = 24;
/// Above this many units in a neighbouring layer their weights are not written out.
const LABELLED: usize = 8;

/// What is emphasised.
#[derive(Clone, Copy)]
pub struct Emphasis {
    pub selection: Selection,
    pub hover: Option<Selection>,
}

/// Draws everything.
pub fn paint(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    plan: &Plan,
    atlas: &mut Atlas,
    emphasis: Emphasis,
) {
    surface.clear();
    let fits = plan.columns.len() == scene.shape.layers().len() + 1
        && plan.columns[0].corners.len() == scene.settings.inputs.len();
    if !fits {
        return;
    }
    let edges = edges(
        plan,
        &scene.shape,
        &scene.parameters,
        scene.weight_reference,
    );
    paint_edges(&surface.ctx, palette, &edges, emphasis.selection);
    if plan.is_roomy() {
        paint_stub(surface, palette, plan);
    }
    fill_atlas(scene, palette, atlas);
    let mut index = 0;
    for (number, column) in plan.columns.iter().enumerate() {
        for unit in 0..column.corners.len() {
            paint_tile(
                surface,
                scene,
                palette,
                atlas,
                column,
                (number, unit, index),
            );
            index += 1;
        }
    }
    paint_names(surface, scene, palette, plan, emphasis.selection);
    paint_rings(surface, palette, plan, emphasis);
    paint_labels(&surface.ctx, palette, plan, &edges, emphasis.selection);
}

/// Whether an edge leads into or out of the selected unit.
fn is_own(edge: &Edge, selection: Selection) -> bool {
    let column = selection.column as usize;
    match selection.unit {
        Some(unit) => {
            (edge.layer + 1 == column && edge.unit == unit as usize)
                || (edge.layer == column && edge.input == unit as usize)
        }
        None => edge.layer + 1 == column,
    }
}

fn paint_edges(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    edges: &[Edge],
    selection: Selection,
) {
    ctx.set_line_cap("butt");
    for own in [false, true] {
        let mut rest = edges;
        // Edges come weakest first, so each level is one run of them.
        for level in 0..LEVELS {
            let end = (level + 1) as f64 / LEVELS as f64;
            let count = rest.partition_point(|edge| edge.strength <= end);
            let (run, later) = rest.split_at(count);
            rest = later;
            for negative in [true, false] {
                let mut strongest = None;
                ctx.begin_path();
                for edge in run {
                    let sign = edge.weight.is_sign_negative();
                    if sign == negative && is_own(edge, selection) == own {
                        trace(ctx, edge);
                        strongest = Some(edge);
                    }
                }
                if let Some(edge) = strongest {
                    let plain = 0.22 + 0.78 * edge.strength.powf(0.7);
                    ctx.set_global_alpha(if own { plain.max(0.75) } else { plain * 0.42 });
                    ctx.set_line_width(edge.width);
                    ctx.set_stroke_style_str(palette.signed(edge.weight));
                    ctx.stroke();
                }
            }
        }
    }
    ctx.set_global_alpha(1.0);
}

fn trace(ctx: &CanvasRenderingContext2d, edge: &Edge) {
    let ([x0, y0], [x1, y1]) = (edge.from, edge.to);
    let handle = 0.45 * (x1 - x0);
    ctx.move_to(x0, y0);
    ctx.bezier_curve_to(x0 + handle, y0, x1 - handle, y1, x1, y1);
}

/// The line from the output towards its large map.
fn paint_stub(surface: &Surface, palette: &Palette, plan: &Plan) {
    let Some(output) = plan.columns.last() else {
        return;
    };
    let y = surface.sharp(output.middle(0));
    surface.ctx.set_stroke_style_str(&palette.tile_border);
    surface.ctx.set_line_width(1.5);
    surface.ctx.begin_path();
    surface.ctx.move_to(output.sides[1], y);
    surface.ctx.line_to(surface.width, y);
    surface.ctx.stroke();
}

fn fill_atlas(scene: &Scene, palette: &Palette, atlas: &mut Atlas) {
    let side = Scene::side(&scene.tiles, scene.tile_count());
    atlas.begin(side);
    for index in 0..scene.tile_count() {
        if let Some((map, _)) = scene.tile(index) {
            atlas.push(map, tile_range(scene, index, map), &palette.scale);
        }
    }
    atlas.finish();
}

/// What the values of a tile mean.
pub fn tile_range(scene: &Scene, index: usize, map: &[f32]) -> Range {
    match scene.activation_of_tile(index) {
        Some(activation) => Range::of(activation, map),
        None => Range::around(0.0, 1.0, map),
    }
}

fn paint_tile(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    atlas: &Atlas,
    column: &Column,
    (number, unit, index): (usize, usize, usize),
) {
    let Surface { ctx, ratio, .. } = surface;
    let ([x, y], size) = (column.corners[unit], column.tile);
    if let Some((map, side)) = scene.tile(index) {
        atlas.draw(ctx, index, x, y, size);
        if size >= 20.0 {
            ctx.set_stroke_style_str(&palette.ink);
            ctx.set_global_alpha(0.8);
            ctx.set_line_width(0.8);
            trace_contour(
                ctx,
                map,
                side,
                tile_range(scene, index, map).level,
                (x, y, size),
            );
            ctx.stroke();
            ctx.set_global_alpha(1.0);
        }
    } else {
        ctx.set_fill_style_str(&palette.well);
        ctx.fill_rect(x, y, size, size);
    }
    ctx.set_stroke_style_str(&palette.tile_border);
    ctx.set_line_width(1.0);
    let half = 0.5 / ratio;
    ctx.stroke_rect(x - half, y - half, size + 2.0 * half, size + 2.0 * half);
    if number > 0 && size >= SMALLEST_WITH_BIAS {
        paint_bias(
            surface,
            scene,
            palette,
            (x, y + size + 8.0, size),
            (number as u32 - 1, unit as u32),
        );
    }
}

/// A bar from a tick in the middle, as long as the bias.
fn paint_bias(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    (x, y, size): (f64, f64, f64),
    (layer, unit): (u32, u32),
) {
    let Some(bias) = scene.bias(layer, unit) else {
        return;
    };
    let (ctx, y) = (&surface.ctx, surface.sharp(y));
    ctx.set_stroke_style_str(&palette.tile_border);
    ctx.set_line_width(1.0);
    ctx.begin_path();
    ctx.move_to(x, y);
    ctx.line_to(x + size, y);
    ctx.stroke();
    let share = f64::from(bias / scene.weight_reference).clamp(-1.0, 1.0);
    let middle = x + size / 2.0;
    if share.is_finite() {
        ctx.set_fill_style_str(palette.signed(bias));
        ctx.fill_rect(
            middle.min(middle + share * size / 2.0),
            y - 2.0,
            (share * size / 2.0).abs(),
            4.0,
        );
    }
    ctx.set_fill_style_str(&palette.ink);
    ctx.fill_rect(middle - 0.5, y - 2.5, 1.0, 5.0);
}

fn paint_names(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    plan: &Plan,
    selection: Selection,
) {
    let ctx = &surface.ctx;
    ctx.set_text_baseline("middle");
    let italic = |size: f64| format!("italic {size}px {}", palette.serif);
    let colour = |column: u32, unit: usize| {
        let selected = selection
            == Selection {
                column,
                unit: Some(unit as u32),
            };
        if selected {
            &palette.needle
        } else {
            &palette.ink
        }
    };
    let inputs = &plan.columns[0];
    let one_column = inputs
        .corners
        .iter()
        .all(|corner| corner[0] == inputs.corners[0][0]);
    if inputs.tile >= 14.0 && one_column {
        ctx.set_text_align("right");
        for (unit, input) in scene.settings.inputs.iter().enumerate() {
            let symbol = input.symbol();
            let size = if symbol.chars().count() > 3 || inputs.tile < 30.0 {
                12.0
            } else {
                17.0
            };
            ctx.set_font(&italic(size));
            ctx.set_fill_style_str(colour(0, unit));
            let _ = ctx.fill_text(symbol, inputs.corners[unit][0] - 8.0, inputs.middle(unit));
        }
    }
    let last = plan.columns.len() - 1;
    let output = &plan.columns[last];
    ctx.set_text_align("center");
    ctx.set_font(&italic(17.0));
    ctx.set_fill_style_str(colour(last as u32, 0));
    let _ = ctx.fill_text("ŷ", output.x, output.corners[0][1] - 14.0);

    let (column, Some(unit)) = (selection.column as usize, selection.unit) else {
        return;
    };
    if column > 0
        && column < last
        && let Some(&[x, y]) = plan.columns[column].corners.get(unit as usize)
    {
        ctx.set_text_align("left");
        ctx.set_font(&italic(if plan.columns[column].tile < 30.0 {
            12.0
        } else {
            15.0
        }));
        ctx.set_fill_style_str(&palette.needle);
        let name = unit_name(selection.column, unit);
        let _ = ctx.fill_text(&name, x + plan.columns[column].tile + 8.0, y - 1.0);
    }
}

/// A hidden unit's name: *h* with layer·unit below.
pub fn unit_name(column: u32, unit: u32) -> String {
    format!("h{}·{}", subscript(column), subscript(unit + 1))
}

fn subscript(number: u32) -> String {
    number
        .to_string()
        .chars()
        .filter_map(|digit| char::from_u32(u32::from('₀') + digit.to_digit(10)?))
        .collect()
}

fn paint_rings(
    surface: &Surface,
    palette: &Palette,
    plan: &Plan,
    Emphasis { selection, hover }: Emphasis,
) {
    let ctx = &surface.ctx;
    let ring = |Selection { column, unit }: Selection, gap: f64, width: f64, colour: &str| {
        let Some(column) = plan.columns.get(column as usize) else {
            return;
        };
        let Some(&[x, y]) = unit.and_then(|unit| column.corners.get(unit as usize)) else {
            return;
        };
        let out = gap + width / 2.0;
        ctx.set_stroke_style_str(colour);
        ctx.set_line_width(width);
        ctx.begin_path();
        let side = column.tile + 2.0 * out;
        if ctx
            .round_rect_with_f64(x - out, y - out, side, side, 2.0)
            .is_err()
        {
            ctx.rect(x - out, y - out, side, side);
        }
        ctx.stroke();
    };
    if let Some(hover) = hover.filter(|hover| *hover != selection) {
        ring(hover, 0.0, 1.0, &palette.ink);
    }
    ring(selection, 2.0, 2.0, &palette.needle);
}

/// The weights of the selected unit, written on paper: incoming ones near their source, outgoing ones near their target.
fn paint_labels(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    plan: &Plan,
    edges: &[Edge],
    selection: Selection,
) {
    let (column, Some(unit)) = (selection.column as usize, selection.unit) else {
        return;
    };
    let crowded = |column: usize| {
        plan.columns
            .get(column)
            .is_some_and(|column| column.corners.len() > LABELLED)
    };
    if plan.spacing < 110.0 {
        return;
    }
    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_text_baseline("middle");
    ctx.set_text_align("center");
    for edge in edges {
        let share =
            if edge.layer + 1 == column && edge.unit == unit as usize && !crowded(column - 1) {
                0.24
            } else if edge.layer == column && edge.input == unit as usize && !crowded(column + 1) {
                0.72
            } else {
                continue;
            };
        let [x, y] = along(edge, share);
        let text = format::signed(edge.weight, 2);
        let half = text.chars().count() as f64 * 3.3 + 3.0;
        ctx.set_fill_style_str(&palette.paper);
        ctx.set_global_alpha(0.88);
        ctx.fill_rect(x - half, y - 7.0, 2.0 * half, 14.0);
        ctx.set_global_alpha(1.0);
        ctx.set_fill_style_str(palette.signed_text(edge.weight));
        let _ = ctx.fill_text(&text, x, y);
    }
}

/// A point of an edge's curve.
fn along(edge: &Edge, t: f64) -> [f64; 2] {
    let ([x0, y0], [x3, y3]) = (edge.from, edge.to);
    let handle = 0.45 * (x3 - x0);
    let s = 1.0 - t;
    let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
    [
        a * x0 + b * (x0 + handle) + c * (x3 - handle) + d * x3,
        (a + b) * y0 + (c + d) * y3,
    ]
}
