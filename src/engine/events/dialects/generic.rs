//! Any delimited text or JSON, read by a [`Mapping`]: one event a row, or one
//! recipient a row with counters, dates, flags and a status.

mod recipients;
#[cfg(test)]
mod tests;

use super::{Look, Object, ReadRecord, Source, cell};
use crate::contract::{Granularity, IgnoredReason, Kind, KindSet, Mapping, ProblemKind, Role};
use crate::engine::events::decimal;
use crate::engine::events::headers::{self, Meaning};
use crate::engine::events::look;
use crate::engine::events::naming;
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::times::is_time_of_day;
use crate::engine::events::words::{self, Word};
use crate::engine::events::{Campaign, Who};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// So many spellings of event words are remembered; others are looked up anew.
const REMEMBERED: usize = 1_000;
/// So many of them, the first to come, are compared one by one before that.
const FIRST: usize = 12;
const KINDS: usize = Kind::ALL.len();

/// Words that end a table rather than name a person.
const TOTALS: [&str; 12] = [
    "total",
    "totals",
    "sum",
    "gesamt",
    "summe",
    "insgesamt",
    "gesamtsumme",
    "totale",
    "totaux",
    "totales",
    "totaal",
    "somme",
];

/// What a message must have come through before anything of this happens to it:
/// where a status only tells the last of all, it tells those, too.
const STEPS: [(Kind, &[Kind]); 2] = [
    (Kind::Delivered, &REACTIONS),
    (
        Kind::Sent,
        &[
            Kind::Delivered,
            Kind::BouncedHard,
            Kind::BouncedSoft,
            Kind::Opened,
            Kind::Read,
            Kind::Clicked,
            Kind::Unsubscribed,
            Kind::Complained,
            Kind::Forwarded,
            Kind::Printed,
        ],
    ),
];
const REACTIONS: [Kind; 7] = [
    Kind::Opened,
    Kind::Read,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
    Kind::Forwarded,
    Kind::Printed,
];

