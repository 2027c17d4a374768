//! MailerLite: the bodies of its webhooks (`subscriber.unsubscribed`,
//! `campaign.open` …, in batches or one by one, those of Classic too), and pages of
//! the API about who opened and clicked a campaign, which count and tell no time.
//!
//! `sent`, `opens_count` and `clicks_count` of a subscriber are those of a
//! lifetime, and never of a campaign. Bounces have no class. No machine flag.
//!
//! Fingerprint: `event` or `type` that begins with `subscriber.` or `campaign.`,
//! beside a subscriber; `opens_count` and `clicks_count` beside a `subscriber`.
//! Source: MailerLite's references of its webhooks and of its API, public code that
//! receives the webhooks; bodies about subscribers verified, those about opens and
//! clicks partly.

use super::{Dialect, Object, ReadRecord, Source, no_campaign};
use crate::contract::{FileClass, Granularity, IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::look::{field, first_field, inner};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words;
use crate::engine::events::{Campaign, Who};
use serde_json::Value;
use std::borrow::Cow;

pub(super) const WEBHOOKS: Dialect = Dialect {
    zoneless: true,
    ..Dialect::of_events("mailerlite-webhooks", |look| look.shows(is_event), |_| Box::new(Webhooks))
        .in_utc()
};

pub(super) const ACTIVITY: Dialect = Dialect {
    id: "mailerlite-activity",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: false,
    zone: None,
    known: |look| look.shows(is_activity),
    campaign: no_campaign,
    open: |_| Box::new(Activity),
};

const COVERS: KindSet = KindSet::of(&[
    Kind::BouncedHard,
    Kind::Opened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
    Kind::Subscribed,
]);

fn word(object: &Object) -> Cow<'_, str> {
    first_field(object, &["event", "type"])
}

/// The subscriber, who may be the body itself.
fn subscriber(object: &Object) -> &Object {
    let data = inner(object, "data").unwrap_or(object);
    inner(data, "subscriber").unwrap_or(data)
}

fn is_event(object: &Object) -> bool {
    let word = word(object);
    let own = ["subscriber", "account_id", "opens_count", "data"];
    (word.starts_with("subscriber.") || word.starts_with("campaign."))
        && own.iter().any(|key| object.contains_key(*key))
}

fn is_activity(object: &Object) -> bool {
    object.contains_key("opens_count")
        && object.contains_key("clicks_count")
        && inner(object, "subscriber").is_some_and(|it| it.contains_key("email"))
}

fn kind(word: &str) -> Result<Kind, Refusal> {
    Ok(match word {
        "campaign.open" => Kind::Opened,
        "campaign.click" => Kind::Clicked,
        "subscriber.bounced" | "subscriber.bounce" => Kind::BouncedHard,
        "subscriber.unsubscribed" | "subscriber.unsubscribe" => Kind::Unsubscribed,
        "subscriber.spam_reported" | "subscriber.complaint" => Kind::Complained,
        "subscriber.created" | "subscriber.create" => Kind::Subscribed,
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("event"))),
        // Groups, automations, changes; a campaign that was sent names no one.
        word if word.starts_with("subscriber.") || word.starts_with("campaign.") => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("event"))),
    })
}

/// When it happened: said of the event, or of the subscriber that it changed.
fn time<'o>(object: &'o Object, subscriber: &'o Object, kind: Kind) -> Cow<'o, str> {
    const OF_EVENT: [&str; 5] = ["opened_at", "clicked_at", "date", "timestamp", "triggered_at"];
    let own: &[&str] = match kind {
        Kind::Unsubscribed => &["unsubscribed_at", "date_unsubscribe", "updated_at"],
        Kind::Subscribed => &["subscribed_at", "created_at", "date_created"],
        _ => &["updated_at", "date_updated"],
    };
    let told = first_field(object, &OF_EVENT);
    // `created_at` of a body that is the subscriber is not that of the event.
    let created = || match std::ptr::eq(object, subscriber) {
        true => Cow::Borrowed(""),
        false => field(object, "created_at"),
    };
    [told, created(), first_field(subscriber, own)]
        .into_iter()
        .find(|text| !words::is_absent(text))
        .unwrap_or_default()
}

fn campaign(object: &Object) -> (Cow<'_, str>, Cow<'_, str>) {
    match inner(object, "campaign") {
        Some(campaign) => (field(campaign, "id"), first_field(campaign, &["name", "subject"])),
        None => (field(object, "campaign_id"), field(object, "campaign_name")),
    }
}

struct Webhooks;

