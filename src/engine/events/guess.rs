//! What a file without a known dialect may be: first by the names of its
//! columns, then by the cells themselves. The guess is where the mapping dialog
//! starts, and what is read when nothing contradicts it.

use super::headers::{self, Meaning};
use super::look::{Look, holds_addresses};
use super::naming;
use super::times::{self, Clock};
use super::words;
use crate::contract::{
    CampaignSource, Certainty, DateOrder, FileClass, Granularity, Kind, Mapping, Role,
};
use crate::engine::zone::Zone;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A kind column has no more different words than this.
const WORDS: usize = 40;
/// So many cells of a column are looked at.
const SAMPLE: usize = 1_000;

/// Columns of vendors whose words mean something of their own (`sent` for
/// delivered, machine flags beside the word), without a dialect so far: what is
/// guessed of such a file is for the user to look at.
const FOREIGN: [&str; 16] = [
    "mjcampaignid",
    "mjcontactid",
    "rcptto",
    "emailcampaignid",
    "portalid",
    "loglevel",
    "deliverystatuscode",
    "trackingactivitytype",
    "itblinternal",
    "recipientstate",
    "lastevent",
    "tsepoch",
    "dispatchid",
    "trackinghash",
    "objecttype",
    "deliveryid",
];

/// What a file may be.
pub(super) struct Guess {
    pub class: FileClass,
    pub certainty: Certainty,
    pub mapping: Mapping,
    /// Whether its times carry no zone.
    pub zoneless: bool,
}

/// What the cells of a column look like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Empty,
    Times,
    /// Yes or no in words.
    YesNo,
    Counts,
    /// Granted or denied, in words only consent has.
    Choices,
    /// Words for what happened.
    Kinds,
    Addresses,
    Other,
}

/// Guesses the meaning of every column.
pub(super) fn guess(look: &Look) -> Guess {
    if is_snapshot(look) {
        return Guess {
            class: FileClass::Snapshot,
            certainty: Certainty::Certain,
            mapping: mapping(Vec::new()),
            zoneless: false,
        };
    }
    let cells: Vec<Vec<Cow<'_, str>>> = (0..look.header.len()).map(|at| look.cells(at)).collect();
    let meanings: Vec<Option<Meaning>> =
        look.header.iter().map(|name| headers::meaning(name)).collect();
    let names = look.header.iter().map(|name| words::normal(name)).collect();
    let columns =
        Columns { meanings, sorts: cells.iter().map(|cells| sort(cells)).collect(), names, cells };
    let mut doubts = false;
    let mut roles = vec![Role::Ignore; look.header.len()];
    let Some(address) = columns.address(&mut doubts) else {
        return unknown(roles, &columns);
    };
    set(&mut roles, address, Role::Address);
    if let Some(consent) = columns.consent(address, &roles) {
        let (dates, _) = columns.dates(&consent);
        return Guess {
            class: FileClass::Consent,
            certainty: Certainty::Certain,
            zoneless: columns.zoneless(&consent),
            mapping: Mapping { granularity: Granularity::Contact, dates, ..mapping(consent) },
        };
    }
    columns.details(&mut roles);
    let time = columns.time(&roles, &mut doubts);
    let kinds = columns.kinds(&roles, &mut doubts);
    let happened = columns.happened(&roles, &mut doubts);
    let mut guessed = mapping(roles);
    // A word and a time in each row make a log, unless counters stand beside them.
    let by_event =
        !kinds.is_empty() && (happened.is_empty() || (time.is_some() && happened.len() < 2));
    if by_event {
        kinds.first().into_iter().for_each(|&at| set(&mut guessed.roles, at, Role::Kind));
    } else if !happened.is_empty() {
        guessed.granularity = Granularity::Recipient;
        for &(at, role) in &happened {
            set(&mut guessed.roles, at, role);
        }
        for &at in &kinds {
            set(&mut guessed.roles, at, Role::Kind);
        }
    } else if let Some(word) = naming::kind(&look.path) {
        // The kind of all rows by the file's name alone.
        guessed.kind = Some(word.kind);
        doubts = true;
    } else {
        let roles = guessed.roles;
        return unknown(roles, &columns);
    }
    match time {
        Some(at) if guessed.granularity == Granularity::Event => {
            set(&mut guessed.roles, at, Role::Time)
        }
        None if guessed.granularity == Granularity::Event => doubts = true,
        _ => {}
    }
    doubts |= columns.words(&mut guessed) | is_foreign(look);
    let (dates, certain) = columns.dates(&guessed.roles);
    guessed.dates = dates;
    doubts |= !certain;
    if guessed.roles.iter().any(|role| matches!(role, Role::CampaignId | Role::CampaignName)) {
        guessed.campaign = CampaignSource::Column;
    }
    Guess {
        class: FileClass::Events,
        certainty: if doubts { Certainty::Likely } else { Certainty::Certain },
        zoneless: columns.zoneless(&guessed.roles),
        mapping: guessed,
    }
}

