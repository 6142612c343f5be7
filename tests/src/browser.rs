//! A browser of one's own, and the program that drives it.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, LoggingPrefsLogLevel};

/// What Chromium is started with: no window, no sandbox (which root cannot have), and no talk with the world.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A shared memory folder of 64 MB is all that a container has.
    "--disable-dev-shm-usage",
];

/// `ChromeDriver`, with all that it starts. Ends when dropped.
#[derive(Debug)]
pub struct Browser {
    driver: Child,
    port: u16,
    profile: TempDir,
}

impl Browser {
    /// Starts the program at a free port.
    pub fn start() -> Result<Self> {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut driver = Command::new(&program)
            .args(["--port=0", "--log-level=WARNING"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // A group of its own, so that the browser ends with it also when a journey panics.
            .process_group(0)
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let output = driver.stdout.take().context("chromedriver has an output")?;
        let port = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| port_in(&line))
            .context("chromedriver does not say its port")?;
        Ok(Self {
            driver,
            port,
            profile: tempfile::tempdir()?,
        })
    }

    /// Opens a window.
    pub async fn open(&self) -> Result<WebDriver> {
        let mut wishes = ChromeCapabilities::new();
        if let Some(program) = env::var("CHROMIUM").ok().filter(|path| !path.is_empty()) {
            wishes.set_binary(&program)?;
        }
        for flag in FLAGS {
            wishes.add_arg(flag)?;
        }
        wishes.add_arg(&format!(
            "--user-data-dir={}",
            self.profile.path().display()
        ))?;
        wishes.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let address = format!("http://127.0.0.1:{}", self.port);
        WebDriver::new(address, wishes)
            .await
            .context("Chromium does not start")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let group = format!("-{}", self.driver.id());
        // It is gone already, or it goes now; either is fine.
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.driver.wait();
    }
}

/// The port in "`ChromeDriver` was started successfully on port 12345."
fn port_in(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once("successfully on port ")?;
    rest.trim_end_matches('.').parse().ok()
}
