//! Puts canaries into the fields of samples.

use super::hunt::MARK;
use super::tables::{decoded, line, table};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;

/// How often each record is told, each time by another person.
pub const COPIES: usize = 12;

/// Where canaries come from; no two are the same.
pub struct Garden {
    state: u64,
    secrets: Vec<String>,
    /// What stands for a value throughout a file.
    constant: BTreeMap<(String, usize), String>,
}

impl Garden {
    pub fn new() -> Garden {
        Garden { state: 0x9E37_79B9_7F4A_7C15, secrets: Vec::new(), constant: BTreeMap::new() }
    }

    /// Everything that was planted last.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().map(String::as_str)
    }

    fn canary(&mut self) -> String {
        // xorshift64
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let canary = format!("{MARK}{:010x}", self.state >> 24);
        self.secrets.push(canary.clone());
        canary
    }

    /// The same for the same text and copy.
    fn constant(&mut self, text: &str, copy: usize) -> String {
        let key = (text.to_lowercase(), copy);
        if let Some(known) = self.constant.get(&key) {
            return known.clone();
        }
        let address = format!("{}@example.org", self.canary());
        self.secrets.push(address.clone());
        self.constant.insert(key, address.clone());
        address
    }
}

/// What becomes of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Growth {
    /// A canary of its record's own.
    Record,
    /// A canary of its value's own that looks like an address.
    Value,
    Nothing,
}

/// A sample in its pieces: one for each member of an archive.
pub struct Sample {
    name: String,
    members: Vec<(String, Piece)>,
    growth: BTreeMap<String, Growth>,
}

enum Piece {
    Table {
        first: Vec<String>,
        separator: char,
        header: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// One value a line, or one in all.
    Json {
        lines: Vec<Value>,
        many: bool,
    },
}

/// The files in a file, unpacked.
pub fn members(name: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    if name.ends_with(".zip") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        return (0..archive.len())
            .map(|at| {
                let mut member = archive.by_index(at).expect("a member");
                let mut text = Vec::new();
                member.read_to_end(&mut text).expect("readable");
                (member.name().expect("a name").into_owned(), text)
            })
            .collect();
    }
    let mut text = bytes.to_vec();
    if name.ends_with(".gz") {
        text.clear();
        GzDecoder::new(bytes).read_to_end(&mut text).expect("readable");
    }
    vec![(name.to_owned(), text)]
}

impl Sample {
    pub fn open(name: &str, bytes: &[u8]) -> Sample {
        let pieces = members(name, bytes).into_iter().map(|(name, text)| {
            let piece = Piece::open(&decoded(&text));
            (name, piece)
        });
        Sample { name: name.to_owned(), members: pieces.collect(), growth: BTreeMap::new() }
    }

    /// Plants field by field whatever leaves the file readable; the fields in
    /// which nothing grows.
    pub fn grow(&mut self, garden: &mut Garden, readable: impl Fn(&[u8]) -> bool) -> Vec<String> {
        // One copy tells as much.
        let fields: BTreeSet<String> = self.members.iter().flat_map(|(_, p)| p.fields()).collect();
        let mut left = Vec::new();
        for field in fields {
            let grows = [Growth::Record, Growth::Value].into_iter().any(|growth| {
                self.growth.insert(field.clone(), growth);
                readable(&self.write(garden, 1))
            });
            if !grows {
                self.growth.insert(field.clone(), Growth::Nothing);
                left.push(field);
            }
        }
        left
    }

    /// The file, with each record told so many times.
    pub fn write(&self, garden: &mut Garden, copies: usize) -> Vec<u8> {
        // Only what was planted last is there.
        garden.constant.clear();
        garden.secrets.clear();
        let texts = self.members.iter().map(|(name, piece)| {
            let mut planter = Planter { garden, growth: &self.growth, copies, copy: 0 };
            (name, piece.write(&mut planter))
        });
        if self.name.ends_with(".zip") {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for (name, text) in texts {
                writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("room");
                writer.write_all(text.as_bytes()).expect("room");
            }
            return writer.finish().expect("room").into_inner();
        }
        let text: String = texts.map(|(_, text)| text).collect();
        if self.name.ends_with(".gz") {
            let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(text.as_bytes()).expect("room");
            return packer.finish().expect("room");
        }
        text.into_bytes()
    }
}

