//! Cuts the page's wasm module where `later!` says, so that a panel's code is fetched when it is first opened.
//!
//! It has to happen between the linker, whose relocations say what belongs to what, and wasm-bindgen, which drops
//! them; and Trunk runs both. So Trunk is given a `wasm-bindgen` that is this program under another name: it cuts
//! what it is given and hands the main piece on to the real one.

use std::env::{self, consts::EXE_SUFFIX};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, iter};

use anyhow::{Context as _, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::root;
use crate::tools::{Tools, run};

/// The program that Trunk is given another one for.
const BINDGEN: &str = "wasm-bindgen";
/// Names the real one to the other.
const REAL: &str = "NEUROGLASS_WASM_BINDGEN";
/// The script that fetches the pieces.
const SCRIPT: &str = "neuroglass-parts.js";

/// Makes a Trunk command cut what it builds.
pub fn arrange(tools: &Tools, trunk: &mut Command) -> Result<()> {
    let folder = folder().join("bin");
    fs::create_dir_all(&folder)?;
    let other = folder.join(format!("{BINDGEN}{EXE_SUFFIX}"));
    fs::copy(env::current_exe()?, &other)?;
    let path = iter::once(folder).chain(env::split_paths(tools.path()));
    trunk.env("PATH", env::join_paths(path)?);
    trunk.env(REAL, tools.find(Path::new(BINDGEN)));
    Ok(())
}

/// What the compiler has to be told for it.
pub const FLAGS: &str = "--cfg=split -Clink-args=--emit-relocs";

/// Whether this process is the other `wasm-bindgen`.
pub fn is_meant() -> bool {
    let name = env::args_os().next();
    let called = name.as_deref().map(Path::new).and_then(Path::file_stem);
    called.is_some_and(|called| called == BINDGEN) && env::var_os(REAL).is_some()
}

/// Does what `wasm-bindgen` does, to the main piece of a module.
pub fn bindgen() -> Result<()> {
    let real = env::var_os(REAL).context("the real wasm-bindgen has no name")?;
    let mut arguments = Vec::new();
    for argument in env::args_os().skip(1) {
        if Path::new(&argument)
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            arguments.push(cut(Path::new(&argument))?.into_os_string());
            // The table of functions, which the pieces share.
            arguments.push("--keep-lld-exports".into());
        } else {
            arguments.push(argument);
        }
    }
    let status = Command::new(&real).args(arguments).status()?;
    ensure!(status.success(), "{} failed", real.display());
    Ok(())
}

/// Puts what was cut off, and the script that fetches it, into the site.
pub fn finish(tools: &Tools, dist: &Path, optimise: &[String]) -> Result<()> {
    for piece in pieces()? {
        let name = piece.file_name().context("a piece has no name")?;
        let mut optimiser = tools.command("wasm-opt");
        optimiser
            .args(optimise)
            .arg(&piece)
            .arg("-o")
            .arg(dist.join(name));
        run(&mut optimiser)?;
    }
    fs::copy(folder().join(SCRIPT), dist.join(SCRIPT))?;
    // The script and wasm-bindgen's import each other: one file is fetched sooner than two.
    let app = dist.join("neuroglass-app.js");
    let mut bundler = tools.command("esbuild");
    bundler
        .arg(&app)
        .args(["--bundle", "--format=esm", "--log-level=warning"])
        .arg(format!("--outfile={}", app.display()))
        .arg("--allow-overwrite");
    run(&mut bundler)?;
    fs::remove_file(dist.join(SCRIPT))?;
    Ok(())
}

/// Cuts a module; the path of its main piece.
fn cut(module: &Path) -> Result<PathBuf> {
    for old in pieces()? {
        fs::remove_file(old)?;
    }
    let bytes = fs::read(module).with_context(|| module.display().to_string())?;
    let (folder, main) = (folder(), folder().join("main.wasm"));
    let link_name = format!("./{SCRIPT}");
    let mut options = Options::new(&bytes);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = &link_name;
    options.main_module = "./neuroglass-app.js";
    transform(options).map_err(|error| anyhow!("the module cannot be cut: {error}"))?;
    Ok(main)
}

/// What was cut off.
fn pieces() -> Result<Vec<PathBuf>> {
    let mut pieces = Vec::new();
    for entry in fs::read_dir(folder())? {
        let path = entry?.path();
        let is_module = path
            .extension()
            .is_some_and(|extension| extension == "wasm");
        if is_module && path.file_name().is_some_and(|name| name != "main.wasm") {
            pieces.push(path);
        }
    }
    pieces.sort();
    Ok(pieces)
}

fn folder() -> PathBuf {
    root().join("target/split")
}
