//! Braze Currents: what the custom HTTP connector sends (`event_type` and
//! `properties`), and records of the storage export, whose fields stand side by
//! side and may be wrapped as Avro's tools print them (`{"string":"x"}`). Those
//! do not say what they are: that is the name of their file, folder or schema,
//! `users.messages.email.Open`, or the table of a data share,
//! `USERS_MESSAGES_EMAIL_OPEN_SHARED`.
//!
//! Machines: `machine_open` is the text "true" or not there at all,
//! `is_suspected_bot_click` is a flag. A bounce with `is_drop` never left.
//! A message of a canvas has no campaign: the canvas stands for it.
//!
//! Fingerprint: `event_type` that begins `users.`, or such a name and `time` with
//! a user's id.
//! Source: Braze's reference of Currents' events and its changelog; verified.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::{field, inner};
use crate::engine::events::out::{Draft, Out, Refusal};
use serde_json::Value;
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "braze-currents",
    |look| {
        look.elements().take(20).any(is_event)
            || (named(&look.path).is_some()
                && look.has(&["time"])
                && (look.has(&["user_id"]) || look.has(&["external_user_id"])))
    },
    |look| Box::new(Currents::new(look)),
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
    Kind::MachineClicked,
    Kind::Unsubscribed,
    Kind::Complained,
]);

/// What all events of messages by e-mail begin with.
const EMAIL: &str = "users.messages.email.";

/// Where records of Avro tell their schema's name.
const SCHEMA: &str = "@schema";

fn is_event(object: &Object) -> bool {
    let told = field(object, "event_type").starts_with("users.")
        || named(&field(object, SCHEMA)).is_some();
    told && object.contains_key("time")
}

/// The last word of the event in the name of a file, folder or schema, in lower
/// case.
fn named(path: &str) -> Option<String> {
    let path = path.to_ascii_lowercase().replace('_', ".");
    let (_, behind) = path.rsplit_once(EMAIL)?;
    let end = behind.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(behind.len());
    behind.get(..end).filter(|word| !word.is_empty()).map(str::to_owned)
}

struct Currents {
    /// What all records are that do not say so themselves.
    named: Option<String>,
    event: Field,
    email: Field,
    user: Field,
    time: Field,
    campaign_id: Field,
    campaign_name: Field,
    url: Field,
    agent: Field,
    machine: Field,
    bot: Field,
    drop: Field,
}

impl Currents {
    fn new(look: &Look) -> Currents {
        Currents {
            named: named(&look.path),
            event: Field::new(look, &["event_type", SCHEMA]),
            email: Field::new(look, &["email_address"]),
            user: Field::new(look, &["user_id", "external_user_id"]),
            time: Field::new(look, &["time"]),
            campaign_id: Field::new(look, &["campaign_id", "canvas_id"]),
            campaign_name: Field::new(look, &["campaign_name", "canvas_name"]),
            url: Field::new(look, &["url"]),
            agent: Field::new(look, &["user_agent"]),
            machine: Field::new(look, &["machine_open"]),
            bot: Field::new(look, &["is_suspected_bot_click"]),
            drop: Field::new(look, &["is_drop"]),
        }
    }

    fn kind(&self, record: Source<'_>, properties: Source<'_>) -> Result<Kind, Refusal> {
        const NOT_AN_EVENT: Refusal = Refusal::Ignored(IgnoredReason::NotAnEvent);
        let told = self.event.of(record);
        let word = match named(&told).or_else(|| self.named.clone()) {
            // Sessions, purchases, other channels.
            _ if told.starts_with("users.") && named(&told).is_none() => return Err(NOT_AN_EVENT),
            Some(word) => word,
            None => return Err(self.event.problem(ProblemKind::MissingKind)),
        };
        Ok(match word.as_str() {
            "send" => Kind::Sent,
            "delivery" => Kind::Delivered,
            "deferral" => Kind::Deferred,
            "bounce" if self.drop.is_true(properties) => Kind::Dropped,
            "bounce" => Kind::BouncedHard,
            "softbounce" => Kind::BouncedSoft,
            "abort" => Kind::Dropped,
            "open" if self.machine.is_true(properties) => Kind::MachineOpened,
            "open" => Kind::Opened,
            "click" if self.bot.is_true(properties) => Kind::MachineClicked,
            "click" => Kind::Clicked,
            "markasspam" => Kind::Complained,
            "unsubscribe" => Kind::Unsubscribed,
            "retry" => return Err(NOT_AN_EVENT),
            _ => return Err(self.event.problem(ProblemKind::UnknownWord)),
        })
    }
}

/// The part of a record in which `key` stands, or the record itself.
fn part<'a>(record: Source<'a>, key: &str) -> Source<'a> {
    match record {
        Source::Object(object) | Source::Element(object, _) => {
            inner(object, key).map_or(record, Source::Object)
        }
        Source::Row(_) | Source::Plain(_) => record,
    }
}

