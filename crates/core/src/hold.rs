//! How a parameter is held, while the others learn.

/// How a parameter is held: not at all, cut, or locked or muted or both.
///
/// - What is *cut* is zero, and stays so.
/// - What is *locked* keeps its value while training goes on. A hand may set it, to what it keeps from then on.
/// - What is *muted* counts as zero, but its value is kept and comes back. A hand may set the value that is kept.
///
/// Training computes the slope of a parameter that is held like that of any other, and an optimizer remembers it. So
/// one that is let go moves on as its memory says.
///
/// ```
/// use neuroglass_core::Hold;
///
/// let hold = Hold::from_code(6.0);
/// assert!(hold.is_locked() && hold.is_muted() && !hold.is_cut());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hold(u8);

impl Hold {
    /// It learns.
    pub const FREE: Self = Self(0);
    /// It is zero.
    pub const CUT: Self = Self(1);
    /// It keeps its value.
    pub const LOCKED: Self = Self(2);
    /// It counts as zero.
    pub const MUTED: Self = Self(4);

    /// What a code means, whatever number it is: what is cut is nothing else.
    pub const fn from_code(code: f32) -> Self {
        let code = code as u8 & 7;
        if code & 1 == 0 { Self(code) } else { Self::CUT }
    }

    /// The sum of 1 where it is cut, 2 where it is locked and 4 where it is muted.
    pub fn code(self) -> f32 {
        f32::from(self.0)
    }

    /// Whether it is zero and stays so.
    pub const fn is_cut(self) -> bool {
        self.0 & Self::CUT.0 != 0
    }

    /// Whether it keeps its value.
    pub const fn is_locked(self) -> bool {
        self.0 & Self::LOCKED.0 != 0
    }

