//! HubSpot export of a campaign's recipients ("basic"): one row a recipient, a
//! column of TRUE and FALSE for each thing that can happen, and the time of
//! sending in the zone of whoever exported it. No counts, no times of opens.
//!
//! `Not Sent Reason` says why nobody tried (`PREVIOUSLY_BOUNCED` …), `Bounce
//! Reason` is the category of a bounce.
//!
//! Fingerprint: `Recipient`, `Email Campaign ID` and columns for what happened.
//! Source: public code that reads and that writes the file (header verified),
//! HubSpot's help page (the longer list of words, partly).

use super::fields::Field;
use super::hubspot_events::bounce;
use super::{Dialect, Look, ReadRecord, Source, no_campaign};
use crate::contract::{DateOrder, FileClass, Granularity, Kind, KindSet, ProblemKind};
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::words::{self, Word};
use crate::engine::events::{Campaign, times};

pub(super) const DIALECT: Dialect = Dialect {
    id: "hubspot-recipients",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: true,
    zone: None,
    known: |look| {
        look.has(&["Recipient"])
            && (look.has(&["Email Campaign ID"]) || look.has(&["EmailCampaignId"]))
            && HAPPENED
                .iter()
                .filter(|(_, names)| names.iter().any(|name| look.has(&[name])))
                .count()
                >= 4
    },
    campaign: no_campaign,
    open: |look| Box::new(Recipients::new(look)),
};

/// What can happen, and the columns that say so.
const HAPPENED: [(Kind, &[&str]); 12] = [
    (Kind::Sent, &["Sent"]),
    (Kind::Delivered, &["Delivered"]),
    (Kind::Deferred, &["Deferred"]),
    (Kind::BouncedHard, &["Bounce", "Bounced"]),
    (Kind::Dropped, &["Dropped"]),
    (Kind::Dropped, &["Suppressed", "MTA_Dropped", "MTA Dropped"]),
    (Kind::Opened, &["Opened", "Open"]),
    (Kind::Clicked, &["Clicked", "Click"]),
    (Kind::Unsubscribed, &["Unsubscribed"]),
    (Kind::Complained, &["Spam Report", "SpamReport"]),
    (Kind::Forwarded, &["Forward", "Forwarded"]),
    (Kind::Printed, &["Print", "Printed"]),
];

struct Recipients {
    recipient: Field,
    campaign: Field,
    subject: Field,
    sent_at: Field,
    reason: Field,
    happened: Vec<(Kind, Field)>,
    dates: DateOrder,
}

impl Recipients {
    fn new(look: &Look) -> Recipients {
        let known =
            HAPPENED.into_iter().filter(|(_, names)| names.iter().any(|name| look.has(&[name])));
        // The column names whose zone it is, and may name another.
        let at = look.header.iter().position(|name| name.trim().starts_with("Sent At"));
        let samples = at.map(|at| look.cells(at)).unwrap_or_default();
        let samples: Vec<&str> = samples.iter().map(AsRef::as_ref).collect();
        Recipients {
            recipient: Field::new(look, &["Recipient"]),
            campaign: Field::new(look, &["Email Campaign ID", "EmailCampaignId"]),
            subject: Field::new(look, &["Subject"]),
            sent_at: Field::at(&["Sent At"], at),
            reason: Field::new(look, &["Bounce Reason"]),
            happened: known.map(|(kind, names)| (kind, Field::new(look, names))).collect(),
            dates: times::guess_order(&samples).0,
        }
    }

    /// Whether something happened; words other than yes and no are the time at
    /// which it did.
    fn happened(
        &self,
        field: Field,
        source: Source<'_>,
        out: &mut Out<'_>,
    ) -> Result<Option<Option<Moment>>, Refusal> {
        let cell = field.of(source);
        match (words::yes_no(&cell), words::count(&cell)) {
            (Some(true), _) => Ok(Some(None)),
            (Some(false), _) | (None, Some(0)) => Ok(None),
            _ if cell.is_empty() => Ok(None),
            _ => match out.moment(&cell, field.column()) {
                Ok(moment) => Ok(moment.map(Some)),
                Err(_) => Err(field.problem(ProblemKind::UnknownWord)),
            },
        }
    }
}