impl Piece {
    fn open(text: &str) -> Piece {
        let start = text.trim_start();
        if start.starts_with('{') || start.starts_with('[') {
            return match serde_json::from_str(text) {
                Ok(value) => Piece::Json { lines: vec![value], many: false },
                Err(_) => {
                    // One a line, or one behind the other.
                    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
                    let lines = values.map_while(Result::ok).collect();
                    Piece::Json { lines, many: true }
                }
            };
        }
        let (first, text) = match text.strip_prefix("sep=") {
            Some(rest) => {
                let (separator, rest) = rest.split_once('\n').expect("more lines");
                (vec![format!("sep={}", separator.trim_end())], rest)
            }
            None => (Vec::new(), text),
        };
        let head = text.lines().next().unwrap_or_default();
        let separator =
            [',', ';', '\t'].into_iter().max_by_key(|&c| head.matches(c).count()).expect("three");
        let mut rows = table(text, separator).into_iter();
        let header = rows.next().unwrap_or_default();
        let rows = rows.filter(|row| row.len() == header.len()).collect();
        Piece::Table { first, separator, header, rows }
    }

    fn fields(&self) -> BTreeSet<String> {
        let mut fields = BTreeSet::new();
        match self {
            Piece::Table { header, rows, .. } => {
                for row in rows {
                    let named = header.iter().zip(row);
                    let free = named.filter(|(_, value)| is_free(value));
                    fields.extend(free.map(|(name, _)| name.clone()));
                }
            }
            Piece::Json { lines, .. } => {
                for line in lines {
                    each_text(line, "", &mut |path, _| {
                        fields.insert(path.to_owned());
                    });
                }
            }
        }
        fields
    }

    fn write(&self, planter: &mut Planter<'_>) -> String {
        let mut out = String::new();
        match self {
            Piece::Table { first, separator, header, rows } => {
                for line in first {
                    out.push_str(line);
                    out.push_str("\r\n");
                }
                // What a header of links adds to them is of one file, not of a person,
                // but may leave no more than that.
                let header = header.iter().map(|name| match name.starts_with("http") {
                    true => planter.link(name, false),
                    false => name.clone(),
                });
                line(&mut out, *separator, header);
                for copy in 0..planter.copies {
                    planter.copy = copy;
                    for row in rows {
                        let names = self.header();
                        let cells = names.iter().zip(row);
                        let cells: Vec<String> =
                            cells.map(|(name, value)| planter.plant(name, value)).collect();
                        line(&mut out, *separator, cells.into_iter());
                    }
                }
            }
            Piece::Json { lines, many: true } => {
                for copy in 0..planter.copies {
                    planter.copy = copy;
                    for value in lines {
                        out.push_str(&planter.json(value, "").to_string());
                        out.push('\n');
                    }
                }
            }
            Piece::Json { lines, many: false } => {
                let told = lines.iter().map(|value| planter.many(value));
                out.extend(told.map(|value| value.to_string()));
            }
        }
        out
    }

    fn header(&self) -> &[String] {
        match self {
            Piece::Table { header, .. } => header,
            Piece::Json { .. } => &[],
        }
    }
}

/// Neither an address nor a link, which are planted in any case.
fn is_free(value: &str) -> bool {
    !value.is_empty() && !value.contains('@') && !value.starts_with("http")
}

/// Visits every free text, also in objects that are written in a text.
fn each_text(value: &Value, path: &str, visit: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => match inner(text) {
            Some(value) => each_text(&value, path, visit),
            None if is_free(text) => visit(path, text),
            None => {}
        },
        Value::Array(values) => values.iter().for_each(|value| each_text(value, path, visit)),
        Value::Object(fields) => {
            let named = named(fields);
            for (key, value) in fields {
                each_text(value, &format!("{path}/{key}{named}"), visit);
            }
        }
        _ => {}
    }
}

