//! Salesforce Marketing Cloud: files of a tracking extract (`Sent.csv`,
//! `Opens.csv` … with `EventType`), results of queries on the data views, which
//! name what they are of in the file alone, and the table `event` of a
//! warehouse. The people are subscriber keys, addresses where the account knows
//! no better. Times are in the account's own zone, months first; those of the
//! data views are Central Standard Time all year.
//!
//! `Bounce` is hard or soft by its category; block, technical and unknown
//! bounces are soft, as their addresses may work. No delivery, no machine flag.
//!
//! Fingerprint: `SubscriberKey` and `EventDate` with `SendID` or `JobID`.
//! Source: Salesforce's reference of the tracking extract and of event types,
//! public tables of it; verified.

use super::fields::Field;
use super::{Dialect, Look, ReadRecord, Source, no_campaign};
use crate::contract::{
    DateOrder, FileClass, Granularity, IgnoredReason, Kind, KindSet, ProblemKind,
};
use crate::engine::events::out::{Draft, Out, Refusal};
use crate::engine::events::words::{Word, normal};
use crate::engine::events::{Campaign, naming};

pub(super) const DIALECT: Dialect = Dialect {
    id: "salesforce-marketing-cloud",
    class: FileClass::Events,
    granularity: Granularity::Event,
    zoneless: true,
    zone: None,
    known: |look| {
        let any = |names: &[&str]| names.iter().any(|name| look.has(&[name]));
        any(&["SubscriberKey", "subscriber_key"])
            && any(&["EventDate", "event_date"])
            && any(&["SendID", "JobID", "send_id", "job_id"])
            && (any(&["EventType", "event_type"]) || named(&look.path).is_some())
    },
    campaign: no_campaign,
    open: |look| Box::new(Tracking::new(look)),
};

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
    Kind::Forwarded,
]);

/// What a file is of, by its name: the files of the extract and the views.
fn named(path: &str) -> Option<Kind> {
    let stem = normal(naming::stem(path));
    const NAMES: [(&str, Kind); 8] = [
        ("notsent", Kind::Dropped),
        ("sent", Kind::Sent),
        ("open", Kind::Opened),
        ("click", Kind::Clicked),
        ("bounce", Kind::BouncedHard),
        ("unsub", Kind::Unsubscribed),
        ("complaint", Kind::Complained),
        ("forward", Kind::Forwarded),
    ];
    NAMES.into_iter().find(|(name, _)| stem.contains(name)).map(|(_, kind)| kind)
}

/// One kind where no row says its own, or where the file has a name of the
/// extract.
fn covers(look: &Look) -> KindSet {
    const FILES: [&str; 8] =
        ["notsent", "sent", "opens", "clicks", "bounces", "unsubs", "complaints", "forwards"];
    let typed = look.has(&["EventType"]) || look.has(&["event_type"]);
    let listed = FILES.contains(&normal(naming::stem(&look.path)).as_str());
    match named(&look.path).filter(|_| listed || !typed) {
        Some(Kind::BouncedHard) => KindSet::of(&[Kind::BouncedHard, Kind::BouncedSoft]),
        Some(kind) => KindSet::of(&[kind]),
        None => COVERS,
    }
}

struct Tracking {
    named: Option<Kind>,
    covers: KindSet,
    person: Field,
    word: Field,
    class: Field,
    time: Field,
    send: Field,
    url: Field,
    country: Field,
}

impl Tracking {
    fn new(look: &Look) -> Tracking {
        Tracking {
            named: named(&look.path),
            covers: covers(look),
            person: Field::new(
                look,
                &["EmailAddress", "email_address", "SubscriberKey", "subscriber_key"],
            ),
            word: Field::new(look, &["EventType", "event_type"]),
            class: Field::new(look, &["BounceCategory", "bounce_category"]),
            time: Field::new(look, &["EventDate", "event_date"]),
            send: Field::new(look, &["SendID", "JobID", "send_id", "job_id"]),
            url: Field::new(look, &["URL"]),
            country: Field::new(look, &["Country"]),
        }
    }

