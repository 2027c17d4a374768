//! SparkPost: pages of the events API (`{"results":[…]}`), webhook batches
//! (`[{"msys":{"message_event":{…}}},…]`, an empty `msys` being a ping), and the
//! same fields as CSV. In webhooks every value is a text, the time in seconds
//! since 1970.
//!
//! Opens come twice where a message was shown as a whole: `initial_open` is the
//! pixel at its top, `open` that at its bottom. One of both alone is an open as
//! well (Gmail clips long messages). `is_prefetched` marks machines.
//!
//! Source: SparkPost's webhook event reference, open pixel and bounce
//! classification articles, django-anymail's tests; JSON verified, CSV recalled.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind, Shape};
use crate::engine::events::Campaign;
use crate::engine::events::account::pseudonym;
use crate::engine::events::look::{inner, inner_field};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::twins::{Twin, Twins};
use crate::engine::events::words::Word;
use serde_json::Value;
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "sparkpost",
    |look| is_table(look) || look.objects.first().is_some_and(is_page) || look.shows(is_record),
    |look| Box::new(SparkPost { fields: Fields::new(look), pixels: Twins::new(PIXELS_APART) }),
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

/// The two pixels of a message load within so many milliseconds.
const PIXELS_APART: i64 = 60_000;

struct SparkPost {
    fields: Fields,
    pixels: Twins,
}

/// The fields that are read.
#[derive(Clone, Copy)]
struct Fields {
    word: Field,
    class: Field,
    address: Field,
    time: Field,
    campaign: Field,
    link: Field,
    agent: Field,
    prefetched: Field,
    message: Field,
}

impl Fields {
    fn new(look: &Look) -> Fields {
        let field = |names| Field::new(look, names);
        Fields {
            word: field(&["type"]),
            class: field(&["bounce_class"]),
            address: field(&["rcpt_to", "raw_rcpt_to"]),
            time: field(&["timestamp"]),
            campaign: field(&["campaign_id", "subject"]),
            link: field(&["target_link_url"]),
            agent: field(&["user_agent"]),
            prefetched: field(&["is_prefetched"]),
            message: field(&["message_id"]),
        }
    }
}

fn is_table(look: &Look) -> bool {
    let ids = ["event_id", "message_id", "transmission_id", "bounce_class"];
    matches!(look.sniff.shape, Shape::Csv { .. })
        && look.has(&["type", "timestamp"])
        && (look.has(&["rcpt_to"]) || look.has(&["raw_rcpt_to"]))
        && ids.iter().any(|id| look.has(&[id]))
}

/// A page may be empty.
fn is_page(object: &Object) -> bool {
    let results = object.get("results").and_then(Value::as_array);
    results.is_some_and(|results| {
        results.is_empty() && object.contains_key("total_count")
            || results.iter().filter_map(Value::as_object).any(is_event)
    })
}

fn is_record(object: &Object) -> bool {
    inner(object, "msys").is_some() || is_event(object)
}

fn is_event(object: &Object) -> bool {
    object.contains_key("type")
        && object.contains_key("event_id")
        && (object.contains_key("rcpt_to") || object.contains_key("raw_rcpt_to"))
}

/// The event in a webhook's wrapping, or the object itself; a ping is a notice.
fn payload(object: &Object) -> Result<&Object, Refusal> {
    match inner(object, "msys") {
        None => Ok(object),
        Some(wrapped) => wrapped
            .values()
            .find_map(Value::as_object)
            .ok_or(Refusal::Ignored(IgnoredReason::TransportNotice)),
    }
}

/// What a type means, and whether it is a pixel at the top (`true`) or at the
/// bottom.
fn kind(fields: &Fields, source: Source<'_>) -> Result<(Word, Option<bool>), Refusal> {
    let opened = if fields.prefetched.is_true(source) { Kind::MachineOpened } else { Kind::Opened };
    let mut pixel = None;
    let mut word = fields.word.of(source);
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        word = Cow::Owned(word.to_ascii_lowercase());
    }
    let kind = match word.as_ref() {
        "injection" => Kind::Sent,
        "delivery" => Kind::Delivered,
        "delay" => Kind::Deferred,
        "bounce" | "out_of_band" => return Ok((bounce(&fields.class.of(source))?, None)),
        "policy_rejection" | "generation_failure" | "generation_rejection" => Kind::Dropped,
        "open" | "amp_open" => {
            pixel = Some(false);
            opened
        }
        "initial_open" | "amp_initial_open" => {
            pixel = Some(true);
            opened
        }
        "click" | "amp_click" => Kind::Clicked,
        "spam_complaint" => Kind::Complained,
        "list_unsubscribe" | "link_unsubscribe" => Kind::Unsubscribed,
        // Incoming mail, text messages, A/B tests, uploads of events.
        "relay_injection" | "relay_rejection" | "relay_delivery" | "relay_tempfail"
        | "relay_permfail" | "relay_message" | "sms_status" | "ab_test_completed"
        | "ab_test_cancelled" | "success" | "error" => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("type"))),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("type"))),
    };
    Ok((Word { kind, unclassified: false }, pixel))
}

