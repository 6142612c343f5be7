//! Backpropagation of one example, one operation at a time: as a formula, as matrices, and beside finite differences.

mod differences;
mod explain;
mod formula;
mod lesson;
mod losses;
mod matrices;
mod operation;
mod picker;
mod strip;
mod traced;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use neuroglass_core::Shape;

use self::formula::written;
use self::lesson::{Lesson, lesson};
use self::operation::{Number, Operation, Use};

use self::differences::{SlopeTable, slopes};
use self::explain::{Explained, explain};
use self::matrices::{Equations, equation};
use self::picker::Picker;
use self::strip::Strip;
use self::traced::Traced;
use crate::glass::{Glass, Selection, use_glass};
use crate::later::later;
use crate::view::graph::Overlay;

/// The operation that one is at, and the unit of its layer that is looked at: the selected one, or the first.
fn place(lesson: &Lesson, at: usize, selection: Selection) -> Option<(Operation, usize)> {
    let all = Operation::all(lesson.network.shape());
    let operation = *all.get(at).or(all.last())?;
    let selected = selection
        .unit
        .filter(|_| selection.column as usize == operation.layer + 1);
    let is_there = |unit: &usize| *unit < lesson.units(operation.layer);
    let unit = selected.map(|unit| unit as usize).filter(is_there);
    Some((operation, unit.unwrap_or(0)))
}

later! {
    /// The panel.
    BACKPROP = backprop in "backprop.css": panel()
}

fn panel() -> AnyView {
    let glass = use_glass();
    glass.tracing.set(true);
    on_cleanup(move || {
        let _ = glass.tracing.try_set(false);
        let _ = glass.overlay.try_set(None);
    });
    let lesson = lesson(glass);
    Effect::new(move || {
        let (at, selection) = (glass.operation.get(), glass.selection.get());
        let traced = lesson
            .get()
            .and_then(|lesson| Traced::new(lesson, at, selection));
        glass
            .overlay
            .set(traced.map(|traced| Rc::new(traced) as Rc<dyn Overlay>));
    });
    let all = Memo::new(move |_| {
        glass
            .settings
            .with(|settings| Operation::all(&Shape::new(settings)))
    });
    let at = Memo::new(move |_| {
        let last = all.with(Vec::len).max(1) - 1;
        glass.operation.get().min(last)
    });
    view! {
        <div class="backprop">
            <Picker lesson=lesson/>
            <Strip all=all at=at/>
            <div class="lesson">
                <OneOperation lesson=lesson at=at all=all/>
                <AsMatrices lesson=lesson at=at/>
                <AgainstNudging lesson=lesson at=at/>
            </div>
        </div>
    }
    .into_any()
}

/// What is made of the lesson and of where one is in it.
fn made<T: PartialEq + Default + Send + Sync + 'static>(
    glass: Glass,
    lesson: Memo<Option<Arc<Lesson>>>,
    at: Memo<usize>,
    make: fn(Glass, &Lesson, Operation, usize) -> T,
) -> Memo<T> {
    Memo::new(move |_| {
        let (at, selection) = (at.get(), glass.selection.get());
        lesson
            .with(|lesson| {
                let lesson = lesson.as_deref()?;
                let (operation, unit) = place(lesson, at, selection)?;
                Some(make(glass, lesson, operation, unit))
            })
            .unwrap_or_default()
    })
}

#[component]
fn OneOperation(
    lesson: Memo<Option<Arc<Lesson>>>,
    at: Memo<usize>,
    all: Memo<Vec<Operation>>,
) -> impl IntoView {
    let glass = use_glass();
    let explained = made(glass, lesson, at, |_, lesson, operation, unit| {
        explain(lesson, operation, unit)
    });
    let words = Memo::new(move |_| {
        let operation = all.with(|all| all.get(at.get()).map(|operation| operation.words()));
        operation.unwrap_or_default()
    });
    let lines = move || {
        let Explained { lines, result, .. } = explained.get();
        let lines = lines.into_iter().map(|(left, right)| {
            let left = left.map(|left| view! { <span inner_html=left.markup()></span> });
            view! {
                <div class="line">
                    <span class="line-left">{left}</span>
                    <span class="line-sign">"="</span>
                    <span inner_html=right.markup()></span>
                </div>
            }
        });
        let result = result.map(|result| {
            view! {
                <div class="line">
                    <span class="line-left"></span>
                    <span class="line-sign">"="</span>
                    <span class="result" data-result="" inner_html=result.markup()></span>
                </div>
            }
        });
        view! { {lines.collect_view()} {result} }
    };
    view! {
        <section class="one-operation" aria-labelledby="operation-title">
            <div class="panel-head">
                <h2 id="operation-title">"One operation"</h2>
                <p class="note">{move || format!("{} of {}, {}", at.get() + 1, all.with(Vec::len), words.get())}</p>
            </div>
            <div class="lines">{lines}</div>
            <p class="note whole" aria-hidden="true">{move || explained.with(|explained| explained.note.clone())}</p>
            <p class="unseen" role="status" aria-live=move || if glass.playing.get() { "off" } else { "polite" }>
                {move || format!("{}: {}", words.get(), explained.with(Explained::text))}
            </p>
        </section>
    }
}

#[component]
fn AsMatrices(lesson: Memo<Option<Arc<Lesson>>>, at: Memo<usize>) -> impl IntoView {
    let glass = use_glass();
    let equation = made(glass, lesson, at, |_, lesson, operation, unit| {
        equation(lesson, operation, unit)
    });
    view! {
        <section class="as-matrices" tabindex="0" aria-labelledby="matrices-title">
            <div class="panel-head">
                <h2 id="matrices-title">"As matrices"</h2>
                <p class="note">"a row is a neuron"</p>
            </div>
            <Equations equation=equation/>
            <p class="note whole">{move || equation.with(|equation| equation.note.clone())}</p>
        </section>
    }
}

#[component]
fn AgainstNudging(lesson: Memo<Option<Arc<Lesson>>>, at: Memo<usize>) -> impl IntoView {
    let glass = use_glass();
    let slopes = made(glass, lesson, at, slopes);
    let layer = move || {
        let (at, selection) = (at.get(), glass.selection.get());
        lesson.with(|lesson| Some(place(lesson.as_deref()?, at, selection)?.0.layer + 1))
    };
    view! {
        <section class="against-nudging" tabindex="0" aria-labelledby="slopes-title">
            <div class="panel-head">
                <h2 id="slopes-title">{move || layer().map(|layer| format!("Layer {layer}"))}</h2>
                <p class="note">"backprop in 32 bits, nudging in 64"</p>
            </div>
            <SlopeTable lesson=lesson slopes=slopes/>
        </section>
    }
}
