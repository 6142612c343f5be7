//! Taking hold of weights and layers.

use anyhow::{Result, ensure};
use journeys::{Glass, journey, wait_until};
use serde_json::json;
use thirtyfour::Key;

/// The slider of the first weight of the first hidden unit, once that unit is selected.
const SLIDER: &str = "input[type=range][data-parameter='0-0-0']";

async fn slider_value(glass: &Glass<'_>) -> Result<f64> {
    glass
        .script("return $(given[1]).valueAsNumber;", &[json!(SLIDER)])
        .await
}

async fn hidden_layers(glass: &Glass<'_>) -> Result<usize> {
    let body = "
        const { layers } = await element.snapshot();
        return layers.length - 1;";
    glass.script(body, &[]).await
}

#[test]
fn moves_a_weight_by_keyboard_while_it_rests() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.click("[data-neuron='1-0']").await?;
        let before = glass.snapshot().await?;
        let (map, value) = (glass.pixels("output").await?, slider_value(&glass).await?);

        glass
            .press(SLIDER, [Key::Right, Key::Right, Key::Right])
            .await?;

        glass.wait_repaint("output", map).await?;
        let after = glass
            .wait_state("another loss", |state| {
                state.train.loss != before.train.loss
            })
            .await?;
        ensure!(after.step == before.step, "it went on by itself");
        ensure!(after.hash != before.hash, "the parameters are the same");
        ensure!(
            slider_value(&glass).await? > value,
            "the slider did not move"
        );
        // The bar says what the hand has done, with nothing else to prompt it.
        wait_until("the bar to show the new loss", async || {
            Ok((glass.readout("train").await? - after.train.loss).abs() < 0.001)
        })
        .await
    });
}

#[test]
fn moves_a_weight_by_keyboard_while_it_trains() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.click("[data-neuron='1-0']").await?;
        // At a rate of zero it trains without learning, so whatever changes is the hand's doing.
        glass
            .script::<()>("await element.edit({ rate: 0 });", &[])
            .await?;
        glass.play().await?;
        let before = glass.wait_step(10).await?;
        let map = glass.pixels("output").await?;

        glass
            .press(SLIDER, [Key::Right, Key::Right, Key::Right])
            .await?;

        glass.wait_repaint("output", map).await?;
        let after = glass
            .wait_state("another loss", |state| {
                state.train.loss != before.train.loss
            })
            .await?;
        glass.wait_step(after.step).await?;
        let edits: usize = glass
            .script("return element.run.timeline.length;", &[])
            .await?;
        ensure!(edits >= 2, "the timeline does not tell of it");
        glass.pause().await
    });
}

#[test]
fn adds_and_removes_a_layer_while_it_trains() {
    journey(async |page| {
        let glass = page.open("").await?;
        let layers = hidden_layers(&glass).await?;
        glass.play().await?;
        glass.wait_step(10).await?;

        glass.click("[data-action=add-layer][data-at='1']").await?;
        glass.click("[data-kind=dense]").await?;
        wait_until("one layer more", async || {
            Ok(hidden_layers(&glass).await? == layers + 1)
        })
        .await?;
        let step = glass.snapshot().await?.step;
        glass.wait_step(step).await?;
        page.shoot("more").await?;

        glass
            .click("[data-action=remove-layer][data-layer='1']")
            .await?;
        wait_until("one layer less", async || {
            Ok(hidden_layers(&glass).await? == layers)
        })
        .await?;
        let step = glass.snapshot().await?.step;
        let state = glass.wait_step(step).await?;
        ensure!(
            state.train.loss.is_finite(),
            "it has fallen apart: {state:?}"
        );
        glass.pause().await
    });
}

#[test]
fn adds_and_removes_a_unit_while_it_rests() {
    journey(async |page| {
        let glass = page.open("").await?;
        // Before the first step another unit is another experiment; from then on it joins what was learned.
        glass
            .script::<()>("await element.advance(200);", &[])
            .await?;
        let before = glass.snapshot().await?;
        glass
            .click("[data-action=add-unit][data-layer='0']")
            .await?;
        let more = glass
            .wait_state("other parameters", |state| state.hash != before.hash)
            .await?;
        ensure!(
            more.train.loss == before.train.loss,
            "a new unit must not disturb the others"
        );
        glass
            .click("[data-action=remove-unit][data-layer='0']")
            .await?;
        glass
            .wait_state("the parameters as they were", |state| {
                state.hash == before.hash
            })
            .await?;
        Ok(())
    });
}
