//! An operation on a whole layer at once, as a textbook sets it: matrices and columns, with the numbers of one unit
//! outlined.

use leptos::prelude::*;
use neuroglass_core::Loss;

use super::explain::has_units;
use super::formula::{Formula, sign};
use super::lesson::Lesson;
use super::operation::{Kind, Number, Operation};
use crate::format;
use crate::glass::use_glass;

/// Rows and columns that are shown at most.
const MOST: usize = 6;

/// A piece of an equation.
#[derive(Clone, PartialEq)]
pub enum Piece {
    Sign(&'static str),
    Matrix(Matrix),
}

/// Numbers in rows, under their name.
#[derive(Clone, PartialEq)]
pub struct Matrix {
    name: Formula,
    words: String,
    /// Each with whether the operation on the unit has to do with it.
    cells: Vec<Vec<(f32, bool)>>,
}

/// An equation, and what is not shown of it.
#[derive(Clone, Default, PartialEq)]
pub struct Equation {
    pub pieces: Vec<Piece>,
    pub note: String,
}

/// The operation on all units, with the numbers of one outlined.
pub fn equation(lesson: &Lesson, operation: Operation, unit: usize) -> Equation {
    let layer = operation.layer;
    let setter = Setter {
        lesson,
        operation,
        unit,
    };
    let is_dense = lesson.is_dense(layer);
    let pieces = match operation.kind {
        Kind::Sum if is_dense => setter.sum(),
        Kind::Value => setter.value(),
        Kind::Loss => setter.loss(),
        Kind::Delta if layer == lesson.last() => setter.first_delta(),
        Kind::Delta if lesson.is_dense(layer + 1) => setter.delta(),
        Kind::Gradient if is_dense => setter.gradient(),
        _ => Vec::new(),
    };
    let note = if pieces.is_empty() {
        "Between these layers it is no product of one matrix.".to_owned()
    } else {
        setter.note()
    };
    Equation { pieces, note }
}

/// What sets an equation.
struct Setter<'a> {
    lesson: &'a Lesson,
    operation: Operation,
    unit: usize,
}

