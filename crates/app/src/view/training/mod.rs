//! How it trains: what it makes small, by which steps, and where it starts from.

mod carry;
mod curve;
mod schedule;
mod start;

use leptos::prelude::*;
use neuroglass_core::{Activation, Edit, Loss, Optimizer, Regularization, Task, limits};

use super::controls::{Choice, Choices, FoldBody, FoldHead, Menu, NumberRows, Slider, Track};
use crate::format;
use crate::glass::{Fold, use_glass};
use carry::carried;
use schedule::ScheduleRows;
use start::StartRows;
pub use start::fresh_seed;

/// The training settings.
#[component]
pub fn TrainingPanel() -> impl IntoView {
    let glass = use_glass();
    view! {
        <section class="panel training" aria-labelledby="training-title">
            <h2 id="training-title">"Training"</h2>
            <div class="training-rows">
                <LossRow/>
                <OptimizerRows/>
                <Slider
                    label="Batch"
                    name="batch"
                    hint="Examples in one step. Small batches are noisy and quick, large ones smooth and slow."
                    track=Track::Log(f64::from(limits::BATCH.min), f64::from(limits::BATCH.max), 2)
                    value=Signal::derive(move || f64::from(glass.settings.with(|settings| settings.batch)))
                    text=format::number
                    on_value=move |batch| glass.turn(Edit::Batch(batch as u32))
                />
                <ScheduleRows/>
                <PenaltyRows/>
                <StartRows/>
            </div>
        </section>
    }
}

#[component]
fn LossRow() -> impl IntoView {
    let glass = use_glass();
    let choose = move |loss: Loss| {
        let output = output_for(loss, glass.ahead().output.activation);
        glass.edit(Edit::Loss { loss, output });
    };
    let value = move || glass.settings.with(|settings| settings.loss);
    let fits = move |index: usize| {
        let values = glass
            .settings
            .with(|settings| matches!(settings.data.task(), Task::Values(_)));
        !(values
            && Loss::ALL
                .get(index)
                .is_some_and(|loss| loss.wants_classes()))
    };
    let choices = Choices::new(Loss::ALL, Loss::name, value, choose)
        .explained(Loss::ALL.iter().map(|loss| loss.sentence()).collect())
        .fitting(fits);
    view! { <Choice label="Loss" name="loss" hint="What training makes small." choices=choices/> }
}

/// The output's activation for a loss: the one that is there, if it goes with it.
fn output_for(loss: Loss, present: Activation) -> Activation {
    let outputs = loss.outputs();
    let kept = outputs.iter().find(|output| **output == present);
    kept.or(outputs.first()).copied().unwrap_or(present)
}

/// The optimizer with its numbers: the rate, which each has, and the others on demand.
#[component]
fn OptimizerRows() -> impl IntoView {
    let glass = use_glass();
    let optimizer = move || glass.settings.with(|settings| settings.optimizer);
    let choose = move |index: usize| {
        let Some(&kind) = Optimizer::ALL.get(index) else {
            return;
        };
        let before = glass.ahead().optimizer;
        let numbers = carried(
            (before.numbers(), &|index| before.get(index)),
            kind.numbers(),
        );
        let kind = numbers
            .into_iter()
            .fold(kind, |kind, (index, value)| kind.with(index, value));
        if kind.numbers().len() > 1 {
            glass.open_fold(Fold::Optimizer);
        }
        glass.edit(Edit::Optimizer(kind));
    };
    let present = move || {
        let present = optimizer();
        Optimizer::ALL
            .iter()
            .position(|kind| kind.is_same_kind(&present))
    };
    let names = Optimizer::ALL.iter().map(Optimizer::name).collect();
    let choices = Choices::listed(names, present, choose)
        .explained(Optimizer::ALL.iter().map(Optimizer::sentence).collect());
    let empty = Signal::derive(move || optimizer().numbers().len() < 2);
    view! {
        <FoldHead fold=Fold::Optimizer label="Optimizer" hint="The other numbers of the optimizer." empty=empty>
            <Menu name="optimizer" label="Optimizer" hint="How a gradient becomes a step." choices=choices/>
        </FoldHead>
        <NumberRows
            setting="optimizer"
            table=move |()| optimizer().numbers().split_at(1).0
            get=move |index| optimizer().get(index)
            on_value=move |(_, rate)| glass.turn(Edit::Rate(rate))
        />
        <FoldBody fold=Fold::Optimizer label="Numbers of the optimizer" empty=empty>
            <NumberRows
                setting="optimizer"
                table=move |()| optimizer().numbers().split_at(1).1
                get=move |index| optimizer().get(index + 1)
                on_value=move |(index, value)| {
                    glass.turn(Edit::Optimizer(glass.ahead().optimizer.with(index + 1, value)));
                }
            />
        </FoldBody>
    }
}

/// What keeps weights small.
#[component]
fn PenaltyRows() -> impl IntoView {
    let glass = use_glass();
    let penalty = move || glass.settings.with(|settings| settings.regularization);
    let summary = move || {
        let penalty = penalty();
        let numbers = Regularization::NUMBERS.iter().enumerate();
        let parts: Vec<_> = numbers
            .filter_map(|(index, number)| {
                let value = penalty.get(index).filter(|value| *value != 0.0)?;
                Some(format!("{} {}", number.name, format::number(value.into())))
            })
            .collect();
        if parts.is_empty() {
            "none".to_owned()
        } else {
            parts.join(", ")
        }
    };
    view! {
        <FoldHead fold=Fold::Regularization label="Penalty" hint="What keeps weights small. Biases are left alone.">
            <span class="summary" data-summary="regularization">{summary}</span>
        </FoldHead>
        <FoldBody fold=Fold::Regularization label="What keeps weights small">
            <NumberRows
                setting="regularization"
                table=|()| Regularization::NUMBERS
                get=move |index| penalty().get(index)
                on_value=move |(index, value)| {
                    glass.turn(Edit::Regularization(glass.ahead().regularization.with(index, value)));
                }
            />
        </FoldBody>
    }
}