/// The classes of bounces. Replies of people and machines are no bounces.
fn bounce(class: &str) -> Result<Word, Refusal> {
    let kind = match class.trim() {
        "" => return Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
        // Invalid recipient, no recipient.
        "10" | "30" => Kind::BouncedHard,
        // Undetermined; soft, DNS, mailbox full, too large, timeout; unspecified;
        // blocks by the receiver; transient.
        "1" | "20" | "21" | "22" | "23" | "24" | "40" | "50" | "51" | "52" | "53" | "54" | "70" => {
            Kind::BouncedSoft
        }
        // SparkPost's own policies.
        "25" | "26" => Kind::Dropped,
        "80" => Kind::Subscribed,
        "90" => Kind::Unsubscribed,
        // Auto-reply, challenge.
        "60" | "100" => return Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        _ => {
            return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("bounce_class")));
        }
    };
    Ok(Word { kind, unclassified: false })
}

impl ReadRecord for SparkPost {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        if is_page(object) { object.get("results")?.as_array() } else { None }
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let fields = self.fields;
        let source = match source {
            Source::Object(object) | Source::Element(object, _) => Source::Object(payload(object)?),
            Source::Row(_) | Source::Plain(_) => source,
        };
        let word = kind(&fields, source);
        if let Err(ignored @ Refusal::Ignored(_)) = word {
            return Err(ignored);
        }
        let address = fields.address.of(source);
        let who = out.person(&address, fields.address.column())?;
        let (Word { kind, unclassified }, pixel) = word?;
        let moment = out.needed_moment(&fields.time.of(source), fields.time.column())?;
        if let Some(first) = pixel {
            let message = fields.message.of(source);
            let twin = Twin {
                who: pseudonym(&who),
                message: &message,
                link: "",
                kind,
                first,
                time: moment.time,
            };
            if self.pixels.repeats(&twin, out.key) {
                return Err(Refusal::Ignored(IgnoredReason::ToldElsewhere));
            }
        }
        let name = fields.campaign.of(source);
        let country = source.object().map(|object| inner_field(object, "geo_ip", "country"));
        let country = country.unwrap_or_default();
        out.emit(
            &who,
            Draft {
                link: &fields.link.of(source),
                agent: &fields.agent.of(source),
                country: &country,
                unclassified,
                ..Draft::new(kind, Some(moment), Campaign { id: "", name: &name })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }

    fn hangs_together(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn hook(class: &str, kind: &str, second: u32, rest: &str) -> String {
        format!(
            r#"{{"msys":{{"{class}":{{"type":"{kind}","event_id":"{kind}{second}","message_id":"m",
            "rcpt_to":"a@example.org","raw_rcpt_to":"A@Example.org","campaign_id":"Herbst",
            "timestamp":"{}"{rest}}}}}}}"#,
            1_789_365_600 + second
        )
    }

    #[test]
    fn every_bounce_class() {
        for (classes, kind) in [
            ("10 30", Kind::BouncedHard),
            ("1 20 21 22 23 24 40 50 51 52 53 54 70", Kind::BouncedSoft),
            ("25 26", Kind::Dropped),
            ("80", Kind::Subscribed),
            ("90", Kind::Unsubscribed),
        ] {
            for class in classes.split(' ') {
                for word in ["bounce", "out_of_band"] {
                    for class in [format!("\"{class}\""), class.to_owned()] {
                        let rest = format!(r#","bounce_class":{class}"#);
                        let read = Sample::read("x", &hook("message_event", word, 0, &rest));
                        assert_eq!(read.report.dialect, "sparkpost");
                        assert_eq!(read.count(kind), 1, "{word} {class}");
                        assert_eq!(read.report.unclassified_bounces, 0);
                    }
                }
            }
        }
        for class in ["60", "100"] {
            let rest = format!(r#","bounce_class":"{class}""#);
            let read = Sample::read("x", &hook("message_event", "bounce", 0, &rest));
            assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1, "{class}");
        }
        let read = Sample::read("x", &hook("message_event", "bounce", 0, ""));
        assert_eq!((read.count(Kind::BouncedHard), read.report.unclassified_bounces), (1, 1));
        let read =
            Sample::read("x", &hook("message_event", "bounce", 0, r#","bounce_class":"77""#));
        assert_eq!(read.report.located[0].column.as_deref(), Some("bounce_class"));
    }

    #[test]
    fn both_pixels_of_a_message_are_one_open() {
        let text = [
            hook("track_event", "initial_open", 0, ""),
            hook("track_event", "open", 2, ""),
            hook("track_event", "open", 3_600, ""),
            hook("track_event", "initial_open", 7_200, ""),
        ]
        .join(",");
        let read = Sample::read("x", &format!("[{text}]"));
        assert_eq!(read.count(Kind::Opened), 3, "together, below alone, above alone");
        assert_eq!(read.report.ignored[&IgnoredReason::ToldElsewhere], 1);
        let newest_first = [
            hook("track_event", "amp_open", 2, ""),
            hook("track_event", "amp_initial_open", 0, ""),
        ];
        let read = Sample::read("x", &newest_first.join("\n"));
        assert_eq!(read.count(Kind::Opened), 1);
    }

    #[test]
    fn machines_are_marked_as_flag_or_text() {
        let text = [
            hook("track_event", "open", 0, r#","is_prefetched":true"#),
            hook("track_event", "open", 100, r#","is_prefetched":"true""#),
            hook("track_event", "open", 200, r#","is_prefetched":"false""#),
            hook("track_event", "click", 201, r#","target_link_url":"https://shop.example.com/x""#),
        ]
        .join("\n");
        let read = Sample::read("x", &text);
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Opened)), (2, 1));
        assert_eq!(read.count(Kind::Clicked), 1);
        assert_eq!(read.links.last(), Some(&Some("shop.example.com/x".to_owned())));
    }

    #[test]
    fn a_table_says_the_same_in_any_order_of_columns() {
        let read = Sample::read(
            "x.csv",
            "rcpt_to,bounce_class,type,timestamp,campaign_id,subject,message_id,is_prefetched\n\
             a@example.org,,initial_open,2026-09-14T06:00:00.000+00:00,,S,m,\n\
             a@example.org,,open,2026-09-14T06:00:01.000+00:00,,S,m,\n\
             b@example.org,,open,2026-09-14T06:00:01.000+00:00,,S,n,true\n\
             c@example.org,22,bounce,2026-09-14T06:00:02.000+00:00,Herbst,S,o,\n",
        );
        assert_eq!(read.report.dialect, "sparkpost");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::MachineOpened)), (1, 1));
        assert_eq!(read.count(Kind::BouncedSoft), 1);
        assert_eq!(read.campaigns(), [("", "S"), ("", "Herbst")]);
    }

    #[test]
    fn pings_and_incoming_mail_are_no_events() {
        let text = [
            r#"{"msys":{}}"#.to_owned(),
            hook("relay_event", "relay_delivery", 0, ""),
            r#"{"msys":{"relay_message":{"rcpt_to":"in@example.com","type":"relay_message"}}}"#
                .into(),
            hook("gen_event", "generation_failure", 0, ""),
            hook("unsubscribe_event", "link_unsubscribe", 0, ""),
            hook("message_event", "danced", 0, ""),
            hook("message_event", "delivery", 0, "")
                .replace("a@example.org", "")
                .replace("A@Example.org", ""),
        ]
        .join(",");
        let read = Sample::read("x", &format!("[{text}]"));
        assert_eq!(read.report.ignored[&IgnoredReason::TransportNotice], 1);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        assert_eq!((read.count(Kind::Dropped), read.count(Kind::Unsubscribed)), (1, 1));
        let kinds: Vec<_> = read.report.located.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::UnknownWord, ProblemKind::MissingAddress]);
    }

    #[test]
    fn an_empty_page_holds_no_rows() {
        let read = Sample::read("x.json", r#"{"results":[],"total_count":0,"links":{}}"#);
        assert_eq!((read.report.dialect.as_str(), read.report.rows), ("sparkpost", 0));
    }
}
