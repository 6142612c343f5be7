//! Drawing the cost plot.

use std::ops::Range as Steps;

use neuroglass_core::{HistoryBin, HistoryPoint, TimedEdit};
use plotters::chart::ChartBuilder;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{Cartesian2d, ChartContext, IntoDrawingArea, IntoFont, LineSeries};
use plotters::style::{Color as _, RGBColor, TRANSPARENT, TextStyle};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlCanvasElement;

use crate::canvas::palette::Palette;
use crate::canvas::plot::{LossAxis, Sheet};
use crate::canvas::surface::Surface;
use crate::format;
use crate::scene::Scene;

/// Room around the plot, in CSS pixels: for the names of the axes and of the lines.
pub const LEFT: f64 = 44.0;
pub const RIGHT: f64 = 38.0;
const TOP: f64 = 6.0;
const BOTTOM: f64 = 20.0;

type Chart<'a> = ChartContext<'a, Sheet, Cartesian2d<RangedCoordf64, LossAxis>>;

/// Where the run is, and where the pointer is.
#[derive(Clone, Copy)]
pub struct Now {
    pub step: u64,
    pub train: Option<f32>,
    pub test: Option<f32>,
    pub hover: Option<f64>,
}

/// The axis that holds all of the history.
pub fn axis_of(scene: &Scene, log: bool) -> LossAxis {
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for bin in &scene.bins {
        for range in [bin.train, bin.test] {
            for value in range.map(f64::from) {
                if value.is_finite() && value > 0.0 {
                    low = low.min(value);
                    high = high.max(value);
                }
            }
        }
    }
    LossAxis::around(low, high, log)
}

/// The axes, drawn once for as long as they stay the same.
#[derive(Default)]
pub struct Axes {
    drawn: Option<(AxesKey, HtmlCanvasElement)>,
}

#[derive(Clone, PartialEq)]
struct AxesKey {
    size: (u32, u32),
    ink: String,
    axis: LossAxis,
    end: f64,
}

/// Draws the plot. `None` when it cannot be drawn.
pub fn paint_plot(
    surface: &Surface,
    scene: &Scene,
    palette: &Palette,
    axes: &mut Axes,
    timeline: &[TimedEdit],
    (axis, end, now): (LossAxis, f64, Now),
) -> Option<()> {
    let key = AxesKey {
        size: (surface.canvas.width(), surface.canvas.height()),
        ink: palette.ink.clone(),
        axis: axis.clone(),
        end,
    };
    if axes.drawn.as_ref().is_none_or(|(drawn, _)| *drawn != key) {
        let canvas = draw_axes(surface, palette, &axis, end)?;
        axes.drawn = Some((key, canvas));
    }
    surface.clear();
    let (_, background) = axes.drawn.as_ref()?;
    let (width, height) = (surface.width, surface.height);
    surface
        .ctx
        .draw_image_with_html_canvas_element_and_dw_and_dh(background, 0.0, 0.0, width, height)
        .ok()?;
    paint_lines(surface, palette, scene, &axis, end)?;
    paint_marks(surface, palette, timeline, end);
    paint_now(surface, palette, &axis, end, now);
    Some(())
}

/// The chart of the plot's rooms, the same for axes and lines.
fn chart(
    surface: &Surface,
    canvas: HtmlCanvasElement,
    axis: &LossAxis,
    end: f64,
) -> Option<Chart<'static>> {
    let ctx = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let pixels = |length: f64| (length * surface.ratio).round() as i32;
    ChartBuilder::on(&Sheet::new(canvas, ctx)?.into_drawing_area())
        .margin_top(pixels(TOP))
        .margin_right(pixels(RIGHT))
        .set_label_area_size(plotters::chart::LabelAreaPosition::Left, pixels(LEFT))
        .set_label_area_size(plotters::chart::LabelAreaPosition::Bottom, pixels(BOTTOM))
        .build_cartesian_2d(Steps { start: 0.0, end }, axis.clone())
        .ok()
}

fn draw_axes(
    surface: &Surface,
    palette: &Palette,
    axis: &LossAxis,
    end: f64,
) -> Option<HtmlCanvasElement> {
    let document = surface.canvas.owner_document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(surface.canvas.width());
    canvas.set_height(surface.canvas.height());
    let mut chart = chart(surface, canvas.clone(), axis, end)?;
    let named: Vec<f64> = axis
        .ticks()
        .into_iter()
        .filter(|tick| tick.1)
        .map(|tick| tick.0)
        .collect();
    let labels = text_style(surface, palette, &palette.plot_ink3);
    let thin = surface.ratio.round().max(1.0) as u32;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(((surface.width - LEFT - RIGHT) / 44.0).max(3.0) as usize)
        .x_label_formatter(&|step| format::short_count(*step))
        .y_label_formatter(&|loss| {
            if named.contains(loss) {
                tick_text(*loss)
            } else {
                String::new()
            }
        })
        .label_style(labels)
        .axis_style(palette.plot_rule2.stroke_width(thin))
        .bold_line_style(palette.plot_rule.stroke_width(thin))
        .light_line_style(TRANSPARENT)
        .set_all_tick_mark_size((3.0 * surface.ratio) as i32)
        .draw()
        .ok()?;
    Some(canvas)
}

