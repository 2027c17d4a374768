//! Lists of what subscribers granted or denied: an address, a choice about
//! opens and clicks (or both), since when.

use super::dialects::{Source, airbyte};
use super::guess;
use super::look::{self, HEAD, Look};
use super::subscriber::{self, ByPseudonym};
use super::times::{self, Clock};
use super::trial::{End, Trying};
use super::unusable::{FileRows, Unusable};
use super::{Key, Who, headers, words};
use crate::contract::{ConsentSummary, DateOrder, Mapping, Problem, ProblemKind, Role, Shape};
use crate::engine::records::{Reader, Record, Row};
use crate::engine::zone::{Time, Zone, Zones};
use serde_json::Value;
use std::borrow::Cow;

/// So many problems are located; all are counted.
const LOCATED: usize = 1_000;

/// One subscriber's word: `None` where it says nothing of that.
pub struct ConsentRow<'a> {
    pub(in crate::engine) who: Who<'a>,
    pub(in crate::engine) opens: Option<bool>,
    pub(in crate::engine) clicks: Option<bool>,
    /// Holds always where the list has no date.
    pub(in crate::engine) since: Option<Time>,
}

/// Reads one consent list, in slices of any size.
pub struct ConsentReading {
    path: String,
    mapping: Option<Mapping>,
    key: Key,
    zone: Zone,
    stage: Stage,
    books: Books,
}

enum Stage {
    Head(Vec<u8>),
    Body(Box<(Reader, Columns)>),
    Failed(ProblemKind),
}

/// Where a list has what.
struct Columns {
    address: Option<usize>,
    opens: Option<usize>,
    clicks: Option<usize>,
    both: Option<usize>,
    date: Option<usize>,
    dates: DateOrder,
    header: Vec<String>,
    keys: Vec<Vec<String>>,
}

/// A subscriber's latest choice about one thing.
type Latest = Option<(Option<Time>, bool)>;

struct Books {
    summary: ConsentSummary,
    latest: ByPseudonym<(Latest, Latest)>,
    /// Where rows that cannot be used are wanted.
    unusable: Option<FileRows>,
    /// Where the mapping is only tried.
    trying: Option<Trying>,
}

/// A list that was read to its end.
pub struct FinishedList {
    pub summary: ConsentSummary,
    unusable: Option<FileRows>,
    trying: Option<Trying>,
}

impl FinishedList {
    /// Gives back what was seen of the rows.
    pub(in crate::engine) fn tried(&mut self) -> Option<Trying> {
        self.trying.take()
    }

    /// Hands over the rows that could not be used.
    pub(in crate::engine) fn unusable(&mut self, all: &mut Unusable) {
        if let Some(rows) = self.unusable.take() {
            all.end(rows);
        }
    }
}

impl ConsentReading {
    /// `mapping` is the user's, or `None` for the guess; dates without a zone are
    /// read in `default_zone`.
    pub fn new(
        path: &str,
        mapping: Option<&Mapping>,
        key: &Key,
        zones: &Zones,
        default_zone: &str,
    ) -> ConsentReading {
        ConsentReading {
            path: path.to_owned(),
            mapping: mapping.cloned(),
            key: key.clone(),
            zone: zones.get(default_zone),
            stage: Stage::Head(Vec::new()),
            books: Books {
                summary: ConsentSummary { name: path.to_owned(), ..ConsentSummary::default() },
                latest: ByPseudonym::default(),
                unusable: None,
                trying: None,
            },
        }
    }

    /// Keeps the rows that cannot be used, for [`FinishedList::unusable`].
    pub(in crate::engine) fn gathering(mut self, all: &Unusable) -> ConsentReading {
        self.books.unusable = Some(all.begin(&self.path));
        self
    }

    /// Watches what becomes of the rows, until [`FinishedList::tried`].
    pub(in crate::engine) fn tried(mut self, trying: Option<Trying>) -> ConsentReading {
        self.books.trying = trying;
        self
    }

