//! Going back, coming back, and links.

use anyhow::{Result, ensure};
use journeys::{Page, journey, wait_until};
use serde_json::Value;
use thirtyfour::Key;

#[test]
fn rewinds_and_replays_to_the_same_bits() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.play().await?;
        glass.wait_step(300).await?;
        // What was done on the way is done again on the way back.
        let edit = "await element.edit({ weight: { layer: 0, unit: 0, input: 0, value: 0.75 } });";
        glass.script::<()>(edit, &[]).await?;
        let step = glass.snapshot().await?.step;
        glass.wait_step(step + 300).await?;
        glass.pause().await?;
        let end = glass.snapshot().await?;

        glass.press("[data-timeline]", [Key::Home]).await?;
        glass
            .wait_state("the first step", |state| state.step == 0)
            .await?;
        glass
            .script::<()>("await element.seek(given[1]);", &[(end.step / 2).into()])
            .await?;
        let middle = glass.snapshot().await?;
        ensure!(
            middle.step == end.step / 2 && middle.hash != end.hash,
            "{middle:?}"
        );

        glass
            .script::<()>("await element.seek(given[1]);", &[end.step.into()])
            .await?;
        let again = glass.snapshot().await?;
        ensure!(again == end, "replayed to {again:?}, not to {end:?}");
        Ok(())
    });
}

#[test]
fn steps_back_and_forward_by_one() {
    journey(async |page| {
        let glass = page.open("").await?;
        for _ in 0..2 {
            glass.click("[data-action=forward]").await?;
        }
        let second = glass.wait_state("step 2", |state| state.step == 2).await?;
        glass.click("[data-action=back]").await?;
        glass.wait_state("step 1", |state| state.step == 1).await?;
        glass.click("[data-action=forward]").await?;
        let again = glass
            .wait_state("step 2 again", |state| state.step == 2)
            .await?;
        ensure!(again.hash == second.hash);
        glass.click("[data-action=reset]").await?;
        glass.wait_state("step 0", |state| state.step == 0).await?;
        Ok(())
    });
}

#[test]
fn reloads_and_finds_the_same_experiment() {
    journey(async |page| {
        let glass = page.open("").await?;
        let address = page.address().await?;
        glass.click("[data-shape=xor]").await?;
        glass
            .click("[data-action=add-unit][data-layer='0']")
            .await?;
        wait_until("another address", async || {
            Ok(page.address().await? != address)
        })
        .await?;
        let before = settled(page).await?;

        let glass = page.reload().await?;
        ensure!(glass.snapshot().await?.hash == before.1, "other parameters");
        ensure!(settled(page).await? == before, "another run");
        Ok(())
    });
}

/// The run and the hash, once the address has come to rest.
async fn settled(page: &Page) -> Result<(Value, String)> {
    let mut address = page.address().await?;
    wait_until("an address at rest", async || {
        // It waits for the hand to rest a quarter of a second; so do we, and a bit.
        page.frames(30).await?;
        let now = page.address().await?;
        let rests = now == address;
        address = now;
        Ok(rests)
    })
    .await?;
    let glass = page.glass("neuro-glass");
    Ok((
        glass.script("return element.run;", &[]).await?,
        glass.snapshot().await?.hash,
    ))
}

#[test]
fn follows_a_broken_link_and_is_told_what_is_wrong() {
    journey(async |page| {
        let default = page
            .open("")
            .await?
            .script::<Value>("return element.experiment;", &[])
            .await?;
        let glass = page.open("#1.this-is-no-run").await?;
        wait_until("a word about it", async || {
            Ok(glass.has("[data-notice]").await?
                && glass.text("[data-notice]").await?.contains("link"))
        })
        .await?;
        let opened = glass
            .script::<Value>("return element.experiment;", &[])
            .await?;
        ensure!(opened == default, "not the default experiment: {opened}");
        glass.play().await?;
        glass.wait_step(10).await?;
        glass.pause().await?;
        page.shoot("broken").await
    });
}
