//! The core against PyTorch: `tests/parity` holds what PyTorch computed, and the script that made it.
#![cfg(not(target_arch = "wasm32"))]

mod activations;
mod inits;
mod layers;
mod losses;
mod schedules;
mod support;
mod trajectories;
mod two_by_two;
