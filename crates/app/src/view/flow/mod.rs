//! How signals and gradients go through the layers, and what is wrong where they do not.

use leptos::prelude::*;
use neuroglass_core::analysis::{Flow, Health, LayerFlow, Study, Symptom};
use neuroglass_core::{Experiment, Shape};

use super::names;
use crate::format;
use crate::glass::{Glass, Selection, use_glass};
use crate::later::later;

later! {
    /// The panel.
    FLOW = flow in "flow.css": view! { <FlowPanel/> }.into_any()
}

/// Ends of the logarithmic bars, as powers of ten.
const LEAST: f32 = -8.0;
const MOST: f32 = 2.0;
/// Units that are named in a finding.
const MOST_NAMED: usize = 6;

/// A column of the table.
#[derive(Clone, Copy)]
struct Measure {
    symbol: &'static str,
    sentence: &'static str,
    of: fn(&LayerFlow) -> f32,
    is_share: bool,
}

const MEASURES: [Measure; 8] = [
    Measure {
        symbol: "‖W‖",
        sentence: "The size of all weights of the layer together: the root of the sum of their squares.",
        of: |layer| layer.weights,
        is_share: false,
    },
    Measure {
        symbol: "rms z",
        sentence: "How large the weighted sums are: their root mean square over all units and points.",
        of: |layer| layer.sums,
        is_share: false,
    },
    Measure {
        symbol: "rms a",
        sentence: "How large the values after the activation are.",
        of: |layer| layer.values,
        is_share: false,
    },
    Measure {
        symbol: "rms δ",
        sentence: "How much of the error arrives: the root mean square of ∂L/∂z over all units and points.",
        of: |layer| layer.deltas,
        is_share: false,
    },
    Measure {
        symbol: "‖∂L/∂W‖",
        sentence: "How strongly the loss pulls at the layer's weights.",
        of: |layer| layer.weight_gradient,
        is_share: false,
    },
    Measure {
        symbol: "‖∂L/∂b‖",
        sentence: "How strongly the loss pulls at the layer's biases.",
        of: |layer| layer.bias_gradient,
        is_share: false,
    },
    Measure {
        symbol: "dead",
        sentence: "The share of units whose slope is zero for every point: nothing can teach them.",
        of: |layer| layer.dead,
        is_share: true,
    },
    Measure {
        symbol: "saturated",
        sentence: "The share of slopes that are below a hundredth of the activation's steepest.",
        of: |layer| layer.saturated,
        is_share: true,
    },
];

#[component]
fn FlowPanel() -> impl IntoView {
    let glass = use_glass();
    glass.study(|| Some(Study::Flow));
    let flow = Memo::new(move |_| {
        glass.found.track();
        glass.numbers.track();
        read(glass)
    });
    let layers =
        Memo::new(move |_| flow.with(|flow| flow.as_ref().map_or(0, |flow| flow.layers.len())));
    view! {
        <div class="flow">
            <section class="flow-table" aria-label="Signals and gradients by layer">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Flow"</th>
                            {MEASURES.map(|measure| view! {
                                <th scope="col" data-hint=measure.sentence><i>{measure.symbol}</i></th>
                            })}
                        </tr>
                    </thead>
                    <tbody>
                        {move || (0..layers.get()).map(|layer| view! { <LayerRow layer=layer flow=flow/> }).collect_view()}
                    </tbody>
                </table>
                <p class="note" data-flow="">{move || words(glass)}</p>
            </section>
            <section class="flow-findings" tabindex="0" aria-label="What is wrong" aria-live="polite">
                <div class="panel-head"><h2>"What it means"</h2></div>
                {move || {
                    flow.with(|flow| {
                        flow.as_ref().map(|flow| findings(glass, flow))
                    })
                }}
            </section>
        </div>
    }
}

