//! One operation on one unit: in symbols, with the numbers put in, and what it comes to.

use neuroglass_core::{Activation, Layer, Loss};

use super::formula::{Formula, RESULT_DIGITS, pair};
use super::lesson::Lesson;
use super::losses;
use super::operation::{Kind, Operation};
use crate::view::names;

/// Terms of a sum that are written out; of more, the first ones and the last.
const TERMS: usize = 3;
/// Slopes of a row of weights that are written out.
const SLOPES: usize = 5;

/// An operation as lines: what is left of the sign of equality, where something is, and what is right of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explained {
    pub lines: Vec<(Option<Formula>, Formula)>,
    /// What the last line comes to, where it is one number.
    pub result: Option<Formula>,
    pub note: String,
}

impl Explained {
    /// Lines under each other, all equal to `left`.
    pub fn chain(left: Formula, lines: impl IntoIterator<Item = Formula>, result: f32) -> Self {
        let mut left = Some(left);
        Self {
            lines: lines.into_iter().map(|line| (left.take(), line)).collect(),
            result: Some(Formula::digits(result, RESULT_DIGITS)),
            note: String::new(),
        }
    }

    /// All of it in words.
    pub fn text(&self) -> String {
        let lines = self.lines.iter().map(|(left, right)| match left {
            Some(left) => format!("{} = {}", left.text(), right.text()),
            None => format!("= {}", right.text()),
        });
        let mut text = lines.collect::<Vec<_>>().join("; ");
        if let Some(result) = &self.result {
            text = format!("{text}; = {}", result.text());
        }
        format!("{text}. {}", self.note)
    }
}

/// Explains an operation on a unit.
pub fn explain(lesson: &Lesson, operation: Operation, unit: usize) -> Explained {
    let layer = operation.layer;
    match operation.kind {
        Kind::Sum if lesson.is_dense(layer) => sum(lesson, layer, unit),
        Kind::Sum => Explained {
            note: "Each filter slides over the channels before it: z = Σ w a + b over its window."
                .to_owned(),
            ..Explained::chain(z(layer, unit), [], lesson.z(layer, unit))
        },
        Kind::Value => value(lesson, layer, unit),
        Kind::Loss => losses::loss(lesson),
        Kind::Delta if layer == lesson.last() => losses::delta(lesson, unit),
        Kind::Delta => delta(lesson, layer, unit),
        Kind::Gradient if lesson.is_dense(layer) => gradient(lesson, layer, unit),
        Kind::Gradient => Explained {
            note: "Each weight is used at many places; its gradient is the sum over all of them."
                .to_owned(),
            ..Explained::default()
        },
    }
}

/// zᵢ
pub fn z(layer: usize, unit: usize) -> Formula {
    Formula::of("z", &(unit + 1).to_string(), Some(layer))
}

/// δᵢ
pub fn delta_of(layer: usize, unit: usize) -> Formula {
    Formula::of("δ", &(unit + 1).to_string(), Some(layer))
}

/// aᵢ, which is ŷᵢ in the last layer.
pub fn a(lesson: &Lesson, layer: usize, unit: usize) -> Formula {
    let index = (unit + 1).to_string();
    if layer == lesson.last() {
        Formula::of("ŷ", &index, None)
    } else {
        Formula::of("a", &index, Some(layer))
    }
}

/// Number `input` of what a layer takes.
pub fn taken(lesson: &Lesson, layer: usize, input: usize) -> Formula {
    match layer.checked_sub(1) {
        Some(before) => a(lesson, before, input),
        None => match lesson.settings.inputs.get(input) {
            Some(feature) if lesson.settings.sees_features() => {
                Formula::of(feature.symbol(), "", None)
            }
            _ => Formula::of("x", &(input + 1).to_string(), None),
        },
    }
}

/// wᵢⱼ
pub fn weight(layer: usize, unit: usize, input: usize) -> Formula {
    Formula::of("w", &pair(unit, input), Some(layer))
}

