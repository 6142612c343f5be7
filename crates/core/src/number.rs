//! The numbers of a setting that a person may turn.
//!
//! A setting says its numbers once, with [`numbers!`]. The fields of the document, their defaults, the schema,
//! the validation and the controls of the page all follow from that. A choice between several such settings
//! is made with [`kinds!`].

use crate::experiment::limits::Limit;

/// A number of a setting that a person may turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// How its field is called in a document: `"beta1"`.
    pub id: &'static str,
    /// How it is written in a formula: `"β₁"`.
    pub symbol: &'static str,
    /// How it is called beside a control.
    pub name: &'static str,
    /// What it does, in one sentence for someone who learns.
    pub sentence: &'static str,
    /// How far it may go.
    pub limit: Limit<f32>,
    /// What it is when nothing is said.
    pub default: f32,
    /// Whether it counts something, and so has no decimals.
    pub is_whole: bool,
}

/// The words of one kind of a setting.
pub(crate) struct About {
    pub id: &'static str,
    pub name: &'static str,
    pub formula: &'static str,
    pub sentence: &'static str,
}

/// What a number of a setting may be kept as.
pub(crate) trait Quantity: Copy {
    const IS_WHOLE: bool;

    fn to_number(self) -> f32;

    fn from_number(number: f32) -> Self;
}

impl Quantity for f32 {
    const IS_WHOLE: bool = false;

    fn to_number(self) -> f32 {
        self
    }

    fn from_number(number: f32) -> Self {
        number
    }
}

/// Every count up to 2²⁴ is a float too, and no limit goes beyond that.
impl Quantity for u32 {
    const IS_WHOLE: bool = true;

    fn to_number(self) -> f32 {
        self as f32
    }

    fn from_number(number: f32) -> Self {
        libm::roundf(number) as Self
    }
}

/// Writes a setting's struct and the table of its numbers. A field's comment, of one line, is its sentence.
macro_rules! numbers {
    (
        $(#[$doc:meta])*
        $Setting:ident {$(
            #[doc = $sentence:literal]
            $field:ident: $Type:ty = $default:literal, $id:literal $symbol:literal $name:literal $limit:path;
        )*}
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $Setting {$(
            #[doc = $sentence]
            #[cfg_attr(feature = "schema", schemars(range(min = $limit.min, max = $limit.max)))]
            pub $field: $Type,
        )*}

        impl $Setting {
            /// What it is when nothing is said.
            pub const DEFAULT: Self = Self { $($field: $default),* };

            /// Its numbers, in the order of controls.
            pub const NUMBERS: &[crate::number::Number] = &[$(crate::number::Number {
                id: $id,
                symbol: $symbol,
                name: $name,
                sentence: $sentence.trim_ascii(),
                limit: $limit,
                default: $default as f32,
                is_whole: <$Type as crate::number::Quantity>::IS_WHOLE,
            }),*];

            const fn len() -> usize {
                Self::NUMBERS.len()
            }

            fn values(self) -> [f32; Self::len()] {
                [$(crate::number::Quantity::to_number(self.$field)),*]
            }

            /// Number `index` of [`Self::NUMBERS`].
            pub fn get(self, index: usize) -> Option<f32> {
                self.values().get(index).copied()
            }

            /// The same with another number `index`, if there is such a one.
            #[must_use]
            pub fn with(self, index: usize, value: f32) -> Self {
                let mut values = self.values();
                if let Some(number) = values.get_mut(index) {
                    *number = value;
                }
                let [$($field),*] = values;
                Self { $($field: crate::number::Quantity::from_number($field)),* }
            }
        }

        impl Default for $Setting {
            fn default() -> Self {
                Self::DEFAULT
            }
        }
    };
}

/// Writes a choice between settings, each with its numbers, its words in `ABOUT`, and its arithmetic by a trait.
macro_rules! kinds {
    (
        $(#[$doc:meta])*
        $Choice:ident: $Arithmetic:ident {$(
            $(#[$kind_doc:meta])*
            $Kind:ident = $module:ident,
        )*}
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $Choice {$(
            $(#[$kind_doc])*
            $Kind($Kind),
        )*}

        impl $Choice {
            /// One of each kind, with its usual numbers, in the order of menus.
            pub const ALL: &[Self] = &[$(Self::$Kind($Kind::DEFAULT)),*];

            const fn about(&self) -> &'static crate::number::About {
                match self {
                    $(Self::$Kind(_) => &$module::ABOUT,)*
                }
            }

            fn arithmetic(&self) -> &dyn $Arithmetic {
                match self {
                    $(Self::$Kind(kind) => kind,)*
                }
            }

            /// How its kind is written in a document.
            pub const fn id(&self) -> &'static str {
                self.about().id
            }

            /// How it is called in a menu.
            pub const fn name(&self) -> &'static str {
                self.about().name
            }

            /// Its formula.
            pub const fn formula(&self) -> &'static str {
                self.about().formula
            }

            /// What it does, in one sentence for someone who learns.
            pub const fn sentence(&self) -> &'static str {
                self.about().sentence
            }

            /// Whether the other one differs in its numbers at most.
            pub fn is_same_kind(&self, other: &Self) -> bool {
                std::mem::discriminant(self) == std::mem::discriminant(other)
            }

            /// Its numbers, in the order of controls.
            pub const fn numbers(&self) -> &'static [crate::number::Number] {
                match self {
                    $(Self::$Kind(_) => $Kind::NUMBERS,)*
                }
            }

            /// Number `index` of [`Self::numbers`].
            pub fn get(&self, index: usize) -> Option<f32> {
                match self {
                    $(Self::$Kind(kind) => kind.get(index),)*
                }
            }

            /// The same with another number `index`, if there is such a one.
            #[must_use]
            pub fn with(self, index: usize, value: f32) -> Self {
                match self {
                    $(Self::$Kind(kind) => Self::$Kind(kind.with(index, value)),)*
                }
            }
        }
    };
}

