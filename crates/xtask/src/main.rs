//! The workspace's own commands. `cargo xtask help` lists them.

mod bench;
mod browsers;
mod site;
mod split;
mod test;
mod tidy;
mod tools;
mod web;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask serve [TRUNK OPTIONS]   serve the page while you work on it, at http://127.0.0.1:8080
cargo xtask build                   write the site to dist/; it works under any path
cargo xtask test [FILTER]           everything that CI asks; with FILTER only the tests named so
            [--only PART]           PART: lint, native, web, site, tidy or journeys
cargo xtask bench [OPTIONS]         figures of the page as it ships, and of the core beside other libraries, in Chromium
            [--build]               only builds the wasm modules that are measured
            [--sweep]               how cost grows with width, depth and batch, for docs/performance.md
            [--write]               all of that, written into docs/performance.md
            [--workloads W1,W3] [--reps N] [--warm MS] [--ms MS]
                                    with --workloads or --only the page is left out; what else is said goes to
                                    the harness that measures the libraries
cargo xtask tidy                    the promises of ARCHITECTURE.md that can be checked
cargo xtask setup                   only bring the tools that the others need

Each brings what it is missing and says so. Environment: CHROMIUM, CHROMEDRIVER, FIREFOX, GECKODRIVER,
WEBKITDRIVER and XVFB name programs to use instead of those on the PATH; NEUROGLASS_SHOTS names a folder
for the journeys' screenshots; NEUROGLASS_PEERS names the harness of other libraries.";

fn main() -> ExitCode {
    let done = if split::is_meant() {
        split::bindgen()
    } else {
        command(env::args().skip(1).collect())
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(mut arguments: Vec<String>) -> Result<()> {
    let name = if arguments.is_empty() {
        "help".to_owned()
    } else {
        arguments.remove(0)
    };
    match name.as_str() {
        "serve" => site::serve(&arguments),
        "build" => site::build(),
        "test" => test::test(&test::Options::parse(&arguments)?),
        "bench" => bench::bench(&bench::Options::parse(arguments)?),
        "tidy" => tidy::tidy(),
        "setup" => setup(),
        "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

fn setup() -> Result<()> {
    let tools = tools::Tools::new()?;
    tools.for_site()?;
    tools.for_lints()?;
    tools.for_browser()?;
    tools.for_engines()?;
    println!("All tools are here.");
    Ok(())
}

/// The workspace's root folder.
///
/// # Panics
///
/// Outside of cargo, which every command of this program needs anyway.
fn root() -> PathBuf {
    let own = env::var_os("CARGO_MANIFEST_DIR").expect("xtask is started by `cargo xtask`");
    PathBuf::from(own)
        .ancestors()
        .nth(2)
        .expect("xtask lies two folders below the root")
        .to_owned()
}