fn unknown(roles: Vec<Role>, columns: &Columns<'_>) -> Guess {
    let zoneless = columns.zoneless(&roles);
    Guess {
        class: FileClass::Events,
        certainty: Certainty::Unknown,
        mapping: mapping(roles),
        zoneless,
    }
}

fn mapping(roles: Vec<Role>) -> Mapping {
    Mapping {
        roles,
        granularity: Granularity::Event,
        words: BTreeMap::new(),
        kind: None,
        dates: DateOrder::DayFirst,
        campaign: CampaignSource::FileName,
    }
}

fn set(roles: &mut [Role], at: usize, role: Role) {
    if let Some(slot) = roles.get_mut(at) {
        *slot = role;
    }
}

/// A snapshot of ours: its format stands at its top.
fn is_snapshot(look: &Look) -> bool {
    let format = crate::contract::Snapshot::FORMAT;
    look.objects
        .first()
        .is_some_and(|object| object.get("format").and_then(|value| value.as_str()) == Some(format))
}

/// Whether a vendor's own columns are among those of the file.
fn is_foreign(look: &Look) -> bool {
    look.header.iter().any(|name| {
        let last = name.rsplit('.').next().unwrap_or(name);
        FOREIGN.contains(&words::normal(last).as_str())
    })
}

/// The columns of a file, by position.
struct Columns<'l> {
    /// Reduced by [`words::normal`].
    names: Vec<String>,
    meanings: Vec<Option<Meaning>>,
    sorts: Vec<Sort>,
    cells: Vec<Vec<Cow<'l, str>>>,
}

