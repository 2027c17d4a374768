//! Schemas: what stands where in a record.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Types inside types, no deeper.
const MAX_DEPTH: usize = 32;

/// A schema: a record, and the types that have names.
pub(super) struct Schema {
    pub(super) root: usize,
    pub(super) named: Vec<Named>,
}

/// A type with a name, by which others may refer to it.
pub(super) enum Named {
    Record(Vec<(String, Type)>),
    Enum(Vec<String>),
    Fixed(usize),
}

pub(super) enum Type {
    Null,
    Boolean,
    /// Whole numbers; such as count microseconds are read as milliseconds.
    Long {
        micros: bool,
    },
    Float,
    Double,
    Bytes,
    Text,
    Array(Box<Type>),
    Map(Box<Type>),
    Union(Vec<Type>),
    Named(usize),
}

impl Schema {
    /// The schema of records, and its full name; `None` where it is none.
    pub(super) fn read(value: &Value) -> Option<(Schema, String)> {
        let mut reader = Reader { named: Vec::new(), names: BTreeMap::new() };
        let Type::Named(root) = reader.read(value, "", 0)? else { return None };
        let name =
            reader.names.iter().find(|(_, at)| **at == root).map(|(name, _)| name.clone())?;
        let named: Option<Vec<Named>> = reader.named.into_iter().collect();
        let named = named?;
        matches!(named.get(root)?, Named::Record(_)).then_some((Schema { root, named }, name))
    }
}

struct Reader {
    /// `None` while a type is being read: it may refer to itself.
    named: Vec<Option<Named>>,
    names: BTreeMap<String, usize>,
}

impl Reader {
    fn read(&mut self, value: &Value, namespace: &str, depth: usize) -> Option<Type> {
        if depth > MAX_DEPTH {
            return None;
        }
        match value {
            Value::String(name) => self.simple(name, namespace, false),
            Value::Array(types) => {
                let read = |it: &Value| self.read(it, namespace, depth + 1);
                Some(Type::Union(types.iter().map(read).collect::<Option<_>>()?))
            }
            Value::Object(object) => self.complex(object, namespace, depth),
            _ => None,
        }
    }

    fn simple(&self, name: &str, namespace: &str, micros: bool) -> Option<Type> {
        Some(match name {
            "null" => Type::Null,
            "boolean" => Type::Boolean,
            "int" => Type::Long { micros: false },
            "long" => Type::Long { micros },
            "float" => Type::Float,
            "double" => Type::Double,
            "bytes" => Type::Bytes,
            "string" => Type::Text,
            _ => {
                let at = self.names.get(&full(name, namespace)).or_else(|| self.names.get(name));
                Type::Named(*at?)
            }
        })
    }

    fn complex(
        &mut self,
        object: &Map<String, Value>,
        namespace: &str,
        depth: usize,
    ) -> Option<Type> {
        let text = |key: &str| object.get(key).and_then(Value::as_str);
        let kind = match object.get("type")? {
            Value::String(kind) => kind.as_str(),
            // A type in braces of its own.
            inner => return self.read(inner, namespace, depth + 1),
        };
        match kind {
            "array" => Some(Type::Array(Box::new(self.read(
                object.get("items")?,
                namespace,
                depth + 1,
            )?))),
            "map" => {
                Some(Type::Map(Box::new(self.read(object.get("values")?, namespace, depth + 1)?)))
            }
            "record" | "error" | "enum" | "fixed" => {
                let own = text("namespace").unwrap_or(namespace);
                let name = full(text("name")?, own);
                let inside = name.rsplit_once('.').map_or("", |(before, _)| before).to_owned();
                let at = self.named.len();
                self.named.push(None);
                self.names.insert(name, at);
                let named = match kind {
                    "enum" => Named::Enum(
                        object
                            .get("symbols")?
                            .as_array()?
                            .iter()
                            .map(|symbol| symbol.as_str().map(str::to_owned))
                            .collect::<Option<_>>()?,
                    ),
                    "fixed" => Named::Fixed(usize::try_from(object.get("size")?.as_u64()?).ok()?),
                    _ => {
                        let mut fields = Vec::new();
                        for field in object.get("fields")?.as_array()? {
                            let name = field.get("name")?.as_str()?.to_owned();
                            let kind = self.read(field.get("type")?, &inside, depth + 1)?;
                            fields.push((name, kind));
                        }
                        Named::Record(fields)
                    }
                };
                *self.named.get_mut(at)? = Some(named);
                Some(Type::Named(at))
            }
            name => {
                let micros = text("logicalType").is_some_and(|it| it.ends_with("timestamp-micros"));
                self.simple(name, namespace, micros)
            }
        }
    }
}

/// A name with its namespace.
fn full(name: &str, namespace: &str) -> String {
    match namespace {
        "" => name.to_owned(),
        _ if name.contains('.') => name.to_owned(),
        _ => format!("{namespace}.{name}"),
    }
}
