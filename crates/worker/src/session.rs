//! Reads letters in their order, and does the work that follows from them.

use std::collections::VecDeque;
use std::mem;

use neuroglass_core::{Edit, Refusal, Run, Scores};
use neuroglass_protocol::{Answer, Letter, Report, Watch};

use crate::answers::Question;
use crate::clock::{Clock, Millis};
use crate::keeper::{self, Keep, Keeper};
use crate::look::Eye;
use crate::meter::Meter;
use crate::motion::{Due, Motion};
use crate::scoring::Scoring;
use crate::slice::{Slice, Stride};
use crate::studies::Studies;
use crate::told::Told;
use crate::view::View;

/// When there is something to do again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rest {
    /// At once.
    None,
    /// At this moment, or when a letter comes.
    Until(Millis),
    /// When a letter comes.
    UntilLetter,
}

/// The run, what is being done with it, and what is to be said about it.
#[derive(Default)]
pub struct Session {
    pub(crate) run: Option<Run>,
    pub(crate) motion: Motion,
    pub(crate) watch: Watch,
    /// Letters to be answered when the target is reached.
    pub(crate) travellers: Vec<u32>,
    /// Edits to be made when the target is reached, and the letters they came with.
    pub(crate) waiting: Vec<(Option<u32>, Edit)>,
    pub(crate) questions: VecDeque<Question>,
    pub(crate) scoring: Scoring,
    pub(crate) eye: Eye,
    pub(crate) view: View,
    pub(crate) told: Told,
    pub(crate) keeper: Keeper,
    pub(crate) studies: Studies,
    pub(crate) stride: Stride,
    /// Letters that wait until the run need not hold still any more.
    inbox: VecDeque<Letter>,
    meter: Meter,
    reports: Vec<Report>,
}

/// How long until it is looked again whether the code of studies has come.
const CODE_PATIENCE: Millis = 20.0;

/// What is to be done next.
enum Duty {
    Answer,
    Score,
    Look,
    /// A piece of the history was completed.
    Settled,
    Study,
    Train,
    Rest(Rest),
}

impl Session {
    /// Takes a letter. All that can be done at once is done; the rest is left to [`Session::work`].
    pub fn hear(&mut self, letter: Letter) {
        self.inbox.push_back(letter);
        self.read();
    }

    /// What has been said since this was last called.
    pub fn take_reports(&mut self) -> Vec<Report> {
        mem::take(&mut self.reports)
    }

    /// Works for one slice.
    pub fn work(&mut self, clock: &Clock) -> Rest {
        let mut slice = Slice::begin(clock);
        while slice.has_time() {
            match self.duty(slice.now()) {
                Duty::Answer => self.work_on_answer(),
                Duty::Score => self.score(&mut slice),
                Duty::Look => self.work_on_look(&mut slice),
                Duty::Settled => {}
                Duty::Study => self.study(&mut slice),
                Duty::Train => self.train(&mut slice),
                Duty::Rest(rest) => return rest,
            }
            self.read();
            slice.lap();
        }
        Rest::None
    }

    /// Says something.
    pub(crate) fn say(&mut self, report: Report) {
        self.reports.push(report);
    }

    /// Says what became of a letter.
    pub(crate) fn answer(&mut self, id: Option<u32>, answer: Result<Answer, Refusal>) {
        match (id, answer) {
            (Some(id), answer) => self.say(Report::Answer { id, answer }),
            (None, Err(refusal)) => self.say(Report::Refused(refusal)),
            (None, Ok(_)) => {}
        }
    }

    /// Reads the letters that can be obeyed now, in their order.
    fn read(&mut self) {
        while let Some(letter) = self.inbox.front()
            && (letter.command.leaves_run_alone() || !self.holds_run())
            && let Some(Letter { id, command }) = self.inbox.pop_front()
        {
            let leaves_run_alone = command.leaves_run_alone();
            match self.obey(id, command) {
                Ok(true) => self.answer(id, Ok(Answer::Done)),
                Ok(false) => {}
                Err(refusal) => self.answer(id, Err(refusal)),
            }
            if !leaves_run_alone {
                self.scoring.begin_again();
            }
        }
    }

    /// Whether the run has to stay as it is until what has begun is done.
    fn holds_run(&self) -> bool {
        !self.questions.is_empty() || self.scoring.holds_run()
    }

