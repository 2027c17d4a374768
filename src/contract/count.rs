use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// A figure as it may be shown: a number, or why there is none.
///
/// In JSON: a plain number, `null` where the files cannot tell, and
/// `"withheld"` where protection hides it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    Exact(u64),
    /// Hidden because it could point at a person.
    Withheld,
    /// The files do not hold it. Never confused with a measured zero.
    #[default]
    Unavailable,
}

impl Count {
    pub const fn exact(self) -> Option<u64> {
        match self {
            Count::Exact(value) => Some(value),
            _ => None,
        }
    }

    pub const fn is_withheld(self) -> bool {
        matches!(self, Count::Withheld)
    }
}

impl From<u64> for Count {
    fn from(value: u64) -> Count {
        Count::Exact(value)
    }
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Count::Exact(value) => serializer.serialize_u64(*value),
            Count::Withheld => serializer.serialize_str("withheld"),
            Count::Unavailable => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Count;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number from 0, \"withheld\" or null")
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Count, E> {
                Ok(Count::Exact(value))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Count, E> {
                u64::try_from(value)
                    .map(Count::Exact)
                    .map_err(|_| E::custom("a count cannot be negative"))
            }

            // JavaScript hands every number over as a float.
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Count, E> {
                if (0.0..=9_007_199_254_740_991.0).contains(&value) && value.fract() == 0.0 {
                    Ok(Count::Exact(value as u64))
                } else {
                    Err(E::custom("a count is a whole number from 0"))
                }
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Count, E> {
                match value {
                    "withheld" => Ok(Count::Withheld),
                    _ => Err(E::custom("a count is a number, \"withheld\" or null")),
                }
            }

            fn visit_unit<E: de::Error>(self) -> Result<Count, E> {
                Ok(Count::Unavailable)
            }

            fn visit_none<E: de::Error>(self) -> Result<Count, E> {
                Ok(Count::Unavailable)
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Count, D::Error> {
                inner.deserialize_any(self)
            }
        }

        deserializer.deserialize_any(Reader)
    }
}
