//! Looking into the network from the workbench.

use anyhow::{Context as _, Result, ensure};
use journeys::{Glass, journey, wait_for, wait_until};
use serde_json::json;
use thirtyfour::Key;

/// A slider of the unit that is selected at first.
const SLIDER: &str = "input[type=range][data-parameter='1-1-0']";

/// What a slider says of itself.
async fn spoken(glass: &Glass<'_>, slider: &str) -> Result<String> {
    let body = "return $(given[1])?.getAttribute('aria-valuetext') ?? '';";
    glass.script(body, &[json!(slider)]).await
}

/// A number that stands after a word, with its true minus.
fn number_after(text: &str, word: &str) -> Result<f64> {
    let (_, rest) = text
        .split_once(word)
        .with_context(|| format!("no `{word}` in `{text}`"))?;
    let end = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | '−' | '+'));
    let digits = rest.trim_start().split(end).next().unwrap_or_default();
    Ok(digits.replace('−', "-").parse()?)
}

/// Sets a weight, and returns the loss over the training points.
async fn loss_with(glass: &Glass<'_>, [layer, unit, input]: [u32; 3], value: f64) -> Result<f64> {
    let edit = json!({"weight": {"layer": layer, "unit": unit, "input": input, "value": value}});
    let body = "await element.edit(given[1]); return (await element.snapshot()).train.loss;";
    glass.script(body, &[edit]).await
}

#[test]
fn sees_on_each_slider_where_the_loss_would_go() {
    journey(async |page| {
        let glass = page.open("").await?;
        let text = wait_for("the slope to be told", async || {
            let text = spoken(&glass, SLIDER).await?;
            Ok(text.contains("slope").then_some(text))
        })
        .await?;
        let slope = number_after(&text, "slope")?;
        let least = number_after(&text, "least loss at")?;
        let value: f64 = glass
            .script("return $(given[1]).valueAsNumber;", &[json!(SLIDER)])
            .await?;
        let tracks = glass.pixels("tracks").await?;

        // The loss really goes where the slope points, and is no smaller beside what is called its least.
        let weight = [1, 1, 0];
        let h = 0.01;
        let rise = loss_with(&glass, weight, value + h).await?
            - loss_with(&glass, weight, value - h).await?;
        ensure!(
            (rise / (2.0 * h) - slope).abs() < 0.002,
            "{rise} over {h}, but {text}"
        );
        let step = 12.0 / 63.0;
        let at = loss_with(&glass, weight, least).await?;
        for beside in [least - step, least + step] {
            let loss = loss_with(&glass, weight, beside).await?;
            ensure!(
                loss >= at - 1e-6,
                "{loss} at {beside} is less than {at} at {least}"
            );
        }
        // Another weight of the same unit has another curve now.
        glass.wait_repaint("tracks", tracks).await?;
        wait_until("no slope where the loss is least", async || {
            Ok(number_after(&spoken(&glass, SLIDER).await?, "slope")?.abs() < slope.abs())
        })
        .await
    });
}

#[test]
fn asks_which_weights_matter_most() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass
            .script::<()>("await element.advance(300);", &[])
            .await?;
        glass.click("[data-action=ranked]").await?;
        let rows = "
            const rows = [...root.querySelectorAll('[data-impact-of]')];
            return rows.map((row) => [row.dataset.impactOf, row.lastElementChild.textContent]);";
        let before = glass.snapshot().await?;
        let ranked: Vec<(String, String)> = wait_for("a ranking", async || {
            let ranked: Vec<(String, String)> = glass.script(rows, &[]).await?;
            let words = glass.text("[data-impact]").await?;
            Ok((ranked.len() == 40 && words.contains("exact")).then_some(ranked))
        })
        .await?;
        let rises: Vec<f64> = ranked
            .iter()
            .map(|(_, rise)| number_after(rise, ""))
            .collect::<Result<_>>()?;
        ensure!(rises.is_sorted_by(|a, b| a >= b), "not in order: {rises:?}");

        // The first weight among them, set to zero by hand, costs what was said.
        let (name, rise) = ranked
            .iter()
            .find(|(name, _)| !name.ends_with('b'))
            .context("a weight")?;
        let place: Vec<u32> = name.split('-').map(str::parse).collect::<Result<_, _>>()?;
        let place = [place[0], place[1], place[2]];
        let loss = loss_with(&glass, place, 0.0).await?;
        let told = number_after(rise, "")?;
        let real = loss - before.train.loss;
        ensure!(
            (real - told).abs() < 0.0011,
            "{name} costs {real}, not {told}"
        );

        let graph = glass.pixels("graph").await?;
        glass.click("[data-action=impact-on-graph]").await?;
        glass.wait_repaint("graph", graph).await?;
        page.shoot("impact").await
    });
}

