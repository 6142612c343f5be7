//! Which parts of the panels are open. It is kept when a panel is closed and opened again.

use leptos::prelude::*;

use super::Glass;

/// A part of a panel that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    Optimizer,
    Schedule,
    Regularization,
    Start,
}

impl Fold {
    /// What tests know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Optimizer => "optimizer",
            Self::Schedule => "schedule",
            Self::Regularization => "regularization",
            Self::Start => "start",
        }
    }
}

impl Glass {
    /// Opens a part, or closes it.
    pub fn toggle_fold(self, fold: Fold) {
        self.folds.update(|open| {
            let count = open.len();
            open.retain(|other| *other != fold);
            if open.len() == count {
                open.push(fold);
            }
        });
    }

    /// Opens a part, if it is not open.
    pub fn open_fold(self, fold: Fold) {
        if self.folds.with_untracked(|open| !open.contains(&fold)) {
            self.folds.update(|open| open.push(fold));
        }
    }
}
