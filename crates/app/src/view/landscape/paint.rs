//! Draws the loss over the plane as a map, with the way that the run has come, and the key to its greys.

use super::seen::Seen;
use super::shade::Shade;
use crate::canvas::map::{Atlas, Range, trace_contour};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;

/// How much of the way to ink the greatest loss has, so that lines can still be seen on it.
const DARKEST: f32 = 0.62;
/// Width of the key's ramp, and the least distance of its numbers.
const RAMP: f64 = 9.0;
const APART: f64 = 13.0;
const RING: f64 = 5.5;

/// Draws the map, and the point that is pointed at.
pub fn paint_map(
    surface: &Surface,
    palette: &Palette,
    atlas: &mut Atlas,
    seen: &Seen<'_>,
    shade: Shade,
    pointed: Option<[usize; 2]>,
) {
    surface.clear();
    let side = seen.land.side;
    let greys: Vec<f32> = (seen.land.losses.iter())
        .map(|&loss| grey(shade.place(loss)))
        .collect();
    let whole = Range {
        centre: 0.0,
        half: 1.0,
        level: 0.0,
    };
    atlas.begin(side);
    atlas.push(&greys, whole, &palette.grey);
    atlas.finish();
    let Surface { ctx, width, .. } = surface;
    ctx.set_image_smoothing_enabled(true);
    atlas.draw(ctx, 0, 0.0, 0.0, *width);
    ctx.set_stroke_style_str(&palette.ink);
    ctx.set_line_width(0.7);
    ctx.set_global_alpha(0.45);
    for level in shade.levels() {
        trace_contour(ctx, seen.land.losses, side, level, (0.0, 0.0, *width));
        ctx.stroke();
    }
    ctx.set_global_alpha(1.0);
    let map = Map {
        surface,
        palette,
        seen,
    };
    map.path();
    if let Some(least) = seen.least() {
        map.dot(map.point(least), 2.6, true);
    }
    if let Some(point) = pointed {
        map.cross(map.point(point));
    }
    if let Some(here) = seen.here() {
        map.ring(map.place(here));
    }
}

/// Where a loss stands on the scale of greys.
fn grey(share: f32) -> f32 {
    2.0 * DARKEST * share - 1.0
}

struct Map<'a> {
    surface: &'a Surface,
    palette: &'a Palette,
    seen: &'a Seen<'a>,
}

impl Map<'_> {
    /// Where a place lies that is given in columns and rows.
    fn cell(&self, cell: [f32; 2]) -> [f64; 2] {
        cell.map(|at| (f64::from(at) + 0.5) * self.surface.width / self.seen.land.side as f64)
    }

    fn place(&self, place: [f32; 2]) -> [f64; 2] {
        self.cell(self.seen.cell(place))
    }

    fn point(&self, point: [usize; 2]) -> [f64; 2] {
        self.cell(point.map(|at| at as f32))
    }

    /// The way that the run has come, with a dot at the steps 1, 10, 100 and so on; what it has been to after the
    /// present step is paler.
    fn path(&self) {
        let now = self.seen.step();
        let path = &self.seen.land.path;
        let come = path.iter().take_while(|(step, _)| *step <= now).count();
        let Self {
            surface, palette, ..
        } = self;
        let ctx = &surface.ctx;
        ctx.set_line_cap("round");
        ctx.set_line_join("round");
        let lines = [
            (come.saturating_sub(1)..path.len(), &palette.ink3),
            (0..come, &palette.ink),
        ];
        for (part, ink) in lines {
            ctx.begin_path();
            for (_, place) in &path[part] {
                let [x, y] = self.place(*place);
                ctx.line_to(x, y);
            }
            for (colour, thickness, alpha) in [(&palette.paper, 3.0, 0.6), (ink, 1.0, 1.0)] {
                ctx.set_stroke_style_str(colour);
                ctx.set_line_width(thickness);
                ctx.set_global_alpha(alpha);
                ctx.stroke();
            }
        }
        let mut next = 1;
        for (step, place) in &path[..come] {
            if *step >= next {
                self.dot(self.place(*place), 2.2, false);
                while next <= *step {
                    next *= 10;
                }
            }
        }
    }

    fn dot(&self, [x, y]: [f64; 2], radius: f64, is_hollow: bool) {
        let Self {
            surface, palette, ..
        } = self;
        let ctx = &surface.ctx;
        let (inside, outside) = if is_hollow {
            (&palette.paper, &palette.ink)
        } else {
            (&palette.ink, &palette.paper)
        };
        for (colour, radius) in [(outside, radius + 1.2), (inside, radius)] {
            ctx.set_fill_style_str(colour);
            ctx.begin_path();
            let _ = ctx.arc(x, y, radius, 0.0, std::f64::consts::TAU);
            ctx.fill();
        }
    }

    /// Here: a ring with a seam on either side.
    fn ring(&self, [x, y]: [f64; 2]) {
        let Self {
            surface, palette, ..
        } = self;
        let ctx = &surface.ctx;
        for (colour, thickness) in [(&palette.paper, 5.0), (&palette.needle, 2.0)] {
            ctx.set_stroke_style_str(colour);
            ctx.set_line_width(thickness);
            ctx.begin_path();
            let _ = ctx.arc(x, y, RING, 0.0, std::f64::consts::TAU);
            ctx.stroke();
        }
    }

    fn cross(&self, [x, y]: [f64; 2]) {
        let Self {
            surface, palette, ..
        } = self;
        let Surface {
            ctx, width, height, ..
        } = surface;
        let (x, y) = (surface.sharp(x), surface.sharp(y));
        ctx.set_stroke_style_str(&palette.ink);
        ctx.set_line_width(1.0);
        ctx.set_global_alpha(0.7);
        ctx.begin_path();
        ctx.move_to(x, 0.0);
        ctx.line_to(x, *height);
        ctx.move_to(0.0, y);
        ctx.line_to(*width, y);
        ctx.stroke();
        ctx.set_global_alpha(1.0);
    }
}

/// Draws the key: which grey is which loss, with a tick where there are contours.
pub fn paint_key(surface: &Surface, palette: &Palette, shade: Shade) {
    surface.clear();
    let Surface { ctx, height, .. } = surface;
    let rows = height.ceil() as u32;
    for row in 0..rows {
        let share = 1.0 - row as f32 / rows as f32;
        ctx.set_fill_style_str(&palette.grey.css(grey(share)));
        ctx.fill_rect(0.0, f64::from(row), RAMP, 1.0);
    }
    ctx.set_stroke_style_str(&palette.tile_border);
    ctx.set_line_width(1.0);
    ctx.stroke_rect(0.5, 0.5, RAMP - 1.0, height - 1.0);
    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_text_baseline("middle");
    ctx.set_text_align("left");
    ctx.set_fill_style_str(&palette.ink3);
    ctx.set_stroke_style_str(&palette.ink3);
    let y = |loss: f32| height * (1.0 - f64::from(shade.place(loss)));
    let write = |loss: f32| {
        let at = y(loss).clamp(6.0, height - 6.0);
        let _ = ctx.fill_text(&format::loss(loss), RAMP + 6.0, at);
    };
    write(shade.low);
    write(shade.high);
    let mut last = *height - 6.0;
    for level in shade.levels() {
        let at = surface.sharp(y(level));
        ctx.begin_path();
        ctx.move_to(RAMP - 3.0, at);
        ctx.line_to(RAMP + 3.0, at);
        ctx.stroke();
        if last - at >= APART && at >= 6.0 + APART {
            write(level);
            last = at;
        }
    }
}
