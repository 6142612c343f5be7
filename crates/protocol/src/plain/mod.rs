//! The one form through which everything passes that is read or written.
//!
//! A type of ours is written to a [`Plain`] and read from one, each in one way, whether it comes from JSON text or from a
//! JavaScript value. So there is one reader and one writer to carry for each type; what lies between a plain value
//! and the world outside knows no types at all.

mod decimal;
mod error;
mod js;
mod read;
mod text;
mod write;

use std::borrow::Cow;
use std::mem;

pub(crate) use error::{Error, short};

/// A name or a text; those of our own types are never copied.
pub(crate) type Text = Cow<'static, str>;

/// How deep values may lie in each other: as deep as `serde_json` reads.
const DEEPEST: u32 = 128;

/// The greatest count that a number holds exactly, with all below it.
const GREATEST_COUNT: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;

/// What JSON can say, and numbers that are not finite.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Plain {
    /// Nothing.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A count, or any other number.
    Number(f64),
    /// An f32, which is written as the shortest decimal that means it: 0.03 and not 0.029999999329447746.
    Single(f32),
    /// A text, or the name of one of several choices.
    Text(Text),
    /// Values in order.
    List(Vec<Plain>),
    /// Values by name, in the order in which they were given.
    Object(Vec<(Text, Plain)>),
}

impl Plain {
    /// The number, where it is one.
    fn number(&self) -> Option<f64> {
        match *self {
            Self::Number(number) => Some(number),
            Self::Single(number) => Some(f64::from(number)),
            _ => None,
        }
    }

    /// Puts the fields of every object in the order of their names.
    pub fn sort(&mut self) {
        match self {
            Self::List(items) => items.iter_mut().for_each(Self::sort),
            Self::Object(fields) => {
                // There are a dozen of them at most, and a sorting of the library is more code than all of this.
                for (name, mut value) in mem::take(fields) {
                    value.sort();
                    let place = fields.partition_point(|(other, _)| *other < name);
                    fields.insert(place, (name, value));
                }
            }
            _ => {}
        }
    }
}

/// What stands under `name` among the fields of an object.
pub(crate) fn field<'a>(fields: &'a [(Text, Plain)], name: &str) -> Option<&'a Plain> {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value)
}
