//! The braid: every parameter's path under the loss curve.

use neuroglass_core::analysis::{Braid, Study};
use neuroglass_core::{Experiment, ascending};

use super::belongs::is_selected;
use super::frame::{Cursor, Frame, LEFT, TOP, line, nearest, paint_value};
use super::picture::Picture;
use crate::canvas::palette::Palette;
use crate::canvas::plot::round_up;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::Selection;
use crate::scene::Scene;
use crate::view::weights::Parameter;

/// Where the loss ends and where the paths begin.
const LOSS_BOTTOM: f64 = 36.0;
const PATHS_TOP: f64 = 44.0;
/// Paths whose names are written at their ends, at most.
const MOST_NAMED: usize = 8;
/// Between two names.
const LINE: f64 = 12.0;

/// The paths of parameters.
pub struct Paths<'a> {
    scene: &'a Scene,
    braid: Braid<'a>,
    steps: Vec<u64>,
    /// Which of the braid's are shown, with whether they belong to what is selected.
    shown: Vec<(usize, bool)>,
    /// The least and the greatest value, zero among them.
    range: [f32; 2],
    /// How many there are, with those that have not moved enough to be shown.
    all: usize,
}

impl<'a> Paths<'a> {
    /// Those of a layer, or of all.
    pub fn of(scene: &'a Scene, layer: Option<usize>, selection: Selection) -> Option<Self> {
        let found = scene.finding(|study| matches!(study, Study::Braid { .. }))?;
        let braid = Braid::read(&found.numbers)?;
        let layers = scene.shape.layers();
        let of_layer = layer.and_then(|layer| layers.get(layer));
        let places = braid.parameters.iter().map(|&index| index as usize);
        let shown: Vec<(usize, bool)> = (places.enumerate())
            .filter(|(_, index)| of_layer.is_none_or(|layer| layer.parameters().contains(index)))
            .map(|(at, index)| (at, is_selected(&scene.shape, selection, index)))
            .collect();
        let mut range = [0.0_f32; 2];
        for (_, values) in &braid.moments {
            for value in shown.iter().map(|&(at, _)| values[at]) {
                if value.is_finite() {
                    range = [range[0].min(value), range[1].max(value)];
                }
            }
        }
        if range == [0.0; 2] {
            range = [-1.0, 1.0];
        }
        Some(Self {
            scene,
            steps: braid.moments.iter().map(|(step, _)| *step).collect(),
            braid,
            shown,
            range,
            all: of_layer.map_or(scene.shape.parameters(), |layer| layer.parameters().len()),
        })
    }

    fn y(&self, frame: &Frame, value: f32) -> f64 {
        let [low, high] = self.range.map(f64::from);
        let share = (f64::from(value) - low) / (high - low);
        let (top, bottom) = (PATHS_TOP + 3.0, frame.bottom() - 3.0);
        bottom - share * (bottom - top)
    }

    fn value(&self, at: usize, moment: usize) -> f32 {
        let values = self.braid.moments.get(moment).map(|(_, values)| *values);
        values
            .and_then(|values| values.get(at))
            .copied()
            .unwrap_or(f32::NAN)
    }

    /// What it is now; of a network that has just changed, what it was last.
    fn present(&self, at: usize) -> f32 {
        let index = self.braid.parameters[at] as usize;
        let now = self.scene.parameters.get(index).copied();
        now.unwrap_or_else(|| self.value(at, self.steps.len().saturating_sub(1)))
    }

    /// The path that is nearest to what is pointed at, and the moment.
    fn nearest(&self, frame: &Frame, cursor: Cursor) -> Option<(usize, usize)> {
        let moment = nearest(&self.steps, cursor.step as f64)?;
        let away = |at: usize| (self.y(frame, self.value(at, moment)) - cursor.y).abs();
        let finite = self.shown.iter().map(|&(at, _)| at);
        let nearest = finite
            .filter(|&at| self.value(at, moment).is_finite())
            .min_by(|&a, &b| away(a).total_cmp(&away(b)))?;
        Some((nearest, moment))
    }

    /// Draws a path, broken where it is not finite.
    fn trace(&self, surface: &Surface, frame: &Frame, at: usize) {
        let ctx = &surface.ctx;
        ctx.begin_path();
        let mut is_down = false;
        for (step, values) in &self.braid.moments {
            let value = values[at];
            if !value.is_finite() {
                is_down = false;
                continue;
            }
            let (x, y) = (frame.x(*step), self.y(frame, value));
            if is_down {
                ctx.line_to(x, y);
            } else {
                ctx.move_to(x, y);
            }
            is_down = true;
        }
        ctx.stroke();
    }

