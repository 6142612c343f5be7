//! Choosing what it learns.

use anyhow::{Result, ensure};
use journeys::{Glass, journey, wait_until};
use serde_json::{Value, json};
use thirtyfour::Key;

async fn settings(glass: &Glass<'_>) -> Result<Value> {
    glass.script("return element.experiment;", &[]).await
}

/// The ids of all that this selector finds.
async fn all(glass: &Glass<'_>, data: &str) -> Result<Vec<String>> {
    let body = "return [...root.querySelectorAll(`[data-${given[1]}]`)].map(({ dataset }) => dataset[given[1]]);";
    glass.script(body, &[json!(data)]).await
}

/// Chooses a shape of a group, and waits until it is what is learned.
async fn choose(glass: &Glass<'_>, group: &str, shape: &str) -> Result<()> {
    glass.click(&format!("[data-group={group}]")).await?;
    glass.click(&format!("[data-shape={shape}]")).await?;
    wait_until(&format!("{shape} to be chosen"), async || {
        let pressed = format!("[data-shape={shape}][aria-pressed=true]");
        Ok(glass.has(&pressed).await? && settings(glass).await?["data"]["shape"] == shape)
    })
    .await
}

#[test]
fn tries_data_of_every_group_while_it_trains() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.play().await?;
        let groups = all(&glass, "group").await?;
        ensure!(groups.len() >= 5, "few groups: {groups:?}");
        for group in groups {
            glass.click(&format!("[data-group={group}]")).await?;
            wait_until(&format!("{group} to be shown"), async || {
                glass
                    .has(&format!("[data-group={group}][aria-pressed=true]"))
                    .await
            })
            .await?;
            let shapes = all(&glass, "shape").await?;
            ensure!(!shapes.is_empty(), "nothing in {group}");
            for shape in shapes {
                choose(&glass, &group, &shape).await?;
                let step = glass.snapshot().await?.step;
                let state = glass.wait_step(step + 5).await?;
                ensure!(state.train.loss.is_finite(), "{shape} leads to {state:?}");
            }
            page.shoot(&group).await?;
        }
        // And back to where one thing has to give way to another once more.
        choose(&glass, "TwoClasses", "spiral").await?;
        glass.pause().await
    });
}

#[test]
fn is_quicker_than_the_worker_and_gets_what_was_chosen_last() {
    journey(async |page| {
        let glass = page.open("").await?;
        // All before another frame can have come.
        let body = "
            const pause = () => new Promise((done) => setTimeout(done, 0));
            for (const [group, shape] of [['Pictures', 'stripes'], ['Curves', 'sine'], ['TwoClasses', 'moons']]) {
                $(`[data-group=${group}]`).click();
                await pause();
                $(`[data-shape=${shape}]`).click();
            }";
        glass.script::<()>(body, &[]).await?;
        wait_until("moons", async || {
            glass.has("[data-shape=moons][aria-pressed=true]").await
        })
        .await?;
        let settings = settings(&glass).await?;
        ensure!(settings["inputs"] == json!(["x1", "x2"]), "{settings}");
        ensure!(settings["hidden"][0]["dense"].is_object(), "{settings}");
        glass.play().await?;
        glass.wait_step(10).await?;
        glass.pause().await
    });
}

#[test]
fn asks_for_more_classes_and_gets_an_output_for_each() {
    journey(async |page| {
        let glass = page.open("").await?;
        choose(&glass, "SeveralClasses", "pinwheel").await?;
        let outputs = async || {
            let body = "
                const { layers } = await element.snapshot();
                return layers.at(-1).bias.length;";
            glass.script::<u32>(body, &[]).await
        };
        wait_until("three outputs", async || Ok(outputs().await? == 3)).await?;
        let picture = glass.pixels("thumbnail").await?;
        glass
            .press("[data-control=classes]", [Key::Right, Key::Right])
            .await?;
        wait_until("five outputs", async || Ok(outputs().await? == 5)).await?;
        glass.wait_repaint("thumbnail", picture).await?;
        page.shoot("five").await
    });
}

#[test]
fn fits_a_curve_and_is_told_what_changes_for_it() {
    journey(async |page| {
        let glass = page.open("").await?;
        let body = "
            const menu = $('[data-control=loss]');
            menu.selectedIndex = [...menu.options].findIndex(({ textContent }) => textContent.includes('binary'));
            menu.dispatchEvent(new Event('change', { bubbles: true }));";
        glass.script::<()>(body, &[]).await?;
        wait_until("a cross-entropy", async || {
            Ok(settings(&glass).await?["loss"] == "binaryCrossEntropy")
        })
        .await?;

        choose(&glass, "Curves", "sine").await?;
        let settings = settings(&glass).await?;
        ensure!(settings["loss"] == "squared", "{settings}");
        ensure!(settings["output"]["activation"] == "linear", "{settings}");
        ensure!(settings["inputs"] == json!(["x1"]), "{settings}");
        ensure!(
            glass
                .text("[data-notice]")
                .await?
                .contains("The loss becomes")
        );
        // A loss of classes cannot be chosen any more.
        let barred: Vec<String> = glass
            .script(
                "return [...$('[data-control=loss]').options].filter(({ disabled }) => disabled)
                     .map(({ textContent }) => textContent);",
                &[],
            )
            .await?;
        ensure!(barred.len() == 3, "barred are {barred:?}");

        let before = glass.snapshot().await?;
        glass.play().await?;
        glass
            .wait_state("a third of the loss", |state| {
                state.train.loss < before.train.loss / 3.0
            })
            .await?;
        glass.pause().await?;
        page.shoot("curve").await
    });
}

#[test]
fn tells_stripes_apart_by_the_network_that_comes_with_them() {
    journey(async |page| {
        let glass = page.open("").await?;
        choose(&glass, "Pictures", "stripes").await?;
        let first = settings(&glass).await?["hidden"][0]["conv2d"]["filters"].clone();
        ensure!(first == 8, "the first layer has {first} filters");
        glass.play().await?;
        let state = glass
            .wait_state("nine of ten right", |state| state.test.accuracy > 0.9)
            .await?;
        glass.pause().await?;
        ensure!(state.train.loss.is_finite());
        page.shoot("stripes").await
    });
}
