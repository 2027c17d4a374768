//! Mailchimp API `reports/{id}/email-activity`: recipients, each with a list of
//! what they did, which is empty for those who did nothing. The same flattened
//! to one row an action, as warehouses hold it (there the recipient may be the
//! MD5 of the address, `member_id`). Sends and machine opens are not told.
//!
//! A recipient one of whose actions cannot be read is refused as a whole, as any
//! other row of a recipient.
//!
//! Fingerprint: `emails[]` with `activity`, or `action`, `timestamp` and
//! `campaign_id` with `email_id` or `member_id`.
//! Source: Mailchimp's API reference, public schemas of Stitch, Airbyte and
//! Fivetran; partly.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::field;
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::words::Word;
use serde_json::Value;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "mailchimp-email-activity",
    |look| {
        look.objects.first().is_some_and(|object| is_page(object) || is_recipient(object))
            || is_flat(look)
    },
    |look| Box::new(Activity::new(look)),
)
.in_utc();

const COVERS: KindSet =
    KindSet::of(&[Kind::Opened, Kind::Clicked, Kind::BouncedHard, Kind::BouncedSoft]);

fn is_page(object: &Object) -> bool {
    let Some(emails) = object.get("emails").and_then(Value::as_array) else { return false };
    match emails.first() {
        Some(first) => first.as_object().is_some_and(is_recipient),
        None => object.contains_key("campaign_id"),
    }
}

fn is_recipient(object: &Object) -> bool {
    object.contains_key("email_id") && object.get("activity").is_some_and(Value::is_array)
}

fn is_flat(look: &Look) -> bool {
    look.has(&["action", "timestamp", "campaign_id"])
        && (look.has(&["email_id"]) || look.has(&["member_id"]))
}

struct Activity {
    email: Field,
    action: Field,
    class: Field,
    time: Field,
    url: Field,
    campaign: Field,
}

impl Activity {
    fn new(look: &Look) -> Activity {
        Activity {
            email: Field::new(look, &["email_address", "email_id", "member_id"]),
            action: Field::new(look, &["action"]),
            class: Field::new(look, &["type", "bounce_type"]),
            time: Field::new(look, &["timestamp"]),
            url: Field::new(look, &["url"]),
            campaign: Field::new(look, &["campaign_id"]),
        }
    }

    /// What an action is, and when; for an object of a list or a row alike.
    fn action(&self, source: Source<'_>, out: &mut Out<'_>) -> Result<(Word, Moment), Refusal> {
        let word = match self.action.of(source).as_ref() {
            "" => return Err(self.action.problem(ProblemKind::MissingKind)),
            "bounce" => match self.class.of(source).as_ref() {
                "hard" => Word { kind: Kind::BouncedHard, unclassified: false },
                "soft" => Word { kind: Kind::BouncedSoft, unclassified: false },
                "" => Word { kind: Kind::BouncedHard, unclassified: true },
                _ => return Err(self.class.problem(ProblemKind::UnknownWord)),
            },
            action => Word {
                kind: match action {
                    "open" => Kind::Opened,
                    "click" => Kind::Clicked,
                    "sent" => Kind::Sent,
                    "unsub" => Kind::Unsubscribed,
                    "abuse" => Kind::Complained,
                    _ => return Err(self.action.problem(ProblemKind::UnknownWord)),
                },
                unclassified: false,
            },
        };
        let moment = out.needed_moment(&self.time.of(source), self.time.column())?;
        Ok((word, moment))
    }

    fn draft<'d>((word, moment): (Word, Moment), url: &'d str, id: &'d str) -> Draft<'d> {
        Draft {
            link: url,
            unclassified: word.unclassified,
            ..Draft::new(word.kind, Some(moment), Campaign { id, name: "" })
        }
    }

    fn read_recipient(
        &self,
        recipient: &Object,
        actions: &[Value],
        out: &mut Out<'_>,
    ) -> Result<(), Refusal> {
        let source = Source::Object(recipient);
        let address = self.email.of(source);
        let who = out.person(&address, self.email.column())?;
        let mut happened = Vec::with_capacity(actions.len());
        for action in actions {
            let Value::Object(action) = action else {
                let column = Column::Named("activity");
                return Err(Refusal::Problem(ProblemKind::NotAnObject, column));
            };
            happened.push((self.action(Source::Object(action), out)?, field(action, "url")));
        }
        if happened.is_empty() {
            return Err(Refusal::Ignored(IgnoredReason::NothingHappened));
        }
        let id = self.campaign.of(source);
        for (event, url) in &happened {
            out.emit(&who, Activity::draft(*event, url, &id));
        }
        Ok(())
    }
}