    fn word(&self, source: Source<'_>) -> Result<Word, Refusal> {
        const NOT_AN_EVENT: Refusal = Refusal::Ignored(IgnoredReason::NotAnEvent);
        let word = normal(&self.word.of(source));
        let kind = match (word.as_str(), self.named) {
            ("", Some(Kind::BouncedHard)) | ("bounce", _) => return self.bounce(source),
            ("", Some(kind)) => kind,
            ("", None) => return Err(self.word.problem(ProblemKind::MissingKind)),
            ("sent", _) => Kind::Sent,
            ("notsent", _) => Kind::Dropped,
            ("open", _) => Kind::Opened,
            ("click", _) => Kind::Clicked,
            ("hardbounce", _) => Kind::BouncedHard,
            ("softbounce" | "blockbounce" | "technicalbounce" | "otherbounce", _) => {
                Kind::BouncedSoft
            }
            ("unsubscribe" | "unsubscribed", _) => Kind::Unsubscribed,
            ("complaint" | "spam", _) => Kind::Complained,
            ("forwardedemail", _) => Kind::Forwarded,
            ("survey" | "surveyresponse" | "conversion" | "forwardedemailoptin", _) => {
                return Err(NOT_AN_EVENT);
            }
            _ => return Err(self.word.problem(ProblemKind::UnknownWord)),
        };
        Ok(Word { kind, unclassified: false })
    }

    fn bounce(&self, source: Source<'_>) -> Result<Word, Refusal> {
        let category = normal(&self.class.of(source));
        let kind = match category.strip_suffix("bounce").unwrap_or(&category) {
            "" => return Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
            "hard" => Kind::BouncedHard,
            "soft" | "block" | "technical" | "unknown" | "other" | "technicalorother" => {
                Kind::BouncedSoft
            }
            _ => return Err(self.class.problem(ProblemKind::UnknownWord)),
        };
        Ok(Word { kind, unclassified: false })
    }
}

