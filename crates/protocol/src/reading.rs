//! From what serde says about unreadable input to a refusal that a person understands.

use neuroglass_core::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_path_to_error::Path;

/// The longest document that is read at all, in bytes of JSON text. The longest timeline fits.
pub const LONGEST_DOCUMENT: usize = 4 << 20;

/// The longest quotation of what was given.
const LONGEST_QUOTE: usize = 60;

/// Reads JSON text: a document, an edit. `whole` is what a refusal calls the text itself: "the experiment".
///
/// Unlike [`crate::from_js`], this notices fields that do not exist, so it is the way for what people write.
///
/// # Errors
/// A refusal that names the path of the field.
pub fn from_json<T: DeserializeOwned>(whole: &str, text: &str) -> Result<T, Refusal> {
    if text.len() > LONGEST_DOCUMENT {
        let given = format!("{} characters long", text.len());
        let allowed = format!("at most {LONGEST_DOCUMENT}");
        return Err(Refusal::new(whole, given, allowed));
    }
    // By way of a plain value: one reader to carry for each type, and it knows best what is wrong with good JSON.
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| unreadable(whole, &error.to_string()))?;
    serde_path_to_error::deserialize(value)
        .map_err(|error| refusal(whole, error.path(), &error.inner().to_string()))
}

/// The JSON text of a document. Numbers are written so that they are read back to the same bits.
pub fn to_json<T: Serialize>(value: &T) -> String {
    // Writing to memory cannot fail, and no message of this crate has a key that is not text.
    serde_json::to_string(value).unwrap_or_default()
}

/// The refusal for an error message of serde at `path` of `whole`.
pub(crate) fn refusal(whole: &str, path: &Path, message: &str) -> Refusal {
    let path = path.to_string();
    let path = if path == "." { "" } else { path.as_str() };
    let field = |name: &str| match (path, name) {
        ("", "") => whole.to_owned(),
        ("", name) => name.to_owned(),
        (path, "") => path.to_owned(),
        // Some readers count the unknown or missing name as part of the path, others do not.
        (path, name) if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        (path, name) => format!("{path}.{name}"),
    };
    if let Some((given, allowed)) =
        expectation(message, "invalid type: ").or_else(|| expectation(message, "invalid value: "))
    {
        return Refusal::new(field(""), plain_given(given), plain_allowed(allowed));
    }
    if let Some((length, allowed)) = expectation(message, "invalid length ") {
        let given = format!("of length {length}");
        return Refusal::new(field(""), given, plain_allowed(allowed));
    }
    if let Some((name, allowed)) = expectation(message, "unknown field ") {
        let field = field(name.trim_matches('`'));
        return Refusal::new(field, "not a known field", names(allowed));
    }
    if let Some((name, allowed)) = expectation(message, "unknown variant ") {
        let given = format!("\"{}\"", short(name.trim_matches('`')));
        return Refusal::new(field_of_variant(path, name, whole), given, names(allowed));
    }
    if let Some(name) = message.strip_prefix("missing field ") {
        return Refusal::new(field(name.trim_matches('`')), "missing", "a value");
    }
    unreadable(&field(""), message)
}

/// The refusal of text that is not even JSON.
fn unreadable(field: &str, message: &str) -> Refusal {
    let given = format!("not readable ({})", short(message));
    Refusal::new(field, given, "well-formed JSON")
}

/// An unknown variant is the value of the field that it stands in, not a field of its own.
fn field_of_variant(path: &str, name: &str, whole: &str) -> String {
    let name = name.trim_matches('`');
    let field = path.strip_suffix(name).unwrap_or(path);
    let field = field.strip_suffix('.').unwrap_or(field);
    if field.is_empty() { whole } else { field }.to_owned()
}

/// What was given and what was expected, in a message that begins with `start`.
fn expectation<'a>(message: &'a str, start: &str) -> Option<(&'a str, &'a str)> {
    message
        .strip_prefix(start)?
        .rsplit_once(", expected ")
        .or_else(|| message.strip_prefix(start)?.rsplit_once(", there are "))
}

/// What was found, without serde's names for types.
fn plain_given(given: &str) -> String {
    match given {
        "unit value" | "null" | "Option value" => return "null".to_owned(),
        "sequence" => return "a list".to_owned(),
        "map" => return "an object".to_owned(),
        "unit variant" => return "a bare name".to_owned(),
        _ => {}
    }
    if given.starts_with("JsValue") {
        return "something else".to_owned();
    }
    let quoted = given
        .split_once('`')
        .and_then(|(_, rest)| rest.rsplit_once('`'));
    let text = quoted.map_or(given, |(text, _)| text);
    let text = text.strip_prefix("string ").unwrap_or(text);
    // To a script, every number is a floating point number.
    short(text.strip_suffix(".0").unwrap_or(text))
}