/// A reader by mapping.
pub(super) struct Generic {
    granularity: Granularity,
    address: Option<usize>,
    time: Option<usize>,
    /// The time of day, where it has a column of its own.
    time_of_day: Option<usize>,
    kinds: Vec<usize>,
    campaign_id: Option<usize>,
    campaign_name: Option<usize>,
    link: Option<usize>,
    agent: Option<usize>,
    country: Option<usize>,
    /// The column of a duration, and its milliseconds a unit.
    view: Option<(usize, u32)>,
    /// Recipient rows: what each column says happened.
    happened: Vec<(usize, Role)>,
    /// Columns whose bounces have no class, by position.
    unclassified: Vec<bool>,
    /// Columns that tell the last time of several, by position.
    last: Vec<bool>,
    /// Steps that the words of a status name, and no column of their own.
    steps: Vec<(Kind, &'static [Kind])>,
    /// The kind of every row where no column says it.
    kind: Option<Word>,
    mapped: BTreeMap<String, Option<Kind>>,
    first: Vec<(String, Meant)>,
    remembered: HashMap<String, Meant>,
    covers: KindSet,
    /// JSON: the path of keys behind each column.
    keys: Vec<Vec<String>>,
    header: Vec<String>,
    /// What stands above the addresses, trimmed; not for JSON.
    address_header: Option<String>,
    slots: [Slot; KINDS],
}

/// What a word means to this file.
#[derive(Clone, Copy)]
enum Meant {
    Kind(Word),
    LeftOut,
    /// That something did not happen.
    Nothing,
    Unknown,
}

/// What a recipient row says of one kind.
#[derive(Clone, Copy, Default)]
struct Slot {
    count: u32,
    moment: Option<Moment>,
    /// Of the last of several.
    last: Option<Moment>,
    /// Known only from a bounce without a class.
    unclassified: bool,
}

impl Generic {
    pub(super) fn new(look: &Look, mapping: &Mapping) -> Generic {
        let first = |role: Role| mapping.roles.iter().position(|&found| found == role);
        let happened: Vec<(usize, Role)> = mapping
            .roles
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, role)| {
                matches!(role, Role::CountOf(_) | Role::TimeOf(_) | Role::FlagOf(_))
            })
            .collect();
        let named = matches!(mapping.campaign, crate::contract::CampaignSource::Column);
        let unclassified = |name: &String| match headers::meaning(name) {
            Some(Meaning::Of(word)) => word.unclassified,
            _ => false,
        };
        let (time, time_of_day) = times(look, &mapping.roles);
        let kind = mapping.kind.map(|kind| {
            let dated = match time.and_then(|at| look.header.get(at)).map(|it| headers::meaning(it))
            {
                Some(Some(Meaning::Of(word))) => Some(word),
                _ => None,
            };
            let told = [dated, naming::kind(&look.path)].into_iter().flatten();
            let told = told.into_iter().find(|word| word.kind == kind);
            told.unwrap_or(Word { kind, unclassified: false })
        });
        let tells_last = |name: &String| matches!(headers::meaning(name), Some(Meaning::Last(_)));
        let columns = |kind: Kind| {
            let of = [Role::CountOf(kind), Role::TimeOf(kind), Role::FlagOf(kind)];
            happened.iter().any(|(_, role)| of.contains(role))
        };
        let named_by_status = |kind: Kind| mapping.words.values().any(|word| *word == Some(kind));
        let steps = STEPS.into_iter().filter(|(step, _)| named_by_status(*step) && !columns(*step));
        let steps = steps.collect();
        let json = !look.keys.is_empty();
        let address = first(Role::Address);
        let address_header = address.filter(|_| !json).and_then(|at| look.header.get(at));
        let mut generic = Generic {
            granularity: mapping.granularity,
            address,
            time,
            time_of_day,
            kinds: positions(&mapping.roles, Role::Kind),
            campaign_id: first(Role::CampaignId).filter(|_| named),
            campaign_name: first(Role::CampaignName).filter(|_| named),
            link: first(Role::Link),
            agent: first(Role::UserAgent),
            country: first(Role::Country),
            view: first(Role::ViewMilliseconds)
                .map(|at| (at, 1))
                .or_else(|| first(Role::ViewSeconds).map(|at| (at, 1_000))),
            happened,
            unclassified: look.header.iter().map(unclassified).collect(),
            last: look.header.iter().map(tells_last).collect(),
            steps,
            kind,
            mapped: mapping.words.clone(),
            first: Vec::new(),
            remembered: HashMap::new(),
            covers: KindSet::EMPTY,
            keys: look.keys.clone(),
            header: look.header.clone(),
            address_header: address_header.map(|name| name.trim().to_owned()),
            slots: [Slot::default(); KINDS],
        };
        generic.covers = generic.coverage();
        generic
    }

    /// What the columns and words of the mapping can tell.
    fn coverage(&self) -> KindSet {
        let mut covers = KindSet::EMPTY;
        for (_, role) in &self.happened {
            if let Role::CountOf(kind) | Role::TimeOf(kind) | Role::FlagOf(kind) = role {
                covers.insert(*kind);
            }
        }
        if !self.kinds.is_empty() {
            self.mapped.values().flatten().for_each(|&kind| covers.insert(kind));
        } else if let Some(word) = self.kind {
            covers.insert(word.kind);
        }
        covers
    }

    #[inline]
    fn cell<'a>(&self, source: Source<'a>, at: Option<usize>) -> Cow<'a, str> {
        match source {
            Source::Row(row) => cell(&row, at),
            Source::Plain(object) => {
                Cow::Borrowed(at.map(|at| object.get(at).trim()).unwrap_or_default())
            }
            Source::Object(object) | Source::Element(object, _) => {
                let value =
                    at.and_then(|at| self.keys.get(at)).and_then(|keys| look::at(object, keys));
                match value.map(look::text) {
                    Some(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
                    Some(Cow::Owned(text)) => Cow::Owned(text),
                    None => Cow::Borrowed(""),
                }
            }
        }
    }

    /// Whether a row is too short to have a cell that it needs.
    #[inline]
    fn lacks(source: Source<'_>, at: Option<usize>) -> bool {
        match (source, at) {
            (Source::Row(row), Some(at)) => at >= row.width(),
            _ => false,
        }
    }

    /// What a word means: as the mapping has it, else as it is known.
    #[inline]
    fn meant(&mut self, text: &str) -> Meant {
        if let Some((_, meant)) = self.first.iter().find(|(first, _)| first == text) {
            return *meant;
        }
        if let Some(&meant) = self.remembered.get(text) {
            return meant;
        }
        let known = words::kind_of(text);
        let meant = match self.mapped.get(text) {
            Some(Some(kind)) => {
                let known = known.filter(|word| word.kind == *kind);
                Meant::Kind(known.unwrap_or(Word { kind: *kind, unclassified: false }))
            }
            Some(None) => Meant::LeftOut,
            None => match known {
                Some(word) => Meant::Kind(word),
                None if words::is_denied(text) => Meant::Nothing,
                None => Meant::Unknown,
            },
        };
        if self.first.len() < FIRST {
            self.first.push((text.to_owned(), meant));
        } else if self.remembered.len() < REMEMBERED {
            self.remembered.insert(text.to_owned(), meant);
        }
        meant
    }

    /// A repeated header, or a line of sums.
    #[inline]
    fn is_no_record(&self, address: &str) -> bool {
        self.address_header.as_deref() == Some(address)
            || TOTALS.iter().any(|total| address.eq_ignore_ascii_case(total))
    }

    #[inline]
    fn address<'c>(
        &self,
        source: Source<'_>,
        cell: &'c str,
        out: &mut Out<'_>,
    ) -> Result<Who<'c>, Refusal> {
        let Some(at) = self.address else {
            return match ends_a_table(source) {
                true => Err(Refusal::Ignored(IgnoredReason::NoRecord)),
                // A log that names nobody.
                false => Ok(Who::Nobody),
            };
        };
        let column = Column::At(at);
        if Generic::lacks(source, self.address) {
            return Err(Refusal::Problem(ProblemKind::WrongColumnCount, column));
        }
        if self.is_no_record(cell) {
            return Err(Refusal::Ignored(IgnoredReason::NoRecord));
        }
        let cell = if words::is_absent(cell) { "" } else { cell };
        if cell.is_empty() && ends_a_table(source) {
            return Err(Refusal::Ignored(IgnoredReason::NoRecord));
        }
        out.person(cell, column)
    }

    /// The time of a row, of one column or of two.
    #[inline]
    fn time_text<'a>(&self, source: Source<'a>, at: usize) -> Cow<'a, str> {
        let text = self.cell(source, Some(at));
        match self.time_of_day {
            None => text,
            Some(clock) => match self.cell(source, Some(clock)) {
                clock if words::is_absent(&clock) || words::is_absent(&text) => text,
                clock => Cow::Owned(format!("{text} {clock}")),
            },
        }
    }

    /// The kind that a row of a log names.
    #[inline]
    fn row_kind(&mut self, source: Source<'_>) -> Result<Word, Refusal> {
        let Some(&at) = self.kinds.first() else {
            return self.kind.ok_or(Refusal::Problem(ProblemKind::MissingKind, Column::Unknown));
        };
        if Generic::lacks(source, Some(at)) {
            return Err(Refusal::Problem(ProblemKind::WrongColumnCount, Column::At(at)));
        }
        let text = self.cell(source, Some(at));
        if text.is_empty() {
            return self.kind.ok_or(Refusal::Problem(ProblemKind::MissingKind, Column::At(at)));
        }
        match self.meant(&text) {
            Meant::Kind(word) => Ok(word),
            Meant::LeftOut => Err(Refusal::Ignored(IgnoredReason::WordLeftOut)),
            Meant::Nothing => Err(Refusal::Ignored(IgnoredReason::NothingHappened)),
            Meant::Unknown => Err(Refusal::Problem(ProblemKind::UnknownWord, Column::At(at))),
        }
    }

    #[inline]
    fn view_ms(&self, source: Source<'_>) -> Result<Option<u32>, Refusal> {
        let Some((at, unit)) = self.view else { return Ok(None) };
        let text = self.cell(source, Some(at));
        if words::is_absent(&text) {
            return Ok(None);
        }
        let view = decimal::parts(text.trim(), unit)
            .ok_or(Refusal::Problem(ProblemKind::BadNumber, Column::At(at)))?;
        Ok((view > 0).then_some(view))
    }

    fn read_event(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let address = self.cell(source, self.address);
        let who = self.address(source, &address, out)?;
        let word = self.row_kind(source)?;
        let moment = match self.time {
            None => None,
            Some(at) if Generic::lacks(source, Some(at)) => {
                return Err(Refusal::Problem(ProblemKind::WrongColumnCount, Column::At(at)));
            }
            Some(at) => Some(out.needed_moment(&self.time_text(source, at), Column::At(at))?),
        };
        let view_ms = self.view_ms(source)?;
        self.covers.insert(word.kind);
        out.covers.insert(word.kind);
        let (id, name) =
            (self.cell(source, self.campaign_id), self.cell(source, self.campaign_name));
        let (link, agent) = (self.cell(source, self.link), self.cell(source, self.agent));
        let country = self.cell(source, self.country);
        out.emit(
            &who,
            Draft {
                link: if words::is_absent(&link) { "" } else { &link },
                agent: &agent,
                country: &country,
                view_ms,
                unclassified: word.unclassified,
                ..Draft::new(word.kind, moment, Campaign { id: &id, name: &name })
            },
        );
        Ok(())
    }
}

