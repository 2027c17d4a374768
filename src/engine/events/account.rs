//! What became of every row of a file: `rows = used + Σ ignored + Σ problems`,
//! whatever a dialect does.

use super::numbers::Numbers;
use super::out::Moment;
use super::subscriber::{Pseudonym, Who};
use crate::contract::{
    FileReport, Granularity, IgnoredReason, Kind, KindSet, Problem, ProblemKind, Reported,
};
use crate::engine::calendar;
use crate::engine::sorting::mapped;
use crate::engine::zone::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many problems are located in a report; all are counted.
const LOCATED: usize = 1_000;
/// So many campaigns are kept that a file only sums up.
const REPORTED: usize = 1_000;
/// So many people are looked up in one go: one after the other in a loop that
/// does nothing else, they are fetched from memory at the same time.
const TOGETHER: usize = 1_024;
const KINDS: usize = Kind::ALL.len();

/// The books of one file, or of one archive.
pub(super) struct Account {
    name: String,
    rows: u64,
    used: u64,
    /// By kind; `None` where there was none.
    events: [Option<u64>; KINDS],
    ignored: BTreeMap<IgnoredReason, u64>,
    problems: BTreeMap<ProblemKind, u64>,
    located: Vec<Problem>,
    /// Everybody in the file, marked where anything happened to them.
    seen: Numbers,
    /// Those met since, not looked up yet.
    lately: Vec<(Pseudonym, bool)>,
    /// Those to whom something happened are known elsewhere: `seen` is of the others.
    others_alone: bool,
    first: Option<Time>,
    last: Option<Time>,
    zoneless: bool,
    ambiguous: u64,
    unclassified: u64,
    covers: KindSet,
    reported: Vec<Reported>,
}

impl Account {
    pub(super) fn new(name: &str) -> Account {
        Account {
            name: name.to_owned(),
            rows: 0,
            used: 0,
            events: [None; KINDS],
            ignored: BTreeMap::new(),
            problems: BTreeMap::new(),
            located: Vec::new(),
            seen: Numbers::default(),
            lately: Vec::new(),
            others_alone: false,
            first: None,
            last: None,
            zoneless: false,
            ambiguous: 0,
            unclassified: 0,
            covers: KindSet::EMPTY,
            reported: Vec::new(),
        }
    }

    /// The books of one part of a file, for those who know themselves to whom
    /// anything happened: looking everybody up twice takes its time.
    pub(super) fn of_part(name: &str) -> Account {
        Account { others_alone: true, ..Account::new(name) }
    }

    /// The books without the people in them, for those who read the rest of the
    /// file.
    pub(super) fn books(&self) -> Books {
        let located = self
            .located
            .iter()
            .map(|problem| (problem.kind, problem.row.unwrap_or_default(), problem.column.clone()));
        Books {
            rows: self.rows,
            used: self.used,
            events: self.events(),
            ignored: self.ignored.clone(),
            problems: self.problems.clone(),
            located: located.collect(),
            first: self.first.map(|time| time.0),
            last: self.last.map(|time| time.0),
            zoneless: self.zoneless,
            ambiguous: self.ambiguous,
            unclassified: self.unclassified,
            covers: self.covers,
        }
    }

    /// Everybody to whom nothing happened, in books [of a part](Account::of_part).
    pub(super) fn merely_met(&mut self, happened: impl Fn(Pseudonym) -> bool) -> Vec<Pseudonym> {
        self.settle();
        self.seen.iter().map(|(who, _)| who).filter(|&who| !happened(who)).collect()
    }

