//! Mautic, its table `email_stats`: one message a row. `open_details` lists the
//! opens with time and user agent, serialised by PHP (as JSON in newer versions);
//! `open_count` may know of more than it keeps, which is at most 1,000. Times are
//! UTC. `is_failed` says nothing of the sort of bounce; `email_id` is the
//! campaign. Bounces by class and unsubscribes are in another table,
//! `lead_donotcontact`, clicks in `page_hits`.
//!
//! Fingerprint: `tracking_hash`, `is_read`, `email_address`, `date_sent`.
//! Source: the entity `Stat` of mautic/mautic; verified.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, Kind, KindSet, ProblemKind};
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::{Campaign, words};
use crate::engine::records::Row;

mod opens;

pub(super) const DIALECT: Dialect = Dialect {
    id: "mautic-email-stats",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: true,
    zone: Some("UTC"),
    known: |look| look.has(&["tracking_hash", "is_read", "email_address", "date_sent"]),
    campaign: no_campaign,
    open: |look| Box::new(Stats::new(look)),
};

struct Stats {
    address: Option<usize>,
    email_id: Option<usize>,
    sent: Option<usize>,
    is_read: Option<usize>,
    is_failed: Option<usize>,
    read: Option<usize>,
    open_count: Option<usize>,
    details: Option<usize>,
}

impl Stats {
    fn new(look: &Look) -> Stats {
        Stats {
            address: look.column("email_address"),
            email_id: look.column("email_id"),
            sent: look.column("date_sent"),
            is_read: look.column("is_read"),
            is_failed: look.column("is_failed"),
            read: look.column("date_read"),
            open_count: look.column("open_count"),
            details: look.column("open_details"),
        }
    }
}

fn flag(row: &Row<'_>, at: Option<usize>, name: &'static str) -> Result<bool, Refusal> {
    let cell = cell(row, at);
    if words::is_absent(&cell) {
        return Ok(false);
    }
    words::yes_no(&cell).ok_or(Refusal::Problem(ProblemKind::UnknownWord, Column::Named(name)))
}

impl ReadRecord for Stats {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let address = cell(&row, self.address);
        let address = if words::is_absent(&address) { "" } else { &address };
        let who = out.person(address, Column::Named("email_address"))?;
        let sent = out.moment(&cell(&row, self.sent), Column::Named("date_sent"))?;
        let first = out.moment(&cell(&row, self.read), Column::Named("date_read"))?;
        let is_read = flag(&row, self.is_read, "is_read")?;
        let failed = flag(&row, self.is_failed, "is_failed")?;
        let count = cell(&row, self.open_count);
        let count = match words::is_absent(&count) {
            true => 0,
            false => words::count(&count)
                .ok_or(Refusal::Problem(ProblemKind::BadNumber, Column::Named("open_count")))?,
        };
        let details = cell(&row, self.details);
        let mut opens: Vec<(Option<Moment>, String)> = Vec::new();
        for open in opens::read(&details) {
            let moment = out.moment(&open.time, Column::Named("open_details"))?;
            opens.push((moment, open.agent));
        }

        let id = cell(&row, self.email_id);
        let id = if words::is_absent(&id) { "" } else { &id };
        let campaign = Campaign { id, name: "" };
        if sent.is_some() {
            out.emit(&who, Draft::new(Kind::Sent, sent, campaign));
        }
        if failed {
            let bounce = Draft::new(Kind::BouncedHard, None, campaign);
            out.emit(&who, Draft { unclassified: true, ..bounce });
        }
        let told = u32::try_from(opens.len()).unwrap_or(u32::MAX);
        for (moment, agent) in &opens {
            let open = Draft::new(Kind::Opened, *moment, campaign);
            out.emit(&who, Draft { agent, ..open });
        }
        // What is counted beyond the list; its first is known where there is none.
        let count = count.max(u32::from(is_read)).saturating_sub(told);
        if count > 0 {
            let moment = first.filter(|_| told == 0);
            out.emit(&who, Draft { count, ..Draft::new(Kind::Opened, moment, campaign) });
        }
        Ok(())
    }

    fn covers(&self) -> KindSet {
        KindSet::of(&[Kind::Sent, Kind::BouncedHard, Kind::Opened])
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::IgnoredReason;

    fn read(rows: &str) -> Sample {
        Sample::read(
            "email_stats.csv",
            &format!(
                "id,email_id,lead_id,email_address,date_sent,is_read,is_failed,date_read,tracking_hash,open_count,open_details\n{rows}"
            ),
        )
    }

    #[test]
    fn opens_of_the_list_and_beyond_it() {
        let list = r#""a:1:{i:0;a:2:{s:8:""datetime"";s:19:""2026-09-14 17:30:28"";s:9:""useragent"";s:6:""x"";y"";}}""#;
        let rows = format!(
            "1,12,1,A@example.org,2026-09-14 06:00:00,1,0,2026-09-14 17:30:28,h,3,{list}\n\
             2,12,2,b@example.org,2026-09-14 06:00:00,1,0,2026-09-14 08:00:00,h,2,a:0:{{}}\n\
             3,12,3,c@example.org,2026-09-14 06:00:00,1,0,NULL,h,NULL,NULL\n\
             4,12,4,d@example.org,2026-09-14 06:00:00,0,1,NULL,h,NULL,a:0:{{}}\n"
        );
        let read = read(&rows);
        assert_eq!(read.report.dialect, "mautic-email-stats");
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Opened)), (4, 6));
        assert_eq!((read.count(Kind::BouncedHard), read.report.unclassified_bounces), (1, 1));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
        assert_eq!(read.report.last.as_deref(), Some("2026-09-14T17:30:28Z"));
        assert_eq!(read.report.zone.as_deref(), Some("UTC"));
        assert_eq!(read.campaigns(), [("12", "")]);
    }

    #[test]
    fn rows_that_say_nothing_or_nonsense() {
        let read = read(
            "1,12,1,,2026-09-14 06:00:00,0,0,NULL,h,0,a:0:{}\n\
             2,12,2,b@example.org,NULL,0,0,NULL,h,0,a:0:{}\n\
             3,12,3,c@example.org,2026-09-14 06:00:00,maybe,0,NULL,h,0,\n\
             4,12,4,d@example.org,2026-09-14 06:00:00,1,0,NULL,h,many,\n\
             5,12,5,e@example.org,2026-09-14 06:00:00,1,0,NULL,h,1,\"[{\"\"datetime\"\":\"\"soon\"\"}]\"\n",
        );
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
        let located: Vec<_> =
            read.report.located.iter().map(|it| (it.kind, it.column.as_deref())).collect();
        assert_eq!(
            located,
            [
                (ProblemKind::MissingAddress, Some("email_address")),
                (ProblemKind::UnknownWord, Some("is_read")),
                (ProblemKind::BadNumber, Some("open_count")),
                (ProblemKind::BadTime, Some("open_details")),
            ]
        );
    }
}
