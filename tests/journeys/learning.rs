//! Watching it learn.

use anyhow::{Result, ensure};
use journeys::{Page, journey, wait_until};

/// Opens the page, chooses a shape and plays until the cost has fallen below `bound`.
async fn learns(page: &Page, shape: &str, bound: f64) -> Result<()> {
    let glass = page.open("").await?;
    let choice = format!("[data-shape={shape}]");
    glass.click(&choice).await?;
    wait_until("the choice to be shown", async || {
        glass
            .script(
                "return $(given[1]).matches('[aria-pressed=true], [aria-checked=true]');",
                &[choice.as_str().into()],
            )
            .await
    })
    .await?;
    let before = glass.snapshot().await?;
    ensure!(
        before.train.loss > bound,
        "it knows {shape} before it has learned: {before:?}"
    );
    let unlearned = glass.pixels("output").await?;

    glass.play().await?;
    glass
        .wait_state(&format!("a cost below {bound}"), |state| {
            state.train.loss < bound
        })
        .await?;
    glass.wait_repaint("output", unlearned).await?;
    glass.pause().await?;

    // What the bar says is what is so.
    let after = glass.snapshot().await?;
    wait_until("the bar to show the last step", async || {
        Ok(glass.readout("step").await? == after.step as f64
            && (glass.readout("train").await? - after.train.loss).abs() < 0.001)
    })
    .await?;
    ensure!(
        after.test.accuracy > 0.9,
        "it has learned by heart: {after:?}"
    );
    page.shoot("learned").await
}

#[test]
fn opens_plays_and_sees_xor_learned() {
    journey(async |page| learns(page, "xor", 0.05).await);
}

#[test]
fn opens_plays_and_sees_the_circle_learned() {
    journey(async |page| learns(page, "circle", 0.05).await);
}

#[test]
fn opens_the_page_and_finds_a_network_at_rest() {
    journey(async |page| {
        let glass = page.open("").await?;
        let state = glass.snapshot().await?;
        ensure!(
            state.step == 0,
            "it has begun without being asked: {state:?}"
        );
        ensure!(glass.name("[data-action=play]").await?.starts_with("Play"));
        for canvas in ["output", "cost"] {
            ensure!(
                glass.has(&format!("canvas[data-canvas={canvas}]")).await?,
                "no {canvas}"
            );
        }
        let fits: bool = page
            .script(
                "const { scrollWidth, scrollHeight } = document.documentElement;
                 return scrollWidth <= innerWidth && scrollHeight <= innerHeight;",
                vec![],
            )
            .await?;
        ensure!(fits, "1280 × 800 needs scrolling");
        page.shoot("open").await
    });
}
