//! The loss of one example, and where the way back begins.

use neuroglass_core::Loss;

use super::explain::{Explained, a, added, delta_of, has_units, steepness, times};
use super::formula::{Formula, RESULT_DIGITS};
use super::lesson::Lesson;
use crate::format;

/// L of the outputs.
pub fn loss(lesson: &Lesson) -> Explained {
    let (loss, last) = (lesson.settings.loss, lesson.last());
    let units = lesson.units(last);
    let left = Formula::of("L", "", None);
    // A loss has a size and no sign.
    let size = Formula::plain(&format::plain(lesson.trace.loss, RESULT_DIGITS));
    if let (false, Some(class)) = (has_units(loss), lesson.class()) {
        let surprise = |of: Formula| Formula::sign("−").and(Formula::function("ln")).and(of);
        let value = Formula::plain(&format::plain(lesson.a(last, class), 3));
        return Explained {
            note: format!(
                "Unit {} stands for class {class}, the true one: only its share counts.",
                class + 1
            ),
            result: Some(size),
            ..Explained::chain(
                left,
                [surprise(a(lesson, last, class)), surprise(value)],
                lesson.trace.loss,
            )
        };
    }
    let symbols = |unit: usize| {
        let target = Formula::of("t", &(unit + 1).to_string(), None);
        of_unit(lesson, unit, a(lesson, last, unit), target)
    };
    let numbers = |unit: usize| {
        let target = Formula::number(lesson.target(unit));
        of_unit(lesson, unit, Formula::number(lesson.a(last, unit)), target)
    };
    let lines = [mean(units, symbols), mean(units, numbers)];
    Explained {
        note: loss.sentence().to_owned(),
        result: Some(size),
        ..Explained::chain(left, lines, lesson.trace.loss)
    }
}

/// What one unit adds to the loss.
fn of_unit(lesson: &Lesson, unit: usize, value: Formula, target: Formula) -> Formula {
    let (y, t) = (lesson.a(lesson.last(), unit), lesson.target(unit));
    let minus = || Formula::sign("−");
    let half = || Formula::plain("½");
    let bars = |inside: Formula| Formula::all([Formula::sign("|"), inside, Formula::sign("|")]);
    let log = |of: Formula| minus().and(Formula::function("ln")).and(of);
    let error = value.clone().and(minus()).and(target.clone());
    match lesson.settings.loss {
        Loss::Absolute => bars(error),
        Loss::Huber if (y - t).abs() > 1.0 => bars(error).and(minus()).and(half()),
        Loss::Squared | Loss::Huber => half().and(error.bracketed().squared()),
        Loss::Hinge => {
            let margin = Formula::all([Formula::plain("1"), minus(), times(target, value)]);
            let zero = Formula::plain("0").and(Formula::sign(","));
            Formula::function("max").and(zero.and(margin).bracketed())
        }
        Loss::BinaryCrossEntropy if t < 0.5 => {
            log(Formula::plain("1").and(minus()).and(value).bracketed())
        }
        Loss::BinaryCrossEntropy | Loss::SoftmaxCrossEntropy => log(value),
    }
}

/// The mean over so many units.
fn mean(units: usize, of: impl Fn(usize) -> Formula) -> Formula {
    if units == 1 {
        return of(0);
    }
    let share = Formula::plain("1").over(Formula::plain(&units.to_string()));
    share.and(added(units, of).bracketed())
}

/// δ of an output.
pub fn delta(lesson: &Lesson, unit: usize) -> Explained {
    let (loss, last) = (lesson.settings.loss, lesson.last());
    let units = lesson.units(last);
    let target = Formula::of("t", &(unit + 1).to_string(), None);
    let result = lesson.delta(last, unit);
    let left = delta_of(last, unit);
    if !matches!(loss, Loss::BinaryCrossEntropy | Loss::SoftmaxCrossEntropy) {
        let steep = steepness(lesson, last, unit);
        let slope = Formula::number(lesson.value_slope(last, unit));
        let steepness = Formula::number(lesson.steepness(last, unit));
        let lines = [
            times(a(lesson, last, unit).slope(), steep.0),
            times(slope.clone(), steep.1),
            times(slope, steepness),
        ];
        return Explained {
            note: format!("{}. The way back begins here.", loss.formula()),
            ..Explained::chain(left, lines, result)
        };
    }
    let minus = |value: Formula, target: Formula| value.and(Formula::sign("−")).and(target);
    let mut lines = [
        minus(a(lesson, last, unit), target),
        minus(
            Formula::number(lesson.a(last, unit)),
            Formula::number(lesson.target(unit)),
        ),
    ];
    if has_units(loss) && units > 1 {
        let share = || Formula::plain("1").over(Formula::plain(&units.to_string()));
        lines = lines.map(|line| share().and(line.bracketed()));
    }
    Explained {
        note: format!(
            "The way back begins here: in ∂L/∂z the {} and its output cancel to this.",
            loss.name()
        ),
        ..Explained::chain(left, lines, result)
    }
}
