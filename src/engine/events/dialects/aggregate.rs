//! Figures per campaign without recipients: recognised and named, nothing counted.
//! What they say stands beside the figures that are counted, for comparison.

use super::{Look, ReadRecord, Source, cell};
use crate::contract::{IgnoredReason, KindSet, Measure, Reported};
use crate::engine::events::out::{Out, Refusal};
use crate::engine::events::words;
use crate::engine::sorting::mapped;

const NO_EVENT: Refusal = Refusal::Ignored(IgnoredReason::NotAnEvent);

/// Letters of a campaign's name that are kept.
const LONGEST_NAME: usize = 300;

/// Figures of which nothing can be compared.
pub(super) struct Silent;

impl ReadRecord for Silent {
    fn read(&mut self, _source: Source<'_>, _out: &mut Out<'_>) -> Result<(), Refusal> {
        Err(NO_EVENT)
    }

    fn covers(&self) -> KindSet {
        KindSet::EMPTY
    }
}

/// A table with one campaign a row.
pub(super) struct Table {
    name: Option<usize>,
    columns: Vec<(usize, Measure)>,
}

impl Table {
    /// `name` is the column of the campaign's name, `figures` are those of numbers.
    pub(super) fn new(look: &Look, name: &str, figures: &[(&str, Measure)]) -> Table {
        let columns = figures.iter();
        let columns =
            columns.filter_map(|(column, measure)| Some((look.column(column)?, *measure)));
        Table { name: look.column(name), columns: columns.collect() }
    }
}

impl ReadRecord for Table {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        if let Source::Row(row) = source {
            let figure = |(at, measure): &(usize, Measure)| {
                Some((*measure, u64::from(words::count(&cell(&row, Some(*at)))?)))
            };
            let figures = mapped(self.columns.iter().filter_map(figure));
            let campaign = shortened(&cell(&row, self.name));
            out.account.reported(Reported { campaign, figures });
        }
        Err(NO_EVENT)
    }

    fn covers(&self) -> KindSet {
        KindSet::EMPTY
    }

    fn hangs_together(&self) -> bool {
        true
    }
}

/// What a line of [`Sections`] says.
#[derive(Clone, Copy)]
pub(super) enum Line {
    Name,
    Figure(Measure),
}

/// The report of one campaign: a name and a value a line, under headings.
pub(super) struct Sections {
    lines: &'static [(&'static str, Line)],
    so_far: Reported,
    told: bool,
}

impl Sections {
    /// `lines` are the names, without the colon behind them. Of a name that comes
    /// twice the first counts: sections further down tell of parts.
    pub(super) fn new(look: &Look, lines: &'static [(&'static str, Line)]) -> Sections {
        let mut sections = Sections { lines, so_far: Reported::default(), told: false };
        // The widest table in the file is taken for the table that it is; most of the
        // report stands above that.
        for row in look.above.iter().chain([&look.header]) {
            let cell = |at: usize| row.get(at).map_or("", |cell| cell.trim());
            sections.line(cell(0), cell(1));
        }
        sections
    }

    /// Whether the line says something new.
    fn line(&mut self, name: &str, value: &str) -> bool {
        let name = name.trim_end_matches([':', ' ']);
        match self.lines.iter().find(|(line, _)| line.eq_ignore_ascii_case(name)) {
            Some((_, Line::Name)) if self.so_far.campaign.is_empty() => {
                self.so_far.campaign = shortened(value);
                true
            }
            Some((_, Line::Figure(measure))) if !self.so_far.figures.contains_key(measure) => {
                let count = words::count(value);
                let figure = count.map(|count| (*measure, u64::from(count)));
                self.so_far.figures.extend(figure);
                figure.is_some()
            }
            _ => false,
        }
    }
}

impl ReadRecord for Sections {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let Source::Row(row) = source else { return Err(NO_EVENT) };
        let new = self.line(&cell(&row, Some(0)), &cell(&row, Some(1)));
        if new || !std::mem::replace(&mut self.told, true) {
            out.account.reported_so_far(self.so_far.clone());
        }
        Err(NO_EVENT)
    }

    fn covers(&self) -> KindSet {
        KindSet::EMPTY
    }

    fn hangs_together(&self) -> bool {
        true
    }
}

fn shortened(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}
