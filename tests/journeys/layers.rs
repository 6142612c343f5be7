//! Layers of every kind, and connections that are cut.

use anyhow::{Result, ensure};
use journeys::{Glass, Page, journey, wait_for, wait_until};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Pictures that a convolution learns quickly.
fn pictures() -> Value {
    json!({
        "data": { "shape": "stripes", "size": 400 },
        "hidden": [{ "conv2d": { "filters": 6 } }],
        "output": { "activation": "softmax" },
        "loss": "softmaxCrossEntropy",
        "optimizer": { "adam": { "rate": 0.01 } },
    })
}

/// Opens the page with this experiment in it.
async fn open(page: &Page, experiment: Value) -> Result<Glass<'_>> {
    let glass = page.open("").await?;
    glass
        .script::<()>("element.experiment = given[1];", &[experiment])
        .await?;
    Ok(glass)
}

/// The kinds of the hidden layers.
async fn kinds(glass: &Glass<'_>) -> Result<Vec<String>> {
    let body = "
        const kind = (layer) => (typeof layer === 'string' ? layer : Object.keys(layer)[0]);
        return element.experiment.hidden.map(kind);";
    glass.script(body, &[]).await
}

/// Inserts a layer of this kind before layer `at`, and waits until it is there.
async fn insert(glass: &Glass<'_>, at: usize, kind: &str) -> Result<()> {
    glass
        .click(&format!("[data-action=add-layer][data-at='{at}']"))
        .await?;
    glass.click(&format!("[data-kind={kind}]")).await?;
    wait_until(&format!("a {kind} as layer {at}"), async || {
        Ok(kinds(glass)
            .await?
            .get(at)
            .is_some_and(|there| there == kind))
    })
    .await
}

/// One weight as it is now.
async fn weight(glass: &Glass<'_>, [layer, unit, input]: [usize; 3]) -> Result<f64> {
    let body = "
        const { layers } = await element.snapshot();
        return layers[given[1]].weights[given[2]][given[3]];";
    glass
        .script(body, &[json!(layer), json!(unit), json!(input)])
        .await
}

/// How many weights are zero.
async fn zeros(glass: &Glass<'_>) -> Result<usize> {
    let body = "
        const { layers } = await element.snapshot();
        return layers.flatMap(({ weights }) => weights.flat()).filter((weight) => weight === 0).length;";
    glass.script(body, &[]).await
}

#[test]
fn inserts_each_kind_of_layer_while_it_trains() {
    journey(async |page| {
        let glass = open(page, pictures()).await?;
        glass.play().await?;
        glass.wait_step(5).await?;
        for kind in ["layerNorm", "dropout", "averagePool", "maxPool", "conv2d"] {
            insert(&glass, 1, kind).await?;
        }
        insert(&glass, 6, "flatten").await?;
        insert(&glass, 7, "dense").await?;
        let state = glass.snapshot().await?;
        let state = glass.wait_step(state.step).await?;
        ensure!(state.train.loss.is_finite(), "it has fallen apart");
        page.shoot("all").await?;
        page.resize(390, 844).await?;
        page.frames(3).await?;
        page.shoot("all-on-a-phone").await?;
        glass.pause().await
    });
}

#[test]
fn is_told_by_keyboard_why_a_layer_does_not_go_there() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass
            .press("[data-action=add-layer][data-at='1']", [Key::Enter])
            .await?;
        wait_until("the focus on the first kind", async || {
            glass
                .script(
                    "return root.activeElement === root.querySelector('[data-kind=dense]');",
                    &[],
                )
                .await
        })
        .await?;
        page.press([Key::Right]).await?;
        let why: String = glass
            .script(
                "const kind = root.activeElement;
                 return `${kind.dataset.kind} ${kind.ariaDisabled}: ${kind.getAttribute('aria-description')}`;",
                &[],
            )
            .await?;
        ensure!(
            why.starts_with("conv2d true: ") && why.contains("needs a picture"),
            "{why}"
        );
        page.press([Key::Enter]).await?;
        page.press([Key::Escape]).await?;
        ensure!(!glass.has("[data-kind]").await?, "Escape closes nothing");
        let opener = glass
            .script::<String>("return root.activeElement.dataset.action;", &[])
            .await?;
        ensure!(opener == "add-layer", "the focus went to {opener}");
        ensure!(kinds(&glass).await?.len() == 2, "it was inserted");

        page.press([Key::Enter]).await?;
        wait_until("the kinds", async || glass.has("[data-kind=dropout]").await).await?;
        glass.press("[data-kind=dropout]", [Key::Enter]).await?;
        wait_until("a dropout", async || {
            Ok(kinds(&glass).await? == ["dense", "dropout", "dense"])
        })
        .await
    });
}

