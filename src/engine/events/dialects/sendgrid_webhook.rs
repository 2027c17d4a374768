//! SendGrid event webhook: a JSON array per POST, arrays one a line, or one
//! object a line. Custom arguments stand among the keys and are not read.
//!
//! Fingerprint: `event` and `timestamp` with `sg_event_id` or `sg_message_id`.
//! Source: SendGrid's event webhook reference, django-anymail's tests; verified.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::field;
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::{self, Word};
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "sendgrid-event-webhook",
    |look| look.elements().next().is_some_and(is_event),
    |_| Box::new(Webhook),
);

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::MachineOpened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
    Kind::Subscribed,
]);

fn is_event(object: &Object) -> bool {
    object.contains_key("event")
        && object.contains_key("timestamp")
        && (object.contains_key("sg_event_id") || object.contains_key("sg_message_id"))
}

/// What SendGrid's words mean, present or past tense; `class` is the `type` of
/// a bounce.
pub(super) fn kind(event: &str, class: &str) -> Option<Word> {
    let unclassified =
        matches!(event, "bounce" | "bounced") && !matches!(class, "bounce" | "blocked");
    let kind = match event {
        "processed" => Kind::Sent,
        "delivered" => Kind::Delivered,
        "deferred" => Kind::Deferred,
        "bounce" | "bounced" if class == "blocked" => Kind::BouncedSoft,
        "bounce" | "bounced" => Kind::BouncedHard,
        "blocked" => Kind::BouncedSoft,
        "drop" | "dropped" => Kind::Dropped,
        "open" | "opened" => Kind::Opened,
        "click" | "clicked" => Kind::Clicked,
        "spamreport" | "spam_report" => Kind::Complained,
        "unsubscribe" | "unsubscribed" | "group_unsubscribe" | "group_unsubscribed" => {
            Kind::Unsubscribed
        }
        "group_resubscribe" | "group_resubscribed" => Kind::Subscribed,
        _ => return None,
    };
    Some(Word { kind, unclassified })
}

struct Webhook;

impl ReadRecord for Webhook {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        match source {
            Source::Plain(object) => read(|key| Cow::Borrowed(object.get(key as usize)), out),
            _ => {
                let object = source.object()?;
                read(|key| field(object, key.name()), out)
            }
        }
    }

    fn plain_keys(&self) -> Option<Vec<Option<&str>>> {
        Some(Key::NAMES.map(Some).to_vec())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }
}

/// A key of an event that is read.
#[derive(Clone, Copy)]
enum Key {
    Event,
    Email,
    Type,
    MachineOpen,
    Timestamp,
    CampaignId,
    CampaignName,
    Category,
    Subject,
    Url,
    UserAgent,
}

impl Key {
    /// How they are written, in the order of their numbers.
    const NAMES: [&str; 11] = [
        "event",
        "email",
        "type",
        "sg_machine_open",
        "timestamp",
        "marketing_campaign_id",
        "marketing_campaign_name",
        "category",
        "subject",
        "url",
        "useragent",
    ];

    const fn name(self) -> &'static str {
        Key::NAMES[self as usize]
    }
}

