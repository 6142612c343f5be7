//! Several classes, several values.

use anyhow::{Result, ensure};
use journeys::{Glass, Page, journey, wait_until};
use serde_json::{Value, json};

async fn open(page: &Page, experiment: Value) -> Result<Glass<'_>> {
    let glass = page.open("").await?;
    glass
        .script::<()>("element.experiment = given[1];", &[experiment])
        .await?;
    Ok(glass)
}

/// What a screen reader says of the large map.
async fn map_in_words(glass: &Glass<'_>) -> Result<String> {
    glass.name("[data-probe]").await
}

#[test]
fn three_classes_become_three_regions() {
    journey(async |page| {
        let experiment = json!({
            "data": { "shape": "pinwheel", "classes": 3 },
            "hidden": [{ "dense": { "units": 8 } }, { "dense": { "units": 6 } }],
            "optimizer": { "adam": { "rate": 0.01 } },
        });
        let glass = open(page, experiment).await?;
        wait_until("a tile for each class", async || {
            Ok(
                glass.has("[data-neuron='3-2']").await?
                    && !glass.has("[data-neuron='3-3']").await?,
            )
        })
        .await?;
        // The loss comes along with the output that it reads.
        let choose = "
            const menus = root.querySelectorAll('[data-control=activation]');
            const menu = menus[menus.length - 1];
            menu.selectedIndex = [...menu.options].findIndex(({ text }) => text === 'softmax');
            menu.dispatchEvent(new Event('change', { bubbles: true }));";
        glass.script::<()>(choose, &[]).await?;
        wait_until("a softmax and its loss", async || {
            let body = "
                const { output, loss } = element.experiment;
                return output.activation === 'softmax' && loss === 'softmaxCrossEntropy';";
            glass.script(body, &[]).await
        })
        .await?;
        let unlearned = glass.pixels("output").await?;
        glass.play().await?;
        let state = glass
            .wait_state("classes told apart", |state| state.test.accuracy > 0.9)
            .await?;
        glass.wait_repaint("output", unlearned).await?;
        glass.pause().await?;
        wait_until("regions in words", async || {
            let words = map_in_words(&glass).await?;
            Ok((0..3).all(|class| words.contains(&format!("percent of it is class {class}"))))
        })
        .await?;
        ensure!(state.train.loss < 0.5, "{state:?}");

        // The probe reads all of them, and probabilities add up to one.
        glass
            .press("[data-probe]", [thirtyfour::Key::Right])
            .await?;
        wait_until("three probabilities", async || {
            let body = "
                const outputs = [...root.querySelectorAll('.probe-output')];
                const texts = outputs.map((output) => output.textContent.replace(output.firstElementChild.textContent, ''));
                const sum = texts.map(Number).reduce((sum, value) => sum + value, 0);
                return texts.length === 3 && Math.abs(sum - 1) < 0.02;";
            glass.script(body, &[]).await
        })
        .await?;
        page.shoot("regions").await?;
        page.resize(390, 844).await?;
        page.frames(3).await?;
        page.shoot("phone").await
    });
}

#[test]
fn two_values_are_learned_and_shown_one_by_one() {
    journey(async |page| {
        let experiment = json!({
            "data": { "shape": "swirl" },
            "hidden": [{ "dense": { "units": 8 } }, { "dense": { "units": 8 } }],
            "output": { "activation": "linear" },
            "optimizer": { "adam": { "rate": 0.01 } },
        });
        let glass = open(page, experiment).await?;
        glass.play().await?;
        glass
            .wait_state("values explained", |state| state.test.accuracy > 0.9)
            .await?;
        glass.pause().await?;
        wait_until("R² in the bar", async || {
            Ok(glass.readout("R²").await? > 0.9)
        })
        .await?;
        let first = glass.pixels("output").await?;
        glass.click("[data-neuron='3-1']").await?;
        glass.wait_repaint("output", first).await?;
        let title = glass.text(".output .note").await?;
        ensure!(title.starts_with("ŷ₂"), "the map is of {title}");
        page.shoot("second").await
    });
}
