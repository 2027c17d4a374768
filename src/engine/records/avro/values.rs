//! Values in Avro's binary encoding, as JSON: bytes as text of as many letters,
//! the choice of a union as what was chosen.

use super::schema::{Named, Schema, Type};
use crate::contract::ProblemKind;
use crate::engine::records::MAX_RECORD;
use serde_json::{Map, Number, Value};

/// Values lie in one another no deeper.
const MAX_DEPTH: usize = 64;
/// A record has no more values: some take no bytes at all.
const MAX_VALUES: usize = 1 << 18;

/// Why a value could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The bytes end inside it.
    Short,
    Wrong(ProblemKind),
}

const DAMAGED: Fault = Fault::Wrong(ProblemKind::DamagedArchive);

pub(super) struct Values<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Values that the record may still have.
    left: usize,
}

impl<'b> Values<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Values<'b> {
        Values { bytes, at: 0, left: MAX_VALUES }
    }

    /// Bytes read so far.
    pub(super) fn taken(&self) -> usize {
        self.at
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'b [u8], Fault> {
        let end = self.at.checked_add(length).ok_or(DAMAGED)?;
        let taken = self.bytes.get(self.at..end).ok_or(Fault::Short)?;
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.take(N)?.try_into().map_err(|_| DAMAGED)
    }

    /// A number of up to ten bytes, the sign in its lowest bit.
    pub(super) fn long(&mut self) -> Result<i64, Fault> {
        let mut bits = 0u64;
        for shift in (0..70).step_by(7) {
            let [byte] = self.array()?;
            bits |= u64::from(byte & 0x7F).checked_shl(shift).unwrap_or_default();
            if byte & 0x80 == 0 {
                return Ok((bits >> 1).cast_signed() ^ -(bits & 1).cast_signed());
            }
        }
        Err(DAMAGED)
    }

    pub(super) fn bytes(&mut self) -> Result<&'b [u8], Fault> {
        let length = usize::try_from(self.long()?).map_err(|_| DAMAGED)?;
        if length > MAX_RECORD {
            return Err(Fault::Wrong(ProblemKind::RecordTooLarge));
        }
        self.take(length)
    }

    /// How many items the next block of a list or a map has; 0 ends it.
    pub(super) fn count(&mut self) -> Result<u64, Fault> {
        let count = self.long()?;
        if count < 0 {
            // Its bytes are counted, too, for readers that skip it.
            self.long()?;
        }
        Ok(count.unsigned_abs())
    }

    /// A record by its schema.
    pub(super) fn record(&mut self, schema: &Schema) -> Result<Map<String, Value>, Fault> {
        match self.value(schema, &Type::Named(schema.root), 0)? {
            Value::Object(object) => Ok(object),
            _ => Err(DAMAGED),
        }
    }

    fn value(&mut self, schema: &Schema, kind: &Type, depth: usize) -> Result<Value, Fault> {
        if depth > MAX_DEPTH {
            return Err(DAMAGED);
        }
        self.left = self.left.checked_sub(1).ok_or(Fault::Wrong(ProblemKind::RecordTooLarge))?;
        Ok(match kind {
            Type::Null => Value::Null,
            Type::Boolean => Value::Bool(self.array::<1>()? != [0]),
            Type::Long { micros } => {
                let number = self.long()?;
                Value::from(if *micros { number.div_euclid(1000) } else { number })
            }
            Type::Float => number(f32::from_le_bytes(self.array()?).into()),
            Type::Double => number(f64::from_le_bytes(self.array()?)),
            Type::Bytes => letters(self.bytes()?),
            Type::Text => Value::String(String::from_utf8_lossy(self.bytes()?).into_owned()),
            Type::Array(items) => {
                let mut values = Vec::new();
                loop {
                    let count = self.count()?;
                    if count == 0 {
                        break Value::Array(values);
                    }
                    for _ in 0..count {
                        values.push(self.value(schema, items, depth + 1)?);
                    }
                }
            }
            Type::Map(items) => {
                let mut values = Map::new();
                loop {
                    let count = self.count()?;
                    if count == 0 {
                        break Value::Object(values);
                    }
                    for _ in 0..count {
                        let key = String::from_utf8_lossy(self.bytes()?).into_owned();
                        values.insert(key, self.value(schema, items, depth + 1)?);
                    }
                }
            }
            Type::Union(kinds) => {
                let choice = usize::try_from(self.long()?).map_err(|_| DAMAGED)?;
                let kind = kinds.get(choice).ok_or(DAMAGED)?;
                self.value(schema, kind, depth + 1)?
            }
            Type::Named(at) => match schema.named.get(*at).ok_or(DAMAGED)? {
                Named::Record(fields) => {
                    let mut values = Map::new();
                    for (name, kind) in fields {
                        values.insert(name.clone(), self.value(schema, kind, depth + 1)?);
                    }
                    Value::Object(values)
                }
                Named::Enum(symbols) => {
                    let choice = usize::try_from(self.long()?).map_err(|_| DAMAGED)?;
                    Value::from(symbols.get(choice).ok_or(DAMAGED)?.as_str())
                }
                Named::Fixed(length) if *length > MAX_RECORD => {
                    return Err(Fault::Wrong(ProblemKind::RecordTooLarge));
                }
                Named::Fixed(length) => letters(self.take(*length)?),
            },
        })
    }
}

fn number(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

fn letters(bytes: &[u8]) -> Value {
    Value::String(bytes.iter().map(|&byte| char::from(byte)).collect())
}
