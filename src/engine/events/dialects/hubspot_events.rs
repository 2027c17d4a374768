//! HubSpot email events: pages of the API (`{"events":[…]}`), its objects one a
//! line, and the table of the same name in a warehouse. `created` is the time,
//! `duration` how many milliseconds an open was seen, `filteredEvent` what
//! HubSpot takes for a machine. Events that a later one made obsolete
//! (`obsoletedBy`) happened none the less, and count.
//!
//! A change of a subscription that follows from a bounce repeats that bounce.
//! Details that a warehouse holds apart (categories of bounces, links) are
//! missing there: such bounces have no class.
//!
//! Fingerprint: `recipient`, `type` and `created` with `emailCampaignId`.
//! Source: HubSpot's email events reference, Fivetran's public models; verified
//! but for the classes of bounces, which are partly.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::{field, inner_field};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::Word;
use serde_json::Value;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "hubspot-email-events",
    |look| {
        look.has(&["recipient", "type", "created"])
            && (look.has(&["emailCampaignId"]) || look.has(&["email_campaign_id"]))
            || look.objects.first().is_some_and(is_empty_page)
    },
    |look| Box::new(Events::new(look)),
)
.in_utc();

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
    Kind::MachineClicked,
    Kind::Unsubscribed,
    Kind::Complained,
    Kind::Subscribed,
    Kind::Forwarded,
    Kind::Printed,
]);

fn is_empty_page(object: &Object) -> bool {
    let events = object.get("events").and_then(Value::as_array);
    object.contains_key("hasMore") && events.is_some_and(Vec::is_empty)
}

/// What the category of a bounce means; where it is none of these, the first
/// digit of its status does.
pub(super) fn bounce(category: &str, status: &str) -> Word {
    let classed = |kind| Word { kind, unclassified: false };
    match category {
        "UNKNOWN_USER" | "MAILBOX_MISCONFIGURATION" => classed(Kind::BouncedHard),
        "MAILBOX_FULL"
        | "CONTENT"
        | "SPAM"
        | "POLICY"
        | "FILTERED"
        | "GREYLISTING"
        | "GREYLISTED"
        | "THROTTLED"
        | "TEMPORARY_PROBLEM"
        | "TIMEOUT"
        | "DNS_FAILURE"
        | "DMARC"
        | "IP_REPUTATION"
        | "DOMAIN_REPUTATION"
        | "ISP_MISCONFIGURATION"
        | "SENDING_DOMAIN_MISCONFIGURATION"
        | "ADDRESS_CHANGE"
        | "OUT_OF_OFFICE" => classed(Kind::BouncedSoft),
        _ => match status.as_bytes().first() {
            Some(b'4') => classed(Kind::BouncedSoft),
            Some(b'5') => classed(Kind::BouncedHard),
            _ => Word { kind: Kind::BouncedHard, unclassified: true },
        },
    }
}

struct Events {
    recipient: Field,
    word: Field,
    created: Field,
    campaign: Field,
    filtered: Field,
    duration: Field,
    category: Field,
    status: Field,
    change: Field,
    bounced: Field,
    url: Field,
    agent: Field,
}

impl Events {
    fn new(look: &Look) -> Events {
        Events {
            recipient: Field::new(look, &["recipient"]),
            word: Field::new(look, &["type"]),
            created: Field::new(look, &["created"]),
            campaign: Field::new(look, &["emailCampaignId", "email_campaign_id"]),
            filtered: Field::new(look, &["filteredEvent", "filtered_event"]),
            duration: Field::new(look, &["duration"]),
            category: Field::new(look, &["category"]),
            status: Field::new(look, &["status"]),
            change: Field::new(look, &["portalSubscriptionStatus", "portal_subscription_status"]),
            bounced: Field::new(look, &["bounced"]),
            url: Field::new(look, &["url"]),
            agent: Field::new(look, &["userAgent", "user_agent"]),
        }
    }

