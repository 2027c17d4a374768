//! Everything that a snapshot could show, exact, with the people behind it.

#[cfg(test)]
mod tests;

use super::TooFewPeople;
use super::catalogue::{Catalogue, Named};
use super::contribution::Bounds;
use super::private;
use crate::contract::{
    Count, Figures, Measure, Place, Sharing, Statistics, Table, TextReview, Withholding,
    WithholdingReason, columns,
};
use crate::engine::disclosure::{nested, people_of};
use crate::engine::store::Store;
use crate::engine::tallies::release::{Kept, Released, Sums};
use crate::engine::tallies::{Question, Tallies};
use std::collections::{BTreeMap, BTreeSet};

/// Rows are chosen by what the tallies say of recipients; whether that many
/// different people are behind them is seen when they are counted. So often at
/// most they are counted.
const MOST_PASSES: usize = 3;

/// Generalised tables before anything is withheld. Not safe to show: it is
/// neither `Serialize` nor `Debug`.
#[derive(Default)]
pub(in crate::engine) struct Candidate {
    /// Every count [`crate::contract::Count::Exact`] or
    /// [`crate::contract::Count::Unavailable`]; texts as they may leave.
    pub(in crate::engine) statistics: Statistics,
    /// Different people behind each figure; of events, those who caused them. A
    /// person in three campaigns is one.
    pub(in crate::engine) people: BTreeMap<Place, u64>,
    /// Different people counted in the whole (first) and not in the part (second),
    /// for every pair of nested figures of a row. Of openers within opens: those
    /// who opened more than once.
    pub(in crate::engine) complements: BTreeMap<(Place, Place), u64>,
    /// Sums of events of which one person caused more than half.
    pub(in crate::engine) dominated: BTreeSet<Place>,
    /// The sum of the record keys of the people behind each figure, for the
    /// method of cell keys: equal sets of people, equal sums.
    pub(in crate::engine) keys: BTreeMap<Place, u64>,
    /// Tables of time whose rows add up to the key figures.
    pub(in crate::engine) complete: Vec<Table>,
    /// What is in the key figures and has no place in a table of time: units, and
    /// the different people behind them. Only what is not zero.
    pub(in crate::engine) unplaced: BTreeMap<(Table, Measure), (u64, u64)>,
    /// What of a client is on devices on which it shares the row of the others: it
    /// stands nowhere, and is left where the rows of the other devices are taken
    /// off. Units, and the different people behind them, by the client's figure.
    pub(in crate::engine) gathered: BTreeMap<Place, (u64, u64)>,
    /// Whole and part that are not nested everywhere in this data.
    pub(in crate::engine) apart: Vec<(Measure, Measure)>,
    /// What generalisation did: gathered rows, coarser steps, texts.
    pub(in crate::engine) withheld: Vec<Withholding>,
    pub(in crate::engine) texts: Vec<TextReview>,
    /// The campaign keys that each row of the campaigns table gathers; one entry
    /// with all of them where that table is left out.
    pub(in crate::engine) members: Vec<Vec<u32>>,
    /// Opens, and clicks, of one person in one campaign that are counted at most.
    pub(in crate::engine) cap: u32,
}

/// What a candidate is made of.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Wanted<'w> {
    pub(in crate::engine) store: &'w Store,
    /// What was counted of this store for releases before.
    pub(in crate::engine) kept: &'w Kept,
    /// The exact counts of the same question.
    pub(in crate::engine) tallies: &'w Tallies,
    pub(in crate::engine) question: &'w Question,
    pub(in crate::engine) sharing: &'w Sharing,
    pub(in crate::engine) threshold: u32,
    /// Tables that are left out although the owner wants them.
    pub(in crate::engine) without: &'w [Table],
    pub(in crate::engine) bounds: Bounds,
}

/// Everything of a store that a snapshot could show: rows by the catalogue,
/// counted by [`Kept::release`]. The result does not depend on the number of shards, the
/// order of the files or the account's mode.
///
/// # Errors
///
/// [`TooFewPeople`] where fewer than the threshold of different people received
/// anything.
pub(in crate::engine) fn candidate(wanted: Wanted<'_>) -> Result<Candidate, TooFewPeople> {
    if wanted.bounds.campaigns.is_some() {
        // Rows that depend on one person would need far more noise.
        return private::candidate(wanted);
    }
    by_catalogue(wanted)
}

fn by_catalogue(wanted: Wanted<'_>) -> Result<Candidate, TooFewPeople> {
    let Wanted { store, kept, tallies, question, sharing, threshold, without, bounds } = wanted;
    let mut catalogue = Catalogue::new(tallies, sharing, threshold, without);
    let mut plan = catalogue.plan(store);
    if catalogue.has(Table::Providers) {
        catalogue.settle_providers(&kept.people_by_provider(store, question, &plan));
        plan = catalogue.plan(store);
    }
    let mut released = kept.release(store, question, &plan, bounds);
    if released.overall.people[Measure::Recipients] < u64::from(threshold) {
        return Err(TooFewPeople);
    }
    for _ in 1..MOST_PASSES {
        if !catalogue.refine(&released) {
            break;
        }
        released = kept.release(store, question, &catalogue.plan(store), bounds);
    }
    Ok(assemble(&catalogue, tallies, &released, bounds))
}

