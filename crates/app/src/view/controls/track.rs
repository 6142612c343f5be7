//! How values lie along a slider.

use neuroglass_core::Number;

/// Positions of a slider's handle.
pub const POSITIONS: f64 = 1000.0;
/// Positions at the end of a track of factors that stand for zero, to which no factor leads.
const ZERO: f64 = 40.0;
/// How many powers of ten a track of factors spans that begins at zero.
const DECADES: f64 = 6.0;
/// Counts up to this lie evenly.
const FEW: f64 = 100.0;

/// How values lie along a slider.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Track {
    /// Evenly from the first to the second, in steps of the third.
    Linear(f64, f64, f64),
    /// By factors from the first to the second; rounded to this many significant digits.
    Log(f64, f64, i32),
    /// The same, with zero at the left end.
    FromZero(f64, f64, i32),
    /// The same, with zero in the middle and as far to the left as to the right.
    BothWays(f64, f64, i32),
    /// From zero to just below 1, by factors of what is missing: 0, 0.9, 0.99 and so on are equally far apart.
    TowardsOne(f64),
}

impl Track {
    /// The track that suits a number: as far as it may go, and finest where it matters.
    pub fn of(number: &Number) -> Self {
        // By way of its decimals, so that 0.1 is not 0.10000000149.
        let end = |end: f32| end.to_string().parse().unwrap_or(f64::from(end));
        let (min, max) = (end(number.limit.min), end(number.limit.max));
        if number.is_whole {
            return match min {
                _ if max <= FEW => Self::Linear(min, max, 1.0),
                0.0 => Self::FromZero(1.0, max, 2),
                _ => Self::Log(min, max, 2),
            };
        }
        let least = max / 10f64.powf(DECADES);
        match min {
            _ if min < 0.0 => Self::BothWays(least, max, 2),
            _ if min > 0.0 => Self::Log(min, max, 1),
            _ if max > 1.0 => Self::FromZero(least, max, 2),
            _ if max < 1.0 => Self::TowardsOne(max),
            _ => Self::Linear(0.0, 1.0, 0.01),
        }
    }

    /// Where the handle stands for a value.
    pub fn place(self, value: f64) -> f64 {
        let share = match self {
            Self::Linear(min, max, _) => (value - min) / (max - min),
            Self::Log(min, max, _) => (value.max(min) / min).ln() / (max / min).ln(),
            Self::FromZero(min, _, _) if value < min => 0.0,
            Self::FromZero(min, max, digits) => {
                let place = Self::Log(min, max, digits).place(value);
                return ZERO + place * (1.0 - ZERO / POSITIONS);
            }
            Self::BothWays(min, max, digits) => {
                let way = Self::FromZero(min, max, digits).place(value.abs());
                return f64::midpoint(POSITIONS, way.copysign(value));
            }
            Self::TowardsOne(max) => (1.0 - value.clamp(0.0, max)).ln() / (1.0 - max).ln(),
        };
        share.clamp(0.0, 1.0) * POSITIONS
    }

    /// The value that a place of the handle stands for.
    pub fn value(self, place: f64) -> f64 {
        let share = place / POSITIONS;
        match self {
            Self::Linear(min, max, step) => min + (share * (max - min) / step).round() * step,
            Self::Log(min, max, digits) => {
                rounded(min * (max / min).powf(share), digits).clamp(min, max)
            }
            Self::FromZero(..) if place < ZERO => 0.0,
            Self::FromZero(min, max, digits) => {
                let place = (place - ZERO) / (1.0 - ZERO / POSITIONS);
                Self::Log(min, max, digits).value(place)
            }
            Self::BothWays(min, max, digits) => {
                let way = 2.0 * place - POSITIONS;
                let size = Self::FromZero(min, max, digits).value(way.abs());
                if size == 0.0 { 0.0 } else { size.copysign(way) }
            }
            Self::TowardsOne(max) => (1.0 - rounded((1.0 - max).powf(share), 2)).clamp(0.0, max),
        }
    }