impl Setter<'_> {
    /// z = W a + b
    fn sum(&self) -> Vec<Piece> {
        let (lesson, layer) = (self.lesson, self.operation.layer);
        let units = self.shown(lesson.units(layer));
        vec![
            column("z", layer, &units, &|unit| lesson.z(layer, unit), &|unit| {
                unit == self.unit
            }),
            Piece::Sign("="),
            self.weights(layer, &units),
            self.taken(layer),
            Piece::Sign("+"),
            column(
                "b",
                layer,
                &units,
                &|unit| lesson.bias(layer, unit),
                &|unit| unit == self.unit,
            ),
        ]
    }

    /// a = f(z)
    fn value(&self) -> Vec<Piece> {
        let (lesson, layer) = (self.lesson, self.operation.layer);
        let units = self.shown(lesson.units(layer));
        let is_lit = |unit: usize| unit == self.unit;
        let a = self.values(layer, &units, &is_lit);
        if !lesson
            .layers()
            .get(layer)
            .is_some_and(|layer| layer.layer.has_activation())
        {
            return Vec::new();
        }
        let reads = |unit: usize| {
            let number = Number::Z(layer, unit);
            self.operation.uses(lesson, self.unit, number).is_some()
        };
        vec![
            a,
            Piece::Sign("="),
            Piece::Sign(lesson.activation(layer).name()),
            column("z", layer, &units, &|unit| lesson.z(layer, unit), &reads),
        ]
    }

    /// The outputs and what they should be.
    fn loss(&self) -> Vec<Piece> {
        let (lesson, last) = (self.lesson, self.lesson.last());
        let units = self.shown(lesson.units(last));
        // Of a softmax only the true class counts.
        let is_lit = |unit: usize| has_units(lesson.settings.loss) || lesson.target(unit) > 0.5;
        vec![
            self.values(last, &units, &is_lit),
            self.targets(&units, &is_lit),
            Piece::Sign("→"),
            Piece::Matrix(Matrix {
                name: Formula::of("L", "", None),
                words: "L".to_owned(),
                cells: vec![vec![(lesson.trace.loss, true)]],
            }),
        ]
    }

    /// δ = ŷ − t, or ∂L/∂ŷ ⊙ f′(z)
    fn first_delta(&self) -> Vec<Piece> {
        let (lesson, last) = (self.lesson, self.lesson.last());
        let units = self.shown(lesson.units(last));
        let is_lit = |unit: usize| unit == self.unit;
        let mut pieces = vec![self.deltas(last, &units, &is_lit), Piece::Sign("=")];
        match lesson.settings.loss {
            Loss::BinaryCrossEntropy | Loss::SoftmaxCrossEntropy => {
                pieces.push(self.values(last, &units, &is_lit));
                pieces.push(Piece::Sign("−"));
                pieces.push(self.targets(&units, &is_lit));
            }
            _ => {
                let name = Formula::of("ŷ", "", None).slope();
                let from_above = |unit: usize| lesson.value_slope(last, unit);
                pieces.push(named(name, &units, &from_above, &is_lit));
                pieces.push(Piece::Sign("⊙"));
                pieces.push(self.steepness(last, &units));
            }
        }
        pieces
    }

    /// δ = Wᵀ δ ⊙ f′(z)
    fn delta(&self) -> Vec<Piece> {
        let (lesson, layer) = (self.lesson, self.operation.layer);
        let units = self.shown(lesson.units(layer));
        let next = first(lesson.units(layer + 1));
        let transposed = Matrix {
            name: Formula::of("W", "", Some(layer + 1))
                .bracketed()
                .transposed(),
            words: format!("weights of layer {}, transposed", layer + 2),
            cells: cells(&units, &next, &|unit, to| {
                (lesson.weight(layer + 1, to, unit), unit == self.unit)
            }),
        };
        vec![
            self.deltas(layer, &units, &|unit| unit == self.unit),
            Piece::Sign("="),
            Piece::Matrix(transposed),
            self.deltas(layer + 1, &next, &|_| true),
            Piece::Sign("⊙"),
            self.steepness(layer, &units),
        ]
    }

    /// ∇W = δ aᵀ
    fn gradient(&self) -> Vec<Piece> {
        let (lesson, layer) = (self.lesson, self.operation.layer);
        let units = self.shown(lesson.units(layer));
        let inputs = first(lesson.taken(layer).len());
        let slopes = Matrix {
            name: Formula::of("∇W", "", Some(layer)),
            words: format!("gradient of the weights of layer {}", layer + 1),
            cells: cells(&units, &inputs, &|unit, input| {
                (lesson.slope(layer, unit, input), unit == self.unit)
            }),
        };
        let row = Matrix {
            name: taken_name(layer).bracketed().transposed(),
            words: format!("what layer {} takes, as a row", layer + 1),
            cells: cells(&[0], &inputs, &|_, input| {
                (lesson.taken(layer)[input], true)
            }),
        };
        vec![
            Piece::Matrix(slopes),
            Piece::Sign("="),
            self.deltas(layer, &units, &|unit| unit == self.unit),
            Piece::Matrix(row),
        ]
    }

    fn weights(&self, layer: usize, units: &[usize]) -> Piece {
        let inputs = first(self.lesson.taken(layer).len());
        Piece::Matrix(Matrix {
            name: Formula::of("W", "", Some(layer)),
            words: format!("weights of layer {}", layer + 1),
            cells: cells(units, &inputs, &|unit, input| {
                (self.lesson.weight(layer, unit, input), unit == self.unit)
            }),
        })
    }

    fn taken(&self, layer: usize) -> Piece {
        let values = self.lesson.taken(layer);
        named(
            taken_name(layer),
            &first(values.len()),
            &|input| values[input],
            &|_| true,
        )
    }

    fn values(&self, layer: usize, units: &[usize], lit: &dyn Fn(usize) -> bool) -> Piece {
        let name = if layer == self.lesson.last() {
            Formula::of("ŷ", "", None)
        } else {
            Formula::of("a", "", Some(layer))
        };
        named(name, units, &|unit| self.lesson.a(layer, unit), lit)
    }

    fn targets(&self, units: &[usize], lit: &dyn Fn(usize) -> bool) -> Piece {
        let name = Formula::of("t", "", None);
        named(name, units, &|unit| self.lesson.target(unit), lit)
    }

    fn deltas(&self, layer: usize, units: &[usize], lit: &dyn Fn(usize) -> bool) -> Piece {
        column(
            "δ",
            layer,
            units,
            &|unit| self.lesson.delta(layer, unit),
            lit,
        )
    }

    fn steepness(&self, layer: usize, units: &[usize]) -> Piece {
        let name = Formula::of("f′", "", None).and(Formula::of("z", "", Some(layer)).bracketed());
        let slope = |unit: usize| self.lesson.steepness(layer, unit);
        named(name, units, &slope, &|unit| unit == self.unit)
    }

    /// The first ones, and that of the unit.
    fn shown(&self, count: usize) -> Vec<usize> {
        let mut shown = first(count);
        if self.unit >= shown.len()
            && let Some(last) = shown.last_mut()
        {
            *last = self.unit;
        }
        shown
    }

    /// What is outlined, and what is not shown.
    fn note(&self) -> String {
        let layer = self.operation.layer;
        let sizes = [
            self.lesson.units(layer),
            self.lesson.taken(layer).len(),
            self.lesson.units(layer + 1),
        ];
        let outlined = "Outlined: the numbers of this operation.";
        match sizes.into_iter().max() {
            Some(most) if most > MOST => {
                format!("{outlined} At most {MOST} rows and columns are shown, of up to {most}.")
            }
            _ => outlined.to_owned(),
        }
    }
}

