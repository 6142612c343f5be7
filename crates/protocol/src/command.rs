//! From the page to the worker.

use neuroglass_core::analysis::Study;
use neuroglass_core::{Edit, RunDocument};
use serde::{Deserialize, Serialize};

use crate::report::Checkpoint;

/// One message of the page: a command, and a number by which its outcome is told.
///
/// A letter with a number gets exactly one [`crate::Report::Answer`]: once the command is carried out (an
/// [`Command::Open`], [`Command::Seek`] or [`Command::Advance`] once it has arrived, or something else took
/// its place), or once it is refused. A letter without one is only heard of when it is refused.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Letter {
    /// Comes back with the answer.
    pub id: Option<u32>,
    /// What is to be done.
    pub command: Command,
}

impl From<Command> for Letter {
    /// A letter that wants no answer.
    fn from(command: Command) -> Self {
        Self { id: None, command }
    }
}

/// What the page can ask of the worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Command {
    /// Forget the present run and go to step `at` of this one, from `checkpoint` where one is at hand.
    Open {
        /// The run.
        run: Box<RunDocument>,
        /// The step to go to.
        at: u64,
        /// A state of this very run, not beyond `at`.
        checkpoint: Option<Box<Checkpoint>>,
    },
    /// Train until told otherwise. While a seek still replays, playing begins where it arrives.
    Play(Pace),
    /// Stop training, replaying included.
    Pause,
    /// Do this many more steps as fast as possible, then pause.
    Advance(u64),
    /// Go to this step, then pause. A step that was never reached is trained to.
    Seek(u64),
    /// Start over from step 0 with the present settings, and forget the timeline.
    Reset,
    /// Change something now. What had been recorded beyond the present step is forgotten. While a seek
    /// still replays, the edit waits, and is made where it arrives.
    Edit(Edit),
    /// Look at these things from now on.
    Watch(Watch),
    /// The page has room for one frame.
    Take,
    /// A question about the run as it is when the letter is read.
    Ask(Ask),
    /// Panics, to show that the page survives it.
    Panic,
}

impl Command {
    /// Whether it may be carried out while the run has to hold still.
    pub fn leaves_run_alone(&self) -> bool {
        match self {
            Self::Play(_)
            | Self::Pause
            | Self::Watch(_)
            | Self::Take
            | Self::Ask(_)
            | Self::Panic => true,
            Self::Open { .. } | Self::Advance(_) | Self::Seek(_) | Self::Reset | Self::Edit(_) => {
                false
            }
        }
    }
}

/// How fast to play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Pace {
    /// As fast as the machine can.
    Max,
    /// This many steps a second.
    StepsPerSecond(f64),
}

/// What the page is looking at. Only this is computed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Watch {
    /// Side, in grid points, of the response map of every unit and input feature, or of every channel; 0 for
    /// none.
    pub tiles: u32,
    /// Side of the maps of the outputs; 0 for none.
    pub output: u32,
    /// The training example that the maps are of where the data are pictures.
    pub sample: u32,
    /// Side of the maps of one unit before and after its activation, with its layer and number.
    pub unit: Option<(u32, u32, u32)>,
    /// What is to be found out besides, and told anew, by a [`crate::Finding`] each, when the run has gone on.
    pub studies: Vec<Study>,
    /// Whether losses, accuracy and their history are looked at.
    pub scores: bool,
    /// Whether anything at all is on screen. When not, training is held too.
    pub visible: bool,
}

/// A question about the run as it is now.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ask {
    /// Everything that can be said about the present state in numbers.
    Snapshot,
    /// The whole forward and backward pass of one training example.
    Trace {
        /// Its number among the training examples.
        sample: u32,
    },
    /// What the network says to these points of the plane.
    Predict {
        /// The points, `[x₁, x₂]` each.
        rows: Vec<[f32; 2]>,
    },
    /// The run as a document, and the step it is at.
    Document,
}
