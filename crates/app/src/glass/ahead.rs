//! The settings as they will be: a hand may be quicker than the worker.

use leptos::prelude::*;
use neuroglass_core::{Edit, Experiment};

use super::Glass;

impl Glass {
    /// The settings with all that the hand has done to them, also while no frame has shown it yet. What is done next
    /// builds on these.
    pub fn ahead(self) -> Experiment {
        let ahead = self.inner().ahead.borrow().clone();
        ahead.unwrap_or_else(|| self.settings.get_untracked())
    }

    /// Takes an edit for done that has only been sent.
    pub(super) fn foresee(self, edit: &Edit) {
        if edit.is_by_hand() {
            return;
        }
        // What makes no sense is refused, and changes nothing.
        if let Ok(after) = edit.after(&self.ahead()) {
            self.inner().ahead.replace(Some(after));
        }
    }

    /// What holds is known again.
    pub(super) fn look_up(self) {
        self.inner().ahead.take();
    }
}