pub(crate) use {kinds, numbers};

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::Value;

    use super::*;
    use crate::optimizer::Optimizer;
    use crate::regularization::Regularization;
    use crate::schedule::Schedule;

    /// Checks a table of numbers against the document that the setting is written as.
    fn check(
        setting: impl Serialize,
        numbers: &[Number],
        get: impl Fn(usize) -> Option<f32>,
        with: impl Fn(usize, f32) -> Value,
    ) {
        let Value::Object(written) = serde_json::to_value(setting).unwrap() else {
            panic!("a setting is written as an object");
        };
        assert_eq!(written.len(), numbers.len());
        for (index, number) in numbers.iter().enumerate() {
            let id = number.id;
            assert_eq!(written[id].as_f64(), get(index).map(f64::from), "{id}");
            assert_eq!(get(index), Some(number.default), "{id}");
            assert_eq!(written[id].is_u64(), number.is_whole, "{id}");
            assert!(number.limit.contains(&number.default), "{id}");
            let limit = number.limit;
            for end in [limit.min, limit.max] {
                assert_eq!(with(index, end)[id].as_f64(), Some(end.into()), "{id}");
                assert!(end <= 16_777_216.0, "{id}: counts are floats up to 2²⁴");
            }
            assert!(number.sentence.ends_with(['.', '?', '!']), "{id}");
        }
        assert_eq!(get(numbers.len()), None);
    }

    macro_rules! check_kinds {
        ($Choice:ident) => {
            for &kind in $Choice::ALL {
                let written =
                    |kind: $Choice| serde_json::to_value(kind).unwrap()[kind.id()].clone();
                check(
                    written(kind),
                    kind.numbers(),
                    |index| kind.get(index),
                    |index, value| written(kind.with(index, value)),
                );
                assert_eq!(kind.with(9, 1.0), kind);
            }
        };
    }

    #[test]
    fn tables_are_what_documents_say() {
        check_kinds!(Optimizer);
        check_kinds!(Schedule);
        let regularization = Regularization::default();
        check(
            regularization,
            Regularization::NUMBERS,
            |index| regularization.get(index),
            |index, value| serde_json::to_value(regularization.with(index, value)).unwrap(),
        );
    }
}
