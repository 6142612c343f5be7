//! What is new in a run's document since it was last told.

use neuroglass_core::{Experiment, RunDocument, Timeline};
use serde::{Deserialize, Serialize};

/// The difference between two states of a run's document. A long timeline is not told anew for each
/// move of a slider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunChange {
    /// What the run starts from, when that is another experiment now.
    pub experiment: Option<Box<Experiment>>,
    /// How many edits of the timeline, from its beginning, are as they were.
    pub kept: u32,
    /// The edits after those.
    pub edits: Timeline,
}

impl RunChange {
    /// All of a run, for one who knows nothing of it.
    pub fn whole(run: &RunDocument) -> Self {
        Self {
            experiment: Some(Box::new(run.experiment.clone())),
            kept: 0,
            edits: run.timeline.clone(),
        }
    }

    /// What turns `old` into `new`, or `None` when they are equal.
    pub fn between(old: &RunDocument, new: &RunDocument) -> Option<Self> {
        let kept = old
            .timeline
            .iter()
            .zip(&new.timeline)
            .take_while(|(old, new)| old == new)
            .count();
        let change = Self {
            experiment: (old.experiment != new.experiment)
                .then(|| Box::new(new.experiment.clone())),
            kept: kept as u32,
            edits: new.timeline[kept..].to_vec(),
        };
        let is_none =
            change.experiment.is_none() && !change.rewrites(old) && change.edits.is_empty();
        (!is_none).then_some(change)
    }

    /// Whether something that stood in `old` no longer holds, so that this is not only more of it.
    pub fn rewrites(&self, old: &RunDocument) -> bool {
        self.experiment.is_some() || (self.kept as usize) < old.timeline.len()
    }

    /// Brings `run` up to date.
    pub fn apply(&self, run: &mut RunDocument) {
        if let Some(experiment) = &self.experiment {
            run.experiment = (**experiment).clone();
        }
        run.timeline.truncate(self.kept as usize);
        run.timeline.extend_from_slice(&self.edits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Edit, TimedEdit};

    fn run(seed: u32, rates: &[f32]) -> RunDocument {
        let edit = |(step, &rate)| TimedEdit {
            step,
            edit: Edit::Rate(rate),
        };
        RunDocument {
            experiment: Experiment {
                seed,
                ..Experiment::default()
            },
            timeline: (0..).zip(rates).map(edit).collect(),
        }
    }

    /// Checks how many edits are told to get from one run to the other, and that it gets there.
    fn check(old: &RunDocument, new: &RunDocument, told: Option<usize>) {
        let change = RunChange::between(old, new);
        assert_eq!(change.as_ref().map(|change| change.edits.len()), told);
        let mut changed = old.clone();
        if let Some(change) = change {
            change.apply(&mut changed);
        }
        assert_eq!(&changed, new);
    }

    #[test]
    fn only_what_is_new_is_told() {
        check(&run(1, &[0.1, 0.2]), &run(1, &[0.1, 0.2]), None);
        check(&run(1, &[0.1, 0.2]), &run(1, &[0.1, 0.2, 0.3]), Some(1));
        check(&run(1, &[0.1, 0.2]), &run(1, &[0.1]), Some(0));
        check(&run(1, &[0.1, 0.2]), &run(1, &[0.3]), Some(1));
        check(&run(1, &[0.1]), &run(2, &[0.1]), Some(0));
    }

    #[test]
    fn more_edits_rewrite_nothing() {
        let old = run(1, &[0.1]);
        let rewrites = |new| RunChange::between(&old, &new).map(|change| change.rewrites(&old));
        assert_eq!(rewrites(run(1, &[0.1, 0.2])), Some(false));
        assert_eq!(rewrites(run(1, &[0.2])), Some(true));
        assert_eq!(rewrites(run(1, &[])), Some(true));
    }
}
