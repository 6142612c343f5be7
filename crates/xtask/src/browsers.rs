//! The browsers that tests run in, how they get onto a machine, and how they are told apart.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};

use crate::tools::Tools;

const GECKODRIVER: &str = "0.37.1";

/// What makes wasm-bindgen's test runner choose a browser, in the order in which it looks.
const CHOICES: [&str; 4] = [
    "GECKODRIVER",
    "SAFARIDRIVER",
    "CHROMEDRIVER",
    "MSEDGEDRIVER",
];

/// A program that comes with the system's packages.
struct Program {
    /// Names it in the environment.
    variable: &'static str,
    /// What it is called on the PATH, here or there.
    names: &'static [&'static str],
    /// What brings it on Debian.
    package: &'static str,
}

const CHROMIUM: Program = Program {
    variable: "CHROMIUM",
    names: &["chromium", "chromium-browser", "google-chrome"],
    package: "chromium",
};

const CHROMEDRIVER: Program = Program {
    variable: "CHROMEDRIVER",
    names: &["chromedriver"],
    package: "chromium-driver",
};

const FIREFOX: Program = Program {
    variable: "FIREFOX",
    names: &["firefox-esr", "firefox"],
    package: "firefox-esr",
};

/// Starts the small browser that comes with `WebKitGTK`.
const WEBKITDRIVER: Program = Program {
    variable: "WEBKITDRIVER",
    names: &["WebKitWebDriver"],
    package: "webkit2gtk-driver",
};

/// A screen that nobody sees, as `WebKitGTK` does not run without one.
const XVFB: Program = Program {
    variable: "XVFB",
    names: &["Xvfb"],
    package: "xvfb",
};

/// Chromium, as the journeys use it.
pub struct Browser {
    /// Chromium.
    pub chromium: PathBuf,
    /// `ChromeDriver` of the same version.
    pub driver: PathBuf,
    /// `axe.min.js`, which looks for barriers.
    pub axe: PathBuf,
}

/// One of the engines that must compute the same bits.
pub struct Engine {
    /// What people call it.
    pub name: &'static str,
    /// The one of [`CHOICES`] that stands for it.
    choice: &'static str,
    driver: PathBuf,
    /// Further words for the driver.
    arguments: String,
    /// [`XVFB`], where the engine needs a screen.
    xvfb: Option<PathBuf>,
}

impl Tools {
    /// Chromium, what drives it, and what looks for barriers in it.
    pub fn for_browser(&self) -> Result<Browser> {
        self.bring(&[&CHROMIUM, &CHROMEDRIVER])?;
        Ok(Browser {
            chromium: self.place(&CHROMIUM)?,
            driver: self.place(&CHROMEDRIVER)?,
            axe: self.axe()?,
        })
    }

    /// Every engine that there is for this system. Each of them is required; only what is not made for the
    /// system at all is left out, and named.
    pub fn for_engines(&self) -> Result<Vec<Engine>> {
        let mut programs = vec![&CHROMIUM, &CHROMEDRIVER, &FIREFOX];
        if has_webkitgtk() {
            programs.extend([&WEBKITDRIVER, &XVFB]);
        }
        self.bring(&programs)?;
        let mut engines = vec![self.chromium()?, self.firefox()?];
        if has_webkitgtk() {
            engines.push(self.webkitgtk()?);
        } else if cfg!(target_os = "macos") {
            engines.push(self.safari()?);
        } else {
            println!("xtask: WebKit is SKIPPED: there is none for this system; CI has one");
        }
        Ok(engines)
    }

    fn chromium(&self) -> Result<Engine> {
        Ok(Engine {
            name: "Chromium",
            choice: "CHROMEDRIVER",
            driver: self.place(&CHROMEDRIVER)?,
            arguments: String::new(),
            xvfb: None,
        })
    }

