//! What is being found out for the page, besides its frames.

use neuroglass_core::Run;
use neuroglass_core::analysis::{Inquiry, Study};
use neuroglass_protocol::Finding;

use crate::apart::Code;
use crate::clock::Millis;

/// Training time for each millisecond of study: whatever is studied costs at most a fifth of the speed.
const PRICE: f64 = 4.0;

/// What takes longer than this is told of on its way, and progress between two words of it.
const LONG: Millis = 200.0;
const TOLD: f32 = 0.1;

/// Studies in their turn, one at a time, each begun anew when the run has gone on.
///
/// One that has begun is finished, of the network as it was: under a hand that never rests there would else never be
/// anything to see.
#[derive(Debug, Default)]
pub struct Studies {
    watched: Vec<Watched>,
    code: Code,
    /// How long the one at hand has taken so far, and what was told of its progress.
    spent: Millis,
    told: f32,
    /// The one at hand.
    current: Option<(usize, Box<Current>)>,
    /// Training time to come before the next piece.
    owed: Millis,
}

#[derive(Debug)]
struct Watched {
    study: Study,
    /// The version of the run at the last time it was begun.
    seen: Option<u64>,
}

#[derive(Debug)]
struct Current {
    inquiry: Inquiry,
    step: u64,
    /// The version of the settings that it holds for.
    settings: u64,
}

impl Studies {
    /// These are wanted from now on. What is known of those that stay is not found out again.
    pub fn watch(&mut self, studies: &[Study]) {
        self.code.forgive();
        let old = std::mem::take(&mut self.watched);
        let current = self.current.take();
        let under_way = current
            .as_ref()
            .and_then(|(at, _)| Some(old.get(*at)?.study.clone()));
        let is_first = |(at, study): &(usize, &Study)| !studies[..*at].contains(study);
        self.watched = (studies.iter().enumerate().filter(is_first))
            .map(|(_, study)| study)
            .map(|study| Watched {
                study: study.clone(),
                seen: (old.iter().find(|watched| watched.study == *study))
                    .and_then(|watched| watched.seen),
            })
            .collect();
        let place = |study| self.watched.iter().position(|other| other.study == study);
        let at = under_way.and_then(place);
        self.current = at.zip(current).map(|(at, (_, current))| (at, current));
    }

    /// Whether the code of studies is on its way, so that one should look again soon.
    pub fn is_waiting(&self) -> bool {
        self.code.is_awaited()
    }

    /// Whether distributions are looked at, which a run keeps only then.
    pub fn wants_distributions(&self) -> bool {
        (self.watched.iter()).any(|watched| watched.study.wants_distributions())
    }

    /// There is another run.
    pub fn forget(&mut self) {
        self.current = None;
        self.watched
            .iter_mut()
            .for_each(|watched| watched.seen = None);
    }

    /// Whether there is something to find out, and time for it.
    pub fn wants(&self, version: u64, training: bool) -> bool {
        !self.code.is_awaited()
            && !self.code.is_missing()
            && (!training || self.owed <= 0.0)
            && (self.current.is_some()
                || (self.watched.iter()).any(|watched| watched.seen != Some(version)))
    }

    /// Whether the run has to keep account of its distributions.
    pub fn want_distributions(&self) -> bool {
        self.watched
            .iter()
            .any(|watched| watched.study.wants_distributions())
    }

    /// Does one piece; gives what was found with the last one.
    pub fn work(&mut self, run: &Run) -> Option<Finding> {
        let settings = run.versions().settings;
        let under_way = (self.current.take()).filter(|(_, current)| current.settings == settings);
        let (at, current) = match under_way {
            Some(current) => current,
            None => self.begin(run)?,
        };
        let (numbers, current) = current.work();
        let watched = self.watched.get(at)?;
        let progress = match numbers {
            Some(_) => 1.0,
            None => current.inquiry.progress(),
        };
        let finding = Finding {
            study: watched.study.clone(),
            step: current.step,
            progress,
            examples: current.inquiry.examples().map(|count| count as u32),
            numbers: numbers.as_deref().unwrap_or_default().into(),
        };
        if numbers.is_some() {
            return Some(finding);
        }
        let is_news = self.spent > LONG && progress >= self.told + TOLD;
        self.current = Some((at, current));
        if is_news {
            self.told = progress;
        }
        is_news.then_some(finding)
    }

    /// A piece was done.
    pub fn has_studied(&mut self, took: Millis) {
        self.spent += took;
        self.owed = (self.owed + PRICE * took).min(1000.0);
    }

    /// Some training was done.
    pub fn has_trained(&mut self, took: Millis) {
        self.owed = (self.owed - took).max(0.0);
    }

    /// Begins the one that has waited longest.
    fn begin(&mut self, run: &Run) -> Option<(usize, Box<Current>)> {
        let version = run.versions().state;
        let stale = |(_, watched): &(usize, &mut Watched)| watched.seen != Some(version);
        let (at, watched) = (self.watched.iter_mut().enumerate())
            .filter(stale)
            .min_by_key(|(_, watched)| watched.seen)?;
        let Some(inquiry) = self.code.begin(run, &watched.study) else {
            self.code.fetch();
            return None;
        };
        watched.seen = Some(version);
        (self.spent, self.told) = (0.0, 0.0);
        let current = Current {
            inquiry,
            step: run.step(),
            settings: run.versions().settings,
        };
        Some((at, Box::new(current)))
    }
}

impl Current {
    fn work(mut self: Box<Self>) -> (Option<Vec<f32>>, Box<Self>) {
        (self.inquiry.work(), self)
    }
}
