//! The wasm modules that are measured.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::root;
use crate::site::{cargo_target, wasm_opt_arguments};
use crate::tools::{Tools, run};

/// The crate with the modules' other half.
pub fn folder() -> PathBuf {
    root().join("crates/bench")
}

/// Builds every module that the list of contenders names, as the site is built, and says its size.
pub fn build(tools: &Tools) -> Result<()> {
    tools.for_modules()?;
    let list = fs::read_to_string(folder().join("peers.mjs"))?;
    let names = named(&list);
    ensure!(
        !names.is_empty(),
        "crates/bench/peers.mjs names no wasm module"
    );
    fs::create_dir_all(folder().join("pkg"))?;
    for name in names {
        let mut cargo = tools.shipping_command("cargo", "");
        cargo
            .args(["build", "--profile", "site"])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--package", &name.replace('_', "-")]);
        run(&mut cargo)?;
        let file = format!("{name}.wasm");
        let built = cargo_target(tools)?
            .join("wasm32-unknown-unknown/site")
            .join(&file);
        let module = folder().join("pkg").join(&file);
        let mut optimiser = tools.command("wasm-opt");
        optimiser
            .args(wasm_opt_arguments()?)
            .arg(&built)
            .arg("-o")
            .arg(&module);
        run(&mut optimiser)?;
        println!(
            "{file}: {} bytes, {} before wasm-opt",
            size(&module)?,
            size(&built)?
        );
    }
    Ok(())
}

/// The modules that a list of contenders names as `@/pkg/NAME.wasm`, each once.
fn named(list: &str) -> Vec<&str> {
    let after = list.split("@/pkg/").skip(1);
    let mut names: Vec<_> = after
        .filter_map(|rest| Some(rest.split_once(".wasm")?.0))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn size(path: &Path) -> Result<u64> {
    let metadata =
        fs::metadata(path).with_context(|| format!("{} is not there", path.display()))?;
    Ok(metadata.len())
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn modules_are_found_in_a_list_of_contenders() {
        let list = "{ url: '@/pkg/one_two.wasm' }, { url: \"@/pkg/b.wasm\" }, '@/pkg/b.wasm', '@/other.wasm'";
        assert_eq!(named(list), ["b", "one_two"]);
    }
}
