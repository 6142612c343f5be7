//! When something breaks.

use anyhow::{Result, ensure};
use journeys::{Glass, Page, journey, wait_until};

/// Trains at a rate far too high until numbers have ceased to be finite; the last good step.
async fn diverge(page: &Page) -> Result<(Glass<'_>, u64)> {
    let glass = page.open("").await?;
    let body = "
        element.experiment = {
            hidden: [{ dense: { units: 6, activation: 'relu' } }, { dense: { units: 4, activation: 'relu' } }],
            output: { activation: 'linear' },
            optimizer: { sgd: { rate: 100 } },
        };";
    glass.script::<()>(body, &[]).await?;
    // It is over before a button could be seen to change.
    glass.script::<()>("element.play();", &[]).await?;
    wait_until("a word on what overflowed", async || {
        glass.has("[data-action=good-step]").await
    })
    .await?;
    let words = glass.text("[data-notice]").await?;
    let named = words
        .strip_prefix("Step ")
        .and_then(|rest| rest.split_once(": "));
    let (step, rest) = named.ok_or_else(|| anyhow::anyhow!("it says `{words}`"))?;
    ensure!(
        rest.contains("overflowed first")
            && ["hidden", "output", "loss"]
                .iter()
                .any(|place| rest.contains(place)),
        "it says `{words}`"
    );
    page.shoot("overflow").await?;
    Ok((glass, step.replace(',', "").parse::<u64>()? - 1))
}

#[test]
fn a_rate_far_too_high_is_told_and_undone() {
    journey(async |page| {
        let (glass, good) = diverge(page).await?;
        glass.click("[data-action=good-step]").await?;
        let state = glass
            .wait_state("the last good step", |state| state.step == good)
            .await?;
        ensure!(state.train.loss.is_finite(), "{state:?}");
        wait_until("the notice to go", async || {
            Ok(!glass.has("[data-action=good-step]").await?)
        })
        .await
    });
}

#[test]
fn a_rate_far_too_high_is_halved() {
    journey(async |page| {
        let (glass, good) = diverge(page).await?;
        glass.click("[data-action=halve-rate]").await?;
        wait_until("half the rate", async || {
            let body = "return element.experiment.optimizer.sgd.rate === 50;";
            glass.script(body, &[]).await
        })
        .await?;
        let edit: u64 = glass
            .script("return element.run.timeline.at(-1)?.step ?? 0;", &[])
            .await?;
        ensure!(edit == good, "it was halved at step {edit}, not {good}");
        // Half of far too much may still be too much: what counts is that it goes on.
        wait_until("training to go on", async || {
            Ok(glass.readout("step").await? > good as f64)
        })
        .await
    });
}

#[test]
fn the_worker_dies_and_another_goes_on() {
    journey(async |page| {
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
