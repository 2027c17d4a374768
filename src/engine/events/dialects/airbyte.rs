//! Airbyte: the records of any vendor, each in an envelope with the name of its
//! stream. They are taken out and read as what they are; `emitted_at` is never
//! the time of an event. Records of streams that are no events (lists,
//! campaigns), and messages about the transport, are ignored as such.
//!
//! Three forms: `{"stream","data","emitted_at"}`, the same as `record` of a
//! message of the protocol, and `_airbyte_data` beside other columns of its own,
//! as an object or as text, in JSON or in a table.
//!
//! Source: Airbyte's protocol, public outputs of its destinations; verified.

use super::{ReadRecord, Source, WRONG_SHAPE, cell, opened as opened_by, recognise};
use crate::contract::{DateOrder, IgnoredReason, KindSet, ProblemKind};
use crate::engine::events::look::{Look, Object, field, inner};
use crate::engine::events::out::{Column, Out, Refusal};
use crate::engine::records::read_json;
use crate::engine::sorting::mapped;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The column that holds a record.
const DATA: &str = "_airbyte_data";
/// So many objects of a head are looked at for envelopes.
const LOOKED_AT: usize = 20;
/// More streams than this no source has.
const STREAMS: usize = 256;

/// The stream and the record inside an envelope.
fn opened(object: &Object) -> Option<(Cow<'_, str>, Cow<'_, Object>)> {
    if let Some(message) = inner(object, "record").filter(|_| object.contains_key("type")) {
        return opened(message);
    }
    if object.contains_key("stream") && object.contains_key("emitted_at") {
        return Some((field(object, "stream"), Cow::Borrowed(inner(object, "data")?)));
    }
    let record = match object.get(DATA)? {
        Value::Object(record) => Cow::Borrowed(record),
        Value::String(text) => Cow::Owned(parsed(text)?),
        _ => return None,
    };
    Some((field(object, "_airbyte_stream"), record))
}

/// The record in an envelope, or the object itself where it is none.
pub(in crate::engine::events) fn record(object: &Object) -> Cow<'_, Object> {
    opened(object).map_or(Cow::Borrowed(object), |(_, record)| record)
}

fn parsed(text: &str) -> Option<Object> {
    read_json(text.as_bytes()).ok()
}

/// The look of what is inside the envelopes of a file: of the first stream that
/// is known, else of the first there is. `None` where there are no envelopes.
pub(in crate::engine::events) fn unwrapped(look: &Look) -> Option<Look> {
    let column = look.column(DATA);
    let rows =
        look.rows.iter().filter_map(|row| Some((Cow::Borrowed(""), parsed(row.get(column?)?)?)));
    let objects = look.objects.iter().take(LOOKED_AT).any(|object| opened(object).is_some());
    if !objects && column.is_none() {
        return None;
    }
    let mut streams: Vec<(String, Vec<Object>)> = Vec::new();
    let records = look
        .objects
        .iter()
        .filter_map(opened)
        .map(|(stream, record)| (stream, record.into_owned()))
        .chain(rows);
    for (stream, record) in records {
        let room = streams.len() < STREAMS;
        match streams.iter_mut().find(|(name, _)| *name == stream) {
            Some((_, records)) => records.push(record),
            None if room => streams.push((stream.into_owned(), vec![record])),
            None => {}
        }
    }
    let mut looks: Vec<Look> =
        streams.into_iter().map(|(stream, records)| look.inside(&stream, records)).collect();
    let known = looks.iter().position(|look| recognise(look).is_some()).unwrap_or(0);
    (known < looks.len()).then(|| looks.swap_remove(known))
}

/// Reads the records in envelopes, those of each stream by a reader of its own.
pub(super) struct Enveloped {
    /// The look of the stream that the file is read for; others look alike but
    /// for their records.
    like: Look,
    /// The column of a table that holds the records.
    column: Option<usize>,
    streams: BTreeMap<String, Option<Box<dyn ReadRecord>>>,
    dates: DateOrder,
}

