//! Plain values as JavaScript values.

use js_sys::{Array, ArrayBuffer, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use super::{DEEPEST, Plain};

/// Why something is no plain value.
enum Foreign {
    /// `undefined`, or a typed array, which travels beside what is plain. In an object it is as if it were not there.
    Absent,
    /// Something that no message holds.
    Unknown,
}

impl Plain {
    /// Reads objects, arrays, strings, numbers, booleans and null; `None` when there is anything else.
    pub fn from_js(value: &JsValue) -> Option<Self> {
        read(value, DEEPEST).ok()
    }

    /// The same in JavaScript. An f32 is the same number there, not the decimal that means it.
    pub fn to_js(&self) -> JsValue {
        match self {
            Self::Null => JsValue::NULL,
            Self::Bool(value) => (*value).into(),
            Self::Number(value) => (*value).into(),
            Self::Single(value) => (*value).into(),
            Self::Text(text) => JsValue::from_str(text),
            Self::List(items) => {
                let list = Array::new_with_length(items.len() as u32);
                for (i, item) in (0..).zip(items) {
                    list.set(i, item.to_js());
                }
                list.into()
            }
            Self::Object(fields) => {
                let object = Object::new();
                for (name, value) in fields {
                    // An object that is new can be written to.
                    let _ = Reflect::set(&object, &JsValue::from_str(name), &value.to_js());
                }
                object.into()
            }
        }
    }
}

/// What is asked first is what there is most of: each question is a call into JavaScript.
fn read(value: &JsValue, depth: u32) -> Result<Plain, Foreign> {
    if let Some(number) = value.as_f64() {
        return Ok(Plain::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Ok(Plain::Text(text.into()));
    }
    if value.is_null() {
        return Ok(Plain::Null);
    }
    if let Some(value) = value.as_bool() {
        return Ok(Plain::Bool(value));
    }
    if value.is_undefined() {
        return Err(Foreign::Absent);
    }
    let depth = depth.checked_sub(1).ok_or(Foreign::Unknown)?;
    if Array::is_array(value) {
        read_list(value.unchecked_ref(), depth)
    } else if ArrayBuffer::is_view(value) {
        Err(Foreign::Absent)
    } else if value.is_object() {
        read_object(value.unchecked_ref(), depth)
    } else {
        Err(Foreign::Unknown)
    }
}

fn read_list(list: &Array, depth: u32) -> Result<Plain, Foreign> {
    let items = list.iter().map(|item| read(&item, depth));
    Ok(Plain::List(items.collect::<Result<_, _>>()?))
}

fn read_object(object: &Object, depth: u32) -> Result<Plain, Foreign> {
    let mut fields = Vec::new();
    for entry in Object::entries(object).iter() {
        let entry: &Array = entry.unchecked_ref();
        let name = entry.get(0).as_string().ok_or(Foreign::Unknown)?;
        match read(&entry.get(1), depth) {
            Ok(value) => fields.push((name.into(), value)),
            Err(Foreign::Absent) => {}
            Err(Foreign::Unknown) => return Err(Foreign::Unknown),
        }
    }
    Ok(Plain::Object(fields))
}
