//! The promises of ARCHITECTURE.md that can be checked.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::root;
use crate::site::dist;
use crate::tools::Tools;

/// Lines beyond which a file is named, and beyond which it is refused.
const LONG: usize = 400;
const TOO_LONG: usize = 500;

/// What a first visit may weigh, compressed. The goal is 300 KiB; until it is reached, this only ever goes down.
const FIRST_LOAD_BYTES: usize = 510 * 1024;

/// What the hosted page fetches before the network is shown.
const FIRST_LOAD: [&str; 6] = [
    "index.html",
    "page.css",
    "neuro-glass.js",
    "neuroglass-app.js",
    "neuroglass-app_bg.wasm",
    "icons/neuroglass.svg",
];

type Check = fn(&Tidy<'_>) -> Result<()>;

const CHECKS: [(&str, Check); 8] = [
    ("the core knows no browser", core_is_portable),
    (
        "the web crates do not panic on purpose",
        web_crates_do_not_unwrap,
    ),
    (
        "the wasm module is optimised as a whole",
        module_is_linked_as_a_whole,
    ),
    ("files are short", files_are_short),
    ("no left-overs and no traces of one machine", no_traces),
    ("messages are documented", messages_are_documented),
    ("what trains has SIMD", module_has_simd),
    ("the first load is light", first_load_is_light),
];

struct Tidy<'a> {
    tools: &'a Tools,
    root: PathBuf,
    /// Text files that belong to the project, below the root.
    files: Vec<(PathBuf, String)>,
}

/// Runs all checks, also after one has failed.
pub fn tidy() -> Result<()> {
    let tools = Tools::new()?;
    let root = root();
    let files = project_files(&tools, &root)?;
    let tidy = Tidy {
        tools: &tools,
        root,
        files,
    };
    let mut broken = 0;
    for (promise, check) in CHECKS {
        match check(&tidy) {
            Ok(()) => println!("kept: {promise}"),
            Err(error) => {
                println!("BROKEN: {promise}: {error:#}");
                broken += 1;
            }
        }
    }
    ensure!(broken == 0, "{broken} promises are broken");
    Ok(())
}

/// All text that git knows or would take in.
fn project_files(tools: &Tools, root: &Path) -> Result<Vec<(PathBuf, String)>> {
    let listed = tools
        .output(
            "git",
            &[
                "ls-files",
                "--cached",
                "--others",
                "--exclude-standard",
                "-z",
            ],
        )
        .context("git lists no files; is this a clone?")?;
    let read = |name: &str| {
        Some((
            PathBuf::from(name),
            fs::read_to_string(root.join(name)).ok()?,
        ))
    };
    Ok(listed
        .split('\0')
        .filter(|name| !name.is_empty())
        .filter_map(read)
        .collect())
}

fn core_is_portable(tidy: &Tidy<'_>) -> Result<()> {
    let arguments = [
        "tree",
        "--package",
        "neuroglass-core",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--target",
        "wasm32-unknown-unknown",
    ];
    let tree = tidy
        .tools
        .output("cargo", &arguments)
        .context("cargo tree failed")?;
    let browsers = ["js-sys", "web-sys", "wasm-bindgen", "getrandom"];
    let found: Vec<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| browsers.contains(name))
        .collect();
    ensure!(found.is_empty(), "it depends on {}", found.join(", "));
    Ok(())
}

/// Clippy does the looking; this only makes sure that it was told to.
fn web_crates_do_not_unwrap(tidy: &Tidy<'_>) -> Result<()> {
    for name in ["app", "worker"] {
        let manifest = fs::read_to_string(tidy.root.join("crates").join(name).join("Cargo.toml"))?;
        for lint in ["unwrap_used", "expect_used"] {
            ensure!(
                manifest.contains(&format!("{lint} = \"deny\"")),
                "crates/{name}/Cargo.toml does not deny clippy's {lint}"
            );
        }
    }
    Ok(())
}

/// Cargo silently drops link-time optimisation where a library is an `rlib` besides a `cdylib`.
fn module_is_linked_as_a_whole(tidy: &Tidy<'_>) -> Result<()> {
    let manifest = fs::read_to_string(tidy.root.join("crates/app/Cargo.toml"))?;
    ensure!(
        manifest.contains("crate-type = [\"cdylib\"]"),
        "crates/app/Cargo.toml needs crate-type = [\"cdylib\"] alone"
    );
    Ok(())
}

fn files_are_short(tidy: &Tidy<'_>) -> Result<()> {
    let mut too_long = Vec::new();
    for (path, text) in &tidy.files {
        let is_code = path.extension().is_some_and(|extension| {
            ["rs", "js", "css", "mjs", "py"]
                .iter()
                .any(|code| extension == *code)
        });
        let lines = text.lines().count();
        if is_code && lines > LONG {
            println!("long: {} has {lines} lines", path.display());
        }
        if is_code && lines > TOO_LONG {
            too_long.push(path.display().to_string());
        }
    }
    ensure!(
        too_long.is_empty(),
        "more than {TOO_LONG} lines in {}",
        too_long.join(", ")
    );
    Ok(())
}