    fn firefox(&self) -> Result<Engine> {
        let firefox = self.place(&FIREFOX)?;
        let find = || self.program("GECKODRIVER", &["geckodriver"]);
        if find().is_none() {
            let why = "drives Firefox; compiling it takes a few minutes, once";
            self.cargo_tool("geckodriver", "geckodriver", GECKODRIVER, why)?;
        }
        Ok(Engine {
            name: "Firefox",
            choice: "GECKODRIVER",
            driver: find().context("geckodriver was installed, but is not on the PATH")?,
            // Its own search knows neither the variable nor the order above.
            arguments: format!("--binary '{}'", firefox.display()),
            xvfb: None,
        })
    }

    /// The test runner speaks to it as to Safari's driver, and wishes for nothing that only Safari has.
    fn webkitgtk(&self) -> Result<Engine> {
        Ok(Engine {
            name: "WebKit",
            choice: "SAFARIDRIVER",
            driver: self.place(&WEBKITDRIVER)?,
            arguments: String::new(),
            xvfb: Some(self.place(&XVFB)?),
        })
    }

    /// `WebKit` as Apple ships it. `safaridriver --enable` lets it be driven, once; its own message says so.
    fn safari(&self) -> Result<Engine> {
        let driver = self.program("SAFARIDRIVER", &["safaridriver"]);
        Ok(Engine {
            name: "Safari",
            choice: "SAFARIDRIVER",
            driver: driver.context("safaridriver is missing; it comes with Safari")?,
            arguments: String::new(),
            xvfb: None,
        })
    }

    /// Installs those of the programs that are not here.
    fn bring(&self, programs: &[&Program]) -> Result<()> {
        let missing: Vec<_> = programs
            .iter()
            .filter(|program| self.program(program.variable, program.names).is_none())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let packages: Vec<_> = missing.iter().map(|program| program.package).collect();
        let variables: Vec<_> = missing.iter().map(|program| program.variable).collect();
        self.apt(&packages, "the tests drive real browsers")
            .with_context(|| {
                let variables = variables.join(", ");
                format!(
                    "tests drive real browsers; what is not on the PATH can be named in {variables}"
                )
            })
    }

    fn place(&self, program: &Program) -> Result<PathBuf> {
        self.program(program.variable, program.names)
            .with_context(|| {
                let Program { names, package, .. } = program;
                format!(
                    "{package} was installed, but no {} is on the PATH",
                    names.join(" or ")
                )
            })
    }
}

impl Engine {
    /// Puts up the screen, if the engine needs one.
    pub fn screen(&self) -> Result<Option<Screen>> {
        self.xvfb.as_deref().map(Screen::start).transpose()
    }

    /// Makes wasm-bindgen's test runner, somewhere below this command, use this engine and no other.
    pub fn choose(&self, screen: Option<&Screen>, command: &mut Command) {
        for choice in CHOICES {
            // A driver that runs elsewhere would come before any that is named.
            command
                .env_remove(choice)
                .env_remove(format!("{choice}_REMOTE"));
        }
        command
            .env(self.choice, &self.driver)
            .env(format!("{}_ARGS", self.choice), &self.arguments)
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        if let Some(screen) = screen {
            command
                .env("DISPLAY", &screen.name)
                .env("GDK_BACKEND", "x11")
                .env_remove("WAYLAND_DISPLAY");
        }
    }
}

/// A screen in memory. Ends when dropped, with whatever still draws on it.
pub struct Screen {
    server: Child,
    name: String,
}

impl Screen {
    fn start(xvfb: &Path) -> Result<Self> {
        let mut server = Command::new(xvfb)
            // It takes a free number and says which, once it listens.
            .args(["-displayfd", "1", "-screen", "0", "1280x1024x24"])
            .args(["-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} does not start", xvfb.display()))?;
        let output = server.stdout.take().context("Xvfb has an output")?;
        let mut screen = Self {
            server,
            name: String::new(),
        };
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        let number: u32 = number
            .trim()
            .parse()
            .context("Xvfb does not say the number of its display; try it by hand")?;
        screen.name = format!(":{number}");
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It is gone already, or it goes now; either is fine.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Whether `WebKit` is here as the system's library: on every Unix but Apple's, which has Safari.
fn has_webkitgtk() -> bool {
    cfg!(unix) && !cfg!(target_vendor = "apple")
}
