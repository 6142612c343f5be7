//! The handle that the custom element holds: its methods are the element's.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use leptos::mount::mount_to;
use leptos::prelude::*;
use neuroglass_core::{Edit, Experiment, RunDocument};
use neuroglass_protocol::{Ask, Command, document_from_js, document_to_js};
use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, HtmlElement, ShadowRoot};

use crate::glass::{Glass, Options, Panels};
use crate::js::{JsResult, dispatch, refusal_error};
use crate::view::page::Page;
use crate::{address, styles, theme};

/// One mounted instance. Dropping it ends everything that it started.
#[wasm_bindgen]
pub struct Instance {
    glass: Glass,
    ready: Promise,
    _mounted: Box<dyn std::any::Any>,
    shadow: ShadowRoot,
    sheet: CssStyleSheet,
    root: HtmlElement,
}

/// Mounts an instance into the shadow `root` of `host`.
///
/// `options` is an object with `base` (the folder of our files, an absolute URL ending in a slash), `page` (whether the
/// instance is the whole page), `panels` (what else an embedded one shows, see [`Panels`]) and `run` (a run document, or
/// nothing for the default one).
///
/// # Errors
/// When `options.run` is not a valid run, an `Error` with its `field`; nothing is mounted then.
#[wasm_bindgen]
pub fn mount(root: &ShadowRoot, host: &HtmlElement, options: &JsValue) -> JsResult<Instance> {
    console_error_panic_hook::set_once();
    let option =
        |name: &str| js_sys::Reflect::get(options, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let page = option("page").is_truthy();
    let given = option("run");
    let run = if given.is_undefined() || given.is_null() {
        None
    } else {
        Some(read_run(given)?)
    };

    let document = host
        .owner_document()
        .ok_or("the element is in no document")?;
    let sheet = styles::adopt_all(root)?;
    let body: HtmlElement = document.create_element("div")?.unchecked_into();
    body.set_class_name("glass");
    root.append_child(&body)?;

    let named = option("panels").as_string().unwrap_or_default();
    let options = Options {
        base: option("base").as_string().unwrap_or_default(),
        page,
        panels: if page {
            Panels::ALL
        } else {
            Panels::parse(&named)
        },
    };
    let started: Rc<RefCell<Option<(Glass, Promise)>>> = Rc::default();
    let handle = {
        let (host, root, started) = (host.clone(), body.clone(), Rc::clone(&started));
        mount_to(body.clone(), move || {
            let glass = Glass::new(host, root, options);
            provide_context(glass);
            theme::follow(glass);
            let (run, at) = match run {
                Some(run) => (run, 0),
                None if page => address::open(glass),
                None => (RunDocument::default(), 0),
            };
            started.replace(Some((glass, glass.open_first(run, at))));
            if page {
                address::follow(glass);
            }
            view! { <Page/> }
        })
    };
    let (glass, ready) = started.take().ok_or("the instance did not start")?;
    Ok(Instance {
        glass,
        ready,
        _mounted: Box::new(handle),
        shadow: root.clone(),
        sheet,
        root: body,
    })
}

fn read_run(value: JsValue) -> JsResult<RunDocument> {
    let run: RunDocument =
        document_from_js("run", &value).map_err(|refusal| refusal_error(&refusal))?;
    run.check().map_err(|refusal| refusal_error(&refusal))?;
    Ok(run)
}

#[wasm_bindgen]
impl Instance {
    /// Settled when the first state is there.
    pub fn ready(&self) -> Promise {
        self.ready.clone()
    }

    /// Whether any of it can be seen. When not, it does not train.
    pub fn set_visible(&self, visible: bool) {
        self.glass.watch.update(|watch| watch.visible = visible);
    }

    /// Chooses `"light"`, `"dark"`, or what the person prefers.
    pub fn set_theme(&self, theme: &str) {
        theme::choose(self.glass, theme);
    }

    /// The settings as they are now.
    pub fn experiment(&self) -> JsValue {
        document_to_js(&self.glass.settings.get_untracked())
    }

    /// Starts over with another experiment.
    ///
    /// # Errors
    /// With the field's path, when it is not valid; nothing has changed then.
    pub fn set_experiment(&self, experiment: JsValue) -> JsResult<()> {
        let experiment: Experiment = document_from_js("experiment", &experiment)
            .map_err(|refusal| refusal_error(&refusal))?;
        experiment
            .check()
            .map_err(|refusal| refusal_error(&refusal))?;
        self.start(RunDocument {
            experiment,
            ..RunDocument::default()
        });
        Ok(())
    }

    /// The run: what it started from, and what was done to it.
    pub fn run(&self) -> JsValue {
        document_to_js(&self.glass.run.get_untracked())
    }

    /// Starts over with another run.
    ///
    /// # Errors
    /// With the field's path, when it is not valid; nothing has changed then.
    pub fn set_run(&self, run: JsValue) -> JsResult<()> {
        self.start(read_run(run)?);
        Ok(())
    }

    fn start(&self, run: RunDocument) {
        self.glass.open(run, 0);
    }

    /// Trains until told otherwise.
    pub fn play(&self) -> Promise {
        self.glass
            .ask(Command::Play(self.glass.pace.get_untracked()))
    }

    /// Stops training.
    pub fn pause(&self) -> Promise {
        self.glass.ask(Command::Pause)
    }

    /// Does `steps` more steps as fast as possible; settled on arrival.
    pub fn advance(&self, steps: f64) -> Promise {
        self.glass.ask(Command::Advance(whole(steps)))
    }

    /// Goes to a step; settled on arrival.
    pub fn seek(&self, step: f64) -> Promise {
        self.glass.ask(Command::Seek(whole(step)))
    }

    /// Starts over from step 0 with the present settings.
    pub fn reset(&self) -> Promise {
        self.glass.forget_checkpoint();
        self.glass.ask(Command::Reset)
    }

    /// Changes something now.
    ///
    /// # Errors
    /// When `edit` is no edit at all; an edit that does not fit the network rejects the promise.
    pub fn edit(&self, edit: JsValue) -> JsResult<Promise> {
        let edit: Edit =
            document_from_js("edit", &edit).map_err(|refusal| refusal_error(&refusal))?;
        self.glass.before_edit(&edit);
        // Who has waited for an edit finds it in `run`, whether or not there was a frame since.
        let made = self.glass.ask(Command::Edit(edit));
        let told = self.glass.ask(Command::Ask(Ask::Document));
        let glass = self.glass;
        let read = Closure::once_into_js(move |answers: js_sys::Array| {
            let answer = js_sys::Reflect::get(&answers.get(1), &"run".into());
            if let Ok(run) = answer.map_or_else(
                |_| Err(()),
                |run| document_from_js("run", &run).map_err(|_| ()),
            ) {
                let _ = glass.run.try_set(run);
            }
        });
        let both = Promise::all(&js_sys::Array::of2(&made, &told));
        Ok(then(&both, &read).unwrap_or(made))
    }

    /// The present state in numbers.
    pub fn snapshot(&self) -> Promise {
        self.glass.ask(Command::Ask(Ask::Snapshot))
    }

    /// The whole forward and backward pass of one training example.
    pub fn trace(&self, sample: u32) -> Promise {
        self.glass.ask(Command::Ask(Ask::Trace { sample }))
    }

    /// What the network says to `rows`, an array of `[x₁, x₂]`.
    ///
    /// # Errors
    /// When the rows are not pairs of numbers.
    pub fn predict(&self, rows: JsValue) -> JsResult<Promise> {
        let rows: Vec<[f32; 2]> =
            document_from_js("rows", &rows).map_err(|refusal| refusal_error(&refusal))?;
        Ok(self.glass.ask(Command::Ask(Ask::Predict { rows })))
    }

    /// Ends the worker, the listeners and the frames, and empties the element.
    pub fn dispose(self) {
        drop(self);
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.glass.shut();
        styles::abandon(&self.shadow, &self.sheet);
        self.root.remove();
    }
}

impl Glass {
    /// Opens the first run, says so to the host when it stands, and asks for the first frame.
    fn open_first(self, run: RunDocument, at: u64) -> Promise {
        self.run.set(run.clone());
        // Known at once: who asks before the first frame shall not hear of another experiment.
        self.settings.set(run.experiment.clone());
        let opened = self.ask(Command::Open {
            run: Box::new(run),
            at,
            checkpoint: None,
        });
        self.send(Command::Take);
        let host = self.host();
        let announce =
            Closure::once_into_js(move |_: JsValue| dispatch(&host, "ready", &JsValue::UNDEFINED));
        then(&opened, &announce).unwrap_or(opened)
    }
}

/// `promise.then(callback)`.
fn then(promise: &Promise, callback: &JsValue) -> Option<Promise> {
    let then: js_sys::Function = js_sys::Reflect::get(promise, &"then".into())
        .ok()?
        .dyn_into()
        .ok()?;
    then.call1(promise, callback).ok()?.dyn_into().ok()
}

/// A count that a script gave. What is beyond all runs stays beyond them, so that it is refused by name.
fn whole(count: f64) -> u64 {
    (count.max(0.0) as u64).min(1 << 52)
}
