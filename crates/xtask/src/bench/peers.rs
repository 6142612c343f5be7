//! The harness that measures libraries beside each other, in one browser. It is not part of this repository.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};

use super::results::{OURS, Results};
use super::{Options, modules};
use crate::root;
use crate::site::cargo_target;
use crate::tools::{Tools, run};

/// Those worth measuring every time: the fastest of their kind, and what goals are set beside.
const CONTENDERS: [&str; 6] = [
    "synaptic",
    "convnetjs",
    "burn-flex",
    "candle",
    "jaxjs-wasm",
    "tfjs-wasm-tuned",
];

/// This one needs files that only some machines can make.
const ORT: &str = "ort-training";

/// What the harness makes in its folder, and is never copied.
const MADE: [&str; 4] = ["node_modules", "dist", "results", "target"];

/// The folder of the harness, ready to be built in: the one that `NEUROGLASS_PEERS` names, if it is built already,
/// or else a copy. `None` where there is no harness.
pub fn harness(tools: &Tools) -> Result<Option<PathBuf>> {
    let named = env::var_os("NEUROGLASS_PEERS").map(PathBuf::from);
    let source = named
        .clone()
        .unwrap_or_else(|| root().join("../shared/peers"));
    if !source.join("run.sh").is_file() {
        ensure!(
            named.is_none(),
            "NEUROGLASS_PEERS names a folder without run.sh"
        );
        println!(
            "xtask: no other libraries at hand to measure beside; NEUROGLASS_PEERS names their harness"
        );
        return Ok(None);
    }
    if source.join("node_modules").is_dir() {
        return Ok(Some(source));
    }
    let copy = cargo_target(tools)?.join("peers");
    if copy_changes(&source, &copy)? {
        // What was made of other files is not to be trusted.
        for made in ["node_modules", "dist"] {
            let made = copy.join(made);
            if made.exists() {
                fs::remove_dir_all(made)?;
            }
        }
    }
    Ok(Some(copy))
}

/// Measures us beside the others. The harness installs and builds what it lacks.
pub fn measure(tools: &Tools, harness: &Path, options: &Options) -> Result<Results> {
    let mut contenders = CONTENDERS.to_vec();
    contenders.push(OURS);
    if harness.join("dist/ort/W4").is_dir() || env::var_os("PEERS_ORT_PYTHON").is_some() {
        contenders.push(ORT);
    }
    let name = options.value("--out").unwrap_or(OURS);
    let mut command = tools.command("bash");
    command
        .arg(harness.join("run.sh"))
        .arg("--extra")
        .arg(modules::folder().join("peers.mjs"))
        .args([
            "--base",
            OURS,
            "--out",
            name,
            "--only",
            &contenders.join(","),
        ])
        // The last word counts, so these may say otherwise.
        .args(&options.passed)
        .env("CHROMIUM", tools.for_browser()?.chromium);
    run(&mut command)?;
    let path = harness.join("results").join(name).with_extension("json");
    let text = fs::read_to_string(path).context("the harness has left no results")?;
    serde_json::from_str(&text).context("the harness's results are not as expected")
}

/// Copies files that are new or differ, and says whether there were any.
fn copy_changes(from: &Path, to: &Path) -> Result<bool> {
    fs::create_dir_all(to)?;
    let mut changed = false;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        if MADE.iter().any(|made| entry.file_name() == *made) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            changed |= copy_changes(&source, &copy)?;
            continue;
        }
        let there = fs::read(&copy).ok();
        if there.as_ref() != Some(&fs::read(&source)?) {
            if there.is_some() {
                // A copy of what may not be written to may not be written to either.
                fs::remove_file(&copy)?;
            }
            fs::copy(&source, &copy)?;
            changed = true;
        }
    }
    Ok(changed)
}
