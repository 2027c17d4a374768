//! Postmark: webhook bodies (`RecordType`) and pages of the messages API
//! (`{"TotalCount":…,"Opens":[…]}`), and its answers about one message, which list
//! what became of it (`MessageEvents`). The key of the recipient and that of the
//! time differ by type. `ReadSeconds` (0: unknown, at most 20) is how long an
//! open was seen. No machine flag, and no send event in webhooks.
//!
//! Source: Postmark's webhook reference, django-anymail's tests; webhooks
//! verified, API partly.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::look::{envelope, field, inner, inner_field};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::{Campaign, Who};
use serde_json::Value;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "postmark",
    |look| {
        let known = |object| is_page(object) || is_record(object) || is_message(object);
        look.objects.first().is_some_and(known)
    },
    |look| {
        let first = look.objects.first();
        let page = first.filter(|object| is_page(object)).map(covers_of);
        let message = first.filter(|object| is_message(object)).map(|_| MESSAGES);
        Box::new(Postmark { covers: page.or(message).unwrap_or(WEBHOOKS) })
    },
);

const WEBHOOKS: KindSet = KindSet::of(&[
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
    Kind::Subscribed,
]);

/// What is listed of one message; of its bounces not the class.
const MESSAGES: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::Opened,
    Kind::Clicked,
]);

/// The lists of an API page, each with what its elements are.
const PAGES: [(&str, &str); 4] =
    [("Opens", "Open"), ("Clicks", "Click"), ("Bounces", "Bounce"), ("Messages", "Message")];

struct Postmark {
    covers: KindSet,
}

fn is_page(object: &Object) -> bool {
    object.contains_key("TotalCount") && PAGES.iter().any(|(list, _)| object.contains_key(*list))
}

fn is_record(object: &Object) -> bool {
    let types = ["Delivery", "Bounce", "SpamComplaint", "Open", "Click", "SubscriptionChange"];
    types.contains(&field(object, "RecordType").as_ref()) && object.contains_key("MessageID")
}

/// The answer about one message.
fn is_message(object: &Object) -> bool {
    object.contains_key("MessageID") && object.get("MessageEvents").is_some_and(Value::is_array)
}

/// Everything that became of one message, the sending first.
fn read_message(message: &Object, out: &mut Out<'_>) -> Result<(), Refusal> {
    let sent = out.needed_moment(&field(message, "ReceivedAt"), Column::Named("ReceivedAt"))?;
    let recipients = people(message, "Recipients", out)?;
    let tag = field(message, "Tag");
    let subject = field(message, "Subject");
    let campaign = Campaign { id: "", name: if tag.is_empty() { &subject } else { &tag } };
    let mut events = Vec::new();
    let listed = message.get("MessageEvents").and_then(Value::as_array);
    for event in listed.into_iter().flatten().filter_map(Value::as_object) {
        let kind = match field(event, "Type").as_ref() {
            "Delivered" => Kind::Delivered,
            "Transient" => Kind::Deferred,
            "Bounced" => Kind::BouncedHard,
            "Opened" => Kind::Opened,
            "LinkClicked" => Kind::Clicked,
            // What became of a subscription is told elsewhere, and how.
            "SubscriptionChanged" => continue,
            _ => {
                let word = Column::Named("Type");
                return Err(Refusal::Problem(ProblemKind::UnknownWord, word));
            }
        };
        let who = people(event, "Recipient", out)?;
        let time = field(event, "ReceivedAt");
        let moment = out.needed_moment(&time, Column::Named("ReceivedAt"))?;
        let link = inner(event, "Details").map(|it| field(it, "Link")).unwrap_or_default();
        events.push((who, kind, moment, link));
    }
    for who in &recipients {
        out.emit(who, Draft::new(Kind::Sent, Some(sent), campaign));
    }
    for (people, kind, moment, link) in &events {
        let unclassified = *kind == Kind::BouncedHard;
        for who in people {
            let draft = Draft::new(*kind, Some(*moment), campaign);
            out.emit(who, Draft { link, unclassified, ..draft });
        }
    }
    Ok(())
}

fn covers_of(page: &Object) -> KindSet {
    match PAGES.iter().find(|(list, _)| page.contains_key(*list)) {
        Some(("Opens", _)) => KindSet::of(&[Kind::Opened]),
        Some(("Clicks", _)) => KindSet::of(&[Kind::Clicked]),
        Some(("Messages", _)) => KindSet::of(&[Kind::Sent]),
        _ => KindSet::of(&[
            Kind::Deferred,
            Kind::BouncedHard,
            Kind::BouncedSoft,
            Kind::Dropped,
            Kind::Unsubscribed,
            Kind::Complained,
        ]),
    }
}

