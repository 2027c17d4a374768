//! What the rows of a file become by a mapping that is not accepted yet: row by
//! row for those that are shown, and how many of all rest on an assumption.

use super::dialects::{Source, airbyte};
use super::look;
use super::out::Draft;
use super::times::Order;
use crate::contract::{Doubt, IgnoredReason, Inspection, ProblemKind, Trial, TriedEvent, TriedRow};
use crate::engine::calendar;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Events of one row that are shown; a recipient's row has one a kind.
const EVENTS: usize = 20;

/// Watches a file being read.
pub struct Trying {
    header: Vec<String>,
    /// The rows that are shown, in the order of the file.
    shown: Vec<Vec<String>>,
    /// What the first of them became, and whether its date could be read otherwise.
    rows: Vec<(TriedRow, bool)>,
    row: TriedRow,
    order: Option<Order>,
    doubts: BTreeMap<Doubt, u64>,
    /// Rows used with a doubt whatever other rows say.
    doubtful: u64,
    /// Rows used whose date could be read otherwise, and of them those with no other
    /// doubt.
    open: u64,
    open_alone: u64,
    /// Some date tells that the order is the one that was said, or that it is not.
    confirmed: bool,
    contradicted: bool,
}

/// How the reading of a row ended.
pub(super) enum End {
    Used,
    Ignored(IgnoredReason),
    Problem(ProblemKind),
}

impl Trying {
    /// For the rows that the inspection shows.
    pub fn new(inspection: &Inspection) -> Trying {
        Trying::of(inspection.header.clone(), inspection.preview.clone())
    }

    /// One that has seen nothing yet, for the next member of an archive.
    pub(in crate::engine) fn fresh(&self) -> Trying {
        Trying::of(self.header.clone(), self.shown.clone())
    }

    fn of(header: Vec<String>, shown: Vec<Vec<String>>) -> Trying {
        Trying {
            header,
            shown,
            rows: Vec::new(),
            row: TriedRow::default(),
            order: None,
            doubts: BTreeMap::new(),
            doubtful: 0,
            open: 0,
            open_alone: 0,
            confirmed: false,
            contradicted: false,
        }
    }

    /// Adds what another saw, of the same rows that are shown: they are those of one
    /// member.
    pub(in crate::engine) fn merge(&mut self, other: Trying) {
        if other.rows.len() > self.rows.len() {
            self.rows = other.rows;
        }
        for (doubt, rows) in other.doubts {
            *self.doubts.entry(doubt).or_default() += rows;
        }
        self.doubtful += other.doubtful;
        self.open += other.open;
        self.open_alone += other.open_alone;
        self.confirmed |= other.confirmed;
        self.contradicted |= other.contradicted;
    }

    /// A date of the row that is being read.
    pub(super) fn date(&mut self, order: Option<Order>) {
        self.confirmed |= order == Some(Order::Confirmed);
        self.contradicted |= order == Some(Order::Contradicted);
        // The gravest of several.
        self.order = self.order.max(order);
    }

    /// An event of the row that is being read.
    pub(super) fn event(&mut self, draft: &Draft<'_>, campaign: &str) {
        if draft.moment.is_some_and(|moment| moment.ambiguous) {
            self.doubt(Doubt::RepeatedHour);
        }
        if draft.unclassified {
            self.doubt(Doubt::UnclassedBounce);
        }
        if self.row.events.len() < EVENTS {
            self.row.events.push(TriedEvent {
                kind: draft.kind,
                count: draft.count,
                time: draft.moment.map(|moment| calendar::iso(moment.time)),
                campaign: campaign.to_owned(),
            });
        }
    }

    /// What a row of a consent list decides.
    pub(super) fn decision(&mut self, opens: Option<bool>, clicks: Option<bool>) {
        (self.row.opens, self.row.clicks) = (opens, clicks);
    }

    fn doubt(&mut self, doubt: Doubt) {
        if !self.row.doubts.contains(&doubt) {
            self.row.doubts.push(doubt);
        }
    }

    /// The row was read.
    pub(super) fn end(&mut self, source: Source<'_>, end: End) {
        let order = self.order.take();
        if order == Some(Order::Contradicted) {
            self.doubt(Doubt::DateOrder);
        }
        let mut row = std::mem::take(&mut self.row);
        let mut open = false;
        match end {
            End::Used => {
                open = order == Some(Order::Open);
                self.open += u64::from(open);
                self.open_alone += u64::from(open && row.doubts.is_empty());
                self.doubtful += u64::from(!row.doubts.is_empty());
                for doubt in &row.doubts {
                    *self.doubts.entry(*doubt).or_default() += 1;
                }
            }
            End::Ignored(reason) => {
                row = TriedRow { ignored: Some(reason), ..TriedRow::default() };
            }
            End::Problem(kind) => {
                row = TriedRow { problem: Some(kind), ..TriedRow::default() };
            }
        }
        if self.is_next(source) {
            self.rows.push((row, open));
        }
    }

    /// Whether this is the next of the rows that are shown.
    fn is_next(&self, source: Source<'_>) -> bool {
        let Some(shown) = self.shown.get(self.rows.len()) else { return false };
        match source {
            Source::Row(row) => {
                row.width() == shown.len()
                    && shown.iter().enumerate().all(|(at, cell)| {
                        row.get(at).is_some_and(|found| found.as_ref() == cell.as_str())
                    })
            }
            // Not asked for where a plan is tried.
            Source::Plain(_) => false,
            Source::Object(object) | Source::Element(object, _) => {
                let record = airbyte::record(object);
                self.header.len() == shown.len()
                    && self.header.iter().zip(shown).all(|(key, cell)| value(&record, key) == *cell)
            }
        }
    }

    /// The file, or what of it was to be tried, ends here.
    pub fn finish(self, report: crate::contract::FileReport, complete: bool) -> Trial {
        // One date is enough, as long as none says otherwise.
        let settled = self.confirmed && !self.contradicted;
        let (mut doubts, mut doubtful) = (self.doubts, self.doubtful);
        if !settled && self.open > 0 {
            *doubts.entry(Doubt::DateOrder).or_default() += self.open;
            doubtful += self.open_alone;
        }
        let rows = self.rows.into_iter().map(|(mut row, open)| {
            if open && !settled {
                row.doubts.push(Doubt::DateOrder);
            }
            row
        });
        Trial { report, complete, doubtful, doubts, rows: rows.collect() }
    }
}

/// The cell of an object under a column, which is a key or several with dots.
fn value<'v>(record: &'v look::Object, key: &str) -> Cow<'v, str> {
    let found = look::at(record, &[key.to_owned()]).or_else(|| {
        let keys: Vec<String> = key.split('.').map(str::to_owned).collect();
        look::at(record, &keys)
    });
    found.map_or(Cow::Borrowed(""), look::text)
}
