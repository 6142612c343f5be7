//! One `<neuro-glass>` and what a person can do with it.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::page::Page;
use crate::{wait_for, wait_until};

/// At hand in each script: the element, its shadow root, and a look into it that does not come back empty.
const AT_HAND: &str = "
    const element = document.querySelector(given[0]);
    if (!element) throw new Error(`the document has no ${given[0]}`);
    const root = element.shadowRoot;
    const $ = (selector) => {
        const found = root.querySelector(selector);
        if (!found) throw new Error(`the element has no ${selector}`);
        return found;
    };";

/// FNV-1a over all pixels, of a copy: reading the canvas itself would make the browser slow it down.
const HASH_PIXELS: &str = "
    const canvas = $(given[1]);
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const pen = copy.getContext('2d', { willReadFrequently: true });
    pen.drawImage(canvas, 0, 0);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    let hash = 0x811c9dc5;
    for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    return hash;";

/// Loss and share of right answers.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Score {
    /// Mean loss.
    pub loss: f64,
    /// From 0 to 1.
    pub accuracy: f64,
}

/// What `snapshot()` gives, as far as journeys look at it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Snapshot {
    /// Steps done.
    pub step: u64,
    /// Over the points that are trained on.
    pub train: Score,
    /// Over the others.
    pub test: Score,
    /// Of all parameters.
    pub hash: String,
}

/// One element in a page.
pub struct Glass<'page> {
    page: &'page Page,
    selector: String,
}

impl<'page> Glass<'page> {
    pub(crate) fn new(page: &'page Page, selector: &str) -> Self {
        Self {
            page,
            selector: selector.to_owned(),
        }
    }

    /// What this body of an async function returns. At hand are `element`, `root`, `$(selector)`, and what is
    /// given as `given[1]`, ….
    ///
    /// # Errors
    ///
    /// What it throws.
    pub async fn script<T: DeserializeOwned>(&self, body: &str, given: &[Value]) -> Result<T> {
        self.page
            .script(&format!("{AT_HAND} {body}"), self.given(given))
            .await
    }

    fn given(&self, given: &[Value]) -> Vec<Value> {
        [&[json!(self.selector)], given].concat()
    }

    async fn find(&self, selector: &str) -> Result<WebElement> {
        let body = format!("{AT_HAND} return $(given[1]);");
        self.page
            .element(&body, self.given(&[json!(selector)]))
            .await
    }

    /// Waits until the network is shown.
    ///
    /// # Errors
    ///
    /// When it never is, or when the element says why not.
    pub async fn wait_ready(&self) -> Result<()> {
        wait_until("the element's class", async || {
            self.page
                .script(
                    "return customElements.get('neuro-glass') !== undefined;",
                    vec![],
                )
                .await
        })
        .await?;
        // Not `ready` alone: that waits for ever where an element never comes into view.
        wait_until("the element to be ready", async || {
            let body = "
                const late = new Promise((resolve) => setTimeout(resolve, 1000, false));
                return Promise.race([element.ready.then(() => true), late]);";
            self.script(body, &[]).await
        })
        .await
    }

    /// Scrolls it into view.
    ///
    /// # Errors
    ///
    /// When the page does not answer.
    pub async fn scroll_into_view(&self) -> Result<()> {
        self.script("element.scrollIntoView({ block: 'center' });", &[])
            .await
    }

    /// Whether something is there.
    ///
    /// # Errors
    ///
    /// When the page does not answer.
    pub async fn has(&self, selector: &str) -> Result<bool> {
        self.script(
            "return root.querySelector(given[1]) !== null;",
            &[json!(selector)],
        )
        .await
    }

    /// Waits for something, then clicks on it.
    ///
    /// # Errors
    ///
    /// When it never comes or takes no click.
    pub async fn click(&self, selector: &str) -> Result<()> {
        wait_until(selector, async || self.has(selector).await).await?;
        let element = self.find(selector).await?;
        element
            .click()
            .await
            .with_context(|| format!("{selector} takes no click"))
    }

