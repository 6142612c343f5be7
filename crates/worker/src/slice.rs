//! A few milliseconds of work between two looks at the letters.

use crate::clock::{Clock, Millis};

/// How long one slice may take.
const SLICE: Millis = 4.0;
/// How long the pieces between two looks at the clock should take together: long against what asking the
/// clock costs and against the tenth of a millisecond that browsers round it to, short against a slice.
const BETWEEN_LOOKS: Millis = 0.5;
/// The most pieces between two looks at the clock, whose price is then far below a hundredth of the work.
const MOST_PIECES: u32 = 256;

/// A slice of time that is being used up.
pub struct Slice<'a> {
    clock: &'a Clock,
    began: Millis,
    looked: Millis,
}

impl<'a> Slice<'a> {
    /// A slice that begins now.
    pub fn begin(clock: &'a Clock) -> Self {
        let now = clock.now();
        Self {
            clock,
            began: now,
            looked: now,
        }
    }

    /// When the clock was last looked at.
    pub fn now(&self) -> Millis {
        self.looked
    }

    /// Looks at the clock, and says how long ago the last look was.
    pub fn lap(&mut self) -> Millis {
        let before = self.looked;
        self.looked = self.clock.now();
        self.looked - before
    }

    /// Whether some of it is left.
    pub fn has_time(&self) -> bool {
        self.looked - self.began < SLICE
    }
}

/// How many pieces of training are done between two looks at the clock.
#[derive(Clone, Copy, Debug)]
pub struct Stride(u32);

impl Default for Stride {
    /// One, until it is known how long a piece takes.
    fn default() -> Self {
        Self(1)
    }
}

impl Stride {
    /// The number of pieces.
    pub fn pieces(self) -> u32 {
        self.0
    }

    /// Learns that a whole stride took this long.
    pub fn learn(&mut self, took: Millis) {
        if took < BETWEEN_LOOKS / 2.0 {
            self.0 = (self.0 * 2).min(MOST_PIECES);
        } else if took > BETWEEN_LOOKS {
            self.0 = (self.0 / 2).max(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stride_settles_at_half_a_millisecond() {
        for (piece, least, most) in [(0.0005, 256, 256), (0.01, 25, 64), (0.9, 1, 1)] {
            let mut stride = Stride::default();
            for _ in 0..20 {
                stride.learn(piece * f64::from(stride.pieces()));
            }
            assert!(
                (least..=most).contains(&stride.pieces()),
                "{stride:?} of {piece} ms"
            );
        }
    }
}
