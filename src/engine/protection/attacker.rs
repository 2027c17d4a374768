//! Somebody who wants to know: reads the statistics of a snapshot, knows what
//! the figures mean, and solves the equations. Shares no code with protection.

use crate::contract::{Count, Figures, GroupRow, Measure, Statistics};
use Measure::*;

/// What the attacker found out, in words.
pub(super) type Findings = Vec<String>;

/// Everything that follows exactly from the statistics and is too small.
pub(super) fn attack(statistics: &Statistics, threshold: u64) -> Findings {
    let mut found = Findings::new();
    let mut look = |what: String, value: i128| {
        if value != 0 && value.abs() < i128::from(threshold) {
            found.push(format!("{what} is {value}"));
        }
    };
    solve_figures(statistics, &mut look);
    divide_providers(statistics, &mut look);
    subtract_reactions(statistics, &mut look);
    sum_time(statistics, &mut look);
    let rows = std::iter::once(&statistics.overall)
        .chain(statistics.campaigns.iter().map(|row| &row.figures));
    for (at, figures) in rows.enumerate() {
        all_or_none(figures, threshold, at, &mut found);
    }
    for row in &statistics.providers {
        for (part, name) in [(row.openers, "openers"), (row.clickers, "clickers")] {
            if let (Some(base), Some(part)) = (row.delivered.exact(), part.exact())
                && base < 5 * threshold
                && (part == 0 || part == base)
            {
                found.push(format!("{name} of {} are all or none of {base}", row.group));
            }
        }
    }
    found
}

/// Nested pairs of figures as a reader understands them.
const NESTED: &[(Measure, Measure)] = &[
    (Recipients, Sent),
    (Recipients, Delivered),
    (Recipients, Openers),
    (Recipients, Clickers),
    (Sent, Delivered),
    (Sent, MeasurableOpens),
    (Sent, MeasurableClicks),
    (Sent, Openers),
    (Sent, Clickers),
    (Sent, ConfirmedOpeners),
    (Sent, BouncedHard),
    (Sent, BouncedSoft),
    (Sent, Dropped),
    (Sent, Deferred),
    (Sent, Unsubscribed),
    (Sent, Complained),
    (Delivered, MeasurableOpens),
    (Delivered, MeasurableClicks),
    (Delivered, Openers),
    (Delivered, Clickers),
    (Delivered, ConfirmedOpeners),
    (Delivered, Timed),
    (Delivered, Readers),
    (Delivered, Unsubscribed),
    (Delivered, Complained),
    (Delivered, Converted),
    (Delivered, Forwarded),
    (Delivered, MachineOpeners),
    (Delivered, MachineClickers),
    (MeasurableOpens, Openers),
    (MeasurableOpens, ConfirmedOpeners),
    (MeasurableOpens, Clickers),
    (MeasurableOpens, MachineOpeners),
    (MeasurableOpens, Timed),
    (MeasurableClicks, Clickers),
    (MeasurableClicks, ConfirmedOpeners),
    (MeasurableClicks, Openers),
    (ConfirmedOpeners, Openers),
    (ConfirmedOpeners, Clickers),
    (ConfirmedOpeners, Timed),
    (Openers, Clickers),
    (Openers, Timed),
    (Openers, Readers),
    (Openers, Glanced),
    (Openers, Skimmed),
    (Timed, Glanced),
    (Timed, Skimmed),
    (Timed, Readers),
];

/// Unknowns of one row: its measures, and three that no measure shows.
const PENDING: usize = Measure::COUNT;
const ONLY_OPENED: usize = Measure::COUNT + 1;
const ONLY_CLICKED: usize = Measure::COUNT + 2;
const BOTH: usize = Measure::COUNT + 3;
const WIDTH: usize = Measure::COUNT + 4;