/// Mail headers are fields of a name: each by itself.
fn named(fields: &serde_json::Map<String, Value>) -> String {
    let name = fields.get("name").filter(|_| fields.contains_key("value"));
    name.and_then(Value::as_str).map(|name| format!("={name}")).unwrap_or_default()
}

fn inner(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|value: &Value| value.is_object())
}

struct Planter<'a> {
    garden: &'a mut Garden,
    growth: &'a BTreeMap<String, Growth>,
    copies: usize,
    copy: usize,
}

impl Planter<'_> {
    fn plant(&mut self, field: &str, value: &str) -> String {
        if value.starts_with("http") {
            return self.link(value, true);
        }
        if value.contains('@') {
            return self.addresses(value);
        }
        if value.is_empty() {
            return String::new();
        }
        match self.growth.get(field).copied().unwrap_or(Growth::Nothing) {
            Growth::Nothing => value.to_owned(),
            // The class of a program stays, so that there are figures of it.
            Growth::Record if value.starts_with("Mozilla") => {
                format!("{value} {}", self.garden.canary())
            }
            Growth::Record => self.garden.canary(),
            Growth::Value => self.garden.constant(value, usize::MAX),
        }
    }

    /// Each address becomes that of another person in each copy.
    fn addresses(&mut self, value: &str) -> String {
        let inside = |c: char| !c.is_whitespace() && !"<>,;\"()".contains(c);
        let mut out = String::new();
        let mut rest = value;
        while let Some(at) = rest.find('@') {
            let start = rest[..at]
                .rfind(|c| !inside(c))
                .map_or(0, |found| found + rest[found..].chars().next().map_or(1, char::len_utf8));
            let end = rest[at..].find(|c| !inside(c)).map_or(rest.len(), |found| at + found);
            let before = &rest[..start];
            // A name before the address is somebody's, too.
            if before.trim().chars().any(char::is_alphabetic) {
                out.push_str(&format!("{} <", self.garden.canary()));
            } else {
                out.push_str(before);
            }
            out.push_str(&self.garden.constant(&rest[start..end], self.copy));
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }

    /// A link of its own in user, path, parameters and fragment; without the
    /// path it stays the same page.
    fn link(&mut self, link: &str, path: bool) -> String {
        let mut canary = || self.garden.canary();
        let (base, query) = link.split_once('?').unwrap_or((link, ""));
        let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
        let path = if path { format!("/{}", canary()) } else { String::new() };
        let and = if query.is_empty() { "" } else { "&" };
        format!(
            "{scheme}://{}:{}@{}{path}?{query}{and}user={}&utm_content={}#{}",
            canary(),
            canary(),
            rest.trim_end_matches('/'),
            canary(),
            if path.is_empty() { "newsletter".into() } else { canary() },
            canary(),
        )
    }

    fn json(&mut self, value: &Value, path: &str) -> Value {
        match value {
            Value::String(text) => Value::String(match inner(text) {
                Some(value) => self.json(&value, path).to_string(),
                None => self.plant(path, text),
            }),
            Value::Array(values) => values.iter().map(|value| self.json(value, path)).collect(),
            Value::Object(fields) => {
                let named = named(fields);
                let planted = fields.iter().map(|(key, value)| {
                    (key.clone(), self.json(value, &format!("{path}/{key}{named}")))
                });
                Value::Object(planted.collect())
            }
            other => other.clone(),
        }
    }

    /// The records of a document, told by many.
    fn many(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(records) => self.records(records, ""),
            Value::Object(fields) => {
                let told = fields.iter().map(|(key, value)| match value {
                    Value::Array(records) => {
                        (key.clone(), self.records(records, &format!("/{key}")))
                    }
                    other => (key.clone(), other.clone()),
                });
                Value::Object(told.collect())
            }
            other => other.clone(),
        }
    }

    fn records(&mut self, records: &[Value], path: &str) -> Value {
        let copies = (0..self.copies).flat_map(|copy| {
            self.copy = copy;
            records.iter().map(|record| self.json(record, path)).collect::<Vec<Value>>()
        });
        Value::Array(copies.collect())
    }
}
