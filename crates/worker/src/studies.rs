//! What is being found out for the page, besides its frames.

use neuroglass_core::Run;
use neuroglass_core::analysis::{Inquiry, Study};
use neuroglass_protocol::Finding;

use crate::clock::Millis;

/// Training time for each millisecond of study: whatever is studied costs at most a fifth of the speed.
const PRICE: f64 = 4.0;

/// Studies in their turn, one at a time, each begun anew when the run has gone on.
///
/// One that has begun is finished, of the network as it was: under a hand that never rests there would else never be
/// anything to see.
#[derive(Debug, Default)]
pub struct Studies {
    watched: Vec<Watched>,
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
        let old = std::mem::take(&mut self.watched);
        let current = self.current.take();
        let under_way = current
            .as_ref()
            .and_then(|(at, _)| Some(old.get(*at)?.study.clone()));
        self.watched = studies
            .iter()
            .map(|study| Watched {
                study: study.clone(),
                seen: (old.iter().find(|watched| watched.study == *study))
                    .and_then(|watched| watched.seen),
            })
            .collect();
        let at = under_way.and_then(|study| studies.iter().position(|other| *other == study));
        self.current = at.zip(current).map(|(at, (_, current))| (at, current));
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
        (!training || self.owed <= 0.0)
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
        let Some(numbers) = numbers else {
            self.current = Some((at, current));
            return None;
        };
        let watched = self.watched.get(at)?;
        Some(Finding {
            study: watched.study.clone(),
            step: current.step,
            examples: current.inquiry.examples().map(|count| count as u32),
            numbers: numbers.as_slice().into(),
        })
    }

    /// A piece was done.
    pub fn has_studied(&mut self, took: Millis) {
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
        watched.seen = Some(version);
        let current = Current {
            inquiry: Inquiry::new(run, &watched.study),
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
