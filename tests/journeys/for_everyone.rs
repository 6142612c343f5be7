//! For people who see, point or move otherwise.

use anyhow::{Result, ensure};
use journeys::{Page, Scheme, journey, wait_until};
use thirtyfour::Key;

async fn has_no_barriers(page: &Page, scheme: Scheme) -> Result<()> {
    page.prefer(scheme).await?;
    let glass = page.open("").await?;
    glass.click("[data-neuron='1-0']").await?;
    for (width, height) in [(1280, 800), (390, 844)] {
        page.resize(width, height).await?;
        page.frames(2).await?;
        let barriers = page.barriers().await?;
        ensure!(
            barriers.is_empty(),
            "at {width} × {height}:\n{}",
            barriers.join("\n")
        );
        page.shoot(&format!("{width}")).await?;
    }
    page.resize(1280, 800).await?;
    glass.click("[data-tab=Backprop]").await?;
    glass.click("[data-operation='9']").await?;
    page.frames(3).await?;
    let barriers = page.barriers().await?;
    ensure!(barriers.is_empty(), "in backprop:\n{}", barriers.join("\n"));
    Ok(())
}

#[test]
fn nothing_keeps_people_out_in_light() {
    journey(async |page| has_no_barriers(page, Scheme::Light).await);
}

#[test]
fn nothing_keeps_people_out_in_dark() {
    journey(async |page| has_no_barriers(page, Scheme::Dark).await);
}

#[test]
fn plays_and_steps_by_keyboard_alone() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.press("[data-neuron='1-0']", ['.', '.']).await?;
        glass.wait_state("step 2", |state| state.step == 2).await?;
        page.press([',']).await?;
        glass.wait_state("step 1", |state| state.step == 1).await?;
        glass
            .script::<()>("root.activeElement?.blur();", &[])
            .await?;
        page.press([Key::Space]).await?;
        let playing = glass.wait_step(10).await?;
        page.press([Key::Space]).await?;
        wait_until("a rest", async || {
            let step = glass.snapshot().await?.step;
            page.frames(10).await?;
            Ok(glass.snapshot().await?.step == step && step >= playing.step)
        })
        .await
    });
}

#[test]
fn nothing_sticks_out_on_a_phone() {
    journey(async |page| {
        page.resize(390, 844).await?;
        let glass = page.open("").await?;
        let width: u32 = page
            .script("return document.documentElement.scrollWidth;", vec![])
            .await?;
        ensure!(width <= 390, "the page is {width} wide");
        glass.click("[data-tab=Backprop]").await?;
        page.frames(3).await?;
        let width: u32 = page
            .script("return document.documentElement.scrollWidth;", vec![])
            .await?;
        ensure!(width <= 390, "with backprop the page is {width} wide");
        page.shoot("phone").await
    });
}
