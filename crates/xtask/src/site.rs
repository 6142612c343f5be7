//! The site: served while it is worked on, and built for publishing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result};

use crate::root;
use crate::tools::{Tools, run};

/// Serves the page and builds it anew at each change.
pub fn serve(arguments: &[String]) -> Result<()> {
    let tools = Tools::new()?;
    tools.for_site()?;
    run(tools.command("trunk").arg("serve").args(arguments))
}

/// Writes the site to `dist/`.
pub fn build() -> Result<()> {
    let tools = Tools::new()?;
    tools.for_site()?;
    run(tools.shipping_command("trunk").args(["build", "--release"]))?;
    println!("The site is in dist/; any web server can serve it, under any path.");
    Ok(())
}

/// Where [`build`] puts the site.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Copies the site and puts in a worker that panics when told to, for the journey that needs one.
pub fn build_with_fault(tools: &Tools) -> Result<PathBuf> {
    let target = cargo_target(tools)?;
    let site = target.join("fault/dist");
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    copy_folder(&dist(), &site)?;
    // A profile of its own, so that the shipped worker is not built anew each time. It must come from
    // `release`: page and worker compare what they were built from, and the profile is part of that.
    let profile = [
        "profile.fault.inherits='release'",
        "profile.fault.lto='off'",
        "profile.fault.codegen-units=16",
    ];
    let mut cargo = tools.shipping_command("cargo");
    cargo
        .args(["build", "--package", "neuroglass-worker", "--lib"])
        .args(["--target", "wasm32-unknown-unknown", "--profile", "fault"])
        .args(profile.iter().flat_map(|setting| ["--config", setting]))
        .env("NEUROGLASS_FAULT", "1");
    run(&mut cargo)?;
    let wasm = target.join("wasm32-unknown-unknown/fault/neuroglass_worker.wasm");
    let mut bindgen = tools.command("wasm-bindgen");
    bindgen
        .args(["--target", "web", "--no-typescript"])
        .args(["--out-name", "neuroglass-worker"])
        .arg("--out-dir")
        .args([&site, &wasm]);
    run(&mut bindgen)?;
    Ok(site)
}

/// Cargo's target folder, wherever it was told to put it.
pub fn cargo_target(tools: &Tools) -> Result<PathBuf> {
    let output = tools
        .command("cargo")
        .args(["metadata", "--format-version=1", "--no-deps"])
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let (_, rest) = text
        .split_once("\"target_directory\":\"")
        .context("cargo metadata names no target folder")?;
    let path = rest.split('"').next().unwrap_or_default();
    Ok(PathBuf::from(path.replace("\\\\", "\\")))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("{} is not there", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