#[test]
fn turns_a_dropout_while_it_trains() {
    journey(async |page| {
        let hidden = json!([{ "dense": { "units": 8 } }, { "dropout": { "rate": 0.1 } }]);
        let glass = open(page, json!({ "hidden": hidden })).await?;
        glass.play().await?;
        glass.wait_step(10).await?;
        glass.click("[data-action=layer][data-layer='1']").await?;
        glass
            .press("[data-control=dropout]", std::iter::repeat_n(Key::Right, 5))
            .await?;
        let rate = "const rate = element.experiment.hidden[1].dropout.rate;
                    return Math.abs(rate - 0.15) < 1e-6;";
        wait_until("a rate of 15 %", async || glass.script(rate, &[]).await).await?;
        page.shoot("card").await?;
        // The card lies over the heading, and Escape closes it.
        page.press([Key::Escape]).await?;
        glass
            .click("[data-action=more-dropout][data-layer='1']")
            .await?;
        let rate = "return Math.abs(element.experiment.hidden[1].dropout.rate - 0.2) < 1e-6;";
        wait_until("a rate of 20 %", async || glass.script(rate, &[]).await).await?;
        let step = glass.snapshot().await?.step;
        glass.wait_step(step).await?;
        glass.pause().await
    });
}

#[test]
fn makes_another_kind_of_a_layer() {
    journey(async |page| {
        let glass = open(page, pictures()).await?;
        insert(&glass, 1, "maxPool").await?;
        glass.click("[data-action=layer][data-layer='1']").await?;
        glass.click("[data-kind=averagePool]").await?;
        wait_until("an average pool", async || {
            Ok(kinds(&glass).await? == ["conv2d", "averagePool"])
        })
        .await?;
        // The card stays, with the numbers of the new kind.
        glass.click(".popover [data-action=larger-window]").await?;
        wait_until("a larger window", async || {
            let body = "return element.experiment.hidden[1].averagePool.size;";
            Ok(glass.script::<u32>(body, &[]).await? == 3)
        })
        .await?;
        page.shoot("card").await
    });
}

#[test]
fn cuts_a_connection_and_joins_it_again() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.click("[data-neuron='1-0']").await?;
        ensure!(weight(&glass, [0, 0, 1]).await? != 0.0);
        glass.click("[data-hold=cut][data-of='0-0-1']").await?;
        wait_until("the connection to be cut", async || {
            Ok(weight(&glass, [0, 0, 1]).await? == 0.0
                && glass
                    .has("[data-hold=cut][data-of='0-0-1'][aria-pressed=true]")
                    .await?)
        })
        .await?;
        glass
            .script::<()>("await element.advance(300);", &[])
            .await?;
        ensure!(
            weight(&glass, [0, 0, 1]).await? == 0.0,
            "it has grown again"
        );
        page.shoot("cut").await?;

        glass.click("[data-hold=cut][data-of='0-0-1']").await?;
        wait_until("the connection to be back", async || {
            glass
                .has("[data-hold=cut][data-of='0-0-1'][aria-pressed=false]")
                .await
        })
        .await?;
        ensure!(weight(&glass, [0, 0, 1]).await? == 0.0);
        glass
            .script::<()>("await element.advance(50);", &[])
            .await?;
        ensure!(weight(&glass, [0, 0, 1]).await? != 0.0, "it learns no more");
        Ok(())
    });
}

