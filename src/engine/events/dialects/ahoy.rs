//! ahoy_email, a library for Rails: its tables `ahoy_messages` (one message a row;
//! older ones with `opened_at` and `clicked_at`, of which only the first each is
//! kept) and `ahoy_clicks` (one click a row: campaign and token, nobody and no
//! time). Times are UTC. Addresses may be encrypted: then the blind index `to_bidx`,
//! or else the user's id, stands for the person.
//!
//! Fingerprints: `mailer`, `subject`, `sent_at` with `to`, `to_bidx` or `user_id`;
//! `campaign` and `token` alone.
//! Source: migrations, schema and README of ankane/ahoy_email, forem's migration;
//! verified.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, Kind, KindSet};
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::{Campaign, Who, words};
use std::borrow::Cow;

pub(super) const MESSAGES: Dialect = Dialect {
    id: "ahoy-messages",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: true,
    zone: Some("UTC"),
    known: |look| look.has(&["mailer", "subject", "sent_at"]) && person(look).is_some(),
    campaign: no_campaign,
    open: |look| Box::new(Messages::new(look)),
};

pub(super) const CLICKS: Dialect = Dialect {
    id: "ahoy-clicks",
    class: FileClass::Events,
    granularity: Granularity::Event,
    zoneless: true,
    zone: Some("UTC"),
    known: |look| {
        let columns = ["id", "campaign", "token", "created_at"];
        let own = |name: &String| columns.contains(&name.trim().to_ascii_lowercase().as_str());
        look.has(&["campaign", "token"]) && look.header.iter().all(own)
    },
    campaign: no_campaign,
    open: |look| {
        Box::new(Clicks { campaign: look.column("campaign"), time: look.column("created_at") })
    },
};

/// The column that stands for the person, best first.
fn person(look: &Look) -> Option<(usize, &'static str)> {
    ["to", "to_bidx", "user_id"].into_iter().find_map(|name| Some((look.column(name)?, name)))
}

fn present(cell: Cow<'_, str>) -> Cow<'_, str> {
    if words::is_absent(&cell) { Cow::Borrowed("") } else { cell }
}

const DATED: [(Kind, &str); 3] =
    [(Kind::Sent, "sent_at"), (Kind::Opened, "opened_at"), (Kind::Clicked, "clicked_at")];

struct Messages {
    person: Option<usize>,
    person_name: &'static str,
    /// The campaign's own name, that of utm tags, or that of the mailer.
    names: [Option<usize>; 3],
    dated: [(Kind, &'static str, Option<usize>); 3],
}

impl Messages {
    fn new(look: &Look) -> Messages {
        let person = person(look);
        Messages {
            person: person.map(|(at, _)| at),
            person_name: person.map_or("to", |(_, name)| name),
            names: ["campaign", "utm_campaign", "mailer"].map(|name| look.column(name)),
            dated: DATED.map(|(kind, name)| (kind, name, look.column(name))),
        }
    }
}

impl ReadRecord for Messages {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let person = present(cell(&row, self.person));
        let who = out.person(&person, Column::Named(self.person_name))?;
        let mut dated: [Option<Moment>; 3] = [None; 3];
        for ((_, name, at), moment) in self.dated.iter().zip(&mut dated) {
            *moment = out.moment(&cell(&row, *at), Column::Named(name))?;
        }
        let names = self.names.map(|at| present(cell(&row, at)));
        let name = names.iter().find(|name| !name.is_empty()).map_or("", AsRef::as_ref);
        for ((kind, ..), moment) in self.dated.iter().zip(dated) {
            if moment.is_some() {
                out.emit(&who, Draft::new(*kind, moment, Campaign { id: "", name }));
            }
        }
        Ok(())
    }

    fn covers(&self) -> KindSet {
        let mut covers = KindSet::EMPTY;
        for (kind, _, at) in self.dated {
            if at.is_some() {
                covers.insert(kind);
            }
        }
        covers
    }
}

/// The token is that of a message, made anew for each: it stands for no subscriber
/// that another file may know.
struct Clicks {
    campaign: Option<usize>,
    time: Option<usize>,
}

impl ReadRecord for Clicks {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let moment = out.moment(&cell(&row, self.time), Column::Named("created_at"))?;
        let name = present(cell(&row, self.campaign));
        let campaign = Campaign { id: "", name: &name };
        out.emit(&Who::Nobody, Draft::new(Kind::Clicked, moment, campaign));
        Ok(())
    }

    fn covers(&self) -> KindSet {
        KindSet::of(&[Kind::Clicked])
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::ProblemKind;

    #[test]
    fn messages_with_what_their_version_knows() {
        let old = Sample::read(
            "x.csv",
            "id,token,to,user_id,user_type,mailer,subject,utm_campaign,sent_at,opened_at,clicked_at\n\
             1,t,A@example.org,7,User,NewsMailer#weekly,Hi,herbst,2026-09-14 06:00:00.123456,2026-09-14 07:00:00,\n\
             2,u,a@example.org,7,User,NewsMailer#weekly,Hi,,2026-09-15 06:00:00,,\\N\n\
             3,v,,7,User,NewsMailer#weekly,Hi,,2026-09-15 06:00:00,,\n",
        );
        assert_eq!(old.report.dialect, "ahoy-messages");
        assert_eq!((old.count(Kind::Sent), old.count(Kind::Opened)), (2, 1));
        assert_eq!(old.report.recipients, 1);
        assert_eq!(old.report.first.as_deref(), Some("2026-09-14T06:00:00.123Z"));
        assert_eq!(old.report.problems[&ProblemKind::MissingAddress], 1);
        assert_eq!(old.campaigns(), [("", "herbst"), ("", "NewsMailer#weekly")]);
        assert!(old.covers.contains(Kind::Clicked));
        let new = Sample::read(
            "x.csv",
            "id,user_type,user_id,to_ciphertext,to_bidx,mailer,subject,sent_at,campaign\n\
             1,User,7,xyz,b1,NewsMailer#weekly,Hi,2026-09-14 06:00:00,herbst\n\
             2,,,abc,b2,NewsMailer#weekly,Hi,2026-09-14 06:00:00,herbst\n",
        );
        assert_eq!((new.count(Kind::Sent), new.report.recipients), (2, 2));
        assert_eq!(new.covers, KindSet::of(&[Kind::Sent]));
        assert_eq!(new.campaigns(), [("", "herbst")]);
    }

    #[test]
    fn clicks_are_of_nobody_and_never() {
        let read = Sample::read("x.csv", "id,campaign,token\n1,herbst,t\n2,herbst,t\n3,,u\n");
        assert_eq!(read.report.dialect, "ahoy-clicks");
        assert_eq!((read.count(Kind::Clicked), read.report.recipients), (3, 0));
        assert_eq!(read.report.first, None);
        assert_eq!(read.campaigns(), [("", "herbst"), ("", "x")]);
    }
}