    fn paint_paths(&self, surface: &Surface, palette: &Palette, frame: &Frame) {
        let ctx = &surface.ctx;
        // Many paths together are not to become a wall.
        let faint = (60.0 / self.shown.len().max(1) as f64).sqrt().min(1.0);
        let has_selected = self.shown.iter().any(|&(_, selected)| selected);
        for strong in [false, true] {
            let (width, alpha) = match (strong, has_selected) {
                (true, _) => (1.6, 1.0),
                (false, true) => (1.0, 0.38 * faint),
                (false, false) => (1.0, 0.7 * faint),
            };
            ctx.set_line_width(width);
            ctx.set_global_alpha(alpha);
            let of_kind = self
                .shown
                .iter()
                .filter(|(_, selected)| *selected == strong);
            for &(at, _) in of_kind {
                ctx.set_stroke_style_str(palette.signed(self.present(at)));
                self.trace(surface, frame, at);
            }
        }
        ctx.set_global_alpha(1.0);
    }

    /// The names of what is selected, at the ends of its paths.
    fn paint_names(&self, surface: &Surface, palette: &Palette, frame: &Frame) {
        let Some(last) = self.steps.len().checked_sub(1) else {
            return;
        };
        let selected = self.shown.iter().filter(|(_, selected)| *selected);
        let names: Vec<(f64, usize)> = selected
            .map(|&(at, _)| (self.y(frame, self.value(at, last)), at))
            .filter(|(y, _)| y.is_finite())
            .collect();
        if names.len() > MOST_NAMED {
            return;
        }
        let order = ascending(names.iter().map(|&(y, _)| y));
        let names: Vec<(f64, usize)> = order.into_iter().map(|at| names[at]).collect();
        // Downwards as far apart as lines of text, then back up from the lower edge.
        let mut ys: Vec<f64> = names.iter().map(|&(y, _)| y).collect();
        for at in 1..ys.len() {
            ys[at] = ys[at].max(ys[at - 1] + LINE);
        }
        let mut limit = frame.bottom() - 5.0;
        for y in ys.iter_mut().rev() {
            *y = y.min(limit);
            limit = *y - LINE;
        }
        let ctx = &surface.ctx;
        ctx.set_font(&format!("italic 12px {}", palette.serif));
        ctx.set_text_align("left");
        ctx.set_text_baseline("middle");
        let x = frame.x(self.steps[last]) + 6.0;
        for (&(_, at), y) in names.iter().zip(ys) {
            ctx.set_fill_style_str(palette.signed_text(self.present(at)));
            if let Some(parameter) = self.parameter(at) {
                let _ = ctx.fill_text(&parameter.source_name(&self.scene.settings), x, y);
            }
        }
    }

    fn paint_axis(&self, surface: &Surface, palette: &Palette, frame: &Frame) {
        let [low, high] = self.range.map(f64::from);
        let room = frame.bottom() - PATHS_TOP;
        let apart = round_up((high - low) * 26.0 / room.max(1.0));
        let decimals = (-apart.log10().floor()).clamp(0.0, 6.0) as usize;
        let ticks = (low / apart).ceil() as i64..=(high / apart).floor() as i64;
        for tick in ticks {
            let value = (tick as f64 * apart) as f32;
            let y = self.y(frame, value);
            let at = surface.sharp(y);
            let colour = if tick == 0 {
                &palette.ink3
            } else {
                &palette.well
            };
            line(surface, colour, [LEFT, at], [LEFT + frame.room(), at]);
            paint_value(surface, palette, &format::signed(value, decimals), y);
        }
    }

    /// The training loss, high loss high.
    fn paint_loss(&self, surface: &Surface, palette: &Palette, frame: &Frame) {
        let bins = &self.scene.bins;
        let losses = || {
            let losses = bins.iter().map(|bin| f64::from(bin.last.train));
            losses.filter(|loss| loss.is_finite() && *loss > 0.0)
        };
        let (low, high) = (
            losses().fold(f64::INFINITY, f64::min),
            losses().fold(f64::MIN_POSITIVE, f64::max),
        );
        // No axis of round numbers: in so low a strip a small kink is to be seen.
        let span = (high / low).ln().max(0.1);
        let (ctx, height) = (&surface.ctx, LOSS_BOTTOM - TOP - 4.0);
        let (mut first, mut last) = (None, LEFT);
        ctx.begin_path();
        for bin in bins.iter().filter(|bin| bin.last.train.is_finite()) {
            let share = (f64::from(bin.last.train).max(low) / low).ln() / span;
            last = frame.x(bin.step);
            let y = LOSS_BOTTOM - 2.0 - height * share;
            if first.is_none() {
                ctx.move_to(last, y);
            }
            first = first.or(Some(last));
            ctx.line_to(last, y);
        }
        ctx.set_stroke_style_str(&palette.area_line);
        ctx.set_line_width(1.2);
        ctx.stroke();
        ctx.line_to(last, LOSS_BOTTOM);
        ctx.line_to(first.unwrap_or(LEFT), LOSS_BOTTOM);
        ctx.set_fill_style_str(&palette.area);
        ctx.set_global_alpha(0.5);
        ctx.fill();
        ctx.set_global_alpha(1.0);
        let y = surface.sharp(LOSS_BOTTOM);
        let ends = [[LEFT, y], [LEFT + frame.room(), y]];
        line(surface, &palette.tile_border, ends[0], ends[1]);
        paint_value(surface, palette, "loss", f64::midpoint(TOP, LOSS_BOTTOM));
    }