fn no_traces(tidy: &Tidy<'_>) -> Result<()> {
    // Put together here, so that this file does not find itself.
    let traces = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/fa", "rm/"],
        ["/ho", "me/"],
        ["registry", ".npmjs"],
        ["index.crates", ".io/"],
        ["sparse", "+http"],
    ]
    .map(|halves| halves.concat());
    let mut found = Vec::new();
    for (path, text) in &tidy.files {
        for (number, line) in text.lines().enumerate() {
            if let Some(trace) = traces.iter().find(|trace| line.contains(*trace)) {
                found.push(format!("{}:{} has `{trace}`", path.display(), number + 1));
            }
        }
    }
    ensure!(found.is_empty(), "{}", found.join("; "));
    Ok(())
}

fn messages_are_documented(tidy: &Tidy<'_>) -> Result<()> {
    let document = fs::read_to_string(tidy.root.join("ARCHITECTURE.md"))
        .context("ARCHITECTURE.md cannot be read")?;
    for (file, name) in [("command.rs", "Command"), ("report.rs", "Report")] {
        let source = fs::read_to_string(tidy.root.join("crates/protocol/src").join(file))?;
        let variants = variants(&source, name)?;
        let silent: Vec<_> = variants
            .iter()
            .filter(|variant| !document.contains(&format!("`{variant}`")))
            .cloned()
            .collect();
        ensure!(
            silent.is_empty(),
            "ARCHITECTURE.md does not mention `{}` of {name}",
            silent.join("`, `")
        );
    }
    Ok(())
}

/// The names of an enum's variants: the words that begin a line at the depth of its body.
fn variants(source: &str, name: &str) -> Result<Vec<String>> {
    let start = format!("pub enum {name} {{");
    let (_, body) = source
        .split_once(&start)
        .with_context(|| format!("there is no enum {name}"))?;
    let (body, _) = body
        .split_once("\n}")
        .with_context(|| format!("enum {name} has no end"))?;
    Ok(body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .filter_map(|line| line.split(|c: char| !c.is_alphanumeric()).next())
        .map(str::to_owned)
        .collect())
}

/// The built module has a function body in which the SIMD prefix leads a vector operation often enough not to
/// be chance. Where there is no site yet there is nothing to ask.
fn module_has_simd(_: &Tidy<'_>) -> Result<()> {
    let path = dist().join("neuroglass-app_bg.wasm");
    let Ok(wasm) = fs::read(&path) else {
        println!("(no site in dist/ to look at)");
        return Ok(());
    };
    // f32x4.add and f32x4.mul: the prefix 0xfd, then 0xe4 or 0xe6 as LEB128.
    let count = wasm
        .windows(3)
        .filter(|bytes| matches!(bytes, [0xfd, 0xe4 | 0xe6, 0x01]))
        .count();
    ensure!(
        count >= 16,
        "{count} vector operations are in it; does a RUSTFLAGS variable replace the flags of .cargo/config.toml?"
    );
    println!("{count} vector additions and multiplications");
    Ok(())
}

fn first_load_is_light(_: &Tidy<'_>) -> Result<()> {
    if !dist().join("index.html").is_file() {
        println!("(no site in dist/ to weigh)");
        return Ok(());
    }
    let mut sum = 0;
    for name in FIRST_LOAD {
        let bytes = fs::read(dist().join(name)).with_context(|| format!("dist/{name}"))?;
        if let Some(trace) = machine_path(&bytes) {
            bail!("{name} holds a path of this machine: {trace}");
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(9));
        encoder.write_all(&bytes)?;
        let compressed = encoder.finish()?.len();
        println!("{compressed:>8} of {:>8} bytes  {name}", bytes.len());
        sum += compressed;
    }
    println!("{sum:>8} in all, compressed; at most {FIRST_LOAD_BYTES}");
    ensure!(
        sum <= FIRST_LOAD_BYTES,
        "{sum} bytes are more than {FIRST_LOAD_BYTES}"
    );
    Ok(())
}

/// A path below the home folder, as panic messages of dependencies carry them.
fn machine_path(bytes: &[u8]) -> Option<String> {
    let home = std::env::home_dir()?;
    let home = format!("{}/", home.to_str()?.trim_end_matches('/'));
    let at = bytes
        .windows(home.len())
        .position(|window| window == home.as_bytes())?;
    let end = bytes.len().min(at + 80);
    Some(String::from_utf8_lossy(&bytes[at..end]).into_owned())
}

#[cfg(test)]
mod tests {
    use super::variants;

    #[test]
    fn variants_are_found_with_and_without_fields() {
        let source = "/// A.\npub enum Command {\n    /// One.\n    Open {\n        /// Field.\n        Run: u8,\n    },\n    Play(Pace),\n    Pause,\n}\n";
        assert_eq!(
            variants(source, "Command").unwrap(),
            ["Open", "Play", "Pause"]
        );
    }
}