impl ReadRecord for Webhooks {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("events").filter(|_| word(object).is_empty())?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        let kind = kind(&word(object))?;
        let subscriber = subscriber(object);
        let address = first_field(subscriber, &["email", "subscriber_email"]);
        let who = out.person(&address, Column::Named("email"))?;
        let time = time(object, subscriber, kind);
        let moment = out.needed_moment(&time, Column::Named("date"))?;
        let (id, name) = campaign(object);
        out.emit(
            &who,
            Draft {
                link: &first_field(object, &["url", "link"]),
                unclassified: kind == Kind::BouncedHard,
                ..Draft::new(kind, Some(moment), Campaign { id: &id, name: &name })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }
}

struct Activity;

impl ReadRecord for Activity {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("data")?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        let address = field(subscriber(object), "email");
        let who = out.person(&address, Column::Named("email"))?;
        let opens = count(object, "opens_count")?;
        let clicks = count(object, "clicks_count")?;
        if opens == 0 && clicks == 0 {
            return Err(Refusal::Ignored(IgnoredReason::NothingHappened));
        }
        emit(&who, Kind::Opened, opens, out);
        emit(&who, Kind::Clicked, clicks, out);
        Ok(())
    }

    fn covers(&self) -> KindSet {
        KindSet::of(&[Kind::Opened, Kind::Clicked])
    }
}

fn count(object: &Object, key: &'static str) -> Result<u32, Refusal> {
    let text = field(object, key);
    if words::is_absent(&text) {
        return Ok(0);
    }
    words::count(&text).ok_or(Refusal::Problem(ProblemKind::BadNumber, Column::Named(key)))
}

fn emit(who: &Who<'_>, kind: Kind, count: u32, out: &mut Out<'_>) {
    if count > 0 {
        out.emit(who, Draft { count, ..Draft::new(kind, None, Campaign { id: "", name: "" }) });
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    const SUBSCRIBER: &str = r#""id":"3","email":"a@example.org","status":"active","sent":10,
        "opens_count":9,"clicks_count":5,"created_at":"2026-01-01 10:00:00",
        "updated_at":"2026-09-14 06:00:05","unsubscribed_at":null,"fields":{"name":"A"}"#;

    #[test]
    fn bodies_about_a_subscriber() {
        let body = |word: &str| format!(r#"{{{SUBSCRIBER},"account_id":1,"event":"{word}"}}"#);
        let words = [
            "subscriber.unsubscribed",
            "subscriber.bounced",
            "subscriber.spam_reported",
            "subscriber.created",
            "subscriber.added_to_group",
            "subscriber.updated",
        ];
        let bodies: Vec<String> = words.iter().map(|word| body(word)).collect();
        let read = Sample::read("x.ndjson", &bodies.join("\n").replace(",\n", ","));
        assert_eq!(read.report.dialect, "mailerlite-webhooks");
        for kind in [Kind::Unsubscribed, Kind::BouncedHard, Kind::Complained, Kind::Subscribed] {
            assert_eq!(read.count(kind), 1, "{}", kind.name());
        }
        assert_eq!((read.count(Kind::Opened), read.report.recipients), (0, 1));
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        assert_eq!(read.report.first.as_deref(), Some("2026-01-01T10:00:00Z"));
        assert_eq!(read.report.last.as_deref(), Some("2026-09-14T06:00:05Z"));
        assert_eq!(read.report.zone.as_deref(), Some("UTC"));
    }

    #[test]
    fn batches_with_campaigns_and_those_of_classic() {
        let text = format!(
            r#"{{"total":3,"events":[
            {{"type":"campaign.open","campaign":{{"id":"7","name":"Herbst"}},
              "subscriber":{{{SUBSCRIBER}}},"date":"2026-09-14 06:10:00"}},
            {{"event":"campaign.click","campaign_id":"7","campaign_name":"Herbst",
              "subscriber":{{"email":"b@example.org"}},"url":"https://shop.example.com/a",
              "created_at":"2026-09-14T06:11:00Z"}},
            {{"type":"subscriber.unsubscribe","account_id":1,"timestamp":1789366320,
              "data":{{"subscriber":{{"email":"b@example.org","opened":4}}}}}},
            {{"event":"campaign.sent","id":"7","account_id":1,"total_recipients":9}},
            {{"type":"campaign.open","subscriber":{{"email":"c@example.org"}}}}]}}"#
        );
        let read = Sample::read("x.json", &text);
        assert_eq!(read.report.dialect, "mailerlite-webhooks");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (1, 1));
        assert_eq!((read.count(Kind::Unsubscribed), read.report.recipients), (1, 2));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:10:00Z"));
        assert_eq!(read.report.last.as_deref(), Some("2026-09-14T06:12:00Z"));
        assert_eq!(read.campaigns(), [("7", "Herbst"), ("", "x")]);
        assert_eq!(read.report.problems[&ProblemKind::MissingTime], 1);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
    }

    #[test]
    fn what_is_counted_of_a_lifetime_is_nobodys_campaign() {
        let text = format!(
            r#"{{"data":[{{"id":"1","opens_count":2,"clicks_count":1,"subscriber":{{{SUBSCRIBER}}}}},
            {{"id":"2","opens_count":0,"clicks_count":0,"subscriber":{{"email":"b@example.org","sent":4}}}}],
            "links":{{"next":null}},"meta":{{"current_page":1}}}}"#
        );
        let read = Sample::read("x.json", &text);
        assert_eq!(read.report.dialect, "mailerlite-activity");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (2, 1));
        assert_eq!((read.count(Kind::Sent), read.report.addresses), (0, 2));
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
    }
}
