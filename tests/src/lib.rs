//! What the journeys stand on: a web server, a browser, and a hand on the elements in a page.
//!
//! A journey is one `#[test]` that calls [`journey`] with what a person does. It gets a [`Page`] of its own,
//! with a browser of its own, and fails also when the browser's console has something to complain about.

mod browser;
mod glass;
mod page;
mod server;

use std::env;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};

pub use glass::{Glass, Score, Snapshot};
pub use page::{Page, Scheme};
pub use server::{Server, Site};

/// Longest wait for one thing to come true.
const PATIENCE: Duration = Duration::from_secs(40);
/// Time between two looks.
const LOOK: Duration = Duration::from_millis(40);

/// Walks a journey through the site in `NEUROGLASS_DIST`.
///
/// # Panics
///
/// When something on the way is not as it should be: the test's way to fail.
pub fn journey(steps: impl AsyncFnOnce(&Page) -> Result<()>) {
    walk(&Site::of(folder("NEUROGLASS_DIST", "dist")), steps);
}

/// Walks a journey through any other site.
///
/// # Panics
///
/// As [`journey`] does.
pub fn walk(site: &Site, steps: impl AsyncFnOnce(&Page) -> Result<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime for one journey");
    let walked = runtime.block_on(async {
        let page = Page::new(site).await?;
        let walked = match steps(&page).await {
            Ok(()) => page.check_console().await,
            Err(error) => Err(page.explain(error).await),
        };
        page.close().await?;
        walked
    });
    if let Err(error) = walked {
        let reasons: Vec<_> = error.chain().map(ToString::to_string).collect();
        panic!("{}", reasons.join("\n  because "));
    }
}

/// Looks again and again until `look` finds something, and gives that.
///
/// # Errors
///
/// When it never does, with `what` was waited for; or what `look` itself runs into.
pub async fn wait_for<T>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        let found = look()
            .await
            .with_context(|| format!("while waiting for {what}"))?;
        if let Some(found) = found {
            return Ok(found);
        }
        if start.elapsed() > PATIENCE {
            return Err(anyhow!(
                "waited {} s in vain for {what}",
                PATIENCE.as_secs()
            ));
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Looks again and again until `look` says that it is so.
///
/// # Errors
///
/// As [`wait_for`].
pub async fn wait_until(what: &str, mut look: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    wait_for(what, async || Ok(look().await?.then_some(()))).await
}

fn folder(variable: &str, usual: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = env::var_os(variable).map_or_else(|| root.join(usual), PathBuf::from);
    assert!(
        folder.join("index.html").is_file(),
        "there is no site in {}; `cargo xtask test --only journeys` builds what journeys need",
        folder.display()
    );
    folder
}