impl Enveloped {
    /// `records` reads the stream whose look this is.
    pub(super) fn new(look: &Look, records: Box<dyn ReadRecord>) -> Enveloped {
        let dates = records.dates();
        let stream = look.stream.clone().unwrap_or_default();
        Enveloped {
            column: look.table.iter().position(|name| name == DATA),
            like: look.inside(&stream, Vec::new()),
            streams: mapped([(stream, Some(records))]),
            dates,
        }
    }

    fn read_record(
        &mut self,
        stream: &str,
        record: &Object,
        out: &mut Out<'_>,
    ) -> Result<(), Refusal> {
        const NOT_AN_EVENT: Refusal = Refusal::Ignored(IgnoredReason::NotAnEvent);
        if !self.streams.contains_key(stream) {
            if self.streams.len() >= STREAMS {
                return Err(NOT_AN_EVENT);
            }
            let look = self.like.inside(stream, vec![record.clone()]);
            let reader = recognise(&look).map(|dialect| opened_by(&look, dialect));
            self.streams.insert(stream.to_owned(), reader);
        }
        match self.streams.get_mut(stream) {
            Some(Some(reader)) => {
                out.covers = reader.covers();
                reader.read(Source::Object(record), out)
            }
            _ => Err(NOT_AN_EVENT),
        }
    }
}