/// Reads an event by what stands at its keys.
fn read<'v>(field: impl Fn(Key) -> Cow<'v, str>, out: &mut Out<'_>) -> Result<(), Refusal> {
    let event = field(Key::Event);
    // What became of the account.
    if event == "account_status_change" {
        return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
    }
    let address = field(Key::Email);
    let who = out.person(&address, Column::Named(Key::Email.name()))?;
    if event.is_empty() {
        return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named(Key::Event.name())));
    }
    let mut word = kind(&event, &field(Key::Type))
        .ok_or(Refusal::Problem(ProblemKind::UnknownWord, Column::Named(Key::Event.name())))?;
    let machine = || words::yes_no(&field(Key::MachineOpen)) == Some(true);
    if word.kind == Kind::Opened && machine() {
        word.kind = Kind::MachineOpened;
    }
    let moment = out.needed_moment(&field(Key::Timestamp), Column::Named(Key::Timestamp.name()))?;
    let id = field(Key::CampaignId);
    let named = field(Key::CampaignName);
    let name = match (id.is_empty() && named.is_empty(), field(Key::Category)) {
        (false, _) => named,
        (true, category) if !category.is_empty() => category,
        (true, _) => field(Key::Subject),
    };
    out.emit(
        &who,
        Draft {
            link: &field(Key::Url),
            agent: &field(Key::UserAgent),
            unclassified: word.unclassified,
            ..Draft::new(word.kind, Some(moment), Campaign { id: &id, name: &name })
        },
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::IgnoredReason;

    #[test]
    fn the_type_of_a_bounce_is_its_class() {
        let read = Sample::read(
            "hook.json",
            r#"[{"email":"a@example.org","timestamp":1789365600,"event":"bounce","type":"bounce","sg_event_id":"1"},
                {"email":"b@example.org","timestamp":1789365600,"event":"bounce","type":"blocked","sg_event_id":"2"},
                {"email":"c@example.org","timestamp":1789365600,"event":"bounce","sg_event_id":"3"}]"#,
        );
        assert_eq!(read.report.dialect, "sendgrid-event-webhook");
        assert_eq!(read.count(Kind::BouncedHard), 2);
        assert_eq!(read.count(Kind::BouncedSoft), 1);
        assert_eq!(read.report.unclassified_bounces, 1);
    }

    #[test]
    fn a_machine_open_is_the_vendors_word_for_it() {
        for (flag, machine) in [
            ("true", true),
            (r#""true""#, true),
            (r#""True""#, true),
            ("1", true),
            (r#""yes""#, true),
            ("false", false),
            ("0", false),
            ("null", false),
            (r#""""#, false),
        ] {
            let read = Sample::read(
                "hook.json",
                &format!(
                    r#"{{"email":"a@example.org","timestamp":1789365600,"event":"open",
                    "sg_machine_open":{flag},"sg_event_id":"1"}}"#
                ),
            );
            let opens = (read.count(Kind::MachineOpened), read.count(Kind::Opened));
            assert_eq!(opens, (u64::from(machine), u64::from(!machine)), "{flag}");
        }
    }

    #[test]
    fn campaigns_are_marketing_campaigns_categories_or_subjects() {
        let read = Sample::read(
            "folder/hook.json",
            r#"[{"email":"a@example.org","timestamp":1789365600,"event":"open","sg_event_id":"1",
                 "marketing_campaign_id":7,"marketing_campaign_name":"Herbst","category":["x"]},
                {"email":"a@example.org","timestamp":1789365600,"event":"open","sg_event_id":"2","category":["x","y"]},
                {"email":"a@example.org","timestamp":1789365600,"event":"open","sg_event_id":"3","subject":"Hello"},
                {"email":"a@example.org","timestamp":1789365600,"event":"open","sg_event_id":"4"}]"#,
        );
        assert_eq!(read.campaigns(), [("7", "Herbst"), ("", "x"), ("", "Hello"), ("", "hook")]);
    }

    #[test]
    fn an_object_that_is_read_where_it_lies_says_the_same() {
        let read = Sample::read_lines(&[
            r#"{"email":"a@example.org","timestamp":1789365600,"event":"open","sg_event_id":"1","useragent":"Thunderbird/115"}"#,
            r#"{"email":" B@example.org","timestamp":"1789365601","event":"click","sg_event_id":"2","url":"https://shop.example.org/a?u=1"}"#,
            r#"{"email":"a@example.org","timestamp":1789365602,"event":"open","sg_event_id":"3","sg_machine_open":true,"category":"x"}"#,
            r#"{"email":"a@example.org","timestamp":1789365603,"event":"bounce","type":"blocked","sg_event_id":"4","marketing_campaign_id":7,"marketing_campaign_name":null}"#,
            r#"{"event":"account_status_change","timestamp":1789365604}"#,
            r#"{"email":"a@example.org","timestamp":1789365605,"event":"open","event":"danced"}"#,
            r#"{"email":"a@example.org","event":"open","sg_event_id":"5"}"#,
        ]);
        assert_eq!(read.report.dialect, "sendgrid-event-webhook");
        assert_eq!((read.report.rows, read.report.rows_used), (7, 4));
        assert_eq!(read.campaigns(), [("", "lines"), ("", "x"), ("7", "")]);
        assert_eq!(read.links[1].as_deref(), Some("shop.example.org/a"));
    }

    #[test]
    fn what_is_missing_is_located() {
        let read = Sample::read(
            "hook.json",
            r#"[{"email":"a@example.org","timestamp":1789365600,"event":"open","sg_event_id":"1"},
                {"timestamp":1789365600,"event":"open"},
                {"email":"a@example.org","event":"open"},
                {"email":"a@example.org","timestamp":"soon","event":"open"},
                {"email":"a@example.org","timestamp":1789365600,"event":"danced"},
                {"email":"a@example.org","timestamp":1789365600}, 5]"#,
        );
        let located: Vec<_> =
            read.report.located.iter().map(|problem| (problem.row, problem.kind)).collect();
        assert_eq!(
            located,
            [
                (Some(2), ProblemKind::MissingAddress),
                (Some(3), ProblemKind::MissingTime),
                (Some(4), ProblemKind::BadTime),
                (Some(5), ProblemKind::UnknownWord),
                (Some(6), ProblemKind::MissingKind),
                (Some(7), ProblemKind::NotAnObject),
            ]
        );
        assert_eq!(read.report.ignored.get(&IgnoredReason::NothingHappened), None);
    }
}
