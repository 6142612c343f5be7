//! From plain values to values of our types: all that serde asks of a deserializer.

use std::slice;

use neuroglass_core::Refusal;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Error, GREATEST_COUNT, Plain, Text};

/// What stands where one of several choices is expected.
const CHOICE: &str = "a name, or an object with one name as its only key";
/// What stands for a choice that has settings.
const CHOICE_WITH_SETTINGS: &str = "an object with that name as its only key";

impl Plain {
    /// The value of our type that this one means. `whole` is what a refusal calls this one: "the experiment".
    ///
    /// # Errors
    /// A refusal that names the path of the field.
    pub fn read<T: DeserializeOwned>(&self, whole: &str) -> Result<T, Refusal> {
        T::deserialize(self).map_err(|error| error.refusal(whole))
    }

    // What follows is called for each type of ours, and so is not to become a part of each.

    #[inline(never)]
    fn any_number(&self) -> Result<f64, Error> {
        self.number().ok_or_else(|| Error::wrong(self, "a number"))
    }

    /// A number without decimals, between these.
    #[inline(never)]
    fn whole(&self, least: f64, most: f64) -> Result<f64, Error> {
        match self.number() {
            Some(number) if number.fract() == 0.0 && (least..=most).contains(&number) => Ok(number),
            _ if most < GREATEST_COUNT => {
                let allowed = format!("a whole number from {least} to {most}");
                Err(Error::wrong(self, &allowed))
            }
            _ => Err(Error::wrong(
                self,
                &format!("a whole number from {least} on"),
            )),
        }
    }

    #[inline(never)]
    fn text(&self) -> Result<&Text, Error> {
        match self {
            Self::Text(text) => Ok(text),
            _ => Err(Error::wrong(self, "a string")),
        }
    }

    #[inline(never)]
    fn items(&self) -> Result<Items<'_>, Error> {
        match self {
            Self::List(items) => Ok(Items {
                left: items.iter(),
                count: items.len(),
            }),
            _ => Err(Error::wrong(self, "a list")),
        }
    }

    /// A list of just so many.
    #[inline(never)]
    fn array(&self, count: usize) -> Result<Items<'_>, Error> {
        let allowed = || format!("an array of length {count}");
        match self {
            Self::List(items) if items.len() == count => self.items(),
            Self::List(items) => {
                let given = format!("of length {}", items.len());
                Err(Error::new(&given, &allowed()))
            }
            _ => Err(Error::wrong(self, &allowed())),
        }
    }

    /// An object, or what is `allowed` in its place.
    #[inline(never)]
    fn fields(&self, allowed: &str) -> Result<Fields<'_>, Error> {
        match self {
            Self::Object(fields) => Ok(Fields {
                left: fields.iter(),
                value: None,
            }),
            _ => Err(Error::wrong(self, allowed)),
        }
    }

    #[inline(never)]
    fn choice(&self) -> Result<Choice<'_>, Error> {
        match self {
            Self::Text(name) => Ok(Choice {
                name,
                settings: None,
            }),
            Self::Object(fields) if let [(name, settings)] = fields.as_slice() => Ok(Choice {
                name,
                settings: Some(settings),
            }),
            _ => Err(Error::wrong(self, CHOICE)),
        }
    }
}

/// Counts, each within the bounds of its type and of what a number holds.
macro_rules! whole {
    ($($method:ident $visit:ident $Type:ident)*) => {$(
        #[allow(clippy::cast_lossless)] // some of them are not
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let least = ($Type::MIN as f64).max(-GREATEST_COUNT);
            let most = ($Type::MAX as f64).min(GREATEST_COUNT);
            visitor.$visit(self.whole(least, most)? as $Type)
        }
    )*};
}

impl<'de> Deserializer<'de> for &'de Plain {
    type Error = Error;

    whole! {
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64
        deserialize_i8 visit_i8 i8
        deserialize_i16 visit_i16 i16
        deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64
    }

    forward_to_deserialize_any! { i128 u128 char bytes byte_buf }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Plain::Null => visitor.visit_unit(),
            Plain::Bool(value) => visitor.visit_bool(*value),
            Plain::Number(value) => visitor.visit_f64(*value),
            Plain::Single(value) => visitor.visit_f32(*value),
            Plain::Text(value) => visitor.visit_str(value),
            Plain::List(_) => visitor.visit_seq(self.items()?),
            Plain::Object(_) => visitor.visit_map(self.fields("an object")?),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Plain::Bool(value) => visitor.visit_bool(*value),
            _ => Err(Error::wrong(self, "true or false")),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f32(self.any_number()? as f32)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.any_number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Plain::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Plain::Null => visitor.visit_unit(),
            _ => Err(Error::wrong(self, "null")),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(self.array(count)?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(self.array(count)?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self.fields("an object")?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(self.fields("an object")?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.choice()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

/// The rest of a list.
struct Items<'de> {
    left: slice::Iter<'de, Plain>,
    count: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(item) = self.left.next() else {
            return Ok(None);
        };
        match seed.deserialize(item) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.in_item(self.count - self.left.len() - 1)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The rest of an object.
struct Fields<'de> {
    left: slice::Iter<'de, (Text, Plain)>,
    /// The field whose name has been read.
    value: Option<&'de (Text, Plain)>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.value = self.left.next();
        let Some((name, _)) = self.value else {
            return Ok(None);
        };
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let Some((name, value)) = self.value else {
            return Err(Error::new("read without its name", "a field"));
        };
        match seed.deserialize(value) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.in_field(name)),
        }
    }
}

/// The name of a choice, and its settings where it has any.
struct Choice<'de> {
    name: &'de str,
    settings: Option<&'de Plain>,
}

impl<'de> Choice<'de> {
    /// The settings of a choice that must have some.
    fn settings(&self) -> Result<&'de Plain, Error> {
        let missing = || Error::new("a bare name", CHOICE_WITH_SETTINGS).in_field(self.name);
        self.settings.ok_or_else(missing)
    }
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let variant = seed.deserialize(StrDeserializer::new(self.name))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.settings {
            None | Some(Plain::Null) => Ok(()),
            Some(settings) => Err(Error::wrong(settings, "the bare name").in_field(self.name)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        match seed.deserialize(self.settings()?) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.in_field(self.name)),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, count: usize, visitor: V) -> Result<V::Value, Error> {
        let items = self.settings()?.array(count);
        match items.and_then(|items| visitor.visit_seq(items)) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.in_field(self.name)),
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let fields = self.settings()?.fields(CHOICE_WITH_SETTINGS);
        match fields.and_then(|fields| visitor.visit_map(fields)) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.in_field(self.name)),
        }
    }
}
