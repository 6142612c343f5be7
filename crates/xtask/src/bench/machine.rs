//! Where and when something was measured.

use anyhow::{Context as _, Result};

use crate::tools::Tools;

/// The browser, the machine and the day, in one line.
pub fn line(tools: &Tools) -> Result<String> {
    let chromium = tools.for_browser()?.chromium;
    let chromium = chromium
        .to_str()
        .context("Chromium lies at a place without a name")?;
    let browser = tools
        .output(chromium, &["--version"])
        .context("Chromium has no version")?;
    // What brings the peers, and knows all systems.
    let ask = "const { cpus, loadavg } = require('os'); \
               `${cpus()[0].model.trim()}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, \
               ${new Date().toISOString().slice(0, 10)}`";
    let machine = tools
        .output("node", &["-p", ask])
        .context("Node.js does not answer")?;
    // Debian adds what it was built on.
    let browser = browser.split(" built on ").next().unwrap_or_default();
    Ok(format!("{}, {}", browser.trim(), machine.trim()))
}
