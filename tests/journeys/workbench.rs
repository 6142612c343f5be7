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
        let real = loss - f64::from(before.train.loss);
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
