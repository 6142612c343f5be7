//! When something breaks.

use anyhow::ensure;
use journeys::{journey_with_fault, wait_until};

#[test]
fn the_worker_dies_and_another_goes_on() {
    journey_with_fault(async |page| {
        let glass = page.open("").await?;
        glass.play().await?;
        let before = glass.wait_step(2000).await?;
        page.script::<()>(
            "workers.at(-1).postMessage({ id: null, command: 'panic' });",
            vec![],
        )
        .await?;
        wait_until("another worker", async || Ok(page.workers().await?.0 == 2)).await?;
        wait_until("a word about it", async || {
            Ok(glass.has("[data-notice]").await? && !glass.text("[data-notice]").await?.is_empty())
        })
        .await?;
        page.shoot("revived").await?;
        let after = glass.wait_step(before.step).await?;
        ensure!(after.train.loss.is_finite());
        page.wait_workers(1).await?;
        glass.pause().await?;
        // The worker's last words belong in the console; they are what this journey asked for.
        let last_words = page.complaints().await?;
        ensure!(
            last_words
                .iter()
                .all(|line| line.contains("panic") || line.contains("unreachable")),
            "{last_words:?}"
        );
        Ok(())
    });
}
