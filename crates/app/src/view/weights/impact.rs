//! Which weights matter: those with sliders, or the whole network's, ranked; and the graph drawn by it.

use leptos::prelude::*;
use neuroglass_core::Experiment;
use neuroglass_core::analysis::Study;

use super::Beside;
use super::impacts::{Impacts, Measure};
use super::parameter::Parameter;
use crate::format;
use crate::glass::{Glass, Selection, use_glass};

/// Rows of the ranking.
const MOST_RANKED: usize = 40;

/// A parameter with its three measures, each with its share of the largest.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    parameter: Parameter,
    measures: [(f32, f32); 3],
}

/// The table.
#[component]
pub fn Impact(shown: RwSignal<Vec<Parameter>>, beside: RwSignal<bool>) -> impl IntoView {
    let glass = use_glass();
    glass.study(|| Some(Study::Impact));
    let ranked = RwSignal::new(false);
    let measure = RwSignal::new(Measure::IfZero);
    let rows = Memo::new(move |_| {
        glass.found.track();
        glass.numbers.track();
        let shown = shown.get();
        let by = ranked.get().then(|| measure.get());
        rows(glass, &shown, by)
    });
    let places = Memo::new(move |_| rows.with(Vec::len));
    let switch = move |name: &'static str, hint: &'static str, to: bool| {
        view! {
            <button
                type="button"
                class="tab-small"
                aria-pressed=move || if ranked.get() == to { "true" } else { "false" }
                data-action=name
                data-hint=hint
                on:click=move |_| ranked.set(to)
            >
                {name}
            </button>
        }
    };
    view! {
        <section class="impact" aria-label="Impact">
            <div class="impact-scroll">
                <table class="impact-rows">
                    <thead>
                        <tr>
                            <td><Beside unit=beside/></td>
                            {Measure::ALL.map(|one| view! { <Head one=one measure=measure ranked=ranked/> })}
                        </tr>
                    </thead>
                    <tbody>
                        {move || (0..places.get()).map(|place| view! { <ImpactRow rows=rows place=place/> }).collect_view()}
                    </tbody>
                </table>
            </div>
            <div class="impact-foot">
                <p class="note" data-impact="">{move || words(glass)}</p>
                <div class="tabs-small">
                    {switch("these", "The weights whose sliders are shown.", false)}
                    {switch("ranked", "Those of the whole network that matter most, first.", true)}
                    <OnGraph/>
                </div>
            </div>
        </section>
    }
}

/// The head of a measure's column: pressing it ranks by it.
#[component]
fn Head(one: Measure, measure: RwSignal<Measure>, ranked: RwSignal<bool>) -> impl IntoView {
    let is_on = move || ranked.get() && measure.get() == one;
    view! {
        <th scope="col" aria-sort=move || if is_on() { "descending" } else { "none" }>
            <button
                type="button"
                class="impact-head"
                data-rank=one.id()
                data-hint=one.sentence()
                aria-description=one.sentence()
                on:click=move |_| {
                    measure.set(one);
                    ranked.set(true);
                }
            >
                <i>{one.symbol()}</i>
            </button>
        </th>
    }
}

#[component]
fn ImpactRow(rows: Memo<Vec<Row>>, place: usize) -> impl IntoView {
    let glass = use_glass();
    let row = Memo::new(move |_| rows.with(|rows| rows.get(place).cloned()));
    let label = move || {
        let parameter = row.get()?.parameter;
        Some(glass.settings.with(|settings| name(settings, parameter)))
    };
    let select = move |_| {
        if let Some(Row { parameter, .. }) = row.get_untracked() {
            glass.selection.set(Selection {
                column: parameter.layer + 1,
                unit: Some(parameter.unit),
            });
        }
    };
    let cell = move |index: usize| {
        let measure = move || row.get().map_or((f32::NAN, 0.0), |row| row.measures[index]);
        let width = move || format!("{:.1}%", measure().1.clamp(0.0, 1.0) * 100.0);
        let fill = move || if measure().0 >= 0.0 { "helps" } else { "" };
        let text = move || {
            let (value, _) = measure();
            if index == 2 {
                format::signed(value, 3)
            } else {
                format::plain(value, 4)
            }
        };
        view! {
            <td>
                <span class="impact-bar"><span class=fill style:width=width></span></span>
                <span class="impact-value">{text}</span>
            </td>
        }
    };
    view! {
        <tr data-impact-of=move || row.get().map(|row| row.parameter.id())>
            <th scope="row">
                <button type="button" class="impact-name" data-hint="Selects the unit that it belongs to." on:click=select>
                    <i>{label}</i>
                </button>
            </th>
            {(0..3).map(cell).collect_view()}
        </tr>
    }
}

/// Draws the graph's edges by what the loss would lose without them.
#[component]
fn OnGraph() -> impl IntoView {
    let glass = use_glass();
    view! {
        <button
            type="button"
            class="tab-small"
            data-action="impact-on-graph"
            data-hint="Draws each edge of the network as wide as the loss would go up by without it. The sign is not shown."
            aria-pressed=move || if glass.impact_lens.get() { "true" } else { "false" }
            on:click=move |_| {
                glass.impact_lens.update(|on| *on = !*on);
                glass.repaint();
            }
        >
            "on graph"
        </button>
    }
}

/// What is listed: of these parameters, or ranked by a measure.
fn rows(glass: Glass, shown: &[Parameter], by: Option<Measure>) -> Vec<Row> {
    glass.with_scene(|scene| {
        let Some(impacts) = Impacts::of(scene) else {
            return Vec::new();
        };
        let largest = Measure::ALL.map(|measure| impacts.largest(measure));
        let row = |parameter: Parameter| {
            let index = parameter.index(&scene.shape)? as usize;
            let mut measures = [(0.0, 0.0); 3];
            for ((measure, largest), cell) in
                Measure::ALL.into_iter().zip(largest).zip(&mut measures)
            {
                let value = impacts.value(measure, index);
                *cell = (value, value.abs() / largest.max(f32::MIN_POSITIVE));
            }
            Some(Row {
                parameter,
                measures,
            })
        };
        match by {
            None => shown.iter().copied().filter_map(row).collect(),
            Some(measure) => (impacts.ranked(measure).into_iter())
                .filter_map(|index| Parameter::at(&scene.shape, index))
                .filter_map(row)
                .take(MOST_RANKED)
                .collect(),
        }
    })
}

/// From where to where.
fn name(settings: &Experiment, parameter: Parameter) -> String {
    let (from, to) = (
        parameter.source_name(settings),
        parameter.target_name(settings),
    );
    format!("{from} → {to}")
}

/// How it was found out.
fn words(glass: Glass) -> String {
    glass.found.track();
    glass.numbers.track();
    glass.with_scene(|scene| {
        let Some(impacts) = Impacts::of(scene) else {
            return "trying each…".to_owned();
        };
        let [asked, all] = impacts
            .found
            .examples
            .map(|count| format::count(u64::from(count)));
        let over = if asked == all {
            format!("all {all} points")
        } else {
            format!("{asked} of {all} points")
        };
        if impacts.is_exact() {
            format!("exact, {over}")
        } else {
            format!("ΔL ≈ −w ∂L/∂w, {over}")
        }
    })
}
