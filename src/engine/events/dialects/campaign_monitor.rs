//! Campaign Monitor API: pages of a campaign's opens, clicks, bounces,
//! unsubscribes, spam complaints and recipients (`{"Results":[…]}`). What a page
//! is of stands in its endpoint, and so at best in the file's name; but its
//! records have keys that only they have: `URL` clicks, `BounceType` bounces,
//! places opens, an address without a time recipients. `Date` is in the zone of
//! the client, to the minute.
//!
//! The history of one subscriber does not say whose it is: its events are counted,
//! and nobody's.
//!
//! Fingerprint: `Results` and `ResultsOrderedBy`, records with `EmailAddress`
//! and `ListID`.
//! Source: Campaign Monitor's API reference, createsend-python's fixtures;
//! verified.

use super::fields::Field;
use super::{Dialect, Object, ReadRecord, Source, no_campaign};
use crate::contract::{FileClass, Granularity, IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::look::field;
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::words::{self, Word};
use crate::engine::events::{Campaign, naming};
use serde_json::Value;

pub(super) const DIALECT: Dialect = Dialect {
    id: "campaign-monitor",
    class: FileClass::Events,
    granularity: Granularity::Event,
    zoneless: true,
    zone: None,
    known: |look| {
        look.objects
            .first()
            .is_some_and(|object| is_page(object) || is_record(object) || is_history(object))
    },
    campaign: no_campaign,
    open: |look| {
        Box::new(Pages {
            email: Field::new(look, &["EmailAddress"]),
            date: Field::new(look, &["Date"]),
            url: Field::new(look, &["URL"]),
            class: Field::new(look, &["BounceType"]),
            country: Field::new(look, &["CountryCode"]),
            named: naming::kind(&look.path),
            covers: KindSet::EMPTY,
        })
    },
};

fn is_page(object: &Object) -> bool {
    object.contains_key("Results") && object.contains_key("ResultsOrderedBy")
}

/// Salesforce Marketing Cloud has such keys, too, but never without its own.
fn is_record(object: &Object) -> bool {
    object.contains_key("EmailAddress")
        && object.contains_key("ListID")
        && !object.contains_key("SubscriberKey")
}

fn is_history(object: &Object) -> bool {
    object.contains_key("Actions") && object.contains_key("Type") && object.contains_key("ID")
}

struct Pages {
    email: Field,
    date: Field,
    url: Field,
    class: Field,
    country: Field,
    /// What the file's name says.
    named: Option<Word>,
    covers: KindSet,
}

impl Pages {
    fn word(&self, object: &Object) -> Result<Word, Refusal> {
        let source = Source::Object(object);
        let word = |kind| Ok(Word { kind, unclassified: false });
        if object.contains_key("URL") {
            return word(Kind::Clicked);
        }
        if object.contains_key("BounceType") {
            return match self.class.of(source).as_ref() {
                "Hard" => word(Kind::BouncedHard),
                "Soft" => word(Kind::BouncedSoft),
                "" => Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
                _ => Err(self.class.problem(ProblemKind::UnknownWord)),
            };
        }
        // Subscribers of a list, with their state.
        if object.contains_key("State") {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        if !object.contains_key("Date") {
            return word(Kind::Sent);
        }
        if object.contains_key("Latitude") || object.contains_key("CountryCode") {
            return word(Kind::Opened);
        }
        self.named.ok_or(Refusal::Problem(ProblemKind::MissingKind, Column::Unknown))
    }
}

impl Pages {
    /// What one subscriber, who is not named, did with one message.
    fn history(&mut self, message: &Object, out: &mut Out<'_>) -> Result<(), Refusal> {
        let nobody = out.anybody("", Column::Unknown)?;
        let actions = message.get("Actions").and_then(Value::as_array).into_iter().flatten();
        let mut happened = Vec::new();
        for action in actions {
            let event = Column::Named("Event");
            let action =
                action.as_object().ok_or(Refusal::Problem(ProblemKind::NotAnObject, event))?;
            let word = words::kind_of(&field(action, "Event"))
                .ok_or(Refusal::Problem(ProblemKind::UnknownWord, event))?;
            let moment = out.needed_moment(&field(action, "Date"), Column::Named("Date"))?;
            happened.push((word, Moment { coarse: true, ..moment }, field(action, "Detail")));
        }
        let (id, name) = (field(message, "ID"), field(message, "Name"));
        for (word, moment, detail) in happened {
            self.covers.insert(word.kind);
            out.covers = self.covers;
            let draft = Draft::new(word.kind, Some(moment), Campaign { id: &id, name: &name });
            let link = if word.kind == Kind::Clicked { &*detail } else { "" };
            out.emit(&nobody, Draft { link, unclassified: word.unclassified, ..draft });
        }
        Ok(())
    }
}

impl ReadRecord for Pages {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("Results")?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        if is_history(object) {
            return self.history(object, out);
        }
        let address = self.email.of(source);
        let who = out.person(&address, self.email.column())?;
        let word = self.word(object)?;
        let moment = match word.kind {
            Kind::Sent => out.moment(&self.date.of(source), self.date.column())?,
            _ => Some(out.needed_moment(&self.date.of(source), self.date.column())?),
        };
        self.covers.insert(word.kind);
        out.covers = self.covers;
        out.emit(
            &who,
            Draft {
                link: &self.url.of(source),
                country: &self.country.of(source),
                unclassified: word.unclassified,
                ..Draft::new(
                    word.kind,
                    moment.map(|moment| Moment { coarse: true, ..moment }),
                    Campaign { id: "", name: "" },
                )
            },
        );
        Ok(())
    }

    /// What the records so far were: a page is of one kind.
    fn covers(&self) -> KindSet {
        self.covers
    }

    fn restart(&mut self) {
        self.covers = KindSet::EMPTY;
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn page(records: &str) -> String {
        format!(
            r#"{{"Results":[{records}],"ResultsOrderedBy":"Date","OrderDirection":"asc","PageNumber":1,"PageSize":1000,"RecordsOnThisPage":1,"TotalNumberOfRecords":1,"NumberOfPages":1}}"#
        )
    }

    const PERSON: &str = r#""EmailAddress":"a@example.org","ListID":"l""#;
    const DATE: &str = r#""Date":"2026-09-14 08:29:00""#;

    #[test]
    fn keys_tell_the_kind_where_the_name_does_not() {
        for (more, kind) in [
            (format!(r#",{DATE},"URL":"https://shop.example/a""#), Kind::Clicked),
            (format!(r#",{DATE},"BounceType":"Hard","Reason":"x""#), Kind::BouncedHard),
            (format!(r#",{DATE},"BounceType":"Soft","Reason":"x""#), Kind::BouncedSoft),
            (
                format!(r#",{DATE},"IPAddress":"203.0.113.7","Latitude":48.1,"CountryCode":"DE""#),
                Kind::Opened,
            ),
            (String::new(), Kind::Sent),
        ] {
            let read = Sample::read("page.json", &page(&format!("{{{PERSON}{more}}}")));
            assert_eq!(read.report.dialect, "campaign-monitor");
            assert_eq!(read.count(kind), 1, "{more}");
            assert!(read.covers.contains(kind) && read.covers.len() == 1, "{more}");
        }
    }

    #[test]
    fn the_name_tells_it_where_the_keys_do_not() {
        let text = page(&format!(r#"{{{PERSON},{DATE},"IPAddress":"203.0.113.7"}}"#));
        assert_eq!(Sample::read("herbst-unsubscribes.json", &text).count(Kind::Unsubscribed), 1);
        let spam = Sample::read("herbst_spam.json", &text);
        assert_eq!((spam.count(Kind::Complained), spam.campaigns()), (1, vec![("", "herbst")]));
        assert_eq!(spam.report.first.as_deref(), Some("2026-09-14T06:29:00Z"));
        assert_eq!(spam.report.zone.as_deref(), Some("Europe/Berlin"));
        let unknown = Sample::read("page.json", &text);
        assert_eq!(unknown.report.problems[&ProblemKind::MissingKind], 1);
    }

    #[test]
    fn an_empty_page_and_what_is_no_event() {
        let empty = Sample::read("page.json", &page(""));
        assert_eq!((empty.report.dialect.as_str(), empty.report.rows), ("campaign-monitor", 0));
        let list =
            Sample::read("active.json", &page(&format!(r#"{{{PERSON},{DATE},"State":"Active"}}"#)));
        assert_eq!(list.report.ignored[&IgnoredReason::NotAnEvent], 1);
    }

    #[test]
    fn a_history_says_nothing_of_whose_it_is() {
        let read = Sample::read(
            "history.json",
            r#"[{"ID":"c","Type":"Campaign","Name":"Herbst","Actions":[{"Event":"Open","Date":"2026-09-14 08:29:00","IPAddress":"203.0.113.7","Detail":""},{"Event":"Click","Date":"2026-09-14 08:30:00","Detail":"https://shop.example.com/"}]},
            {"ID":"d","Type":"Campaign","Name":"Winter","Actions":[]},
            {"ID":"e","Type":"Campaign","Name":"Winter","Actions":[{"Event":"Danced","Date":"2026-09-14 08:29:00"}]}]"#,
        );
        assert_eq!(read.report.dialect, "campaign-monitor");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (1, 1));
        assert_eq!((read.report.recipients, read.campaigns()), (0, vec![("c", "Herbst")]));
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
    }
}