    fn word(&self, source: Source<'_>) -> Result<Word, Refusal> {
        const NOT_AN_EVENT: Refusal = Refusal::Ignored(IgnoredReason::NotAnEvent);
        let machine = self.filtered.is_true(source);
        let kind = match self.word.of(source).to_ascii_uppercase().as_str() {
            "" => return Err(self.word.problem(ProblemKind::MissingKind)),
            "SENT" => Kind::Sent,
            "DELIVERED" => Kind::Delivered,
            "DEFERRED" => Kind::Deferred,
            "BOUNCE" => return Ok(bounce(&self.category.of(source), &self.status.of(source))),
            "DROPPED" | "MTA_DROPPED" | "SUPPRESSED" | "NOT_SENT" => Kind::Dropped,
            "OPEN" if machine => Kind::MachineOpened,
            "OPEN" => Kind::Opened,
            "CLICK" if machine => Kind::MachineClicked,
            "CLICK" => Kind::Clicked,
            "PRINT" => Kind::Printed,
            "FORWARD" => Kind::Forwarded,
            "SPAMREPORT" => Kind::Complained,
            "UNSUBSCRIBED" => Kind::Unsubscribed,
            "STATUSCHANGE" => self.change(source)?,
            "PROCESSED" | "UNBOUNCE" | "SUPPRESSION" => return Err(NOT_AN_EVENT),
            _ => return Err(self.word.problem(ProblemKind::UnknownWord)),
        };
        Ok(Word { kind, unclassified: false })
    }

    /// What became of a subscription: of the whole account, or of single ones.
    fn change(&self, source: Source<'_>) -> Result<Kind, Refusal> {
        const NOT_AN_EVENT: Refusal = Refusal::Ignored(IgnoredReason::NotAnEvent);
        if self.bounced.is_true(source) {
            return Err(NOT_AN_EVENT);
        }
        let kind = |status: &str| match status {
            "UNSUBSCRIBED" => Some(Kind::Unsubscribed),
            "SUBSCRIBED" => Some(Kind::Subscribed),
            _ => None,
        };
        let account = self.change.of(source);
        if !account.is_empty() {
            return kind(&account).ok_or(self.change.problem(ProblemKind::UnknownWord));
        }
        let single = source.object().ok().and_then(|object| object.get("subscriptions"));
        let single = single.and_then(Value::as_array).into_iter().flatten();
        let mut changes =
            single.filter_map(Value::as_object).filter_map(|one| kind(&field(one, "status")));
        let first = changes.next().ok_or(NOT_AN_EVENT)?;
        // Leaving one list is an unsubscription, whatever else was chosen.
        Ok(changes.fold(first, |one, other| if other == Kind::Unsubscribed { other } else { one }))
    }
}

