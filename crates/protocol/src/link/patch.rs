//! What is different between two JSON values, as a JSON value, and back.
//!
//! A patch is read by what stands in its place in the base:
//!
//! - where an object stands, an object patches the fields it names, and a list of one value puts that value
//!   in its place;
//! - where a list stands, a list gives the new one, item by item: each is a patch of the base's item in that
//!   place or, past the end of the base, of the new item before it. So a long timeline of moves of one
//!   slider says each time only what is new;
//! - anywhere else, and whenever a patch is none of these, it is the new value itself.

use serde_json::{Map, Value};

/// The most values that patching may copy from the base: hostile patches repeat big things many times.
const MOST_COPIES: usize = 1_000_000;

/// What turns `base` into `new`, or `None` when they are equal.
pub(super) fn difference(base: &Value, new: &Value) -> Option<Value> {
    if base == new {
        return None;
    }
    Some(match (base, new) {
        (Value::Object(old), Value::Object(fields)) if has_all_keys(fields, old) => {
            Value::Object(difference_of_fields(old, fields))
        }
        (Value::Object(_), Value::Object(_) | Value::Array(_)) => Value::Array(vec![new.clone()]),
        (Value::Array(old), Value::Array(items)) => Value::Array(difference_of_items(old, items)),
        _ => new.clone(),
    })
}

fn has_all_keys(fields: &Map<String, Value>, old: &Map<String, Value>) -> bool {
    old.keys().all(|key| fields.contains_key(key))
}

fn difference_of_fields(old: &Map<String, Value>, new: &Map<String, Value>) -> Map<String, Value> {
    let null = Value::Null;
    new.iter()
        .filter_map(|(key, value)| match old.get(key) {
            None => Some((key.clone(), value.clone())),
            before => Some((key.clone(), difference(before.unwrap_or(&null), value)?)),
        })
        .collect()
}

fn difference_of_items(old: &[Value], new: &[Value]) -> Vec<Value> {
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
fn no_difference(base: &Value) -> Value {
    match base {
        Value::Object(_) => Value::Object(Map::new()),
        // A list must name all its items anew: that they are there is what says how long it is.
        Value::Array(items) => items.iter().map(no_difference).collect(),
        scalar => scalar.clone(),
    }
}

/// `base` with `patch` applied, or `None` when that grows beyond all measure.
pub(super) fn apply(base: &Value, patch: Value) -> Option<Value> {
    let mut budget = MOST_COPIES;
    apply_within(base, patch, &mut budget)
}

fn apply_within(base: &Value, patch: Value, budget: &mut usize) -> Option<Value> {
    Some(match (base, patch) {
        (Value::Object(old), Value::Object(patches)) => {
            let mut fields = Map::new();
            for (key, value) in old {
                if !patches.contains_key(key) {
                    fields.insert(key.clone(), copy(value, budget)?);
                }
            }
            for (key, patch) in patches {
                let base = old.get(&key).unwrap_or(&Value::Null);
                let value = apply_within(base, patch, budget)?;
                fields.insert(key, value);
            }
            Value::Object(fields)
        }
        (Value::Object(_), Value::Array(mut only)) if only.len() == 1 => only.remove(0),
        (Value::Array(old), Value::Array(patches)) => {
            let mut items: Vec<Value> = Vec::with_capacity(patches.len());
            for (i, patch) in patches.into_iter().enumerate() {
                let base = old.get(i).or(items.last()).unwrap_or(&Value::Null);
                let item = apply_within(base, patch, budget)?;
                items.push(item);
            }
            Value::Array(items)
        }
        (_, patch) => patch,
    })
}

/// A copy that is paid for.
fn copy(value: &Value, budget: &mut usize) -> Option<Value> {
    *budget = budget.checked_sub(size(value))?;
    Some(value.clone())
}

/// Values and characters in a value.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| key.len() + size(value))
            .sum(),
        _ => 0,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// Checks that the difference is `expected` and leads back.
    fn check(base: &Value, new: &Value, expected: Option<&Value>) {
        let patch = difference(base, new);
        assert_eq!(patch.as_ref(), expected);
        if let Some(patch) = patch {
            assert_eq!(apply(base, patch).as_ref(), Some(new));
        }
    }

    #[test]
    fn equal_values_have_no_difference() {
        check(&json!({"a": [1, 2]}), &json!({"a": [1, 2]}), None);
    }

    #[test]
    fn only_what_changed_is_said() {
        let base = json!({"a": 1, "b": {"c": 2, "d": [3, 4]}});
        check(
            &base,
            &json!({"a": 1, "b": {"c": 5, "d": [3, 4]}}),
            Some(&json!({"b": {"c": 5}})),
        );
        check(
            &base,
            &json!({"a": 1, "b": {"c": 2, "d": [3]}}),
            Some(&json!({"b": {"d": [3]}})),
        );
        check(
            &base,
            &json!({"a": 1, "b": {"c": 2, "d": []}}),
            Some(&json!({"b": {"d": []}})),
        );
    }

    #[test]
    fn another_variant_replaces_the_object() {
        let base = json!({"shape": {"spiral": {"turns": 2}}});
        let new = json!({"shape": {"blobs": {"count": 3}}});
        check(
            &base,
            &new,
            Some(&json!({"shape": [{"blobs": {"count": 3}}]})),
        );
    }

    #[test]
    fn an_item_past_the_end_says_only_what_its_forerunner_did_not() {
        let new = json!([
            {"step": 1, "edit": {"weight": {"unit": 0, "value": 0.5}}},
            {"step": 2, "edit": {"weight": {"unit": 0, "value": 0.5}}},
            {"step": 2, "edit": {"rate": 0.5}},
        ]);
        let expected = json!([
            {"step": 1, "edit": {"weight": {"unit": 0, "value": 0.5}}},
            {"step": 2},
            {"edit": [{"rate": 0.5}]},
        ]);
        check(&json!([]), &new, Some(&expected));
    }

    #[test]
    fn a_patch_cannot_explode() {
        let mut patch = json!([{"x": "long ".repeat(1000)}]);
        let items = patch.as_array_mut().expect("a list");
        items.extend((0..10_000).map(|_| json!({})));
        assert_eq!(apply(&json!([]), patch), None);
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0_u8..3).prop_map(Value::from),
            "[ab]?".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[abc]", inner, 0..3)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
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
            prop_assert_eq!(patched, Some(new));
        }

        #[test]
        fn any_patch_is_survived(base in values(), patch in values()) {
            let _ = apply(&base, patch);
        }
    }
}