impl ReadRecord for Currents {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("events")?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let properties = part(source, "properties");
        let kind = self.kind(source, properties)?;
        let mut person = self.email.of(properties);
        if person.is_empty() {
            person = self.user.of(part(source, "user"));
        }
        let who = out.person(&person, self.email.column())?;
        let moment = out.needed_moment(&self.time.of(source), self.time.column())?;
        let id = self.campaign_id.of(properties);
        let name = self.campaign_name.of(properties);
        let agent = match kind.measured() {
            Some(_) => self.agent.of(properties),
            None => Cow::Borrowed(""),
        };
        out.emit(
            &who,
            Draft {
                link: &self.url.of(properties),
                agent: &agent,
                ..Draft::new(kind, Some(moment), Campaign { id: &id, name: &name })
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

    fn event(kind: &str, properties: &str) -> String {
        format!(
            r#"{{"event_type":"users.{kind}","id":"e","properties":{{"campaign_id":"c","campaign_name":"Herbst"{properties}}},"time":1789365600,"user":{{"user_id":"u1","external_user_id":"k1"}}}}"#
        )
    }

    #[test]
    fn flags_are_texts_or_flags() {
        let texts = [
            event(
                "messages.email.Open",
                r#","email_address":"a@example.org","machine_open":"true""#,
            ),
            event("messages.email.Open", r#","email_address":"a@example.org""#),
            event(
                "messages.email.Click",
                r#","email_address":"a@example.org","is_suspected_bot_click":true,"url":"https://shop.example/a""#,
            ),
            event(
                "messages.email.Click",
                r#","email_address":"a@example.org","is_suspected_bot_click":null"#,
            ),
            event("messages.email.Bounce", r#","email_address":"a@example.org","is_drop":true"#),
            event("messages.email.Bounce", r#","is_drop":"false""#),
        ];
        let read = Sample::read("x.json", &format!(r#"{{"events":[{}]}}"#, texts.join(",")));
        assert_eq!(read.report.dialect, "braze-currents");
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Opened)), (1, 1));
        assert_eq!((read.count(Kind::MachineClicked), read.count(Kind::Clicked)), (1, 1));
        assert_eq!((read.count(Kind::Dropped), read.count(Kind::BouncedHard)), (1, 1));
        // The last one has an id and no address.
        assert_eq!(read.report.recipients, 2);
        assert_eq!(read.campaigns(), [("c", "Herbst")]);
    }

    #[test]
    fn every_event_ends_in_one_way() {
        let words = [
            "Send",
            "Delivery",
            "Deferral",
            "SoftBounce",
            "Abort",
            "Retry",
            "MarkAsSpam",
            "Unsubscribe",
            "Dance",
        ];
        let mut events: Vec<_> =
            words.iter().map(|word| event(&format!("messages.email.{word}"), "")).collect();
        events.push(event("messages.pushnotification.Send", ""));
        events.push(event("behaviors.app.SessionStart", ""));
        let read = Sample::read("x.ndjson", &events.join("\n"));
        for kind in [Kind::Sent, Kind::Delivered, Kind::Deferred, Kind::BouncedSoft] {
            assert_eq!(read.count(kind), 1);
        }
        for kind in [Kind::Dropped, Kind::Complained, Kind::Unsubscribed] {
            assert_eq!(read.count(kind), 1);
        }
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 3);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.located[0].column.as_deref(), Some("event_type"));
    }

    #[test]
    fn the_kind_may_stand_in_the_name_alone() {
        let wrapped = r#"{"id":"e","user_id":"u1","external_user_id":{"string":"k1"},"time":1789365600,
            "email_address":{"string":"a@example.org"},"canvas_id":{"string":"v"},"canvas_name":{"string":"Reise"},
            "campaign_id":null,"machine_open":{"string":"true"}}"#;
        for path in [
            "event_type=users.messages.email.Open/date=2026-09-14-06/part-0.json",
            "users.messages.email.Open.json",
            "USERS_MESSAGES_EMAIL_OPEN_SHARED.json",
        ] {
            let read = Sample::read(path, wrapped);
            assert_eq!(read.report.dialect, "braze-currents", "{path}");
            assert_eq!(read.count(Kind::MachineOpened), 1, "{path}");
            assert_eq!(read.campaigns(), [("v", "Reise")]);
        }
        assert_eq!(named("users.messages.email.MarkAsSpam/x.avro").as_deref(), Some("markasspam"));
        assert_eq!(named("users.messages.sms.Send"), None);
    }

    #[test]
    fn a_record_of_avro_tells_its_schema() {
        let record = |schema: &str| {
            format!(
                r#"{{"@schema":"{schema}","id":"e","user_id":"u1","time":1789365600,"email_address":"a@example.org"}}"#
            )
        };
        let lines = [
            "users.messages.email.Click",
            "com.example.users.messages.email.Send",
            "users.behaviors.Purchase",
            "Record",
        ];
        let read = Sample::read("part-0.ndjson", &lines.map(record).join("\n"));
        assert_eq!(read.report.dialect, "braze-currents");
        assert_eq!((read.count(Kind::Clicked), read.count(Kind::Sent)), (1, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingKind], 1);
    }

    #[test]
    fn a_table_of_a_data_share() {
        let read = Sample::read(
            "users_messages_email_click_shared.csv",
            "ID,USER_ID,EXTERNAL_USER_ID,TIME,EMAIL_ADDRESS,CAMPAIGN_ID,CAMPAIGN_NAME,URL,IS_SUSPECTED_BOT_CLICK\n\
             e,u1,k1,1789365600,a@example.org,c,Herbst,https://shop.example/a,false\n",
        );
        assert_eq!(read.report.dialect, "braze-currents");
        assert_eq!((read.count(Kind::Clicked), read.campaigns()), (1, vec![("c", "Herbst")]));
    }
}
