//! Where letters come in and reports go out.

use std::cell::{RefCell, RefMut};
use std::rc::Rc;

use neuroglass_core::Refusal;
use neuroglass_protocol::{Letter, Report, from_js, letter_id, to_js, transfers};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::clock::Clock;
use crate::session::{Rest, Session};
use crate::ticker::Ticker;

/// The border between the session and the browser.
struct Desk {
    scope: DedicatedWorkerGlobalScope,
    clock: Clock,
    ticker: Ticker,
    session: RefCell<Session>,
}

/// Begins to listen, and says so.
///
/// # Errors
/// When this is not a worker.
pub fn open() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let desk = Rc::new(Desk {
        clock: Clock::new(scope.performance())?,
        ticker: Ticker::new(&scope)?,
        session: RefCell::default(),
        scope: scope.clone(),
    });
    let ticked = desk.clone();
    desk.ticker.start(move || ticked.turn());
    let listening = desk.clone();
    let on_letter = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        listening.receive(&event.data());
    });
    scope.set_onmessage(Some(on_letter.into_js_value().unchecked_ref()));
    desk.post(Report::Ready);
    Ok(())
}

impl Desk {
    /// Lets the session read a letter. What it says to it goes out at once; the work waits for the next tick, so
    /// that letters that wait behind this one are read first.
    fn receive(&self, message: &JsValue) {
        let id = letter_id(message);
        let Some(mut session) = self.alive() else {
            return;
        };
        match from_js::<Letter>(message) {
            Ok(letter) => session.hear(letter),
            Err(refusal) => session.answer(id, Err(refusal)),
        }
        drop(session);
        self.send_reports();
        self.rest(Rest::None);
    }

    /// One slice of work.
    fn turn(&self) {
        let Some(mut session) = self.alive() else {
            return;
        };
        let rest = session.work(&self.clock);
        drop(session);
        self.send_reports();
        self.rest(rest);
    }

    /// The session, unless a panic has left it half-way: then the page has been told so, by the browser, and
    /// nothing more is said.
    fn alive(&self) -> Option<RefMut<'_, Session>> {
        self.session.try_borrow_mut().ok()
    }

    fn send_reports(&self) {
        let reports = self.session.borrow_mut().take_reports();
        for report in reports {
            self.post(report);
        }
    }

    /// Comes back when there is something to do.
    fn rest(&self, rest: Rest) {
        let asked = match rest {
            Rest::None => self.ticker.soon(),
            Rest::Until(time) => self.ticker.after(time - self.clock.now()),
            Rest::UntilLetter => {
                self.ticker.cancel();
                Ok(())
            }
        };
        if let Err(error) = asked {
            self.apologise(&format!("{error:?}"));
        }
    }

    fn post(&self, mut report: Report) {
        let buffers = transfers(&mut report);
        let posted = to_js(report)
            .map_err(|error| error.to_string())
            .and_then(|message| {
                self.scope
                    .post_message_with_transfer(&message, &buffers)
                    .map_err(|error| format!("{error:?}"))
            });
        if let Err(error) = posted {
            self.apologise(&error);
        }
    }

    /// Says that a message could not be said. It holds nothing but text, so it can.
    fn apologise(&self, error: &str) {
        let report = Report::Refused(Refusal::new(
            "the worker's report",
            error,
            "a message that can be sent",
        ));
        if let Ok(message) = to_js(report) {
            // When even this is impossible there is nobody left to tell.
            let _ = self.scope.post_message(&message);
        }
    }
}
