//! The golden runs, in a browser's worker.
#![cfg(target_arch = "wasm32")]

#[path = "support/golden.rs"]
mod golden;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn golden_runs_come_out_the_same() {
    for entry in golden::table() {
        let [hash, history] = golden::hashes(&entry);
        assert_eq!(
            (hash, history),
            (entry.hash, entry.history),
            "{}",
            entry.name
        );
    }
}