    /// Adds the books of the next part of the same file.
    pub(super) fn enter(&mut self, books: Books) {
        let room = LOCATED.saturating_sub(self.located.len());
        let (name, before) = (&self.name, self.rows);
        self.located.extend(books.located.into_iter().take(room).map(|(kind, row, column)| {
            Problem { kind, file: name.clone(), row: Some(before.saturating_add(row)), column }
        }));
        self.rows = self.rows.saturating_add(books.rows);
        self.used = self.used.saturating_add(books.used);
        for (kind, count) in books.events {
            self.add(kind, count);
        }
        add(&mut self.ignored, books.ignored);
        add(&mut self.problems, books.problems);
        let (first, last) = (books.first.map(Time), books.last.map(Time));
        self.first = [self.first, first].into_iter().flatten().min();
        self.last = [self.last, last].into_iter().flatten().max();
        self.zoneless |= books.zoneless;
        self.ambiguous = self.ambiguous.saturating_add(books.ambiguous);
        self.unclassified = self.unclassified.saturating_add(books.unclassified);
        self.covers = self.covers.union(books.covers);
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// The next row begins; exactly one of `used`, `ignored`, `problem` ends it.
    pub(super) fn row(&mut self) {
        self.rows += 1;
    }

    pub(super) fn used(&mut self) {
        self.used += 1;
    }

    pub(super) fn ignored(&mut self, reason: IgnoredReason) {
        *self.ignored.entry(reason).or_default() += 1;
    }

    /// `column` is a name of a fixed list, never whatever the file has.
    pub(super) fn problem(&mut self, kind: ProblemKind, column: Option<&str>) {
        *self.problems.entry(kind).or_default() += 1;
        if self.located.len() < LOCATED {
            self.located.push(Problem {
                kind,
                file: self.name.clone(),
                row: Some(self.rows),
                column: column.map(str::to_owned),
            });
        }
    }

    /// A member of the archive could not be read: located, in no count of rows.
    pub(super) fn whole_file(&mut self, problem: Problem) {
        self.located.push(problem);
    }

    /// Somebody stands in the file.
    #[inline]
    pub(super) fn met(&mut self, pseudonym: Pseudonym) {
        self.note(pseudonym, false);
    }

    /// Something happened to somebody, which is in the books already.
    pub(super) fn happened_to(&mut self, pseudonym: Pseudonym) {
        self.note(pseudonym, true);
    }

    #[inline]
    fn note(&mut self, pseudonym: Pseudonym, happened: bool) {
        if self.lately.len() >= TOGETHER {
            self.settle();
        }
        self.lately.push((pseudonym, happened));
    }

    fn settle(&mut self) {
        for (pseudonym, happened) in self.lately.drain(..) {
            let met = self.seen.meet(pseudonym);
            if happened {
                met.mark();
            }
        }
    }

    /// An event was kept.
    #[inline]
    pub(super) fn kept(&mut self, who: Option<Pseudonym>, event: &Entry) {
        self.add(event.kind, u64::from(event.count));
        if let Some(pseudonym) = who {
            match self.lately.last_mut() {
                Some((last, _)) if self.others_alone && *last == pseudonym => {
                    self.lately.pop();
                }
                _ if self.others_alone => {}
                Some((last, happened)) if *last == pseudonym => *happened = true,
                _ => self.note(pseudonym, true),
            }
        }
        if let Some(moment) = event.moment {
            self.first = Some(self.first.map_or(moment.time, |first| first.min(moment.time)));
            self.last = Some(self.last.map_or(moment.time, |last| last.max(moment.time)));
            self.ambiguous += u64::from(moment.ambiguous);
        }
        if event.unclassified {
            self.unclassified += u64::from(event.count);
        }
    }

    #[inline]
    fn add(&mut self, kind: Kind, count: u64) {
        if let Some(sum) = self.events.get_mut(kind as usize) {
            *sum = Some(sum.unwrap_or_default().saturating_add(count));
        }
    }

    fn events(&self) -> BTreeMap<Kind, u64> {
        let sums = Kind::ALL.into_iter().zip(self.events);
        mapped(sums.filter_map(|(kind, sum)| Some((kind, sum?))))
    }

    /// A time without a zone was read, whatever became of its row.
    pub(super) fn zoneless(&mut self) {
        self.zoneless = true;
    }

    /// The sums of one campaign, of which nothing is counted.
    pub(super) fn reported(&mut self, campaign: Reported) {
        if self.reported.len() < REPORTED && !campaign.figures.is_empty() {
            self.reported.push(campaign);
        }
    }

    /// The sums of the only campaign of the file, as far as they are read.
    pub(super) fn reported_so_far(&mut self, campaign: Reported) {
        self.reported.clear();
        self.reported(campaign);
    }

    pub(super) fn covers(&mut self, kinds: KindSet) {
        self.covers = self.covers.union(kinds);
    }

    pub(super) fn covered(&self) -> KindSet {
        self.covers
    }

    /// Adds the books of another member of the same archive.
    pub(super) fn merge(&mut self, mut other: Account) {
        self.settle();
        other.settle();
        self.rows += other.rows;
        self.used += other.used;
        for (kind, count) in other.events() {
            self.add(kind, count);
        }
        add(&mut self.ignored, other.ignored);
        add(&mut self.problems, other.problems);
        let room = LOCATED.saturating_sub(self.located.len());
        self.located.extend(other.located.into_iter().take(room));
        for (pseudonym, happened) in other.seen.iter() {
            let met = self.seen.meet(pseudonym);
            if happened {
                met.mark();
            }
        }
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
        self.zoneless |= other.zoneless;
        self.ambiguous += other.ambiguous;
        self.unclassified += other.unclassified;
        let room = REPORTED.saturating_sub(self.reported.len());
        self.reported.extend(other.reported.into_iter().take(room));
        self.covers = self.covers.union(other.covers);
    }

    /// The report; `zone` is the one in which zoneless times were read.
    pub(super) fn report(
        &mut self,
        dialect: &str,
        granularity: Granularity,
        zone: &str,
    ) -> FileReport {
        self.settle();
        FileReport {
            name: self.name.clone(),
            dialect: dialect.to_owned(),
            granularity,
            rows: self.rows,
            rows_used: self.used,
            events: self.events(),
            ignored: self.ignored.clone(),
            problems: self.problems.clone(),
            located: self.located.clone(),
            recipients: self.seen.marked() as u64,
            addresses: u64::from(self.seen.len()),
            first: self.first.map(calendar::iso),
            last: self.last.map(calendar::iso),
            zone: self.zoneless.then(|| zone.to_owned()),
            ambiguous_times: self.ambiguous,
            unclassified_bounces: self.unclassified,
            reported: self.reported.clone(),
        }
    }
}

/// Books without people: of one part of a file, its rows counted from 1.
#[derive(Serialize, Deserialize)]
pub(super) struct Books {
    rows: u64,
    used: u64,
    events: BTreeMap<Kind, u64>,
    ignored: BTreeMap<IgnoredReason, u64>,
    problems: BTreeMap<ProblemKind, u64>,
    /// Kind, row and column.
    located: Vec<(ProblemKind, u64, Option<String>)>,
    first: Option<i64>,
    last: Option<i64>,
    zoneless: bool,
    ambiguous: u64,
    unclassified: u64,
    covers: KindSet,
}

impl Books {
    /// Whether so many rows can be, and stand in a part of so many bytes; one row has
    /// none, where what the text was packed in is damaged behind it.
    pub(super) fn fit(&self, bytes: u64) -> bool {
        self.rows <= bytes.saturating_add(1) && self.used <= self.rows
    }
}

/// What the books need to know of an event.
pub(super) struct Entry {
    pub kind: Kind,
    pub count: u32,
    pub moment: Option<Moment>,
    pub unclassified: bool,
}

/// The pseudonym of somebody; `None` for nobody.
pub(super) fn pseudonym(who: &Who<'_>) -> Option<Pseudonym> {
    match who {
        Who::Subscriber { pseudonym, .. } => Some(*pseudonym),
        Who::Nobody => None,
    }
}

fn add<K: Ord>(sums: &mut BTreeMap<K, u64>, others: BTreeMap<K, u64>) {
    for (key, count) in others {
        let sum = sums.entry(key).or_default();
        *sum = sum.saturating_add(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::events::Key;

    fn somebody(cell: &str) -> Option<Pseudonym> {
        pseudonym(&Who::from_cell(cell, &Key::new([1; 16])))
    }

    fn opened(time: i64) -> Entry {
        let moment = Moment { time: Time(time), coarse: false, ambiguous: false };
        Entry { kind: Kind::Opened, count: 2, moment: Some(moment), unclassified: false }
    }

    #[test]
    fn recipients_of_two_members_are_counted_once() {
        let (mut one, mut two) = (Account::new("a"), Account::new("b"));
        for (account, cells) in [
            (&mut one, ["x@example.org", "y@example.org"]),
            (&mut two, ["y@example.org", "z@example.org"]),
        ] {
            for cell in cells {
                account.row();
                account.met(somebody(cell).expect("an address"));
                account
                    .kept(somebody(cell), &opened(if cell.starts_with('z') { 5 } else { 1_000 }));
                account.used();
            }
        }
        two.row();
        two.met(somebody("silent@example.org").expect("an address"));
        two.ignored(IgnoredReason::NothingHappened);
        one.merge(two);
        let report = one.report("generic", Granularity::Event, "UTC");
        assert_eq!(
            (report.rows, report.rows_used, report.recipients, report.addresses),
            (5, 4, 3, 4)
        );
        assert_eq!(report.events[&Kind::Opened], 8);
        assert_eq!(report.first.as_deref(), Some("1970-01-01T00:00:00.005Z"));
        assert_eq!(report.last.as_deref(), Some("1970-01-01T00:00:01Z"));
        assert_eq!(report.zone, None);
    }

    #[test]
    fn all_problems_are_counted_and_the_first_thousand_located() {
        let mut account = Account::new("a");
        for _ in 0..1_200 {
            account.row();
            account.problem(ProblemKind::BadTime, Some("timestamp"));
        }
        let report = account.report("generic", Granularity::Event, "UTC");
        assert_eq!(report.problems[&ProblemKind::BadTime], 1_200);
        assert_eq!(report.located.len(), 1_000);
        assert_eq!(report.located[999].row, Some(1_000));
    }
}