    /// Whether it counts as zero.
    pub const fn is_muted(self) -> bool {
        self.0 & Self::MUTED.0 != 0
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn except(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// How the parameters of a network are held, and at what.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Holds {
    /// One to each parameter; empty as long as none was held.
    holds: Vec<Hold>,
    /// The value that each one which is held has for a hand; 0 for the others.
    kept: Vec<f32>,
}

impl Holds {
    /// One to each parameter, or none at all.
    pub fn all(&self) -> &[Hold] {
        &self.holds
    }

    /// How the parameter at `index` is held.
    pub fn at(&self, index: usize) -> Hold {
        self.holds.get(index).copied().unwrap_or_default()
    }

    /// The value of one that is held.
    pub fn kept(&self, index: usize) -> Option<f32> {
        (self.at(index) != Hold::FREE).then(|| self.kept[index])
    }

    /// Forgets all of them, if none is held any more.
    pub fn tidy(&mut self) {
        if self.holds.iter().all(|&hold| hold == Hold::FREE) {
            *self = Self::default();
        }
    }

    /// Brings all that is held to what it counts as.
    pub fn restore(&self, parameters: &mut [f32]) {
        for (parameter, (&hold, &kept)) in
            parameters.iter_mut().zip(self.holds.iter().zip(&self.kept))
        {
            if hold != Hold::FREE {
                *parameter = if hold.is_muted() { 0.0 } else { kept };
            }
        }
    }

    /// Sets the value of one that is held, and gives what it counts as.
    pub fn put(&mut self, index: usize, value: f32) -> f32 {
        let hold = self.at(index);
        if let Some(kept) = self.kept.get_mut(index)
            && (hold.is_locked() || hold.is_muted())
        {
            *kept = value;
        }
        if hold.is_cut() || hold.is_muted() {
            0.0
        } else {
            value
        }
    }

    /// Holds parameter `index` of so many like this, at this value, and gives what it counts as.
    pub fn set(&mut self, (index, count): (usize, usize), hold: Hold, value: f32) -> f32 {
        if self.holds.is_empty() && hold == Hold::FREE {
            return value;
        }
        self.holds.resize(count, Hold::FREE);
        self.kept.resize(count, 0.0);
        let is_kept = hold.is_locked() || hold.is_muted();
        self.holds[index] = hold;
        self.kept[index] = if is_kept { value } else { 0.0 };
        if hold.is_cut() || hold.is_muted() {
            0.0
        } else {
            value
        }
    }

    /// How it is held after something more is done to it. What is cut is only cut.
    pub fn with(&self, index: usize, more: Hold) -> Hold {
        let hold = self.at(index);
        if hold.is_cut() { hold } else { hold.and(more) }
    }

    /// How it is held without that.
    pub fn without(&self, index: usize, less: Hold) -> Hold {
        self.at(index).except(less)
    }

    /// Codes, and where any is muted then the values that are kept: as numbers from which [`Holds::read`] makes the
    /// same again.
    pub fn numbers(&self) -> Vec<f32> {
        let codes = self.holds.iter().map(|hold| hold.code());
        codes.chain(self.kept_of_muted()).collect()
    }

    /// The value that each muted parameter keeps, and 0 for the others; nothing where none is muted.
    pub fn kept_of_muted(&self) -> impl Iterator<Item = f32> {
        let is_muted = |hold: &Hold| hold.is_muted();
        let count = if self.holds.iter().any(is_muted) {
            self.holds.len()
        } else {
            0
        };
        let holds = self.holds.iter().zip(&self.kept).take(count);
        holds.map(|(hold, &kept)| if hold.is_muted() { kept } else { 0.0 })
    }

    /// Reads [`Holds::numbers`] of these parameters; nothing if they are of others.
    pub fn read(numbers: &[f32], parameters: &[f32]) -> Option<Self> {
        if numbers.is_empty() {
            return Some(Self::default());
        }
        let (codes, muted) = numbers.split_at_checked(parameters.len())?;
        if !muted.is_empty() && muted.len() != parameters.len() {
            return None;
        }
        let holds: Vec<Hold> = codes.iter().copied().map(Hold::from_code).collect();
        let kept = |(index, hold): (usize, &Hold)| match *hold {
            Hold::FREE | Hold::CUT => 0.0,
            hold if hold.is_muted() => muted.get(index).copied().unwrap_or(0.0),
            _ => parameters[index],
        };
        let kept = holds.iter().enumerate().map(kept).collect();
        Some(Self { holds, kept })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_mean_what_they_were_made_of() {
        for hold in [Hold::FREE, Hold::CUT, Hold::LOCKED, Hold::MUTED] {
            assert_eq!(Hold::from_code(hold.code()), hold);
        }
        for strange in [7.0, 3.0, 255.0, f32::INFINITY] {
            assert_eq!(Hold::from_code(strange), Hold::CUT);
        }
        for strange in [f32::NAN, -1.0, 8.5] {
            assert_eq!(Hold::from_code(strange), Hold::FREE);
        }
    }

    #[test]
    fn numbers_make_the_same_again() {
        let mut holds = Holds::default();
        let mut parameters = vec![1.0, 2.0, 3.0, 4.0];
        assert!(holds.numbers().is_empty());
        parameters[0] = holds.set((0, 4), Hold::CUT, 1.0);
        parameters[1] = holds.set((1, 4), Hold::LOCKED, 2.0);
        assert_eq!(holds.numbers(), [1.0, 2.0, 0.0, 0.0]);
        assert_eq!(
            Holds::read(&holds.numbers(), &parameters),
            Some(holds.clone())
        );
        parameters[2] = holds.set((2, 4), Hold::MUTED.and(Hold::LOCKED), 3.0);
        assert_eq!(parameters, [0.0, 2.0, 0.0, 4.0]);
        assert_eq!(holds.numbers(), [1.0, 2.0, 6.0, 0.0, 0.0, 0.0, 3.0, 0.0]);
        assert_eq!(Holds::read(&holds.numbers(), &parameters), Some(holds));
        assert_eq!(Holds::read(&[1.0; 3], &parameters), None);
        assert_eq!(Holds::read(&[1.0; 7], &parameters), None);
    }
}
