//! What is different between two plain values, as a plain value, and back.
//!
//! A patch is read by what stands in its place in the base:
//!
//! - where an object stands, an object patches the fields it names, and a list of one value puts that value
//!   in its place;
//! - where a list stands, a list gives the new one, item by item: each is a patch of the base's item in that
//!   place or, past the end of the base, of the new item before it. So a long timeline of moves of one
//!   slider says each time only what is new;
//! - anywhere else, and whenever a patch is none of these, it is the new value itself.

use crate::plain::{Plain, Text, field};

/// The fields of an object.
type Fields = Vec<(Text, Plain)>;

/// The most values that patching may copy from the base, and names that it may compare: hostile patches repeat big
/// things many times.
const MOST_WORK: usize = 1_000_000;

/// What turns `base` into `new`, or `None` when they are equal.
pub(super) fn difference(base: &Plain, new: &Plain) -> Option<Plain> {
    if base == new {
        return None;
    }
    Some(match (base, new) {
        (Plain::Object(old), Plain::Object(fields)) if has_all_names(fields, old) => {
            Plain::Object(difference_of_fields(old, fields))
        }
        (Plain::Object(_), Plain::Object(_) | Plain::List(_)) => Plain::List(vec![new.clone()]),
        (Plain::List(old), Plain::List(items)) => Plain::List(difference_of_items(old, items)),
        _ => new.clone(),
    })
}

fn has_all_names(fields: &Fields, old: &Fields) -> bool {
    old.iter().all(|(name, _)| field(fields, name).is_some())
}

fn difference_of_fields(old: &Fields, new: &Fields) -> Fields {
    new.iter()
        .filter_map(|(name, value)| {
            let difference = match field(old, name) {
                None => value.clone(),
                Some(before) => difference(before, value)?,
            };
            Some((name.clone(), difference))
        })
        .collect()
}

fn difference_of_items(old: &[Plain], new: &[Plain]) -> Vec<Plain> {
    new.iter()
        .enumerate()
        .map(|(i, item)| {
            let base = old.get(i).or_else(|| new.get(i.checked_sub(1)?));
            match base {
                Some(base) => difference(base, item).unwrap_or_else(|| no_difference(base)),
                None => item.clone(),
            }
        })
        .collect()
}

/// The patch that leaves `base` as it is.
fn no_difference(base: &Plain) -> Plain {
    match base {
        Plain::Object(_) => Plain::Object(Vec::new()),
        // A list must name all its items anew: that they are there is what says how long it is.
        Plain::List(items) => Plain::List(items.iter().map(no_difference).collect()),
        scalar => scalar.clone(),
    }
}

/// `base` with `patch` applied, or `None` when that grows beyond all measure.
pub(super) fn apply(base: &Plain, patch: Plain) -> Option<Plain> {
    let mut budget = MOST_WORK;
    apply_within(base, patch, &mut budget)
}

fn apply_within(base: &Plain, patch: Plain, budget: &mut usize) -> Option<Plain> {
    Some(match (base, patch) {
        (Plain::Object(old), Plain::Object(patches)) => {
            Plain::Object(apply_to_fields(old, patches, budget)?)
        }
        (Plain::Object(_), Plain::List(mut only)) if only.len() == 1 => only.remove(0),
        (Plain::List(old), Plain::List(patches)) => {
            let mut items: Vec<Plain> = Vec::with_capacity(patches.len());
            for (i, patch) in patches.into_iter().enumerate() {
                let base = old.get(i).or(items.last()).unwrap_or(&Plain::Null);
                let item = apply_within(base, patch, budget)?;
                items.push(item);
            }
            Plain::List(items)
        }
        (_, patch) => patch,
    })
}

fn apply_to_fields(old: &Fields, patches: Fields, budget: &mut usize) -> Option<Fields> {
    *budget = budget.checked_sub(old.len().checked_mul(patches.len())?)?;
    let mut fields = Vec::with_capacity(old.len());
    for (name, value) in old {
        if field(&patches, name).is_none() {
            fields.push((name.clone(), copy(value, budget)?));
        }
    }
    for (name, patch) in patches {
        let base = field(old, &name).unwrap_or(&Plain::Null);
        let value = apply_within(base, patch, budget)?;
        fields.push((name, value));
    }
    Some(fields)
}

/// A copy that is paid for.
fn copy(value: &Plain, budget: &mut usize) -> Option<Plain> {
    *budget = budget.checked_sub(size(value))?;
    Some(value.clone())
}

