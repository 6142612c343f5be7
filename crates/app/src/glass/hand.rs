//! What a hand does to the run, on its way to the worker.

use leptos::prelude::*;
use neuroglass_core::Edit;
use neuroglass_protocol::Command;

use super::Glass;

impl Glass {
    /// Changes something in the run now.
    pub fn edit(self, edit: Edit) {
        self.hush();
        self.flush_turns();
        self.before_edit(&edit);
        self.foresee(&edit);
        self.send(Command::Edit(edit));
    }

    /// What has to happen before an edit is sent, whoever sends it.
    pub fn before_edit(self, edit: &Edit) {
        let inner = self.inner();
        if let Some(bridge) = &*inner.bridge.borrow() {
            // A checkpoint beyond the present step belongs to a future that this edit undoes.
            if bridge
                .checkpoint()
                .is_some_and(|checkpoint| checkpoint.step > self.step.get_untracked())
            {
                bridge.forget_checkpoint();
            }
        }
        inner.sent.borrow_mut().push(edit.clone());
    }

    /// Turns a parameter: the first turn goes out at once, further ones at most once a frame.
    pub fn turn(self, edit: Edit) {
        self.hush();
        self.foresee(&edit);
        let inner = self.inner();
        let mut turning = inner.turning.borrow_mut();
        turning.retain(|other| !edit.replaces(other));
        turning.push(edit);
        drop(turning);
        if !inner.turned.replace(true) {
            self.flush_turns();
        }
        inner.painter.request();
    }

    /// What the hand did before a command comes before it.
    pub(super) fn turn_first(self, command: &Command) {
        if !matches!(
            command,
            Command::Edit(_) | Command::Watch(_) | Command::Take
        ) {
            self.flush_turns();
        }
    }

    pub(super) fn flush_turns(self) {
        let edits = self.inner().turning.take();
        for edit in edits {
            self.before_edit(&edit);
            self.send(Command::Edit(edit));
        }
    }
}
