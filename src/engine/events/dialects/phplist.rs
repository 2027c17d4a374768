//! phpList, "Download as CSV" of a message's opens: tabs in spite of the name, a
//! tab behind every line, one subscriber a row; the headings are translated.
//! `Viewed` lists the times of all views, with commas between them; of a single
//! view some versions leave it empty and have a column with the first in its
//! place. `Sent` is no event here: who did not open is not in the file. Times are
//! to the minute, in the zone of the site. Clicks come per link or per campaign,
//! without people.
//!
//! Fingerprint: `Subscriber`, `Sent`, `Total views`, `Viewed`; in other languages a
//! table of that shape (addresses, times, last a column without a name). For
//! clicks the column `clickrate` (`click rate`) beside `clicks` or `total clicks`.
//! Source: `mviews.php` and `mclicks.php` of phpList/phplist3; verified.

use super::aggregate::Silent;
use super::{Dialect, Look, ReadRecord, Source, cell};
use crate::contract::{FileClass, Granularity, Kind, KindSet, ProblemKind, Shape};
use crate::engine::events::look::holds_addresses;
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::{Campaign, naming, words};

pub(super) const OPENS: Dialect = Dialect {
    id: "phplist-opens",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: true,
    zone: None,
    known: |look| Layout::of(look).is_some(),
    campaign: subject,
    open: |look| Box::new(Opens(Layout::of(look).unwrap_or_default())),
};

pub(super) const CLICKS: Dialect = Dialect {
    id: "phplist-clicks",
    class: FileClass::Aggregate,
    granularity: Granularity::Campaign,
    zoneless: false,
    zone: None,
    known: |look| {
        let rate = look.has(&["clickrate"]) || look.has(&["click rate"]);
        let clicks = look.has(&["clicks"]) || look.has(&["total clicks"]);
        rate && clicks && is_tabbed(look) && look.address_column().is_none()
    },
    campaign: subject,
    open: |_| Box::new(Silent),
};

/// The subject of the message in the name of its file.
fn subject(path: &str) -> Option<(String, String)> {
    let stem = naming::stem(path);
    let (_, subject) = stem.split_once("open statistics for ")?;
    Some((String::new(), subject.trim().to_owned())).filter(|(_, name)| !name.is_empty())
}

fn is_tabbed(look: &Look) -> bool {
    look.sniff.shape == Shape::Csv { delimiter: '\t' }
}

/// Where the columns stand.
#[derive(Default)]
struct Layout {
    subscriber: usize,
    first_view: Option<usize>,
    views: Option<usize>,
    viewed: Option<usize>,
}

impl Layout {
    fn of(look: &Look) -> Option<Layout> {
        Layout::named(look).or_else(|| Layout::shaped(look))
    }

    fn named(look: &Look) -> Option<Layout> {
        let layout = Layout {
            subscriber: look.column("Subscriber")?,
            first_view: look.column("firstview"),
            views: Some(look.column("Total views")?),
            viewed: Some(look.column("Viewed")?),
        };
        look.has(&["Sent"]).then_some(layout)
    }

    /// The same in another language: no name above the last column, addresses in
    /// the first, and lists of times or nothing in the last but one.
    fn shaped(look: &Look) -> Option<Layout> {
        let width = look.header.len();
        let unnamed = look.header.last().is_some_and(|name| name.trim().is_empty());
        if !is_tabbed(look) || !unnamed || !matches!(width, 6 | 7) {
            return None;
        }
        let (views, viewed) = (width - 3, width - 2);
        let counts = look.cells(views);
        let counted = !counts.is_empty() && counts.iter().all(|cell| words::count(cell).is_some());
        let timed = look.cells(viewed).iter().all(|cell| is_times(cell));
        let sent = look.cells(1).iter().all(|cell| is_times(cell));
        (holds_addresses(&look.cells(0)) && counted && timed && sent).then_some(Layout {
            subscriber: 0,
            first_view: (width == 7).then_some(2),
            views: Some(views),
            viewed: Some(viewed),
        })
    }
}

/// Whether a cell looks like dates with times of day, whatever the language of
/// the month.
fn is_times(cell: &str) -> bool {
    cell.split(',').all(|time| {
        let digits = time.bytes().filter(u8::is_ascii_digit).count();
        time.contains(':') && digits >= 8
    })
}

struct Opens(Layout);

