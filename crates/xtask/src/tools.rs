//! What a machine needs, and how it gets there.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context as _, Result, bail, ensure};

use crate::root;

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132.0.0";
const AXE: &str = "4.14.1";
const ESBUILD: &str = "0.28.2";
const WASM: &str = "wasm32-unknown-unknown";

/// The tools of this workspace and the environment that its commands run in.
pub struct Tools {
    root: PathBuf,
    path: OsString,
}

impl Tools {
    /// Looks at the machine, installs nothing yet.
    pub fn new() -> Result<Self> {
        let root = root();
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            if env::var_os(name).is_some() {
                eprintln!(
                    "xtask: {name} is set aside; it would replace the SIMD flags of .cargo/config.toml"
                );
            }
        }
        let own = own_folder(&root);
        let mut folders = vec![own.join("bin"), own.join("node_modules/.bin")];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        folders.extend(env::home_dir().map(|home| home.join(".cargo/bin")));
        let path =
            env::join_paths(folders).context("the PATH has a folder that cannot be in one")?;
        Ok(Self { root, path })
    }

    /// A command that runs in the root folder and finds the tools.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(self.find(program.as_ref()));
        command
            .current_dir(&self.root)
            .env("PATH", &self.path)
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        if env::var_os("NO_COLOR").is_some() {
            // Trunk takes nothing but true or false, where everyone else takes anything.
            command.env("NO_COLOR", "true");
        }
        command
    }

    /// Where programs are looked for.
    pub fn path(&self) -> &OsString {
        &self.path
    }

    /// A command whose wasm is compiled with these flags too, and carries no paths of this machine: panics of
    /// dependencies name their sources.
    pub fn shipping_command(&self, program: &str, flags: &str) -> Command {
        let mut command = self.command(program);
        let sources = env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
            .and_then(|cargo| fs::read_dir(cargo.join("registry/src")).ok());
        let flags: Vec<_> = sources
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| format!("--remap-path-prefix={}=crates", entry.path().display()))
            .chain([flags.to_owned()])
            .collect();
        // Unlike RUSTFLAGS, this one is added to the flags of .cargo/config.toml.
        command.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            flags.join(" "),
        );
        command
    }

    /// Runs a command, its words separated by single spaces, and shows it and what it says.
    pub fn run(&self, words: &str) -> Result<()> {
        let mut words = words.split(' ');
        let mut command = self.command(words.next().unwrap_or_default());
        command.args(words);
        run(&mut command)
    }

    /// What building the site needs.
    pub fn for_site(&self) -> Result<()> {
        self.wasm_target()?;
        self.wasm_bindgen()?;
        let why = "builds the site; compiling it takes several minutes, once";
        self.cargo_tool("trunk", "trunk", TRUNK, why)?;
        self.wasm_opt()?;
        self.npm_package(
            "esbuild",
            ESBUILD,
            "takes comments and long names out of the scripts",
        )
    }

    /// What building plain wasm modules needs.
    pub fn for_modules(&self) -> Result<()> {
        self.wasm_target()?;
        self.wasm_opt()
    }

    /// What formatting and clippy need.
    pub fn for_lints(&self) -> Result<()> {
        self.wasm_target()?;
        for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
            if self.output("cargo", &[subcommand, "--version"]).is_none() {
                say(component, "the lints");
                self.rustup(&["component", "add", component])?;
            }
        }
        Ok(())
    }

    /// What running tests compiled to wasm needs, besides a browser.
    pub fn for_web_tests(&self) -> Result<()> {
        self.wasm_target()?;
        self.wasm_bindgen()
    }

    fn wasm_target(&self) -> Result<()> {
        let asked = ["--print", "target-libdir", "--target", WASM];
        let there = self.output("rustc", &asked);
        if there.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
            return Ok(());
        }
        // rustup can install what rust-toolchain.toml names by itself, but that is often switched off.
        say(WASM, "the browser's side of Rust");
        self.rustup(&["target", "add", WASM])
    }

    fn wasm_bindgen(&self) -> Result<()> {
        let version = wasm_bindgen_version(&self.root)?;
        let why = "joins the wasm files to JavaScript; its version must be the crate's";
        self.cargo_tool("wasm-bindgen", "wasm-bindgen-cli", &version, why)
    }

    fn wasm_opt(&self) -> Result<()> {
        let why = "its wasm-opt makes the wasm files smaller";
        self.npm_package("binaryen", BINARYEN, why)
    }

    /// `axe.min.js`, which looks for barriers to people.
    pub fn axe(&self) -> Result<PathBuf> {
        self.npm_package("axe-core", AXE, "looks for barriers to people in the page")?;
        Ok(own_folder(&self.root).join("node_modules/axe-core/axe.min.js"))
    }

    /// Installs a program from crates.io: where everyone looks for it, or, when another version already
    /// lies there, into `target/tools`, so as not to take it from another project.
    pub fn cargo_tool(&self, program: &str, package: &str, version: &str, why: &str) -> Result<()> {
        let found = self.output(program, &["--version"]);
        let is_wanted = |text: &String| text.split_whitespace().nth(1) == Some(version);
        if found.as_ref().is_some_and(is_wanted) {
            return Ok(());
        }
        say(&format!("{package} {version}"), why);
        let spec = format!("{package}@{version}");
        let by_binary = self.output("cargo", &["binstall", "-V"]).is_some();
        let mut install = self.command("cargo");
        if by_binary {
            install.args(["binstall", "--no-confirm", "--locked"]);
        } else {
            install.args(["install", "--locked"]);
        }
        if found.is_some() {
            install.arg("--root").arg(own_folder(&self.root));
        }
        let brings = format!("cargo install --locked {spec}");
        run(install.arg(&spec))
            .with_context(|| format!("{package} is missing; `{brings}` brings it"))?;
        let now = self.output(program, &["--version"]);
        ensure!(
            now.as_ref().is_some_and(is_wanted),
            "{package} {version} was installed, but another `{program}` comes first on the PATH"
        );
        Ok(())
    }

    /// Installs a package of the npm registry into `target/tools`.
    fn npm_package(&self, package: &str, version: &str, why: &str) -> Result<()> {
        let own = own_folder(&self.root);
        let manifest = own.join("node_modules").join(package).join("package.json");
        let is_there = || {
            let wanted = format!("\"version\": \"{version}\"");
            fs::read_to_string(&manifest).is_ok_and(|text| text.contains(&wanted))
        };
        if is_there() {
            return Ok(());
        }
        say(&format!("{package} {version}"), why);
        fs::create_dir_all(&own)?;
        // A manifest of its own keeps npm from looking for one further up, and from pruning.
        let list = format!(
            "{{\"private\": true, \"dependencies\": {{\"axe-core\": \"{AXE}\", \"binaryen\": \"{BINARYEN}\", \"esbuild\": \"{ESBUILD}\"}}}}\n"
        );
        fs::write(own.join("package.json"), list)?;
        let mut npm = self.command("npm");
        npm.current_dir(&own).args([
            "install",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]);
        run(&mut npm).with_context(|| {
            format!("{package} is missing; Node.js with npm brings it, from nodejs.org or your system's packages")
        })?;
        ensure!(is_there(), "npm did not bring {package} {version}");
        Ok(())
    }

    /// Installs packages of the system, where that is one with apt and may be done without asking.
    pub fn apt(&self, packages: &[&str], why: &str) -> Result<()> {
        let names = packages.join(" ");
        let brings = format!("apt-get install {names}");
        let is_root = self
            .output("id", &["-u"])
            .is_some_and(|id| id.trim() == "0");
        let may_sudo = || self.output("sudo", &["-n", "true"]).is_some();
        let has_apt = self.output("apt-get", &["--version"]).is_some();
        if !has_apt || !(is_root || may_sudo()) {
            bail!(
                "missing here: {names}; on Debian `{brings}` as root brings that, elsewhere packages of your \
                 system with similar names"
            );
        }
        say(&names, why);
        for arguments in [
            vec!["update", "-q"],
            [
                vec!["install", "-qq", "-y", "--no-install-recommends"],
                packages.to_vec(),
            ]
            .concat(),
        ] {
            let mut apt = self.command(if is_root { "apt-get" } else { "sudo" });
            if !is_root {
                apt.args(["-n", "apt-get"]);
            }
            apt.args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .stdin(Stdio::null());
            run(&mut apt)
                .with_context(|| format!("missing here: {names}; `{brings}` brings that"))?;
        }
        Ok(())
    }

    fn rustup(&self, arguments: &[&str]) -> Result<()> {
        let brings = format!("rustup {}", arguments.join(" "));
        run(self.command("rustup").args(arguments))
            .with_context(|| format!("`{brings}` brings it, on a Rust that rustup installed"))
    }

    /// What a command prints, when it is there and succeeds.
    pub fn output(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = self
            .command(program)
            .args(arguments)
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        output.status.success().then_some(text)
    }

    /// The program that a variable of the environment names, or else the first of these names on the PATH.
    pub fn program(&self, variable: &str, names: &[&str]) -> Option<PathBuf> {
        let named = env::var_os(variable).filter(|value| !value.is_empty());
        match named {
            Some(path) => Some(PathBuf::from(path)),
            None => names.iter().find_map(|name| self.on_path(Path::new(name))),
        }
    }

    /// Where a program is.
    pub fn find(&self, program: &Path) -> PathBuf {
        self.on_path(program).unwrap_or_else(|| program.to_owned())
    }

    fn on_path(&self, program: &Path) -> Option<PathBuf> {
        env::split_paths(&self.path)
            .flat_map(|folder| {
                let plain = folder.join(program);
                let windows = ["exe", "cmd"].map(|extension| plain.with_extension(extension));
                [plain]
                    .into_iter()
                    .chain(windows.into_iter().filter(|_| cfg!(windows)))
            })
            .find(|path| path.is_file())
    }
}