/// What is expected, without serde's names for types.
fn plain_allowed(expected: &str) -> String {
    match expected {
        "u32" => format!("a whole number from 0 to {}", u32::MAX),
        "u64" | "usize" => "a whole number from 0 on".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "fewer elements in array" => "a shorter list".to_owned(),
        "map" | "a map" => "an object".to_owned(),
        "unit" | "unit variant" => "the bare name".to_owned(),
        "newtype variant" | "struct variant" => {
            "an object with that name as its only key".to_owned()
        }
        "variant identifier" | "string or map" | "a string or map" | "map with a single key" => {
            "a name, or an object with one name as its only key".to_owned()
        }
        _ if expected.starts_with("struct ") => "an object".to_owned(),
        _ if expected.starts_with("enum ") || expected.starts_with("string or map") => {
            "a name, or an object with one name as its only key".to_owned()
        }
        _ => short(expected),
    }
}

/// serde's list of names: "one of `a`, `b`", "`a` or `b`", "`a`" or "no fields".
fn names(expected: &str) -> String {
    expected.replace('`', "")
}

/// At most [`LONGEST_QUOTE`] characters.
fn short(text: &str) -> String {
    let mut kept: String = text.chars().take(LONGEST_QUOTE).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use neuroglass_core::{Edit, Experiment};

    use super::*;

    /// Checks the sentence that refuses a text.
    fn check<T: DeserializeOwned + fmt::Debug>(text: &str, sentence: &str) {
        let refusal = from_json::<T>("the document", text).expect_err(text);
        assert_eq!(refusal.to_string(), sentence, "{text}");
    }

    #[test]
    fn a_refusal_names_the_field_and_what_may_stand_there() {
        check::<Experiment>(
            r#"{"hidden": [{"dense": {"units": 4, "activation": "tanh"}}, {"dense": {"units": -4}}]}"#,
            "hidden[1].dense.units is -4; allowed is a whole number from 0 to 4294967295.",
        );
        check::<Experiment>(
            r#"{"batch": "ten"}"#,
            "batch is \"ten\"; allowed is a whole number from 0 to 4294967295.",
        );
        check::<Experiment>(
            r#"{"seed": null}"#,
            "seed is null; allowed is a whole number from 0 to 4294967295.",
        );
        check::<Experiment>(
            r#"{"hidden": {}}"#,
            "hidden is an object; allowed is a list.",
        );
        check::<Experiment>("7", "the document is 7; allowed is an object.");
        check::<Edit>(
            r#"{"weight": {"layer": 0, "unit": 0, "input": 0}}"#,
            "weight.value is missing; allowed is a value.",
        );
    }

    #[test]
    fn an_unknown_name_is_told_the_known_ones() {
        let refusal =
            from_json::<Experiment>("the document", r#"{"colour": 1}"#).expect_err("no colour");
        assert_eq!(
            (refusal.field.as_str(), refusal.given.as_str()),
            ("colour", "not a known field")
        );
        assert!(refusal.allowed.contains("hidden"), "{refusal}");
        let text = r#"{"hidden": [{"dense": {"units": 4, "activation": "tan"}}]}"#;
        let refusal = from_json::<Experiment>("the document", text).expect_err("no tan");
        assert_eq!(refusal.field, "hidden[0].dense.activation");
        assert_eq!(refusal.given, "\"tan\"");
        assert!(refusal.allowed.contains("tanh"), "{refusal}");
    }

    #[test]
    fn text_that_is_not_json_is_told_where() {
        check::<Experiment>(
            "{\"batch\": 3,}",
            "the document is not readable (trailing comma at line 1 column 13); allowed is well-formed JSON.",
        );
        check::<Experiment>(
            "{} {}",
            "the document is not readable (trailing characters at line 1 column 4); allowed is well-formed JSON.",
        );
        let long = " ".repeat(LONGEST_DOCUMENT + 1);
        check::<Experiment>(
            &long,
            "the document is 4194305 characters long; allowed is at most 4194304.",
        );
    }

    #[test]
    fn a_number_is_read_to_the_bits_that_were_written() {
        for bits in (0..u32::MAX).step_by(99_991) {
            let number = f32::from_bits(bits);
            if number.is_finite() {
                let back: f32 = from_json("the number", &to_json(&number)).expect("a number");
                assert_eq!(back.to_bits(), bits);
            }
        }
    }
}