/// What an element of an API page is, where it does not say so itself: known
/// by the keys only that type has.
fn implied(object: &Object) -> &'static str {
    if object.contains_key("FirstOpen") {
        "Open"
    } else if object.contains_key("OriginalLink") {
        "Click"
    } else if object.contains_key("BouncedAt") {
        "Bounce"
    } else if object.contains_key("Recipients") {
        "Message"
    } else {
        ""
    }
}

/// The words for bounces and for changes of a subscription.
fn reason(word: &str) -> Result<Kind, Refusal> {
    Ok(match word {
        "HardBounce" => Kind::BouncedHard,
        "SoftBounce" | "VirusNotification" => Kind::BouncedSoft,
        "Transient" | "DnsError" | "OpenRelayTest" => Kind::Deferred,
        "BadEmailAddress"
        | "ManuallyDeactivated"
        | "Unconfirmed"
        | "Blocked"
        | "DMARCPolicy"
        | "SMTPApiError"
        | "TemplateRenderingFailed" => Kind::Dropped,
        "SpamNotification" | "SpamComplaint" => Kind::Complained,
        "Unsubscribe" | "ManualSuppression" => Kind::Unsubscribed,
        "Subscribe" => Kind::Subscribed,
        "AutoResponder" | "AddressChange" | "ChallengeVerification" => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("Type"))),
    })
}

impl ReadRecord for Postmark {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        if is_page(object) { envelope(object).or_else(|| empty_page(object)) } else { None }
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        if is_message(object) {
            return read_message(object, out);
        }
        let told = field(object, "RecordType");
        let record = if told.is_empty() { implied(object) } else { told.as_ref() };
        let (kind, address, time) = match record {
            "Delivery" => (Kind::Delivered, "Recipient", "DeliveredAt"),
            "Open" => (Kind::Opened, "Recipient", "ReceivedAt"),
            "Click" => (Kind::Clicked, "Recipient", "ReceivedAt"),
            "Message" => (Kind::Sent, "Recipients", "ReceivedAt"),
            "Bounce" => (reason(&field(object, "Type"))?, "Email", "BouncedAt"),
            "SpamComplaint" => (Kind::Complained, "Email", "BouncedAt"),
            "SubscriptionChange" => (change(object)?, "Recipient", "ChangedAt"),
            // A message that came in.
            "Inbound" => return Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
            "" => {
                return Err(Refusal::Problem(
                    ProblemKind::MissingKind,
                    Column::Named("RecordType"),
                ));
            }
            _ => {
                return Err(Refusal::Problem(
                    ProblemKind::UnknownWord,
                    Column::Named("RecordType"),
                ));
            }
        };
        let people = people(object, address, out)?;
        let moment = out.needed_moment(&field(object, time), Column::Named(time))?;
        let tag = field(object, "Tag");
        let stream = field(object, "MessageStream");
        let name = if tag.is_empty() { &stream } else { &tag };
        let link = field(object, "OriginalLink");
        let agent = field(object, "UserAgent");
        let country = inner_field(object, "Geo", "CountryISOCode");
        let seconds = object.get("ReadSeconds").and_then(Value::as_u64).unwrap_or(0);
        for who in &people {
            out.emit(
                who,
                Draft {
                    link: &link,
                    agent: &agent,
                    country: &country,
                    view_ms: (kind == Kind::Opened && seconds > 0)
                        .then(|| u32::try_from(seconds.saturating_mul(1000)).unwrap_or(u32::MAX)),
                    ..Draft::new(kind, Some(moment), Campaign { id: "", name })
                },
            );
        }
        Ok(())
    }

    fn covers(&self) -> KindSet {
        self.covers
    }
}

/// A page without elements holds no rows.
fn empty_page(object: &Object) -> Option<&Vec<Value>> {
    PAGES.iter().find_map(|(list, _)| object.get(*list)?.as_array())
}

/// A suppression that follows from a bounce or complaint repeats it: that
/// record says it with its own type.
fn change(object: &Object) -> Result<Kind, Refusal> {
    if field(object, "SuppressSending") == "false" {
        return Ok(Kind::Subscribed);
    }
    match field(object, "SuppressionReason").as_ref() {
        "HardBounce" | "SpamComplaint" => Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        "" => Ok(Kind::Unsubscribed),
        word => reason(word),
    }
}

