//! Constant Contact API v3: tracking activities of a campaign, or of a contact
//! (`{"tracking_activities":[…]}`). No delivery, no machine flag.
//!
//! Bounce codes: B non-existent, S suspended (for being so) and D undeliverable
//! are hard, which are those whose addresses Constant Contact recommends to
//! remove; F full, V vacation, X other and Z blocked are soft.
//!
//! Fingerprint: `tracking_activities`, or `tracking_activity_type` with
//! `created_time`.
//! Source: Constant Contact's API reference and help pages; partly.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::out::{Draft, Out, Refusal};
use crate::engine::events::words::Word;
use serde_json::Value;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "constant-contact",
    |look| {
        look.objects.first().is_some_and(|object| object.contains_key("tracking_activities"))
            || look.has(&["tracking_activity_type", "created_time"])
    },
    |look| Box::new(Tracking::new(look)),
);

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Opened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Forwarded,
]);

struct Tracking {
    email: Field,
    word: Field,
    code: Field,
    time: Field,
    url: Field,
    campaign: Field,
}

impl Tracking {
    fn new(look: &Look) -> Tracking {
        Tracking {
            email: Field::new(look, &["email_address", "contact_id"]),
            word: Field::new(look, &["tracking_activity_type"]),
            code: Field::new(look, &["bounce_code"]),
            time: Field::new(look, &["created_time"]),
            url: Field::new(look, &["link_url"]),
            campaign: Field::new(look, &["campaign_activity_id"]),
        }
    }

    fn word(&self, source: Source<'_>) -> Result<Word, Refusal> {
        let word = |kind| Ok(Word { kind, unclassified: false });
        match self.word.of(source).to_ascii_lowercase().as_str() {
            "" => Err(self.word.problem(ProblemKind::MissingKind)),
            "em_sends" => word(Kind::Sent),
            "em_opens" => word(Kind::Opened),
            "em_clicks" => word(Kind::Clicked),
            "em_optouts" => word(Kind::Unsubscribed),
            "em_forwards" => word(Kind::Forwarded),
            "em_bounces" => match self.code.of(source).as_ref() {
                "B" | "D" | "S" => word(Kind::BouncedHard),
                "F" | "V" | "X" | "Z" => word(Kind::BouncedSoft),
                "" => Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
                _ => Err(self.code.problem(ProblemKind::UnknownWord)),
            },
            _ => Err(self.word.problem(ProblemKind::UnknownWord)),
        }
    }
}

impl ReadRecord for Tracking {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("tracking_activities")?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let address = self.email.of(source);
        let who = out.person(&address, self.email.column())?;
        let word = self.word(source)?;
        let moment = out.needed_moment(&self.time.of(source), self.time.column())?;
        let (url, id) = (self.url.of(source), self.campaign.of(source));
        out.emit(
            &who,
            Draft {
                link: &url,
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

    fn activity(kind: &str, more: &str) -> String {
        format!(
            r#"{{"contact_id":"c1","campaign_activity_id":"k","tracking_activity_type":"{kind}","created_time":"2026-09-14T06:00:00.411Z"{more}}}"#
        )
    }

    fn read(activities: &[String]) -> Sample {
        let text = format!(r#"{{"tracking_activities":[{}],"_links":{{}}}}"#, activities.join(","));
        Sample::read("x.json", &text)
    }

    #[test]
    fn bounces_by_code() {
        let coded = ["B", "D", "F", "S", "V", "X", "Z", "Q"]
            .map(|code| activity("em_bounces", &format!(r#","bounce_code":"{code}""#)));
        let read = read(&[&coded[..], &[activity("em_bounces", "")]].concat());
        assert_eq!(read.report.dialect, "constant-contact");
        assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (4, 4));
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.located[0].column.as_deref(), Some("bounce_code"));
    }

    #[test]
    fn a_contact_without_an_address_is_its_id() {
        let read = read(&[
            activity("em_sends", ""),
            activity(
                "em_clicks",
                r#","email_address":"a@example.org","link_url":"https://shop.example/a""#,
            ),
            activity("em_waves", ""),
            activity("", ""),
        ]);
        assert_eq!((read.count(Kind::Sent), read.report.recipients), (1, 2));
        assert_eq!(read.links[1], Some("shop.example/a".to_owned()));
        assert_eq!(read.campaigns(), [("k", "")]);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingKind], 1);
        assert!(!read.covers.contains(Kind::Delivered));
    }

    #[test]
    fn an_empty_page_is_known() {
        assert_eq!(read(&[]).report.rows, 0);
    }
}
