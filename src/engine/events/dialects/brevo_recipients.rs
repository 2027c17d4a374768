//! Brevo campaign export (`exportRecipients`): one row a recipient, `;`, BOM,
//! CRLF, day-first times in the account's zone, one column a link whose header
//! is the link itself (the same link may have two columns; its cells are then
//! the same fact twice).
//!
//! `Total Opens` counts Apple's machine opens too; it may be 0 while there is an
//! `Open_Date`. `Clicked_Links_Count` may know more clicks than the columns do.
//!
//! Exports from before 2021 do not know machine opens.
//!
//! Fingerprint: `Email_ID` and two of the columns with what happened.
//! Source: public code that reads the file; verified.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::words;
use crate::engine::records::Row;

pub(super) const DIALECT: Dialect = Dialect {
    id: "brevo-campaign-recipients",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: true,
    zone: None,
    known: |look| {
        let others = ["Open_Date", "Total Opens", "Open_IP", "Click_IP", "Clicked_Links_Count"];
        let told = DATED.iter().map(|(_, name)| *name).chain(others);
        look.has(&["Email_ID"]) && told.filter(|name| look.has(&[name])).count() >= 2
    },
    campaign: no_campaign,
    open: |look| Box::new(Recipients::new(look)),
};

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Opened,
    Kind::MachineOpened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
]);

/// What happens once, and the column that says when.
const DATED: [(Kind, &str); 6] = [
    (Kind::Sent, "Send_Date"),
    (Kind::Delivered, "Delivered_Date"),
    (Kind::BouncedHard, "Hard_Bounce_Date"),
    (Kind::BouncedSoft, "Soft_Bounce_Date"),
    (Kind::Unsubscribed, "Unsubscribe_Date"),
    (Kind::Complained, "Complaint_date"),
];

