//! What is written and ringed on the network: names, weights of the selected unit, where the hand is.

use web_sys::CanvasRenderingContext2d;

use super::edges::{Edge, Kind};
use super::paint::{Emphasis, set_dashes};
use super::plan::{Column, Plan};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::Selection;
use crate::scene::Scene;
use crate::view::names;

/// Above this many units in a neighbouring layer their weights are not written out.
const LABELLED: usize = 8;
/// Tiles of at least this size have room for a name beside them.
const NAMED: f64 = 12.0;

/// Names of inputs, outputs and the selected unit, and how many units have no tile.
pub fn paint_names(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    plan: &Plan,
    selection: Selection,
) {
    let ctx = &surface.ctx;
    ctx.set_text_baseline("middle");
    let italic = |size: f64| ctx.set_font(&format!("italic {size}px {}", palette.serif));
    let name = |column: usize, unit: usize| {
        let unit = Some(unit as u32);
        let node = Selection {
            column: column as u32,
            unit,
        };
        ctx.set_fill_style_str(if selection == node {
            &palette.needle
        } else {
            &palette.ink
        });
        names::symbol(&scene.settings, node)
    };
    let inputs = &plan.columns[0];
    if inputs.line == 0.0 && inputs.tile >= NAMED && inputs.rows == inputs.corners.len() {
        ctx.set_text_align("right");
        for (unit, corner) in inputs.corners.iter().enumerate() {
            let symbol = name(0, unit);
            let is_small = symbol.chars().count() > 3 || inputs.tile < 30.0;
            italic(if is_small { 12.0 } else { 17.0 });
            let _ = ctx.fill_text(&symbol, corner[0] - 8.0, inputs.middle(unit));
        }
    }
    paint_output_names(ctx, scene, palette, plan, &name);
    for column in plan.columns.iter().filter(|column| column.more > 0) {
        paint_more(ctx, palette, column);
    }

    let (column, Some(unit)) = (selection.column as usize, selection.unit) else {
        return;
    };
    let Some(place) = plan.columns.get(column) else {
        return;
    };
    if place.line == 0.0
        && column > 0
        && column + 1 < plan.columns.len()
        && let Some(&[x, y]) = place.corners.get(unit as usize)
    {
        ctx.set_text_align("left");
        italic(if place.tile < 30.0 { 12.0 } else { 15.0 });
        let name = name(column, unit as usize);
        // In a grid another tile stands beside it.
        let [x, y] = if place.rows == place.corners.len() {
            [x + place.tile + 8.0, y - 1.0]
        } else {
            [place.sides[1] + 6.0, y - 1.0]
        };
        let _ = ctx.fill_text(&name, x, y);
    }
}

/// One output is named above its tile; several beside theirs.
fn paint_output_names(
    ctx: &CanvasRenderingContext2d,
    scene: &Scene,
    palette: &Palette,
    plan: &Plan,
    name: &impl Fn(usize, usize) -> String,
) {
    let last = plan.columns.len() - 1;
    let output = &plan.columns[last];
    if output.line > 0.0 {
        return;
    }
    let italic = format!("italic 17px {}", palette.serif);
    if let [corner] = output.corners[..] {
        ctx.set_text_align("center");
        ctx.set_font(&italic);
        let _ = ctx.fill_text(&name(last, 0), output.x, corner[1] - 14.0);
        return;
    }
    if output.tile < NAMED || output.rows != output.corners.len() {
        return;
    }
    ctx.set_text_align("left");
    for (unit, corner) in output.corners.iter().enumerate() {
        let symbol = name(last, unit);
        let text = names::output_name(&scene.settings, unit as u32);
        // A class is a digit, a value is a variable.
        if text == symbol {
            ctx.set_font(&italic);
        } else {
            ctx.set_font(&format!("14px {}", palette.mono));
        }
        let x = corner[0] + output.tile + 9.0;
        let _ = ctx.fill_text(&text, x, output.middle(unit));
    }
}

