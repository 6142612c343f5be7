//! Distributions: a strip for each layer, in which the grey of a place says how many numbers were there.

use neuroglass_core::analysis::{BARS, Distribution, Distributions, Study};
use wasm_bindgen::{Clamped, JsCast as _};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::frame::{Cursor, Frame, LEFT, RIGHT, TOP, decimals, line, nearest, paint_value};
use super::of::Of;
use super::picture::Picture;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::scene::Scene;
use crate::view::names;

/// Height of a row, in CSS pixels: of a part of the range of values, in which it is counted how many there are.
const ROW: f64 = 2.0;
/// Room for a layer's name above its strip.
const NAME: f64 = 15.0;
/// The least height of a strip with its name.
pub const LEAST: f64 = 52.0;
/// The profile at the right begins so far beside the strip.
const GAP: f64 = 10.0;

/// The distributions of some layers.
pub struct Strips<'a> {
    scene: &'a Scene,
    of: Of,
    /// The layers that are shown.
    pub layers: Vec<usize>,
    steps: Vec<u64>,
    /// `[moment][layer of the network]`
    moments: Vec<Vec<Distribution<'a>>>,
    /// The strips go from −reach to +reach.
    reach: f32,
}

impl<'a> Strips<'a> {
    /// Those of a layer, or of all.
    pub fn of(scene: &'a Scene, layer: Option<usize>, of: Of) -> Option<Self> {
        let found = scene.finding(|study| *study == Study::Distributions)?;
        let layers: Vec<usize> = (scene.shape.layers().iter().enumerate())
            .filter(|(at, shape)| of.has(shape) && layer.is_none_or(|layer| layer == *at))
            .map(|(at, _)| at)
            .collect();
        let (mut steps, mut moments, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for moment in Distributions::all(&found.numbers) {
            // Before the network had as many layers it was another one.
            if moment.layers.len() != scene.shape.layers().len() {
                continue;
            }
            let each = moment.layers.iter().map(|four| four[of.at()]);
            let each: Vec<Distribution<'a>> = each.collect();
            if !layers.iter().any(|&layer| is_any(each[layer])) {
                continue;
            }
            let ranges = layers.iter().map(|&layer| each[layer].range);
            ends.extend(ranges.map(|[low, high]| low.abs().max(high.abs())));
            steps.push(moment.step);
            moments.push(each);
        }
        let reach = of.reach(&ends);
        Some(Self {
            scene,
            of,
            layers,
            steps,
            moments,
            reach: if reach > 0.0 { reach } else { 1.0 },
        })
    }

    /// Where the strip of the layer number `at` of those shown begins and ends.
    fn strip(&self, frame: &Frame, at: usize) -> [f64; 2] {
        let pitch = (frame.bottom() - TOP) / self.layers.len().max(1) as f64;
        let top = TOP + pitch * at as f64 + NAME;
        [top, top + self.rows(frame) as f64 * ROW]
    }

    /// How many rows a strip has.
    fn rows(&self, frame: &Frame) -> usize {
        let pitch = (frame.bottom() - TOP) / self.layers.len().max(1) as f64;
        ((pitch - NAME - 4.0) / ROW).max(4.0) as usize
    }

    /// Which of the strips is nearest to this height, and the value that is there.
    fn place(&self, frame: &Frame, y: f64) -> Option<(usize, f32)> {
        let pitch = (frame.bottom() - TOP) / self.layers.len().max(1) as f64;
        let at = (((y - TOP) / pitch).max(0.0) as usize).min(self.layers.len().checked_sub(1)?);
        let [top, bottom] = self.strip(frame, at);
        let share = ((y - top) / (bottom - top).max(1.0)).clamp(0.0, 1.0);
        Some((at, self.reach * (1.0 - 2.0 * share as f32)))
    }

    fn layer(&self, moment: usize, at: usize) -> Option<Distribution<'a>> {
        self.moments
            .get(moment)?
            .get(*self.layers.get(at)?)
            .copied()
    }

    /// The last moment up to a step.
    fn moment_at(&self, step: u64) -> Option<usize> {
        self.steps
            .partition_point(|&other| other <= step)
            .checked_sub(1)
    }

    fn name(&self, at: usize) -> String {
        let column = self.layers.get(at).map_or(0, |layer| layer + 1);
        names::title(&self.scene.settings, column)
    }