impl Columns<'_> {
    fn meaning(&self, at: usize) -> Option<Meaning> {
        self.meanings.get(at).copied().flatten()
    }

    fn sort(&self, at: usize) -> Sort {
        self.sorts.get(at).copied().unwrap_or(Sort::Empty)
    }

    fn cells(&self, at: usize) -> &[Cow<'_, str>] {
        self.cells.get(at).map_or(&[], Vec::as_slice)
    }

    fn all(&self) -> std::ops::Range<usize> {
        0..self.sorts.len()
    }

    fn means(&self, meaning: Meaning) -> impl Iterator<Item = usize> + '_ {
        self.all().filter(move |&at| self.meaning(at) == Some(meaning))
    }

    /// The column of addresses: named so, and holding some; named so; holding some.
    fn address(&self, doubts: &mut bool) -> Option<usize> {
        let named = |at: &usize| self.sort(*at) == Sort::Addresses;
        if let Some(at) = self.means(Meaning::Address).find(named) {
            return Some(at);
        }
        // An empty file of a known shape is none the less certain.
        if let Some(at) = self.means(Meaning::Address).next() {
            *doubts |= self.sort(at) != Sort::Empty;
            return Some(at);
        }
        *doubts = true;
        self.all().find(|&at| {
            self.sort(at) == Sort::Addresses && self.meaning(at) != Some(Meaning::Ignore)
        })
    }

    /// The roles of a consent list, if it is one.
    fn consent(&self, address: usize, roles: &[Role]) -> Option<Vec<Role>> {
        let log = self.means(Meaning::Kind).any(|at| self.sort(at) == Sort::Kinds);
        if log {
            return None;
        }
        let mut roles = roles.to_vec();
        let mut told = false;
        let flags = self.plain_choices();
        for at in self.all().filter(|&at| at != address) {
            let role = match self.meaning(at) {
                Some(Meaning::ConsentOpens) => Role::ConsentOpens,
                Some(Meaning::ConsentClicks) => Role::ConsentClicks,
                Some(Meaning::ConsentBoth) => Role::ConsentBoth,
                Some(Meaning::Of(word)) if flags || self.sort(at) == Sort::Choices => {
                    match word.kind {
                        Kind::Opened => Role::ConsentOpens,
                        Kind::Clicked => Role::ConsentClicks,
                        _ => continue,
                    }
                }
                _ => continue,
            };
            told |=
                matches!(self.sort(at), Sort::YesNo | Sort::Choices | Sort::Counts | Sort::Empty);
            set(&mut roles, at, role);
        }
        if !told {
            return None;
        }
        for at in self.all() {
            match self.meaning(at) {
                Some(Meaning::ConsentDate | Meaning::Time) => {
                    set(&mut roles, at, Role::ConsentDate)
                }
                Some(Meaning::ConsentSource) => set(&mut roles, at, Role::ConsentSource),
                _ => {}
            }
        }
        Some(roles)
    }

    /// Whether `opens` and `clicks` of plain yes and no (or 1 and 0) are choices:
    /// named like counts but holding none, or beside where a choice comes from,
    /// and with nothing else that may have happened.
    fn plain_choices(&self) -> bool {
        let happened: Vec<usize> =
            self.all().filter(|&at| matches!(self.meaning(at), Some(Meaning::Of(_)))).collect();
        let about = |at: &usize| match self.meaning(*at) {
            Some(Meaning::Of(word)) => matches!(word.kind, Kind::Opened | Kind::Clicked),
            _ => false,
        };
        let counts = ["opens", "clicks", "open", "click", "oeffnungen", "klicks"];
        let named =
            |at: &usize| self.names.get(*at).is_some_and(|name| counts.contains(&name.as_str()));
        let sourced = self.means(Meaning::ConsentSource).next().is_some()
            || self.means(Meaning::ConsentDate).next().is_some();
        let binary =
            |at: &usize| self.cells(*at).iter().all(|cell| matches!(cell.as_ref(), "0" | "1"));
        let plain = |at: &usize| match self.sort(*at) {
            Sort::YesNo => sourced || named(at),
            Sort::Counts => sourced && binary(at),
            Sort::Choices | Sort::Empty => true,
            _ => false,
        };
        !happened.is_empty() && happened.iter().all(|at| about(at) && plain(at))
    }

    /// Campaign, link, user agent and durations: the first column of each.
    fn details(&self, roles: &mut [Role]) {
        for (meaning, role) in [
            (Meaning::CampaignId, Role::CampaignId),
            (Meaning::CampaignName, Role::CampaignName),
            (Meaning::Link, Role::Link),
            (Meaning::UserAgent, Role::UserAgent),
            (Meaning::ViewSeconds, Role::ViewSeconds),
            (Meaning::ViewMilliseconds, Role::ViewMilliseconds),
        ] {
            if let Some(at) = self.means(meaning).next() {
                set(roles, at, role);
            }
        }
        let named = roles.iter().any(|role| matches!(role, Role::CampaignId | Role::CampaignName));
        if let (false, Some(at)) = (named, self.means(Meaning::Subject).next()) {
            set(roles, at, Role::CampaignName);
        }
    }

    /// The column with the time of the event.
    fn time(&self, roles: &[Role], doubts: &mut bool) -> Option<usize> {
        let fits = |at: &usize| {
            matches!(self.sort(*at), Sort::Times | Sort::Empty) || self.are_epochs(*at)
        };
        if let Some(at) = self.means(Meaning::Time).find(fits) {
            return Some(at);
        }
        // Named so, though its cells are no times: better asked than lost.
        if let Some(at) = self.means(Meaning::Time).next() {
            *doubts = true;
            return Some(at);
        }
        let mut unnamed = self.all().filter(|&at| {
            self.sort(at) == Sort::Times
                && self.meaning(at).is_none()
                && roles.get(at) == Some(&Role::Ignore)
        });
        let found = unnamed.next();
        *doubts |= found.is_some();
        found.filter(|_| unnamed.next().is_none())
    }

    /// The columns with words for what happened.
    fn kinds(&self, roles: &[Role], doubts: &mut bool) -> Vec<usize> {
        let free = |at: &usize| roles.get(*at) == Some(&Role::Ignore);
        let words =
            |at: &usize| matches!(self.sort(*at), Sort::Kinds | Sort::Choices | Sort::Empty);
        let mut named: Vec<usize> = self.means(Meaning::Kind).filter(words).filter(free).collect();
        // `Bounce` with the words hard and soft, alone or beside a status.
        named.extend(self.all().filter(free).filter(|&at| {
            self.sort(at) == Sort::Kinds && matches!(self.meaning(at), Some(Meaning::Of(_)))
        }));
        if named.is_empty() {
            // A column named for the kind whose words are not all known.
            named.extend(
                self.means(Meaning::Kind)
                    .filter(free)
                    .filter(|&at| self.has_kind_words(at))
                    .take(1),
            );
            *doubts |= !named.is_empty();
        }
        if named.is_empty() {
            let unnamed = self.all().find(|&at| self.sort(at) == Sort::Kinds && free(&at));
            *doubts |= unnamed.is_some();
            named.extend(unnamed);
        }
        named
    }

    /// Columns of recipient rows, each read as its cells are.
    fn happened(&self, roles: &[Role], doubts: &mut bool) -> Vec<(usize, Role)> {
        let mut found = Vec::new();
        for at in self.all().filter(|&at| roles.get(at) == Some(&Role::Ignore)) {
            let Some(Meaning::Of(word)) = self.meaning(at) else { continue };
            let role = match self.sort(at) {
                Sort::Times => Role::TimeOf(word.kind),
                Sort::YesNo => Role::FlagOf(word.kind),
                Sort::Counts => Role::CountOf(word.kind),
                Sort::Empty => Role::TimeOf(word.kind),
                // Words for kinds make a status; anything else is for the user.
                sort => {
                    *doubts |= !matches!(sort, Sort::Kinds);
                    continue;
                }
            };
            found.push((at, role));
        }
        found
    }

    /// Fills the words of the kind columns; whether some are unknown.
    fn words(&self, mapping: &mut Mapping) -> bool {
        let mut unknown = false;
        let recipient = mapping.granularity == Granularity::Recipient;
        for (at, _) in mapping.roles.iter().enumerate().filter(|(_, role)| **role == Role::Kind) {
            let mut words: BTreeSet<&str> = BTreeSet::new();
            for cell in self.cells(at) {
                if words.len() < WORDS {
                    words.insert(cell);
                }
            }
            for text in words {
                match words::kind_of(text) {
                    Some(word) => {
                        mapping.words.insert(text.to_owned(), Some(word.kind));
                    }
                    None if recipient
                        && (words::is_absent(text) || words::yes_no(text) == Some(false)) => {}
                    None => {
                        unknown = true;
                        mapping.words.insert(text.to_owned(), None);
                    }
                }
            }
        }
        // A word that nobody knows is left to the user, and a problem until then.
        mapping.words.retain(|_, kind| kind.is_some());
        unknown
    }

    fn has_kind_words(&self, at: usize) -> bool {
        let known = self.cells(at).iter().filter(|cell| words::kind_of(cell).is_some()).count();
        known * 2 > self.cells(at).len()
    }

    /// Numbers of seconds or milliseconds of this century.
    fn are_epochs(&self, at: usize) -> bool {
        let epoch = |cell: &Cow<'_, str>| {
            let whole = cell.split('.').next().unwrap_or_default();
            (10..=16).contains(&whole.len())
                && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        };
        let epochs = self.cells(at).iter().filter(|cell| epoch(cell)).count();
        epochs > 0 && epochs * 3 >= self.cells(at).len() * 2
    }

    fn time_cells<'s>(&'s self, roles: &'s [Role]) -> impl Iterator<Item = &'s str> {
        let timed = roles
            .iter()
            .enumerate()
            .filter(|(_, role)| matches!(role, Role::Time | Role::TimeOf(_) | Role::ConsentDate));
        timed.flat_map(|(at, _)| self.cells(at)).map(AsRef::as_ref)
    }

    fn dates(&self, roles: &[Role]) -> (DateOrder, bool) {
        let samples: Vec<&str> = self.time_cells(roles).collect();
        times::guess_order(&samples)
    }

    fn zoneless(&self, roles: &[Role]) -> bool {
        let zone = Zone::utc();
        let clock = Clock::new(&zone, DateOrder::DayFirst);
        self.time_cells(roles).any(|cell| {
            matches!(
                clock.read(cell),
                times::Reading::At { zoneless: true, .. } | times::Reading::Bad
            )
        })
    }
}

