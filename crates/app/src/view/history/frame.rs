//! Where steps lie on the canvas, and what both pictures share: the steps below, edits, the needle.

use neuroglass_core::TimedEdit;

use crate::canvas::palette::Palette;
use crate::canvas::plot::{end_of_steps, round_up};
use crate::canvas::surface::Surface;
use crate::format;

/// Room around the picture, in CSS pixels: for values, for what stands at the end of lines, for steps.
pub const LEFT: f64 = 44.0;
pub const RIGHT: f64 = 76.0;
pub const TOP: f64 = 4.0;
const BOTTOM: f64 = 18.0;

/// A canvas whose width is steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// In CSS pixels.
    pub width: f64,
    pub height: f64,
    /// The step at the right edge of the picture.
    end: f64,
}

/// A place that is pointed at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    pub step: u64,
    /// In CSS pixels from the top.
    pub y: f64,
}

impl Frame {
    /// A canvas of this size, of a run that has been as far as `end`.
    pub fn new((width, height): (f64, f64), end: u64) -> Self {
        Self {
            width,
            height,
            end: end_of_steps(end),
        }
    }

    /// Where a step is.
    pub fn x(&self, step: u64) -> f64 {
        LEFT + self.room() * (step as f64 / self.end).clamp(0.0, 1.0)
    }

    /// The step that is there, as a number that need not be whole.
    pub fn step(&self, x: f64) -> f64 {
        (x - LEFT) / self.room() * self.end
    }

    /// How wide the picture is.
    pub fn room(&self) -> f64 {
        (self.width - LEFT - RIGHT).max(1.0)
    }

    /// Where the picture ends and the steps are written.
    pub fn bottom(&self) -> f64 {
        (self.height - BOTTOM).max(TOP + 1.0)
    }

    /// Writes the steps under the picture.
    pub fn paint_steps(&self, surface: &Surface, palette: &Palette) {
        let ctx = &surface.ctx;
        let y = surface.sharp(self.bottom());
        line(
            surface,
            &palette.tile_border,
            [LEFT, y],
            [LEFT + self.room(), y],
        );
        ctx.set_font(&format!("11px {}", palette.mono));
        ctx.set_fill_style_str(&palette.ink3);
        ctx.set_text_align("center");
        ctx.set_text_baseline("alphabetic");
        let apart = round_up((self.end * 44.0 / self.room()).max(1.0)) as u64;
        let mut step = 0;
        while step as f64 <= self.end {
            let text = format::short_count(step as f64);
            let _ = ctx.fill_text(&text, self.x(step), self.height - 4.0);
            step += apart.max(1);
        }
    }

    /// A dotted line for each edit, but one only where many are close.
    pub fn paint_edits(&self, surface: &Surface, palette: &Palette, timeline: &[TimedEdit]) {
        let ctx = &surface.ctx;
        let _ = ctx.set_line_dash(&js_sys::Array::of2(&1.5.into(), &3.0.into()));
        let mut last = f64::NEG_INFINITY;
        for edit in timeline.iter().filter(|edit| edit.step > 0) {
            let x = surface.sharp(self.x(edit.step));
            if x - last >= 4.0 {
                line(surface, &palette.ink2, [x, TOP], [x, self.bottom()]);
                last = x;
            }
        }
        let _ = ctx.set_line_dash(&js_sys::Array::new());
    }

    /// The needle at the present step.
    pub fn paint_needle(&self, surface: &Surface, palette: &Palette, step: u64) {
        surface.ctx.set_fill_style_str(&palette.needle);
        let x = self.x(step);
        surface
            .ctx
            .fill_rect(x - 1.0, TOP - 4.0, 2.0, self.bottom() - TOP + 4.0);
    }

    /// The line through what is pointed at.
    pub fn paint_cursor(&self, surface: &Surface, palette: &Palette, step: u64) {
        let x = surface.sharp(self.x(step));
        line(surface, &palette.ink2, [x, TOP], [x, self.bottom()]);
    }
}

/// A line of one pixel.
pub fn line(surface: &Surface, colour: &str, from: [f64; 2], to: [f64; 2]) {
    let ctx = &surface.ctx;
    ctx.set_stroke_style_str(colour);
    ctx.set_line_width(1.0);
    ctx.begin_path();
    ctx.move_to(from[0], from[1]);
    ctx.line_to(to[0], to[1]);
    ctx.stroke();
}

/// Writes at the left of the picture what value lies at this height.
pub fn paint_value(surface: &Surface, palette: &Palette, text: &str, y: f64) {
    let ctx = &surface.ctx;
    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_fill_style_str(&palette.ink3);
    ctx.set_text_align("right");
    ctx.set_text_baseline("middle");
    let _ = ctx.fill_text(text, LEFT - 5.0, y);
}

/// Digits after the point with which numbers of this size are told apart.
pub fn decimals(size: f32) -> usize {
    match size {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 2,
        size if size >= 0.01 => 3,
        size if size >= 0.001 => 4,
        _ => 5,
    }
}

/// The number of the entry of `steps` that is nearest.
pub fn nearest(steps: &[u64], step: f64) -> Option<usize> {
    let away = |at: usize| (steps[at] as f64 - step).abs();
    let next = steps.partition_point(|&other| (other as f64) < step);
    [next.checked_sub(1), Some(next)]
        .into_iter()
        .flatten()
        .filter(|&at| at < steps.len())
        .min_by(|&a, &b| away(a).total_cmp(&away(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_places_are_the_same_thing() {
        let frame = Frame::new((800.0, 200.0), 300);
        for step in [0, 17, 300] {
            assert!((frame.step(frame.x(step)) - step as f64).abs() < 1e-6);
        }
    }

    #[test]
    fn the_nearest_step_is_found() {
        let steps = [0, 2, 4, 8];
        for (step, at) in [
            (-5.0, Some(0)),
            (2.9, Some(1)),
            (5.9, Some(2)),
            (99.0, Some(3)),
        ] {
            assert_eq!(nearest(&steps, step), at);
        }
        assert_eq!(nearest(&[], 1.0), None);
    }
}