#[test]
fn follows_the_plane_through_the_layers() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass
            .script::<()>("await element.advance(300);", &[])
            .await?;
        glass.click("[data-tab=Space]").await?;
        wait_until("all points to be followed", async || {
            Ok(glass.has("[data-space-words]").await?
                && glass
                    .text("[data-space-words]")
                    .await?
                    .contains("step 300, all 240"))
        })
        .await?;
        let places: Vec<String> = glass
            .script("return [...root.querySelectorAll('.station figcaption')].map((one) => one.textContent);", &[])
            .await?;
        ensure!(
            places.len() == 7,
            "the plane, then z and a of three layers: {places:?}"
        );
        let shares: usize = glass
            .script("return [...root.querySelectorAll('.station .note')].filter((one) => one.textContent.includes('spread')).length;", &[])
            .await?;
        ensure!(
            shares == 4,
            "two layers are wider than a plane, before and after"
        );

        let plane = glass.pixels("morph").await?;
        glass
            .press("[data-control=morph]", [const { Key::Right }; 5])
            .await?;
        let bent = glass.wait_repaint("morph", plane).await?;
        glass.click(".space .check input").await?;
        glass.wait_repaint("morph", bent).await?;
        // It goes on while the network learns.
        let space = glass.pixels("space").await?;
        glass.play().await?;
        glass.wait_repaint("space", space).await?;
        glass.pause().await?;
        page.shoot("space").await?;
        let barriers = page.barriers().await?;
        ensure!(barriers.is_empty(), "{barriers:?}");
        Ok(())
    });
}

/// The weights of a layer, `[unit][input]`.
async fn weights(glass: &Glass<'_>, layer: usize) -> Result<Vec<Vec<f64>>> {
    let body = "return (await element.snapshot()).layers[given[1]].weights;";
    glass.script(body, &[json!(layer)]).await
}

#[test]
fn locks_a_weight_and_trains_on() {
    journey(async |page| {
        let glass = page.open("").await?;
        let before = weights(&glass, 1).await?;
        glass.click("[data-hold=lock][data-of='1-1-2']").await?;
        glass
            .script::<()>("await element.advance(200);", &[])
            .await?;
        let after = weights(&glass, 1).await?;
        ensure!(after[1][2] == before[1][2], "the locked weight has moved");
        ensure!(after[1][3] != before[1][3], "nothing was learned");

        glass
            .click("[data-hold=lock][data-of='1-1-2'][aria-pressed=true]")
            .await?;
        glass
            .script::<()>("await element.advance(200);", &[])
            .await?;
        ensure!(
            weights(&glass, 1).await?[1][2] != before[1][2],
            "it is still locked"
        );
        Ok(())
    });
}

#[test]
fn mutes_a_unit_and_hears_it_again() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass
            .script::<()>("await element.advance(300);", &[])
            .await?;
        let before = glass.snapshot().await?;
        let map = glass.pixels("output").await?;
        glass.click("[data-tool=Mute]").await?;
        let muted = glass.wait_repaint("output", map).await?;
        let silent = weights(&glass, 2).await?;
        ensure!(silent[0][1] == 0.0, "h₂·₂ is still heard: {silent:?}");
        let state = glass.snapshot().await?;
        ensure!(
            state.train.loss != before.train.loss,
            "it made no difference"
        );

        glass.click("[data-tool=Mute][aria-pressed=true]").await?;
        glass.wait_repaint("output", muted).await?;
        let after = glass.snapshot().await?;
        ensure!(after.hash == before.hash, "not what it was before");
        Ok(())
    });
}

#[test]
fn mirrors_a_unit_and_sees_the_same_map() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass
            .script::<()>("await element.advance(300);", &[])
            .await?;
        let before = glass.snapshot().await?;
        for tool in ["Mirror", "Swap"] {
            let last = glass.snapshot().await?;
            glass.click(&format!("[data-tool={tool}]")).await?;
            let after = glass
                .wait_state("other weights", |state| state.hash != last.hash)
                .await?;
            let difference = (after.train.loss - before.train.loss).abs();
            ensure!(difference < 1e-6, "{tool} changed the loss by {difference}");
        }
        // A tanh unit cannot be scaled.
        ensure!(
            glass
                .has("[data-tool='Scale × 2'][aria-disabled=true]")
                .await?
        );
        Ok(())
    });
}

#[test]
fn is_told_what_stops_the_gradient() {
    journey(async |page| {
        let glass = page.open("").await?;
        let body = "
            await element.edit({ activation: { layer: 1, activation: 'relu' } });
            for (let unit = 0; unit < 4; unit++) await element.edit({ bias: { layer: 1, unit, value: -100 } });";
        glass.script::<()>(body, &[]).await?;
        glass.click("[data-tab=Flow]").await?;
        wait_until("dead units", async || {
            glass.has("[data-finding='dead units']").await
        })
        .await?;
        let text = glass.text("[data-finding='dead units']").await?;
        ensure!(
            text.contains("Hidden 2") && text.contains("100 %") && text.contains("h₂·₁"),
            "{text}"
        );
        let rows: usize = glass
            .script(
                "return root.querySelectorAll('[data-flow-layer]').length;",
                &[],
            )
            .await?;
        ensure!(rows == 3, "{rows} layers");
        page.shoot("flow").await?;
        let barriers = page.barriers().await?;
        ensure!(barriers.is_empty(), "{barriers:?}");
        Ok(())
    });
}
