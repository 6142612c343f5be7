//! The loss along one axis of the plane, through where the network is.

use super::seen::Seen;
use super::shade::Shade;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;

/// Room for the numbers, left of the plot and under it.
const LEFT: f64 = 44.0;
const FOOT: f64 = 16.0;
const INSET: f64 = 7.0;

/// Draws the losses of the row (axis 0) or of the column (axis 1) that the network is in.
pub fn paint_profile(
    surface: &Surface,
    palette: &Palette,
    seen: &Seen<'_>,
    shade: Shade,
    axis: usize,
    pointed: Option<[usize; 2]>,
) {
    surface.clear();
    let Some(here) = seen.here().map(|here| seen.nearest(seen.cell(here))) else {
        return;
    };
    let Surface {
        ctx, width, height, ..
    } = surface;
    let floor = height - FOOT;
    let last = seen.land.side - 1;
    let x = |at: usize| LEFT + (width - LEFT - INSET) * at as f64 / last as f64;
    let y = |loss: f32| INSET + (floor - 2.0 * INSET) * (1.0 - f64::from(shade.place(loss)));
    // Of the axis that goes up, rows count from its end.
    let point = |at: usize| {
        if axis == 0 {
            [at, here[1]]
        } else {
            [here[0], last - at]
        }
    };
    let along = |point: [usize; 2]| if axis == 0 { point[0] } else { last - point[1] };

    ctx.set_stroke_style_str(&palette.tile_border);
    ctx.set_line_width(1.0);
    ctx.begin_path();
    let base = surface.sharp(floor);
    ctx.move_to(LEFT, base);
    ctx.line_to(*width, base);
    ctx.stroke();
    if let Some(pointed) = pointed {
        let at = surface.sharp(x(along(pointed)));
        ctx.set_stroke_style_str(&palette.ink3);
        ctx.begin_path();
        ctx.move_to(at, 0.0);
        ctx.line_to(at, floor);
        ctx.stroke();
    }
    ctx.begin_path();
    for at in 0..=last {
        let loss = seen.loss(point(at));
        if !loss.is_nan() {
            ctx.line_to(x(at), y(loss));
        }
    }
    ctx.set_stroke_style_str(&palette.ink);
    ctx.set_line_width(1.5);
    ctx.stroke();
    let loss = seen.loss(here);
    if !loss.is_nan() {
        ctx.set_fill_style_str(&palette.needle);
        ctx.begin_path();
        let _ = ctx.arc(x(along(here)), y(loss), 3.5, 0.0, std::f64::consts::TAU);
        ctx.fill();
    }

    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_fill_style_str(&palette.ink3);
    let write = |text: &str, x: f64, y: f64, align: &str| {
        ctx.set_text_align(align);
        let _ = ctx.fill_text(text, x, y);
    };
    ctx.set_text_baseline("middle");
    for loss in [shade.low, shade.high] {
        write(&format::loss(loss), LEFT - 8.0, y(loss), "right");
    }
    ctx.set_text_baseline("bottom");
    let reach = seen.reach;
    write(&seen.number(axis, -reach), LEFT, *height, "left");
    write(&seen.number(axis, reach), *width, *height, "right");
}