fn assemble(
    catalogue: &Catalogue<'_>,
    tallies: &Tallies,
    released: &Released,
    bounds: Bounds,
) -> Candidate {
    let Named { statistics, texts, withheld } = catalogue.rows(released);
    let members = catalogue.members();
    let known = Measure::ALL.iter().fold(Figures::<bool>::default(), |mut known, &measure| {
        let told = members.iter().flatten().copied().collect::<Vec<u32>>();
        known[measure] = tallies.knows(measure) && catalogue.row_knows(&told, measure);
        known
    });
    let mut candidate = Candidate {
        statistics,
        withheld,
        texts,
        members,
        cap: bounds.events,
        ..Candidate::default()
    };
    let mut apart = BTreeSet::new();
    candidate.fill(Table::Overall, 0, &released.overall, &known, &mut apart);
    let rows = if catalogue.has(Table::Campaigns) { candidate.members.clone() } else { Vec::new() };
    for ((at, keys), sums) in (0u32..).zip(rows).zip(&released.campaigns) {
        let mut told = Figures::default();
        for &measure in Measure::ALL {
            told[measure] = catalogue.row_knows(&keys, measure);
        }
        candidate.fill(Table::Campaigns, at, sums, &told, &mut apart);
    }
    for (table, rows) in [
        (Table::Arrival, &released.arrival),
        (Table::Days, &released.days),
        (Table::Week, &released.week),
        (Table::Links, &released.links),
        (Table::Providers, &released.providers),
        (Table::Devices, &released.devices),
        (Table::Clients, &released.clients),
        (Table::Countries, &released.countries),
        (Table::DeviceClients, &released.device_clients),
    ] {
        let mut told = known.clone();
        // Devices, clients and countries are known of reactions only.
        told[Measure::Delivered] &= table == Table::Providers;
        for (at, sums) in (0u32..).zip(rows).take(candidate.statistics.rows(table)) {
            candidate.fill(table, at, sums, &told, &mut apart);
        }
    }
    for (table, rows) in [
        (Table::Arrival, &released.arrival),
        (Table::Days, &released.days),
        (Table::Week, &released.week),
    ] {
        candidate.place(table, rows, &known);
    }
    let named = candidate.statistics.clients.len();
    for (row, sums) in (0u32..).zip(&released.gathered_clients).take(named) {
        for &measure in columns(Table::DeviceClients).iter().filter(|&&measure| known[measure]) {
            let left = (sums.units[measure], sums.people[measure]);
            if left.0 > 0 {
                candidate.gathered.insert(Place { table: Table::Clients, row, measure }, left);
            }
        }
    }
    candidate.statistics.machine.included = tallies.machine_included;
    if catalogue.has(Table::Machine) {
        let mut told = Figures::default();
        told[Measure::MachineOpens] = true;
        for (at, sums) in (0u32..).zip(&released.machine) {
            candidate.fill(Table::Machine, at, sums, &told, &mut apart);
        }
    }
    candidate.statistics.doubles =
        if tallies.doubles == 0 { Count::Exact(0) } else { Count::Withheld };
    candidate.apart = apart.into_iter().collect();
    candidate.note_uncapped(tallies, released, &known);
    candidate
}

impl Candidate {
    /// Puts the figures of one row in their places; those that the files do not
    /// tell stay unavailable.
    fn fill(
        &mut self,
        table: Table,
        row: u32,
        sums: &Sums,
        told: &Figures<bool>,
        apart: &mut BTreeSet<(Measure, Measure)>,
    ) {
        let place = |measure| Place { table, row, measure };
        for &measure in columns(table).iter().filter(|&&measure| told[measure]) {
            let place = place(measure);
            let Some(count) = self.statistics.at_mut(place) else { continue };
            let units = sums.units[measure];
            *count = Count::Exact(units);
            self.people.insert(place, sums.people[measure]);
            self.keys.insert(place, sums.keys[measure]);
            if people_of(measure).is_some() && sums.most[measure].saturating_mul(2) > units {
                self.dominated.insert(place);
            }
        }
        for ((whole, part), &people) in nested(table).into_iter().zip(&sums.complements) {
            if told[whole] && told[part] {
                self.complements.insert((place(whole), place(part)), people);
                if sums.units[whole] < sums.units[part] {
                    apart.insert((whole, part));
                }
            }
        }
    }

    /// Says whether a table of time is complete, and what has no place in it.
    fn place(&mut self, table: Table, rows: &[Sums], known: &Figures<bool>) {
        let shown = self.statistics.rows(table);
        let Some(rest) = rows.get(shown).filter(|_| shown > 0) else { return };
        let mut complete = true;
        for &measure in columns(table).iter().filter(|&&measure| known[measure]) {
            if rest.units[measure] > 0 {
                complete = false;
                let left = (rest.units[measure], rest.people[measure]);
                self.unplaced.insert((table, measure), left);
            }
        }
        if complete {
            self.complete.push(table);
        }
    }

    /// Says where events were left out because nobody is named for them.
    fn note_uncapped(&mut self, tallies: &Tallies, released: &Released, known: &Figures<bool>) {
        for (events, people) in
            [(Measure::Opens, Measure::Openers), (Measure::Clicks, Measure::Clickers)]
        {
            let nobody = tallies
                .campaigns
                .values()
                .any(|campaign| campaign.figures[events] > 0 && campaign.figures[people] == 0);
            if nobody && known[events] && released.overall.units[people] > 0 {
                self.withheld.push(Withholding {
                    table: Table::Overall.name().to_owned(),
                    measure: Some(events.name().to_owned()),
                    reason: WithholdingReason::Small,
                });
            }
        }
    }
}
