//! Where the run is going, and how fast.

use neuroglass_core::Refusal;
use neuroglass_protocol::Pace;

use crate::clock::Millis;

/// The fastest pace in steps a second; beyond, there is [`Pace::Max`].
const FASTEST: f64 = 1_000_000.0;
/// How much lateness is made up for at most: after a pause of the whole machine nothing races.
const MOST_LATE: Millis = 250.0;

/// Where the run is going, and how fast. A target comes first; playing goes on from there.
#[derive(Debug, Default)]
pub struct Motion {
    /// How fast it plays, if it does.
    pace: Option<Pace>,
    target: Option<Target>,
    /// Steps that the clock has made due, at a fixed pace.
    due: f64,
    /// Up to when steps have been made due.
    counted: Option<Millis>,
}

/// A step to be reached as fast as possible.
#[derive(Debug)]
struct Target {
    step: u64,
    /// Up to here the way is known already, and is only gone again.
    known: u64,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Due {
    /// Train.
    Steps,
    /// Nothing before this moment.
    At(Millis),
    /// Nothing at all.
    Nothing,
}

impl Motion {
    /// Plays from now on, or once a replay has arrived.
    pub fn play(&mut self, pace: Pace) -> Result<(), Refusal> {
        if let Pace::StepsPerSecond(steps) = pace
            && !(steps > 0.0 && steps <= FASTEST)
        {
            let allowed = format!("a number above 0 and up to {FASTEST}");
            return Err(Refusal::new("pace.stepsPerSecond", steps, allowed));
        }
        self.pace = Some(pace);
        // The first step comes with the press of the button.
        self.due = 1.0;
        self.counted = None;
        Ok(())
    }

    /// Stands still.
    pub fn stop(&mut self) {
        *self = Self::default();
    }

    /// Goes to a step and stands still there. The way is known up to `known`.
    pub fn go(&mut self, step: u64, known: u64) {
        self.stop();
        self.target = Some(Target {
            step,
            known: known.min(step),
        });
    }

    /// Goes nowhere in particular any more.
    pub fn forget_target(&mut self) {
        self.target = None;
    }

    /// Where it is going.
    pub fn target(&self) -> Option<u64> {
        self.target.as_ref().map(|target| target.step)
    }

    /// Whether it is on its way through what has happened before.
    pub fn is_replaying(&self, step: u64) -> bool {
        self.target
            .as_ref()
            .is_some_and(|target| step < target.known)
    }

    /// Whether it plays.
    pub fn is_playing(&self) -> bool {
        self.pace.is_some()
    }

    /// Whether it moves at all, or would if it were seen.
    pub fn is_moving(&self) -> bool {
        self.pace.is_some() || self.target.is_some()
    }

    /// Whether the run is where it was going. It is told so once.
    pub fn arrive(&mut self, step: u64) -> bool {
        self.target.take_if(|target| step >= target.step).is_some()
    }

    /// What is to be done at `now`. Only a target moves a run that is not `visible`.
    pub fn due(&mut self, now: Millis, visible: bool) -> Due {
        if self.target.is_some() {
            return Due::Steps;
        }
        match self.pace {
            Some(Pace::Max) if visible => Due::Steps,
            Some(Pace::StepsPerSecond(steps)) if visible => self.due_by_clock(now, steps / 1000.0),
            _ => {
                self.counted = None;
                Due::Nothing
            }
        }
    }

    fn due_by_clock(&mut self, now: Millis, steps_per_ms: f64) -> Due {
        let passed = now - self.counted.replace(now).unwrap_or(now);
        let most = (MOST_LATE * steps_per_ms).max(1.0);
        self.due = (self.due + passed * steps_per_ms).min(most);
        // A hair short of a step is a step: the clock is rounded.
        if self.due > 0.999 {
            Due::Steps
        } else {
            Due::At(now + (1.0 - self.due) / steps_per_ms)
        }
    }

    /// How many steps may be done from `step` on before it must be asked again.
    pub fn allowance(&self, step: u64) -> u64 {
        match (&self.target, self.pace) {
            (Some(target), _) => target.step.saturating_sub(step),
            (None, Some(Pace::StepsPerSecond(_))) => self.due.max(1.0) as u64,
            (None, _) => u64::MAX,
        }
    }

    /// Counts steps that were done.
    pub fn done(&mut self, steps: u64) {
        if self.target.is_none() {
            self.due = (self.due - steps as f64).max(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_kept_by_the_clock() -> Result<(), Refusal> {
        let mut motion = Motion::default();
        motion.play(Pace::StepsPerSecond(10.0))?;
        let mut steps = 0;
        let mut now = 0.0;
        while now < 10_000.0 {
            match motion.due(now, true) {
                Due::Steps => {
                    motion.done(1);
                    steps += 1;
                }
                Due::At(time) => now = time,
                Due::Nothing => unreachable!("it plays"),
            }
        }
        assert!((100..=101).contains(&steps), "{steps}");
        Ok(())
    }

    #[test]
    fn lateness_is_not_made_up_for_without_end() -> Result<(), Refusal> {
        let mut motion = Motion::default();
        motion.play(Pace::StepsPerSecond(100.0))?;
        assert_eq!(motion.due(0.0, true), Due::Steps);
        assert_eq!(motion.due(60_000.0, true), Due::Steps);
        assert_eq!(motion.allowance(0), 25);
        Ok(())
    }

    #[test]
    fn a_target_is_reached_unseen_but_playing_waits_to_be_seen() -> Result<(), Refusal> {
        let mut motion = Motion::default();
        motion.go(7, 5);
        motion.play(Pace::Max)?;
        assert!(motion.is_replaying(4) && !motion.is_replaying(5));
        assert_eq!(motion.due(0.0, false), Due::Steps);
        assert!(!motion.arrive(6) && motion.arrive(7) && !motion.arrive(7));
        assert_eq!(motion.due(0.0, false), Due::Nothing);
        assert_eq!(motion.due(0.0, true), Due::Steps);
        Ok(())
    }

    #[test]
    fn a_pace_that_is_none_is_refused() {
        for steps in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let mut motion = Motion::default();
            assert!(motion.play(Pace::StepsPerSecond(steps)).is_err());
            assert!(!motion.is_playing());
        }
    }
}
