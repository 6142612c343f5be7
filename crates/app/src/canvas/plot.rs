//! Plots with plotters, made fit for a page: text is measured without touching the layout, axes are drawn once.

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas for plotters that asks the canvas how wide a text is.
///
/// The backend that it wraps would put a `<span>` into the document's body for that, where the host page's styles reach
/// it and each label forces a layout.
pub struct Sheet {
    canvas: CanvasBackend,
    ctx: CanvasRenderingContext2d,
}

impl Sheet {
    /// Draws on `canvas`, in device pixels.
    pub fn new(canvas: HtmlCanvasElement, ctx: CanvasRenderingContext2d) -> Option<Self> {
        Some(Self {
            canvas: CanvasBackend::with_canvas_object(canvas)?,
            ctx,
        })
    }
}

type Drawn<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

impl DrawingBackend for Sheet {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.canvas.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<Self> {
        self.canvas.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<Self> {
        self.canvas.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn<Self> {
        self.canvas.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn<Self> {
        self.canvas.draw_line(from, to, style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<Self> {
        self.canvas.draw_path(path, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Drawn<Self> {
        self.canvas.draw_text(text, style, pos)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        self.ctx
            .set_font(&format!("{}px {}", style.size(), style.family().as_str()));
        let width = self
            .ctx
            .measure_text(text)
            .map_or(0.0, |metrics| metrics.width());
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}

/// The axis of a loss: linear from zero, or logarithmic between powers of ten and their halves.
#[derive(Clone, Debug, PartialEq)]
pub struct LossAxis {
    pub log: bool,
    pub min: f64,
    pub max: f64,
}

impl LossAxis {
    /// An axis for values between `low` and `high`, its ends on round numbers so that it seldom changes.
    pub fn around(low: f64, high: f64, log: bool) -> Self {
        if log {
            let high = if high.is_finite() && high > 0.0 {
                high.clamp(1e-8, 1e30)
            } else {
                1.0
            };
            let low = if low.is_finite() && low > 0.0 {
                low.clamp(1e-12, high)
            } else {
                high / 10.0
            };
            let (min, mut max) = (round_down(low), round_up(high));
            if max / min < 2.0 {
                max = min * 10.0;
            }
            Self { log, min, max }
        } else {
            let high = if high.is_finite() && high > 0.0 {
                high.min(1e30)
            } else {
                1.0
            };
            Self {
                log,
                min: 0.0,
                max: round_up(high),
            }
        }
    }

    /// From 0 at the lower end to 1 at the upper one.
    pub fn place(&self, value: f64) -> f64 {
        if self.log {
            (value.max(1e-300) / self.min).ln() / (self.max / self.min).ln()
        } else {
            (value - self.min) / (self.max - self.min)
        }
    }

    /// Where lines are drawn; `strong` ones are also labelled.
    pub fn ticks(&self) -> Vec<(f64, bool)> {
        if !self.log {
            let step = round_up(self.max / 4.0);
            return (0..=8)
                .map(|i| (f64::from(i) * step, true))
                .filter(|(at, _)| *at <= self.max * 1.001)
                .collect();
        }
        let decades = (self.max / self.min).log10();
        let mut ticks = Vec::new();
        let (from, to) = (
            self.min.log10().floor() as i32,
            self.max.log10().ceil() as i32,
        );
        for exponent in from..=to {
            // Of many decades only some can be named.
            let apart = (decades / 4.0).ceil().max(1.0) as i32;
            let named = exponent.rem_euclid(apart) == 0;
            for digit in [1.0, 2.0, 5.0] {
                let at = digit * 10f64.powi(exponent);
                let strong = if digit == 1.0 { named } else { decades < 1.2 };
                if (digit == 1.0 || decades < 3.5)
                    && at >= self.min * 0.999
                    && at <= self.max * 1.001
                {
                    ticks.push((at, strong));
                }
            }
        }
        ticks
    }
}

impl Ranged for LossAxis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let place = self.place(*value).clamp(-1.0, 2.0);
        limit.0 + (f64::from(limit.1 - limit.0) * place).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f64> {
        self.ticks().into_iter().map(|(at, _)| at).collect()
    }

    fn range(&self) -> Range<f64> {
        self.min..self.max
    }
}

/// The next of 1, 2, 5 × 10ⁿ at or above a positive value.
pub fn round_up(value: f64) -> f64 {
    round(
        value,
        |digit, mantissa| digit >= mantissa * (1.0 - 1e-9),
        &[1.0, 2.0, 5.0, 10.0],
    )
}

/// The next of 1, 2, 5 × 10ⁿ at or below a positive value.
fn round_down(value: f64) -> f64 {
    round(
        value,
        |digit, mantissa| digit <= mantissa * (1.0 + 1e-9),
        &[5.0, 2.0, 1.0],
    )
}

/// The end of an axis of steps: it grows by about a fifth at a time, so that it seldom changes while training.
pub fn end_of_steps(step: u64) -> f64 {
    let digits = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    round(
        step.max(20) as f64,
        |digit, mantissa| digit >= mantissa * (1.0 - 1e-9),
        &digits,
    )
}

fn round(value: f64, fits: impl Fn(f64, f64) -> bool, digits: &[f64]) -> f64 {
    let unit = 10f64.powi(value.log10().floor() as i32);
    let mantissa = value / unit;
    digits
        .iter()
        .find(|digit| fits(**digit, mantissa))
        .copied()
        .unwrap_or(1.0)
        * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_on_round_numbers() {
        assert_eq!(
            LossAxis::around(0.013, 0.74, true),
            LossAxis {
                log: true,
                min: 0.01,
                max: 1.0
            }
        );
        assert_eq!(LossAxis::around(0.3, 0.31, false).max, 0.5);
        assert!((end_of_steps(12_400) - 15_000.0).abs() < 1e-6);
        assert!((end_of_steps(0) - 20.0).abs() < 1e-6);
    }

    #[test]
    fn no_loss_breaks_an_axis() {
        for (low, high) in [
            (f64::NAN, f64::NAN),
            (0.0, f64::INFINITY),
            (1e-40, 1e38),
            (0.0, 0.0),
            (2.0, 1.0),
        ] {
            for log in [false, true] {
                let axis = LossAxis::around(low, high, log);
                assert!(axis.max > axis.min && axis.max.is_finite(), "{axis:?}");
                assert!(
                    !axis.ticks().is_empty() && axis.ticks().len() < 60,
                    "{axis:?}"
                );
            }
        }
    }
}
