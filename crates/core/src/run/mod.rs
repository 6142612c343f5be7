//! A run: a document, and the state that follows from it at some step.

mod edits;
mod travel;

use crate::batches::{Batches, Tally};
use crate::checkpoint::{Checkpoint, Checkpoints};
use crate::data::Dataset;
use crate::edit::RunDocument;
use crate::evaluate::{Evaluation, Scores};
use crate::experiment::Experiment;
use crate::history::{Changes, History, HistoryPoint, Pace};
use crate::map::{self, MapJob};
use crate::network::Network;
use crate::refusal::Refusal;
use crate::trace::Trace;
use crate::trainer::{Stepped, Trainer, all_finite};

/// A run of an experiment, edits and all.
///
/// Its state at a step is a pure function of its document: every edit made at that step or before is part of
/// it. Work is done in pieces of about a millisecond at most, by [`Run::work`], so that whoever drives it can
/// attend to other things in between. Whatever the network's size, going back is cheap ([`Run::seek`]).
#[derive(Clone, Debug)]
pub struct Run {
    document: RunDocument,
    /// The experiment with the applied edits folded in.
    settings: Experiment,
    /// Edits of the timeline that are applied: all those up to this step.
    applied: usize,
    step: u64,
    end: u64,
    tally: Tally,
    trainer: Trainer,
    checkpoints: Checkpoints,
    history: History,
    history_changes: Changes,
    pace: Pace,
    evaluation: Evaluation,
    /// The first step known to be not finite.
    divergence: Option<u64>,
    versions: Versions,
}

/// What a piece of work came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Part of a step, or of the evaluation before it.
    Part,
    /// A step is done.
    Step,
}

/// Counters that grow when something changes, for whoever shows a run to know what to show anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// Of anything at all: parameters, settings or the step.
    pub state: u64,
    /// Of [`Run::settings`].
    pub settings: u64,
    /// Of [`Run::document`].
    pub document: u64,
    /// Of [`Run::dataset`].
    pub data: u64,
}

impl Run {
    /// A run at step 0.
    ///
    /// # Errors
    ///
    /// What [`RunDocument::check`] says.
    pub fn new(document: RunDocument) -> Result<Self, Refusal> {
        document.check()?;
        let settings = document.experiment.clone();
        let trainer = Trainer::new(&settings, Network::new(&settings));
        let mut run = Self {
            pace: Pace::of(&settings),
            document,
            settings,
            applied: 0,
            step: 0,
            end: 0,
            tally: Tally::default(),
            trainer,
            checkpoints: Checkpoints::new(),
            history: History::new(),
            history_changes: Changes::default(),
            evaluation: Evaluation::new(),
            divergence: None,
            versions: Versions::default(),
        };
        run.history_changes.truncate(0);
        run.arrive();
        Ok(run)
    }

    /// Steps done.
    pub const fn step(&self) -> u64 {
        self.step
    }

    /// The furthest step that was reached; an edit makes it the present one.
    pub const fn end(&self) -> u64 {
        self.end
    }

    /// Passes over the training points, counted in steps of the present settings.
    pub fn epoch(&self) -> f64 {
        Batches::of(&self.settings).epochs(self.step)
    }

    /// Examples trained on so far.
    pub fn examples(&self) -> f64 {
        self.tally.examples(&self.settings, self.step)
    }

    /// The experiment as it is now, with all edits so far folded in.
    pub const fn settings(&self) -> &Experiment {
        &self.settings
    }

    /// What the run started from, and all that was done to it, beyond the present step too.
    pub const fn document(&self) -> &RunDocument {
        &self.document
    }

    /// The network as it is now.
    pub const fn network(&self) -> &Network {
        self.trainer.network()
    }

    /// The points as they are now.
    pub const fn dataset(&self) -> &Dataset {
        self.trainer.dataset()
    }

    /// A fingerprint of all parameters: [`Network::hash`].
    pub fn hash(&self) -> u64 {
        self.network().hash()
    }

    /// How the losses went, up to [`Run::end`].
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// How a copy of the history is brought up to date: first [`History::truncate`] it at the step, if there
    /// is one, then push the points. What was taken is not given again.
    pub fn take_history_changes(&mut self) -> (Option<u64>, Vec<HistoryPoint>) {
        self.history_changes.take()
    }

