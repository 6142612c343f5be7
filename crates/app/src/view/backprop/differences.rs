//! The gradient of a layer beside what nudging each parameter says.

use std::sync::Arc;

use leptos::prelude::*;
use neuroglass_core::{Cost, Differences};

use super::formula::{Formula, pair, sign, written};
use super::lesson::Lesson;
use super::operation::{Kind, Operation};
use crate::glass::Glass;

/// Parameters that are listed; of a larger layer those of the unit, as far as these go.
const MOST: usize = 20;
/// Multiply-adds that the nudging may cost: at rest, and while it trains.
const BUDGET: [u64; 2] = [20_000_000, 500_000];

/// A parameter with its slope by both ways.
#[derive(Clone, PartialEq)]
pub struct Row {
    name: Formula,
    backprop: f32,
    /// `None` where the network is too large to be nudged at this moment.
    nudged: Option<f64>,
    /// Whether the operation is about it.
    marked: bool,
}

/// The rows of a table, and how many parameters have none.
#[derive(Clone, Default, PartialEq)]
pub struct Slopes {
    rows: Vec<Row>,
    more: usize,
}

/// The slopes of the layer of an operation.
pub fn slopes(
    glass: Glass,
    lesson: &Lesson,
    Operation { kind, layer }: Operation,
    unit: usize,
) -> Slopes {
    let Some(shape) = lesson
        .layers()
        .get(layer)
        .filter(|_| lesson.is_dense(layer))
    else {
        return Slopes::default();
    };
    let all = shape.rows * (shape.fan_in + 1);
    let units = if all <= MOST {
        0..shape.rows
    } else {
        unit..unit + 1
    };
    let count = all.min(MOST) as u64;
    let budget = BUDGET[usize::from(glass.playing.get_untracked())];
    let is_light = 2 * count * Cost::of(&lesson.settings).work <= budget;
    let mut differences = is_light.then(|| {
        let trace = &lesson.trace;
        Differences::new(
            &lesson.network,
            lesson.settings.loss,
            &trace.inputs,
            &trace.targets,
        )
    });
    let mut nudge = |parameter: usize| differences.as_mut().and_then(|all| all.of(parameter));
    let mut rows = Vec::new();
    for of in units {
        let is_of_unit = of == unit;
        // The bias is there also where there are more weights.
        let weights = shape.fan_in.min(MOST - 1);
        rows.extend((0..weights).map(|input| Row {
            name: Formula::of("w", &pair(of, input), None),
            backprop: lesson.slope(layer, of, input),
            nudged: nudge(shape.weight_offset + of * shape.fan_in + input),
            marked: is_of_unit && kind == Kind::Gradient,
        }));
        rows.push(Row {
            name: Formula::of("b", &(of + 1).to_string(), None),
            backprop: lesson.delta(layer, of),
            nudged: nudge(shape.bias_offset + of),
            marked: is_of_unit && matches!(kind, Kind::Gradient | Kind::Delta),
        });
    }
    Slopes {
        more: all - rows.len(),
        rows,
    }
}

/// How far two slopes are apart, as a share of the greater.
fn relative(backprop: f64, nudged: f64) -> f64 {
    let size = backprop.abs().max(nudged.abs());
    if size > 0.0 {
        (backprop - nudged).abs() / size
    } else {
        0.0
    }
}

/// A share by its size alone.
fn error(share: f64) -> String {
    if share > 0.0 {
        format!("{share:.0e}").replace('-', "−")
    } else {
        "0".to_owned()
    }
}

/// The table.
#[component]
pub fn SlopeTable(lesson: Memo<Option<Arc<Lesson>>>, slopes: Memo<Slopes>) -> impl IntoView {
    let row = |row: Row| {
        let Row {
            name,
            backprop,
            nudged,
            marked,
        } = row;
        let [difference, error] = match nudged {
            Some(nudged) => [
                written(nudged as f32, 5),
                error(relative(f64::from(backprop), nudged)),
            ],
            None => ["–".to_owned(), "–".to_owned()],
        };
        let words = name.text().to_owned();
        view! {
            <tr class:marked=marked>
                <th scope="row" aria-label=words><span inner_html=name.markup()></span></th>
                <td class=sign(backprop) data-slope="">{written(backprop, 5)}</td>
                <td>{difference}</td>
                <td class="slope-error">{error}</td>
            </tr>
        }
    };
    let note = move || {
        let more = slopes.with(|slopes| slopes.more);
        if slopes.with(|slopes| slopes.rows.is_empty()) {
            let has_some = lesson.with(Option::is_some);
            has_some.then(|| "This layer has no weights that can be listed.".to_owned())
        } else {
            (more > 0).then(|| format!("Of the selected unit; the layer has {more} more."))
        }
    };
    view! {
        <table class="slopes">
            <thead>
                <tr>
                    <th scope="col"><span class="unseen">"parameter"</span></th>
                    <th scope="col">"backprop"</th>
                    <th scope="col" data-hint="The slope found by nudging the parameter a little up and down, in 64 bits.">"difference"</th>
                    <th scope="col" data-hint="How far the two are apart, as a share. Backpropagation counts in 32 bits, some seven digits.">"rel. error"</th>
                </tr>
            </thead>
            <tbody>{move || slopes.get().rows.into_iter().map(row).collect_view()}</tbody>
        </table>
        {move || note().map(|note| view! { <p class="note whole">{note}</p> })}
    }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn the_error_is_a_share_of_the_greater_and_nothing_of_nothing() {
        assert!((relative(1.0, 0.5) - 0.5).abs() < 1e-12);
        assert!((relative(-0.5, 1.0) - 1.5).abs() < 1e-12);
        assert!(relative(0.0, 0.0).abs() < 1e-12);
    }
}
