//! The page of Neuroglass: what one `<neuro-glass>` element shows.
//!
//! `web/neuro-glass.js` defines the element and calls [`instance::mount`] with its shadow root. Everything below lives
//! in that root and ends with it.

mod address;
mod bridge;
mod canvas;
mod format;
mod glass;
mod instance;
mod js;
mod later;
mod listener;
mod scene;
mod styles;
mod theme;
mod view;

pub use instance::{Instance, mount};
/// The other half: the worker runs in the same wasm module, so that the browser fetches and compiles it once and a
/// cache cannot mix two builds of them.
pub use neuroglass_worker::work;
