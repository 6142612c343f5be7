//! Documents as JSON text, and how what cannot be read is refused.

use neuroglass_core::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::plain::{Plain, short};

/// The longest document that is read at all, in bytes of JSON text. The longest timeline fits.
pub const LONGEST_DOCUMENT: usize = 4 << 20;

/// Reads JSON text: a document, an edit. `whole` is what a refusal calls the text itself: "the experiment".
///
/// # Errors
/// A refusal that names the path of the field.
pub fn from_json<T: DeserializeOwned>(whole: &str, text: &str) -> Result<T, Refusal> {
    parse(whole, text)?.read(whole)
}

/// The JSON text of a document. Numbers are written so that they are read back to the same bits.
pub fn to_json<T: Serialize>(value: &T) -> String {
    // No document that has been read or checked has a count that cannot be written.
    Plain::of(value).unwrap_or_default().to_json()
}

fn parse(whole: &str, text: &str) -> Result<Plain, Refusal> {
    if text.len() > LONGEST_DOCUMENT {
        let given = format!("{} characters long", text.len());
        let allowed = format!("at most {LONGEST_DOCUMENT}");
        return Err(Refusal::new(whole, given, allowed));
    }
    Plain::from_json(text).map_err(|error| {
        let given = format!("not readable ({})", short(&error.to_string()));
        Refusal::new(whole, given, "well-formed JSON")
    })
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
    fn a_choice_is_a_name_or_an_object() {
        check::<Experiment>(
            r#"{"hidden": ["dense"]}"#,
            "hidden[0].dense is a bare name; allowed is an object with that name as its only key.",
        );
        check::<Experiment>(
            r#"{"hidden": [{"dense": {}, "dropout": {}}]}"#,
            "hidden[0] is an object; allowed is a name, or an object with one name as its only key.",
        );
        check::<Experiment>(
            r#"{"loss": {"squared": {"delta": 1}}}"#,
            "loss.squared is an object; allowed is the bare name.",
        );
        check::<Edit>(
            r#"{"weight": 3}"#,
            "weight is 3; allowed is an object with that name as its only key.",
        );
    }

    #[test]
    fn an_object_has_names_and_each_of_them_once() {
        check::<Experiment>("[1]", "the document is a list; allowed is an object.");
        check::<Experiment>(
            r#"{"data": {"size": 100, "size": 200}}"#,
            "data.size is given twice; allowed is one value.",
        );
    }

    #[test]
    fn a_count_is_whole_and_within_its_bounds() {
        let steps =
            |text| from_json::<u64>("the step", text).map_err(|refusal| refusal.to_string());
        assert_eq!(steps("9007199254740992"), Ok(1 << 53));
        for (text, given) in [
            ("18446744073709551615", "1.8446744073709552e+19"),
            ("0.5", "0.5"),
            ("-1", "-1"),
        ] {
            let sentence = format!("the step is {given}; allowed is a whole number from 0 on.");
            assert_eq!(steps(text), Err(sentence));
        }
        check::<u8>(
            "256",
            "the document is 256; allowed is a whole number from 0 to 255.",
        );
        check::<[f32; 2]>(
            "[1]",
            "the document is of length 1; allowed is an array of length 2.",
        );
    }

    #[test]
    fn text_that_is_too_deep_is_refused() {
        let refusal = from_json::<Experiment>("the document", &"[".repeat(100_000));
        let given = refusal.expect_err("it is deep").given;
        assert!(
            given.starts_with("not readable (recursion limit"),
            "{given}"
        );
    }

    #[test]
    fn what_is_written_is_json() {
        let text = "a\"b\\c\u{1}\u{8}\u{c}\n\r\tπ";
        assert_eq!(to_json(&text), serde_json::to_string(text).expect("a text"));
        assert_eq!(to_json(&[Some(f32::NAN), None]), "[null,null]");
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
        for bits in (0..u32::MAX).step_by(9_973) {
            let number = f32::from_bits(bits);
            if number.is_finite() {
                let back: f32 = from_json("the number", &to_json(&number)).expect("a number");
                assert_eq!(back.to_bits(), bits);
            }
        }
    }
}
