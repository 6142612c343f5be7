//! What stays when one kind of a setting takes the place of another.

use neuroglass_core::Number;

/// The numbers of the new kind, by their place in its table, that the person has set in the old one.
///
/// A usual rate of one optimizer is a bad one for the next, so what nobody has touched does not go along.
pub fn carried(
    (from, get): (&[Number], &dyn Fn(usize) -> Option<f32>),
    to: &[Number],
) -> Vec<(usize, f32)> {
    let set = |(index, number): (usize, &Number)| {
        let value = get(index).filter(|value| *value != number.default)?;
        let place = to.iter().position(|other| other.id == number.id)?;
        to[place].limit.contains(&value).then_some((place, value))
    };
    from.iter().enumerate().filter_map(set).collect()
}

#[cfg(test)]
mod tests {
    use neuroglass_core::{Adam, Momentum, Nesterov, Optimizer, RmsProp, Sgd};

    use super::*;

    /// What becomes of the optimizer when the other kind is chosen.
    fn check(before: Optimizer, kind: Optimizer, after: Optimizer) {
        let numbers = carried(
            (before.numbers(), &|index| before.get(index)),
            kind.numbers(),
        );
        let chosen = numbers
            .into_iter()
            .fold(kind, |kind, (index, value)| kind.with(index, value));
        assert_eq!(chosen, after);
    }

    #[test]
    fn what_nobody_has_set_is_what_is_usual() {
        let adam = Optimizer::Adam(Adam::DEFAULT);
        check(Optimizer::Sgd(Sgd::DEFAULT), adam, adam);
    }

    #[test]
    fn what_was_set_stays_where_there_is_such_a_number() {
        check(
            Optimizer::Momentum(Momentum {
                rate: 0.02,
                momentum: 0.8,
            }),
            Optimizer::Nesterov(Nesterov::DEFAULT),
            Optimizer::Nesterov(Nesterov {
                rate: 0.02,
                momentum: 0.8,
            }),
        );
        check(
            Optimizer::Momentum(Momentum {
                rate: 0.02,
                momentum: 0.8,
            }),
            Optimizer::RmsProp(RmsProp::DEFAULT),
            Optimizer::RmsProp(RmsProp {
                rate: 0.02,
                ..RmsProp::DEFAULT
            }),
        );
    }
}