    /// The value that an arrow key leads to.
    pub fn next(self, value: f64, direction: f64) -> f64 {
        if let Self::Linear(min, max, step) = self {
            return (value + direction * step).clamp(min, max);
        }
        let mut place = self.place(value);
        // Rounding may swallow one position, so go until something changes.
        for _ in 0..POSITIONS as u32 {
            place = (place + direction * POSITIONS / 100.0).clamp(0.0, POSITIONS);
            let next = self.value(place);
            if next != value || place <= 0.0 || place >= POSITIONS {
                return next;
            }
        }
        value
    }
}

/// A positive number with so many significant digits.
fn rounded(value: f64, digits: i32) -> f64 {
    let power = digits - 1 - value.log10().floor() as i32;
    // Divided by a whole power of ten where there is one: that is exact.
    let (up, down) = (10f64.powi(power.max(0)), 10f64.powi((-power).max(0)));
    (value / down * up).round() / up * down
}

#[cfg(test)]
mod tests {
    use neuroglass_core::{Optimizer, Regularization, Schedule, Scheme};

    use super::*;

    const TRACKS: [Track; 7] = [
        Track::Linear(0.0, 1.0, 0.01),
        Track::Log(1e-4, 10.0, 2),
        Track::Log(10.0, 10_000.0, 2),
        Track::Log(1e-12, 1.0, 1),
        Track::FromZero(1e-4, 100.0, 2),
        Track::BothWays(1e-4, 100.0, 2),
        Track::TowardsOne(0.99999),
    ];

    #[test]
    fn a_place_and_its_value_agree() {
        for track in TRACKS {
            for place in [0.0, 250.0, 500.0, 750.0, 999.0, 1000.0] {
                let value = track.value(place);
                assert!(
                    (track.place(value) - place).abs() < 15.0,
                    "{track:?} {place} {value}"
                );
            }
        }
    }

    #[test]
    fn an_arrow_key_always_moves_until_the_end() {
        for track in TRACKS {
            let (mut value, end) = (track.value(0.0), track.value(POSITIONS));
            let mut presses = 0;
            while value < end {
                let next = track.next(value, 1.0);
                assert!(next > value, "{track:?} stays at {value}");
                value = next;
                presses += 1;
            }
            assert!(presses >= 10, "{track:?} ends after {presses} presses");
            assert!(track.next(value, -1.0) < value, "{track:?}");
        }
    }

    #[test]
    fn zero_is_at_the_left_end_or_in_the_middle() {
        assert_eq!(Track::FromZero(1e-4, 100.0, 2).value(0.0), 0.0);
        assert_eq!(Track::FromZero(1e-4, 100.0, 2).value(POSITIONS), 100.0);
        assert_eq!(Track::BothWays(1e-4, 100.0, 2).value(500.0), 0.0);
        assert_eq!(Track::BothWays(1e-4, 100.0, 2).value(0.0), -100.0);
    }

    #[test]
    fn values_have_few_digits() {
        assert_eq!(
            Track::Log(1e-4, 10.0, 2).next(0.05, 1.0).to_string(),
            "0.056"
        );
        assert_eq!(Track::Log(1e-12, 1.0, 1).next(1e-8, 1.0), 2e-8);
        assert_eq!(
            Track::TowardsOne(0.99999).next(0.9, 1.0).to_string(),
            "0.911"
        );
    }

    #[test]
    fn every_number_goes_from_one_end_of_its_limits_to_the_other() {
        let optimizers = Optimizer::ALL.iter().flat_map(|kind| kind.numbers());
        let schedules = Schedule::ALL.iter().flat_map(|kind| kind.numbers());
        let schemes = Scheme::ALL.iter().filter_map(|kind| kind.number());
        let numbers = optimizers
            .chain(schedules)
            .chain(Regularization::NUMBERS)
            .chain(schemes);
        for number in numbers {
            let track = Track::of(number);
            let ends = [0.0, POSITIONS].map(|place| track.value(place) as f32);
            let limits = [number.limit.min, number.limit.max];
            assert_eq!(ends, limits, "{} lies along {track:?}", number.name);
            let again = track.value(track.place(f64::from(number.default))) as f32;
            let error = (again - number.default).abs();
            assert!(
                error <= 0.06 * number.default.abs(),
                "{} is {again} where it is {}",
                number.name,
                number.default
            );
        }
    }
}
