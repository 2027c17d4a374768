//! Klaviyo events API (JSON:API): an event names its metric and its profile by
//! id; what they are called stands in `included`, beside the list. A profile
//! without an address is its id. Also the objects of the older API (`event_name`,
//! `person`), and the table `event` of a warehouse, whose people are ids.
//!
//! "Received Email" means delivered; sends are not told. Machines: `machine_open`
//! and `Bot Click`. Metrics that are not about e-mail are no events here, an
//! unknown one with "email" in its name is a problem.
//!
//! Fingerprint: `data[]` of type `event` with `relationships`; or `event_name`
//! with `event_properties`; or `metric_id`, `person_id` and `type`.
//! Source: Klaviyo's API reference, public schemas of Stitch and Fivetran; partly.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::{field, inner};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::{self, Word};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "klaviyo-events",
    |look| {
        look.objects.first().is_some_and(|object| match list(object) {
            Some(events) => match events.first() {
                Some(first) => first.as_object().is_some_and(is_event),
                // Other vendors' pages say how many records there are.
                None => object.contains_key("links") && !object.contains_key("meta"),
            },
            None => is_event(object) || single(object).is_some(),
        }) || is_table(look)
    },
    |look| Box::new(Events::new(look)),
)
.in_utc();

const COVERS: KindSet = KindSet::of(&[
    Kind::Delivered,
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
    Kind::Converted,
]);

fn list(page: &Object) -> Option<&Vec<Value>> {
    page.get("data")?.as_array()
}

/// The event of an answer that holds one.
fn single(page: &Object) -> Option<&Object> {
    inner(page, "data").filter(|data| is_event(data))
}

fn is_event(object: &Object) -> bool {
    let newer = field(object, "type") == "event" && inner(object, "relationships").is_some();
    newer || (object.contains_key("event_name") && object.contains_key("event_properties"))
}

fn is_table(look: &Look) -> bool {
    look.has(&["metric_id", "person_id", "type"])
        && (look.has(&["datetime"]) || look.has(&["timestamp"]))
}

struct Events {
    /// Names of metrics by their ids, of all pages so far.
    metrics: BTreeMap<String, String>,
    /// Where profiles stand in `included` of this page, by their ids.
    profiles: BTreeMap<String, usize>,
    table: Table,
}

/// The columns of a warehouse.
struct Table {
    metric: Field,
    person: Field,
    time: Field,
    campaign: Field,
    deleted: Field,
}

/// What an event says, wherever it says it.
struct Told<'a> {
    metric: Cow<'a, str>,
    address: Cow<'a, str>,
    time: Cow<'a, str>,
    properties: Option<&'a Object>,
    campaign: (Cow<'a, str>, Cow<'a, str>),
}

impl Events {
    fn new(look: &Look) -> Events {
        Events {
            metrics: BTreeMap::new(),
            profiles: BTreeMap::new(),
            table: Table {
                metric: Field::new(look, &["type"]),
                person: Field::new(look, &["person_id"]),
                time: Field::new(look, &["datetime", "timestamp"]),
                campaign: Field::new(look, &["campaign_id", "flow_message_id", "flow_id"]),
                deleted: Field::new(look, &["_fivetran_deleted"]),
            },
        }
    }

    fn learn(&mut self, page: &Object) {
        self.profiles.clear();
        let included = page.get("included").and_then(Value::as_array).into_iter().flatten();
        for (at, entry) in
            included.enumerate().filter_map(|(at, entry)| Some((at, entry.as_object()?)))
        {
            let id = field(entry, "id").into_owned();
            match field(entry, "type").as_ref() {
                "profile" => {
                    self.profiles.insert(id, at);
                }
                "metric" => self.learn_metric(entry),
                _ => {}
            }
        }
    }

    fn learn_metric(&mut self, metric: &Object) {
        let name =
            inner(metric, "attributes").map_or(Cow::Borrowed(""), |told| field(told, "name"));
        self.metrics.insert(field(metric, "id").into_owned(), name.into_owned());
    }

