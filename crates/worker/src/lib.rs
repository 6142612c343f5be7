//! The worker: it owns the run, and it is the only place that trains.
//!
//! ```text
//! letter ─► desk ─► session ── work, a slice at a time ──► reports ─► desk ─► page
//!                      ▲                                                │
//!                      └───────────── ticker: one tick a slice ◄────────┘
//! ```
//!
//! A desk receives letters and sends reports. The session obeys. What it has to do (answer a
//! question, look for a frame, train) is cut into pieces of about a millisecond, and after each slice of a
//! few milliseconds the desk lets the browser deliver what has arrived. When there is nothing to do, nothing
//! runs: no tick, no timer.

mod answers;
mod apart;
mod clock;
mod desk;
mod keeper;
mod look;
mod meter;
mod motion;
mod obey;
mod scoring;
mod session;
mod slice;
mod studies;
#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
mod ticker;
mod told;
mod view;

use wasm_bindgen::prelude::*;

/// What a worker calls once it has this module: starts to listen, and says so.
///
/// # Errors
/// When this is not a worker.
#[wasm_bindgen]
pub fn work() -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    desk::open()
}
