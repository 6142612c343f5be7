//! Choosing how it trains.

use anyhow::{Context as _, Result, ensure};
use journeys::{Glass, Scheme, journey, wait_for, wait_until};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Chooses what is called so in a menu, as a hand would.
const CHOOSE: &str = "
    const menu = $(`[data-control='${given[1]}']`);
    const option = [...menu.options].find(({ textContent }) => textContent === given[2]);
    if (!option || option.disabled) throw new Error(`${given[1]} does not offer ${given[2]}`);
    menu.selectedIndex = option.index;
    menu.dispatchEvent(new Event('change', { bubbles: true }));";

/// The square root of the sum of all squared weights.
const SIZE_OF_WEIGHTS: &str = "
    const { layers } = await element.snapshot();
    return Math.hypot(...layers.flatMap(({ weights }) => weights.flat()));";

async fn choose(glass: &Glass<'_>, menu: &str, title: &str) -> Result<()> {
    glass
        .script::<()>(CHOOSE, &[json!(menu), json!(title)])
        .await?;
    wait_until(&format!("{menu} to show {title}"), async || {
        let body = "return $(`[data-control='${given[1]}']`).selectedOptions[0]?.textContent === given[2];";
        glass.script(body, &[json!(menu), json!(title)]).await
    })
    .await
}

/// Types a number into the field of a control.
async fn type_number(glass: &Glass<'_>, control: &str, digits: &str) -> Result<()> {
    let field = format!("[data-value='{control}']");
    let keys = digits.chars().chain([char::from(Key::Enter)]);
    glass.press(&field, keys).await
}

/// What holds now, in the words of a document.
async fn settings(glass: &Glass<'_>) -> Result<Value> {
    glass.script("return element.experiment;", &[]).await
}

async fn titles(glass: &Glass<'_>, menu: &str) -> Result<Vec<String>> {
    let body = "return [...$(`[data-control='${given[1]}']`).options].map(({ textContent }) => textContent);";
    glass.script(body, &[json!(menu)]).await
}

/// The controls whose names begin so, sorted.
async fn controls(glass: &Glass<'_>, setting: &str) -> Result<Vec<String>> {
    let body = "
        const sliders = [...root.querySelectorAll(`[data-control^='${given[1]}.']`)];
        return sliders.map(({ dataset }) => dataset.control.split('.')[1]).sort();";
    glass.script(body, &[json!(setting)]).await
}

/// Chooses each kind of a setting while it trains, and finds a control for each of its numbers and no other.
async fn tries_each(glass: &Glass<'_>, setting: &str) -> Result<()> {
    let titles = titles(glass, setting).await?;
    ensure!(titles.len() >= 5, "few kinds of {setting}: {titles:?}");
    for title in titles {
        choose(glass, setting, &title).await?;
        wait_until(&format!("the numbers of {title}"), async || {
            let document = settings(glass).await?;
            let kinds = document[setting].as_object().context("no such setting")?;
            let (_, numbers) = kinds.iter().next().context("no kind")?;
            let mut wanted: Vec<_> = numbers
                .as_object()
                .context("no numbers")?
                .keys()
                .cloned()
                .collect();
            wanted.sort();
            Ok(controls(glass, setting).await? == wanted)
        })
        .await?;
        let step = glass.snapshot().await?.step;
        let state = glass.wait_step(step + 10).await?;
        ensure!(state.train.loss.is_finite(), "{title} leads to {state:?}");
    }
    Ok(())
}

#[test]
fn tries_each_optimizer_while_it_trains() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.play().await?;
        tries_each(&glass, "optimizer").await?;
        page.shoot("optimizer").await?;
        // What a person turns goes out at once.
        glass
            .press("[data-control='optimizer.beta1']", [Key::Right])
            .await?;
        wait_until("another weight of the past", async || {
            let beta1 = settings(&glass).await?["optimizer"]["adamW"]["beta1"].as_f64();
            Ok(beta1.is_some_and(|beta1| beta1 > 0.9))
        })
        .await?;
        glass.pause().await
    });
}

#[test]
fn tries_each_schedule_while_it_trains() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.play().await?;
        tries_each(&glass, "schedule").await?;
        glass.pause().await?;
        page.shoot("schedule").await
    });
}

#[test]
fn lowers_the_rate_by_a_schedule() {
    journey(async |page| {
        let glass = page.open("").await?;
        let rate = async || glass.readout("rate").await;
        choose(&glass, "schedule", "Exponential").await?;
        let first = wait_for("the rate to be shown", async || Ok(rate().await.ok())).await?;
        ensure!(first == 0.05, "it begins at {first}");
        let curve = glass.pixels("rate").await?;

        type_number(&glass, "schedule.halfLife", "500").await?;
        wait_until("a half-life of 500 steps", async || {
            Ok(settings(&glass).await?["schedule"]["exponential"]["halfLife"] == 500)
        })
        .await?;
        glass
            .script::<()>("await element.advance(1000);", &[])
            .await?;
        wait_until("a quarter of the rate", async || {
            Ok((rate().await? - first / 4.0).abs() < 1e-4)
        })
        .await?;
        glass.wait_repaint("rate", curve).await?;
        page.shoot("lower").await
    });
}

#[test]
fn draws_weights_together_and_sees_them_shrink() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass
            .script::<()>("await element.advance(500);", &[])
            .await?;
        let before: f64 = glass.script(SIZE_OF_WEIGHTS, &[]).await?;

        glass.click("[data-fold=regularization]").await?;
        type_number(&glass, "regularization.l2", "0.5").await?;
        wait_until("the summary to say so", async || {
            Ok(glass.text("[data-summary=regularization]").await? == "L2 0.5")
        })
        .await?;
        glass
            .script::<()>("await element.advance(500);", &[])
            .await?;
        let after: f64 = glass.script(SIZE_OF_WEIGHTS, &[]).await?;
        ensure!(after < 0.5 * before, "from {before} to {after}");

        // At the left end it is off.
        glass
            .press("[data-control='regularization.l2']", [Key::Home])
            .await?;
        wait_until("no penalty", async || {
            Ok(glass.text("[data-summary=regularization]").await? == "none")
        })
        .await
    });
}

