//! Runs whose every bit is known: natively and in every browser they must come out the same.

use neuroglass_core::{Run, RunDocument};
use serde::{Deserialize, Serialize};

/// The table, `tests/golden/runs.json`.
pub const TABLE: &str = include_str!("../../../../tests/golden/runs.json");

/// One run of the table.
#[derive(Serialize, Deserialize)]
pub struct Golden {
    pub name: String,
    /// Steps to do.
    pub steps: u64,
    /// [`Run::hash`] after them, in hexadecimal digits.
    pub hash: String,
    /// A hash of all points of the history, likewise.
    pub history: String,
    /// The document. Kept as it was written, so that what it leaves out stays left out.
    pub run: serde_json::Value,
}

/// All runs of the table.
pub fn table() -> Vec<Golden> {
    serde_json::from_str(TABLE).expect("tests/golden/runs.json is a table of runs")
}

/// Does a run in three ways, straight through, with a rewind, and taken up again from a state, asserts that
/// they agree, and gives the two hashes.
pub fn hashes(golden: &Golden) -> [String; 2] {
    let name = &golden.name;
    let document: RunDocument = serde_json::from_value(golden.run.clone())
        .unwrap_or_else(|error| panic!("{name}: {error}"));

    let mut straight = open(name, document.clone());
    go(&mut straight, golden.steps);
    let hashes = [straight.hash(), history_hash(&straight)];

    for part in [3, 7] {
        let mut rewound = straight.clone();
        let there = golden.steps / part;
        rewound.seek(there);
        go(&mut rewound, there);
        let (step, edits, state) = rewound.state();
        rewound.seek(golden.steps);
        go(&mut rewound, golden.steps);
        assert_eq!(
            [rewound.hash(), history_hash(&rewound)],
            hashes,
            "{name}: rewound to {there}"
        );
        assert_eq!(rewound.examples(), straight.examples(), "{name}");
        assert_eq!(rewound.divergence(), straight.divergence(), "{name}");

        let mut resumed = Run::resume(document.clone(), step, edits, &state)
            .unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        go(&mut resumed, golden.steps);
        assert_eq!(resumed.hash(), hashes[0], "{name}: taken up at {there}");
        assert_eq!(resumed.examples(), straight.examples(), "{name}");
    }
    hashes.map(|hash| format!("{hash:016x}"))
}

fn open(name: &str, document: RunDocument) -> Run {
    Run::new(document).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn go(run: &mut Run, step: u64) {
    while run.step() < step {
        run.work();
    }
    while run.settle() {}
}

/// The 64-bit FNV-1a hash of all points, NaNs alike.
fn history_hash(run: &Run) -> u64 {
    let bits = |loss: f32| if loss.is_nan() { f32::NAN } else { loss }.to_bits();
    run.history()
        .points()
        .iter()
        .flat_map(|point| [point.step as u32, bits(point.train), bits(point.test)])
        .flat_map(u32::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
}