/// Overall and campaigns as one system: rows add up, parts add up to wholes.
fn solve_figures(statistics: &Statistics, look: &mut impl FnMut(String, i128)) {
    let rows: Vec<&Figures<Count>> = std::iter::once(&statistics.overall)
        .chain(statistics.campaigns.iter().map(|row| &row.figures))
        .collect();
    let at = |row: usize, column: usize| row * WIDTH + column;
    let mut system = System::default();
    for (row, figures) in rows.iter().enumerate() {
        for (measure, count) in figures.iter() {
            match count {
                Count::Exact(value) => {
                    system.know(&[(at(row, measure as usize), 1)], i128::from(value));
                }
                Count::Unavailable => system.know(&[(at(row, measure as usize), 1)], 0),
                Count::Withheld => {}
            }
        }
        let m = |measure: Measure| at(row, measure as usize);
        let parts = [m(Delivered), m(BouncedHard), m(BouncedSoft), m(Dropped), at(row, PENDING)];
        let mut sent = vec![(m(Sent), -1)];
        sent.extend(parts.map(|part| (part, 1)));
        system.know(&sent, 0);
        system.know(&[(m(Timed), -1), (m(Glanced), 1), (m(Skimmed), 1), (m(Readers), 1)], 0);
        let (only_opened, only_clicked, both) =
            (at(row, ONLY_OPENED), at(row, ONLY_CLICKED), at(row, BOTH));
        system.know(&[(m(Openers), -1), (only_opened, 1), (both, 1)], 0);
        system.know(&[(m(Clickers), -1), (only_clicked, 1), (both, 1)], 0);
        system
            .know(&[(m(ConfirmedOpeners), -1), (only_opened, 1), (only_clicked, 1), (both, 1)], 0);
    }
    if rows.len() > 1 {
        let told = |column: usize| {
            Measure::ALL.get(column).is_none_or(|&measure| rows[0][measure] != Count::Unavailable)
        };
        for column in (0..WIDTH).filter(|&column| told(column)) {
            let mut sum = vec![(at(0, column), -1)];
            sum.extend((1..rows.len()).map(|row| (at(row, column), 1)));
            system.know(&sum, 0);
        }
    }
    for (row, figures) in rows.iter().enumerate() {
        for column in 0..WIDTH {
            let people = Measure::ALL.get(column).is_none_or(|measure| measure.counts_people());
            if people && let Some(value) = system.value(&[(at(row, column), 1)]) {
                look(format!("row {row}, column {column}"), value);
            }
        }
        for &(whole, part) in NESTED {
            let told = |measure: Measure| figures[measure] != Count::Unavailable;
            let terms = [(at(row, whole as usize), 1), (at(row, part as usize), -1)];
            if told(whole)
                && told(part)
                && let Some(value) = system.value(&terms)
            {
                look(format!("row {row}, {} without {}", whole.name(), part.name()), value);
            }
        }
    }
}

/// Rates of 0 % and 100 %.
fn all_or_none(figures: &Figures<Count>, threshold: u64, at: usize, found: &mut Findings) {
    let rates = [
        (MeasurableOpens, Openers),
        (Delivered, Openers),
        (MeasurableClicks, Clickers),
        (Delivered, Clickers),
        (MeasurableOpens, ConfirmedOpeners),
        (ConfirmedOpeners, Clickers),
        (Openers, Clickers),
        (Timed, Readers),
        (Timed, Glanced),
        (Timed, Skimmed),
        (Delivered, Unsubscribed),
        (Delivered, Complained),
        (Delivered, Converted),
        (Delivered, Forwarded),
        (Delivered, MachineOpeners),
    ];
    for (base, part) in rates {
        if let (Some(whole), Some(value)) = (figures[base].exact(), figures[part].exact())
            && (1..5 * threshold).contains(&whole)
            && (value == 0 || value == whole)
        {
            found.push(format!(
                "row {at}: {} of {} is all or none of {whole}",
                part.name(),
                base.name()
            ));
        }
    }
}

