//! Brevo's events one by one: webhook bodies (transactional and marketing), the
//! weekly raw exports of the same fields as CSV, and pages of the API
//! (`{"events":[…]}`), whose words are spelled in another way (`hardBounces` for
//! `hard_bounce`).
//!
//! Only `ts_epoch` (in milliseconds; `s_epoch` for proxies) is UTC everywhere. In
//! transactional events `date`, `ts` and `ts_event` are shifted to the account's
//! zone, in marketing events `ts_event` is UTC. `unique_opened` comes beside
//! `opened`, for the first of them, or instead of it.
//!
//! Source: Brevo's webhook and weekly export documentation, django-anymail's tests
//! and remarks; transactional verified, marketing partly, the columns of the CSV
//! partly.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind, Shape};
use crate::engine::calendar;
use crate::engine::events::Campaign;
use crate::engine::events::account::pseudonym;
use crate::engine::events::look::{field, first_listed};
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::twins::{Twin, Twins};
use crate::engine::events::words::normal;
use crate::engine::zone::Time;
use serde_json::Value;
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "brevo-events",
    |look| is_table(look) || look.shows(is_event),
    |look| Box::new(Brevo { fields: Fields::new(look), firsts: Twins::new(APART) }),
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

/// A first open and the open that it is are told within so many milliseconds.
const APART: i64 = 5_000;

/// The columns that hold the id of a message.
const MESSAGE: &[&str] = &["message-id", "message_id", "messageId"];

struct Brevo {
    fields: Fields,
    firsts: Twins,
}

/// The fields that are read.
#[derive(Clone, Copy)]
struct Fields {
    word: Field,
    address: Field,
    message: Field,
    epoch: Field,
    event_time: Field,
    marketing: Field,
    date: Field,
    shifted: Field,
    campaign_id: Field,
    campaign_name: Field,
    tags: Field,
    subject: Field,
    link: Field,
    agent: Field,
}

impl Fields {
    fn new(look: &Look) -> Fields {
        let field = |names| Field::new(look, names);
        Fields {
            word: field(&["event"]),
            address: field(&["email"]),
            message: field(MESSAGE),
            epoch: field(&["ts_epoch", "s_epoch"]),
            event_time: field(&["ts_event"]),
            marketing: field(&["camp_id", "ts_sent", "date_event"]),
            date: field(&["date_event", "date"]),
            shifted: field(&["ts_event", "ts"]),
            campaign_id: field(&["camp_id"]),
            campaign_name: field(&["campaign name", "campaign_name"]),
            tags: field(&["tags", "tag"]),
            subject: field(&["subject"]),
            link: field(&["link", "url", "URL"]),
            agent: field(&["user_agent"]),
        }
    }

    /// The addresses: a change of contacts may name several.
    fn addresses<'a>(&self, source: Source<'a>) -> Vec<Cow<'a, str>> {
        let list = source.object().ok().and_then(|object| object.get("email")?.as_array());
        match list {
            Some(list) => list.iter().filter_map(Value::as_str).map(Cow::Borrowed).collect(),
            None => vec![self.address.of(source)],
        }
    }

    fn moment(&self, source: Source<'_>, out: &mut Out<'_>) -> Result<Moment, Refusal> {
        let epoch = self.epoch.of(source);
        if !epoch.is_empty() {
            return out.needed_moment(&epoch, self.epoch.column());
        }
        let event = self.event_time.of(source);
        if !(event.is_empty() || self.marketing.of(source).is_empty()) {
            return out.needed_moment(&event, self.event_time.column());
        }
        let date = self.date.of(source);
        if !date.is_empty() {
            return out.needed_moment(&date, Column::Named("date"));
        }
        // Shifted: what it shows as UTC is the account's wall clock.
        let shifted = self.shifted.of(source);
        let clock = match shifted.parse() {
            Ok(seconds @ 0..=9_999_999_999_i64) => calendar::iso(Time(seconds * 1000)),
            _ => return out.needed_moment(&shifted, self.shifted.column()),
        };
        out.needed_moment(clock.trim_end_matches('Z'), self.shifted.column())
    }
}