    /// What has changed.
    pub const fn versions(&self) -> Versions {
        self.versions
    }

    /// The first step at which a parameter or the loss was not finite, if it is not after the present one.
    pub fn diverged_at(&self) -> Option<u64> {
        self.divergence.filter(|&step| step <= self.step)
    }

    /// A state to go on from with the same bits: steps done, edits applied, and parameters followed by the
    /// optimizer's memory. For [`Run::resume`].
    pub fn state(&self) -> (u64, u32, Vec<f32>) {
        (self.step, self.applied as u32, self.trainer.state())
    }

    /// Does one piece of work: a block of at most 64 examples of the next step, or of an evaluation that the
    /// history wants first.
    pub fn work(&mut self) -> Work {
        if self.settle() {
            return Work::Part;
        }
        let Some(stepped) = self.trainer.work(&self.settings, self.step) else {
            return Work::Part;
        };
        self.note_divergence(stepped);
        self.step += 1;
        self.end = self.end.max(self.step);
        self.arrive();
        Work::Step
    }

    /// Does one piece of an evaluation that the history wants of the present step; `false` if it wants none.
    /// [`Run::work`] does this by itself; a run that is paused does it here.
    pub fn settle(&mut self) -> bool {
        if !self.history.is_due(self.step, self.pace) {
            return false;
        }
        let scores = self.evaluation.work(
            self.trainer.network(),
            self.settings.loss,
            self.trainer.train(),
            self.trainer.test(),
        );
        if let Some(scores) = scores {
            let point = HistoryPoint {
                step: self.step,
                train: scores.train.loss,
                test: scores.test.loss,
            };
            self.history.push(point);
            self.history_changes.push(point);
        }
        true
    }

    /// Does one piece of scoring the network as it is now; gives the scores with the last one. Between the
    /// pieces nothing else should happen to the run.
    pub fn evaluate(&self, evaluation: &mut Evaluation) -> Option<Scores> {
        evaluation.work(
            self.network(),
            self.settings.loss,
            self.trainer.train(),
            self.trainer.test(),
        )
    }

    /// Does one piece of mapping the network as it is now; `true` with the last one. Between the pieces
    /// nothing else should happen to the run.
    pub fn map(&self, job: &mut MapJob) -> bool {
        job.work(self.network(), &self.settings.inputs)
    }

    /// The full forward and backward pass of one training point.
    pub fn trace(&self, sample: u32) -> Option<Trace> {
        let (sample, train) = (sample as usize, self.trainer.train());
        if sample >= train.len() {
            return None;
        }
        let inputs: Vec<f32> = (0..self.settings.inputs.len())
            .map(|input| train.feature(input, sample))
            .collect();
        let target = train.target(sample);
        Some(Trace::new(
            self.network(),
            self.settings.loss,
            &inputs,
            target,
        ))
    }

    /// What the network answers to these points of the plane: one output a point.
    pub fn predict(&self, points: &[[f32; 2]]) -> Vec<f32> {
        map::predict(self.network(), &self.settings.inputs, points)
    }

    /// Completes the state of a step that was just reached: applies its edits, and keeps it where that is
    /// due.
    fn arrive(&mut self) {
        self.versions.state += 1;
        while let Some(timed) = self.document.timeline.get(self.applied)
            && timed.step <= self.step
        {
            let edit = timed.edit.clone();
            self.apply(&edit);
        }
        if self.checkpoints.is_due(self.step) {
            self.checkpoints.push(Checkpoint {
                step: self.step,
                edits: self.applied,
                state: self.trainer.state(),
            });
        }
    }

    fn note_divergence(&mut self, stepped: Stepped) {
        if stepped.loss_is_finite && stepped.parameters_are_finite {
            return;
        }
        let step = self.step + u64::from(stepped.loss_is_finite);
        self.divergence = Some(self.divergence.map_or(step, |known| known.min(step)));
    }

    fn note_parameters(&mut self) {
        if !all_finite(self.network().parameters()) {
            let known = self.divergence.unwrap_or(self.step);
            self.divergence = Some(known.min(self.step));
        }
    }
}
