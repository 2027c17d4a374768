//! What the first bytes of a file say before any record is read, or where none is
//! whole.

use super::{HEAD, Object};
use crate::contract::Container;
use crate::engine::records::{self, Record, Sniff};
use serde_json::Value;
use std::borrow::Cow;

/// The rows above the header.
pub(super) fn above(sniff: &Sniff, head: &[u8], complete: bool) -> Vec<Vec<String>> {
    let titles = usize::try_from(sniff.header_row).unwrap_or(0);
    if titles == 0 {
        return Vec::new();
    }
    let mut reader = records::Reader::new(&Sniff { header_row: 0, ..sniff.clone() });
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut each = |_: u64, record: Record<'_>| match record {
        // The first title is taken for the header.
        Record::Row(row) if rows.len() + 1 < titles => {
            let cells = (0..row.width()).filter_map(|at| row.get(at).map(Cow::into_owned));
            rows.push(cells.collect());
        }
        _ => {}
    };
    reader.push(head, &mut each);
    if complete {
        reader.finish(&mut each);
    }
    let first = reader.header().map(<[String]>::to_vec);
    first.into_iter().chain(rows).collect()
}

pub(super) fn first_line(head: &[u8]) -> String {
    const LONGEST: usize = 200;
    let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line.get(..LONGEST).unwrap_or(line));
    line.trim_start_matches('\u{feff}').trim().trim_matches('"').to_owned()
}

/// The text of a head, unpacked where it is packed.
pub(super) fn plain_text(sniff: &Sniff, head: &[u8]) -> Option<String> {
    let bytes = match sniff.container {
        Container::Plain => Cow::Borrowed(head),
        Container::Gzip => Cow::Owned(records::unpacked(head, HEAD * 4).0),
        Container::Zip | Container::Spreadsheet => return None,
    };
    Some(records::text(&bytes, sniff.encoding))
}

/// The first object of a text that ends inside it: cut behind the last element of its
/// list that is whole, and closed.
pub(super) fn closed(text: &str) -> Option<Object> {
    let mut open = Vec::new();
    // Brackets around an element: the first list with objects in it is the one.
    let mut around = None;
    let mut in_string = false;
    let mut escaped = false;
    let mut whole: Option<(usize, Vec<char>)> = None;
    for (at, letter) in text.char_indices() {
        if in_string {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match letter {
            '"' => in_string = true,
            '{' => {
                if open.last() == Some(&']') && open.len() > 1 {
                    around.get_or_insert(open.len());
                }
                open.push('}');
            }
            '[' => open.push(']'),
            '}' | ']' => {
                open.pop();
                if open.is_empty() {
                    return None;
                }
                if open.len() <= around.unwrap_or(2) {
                    whole = Some((at + 1, open.clone()));
                }
            }
            // A scalar at the top that is whole, such as the format of a snapshot.
            ',' if open.len() == 1 => whole = Some((at, open.clone())),
            _ => {}
        }
    }
    let (end, open) = whole?;
    let mut repaired = text.get(..end)?.to_owned();
    repaired.extend(open.iter().rev());
    match records::read_json(repaired.as_bytes()).ok()? {
        Value::Object(object) => Some(object),
        Value::Array(values) => values.into_iter().find_map(|value| match value {
            Value::Object(object) => Some(object),
            _ => None,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::envelope;
    use super::*;

    #[test]
    fn a_cut_object_shows_what_is_whole_in_it() {
        let cut = r#"{"format":"x}","Records":[{"a":{"b":1}},{"a":{"b":"]"}},{"a":{"b"#;
        let seen = closed(cut).expect("two elements are whole");
        assert_eq!(seen.get("format"), Some(&Value::from("x}")));
        assert_eq!(envelope(&seen).map(Vec::len), Some(2));
        let further_in = r#"{"page":{"n":1},"data":{"events":[{"a":{"b":1}},{"a":{"b":2},"c"#;
        let seen = closed(further_in).expect("one element is whole");
        let events = seen.get("data").and_then(|data| data.get("events")).and_then(Value::as_array);
        assert_eq!(events.map(Vec::len), Some(1));
        assert!(closed(r#"{"a":"#).is_none());
        assert!(closed("").is_none());
    }
}