/// bᵢ
pub fn bias(layer: usize, unit: usize) -> Formula {
    Formula::of("b", &(unit + 1).to_string(), Some(layer))
}

/// z = Σ w a + b
fn sum(lesson: &Lesson, layer: usize, unit: usize) -> Explained {
    let values = lesson.taken(layer);
    let symbols = added(values.len(), |input| {
        weight(layer, unit, input).and(taken(lesson, layer, input))
    });
    let numbers = added(values.len(), |input| {
        let value = Formula::number(values[input]);
        times(Formula::number(lesson.weight(layer, unit, input)), value)
    });
    let plus = || Formula::sign("+");
    let lines = [
        symbols.and(plus()).and(bias(layer, unit)),
        numbers
            .and(plus())
            .and(Formula::number(lesson.bias(layer, unit))),
    ];
    Explained {
        note: left_out(values.len()),
        ..Explained::chain(z(layer, unit), lines, lesson.z(layer, unit))
    }
}

/// a = f(z)
fn value(lesson: &Lesson, layer: usize, unit: usize) -> Explained {
    let (activation, result) = (lesson.activation(layer), lesson.a(layer, unit));
    let left = a(lesson, layer, unit);
    let kind = lesson.layers().get(layer).map(|layer| layer.layer);
    if let Some(kind) = kind.filter(|kind| !kind.has_activation()) {
        return Explained {
            note: format!("{}: {}", names::capital(kind.name()), kind.sentence()),
            ..Explained::chain(left, [], result)
        };
    }
    let lines = match activation {
        Activation::Linear => vec![z(layer, unit)],
        Activation::Softmax => vec![
            share(lesson, layer, unit, &|unit| z(layer, unit)),
            share(lesson, layer, unit, &|unit| {
                Formula::number(lesson.z(layer, unit))
            }),
        ],
        _ => [z(layer, unit), Formula::number(lesson.z(layer, unit))]
            .map(|z| Formula::function(activation.name()).and(z.bracketed()))
            .to_vec(),
    };
    Explained {
        note: format!("{}. {}", activation.formula(), activation.sentence()),
        ..Explained::chain(left, lines, result)
    }
}

/// e^zᵢ over the sum of all.
fn share(lesson: &Lesson, layer: usize, unit: usize, z: &dyn Fn(usize) -> Formula) -> Formula {
    let all = added(lesson.units(layer), |unit| z(unit).power());
    z(unit).power().over(all)
}

/// δ = (Σ w δ) · f′(z), the sum over the units that listen.
fn delta(lesson: &Lesson, layer: usize, unit: usize) -> Explained {
    let next = layer + 1;
    let from_above = lesson.value_slope(layer, unit);
    let result = lesson.delta(layer, unit);
    let slope = lesson.steepness(layer, unit);
    let steep = steepness(lesson, layer, unit);
    let product = times(Formula::number(from_above), Formula::number(slope));
    if !lesson.is_dense(next) {
        let kind = lesson.layers().get(next).map(|layer| layer.layer);
        let by = |factor: Formula| times(a(lesson, layer, unit).slope(), factor);
        let name = kind.map_or("layer", Layer::name);
        return Explained {
            note: format!("∂L/∂a comes back through the {name} above it."),
            ..Explained::chain(delta_of(layer, unit), [by(steep.0), product], result)
        };
    }
    let units = lesson.units(next);
    let symbols = added(units, |to| weight(next, to, unit).and(delta_of(next, to)));
    let numbers = added(units, |to| {
        let delta = Formula::number(lesson.delta(next, to));
        times(Formula::number(lesson.weight(next, to, unit)), delta)
    });
    let lines = [
        times(symbols.bracketed(), steep.0),
        times(numbers.bracketed(), steep.1),
        product,
    ];
    Explained {
        note: left_out(units),
        ..Explained::chain(delta_of(layer, unit), lines, result)
    }
}

