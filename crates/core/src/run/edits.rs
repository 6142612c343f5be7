//! How a run changes under a person's hands.

use super::Run;
use crate::batches::Tally;
use crate::checkpoint::Checkpoints;
use crate::edit::{self, Edit, RunDocument, TimedEdit};
use crate::experiment::{Experiment, limits};
use crate::network::Network;
use crate::refusal::Refusal;

impl Run {
    /// Does something at the present step. Edits, history and checkpoints beyond it are forgotten.
    ///
    /// At step 0, with nothing recorded, a setting becomes part of the experiment itself.
    ///
    /// # Errors
    ///
    /// What does not make sense for the present settings; then nothing has changed.
    pub fn edit(&mut self, edit: Edit) -> Result<(), Refusal> {
        edit.check(&self.settings, &str::to_owned)?;
        let mut done = self.applied;
        if let Some(last) = self.document.timeline[..done].last()
            && last.step == self.step
            && edit.replaces(&last.edit)
        {
            done -= 1;
        }
        let most = limits::EDITS.max as usize;
        if done >= most {
            let given = format!("{} edits", done + 1);
            return Err(Refusal::new(
                "timeline",
                given,
                format!("at most {most} edits"),
            ));
        }
        if let Edit::Parameters(values) = &edit {
            edit::check_values(&self.document.timeline[..done], values)?;
        }
        if self.step == 0 && done == 0 && !edit.is_by_hand() {
            let mut experiment = self.document.experiment.clone();
            edit.change(&mut experiment);
            self.begin(experiment);
            return Ok(());
        }
        self.forget_beyond(done);
        self.document.timeline.truncate(done);
        self.applied = done;
        self.document.timeline.push(TimedEdit {
            step: self.step,
            edit,
        });
        self.versions.document += 1;
        self.arrive();
        Ok(())
    }

    /// Starts over from step 0 with the present settings and an empty timeline.
    pub fn reset(&mut self) {
        self.begin(self.settings.clone());
    }

    /// Applies the next edit of the timeline.
    pub(super) fn apply(&mut self, edit: &Edit) {
        let mut after = self.settings.clone();
        edit.change(&mut after);
        let slopes = if edit.wants_slopes() {
            self.trainer.slopes(&self.settings)
        } else {
            Vec::new()
        };
        let settings = [&self.settings, &after];
        let network = edit.change_network(self.network(), settings, self.applied, &slopes);
        self.tally = self.tally.change(&self.settings, self.step);
        self.applied += 1;
        let keeps_memory = edit.keeps_memory(&self.settings)
            && self.network().shape().is_laid_out_like(network.shape());
        self.become_settings(after, network);
        if !keeps_memory {
            self.trainer.forget();
        }
        self.note_parameters();
    }

    /// Forgets what the edits from number `edits` on, and the steps after the present one, have led to.
    fn forget_beyond(&mut self, edits: usize) {
        self.end = self.step;
        self.checkpoints.truncate(self.step, edits);
        self.history.truncate(self.step);
        self.history_changes.truncate(self.step);
        self.diary.truncate(self.step);
        let step = self.step;
        self.divergence = self.divergence.filter(|known| known.step < step);
    }

    /// Starts over with another experiment.
    fn begin(&mut self, experiment: Experiment) {
        self.step = 0;
        self.applied = 0;
        self.tally = Tally::default();
        self.forget_beyond(0);
        self.checkpoints = Checkpoints::new();
        let network = Network::new(&experiment);
        self.become_settings(experiment.clone(), network);
        self.trainer.forget();
        self.document = RunDocument {
            experiment,
            timeline: Vec::new(),
        };
        self.versions.document += 1;
        self.arrive();
    }
}
