//! What objects hold, as the texts of cells.

use super::Object;
use serde_json::Value;
use std::borrow::Cow;

/// The records inside an object that only wraps them: its one list of objects,
/// with nothing but scalars beside it and no address of its own.
pub(in crate::engine::events) fn envelope(object: &Object) -> Option<&Vec<Value>> {
    let mut lists = object
        .values()
        .filter_map(Value::as_array)
        .filter(|list| list.first().is_some_and(Value::is_object));
    let list = lists.next()?;
    let address =
        object.values().any(|value| value.as_str().is_some_and(|text| text.contains('@')));
    (lists.next().is_none() && !address).then_some(list)
}

/// The value at a path of keys; `None` where there is none, or null.
pub(in crate::engine::events) fn at<'v>(object: &'v Object, path: &[String]) -> Option<&'v Value> {
    let (last, outer) = path.split_last()?;
    let mut object = object;
    for key in outer {
        object = object.get(key)?.as_object()?;
    }
    object.get(last).filter(|value| !value.is_null())
}

/// A value as the text of a cell: the first of a list, numbers as written.
pub(in crate::engine::events) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Array(values) => match values.first() {
            Some(first) if !first.is_array() => text(first),
            _ => Cow::Borrowed(""),
        },
        Value::Null | Value::Object(_) => Cow::Borrowed(""),
    }
}

/// The text at a key; empty where there is none.
pub(in crate::engine::events) fn field<'v>(object: &'v Object, key: &str) -> Cow<'v, str> {
    object.get(key).map_or(Cow::Borrowed(""), text)
}

/// The first text among those at some keys; empty where there is none.
pub(in crate::engine::events) fn first_field<'v>(
    object: &'v Object,
    keys: &[&str],
) -> Cow<'v, str> {
    let texts = keys.iter().map(|key| field(object, key));
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// The text at a key of an object inside; empty where there is none.
pub(in crate::engine::events) fn inner_field<'v>(
    object: &'v Object,
    outer: &str,
    key: &str,
) -> Cow<'v, str> {
    inner(object, outer).map_or(Cow::Borrowed(""), |inner| field(inner, key))
}

/// The first of a list of names that stands as JSON in a cell
/// (`["newsletter","herbst"]`); a cell that is no list is a name.
pub(in crate::engine::events) fn first_listed(cell: Cow<'_, str>) -> Cow<'_, str> {
    if !cell.starts_with('[') {
        return cell;
    }
    let names: Result<Vec<String>, _> = serde_json::from_str(&cell);
    Cow::Owned(names.ok().and_then(|names| names.into_iter().next()).unwrap_or_default())
}

/// The object at a key.
pub(in crate::engine::events) fn inner<'v>(object: &'v Object, key: &str) -> Option<&'v Object> {
    object.get(key).and_then(Value::as_object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Object {
        serde_json::from_str(text).expect("the test's own text is an object")
    }

    #[test]
    fn an_envelope_wraps_records_and_says_nothing_itself() {
        assert!(envelope(&object(r#"{"TotalCount":1,"Opens":[{"a":1}]}"#)).is_some());
        assert!(envelope(&object(r#"{"email":"zoe@example.net","activity":[{"a":1}]}"#)).is_none());
        assert!(envelope(&object(r#"{"a":[{}],"b":[{}]}"#)).is_none());
        assert!(envelope(&object(r#"{"to":["x"]}"#)).is_none());
    }

    #[test]
    fn the_first_of_keys_and_of_lists() {
        let object = object(r#"{"a":"","b":null,"c":7,"d":"x"}"#);
        assert_eq!(first_field(&object, &["a", "b", "c", "d"]), "7");
        assert_eq!(first_field(&object, &["a", "e"]), "");
        for (cell, first) in [("[\"x\",\"y\"]", "x"), ("[]", ""), ("x", "x"), ("[x", ""), ("", "")]
        {
            assert_eq!(first_listed(Cow::Borrowed(cell)), first, "{cell}");
        }
    }
}
