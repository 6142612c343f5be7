//! Tests compiled to wasm, in every engine.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::browsers::Engine;
use crate::tools::{Tools, run};

/// What is tested: the golden runs, the border to JavaScript, and the worker's session.
const SUITES: [&[&str]; 3] = [
    &["neuroglass-core", "--test", "golden_web"],
    &["neuroglass-protocol", "--test", "wire"],
    &["neuroglass-worker", "--lib"],
];

/// Builds the suites once, runs them in one engine after the other, also after one has failed, and says a line
/// for each engine.
pub fn web(tools: &Tools, filter: Option<&str>) -> Result<()> {
    tools.for_web_tests()?;
    let engines = tools.for_engines()?;
    for suite in SUITES {
        run(cargo_test(tools, suite).arg("--no-run"))?;
    }
    let mut failed = Vec::new();
    for engine in &engines {
        let start = Instant::now();
        match in_engine(tools, engine, filter) {
            Ok(passed) => {
                let seconds = start.elapsed().as_secs_f64();
                println!("{}: {passed} passed in {seconds:.0} s", engine.name);
            }
            Err(error) => {
                println!("{}: FAILED\n{error:#}", engine.name);
                failed.push(engine.name);
            }
        }
    }
    ensure!(failed.is_empty(), "tests failed in {}", failed.join(", "));
    Ok(())
}

/// How many tests passed. The first suite that fails is an error that holds what was said.
fn in_engine(tools: &Tools, engine: &Engine, filter: Option<&str>) -> Result<u32> {
    let screen = engine.screen()?;
    let suite_passed = |suite: &&[&str]| {
        let mut cargo = cargo_test(tools, suite);
        engine.choose(screen.as_ref(), &mut cargo);
        let passed = outcome(cargo.args(filter))?;
        ensure!(passed > 0 || filter.is_some(), "{} has no tests", suite[0]);
        Ok(passed)
    };
    SUITES.iter().map(suite_passed).sum()
}

fn outcome(cargo: &mut Command) -> Result<u32> {
    // A failed test says what is wrong; the stack of its runner below it only buries that.
    let output = cargo.env("RUST_BACKTRACE", "0").output()?;
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{said}");
    Ok(passed(&said).unwrap_or_default())
}

/// The tests as what they test ships, optimised: bits that are equal only in a debug build would prove nothing.
fn cargo_test(tools: &Tools, suite: &[&str]) -> Command {
    let mut cargo = tools.shipping_command("cargo", "");
    cargo
        .args(["test", "--release"])
        .args(["--target", "wasm32-unknown-unknown", "-p"])
        .args(suite);
    cargo
}

/// The count in "test result: ok. 3 passed; 0 failed", where there is one.
fn passed(said: &str) -> Option<u32> {
    let (_, rest) = said.split_once("test result: ok. ")?;
    rest.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::passed;

    #[test]
    fn only_a_good_result_is_counted() {
        let good = "test a ... ok\n\ntest result: ok. 11 passed; 0 failed; 0 ignored\n";
        assert_eq!(passed(good), Some(11));
        assert_eq!(passed(&good.replace("ok. 11", "FAILED. 10")), None);
        assert_eq!(passed("no tests to run!\n"), None);
    }
}
