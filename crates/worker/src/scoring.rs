//! Taking the scores for a frame.

use neuroglass_core::{Evaluation, Run, Scores};

/// Scores the run as it is, piece by piece. A hand that changes the run meanwhile has its way once, and
/// scoring begins again; the next one waits, so that scoring comes to an end under a hand that never rests.
#[derive(Default)]
pub struct Scoring {
    evaluation: Evaluation,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Off,
    Begun,
    BegunAgain,
}

impl Scoring {
    /// Begins.
    pub fn begin(&mut self) {
        self.evaluation.restart();
        self.state = State::Begun;
    }

    /// Whether it has begun.
    pub fn is_on(&self) -> bool {
        self.state != State::Off
    }

    /// Whether the run has to stay as it is until this is done.
    pub fn holds_run(&self) -> bool {
        self.state == State::BegunAgain
    }

    /// The run has changed.
    pub fn begin_again(&mut self) {
        if self.is_on() {
            self.evaluation.restart();
            self.state = State::BegunAgain;
        }
    }

    /// Does one piece; gives the scores with the last one.
    pub fn work(&mut self, run: &Run) -> Option<Scores> {
        let scores = run.evaluate(&mut self.evaluation)?;
        self.state = State::Off;
        Some(scores)
    }
}
