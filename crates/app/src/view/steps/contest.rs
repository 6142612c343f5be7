//! A hand against gradient descent: so many moves, and as many steps from the same start.

use leptos::prelude::*;
use neuroglass_core::analysis::Study;

use crate::canvas::palette::Palette;
use crate::canvas::plot::LossAxis;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::use_glass;
use crate::scene::Scene;
use crate::view::drawing::Drawing;

/// Moves of a contest.
const MOVES: usize = 10;

/// A contest on its way.
#[derive(Clone, Debug, PartialEq)]
struct Contest {
    /// Where it began: steps done, and edits made.
    step: u64,
    edits: usize,
    /// Losses of the descent, once they are known.
    descent: Vec<f32>,
    /// The loss at the start, and after each move of the hand.
    hand: Vec<f32>,
}

impl Contest {
    fn is_over(&self) -> bool {
        self.hand.len() > MOVES
    }
}

#[component]
pub fn ContestView() -> impl IntoView {
    let glass = use_glass();
    let contest = RwSignal::new(None::<Contest>);
    // Only the start has to be known.
    glass.study(move || {
        let wanted = contest.with(|contest| {
            contest
                .as_ref()
                .is_some_and(|contest| contest.descent.is_empty())
        });
        wanted.then_some(Study::Descent {
            steps: MOVES as u32,
        })
    });
    Effect::new(move || {
        glass.found.track();
        let wanted = contest.with_untracked(|contest| {
            contest
                .as_ref()
                .filter(|contest| contest.descent.is_empty())
                .map(|contest| contest.step)
        });
        let Some(step) = wanted else { return };
        let descent = glass.with_scene(|scene| {
            let found = scene.finding(|study| matches!(study, Study::Descent { .. }))?;
            (found.step == step).then(|| found.numbers.clone())
        });
        if let Some(descent) = descent.filter(|descent| descent.len() == MOVES + 1) {
            contest.update(|contest| {
                if let Some(contest) = contest {
                    contest.descent = descent;
                }
            });
        }
    });
    // The bar's losses are those after the last move; a move of the same slider goes on with it.
    Effect::new(move || {
        let (scores, edits, step) = (
            glass.scores.get(),
            glass.run.with(|run| run.timeline.len()),
            glass.step.get(),
        );
        let Some(loss) = scores.map(|scores| scores.train.loss) else {
            return;
        };
        contest.update(|contest| {
            let Some(now) = contest else { return };
            if now.step != step {
                *contest = None;
                return;
            }
            let moves = edits.saturating_sub(now.edits).min(MOVES);
            now.hand.truncate(moves + 1);
            match now.hand.get_mut(moves) {
                Some(last) => *last = loss,
                None => now.hand.resize(moves + 1, loss),
            }
        });
    });
    Effect::new(move || {
        contest.track();
        glass.repaint();
    });
    let begin = move |_| {
        let loss = glass
            .scores
            .with_untracked(|scores| scores.map(|scores| scores.train.loss));
        contest.set(Some(Contest {
            step: glass.step.get_untracked(),
            edits: glass.run.with_untracked(|run| run.timeline.len()),
            descent: Vec::new(),
            hand: loss.into_iter().collect(),
        }));
    };
    view! {
        <section class="contest" aria-label="Beat gradient descent">
            <div class="panel-head">
                <h2>"Beat gradient descent"</h2>
                <button
                    type="button"
                    class="tool"
                    data-action="begin-contest"
                    data-hint="From here you have ten moves of weights by hand; gradient descent has ten steps from the same start."
                    aria-description="From here you have ten moves of weights by hand; gradient descent has ten steps from the same start."
                    on:click=begin
                >
                    {move || if contest.with(Option::is_some) { "Begin again" } else { "Begin" }}
                </button>
            </div>
            <p class="note" data-contest="" aria-live="polite">{move || contest.with(|contest| words(contest.as_ref()))}</p>
            <div class="contest-plot">
                <Drawing name="contest" paint=move |surface: &Surface, _: &Scene, palette: &Palette| {
                    contest.with_untracked(|contest| paint(surface, palette, contest.as_ref()));
                }/>
            </div>
        </section>
    }
}

/// How it stands.
fn words(contest: Option<&Contest>) -> String {
    let Some(contest) = contest else {
        return "Ten moves of yours, in the graph or with the sliders, against ten steps of training.".to_owned();
    };
    let moves = contest.hand.len().saturating_sub(1);
    let (Some(own), Some(theirs)) = (contest.hand.last(), contest.descent.get(moves)) else {
        return "Set…".to_owned();
    };
    let verdict = match own.partial_cmp(theirs) {
        Some(std::cmp::Ordering::Less) => "you are ahead",
        Some(std::cmp::Ordering::Greater) => "it is ahead",
        _ => "a draw",
    };
    let end = if contest.is_over() { "The end: " } else { "" };
    format!(
        "{end}after {moves} of {MOVES}, your loss is {}, that of descent {}: {verdict}.",
        format::loss(*own),
        format::loss(*theirs)
    )
}

/// Both curves.
fn paint(surface: &Surface, palette: &Palette, contest: Option<&Contest>) {
    surface.clear();
    let Some(contest) = contest else { return };
    let finite = || {
        let both = contest.hand.iter().chain(&contest.descent);
        both.copied().map(f64::from).filter(|loss| loss.is_finite())
    };
    let axis = LossAxis::around(
        finite().fold(f64::INFINITY, f64::min),
        finite().fold(0.0, f64::max),
        true,
    );
    let (left, top) = (40.0, 8.0);
    let (width, height) = (surface.width - left - 70.0, surface.height - top - 18.0);
    let ctx = &surface.ctx;
    let x = |at: usize| left + width * at as f64 / MOVES as f64;
    let y = |loss: f64| top + height * (1.0 - axis.place(loss).clamp(0.0, 1.0));
    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_text_baseline("middle");
    ctx.set_line_width(1.0);
    for (loss, named) in axis.ticks() {
        ctx.set_stroke_style_str(&palette.tile_border);
        ctx.begin_path();
        ctx.move_to(left, surface.sharp(y(loss)));
        ctx.line_to(left + width, surface.sharp(y(loss)));
        ctx.stroke();
        if named {
            ctx.set_text_align("right");
            ctx.set_fill_style_str(&palette.ink3);
            let _ = ctx.fill_text(&format::significant(loss), left - 5.0, y(loss));
        }
    }
    for (losses, ink, name) in [
        (&contest.descent, &palette.ink3, "descent"),
        (&contest.hand, &palette.needle, "you"),
    ] {
        ctx.set_stroke_style_str(ink);
        ctx.set_line_width(1.5);
        ctx.begin_path();
        for (at, &loss) in losses
            .iter()
            .enumerate()
            .filter(|(_, loss)| loss.is_finite())
        {
            ctx.line_to(x(at), y(f64::from(loss)));
        }
        ctx.stroke();
        ctx.set_fill_style_str(ink);
        for (at, &loss) in losses
            .iter()
            .enumerate()
            .filter(|(_, loss)| loss.is_finite())
        {
            ctx.begin_path();
            let _ = ctx.arc(x(at), y(f64::from(loss)), 2.2, 0.0, std::f64::consts::TAU);
            ctx.fill();
        }
        if let Some(&last) = losses.last().filter(|loss| loss.is_finite()) {
            ctx.set_text_align("left");
            ctx.set_font(&format!("12px {}", palette.sans));
            let _ = ctx.fill_text(name, x(losses.len() - 1) + 8.0, y(f64::from(last)));
        }
    }
}
