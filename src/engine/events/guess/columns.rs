//! What each column of a file may hold, by its name and its cells.

use super::set;
use super::sort::{Sort, WORDS};
use crate::contract::{DateOrder, Granularity, Kind, Mapping, Role};
use crate::engine::events::headers::{self, Meaning};
use crate::engine::events::look::Look;
use crate::engine::events::times::{self, Clock};
use crate::engine::events::words;
use crate::engine::zone::Zone;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Columns that stand for a person where no column has addresses.
const PEOPLE: [&str; 32] = [
    "subscriberid",
    "subscriberuuid",
    "contactid",
    "contactuuid",
    "profileid",
    "profilid",
    "memberid",
    "userid",
    "leadid",
    "recipientuuid",
    "recipienthash",
    "emailhash",
    "emailmd5",
    "emailsha256",
    "empfaengerid",
    "kontaktid",
    "abonnentid",
    "kundenid",
    "kundennummer",
    "kundennr",
    "personid",
    "recipientid",
    "customerid",
    "contactkey",
    "subscriberkey",
    "listmemberid",
    "emailaddressid",
    "uniqueemailid",
    "externaluserid",
    "empfaengernummer",
    "abonnentennummer",
    "mitgliedsnummer",
];

/// Columns that say how often: a row of them sums up many events.
const HOW_OFTEN: [&str; 14] = [
    "count",
    "counts",
    "total",
    "totals",
    "number",
    "quantity",
    "sum",
    "unique",
    "uniques",
    "anzahl",
    "summe",
    "menge",
    "haeufigkeit",
    "gesamt",
];

/// The columns of a file, by position.
pub(super) struct Columns<'l> {
    /// Reduced by [`words::normal`].
    names: Vec<String>,
    meanings: Vec<Option<Meaning>>,
    sorts: Vec<Sort>,
    cells: Vec<Vec<Cow<'l, str>>>,
    /// So many rows were looked at.
    rows: usize,
}

