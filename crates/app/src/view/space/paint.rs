//! Draws points and grid at some place on the way through the network.

use leptos::prelude::*;
use neuroglass_core::Task;

use super::held::{Held, Still};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::scene::Scene;

/// What is drawn.
#[derive(Clone, Copy)]
pub struct Parts {
    pub grid: RwSignal<bool>,
    pub points: RwSignal<bool>,
}

/// Radius of a point.
const DOT: f64 = 1.9;
/// Width of a column of points, where they are a line of numbers.
const BIN: f64 = 3.6;

/// Draws what is at this place: whole numbers are stations, others lie between two.
pub fn paint(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    held: &Held,
    at: f64,
    parts: Parts,
) {
    surface.clear();
    let Some((from, to, share)) = held.between(at) else {
        return;
    };
    let view = View {
        surface,
        from,
        to,
        share,
    };
    let is_line = if share < 0.5 {
        from.is_line()
    } else {
        to.is_line()
    };
    if is_line {
        view.axis(palette);
    } else if parts.grid.get_untracked() {
        view.grid(palette);
    }
    if parts.points.get_untracked() {
        view.points(scene, palette, is_line && share == 0.0);
    }
}

/// A picture between two stations.
struct View<'a> {
    surface: &'a Surface,
    from: &'a Still,
    to: &'a Still,
    share: f32,
}

impl View<'_> {
    /// Where a point is drawn that is at `from` in one station and at `to` in the next.
    fn place(&self, from: [f32; 2], to: [f32; 2]) -> [f64; 2] {
        let side = self.surface.width.min(self.surface.height);
        let within = |still: &Still, point: [f32; 2]| {
            [0, 1].map(|axis| (point[axis] - still.centre[axis]) / still.reach)
        };
        let (from, to) = (within(self.from, from), within(self.to, to));
        let [x, y] =
            [0, 1].map(|axis| f64::from(from[axis] + self.share * (to[axis] - from[axis])));
        [side * (1.0 + x) / 2.0, side * (1.0 - y) / 2.0]
    }

    fn grid(&self, palette: &Palette) {
        let count = self.from.grid.len().min(self.to.grid.len());
        let side = (count as f64).sqrt() as usize;
        if side < 2 {
            return;
        }
        let ctx = &self.surface.ctx;
        let at = |index: usize| self.place(self.from.grid[index], self.to.grid[index]);
        for middle in [false, true] {
            ctx.begin_path();
            for line in (0..side).filter(|line| (*line == side / 2) == middle) {
                for (start, step) in [(line * side, 1), (line, side)] {
                    for index in 0..side {
                        let [x, y] = at(start + index * step);
                        if !x.is_finite() || !y.is_finite() {
                            continue;
                        }
                        if index == 0 {
                            ctx.move_to(x, y);
                        } else {
                            ctx.line_to(x, y);
                        }
                    }
                }
            }
            ctx.set_stroke_style_str(if middle {
                &palette.ink3
            } else {
                &palette.tile_border
            });
            ctx.set_line_width(if middle { 1.2 } else { 0.8 });
            ctx.stroke();
        }
    }

    /// Zero, and the line on which the values lie.
    fn axis(&self, palette: &Palette) {
        let Surface {
            ctx, width, height, ..
        } = self.surface;
        let [zero, _] = self.place([0.0; 2], [0.0; 2]);
        ctx.set_stroke_style_str(&palette.tile_border);
        ctx.set_line_width(1.0);
        ctx.begin_path();
        ctx.move_to(0.0, height - 4.5);
        ctx.line_to(*width, height - 4.5);
        ctx.move_to(zero, 4.0);
        ctx.line_to(zero, height - 4.5);
        ctx.stroke();
    }

    fn points(&self, scene: &Scene, palette: &Palette, stacked: bool) {
        let task = scene.settings.data.task();
        let height = self.surface.height;
        // How many points stand in each column so far.
        let mut columns = vec![0_u32; (self.surface.width / BIN) as usize + 2];
        let pairs = self.from.points.iter().zip(&self.to.points);
        for ((&from, &to), (_, target)) in pairs.zip(Scene::points(&scene.train, task)) {
            let [mut x, mut y] = self.place(from, to);
            if !x.is_finite() || !y.is_finite() {
                continue;
            }
            if stacked {
                let bin = (x / BIN).clamp(0.0, (columns.len() - 1) as f64) as usize;
                x = (bin as f64 + 0.5) * BIN;
                y = height - 8.0 - f64::from(columns[bin]) * BIN * 0.8;
                columns[bin] += 1;
            }
            self.dot(palette, task, target, [x, y]);
        }
    }

    fn dot(&self, palette: &Palette, task: Task, target: &[f32], [x, y]: [f64; 2]) {
        let ctx = &self.surface.ctx;
        let shade = task.shade(target);
        let disc = |radius: f64, colour: &str| {
            ctx.set_fill_style_str(colour);
            ctx.begin_path();
            let _ = ctx.arc(x, y, radius, 0.0, std::f64::consts::TAU);
            ctx.fill();
        };
        match task {
            Task::Classes(classes) if classes > 2 => {
                let text = target.first().copied().unwrap_or(0.0).to_string();
                ctx.set_font(&format!("8px {}", palette.mono));
                ctx.set_text_align("center");
                ctx.set_text_baseline("middle");
                ctx.set_fill_style_str(&palette.ink);
                let _ = ctx.fill_text(&text, x, y);
            }
            Task::Classes(_) => {
                disc(DOT + 0.7, &palette.point_rim);
                disc(
                    DOT,
                    if shade < 0.0 {
                        &palette.negative_point
                    } else {
                        &palette.positive_point
                    },
                );
            }
            Task::Values(_) => {
                let [r, g, b, _] = palette.scale.colour(shade);
                disc(DOT + 0.8, &palette.ink2);
                disc(DOT, &format!("rgb({r} {g} {b})"));
            }
        }
    }
}
