//! The loss against the share of connections that is cut.

use neuroglass_core::analysis::{SHARES, Study};

use crate::canvas::palette::Palette;
use crate::canvas::plot::LossAxis;
use crate::canvas::surface::Surface;
use crate::format;
use crate::scene::Scene;

/// Room around the plot, in CSS pixels: left, top, right, bottom.
const ROOM: [f64; 4] = [46.0, 10.0, 76.0, 24.0];

/// What was found out.
pub struct Losses<'a> {
    by_size: &'a [f32],
    by_impact: &'a [f32],
}

impl<'a> Losses<'a> {
    pub fn of(scene: &'a Scene) -> Option<Self> {
        let found = scene.finding(|study| *study == Study::Pruning)?;
        let (by_size, by_impact) = found.numbers.split_at_checked(SHARES + 1)?;
        (by_impact.len() == by_size.len()).then_some(Self { by_size, by_impact })
    }

    fn of_order(&self, by_impact: bool) -> &'a [f32] {
        if by_impact {
            self.by_impact
        } else {
            self.by_size
        }
    }

    /// The loss at a share, between those that were tried.
    pub fn at(&self, by_impact: bool, share: f64) -> f32 {
        let losses = self.of_order(by_impact);
        let place = share.clamp(0.0, 1.0) * SHARES as f64;
        let (index, part) = (place as usize, place.fract() as f32);
        let [from, to] = [index, index + 1].map(|at| losses[at.min(SHARES)]);
        from + part * (to - from)
    }
}

/// Draws both curves; that of the order in force is strong, and a needle stands at the share.
pub fn paint(surface: &Surface, scene: &Scene, palette: &Palette, (by_impact, share): (bool, f64)) {
    surface.clear();
    let Some(losses) = Losses::of(scene) else {
        return;
    };
    let finite = || {
        let both = losses.by_size.iter().chain(losses.by_impact);
        both.copied().map(f64::from).filter(|loss| loss.is_finite())
    };
    let axis = LossAxis::around(
        finite().fold(f64::INFINITY, f64::min),
        finite().fold(0.0, f64::max),
        true,
    );
    let [left, top, right, bottom] = ROOM;
    let (width, height) = (surface.width - left - right, surface.height - top - bottom);
    let x = |share: f64| left + width * share;
    let y = |loss: f64| top + height * (1.0 - axis.place(loss).clamp(0.0, 1.0));
    let ctx = &surface.ctx;
    ctx.set_line_width(1.0);
    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_text_baseline("middle");
    for (loss, named) in axis.ticks() {
        ctx.set_stroke_style_str(&palette.tile_border);
        ctx.set_global_alpha(0.6);
        ctx.begin_path();
        ctx.move_to(left, surface.sharp(y(loss)));
        ctx.line_to(left + width, surface.sharp(y(loss)));
        ctx.stroke();
        ctx.set_global_alpha(1.0);
        if named {
            ctx.set_text_align("right");
            ctx.set_fill_style_str(&palette.ink3);
            let _ = ctx.fill_text(&format::significant(loss), left - 6.0, y(loss));
        }
    }
    ctx.set_text_align("center");
    ctx.set_fill_style_str(&palette.ink3);
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let text = format!("{:.0} %", share * 100.0);
        let _ = ctx.fill_text(&text, x(share), top + height + 12.0);
    }
    for order in [!by_impact, by_impact] {
        let is_strong = order == by_impact;
        let ink = if is_strong {
            &palette.ink
        } else {
            &palette.ink3
        };
        ctx.begin_path();
        for (at, &loss) in losses.of_order(order).iter().enumerate() {
            if loss.is_finite() {
                ctx.line_to(x(at as f64 / SHARES as f64), y(f64::from(loss)));
            }
        }
        ctx.set_stroke_style_str(ink);
        ctx.set_line_width(if is_strong { 1.5 } else { 1.0 });
        ctx.stroke();
    }
    // Both end where nothing is left, so their names stand apart from the curves.
    ctx.set_text_align("left");
    for (row, order) in [false, true].into_iter().enumerate() {
        let is_strong = order == by_impact;
        ctx.set_fill_style_str(if is_strong {
            &palette.ink
        } else {
            &palette.ink3
        });
        let weight = if is_strong { "600" } else { "400" };
        ctx.set_font(&format!("{weight} 12px {}", palette.sans));
        let name = if order { "by impact" } else { "by size" };
        let _ = ctx.fill_text(name, left + width + 10.0, top + 10.0 + 18.0 * row as f64);
    }
    needle(
        surface,
        palette,
        [x(share), y(f64::from(losses.at(by_impact, share)))],
        [top, top + height],
    );
}

/// Where the slider is.
fn needle(surface: &Surface, palette: &Palette, [x, y]: [f64; 2], [top, bottom]: [f64; 2]) {
    let ctx = &surface.ctx;
    ctx.set_stroke_style_str(&palette.needle);
    ctx.set_fill_style_str(&palette.needle);
    ctx.set_line_width(2.0);
    ctx.begin_path();
    ctx.move_to(x, top);
    ctx.line_to(x, bottom);
    ctx.stroke();
    if y.is_finite() {
        ctx.begin_path();
        let _ = ctx.arc(x, y, 3.5, 0.0, std::f64::consts::TAU);
        ctx.fill();
    }
}
