//! What objects hold, as the texts of cells.

use super::Object;
use serde_json::Value;
use std::borrow::Cow;

/// The records inside an object that only wraps them: its one list of objects,
/// with nothing but scalars beside it and no address of its own. Answers of APIs
/// may have that list further in (`{"data":{"events":[…]}}`); it counts where all
/// addresses are in it.
pub(in crate::engine::events) fn envelope(object: &Object) -> Option<&Vec<Value>> {
    match lists_in(object) {
        (Some(list), None) => {
            let mut texts = object.values().filter_map(Value::as_str);
            (!texts.any(is_like_address)).then_some(list)
        }
        (None, _) => {
            let list = further_in(object, DEEPEST).ok().flatten()?;
            let inside = list.iter().any(|element| has_address(element, None));
            let outside = || object.values().any(|value| has_address(value, Some(list)));
            (inside && !outside()).then_some(list)
        }
        (Some(_), Some(_)) => None,
    }
}

/// A list lies in so many objects at most.
const DEEPEST: usize = 4;

/// The first two lists of objects that an object itself has.
fn lists_in(object: &Object) -> (Option<&Vec<Value>>, Option<&Vec<Value>>) {
    let lists = object.values().filter_map(Value::as_array);
    let mut lists = lists.filter(|list| list.first().is_some_and(Value::is_object));
    (lists.next(), lists.next())
}

/// There are several lists, and none is the one.
struct Several;

/// The one list of objects that the objects in an object have.
fn further_in(object: &Object, depth: usize) -> Result<Option<&Vec<Value>>, Several> {
    let Some(depth) = depth.checked_sub(1) else { return Ok(None) };
    let mut only = None;
    for inner in object.values().filter_map(Value::as_object) {
        let (own, another) = lists_in(inner);
        let deeper = further_in(inner, depth)?;
        for list in [own, another, deeper].into_iter().flatten() {
            if only.replace(list).is_some() {
                return Err(Several);
            }
        }
    }
    Ok(only)
}

fn is_like_address(text: &str) -> bool {
    text.contains('@')
}

/// Whether something like an address stands in a value, leaving out one list.
fn has_address(value: &Value, but: Option<&Vec<Value>>) -> bool {
    match value {
        Value::String(text) => is_like_address(text),
        Value::Array(values) if but.is_some_and(|list| std::ptr::eq(list, values)) => false,
        Value::Array(values) => values.iter().any(|value| has_address(value, but)),
        Value::Object(object) => object.values().any(|value| has_address(value, but)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
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
    fn an_envelope_may_have_its_list_further_in() {
        let first = |text: &str| {
            let object = object(text);
            envelope(&object).and_then(|list| Some(list.first()?.get("n")?.clone()))
        };
        let wraps = [
            r#"{"meta":{"page":1},"data":{"events":[{"n":1,"to":"zoe@example.net"}]}}"#,
            r#"{"hits":{"total":{"value":1},"hits":[{"n":1,"_source":{"to":["zoe@example.net"]}}]}}"#,
            r#"{"a":{"b":{"c":{"d":{"e":[{"n":1,"to":"zoe@example.net"}]}}}}}"#,
        ];
        for text in wraps {
            assert_eq!(first(text), Some(Value::from(1)), "{text}");
        }
        let does_not = [
            // An event that has an address, and a list of something else.
            r#"{"type":"open","data":{"to":["zoe@example.net"],"tags":[{"n":1,"name":"x"}]}}"#,
            r#"{"type":"open","data":{"to":["zoe@example.net"],"cc":[{"n":1,"to":"ben@example.net"}]}}"#,
            // Nobody is in the list.
            r#"{"type":"open","data":{"id":7,"tags":[{"n":1,"name":"x"}]}}"#,
            // Which list?
            r#"{"a":{"b":[{"n":1,"to":"zoe@example.net"}]},"c":{"d":[{"n":1}]}}"#,
            r#"{"a":{"b":[{"n":1,"to":"zoe@example.net"}],"d":[{"n":1}]}}"#,
            r#"{"a":{"b":[{"n":1,"to":"zoe@example.net"}],"c":{"d":[{"n":1}]}}}"#,
            r#"{"a":{"b":{"c":{"d":{"e":{"f":[{"n":1,"to":"zoe@example.net"}]}}}}}}"#,
        ];
        for text in does_not {
            assert_eq!(first(text), None, "{text}");
        }
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