impl ReadRecord for Enveloped {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        match source {
            Source::Row(row) => {
                let cell = cell(&row, self.column);
                let bad = Refusal::Problem(ProblemKind::BadJson, Column::Named(DATA));
                let record = parsed(&cell).ok_or(bad)?;
                self.read_record("", &record, out)
            }
            Source::Object(object) | Source::Element(object, _) => {
                let notice = Refusal::Ignored(IgnoredReason::TransportNotice);
                let (stream, record) = opened(object).ok_or(notice)?;
                self.read_record(&stream, &record, out)
            }
            Source::Plain(_) => Err(WRONG_SHAPE),
        }
    }

    fn covers(&self) -> KindSet {
        let readers = self.streams.values().flatten();
        readers.fold(KindSet::EMPTY, |covers, reader| covers.union(reader.covers()))
    }

    fn restart(&mut self) {
        self.streams.values_mut().flatten().for_each(|reader| reader.restart());
    }

    fn dates(&self) -> DateOrder {
        self.dates
    }

    fn column_name(&self, at: usize) -> Option<&str> {
        let main = self.like.stream.as_deref().unwrap_or_default();
        self.streams.get(main)?.as_ref()?.column_name(at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::Kind;

    const OPEN: &str = r#"{"action":"open","campaign_id":"c","email_id":"f0","email_address":"a@example.org","timestamp":"2026-09-14T06:00:14+00:00"}"#;
    const CLICK: &str = r#"{"action":"click","campaign_id":"c","email_id":"f0","email_address":"a@example.org","timestamp":"2026-09-14T06:00:20+00:00","url":"https://shop.example/a"}"#;

    #[test]
    fn what_is_inside_counts_and_not_when_it_was_copied() {
        let lines = [
            r#"{"stream":"lists","data":{"id":"l","name":"All"},"emitted_at":1800000000000}"#
                .to_owned(),
            format!(r#"{{"stream":"email_activity","data":{OPEN},"emitted_at":1800000000000}}"#),
            format!(r#"{{"stream":"email_activity","data":{CLICK},"emitted_at":1800000000000}}"#),
        ];
        let read = Sample::read("x.jsonl", &lines.join("\n"));
        assert_eq!(read.report.dialect, "mailchimp-email-activity");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (1, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        assert_eq!(read.report.last.as_deref(), Some("2026-09-14T06:00:20Z"));
        assert_eq!(read.campaigns(), [("c", "")]);
    }

    #[test]
    fn messages_of_the_protocol() {
        let lines = [
            r#"{"type":"LOG","log":{"level":"INFO","message":"Starting"}}"#.to_owned(),
            format!(
                r#"{{"type":"RECORD","record":{{"stream":"email_activity","data":{OPEN},"emitted_at":1800000000000}}}}"#
            ),
            r#"{"type":"STATE","state":{"data":{}}}"#.to_owned(),
        ];
        let read = Sample::read("x.jsonl", &lines.join("\n"));
        assert_eq!(read.count(Kind::Opened), 1);
        assert_eq!(read.report.ignored[&IgnoredReason::TransportNotice], 2);
    }

    #[test]
    fn destinations_wrap_in_columns_of_their_own() {
        let quoted = OPEN.replace('"', "\"\"");
        let escaped = OPEN.replace('"', "\\\"");
        for (path, text) in [
            (
                "x.jsonl",
                format!(
                    r#"{{"_airbyte_ab_id":"i","_airbyte_emitted_at":1800000000000,"_airbyte_data":{OPEN}}}"#
                ),
            ),
            (
                "x.jsonl",
                format!(
                    r#"{{"_airbyte_raw_id":"i","_airbyte_extracted_at":1800000000000,"_airbyte_data":"{escaped}"}}"#
                ),
            ),
            (
                "x.csv",
                format!(
                    "_airbyte_ab_id,_airbyte_emitted_at,_airbyte_data\ni,1800000000000,\"{quoted}\"\n"
                ),
            ),
        ] {
            let read = Sample::read(path, &text);
            assert_eq!(read.report.dialect, "mailchimp-email-activity", "{text}");
            assert_eq!((read.count(Kind::Opened), read.report.rows), (1, 1), "{text}");
        }
        let header = "_airbyte_ab_id,_airbyte_emitted_at,_airbyte_data";
        let read = Sample::read("x.csv", &format!("{header}\ni,1,\"{quoted}\"\ni,1,{{\n"));
        assert_eq!(read.count(Kind::Opened), 1);
        assert_eq!(read.report.problems[&ProblemKind::BadJson], 1);
    }

    #[test]
    fn the_stream_may_be_all_that_says_the_kind() {
        let record = r#"{"email":"a@example.org","createdAt":"2026-09-14 06:00:36 +00:00","campaignId":7,"messageId":"m"}"#;
        let lines = ["email_send", "email_send_skip", "email_open", "campaigns"]
            .map(|stream| format!(r#"{{"stream":"{stream}","data":{record},"emitted_at":1}}"#));
        let read = Sample::read("x.jsonl", &lines.join("\n"));
        assert_eq!(read.report.dialect, "iterable");
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Dropped)), (1, 1));
        assert_eq!((read.count(Kind::Opened), read.report.rows_used), (1, 3));
        assert!(read.covers.contains(Kind::Sent) && !read.covers.contains(Kind::Clicked));
        let named = Sample::read(
            "_airbyte_raw_email_click.jsonl",
            &format!(
                r#"{{"_airbyte_ab_id":"i","_airbyte_emitted_at":1,"_airbyte_data":{record}}}"#
            ),
        );
        assert_eq!(named.count(Kind::Clicked), 1);
    }

    #[test]
    fn names_that_airbyte_writes_beside_the_ids() {
        let read = Sample::read(
            "x.jsonl",
            r#"{"stream":"events_detailed","emitted_at":1,"data":{"type":"event","id":"e","attributes":{"timestamp":1789365606,"event_properties":{"$message":"m"}},"datetime":"2026-09-14T06:00:06+00:00","relationships":{"profile":{"data":{"type":"profile","id":"p","email":"a@example.org"}},"metric":{"data":{"type":"metric","id":"m","name":"Opened Email"}}}}}"#,
        );
        assert_eq!(read.report.dialect, "klaviyo-events");
        assert_eq!((read.count(Kind::Opened), read.report.recipients), (1, 1));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:06Z"));
    }

    #[test]
    fn what_nobody_knows_is_guessed_from_the_inside() {
        let read = Sample::read(
            "x.jsonl",
            r#"{"stream":"log","emitted_at":1,"data":{"email":"a@example.org","event":"opened","time":"2026-09-14T06:00:06Z"}}"#,
        );
        assert_eq!((read.report.dialect.as_str(), read.count(Kind::Opened)), ("generic", 1));
    }
}