    /// Gives something the focus, then presses keys.
    ///
    /// # Errors
    ///
    /// When it never comes or does not take the focus.
    pub async fn press(
        &self,
        selector: &str,
        keys: impl IntoIterator<Item: Into<char>>,
    ) -> Result<()> {
        wait_until(selector, async || self.has(selector).await).await?;
        let body = "
            $(given[1]).focus();
            if (root.activeElement !== $(given[1])) throw new Error(`${given[1]} does not take the focus`);";
        self.script::<()>(body, &[json!(selector)]).await?;
        self.page.press(keys).await
    }

    /// The text of something.
    ///
    /// # Errors
    ///
    /// When it is not there.
    pub async fn text(&self, selector: &str) -> Result<String> {
        self.script("return $(given[1]).textContent.trim();", &[json!(selector)])
            .await
    }

    /// The accessible name of something, as a screen reader says it.
    ///
    /// # Errors
    ///
    /// When it is not there.
    pub async fn name(&self, selector: &str) -> Result<String> {
        let element = self.find(selector).await?;
        self.page.accessible_name(&element).await
    }

    /// A readout of the bar as a number.
    ///
    /// # Errors
    ///
    /// When it is not there or shows no number.
    pub async fn readout(&self, name: &str) -> Result<f64> {
        let text = self.text(&format!("[data-readout={name}]")).await?;
        let digits: String = text
            .replace('\u{2212}', "-")
            .chars()
            .filter(|c| c.is_ascii_digit() || ".-e".contains(*c))
            .collect();
        digits
            .parse()
            .with_context(|| format!("{name} reads `{text}`"))
    }

    /// A hash of a canvas's pixels.
    ///
    /// # Errors
    ///
    /// When it is not there.
    pub async fn pixels(&self, canvas: &str) -> Result<u32> {
        let selector = format!("canvas[data-canvas={canvas}]");
        self.script(HASH_PIXELS, &[json!(selector)]).await
    }

    /// Waits until a canvas shows something else than `before`, and gives its hash.
    ///
    /// # Errors
    ///
    /// When it never does.
    pub async fn wait_repaint(&self, canvas: &str, before: u32) -> Result<u32> {
        wait_for(&format!("{canvas} to be painted anew"), async || {
            let pixels = self.pixels(canvas).await?;
            Ok((pixels != before).then_some(pixels))
        })
        .await
    }

    /// The present state.
    ///
    /// # Errors
    ///
    /// When the element does not answer.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        self.script("return element.snapshot();", &[]).await
    }

    /// Waits for a state that is as it should be.
    ///
    /// # Errors
    ///
    /// When it never comes.
    pub async fn wait_state(
        &self,
        what: &str,
        fits: impl Fn(&Snapshot) -> bool,
    ) -> Result<Snapshot> {
        wait_for(what, async || {
            let state = self.snapshot().await?;
            Ok(fits(&state).then_some(state))
        })
        .await
    }

    /// Waits until it has trained beyond a step.
    ///
    /// # Errors
    ///
    /// When it never does.
    pub async fn wait_step(&self, step: u64) -> Result<Snapshot> {
        self.wait_state(&format!("a step beyond {step}"), |state| state.step > step)
            .await
    }

    /// Presses the button that plays, and waits until it would pause.
    ///
    /// # Errors
    ///
    /// When it is not there or does not change.
    pub async fn play(&self) -> Result<()> {
        self.toggle("Play", "Pause").await
    }

    /// Presses the button that pauses, and waits until it would play.
    ///
    /// # Errors
    ///
    /// When it is not there or does not change.
    pub async fn pause(&self) -> Result<()> {
        self.toggle("Pause", "Play").await
    }

    async fn toggle(&self, from: &str, to: &str) -> Result<()> {
        const BUTTON: &str = "[data-action=play]";
        for (name, then) in [(from, true), (to, false)] {
            wait_until(&format!("a button named {name}"), async || {
                Ok(self.name(BUTTON).await?.starts_with(name))
            })
            .await?;
            if then {
                self.click(BUTTON).await?;
            }
        }
        Ok(())
    }
}
