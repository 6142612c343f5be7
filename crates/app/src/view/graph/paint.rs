//! Draws the network on its canvas.

use neuroglass_core::Divergence;
use web_sys::CanvasRenderingContext2d;

use super::edges::{Edge, Kind, edges};
use super::labels::{paint_labels, paint_names, paint_rings};
use super::overlay::Overlay;
use super::plan::{Column, Plan, SMALLEST_WITH_BIAS};
use crate::canvas::map::{Atlas, Range, trace_contour};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::Selection;
use crate::scene::Scene;
use crate::view::weights::Impacts;

/// Steps of strength that edges are drawn in: one stroke a step, whatever the number of edges.
const LEVELS: usize = 24;
/// Of more cut connections, only those of the selected unit are drawn.
const MOST_CUT: usize = 60;
/// Dots of a line that stands for what is not there.
const DOTS: [f64; 2] = [1.5, 3.5];

/// What is emphasised.
#[derive(Clone, Copy)]
pub struct Emphasis {
    pub selection: Selection,
    pub hover: Option<Selection>,
    pub divergence: Option<Divergence>,
    /// Whether edges show what each weight is good for.
    pub worth: bool,
}

/// Draws everything.
pub fn paint(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    plan: &Plan,
    atlas: &mut Atlas,
    emphasis: Emphasis,
    overlay: Option<&dyn Overlay>,
) {
    surface.clear();
    if !fits(plan, scene) {
        return;
    }
    let worth = emphasis.worth.then(|| Impacts::of(scene)).flatten();
    let edges = edges(plan, scene, emphasis.selection, worth);
    paint_edges(&surface.ctx, palette, &edges, emphasis.selection);
    paint_cut(&surface.ctx, palette, &edges, emphasis.selection);
    if plan.is_roomy() && scene.shape.outputs() == 1 {
        paint_stub(surface, palette, plan);
    }
    fill_atlas(scene, palette, plan, atlas);
    // A picture's pixels are squares, also where they are drawn large.
    let is_smooth = scene.settings.sees_features();
    surface.ctx.set_image_smoothing_enabled(is_smooth);
    let mut place = 0;
    for (number, column) in plan.columns.iter().enumerate() {
        for unit in 0..column.corners.len() {
            paint_tile(
                surface,
                scene,
                palette,
                atlas,
                column,
                (number, unit, place),
            );
            place += 1;
        }
    }
    paint_names(surface, scene, palette, plan, emphasis.selection);
    paint_rings(surface, scene, palette, plan, emphasis);
    match overlay {
        Some(overlay) => overlay.paint(surface, palette, plan, &edges),
        None => paint_labels(&surface.ctx, palette, plan, &edges, emphasis.selection),
    }
}

/// Whether the plan is one of the scene's network; it may be ahead.
fn fits(plan: &Plan, scene: &Scene) -> bool {
    let layers = scene.shape.layers();
    let outputs = layers.iter().map(|layer| layer.output);
    let volumes = std::iter::once(scene.shape.input()).chain(outputs);
    let of_plan = |column: &Column| (column.corners.len() + column.more) as u32;
    plan.columns.len() == layers.len() + 1
        && (plan.columns.iter().map(of_plan)).eq(volumes.map(|volume| volume.channels))
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
            for colour in [&palette.ink3, &palette.negative, &palette.positive] {
                let mut strongest = None;
                ctx.begin_path();
                for edge in run {
                    let is_ours = ink(palette, edge).is_some_and(|ink| std::ptr::eq(ink, colour));
                    if is_ours && edge.is_of(selection) == own {
                        trace(ctx, edge);
                        strongest = Some(edge);
                    }
                }
                if let Some(edge) = strongest {
                    let plain = 0.22 + 0.78 * edge.strength.powf(0.7);
                    ctx.set_global_alpha(if own { plain.max(0.75) } else { plain * 0.42 });
                    ctx.set_line_width(edge.width);
                    ctx.set_stroke_style_str(colour);
                    ctx.stroke();
                }
            }
        }
    }
    ctx.set_global_alpha(1.0);
}