/// The columns of the time: one, or the day and then the time of day.
fn times(look: &Look, roles: &[Role]) -> (Option<usize>, Option<usize>) {
    let columns = positions(roles, Role::Time);
    let (first, second) = (columns.first().copied(), columns.get(1).copied());
    let is_clock = |at: usize| {
        let cells = look.cells(at);
        !cells.is_empty() && cells.iter().all(|cell| is_time_of_day(cell))
    };
    match (first, second) {
        (Some(first), Some(second)) if is_clock(first) => (Some(second), Some(first)),
        both => both,
    }
}

/// Whether the first cell of a row that names nobody is a word for a sum.
pub(super) fn ends_a_table(source: Source<'_>) -> bool {
    let Source::Row(row) = source else { return false };
    let first = cell(&row, Some(0));
    let word = first.trim_end_matches([':', ' ']);
    TOTALS.iter().any(|total| word.eq_ignore_ascii_case(total))
}

fn positions(roles: &[Role], role: Role) -> Vec<usize> {
    roles.iter().enumerate().filter(|(_, found)| **found == role).map(|(at, _)| at).collect()
}

impl ReadRecord for Generic {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        match self.granularity {
            Granularity::Event => self.read_event(source, out),
            Granularity::Recipient | Granularity::Contact => self.read_recipient(source, out),
            Granularity::Campaign => Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        }
    }

    fn covers(&self) -> KindSet {
        self.covers
    }

    fn plain_keys(&self) -> Option<Vec<Option<&str>>> {
        // Nothing lies deeper there.
        let keys = self.keys.iter().map(|keys| match keys.as_slice() {
            [key] => Some(key.as_str()),
            _ => None,
        });
        Some(keys.collect())
    }

    fn restart(&mut self) {
        self.covers = self.coverage();
    }

    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        look::envelope(object)
    }

    fn elements_stand_alone(&self) -> bool {
        true
    }

    fn column_name(&self, at: usize) -> Option<&str> {
        self.header.get(at).and_then(|name| headers::tellable(name))
    }
}
