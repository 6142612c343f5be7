//! What the page knows about the run, so that it is told only what is new.

use js_sys::Float32Array;
use neuroglass_core::{Run, RunDocument, Scores, Versions};
use neuroglass_protocol::{Frame, RunChange, Watch};

use crate::keeper;
use crate::look::Seen;
use crate::motion::Motion;

/// What the page was told last.
#[derive(Default)]
pub struct Told {
    versions: Option<Versions>,
    document: Option<RunDocument>,
}

impl Told {
    /// Whether the page knows the run's document as it is.
    pub fn is_current(&self, run: &Run) -> bool {
        self.versions
            .is_some_and(|told| told.document == run.versions().document)
    }

    /// A frame of the run, from now on told, without what has to be computed first. With it goes a checkpoint
    /// when the page now knows another past than before: no earlier checkpoint belongs to that.
    pub fn tell(
        &mut self,
        run: &mut Run,
        motion: &Motion,
        watch: &Watch,
        scores: Option<Scores>,
        speed: f64,
    ) -> (Seen, bool) {
        let told = self.versions.replace(run.versions());
        let is_new = |version: fn(&Versions) -> u64| {
            told.is_none_or(|told| version(&told) != version(&run.versions()))
        };
        let points = is_new(|versions| versions.data);
        let settings = is_new(|versions| versions.settings);
        let change = if is_new(|versions| versions.document) {
            self.change(run)
        } else {
            None
        };
        let rewritten = told.is_none() || change.as_ref().is_some_and(|(_, rewrites)| *rewrites);
        let (history_from, history) = if watch.scores {
            run.take_history_changes()
        } else {
            (None, Vec::new())
        };
        let frame = Frame {
            step: run.step(),
            end: run.end(),
            epoch: run.epoch(),
            examples: run.examples(),
            playing: motion.is_playing(),
            target: motion.target(),
            scores,
            steps_per_second: speed,
            divergence: run.divergence(),
            settings: settings.then(|| Box::new(run.settings().clone())),
            run: change.map(|(change, _)| Box::new(change)),
            history_from,
            history,
            sections: Vec::new(),
            bulk: Float32Array::new_with_length(0),
        };
        let seen = Seen {
            frame: Box::new(frame),
            checkpoint: rewritten.then(|| Box::new(keeper::checkpoint(run))),
            version: run.versions().state,
        };
        (seen, points)
    }

    /// What is new in the document, and whether that takes back what the page was told.
    fn change(&mut self, run: &Run) -> Option<(RunChange, bool)> {
        let document = run.document();
        let Some(told) = &mut self.document else {
            self.document = Some(document.clone());
            return Some((RunChange::whole(document), true));
        };
        let change = RunChange::between(told, document)?;
        let rewrites = change.rewrites(told);
        change.apply(told);
        Some((change, rewrites))
    }
}
