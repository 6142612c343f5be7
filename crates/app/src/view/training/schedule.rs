//! How the rate goes on the way: its schedule, drawn, with the rate that holds now.

use leptos::prelude::*;
use neuroglass_core::{Edit, Schedule};

use super::super::controls::{Choices, FoldBody, FoldHead, Menu, NumberRows};
use super::super::drawing::Drawing;
use super::{carried, curve};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::format;
use crate::glass::{Fold, use_glass};
use crate::scene::Scene;

/// The schedule with its numbers and its curve.
#[component]
pub fn ScheduleRows() -> impl IntoView {
    let glass = use_glass();
    let schedule = move || glass.settings.with(|settings| settings.schedule);
    let choose = move |index: usize| {
        let Some(&kind) = Schedule::ALL.get(index) else {
            return;
        };
        let before = glass.ahead().schedule;
        let numbers = carried(
            (before.numbers(), &|index| before.get(index)),
            kind.numbers(),
        );
        let kind = numbers
            .into_iter()
            .fold(kind, |kind, (index, value)| kind.with(index, value));
        glass.open_fold(Fold::Schedule);
        glass.edit(Edit::Schedule(kind));
    };
    let choices = Choices::listed(
        Schedule::ALL.iter().map(Schedule::name).collect(),
        move || {
            let present = schedule();
            Schedule::ALL
                .iter()
                .position(|kind| kind.is_same_kind(&present))
        },
        choose,
    )
    .explained(Schedule::ALL.iter().map(Schedule::sentence).collect());
    view! {
        <FoldHead fold=Fold::Schedule label="Schedule" hint="The numbers of the schedule, and the rate over the steps.">
            <Menu name="schedule" label="Schedule" hint="How the rate goes on the way." choices=choices/>
        </FoldHead>
        <FoldBody fold=Fold::Schedule label="Schedule of the rate">
            <NumberRows
                setting="schedule"
                table=move |()| schedule().numbers()
                get=move |index| schedule().get(index)
                on_value=move |(index, value)| {
                    glass.turn(Edit::Schedule(glass.ahead().schedule.with(index, value)));
                }
            />
            <RateCurve/>
        </FoldBody>
    }
}

/// The rate over the steps, those done and as many to come, with the present one marked.
#[component]
fn RateCurve() -> impl IntoView {
    let glass = use_glass();
    let step = move || {
        glass.numbers.track();
        glass.step.get_untracked()
    };
    let rate = move || {
        let rate = glass.settings.with(|settings| settings.rate_at(step()));
        format::significant(f64::from(rate))
    };
    let span = move || {
        let schedule = glass.settings.with(|settings| settings.schedule);
        format::short_count(curve::span(schedule, step()) as f64)
    };
    let mut painted = None;
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let (schedule, step) = (scene.settings.schedule, glass.step.get_untracked());
        let key = (schedule, step, surface.canvas.width(), palette.ink.clone());
        if painted.as_ref() != Some(&key) {
            curve::paint(surface, palette, schedule, step);
            painted = Some(key);
        }
    };
    view! {
        <figure class="rate-curve" data-hint="The rate over the steps, those done and as many to come; the needle is now.">
            <Drawing name="rate" paint=paint/>
            <figcaption>
                <span aria-hidden="true">"0"</span>
                <span class="needle">"rate now "<span data-readout="rate">{rate}</span></span>
                <span aria-label="Steps shown">{span}</span>
            </figcaption>
        </figure>
    }
}
