//! The network itself: everything of Neuroglass that is mathematics.
//!
//! An [`Experiment`] says everything that decides a run before it starts; a [`RunDocument`] adds what a person
//! did while it ran. A [`Run`] is a pure function of that: its state at a step is the same bits wherever it
//! is computed, natively and in every browser.
//!
//! This crate knows no page, no clock, no files and no entropy. It calls no mathematical function of the
//! platform, sums in one fixed order, and draws from one named generator.
//!
//! ```
//! use neuroglass_core::{Run, RunDocument};
//!
//! let mut run = Run::new(RunDocument::default())?;
//! while run.step() < 100 {
//!     run.work();
//! }
//! let there = run.hash();
//!
//! run.seek(40);
//! while run.step() < 100 {
//!     run.work();
//! }
//! assert_eq!(run.hash(), there);
//! # Ok::<_, neuroglass_core::Refusal>(())
//! ```

#![expect(
    clippy::inline_always,
    reason = "a kernel is fast where its constants are known, which is in its caller"
)]

mod activation;
pub mod analysis;
mod batches;
mod checkpoint;
mod cost;
mod data;
mod edit;
mod evaluate;
mod experiment;
mod history;
mod hold;
mod init;
mod input;
mod layer;
mod learner;
mod loss;
mod map;
mod math;
mod network;
mod number;
mod optimizer;
mod order;
mod pass;
mod preset;
mod refusal;
mod regularization;
mod rng;
mod run;
mod samples;
pub mod schedule;
#[cfg(feature = "schema")]
mod schema;
mod shape;
mod survey;
mod trace;
mod trainer;
mod volume;

pub use activation::Activation;
pub use cost::Cost;
pub use data::{Data, DataShape, Dataset, Domain, Group, Point, Task};
pub use edit::{Edit, Part, RunDocument, Symmetry, TimedEdit, Timeline};
pub use evaluate::{Evaluation, Score, Scores};
pub use experiment::{Experiment, Output, VERSION, limits};
pub use history::{BINS, History, HistoryBin, HistoryPoint};
pub use hold::Hold;
pub use init::{Init, Scheme};
pub use input::{Input, REACH};
pub use layer::{Conv2d, Dense, Dropout, Layer, Pool};
pub use learner::{Learner, Place, Stepped, When};
pub use loss::Loss;
pub use map::{Ground, MapJob, MapKind};
pub use network::Network;
pub use number::Number;
pub use optimizer::{AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RmsProp, Sgd};
pub use order::ascending;
pub use preset::Preset;
pub use refusal::Refusal;
pub use regularization::Regularization;
pub use run::{Divergence, Run, Versions, Work};
pub use samples::Samples;
pub use schedule::Schedule;
#[cfg(feature = "schema")]
pub use schema::schema;
pub use shape::{LayerShape, Shape};
pub use survey::Survey;
pub use trace::{Differences, Trace, TraceLayer};
pub use volume::Volume;