impl ReadRecord for Activity {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("emails")?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        if let Source::Object(object) | Source::Element(object, _) = source
            && let Some(Value::Array(actions)) = object.get("activity")
        {
            return self.read_recipient(object, actions, out);
        }
        let address = self.email.of(source);
        let who = out.person(&address, self.email.column())?;
        let event = self.action(source, out)?;
        let (url, id) = (self.url.of(source), self.campaign.of(source));
        out.emit(&who, Activity::draft(event, &url, &id));
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

    #[test]
    fn a_recipient_is_a_row_and_may_have_done_nothing() {
        let read = Sample::read(
            "x.json",
            r#"{"emails":[
                {"campaign_id":"c1","email_id":"f0","email_address":"a@example.org","activity":[
                    {"action":"open","timestamp":"2026-09-14T06:00:14+00:00"},
                    {"action":"click","timestamp":"2026-09-14T06:00:20+00:00","url":"https://shop.example/a"},
                    {"action":"bounce","type":"soft","timestamp":"2026-09-14T06:00:21+00:00"}]},
                {"campaign_id":"c1","email_id":"f1","email_address":"b@example.org","activity":[]},
                {"campaign_id":"c1","email_id":"f2","activity":[
                    {"action":"bounce","timestamp":"2026-09-14T06:00:21+00:00"}]}],
              "campaign_id":"c1","total_items":3,"_links":[{"rel":"self"}]}"#,
        );
        assert_eq!(read.report.dialect, "mailchimp-email-activity");
        assert_eq!((read.report.rows, read.report.rows_used), (3, 2));
        assert_eq!((read.report.recipients, read.report.addresses), (2, 3));
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (1, 1));
        assert_eq!((read.count(Kind::BouncedSoft), read.count(Kind::BouncedHard)), (1, 1));
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!(read.campaigns(), [("c1", "")]);
        assert_eq!(read.links[1], Some("shop.example/a".to_owned()));
        assert!(!read.covers.contains(Kind::Sent) && read.covers.contains(Kind::Clicked));
    }

    #[test]
    fn a_recipient_is_refused_as_a_whole() {
        let read = Sample::read(
            "x.json",
            r#"{"emails":[{"campaign_id":"c1","email_id":"f0","email_address":"a@example.org","activity":[
                {"action":"open","timestamp":"2026-09-14T06:00:14+00:00"},
                {"action":"danced","timestamp":"2026-09-14T06:00:20+00:00"}]},
              {"campaign_id":"c1","email_id":"f0","email_address":"a@example.org","activity":[7]},
              {"campaign_id":"c1","activity":[{"action":"open","timestamp":"2026-09-14T06:00:14Z"}]}]}"#,
        );
        assert!(read.report.events.is_empty());
        let kinds: Vec<_> = read.report.located.iter().map(|problem| problem.kind).collect();
        assert_eq!(
            kinds,
            [ProblemKind::UnknownWord, ProblemKind::NotAnObject, ProblemKind::MissingAddress]
        );
    }

    #[test]
    fn a_page_without_recipients_holds_no_rows() {
        let read = Sample::read("x.json", r#"{"emails":[],"campaign_id":"c1","total_items":0}"#);
        assert_eq!(read.report.dialect, "mailchimp-email-activity");
        assert_eq!(read.report.rows, 0);
    }

    #[test]
    fn a_table_of_a_warehouse_has_ids_for_addresses() {
        let read = Sample::read(
            "campaign_recipient_activity.csv",
            "action,campaign_id,member_id,timestamp,_fivetran_synced,bounce_type,combination_id,ip,list_id,url\n\
             open,c1,843fe3b1ed6391a589705af64574e200,2026-09-14 06:00:14 UTC,2026-09-15 00:00:00 UTC,,,203.0.113.7,l1,\n\
             bounce,c1,1c8797146f9a07ab8d6c2459ed094a77,2026-09-14 06:00:22 UTC,2026-09-15 00:00:00 UTC,hard,,,l1,\n\
             click,c1,843fe3b1ed6391a589705af64574e200,2026-09-14 06:00:30 UTC,2026-09-15 00:00:00 UTC,,,203.0.113.7,l1,https://shop.example/a\n",
        );
        assert_eq!(read.report.dialect, "mailchimp-email-activity");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::BouncedHard)), (1, 1));
        assert_eq!((read.count(Kind::Clicked), read.report.recipients), (1, 2));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:14Z"));
        assert_eq!(read.campaigns(), [("c1", "")]);
    }
}
