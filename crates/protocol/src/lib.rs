//! What page and worker say to each other.
//!
//! The page sends [`Letter`]s with [`Command`]s in them, the worker answers with [`Report`]s. Small things
//! are plain values; bulk numbers travel beside them in one `Float32Array` a frame, whose buffer is
//! transferred.
//!
//! The order of a conversation: the page hands over the wasm module; the worker, made of it, says
//! [`Report::Ready`]; the page sends [`Command::Open`]; from
//! then on every [`Command::Take`] is worth one [`Frame`], which comes as soon as there is something
//! to see that the page has not seen.

mod bulk;
mod change;
mod command;
mod finding;
mod frame;
pub mod link;
mod plain;
mod reading;
mod report;
mod wire;

pub use bulk::{Bulk, Section, SectionKind};
pub use change::RunChange;
pub use command::{Ask, Command, Letter, Pace, Watch};
pub use finding::Finding;
pub use frame::Frame;
pub use neuroglass_core::{Score, Scores};
pub use reading::{LONGEST_DOCUMENT, from_json, to_json};
pub use report::{Answer, Checkpoint, Report, Snapshot, SnapshotLayer};
pub use wire::{
    Message, WireError, document_from_js, document_to_js, from_js, letter_id, part_from_js, to_js,
    transfers,
};
