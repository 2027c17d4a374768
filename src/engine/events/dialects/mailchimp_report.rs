//! Mailchimp report lists (a campaign's Opened, Clicked, Bounced …, or
//! `aggregate_activity` of the account export): one row a recipient, or a
//! recipient and link, with counts and no times. What a list is stands in its
//! folder or name, and in its columns where it has one of its own.
//!
//! The list of those who did not open is no event: being on no other list does
//! not say what happened to a message.
//!
//! Fingerprint: `Email Address` (which the account may rename) with `Opens`,
//! `Clicks` or `Bounce Type`, or the folder `aggregate_activity`.
//! Source: public loaders, an anonymised public data set; partly.

use super::mailchimp_granular::campaign;
use super::{Dialect, Look, ReadRecord, Source, cell};
use crate::contract::{FileClass, Granularity, IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::naming;
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words;

pub(super) const DIALECT: Dialect = Dialect {
    id: "mailchimp-report",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: false,
    zone: None,
    known: |look| list(look).is_some() && email(look).is_some(),
    campaign,
    open: |look| {
        Box::new(Report {
            email: email(look),
            opens: look.column("Opens"),
            clicks: look.column("Clicks"),
            url: look.column("URL"),
            class: look.column("Bounce Type"),
            list: list(look).unwrap_or(List::Silent),
        })
    },
};

/// What a list is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Opened,
    Clicked,
    Bounced,
    Unsubscribed,
    Complained,
    /// Those who did not open.
    Silent,
}

fn list(look: &Look) -> Option<List> {
    if let Some((_, behind)) = look.path.split_once("aggregate_activity/") {
        return match behind.split('/').next()? {
            "opened" => Some(List::Opened),
            "click_activity" | "clicked" => Some(List::Clicked),
            "bounces" | "bounced" => Some(List::Bounced),
            "unsubscribes" | "unsubscribed" => Some(List::Unsubscribed),
            "abuse_complaints" | "abuse" | "complaints" => Some(List::Complained),
            _ => Some(List::Silent),
        };
    }
    if look.column("Email Address") != Some(0) {
        return None;
    }
    // Other vendors have such columns too, but not alone among names of people.
    let own = look.has(&["LEID"]) || look.has(&["EUID"]) || look.has(&["First Name", "Last Name"]);
    match (look.has(&["Opens"]), look.has(&["Clicks"]), look.has(&["Bounce Type"])) {
        (true, false, false) if own => Some(List::Opened),
        (false, true, false) if own => Some(List::Clicked),
        (false, false, true) if own => Some(List::Bounced),
        (false, false, false) if look.has(&["LEID", "EUID"]) => {
            match naming::kind(&look.path)?.kind {
                Kind::Unsubscribed => Some(List::Unsubscribed),
                Kind::Complained => Some(List::Complained),
                _ => None,
            }
        }
        _ => None,
    }
}

fn email(look: &Look) -> Option<usize> {
    look.column("Email Address").or_else(|| look.address_column())
}

struct Report {
    email: Option<usize>,
    opens: Option<usize>,
    clicks: Option<usize>,
    url: Option<usize>,
    class: Option<usize>,
    list: List,
}

impl ReadRecord for Report {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let address = cell(&row, self.email);
        let who = out.person(&address, Column::Named("Email Address"))?;
        let count = |at: Option<usize>, name: &'static str| match (at, cell(&row, at)) {
            (None, _) => Ok(1),
            (Some(_), cell) if words::is_absent(&cell) => Ok(0),
            (Some(_), cell) => words::count(&cell)
                .ok_or(Refusal::Problem(ProblemKind::BadNumber, Column::Named(name))),
        };
        let (kind, count) = match self.list {
            List::Opened => (Kind::Opened, count(self.opens, "Opens")?),
            List::Clicked => (Kind::Clicked, count(self.clicks, "Clicks")?),
            List::Unsubscribed => (Kind::Unsubscribed, 1),
            List::Complained => (Kind::Complained, 1),
            List::Bounced => (Kind::BouncedHard, 1),
            List::Silent => (Kind::Opened, 0),
        };
        if count == 0 {
            return Err(Refusal::Ignored(IgnoredReason::NothingHappened));
        }
        let mut draft = Draft { count, ..Draft::new(kind, None, Campaign { id: "", name: "" }) };
        if self.list == List::Bounced {
            match cell(&row, self.class).to_ascii_lowercase().as_str() {
                "hard" => {}
                "soft" => draft.kind = Kind::BouncedSoft,
                "" => draft.unclassified = true,
                _ => {
                    let column = Column::Named("Bounce Type");
                    return Err(Refusal::Problem(ProblemKind::UnknownWord, column));
                }
            }
        }
        out.emit(&who, Draft { link: &cell(&row, self.url), ..draft });
        Ok(())
    }

    fn covers(&self) -> KindSet {
        match self.list {
            List::Opened => KindSet::of(&[Kind::Opened]),
            List::Clicked => KindSet::of(&[Kind::Clicked]),
            List::Bounced => KindSet::of(&[Kind::BouncedHard, Kind::BouncedSoft]),
            List::Unsubscribed => KindSet::of(&[Kind::Unsubscribed]),
            List::Complained => KindSet::of(&[Kind::Complained]),
            List::Silent => KindSet::EMPTY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn a_count_is_so_many_opens_without_a_time() {
        let read = Sample::read(
            "herbst-opened.csv",
            "Email Address,First Name,Member Rating,Opens,EUID,LEID\n\
             a@example.org,A,2,3,e,1\nb@example.org,B,2,0,e,2\nc@example.org,C,2,many,e,3\n",
        );
        assert_eq!(read.report.dialect, "mailchimp-report");
        assert_eq!((read.count(Kind::Opened), read.report.rows_used), (3, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
        assert_eq!(read.report.problems[&ProblemKind::BadNumber], 1);
        assert_eq!(read.report.first, None);
        assert_eq!(read.campaigns(), [("", "herbst")]);
    }

    #[test]
    fn a_renamed_address_column_is_found_by_its_cells() {
        let read = Sample::read(
            "9/aggregate_activity/bounces/1_x.csv",
            "BU Email,First Name,Bounce Type\na@example.org,A,hard\nb@example.org,B,soft\n",
        );
        assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (1, 1));
    }

    #[test]
    fn silence_is_no_event() {
        let read = Sample::read(
            "9/aggregate_activity/not_opened/1_x.csv",
            "Email Address,First Name\na@example.org,A\n",
        );
        assert_eq!((read.report.rows_used, read.report.addresses), (0, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
    }
}