    /// An event of JSON:API; `page` is the object around it.
    fn event<'a>(&'a self, event: &'a Object, page: Option<&'a Object>) -> Told<'a> {
        let related = |what: &str| {
            let related = inner(event, "relationships").and_then(|all| inner(all, what));
            related.and_then(|related| inner(related, "data"))
        };
        let said = |data: Option<&'a Object>, key: &str| {
            data.map_or(Cow::Borrowed(""), |data| field(data, key))
        };
        let attributes = inner(event, "attributes").unwrap_or(event);
        let (metric, profile) = (related("metric"), related("profile"));
        // Airbyte writes what is included beside the ids.
        let (name, email) = (said(metric, "name"), said(profile, "email"));
        let (metric, profile) = (said(metric, "id"), said(profile, "id"));
        let included = page.and_then(|page| page.get("included")).and_then(Value::as_array);
        let address = self
            .profiles
            .get(profile.as_ref())
            .and_then(|&at| included?.get(at)?.get("attributes")?.get("email")?.as_str());
        let properties = inner(attributes, "event_properties");
        Told {
            metric: match self.metrics.get(metric.as_ref()) {
                Some(known) if name.is_empty() => Cow::Borrowed(known.as_str()),
                _ => name,
            },
            address: match address {
                Some(address) => Cow::Borrowed(address),
                None if email.is_empty() => profile,
                None => email,
            },
            time: first(attributes, &["datetime", "timestamp"]),
            properties,
            campaign: campaign(properties),
        }
    }

    /// An event of the older API.
    fn older<'a>(event: &'a Object) -> Told<'a> {
        let person = inner(event, "person");
        let properties = inner(event, "event_properties");
        Told {
            metric: field(event, "event_name"),
            address: person.map_or(Cow::Borrowed(""), |person| {
                first(person, &["email", "$email", "id", "$id"])
            }),
            time: first(event, &["datetime", "timestamp"]),
            properties,
            campaign: campaign(properties),
        }
    }
}

/// The first of these keys that says something.
fn first<'a>(object: &'a Object, keys: &[&str]) -> Cow<'a, str> {
    keys.iter().map(|key| field(object, key)).find(|text| !text.is_empty()).unwrap_or_default()
}

/// Id and name of what an event belongs to: messages of flows have no campaign.
fn campaign(properties: Option<&Object>) -> (Cow<'_, str>, Cow<'_, str>) {
    properties.map_or_else(Default::default, |properties| {
        (field(properties, "$message"), first(properties, &["Campaign Name", "Subject"]))
    })
}

/// What a metric means.
fn word(metric: &str, properties: Option<&Object>) -> Result<Word, Refusal> {
    let said = |name: &str| properties.map_or(Cow::Borrowed(""), |all| field(all, name));
    let yes = |name: &str| words::yes_no(&said(name)) == Some(true);
    let classed = |kind| Ok(Word { kind, unclassified: false });
    let name = metric.trim().to_lowercase();
    match name.as_str() {
        "" => Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("metric"))),
        "received email" => classed(Kind::Delivered),
        "opened email" if yes("machine_open") || yes("Apple Privacy Open") => {
            classed(Kind::MachineOpened)
        }
        "opened email" => classed(Kind::Opened),
        "clicked email" if yes("Bot Click") => classed(Kind::MachineClicked),
        "clicked email" => classed(Kind::Clicked),
        "bounced email" => match said("Bounce Type").to_lowercase().as_str() {
            "hard" => classed(Kind::BouncedHard),
            "soft" => classed(Kind::BouncedSoft),
            "" => Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
            _ => Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("Bounce Type"))),
        },
        "dropped email" => classed(Kind::Dropped),
        "marked email as spam" => classed(Kind::Complained),
        "unsubscribed" | "unsubscribed from list" | "unsubscribed from email marketing" => {
            classed(Kind::Unsubscribed)
        }
        "subscribed to list" | "subscribed to email marketing" => classed(Kind::Subscribed),
        "placed order" => classed(Kind::Converted),
        "updated email preferences" => Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        _ if name.contains("email") => {
            Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("metric")))
        }
        _ => Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
    }
}

impl ReadRecord for Events {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        let events = list(object)?;
        self.learn(object);
        Some(events)
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let told = match source {
            Source::Object(object) if field(object, "type") == "metric" => {
                self.learn_metric(object);
                return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
            }
            Source::Object(event) | Source::Element(event, _)
                if event.contains_key("event_name") =>
            {
                Events::older(event)
            }
            Source::Object(event) if event.contains_key("relationships") => self.event(event, None),
            Source::Object(page) if single(page).is_some() => {
                self.learn(page);
                self.event(single(page).unwrap_or(page), Some(page))
            }
            Source::Element(event, page) if event.contains_key("relationships") => {
                self.event(event, Some(page))
            }
            _ => {
                if self.table.deleted.is_true(source) {
                    return Err(Refusal::Ignored(IgnoredReason::NoRecord));
                }
                Told {
                    metric: self.table.metric.of(source),
                    address: self.table.person.of(source),
                    time: self.table.time.of(source),
                    properties: None,
                    campaign: (self.table.campaign.of(source), Cow::Borrowed("")),
                }
            }
        };
        let word = word(&told.metric, told.properties)?;
        let who = out.person(&told.address, Column::Named("profile"))?;
        let moment = out.needed_moment(&told.time, Column::Named("datetime"))?;
        let url = told.properties.map_or(Cow::Borrowed(""), |all| field(all, "URL"));
        let (id, name) = &told.campaign;
        out.emit(
            &who,
            Draft {
                link: &url,
                unclassified: word.unclassified,
                ..Draft::new(word.kind, Some(moment), Campaign { id, name })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }

    fn restart(&mut self) {
        self.metrics.clear();
        self.profiles.clear();
    }
}

#[cfg(test)]
#[path = "klaviyo_events/tests.rs"]
mod tests;
