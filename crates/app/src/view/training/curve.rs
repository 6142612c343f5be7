//! The curve of a schedule: how far it is drawn, and its picture.

use neuroglass_core::Schedule;

use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;

/// Steps shown of a rate that never changes.
const AT_LEAST: u64 = 1000;
/// Room above and below the curve, for its stroke.
const MARGIN: f64 = 3.0;

/// How many steps are drawn: those in which most of the schedule happens, and twice as many again and again, so that
/// at `step` there is always something to come.
pub fn span(schedule: Schedule, step: u64) -> u64 {
    let shape = match schedule {
        Schedule::Constant(_) => 0,
        Schedule::Step(step) => 4 * u64::from(step.every),
        Schedule::Exponential(exponential) => 4 * u64::from(exponential.half_life),
        Schedule::Cosine(cosine) => u64::from(cosine.steps) * 5 / 4,
        Schedule::WarmRestarts(restarts) => {
            let (period, growth) = (u64::from(restarts.period), u64::from(restarts.growth));
            period * (1 + growth + growth * growth)
        }
    };
    let rise = 2 * u64::from(schedule.warm_up());
    let mut span = (shape + rise).max(if shape == 0 { AT_LEAST } else { 4 });
    while step > span / 4 * 3 {
        span *= 2;
    }
    span
}

/// Draws what share of the rate there is over the steps, and a needle at `step`.
pub fn paint(surface: &Surface, palette: &Palette, schedule: Schedule, step: u64) {
    let span = span(schedule, step) as f64;
    let Surface {
        ctx, width, height, ..
    } = surface;
    let floor = height - MARGIN;
    let y = |step: f64| floor - (floor - MARGIN) * f64::from(schedule.factor(step.max(0.0) as u64));
    surface.clear();

    // Twice as fine as the pixels.
    let places = (2.0 * width) as u32;
    let trace = || {
        for place in 0..=places {
            let share = f64::from(place) / f64::from(places.max(1));
            // The step after the last one may begin another period.
            ctx.line_to(share * width, y(share * (span - 1.0)));
        }
    };
    ctx.begin_path();
    ctx.move_to(0.0, floor);
    trace();
    ctx.line_to(*width, floor);
    ctx.set_fill_style_str(&palette.area);
    ctx.fill();
    ctx.begin_path();
    trace();
    ctx.set_stroke_style_str(&palette.ink3);
    ctx.set_line_width(1.5);
    ctx.stroke();

    let x = step as f64 / span * width;
    ctx.set_fill_style_str(&palette.needle);
    ctx.fill_rect(x.clamp(1.0, width - 1.0) - 1.0, 0.0, 2.0, *height);
    ctx.begin_path();
    let _ = ctx.arc(
        x.clamp(3.0, width - 3.0),
        y(step as f64),
        3.0,
        0.0,
        std::f64::consts::TAU,
    );
    ctx.fill();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_something_to_come() {
        for &schedule in Schedule::ALL {
            let first = span(schedule, 0);
            for step in [0, 1, first / 2, first, 7 * first, 1_000_000_000_000] {
                let span = span(schedule, step);
                assert!(
                    step * 4 <= span * 3 + 4,
                    "{schedule:?} ends at {span} in step {step}"
                );
                assert!(
                    step < first || span <= 4 * step,
                    "{schedule:?}: {step} of {span}"
                );
            }
        }
    }
}
