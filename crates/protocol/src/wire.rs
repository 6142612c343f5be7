//! Between Rust values and what `postMessage` carries.
//!
//! A message is a plain object. The bulk numbers of one travel beside it, under the name `numbers`, as a typed array:
//! its buffer can be handed over, and nothing has to be taken apart.

use std::fmt;

use js_sys::{Array, Float32Array, JSON, Reflect};
use neuroglass_core::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::command::{Command, Letter};
use crate::finding::Finding;
use crate::frame::Frame;
use crate::plain::Plain;
use crate::reading;
use crate::report::{Checkpoint, Report};

/// Where the array is in a message.
const NUMBERS: &str = "numbers";

/// A value that could not be turned into a message. It is the fault of this program, never of a person.
#[derive(Debug)]
pub struct WireError(String);

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a message could not be written: {}", self.0)
    }
}

impl std::error::Error for WireError {}

/// What page and worker post to each other, or a part of it.
pub trait Message: Serialize + DeserializeOwned {
    /// The array that travels beside it, where there is one.
    fn numbers(&mut self) -> Option<&mut Float32Array> {
        None
    }
}

impl Message for Letter {
    fn numbers(&mut self) -> Option<&mut Float32Array> {
        match &mut self.command {
            Command::Open { checkpoint, .. } => checkpoint.as_mut()?.numbers(),
            _ => None,
        }
    }
}

impl Message for Report {
    fn numbers(&mut self) -> Option<&mut Float32Array> {
        match self {
            Self::Frame(frame) => frame.numbers(),
            Self::Finding(finding) => finding.numbers(),
            Self::Checkpoint(checkpoint) => checkpoint.numbers(),
            Self::Ready | Self::Refused(_) | Self::Answer { .. } => None,
        }
    }
}

impl Message for Frame {
    fn numbers(&mut self) -> Option<&mut Float32Array> {
        Some(&mut self.bulk)
    }
}

impl Message for Finding {
    fn numbers(&mut self) -> Option<&mut Float32Array> {
        Some(&mut self.numbers)
    }
}

impl Message for Checkpoint {
    fn numbers(&mut self) -> Option<&mut Float32Array> {
        Some(&mut self.state)
    }
}

impl Message for Refusal {}

/// A message, ready to be posted.
///
/// # Errors
/// When a count is beyond what a JS number holds exactly.
pub fn to_js<M: Message>(mut message: M) -> Result<JsValue, WireError> {
    let plain = Plain::of(&message).map_err(|error| WireError(error.to_string()))?;
    Ok(beside(&plain, message.numbers().as_deref()))
}

fn beside(plain: &Plain, numbers: Option<&Float32Array>) -> JsValue {
    let message = plain.to_js();
    if let Some(numbers) = numbers {
        // An object that is new can be written to.
        let _ = Reflect::set(&message, &NUMBERS.into(), numbers);
    }
    message
}

/// Reads a message of the other half of this program. Fields that do not exist are passed over; for what
/// people write there is [`document_from_js`].
///
/// # Errors
/// A refusal that names the path of the field.
pub fn from_js<M: Message>(message: &JsValue) -> Result<M, Refusal> {
    part_from_js(message, message)
}

/// Reads a `part` of a message, the whole of which has the numbers.
///
/// # Errors
/// As [`from_js`].
pub fn part_from_js<M: Message>(whole: &JsValue, part: &JsValue) -> Result<M, Refusal> {
    let mut read: M = plain(part)?.read("the message")?;
    if let Some(place) = read.numbers() {
        *place = numbers(whole)?;
    }
    Ok(read)
}

fn plain(value: &JsValue) -> Result<Plain, Refusal> {
    let refusal = || Refusal::new("the message", "not a plain value", "a plain object");
    Plain::from_js(value).ok_or_else(refusal)
}

fn numbers(message: &JsValue) -> Result<Float32Array, Refusal> {
    let numbers = Reflect::get(message, &NUMBERS.into()).ok();
    numbers
        .and_then(|numbers| numbers.dyn_into().ok())
        .ok_or_else(|| Refusal::new(NUMBERS, "missing", "a Float32Array"))
}

/// Reads a plain object that a person's script gave: a document, an edit. Like [`reading::from_json`], it
/// refuses fields that do not exist. `whole` is what a refusal calls the object itself.
///
/// # Errors
/// A refusal that names the path of the field.
pub fn document_from_js<T: DeserializeOwned>(whole: &str, value: &JsValue) -> Result<T, Refusal> {
    reading::from_json(whole, &stringify(whole, value)?)
}

/// By way of text: what of a script's object is plain, and what is not, JavaScript has settled long ago.
fn stringify(whole: &str, value: &JsValue) -> Result<String, Refusal> {
    let plain = || Refusal::new(whole, "not a plain value", "a plain object");
    let text = JSON::stringify(value).map_err(|_| plain())?;
    // Functions and `undefined` have no JSON at all.
    JsValue::from(text).as_string().ok_or_else(plain)
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

/// The buffers of a message that are handed over, not copied: the third thing that `postMessage` wants.
pub fn transfers<M: Message>(message: &mut M) -> Array {
    message
        .numbers()
        .map_or_else(Array::new, |numbers| Array::of1(&numbers.buffer()))
}
