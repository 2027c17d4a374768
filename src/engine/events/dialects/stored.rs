//! Records of any vendor that somebody keeps in a table, or in objects, of their
//! own: each webhook a row with its body in one of the columns, as JSON (an object,
//! or a list of them) or as it was posted. They are taken out and read as what they
//! are; when they came in is never the time of an event.
//!
//! The column may have any name. It is looked for only where nobody knows the file
//! as it stands, and taken only where somebody knows what is in it.

use super::{ReadRecord, Source, WRONG_SHAPE, cell, recognise};
use crate::contract::{DateOrder, IgnoredReason, KindSet, ProblemKind};
use crate::engine::events::look::{self, Look, Object};
use crate::engine::events::out::{Column, Out, Refusal};
use crate::engine::records::{Row, read_form, read_json};
use serde_json::Value;

/// So many rows or objects of a head are looked at.
const LOOKED_AT: usize = 20;
/// No more columns than this are looked through: nobody keeps bodies in the next.
const PLACES: usize = 200;

/// Where the records are.
#[derive(Clone)]
pub(in crate::engine::events) enum Place {
    Column(usize),
    Key(String),
}

/// The values that a text holds; `None` where it holds none.
fn opened(text: &str) -> Option<Vec<Value>> {
    let text = text.trim();
    match text.as_bytes().first()? {
        b'{' => Some(vec![read_json(text.as_bytes()).ok()?]),
        b'[' => read_json(text.as_bytes()).ok(),
        _ => Some(vec![Value::Object(read_form(text)?)]),
    }
}

fn held(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::Object(_) => Some(vec![value.clone()]),
        Value::Array(values) => Some(values.clone()),
        Value::String(text) => opened(text),
        _ => None,
    }
}

/// The look of what is in the first place of a file whose records somebody knows.
pub(in crate::engine::events) fn unwrapped(look: &Look) -> Option<Look> {
    if recognise(look).is_some() {
        return None;
    }
    let columns = (0..look.header.len()).filter(|_| !look.rows.is_empty()).map(Place::Column);
    let keys = look.objects.first().into_iter().flat_map(|object| object.keys().cloned());
    columns.chain(keys.map(Place::Key)).take(PLACES).find_map(|place| {
        let values = |at: &Place| -> Vec<Value> {
            match at {
                Place::Column(at) => {
                    let cells = look.rows.iter().take(LOOKED_AT).filter_map(|row| row.get(*at));
                    cells.filter_map(|cell| opened(cell)).flatten().collect()
                }
                Place::Key(key) => {
                    let found = look.objects.iter().take(LOOKED_AT).filter_map(|it| it.get(key));
                    found.filter_map(held).flatten().collect()
                }
            }
        };
        let objects = values(&place).into_iter().filter_map(|value| match value {
            Value::Object(object) => Some(object),
            _ => None,
        });
        let objects: Vec<Object> = objects.collect();
        if objects.is_empty() {
            return None;
        }
        let inside = look.holding(place, objects);
        recognise(&inside).is_some().then_some(inside)
    })
}

/// Reads the records where they are kept.
pub(super) struct Stored {
    place: Place,
    /// What is kept there are lists of records.
    lists: bool,
    records: Box<dyn ReadRecord>,
}

impl Stored {
    pub(super) fn new(place: Place, lists: bool, records: Box<dyn ReadRecord>) -> Stored {
        Stored { place, lists, records }
    }

    /// The records among some values, out of whatever wraps them once more.
    fn records(&self, values: Vec<Value>) -> Vec<Value> {
        let mut records = Vec::with_capacity(values.len());
        for value in values {
            let inside = value.as_object().and_then(|object| {
                let listed = || look::envelope(object).filter(|_| self.lists).cloned();
                self.records.unpacked(object).or_else(listed)
            });
            match inside {
                Some(inside) => records.extend(inside),
                None => records.push(value),
            }
        }
        records
    }
}

