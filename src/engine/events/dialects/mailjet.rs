//! Mailjet Event API: one object per event, or arrays of them. `sent` means that
//! the receiving server took the message: it is a delivery, and of sending there
//! is no event. `MessageID` is beyond 2^53. No machine flag.
//!
//! Fingerprint: `event` and `time` with `mj_campaign_id`, `mj_contact_id`,
//! `mj_message_id` or `MessageID`.
//! Source: Mailjet's Event API guide, django-anymail's tests; verified.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::field;
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::{Word, yes_no};

pub(super) const DIALECT: Dialect =
    Dialect::of_events("mailjet", |look| look.shows(is_event), |_| Box::new(Mailjet));

const COVERS: KindSet = KindSet::of(&[
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
]);

struct Mailjet;

fn is_event(object: &Object) -> bool {
    object.contains_key("event")
        && object.contains_key("time")
        && ["mj_campaign_id", "mj_contact_id", "mj_message_id", "MessageID"]
            .iter()
            .any(|key| object.contains_key(*key))
}

fn kind(object: &Object) -> Result<Word, Refusal> {
    let kind = match field(object, "event").as_ref() {
        "sent" => Kind::Delivered,
        "open" => Kind::Opened,
        "click" => Kind::Clicked,
        "bounce" => return Ok(bounce(object)),
        "blocked" => Kind::Dropped,
        "spam" => Kind::Complained,
        "unsub" => Kind::Unsubscribed,
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("event"))),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("event"))),
    };
    Ok(Word { kind, unclassified: false })
}

/// A message that was held off by greylisting is tried again.
fn bounce(object: &Object) -> Word {
    let hard = yes_no(&field(object, "hard_bounce"));
    let kind = match hard {
        Some(true) => Kind::BouncedHard,
        _ if field(object, "error") == "greylisted" => Kind::Deferred,
        Some(false) => Kind::BouncedSoft,
        None => Kind::BouncedHard,
    };
    Word { kind, unclassified: hard.is_none() && kind == Kind::BouncedHard }
}

impl ReadRecord for Mailjet {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        let address = field(object, "email");
        let who = out.person(&address, Column::Named("email"))?;
        let Word { kind, unclassified } = kind(object)?;
        let moment = out.needed_moment(&field(object, "time"), Column::Named("time"))?;
        let id = field(object, "mj_campaign_id");
        // 0: the message belongs to none.
        let id = if id == "0" { "" } else { id.as_ref() };
        let name = field(object, "customcampaign");
        out.emit(
            &who,
            Draft {
                link: &field(object, "url"),
                agent: &field(object, "agent"),
                country: &field(object, "geo"),
                unclassified,
                ..Draft::new(kind, Some(moment), Campaign { id, name: &name })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn event(word: &str, rest: &str) -> String {
        format!(
            r#"{{"event":"{word}","time":1789365606,"MessageID":19421777835146491,
            "email":"a@example.org","mj_campaign_id":7257,"mj_contact_id":320,
            "customcampaign":"herbst"{rest}}}"#
        )
    }

    #[test]
    fn sent_is_delivered() {
        let read = Sample::read("x.json", &event("sent", ""));
        assert_eq!(read.report.dialect, "mailjet");
        assert_eq!((read.count(Kind::Delivered), read.count(Kind::Sent)), (1, 0));
        assert!(!read.covers.contains(Kind::Sent));
        assert_eq!(read.campaigns(), [("7257", "herbst")]);
    }

    #[test]
    fn bounces_by_permanence_and_error() {
        for (rest, kind, unclassified) in [
            (r#","hard_bounce":true,"error":"user unknown""#, Kind::BouncedHard, 0),
            (r#","hard_bounce":"1","error":"greylisted""#, Kind::BouncedHard, 0),
            (r#","hard_bounce":false,"error":"quota exceeded""#, Kind::BouncedSoft, 0),
            (r#","hard_bounce":false,"error":"greylisted""#, Kind::Deferred, 0),
            (r#","error":"greylisted""#, Kind::Deferred, 0),
            (r#","error":"user unknown""#, Kind::BouncedHard, 1),
        ] {
            let read = Sample::read("x.json", &format!("[{}]", event("bounce", rest)));
            assert_eq!(read.count(kind), 1, "{rest}");
            assert_eq!(read.report.unclassified_bounces, unclassified, "{rest}");
        }
        let blocked = event("blocked", r#","error":"preblocked""#);
        assert_eq!(Sample::read("x.json", &blocked).count(Kind::Dropped), 1);
    }

    #[test]
    fn grouped_events_of_the_older_form() {
        let read = Sample::read(
            "x/hook.json",
            r#"[{"event":"open","time":"1789365606","email":"A@Example.org","mj_campaign_id":0,
                 "mj_message_id":"18858825588804172","agent":"Mozilla/5.0"},
                {"event":"unsub","time":1789365607,"email":"a@example.org","mj_message_id":"1"},
                {"event":"spam","time":1789365608,"email":"b@example.org","mj_message_id":"2"}]"#,
        );
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Unsubscribed)), (1, 1));
        assert_eq!((read.count(Kind::Complained), read.report.recipients), (1, 2));
        assert_eq!(read.campaigns(), [("", "hook")]);
    }

    #[test]
    fn what_is_missing_is_located() {
        let text = [
            event("open", ""),
            event("danced", ""),
            event("", ""),
            event("open", "").replace("a@example.org", " "),
            event("open", "").replace("1789365606", "\"soon\""),
        ]
        .join(",");
        let read = Sample::read("x.json", &format!("[{text}]"));
        let located: Vec<_> =
            read.report.located.iter().map(|problem| (problem.row, problem.kind)).collect();
        assert_eq!(
            located,
            [
                (Some(2), ProblemKind::UnknownWord),
                (Some(3), ProblemKind::MissingKind),
                (Some(4), ProblemKind::MissingAddress),
                (Some(5), ProblemKind::BadTime),
            ]
        );
    }
}
