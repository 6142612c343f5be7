//! Fingerprints the sources of everything that speaks this protocol, so that a page never talks to a
//! worker of another build that a cache had kept.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for name in ["core", "protocol", "worker", "app"] {
        let folder = Path::new("..").join(name).join("src");
        println!("cargo:rerun-if-changed={}", folder.display());
        hash_folder(&folder, &mut hasher)?;
    }
    env::var("PROFILE").unwrap_or_default().hash(&mut hasher);
    println!("cargo:rustc-env=NEUROGLASS_BUILD={:016x}", hasher.finish());
    Ok(())
}

/// Hashes the names and contents of all files below `folder`, in the order of their names.
fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            hash_folder(&path, hasher)?;
        } else {
            path.file_name().hash(hasher);
            fs::read(&path)?.hash(hasher);
        }
    }
    Ok(())
}
