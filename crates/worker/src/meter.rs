//! How fast it goes.

use std::collections::VecDeque;

use crate::clock::Millis;

/// The span that a speed is measured over.
const SPAN: Millis = 1000.0;
/// The least time between two marks.
const GRAIN: Millis = 50.0;

/// Counts steps, and knows how many there were in the last second.
#[derive(Debug, Default)]
pub struct Meter {
    steps: u64,
    /// When how many steps had been done, at most a second and a grain ago.
    marks: VecDeque<(Millis, u64)>,
}

impl Meter {
    /// Counts steps that were done up to `now`.
    pub fn add(&mut self, steps: u64, now: Millis) {
        if self.marks.is_empty() {
            self.marks.push_back((now, self.steps));
        }
        self.steps += steps;
        if self
            .marks
            .back()
            .is_none_or(|&(last, _)| now - last >= GRAIN)
        {
            self.marks.push_back((now, self.steps));
        }
        while self
            .marks
            .get(1)
            .is_some_and(|&(second, _)| now - second >= SPAN)
        {
            self.marks.pop_front();
        }
    }

    /// Steps a second, over the last second or since it was started.
    pub fn rate(&self, now: Millis) -> f64 {
        match self.marks.front() {
            Some(&(first, steps)) if now - first >= GRAIN => {
                (self.steps - steps) as f64 * 1000.0 / (now - first)
            }
            _ => 0.0,
        }
    }

    /// Starts anew.
    pub fn clear(&mut self) {
        self.marks.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_second_counts() {
        let mut meter = Meter::default();
        for ms in 0..3000 {
            meter.add(if ms < 1500 { 2 } else { 7 }, f64::from(ms));
        }
        let rate = meter.rate(2999.0);
        assert!((6900.0..7100.0).contains(&rate), "{rate}");
        meter.clear();
        assert!(meter.rate(3000.0) < 1.0);
    }
}
