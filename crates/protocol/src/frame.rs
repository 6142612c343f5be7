//! One look at the run.

use js_sys::Float32Array;
use neuroglass_core::{Divergence, Experiment, HistoryPoint, Scores};
use serde::{Deserialize, Serialize};

use crate::bulk::{Section, SectionKind};
use crate::change::RunChange;

/// What the worker says when the page has room: where the run is, and everything that is watched, all of
/// one and the same step.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// Steps done.
    pub step: u64,
    /// The furthest step that this run has reached; beyond `step` when it was rewound.
    pub end: u64,
    /// Passes over the training set, counted in steps of the present settings.
    pub epoch: f64,
    /// Examples trained on so far.
    pub examples: f64,
    /// Whether it trains.
    pub playing: bool,
    /// Where a seek or an advance is going; `None` when it has arrived.
    pub target: Option<u64>,
    /// Loss and accuracy now, where watched.
    pub scores: Option<Scores>,
    /// Steps a second, over the last second; 0 when paused.
    pub steps_per_second: f64,
    /// Where a number was first not finite, where there is one.
    pub divergence: Option<Divergence>,
    /// The present settings, when they changed.
    pub settings: Option<Box<Experiment>>,
    /// What is new in the run as a document, when it changed.
    pub run: Option<Box<RunChange>>,
    /// Forget history beyond this step before adding the new points.
    pub history_from: Option<u64>,
    /// New points of the loss history.
    pub history: Vec<HistoryPoint>,
    /// What lies where in the bulk.
    pub sections: Vec<Section>,
    /// All bulk numbers of this frame.
    #[serde(skip)]
    pub bulk: Float32Array,
}

impl Frame {
    /// The numbers of one kind, as a view into the bulk: nothing is copied. `None` when the frame has none.
    pub fn section(&self, kind: SectionKind) -> Option<Float32Array> {
        let Section { offset, len, .. } = self.sections.iter().find(|s| s.kind == kind)?;
        Some(self.bulk.subarray(*offset, offset + len))
    }
}
