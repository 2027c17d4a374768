//! Mailchimp audience export: one row a contact; the status stands in the name
//! of the file (`subscribed_…`, `unsubscribed_…`, `cleaned_…`). The same columns
//! come as `lists/members/members_….csv` in an account export, where no status
//! of a campaign goes with them: those rows are people, no events.
//!
//! `CONFIRM_TIME` is a confirmed opt-in. `UNSUB_CAMPAIGN_ID` may stand twice in
//! one header; the first is read. Times are read as UTC.
//!
//! Fingerprint: `MEMBER_RATING`, `LEID`, `EUID` in upper case.
//! Source: public code that reads the files; verified.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, IgnoredReason, Kind, KindSet};
use crate::engine::events::Campaign;
use crate::engine::events::naming;
use crate::engine::events::out::{Column, Draft, Out, Refusal};

pub(super) const DIALECT: Dialect = Dialect {
    id: "mailchimp-audience",
    class: FileClass::Events,
    granularity: Granularity::Contact,
    zoneless: true,
    zone: Some("UTC"),
    known: |look| {
        let upper = |name: &str| look.header.iter().any(|cell| cell.trim() == name);
        upper("MEMBER_RATING") && upper("LEID") && upper("EUID") && email(look).is_some()
    },
    campaign: no_campaign,
    open: |look| Box::new(Audience::new(look)),
};

fn email(look: &Look) -> Option<usize> {
    look.column("Email Address").or_else(|| look.address_column())
}

/// What the file's name says of everybody in it.
#[derive(Clone, Copy)]
struct Status {
    kind: Kind,
    time: &'static str,
    campaign_id: &'static str,
    campaign_title: &'static str,
}

fn status(path: &str) -> Option<Status> {
    let (first, _) = naming::stem(path).split_once('_')?;
    Some(match first.to_ascii_lowercase().as_str() {
        "subscribed" => Status {
            kind: Kind::Subscribed,
            time: "OPTIN_TIME",
            campaign_id: "",
            campaign_title: "",
        },
        "unsubscribed" => Status {
            kind: Kind::Unsubscribed,
            time: "UNSUB_TIME",
            campaign_id: "UNSUB_CAMPAIGN_ID",
            campaign_title: "UNSUB_CAMPAIGN_TITLE",
        },
        "cleaned" => Status {
            kind: Kind::BouncedHard,
            time: "CLEAN_TIME",
            campaign_id: "CLEAN_CAMPAIGN_ID",
            campaign_title: "CLEAN_CAMPAIGN_TITLE",
        },
        _ => return None,
    })
}

struct Audience {
    email: Option<usize>,
    confirmed: Option<usize>,
    status: Option<Status>,
    time: Option<usize>,
    campaign_id: Option<usize>,
    campaign_title: Option<usize>,
}

impl Audience {
    fn new(look: &Look) -> Audience {
        let status = status(&look.path);
        let column = |name: fn(&Status) -> &'static str| {
            status.as_ref().and_then(|status| look.column(name(status)))
        };
        Audience {
            email: email(look),
            confirmed: look.column("CONFIRM_TIME"),
            status,
            time: column(|status| status.time),
            campaign_id: column(|status| status.campaign_id),
            campaign_title: column(|status| status.campaign_title),
        }
    }
}

impl ReadRecord for Audience {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let address = cell(&row, self.email);
        let who = out.person(&address, Column::Named("Email Address"))?;
        let Some(status) = self.status else {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        };
        let confirmed = out.moment(&cell(&row, self.confirmed), Column::Named("CONFIRM_TIME"))?;
        let moment = out.moment(&cell(&row, self.time), Column::Named(status.time))?;
        let (id, name) = (cell(&row, self.campaign_id), cell(&row, self.campaign_title));
        if confirmed.is_some() {
            let none = Campaign { id: "", name: "" };
            out.emit(&who, Draft::new(Kind::DoiConfirmed, confirmed, none));
        }
        out.emit(&who, Draft::new(status.kind, moment, Campaign { id: &id, name: &name }));
        Ok(())
    }

    fn covers(&self) -> KindSet {
        match self.status {
            Some(status) => KindSet::of(&[status.kind, Kind::DoiConfirmed]),
            None => KindSet::EMPTY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    const HEADER: &str = "Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,\
        UNSUB_CAMPAIGN_ID,UNSUB_CAMPAIGN_ID,LEID,EUID\n";
    const ROW: &str =
        "a@example.org,2,2025-01-01 00:00:00,2025-01-01 00:01:00,2026-09-14 08:00:27,T,i,j,1,e\n";

    #[test]
    fn the_name_of_the_file_is_the_status() {
        for (name, kind) in [
            ("unsubscribed_members_export_7f.csv", Kind::Unsubscribed),
            ("subscribed_email_audience_export_7f.csv", Kind::Subscribed),
            ("cleaned_email_audience_export_7f.csv", Kind::BouncedHard),
        ] {
            let read = Sample::read(name, &format!("{HEADER}{ROW}"));
            assert_eq!(read.report.dialect, "mailchimp-audience");
            assert_eq!((read.count(kind), read.count(Kind::DoiConfirmed)), (1, 1), "{name}");
            assert_eq!((read.report.rows, read.report.rows_used), (1, 1));
        }
    }

    #[test]
    fn a_list_of_members_is_no_event() {
        let read = Sample::read("1/lists/members/members_1_x.csv", &format!("{HEADER}{ROW}"));
        assert_eq!((read.report.rows_used, read.report.addresses), (0, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
    }
}
