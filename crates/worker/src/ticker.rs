//! Lets the browser deliver messages, and comes back.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel};

use crate::clock::Millis;

/// The longest sleep. Browsers count timeouts in 31 bits; whoever wakes too early sleeps again.
const LONGEST_SLEEP: Millis = 60_000.0;

/// Calls one function again and again, for as long as it is asked to.
///
/// A message to oneself comes back behind the messages that wait already, and at once when there are
/// none; a timeout of 0 would be held back for 4 ms.
pub struct Ticker {
    scope: DedicatedWorkerGlobalScope,
    channel: MessageChannel,
    /// Whether a message to oneself is under way.
    ticking: Rc<Cell<bool>>,
    timer: Rc<Cell<Option<i32>>>,
    wake: OnceCell<Closure<dyn FnMut()>>,
}

impl Ticker {
    /// A ticker that calls nothing yet.
    pub fn new(scope: &DedicatedWorkerGlobalScope) -> Result<Self, JsValue> {
        Ok(Self {
            scope: scope.clone(),
            channel: MessageChannel::new()?,
            ticking: Rc::default(),
            timer: Rc::default(),
            wake: OnceCell::new(),
        })
    }

    /// From now on calls `turn`, for as long as this worker lives.
    pub fn start(&self, turn: impl Fn() + Clone + 'static) {
        let (ticking, timer) = (self.ticking.clone(), self.timer.clone());
        let on_timeout = turn.clone();
        let tick = Closure::<dyn FnMut()>::new(move || {
            ticking.set(false);
            turn();
        });
        let wake = Closure::<dyn FnMut()>::new(move || {
            timer.set(None);
            on_timeout();
        });
        self.channel
            .port1()
            .set_onmessage(Some(tick.into_js_value().unchecked_ref()));
        // Started once; a second closure would only be dropped.
        let _ = self.wake.set(wake);
    }

    /// One call as soon as what has arrived is delivered.
    pub fn soon(&self) -> Result<(), JsValue> {
        self.cancel();
        if !self.ticking.replace(true) {
            self.channel.port2().post_message(&JsValue::NULL)?;
        }
        Ok(())
    }

    /// One call after `delay`, in place of any that was asked for earlier.
    pub fn after(&self, delay: Millis) -> Result<(), JsValue> {
        self.cancel();
        let Some(wake) = self.wake.get() else {
            return Ok(());
        };
        let timer = self
            .scope
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                wake.as_ref().unchecked_ref(),
                delay.clamp(0.0, LONGEST_SLEEP).ceil() as i32,
            )?;
        self.timer.set(Some(timer));
        Ok(())
    }

    /// No call that was asked for by the clock.
    pub fn cancel(&self) {
        if let Some(timer) = self.timer.take() {
            self.scope.clear_timeout_with_handle(timer);
        }
    }
}