impl ReadRecord for Events {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("events")?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let word = self.word(source)?;
        let address = self.recipient.of(source);
        let who = out.person(&address, self.recipient.column())?;
        let moment = out.needed_moment(&self.created.of(source), self.created.column())?;
        let view_ms = match self.duration.of(source).as_ref() {
            "" => None,
            text => Some(text.parse::<u64>().map_err(|_| {
                Refusal::Problem(ProblemKind::BadNumber, Column::Named("duration"))
            })?),
        };
        let view_ms = view_ms.filter(|&milliseconds| milliseconds > 0 && word.kind == Kind::Opened);
        let (id, url, agent) =
            (self.campaign.of(source), self.url.of(source), self.agent.of(source));
        let country = source.object().map(|object| inner_field(object, "location", "country"));
        out.emit(
            &who,
            Draft {
                link: &url,
                agent: &agent,
                country: &country.unwrap_or_default(),
                view_ms: view_ms.map(|view| u32::try_from(view).unwrap_or(u32::MAX)),
                unclassified: word.unclassified,
                ..Draft::new(word.kind, Some(moment), Campaign { id: &id, name: "" })
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

    fn event(kind: &str, more: &str) -> String {
        format!(
            r#"{{"portalId":1,"emailCampaignId":7,"id":"x","type":"{kind}","recipient":"a@example.org","created":1789365600123{more}}}"#
        )
    }

    fn page(events: &[String]) -> String {
        format!(r#"{{"hasMore":false,"offset":"C","events":[{}]}}"#, events.join(","))
    }

    #[test]
    fn a_duration_is_how_long_an_open_was_seen() {
        let read = Sample::read(
            "x.json",
            &page(&[
                event("OPEN", r#","filteredEvent":false,"duration":7250"#),
                event("OPEN", r#","filteredEvent":true,"duration":10"#),
                event("OPEN", r#","duration":0"#),
                event("OPEN", r#","duration":"long""#),
            ]),
        );
        assert_eq!(read.report.dialect, "hubspot-email-events");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::MachineOpened)), (2, 1));
        assert_eq!(read.views, [Some(7_250), None, None]);
        assert_eq!(read.report.problems[&ProblemKind::BadNumber], 1);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00.123Z"));
        assert_eq!(read.campaigns(), [("7", "")]);
    }

    #[test]
    fn bounces_by_category_then_by_status() {
        for (more, kind, unclassified) in [
            (r#","category":"UNKNOWN_USER","status":"5.1.1""#, Kind::BouncedHard, 0),
            (r#","category":"MAILBOX_FULL","status":"5.2.2""#, Kind::BouncedSoft, 0),
            (r#","category":"NEW_WORD","status":"4.2.2""#, Kind::BouncedSoft, 0),
            (r#","category":"NEW_WORD","status":"5.2.2""#, Kind::BouncedHard, 0),
            ("", Kind::BouncedHard, 1),
        ] {
            let read = Sample::read("x.json", &page(&[event("BOUNCE", more)]));
            assert_eq!(read.count(kind), 1, "{more}");
            assert_eq!(read.report.unclassified_bounces, unclassified, "{more}");
        }
    }

    #[test]
    fn changes_of_a_subscription() {
        let read = Sample::read(
            "x.ndjson",
            &[
                event("STATUSCHANGE", r#","portalSubscriptionStatus":"UNSUBSCRIBED","subscriptions":[]"#),
                event("STATUSCHANGE", r#","portalSubscriptionStatus":"SUBSCRIBED""#),
                event("STATUSCHANGE", r#","subscriptions":[{"id":1,"status":"SUBSCRIBED"},{"id":2,"status":"UNSUBSCRIBED"}]"#),
                event("STATUSCHANGE", r#","bounced":true,"portalSubscriptionStatus":"UNSUBSCRIBED""#),
                event("STATUSCHANGE", r#","subscriptions":[]"#),
                event("STATUSCHANGE", r#","portalSubscriptionStatus":"PUZZLED""#),
            ]
            .join("\n"),
        );
        assert_eq!((read.count(Kind::Unsubscribed), read.count(Kind::Subscribed)), (2, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
    }

    #[test]
    fn every_type_ends_in_one_way() {
        let types = [
            "SENT",
            "PROCESSED",
            "DELIVERED",
            "DEFERRED",
            "DROPPED",
            "MTA_DROPPED",
            "SUPPRESSED",
            "CLICK",
            "PRINT",
            "FORWARD",
            "SPAMREPORT",
            "UNBOUNCE",
            "DANCED",
            "",
        ];
        let read = Sample::read("x.json", &page(&types.map(|kind| event(kind, ""))));
        assert_eq!(read.count(Kind::Dropped), 3);
        for kind in [Kind::Sent, Kind::Delivered, Kind::Deferred, Kind::Clicked] {
            assert_eq!(read.count(kind), 1);
        }
        for kind in [Kind::Printed, Kind::Forwarded, Kind::Complained] {
            assert_eq!(read.count(kind), 1);
        }
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingKind], 1);
    }

    #[test]
    fn a_table_of_a_warehouse() {
        let read = Sample::read(
            "email_event.csv",
            "id,created,type,recipient,email_campaign_id,portal_id,app_id,filtered_event,_fivetran_synced\n\
             1,2026-09-14 06:00:00+00:00,OPEN,5d41402abc4b2a76b9719d911017c592,7,1,113,true,2026-09-15 00:00:00+00:00\n\
             2,2026-09-14 06:00:01+00:00,BOUNCE,7d793037a0760186574b0282f2f435e7,7,1,113,,2026-09-15 00:00:00+00:00\n",
        );
        assert_eq!(read.report.dialect, "hubspot-email-events");
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::BouncedHard)), (1, 1));
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
    }

    #[test]
    fn an_empty_page_is_known() {
        let read = Sample::read("x.json", r#"{"hasMore":false,"offset":"C","events":[]}"#);
        assert_eq!((read.report.dialect.as_str(), read.report.rows), ("hubspot-email-events", 0));
    }
}
