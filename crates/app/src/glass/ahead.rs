//! The settings as they will be: a hand may be quicker than the worker.

use leptos::prelude::*;
use neuroglass_core::{Edit, Experiment};

use super::Glass;

impl Glass {
    /// The settings with all that the hand has done to them, also while no frame has shown it yet. What is done next
    /// builds on these.
    pub fn ahead(self) -> Experiment {
        let ahead = self.inner().ahead.borrow().last().cloned();
        ahead.unwrap_or_else(|| self.settings.get_untracked())
    }

    /// Takes an edit for done that has only been sent.
    pub(super) fn foresee(self, edit: &Edit) {
        if edit.is_by_hand() {
            return;
        }
        // What makes no sense is refused, and changes nothing.
        if let Ok(after) = edit.after(&self.ahead()) {
            self.inner().ahead.borrow_mut().push(after);
        }
    }

    /// The worker has come as far as `settings`. If the hand was there, what it has done since is still to come; if it
    /// has not even begun, all of it is. Otherwise something else has happened, and these hold.
    pub(super) fn catch_up(self, settings: &Experiment) {
        let inner = self.inner();
        let mut ahead = inner.ahead.borrow_mut();
        match ahead.iter().rposition(|foreseen| foreseen == settings) {
            Some(at) => drop(ahead.drain(..=at)),
            None if self.settings.with_untracked(|known| known == settings) => {}
            None => ahead.clear(),
        }
    }

    /// What was foreseen does not come.
    pub(super) fn look_up(self) {
        self.inner().ahead.borrow_mut().clear();
    }
}
