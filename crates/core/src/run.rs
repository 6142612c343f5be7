//! A run: a document, and the state that follows from it at some step.

use crate::batches::{Batches, Tally};
use crate::checkpoint::{Checkpoint, Checkpoints};
use crate::data::Dataset;
use crate::edit::{Edit, RunDocument, TimedEdit};
use crate::evaluate::{Evaluation, Scores};
use crate::experiment::{Experiment, limits};
use crate::history::{Changes, History, HistoryPoint, Pace};
use crate::map::{self, MapJob};
use crate::network::Network;
use crate::refusal::Refusal;
use crate::shape::Shape;
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
        run.restore(Checkpoint {
            step,
            edits: edits as usize,
            state: state.to_vec(),
        })?;
        run.end = step;
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
            Some(checkpoint) => drop(self.restore(checkpoint)),
            None => self.restore_start(),
        }
    }

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
            return Err(Refusal::new("timeline", given, format!("at most {most} edits")));
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
        Some(Trace::new(self.network(), self.settings.loss, &inputs, target))
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

    fn apply(&mut self, edit: &Edit) {
        let mut after = self.settings.clone();
        edit.change(&mut after);
        let network = edit.change_network(self.network(), &self.settings, &after, self.applied);
        self.tally = self.tally.change(&self.settings, self.step);
        self.applied += 1;
        self.become_settings(after, network);
        self.note_parameters();
    }

    /// Takes on other settings and another network.
    fn become_settings(&mut self, settings: Experiment, network: Network) {
        self.evaluation.restart();
        self.trainer.change(&self.settings, &settings, network);
        self.pace = Pace::of(&settings);
        if self.settings.data != settings.data {
            self.versions.data += 1;
        }
        if self.settings != settings {
            self.versions.settings += 1;
        }
        self.versions.state += 1;
        self.settings = settings;
    }

    /// Forgets what the edits from number `edits` on, and the steps after the present one, have led to.
    fn forget_beyond(&mut self, edits: usize) {
        self.end = self.step;
        self.checkpoints.truncate(self.step, edits);
        self.history.truncate(self.step);
        self.history_changes.truncate(self.step);
        self.divergence = self.divergence.filter(|&step| step < self.step);
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
        self.document = RunDocument {
            experiment,
            timeline: Vec::new(),
        };
        self.versions.document += 1;
        self.arrive();
    }

    /// Goes back to step 0.
    fn restore_start(&mut self) {
        let experiment = self.document.experiment.clone();
        let network = Network::new(&experiment);
        self.step = 0;
        self.applied = 0;
        self.tally = Tally::default();
        self.become_settings(experiment, network);
        self.arrive();
    }

    /// Goes to a state of this run.
    fn restore(&mut self, checkpoint: Checkpoint) -> Result<(), Refusal> {
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