    /// What has begun is finished. Then come questions, for somebody waits; then a look that is due; then what is to
    /// be found out, at rest or for its share of the time; then training.
    fn duty(&mut self, now: Millis) -> Duty {
        let Some(run) = &mut self.run else {
            return Duty::Rest(Rest::UntilLetter);
        };
        if self.scoring.is_on() {
            return Duty::Score;
        }
        if !self.questions.is_empty() {
            return Duty::Answer;
        }
        if self.eye.is_looking() {
            return Duty::Look;
        }
        let due = self.motion.due(now, self.watch.visible);
        let is_replaying = self.motion.is_replaying(run.step());
        if self.watch.visible
            && self.view.wants(
                run.step(),
                self.motion.target(),
                due == Due::Steps,
                is_replaying,
            )
        {
            self.view.begin();
            if self.watch.scores {
                self.scoring.begin();
                return Duty::Score;
            }
            self.begin_look(now, None);
            return Duty::Look;
        }
        // A run that stands still completes its history, and shows it once it is complete.
        if due == Due::Nothing && self.watch.visible && self.watch.scores && run.settle() {
            if run
                .history()
                .last()
                .is_some_and(|last| last.step == run.step())
            {
                self.view.has_more_to_show();
            }
            return Duty::Settled;
        }
        let version = run.versions().state;
        let may_study = self.watch.visible && !is_replaying;
        if may_study && self.studies.wants(version, due == Due::Steps) {
            return Duty::Study;
        }
        let keep = if is_replaying { None } else { self.keep(now) };
        let code = self.studies.is_waiting().then_some(now + CODE_PATIENCE);
        let keep = keep.into_iter().chain(code).reduce(f64::min);
        match (due, keep) {
            (Due::Steps, _) => Duty::Train,
            (Due::At(time), Some(keep)) => Duty::Rest(Rest::Until(time.min(keep))),
            (Due::At(time), None) | (Due::Nothing, Some(time)) => Duty::Rest(Rest::Until(time)),
            (Due::Nothing, None) => Duty::Rest(Rest::UntilLetter),
        }
    }

    /// Trains until it is time to look at the clock again.
    fn train(&mut self, slice: &mut Slice<'_>) {
        let Some(run) = &mut self.run else { return };
        run.keep_distributions(self.studies.want_distributions());
        let (first, settings) = (run.step(), run.versions().settings);
        let most = self.motion.allowance(first);
        let mut pieces = self.stride.pieces();
        // An edit on the way of a replay can make the pieces longer all at once.
        while pieces > 0 && run.step() - first < most && run.versions().settings == settings {
            run.work();
            pieces -= 1;
        }
        let step = run.step();
        if run.versions().settings != settings {
            self.stride = Stride::default();
        }
        let took = slice.lap();
        if pieces == 0 {
            self.stride.learn(took);
        }
        self.view.has_trained(took);
        self.studies.has_trained(took);
        self.meter.add(step - first, slice.now());
        self.motion.done(step - first);
        if self.motion.arrive(step) {
            self.arrive();
        }
    }

    /// Sends a checkpoint if one is due, or says when one will be.
    fn keep(&mut self, now: Millis) -> Option<Millis> {
        let run = self.run.as_ref()?;
        // The page could make nothing of a state of a past that it does not know.
        if !self.told.is_current(run) {
            return None;
        }
        let version = run.versions().state;
        match self.keeper.due(now, version) {
            Keep::Nothing => None,
            Keep::At(time) => Some(time),
            Keep::Now => {
                let checkpoint = keeper::checkpoint(run);
                self.keeper.kept(now, version);
                self.say(Report::Checkpoint(Box::new(checkpoint)));
                None
            }
        }
    }

    fn study(&mut self, slice: &mut Slice<'_>) {
        let Some(run) = &mut self.run else { return };
        run.keep_distributions(self.studies.want_distributions());
        let finding = self.studies.work(run);
        self.studies.has_studied(slice.lap());
        if let Some(finding) = finding {
            self.say(Report::Finding(Box::new(finding)));
        }
    }

    fn work_on_answer(&mut self) {
        let (Some(run), Some(question)) = (&self.run, self.questions.front_mut()) else {
            return;
        };
        if let Some(answer) = question.work(run) {
            let id = question.id;
            self.questions.pop_front();
            self.answer(id, answer);
        }
    }

    /// A look begins with the scores.
    fn score(&mut self, slice: &mut Slice<'_>) {
        let Some(run) = &self.run else { return };
        let scores = self.scoring.work(run);
        let took = slice.lap();
        if scores.is_some() {
            self.begin_look(slice.now(), scores);
        }
        self.view.has_looked(took);
    }

    fn begin_look(&mut self, now: Millis, scores: Option<Scores>) {
        let Some(run) = &mut self.run else { return };
        if !self.motion.is_moving() {
            self.meter.clear();
        }
        self.view.has_seen(run.step(), self.motion.target());
        let speed = self.meter.rate(now);
        let (seen, points) = self
            .told
            .tell(run, &self.motion, &self.watch, scores, speed);
        self.eye.begin(run, &self.watch, seen, points);
    }

    fn work_on_look(&mut self, slice: &mut Slice<'_>) {
        let Some(run) = &self.run else { return };
        let is_replaying = self.motion.is_replaying(run.step());
        let seen = self.eye.work();
        self.view.has_looked(slice.lap());
        let Some(seen) = seen else { return };
        if is_replaying {
            self.view.has_shown_replay();
        }
        // Before the frame, so that the page never has a state of another past than the one it knows.
        if let Some(checkpoint) = seen.checkpoint {
            self.keeper.kept(slice.now(), seen.version);
            self.say(Report::Checkpoint(checkpoint));
        }
        self.say(Report::Frame(seen.frame));
    }
}