/// How many units of a column have no tile.
fn paint_more(ctx: &CanvasRenderingContext2d, palette: &Palette, column: &Column) {
    let Some(last) = column.corners.get(column.rows - 1) else {
        return;
    };
    ctx.set_text_align("center");
    ctx.set_font(&format!("11px {}", palette.sans));
    ctx.set_fill_style_str(&palette.ink3);
    let text = format!("+{} more", format::count(column.more as u64));
    let _ = ctx.fill_text(&text, column.x, last[1] + column.tile + 10.0);
}

/// Rings around what is selected, pointed at, or first ceased to be finite.
pub fn paint_rings(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    plan: &Plan,
    emphasis: Emphasis,
) {
    let ctx = &surface.ctx;
    let ring = |column: &Column, unit: usize, gap: f64, width: f64| {
        let Some(&[x, y]) = column.corners.get(unit) else {
            return;
        };
        let out = gap + width / 2.0;
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
    let ring_node = |Selection { column, unit }: Selection, gap: f64, width: f64| {
        if let (Some(column), Some(unit)) = (plan.columns.get(column as usize), unit) {
            ring(column, unit as usize, gap, width);
        }
    };
    let Emphasis {
        selection,
        hover,
        divergence,
        ..
    } = emphasis;
    if let Some(hover) = hover.filter(|hover| *hover != selection) {
        ctx.set_stroke_style_str(&palette.ink);
        ring_node(hover, 0.0, 1.0);
    }
    ctx.set_stroke_style_str(&palette.needle);
    ring_node(selection, 2.0, 2.0);
    if let Some(divergence) = divergence {
        set_dashes(ctx, &[5.0, 3.0]);
        let node = names::node_of(&scene.settings, divergence.place);
        match (plan.columns.get(node.column as usize), node.unit) {
            (Some(column), None) => {
                (0..column.corners.len()).for_each(|unit| ring(column, unit, 6.0, 2.0));
            }
            _ => ring_node(node, 6.0, 2.0),
        }
        set_dashes(ctx, &[]);
    }
}

/// The weights of the selected unit, written on paper: incoming ones near their source, outgoing ones near their target.
pub fn paint_labels(
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
    let single = |edge: &&Edge| edge.kind != Kind::Bundle;
    for edge in edges.iter().filter(single) {
        let share =
            if edge.layer + 1 == column && edge.unit == unit as usize && !crowded(column - 1) {
                0.24
            } else if edge.layer == column && edge.input == unit as usize && !crowded(column + 1) {
                0.72
            } else {
                continue;
            };
        let [x, y] = along(edge, share);
        let (text, colour) = match edge.kind {
            Kind::Cut => ("cut".to_owned(), palette.ink3.as_str()),
            Kind::Muted => ("muted".to_owned(), palette.ink3.as_str()),
            Kind::Worth => (format::signed(edge.weight, 3), palette.ink2.as_str()),
            _ => (
                format::signed(edge.weight, 2),
                palette.signed_text(edge.weight),
            ),
        };
        let half = text.chars().count() as f64 * 3.3 + 3.0;
        ctx.set_fill_style_str(&palette.paper);
        ctx.set_global_alpha(0.88);
        ctx.fill_rect(x - half, y - 7.0, 2.0 * half, 14.0);
        ctx.set_global_alpha(1.0);
        ctx.set_fill_style_str(colour);
        let _ = ctx.fill_text(&text, x, y);
    }
}

/// A point of an edge's curve.
pub fn along(edge: &Edge, t: f64) -> [f64; 2] {
    let ([x0, y0], [x3, y3]) = (edge.from, edge.to);
    let handle = 0.45 * (x3 - x0);
    let s = 1.0 - t;
    let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
    [
        a * x0 + b * (x0 + handle) + c * (x3 - handle) + d * x3,
        (a + b) * y0 + (c + d) * y3,
    ]
}
