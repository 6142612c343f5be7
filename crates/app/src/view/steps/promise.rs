//! The change of the loss that the gradient promises for the next step, and what the step gives.

use leptos::prelude::*;
use neuroglass_core::Optimizer;
use neuroglass_core::analysis::{Change, NextStep, Study};

use crate::format;
use crate::glass::{Glass, use_glass};

#[component]
pub fn PromiseView() -> impl IntoView {
    let glass = use_glass();
    glass.study(|| Some(Study::NextStep));
    let next = Memo::new(move |_| {
        glass.found.track();
        read(glass)
    });
    let formula = move || {
        let is_plain = glass
            .settings
            .with(|settings| matches!(settings.optimizer, Optimizer::Sgd(_)));
        if is_plain {
            "promised: −η ‖g‖²"
        } else {
            "promised: g · Δθ"
        }
    };
    let row = move |name: &'static str, hint: &'static str, of: fn(&NextStep) -> Change| {
        let change = Memo::new(move |_| next.with(|next| next.as_ref().map(of)));
        // Bars are measured by the greatest change of both rows.
        let most = move || {
            next.with(|next| {
                next.as_ref().map_or(1.0, |next| {
                    [next.batch, next.train]
                        .iter()
                        .flat_map(|change| [change.promised.abs(), change.given.abs()])
                        .filter(|size| size.is_finite())
                        .fold(f32::MIN_POSITIVE, f32::max)
                })
            })
        };
        let bar = move |title: &'static str, of: fn(&Change) -> f32| {
            let value = move || change.with(|change| change.as_ref().map_or(f32::NAN, of));
            let width = move || {
                let share = value().abs() / most();
                format!(
                    "{:.1}%",
                    if share.is_nan() {
                        0.0
                    } else {
                        share.min(1.0) * 100.0
                    }
                )
            };
            let falls = move || value() < 0.0;
            view! {
                <tr>
                    <td class="note">{title}</td>
                    <td><span class="promise-bar"><span class:falls=falls style:width=width></span></span></td>
                    <td class="promise-value" data-promise=format!("{name} {title}")>{move || format::signed_significant(value())}</td>
                </tr>
            }
        };
        view! {
            <tbody data-hint=hint>
                <tr><th scope="rowgroup" colspan="3">{name}</th></tr>
                {bar("promised", |change| change.promised)}
                {bar("given", |change| change.given)}
            </tbody>
        }
    };
    view! {
        <section class="promise" tabindex="0" aria-label="What the next step promises">
            <div class="panel-head">
                <h2>"The next step"</h2>
                <p class="note"><i>{formula}</i></p>
            </div>
            <table>
                {row("on its batch", "The loss over the very points that the step learns from.", |next| next.batch)}
                {row("on all points", "The loss over all training points: what one really wants to fall.", |next| next.train)}
            </table>
            <p class="note" data-promise-words="">{move || next.with(|next| words(next.as_ref()))}</p>
        </section>
    }
}

fn read(glass: Glass) -> Option<NextStep> {
    glass.with_scene(|scene| {
        NextStep::read(&scene.finding(|study| *study == Study::NextStep)?.numbers)
    })
}

/// What to make of it.
fn words(next: Option<&NextStep>) -> String {
    let Some(next) = next else {
        return "Looking one step ahead…".to_owned();
    };
    let size = format!(
        "η = {}, ‖g‖ = {}.",
        format::significant(f64::from(next.rate)),
        format::significant(f64::from(next.gradient))
    );
    let kept = next.batch.given / next.batch.promised;
    let verdict = if !kept.is_finite() {
        "There is nothing to promise."
    } else if kept < 0.0 {
        "The loss of the batch rises: the step is far too long."
    } else if kept < 0.5 {
        "The step gives less than half of its promise: it is too long for the slope to hold."
    } else {
        "The slope holds over the length of the step."
    };
    if kept.is_finite() {
        format!(
            "{size} The batch gets {:.0} % of the promise. {verdict}",
            kept * 100.0
        )
    } else {
        format!("{size} {verdict}")
    }
}
