//! When to look at the run for the page.

use crate::clock::Millis;

/// How long a replay goes on before the page is shown where it is: most have arrived by then.
const REPLAY_PATIENCE: Millis = 100.0;

/// What the page has seen, and whether it wants to see more.
///
/// - The page takes one frame at a time, and gets one only when there is something new.
/// - What a hand has done is shown at once. Otherwise training gets as much time as looking: whatever is
///   watched, it never costs more than half the speed.
#[derive(Debug, Default)]
pub struct View {
    /// Whether the page has room for a frame.
    credit: bool,
    /// Whether the page waits to see what a hand has done.
    hurried: bool,
    /// Grows with whatever a hand does.
    changes: u64,
    /// Step, changes and target at the last look.
    seen: Option<(u64, u64, Option<u64>)>,
    /// Training time to come before the next look.
    owed: Millis,
}

impl View {
    /// The page has room for a frame.
    pub fn take(&mut self) {
        self.credit = true;
    }

    /// A hand has done something.
    pub fn touch(&mut self) {
        self.changes += 1;
        self.hurried = true;
    }

    /// There is something new, but nobody waits for it.
    pub fn has_more_to_show(&mut self) {
        self.changes += 1;
    }

    /// A replay begins; it is shown when it takes long.
    pub fn be_patient(&mut self) {
        self.owed = REPLAY_PATIENCE;
    }

    /// A look that had begun was given up.
    pub fn give_up(&mut self) {
        self.credit = true;
        self.seen = None;
    }

    /// Whether it is time for a look, at this step on the way to that target.
    pub fn wants(&self, step: u64, target: Option<u64>, training: bool, replaying: bool) -> bool {
        let is_time = !training || self.owed <= 0.0 || (self.hurried && !replaying);
        self.credit && is_time && self.seen != Some((step, self.changes, target))
    }

    /// A look begins.
    pub fn begin(&mut self) {
        self.owed = 0.0;
    }

    /// A look is of this step, on the way to that target.
    pub fn has_seen(&mut self, step: u64, target: Option<u64>) {
        self.seen = Some((step, self.changes, target));
        self.credit = false;
        self.hurried = false;
    }

    /// Some of a look was done.
    pub fn has_looked(&mut self, took: Millis) {
        self.owed += took;
    }

    /// A look was done while replaying: the next one can wait.
    pub fn has_shown_replay(&mut self) {
        self.owed = (self.owed * 3.0).max(REPLAY_PATIENCE);
    }

    /// Some training was done.
    pub fn has_trained(&mut self, took: Millis) {
        self.owed -= took;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        let mut view = View::default();
        view.take();
        view
    }

    #[test]
    fn nothing_new_is_not_shown_again() {
        let mut view = view();
        assert!(view.wants(0, None, false, false));
        view.begin();
        view.has_seen(0, None);
        assert!(!view.wants(1, None, false, false), "there is no room");
        view.take();
        assert!(!view.wants(0, None, false, false), "there is nothing new");
        assert!(view.wants(1, None, false, false));
        assert!(view.wants(0, Some(3), false, false));
    }

    #[test]
    fn training_gets_as_much_time_as_looking() {
        let mut view = view();
        view.begin();
        view.has_seen(0, None);
        view.has_looked(3.0);
        view.take();
        view.has_trained(2.0);
        assert!(!view.wants(1, None, true, false));
        view.has_trained(1.0);
        assert!(view.wants(1, None, true, false));
    }

    #[test]
    fn a_hand_does_not_wait() {
        let mut view = view();
        view.begin();
        view.has_seen(0, None);
        view.has_looked(3.0);
        view.take();
        view.touch();
        assert!(view.wants(1, None, true, false));
        assert!(
            !view.wants(1, Some(9), true, true),
            "but a replay shall arrive first"
        );
    }

    #[test]
    fn a_short_replay_is_not_shown_on_its_way() {
        let mut view = view();
        view.touch();
        view.be_patient();
        view.has_trained(99.0);
        assert!(!view.wants(1, Some(9), true, true));
        view.has_trained(1.0);
        assert!(view.wants(1, Some(9), true, true));
    }
}
