//! Iterable: its data export as JSON lines (`_type`, `eventName`) or as CSV of one
//! type of data, which then stands in the file's name alone (`emailClick`); the
//! bodies of its webhooks (`dataFields`); the tables of a warehouse.
//!
//! An open through Apple's proxy is a machine's; through Gmail's or Yahoo's it
//! may be a person's. `isBot` marks both opens and clicks. A skipped send never
//! left.
//!
//! Fingerprint: `createdAt` and `campaignId` with `_type`, `eventName` or a type
//! of data in the name.
//! Source: Iterable's export and webhook references, public schemas of Stitch,
//! Airbyte and Fivetran; partly (`isBot` recalled).

use super::fields::Field;
use super::{Dialect, Look, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::inner;
use crate::engine::events::out::{Draft, Out, Refusal};
use crate::engine::events::words::{Word, normal};
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "iterable",
    |look| {
        let whole =
            look.has(&["createdAt", "campaignId"]) || look.has(&["created_at", "campaign_id"]);
        let own = OWN.iter().any(|name| look.has(&[name]));
        let word = ["_type", "eventName", "event_name"].iter().any(|name| {
            look.column(name).is_some_and(|at| {
                look.cells(at).iter().any(|word| normal(word).starts_with("email"))
            })
        });
        let webhook = look.has(&["eventName", "dataFields.campaignId"]);
        (whole && own && (word || type_in(&look.path).is_some())) || webhook
    },
    |look| Box::new(Export::new(look)),
)
.in_utc();

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
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
]);

/// Columns that others have not; which of them there are was chosen.
const OWN: [&str; 8] = [
    "messageId",
    "message_id",
    "templateId",
    "itblInternal.documentCreatedAt",
    "recipientState",
    "recipient_state",
    "proxySource",
    "proxy_source",
];

/// Types of data about e-mail, the longer before those that begin them.
const TYPES: [&str; 8] = [
    "emailsendskip",
    "emailsend",
    "emailopen",
    "emailclick",
    "emailbounce",
    "emailcomplaint",
    "emailunsubscribe",
    "emailsubscribe",
];

/// The type of data in a file's name or folder.
fn type_in(path: &str) -> Option<&'static str> {
    let mut parts = path.rsplit(['/', '\\']).take(2);
    parts.find_map(|part| {
        let part = normal(part);
        TYPES.into_iter().find(|name| part.contains(name))
    })
}

struct Export {
    /// The type of all records that do not say theirs.
    named: Option<&'static str>,
    word: Field,
    email: Field,
    time: Field,
    campaign_id: Field,
    campaign_name: Field,
    class: Field,
    proxy: Field,
    bot: Field,
    url: Field,
    agent: Field,
}

impl Export {
    fn new(look: &Look) -> Export {
        Export {
            named: type_in(&look.path),
            word: Field::new(look, &["_type", "eventName", "event_name"]),
            email: Field::new(look, &["email", "userId", "user_id", "itblUserId"]),
            time: Field::new(look, &["createdAt", "created_at"]),
            campaign_id: Field::new(look, &["campaignId", "campaign_id"]),
            campaign_name: Field::new(
                look,
                &["campaignName", "campaign_name", "emailSubject", "email_subject"],
            ),
            class: Field::new(look, &["recipientState", "recipient_state"]),
            proxy: Field::new(look, &["proxySource", "proxy_source"]),
            bot: Field::new(look, &["isBot", "is_bot"]),
            url: Field::new(look, &["url"]),
            agent: Field::new(look, &["userAgent", "user_agent"]),
        }
    }

    fn word(&self, source: Source<'_>) -> Result<Word, Refusal> {
        let told = normal(&self.word.of(source));
        let name = match (told.as_str(), self.named) {
            ("", None) => return Err(self.word.problem(ProblemKind::MissingKind)),
            ("", Some(named)) => named,
            (told, _) => told,
        };
        let kind = match name {
            "emailsend" => Kind::Sent,
            "emailsendskip" => Kind::Dropped,
            "emailopen" if self.is_machine(source) => Kind::MachineOpened,
            "emailopen" => Kind::Opened,
            "emailclick" if self.is_true(self.bot, source) => Kind::MachineClicked,
            "emailclick" => Kind::Clicked,
            "emailbounce" => match normal(&self.of(self.class, source)).as_str() {
                "hardbounce" => Kind::BouncedHard,
                "softbounce" => Kind::BouncedSoft,
                _ => return Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
            },
            "emailcomplaint" => Kind::Complained,
            "emailunsubscribe" => Kind::Unsubscribed,
            "emailsubscribe" => Kind::Subscribed,
            name if name.starts_with("email") => {
                return Err(self.word.problem(ProblemKind::UnknownWord));
            }
            // Other channels, purchases, the sender's own events.
            _ => return Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        };
        Ok(Word { kind, unclassified: false })
    }

    fn is_machine(&self, source: Source<'_>) -> bool {
        self.is_true(self.bot, source)
            || self.of(self.proxy, source).to_ascii_lowercase().contains("apple")
    }

    fn is_true(&self, field: Field, source: Source<'_>) -> bool {
        field.is_true(source) || fields(source).is_some_and(|inner| field.is_true(inner))
    }

    /// What a record says, or the `dataFields` of a webhook.
    fn of<'a>(&self, field: Field, source: Source<'a>) -> Cow<'a, str> {
        let text = field.of(source);
        match fields(source) {
            Some(inner) if text.is_empty() => field.of(inner),
            _ => text,
        }
    }
}