    fn parameter(&self, at: usize) -> Option<Parameter> {
        Parameter::at(&self.scene.shape, self.braid.parameters[at] as usize)
    }

    fn name(&self, at: usize) -> String {
        let parameter = self.parameter(at);
        parameter.map_or_else(String::new, |parameter| {
            name(&self.scene.settings, parameter)
        })
    }

    /// Those that are now farthest from where they began: each with what it was then and what it is now.
    pub fn moved_most(&self, most: usize) -> Vec<Moved> {
        let moved = |&(at, _): &(usize, bool)| Moved {
            index: self.braid.parameters[at] as usize,
            from: self.value(at, 0),
            now: self.present(at),
            step: self.steps.first().copied().unwrap_or(0),
        };
        let mut all: Vec<Moved> = self.shown.iter().map(moved).collect();
        all.retain(|moved| moved.distance() > 0.0 && moved.distance().is_finite());
        let order = ascending(all.iter().map(|moved| -f64::from(moved.distance())));
        order.into_iter().take(most).map(|at| all[at]).collect()
    }
}

/// How far a parameter has gone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    pub index: usize,
    pub from: f32,
    pub now: f32,
    /// The step where it was as it was.
    pub step: u64,
}

impl Moved {
    fn distance(&self) -> f32 {
        (self.now - self.from).abs()
    }
}

impl Picture for Paths<'_> {
    fn steps(&self) -> &[u64] {
        &self.steps
    }

    fn paint(&self, surface: &Surface, palette: &Palette, frame: &Frame) {
        self.paint_loss(surface, palette, frame);
        self.paint_axis(surface, palette, frame);
        self.paint_paths(surface, palette, frame);
        self.paint_names(surface, palette, frame);
    }

    fn mark(
        &self,
        surface: &Surface,
        palette: &Palette,
        frame: &Frame,
        cursor: Option<Cursor>,
        _: u64,
    ) {
        let ctx = &surface.ctx;
        let pointed = cursor.and_then(|cursor| self.nearest(frame, cursor));
        let Some((at, moment)) = pointed else { return };
        let value = self.value(at, moment);
        ctx.set_stroke_style_str(&palette.ink);
        ctx.set_line_width(2.0);
        self.trace(surface, frame, at);
        let (x, y) = (frame.x(self.steps[moment]), self.y(frame, value));
        ctx.begin_path();
        let _ = ctx.arc(x, y, 4.0, 0.0, std::f64::consts::TAU);
        ctx.set_fill_style_str(palette.signed(value));
        ctx.fill();
        ctx.set_line_width(1.5);
        ctx.stroke();
    }

    fn read(&self, frame: &Frame, cursor: Cursor) -> String {
        match self.nearest(frame, cursor) {
            Some((at, moment)) => format!(
                "step {}: {} = {}",
                format::count(self.steps[moment]),
                self.name(at),
                format::signed(self.value(at, moment), 3)
            ),
            None => format!("step {}", format::count(cursor.step)),
        }
    }

    fn walk(&self, frame: &Frame, cursor: Cursor, moment: usize, up: i32) -> f64 {
        let Some((at, here)) = self.nearest(frame, cursor) else {
            return cursor.y;
        };
        let mut at_once: Vec<usize> = self.shown.iter().map(|&(at, _)| at).collect();
        at_once.retain(|&at| self.value(at, here).is_finite());
        let values = at_once.iter().map(|&at| f64::from(self.value(at, here)));
        let at_once: Vec<usize> = ascending(values)
            .into_iter()
            .map(|at| at_once[at])
            .collect();
        let place = at_once.iter().position(|&other| other == at).unwrap_or(0);
        let next = place
            .saturating_add_signed(up as isize)
            .min(at_once.len() - 1);
        let y = self.y(frame, self.value(at_once[next], moment));
        if y.is_finite() { y } else { cursor.y }
    }

    fn words(&self) -> String {
        let (shown, all) = (self.shown.len(), self.all);
        let count = |count: usize| format::count(count as u64);
        let paths = if shown == all {
            format!("{} weights and biases", count(shown))
        } else {
            let [shown, all] = [shown, all].map(count);
            format!("the {shown} of {all} weights and biases that moved most")
        };
        let last = self.steps.last().copied().unwrap_or(0);
        let moments = count(self.steps.len());
        format!("{paths}, at {moments} steps up to {}", format::count(last))
    }
}

/// From where to where: `h₂·₂ ← h₁·₃`.
pub fn name(settings: &Experiment, parameter: Parameter) -> String {
    let (from, to) = (
        parameter.source_name(settings),
        parameter.target_name(settings),
    );
    format!("{to} ← {from}")
}