/// f′(z) of a unit, in symbols and with its number; as a function of a where a textbook writes it so.
pub fn steepness(lesson: &Lesson, layer: usize, unit: usize) -> (Formula, Formula) {
    let slope = Formula::number(lesson.steepness(layer, unit));
    let one_less =
        |square: Formula| Formula::all([Formula::plain("1"), Formula::sign("−"), square]);
    let value = Formula::number(lesson.a(layer, unit));
    let symbol = a(lesson, layer, unit);
    match lesson.activation(layer) {
        Activation::Linear => (Formula::plain("1"), Formula::plain("1")),
        Activation::Tanh => (
            one_less(symbol.bracketed().squared()).bracketed(),
            one_less(value.bracketed().squared()).bracketed(),
        ),
        Activation::Sigmoid => (
            times(symbol.clone(), one_less(symbol).bracketed()),
            times(value.clone(), one_less(value).bracketed()),
        ),
        activation => {
            let name = format!("{}′", activation.name());
            (
                Formula::function(&name).and(z(layer, unit).bracketed()),
                slope,
            )
        }
    }
}

/// ∂L/∂w = δ a to each value before, and ∂L/∂b = δ.
fn gradient(lesson: &Lesson, layer: usize, unit: usize) -> Explained {
    let values = lesson.taken(layer);
    let delta = lesson.delta(layer, unit);
    let of_weight = |input: usize| {
        let symbols = delta_of(layer, unit).and(taken(lesson, layer, input));
        let numbers = times(Formula::number(delta), Formula::number(values[input]));
        let slope = Formula::digits(lesson.slope(layer, unit, input), RESULT_DIGITS);
        (
            Some(weight(layer, unit, input).slope()),
            equals([symbols, numbers, slope]),
        )
    };
    let (first, last) = shown(values.len(), SLOPES);
    let mut lines: Vec<_> = (0..first).chain(last).map(of_weight).collect();
    let of_bias = equals([delta_of(layer, unit), Formula::digits(delta, RESULT_DIGITS)]);
    lines.push((Some(bias(layer, unit).slope()), of_bias));
    let more = values.len().saturating_sub(SLOPES);
    let note = if more == 0 {
        String::new()
    } else {
        format!("{more} of its {} weights are left out here.", values.len())
    };
    Explained {
        lines,
        note,
        ..Explained::default()
    }
}

fn equals<const N: usize>(sides: [Formula; N]) -> Formula {
    let mut sides = sides.into_iter();
    let first = sides.next().unwrap_or_default();
    sides.fold(first, |all, side| all.and(Formula::sign("=")).and(side))
}

/// The product of two.
pub fn times(one: Formula, other: Formula) -> Formula {
    one.and(Formula::sign("·")).and(other)
}

/// A sum of so many terms, of which some may be left out.
pub fn added(terms: usize, term: impl Fn(usize) -> Formula) -> Formula {
    let (first, last) = shown(terms, TERMS);
    let mut sum = Formula::default();
    for at in 0..first {
        if at > 0 {
            sum = sum.and(Formula::sign("+"));
        }
        sum = sum.and(term(at));
    }
    match last {
        Some(last) => sum.and(Formula::sign("+ … +")).and(term(last)),
        None => sum,
    }
}

/// How many of the first ones are shown, and which one after a gap.
fn shown(count: usize, most: usize) -> (usize, Option<usize>) {
    if count <= most {
        (count, None)
    } else {
        (most - 1, Some(count - 1))
    }
}

/// That terms are not written out, where that is so.
fn left_out(terms: usize) -> String {
    match terms.saturating_sub(TERMS) {
        0 => String::new(),
        more => format!("{more} of {terms} terms are not written out; the result has them all."),
    }
}

/// The loss that the output has, by its formula.
pub const fn has_units(loss: Loss) -> bool {
    !matches!(loss, Loss::SoftmaxCrossEntropy)
}