    /// Reads the next bytes of the list. An error means that it cannot be read
    /// as a whole, and why.
    pub fn push(
        &mut self,
        bytes: &[u8],
        sink: &mut dyn FnMut(ConsentRow<'_>),
    ) -> Result<(), Problem> {
        match &mut self.stage {
            Stage::Head(head) => {
                head.extend_from_slice(bytes);
                if head.len() <= HEAD {
                    return Ok(());
                }
                self.start(false, sink)
            }
            Stage::Body(_) => {
                self.body(Some(bytes), sink);
                Ok(())
            }
            Stage::Failed(kind) => Err(whole(*kind, &self.path)),
        }
    }

    /// The list ends here.
    pub fn finish(mut self, sink: &mut dyn FnMut(ConsentRow<'_>)) -> Result<FinishedList, Problem> {
        if let Stage::Head(_) = self.stage {
            self.start(true, sink)?;
        }
        if let Stage::Failed(kind) = self.stage {
            return Err(whole(kind, &self.path));
        }
        self.body(None, sink);
        let mut unusable = self.books.unusable.take();
        if let (Some(rows), Stage::Body(body)) = (&mut unusable, &self.stage) {
            rows.ended(body.0.header());
        }
        let trying = self.books.trying.take();
        Ok(FinishedList { summary: self.books.finish(), unusable, trying })
    }

    fn start(
        &mut self,
        complete: bool,
        sink: &mut dyn FnMut(ConsentRow<'_>),
    ) -> Result<(), Problem> {
        let stage = std::mem::replace(&mut self.stage, Stage::Failed(ProblemKind::EmptyFile));
        let Stage::Head(head) = stage else {
            self.stage = stage;
            return Ok(());
        };
        let look = Look::new(&self.path, &head, complete);
        match Columns::new(&look, self.mapping.as_ref()) {
            Ok(columns) => {
                self.stage = Stage::Body(Box::new((Reader::new(&look.sniff), columns)));
                self.body(Some(&head), sink);
                Ok(())
            }
            Err(kind) => {
                self.stage = Stage::Failed(kind);
                Err(whole(kind, &self.path))
            }
        }
    }

    /// Reads on, or to the end with `None`.
    fn body(&mut self, bytes: Option<&[u8]>, sink: &mut dyn FnMut(ConsentRow<'_>)) {
        let Stage::Body(body) = &mut self.stage else { return };
        let (reader, columns) = body.as_mut();
        let clock = Clock::new(&self.zone, columns.dates);
        let mut rows = Rows { books: &mut self.books, columns, clock, key: &self.key, sink };
        let mut each = |_: u64, record: Record<'_>| rows.record(record);
        match bytes {
            Some(bytes) => reader.push(bytes, &mut each),
            None => reader.finish(&mut each),
        }
    }
}

/// Counts each record as one row, or as its elements where it is an envelope.
struct Rows<'b> {
    books: &'b mut Books,
    columns: &'b Columns,
    clock: Clock<'b>,
    key: &'b Key,
    sink: &'b mut dyn FnMut(ConsentRow<'_>),
}

impl Rows<'_> {
    fn record(&mut self, record: Record<'_>) {
        match record {
            Record::Row(row) => self.row(Source::Row(row), &Cells::Row(row)),
            Record::Object(object) => match look::envelope(object) {
                None => {
                    let inner = airbyte::record(object);
                    self.row(Source::Object(object), &Cells::Object(&inner));
                }
                Some(elements) => elements.iter().for_each(|element| match element {
                    Value::Object(inner) => {
                        self.row(Source::Element(inner, object), &Cells::Object(inner));
                    }
                    _ => self.broken(ProblemKind::NotAnObject),
                }),
            },
            // Not asked for.
            Record::Plain(_) => self.broken(ProblemKind::NotAnObject),
            Record::Broken(kind) => self.broken(kind),
        }
    }

    fn row(&mut self, source: Source<'_>, cells: &Cells<'_>) {
        self.books.summary.rows += 1;
        let address = self.columns.cell(cells, self.columns.address);
        let read = read(cells, &address, self.columns, &self.clock, self.key);
        if let Some(trying) = &mut self.books.trying {
            trying.date(self.clock.order(&self.columns.cell(cells, self.columns.date)));
            let end = match &read {
                Ok(row) => {
                    trying.decision(row.opens, row.clicks);
                    End::Used
                }
                Err((kind, _)) => End::Problem(*kind),
            };
            trying.end(source, end);
        }
        match read {
            Ok(row) => {
                self.books.remember(&row);
                (self.sink)(row);
            }
            Err((kind, at)) => {
                let name = at.and_then(|at| self.columns.header.get(at));
                let column = name.and_then(|name| headers::tellable(name));
                self.books.problem(kind, column, Some(source));
            }
        }
    }

    fn broken(&mut self, kind: ProblemKind) {
        self.books.summary.rows += 1;
        self.books.problem(kind, None, None);
    }
}

enum Cells<'a> {
    Row(Row<'a>),
    Object(&'a look::Object),
}

impl Columns {
    fn new(look: &Look, mapping: Option<&Mapping>) -> Result<Columns, ProblemKind> {
        if let Some(problem) = look.sniff.problem {
            return Err(problem);
        }
        // Records as text in the cells of another table.
        if look.stream.is_some() && matches!(look.sniff.shape, Shape::Csv { .. }) {
            return Err(ProblemKind::UnsupportedFormat);
        }
        let guess;
        let mapping = match mapping {
            Some(mapping) => mapping,
            None => {
                guess = guess::guess(look).mapping;
                &guess
            }
        };
        let first = |role: Role| mapping.roles.iter().position(|&found| found == role);
        let columns = Columns {
            address: first(Role::Address),
            opens: first(Role::ConsentOpens),
            clicks: first(Role::ConsentClicks),
            both: first(Role::ConsentBoth),
            date: first(Role::ConsentDate),
            dates: mapping.dates,
            header: look.header.clone(),
            keys: look.keys.clone(),
        };
        if look.header.is_empty() {
            return Err(ProblemKind::NoHeader);
        }
        let choices = [columns.opens, columns.clicks, columns.both];
        if columns.address.is_none() || choices.iter().all(Option::is_none) {
            return Err(ProblemKind::NoUsableColumns);
        }
        Ok(columns)
    }

    fn cell<'a>(&self, cells: &Cells<'a>, at: Option<usize>) -> Cow<'a, str> {
        let cell = at.and_then(|at| match cells {
            Cells::Row(row) => row.get(at),
            Cells::Object(object) => {
                self.keys.get(at).and_then(|keys| look::at(object, keys)).map(look::text)
            }
        });
        match cell.unwrap_or_default() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// A choice; nothing where the cell is empty.
    fn choice(
        &self,
        cells: &Cells<'_>,
        at: Option<usize>,
    ) -> Result<Option<bool>, (ProblemKind, usize)> {
        let Some(at) = at else { return Ok(None) };
        let cell = self.cell(cells, Some(at));
        if words::is_absent(&cell) {
            return Ok(None);
        }
        words::choice(&cell).map(Some).ok_or((ProblemKind::BadConsent, at))
    }
}

impl Books {
    fn problem(&mut self, kind: ProblemKind, column: Option<&str>, source: Option<Source<'_>>) {
        if let Some(unusable) = &mut self.unusable {
            unusable.add(self.summary.rows, column, kind, source);
        }
        *self.summary.problems.entry(kind).or_default() += 1;
        if self.summary.located.len() < LOCATED {
            self.summary.located.push(Problem {
                kind,
                file: self.summary.name.clone(),
                row: Some(self.summary.rows),
                column: column.map(str::to_owned),
            });
        }
    }

