//! From the worker to the page.

use neuroglass_core::{Refusal, RunDocument, Score, Trace};
use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::frame::Frame;

/// What the worker says to the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Report {
    /// The worker listens. What was sent before was lost, so the page waits for this.
    Ready,
    /// Something to see, in exchange for a [`crate::Command::Take`].
    Frame(Box<Frame>),
    /// Something that was found out, see [`crate::Watch::studies`].
    Finding(Box<Finding>),
    /// From here the run can be taken up again if this worker dies.
    Checkpoint(Box<Checkpoint>),
    /// A letter without a number was not carried out, and why. Nothing has changed.
    Refused(Refusal),
    /// What became of a [`crate::Letter`] with a number.
    Answer {
        /// The letter's number.
        id: u32,
        /// The answer, or why the command was not carried out; then nothing has changed.
        answer: Result<Answer, Refusal>,
    },
}

/// A state of a run from which it goes on with the same bits.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checkpoint {
    /// Steps done.
    pub step: u64,
    /// Edits of the timeline that were applied.
    pub edits: u32,
    /// Parameters, then the optimizer's memory, then how parameters are held; see [`neuroglass_core::Run::state`].
    #[serde(skip)]
    pub state: js_sys::Float32Array,
}

/// What a command came to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// To every command that is not a question: it was carried out.
    Done,
    /// To [`crate::Ask::Snapshot`].
    Snapshot(Box<Snapshot>),
    /// To [`crate::Ask::Trace`].
    Trace(Box<Trace>),
    /// To [`crate::Ask::Predict`]: `[row][output]`.
    Predict(Vec<f32>),
    /// To [`crate::Ask::Document`].
    Document {
        /// The run.
        run: Box<RunDocument>,
        /// Where it is.
        step: u64,
    },
}

/// The present state in numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Steps done.
    pub step: u64,
    /// Passes over the training set.
    pub epoch: f64,
    /// Examples trained on.
    pub examples: f64,
    /// Scores over the training points.
    pub train: Score,
    /// Scores over the test points.
    pub test: Score,
    /// The 64-bit hash of all parameters, as 16 hexadecimal digits.
    pub hash: String,
    /// The layers, first to last.
    pub layers: Vec<SnapshotLayer>,
}

/// One layer of a [`Snapshot`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotLayer {
    /// `[rows, fan_in]`: units and inputs, or filters and the weights of their windows.
    pub shape: [u32; 2],
    /// `[row][fan_in]`.
    pub weights: Vec<Vec<f32>>,
    /// `[row]`.
    pub bias: Vec<f32>,
}