#[test]
fn prunes_half_of_the_connections_and_trains_on() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass
            .script::<()>("await element.advance(500);", &[])
            .await?;
        ensure!(zeros(&glass).await? == 0);
        glass.click("[data-tab=Sparse]").await?;
        wait_until("the slider", async || {
            glass.has("[data-control=prune]").await
        })
        .await?;
        // From nothing to half, as a hand would drag it.
        glass
            .script::<()>(
                "const slider = $('[data-control=prune]');
                 slider.value = 500;
                 slider.dispatchEvent(new Event('input', { bubbles: true }));",
                &[],
            )
            .await?;
        wait_until("what would be left", async || {
            Ok(glass.text("[data-connections]").await? == "would leave 20 of 40 connections")
        })
        .await?;
        ensure!(zeros(&glass).await? == 0, "it did not wait for the button");
        let before = glass.snapshot().await?;
        let told = wait_for("what it would cost", async || {
            let told = glass.text("[data-cost]").await?;
            Ok(told.split("→ ").nth(1).map(str::to_owned))
        })
        .await?;
        glass.click("[data-action=prune]").await?;
        let pruned = glass
            .wait_state("another loss", |state| state.hash != before.hash)
            .await?;
        ensure!(
            (pruned.train.loss - told.parse::<f64>()?).abs() < 0.001,
            "{pruned:?}, not {told}"
        );
        // All of it comes back, and goes again.
        glass.click("[data-action=bring-back]").await?;
        glass
            .wait_state("the weights of before", |state| state.hash == before.hash)
            .await?;
        glass
            .script::<()>("await element.edit({ prune: 0.5 });", &[])
            .await?;
        wait_until("half of them to be cut", async || {
            Ok(
                glass.text("[data-connections]").await? == "20 of 40 connections"
                    && zeros(&glass).await? == 20,
            )
        })
        .await?;
        glass.play().await?;
        let step = glass.snapshot().await?.step;
        glass.wait_step(step + 100).await?;
        glass.pause().await?;
        ensure!(zeros(&glass).await? == 20, "training has joined some");
        page.shoot("pruned").await
    });
}

#[test]
fn a_convolution_learns_pictures_and_shows_each() {
    journey(async |page| {
        let mut experiment = pictures();
        experiment["hidden"] =
            json!([{ "conv2d": { "filters": 8 } }, { "maxPool": {} }, "flatten"]);
        let glass = open(page, experiment).await?;
        glass.play().await?;
        glass
            .wait_state("pictures told right", |state| state.test.accuracy > 0.9)
            .await?;
        glass.pause().await?;
        page.shoot("learned").await?;

        let (tiles, picture) = (glass.pixels("graph").await?, glass.pixels("picture").await?);
        glass.click("[data-action=next-sample]").await?;
        glass.wait_repaint("picture", picture).await?;
        glass.wait_repaint("graph", tiles).await?;
        glass
            .press("[data-sample]", [Key::Right, Key::Right, Key::Left])
            .await?;
        wait_until("the third picture", async || {
            glass.has("[data-sample='2']").await
        })
        .await?;
        // The answer that is marked as right is the right one.
        wait_until("its right answer", async || {
            let body = "
                const { targets } = await element.trace(2);
                return $('.answer.right').dataset.answer === String(targets.indexOf(1));";
            glass.script(body, &[]).await
        })
        .await?;
        page.resize(390, 844).await?;
        page.frames(3).await?;
        page.shoot("phone").await
    });
}

#[test]
fn very_wide_layers_show_the_first_of_their_units() {
    journey(async |page| {
        let wide = json!({ "dense": { "units": 512 } });
        let glass = open(page, json!({ "hidden": [wide, wide] })).await?;
        wait_until("the first units", async || {
            glass.has("[data-neuron='1-63']").await
        })
        .await?;
        ensure!(!glass.has("[data-neuron='1-64']").await?);
        glass.script::<()>("await element.advance(3);", &[]).await?;
        glass.click("[data-neuron='2-5']").await?;
        page.frames(3).await?;
        page.shoot("wide").await?;
        page.resize(390, 844).await?;
        page.frames(3).await?;
        page.shoot("phone").await
    });
}