struct Recipients {
    email: Option<usize>,
    campaign_id: Option<usize>,
    campaign_name: Option<usize>,
    dated: [(Kind, &'static str, Option<usize>); 6],
    open_date: Option<usize>,
    opens: Option<usize>,
    machine_opens: Option<usize>,
    clicked_links: Option<usize>,
    /// Each link with all its columns.
    links: Vec<(String, Vec<usize>)>,
    covers: KindSet,
}

impl Recipients {
    fn new(look: &Look) -> Recipients {
        let mut links: Vec<(String, Vec<usize>)> = Vec::new();
        for (at, name) in look.header.iter().enumerate() {
            let name = name.trim();
            if !(name.starts_with("http://") || name.starts_with("https://")) {
                continue;
            }
            match links.iter_mut().find(|(link, _)| link == name) {
                Some((_, columns)) => columns.push(at),
                None => links.push((name.to_owned(), vec![at])),
            }
        }
        let lacking = |kind: Kind| match kind {
            Kind::Opened => !(look.has(&["Open_Date"]) || look.has(&["Total Opens"])),
            Kind::MachineOpened => !look.has(&["Total Apple MPP Opens"]),
            Kind::Clicked => links.is_empty() && !look.has(&["Clicked_Links_Count"]),
            _ => DATED.iter().any(|&(dated, name)| dated == kind && !look.has(&[name])),
        };
        let lacking: Vec<Kind> = COVERS.iter().filter(|&kind| lacking(kind)).collect();
        Recipients {
            covers: COVERS.minus(KindSet::of(&lacking)),
            email: look.column("Email_ID"),
            campaign_id: look.column("Campaign ID"),
            campaign_name: look.column("Campaign Name"),
            dated: DATED.map(|(kind, name)| (kind, name, look.column(name))),
            open_date: look.column("Open_Date"),
            opens: look.column("Total Opens"),
            machine_opens: look.column("Total Apple MPP Opens"),
            clicked_links: look.column("Clicked_Links_Count"),
            links,
        }
    }

    /// Opens by people and by machines.
    fn opens(&self, row: &Row<'_>, opened: bool) -> Result<(u32, u32), Refusal> {
        let total = count(row, self.opens, "Total Opens")?;
        let machine = count(row, self.machine_opens, "Total Apple MPP Opens")?;
        let people = match total.checked_sub(machine) {
            Some(people) => people,
            // Fewer in all than by machines: this total counts people only.
            None => total,
        };
        Ok((people.max(u32::from(opened && people == 0 && machine == 0)), machine))
    }

    /// Clicks by link, as positions in `links`, and those without a known link.
    fn clicks(&self, row: &Row<'_>) -> Result<(Vec<(usize, u32)>, u32), Refusal> {
        let mut clicks = Vec::new();
        for (at, (_, columns)) in self.links.iter().enumerate() {
            let mut most = 0;
            for &column in columns {
                // The header of such a column is data: no name in a problem.
                let cell = cell(row, Some(column));
                if !words::is_absent(&cell) {
                    let bad = Refusal::Problem(ProblemKind::BadNumber, Column::Unknown);
                    most = most.max(words::count(&cell).ok_or(bad)?);
                }
            }
            if most > 0 {
                clicks.push((at, most));
            }
        }
        let known = clicks.iter().fold(0u32, |sum, (_, clicks)| sum.saturating_add(*clicks));
        let total = count(row, self.clicked_links, "Clicked_Links_Count")?;
        Ok((clicks, total.saturating_sub(known)))
    }
}

fn count(row: &Row<'_>, at: Option<usize>, name: &'static str) -> Result<u32, Refusal> {
    let cell = cell(row, at);
    if words::is_absent(&cell) {
        return Ok(0);
    }
    words::count(&cell).ok_or(Refusal::Problem(ProblemKind::BadNumber, Column::Named(name)))
}

impl ReadRecord for Recipients {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let address = cell(&row, self.email);
        let who = out.person(&address, Column::Named("Email_ID"))?;
        let mut dated: [Option<Moment>; 6] = [None; 6];
        for ((_, name, at), moment) in self.dated.iter().zip(&mut dated) {
            *moment = out.moment(&cell(&row, *at), Column::Named(name))?;
        }
        let first_open = out.moment(&cell(&row, self.open_date), Column::Named("Open_Date"))?;
        let (opens, machine_opens) = self.opens(&row, first_open.is_some())?;
        let (clicks, unlinked) = self.clicks(&row)?;

        let (id, name) = (cell(&row, self.campaign_id), cell(&row, self.campaign_name));
        let campaign = Campaign { id: &id, name: &name };
        for ((kind, ..), moment) in self.dated.iter().zip(dated) {
            if moment.is_some() {
                out.emit(&who, Draft::new(*kind, moment, campaign));
            }
        }
        // With opens of both sorts nobody knows whose the first was.
        let told = |count: u32, others: u32| first_open.filter(|_| count > 0 && others == 0);
        for (kind, count, others) in
            [(Kind::Opened, opens, machine_opens), (Kind::MachineOpened, machine_opens, opens)]
        {
            if count > 0 {
                out.emit(&who, Draft { count, ..Draft::new(kind, told(count, others), campaign) });
            }
        }
        for (at, count) in clicks {
            let link = self.links.get(at).map_or("", |(link, _)| link.as_str());
            out.emit(&who, Draft { count, link, ..Draft::new(Kind::Clicked, None, campaign) });
        }
        if unlinked > 0 {
            out.emit(&who, Draft { count: unlinked, ..Draft::new(Kind::Clicked, None, campaign) });
        }
        Ok(())
    }

    fn covers(&self) -> KindSet {
        self.covers
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    const HEADER: &str = "Campaign ID;Campaign Name;Email_ID;Send_Date;Open_Date;Total Opens;\
        Total Apple MPP Opens;Clicked_Links_Count;https://a.example/x;https://b.example/;https://b.example/\r\n";

    fn read(row: &str) -> Sample {
        Sample::read(
            "x.csv",
            &format!("\u{feff}{HEADER}7;\"N; 1\";a@example.org;14-09-2026 08:00:00;{row}\r\n"),
        )
    }

    #[test]
    fn opens_of_people_and_machines() {
        for (cells, people, machines) in [
            ("14-09-2026 08:00:10;3;0", 3, 0),
            ("14-09-2026 08:00:10;2;1", 1, 1),
            ("14-09-2026 08:00:10;0;0", 1, 0),
            ("14-09-2026 08:00:10;0;2", 0, 2),
            (";0;0", 0, 0),
        ] {
            let read = read(&format!("{cells};0;;;"));
            assert_eq!(read.report.dialect, "brevo-campaign-recipients");
            assert_eq!(
                (read.count(Kind::Opened), read.count(Kind::MachineOpened)),
                (people, machines),
                "{cells}"
            );
            assert_eq!(read.count(Kind::Sent), 1);
        }
    }

    #[test]
    fn the_same_link_in_two_columns_is_one_fact() {
        let both = read(";0;0;2;1;3;3");
        assert_eq!(both.count(Kind::Clicked), 4);
        let more = read(";0;0;2;;1;1");
        assert_eq!(more.count(Kind::Clicked), 2);
        assert_eq!(more.links, [None, Some("b.example/".to_owned()), None]);
        assert_eq!(more.campaigns(), [("7", "N; 1")]);
    }

    #[test]
    fn a_link_is_never_the_name_of_a_column() {
        let bad = read(";0;0;2;x;;");
        assert_eq!(bad.report.problems[&ProblemKind::BadNumber], 1);
        assert_eq!(bad.report.located[0].column, None);
        let named = read(";x;0;2;;;");
        assert_eq!(named.report.located[0].column.as_deref(), Some("Total Opens"));
    }

    #[test]
    fn an_export_tells_what_it_has_columns_for() {
        let old = "Campaign ID;Campaign Name;Email_ID;Send_Date;Delivered_Date;Open_Date;Total Opens;\
            https://shop.example.com/\n4711;Herbst;a@example.org;14-09-2026 08:00:06;\
            14-09-2026 08:00:11;14-09-2026 13:20:01;2;1\n";
        let read = Sample::read("x.csv", old);
        assert_eq!(read.report.dialect, "brevo-campaign-recipients");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (2, 1));
        assert!(read.covers.contains(Kind::Clicked) && !read.covers.contains(Kind::MachineOpened));
        assert!(!read.covers.contains(Kind::Unsubscribed));
        let openers = "Email_ID;Open_Date;Total Opens\na@example.org;14-09-2026 13:20:01;2\n";
        let read = Sample::read("x.csv", openers);
        assert_eq!(read.report.dialect, "brevo-campaign-recipients");
        assert_eq!((read.count(Kind::Opened), read.covers.contains(Kind::Sent)), (2, false));
        let clickers = "Email_ID;Click_IP;Clicked_Links_Count\na@example.org;192.0.2.7;2\n";
        let read = Sample::read("x.csv", clickers);
        assert_eq!(read.report.dialect, "brevo-campaign-recipients");
        assert_eq!((read.count(Kind::Clicked), read.covers), (2, KindSet::of(&[Kind::Clicked])));
        // Another vendor's id of an address is none of Brevo's.
        let other = "email_id,send_date,event\n1,2026-09-14 08:00:00,open\n";
        assert!(
            Sample::try_read("x.csv", other, &Default::default()).is_err()
                || Sample::read("x.csv", other).report.dialect != "brevo-campaign-recipients"
        );
    }
}