/// What tells Brevo's events from others, by the fields that are there.
fn is_brevo(has: impl Fn(&str) -> bool) -> bool {
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    let message = any(MESSAGE);
    let clock = any(&["ts_epoch", "s_epoch", "ts_event"]);
    has("event")
        && has("email")
        && (message && clock || has("camp_id") && any(&["ts_event", "date_event"]))
}

fn is_table(look: &Look) -> bool {
    matches!(look.sniff.shape, Shape::Csv { .. }) && is_brevo(|name| look.has(&[name]))
}

fn is_event(object: &Object) -> bool {
    let has = |name: &str| object.contains_key(name);
    // Pages of the API have no clock but `date`; changes of contacts no message.
    let page = has("messageId") && has("date") && has("email") && !has("timestamp");
    let contact = has("email") && has("ts") && has("key");
    is_brevo(has) || (page || contact) && kind(&field(object, "event")).is_ok()
}

/// What a word means, in either spelling, and whether it is for the first time
/// only, where that is told apart.
fn kind(word: &str) -> Result<(Kind, Option<bool>), Refusal> {
    let word = normal(word);
    let (bare, first) = match word.strip_prefix("unique") {
        Some(bare) => (bare, true),
        None => (word.as_str(), false),
    };
    let kind = match bare {
        "request" | "requests" | "sent" => Kind::Sent,
        "delivered" => Kind::Delivered,
        "deferred" => Kind::Deferred,
        "hardbounce" | "hardbounces" | "hardbounced" | "invalidemail" | "invalid" => {
            Kind::BouncedHard
        }
        "softbounce" | "softbounces" | "softbounced" => Kind::BouncedSoft,
        "blocked" | "error" => Kind::Dropped,
        "opened" | "open" | "opens" | "firstopening" => {
            return Ok((Kind::Opened, Some(first || bare == "firstopening")));
        }
        "proxyopen" | "loadedbyproxy" => return Ok((Kind::MachineOpened, Some(first))),
        "click" | "clicks" | "clicked" => return Ok((Kind::Clicked, Some(first))),
        "spam" | "complaint" => Kind::Complained,
        "unsubscribe" | "unsubscribed" => Kind::Unsubscribed,
        "listaddition" => Kind::Subscribed,
        "contactupdated" | "contactdeleted" | "couponsent" | "reply" | "inboundemailprocessed" => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("event"))),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("event"))),
    };
    Ok((kind, None))
}

impl ReadRecord for Brevo {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("events").filter(|_| !object.contains_key("event"))?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let fields = self.fields;
        let word = kind(&fields.word.of(source));
        if let Err(ignored @ Refusal::Ignored(_)) = word {
            return Err(ignored);
        }
        let addresses = fields.addresses(source);
        let mut people = Vec::with_capacity(addresses.len());
        for address in &addresses {
            people.push(out.person(address, Column::Named("email"))?);
        }
        let Some(who) = people.first() else {
            return Err(Refusal::Problem(ProblemKind::MissingAddress, Column::Named("email")));
        };
        let (kind, first) = word?;
        let moment = fields.moment(source, out)?;
        let link = fields.link.of(source);
        if let Some(first) = first {
            let message = match fields.message.of(source) {
                told if told.is_empty() => fields.campaign_id.of(source),
                told => told,
            };
            let twin = Twin {
                who: pseudonym(who),
                message: &message,
                link: &link,
                kind,
                first,
                time: moment.time,
            };
            if self.firsts.repeats(&twin, out.key) {
                return Err(Refusal::Ignored(IgnoredReason::ToldElsewhere));
            }
        }
        let id = fields.campaign_id.of(source);
        let mut name = fields.campaign_name.of(source);
        if id.is_empty() && name.is_empty() {
            name = first_listed(fields.tags.of(source));
        }
        if id.is_empty() && name.is_empty() {
            name = fields.subject.of(source);
        }
        let agent = fields.agent.of(source);
        for who in &people {
            out.emit(
                who,
                Draft {
                    link: &link,
                    agent: &agent,
                    ..Draft::new(kind, Some(moment), Campaign { id: &id, name: &name })
                },
            );
        }
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
mod tests;
