//! Between Rust values and what `postMessage` carries.

use std::fmt;

use js_sys::{Array, JSON, Reflect};
use neuroglass_core::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::reading;
use crate::report::Report;

/// A value that could not be turned into a message. It is the fault of this program, never of a person.
#[derive(Debug)]
pub struct WireError(String);

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a message could not be written: {}", self.0)
    }
}

impl std::error::Error for WireError {}

/// A value as plain objects, arrays, strings and numbers; typed arrays stay what they are.
///
/// # Errors
/// When a count is beyond what a JS number holds exactly.
pub fn to_js<T: Serialize>(value: &T) -> Result<JsValue, WireError> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value
        .serialize(&serializer)
        .map_err(|error| WireError(error.to_string()))
}

/// Reads a message of the other half of this program. Fields that do not exist are passed over; for what
/// people write there is [`document_from_js`].
///
/// # Errors
/// A refusal that names the path of the field.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Refusal> {
    let deserializer = serde_wasm_bindgen::Deserializer::from(value);
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let message = error.inner().to_string();
        let message = message.strip_prefix("Error: ").unwrap_or(&message);
        reading::refusal("the message", error.path(), message)
    })
}

/// Reads a message like [`from_js`], in a third of the code, but does not know where in it an error is: for
/// messages that this program made itself.
///
/// # Errors
/// A refusal that says what is wrong.
pub fn from_js_trusted<T: DeserializeOwned>(value: JsValue) -> Result<T, Refusal> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| Refusal::new("the message", error, "a message of this build"))
}

/// Reads a plain object that a person's script gave: a document, an edit. Like [`reading::from_json`], it
/// refuses fields that do not exist. `whole` is what a refusal calls the object itself.
///
/// # Errors
/// A refusal that names the path of the field.
pub fn document_from_js<T: DeserializeOwned>(whole: &str, value: &JsValue) -> Result<T, Refusal> {
    let plain = || Refusal::new(whole, "not a plain value", "a plain object");
    let text = JSON::stringify(value).map_err(|_| plain())?;
    // Functions and `undefined` have no JSON at all.
    let text = JsValue::from(text).as_string().ok_or_else(plain)?;
    reading::from_json(whole, &text)
}

/// A document as a person's script should see it: an f32 is the shortest decimal that means it, 0.03 and not
/// 0.029999999329447746.
pub fn document_to_js<T: Serialize>(value: &T) -> JsValue {
    // What was written as JSON is read as JSON.
    JSON::parse(&reading::to_json(value)).unwrap_or(JsValue::UNDEFINED)
}

/// The number of a letter, even if the rest of it cannot be read.
pub fn letter_id(message: &JsValue) -> Option<u32> {
    let id = Reflect::get(message, &"id".into()).ok()?.as_f64()?;
    (id >= 0.0 && id <= f64::from(u32::MAX) && id.fract() == 0.0).then_some(id as u32)
}

/// The buffers of a report that are handed over, not copied: the third thing that `postMessage` wants.
pub fn transfers(report: &Report) -> Array {
    let buffers = Array::new();
    match report {
        Report::Frame(frame) => {
            buffers.push(&frame.bulk.buffer());
        }
        Report::Checkpoint(checkpoint) => {
            buffers.push(&checkpoint.state.buffer());
        }
        Report::Ready | Report::Refused(_) | Report::Answer { .. } => {}
    }
    buffers
}