impl ReadRecord for Opens {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let layout = &self.0;
        let address = cell(&row, Some(layout.subscriber));
        let who = out.person(&address, Column::At(layout.subscriber))?;
        let count = cell(&row, layout.views);
        let total = match words::is_absent(&count) {
            true => 0,
            false => words::count(&count)
                .ok_or(Refusal::Problem(ProblemKind::BadNumber, Column::Named("Total views")))?,
        };
        let viewed = cell(&row, layout.viewed);
        let mut moments: Vec<Moment> = Vec::new();
        for time in viewed.split(',') {
            moments.extend(out.moment(time, Column::Named("Viewed"))?);
        }
        if moments.is_empty() {
            let first = cell(&row, layout.first_view);
            moments.extend(out.moment(&first, Column::Named("firstview"))?);
        }
        let timed = u32::try_from(moments.len()).unwrap_or(u32::MAX);
        let campaign = Campaign { id: "", name: "" };
        for moment in moments {
            out.emit(&who, Draft::new(Kind::Opened, Some(moment), campaign));
        }
        // Counted without a time of their own.
        let count = total.saturating_sub(timed);
        if count > 0 {
            out.emit(&who, Draft { count, ..Draft::new(Kind::Opened, None, campaign) });
        }
        Ok(())
    }

    fn covers(&self) -> KindSet {
        KindSet::of(&[Kind::Opened])
    }

    fn column_name(&self, at: usize) -> Option<&str> {
        (at == self.0.subscriber).then_some("Subscriber")
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::{FilePlan, IgnoredReason};
    use crate::engine::events::inspect;

    const HEADER: &str = "Subscriber\tSent\tResponse time\tTotal views\tViewed\t\n";

    #[test]
    fn each_time_of_a_cell_is_an_open() {
        let read = Sample::read(
            "phpList Message open statistics for Herbst, Teil 1.csv",
            &format!(
                "{HEADER}a@example.org\t14 Sep 2026 08:00\t0 mins\t3\t14 Sep 2026 08:00,14 Sep 2026 17:25\t\n\
                 b@example.org\t14 Sep 2026 08:00\t68 mins\t1\t\t\n\
                 c@example.org\t14 Sep 2026 08:00\t\tx\t\t\n\
                 d@example.org\t14 Sep 2026 08:00\t\t1\tsoon\t\n\
                 e@example.org\t14 Sep 2026 08:00\t\t0\t\t\n"
            ),
        );
        assert_eq!(read.report.dialect, "phplist-opens");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Sent)), (4, 0));
        assert_eq!(read.report.recipients, 2);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
        assert_eq!(read.report.last.as_deref(), Some("2026-09-14T15:25:00Z"));
        assert_eq!(read.report.problems[&ProblemKind::BadNumber], 1);
        assert_eq!(read.report.problems[&ProblemKind::BadTime], 1);
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
        assert_eq!(read.campaigns(), [("", "Herbst, Teil 1")]);
        assert_eq!(read.covers, KindSet::of(&[Kind::Opened]));
    }

    #[test]
    fn other_languages_have_the_same_shape() {
        let read = Sample::read(
            "x.csv",
            "Abonnent\tGesendet\terste Ansicht\tAntwortzeit\tAnsichten gesamt\tAngesehen\t\n\
             a@example.org\t14 Dez 2026 08:00\t14 Dez 2026 08:01\t1 min\t1\t\t\n\
             b@example.org\t14 Dez 2026 08:00\t14 Dez 2026 09:08\t68 min\t2\t14 Dez 2026 09:08,14 Dez 2026 09:09\t\n",
        );
        assert_eq!(read.report.dialect, "phplist-opens");
        assert_eq!((read.count(Kind::Opened), read.report.recipients), (3, 2));
        assert_eq!(read.report.first.as_deref(), Some("2026-12-14T07:01:00Z"));
        let other = Sample::try_read(
            "x.csv",
            "Name\tOrt\ta\tb\tc\t\nx\ty\t1\t2\t3\t\n",
            &FilePlan::default(),
        );
        assert!(other.is_err());
    }

    #[test]
    fn clicks_are_sums() {
        let text = "Campaign click statistics\tclicks\tclickrate\t\n\
                    https://shop.example.com/\t3\t21.43%\t\ntotal\t3\t21.43%\t\n";
        let found = inspect("x.csv", text.len() as u64, text.as_bytes(), true);
        assert_eq!((found.class, found.dialect.as_str()), (FileClass::Aggregate, "phplist-clicks"));
        let read = Sample::read("x.csv", text);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        assert!(read.report.events.is_empty() && read.report.problems.is_empty());
    }
}
