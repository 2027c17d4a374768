//! The beginning of a file, looked at: enough to say what it is.

use super::dialects::{airbyte, stored};
use crate::contract::{Container, Shape};
use crate::engine::records::{self, Record, Sniff};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::io::Read;

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// So many bytes of a file decide what it is. Always the same number, so that
/// a file is recognised alike wherever it is looked at.
pub const HEAD: usize = 64 * 1024;

/// Keys nested deeper are no columns.
const DEPTH: usize = 4;
/// No more columns than this are looked at in a JSON file.
const COLUMNS: usize = 200;
/// Nor more records, however well the file is packed.
const RECORDS: usize = 5_000;
/// Nor more cells of them, or values in objects: packed well, a beginning can
/// hold a thousand rows of 65,000 cells.
const CELLS: usize = 1 << 18;
/// So many of the first records say whose a file is: notices may come before events.
const TELLING: usize = 20;

/// The beginning of a file.
pub(super) struct Look {
    /// The file's name, or its path in an archive; with the stream behind it where
    /// there is one.
    pub path: String,
    /// The same without the stream.
    file: String,
    pub sniff: Sniff,
    /// The first line of a plain text, trimmed and without quotes.
    pub first_line: String,
    /// The rows above the header: titles and notes.
    pub above: Vec<Vec<String>>,
    /// The names of the columns, or the dotted keys of the first objects.
    pub header: Vec<String>,
    /// The keys behind `header`, for JSON.
    pub keys: Vec<Vec<String>>,
    /// The first rows, for delimited text.
    pub rows: Vec<Vec<String>>,
    /// The first objects as they stand in the file, envelopes included.
    pub objects: Vec<Object>,
    /// Where the records were taken out of Airbyte's envelopes: their stream,
    /// empty where it is not named.
    pub stream: Option<String>,
    /// Where in its rows or objects the records were found, as a file of somebody's
    /// own keeps them.
    pub place: Option<stored::Place>,
    /// The columns of the table that the envelopes are.
    pub table: Vec<String>,
}

impl Look {
    /// Looks at the first [`HEAD`] bytes of `head`; `complete` where `head` is
    /// the whole file.
    pub(super) fn new(path: &str, head: &[u8], complete: bool) -> Look {
        let complete = complete && head.len() <= HEAD;
        let head = head.get(..HEAD).unwrap_or(head);
        let sniff = records::sniff(path, head, complete);
        let mut look = Look {
            path: path.to_owned(),
            file: path.to_owned(),
            sniff,
            first_line: String::new(),
            above: Vec::new(),
            header: Vec::new(),
            keys: Vec::new(),
            rows: Vec::new(),
            objects: Vec::new(),
            stream: None,
            place: None,
            table: Vec::new(),
        };
        if look.sniff.problem.is_some() {
            return look;
        }
        look.first_line = first_line(head);
        look.above = above(&look.sniff, head, complete);
        let mut reader = records::Reader::new(&look.sniff);
        let (rows, objects) = (&mut look.rows, &mut look.objects);
        let mut room = CELLS;
        let mut each = |_: u64, record: Record<'_>| match record {
            Record::Row(row) if rows.len() < RECORDS && row.width() <= room => {
                room -= row.width();
                let cells = (0..row.width()).filter_map(|at| row.get(at).map(Cow::into_owned));
                rows.push(cells.collect());
            }
            Record::Object(object) if objects.len() < RECORDS && room > 0 => {
                room = room.saturating_sub(object.values().map(weight).sum());
                objects.push(object.clone());
            }
            _ => {}
        };
        reader.push(head, &mut each);
        // The end of a head is not the end of the file.
        if complete {
            reader.finish(&mut each);
        }
        look.header = reader.header().map(<[String]>::to_vec).unwrap_or_default();
        if matches!(look.sniff.shape, Shape::Json | Shape::Avro | Shape::Form) {
            if look.objects.is_empty() && look.sniff.shape == Shape::Form {
                // A body that goes on behind the head shows its fields none the less.
                let objects = &mut look.objects;
                reader.finish(&mut |_, record| {
                    if let Record::Object(object) = record {
                        objects.push(object.clone());
                    }
                });
            }
            if look.objects.is_empty() && look.sniff.shape == Shape::Json {
                look.objects.extend(plain_text(&look.sniff, head).as_deref().and_then(closed));
            }
            look.find_keys();
        }
        match airbyte::unwrapped(&look).or_else(|| stored::unwrapped(&look)) {
            Some(inside) => inside,
            None => look,
        }
    }

    /// The look of records inside the envelopes of this file.
    pub(super) fn inside(&self, stream: &str, records: Vec<Object>) -> Look {
        let (path, table) = match self.stream {
            Some(_) => (&self.file, &self.table),
            None => (&self.path, &self.header),
        };
        let mut look = Look {
            path: if stream.is_empty() { path.clone() } else { format!("{path}/{stream}") },
            file: path.clone(),
            sniff: self.sniff.clone(),
            first_line: String::new(),
            above: Vec::new(),
            header: Vec::new(),
            keys: Vec::new(),
            rows: Vec::new(),
            objects: records,
            stream: Some(stream.to_owned()),
            place: None,
            table: table.clone(),
        };
        look.find_keys();
        look
    }

    /// The look of records at a place in the rows or objects of this file.
    pub(super) fn holding(&self, place: stored::Place, records: Vec<Object>) -> Look {
        let look = self.inside("", records);
        Look { stream: None, place: Some(place), ..look }
    }

    /// The look of the records in lists, out of the first objects that are nothing
    /// else.
    pub(super) fn listed(&self) -> Option<Look> {
        let lists = self.objects.iter().take(TELLING).filter_map(envelope).flatten();
        let records: Vec<Object> =
            lists.filter_map(Value::as_object).take(TELLING).cloned().collect();
        if records.is_empty() {
            return None;
        }
        let look = self.inside("", records);
        Some(Look { stream: self.stream.clone(), place: self.place.clone(), ..look })
    }

    /// The position of a column by its name, upper or lower case.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name))
    }

    /// Whether the header has all of these columns.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.column(name).is_some())
    }

    /// The cells of a column that are there and not empty, trimmed.
    pub(super) fn cells(&self, column: usize) -> Vec<Cow<'_, str>> {
        let rows = self
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| Cow::Borrowed(cell.trim()));
        let keys = self.keys.get(column);
        let values = self.elements().filter_map(|object| keys.and_then(|keys| at(object, keys)));
        rows.chain(values.map(|value| match text(value) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }))
        .filter(|cell| !cell.is_empty())
        .collect()
    }

    /// The column that holds mostly addresses.
    pub(super) fn address_column(&self) -> Option<usize> {
        (0..self.header.len()).find(|&column| holds_addresses(&self.cells(column)))
    }

    /// The first objects, out of their envelopes.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter().flat_map(|object| match envelope(object) {
            Some(values) => Elements::Many(values.iter()),
            None => Elements::One(Some(object)),
        })
    }

    /// Whether one of the first objects, out of their envelopes, is so.
    pub(super) fn shows(&self, is: impl Fn(&Object) -> bool) -> bool {
        self.elements().take(TELLING).any(is)
    }

    fn find_keys(&mut self) {
        let mut keys = Vec::new();
        for object in self.elements() {
            collect_keys(object, &mut Vec::new(), &mut keys);
        }
        self.header = keys.iter().map(|path: &Vec<String>| path.join(".")).collect();
        self.keys = keys;
    }
}

