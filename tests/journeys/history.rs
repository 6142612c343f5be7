//! How the run came here: paths and distributions over its steps.

use anyhow::{Context as _, Result, ensure};
use journeys::{Glass, journey, wait_for, wait_until};
use serde_json::{Value, json};
use thirtyfour::Key;

const STAGE: &str = "[data-history-stage]";
const READING: &str = "[data-history-reading]";

/// Opens the panel after 300 steps.
async fn open_history(glass: &Glass<'_>) -> Result<()> {
    glass
        .script::<()>("await element.advance(300);", &[])
        .await?;
    glass.click("[data-tab=History]").await?;
    reads(glass, "up to 300").await
}

/// Waits until the line over the picture says this.
async fn reads(glass: &Glass<'_>, words: &str) -> Result<()> {
    wait_until(words, async || {
        Ok(glass.has(READING).await? && glass.text(READING).await?.contains(words))
    })
    .await
}

/// Weights and biases of all layers in one list, as the braid has them.
async fn parameters(glass: &Glass<'_>) -> Result<Vec<f64>> {
    let body = "
        const { layers } = await element.snapshot();
        return layers.flatMap(({ weights, bias }) => [weights, bias]).flat(Infinity);";
    glass.script(body, &[]).await
}

#[test]
fn rewinds_to_a_kink_of_the_braid() {
    journey(async |page| {
        let glass = page.open("").await?;
        let first = parameters(&glass).await?;
        open_history(&glass).await?;
        let last = parameters(&glass).await?;
        reads(&glass, &format!("{} weights and biases", last.len())).await?;

        // What is said to have moved most has.
        let told = wait_for("what moved most", async || {
            let body =
                "return [...root.querySelectorAll('[data-told]')].map((one) => one.textContent);";
            let told: Vec<String> = glass.script(body, &[]).await?;
            Ok((told.len() == 3).then_some(told))
        })
        .await?;
        let moves = first.iter().zip(&last);
        let (from, now) = moves
            .max_by(|a, b| (a.1 - a.0).abs().total_cmp(&(b.1 - b.0).abs()))
            .context("a parameter")?;
        for (word, value) in [("from", from), ("to", now)] {
            let wanted = format!("{word} {value:+.2}").replace('-', "−");
            ensure!(told[0].contains(&wanted), "{told:?}, but {wanted}");
        }
        glass.click("[data-told='0']").await?;

        // Pressing on an earlier place goes there.
        let picture = glass.pixels("history-needle").await?;
        glass.click(STAGE).await?;
        let state = glass
            .wait_state("an earlier step", |state| state.step < 250)
            .await?;
        ensure!(state.step > 100, "not where it was pressed: {}", state.step);
        let read = format!("step {}", state.step);
        reads(&glass, &read).await?;
        wait_until("the bar to show it", async || {
            Ok(glass.readout("step").await? as u64 == state.step)
        })
        .await?;
        glass.wait_repaint("history-needle", picture).await?;
        page.shoot("braid").await?;

        // The same with keys alone.
        glass
            .press(STAGE, [Key::Home, Key::Right, Key::Up, Key::Enter])
            .await?;
        glass
            .wait_state("the second moment", |state| state.step == 2)
            .await?;
        let spoken: Value = glass
            .script("return $(given[1]).ariaValueText;", &[json!(STAGE)])
            .await?;
        let spoken = spoken.as_str().unwrap_or_default();
        ensure!(
            spoken.starts_with("step 2: ") && spoken.contains('←'),
            "{spoken}"
        );
        let barriers = page.barriers().await?;
        ensure!(barriers.is_empty(), "{barriers:?}");
        Ok(())
    });
}

#[test]
fn sees_how_numbers_are_distributed_while_it_trains() {
    journey(async |page| {
        let glass = page.open("").await?;
        open_history(&glass).await?;
        glass.click("[data-history=distributions]").await?;
        // Weights are known from the first step on.
        reads(&glass, "weights, at 151 steps from 0 to 300").await?;
        let said = glass.text("[data-told='0']").await?;
        ensure!(
            said.contains("Hidden 1") && said.contains("at step 0"),
            "{said}"
        );
        let weights = glass.pixels("history").await?;
        let choose = "
            const menu = $('[data-control=distribution-of]');
            menu.selectedIndex = given[1];
            menu.dispatchEvent(new Event('change', { bubbles: true }));";
        glass.script::<()>(choose, &[json!(3)]).await?;
        let gradients = glass.wait_repaint("history", weights).await?;
        glass.play().await?;
        let trained = glass.wait_repaint("history", gradients).await?;
        glass.wait_repaint("history", trained).await?;
        glass.pause().await?;
        reads(&glass, "gradients, at ").await?;
        page.shoot("distributions").await?;
        let barriers = page.barriers().await?;
        ensure!(barriers.is_empty(), "{barriers:?}");
        Ok(())
    });
}