    /// The picture of all strips, a column a CSS pixel; `None` where it cannot be drawn.
    fn heat(
        &self,
        surface: &Surface,
        palette: &Palette,
        frame: &Frame,
    ) -> Option<HtmlCanvasElement> {
        let count = self.rows(frame);
        let (width, height) = (frame.room() as usize, self.layers.len() * count);
        let moments = |moment: usize| -> Vec<[u8; 4]> {
            let strips = (0..self.layers.len()).filter_map(|at| self.layer(moment, at));
            let shares = strips.flat_map(|one| rows(one, self.reach, count));
            // The root, so that a single weight among many is seen.
            shares
                .map(|share| palette.grey.colour(2.0 * share.sqrt() - 1.0))
                .collect()
        };
        let columns: Vec<Vec<[u8; 4]>> = (0..self.moments.len()).map(moments).collect();
        let last = frame.x(self.steps.last().copied()?);
        let mut pixels = vec![0; 4 * width * height];
        for x in 0..width {
            let at = LEFT + x as f64;
            let step = frame.step(at).max(0.0);
            let Some(moment) = self.moment_at(step as u64).filter(|_| at <= last + 1.0) else {
                continue;
            };
            for (row, colour) in columns[moment].iter().enumerate().take(height) {
                let pixel = 4 * (row * width + x);
                pixels[pixel..pixel + 4].copy_from_slice(colour);
            }
        }
        let document = surface.canvas.owner_document()?;
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
        let ctx: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let image = ImageData::new_with_u8_clamped_array(Clamped(&pixels), width as u32).ok()?;
        ctx.put_image_data(&image, 0.0, 0.0).ok()?;
        Some(canvas)
    }

    fn paint_frame(&self, surface: &Surface, palette: &Palette, frame: &Frame, at: usize) {
        let ctx = &surface.ctx;
        let [top, bottom] = self.strip(frame, at);
        ctx.set_text_align("left");
        ctx.set_text_baseline("alphabetic");
        ctx.set_font(&format!("600 11px {}", palette.sans));
        ctx.set_fill_style_str(&palette.ink2);
        let _ = ctx.fill_text(&self.name(at), LEFT, top - 4.0);
        let middle = surface.sharp(f64::midpoint(top, bottom));
        line(
            surface,
            &palette.tile_border,
            [LEFT, middle],
            [LEFT + frame.room(), middle],
        );
        let digits = decimals(self.reach);
        paint_value(
            surface,
            palette,
            &format::signed(self.reach, digits),
            top + 4.0,
        );
        paint_value(
            surface,
            palette,
            &format::signed(-self.reach, digits),
            bottom - 4.0,
        );
        if bottom - top > 40.0 {
            paint_value(surface, palette, "0", middle);
        }
    }

    /// The distribution of one moment, as bars.
    fn paint_profile(&self, surface: &Surface, palette: &Palette, frame: &Frame, moment: usize) {
        let ctx = &surface.ctx;
        let left = LEFT + frame.room() + GAP;
        for at in 0..self.layers.len() {
            let [top, bottom] = self.strip(frame, at);
            line(surface, &palette.tile_border, [left, top], [left, bottom]);
            let Some(one) = self.layer(moment, at) else {
                continue;
            };
            let shares = rows(one, self.reach, self.rows(frame));
            let most = shares.iter().copied().fold(0.0, f32::max);
            ctx.set_fill_style_str(&palette.area_line);
            for (row, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                let wide = f64::from(share / most) * (RIGHT - GAP - 6.0);
                let y = top + row as f64 * ROW;
                ctx.fill_rect(left + 0.5, y, wide.max(1.0), ROW - 0.5);
            }
        }
    }

    /// From where to where the numbers of each layer go, at first and at a step.
    pub fn ranges(&self, now: u64) -> Vec<Ranges> {
        let now = self.moment_at(now);
        let range = |moment: Option<usize>, at: usize| {
            let one = self.layer(moment?, at).filter(|one| is_any(*one))?;
            Some(one.range)
        };
        (0..self.layers.len())
            .map(|at| Ranges {
                layer: self.layers[at],
                first: range(Some(0), at),
                now: range(now, at),
                since: self.steps.first().copied().unwrap_or(0),
            })
            .collect()
    }
}

/// From where to where the numbers of a layer go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranges {
    pub layer: usize,
    pub first: Option<[f32; 2]>,
    pub now: Option<[f32; 2]>,
    /// The step of the first.
    pub since: u64,
}

fn is_any(one: Distribution<'_>) -> bool {
    one.bars.iter().any(|&share| share > 0.0)
}

/// The share of the numbers in each of so many rows between +reach and −reach, from above.
fn rows(one: Distribution<'_>, reach: f32, count: usize) -> Vec<f32> {
    let mut rows = vec![0.0; count];
    let [low, high] = one.range;
    let all = count as f32;
    let row_of = |value: f32| ((1.0 - value / reach) / 2.0 * all).clamp(0.0, all);
    for (bar, &share) in one
        .bars
        .iter()
        .enumerate()
        .filter(|(_, share)| **share > 0.0)
    {
        let end = |bar: usize| row_of(low + (high - low) * (bar as f32 / BARS as f32));
        let (top, bottom) = (end(bar + 1), end(bar));
        let (first, last) = (
            (top as usize).min(count - 1),
            (bottom as usize).min(count - 1),
        );
        if bottom - top < 1e-6 {
            rows[first] += share;
            continue;
        }
        for (row, sum) in rows.iter_mut().enumerate().take(last + 1).skip(first) {
            let within = bottom.min(row as f32 + 1.0) - top.max(row as f32);
            *sum += share * within.max(0.0) / (bottom - top);
        }
    }
    rows
}

