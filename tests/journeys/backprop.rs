//! Following one example forwards and back.

use anyhow::{Context as _, Result, ensure};
use journeys::{Glass, Page, journey, wait_until};
use serde::Deserialize;
use serde_json::json;
use thirtyfour::Key;

/// What PyTorch says of the preset "2-2-2-2" with certain parameters; the core is held against it too.
const FILE: &str = include_str!("../parity/two_by_two.json");

#[derive(Deserialize)]
struct Case {
    parameters: Vec<f64>,
    traces: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    sample: usize,
    layers: Vec<Layer>,
    loss: f64,
}

#[derive(Deserialize)]
struct Layer {
    z: Vec<f64>,
    a: Vec<f64>,
    dz: Vec<f64>,
    dw: Vec<f64>,
    db: Vec<f64>,
}

/// Opens the preset by the menu, then the panel.
async fn open(page: &Page) -> Result<Glass<'_>> {
    let glass = page.open("").await?;
    glass.click("[data-action=experiments]").await?;
    glass.click("[data-preset='2-2-2-2']").await?;
    wait_until("the preset to be there", async || {
        let body = "
            const { layers } = await element.snapshot();
            return layers.length === 3 && layers.every(({ bias }) => bias.length === 2);";
        glass.script(body, &[]).await
    })
    .await?;
    glass.click("[data-tab=Backprop]").await?;
    Ok(glass)
}

/// Gives each weight and bias a value, in the order of the core.
async fn set_all(glass: &Glass<'_>, parameters: &[f64]) -> Result<()> {
    let body = "
        const values = [...given[1]];
        for (let layer = 0; layer < 3; layer += 1) {
            for (const unit of [0, 1]) {
                for (const input of [0, 1]) {
                    const weight = { layer, unit, input, value: values.shift() };
                    await element.edit({ weight });
                }
            }
            for (const unit of [0, 1]) await element.edit({ bias: { layer, unit, value: values.shift() } });
        }
        return values.length;";
    let left: usize = glass.script(body, &[json!(parameters)]).await?;
    ensure!(left == 0, "{left} numbers too many");
    Ok(())
}

/// Numbers as they are written, in one or many places.
async fn numbers(glass: &Glass<'_>, selector: &str) -> Result<Vec<f64>> {
    let body = "
        const places = [...root.querySelectorAll(given[1])];
        return places.map(({ textContent }) => Number(textContent.replaceAll('−', '-')));";
    glass.script(body, &[json!(selector)]).await
}

/// Waits until these numbers stand there, up to their last digit.
async fn wait_numbers(glass: &Glass<'_>, what: &str, selector: &str, wanted: &[f64]) -> Result<()> {
    wait_until(&format!("{what} to be {wanted:?}"), async || {
        let shown = numbers(glass, selector).await?;
        let is_close = |(shown, wanted): (&f64, &f64)| {
            (shown - wanted).abs() <= f64::max(0.000_051, 0.06 * wanted.abs().min(0.002))
        };
        Ok(shown.len() == wanted.len() && shown.iter().zip(wanted).all(is_close))
    })
    .await
}

/// Looks at both units of a layer.
async fn wait_units(glass: &Glass<'_>, what: &str, layer: usize, wanted: &[f64]) -> Result<()> {
    for (unit, &wanted) in wanted.iter().enumerate() {
        let tile = format!("[data-neuron='{}-{unit}']", layer + 1);
        glass.click(&tile).await?;
        wait_numbers(
            glass,
            &format!("{what}{layer}·{unit}"),
            "[data-result]",
            &[wanted],
        )
        .await?;
    }
    Ok(())
}

async fn forward(glass: &Glass<'_>) -> Result<()> {
    glass.click("[data-action=operation-forward]").await
}

