//! Records in a list that somebody else put them into: an object with the list, and
//! nothing but scalars beside it. What the vendor itself wraps its records in is
//! known to its dialect.

use super::{ReadRecord, Source};
use crate::contract::{DateOrder, KindSet};
use crate::engine::events::look::{self, Object};
use crate::engine::events::out::{Out, Refusal};
use serde_json::Value;

/// Reads the records in the lists.
pub(super) struct Listed(pub(super) Box<dyn ReadRecord>);

impl ReadRecord for Listed {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        match source {
            Source::Element(record, _) => self.0.read(Source::Object(record), out),
            other => self.0.read(other, out),
        }
    }

    fn covers(&self) -> KindSet {
        self.0.covers()
    }

    fn restart(&mut self) {
        self.0.restart();
    }

    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        // A page may be empty.
        let empty = || {
            let mut lists = object.values().filter_map(Value::as_array);
            lists.next().filter(|list| list.is_empty() && lists.next().is_none())
        };
        look::envelope(object).or_else(empty)
    }

    fn elements_stand_alone(&self) -> bool {
        true
    }

    fn dates(&self) -> DateOrder {
        self.0.dates()
    }

    fn hangs_together(&self) -> bool {
        self.0.hangs_together()
    }

    fn column_name(&self, at: usize) -> Option<&str> {
        self.0.column_name(at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use crate::contract::Kind;

    #[test]
    fn lists_of_somebody_else() {
        let ses = r#"{"eventType":"Open","open":{"timestamp":"2026-09-14T06:00:00Z"},"mail":{"messageId":"m","destination":["a@example.org"]}}"#;
        let sns = serde_json::json!({"Type": "Notification", "MessageId": "i", "TopicArn": "t", "Message": ses});
        let postmark = r#"{"RecordType":"Open","MessageID":"m","Recipient":"a@example.org","ReceivedAt":"2026-09-14T06:00:00Z"}"#;
        for (dialect, record) in [
            ("amazon-ses", ses.to_owned()),
            ("amazon-ses", sns.to_string()),
            ("postmark", postmark.to_owned()),
            (
                "mandrill",
                r#"{"event":"open","ts":1789365600,"msg":{"email":"a@example.org"}}"#.into(),
            ),
        ] {
            for text in [
                format!(r#"{{"page":1,"events":[{record},{record}]}}"#),
                format!("{{\"data\":[{record}]}}\n{{\"data\":[{record}]}}\n{{\"data\":[]}}"),
            ] {
                let read = Sample::read("x.json", &text);
                assert_eq!((read.report.dialect.as_str(), read.count(Kind::Opened)), (dialect, 2));
            }
        }
    }
}