enum Elements<'a> {
    One(Option<&'a Object>),
    Many(std::slice::Iter<'a, Value>),
}

impl<'a> Iterator for Elements<'a> {
    type Item = &'a Object;

    fn next(&mut self) -> Option<&'a Object> {
        match self {
            Elements::One(object) => object.take(),
            Elements::Many(values) => values.find_map(Value::as_object),
        }
    }
}

/// Whether cells are mostly addresses.
pub(super) fn holds_addresses(cells: &[Cow<'_, str>]) -> bool {
    let addresses = cells.iter().filter(|cell| cell.contains('@')).count();
    addresses > 0 && addresses * 5 >= cells.len() * 4
}

/// The records inside an object that only wraps them: its one list of objects,
/// with nothing but scalars beside it and no address of its own.
pub(super) fn envelope(object: &Object) -> Option<&Vec<Value>> {
    let mut lists = object
        .values()
        .filter_map(Value::as_array)
        .filter(|list| list.first().is_some_and(Value::is_object));
    let list = lists.next()?;
    let address =
        object.values().any(|value| value.as_str().is_some_and(|text| text.contains('@')));
    (lists.next().is_none() && !address).then_some(list)
}

/// How many values a value is.
fn weight(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(weight).sum::<usize>(),
        Value::Object(object) => 1 + object.values().map(weight).sum::<usize>(),
        _ => 1,
    }
}

fn collect_keys(object: &Object, path: &mut Vec<String>, keys: &mut Vec<Vec<String>>) {
    for (key, value) in object {
        path.push(key.clone());
        match value {
            Value::Object(inner) if path.len() < DEPTH => collect_keys(inner, path, keys),
            Value::Object(_) => {}
            _ if keys.len() < COLUMNS && !keys.contains(path) => keys.push(path.clone()),
            _ => {}
        }
        path.pop();
    }
}

/// The value at a path of keys; `None` where there is none, or null.
pub(super) fn at<'v>(object: &'v Object, path: &[String]) -> Option<&'v Value> {
    let (last, outer) = path.split_last()?;
    let mut object = object;
    for key in outer {
        object = object.get(key)?.as_object()?;
    }
    object.get(last).filter(|value| !value.is_null())
}

/// A value as the text of a cell: the first of a list, numbers as written.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
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
pub(super) fn field<'v>(object: &'v Object, key: &str) -> Cow<'v, str> {
    object.get(key).map_or(Cow::Borrowed(""), text)
}

