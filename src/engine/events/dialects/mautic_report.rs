//! Mautic's report on e-mails sent, as CSV: one message a row, the columns those
//! that somebody chose, their labels and the words for yes and no in the language
//! of the account, times in its zone. "Read delay" is the time until a message was
//! opened, not how long it was read. "Clicks" are those of the row's recipient.
//! "Failed" and "Bounced" say nothing of the sort of bounce.
//!
//! Fingerprint: the labels of address, time of sending and time of reading.
//! Source: `ReportSubscriber.php` of mautic/mautic for the columns, verified;
//! English labels partly, German ones recalled.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, Kind, KindSet, ProblemKind};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::{Campaign, words};
use crate::engine::records::Row;

pub(super) const DIALECT: Dialect = Dialect {
    id: "mautic-report",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: true,
    zone: None,
    known: |look| labels(look).is_some(),
    campaign: no_campaign,
    open: |look| Box::new(Report::new(look)),
};

/// What the columns are called in one language.
struct Labels {
    address: &'static str,
    sent: &'static str,
    read_at: &'static str,
    is_read: &'static str,
    failed: &'static [&'static str],
    bounced: &'static str,
    unsubscribed: &'static str,
    clicks: &'static str,
    clicked: &'static str,
    subject: &'static str,
}

const LANGUAGES: [Labels; 2] = [
    Labels {
        address: "Email address",
        sent: "Date sent",
        read_at: "Date read",
        is_read: "Read",
        failed: &["Is failed", "Failed"],
        bounced: "Bounced",
        unsubscribed: "Unsubscribed",
        clicks: "Clicks",
        clicked: "Is hit",
        subject: "Subject",
    },
    Labels {
        address: "E-Mail-Adresse",
        sent: "Versanddatum",
        read_at: "Lesedatum",
        is_read: "Gelesen",
        failed: &["Fehlgeschlagen"],
        bounced: "Gebounct",
        unsubscribed: "Abgemeldet",
        clicks: "Klicks",
        clicked: "Geklickt",
        subject: "Betreff",
    },
];

fn labels(look: &Look) -> Option<&'static Labels> {
    let known = |labels: &&Labels| look.has(&[labels.address, labels.sent, labels.read_at]);
    LANGUAGES.iter().find(known)
}

/// A column with its label.
type Place = (Option<usize>, &'static str);

struct Report {
    address: Place,
    sent: Place,
    read_at: Place,
    is_read: Place,
    failed: Place,
    bounced: Place,
    unsubscribed: Place,
    clicks: Place,
    clicked: Place,
    subject: Option<usize>,
}

impl Report {
    fn new(look: &Look) -> Report {
        let [english, _] = &LANGUAGES;
        let labels = labels(look).unwrap_or(english);
        let place = |label: &'static str| (look.column(label), label);
        let failed = labels.failed.iter().map(|label| place(label));
        Report {
            address: place(labels.address),
            sent: place(labels.sent),
            read_at: place(labels.read_at),
            is_read: place(labels.is_read),
            failed: failed.max_by_key(|(at, _)| at.is_some()).unwrap_or((None, "")),
            bounced: place(labels.bounced),
            unsubscribed: place(labels.unsubscribed),
            clicks: place(labels.clicks),
            clicked: place(labels.clicked),
            subject: look.column(labels.subject),
        }
    }
}

fn flag(row: &Row<'_>, (at, label): Place) -> Result<bool, Refusal> {
    let cell = cell(row, at);
    if words::is_absent(&cell) {
        return Ok(false);
    }
    words::yes_no(&cell).ok_or(Refusal::Problem(ProblemKind::UnknownWord, Column::Named(label)))
}

fn count(row: &Row<'_>, (at, label): Place) -> Result<u32, Refusal> {
    let cell = cell(row, at);
    if words::is_absent(&cell) {
        return Ok(0);
    }
    words::count(&cell).ok_or(Refusal::Problem(ProblemKind::BadNumber, Column::Named(label)))
}

impl ReadRecord for Report {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let address = cell(&row, self.address.0);
        let who = out.person(&address, Column::Named(self.address.1))?;
        let sent = out.moment(&cell(&row, self.sent.0), Column::Named(self.sent.1))?;
        let read_at = out.moment(&cell(&row, self.read_at.0), Column::Named(self.read_at.1))?;
        let is_read = flag(&row, self.is_read)? || read_at.is_some();
        let bounced = flag(&row, self.failed)? | flag(&row, self.bounced)?;
        let unsubscribed = flag(&row, self.unsubscribed)?;
        let clicks = count(&row, self.clicks)?.max(u32::from(flag(&row, self.clicked)?));
        let subject = cell(&row, self.subject);
        let campaign = Campaign { id: "", name: &subject };
        if sent.is_some() {
            out.emit(&who, Draft::new(Kind::Sent, sent, campaign));
        }
        if bounced {
            let bounce = Draft::new(Kind::BouncedHard, None, campaign);
            out.emit(&who, Draft { unclassified: true, ..bounce });
        }
        if is_read {
            out.emit(&who, Draft::new(Kind::Opened, read_at, campaign));
        }
        if clicks > 0 {
            let click = Draft::new(Kind::Clicked, None, campaign);
            out.emit(&who, Draft { count: clicks, ..click });
        }
        if unsubscribed {
            out.emit(&who, Draft::new(Kind::Unsubscribed, None, campaign));
        }
        Ok(())
    }

    fn covers(&self) -> KindSet {
        let mut covers = KindSet::of(&[Kind::Sent, Kind::Opened]);
        for (kind, (at, _)) in [
            (Kind::BouncedHard, self.failed),
            (Kind::BouncedHard, self.bounced),
            (Kind::Unsubscribed, self.unsubscribed),
            (Kind::Clicked, self.clicks),
            (Kind::Clicked, self.clicked),
        ] {
            if at.is_some() {
                covers.insert(kind);
            }
        }
        covers
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn columns_are_found_by_their_labels_in_any_order() {
        let read = Sample::read(
            "x.csv",
            "Read delay,Date read,Clicks,Read,Is failed,Unsubscribed,Subject,Date sent,Email address\n\
             00:00:14,2026-09-14 08:00:14,2,Yes,No,No,Herbst,2026-09-14 08:00:00,A@example.org\n\
             -,,0,No,Yes,Yes,Herbst,2026-09-14 08:00:00,b@example.org\n\
             -,,0,No,maybe,No,Herbst,2026-09-14 08:00:00,c@example.org\n",
        );
        assert_eq!(read.report.dialect, "mautic-report");
        let kinds =
            [Kind::Sent, Kind::Opened, Kind::Clicked, Kind::BouncedHard, Kind::Unsubscribed];
        assert_eq!(kinds.map(|kind| read.count(kind)), [2, 1, 2, 1, 1]);
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!(read.views, [None; 6]);
        assert_eq!(read.report.last.as_deref(), Some("2026-09-14T06:00:14Z"));
        assert_eq!(read.report.located[0].column.as_deref(), Some("Is failed"));
        assert_eq!(read.campaigns(), [("", "Herbst")]);
    }

    #[test]
    fn only_what_was_chosen_is_covered() {
        let read = Sample::read(
            "x.csv",
            "E-Mail-Adresse;Versanddatum;Lesedatum\na@example.org;2026-09-14 08:00:00;\n",
        );
        assert_eq!(read.covers, KindSet::of(&[Kind::Sent, Kind::Opened]));
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Opened)), (1, 0));
    }
}