impl ReadRecord for Tracking {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let person = self.person.of(source);
        let who = out.person(&person, self.person.column())?;
        let word = self.word(source)?;
        let moment = out.needed_moment(&self.time.of(source), self.time.column())?;
        let id = self.send.of(source);
        let (url, country) = (self.url.of(source), self.country.of(source));
        out.emit(
            &who,
            Draft {
                link: &url,
                country: &country,
                unclassified: word.unclassified,
                ..Draft::new(word.kind, Some(moment), Campaign { id: &id, name: "" })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        self.covers
    }

    fn dates(&self) -> DateOrder {
        DateOrder::MonthFirst
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn files_of_a_tracking_extract() {
        let bounces = Sample::read(
            "extract/Bounces.csv",
            "ClientID,SendID,SubscriberKey,EmailAddress,SubscriberID,ListID,EventDate,EventType,BounceCategory,SMTPCode,BounceReason,BatchID,TriggeredSendExternalKey\n\
             1,77,k1,a@example.org,5,9,9/5/2026 6:00:00 AM,Bounce,Hard bounce,550,x,0,\n\
             1,77,k2,b@example.org,5,9,9/5/2026 6:00:00 PM,Bounce,Soft bounce,452,x,0,\n\
             1,77,k3,c@example.org,5,9,9/5/2026 6:00:00 AM,Bounce,Block bounce,550,x,0,\n\
             1,77,k4,d@example.org,5,9,9/5/2026 6:00:00 AM,Bounce,Technical or other bounce,,x,0,\n\
             1,77,k5,e@example.org,5,9,9/5/2026 6:00:00 AM,Bounce,,,x,0,\n\
             1,77,k6,f@example.org,5,9,9/5/2026 6:00:00 AM,Bounce,Odd bounce,,x,0,\n",
        );
        assert_eq!(bounces.report.dialect, "salesforce-marketing-cloud");
        assert_eq!((bounces.count(Kind::BouncedHard), bounces.count(Kind::BouncedSoft)), (2, 3));
        assert_eq!(bounces.report.unclassified_bounces, 1);
        assert_eq!(bounces.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(bounces.report.first.as_deref(), Some("2026-09-05T04:00:00Z"));
        assert_eq!(bounces.report.last.as_deref(), Some("2026-09-05T16:00:00Z"));
        assert_eq!(bounces.campaigns(), [("77", "")]);
        let clicks = Sample::read(
            "extract/Clicks.csv",
            "ClientID,SendID,SubscriberKey,EmailAddress,EventDate,EventType,SendURLID,URLID,URL,Alias\n\
             1,77,k1,,9/14/2026 6:00:00 AM,Click,1,2,https://shop.example/a,x\n",
        );
        assert_eq!((clicks.count(Kind::Clicked), clicks.report.recipients), (1, 1));
        assert_eq!(clicks.links, [Some("shop.example/a".to_owned())]);
        assert!(!clicks.covers.contains(Kind::Opened));
    }

    #[test]
    fn a_view_is_named_by_its_file() {
        let text = "JobID,SubscriberKey,EventDate,IsUnique,Domain\n77,k1,2026-09-14 01:00:00,True,example.org\n";
        for (path, kind) in [
            ("_Open.csv", Kind::Opened),
            ("data view _Sent.csv", Kind::Sent),
            ("NotSent.csv", Kind::Dropped),
            ("_Unsubscribe.csv", Kind::Unsubscribed),
            ("_Complaint.csv", Kind::Complained),
        ] {
            assert_eq!(Sample::read(path, text).count(kind), 1, "{path}");
        }
    }

    #[test]
    fn objects_are_not_taken_for_campaign_monitors() {
        let read = Sample::read(
            "x.ndjson",
            r#"{"SendID":77,"SubscriberKey":"k1","EmailAddress":"a@example.org","ListID":9,"EventDate":"2026-09-14T06:00:00Z","EventType":"Open"}"#,
        );
        assert_eq!(read.report.dialect, "salesforce-marketing-cloud");
        assert_eq!(read.count(Kind::Opened), 1);
    }

    #[test]
    fn a_table_of_a_warehouse() {
        let read = Sample::read(
            "event.csv",
            "_fivetran_synced,event_type,event_date,subscriber_key,send_id,bounce_category,url\n\
             2026-09-15T00:00:00Z,Sent,2026-09-14T06:00:00Z,k1,77,,\n\
             2026-09-15T00:00:00Z,HardBounce,2026-09-14T06:00:01Z,k2,77,Hard bounce,\n\
             2026-09-15T00:00:00Z,OtherBounce,2026-09-14T06:00:01Z,k3,77,,\n\
             2026-09-15T00:00:00Z,ForwardedEmail,2026-09-14T06:00:01Z,k1,77,,\n\
             2026-09-15T00:00:00Z,Survey,2026-09-14T06:00:01Z,k1,77,,\n\
             2026-09-15T00:00:00Z,Dance,2026-09-14T06:00:01Z,k1,77,,\n\
             2026-09-15T00:00:00Z,,2026-09-14T06:00:01Z,k1,77,,\n",
        );
        assert_eq!(read.report.dialect, "salesforce-marketing-cloud");
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Forwarded)), (1, 1));
        assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (1, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingKind], 1);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
    }

    #[test]
    fn extracts_with_places_tell_the_country() {
        let read = Sample::read(
            "Opens.csv",
            "ClientID,SendID,SubscriberKey,EmailAddress,SubscriberID,ListID,EventDate,EventType,BatchID,TriggeredSendExternalKey,IPAddress,Country,Region,City\n\
             1,2,k,a@example.org,3,4,9/14/2026 8:00:00 AM,Open,1,,203.0.113.7,CH,ZH,Zurich\n\
             1,2,k,b@example.org,3,4,9/14/2026 8:00:00 AM,Open,1,,203.0.113.7,,,\n",
        );
        assert_eq!(read.countries, ["CH", "unknown"]);
    }
}