type Column = (&'static str, Measure, fn(&GroupRow) -> Count);

const PEOPLE: [Column; 3] = [
    ("delivered", Delivered, |row| row.delivered),
    ("openers", Openers, |row| row.openers),
    ("clickers", Clickers, |row| row.clickers),
];

/// Every recipient has one provider: what is in no row is a row.
fn divide_providers(statistics: &Statistics, look: &mut impl FnMut(String, i128)) {
    let mut rest = Vec::new();
    for (name, measure, of) in PEOPLE {
        let rows: Option<Vec<i128>> =
            statistics.providers.iter().map(|row| of(row).exact().map(i128::from)).collect();
        let (Some(rows), Some(whole)) = (rows, statistics.overall[measure].exact()) else {
            continue;
        };
        if rows.is_empty() {
            continue;
        }
        rows.iter().for_each(|&row| look(format!("a provider's {name}"), row));
        let left = i128::from(whole) - rows.iter().sum::<i128>();
        look(format!("{name} of no provider"), left);
        rest.push(left);
    }
    for row in &statistics.providers {
        for (base, part, name) in [
            (row.delivered, row.openers, "not opened"),
            (row.delivered, row.clickers, "not clicked"),
            (row.openers, row.clickers, "opened, not clicked"),
        ] {
            if let (Some(base), Some(part)) = (base.exact(), part.exact()) {
                look(format!("{name} in {}", row.group), i128::from(base) - i128::from(part));
            }
        }
    }
    if let [delivered, openers, ..] = rest[..] {
        look("not opened, of no provider".into(), delivered - openers);
    }
}

/// People may be in two rows of these tables; each row is still a part.
fn subtract_reactions(statistics: &Statistics, look: &mut impl FnMut(String, i128)) {
    let exact = |count: Count| count.exact().map(i128::from);
    let mut part = |name: &str, rows: Vec<Option<i128>>, whole: Option<i128>| {
        let Some(whole) = whole else { return };
        let shown: Vec<i128> = rows.iter().flatten().copied().collect();
        for &row in &shown {
            look(format!("a row of {name}"), row);
            look(format!("{name}: all but a row"), whole - row);
        }
        if !shown.is_empty() {
            look(format!("{name}: more than all, or less"), whole - shown.iter().sum::<i128>());
        }
    };
    let clickers = exact(statistics.overall[Clickers]);
    let openers = exact(statistics.overall[Openers]);
    part("links", statistics.links.iter().map(|row| exact(row.clickers)).collect(), clickers);
    for (name, rows) in [("devices", &statistics.devices), ("clients", &statistics.clients)] {
        part(name, rows.iter().map(|row| exact(row.openers)).collect(), openers);
        part(name, rows.iter().map(|row| exact(row.clickers)).collect(), clickers);
    }
    for device in &statistics.devices {
        for client in &statistics.clients {
            for (a, b) in [(device.openers, client.openers), (device.clickers, client.clickers)] {
                if let (Some(a), Some(b)) = (exact(a), exact(b)) {
                    look(format!("{} without {}", device.group, client.group), a - b);
                }
            }
        }
    }
}

/// First reactions divide the people. Events are looked at in [`days_solved`].
fn sum_time(statistics: &Statistics, look: &mut impl FnMut(String, i128)) {
    let exact = |count: Count| count.exact().map(i128::from);
    let firsts = [
        (
            Openers,
            statistics.arrival.iter().map(|row| exact(row.first_opens)).collect::<Option<Vec<_>>>(),
        ),
        (Clickers, statistics.arrival.iter().map(|row| exact(row.first_clicks)).collect()),
    ];
    for (measure, rows) in firsts {
        if let (Some(rows), Some(whole)) = (rows, exact(statistics.overall[measure]))
            && !rows.is_empty()
        {
            rows.iter().for_each(|&row| look(format!("first {}", measure.name()), row));
            look(format!("{} without a time", measure.name()), whole - rows.iter().sum::<i128>());
        }
    }
}

/// Days (since 1970-01-01) whose opens follow from days and weekdays together.
pub(super) fn days_solved(
    statistics: &Statistics,
    active: std::ops::RangeInclusive<i32>,
) -> Vec<i32> {
    use crate::engine::calendar::{day_from_text, weekday};
    let mut system = System::default();
    let first = *active.start();
    let at = |day: i32| usize::try_from(day - first).expect("a day of the period");
    for row in &statistics.days {
        let (Some(opens), Some(day)) = (row.opens.exact(), day_from_text(&row.day)) else {
            continue;
        };
        let days = (day..day + row.days as i32).filter(|day| active.contains(day));
        system.know(&days.map(|day| (at(day), 1)).collect::<Vec<_>>(), i128::from(opens));
    }
    for of_week in 0..7u8 {
        let rows = statistics.week.iter().filter(|row| row.weekday == of_week);
        let Some(opens) = rows.map(|row| row.opens.exact()).sum::<Option<u64>>() else { continue };
        if !statistics.week.is_empty() {
            let days = active.clone().filter(|&day| weekday(day) == of_week);
            system.know(&days.map(|day| (at(day), 1)).collect::<Vec<_>>(), i128::from(opens));
        }
    }
    active.filter(|&day| system.value(&[(at(day), 1)]).is_some()).collect()
}

/// Linear equations over the integers modulo a large prime: what follows from
/// them exactly follows here, and nothing else but by a chance of 2⁻⁶¹.
#[derive(Default)]
struct System {
    /// Reduced equations: leading unknown first; sum of terms = value.
    equations: Vec<(Vec<(usize, i128)>, i128)>,
}

const PRIME: i128 = (1 << 61) - 1;

impl System {
    fn know(&mut self, terms: &[(usize, i128)], value: i128) {
        let (terms, value) = self.reduce(terms, value);
        let Some(&(lead, factor)) = terms.first() else { return };
        let inverse = power(factor, PRIME - 2);
        let scaled: Vec<(usize, i128)> =
            terms.iter().map(|&(at, factor)| (at, factor * inverse % PRIME)).collect();
        let equation = (scaled, value * inverse % PRIME);
        let place = self.equations.partition_point(|(terms, _)| terms[0].0 < lead);
        self.equations.insert(place, equation);
    }

    /// The value of a sum of unknowns, where it follows.
    fn value(&self, terms: &[(usize, i128)]) -> Option<i128> {
        let (left, value) = self.reduce(terms, 0);
        let value = (PRIME - value) % PRIME;
        left.is_empty().then_some(if value > PRIME / 2 { value - PRIME } else { value })
    }

    fn reduce(&self, terms: &[(usize, i128)], value: i128) -> (Vec<(usize, i128)>, i128) {
        let mut sum = std::collections::BTreeMap::new();
        for &(at, factor) in terms {
            *sum.entry(at).or_insert(0) += factor;
        }
        let mut value = value.rem_euclid(PRIME);
        for (equation, right) in &self.equations {
            let factor = sum.get(&equation[0].0).copied().unwrap_or(0).rem_euclid(PRIME);
            if factor == 0 {
                continue;
            }
            for &(at, term) in equation {
                let entry = sum.entry(at).or_insert(0);
                *entry = (*entry - factor * term).rem_euclid(PRIME);
            }
            value = (value - factor * right).rem_euclid(PRIME);
        }
        let left = sum.into_iter().map(|(at, factor)| (at, factor.rem_euclid(PRIME)));
        (left.filter(|&(_, factor)| factor != 0).collect(), value)
    }
}

fn power(base: i128, mut exponent: i128) -> i128 {
    let (mut base, mut result) = (base.rem_euclid(PRIME), 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
