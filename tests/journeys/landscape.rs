//! Looking over the loss around the network, and going there.

use anyhow::{Context as _, Result, ensure};
use journeys::{Glass, journey, wait_for, wait_until};
use serde_json::json;
use thirtyfour::Key;

/// The words of the panel, once they tell of this step.
async fn words_at(glass: &Glass<'_>, step: &str) -> Result<String> {
    wait_until("the losses to be computed", async || {
        let source = "[data-landscape-source]";
        Ok(glass.has(source).await?
            && (glass.text(source).await?).contains(&format!("step {step},"))
            && !glass.has("[data-action=landscape-cancel]").await?)
    })
    .await?;
    glass.text("[data-landscape-words]").await
}

/// The loss that stands after a word.
fn loss_after(text: &str, word: &str) -> Result<f64> {
    let (_, rest) = text
        .split_once(word)
        .with_context(|| format!("no `{word}` in `{text}`"))?;
    let end = |c: char| !c.is_ascii_digit() && c != '.';
    let digits = rest.trim_start().split(end).next().unwrap_or_default();
    Ok(digits.trim_end_matches('.').parse()?)
}

/// How many edits the timeline has.
async fn edits(glass: &Glass<'_>) -> Result<usize> {
    let body = "return element.run.timeline.length;";
    glass.script(body, &[]).await
}

#[test]
fn goes_to_a_point_of_the_plane() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass
            .script::<()>("await element.advance(100);", &[])
            .await?;
        glass.click("[data-tab=Landscape]").await?;
        let words = words_at(&glass, "100").await?;
        let told = loss_after(&words, "loss here is")?;
        let before = glass.snapshot().await?;
        ensure!((before.train.loss - told).abs() < 0.0011, "{words}");
        ensure!(loss_after(&words, "plane is")? <= told, "{words}");

        // By keyboard, with the loss spoken on the way.
        let map = glass.pixels("landscape").await?;
        let count = edits(&glass).await?;
        glass
            .press("[data-landscape]", [const { Key::Right }; 6])
            .await?;
        let map = glass.wait_repaint("landscape", map).await?;
        let spoken = glass.text("[data-landscape-pointed]").await?;
        let promised = loss_after(&spoken, "loss")?;
        glass.press("[data-landscape]", [Key::Enter]).await?;
        let after = glass
            .wait_state("another network", |state| state.hash != before.hash)
            .await?;
        ensure!(
            (after.train.loss - promised).abs() < 0.0011,
            "{} after “{spoken}”",
            after.train.loss
        );
        // The page hears of the edit with the next frame.
        wait_until("the edit", async || Ok(edits(&glass).await? > count)).await?;
        ensure!(
            edits(&glass).await? == count + 1,
            "one weight was to be set"
        );
        // The landscape is of where the network is now.
        wait_until("the landscape to follow", async || {
            let words = glass.text("[data-landscape-words]").await?;
            Ok((loss_after(&words, "loss here is")? - promised).abs() < 0.0011)
        })
        .await?;
        glass.wait_repaint("landscape", map).await?;

        // On the plane of the path, which has been somewhere.
        glass
            .press("[data-control=landscape-plane]", [const { Key::Down }; 2])
            .await?;
        let path = wait_for("the path's own plane", async || {
            let words = glass.text("[data-landscape-words]").await?;
            let is_there = words.contains("α =") && !glass.has(".landscape .stale").await?;
            Ok(is_there.then_some(words))
        })
        .await?;
        ensure!((loss_after(&path, "loss here is")? - promised).abs() < 0.0011);
        let count = edits(&glass).await?;
        glass
            .press("[data-landscape]", [const { Key::Right }; 6])
            .await?;
        let spoken = glass.text("[data-landscape-pointed]").await?;
        let promised = loss_after(&spoken, "loss")?;
        let last = glass.snapshot().await?;
        glass.press("[data-landscape]", [Key::Enter]).await?;
        let after = glass
            .wait_state("another network", |state| state.hash != last.hash)
            .await?;
        ensure!(
            (after.train.loss - promised).abs() < 0.0011,
            "{} after “{spoken}”",
            after.train.loss
        );
        wait_until("the edit", async || Ok(edits(&glass).await? > count)).await?;
        ensure!(
            edits(&glass).await? == count + 1,
            "all weights were to go at once"
        );
        page.shoot("landscape").await?;
        let barriers = page.barriers().await?;
        ensure!(barriers.is_empty(), "{barriers:?}");
        Ok(())
    });
}

#[test]
fn stops_computing_a_landscape() {
    journey(async |page| {
        let glass = page.open("").await?;
        // A network so large that it takes a while, and a hand that is quicker than that.
        let body = "
            const { experiment } = element;
            const layer = { dense: { units: 64, activation: 'tanh' } };
            element.experiment = { ...experiment, hidden: Array(8).fill(layer) };
            await element.advance(3);
            $('[data-tab=Landscape]').click();
            const state = () => root.querySelector('[data-landscape-state]')?.textContent ?? '';
            while (!/computing \\d+ %/.test(state())) await new Promise(requestAnimationFrame);
            $('[data-action=landscape-cancel]').click();";
        glass.script::<()>(body, &[]).await?;
        wait_until("it to stop", async || {
            Ok(glass.text("[data-landscape-state]").await? == "stopped")
        })
        .await?;
        ensure!(glass.text("[data-landscape-words]").await? == "Not computed.");

        // It starts again when something is changed, and by its button.
        glass
            .press("[data-control=landscape-side]", [Key::Up])
            .await?;
        words_at(&glass, "3").await?;
        glass.play().await?;
        glass.click("[data-action=landscape-cancel]").await?;
        wait_until("training to go on", async || {
            Ok(glass.snapshot().await?.step > 20)
        })
        .await?;
        glass.pause().await?;
        let source = glass.text("[data-landscape-source]").await?;
        glass.click("[data-action=landscape-compute]").await?;
        let step = glass.snapshot().await?.step;
        let now: String = glass
            .script("return given[1].toLocaleString('en');", &[json!(step)])
            .await?;
        words_at(&glass, &now).await?;
        ensure!(glass.text("[data-landscape-source]").await? != source);
        Ok(())
    });
}