/// Values and characters in a value.
fn size(value: &Plain) -> usize {
    1 + match value {
        Plain::Text(text) => text.len(),
        Plain::List(items) => items.iter().map(size).sum(),
        Plain::Object(fields) => fields
            .iter()
            .map(|(name, value)| name.len() + size(value))
            .sum(),
        _ => 0,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Plain {
        Plain::from_json(text).expect("it is JSON")
    }

    fn sorted(mut value: Plain) -> Plain {
        value.sort();
        value
    }

    /// Checks that the difference is `expected`, as JSON, and leads back.
    fn check(base: &str, new: &str, expected: Option<&str>) {
        let (base, new) = (sorted(plain(base)), sorted(plain(new)));
        let patch = difference(&base, &new);
        let expected = expected.map(|text| sorted(plain(text)));
        assert_eq!(patch, expected);
        if let Some(patch) = patch {
            assert_eq!(apply(&base, patch).map(sorted), Some(new));
        }
    }

    #[test]
    fn equal_values_have_no_difference() {
        check(r#"{"a": [1, 2]}"#, r#"{"a": [1, 2]}"#, None);
    }

    #[test]
    fn only_what_changed_is_said() {
        let base = r#"{"a": 1, "b": {"c": 2, "d": [3, 4]}}"#;
        check(
            base,
            r#"{"a": 1, "b": {"c": 5, "d": [3, 4]}}"#,
            Some(r#"{"b": {"c": 5}}"#),
        );
        check(
            base,
            r#"{"a": 1, "b": {"c": 2, "d": [3]}}"#,
            Some(r#"{"b": {"d": [3]}}"#),
        );
        check(
            base,
            r#"{"a": 1, "b": {"c": 2, "d": []}}"#,
            Some(r#"{"b": {"d": []}}"#),
        );
    }

    #[test]
    fn another_variant_replaces_the_object() {
        check(
            r#"{"shape": {"spiral": {"turns": 2}}}"#,
            r#"{"shape": {"blobs": {"count": 3}}}"#,
            Some(r#"{"shape": [{"blobs": {"count": 3}}]}"#),
        );
    }

    #[test]
    fn an_item_past_the_end_says_only_what_its_forerunner_did_not() {
        let new = r#"[
            {"step": 1, "edit": {"weight": {"unit": 0, "value": 0.5}}},
            {"step": 2, "edit": {"weight": {"unit": 0, "value": 0.5}}},
            {"step": 2, "edit": {"rate": 0.5}}
        ]"#;
        let expected = r#"[
            {"step": 1, "edit": {"weight": {"unit": 0, "value": 0.5}}},
            {"step": 2},
            {"edit": [{"rate": 0.5}]}
        ]"#;
        check("[]", new, Some(expected));
    }

    #[test]
    fn a_patch_cannot_explode() {
        let patch = format!(
            r#"[{{"x": "{}"}}{}]"#,
            "long ".repeat(1000),
            ", {}".repeat(10_000)
        );
        assert_eq!(apply(&plain("[]"), plain(&patch)), None);
    }

    #[test]
    fn a_patch_cannot_take_long() {
        let names: Vec<_> = (0..10_000).map(|i| format!(r#""{i}": 0"#)).collect();
        let object = names.join(", ");
        let patch = format!("[{{{object}}}, {{{object}}}]");
        assert_eq!(apply(&plain("[]"), plain(&patch)), None);
    }

    fn values() -> impl Strategy<Value = Plain> {
        let leaf = prop_oneof![
            Just(Plain::Null),
            any::<bool>().prop_map(Plain::Bool),
            (0_u8..3).prop_map(|number| Plain::Number(number.into())),
            "[ab]?".prop_map(|text| Plain::Text(text.into())),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Plain::List),
                prop::collection::btree_map("[abc]", inner, 0..3).prop_map(|fields| {
                    let fields = fields.into_iter();
                    Plain::Object(fields.map(|(name, value)| (name.into(), value)).collect())
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_difference_leads_back(base in values(), new in values()) {
            let patched = match difference(&base, &new) {
                Some(patch) => apply(&base, patch),
                None => Some(base),
            };
            prop_assert_eq!(patched.map(sorted), Some(new));
        }

        #[test]
        fn any_patch_is_survived(base in values(), patch in values()) {
            let _ = apply(&base, patch);
        }
    }
}
