//! The site: served while it is worked on, and built for publishing.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result};

use crate::root;
use crate::split;
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
    let mut trunk = tools.shipping_command("trunk", split::FLAGS);
    split::arrange(&tools, &mut trunk)?;
    run(trunk.args(["build", "--release"]))?;
    split::finish(&tools, &dist(), &wasm_opt_arguments()?)?;
    let scripts = ["neuro-glass.js", "neuroglass-app.js"].map(|name| dist().join(name));
    let mut esbuild = tools.command("esbuild");
    esbuild
        .args(&scripts)
        .args(["--minify", "--format=esm", "--log-level=warning"])
        .args(["--outdir=dist", "--allow-overwrite"]);
    run(&mut esbuild)?;
    println!("The site is in dist/; any web server can serve it, under any path.");
    Ok(())
}

/// Where [`build`] puts the site.
pub fn dist() -> PathBuf {
    root().join("dist")
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

/// What `index.html` has Trunk tell wasm-opt for the site.
pub fn wasm_opt_arguments() -> Result<Vec<String>> {
    let page = fs::read_to_string(root().join("index.html"))?;
    let value = |name: &str| {
        let (_, rest) = page
            .split_once(&format!("{name}=\""))
            .with_context(|| format!("index.html has no {name}"))?;
        Ok::<_, anyhow::Error>(rest.split('"').next().unwrap_or_default())
    };
    let level = format!("-O{}", value("data-wasm-opt")?);
    let others = value("data-wasm-opt-params")?
        .split_whitespace()
        .map(str::to_owned);
    Ok([level].into_iter().chain(others).collect())
}