impl<'l> Columns<'l> {
    pub(super) fn new(look: &'l Look) -> Columns<'l> {
        let cells: Vec<_> = (0..look.header.len()).map(|at| look.cells(at)).collect();
        let names: Vec<String> = look.header.iter().map(|name| words::normal(name)).collect();
        let sorts: Vec<Sort> = cells.iter().map(|cells| Sort::of(cells)).collect();
        let meaning = |((name, normal), sort): ((&String, &String), &Sort)| {
            // Italian for a date; elsewhere anything.
            let italian = (normal == "data" && *sort == Sort::Times).then_some(Meaning::Time);
            headers::meaning(name).or(italian)
        };
        Columns {
            meanings: look.header.iter().zip(&names).zip(&sorts).map(meaning).collect(),
            names,
            sorts,
            cells,
            rows: if look.rows.is_empty() { look.elements().count() } else { look.rows.len() },
        }
    }
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
    pub(super) fn address(&self, doubts: &mut bool) -> Option<usize> {
        let named = |at: &usize| self.sort(*at) == Sort::Addresses;
        if let Some(at) = self.means(Meaning::Address).find(named) {
            return Some(at);
        }
        // An empty file of a known shape is none the less certain.
        if let Some(at) = self.means(Meaning::Address).find(|&at| !self.counts_people(at)) {
            *doubts |= self.sort(at) != Sort::Empty;
            return Some(at);
        }
        *doubts = true;
        let holding = self.all().find(|&at| {
            self.sort(at) == Sort::Addresses && self.meaning(at) != Some(Meaning::Ignore)
        });
        let named =
            |at: &usize| self.names.get(*at).is_some_and(|name| PEOPLE.contains(&name.as_str()));
        holding.or_else(|| self.all().find(named))
    }

    /// Whether a column named for recipients says how many there are: as where each
    /// row is a campaign, which has shares or sums of what happened beside it.
    fn counts_people(&self, at: usize) -> bool {
        let plural = self.names.get(at).is_some_and(|name| name == "empfaenger");
        let sum = |at: usize| match self.sort(at) {
            Sort::Rates => true,
            Sort::Counts => matches!(self.meaning(at), Some(Meaning::Of(_))),
            _ => false,
        };
        plural && self.sort(at) == Sort::Counts && self.all().any(sum)
    }

    /// Whether some column says how often something happened.
    pub(super) fn sums_up(&self) -> bool {
        let often = |name: &String| HOW_OFTEN.iter().any(|often| name.starts_with(often));
        self.names.iter().zip(&self.sorts).any(|(name, sort)| *sort == Sort::Counts && often(name))
    }

    /// The roles of a consent list, if it is one.
    pub(super) fn consent(&self, address: usize, roles: &[Role]) -> Option<Vec<Role>> {
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

    /// Campaign, link, user agent, country and durations: the first column of each.
    pub(super) fn details(&self, roles: &mut [Role]) {
        for (meaning, role) in [
            (Meaning::CampaignId, Role::CampaignId),
            (Meaning::CampaignName, Role::CampaignName),
            (Meaning::Link, Role::Link),
            (Meaning::UserAgent, Role::UserAgent),
            (Meaning::Country, Role::Country),
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
    pub(super) fn time(&self, roles: &[Role], doubts: &mut bool) -> Option<usize> {
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

    /// The column with the time of day, where that of the time has days only.
    pub(super) fn time_of_day(&self, time: usize, roles: &[Role]) -> Option<usize> {
        let days = self.cells(time).iter().all(|cell| !cell.contains([':', 'h']));
        let clock = |at: &usize| {
            let cells = self.cells(*at);
            !cells.is_empty() && cells.iter().all(|cell| times::is_time_of_day(cell))
        };
        let free = |at: &usize| roles.get(*at) == Some(&Role::Ignore);
        let named = |at: &usize| self.meaning(*at).is_none_or(|it| it == Meaning::Time);
        self.all().filter(free).filter(named).find(clock).filter(|_| days)
    }

    /// The one column with a time in every row, and of what: the file is a log of
    /// that.
    pub(super) fn one_time_a_row(&self, happened: &[(usize, Role)]) -> Option<(usize, Kind)> {
        let &[(at, Role::TimeOf(kind))] = happened else { return None };
        let zone = Zone::utc();
        let clock = Clock::new(&zone, DateOrder::DayFirst);
        let timed =
            |cell: &Cow<'_, str>| clock.read(cell) != times::Reading::Absent && !words::is_no(cell);
        let cells = self.cells(at);
        let each = !cells.is_empty() && cells.len() == self.rows && cells.iter().all(timed);
        let last = matches!(self.meaning(at), Some(Meaning::Last(_)));
        (each && !last).then_some((at, kind))
    }

    /// The columns with words for what happened.
    pub(super) fn kinds(&self, roles: &[Role], doubts: &mut bool) -> Vec<usize> {
        let free = |at: &usize| roles.get(*at) == Some(&Role::Ignore);
        let words = |at: &usize| match self.sort(*at) {
            Sort::Kinds | Sort::Empty => true,
            // `active` and `inactive` are no events.
            Sort::Choices => self.cells(*at).iter().any(|cell| words::kind_of(cell).is_some()),
            _ => false,
        };
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
    pub(super) fn happened(&self, roles: &[Role], doubts: &mut bool) -> Vec<(usize, Role)> {
        let mut found = Vec::new();
        let mut last = Vec::new();
        for at in self.all().filter(|&at| roles.get(at) == Some(&Role::Ignore)) {
            let word = match self.meaning(at) {
                Some(Meaning::Of(word)) => word,
                Some(Meaning::Last(kind)) if self.sort(at) == Sort::Times => {
                    last.push((at, Role::TimeOf(kind)));
                    continue;
                }
                _ => continue,
            };
            let role = match self.sort(at) {
                Sort::Rates => continue,
                Sort::Times => Role::TimeOf(word.kind),
                Sort::YesNo => Role::FlagOf(word.kind),
                Sort::Counts if self.are_epochs(at) => Role::TimeOf(word.kind),
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
        // The last time says less than another one.
        for (at, role) in last {
            if !found.iter().any(|(_, other)| *other == role) {
                found.push((at, role));
            }
        }
        found
    }

    /// Fills the words of the kind columns; whether some are unknown.
    pub(super) fn words(&self, mapping: &mut Mapping) -> bool {
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
                    None if words::is_denied(text) => {}
                    None if recipient
                        && (words::is_absent(text) || words::yes_no(text) == Some(false)) => {}
                    // Left to the user, and a problem until then.
                    None => unknown = true,
                }
            }
        }
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
        // A zero stands for none.
        let told = || self.cells(at).iter().filter(|cell| *cell != "0");
        let epochs = told().filter(|cell| epoch(cell)).count();
        epochs > 0 && epochs * 3 >= told().count() * 2
    }

    fn time_cells<'s>(&'s self, roles: &'s [Role]) -> impl Iterator<Item = &'s str> {
        let timed = roles
            .iter()
            .enumerate()
            .filter(|(_, role)| matches!(role, Role::Time | Role::TimeOf(_) | Role::ConsentDate));
        timed.flat_map(|(at, _)| self.cells(at)).map(AsRef::as_ref)
    }

    pub(super) fn dates(&self, roles: &[Role]) -> (DateOrder, bool) {
        let samples: Vec<&str> = self.time_cells(roles).collect();
        times::guess_order(&samples)
    }

    /// The same of all columns that hold nothing but times.
    pub(super) fn all_dates(&self) -> (DateOrder, bool) {
        let timed = self.all().filter(|&at| self.sort(at) == Sort::Times);
        let samples: Vec<&str> = timed.flat_map(|at| self.cells(at)).map(AsRef::as_ref).collect();
        times::guess_order(&samples)
    }

    pub(super) fn zoneless(&self, roles: &[Role]) -> bool {
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
