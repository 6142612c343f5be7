//! The code of studies, which is fetched when one is first wanted.
//!
//! The site's build cuts the wasm module here, as it does where the page says `later!`; a plain build has all of it in
//! one piece.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use neuroglass_core::Run;
use neuroglass_core::analysis::{Inquiry, Study};
use wasm_bindgen_futures::spawn_local;

/// Whether the code is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Unasked,
    Asked,
    There,
    Missing,
}

/// The way to the code.
#[derive(Debug, Default)]
pub struct Code(Rc<Cell<State>>);

/// The code could not be fetched.
struct Missing;

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

#[cfg(split)]
#[wasm_split_helpers::wasm_split(studies, fallible, preload(load))]
fn begin(run: &Run, study: &Study) -> Result<Inquiry, Missing> {
    Ok(Inquiry::new(run, study))
}

#[cfg(not(split))]
#[expect(clippy::unused_async, reason = "it is one where the code is apart")]
async fn begin(run: &Run, study: &Study) -> Result<Inquiry, Missing> {
    Ok(Inquiry::new(run, study))
}

#[cfg(not(split))]
#[expect(clippy::unused_async, reason = "as above")]
async fn load() -> Result<(), Missing> {
    Ok(())
}

impl Code {
    /// Begins to fetch the code, unless that has been done.
    pub fn fetch(&self) {
        if self.0.get() != State::Unasked {
            return;
        }
        self.0.set(State::Asked);
        let state = Rc::clone(&self.0);
        spawn_local(async move {
            let there = load().await.is_ok();
            state.set(if there { State::There } else { State::Missing });
        });
    }

    /// Whether it is on its way.
    pub fn is_awaited(&self) -> bool {
        self.0.get() == State::Asked
    }

    /// Whether it could not be fetched.
    pub fn is_missing(&self) -> bool {
        self.0.get() == State::Missing
    }

    /// What could not be fetched may be asked for again.
    pub fn forgive(&self) {
        if self.is_missing() {
            self.0.set(State::Unasked);
        }
    }

    /// Begins a study, if the code is there.
    pub fn begin(&self, run: &Run, study: &Study) -> Option<Inquiry> {
        if self.0.get() != State::There {
            return None;
        }
        // With the code there it does not wait.
        match pin!(begin(run, study)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(inquiry) => inquiry.ok(),
            Poll::Pending => None,
        }
    }
}
