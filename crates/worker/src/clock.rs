//! The time.

use wasm_bindgen::JsValue;
use web_sys::Performance;

/// Milliseconds since some moment in the past, never going back.
pub type Millis = f64;

/// Tells the time. Browsers round it to a tenth of a millisecond or so.
#[derive(Clone)]
pub struct Clock(Performance);

impl Clock {
    /// The clock of a worker.
    pub fn new(performance: Option<Performance>) -> Result<Self, JsValue> {
        let performance = performance.ok_or("this browser gives workers no clock")?;
        Ok(Self(performance))
    }

    /// The time now.
    pub fn now(&self) -> Millis {
        self.0.now()
    }
}