fn text_style<'a>(surface: &Surface, palette: &'a Palette, colour: &'a RGBColor) -> TextStyle<'a> {
    (palette.mono.as_str(), 11.0 * surface.ratio)
        .into_font()
        .color(colour)
}

/// A loss on the axis: `0.01`, or `1e−6`.
fn tick_text(loss: f64) -> String {
    if loss == 0.0 {
        "0".to_owned()
    } else if (0.000_9..10_000.0).contains(&loss) {
        format!("{loss:.4}")
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        format!("{loss:.0e}").replace('-', "−")
    }
}

fn paint_lines(
    surface: &Surface,
    palette: &Palette,
    scene: &Scene,
    axis: &LossAxis,
    end: f64,
) -> Option<()> {
    // plotters counts in device pixels.
    surface.in_device_pixels();
    let mut chart = chart(surface, surface.canvas.clone(), axis, end)?;
    let width = |css: f64| (css * surface.ratio).round().max(1.0) as u32;
    let (train, test) = (&palette.plot_ink, &palette.plot_ink3);
    let bins = thin(&scene.bins, ((surface.width - LEFT - RIGHT) / 1.5) as usize);
    // Where a bin holds many steps, their spread lies as a shadow behind the line.
    for (line, colour, stroke) in [
        (Line::TestSpread, test.mix(0.25), width(1.0)),
        (Line::TrainSpread, train.mix(0.18), width(1.0)),
        (Line::Test, test.mix(1.0), width(1.0)),
        (Line::Train, train.mix(1.0), width(1.6)),
    ] {
        // A line is broken where the loss was not finite.
        for piece in pieces(&bins, axis, line) {
            chart
                .draw_series(LineSeries::new(piece, colour.stroke_width(stroke)))
                .ok()?;
        }
    }
    surface.reset();
    Some(())
}

/// Neighbouring bins together, so that there are at most about `most`: a line cannot turn more often than once a pixel.
fn thin(bins: &[HistoryBin], most: usize) -> Vec<HistoryBin> {
    let together = bins.len().div_ceil(most.max(1)).max(1);
    let gather = |bins: &[HistoryBin]| {
        let span = |of: fn(&HistoryBin) -> [f32; 2]| {
            let spread = bins.iter().map(of);
            spread.fold([f32::NAN; 2], |[low, high], [a, b]| {
                [low.min(a), high.max(b)]
            })
        };
        let mean =
            |of: fn(&HistoryBin) -> f32| bins.iter().map(of).sum::<f32>() / bins.len() as f32;
        let last = bins.last()?.last;
        let last = HistoryPoint {
            train: mean(|bin| bin.last.train),
            test: mean(|bin| bin.last.test),
            ..last
        };
        Some(HistoryBin {
            step: bins.first()?.step,
            train: span(|bin| bin.train),
            test: span(|bin| bin.test),
            last,
        })
    };
    bins.chunks(together).filter_map(gather).collect()
}

/// What is drawn of the history.
#[derive(Clone, Copy)]
enum Line {
    Train,
    Test,
    TrainSpread,
    TestSpread,
}

