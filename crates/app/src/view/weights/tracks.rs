//! The loss along each weight, painted on its slider's own track.

use leptos::prelude::*;
use neuroglass_core::analysis::{Study, TRACK, track as values};

use super::parameter::Parameter;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::Glass;
use crate::scene::{Found, Scene};
use crate::view::drawing::Drawing;

/// The inset of a slider's values: half its handle.
const INSET: f64 = 5.0;
/// Heights of a row's curve, from its top.
const TOP: f64 = 3.0;
const FLOOR: f64 = 19.0;
/// The longest arrow, and half its head.
const ARROW: f64 = 44.0;
const HEAD: f64 = 3.5;

/// What the tracks of these parameters need to know.
pub fn study(glass: Glass, parameters: &[Parameter], reach: f32) -> Option<Study> {
    let parameters = glass.settings.with(|settings| {
        let shape = neuroglass_core::Shape::new(settings);
        let index = |parameter: &Parameter| parameter.index(&shape);
        parameters.iter().filter_map(index).collect::<Vec<_>>()
    });
    (!parameters.is_empty()).then_some(Study::Tracks { parameters, reach })
}

/// What a track shows, for those who hear it: the slope, and where the loss is least.
pub fn words(scene: &Scene, parameter: Parameter) -> Option<String> {
    let tracks = AllTracks::of(scene)?;
    let track = tracks.track(scene, parameter)?;
    let slope = format::signed(track.slope, 4);
    Some(match track.minimum() {
        Some(at) => {
            let least = values(tracks.reach).nth(at).unwrap_or(0.0);
            format!("slope {slope}, least loss at {}", format::signed(least, 2))
        }
        None => format!("slope {slope}, the loss is the same all along"),
    })
}

/// The tracks of some rows of sliders, on one canvas under them.
#[component]
pub fn Tracks(parameters: Vec<Parameter>, height: Signal<f64>) -> impl IntoView {
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        surface.clear();
        let height = height.get_untracked();
        let Some(tracks) = AllTracks::of(scene) else {
            return;
        };
        for (row, parameter) in parameters.iter().enumerate() {
            let Some(track) = tracks.track(scene, *parameter) else {
                continue;
            };
            let top = row as f64 * height + (height - 27.0) / 2.0;
            track.paint(surface, palette, top);
        }
    };
    view! { <div class="tracks"><Drawing name="tracks" paint=paint/></div> }
}

/// Everything that was found, with what the tracks share: one logarithmic range of losses, so that flat means that a
/// weight does not matter, and the steepest slope.
struct AllTracks<'a> {
    found: &'a Found,
    parameters: &'a [u32],
    reach: f32,
    low: f64,
    high: f64,
    steepest: f32,
}

impl<'a> AllTracks<'a> {
    fn of(scene: &'a Scene) -> Option<Self> {
        let found = scene.finding(|study| matches!(study, Study::Tracks { .. }))?;
        let Study::Tracks { parameters, reach } = &found.study else {
            return None;
        };
        let rows = found.numbers.get(1..)?.chunks_exact(TRACK + 1);
        let losses = rows.clone().flat_map(|row| &row[1..]).copied();
        let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
        for loss in losses.map(f64::from).filter(|loss| loss.is_finite()) {
            low = low.min(loss.max(1e-6));
            high = high.max(loss);
        }
        let slopes = rows
            .map(|row| row[0].abs())
            .filter(|slope| slope.is_finite());
        Some(Self {
            found,
            parameters,
            reach: *reach,
            low,
            // Differences that nobody could see are not blown up.
            high: high.max(low * 1.2),
            steepest: slopes.fold(0.0, f32::max),
        })
    }

    fn track(&self, scene: &Scene, parameter: Parameter) -> Option<Track<'_>> {
        let index = parameter.index(&scene.shape)?;
        let at = self.parameters.iter().position(|&other| other == index)?;
        let row = self
            .found
            .numbers
            .get(1..)?
            .chunks_exact(TRACK + 1)
            .nth(at)?;
        let value = *scene.parameters.get(index as usize)?;
        Some(Track {
            all: self,
            slope: row[0],
            losses: &row[1..],
            value,
        })
    }
}

/// One of them.
struct Track<'a> {
    all: &'a AllTracks<'a>,
    slope: f32,
    losses: &'a [f32],
    /// Where the weight is.
    value: f32,
}

impl Track<'_> {
    fn paint(&self, surface: &Surface, palette: &Palette, top: f64) {
        let ctx = &surface.ctx;
        let left = INSET;
        let width = surface.width - 2.0 * INSET;
        let x = |at: usize| left + width * at as f64 / (TRACK - 1) as f64;
        ctx.begin_path();
        for (at, &loss) in self.losses.iter().enumerate() {
            ctx.line_to(x(at), top + self.height(loss));
        }
        ctx.set_stroke_style_str(&palette.area_line);
        ctx.set_line_width(1.0);
        ctx.stroke();
        ctx.line_to(x(TRACK - 1), top + FLOOR);
        ctx.line_to(x(0), top + FLOOR);
        ctx.close_path();
        ctx.set_fill_style_str(&palette.area);
        ctx.set_global_alpha(0.8);
        ctx.fill();
        ctx.set_global_alpha(1.0);
        if let Some(at) = self.minimum() {
            ctx.set_fill_style_str(&palette.ink);
            ctx.fill_rect(x(at) - 1.0, top + FLOOR - 3.0, 2.0, 8.0);
        }
        let share = f64::from(self.value / self.all.reach).clamp(-1.0, 1.0);
        self.arrow(
            surface,
            palette,
            left + width * (share + 1.0) / 2.0,
            top + 8.0,
        );
    }

    /// From the handle downhill, as long as the slope is steep.
    fn arrow(&self, surface: &Surface, palette: &Palette, from: f64, y: f64) {
        let share = f64::from(self.slope.abs() / self.all.steepest);
        if !share.is_finite() || share < 0.03 {
            return;
        }
        let ctx = &surface.ctx;
        let way = if self.slope > 0.0 { -1.0 } else { 1.0 };
        let start = from + way * 7.0;
        let end = (start + way * (2.0 * HEAD + share * ARROW)).clamp(1.0, surface.width - 1.0);
        if (end - start) * way < 2.0 * HEAD {
            return;
        }
        ctx.set_stroke_style_str(&palette.needle);
        ctx.set_line_width(1.5);
        ctx.begin_path();
        ctx.move_to(start, y);
        ctx.line_to(end, y);
        ctx.move_to(end - way * HEAD, y - HEAD);
        ctx.line_to(end, y);
        ctx.line_to(end - way * HEAD, y + HEAD);
        ctx.stroke();
    }

    /// From the top of the row.
    fn height(&self, loss: f32) -> f64 {
        let loss = f64::from(loss);
        // What is not finite is as bad as can be.
        let share = if loss.is_finite() {
            (loss.max(1e-6) / self.all.low).ln() / (self.all.high / self.all.low).ln()
        } else {
            1.0
        };
        FLOOR - 1.0 - share.clamp(0.0, 1.0) * (FLOOR - 1.0 - TOP)
    }

    /// Where the loss is least; nowhere, where it is the same all along.
    fn minimum(&self) -> Option<usize> {
        let finite = || {
            self.losses
                .iter()
                .enumerate()
                .filter(|(_, loss)| loss.is_finite())
        };
        let (at, least) = finite().min_by(|a, b| a.1.total_cmp(b.1))?;
        let (_, most) = finite().max_by(|a, b| a.1.total_cmp(b.1))?;
        (*most > least * 1.001).then_some(at)
    }
}
