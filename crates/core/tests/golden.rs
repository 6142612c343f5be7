//! The golden runs, natively. `NEUROGLASS_BLESS=1` writes what comes out into the table.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/golden.rs"]
mod golden;

#[test]
fn golden_runs_come_out_the_same() {
    let mut table = golden::table();
    let bless = std::env::var_os("NEUROGLASS_BLESS").is_some();
    for entry in &mut table {
        let [hash, history] = golden::hashes(entry);
        if bless {
            (entry.hash, entry.history) = (hash, history);
        } else {
            assert_eq!(
                (&hash, &history),
                (&entry.hash, &entry.history),
                "{}",
                entry.name
            );
        }
    }
    if bless {
        let lines: Vec<_> = table
            .iter()
            .map(|entry| serde_json::to_string(entry).expect("strings and numbers"))
            .collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/runs.json");
        std::fs::write(path, format!("[\n{}\n]\n", lines.join(",\n"))).expect("a writable table");
    }
}