/// The first text among those at some keys; empty where there is none.
pub(super) fn first_field<'v>(object: &'v Object, keys: &[&str]) -> Cow<'v, str> {
    let texts = keys.iter().map(|key| field(object, key));
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// The text at a key of an object inside; empty where there is none.
pub(super) fn inner_field<'v>(object: &'v Object, outer: &str, key: &str) -> Cow<'v, str> {
    inner(object, outer).map_or(Cow::Borrowed(""), |inner| field(inner, key))
}

/// The first of a list of names that stands as JSON in a cell
/// (`["newsletter","herbst"]`); a cell that is no list is a name.
pub(super) fn first_listed(cell: Cow<'_, str>) -> Cow<'_, str> {
    if !cell.starts_with('[') {
        return cell;
    }
    let names: Result<Vec<String>, _> = serde_json::from_str(&cell);
    Cow::Owned(names.ok().and_then(|names| names.into_iter().next()).unwrap_or_default())
}

/// The object at a key.
pub(super) fn inner<'v>(object: &'v Object, key: &str) -> Option<&'v Object> {
    object.get(key).and_then(Value::as_object)
}

/// The rows above the header.
fn above(sniff: &Sniff, head: &[u8], complete: bool) -> Vec<Vec<String>> {
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

fn first_line(head: &[u8]) -> String {
    const LONGEST: usize = 200;
    let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line.get(..LONGEST).unwrap_or(line));
    line.trim_start_matches('\u{feff}').trim().trim_matches('"').to_owned()
}

/// The text of a head, unpacked where it is packed.
fn plain_text(sniff: &Sniff, head: &[u8]) -> Option<String> {
    let bytes = match sniff.container {
        Container::Plain => Cow::Borrowed(head),
        Container::Gzip => {
            let mut unpacked = Vec::new();
            let limit = HEAD as u64 * 4;
            // The head ends inside the packed data: what came before is enough.
            let _ = flate2::read::GzDecoder::new(head).take(limit).read_to_end(&mut unpacked);
            Cow::Owned(unpacked)
        }
        Container::Zip | Container::Spreadsheet => return None,
    };
    Some(records::text(&bytes, sniff.encoding))
}

/// The first object of a text that ends inside it: cut behind the last value
/// that is whole, and closed.
fn closed(text: &str) -> Option<Object> {
    let mut open = Vec::new();
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
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                open.pop();
                if open.is_empty() {
                    return None;
                }
                if open.len() <= 2 {
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
    use super::*;

    fn object(text: &str) -> Object {
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => object,
            _ => panic!("the test's own text is an object"),
        }
    }

    #[test]
    fn a_cut_object_shows_what_is_whole_in_it() {
        let cut = r#"{"format":"x}","Records":[{"a":{"b":1}},{"a":{"b":"]"}},{"a":{"b"#;
        let seen = closed(cut).expect("two elements are whole");
        assert_eq!(seen.get("format"), Some(&Value::from("x}")));
        assert_eq!(envelope(&seen).map(Vec::len), Some(2));
        assert!(closed(r#"{"a":"#).is_none());
        assert!(closed("").is_none());
    }

    #[test]
    fn an_envelope_wraps_records_and_says_nothing_itself() {
        assert!(envelope(&object(r#"{"TotalCount":1,"Opens":[{"a":1}]}"#)).is_some());
        assert!(envelope(&object(r#"{"email":"zoe@example.net","activity":[{"a":1}]}"#)).is_none());
        assert!(envelope(&object(r#"{"a":[{}],"b":[{}]}"#)).is_none());
        assert!(envelope(&object(r#"{"to":["x"]}"#)).is_none());
    }

    #[test]
    fn of_a_file_packed_well_only_so_much_is_looked_at() {
        use std::io::Write;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let row = format!("{}\n", ",".repeat(60_000));
        (0..600).for_each(|_| packed.write_all(row.as_bytes()).unwrap());
        let packed = packed.finish().unwrap();
        assert!(packed.len() < HEAD);
        let look = Look::new("x.csv.gz", &packed, true);
        assert_eq!(look.header.len(), 60_001);
        assert_eq!(look.rows.len(), CELLS / 60_001);
        let objects = format!("{{\"a\":[{}0]}}\n", "0,".repeat(1 << 16)).repeat(2);
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        (0..16).for_each(|_| packed.write_all(objects.as_bytes()).unwrap());
        let look = Look::new("x.json.gz", &packed.finish().unwrap(), true);
        assert_eq!(look.objects.len(), 4);
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

    #[test]
    fn keys_are_columns() {
        let look = Look::new("x.json", br#"[{"a":{"b":1,"c":null},"d":["x"]},{"e":true}]"#, true);
        assert_eq!(look.header, ["a.b", "a.c", "d", "e"]);
        assert_eq!(look.cells(0), ["1"]);
        assert_eq!(look.cells(2), ["x"]);
        assert!(look.cells(1).is_empty());
        assert!(look.cells(9).is_empty());
    }
}
