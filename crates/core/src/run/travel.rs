//! How a run goes back and forth in time.

use super::Run;
use crate::batches::Tally;
use crate::checkpoint::{Checkpoint, Checkpoints};
use crate::edit::RunDocument;
use crate::experiment::Experiment;
use crate::history::Pace;
use crate::network::Network;
use crate::refusal::Refusal;
use crate::shape::Shape;

impl Run {
    /// A run that goes on from a [`Run::state`] of this very document.
    ///
    /// # Errors
    ///
    /// What [`RunDocument::check`] says, or that the state does not go with the document.
    pub fn resume(
        document: RunDocument,
        step: u64,
        edits: u32,
        state: &[f32],
    ) -> Result<Self, Refusal> {
        let mut run = Self::new(document)?;
        let (done, left) = run
            .document
            .timeline
            .split_at_checked(edits as usize)
            .ok_or_else(|| {
                let allowed = format!("at most {}", run.document.timeline.len());
                Refusal::new("checkpoint.edits", edits, allowed)
            })?;
        let fits = done.last().is_none_or(|edit| edit.step <= step)
            && left.first().is_none_or(|edit| edit.step >= step);
        if !fits {
            let allowed = "the number of edits up to the checkpoint's step";
            return Err(Refusal::new("checkpoint.edits", edits, allowed));
        }
        run.checkpoints = Checkpoints::new();
        run.restore(&Checkpoint {
            step,
            edits: edits as usize,
            state: state.to_vec(),
        })?;
        run.end = step;
        Ok(run)
    }

    /// Goes to the nearest state that it has at or before this step; [`Run::work`] does the steps from there.
    /// Going on from the present one may be nearest, and changes nothing.
    pub fn seek(&mut self, step: u64) {
        let nearest = self.checkpoints.nearest(step);
        let from = nearest.map_or(0, |checkpoint| checkpoint.step);
        if (from..=step).contains(&self.step) {
            return;
        }
        match nearest.cloned() {
            // It was taken of this very run, so it fits.
            Some(checkpoint) => drop(self.restore(&checkpoint)),
            None => self.restore_start(),
        }
    }

    /// Goes back to step 0.
    fn restore_start(&mut self) {
        let experiment = self.document.experiment.clone();
        let network = Network::new(&experiment);
        self.step = 0;
        self.applied = 0;
        self.tally = Tally::default();
        self.become_settings(experiment, network);
        self.trainer.forget();
        self.arrive();
    }

    /// Goes to a state of this run.
    fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), Refusal> {
        let mut settings = self.document.experiment.clone();
        let mut tally = Tally::default();
        for timed in &self.document.timeline[..checkpoint.edits] {
            tally = tally.change(&settings, timed.step);
            timed.edit.change(&mut settings);
        }
        let shape = Shape::new(&settings);
        let network = Network::zero(shape);
        self.step = checkpoint.step;
        self.applied = checkpoint.edits;
        self.tally = tally;
        self.become_settings(settings, network);
        if !self.trainer.set_state(&checkpoint.state) {
            let given = format!("{} numbers", checkpoint.state.len());
            let allowed = format!("{} numbers", self.trainer.state().len());
            return Err(Refusal::new("checkpoint.state", given, allowed));
        }
        self.note_parameters();
        self.arrive();
        Ok(())
    }

    /// Takes on other settings and another network.
    pub(super) fn become_settings(&mut self, settings: Experiment, network: Network) {
        self.evaluation.restart();
        self.trainer.change(&self.settings, &settings, network);
        self.pace = Pace::of(&settings);
        self.diary.change(&settings);
        if self.settings.data != settings.data {
            self.versions.data += 1;
        }
        if self.settings != settings {
            self.versions.settings += 1;
        }
        self.versions.state += 1;
        self.settings = settings;
    }
}
