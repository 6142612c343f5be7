//! Everything that CI asks.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::site;
use crate::tidy;
use crate::tools::{Tools, run};
use crate::web;

/// What `cargo xtask test` was asked to do.
#[derive(Default)]
pub struct Options {
    filter: Option<String>,
    only: Option<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Lint,
    Native,
    Web,
    Site,
    Tidy,
    Journeys,
}

type Go = fn(&Tools, &Options) -> Result<()>;

/// The parts in the order in which they run: the quick ones first, and the site before those who look at it.
const PARTS: [(Part, &str, &str, Go); 6] = [
    (Part::Lint, "lint", "Formatting and clippy", lint),
    (Part::Native, "native", "Tests on this machine", native),
    (
        Part::Web,
        "web",
        "Core, protocol and worker in Chromium, Firefox and WebKit",
        in_browsers,
    ),
    (Part::Site, "site", "The site", build),
    (Part::Tidy, "tidy", "Promises kept", tidy_up),
    (Part::Journeys, "journeys", "Journeys in Chromium", journeys),
];

impl Options {
    /// Reads the words after `cargo xtask test`.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if argument == "--only" {
                let name = arguments.next().map_or("", String::as_str);
                let part = PARTS.iter().find(|(_, other, ..)| *other == name);
                let Some((part, ..)) = part else {
                    let names = PARTS.map(|(_, name, ..)| name).join(", ");
                    bail!("--only takes one of {names}, not `{name}`");
                };
                options.only = Some(*part);
            } else if argument.starts_with('-') {
                bail!("`cargo xtask test` does not know {argument}");
            } else if options.filter.replace(argument.clone()).is_some() {
                bail!("one filter is enough; `{argument}` is a second");
            }
        }
        Ok(options)
    }

    /// With a filter only what has named tests is of interest, and the site that the journeys look at.
    fn includes(&self, part: Part) -> bool {
        match self.only {
            Some(only) => only == part,
            None => self.filter.is_none() || !matches!(part, Part::Lint | Part::Tidy),
        }
    }
}

/// Runs all parts, also after one has failed, and says at the end which did.
pub fn test(options: &Options) -> Result<()> {
    let tools = Tools::new()?;
    let mut failed: Vec<&str> = Vec::new();
    for (part, name, title, go) in PARTS {
        if !options.includes(part) {
            continue;
        }
        if part == Part::Journeys && failed.contains(&"site") {
            println!("\n=== {title}: not run, as the site could not be built ===");
            continue;
        }
        println!("\n=== {title} ===");
        let start = Instant::now();
        if let Err(error) = go(&tools, options) {
            eprintln!("xtask: {error:#}");
            failed.push(name);
        }
        println!("--- {name}: {:.0} s", start.elapsed().as_secs_f64());
    }
    if failed.is_empty() {
        println!("\nAll is well.");
        return Ok(());
    }
    let again: Vec<_> = failed
        .iter()
        .map(|name| format!("`cargo xtask test --only {name}`"))
        .collect();
    bail!(
        "{} failed; again with {}",
        failed.join(", "),
        again.join(", ")
    )
}

fn lint(tools: &Tools, _: &Options) -> Result<()> {
    tools.for_lints()?;
    tools.run("cargo fmt --all --check")?;
    // What runs in the browser is linted as the browser gets it, everything else as this machine does.
    tools.run(
        "cargo clippy --workspace --exclude neuroglass-app --exclude neuroglass-worker \
         --all-targets --features neuroglass-core/schema -- -D warnings",
    )?;
    tools.run(
        "cargo clippy -p neuroglass-core -p neuroglass-protocol -p neuroglass-worker -p neuroglass-app \
         --target wasm32-unknown-unknown -- -D warnings",
    )
}

fn native(tools: &Tools, options: &Options) -> Result<()> {
    let mut cargo = tools.command("cargo");
    cargo
        .args([
            "test",
            "--workspace",
            "--exclude",
            "journeys",
            "--no-fail-fast",
        ])
        .args(["--features", "neuroglass-core/schema"]);
    run(cargo.args(&options.filter))
}

fn in_browsers(tools: &Tools, options: &Options) -> Result<()> {
    web::web(tools, options.filter.as_deref())
}

fn build(_: &Tools, _: &Options) -> Result<()> {
    site::build()
}

fn tidy_up(_: &Tools, _: &Options) -> Result<()> {
    tidy::tidy()
}

fn journeys(tools: &Tools, options: &Options) -> Result<()> {
    let mut cargo = travel(tools)?;
    cargo
        .args(&options.filter)
        // Each journey has a browser to itself; more of them at once would only make all slow.
        .args(["--", "--test-threads=2"]);
    run(&mut cargo)
}

/// `cargo test` of the journeys, with what all of them ask the environment for.
pub fn travel(tools: &Tools) -> Result<Command> {
    let browser = tools.for_browser()?;
    let mut cargo = tools.command("cargo");
    cargo
        .args(["test", "-p", "journeys"])
        .env("CHROMIUM", &browser.chromium)
        .env("CHROMEDRIVER", &browser.driver)
        .env("NEUROGLASS_AXE", &browser.axe)
        .env("NEUROGLASS_DIST", site::dist())
        // A journey says where it got stuck; the stack below it only buries that.
        .env("RUST_BACKTRACE", "0");
    Ok(cargo)
}
