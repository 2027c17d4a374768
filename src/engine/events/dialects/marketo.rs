//! Marketo activities: the CSV of a bulk extract, pages of the API
//! (`{"result":[…]}`) and the tables of a warehouse. People are ids of leads,
//! types of activities are numbers, and the campaign is the e-mail that is the
//! activity's primary asset. What else is told stands in `attributes`: a list of
//! names and values, an object, or either of them as text in a cell.
//!
//! `Is Bot Activity` marks machines. Category 2 of a bounce is an invalid
//! address, the others may pass.
//!
//! Fingerprint: `leadId`, `activityDate` and `activityTypeId`, in any spelling.
//! Source: Marketo's references of activities and of the bulk extract, public
//! code that reads both; verified but for the categories, which are recalled.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::{field, text};
use crate::engine::events::out::{Draft, Out, Refusal};
use crate::engine::events::words::{self, Word, normal};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "marketo-activities",
    |look| {
        look.has(&["leadId", "activityDate", "activityTypeId"])
            || look.has(&["lead_id", "activity_date", "activity_type_id"])
            || look.objects.first().is_some_and(|object| match result(object) {
                Some(list) => list.first().and_then(Value::as_object).is_some_and(is_activity),
                // Its list of attributes would be taken for records.
                None => is_activity(object),
            })
    },
    |look| Box::new(Activities::new(look)),
)
.in_utc();

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Opened,
    Kind::MachineOpened,
    Kind::Clicked,
    Kind::MachineClicked,
    Kind::Unsubscribed,
]);

fn result(page: &Object) -> Option<&Vec<Value>> {
    page.get("result")?.as_array()
}

fn is_activity(object: &Object) -> bool {
    object.contains_key("activityTypeId") && object.contains_key("activityDate")
}

struct Activities {
    lead: Field,
    word: Field,
    date: Field,
    asset_id: Field,
    asset: Field,
    attributes: Field,
    link: Field,
    agent: Field,
    bot: Field,
    category: Field,
}

/// What an activity says beside what all of them say, by reduced names.
type Attributes = BTreeMap<String, String>;

impl Activities {
    fn new(look: &Look) -> Activities {
        Activities {
            lead: Field::new(look, &["leadId", "lead_id"]),
            word: Field::new(look, &["activityTypeId", "activity_type_id"]),
            date: Field::new(look, &["activityDate", "activity_date"]),
            asset_id: Field::new(look, &["primaryAttributeValueId", "primary_attribute_value_id"]),
            asset: Field::new(look, &["primaryAttributeValue", "primary_attribute_value"]),
            attributes: Field::new(look, &["attributes"]),
            link: Field::new(look, &["link", "link_id"]),
            agent: Field::new(look, &["user_agent"]),
            bot: Field::new(look, &["is_bot_activity"]),
            category: Field::new(look, &["category"]),
        }
    }

    fn attributes(&self, source: Source<'_>) -> Attributes {
        let told = match source {
            Source::Object(object) | Source::Element(object, _) => {
                object.get("attributes").cloned()
            }
            Source::Row(_) | Source::Plain(_) => None,
        };
        let told = match told {
            Some(told @ (Value::Array(_) | Value::Object(_))) => Some(told),
            _ => serde_json::from_str(&self.attributes.of(source)).ok(),
        };
        let mut attributes = Attributes::new();
        match told {
            Some(Value::Array(pairs)) => {
                for pair in pairs.iter().filter_map(Value::as_object) {
                    attributes
                        .insert(normal(&field(pair, "name")), field(pair, "value").into_owned());
                }
            }
            Some(Value::Object(told)) => {
                let pairs =
                    told.iter().map(|(name, value)| (normal(name), text(value).into_owned()));
                attributes.extend(pairs);
            }
            _ => {}
        }
        for (name, field) in [
            ("link", self.link),
            ("useragent", self.agent),
            ("isbotactivity", self.bot),
            ("category", self.category),
        ] {
            let value = field.of(source);
            if !value.is_empty() {
                attributes.entry(name.to_owned()).or_insert_with(|| value.into_owned());
            }
        }
        attributes
    }

    fn word(&self, source: Source<'_>, attributes: &Attributes) -> Result<Word, Refusal> {
        let said = |name: &str| attributes.get(name).map_or("", String::as_str);
        let machine = words::yes_no(said("isbotactivity")) == Some(true);
        let kind = match self.word.of(source).as_ref() {
            "" => return Err(self.word.problem(ProblemKind::MissingKind)),
            "6" => Kind::Sent,
            "7" => Kind::Delivered,
            "8" => match said("category") {
                "2" => Kind::BouncedHard,
                "1" | "3" | "4" | "9" => Kind::BouncedSoft,
                _ => return Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
            },
            "27" => Kind::BouncedSoft,
            "9" => Kind::Unsubscribed,
            "10" if machine => Kind::MachineOpened,
            "10" => Kind::Opened,
            "11" if machine => Kind::MachineClicked,
            "11" => Kind::Clicked,
            // A number more is another sort of activity, of which there are
            // hundreds: visits, forms, scores, letters of single sellers.
            number if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
            }
            _ => return Err(self.word.problem(ProblemKind::UnknownWord)),
        };
        Ok(Word { kind, unclassified: false })
    }
}

