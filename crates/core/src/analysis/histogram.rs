//! How numbers are distributed.

/// Bars of a histogram.
pub const BARS: usize = 32;

/// How some numbers are distributed between the least and the greatest of them, in [`BARS`] parts of equal width.
/// Those that are not finite are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Histogram {
    low: f32,
    high: f32,
    /// The share of the numbers in each part, in 65,535ths.
    bars: [u16; BARS],
}

impl Histogram {
    /// That of no numbers.
    pub const NONE: Self = Self {
        low: 0.0,
        high: 0.0,
        bars: [0; BARS],
    };

    /// That of these numbers. Where all are the same, they stand in the middle.
    pub fn of(numbers: &[f32]) -> Self {
        let finite = || numbers.iter().copied().filter(|number| number.is_finite());
        let low = finite().fold(f32::INFINITY, f32::min);
        let high = finite().fold(f32::NEG_INFINITY, f32::max);
        if low > high {
            return Self::NONE;
        }
        let (mut counts, mut all) = ([0_u32; BARS], 0_u32);
        // Halves, as the whole may be more than a float holds.
        let (middle, half) = (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0);
        for number in finite() {
            let part = if half > 0.0 {
                (number - middle) / half
            } else {
                0.0
            };
            let bar = (part + 1.0) * (BARS / 2) as f32;
            counts[(bar as usize).min(BARS - 1)] += 1;
            all += 1;
        }
        let share = |count: u32| f64::from(count) / f64::from(all) * f64::from(u16::MAX) + 0.5;
        Self {
            low,
            high,
            bars: counts.map(|count| share(count) as u16),
        }
    }

    /// Least, greatest, and the share in each part.
    pub fn numbers(&self) -> impl Iterator<Item = f32> + '_ {
        let bars = self.bars.iter();
        let shares = bars.map(|&bar| f32::from(bar) / f32::from(u16::MAX));
        [self.low, self.high].into_iter().chain(shares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(numbers: &[f32]) -> ([f32; 2], Vec<f32>) {
        let found: Vec<f32> = Histogram::of(numbers).numbers().collect();
        ([found[0], found[1]], found[2..].to_vec())
    }

    #[test]
    fn counts_what_lies_in_each_part() {
        let numbers: Vec<f32> = (0..=64_u8).map(f32::from).collect();
        let ([low, high], shares) = shares(&numbers);
        assert_eq!([low, high], [0.0, 64.0]);
        for (index, share) in shares.iter().enumerate() {
            let count = if index == BARS - 1 { 3.0 } else { 2.0 };
            assert!((share - count / 65.0).abs() < 1e-5, "{index}: {share}");
        }
    }

    #[test]
    fn one_value_stands_in_the_middle() {
        let ([low, high], shares) = shares(&[2.5; 7]);
        assert_eq!([low, high], [2.5, 2.5]);
        assert_eq!(shares[BARS / 2], 1.0);
    }

    #[test]
    fn what_is_not_finite_is_left_out() {
        let (range, bars) = shares(&[f32::NAN, 1.0, f32::INFINITY, -1.0]);
        assert_eq!(range, [-1.0, 1.0]);
        assert_eq!([bars[0], bars[BARS - 1]], [0.500_007_6, 0.500_007_6]);
        assert_eq!(shares(&[f32::NAN]), ([0.0, 0.0], vec![0.0; BARS]));
        let (range, bars) = shares(&[f32::MAX, f32::MIN]);
        assert_eq!(range, [f32::MIN, f32::MAX]);
        assert_eq!(bars[1..BARS - 1], [0.0; BARS - 2]);
    }
}
