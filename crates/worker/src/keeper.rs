//! What the page needs to go on if this worker dies.

use js_sys::Float32Array;
use neuroglass_core::Run;
use neuroglass_protocol::Checkpoint;

use crate::clock::Millis;

/// Time between two checkpoints.
const EVERY: Millis = 2000.0;

/// Knows when the next checkpoint is due.
#[derive(Debug, Default)]
pub struct Keeper {
    /// When the last one was sent.
    at: Millis,
    /// The run's version at the last one.
    kept: Option<u64>,
}

/// Whether to keep a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keep {
    /// The last one will do.
    Nothing,
    /// At this moment.
    At(Millis),
    /// Now.
    Now,
}

impl Keeper {
    /// A checkpoint was sent, of this version of the run.
    pub fn kept(&mut self, now: Millis, version: u64) {
        *self = Self {
            at: now,
            kept: Some(version),
        };
    }

    /// Whether a checkpoint of this version of the run is due.
    pub fn due(&self, now: Millis, version: u64) -> Keep {
        if self.kept == Some(version) {
            Keep::Nothing
        } else if now - self.at >= EVERY {
            Keep::Now
        } else {
            Keep::At(self.at + EVERY)
        }
    }
}

/// The state of the run.
pub fn checkpoint(run: &Run) -> Checkpoint {
    let (step, edits, state) = run.state();
    Checkpoint {
        step,
        edits,
        state: Float32Array::from(state.as_slice()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_kept_every_two_seconds_while_there_is_something_new() {
        let mut keeper = Keeper::default();
        keeper.kept(100.0, 7);
        assert_eq!(keeper.due(9_000.0, 7), Keep::Nothing);
        assert_eq!(keeper.due(1_000.0, 8), Keep::At(2_100.0));
        assert_eq!(keeper.due(2_100.0, 8), Keep::Now);
    }
}