/// Runs a command and shows it and what it says.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command
        .status()
        .with_context(|| format!("`{shown}` could not be started"))?;
    ensure!(status.success(), "`{shown}` failed ({status})");
    Ok(())
}

/// Runs a command, shows what it says as soon as it says it, and gives the lines.
pub fn lines(command: &mut Command) -> Result<Vec<String>> {
    let shown = shown(command);
    println!("$ {shown}");
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{shown}` could not be started"))?;
    let output = child.stdout.take().context("it has an output")?;
    let mut lines = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        lines.push(line);
    }
    let status = child.wait()?;
    ensure!(status.success(), "`{shown}` failed ({status})");
    Ok(lines)
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    [name]
        .into_iter()
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Where this workspace keeps tools of its own.
fn own_folder(root: &Path) -> PathBuf {
    root.join("target/tools")
}

fn say(what: &str, why: &str) {
    println!("xtask: installing {what} ({why})");
}

/// The version of the wasm-bindgen crate, as the workspace's manifest pins it.
fn wasm_bindgen_version(root: &Path) -> Result<String> {
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    manifest
        .lines()
        .find_map(|line| line.strip_prefix("wasm-bindgen = \"=")?.strip_suffix('"'))
        .map(str::to_owned)
        .context("Cargo.toml does not pin wasm-bindgen with `=`")
}