/// The colour of an edge: size without sign is grey.
fn ink<'a>(palette: &'a Palette, edge: &Edge) -> Option<&'a String> {
    match edge.kind {
        Kind::Bundle | Kind::Worth => Some(&palette.ink3),
        Kind::Weight if edge.weight.is_sign_negative() => Some(&palette.negative),
        Kind::Weight => Some(&palette.positive),
        Kind::Cut | Kind::Muted => None,
    }
}

/// Connections that are cut or muted, as dots.
fn paint_cut(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    edges: &[Edge],
    selection: Selection,
) {
    let cut = || {
        edges
            .iter()
            .filter(|edge| matches!(edge.kind, Kind::Cut | Kind::Muted))
    };
    let are_few = cut().take(MOST_CUT + 1).count() <= MOST_CUT;
    set_dashes(ctx, &DOTS);
    ctx.set_stroke_style_str(&palette.ink3);
    ctx.set_line_width(1.2);
    for (own, alpha) in [(false, 0.5), (true, 1.0)] {
        ctx.set_global_alpha(alpha);
        ctx.begin_path();
        cut()
            .filter(|edge| edge.is_of(selection) == own && (own || are_few))
            .for_each(|edge| trace(ctx, edge));
        ctx.stroke();
    }
    ctx.set_global_alpha(1.0);
    set_dashes(ctx, &[]);
}

/// Lets lines be drawn with gaps; none of them draws whole lines.
pub fn set_dashes(ctx: &CanvasRenderingContext2d, dashes: &[f64]) {
    let dashes: js_sys::Array = dashes
        .iter()
        .map(|&dash| js_sys::Number::from(dash))
        .collect();
    // Lengths are refused only where they are no numbers.
    let _ = ctx.set_line_dash(&dashes);
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

/// The maps of all tiles, column by column.
fn fill_atlas(scene: &Scene, palette: &Palette, plan: &Plan, atlas: &mut Atlas) {
    atlas.begin(Scene::side(&scene.tiles, scene.tile_count()));
    for (number, column) in plan.columns.iter().enumerate() {
        for unit in 0..column.corners.len() {
            let index = scene.tile_index(number as u32, unit as u32);
            if let Some((map, _)) = scene.tile(index) {
                push_tile(atlas, scene, palette, index, map);
            }
        }
    }
    atlas.finish();
}

/// Adds a tile's map in its colours: pictures are grey, all else has a sign.
pub fn push_tile(atlas: &mut Atlas, scene: &Scene, palette: &Palette, index: usize, map: &[f32]) {
    let is_picture =
        !scene.settings.sees_features() && index < scene.shape.input().channels as usize;
    if is_picture {
        atlas.push(map, Range::PIXELS, &palette.grey);
    } else {
        atlas.push(map, tile_range(scene, index, map), &palette.scale);
    }
}

/// What the values of a tile mean.
fn tile_range(scene: &Scene, index: usize, map: &[f32]) -> Range {
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
    (number, unit, place): (usize, usize, usize),
) {
    let Surface { ctx, ratio, .. } = surface;
    let ([x, y], size) = (column.corners[unit], column.tile);
    let index = scene.tile_index(number as u32, unit as u32);
    if let Some((map, side)) = scene.tile(index) {
        atlas.draw(ctx, place, x, y, size);
        if size >= 20.0 && scene.settings.sees_features() {
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
    // A layer norm has a bias to each value, of which a tile may hold many.
    let layers = scene.shape.layers();
    let has_one = (layers.get(layer as usize))
        .is_some_and(|layer| layer.rows == layer.output.channels as usize);
    let Some(bias) = scene.bias(layer, unit).filter(|_| has_one) else {
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