impl Picture for Strips<'_> {
    fn steps(&self) -> &[u64] {
        &self.steps
    }

    fn paint(&self, surface: &Surface, palette: &Palette, frame: &Frame) {
        let heat = self.heat(surface, palette, frame);
        surface.ctx.set_image_smoothing_enabled(false);
        for at in 0..self.layers.len() {
            let [top, bottom] = self.strip(frame, at);
            if let Some(heat) = &heat {
                let (width, height) = (f64::from(heat.width()), self.rows(frame) as f64);
                let _ = surface
                    .ctx
                    .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                        heat,
                        0.0,
                        at as f64 * height,
                        width,
                        height,
                        LEFT,
                        top,
                        frame.room(),
                        bottom - top,
                    );
            }
            self.paint_frame(surface, palette, frame, at);
        }
    }

    fn mark(
        &self,
        surface: &Surface,
        palette: &Palette,
        frame: &Frame,
        cursor: Option<Cursor>,
        now: u64,
    ) {
        let pointed = cursor.and_then(|cursor| nearest(&self.steps, cursor.step as f64));
        if let Some(moment) = pointed.or_else(|| self.moment_at(now)) {
            self.paint_profile(surface, palette, frame, moment);
        }
        let Some((at, value)) = cursor.and_then(|cursor| self.place(frame, cursor.y)) else {
            return;
        };
        let [top, bottom] = self.strip(frame, at);
        let share = f64::from(1.0 - value / self.reach) / 2.0;
        let y = surface.sharp(top + share * (bottom - top));
        let right = frame.width - 4.0;
        line(surface, &palette.ink2, [LEFT, y], [right, y]);
    }

    fn read(&self, frame: &Frame, cursor: Cursor) -> String {
        let moment = nearest(&self.steps, cursor.step as f64);
        let Some((moment, (at, value))) = moment.zip(self.place(frame, cursor.y)) else {
            return format!("step {}", format::count(cursor.step));
        };
        let start = format!(
            "step {}, {}",
            format::count(self.steps[moment]),
            self.name(at)
        );
        let digits = decimals(self.reach);
        let text = |value: f32| format::signed(value, digits);
        let Some(one) = self.layer(moment, at).filter(|one| is_any(*one)) else {
            return format!("{start}: nothing was kept");
        };
        let [low, high] = one.range;
        if value < low || value > high {
            return format!("{start}: none at {}", text(value));
        }
        let width = (high - low) / BARS as f32;
        let bar = if width > 0.0 {
            (((value - low) / width) as usize).min(BARS - 1)
        } else {
            BARS / 2
        };
        let share = format::percent(f64::from(one.bars[bar]));
        let end = |bar: usize| text(low + width * bar as f32);
        format!("{start}: {share} from {} to {}", end(bar), end(bar + 1))
    }

    fn walk(&self, frame: &Frame, cursor: Cursor, _: usize, up: i32) -> f64 {
        (cursor.y - f64::from(up) * ROW).clamp(TOP, frame.bottom())
    }

    fn words(&self) -> String {
        let of = self.of.name();
        let Some((first, last)) = self.steps.first().zip(self.steps.last()) else {
            return format!("{of}: kept from the next step on, while this is open");
        };
        let why = match self.of {
            Of::Weights | Of::Biases => "",
            Of::Values | Of::Gradients => "; kept only while this is open",
        };
        let moments = format::count(self.steps.len() as u64);
        let [first, last] = [*first, *last].map(format::count);
        format!("{of}, at {moments} steps from {first} to {last}{why}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_between_bars_and_rows() {
        let mut bars = [0.0; BARS];
        (bars[0], bars[7], bars[31]) = (0.25, 0.5, 0.25);
        for range in [[-1.0, 1.0], [-0.2, 0.9], [0.3, 0.3], [0.99, 1.0]] {
            let one = Distribution { range, bars: &bars };
            let rows = rows(one, 1.0, 48);
            assert!((rows.iter().sum::<f32>() - 1.0).abs() < 1e-4, "{range:?}");
        }
    }

    #[test]
    fn the_greatest_is_above() {
        let mut bars = [0.0; BARS];
        bars[31] = 1.0;
        let one = Distribution {
            range: [-2.0, 2.0],
            bars: &bars,
        };
        let rows = rows(one, 2.0, 48);
        assert!((rows[0] - 2.0 / 3.0).abs() < 1e-4 && (rows[1] - 1.0 / 3.0).abs() < 1e-4);
    }
}