#[test]
fn chooses_how_weights_and_biases_begin() {
    journey(async |page| {
        let glass = page.open("").await?;
        let before = glass.snapshot().await?;
        // A scheme with a number of its own opens what belongs to it.
        choose(&glass, "weights", "Normal").await?;
        glass
            .wait_state("other weights", |state| state.hash != before.hash)
            .await?;
        type_number(&glass, "weights.deviation", "0.01").await?;
        choose(&glass, "biases", "Constant").await?;
        type_number(&glass, "biases.value", "−0.25").await?;
        type_number(&glass, "seed", "4294967295").await?;

        wait_until("biases of −0.25 and small weights", async || {
            let biases: bool = glass
                .script(
                    "const { layers } = await element.snapshot();
                     return layers.every(({ bias }) => bias.every((value) => value === -0.25));",
                    &[],
                )
                .await?;
            let size: f64 = glass.script(SIZE_OF_WEIGHTS, &[]).await?;
            Ok(biases && size < 0.2 && settings(&glass).await?["seed"] == u32::MAX)
        })
        .await?;
        let offered = titles(&glass, "biases").await?;
        ensure!(
            !offered.contains(&"Orthogonal".to_owned()),
            "biases are no matrix: {offered:?}"
        );
        page.shoot("start").await
    });
}

#[test]
fn types_a_number_and_gets_it_to_the_last_digit() {
    journey(async |page| {
        let glass = page.open("").await?;
        let field = "[data-value='optimizer.rate']";
        type_number(&glass, "optimizer.rate", "0.03125").await?;
        wait_until("that very rate", async || {
            Ok(settings(&glass).await?["optimizer"]["sgd"]["rate"] == 0.03125)
        })
        .await?;
        let shown = async || {
            glass
                .script::<String>("return $(given[1]).value;", &[json!(field)])
                .await
        };
        wait_until("it to be shown", async || Ok(shown().await? == "0.03125")).await?;

        // What makes no sense changes nothing, and the person is told.
        for nonsense in ["much", "−1"] {
            type_number(&glass, "optimizer.rate", nonsense).await?;
            wait_until("a word about it", async || {
                Ok(glass.has("[data-notice]").await?
                    && glass
                        .text("[data-notice]")
                        .await?
                        .contains(&nonsense.replace('−', "-")))
            })
            .await?;
            ensure!(settings(&glass).await?["optimizer"]["sgd"]["rate"] == 0.03125);
            wait_until("the rate that holds", async || {
                Ok(shown().await? == "0.03125")
            })
            .await?;
        }
        Ok(())
    });
}

#[test]
fn tries_each_loss_and_the_output_goes_along() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.play().await?;
        for title in titles(&glass, "loss").await? {
            choose(&glass, "loss", &title).await?;
            let step = glass.snapshot().await?.step;
            let state = glass.wait_step(step + 10).await?;
            ensure!(state.train.loss.is_finite(), "{title} leads to {state:?}");
        }
        ensure!(settings(&glass).await?["output"]["activation"] == "softmax");
        glass.pause().await
    });
}

#[test]
fn opens_a_part_by_keyboard_and_finds_it_open_later() {
    journey(async |page| {
        page.resize(390, 844).await?;
        let glass = page.open("").await?;
        let is_open = async || glass.has("[data-fold=schedule][aria-expanded=true]").await;
        glass.click("[data-tab=Training]").await?;
        glass.press("[data-fold=schedule]", [Key::Enter]).await?;
        wait_until("the schedule to open", is_open).await?;
        page.shoot("open").await?;
        glass.click("[data-tab=Data]").await?;
        wait_until("other data", async || {
            Ok(!glass.has("[data-fold=schedule]").await?)
        })
        .await?;
        glass.click("[data-tab=Training]").await?;
        wait_until("the schedule, still open", is_open).await?;
        glass.press("[data-fold=schedule]", [Key::Space]).await?;
        wait_until("the schedule to close", async || Ok(!is_open().await?)).await
    });
}

#[test]
fn nothing_keeps_people_out_of_what_opens() {
    journey(async |page| {
        page.resize(390, 844).await?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.prefer(scheme).await?;
            let glass = page.open("").await?;
            glass.click("[data-tab=Training]").await?;
            choose(&glass, "optimizer", "Adam").await?;
            choose(&glass, "schedule", "Warm restarts").await?;
            choose(&glass, "weights", "Normal").await?;
            choose(&glass, "biases", "Uniform").await?;
            glass.click("[data-fold=regularization]").await?;
            let barriers = page.barriers().await?;
            ensure!(barriers.is_empty(), "{}", barriers.join("\n"));
            let small: Vec<String> = glass
                .script(
                    "const controls = root.querySelectorAll('.training :is(button, select, input)');
                     const flat = [...controls].filter((control) => control.getBoundingClientRect().height < 44);
                     return flat.map(({ outerHTML }) => outerHTML);",
                    &[],
                )
                .await?;
            ensure!(
                small.is_empty(),
                "too small for a thumb:\n{}",
                small.join("\n")
            );
            let width: u32 = page
                .script("return document.documentElement.scrollWidth;", vec![])
                .await?;
            ensure!(width <= 390, "the page is {width} wide");
        }
        Ok(())
    });
}
