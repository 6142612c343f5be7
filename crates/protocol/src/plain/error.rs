//! Why a value could not be read or written.

use std::fmt;

use neuroglass_core::Refusal;
use serde::de::{Expected, Unexpected};

use super::{Plain, decimal};

/// The longest quotation of what was given.
const LONGEST_QUOTE: usize = 60;

/// A refusal on its way up: its field is the path from the value that is being read, and empty where it is that value
/// itself. On a heap, as it passes through many hands.
#[derive(Debug)]
pub(crate) struct Error(Box<Refusal>);

impl Error {
    /// `given` was found in place of what is `allowed`.
    #[cold]
    #[inline(never)]
    pub fn new(given: &str, allowed: &str) -> Self {
        Self(Box::new(Refusal::new("", given, allowed)))
    }

    /// `given` is of another kind than what is `allowed`.
    #[cold]
    #[inline(never)]
    pub fn wrong(given: &Plain, allowed: &str) -> Self {
        Self::new(&describe(given), allowed)
    }

    /// The same, seen from the object in which it happened.
    #[cold]
    #[inline(never)]
    pub fn in_field(mut self, name: &str) -> Self {
        let path = &mut self.0.field;
        if !path.is_empty() && !path.starts_with('[') {
            path.insert(0, '.');
        }
        path.insert_str(0, name);
        self
    }

    /// The same, seen from the list in which it happened.
    #[cold]
    #[inline(never)]
    pub fn in_item(self, index: usize) -> Self {
        self.in_field(&format!("[{index}]"))
    }

    /// The refusal, in which the value that was to be read is called `whole`.
    pub fn refusal(self, whole: &str) -> Refusal {
        let mut refusal = *self.0;
        if refusal.field.is_empty() {
            whole.clone_into(&mut refusal.field);
        }
        refusal
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}

impl serde::ser::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(&message.to_string(), "a plain value")
    }
}

impl serde::de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(&message.to_string(), "a plain value")
    }

    #[cold]
    fn invalid_type(given: Unexpected<'_>, allowed: &dyn Expected) -> Self {
        Self::new(&given.to_string(), &allowed.to_string())
    }

    #[cold]
    fn invalid_value(given: Unexpected<'_>, allowed: &dyn Expected) -> Self {
        Self::new(&given.to_string(), &allowed.to_string())
    }

    #[cold]
    fn invalid_length(length: usize, allowed: &dyn Expected) -> Self {
        Self::new(&format!("of length {length}"), &allowed.to_string())
    }

    #[cold]
    fn unknown_variant(name: &str, known: &'static [&'static str]) -> Self {
        Self::new(&quote(name), &names(known))
    }

    #[cold]
    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::new("not a known field", &names(known)).in_field(&short(name))
    }

    #[cold]
    fn missing_field(name: &'static str) -> Self {
        Self::new("missing", "a value").in_field(name)
    }

    #[cold]
    fn duplicate_field(name: &'static str) -> Self {
        Self::new("given twice", "one value").in_field(name)
    }
}

/// What was given, in a word.
fn describe(given: &Plain) -> String {
    match given {
        Plain::Null => "null".to_owned(),
        Plain::Bool(given) => given.to_string(),
        Plain::Number(_) | Plain::Single(_) => {
            let number = given.number().unwrap_or_default();
            if !number.is_finite() {
                return number.to_string();
            }
            let mut text = String::new();
            decimal::push_number(number, &mut text);
            text
        }
        Plain::Text(text) => quote(text),
        Plain::List(_) => "a list".to_owned(),
        Plain::Object(_) => "an object".to_owned(),
    }
}

fn quote(text: &str) -> String {
    format!("\"{}\"", short(text))
}

/// At most [`LONGEST_QUOTE`] characters.
pub(crate) fn short(text: &str) -> String {
    let mut kept: String = text.chars().take(LONGEST_QUOTE).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

/// "one of a, b", "a or b", "a" or "no fields".
fn names(known: &[&str]) -> String {
    match known {
        [] => "no fields".to_owned(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} or {other}"),
        many => format!("one of {}", many.join(", ")),
    }
}
