//! What the network makes of a line: a curve, drawn over the examples' values.

use neuroglass_core::REACH;

use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;

/// Values within ± this are drawn.
const TALL: f32 = 1.5;

/// Where a value at x₁ is drawn on a square of this width.
pub fn place(width: f64, x1: f32, value: f32) -> [f64; 2] {
    let share = |part: f32| f64::from(part + 1.0) / 2.0 * width;
    [share(x1 / REACH), share(-value / TALL)]
}

/// Draws the values of a map along the line x₂ = 0.
pub fn paint_curve(surface: &Surface, palette: &Palette, map: &[f32], side: usize) {
    let Surface { ctx, width, .. } = surface;
    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_text_baseline("middle");
    ctx.set_text_align("left");
    ctx.set_line_width(1.0);
    for value in [-1.0, 0.0, 1.0] {
        let [_, y] = place(*width, 0.0, value);
        let y = surface.sharp(y);
        ctx.set_stroke_style_str(&palette.tile_border);
        ctx.begin_path();
        ctx.move_to(26.0, y);
        ctx.line_to(*width, y);
        ctx.stroke();
        ctx.set_fill_style_str(&palette.ink3);
        let _ = ctx.fill_text(&format::signed(value, 0), 4.0, y);
    }
    // Of an even number of rows, the two in the middle lie as far above the line as below it.
    let row = |row: usize| map.get(row * side..(row + 1) * side).unwrap_or_default();
    let (above, below) = (row(side.saturating_sub(1) / 2), row(side / 2));
    ctx.begin_path();
    for (column, (above, below)) in above.iter().zip(below).enumerate() {
        let x1 = ((column as f32 + 0.5) / side as f32 * 2.0 - 1.0) * REACH;
        let [x, y] = place(*width, x1, f32::midpoint(*above, *below));
        if !y.is_finite() {
            continue;
        }
        if column == 0 {
            ctx.move_to(x, y);
        } else {
            ctx.line_to(x, y);
        }
    }
    ctx.set_stroke_style_str(&palette.ink);
    ctx.set_line_width(2.0);
    ctx.set_line_cap("round");
    ctx.stroke();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_the_line_is_the_middle_of_the_square() {
        assert_eq!(place(200.0, 0.0, 0.0), [100.0, 100.0]);
        assert_eq!(place(200.0, -REACH, TALL), [0.0, 0.0]);
        assert_eq!(place(200.0, REACH, -TALL), [200.0, 200.0]);
    }
}
