//! Objects for those who read rows: a table of a vendor that comes as JSON, from
//! its API or out of a database, has the columns of the file as keys. A list of
//! texts becomes one cell with commas, everything deeper its JSON, as where a
//! database writes such a column into a file.

use super::{Object, ReadRecord, Source, WRONG_SHAPE};
use crate::contract::{DateOrder, KindSet};
use crate::engine::events::look::{self, Look};
use crate::engine::events::out::{Out, Refusal};
use crate::engine::records::{Made, Row};
use serde_json::Value;
use std::borrow::Cow;

/// Hands every object on as it is, and as a row where that is not what the reader
/// reads.
pub(super) struct Tabled {
    keys: Vec<Vec<String>>,
    header: Vec<String>,
    made: Made,
    records: Box<dyn ReadRecord>,
}

impl Tabled {
    pub(super) fn new(look: &Look, records: Box<dyn ReadRecord>) -> Tabled {
        Tabled {
            keys: look.keys.clone(),
            header: look.header.clone(),
            made: Made::default(),
            records,
        }
    }

    fn make(&mut self, object: &Object) {
        self.made.clear();
        for keys in &self.keys {
            let value = look::at(object, keys);
            self.made.push(&value.map(cell).unwrap_or_default());
        }
    }
}

fn cell(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Array(values) if !values.iter().any(|it| it.is_array() || it.is_object()) => {
            let texts: Vec<Cow<'_, str>> = values.iter().map(look::text).collect();
            Cow::Owned(texts.join(","))
        }
        Value::Array(_) | Value::Object(_) => Cow::Owned(value.to_string()),
        scalar => look::text(scalar),
    }
}

impl ReadRecord for Tabled {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let (Source::Object(object) | Source::Element(object, _)) = source else {
            return self.records.read(source, out);
        };
        match self.records.read(source, out) {
            Err(WRONG_SHAPE) => {
                self.make(object);
                self.records.read(Source::Row(self.made.row(&self.header)), out)
            }
            told => told,
        }
    }

    fn covers(&self) -> KindSet {
        self.records.covers()
    }

    fn restart(&mut self) {
        self.records.restart();
    }

    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        self.records.elements(object)
    }

    fn dates(&self) -> DateOrder {
        self.records.dates()
    }

    fn unpacked(&self, object: &Object) -> Option<Vec<Value>> {
        self.records.unpacked(object)
    }

    fn in_row(&self, row: Row<'_>) -> Option<Vec<Value>> {
        self.records.in_row(row)
    }

    fn plain_keys(&self) -> Option<Vec<Option<&str>>> {
        self.records.plain_keys()
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
    use super::super::choose;
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::{IgnoredReason, Kind};

    #[test]
    fn tables_that_come_as_json() {
        let stat = r#"{"id":"1","email_id":"7","email_address":"a@example.org","tracking_hash":"h",
            "date_sent":"2026-09-14 06:00:00","is_read":"1","is_failed":false,
            "date_read":"2026-09-14 06:10:00","open_count":2,"last_opened":null,
            "open_details":[{"datetime":"2026-09-14 06:10:00","useragent":"M"},
                            {"datetime":"2026-09-14 07:10:00","useragent":"M"}]}"#;
        let stat = stat.replace('\n', " ");
        for text in [
            format!(r#"{{"total":"1","stats":[{stat}]}}"#),
            format!("[{stat}]"),
            format!("{stat}\n"),
            format!(r#"{{"stream":"email_stats","data":{stat},"emitted_at":1}}"#),
        ] {
            let read = Sample::read("x.json", &text);
            assert_eq!(read.report.dialect, "mautic-email-stats", "{text}");
            assert_eq!((read.count(Kind::Sent), read.count(Kind::Opened)), (1, 2), "{text}");
            assert_eq!(read.report.last.as_deref(), Some("2026-09-14T07:10:00Z"), "{text}");
            assert!(read.report.problems.is_empty(), "{text}");
        }
        let log = r#"[{"st_text":"Sent","ts":"14-09-2026 08:00:00","sub":"S","frm":"f@example.com",
            "email":"a@example.org","tag":null,"mid":"m","link":"NA"}]"#;
        let read = Sample::read("x.json", log);
        assert_eq!(read.report.dialect, "brevo-transactional-logs");
        assert_eq!((read.count(Kind::Sent), read.report.recipients), (1, 1));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
    }

    #[test]
    fn who_reads_objects_where_they_lie_still_does() {
        let hook = r#"{"email":"a@example.org","timestamp":1,"event":"open","sg_event_id":"1"}"#;
        let postmark = r#"{"RecordType":"Open","MessageID":"1","Recipient":"a@example.org",
            "ReceivedAt":"2026-09-14T06:00:00Z","FirstOpen":true}"#;
        for (line, plainly) in [(hook, true), (postmark, false)] {
            let look = Look::new("x.ndjson", line.as_bytes(), false);
            let chosen = choose(&look, None).expect("a service's own records");
            assert_eq!(chosen.records.plain_keys().is_some(), plainly, "{}", chosen.dialect);
        }
    }

    #[test]
    fn a_list_of_addresses_is_a_cell_with_all_of_them() {
        let page = r#"{"object":"list","has_more":false,"data":[{"id":"1","to":["a@example.org",
            "b@example.org"],"created_at":"2026-09-14 06:00:00+00","subject":"S","reply_to":null,
            "last_event":"opened"}]}"#;
        let read = Sample::read("x.json", page);
        assert_eq!(read.report.dialect, "resend-emails");
        assert_eq!((read.report.addresses, read.report.rows), (2, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::LastStateOnly], 1);
    }

    #[test]
    fn pages_within_an_answer() {
        let bounce = r#"{"id":1,"type":"hard","source":"api","meta":{"a":1},"created_at":
            "2026-09-14T08:00:00+02:00","email":"a@example.org","subscriber_uuid":"u",
            "subscriber_id":7,"campaign":{"id":3,"name":"Herbst"}}"#;
        let text = format!(r#"{{"data":{{"results":[{bounce},{bounce}],"total":2,"page":1}}}}"#);
        let read = Sample::read("x.json", &text);
        assert_eq!(read.report.dialect, "listmonk-bounces");
        assert_eq!((read.count(Kind::BouncedHard), read.report.recipients), (2, 1));
        assert_eq!(read.campaigns(), [("3", "Herbst")]);
    }
}