fn fields(source: Source<'_>) -> Option<Source<'_>> {
    inner(source.object().ok()?, "dataFields").map(Source::Object)
}

impl ReadRecord for Export {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let word = self.word(source)?;
        let email = self.of(self.email, source);
        let who = out.person(&email, self.email.column())?;
        let moment = out.needed_moment(&self.of(self.time, source), self.time.column())?;
        let id = self.of(self.campaign_id, source);
        let name = self.of(self.campaign_name, source);
        let (url, agent) = (self.of(self.url, source), self.of(self.agent, source));
        out.emit(
            &who,
            Draft {
                link: &url,
                agent: &agent,
                unclassified: word.unclassified,
                ..Draft::new(word.kind, Some(moment), Campaign { id: &id, name: &name })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        match self.named {
            Some("emailsendskip") => KindSet::of(&[Kind::Dropped]),
            Some("emailsend") => KindSet::of(&[Kind::Sent]),
            Some("emailopen") => KindSet::of(&[Kind::Opened, Kind::MachineOpened]),
            Some("emailclick") => KindSet::of(&[Kind::Clicked, Kind::MachineClicked]),
            Some("emailbounce") => KindSet::of(&[Kind::BouncedHard, Kind::BouncedSoft]),
            Some("emailcomplaint") => KindSet::of(&[Kind::Complained]),
            Some("emailunsubscribe") => KindSet::of(&[Kind::Unsubscribed]),
            Some("emailsubscribe") => KindSet::of(&[Kind::Subscribed]),
            _ => COVERS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn line(word: &str, more: &str) -> String {
        format!(
            r#"{{"email":"a@example.org","createdAt":"2021-04-14 16:52:32 +00:00","campaignId":7,"templateId":8,"messageId":"m","_type":"{word}"{more}}}"#
        )
    }

    #[test]
    fn a_proxy_is_a_machine_where_it_is_apples() {
        let read = Sample::read(
            "x.jsonl",
            &[
                line("emailOpen", r#","proxySource":"Apple""#),
                line("emailOpen", r#","proxySource":"Gmail""#),
                line("emailOpen", r#","proxySource":null"#),
                line("emailOpen", r#","isBot":true"#),
                line("emailClick", r#","isBot":"true","url":"https://shop.example/a""#),
                line("emailClick", r#","isBot":false"#),
            ]
            .join("\n"),
        );
        assert_eq!(read.report.dialect, "iterable");
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Opened)), (2, 2));
        assert_eq!((read.count(Kind::MachineClicked), read.count(Kind::Clicked)), (1, 1));
        assert_eq!(read.campaigns(), [("7", "")]);
        assert_eq!(read.report.first.as_deref(), Some("2021-04-14T16:52:32Z"));
    }

    #[test]
    fn every_type_ends_in_one_way() {
        let words = [
            "emailSend",
            "emailSendSkip",
            "emailBounce",
            "emailComplaint",
            "emailUnSubscribe",
            "emailSubscribe",
            "emailDance",
            "pushSend",
            "purchase",
            "",
        ];
        let mut lines: Vec<_> = words.iter().map(|word| line(word, "")).collect();
        lines.push(line("emailBounce", r#","recipientState":"SoftBounce""#));
        lines.push(line("emailBounce", r#","recipientState":"HardBounce""#));
        let read = Sample::read("x.jsonl", &lines.join("\n"));
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Dropped)), (1, 1));
        assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (2, 1));
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!((read.count(Kind::Unsubscribed), read.count(Kind::Subscribed)), (1, 1));
        assert_eq!(read.count(Kind::Complained), 1);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingKind], 1);
    }

    #[test]
    fn the_type_may_stand_in_the_name_alone() {
        let text = "createdAt,email,campaignId,messageId,templateId\n\
            2026-09-14 06:00:36 +00:00,a@example.org,7,m,8\n";
        for (path, kind) in [
            ("iterable-emailSendSkip.csv", Kind::Dropped),
            ("iterable-emailSend.csv", Kind::Sent),
            ("email_unsubscribe/part-0.csv", Kind::Unsubscribed),
            ("export emailSubscribe (1).csv", Kind::Subscribed),
        ] {
            let read = Sample::read(path, text);
            assert_eq!(read.report.dialect, "iterable", "{path}");
            assert_eq!(read.count(kind), 1, "{path}");
            assert!(read.covers.contains(kind) && read.covers.len() == 1, "{path}");
        }
        assert_ne!(Sample::read("herbst-sent.csv", text).report.dialect, "iterable");
    }

    #[test]
    fn bodies_of_webhooks() {
        let read = Sample::read(
            "x.ndjson",
            r#"{"email":"a@example.org","eventName":"emailOpen","dataFields":{"createdAt":"2026-09-14 06:00:36 +00:00","campaignId":7,"campaignName":"Herbst","messageId":"m","userAgent":"x","proxySource":"Apple"}}"#,
        );
        assert_eq!(read.report.dialect, "iterable");
        assert_eq!(read.count(Kind::MachineOpened), 1);
        assert_eq!(read.campaigns(), [("7", "Herbst")]);
    }

    #[test]
    fn a_table_of_a_warehouse() {
        let read = Sample::read(
            "event.csv",
            "created_at,email,event_name,campaign_id,message_id,recipient_state,_fivetran_synced\n\
             2026-09-14 06:00:36+00:00,a@example.org,emailBounce,7,m,SoftBounce,2026-09-15 00:00:00+00:00\n\
             2026-09-14 06:00:36+00:00,,emailOpen,7,m,,2026-09-15 00:00:00+00:00\n",
        );
        assert_eq!(read.report.dialect, "iterable");
        assert_eq!(read.count(Kind::BouncedSoft), 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingAddress], 1);
    }
}
