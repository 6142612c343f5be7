//! A page in a browser.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use anyhow::{Context as _, Error, Result, ensure};
use http::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::glass::Glass;
use crate::server::{Server, Site};
use crate::wait_until;

/// Runs in each document before anything else: keeps count of the workers that the page starts and ends.
const WATCH_WORKERS: &str = "
    window.workers = [];
    window.Worker = class extends Worker {
        constructor(...given) { super(...given); this.alive = true; window.workers.push(this); }
        terminate() { this.alive = false; super.terminate(); }
    };";

/// The colours that a person prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A page, the browser it is open in and the server it comes from.
pub struct Page {
    driver: WebDriver,
    site: Site,
    server: Server,
    // Last, so that it ends after all that speaks with it.
    _browser: Browser,
}

impl Page {
    /// An empty page of 1280 × 800.
    pub(crate) async fn new(site: &Site) -> Result<Self> {
        let server = Server::start(site.clone())?;
        let browser = Browser::start()?;
        let driver = browser.open().await?;
        let page = Self {
            driver,
            site: site.clone(),
            server,
            _browser: browser,
        };
        page.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": WATCH_WORKERS }),
        )
        .await?;
        page.resize(1280, 800).await?;
        Ok(page)
    }

    pub(crate) async fn close(self) -> Result<()> {
        self.driver
            .quit()
            .await
            .context("the browser does not close")
    }

    /// Where the site is served.
    pub fn origin(&self) -> String {
        self.server.origin()
    }

    /// The site that is served.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Opens the hosted page with this address behind its path, and waits until the network is shown.
    ///
    /// # Errors
    ///
    /// When it never is.
    pub async fn open(&self, rest: &str) -> Result<Glass<'_>> {
        self.visit(&format!("{}/{rest}", self.origin())).await?;
        let glass = self.glass("neuro-glass");
        glass.wait_ready().await?;
        Ok(glass)
    }

    /// Opens an address.
    ///
    /// # Errors
    ///
    /// When it cannot be loaded.
    pub async fn visit(&self, address: &str) -> Result<()> {
        // A change of the fragment alone would not load anything.
        self.driver.goto("about:blank").await?;
        self.driver
            .goto(address)
            .await
            .with_context(|| format!("{address} does not load"))
    }

    /// Loads the page again.
    ///
    /// # Errors
    ///
    /// When that fails.
    pub async fn reload(&self) -> Result<Glass<'_>> {
        self.driver.refresh().await?;
        let glass = self.glass("neuro-glass");
        glass.wait_ready().await?;
        Ok(glass)
    }

    /// The address that the browser shows.
    ///
    /// # Errors
    ///
    /// When the browser does not answer.
    pub async fn address(&self) -> Result<String> {
        Ok(self.driver.current_url().await?.to_string())
    }

    /// The element that a selector finds in the document.
    pub fn glass(&self, selector: &str) -> Glass<'_> {
        Glass::new(self, selector)
    }

    /// What this body of an async function returns in the page. `given` is at hand as `given[0]`, ….
    ///
    /// # Errors
    ///
    /// What it throws.
    pub async fn script<T: DeserializeOwned>(&self, body: &str, given: Vec<Value>) -> Result<T> {
        let script = format!("const given = arguments; return (async () => {{ {body} }})();");
        let result = self.driver.execute(script, given).await.map_err(plain)?;
        Ok(result.convert()?)
    }

    /// The element that this body of a function returns in the page.
    ///
    /// # Errors
    ///
    /// When it returns none.
    pub async fn element(&self, body: &str, given: Vec<Value>) -> Result<WebElement> {
        let script = format!("const given = arguments; {body}");
        let result = self.driver.execute(script, given).await.map_err(plain)?;
        Ok(result.element()?)
    }

    /// The name of an element, as a screen reader says it.
    pub(crate) async fn accessible_name(&self, element: &WebElement) -> Result<String> {
        let ask = Command::ExtensionCommand(Box::new(AskName(element.element_id().to_string())));
        Ok(self.driver.cmd(ask).await?.value()?)
    }

    /// Presses and releases keys, one after the other, in what has the focus.
    ///
    /// # Errors
    ///
    /// When the browser does not take them.
    pub async fn press(&self, keys: impl IntoIterator<Item: Into<char>>) -> Result<()> {
        let mut chain = self.driver.action_chain();
        for key in keys {
            let key = key.into();
            chain = chain.key_down(key).key_up(key);
        }
        Ok(chain.perform().await?)
    }

    /// Gives the page another size.
    ///
    /// # Errors
    ///
    /// When the browser refuses.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
            .await
    }

    /// Lets the person prefer other colours.
    ///
    /// # Errors
    ///
    /// When the browser refuses.
    pub async fn prefer(&self, scheme: Scheme) -> Result<()> {
        let value = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.cdp("Emulation.setEmulatedMedia", features).await
    }

    /// How many workers the page has started, and how many of them it has not ended.
    ///
    /// # Errors
    ///
    /// When the page does not answer.
    pub async fn workers(&self) -> Result<(usize, usize)> {
        let body = "return [workers.length, workers.filter((worker) => worker.alive).length];";
        self.script(body, vec![]).await
    }

    /// How many workers the browser itself has running for this page.
    ///
    /// # Errors
    ///
    /// When the browser does not answer.
    pub async fn running_workers(&self) -> Result<usize> {
        let targets = self
            .driver
            .cdp()
            .send_raw("Target.getTargets", json!({}))
            .await?;
        let targets = targets["targetInfos"]
            .as_array()
            .context("no list of targets")?;
        Ok(targets
            .iter()
            .filter(|target| target["type"] == "worker")
            .count())
    }

    /// Waits until so many frames have been shown.
    ///
    /// # Errors
    ///
    /// When the page does not answer.
    pub async fn frames(&self, count: u32) -> Result<()> {
        let body =
            "for (let i = 0; i < given[0]; i += 1) await new Promise(requestAnimationFrame);";
        self.script(body, vec![count.into()]).await
    }

    /// What keeps people out, by axe-core's judgement: only what it calls serious or critical.
    ///
    /// # Errors
    ///
    /// When axe-core is not there or breaks down.
    pub async fn barriers(&self) -> Result<Vec<String>> {
        let path = env::var_os("NEUROGLASS_AXE").map_or_else(
            || {
                PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                    .join("../target/tools/node_modules/axe-core/axe.min.js")
            },
            PathBuf::from,
        );
        let axe = fs::read_to_string(&path).with_context(|| {
            format!(
                "axe-core is not in {}; `cargo xtask setup` brings it",
                path.display()
            )
        })?;
        self.driver.execute(axe, vec![]).await.map_err(plain)?;
        let body = "
            const { violations } = await axe.run(document, { resultTypes: ['violations'] });
            return violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .flatMap(({ id, help, nodes }) => nodes.map(({ html, target }) => `${id}: ${help}: ${target} ${html}`));";
        self.script(body, vec![]).await
    }

    /// Fails when the browser's console complains.
    pub(crate) async fn check_console(&self) -> Result<()> {
        let complaints = self.complaints().await?;
        ensure!(
            complaints.is_empty(),
            "the console complains:\n{}",
            complaints.join("\n")
        );
        Ok(())
    }

    /// What the console has complained about since the last look.
    ///
    /// # Errors
    ///
    /// When the browser does not answer.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let entries = self.driver.browser_log().await?;
        let complaints = entries
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.level == "WARNING");
        Ok(complaints
            .map(|entry| format!("{}: {}", entry.level, entry.message))
            .collect())
    }

    /// Adds to an error what can be seen of the page.
    pub(crate) async fn explain(&self, error: Error) -> Error {
        let complaints = self.complaints().await.unwrap_or_default();
        let said = if complaints.is_empty() {
            "nothing".to_owned()
        } else {
            complaints.join("\n")
        };
        let shown = self.visible_words().await.unwrap_or_default();
        // The journey has failed already; a picture that fails too adds nothing.
        let _ = self.shoot("failed").await;
        error.context(format!("the page says `{shown}`, and its console {said}"))
    }

    /// What the elements have to say to the person just now.
    async fn visible_words(&self) -> Result<String> {
        let body = "
            const words = '[data-notice], [role=alert], .loading';
            return [...document.querySelectorAll('neuro-glass')]
                .flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll(words) ?? [])])
                .map((note) => note.textContent.trim())
                .join(' ');";
        self.script(body, vec![]).await
    }

    /// Takes a picture, when `NEUROGLASS_SHOTS` names a folder for it.
    ///
    /// # Errors
    ///
    /// When it cannot be taken or written.
    pub async fn shoot(&self, name: &str) -> Result<()> {
        let Some(folder) = env::var_os("NEUROGLASS_SHOTS") else {
            return Ok(());
        };
        fs::create_dir_all(&folder)?;
        let thread = std::thread::current();
        let journey = thread.name().unwrap_or("journey").replace("::", "-");
        let path = Path::new(&folder).join(format!("{journey}-{name}.png"));
        Ok(self.driver.screenshot(&path).await?)
    }

    async fn cdp(&self, method: &str, parameters: Value) -> Result<()> {
        self.driver.cdp().send_raw(method, parameters).await?;
        Ok(())
    }

    /// Waits until the page itself has started so many workers, and ended all but so many.
    ///
    /// # Errors
    ///
    /// When it never has.
    pub async fn wait_workers(&self, alive: usize) -> Result<()> {
        wait_until(&format!("{alive} workers"), async || {
            Ok(self.workers().await?.1 == alive && self.running_workers().await? == alive)
        })
        .await
    }
}

/// An error of the page's script without the driver's own stack behind it.
fn plain(error: WebDriverError) -> Error {
    match error.as_inner() {
        WebDriverErrorInner::JavascriptError(info) => {
            let text = info
                .value
                .message
                .split('\n')
                .next()
                .unwrap_or_default()
                .to_owned();
            Error::msg(text)
        }
        _ => error.into(),
    }
}

/// Asks for an element's accessible name, which the driver's library does not know how to ask for.
#[derive(Debug)]
struct AskName(String);

impl ExtensionCommand for AskName {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> Method {
        Method::GET
    }

    fn endpoint(&self) -> Arc<str> {
        format!("/element/{}/computedlabel", self.0).into()
    }
}