/// What cells look like: two in three decide, so that a few bad ones are found
/// when they are read. Absent ones say nothing.
fn sort(cells: &[Cow<'_, str>]) -> Sort {
    let told: Vec<&str> = cells
        .iter()
        .map(AsRef::as_ref)
        .filter(|cell| !words::is_absent(cell))
        .take(SAMPLE)
        .collect();
    let mostly = |fits: &dyn Fn(&str) -> bool| {
        told.iter().filter(|cell| fits(cell)).count() * 3 >= told.len() * 2
    };
    if told.is_empty() {
        return Sort::Empty;
    }
    if holds_addresses(cells) {
        return Sort::Addresses;
    }
    if mostly(&|cell| words::count(cell).is_some()) {
        return Sort::Counts;
    }
    let distinct: BTreeSet<&str> = told.iter().copied().collect();
    if distinct.len() <= WORDS {
        let granted = |cell: &str| words::choice(cell).is_some();
        if mostly(&|cell| words::yes_no(cell).is_some()) {
            return Sort::YesNo;
        }
        if mostly(&|cell| words::kind_of(cell).is_some()) {
            return if told.iter().all(|cell| granted(cell)) { Sort::Choices } else { Sort::Kinds };
        }
        if mostly(&granted) {
            return Sort::Choices;
        }
    }
    let zone = Zone::utc();
    let day_first = Clock::new(&zone, DateOrder::DayFirst);
    let month_first = Clock::new(&zone, DateOrder::MonthFirst);
    // Numbers alone are no times, but 14.09.2026 is.
    let is_number = |cell: &str| {
        cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && cell.matches('.').count() != 2
    };
    let is_time = |cell: &str| {
        !is_number(cell)
            && [day_first, month_first].iter().any(|clock| clock.read(cell) != times::Reading::Bad)
    };
    if mostly(&is_time) { Sort::Times } else { Sort::Other }
}

#[cfg(test)]
mod tests;
