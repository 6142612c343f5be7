//! A run: a document, and the state that follows from it at some step.

mod edits;
mod travel;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::analysis::diary::Diary;
use crate::batches::{Batches, Tally};
use crate::checkpoint::{Checkpoint, Checkpoints};
use crate::data::Dataset;
use crate::edit::RunDocument;
use crate::evaluate::{Evaluation, Scores};
use crate::experiment::Experiment;
use crate::history::{Changes, History, HistoryPoint, Pace};
use crate::learner::{Place, Stepped, When};
use crate::map::{self, Ground, MapJob};
use crate::network::Network;
use crate::refusal::Refusal;
use crate::samples::Samples;
use crate::trace::Trace;
use crate::trainer::Trainer;

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
    diary: Diary,
    pace: Pace,
    evaluation: Evaluation,
    /// Where it is first known to be not finite.
    divergence: Option<Divergence>,
    versions: Versions,
}

/// Where a run first had a number that is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Divergence {
    /// Steps done: the state at this step is not finite, or answers with what is not.
    pub step: u64,
    /// The first place; on the way through the network from its inputs on, or among its parameters.
    pub place: Place,
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
            diary: Diary::new(),
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

    /// The examples that it trains on, as the network sees them.
    pub const fn training_samples(&self) -> &Samples {
        self.trainer.train()
    }

    /// The examples of the next step, in their order.
    pub(crate) fn next_batch(&self) -> Samples {
        self.trainer.batch(&self.settings, self.step)
    }

    /// The network, and all that it learns from.
    pub(crate) const fn trainer(&self) -> &Trainer {
        &self.trainer
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

    /// Keeps account from now on of how weights, values and gradients are distributed, for
    /// [`crate::analysis::Study::Distributions`]; or no longer.
    pub fn keep_distributions(&mut self, keeps: bool) {
        if self
            .diary
            .keep_distributions(keeps, &self.settings, self.step)
        {
            self.write_diary();
        }
    }

    /// What it was like on its way, up to [`Run::end`].
    pub(crate) const fn diary(&self) -> &Diary {
        &self.diary
    }

    /// What has changed.
    pub const fn versions(&self) -> Versions {
        self.versions
    }

    /// Where a parameter or the loss was first not finite, if that is not after the present step.
    pub fn divergence(&self) -> Option<Divergence> {
        self.divergence
            .filter(|divergence| divergence.step <= self.step)
    }

    /// A state to go on from with the same bits: steps done, edits applied, and parameters followed by the
    /// optimizer's memory and, if any is held, a code of how for each, and then, if any is muted, the values that are
    /// kept. For [`Run::resume`].
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
            self.settings.data.task(),
            self.settings.loss,
            [self.trainer.train(), self.trainer.test()],
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
            self.settings.data.task(),
            self.settings.loss,
            [self.trainer.train(), self.trainer.test()],
        )
    }

    /// What a map of the network asks its units: all of the plane, or training example number `sample` where the
    /// data are pictures.
    pub fn ground(&self, sample: u32) -> Ground<'_> {
        if self.settings.sees_features() {
            return Ground::Plane(Cow::Borrowed(&self.settings.inputs));
        }
        let sample = (sample as usize).min(self.trainer.train().len() - 1);
        Ground::Picture(Cow::Borrowed(self.dataset().coordinates(sample)))
    }

    /// Does one piece of mapping the network as it is now; `true` with the last one. Between the pieces
    /// nothing else should happen to the run.
    pub fn map(&self, job: &mut MapJob) -> bool {
        job.work(self.network(), &self.ground(0))
    }

    /// The full forward and backward pass of one training example.
    pub fn trace(&self, sample: u32) -> Option<Trace> {
        let (sample, train) = (sample as usize, self.trainer.train());
        if sample >= train.len() {
            return None;
        }
        let inputs: Vec<f32> = (0..train.inputs())
            .map(|input| train.feature(input, sample))
            .collect();
        let targets: Vec<f32> = (0..train.outputs())
            .map(|unit| train.target(unit, sample))
            .collect();
        Some(Trace::new(
            self.network(),
            self.settings.loss,
            &inputs,
            &targets,
        ))
    }

    /// What the network answers to these points of the plane: `[point][output]`. Nothing, where the data are
    /// pictures.
    pub fn predict(&self, points: &[[f32; 2]]) -> Vec<f32> {
        if !self.settings.sees_features() {
            return Vec::new();
        }
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
        if self.diary.is_due(self.step) {
            self.write_diary();
        }
    }

    fn write_diary(&mut self) {
        let (network, train) = (self.trainer.network(), self.trainer.train());
        self.diary
            .write(self.step, network, self.settings.loss, train);
    }

    fn note_divergence(&mut self, stepped: Stepped) {
        if let Some((place, when)) = stepped.overflow {
            let step = self.step + u64::from(when == When::After);
            self.note(Divergence { step, place });
        }
    }

    fn note_parameters(&mut self) {
        if let Some(place) = self.network().first_overflow() {
            let step = self.step;
            self.note(Divergence { step, place });
        }
    }

    /// Keeps the earlier of two.
    fn note(&mut self, found: Divergence) {
        self.divergence = self
            .divergence
            .filter(|known| known.step <= found.step)
            .or(Some(found));
    }
}