/// A line as finite pieces: through the last value of each bin, or up and down between its lowest and its highest.
fn pieces(bins: &[HistoryBin], axis: &LossAxis, line: Line) -> Vec<Vec<(f64, f64)>> {
    let floor = if axis.log {
        axis.min
    } else {
        f64::NEG_INFINITY
    };
    let mut pieces = vec![Vec::new()];
    for bin in bins {
        let values = match line {
            Line::Train => [bin.last.train; 2],
            Line::Test => [bin.last.test; 2],
            Line::TrainSpread => bin.train,
            Line::TestSpread => bin.test,
        };
        if !values.iter().all(|value| value.is_finite()) {
            pieces.push(Vec::new());
            continue;
        }
        if let Some(piece) = pieces.last_mut() {
            for value in values.map(|value| (bin.step as f64, f64::from(value).max(floor))) {
                if piece.last() != Some(&value) {
                    piece.push(value);
                }
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn x_of(surface: &Surface, step: f64, end: f64) -> f64 {
    LEFT + (surface.width - LEFT - RIGHT) * (step / end).clamp(0.0, 1.0)
}

fn y_of(surface: &Surface, axis: &LossAxis, loss: f64) -> f64 {
    TOP + (surface.height - TOP - BOTTOM) * (1.0 - axis.place(loss).clamp(0.0, 1.0))
}

/// A dotted line for each edit, but one only where many are close.
fn paint_marks(surface: &Surface, palette: &Palette, timeline: &[TimedEdit], end: f64) {
    let ctx = &surface.ctx;
    let dots = js_sys::Array::of2(&1.5.into(), &3.0.into());
    let _ = ctx.set_line_dash(&dots);
    ctx.set_stroke_style_str(&palette.ink2);
    ctx.set_line_width(1.0);
    let mut last = f64::NEG_INFINITY;
    ctx.begin_path();
    for edit in timeline {
        let x = surface.sharp(x_of(surface, edit.step as f64, end));
        if edit.step > 0 && x - last >= 4.0 {
            ctx.move_to(x, TOP);
            ctx.line_to(x, surface.height - BOTTOM);
            last = x;
        }
    }
    ctx.stroke();
    let _ = ctx.set_line_dash(&js_sys::Array::new());
}

/// The needle, and the names of the lines where they end.
fn paint_now(surface: &Surface, palette: &Palette, axis: &LossAxis, end: f64, now: Now) {
    let ctx = &surface.ctx;
    if let Some(hover) = now.hover {
        ctx.set_stroke_style_str(&palette.ink2);
        ctx.set_line_width(1.0);
        ctx.begin_path();
        let x = surface.sharp(x_of(surface, hover, end));
        ctx.move_to(x, TOP);
        ctx.line_to(x, surface.height - BOTTOM);
        ctx.stroke();
    }
    let x = x_of(surface, now.step as f64, end);
    ctx.set_stroke_style_str(&palette.needle);
    ctx.set_line_width(2.0);
    ctx.begin_path();
    ctx.move_to(x, TOP - 4.0);
    ctx.line_to(x, surface.height - BOTTOM);
    ctx.stroke();

    let height = |loss: Option<f32>| {
        loss.filter(|loss| loss.is_finite())
            .map(|loss| y_of(surface, axis, f64::from(loss)))
    };
    let (train, test) = (height(now.train), height(now.test));
    if let Some(y) = train {
        ctx.set_fill_style_str(&palette.needle);
        ctx.begin_path();
        let _ = ctx.arc(x, y, 3.0, 0.0, std::f64::consts::TAU);
        ctx.fill();
    }
    ctx.set_text_align("left");
    ctx.set_text_baseline("middle");
    let apart = keep_apart(train, test, TOP + 4.0, surface.height - BOTTOM - 4.0);
    if let Some(y) = apart.1 {
        ctx.set_font(&format!("11px {}", palette.sans));
        ctx.set_fill_style_str(&palette.ink3);
        let _ = ctx.fill_text("test", x + 6.0, y);
    }
    if let Some(y) = apart.0 {
        ctx.set_font(&format!("600 11px {}", palette.sans));
        ctx.set_fill_style_str(&palette.ink);
        let _ = ctx.fill_text("train", x + 6.0, y);
    }
}

/// Heights for two names: at their lines where there is room, a line of text apart, and inside the plot.
fn keep_apart(
    train: Option<f64>,
    test: Option<f64>,
    top: f64,
    bottom: f64,
) -> (Option<f64>, Option<f64>) {
    const LINE: f64 = 13.0;
    // A plot that is lower than two lines of text lets them stick out rather than nothing be drawn.
    let bottom = bottom.max(top + 2.0 * LINE);
    let (Some(a), Some(b)) = (train, test) else {
        return (
            train.map(|y| y.clamp(top, bottom)),
            test.map(|y| y.clamp(top, bottom)),
        );
    };
    let (mut upper, mut lower) = (a.min(b), a.max(b));
    if lower - upper < LINE {
        let middle = f64::midpoint(upper, lower).clamp(top + LINE / 2.0, bottom - LINE / 2.0);
        (upper, lower) = (middle - LINE / 2.0, middle + LINE / 2.0);
    }
    let upper = upper.clamp(top, bottom - LINE);
    let lower = lower.clamp(upper + LINE, bottom);
    if a <= b {
        (Some(upper), Some(lower))
    } else {
        (Some(lower), Some(upper))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_two_lines_never_overlap_and_stay_inside() {
        for a in 0..=100 {
            for b in 0..=100 {
                let (train, test) = keep_apart(Some(f64::from(a)), Some(f64::from(b)), 4.0, 96.0);
                let (train, test) = (train.unwrap_or(-1.0), test.unwrap_or(-1.0));
                assert!((train - test).abs() >= 12.9, "{a} {b}");
                assert!(
                    (4.0..=96.0).contains(&train) && (4.0..=96.0).contains(&test),
                    "{a} {b}"
                );
            }
        }
    }
}