/// What a layer takes.
fn taken_name(layer: usize) -> Formula {
    match layer.checked_sub(1) {
        None => Formula::of("x", "", None),
        Some(before) => Formula::of("a", "", Some(before)),
    }
}

/// A column that is called by a letter and a layer.
fn column(
    base: &str,
    layer: usize,
    units: &[usize],
    value: &dyn Fn(usize) -> f32,
    lit: &dyn Fn(usize) -> bool,
) -> Piece {
    named(Formula::of(base, "", Some(layer)), units, value, lit)
}

fn first(count: usize) -> Vec<usize> {
    (0..count.min(MOST)).collect()
}

fn named(
    name: Formula,
    units: &[usize],
    value: &dyn Fn(usize) -> f32,
    lit: &dyn Fn(usize) -> bool,
) -> Piece {
    Piece::Matrix(Matrix {
        words: name.text().to_owned(),
        name,
        cells: cells(units, &[0], &|unit, _| (value(unit), lit(unit))),
    })
}

fn cells(
    rows: &[usize],
    columns: &[usize],
    cell: &dyn Fn(usize, usize) -> (f32, bool),
) -> Vec<Vec<(f32, bool)>> {
    let row = |&row: &usize| columns.iter().map(|&column| cell(row, column)).collect();
    rows.iter().map(row).collect()
}

/// The equation in the layout.
#[component]
pub fn Equations(equation: Memo<Equation>) -> impl IntoView {
    move || {
        let pieces = equation.get().pieces.into_iter().map(|piece| match piece {
            Piece::Sign(sign) => view! { <span class="equation-sign">{sign}</span> }.into_any(),
            Piece::Matrix(matrix) => view! { <MatrixTable matrix=matrix/> }.into_any(),
        });
        view! { <div class="equation">{pieces.collect_view()}</div> }
    }
}

#[component]
fn MatrixTable(matrix: Matrix) -> impl IntoView {
    let glass = use_glass();
    let Matrix { name, words, cells } = matrix;
    let cell = move |(value, is_lit): (f32, bool)| {
        let ground = Memo::new(move |_| {
            glass.dark.track();
            let place = value.clamp(-1.0, 1.0);
            glass
                .with_palette(|palette| palette.scale.css(if place.is_nan() { 0.0 } else { place }))
        });
        view! {
            <td class:lit=is_lit class=sign(value) style:background-color=ground>
                {format::signed(value, usize::from(value.abs() < 99.5) + usize::from(value.abs() < 9.995))}
            </td>
        }
    };
    let is_wide = cells.first().is_some_and(|row| row.len() > 4);
    let row =
        move |row: Vec<(f32, bool)>| view! { <tr>{row.into_iter().map(cell).collect_view()}</tr> };
    view! {
        <figure class="equation-matrix" class:wide=is_wide>
            <table aria-label=words><tbody>{cells.into_iter().map(row).collect_view()}</tbody></table>
            <figcaption inner_html=name.markup()></figcaption>
        </figure>
    }
}
