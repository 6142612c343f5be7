//! From values of our types to plain values: all that serde asks of a serializer.

use serde::ser::{
    Error as _, Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde::{Serialize, Serializer};

use super::{Error, GREATEST_COUNT, Plain, Text};

impl Plain {
    /// What `value` is, said plainly.
    ///
    /// # Errors
    /// When a count is beyond what a number holds exactly.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        value.serialize(Writer)
    }

    /// As the settings of a choice, where it is that.
    #[inline(never)] // it is called for each type
    fn named(self, choice: Option<&'static str>) -> Self {
        match choice {
            Some(name) => Self::Object(vec![(name.into(), self)]),
            None => self,
        }
    }
}

struct Writer;

/// Numbers that every f64 is one of.
macro_rules! number {
    ($($method:ident $Type:ident)*) => {$(
        fn $method(self, value: $Type) -> Result<Plain, Error> {
            Ok(Plain::Number(f64::from(value)))
        }
    )*};
}

/// A count, unless it would become another one.
fn count(count: f64) -> Result<Plain, Error> {
    if count.abs() > GREATEST_COUNT {
        return Err(Error::custom("a count beyond what a number holds"));
    }
    Ok(Plain::Number(count))
}

impl Serializer for Writer {
    type Ok = Plain;
    type Error = Error;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    // No type of ours has names that are not its own.
    type SerializeMap = Impossible<Plain, Error>;
    type SerializeStruct = Object;
    type SerializeStructVariant = Object;

    number! {
        serialize_u8 u8
        serialize_u16 u16
        serialize_u32 u32
        serialize_i8 i8
        serialize_i16 i16
        serialize_i32 i32
        serialize_f64 f64
    }

    fn serialize_u64(self, value: u64) -> Result<Plain, Error> {
        count(value as f64)
    }

    fn serialize_i64(self, value: i64) -> Result<Plain, Error> {
        count(value as f64)
    }

    fn serialize_f32(self, value: f32) -> Result<Plain, Error> {
        Ok(Plain::Single(value))
    }

    fn serialize_bool(self, value: bool) -> Result<Plain, Error> {
        Ok(Plain::Bool(value))
    }

    fn serialize_char(self, value: char) -> Result<Plain, Error> {
        Ok(Plain::Text(value.to_string().into()))
    }

    fn serialize_str(self, value: &str) -> Result<Plain, Error> {
        Ok(Plain::Text(value.to_owned().into()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Plain, Error> {
        Err(Error::custom("bytes"))
    }

    fn serialize_none(self) -> Result<Plain, Error> {
        Ok(Plain::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Plain, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Plain, Error> {
        Ok(Plain::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Plain, Error> {
        Ok(Plain::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Plain, Error> {
        Ok(Plain::Text(variant.into()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Plain, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Plain, Error> {
        Ok(value.serialize(self)?.named(Some(variant)))
    }

    fn serialize_seq(self, count: Option<usize>) -> Result<List, Error> {
        Ok(List::new(None, count.unwrap_or_default()))
    }

    fn serialize_tuple(self, count: usize) -> Result<List, Error> {
        Ok(List::new(None, count))
    }

    fn serialize_tuple_struct(self, _: &'static str, count: usize) -> Result<List, Error> {
        Ok(List::new(None, count))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        count: usize,
    ) -> Result<List, Error> {
        Ok(List::new(Some(variant), count))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        Err(Error::custom("a map"))
    }

    fn serialize_struct(self, _: &'static str, count: usize) -> Result<Object, Error> {
        Ok(Object::new(None, count))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        count: usize,
    ) -> Result<Object, Error> {
        Ok(Object::new(Some(variant), count))
    }
}

/// A list that is being written.
struct List {
    choice: Option<&'static str>,
    items: Vec<Plain>,
}

impl List {
    fn new(choice: Option<&'static str>, count: usize) -> Self {
        let items = Vec::with_capacity(count);
        Self { choice, items }
    }

    #[inline(never)] // it is called for lists of each type
    fn push(&mut self, value: Result<Plain, Error>) -> Result<(), Error> {
        self.items.push(value?);
        Ok(())
    }
}

/// An object that is being written.
struct Object {
    choice: Option<&'static str>,
    fields: Vec<(Text, Plain)>,
}

impl Object {
    fn new(choice: Option<&'static str>, count: usize) -> Self {
        let fields = Vec::with_capacity(count);
        Self { choice, fields }
    }

    #[inline(never)] // it is called for each field of each type
    fn push(&mut self, name: &'static str, value: Result<Plain, Error>) -> Result<(), Error> {
        self.fields.push((name.into(), value?));
        Ok(())
    }
}

/// serde has four ways to write a list.
macro_rules! write_list {
    ($($Trait:ident $method:ident)*) => {$(
        impl $Trait for List {
            type Ok = Plain;
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.push(Plain::of(value))
            }

            fn end(self) -> Result<Plain, Error> {
                Ok(Plain::List(self.items).named(self.choice))
            }
        }
    )*};
}

write_list! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

/// And two to write an object.
macro_rules! write_object {
    ($($Trait:ident)*) => {$(
        impl $Trait for Object {
            type Ok = Plain;
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.push(name, Plain::of(value))
            }

            fn end(self) -> Result<Plain, Error> {
                Ok(Plain::Object(self.fields).named(self.choice))
            }
        }
    )*};
}

write_object! { SerializeStruct SerializeStructVariant }
