//! Draws the large map.

use neuroglass_core::{Activation, Domain};

use super::Shown;
use super::curve::paint_curve;
use super::regions::{Regions, margin, tint};
use crate::canvas::map::{Atlas, Range, trace_contour};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::Selection;
use crate::scene::Scene;

/// Draws what is shown.
pub(super) fn paint_map(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    atlas: &mut Atlas,
    (shown, selection): (Shown, Selection),
) {
    surface.clear();
    let output = scene.settings.output.activation;
    let (map, activation) = match shown {
        Shown::Classes(classes) => return paint_classes(surface, scene, palette, atlas, classes),
        Shown::Output(unit) => (Some(scene.output_map(unit as usize)), Some(output)),
        // The selected unit is computed larger than its tile.
        Shown::Unit(node) if node == selection && !scene.after.is_empty() => {
            let layer = (node.column as usize).saturating_sub(1);
            let layer = scene.shape.layers().get(layer);
            let map = (scene.after.as_slice(), Scene::side(&scene.after, 1));
            (Some(map), layer.map(|layer| layer.activation))
        }
        Shown::Unit(node) => tile(scene, node),
    };
    if let Some((values, side)) = map {
        if scene.settings.data.domain() == Domain::Line {
            paint_curve(surface, palette, values, side);
            return;
        }
        let range = activation.map_or_else(
            || Range::around(0.0, 1.0, values),
            |activation| Range::of(activation, values),
        );
        paint_square(
            surface,
            palette,
            atlas,
            values,
            side,
            Some(range.level),
            range,
        );
    }
}

/// The small map of a unit.
fn tile(scene: &Scene, node: Selection) -> (Option<(&[f32], usize)>, Option<Activation>) {
    let index = scene.tile_index(node.column, node.unit.unwrap_or(0));
    (scene.tile(index), scene.activation_of_tile(index))
}

/// One map over the whole surface, with its contour at a level.
pub fn paint_square(
    surface: &Surface,
    palette: &Palette,
    atlas: &mut Atlas,
    values: &[f32],
    side: usize,
    level: Option<f32>,
    range: Range,
) {
    if side == 0 {
        return;
    }
    atlas.begin(side);
    atlas.push(values, range, &palette.scale);
    atlas.finish();
    let Surface { ctx, width, .. } = surface;
    // Without a contour it is a picture, whose pixels are squares.
    ctx.set_image_smoothing_enabled(level.is_some());
    atlas.draw(ctx, 0, 0.0, 0.0, *width);
    if let Some(level) = level {
        trace_contour(ctx, values, side, level, (0.0, 0.0, *width));
        stroke_seam(surface, palette);
    }
}

/// Draws the current path with a pale seam under it, which keeps it readable on any colour.
fn stroke_seam(Surface { ctx, .. }: &Surface, palette: &Palette) {
    ctx.set_line_cap("round");
    for (colour, thickness, alpha) in [(&palette.paper, 3.0, 0.55), (&palette.ink2, 1.5, 0.9)] {
        ctx.set_stroke_style_str(colour);
        ctx.set_line_width(thickness);
        ctx.set_global_alpha(alpha);
        ctx.stroke();
    }
    ctx.set_global_alpha(1.0);
}

/// The regions in which each class wins: flat greys, told apart by their numbers.
fn paint_classes(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    atlas: &mut Atlas,
    classes: u32,
) {
    let maps: Vec<_> = (0..classes)
        .map(|class| scene.output_map(class as usize).0)
        .collect();
    let side = scene.output_map(0).1;
    if side == 0 || maps.iter().any(|map| map.is_empty()) {
        return;
    }
    let regions = Regions::new(&maps, side);
    let tints: Vec<f32> = regions
        .winners
        .iter()
        .map(|&class| tint(class, classes))
        .collect();
    let Surface { ctx, width, .. } = surface;
    let range = Range::around(0.0, 1.0, &[]);
    atlas.begin(side);
    atlas.push(&tints, range, &palette.grey);
    atlas.finish();
    ctx.set_image_smoothing_enabled(true);
    atlas.draw(ctx, 0, 0.0, 0.0, *width);
    for class in 0..classes {
        let ahead = margin(&maps, class);
        trace_contour(ctx, &ahead, side, 0.0, (0.0, 0.0, *width));
        stroke_seam(surface, palette);
    }
    let size = (width / 12.0).clamp(14.0, 22.0);
    ctx.set_font(&format!("600 {size}px {}", palette.sans));
    ctx.set_text_align("center");
    ctx.set_text_baseline("middle");
    let cell = width / side as f64;
    for (class, [column, row]) in regions.labels() {
        let (x, y) = ((column as f64 + 0.5) * cell, (row as f64 + 0.5) * cell);
        let text = class.to_string();
        ctx.set_stroke_style_str(&palette.paper);
        ctx.set_line_width(4.0);
        let _ = ctx.stroke_text(&text, x, y);
        ctx.set_fill_style_str(&palette.ink);
        let _ = ctx.fill_text(&text, x, y);
    }
}