fn people<'o>(
    object: &'o Object,
    key: &'static str,
    out: &mut Out<'_>,
) -> Result<Vec<Who<'o>>, Refusal> {
    let missing = Refusal::Problem(ProblemKind::MissingAddress, Column::Named(key));
    let cells: Vec<&str> = match object.get(key) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text],
        _ => return Err(missing),
    };
    if cells.is_empty() {
        return Err(missing);
    }
    cells.into_iter().map(|cell| out.person(cell, Column::Named(key))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn one_message_and_what_became_of_it() {
        let read = Sample::read(
            "x.json",
            r#"{"MessageID":"m","To":[{"Email":"a@example.org","Name":null}],"Cc":[],"Bcc":[],
                "Recipients":["a@example.org","b@example.org"],"From":"n@example.com","Tag":"",
                "ReceivedAt":"2026-09-14T06:00:00Z","Subject":"Herbst","Status":"Sent","MessageEvents":[
                {"Recipient":"a@example.org","Type":"Delivered","ReceivedAt":"2026-09-14T06:00:02Z","Details":{}},
                {"Recipient":"b@example.org","Type":"Bounced","ReceivedAt":"2026-09-14T06:00:03Z","Details":{"BounceID":"1"}},
                {"Recipient":"a@example.org","Type":"Opened","ReceivedAt":"2026-09-14T06:10:00Z","Details":{"Summary":"x"}},
                {"Recipient":"a@example.org","Type":"LinkClicked","ReceivedAt":"2026-09-14T06:11:00Z",
                 "Details":{"Summary":"x","Link":"https://shop.example.com/a"}},
                {"Recipient":"a@example.org","Type":"SubscriptionChanged","ReceivedAt":"2026-09-14T06:12:00Z"}]}"#,
        );
        assert_eq!(read.report.dialect, "postmark");
        assert_eq!((read.report.rows, read.count(Kind::Sent)), (1, 2));
        for kind in [Kind::Delivered, Kind::BouncedHard, Kind::Opened, Kind::Clicked] {
            assert_eq!(read.count(kind), 1, "{}", kind.name());
        }
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!(read.campaigns(), [("", "Herbst")]);
        assert!(read.links.contains(&Some("shop.example.com/a".to_owned())));
    }

    #[test]
    fn what_came_in_is_no_event() {
        let read = Sample::read(
            "x.json",
            r#"{"RecordType":"Open","MessageID":"m","Recipient":"a@example.org","ReceivedAt":"2026-09-14T06:00:00Z"}
               {"RecordType":"Inbound","MessageID":"n","From":"b@example.org"}"#,
        );
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        assert!(read.report.problems.is_empty());
    }

    #[test]
    fn keys_differ_by_type() {
        let read = Sample::read(
            "x.ndjson",
            r#"{"RecordType":"Delivery","MessageID":"m","Recipient":"a@example.org","DeliveredAt":"2026-09-14T02:00:06.1421469-04:00","Tag":"herbst"}
               {"RecordType":"Bounce","MessageID":"m","Type":"HardBounce","Email":"b@example.org","BouncedAt":"2026-09-14T06:00:06Z","MessageStream":"s"}
               {"RecordType":"SubscriptionChange","MessageID":"m","Recipient":"b@example.org","ChangedAt":"2026-09-14T06:00:07Z","SuppressSending":true,"SuppressionReason":"HardBounce"}
               {"RecordType":"SubscriptionChange","MessageID":"m","Recipient":"a@example.org","ChangedAt":"2026-09-14T06:00:07Z","SuppressSending":true,"SuppressionReason":"ManualSuppression"}"#,
        );
        assert_eq!(read.report.dialect, "postmark");
        assert_eq!((read.count(Kind::Delivered), read.count(Kind::BouncedHard)), (1, 1));
        assert_eq!(read.count(Kind::Unsubscribed), 1);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        assert_eq!(read.campaigns(), [("", "herbst"), ("", "s"), ("", "x")]);
    }

    #[test]
    fn seconds_of_reading_belong_to_the_open() {
        let read = Sample::read(
            "x.json",
            r#"{"TotalCount":2,"Opens":[
                {"FirstOpen":true,"MessageID":"m","Recipient":"a@example.org","ReceivedAt":"2026-09-14T06:00:06Z","ReadSeconds":12},
                {"FirstOpen":true,"MessageID":"m","Recipient":"b@example.org","ReceivedAt":"2026-09-14T06:00:06Z","ReadSeconds":0}]}"#,
        );
        assert_eq!(read.report.rows, 2);
        assert_eq!(read.count(Kind::Opened), 2);
        assert_eq!(read.views, [Some(12_000), None]);
        assert!(read.covers.contains(Kind::Opened) && !read.covers.contains(Kind::Clicked));
    }
}