impl ReadRecord for Activities {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        result(object)
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let attributes = self.attributes(source);
        let word = self.word(source, &attributes)?;
        let lead = self.lead.of(source);
        let who = out.person(&lead, self.lead.column())?;
        let moment = out.needed_moment(&self.date.of(source), self.date.column())?;
        let (id, name) = (self.asset_id.of(source), self.asset.of(source));
        let said = |name: &str| attributes.get(name).map_or("", String::as_str);
        let clicked = matches!(word.kind, Kind::Clicked | Kind::MachineClicked);
        out.emit(
            &who,
            Draft {
                link: if clicked { said("link") } else { "" },
                agent: said("useragent"),
                unclassified: word.unclassified,
                ..Draft::new(word.kind, Some(moment), Campaign { id: &id, name: &name })
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

    #[test]
    fn the_csv_of_a_bulk_extract() {
        let read = Sample::read(
            "x.csv",
            "\u{feff}marketoGUID,leadId,activityDate,activityTypeId,campaignId,primaryAttributeValueId,primaryAttributeValue,attributes\n\
             g,5,2026-09-14T06:00:00Z,6,11,77,Herbst,\"{\"\"Campaign Run ID\"\":1}\"\n\
             g,5,2026-09-14T06:00:05+0000,7,11,77,Herbst,\n\
             g,6,2026-09-14T06:00:05+0000,8,11,77,Herbst,\"[{\"\"name\"\":\"\"Category\"\",\"\"value\"\":\"\"2\"\"}]\"\n\
             g,7,2026-09-14T06:00:05+0000,8,11,77,Herbst,\n\
             g,8,2026-09-14T06:00:05+0000,27,11,77,Herbst,\n\
             g,5,2026-09-14T06:10:05+0000,10,11,77,Herbst,\"{\"\"Is Bot Activity\"\":true}\"\n\
             g,5,2026-09-14T06:20:05+0000,10,11,77,Herbst,\"{\"\"Is Bot Activity\"\":\"\"false\"\"}\"\n\
             g,5,2026-09-14T06:20:09+0000,11,11,77,Herbst,\"{\"\"Link\"\":\"\"https://shop.example/a\"\",\"\"User Agent\"\":\"\"x\"\"}\"\n\
             g,5,2026-09-14T06:30:05+0000,9,11,77,Herbst,not json\n\
             g,5,2026-09-14T06:30:05+0000,12,11,77,Herbst,\n\
             g,5,2026-09-14T06:30:05+0000,open,11,77,Herbst,\n\
             g,,2026-09-14T06:30:05+0000,10,11,77,Herbst,\n",
        );
        assert_eq!(read.report.dialect, "marketo-activities");
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Delivered)), (1, 1));
        assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (2, 1));
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Opened)), (1, 1));
        assert_eq!((read.count(Kind::Clicked), read.count(Kind::Unsubscribed)), (1, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingAddress], 1);
        assert_eq!(read.campaigns(), [("77", "Herbst")]);
        assert_eq!(read.links[7], Some("shop.example/a".to_owned()));
        assert_eq!(read.report.recipients, 4);
    }

    #[test]
    fn a_page_of_the_api() {
        let read = Sample::read(
            "x.json",
            r#"{"requestId":"r","result":[{"id":1,"leadId":5,"activityDate":"2026-09-14T06:20:09Z","activityTypeId":11,
                "primaryAttributeValueId":77,"primaryAttributeValue":"Herbst",
                "attributes":[{"name":"Is Bot Activity","value":"true"},{"name":"Link","value":"https://shop.example/a"}]}],
                "success":true,"nextPageToken":"t","moreResult":false}"#,
        );
        assert_eq!(read.report.dialect, "marketo-activities");
        assert_eq!(read.count(Kind::MachineClicked), 1);
        assert_eq!(read.links, [Some("shop.example/a".to_owned())]);
    }

    #[test]
    fn activities_taken_out_of_their_page() {
        let activity = r#"{"id":1,"leadId":5,"activityDate":"2026-09-14T06:20:09Z","activityTypeId":10,"primaryAttributeValueId":77,"primaryAttributeValue":"Herbst","attributes":[{"name":"User Agent","value":"x"}]}"#;
        for text in [format!("[{activity},{activity}]"), format!("{activity}\n{activity}\n")] {
            let read = Sample::read("x.json", &text);
            assert_eq!(read.report.dialect, "marketo-activities");
            assert_eq!((read.report.rows, read.report.recipients), (2, 1));
            assert_eq!(read.campaigns(), [("77", "Herbst")]);
            assert!(read.report.problems.is_empty());
        }
    }

    #[test]
    fn a_table_of_a_warehouse() {
        let read = Sample::read(
            "activity_open_email.csv",
            "id,_fivetran_synced,activity_date,activity_type_id,lead_id,primary_attribute_value,primary_attribute_value_id,is_bot_activity,user_agent\n\
             1,2026-09-15 00:00:00 UTC,2026-09-14 06:20:05 UTC,10,5,Herbst,77,true,x\n",
        );
        assert_eq!((read.count(Kind::MachineOpened), read.report.rows), (1, 1));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:20:05Z"));
    }
}
