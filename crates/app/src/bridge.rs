//! The worker's life: start, handshake, queue, questions, and a successor when it dies.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use js_sys::{Array, Function, Promise};
use neuroglass_core::Refusal;
use neuroglass_protocol::{
    Checkpoint, Command, Finding, Frame, Letter, from_js, part_from_js, to_js,
};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, Event, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use crate::js::{JsResult, refusal_error, sentence};
use crate::listener::Listener;

/// What the bridge tells its owner.
pub enum News {
    /// Something to see.
    Frame(Box<Frame>),
    /// Something was found out.
    Finding(Box<Finding>),
    /// Something was not done, and why.
    Refused(Refusal),
    /// The worker died and another one has been started; it knows nothing yet.
    Revived,
    /// There is no worker and there will be none: why, in a sentence.
    Failed(String),
}

/// A worker and what listens to it; dropping it ends the worker.
struct Life {
    worker: Worker,
    url: String,
    _listeners: [Listener; 3],
}

impl Drop for Life {
    fn drop(&mut self) {
        self.worker.terminate();
        let _ = Url::revoke_object_url(&self.url);
    }
}

/// A question's promise.
struct Waiting {
    resolve: Function,
    reject: Function,
}

/// The only thing in the page that holds a worker.
pub struct Bridge {
    base: String,
    this: Weak<Self>,
    tell: Box<dyn Fn(News)>,
    life: RefCell<Option<Life>>,
    ready: Cell<bool>,
    queue: RefCell<Vec<Letter>>,
    waiting: RefCell<HashMap<u32, Waiting>>,
    next_id: Cell<u32>,
    deaths_in_a_row: Cell<u32>,
    checkpoint: RefCell<Option<Box<Checkpoint>>>,
    /// Why there is no worker and will be none.
    failure: RefCell<Option<String>>,
}

/// Deaths without a frame in between after which the worker is given up.
const PATIENCE: u32 = 3;

impl Bridge {
    /// Starts a worker whose files lie in the folder `base`, an absolute URL that ends in a slash.
    pub fn new(base: String, tell: impl Fn(News) + 'static) -> Rc<Self> {
        let bridge = Rc::new_cyclic(|this| Self {
            base,
            this: this.clone(),
            tell: Box::new(tell),
            life: RefCell::new(None),
            ready: Cell::new(false),
            queue: RefCell::new(Vec::new()),
            waiting: RefCell::new(HashMap::new()),
            next_id: Cell::new(0),
            deaths_in_a_row: Cell::new(0),
            checkpoint: RefCell::new(None),
            failure: RefCell::new(None),
        });
        bridge.start();
        bridge
    }

    /// Sends a command that needs no answer.
    pub fn send(&self, command: Command) {
        self.post(Letter::from(command));
    }

    /// Sends a command; the promise is settled when it has been carried out or refused.
    pub fn ask(&self, command: Command) -> Promise {
        if let Some(why) = &*self.failure.borrow() {
            return Promise::reject(&js_sys::Error::new(why));
        }
        let id = self.next_id.get();
        self.next_id.set(id.wrapping_add(1));
        let promise = Promise::new(&mut |resolve, reject| {
            self.waiting
                .borrow_mut()
                .insert(id, Waiting { resolve, reject });
        });
        self.post(Letter {
            id: Some(id),
            command,
        });
        promise
    }

    /// The last state that the worker put aside for its successor.
    pub fn checkpoint(&self) -> Option<Box<Checkpoint>> {
        self.checkpoint.borrow().clone()
    }

    /// Forgets that state: it is of another run.
    pub fn forget_checkpoint(&self) {
        self.checkpoint.replace(None);
    }

    fn start(&self) {
        self.ready.set(false);
        match self.begin_life() {
            Ok(life) => {
                self.life.replace(Some(life));
            }
            Err(error) => self.fail(&format!(
                "No worker could be started, so nothing can train here: {} The page's content policy needs \
                 `worker-src blob:`.",
                sentence(&error)
            )),
        }
    }