/// One example from the first operation to the last.
async fn walk(glass: &Glass<'_>, table: &Table) -> Result<()> {
    glass.click("[data-operation='0']").await?;
    for (layer, of) in table.layers.iter().enumerate() {
        wait_units(glass, "z", layer, &of.z).await?;
        forward(glass).await?;
        wait_units(glass, "a", layer, &of.a).await?;
        forward(glass).await?;
    }
    wait_numbers(glass, "L", "[data-result]", &[table.loss]).await?;
    for (layer, of) in table.layers.iter().enumerate().rev() {
        forward(glass).await?;
        wait_units(glass, "δ", layer, &of.dz).await?;
        forward(glass).await?;
        let row = |unit: usize| [of.dw[2 * unit], of.dw[2 * unit + 1], of.db[unit]];
        let wanted = [row(0), row(1)].concat();
        wait_numbers(glass, "slopes", "[data-slope]", &wanted).await?;
        let errors = numbers(glass, ".slope-error").await?;
        ensure!(
            errors.len() == 6 && errors.iter().all(|error| *error < 1e-4),
            "backprop and nudging are apart: {errors:?}"
        );
    }
    Ok(())
}

#[test]
fn walks_through_backprop_and_finds_the_numbers_of_pytorch() {
    journey(async |page| {
        let cases: Vec<Case> = serde_json::from_str(FILE)?;
        let case = cases.first().context("a case")?;
        let glass = open(page).await?;
        set_all(&glass, &case.parameters).await?;
        for table in &case.traces {
            let number = (table.sample + 1).to_string();
            let field = "$('[data-value=sample]').focus(); $('[data-value=sample]').select();";
            glass.script::<()>(field, &[]).await?;
            page.press(number.chars()).await?;
            page.press([Key::Enter]).await?;
            walk(&glass, table).await?;
        }
        let ends: bool = glass
            .script(
                "return $('[data-action=operation-forward]').ariaDisabled === 'true';",
                &[],
            )
            .await?;
        ensure!(ends, "there is something after the last operation");
        page.shoot("end").await
    });
}

#[test]
fn chooses_another_point_and_another_operation_by_keyboard() {
    journey(async |page| {
        let glass = open(page).await?;
        wait_until("the point", async || glass.has(".picker-truth").await).await?;
        let first = glass.text(".picker-truth").await?;
        let ring = "const { left, top } = $('.picked-ring').style; return `${left} ${top}`;";
        let before: String = glass.script(ring, &[]).await?;
        glass
            .press("[data-value=sample]", [Key::Up, Key::Up])
            .await?;
        wait_until("another point", async || {
            let after: String = glass.script(ring, &[]).await?;
            Ok(after != before && glass.text(".picker-truth").await? != first)
        })
        .await?;
        let number: String = glass
            .script("return $('[data-value=sample]').value;", &[])
            .await?;
        ensure!(number == "3", "it says point {number}");

        glass
            .press(".step.here button", [Key::Right, Key::Right])
            .await?;
        wait_until("the third operation", async || {
            let name = glass.name("[aria-current=step]").await?;
            Ok(name.starts_with("3 of 13, forward"))
        })
        .await?;
        glass.press(".step.here button", [Key::End]).await?;
        wait_until("the last operation", async || {
            let said = glass.text(".one-operation [role=status]").await?;
            Ok(said.contains("layer 1") && said.contains("slope of L along w 11 of layer 1"))
        })
        .await
    });
}

#[test]
fn a_press_on_a_point_of_the_map_chooses_it() {
    journey(async |page| {
        let glass = open(page).await?;
        let body = "
            const { inputs: [x, y] } = await element.trace(216);
            const map = $('[data-probe]');
            const { left, top, width, height } = map.getBoundingClientRect();
            const clientX = left + (x / 6 + 1) / 2 * width;
            const clientY = top + (1 - y / 6) / 2 * height;
            map.dispatchEvent(new MouseEvent('click', { clientX, clientY, bubbles: true, composed: true }));";
        glass.script::<()>(body, &[]).await?;
        wait_until("point 217", async || {
            let body = "return $('[data-value=sample]').value === '217';";
            glass.script(body, &[]).await
        })
        .await
    });
}
