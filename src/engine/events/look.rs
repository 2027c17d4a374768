//! The beginning of a file, looked at: enough to say what it is.

use super::dialects::{airbyte, stored};
use crate::contract::Shape;
use crate::engine::records::{self, Record, Sniff};
use serde_json::{Map, Value};
use std::borrow::Cow;

mod beginning;
mod values;

use beginning::{above, closed, first_line, plain_text};
pub(super) use values::{at, envelope, field, first_field, first_listed, inner, inner_field, text};

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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn keys_are_columns() {
        let look = Look::new("x.json", br#"[{"a":{"b":1,"c":null},"d":["x"]},{"e":true}]"#, true);
        assert_eq!(look.header, ["a.b", "a.c", "d", "e"]);
        assert_eq!(look.cells(0), ["1"]);
        assert_eq!(look.cells(2), ["x"]);
        assert!(look.cells(1).is_empty());
        assert!(look.cells(9).is_empty());
    }
}