impl ReadRecord for Stored {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        match source {
            Source::Element(record, _) => self.records.read(Source::Object(record), out),
            // Whatever else was noted there.
            Source::Row(row) => match &self.place {
                Place::Column(at) if !cell(&row, Some(*at)).is_empty() => {
                    Err(Refusal::Problem(ProblemKind::BadJson, Column::Unknown))
                }
                _ => Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
            },
            Source::Plain(_) => Err(WRONG_SHAPE),
            Source::Object(object) => match &self.place {
                Place::Key(key) if object.get(key).is_some_and(Value::is_string) => {
                    Err(Refusal::Problem(ProblemKind::BadJson, Column::Unknown))
                }
                _ => Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
            },
        }
    }

    fn covers(&self) -> KindSet {
        self.records.covers()
    }

    fn restart(&mut self) {
        self.records.restart();
    }

    fn dates(&self) -> DateOrder {
        self.records.dates()
    }

    fn unpacked(&self, object: &Object) -> Option<Vec<Value>> {
        let Place::Key(key) = &self.place else { return None };
        Some(self.records(held(object.get(key)?)?))
    }

    fn in_row(&self, row: Row<'_>) -> Option<Vec<Value>> {
        let Place::Column(at) = self.place else { return None };
        Some(self.records(opened(&cell(&row, Some(at)))?))
    }

    fn hangs_together(&self) -> bool {
        self.records.hangs_together()
    }

    fn column_name(&self, at: usize) -> Option<&str> {
        self.records.column_name(at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::Kind;

    const OPEN: &str = r#"{"event":"open","email":"a@example.org","timestamp":1789365600,"sg_event_id":"e","sg_message_id":"m"}"#;
    const CLICK: &str = r#"{"event":"click","email":"b@example.org","timestamp":1789365601,"sg_event_id":"f","sg_message_id":"n"}"#;

    #[test]
    fn bodies_in_a_table() {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let text = format!(
            "id,received_at,headers,body\n\
             1,2026-11-01 00:00:00,{},{}\n2,2026-11-01 00:00:00,,{}\n\
             3,2026-11-01 00:00:00,,\n4,2026-11-01 00:00:00,,{{\n5,2026-11-01 00:00:00,,[5]\n",
            quoted(r#"{"host":"hooks.example.com"}"#),
            quoted(OPEN),
            quoted(&format!("[{OPEN},{CLICK}]")),
        );
        let read = Sample::read("hooks.csv", &text);
        assert_eq!(read.report.dialect, "sendgrid-event-webhook");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (2, 1));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        assert_eq!(read.report.problems[&ProblemKind::BadJson], 1);
        assert_eq!(read.report.problems[&ProblemKind::NotAnObject], 1);
        assert_eq!(read.report.rows, 6);
    }

    #[test]
    fn bodies_in_objects() {
        let text_of = |text: &str| serde_json::to_string(text).expect("a text has a form in JSON");
        for body in
            [OPEN.to_owned(), text_of(OPEN), format!("[{OPEN}]"), text_of(&format!("[{OPEN}]"))]
        {
            let text = format!(
                "{{\"method\":\"POST\",\"query\":{{}},\"content\":{body}}}\n\
                 {{\"method\":\"GET\",\"query\":{{}},\"content\":null}}\n"
            );
            let read = Sample::read("x.ndjson", &text);
            assert_eq!(read.report.dialect, "sendgrid-event-webhook", "{body}");
            assert_eq!((read.report.rows, read.count(Kind::Opened)), (2, 1), "{body}");
            // A list is the record's own place: what has none is a record without it.
            let list = body.starts_with('[');
            let (ignored, problems) = (&read.report.ignored, &read.report.problems);
            assert_eq!(ignored.get(&IgnoredReason::NotAnEvent), (!list).then_some(&1), "{body}");
            assert_eq!(problems.len(), usize::from(list), "{body}");
        }
    }

    #[test]
    fn bodies_as_they_were_posted() {
        let read = Sample::read(
            "x.csv",
            "at;body\n1;mandrill_events=%5B%7B%22event%22%3A%22open%22%2C%22ts%22%3A1789365600%2C\
             %22msg%22%3A%7B%22email%22%3A%22a%40example.org%22%7D%7D%5D\n",
        );
        assert_eq!((read.report.dialect.as_str(), read.count(Kind::Opened)), ("mandrill", 1));
    }
}