    fn begin_life(&self) -> JsResult<Life> {
        let code = js_sys::JSON::stringify(&format!("{}neuroglass-app.js", self.base).into())?;
        // A worker must come from the page's own origin; a Blob does, and may import from elsewhere. A static
        // import would be held against `worker-src`, which allows no more than the Blob; a dynamic one is a script.
        // The module comes from the page, compiled, as the first message.
        let script = format!(
            "const first = new Promise((heard, failed) => {{\n\
             addEventListener('message', heard, {{ once: true }});\n\
             addEventListener('messageerror', failed, {{ once: true }});\n\
             }});\n\
             const {{ default: init, work }} = await import({code});\n\
             await init({{ module_or_path: (await first).data }});\n\
             work();"
        );
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&script.into()), &kind)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("neuroglass");
        let worker = Worker::new_with_options(&url, &options)?;

        let hear = |handle: fn(&Self, Event)| {
            let this = self.this.clone();
            move |event: Event| {
                if let Some(bridge) = this.upgrade() {
                    handle(&bridge, event);
                }
            }
        };
        let listeners = [
            Listener::new(&worker, "message", hear(Self::hear)),
            Listener::new(&worker, "error", hear(|bridge, event| bridge.die(&event))),
            Listener::new(
                &worker,
                "messageerror",
                hear(|bridge, event| bridge.die(&event)),
            ),
        ];
        let life = Life {
            worker,
            url,
            _listeners: listeners,
        };
        life.worker.post_message(&wasm_bindgen::module())?;
        Ok(life)
    }

    fn post(&self, letter: Letter) {
        if !self.ready.get() {
            self.queue.borrow_mut().push(letter);
            return;
        }
        let id = letter.id;
        let sent = match (&*self.life.borrow(), to_js(letter)) {
            (Some(life), Ok(message)) => life.worker.post_message(&message).is_ok(),
            _ => false,
        };
        // A letter that cannot be written, as with a count beyond what a number holds, must not be waited for.
        if !sent && let Some(waiting) = id.and_then(|id| self.waiting.borrow_mut().remove(&id)) {
            let error =
                js_sys::Error::new("The command could not be sent: a number in it is too large.");
            let _ = waiting.reject.call1(&JsValue::NULL, &error);
        }
    }

    fn hear(&self, event: Event) {
        let data = event.unchecked_into::<MessageEvent>().data();
        if self.read(&data).is_none() {
            self.fail("The worker cannot be understood. Reload the page to mend it.");
        }
    }

    /// Reads a [`neuroglass_protocol::Report`] variant by variant. Answers are for the host page's scripts: they pass
    /// through as they are, and the page carries no code to take them apart.
    fn read(&self, data: &JsValue) -> Option<()> {
        let (kind, body) = variant(data)?;
        match kind.as_str() {
            "ready" => self.greet(),
            "frame" => {
                self.deaths_in_a_row.set(0);
                (self.tell)(News::Frame(Box::new(part_from_js(data, &body).ok()?)));
            }
            "finding" => {
                (self.tell)(News::Finding(Box::new(part_from_js(data, &body).ok()?)));
            }
            "checkpoint" => {
                self.checkpoint
                    .replace(Some(Box::new(part_from_js(data, &body).ok()?)));
            }
            "refused" => (self.tell)(News::Refused(from_js(&body).ok()?)),
            "answer" => self.settle(get(&body, "id")?.as_f64()? as u32, &get(&body, "answer")?),
            _ => return None,
        }
        Some(())
    }

    fn greet(&self) {
        self.ready.set(true);
        for letter in self.queue.take() {
            self.post(letter);
        }
    }

    fn settle(&self, id: u32, answer: &JsValue) {
        let Some(Waiting { resolve, reject }) = self.waiting.borrow_mut().remove(&id) else {
            return;
        };
        // `{ Ok: "done" }`, `{ Ok: { snapshot: … } }` or `{ Err: refusal }`.
        let settled = match variant(answer) {
            Some((outcome, body)) if outcome == "Ok" => {
                let value = variant(&body).map_or(JsValue::UNDEFINED, |(_, value)| value);
                resolve.call1(&JsValue::NULL, &value)
            }
            Some((_, body)) => {
                let error =
                    from_js(&body).map_or(JsValue::UNDEFINED, |refusal| refusal_error(&refusal));
                reject.call1(&JsValue::NULL, &error)
            }
            None => reject.call0(&JsValue::NULL),
        };
        // The host page's own code runs here, and its errors are its own.
        let _ = settled;
    }

    fn die(&self, event: &Event) {
        // Said here in the person's words; the browser's own line would say it twice.
        event.prevent_default();
        let listened = self.ready.get();
        self.life.replace(None);
        // What no worker has heard yet is for the next one.
        if listened {
            self.queue.borrow_mut().clear();
            self.reject_all("The worker was restarted before it could answer. Ask again.");
        }
        let deaths = self.deaths_in_a_row.get() + 1;
        self.deaths_in_a_row.set(deaths);
        if deaths > PATIENCE {
            self.fail(
                "The worker cannot be started. Its files may be missing, or the page's content policy forbids it: \
                 it needs `worker-src blob:` and `script-src` with `'wasm-unsafe-eval'`. If a new version has just been \
                 published, reload the page.",
            );
            return;
        }
        self.start();
        if listened {
            (self.tell)(News::Revived);
        }
    }

    /// Gives up: there is no worker, and whoever waits for one hears why.
    fn fail(&self, why: &str) {
        self.life.replace(None);
        self.queue.borrow_mut().clear();
        self.failure.replace(Some(why.to_owned()));
        self.reject_all(why);
        (self.tell)(News::Failed(why.to_owned()));
    }

    fn reject_all(&self, why: &str) {
        for (_, Waiting { reject, .. }) in self.waiting.take() {
            let _ = reject.call1(&JsValue::NULL, &js_sys::Error::new(why));
        }
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.reject_all("The element was removed from its document.");
    }
}

/// The name and the body of an enum's value, as serde writes it: an object of one, or the bare name of what has no body.
fn variant(value: &JsValue) -> Option<(String, JsValue)> {
    if let Some(name) = value.as_string() {
        return Some((name, JsValue::UNDEFINED));
    }
    if !value.is_object() {
        return None;
    }
    let entries = js_sys::Object::entries(value.unchecked_ref());
    let entry: Array = entries.get(0).dyn_into().ok()?;
    Some((entry.get(0).as_string()?, entry.get(1)))
}

fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(value, &name.into()).ok()
}