impl ReadRecord for Recipients {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        source.row()?;
        let address = self.recipient.of(source);
        let who = out.person(&address, Column::Named("Recipient"))?;
        let sent_at = out.moment(&self.sent_at.of(source), self.sent_at.column())?;
        let mut all: Vec<(Word, Option<Moment>)> = Vec::with_capacity(self.happened.len());
        for &(kind, field) in &self.happened {
            let Some(moment) = self.happened(field, source, out)? else { continue };
            let word = match kind {
                Kind::BouncedHard => bounce(&self.reason.of(source), ""),
                _ => Word { kind, unclassified: false },
            };
            let moment = moment.or(sent_at.filter(|_| kind == Kind::Sent));
            // Dropped and suppressed are one thing.
            if !all.iter().any(|(told, _)| told.kind == word.kind) {
                all.push((word, moment));
            }
        }
        let (id, name) = (self.campaign.of(source), self.subject.of(source));
        for (word, moment) in all {
            let draft = Draft::new(word.kind, moment, Campaign { id: &id, name: &name });
            out.emit(&who, Draft { unclassified: word.unclassified, ..draft });
        }
        Ok(())
    }

    fn covers(&self) -> KindSet {
        let mut covers = KindSet::EMPTY;
        for (kind, _) in &self.happened {
            covers.insert(*kind);
            if *kind == Kind::BouncedHard {
                covers.insert(Kind::BouncedSoft);
            }
        }
        covers
    }

    fn dates(&self) -> DateOrder {
        self.dates
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::IgnoredReason;

    const HEADER: &str = "Recipient,Hub ID,Email Campaign ID,SubType,Subject,\
        Sent At (Your time zone),Not Sent Reason,Not Sent Message,Bounce Reason,Bounce Message,\
        Sent,Delivered,Suppressed,Dropped,Bounce,Spam Report,Opened,Clicked,Unsubscribed\n";

    fn read(rows: &[&str]) -> Sample {
        Sample::read("x.csv", &format!("{HEADER}{}\n", rows.join("\n")))
    }

    #[test]
    fn true_is_what_happened() {
        let read = read(&[
            "a@example.org,1,7,,Herbst,14/09/2026 08:00,,,,,TRUE,TRUE,FALSE,FALSE,FALSE,FALSE,TRUE,TRUE,TRUE",
            "b@example.org,1,7,,Herbst,14/09/2026 08:00,,,UNKNOWN_USER,x,TRUE,FALSE,FALSE,FALSE,TRUE,FALSE,FALSE,FALSE,FALSE",
            "c@example.org,1,7,,Herbst,14/09/2026 08:00,,,FILTERED,x,TRUE,FALSE,FALSE,FALSE,TRUE,TRUE,FALSE,FALSE,FALSE",
            "d@example.org,1,7,,Herbst,,PREVIOUSLY_BOUNCED,x,,,FALSE,FALSE,TRUE,TRUE,FALSE,FALSE,FALSE,FALSE,FALSE",
            "e@example.org,1,7,,Herbst,,,,,,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE",
        ]);
        assert_eq!(read.report.dialect, "hubspot-recipients");
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Delivered)), (3, 1));
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (1, 1));
        assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (1, 1));
        assert_eq!((read.count(Kind::Dropped), read.count(Kind::Complained)), (1, 1));
        assert_eq!(read.count(Kind::Unsubscribed), 1);
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
        assert_eq!(read.report.first, read.report.last);
        assert_eq!(read.campaigns(), [("7", "Herbst")]);
        assert!(read.covers.contains(Kind::BouncedSoft) && !read.covers.contains(Kind::Printed));
    }

    #[test]
    fn months_may_come_first() {
        let read = read(&[
            "a@example.org,1,7,,Herbst,09/05/2026 08:00,,,,,TRUE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE",
            "b@example.org,1,7,,Herbst,09/14/2026 08:00,,,,,TRUE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE",
        ]);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-05T06:00:00Z"));
    }

    #[test]
    fn a_word_that_is_neither_yes_nor_no_nor_a_time() {
        let read = read(&[
            "a@example.org,1,7,,Herbst,,,,,,perhaps,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE",
            ",1,7,,Herbst,,,,,,TRUE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE",
        ]);
        assert!(read.report.events.is_empty());
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.located[0].column.as_deref(), Some("Sent"));
        assert_eq!(read.report.problems[&ProblemKind::MissingAddress], 1);
    }
}