    fn remember(&mut self, row: &ConsentRow<'_>) {
        let Who::Subscriber { pseudonym, .. } = &row.who else { return };
        let (opens, clicks) = self.latest.entry(*pseudonym).or_default();
        for (latest, choice) in [(opens, row.opens), (clicks, row.clicks)] {
            let Some(choice) = choice else { continue };
            // No date is before every date; of the same date the later row holds.
            if latest.is_none_or(|(since, _)| row.since >= since) {
                *latest = Some((row.since, choice));
            }
        }
    }

    fn finish(mut self) -> ConsentSummary {
        self.summary.subscribers = self.latest.len() as u64;
        for (opens, clicks) in self.latest.values() {
            let told = |latest: &Latest, wanted: bool| {
                u64::from(latest.is_some_and(|(_, choice)| choice == wanted))
            };
            self.summary.granted_opens += told(opens, true);
            self.summary.denied_opens += told(opens, false);
            self.summary.granted_clicks += told(clicks, true);
            self.summary.denied_clicks += told(clicks, false);
        }
        self.summary
    }
}

/// One row; an error names the problem and its column.
fn read<'a>(
    cells: &Cells<'_>,
    address: &'a str,
    columns: &Columns,
    clock: &Clock<'_>,
    key: &Key,
) -> Result<ConsentRow<'a>, (ProblemKind, Option<usize>)> {
    let told = |(kind, at)| (kind, Some(at));
    if !subscriber::is_plausible(address) {
        return Err((ProblemKind::BadAddress, columns.address));
    }
    let who = Who::from_cell(address, key);
    if matches!(who, Who::Nobody) {
        return Err((ProblemKind::MissingAddress, columns.address));
    }
    let both = columns.choice(cells, columns.both).map_err(told)?;
    let opens = columns.choice(cells, columns.opens).map_err(told)?.or(both);
    let clicks = columns.choice(cells, columns.clicks).map_err(told)?.or(both);
    let since = match clock.read(&columns.cell(cells, columns.date)) {
        times::Reading::Absent => None,
        times::Reading::Bad => return Err((ProblemKind::BadTime, columns.date)),
        times::Reading::At { time, .. } => Some(time),
    };
    Ok(ConsentRow { who, opens, clicks, since })
}

fn whole(kind: ProblemKind, path: &str) -> Problem {
    Problem { kind, file: path.to_owned(), row: None, column: None }
}

#[cfg(test)]
mod tests;