#[component]
fn LayerRow(layer: usize, flow: Memo<Option<Flow>>) -> impl IntoView {
    let glass = use_glass();
    let title = move || {
        glass
            .settings
            .with(|settings| names::title(settings, layer + 1))
    };
    let cell = move |measure: Measure| {
        let value = Memo::new(move |_| {
            flow.with(|flow| (flow.as_ref()?.layers.get(layer)).map(measure.of))
                .unwrap_or(f32::NAN)
        });
        let width = move || {
            let value = value.get();
            let share = if measure.is_share {
                value
            } else {
                (value.log10() - LEAST) / (MOST - LEAST)
            };
            format!(
                "{:.1}%",
                if share.is_nan() {
                    0.0
                } else {
                    share.clamp(0.0, 1.0) * 100.0
                }
            )
        };
        let text = move || {
            if measure.is_share {
                format!("{:.0} %", value.get() * 100.0)
            } else {
                format::significant(f64::from(value.get()))
            }
        };
        view! {
            <td class:share=measure.is_share>
                <span class="flow-bar"><span style:width=width></span></span>
                <span class="flow-value">{text}</span>
            </td>
        }
    };
    let select = move |_| {
        glass.selection.set(Selection {
            column: layer as u32 + 1,
            unit: None,
        });
    };
    view! {
        <tr data-flow-layer=layer>
            <th scope="row">
                <button type="button" class="flow-name" data-hint="Selects this layer." on:click=select>{title}</button>
            </th>
            {MEASURES.map(cell).collect_view()}
        </tr>
    }
}

/// What is wrong, in sentences.
fn findings(glass: Glass, flow: &Flow) -> AnyView {
    let symptoms = flow.diagnosis();
    if symptoms.is_empty() {
        return view! {
            <p class="finding">
                "Nothing is wrong: every unit can learn, and the gradient arrives at each layer neither a hundred times \
                 smaller nor a hundred times larger than at the output."
            </p>
        }
        .into_any();
    }
    let one = |symptom: Symptom| {
        let (title, units) = glass
            .settings
            .with(|settings| place(settings, flow, symptom));
        let number = match symptom {
            Symptom::Dead { share, .. } | Symptom::Saturated { share, .. } => {
                format!("{:.0} %", share * 100.0)
            }
            Symptom::Vanishing { ratio } | Symptom::Exploding { ratio } => {
                format!(
                    "first / last layer {}",
                    format::significant(f64::from(ratio))
                )
            }
        };
        view! {
            <div class="finding" data-finding=symptom.name()>
                <p><b>{title}{symptom.name()}</b>" "<span class="flow-number">{number}</span></p>
                {(!units.is_empty()).then(|| view! { <p><i>{units}</i></p> })}
                <p>{symptom.sentence()}" "<span class="advice">{symptom.advice()}</span></p>
            </div>
        }
    };
    symptoms.into_iter().map(one).collect_view().into_any()
}

/// Where it is: the layer's name, and its units' where single ones are meant.
fn place(settings: &Experiment, flow: &Flow, symptom: Symptom) -> (String, String) {
    let Some(layer) = symptom.layer() else {
        return (String::new(), String::new());
    };
    let wanted = match symptom {
        Symptom::Dead { .. } => Health::Dead,
        _ => Health::Saturated,
    };
    let column = layer as u32 + 1;
    let name = |unit: usize| {
        names::symbol(
            settings,
            Selection {
                column,
                unit: Some(unit as u32),
            },
        )
    };
    let ill: Vec<usize> = (flow.layers.get(layer).into_iter())
        .flat_map(|layer| layer.units.iter().enumerate())
        .filter(|(_, health)| **health == wanted)
        .map(|(unit, _)| unit)
        .collect();
    let mut units: Vec<String> = ill
        .iter()
        .take(MOST_NAMED)
        .map(|&unit| name(unit))
        .collect();
    if ill.len() > MOST_NAMED {
        units.push(format!("and {} more", ill.len() - MOST_NAMED));
    }
    (
        format!("{}: ", names::title(settings, column as usize)),
        units.join(", "),
    )
}

fn read(glass: Glass) -> Option<Flow> {
    glass.with_scene(|scene| {
        let found = scene.finding(|study| *study == Study::Flow)?;
        Flow::read(&Shape::new(&scene.settings), &found.numbers)
    })
}

/// How it was found out.
fn words(glass: Glass) -> String {
    glass.found.track();
    glass.with_scene(|scene| match scene.finding(|study| *study == Study::Flow) {
        None => "Sending the points through…".to_owned(),
        Some(found) => {
            let [asked, all] = found.examples.map(|count| format::count(u64::from(count)));
            let over = if asked == all {
                format!("all {all} points")
            } else {
                format!("{asked} of {all} points")
            };
            let step = format::count(found.step);
            format!("step {step}, {over}; bars on a log scale from 10⁻⁸ to 100, shares from 0 to 1")
        }
    })
}
