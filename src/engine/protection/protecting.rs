//! From a candidate to protected figures, round by round.
//!
//! # Guarantee
//!
//! Nothing comes out of [`Protecting::protected`] in which a primary figure is
//! shown, and nothing whose withheld figures are not protected against the
//! system that it was last strengthened for. One mark stands for all of them:
//! which was withheld for its own sake is not told.
//!
//! # Assumptions
//!
//! That the candidate's people are counted rightly. Whether the system says all
//! that readers know is the verifier's to test.
//!
//! Held by `tests/engine/releases.rs`, end to end, with the verifier.

use super::candidate::Candidate;
use super::suppression::{Task, Unprotectable, suppress};
use super::{Parts, Protected, cell_key, private, rounded};
use crate::contract::{
    Breach, BreachKind, Cost, Count, Measure, Method, Place, Protection, Sharing, Statistics,
    Table, Withholding, WithholdingReason,
};
use crate::engine::disclosure::{Known, System, What, describe_statistics};
use crate::engine::secret::Secret;
use std::collections::{BTreeMap, BTreeSet};

/// How often large figures that cannot be hidden are given up for others.
const ATTEMPTS: u32 = 4;

/// A candidate on its way to what may leave.
pub(in crate::engine) struct Protecting<'c> {
    candidate: &'c Candidate,
    protection: Protection,
    /// As the method shows them, before anything is withheld for others' sake.
    shown: Statistics,
    /// Withheld whatever else is.
    kept: BTreeSet<Place>,
    /// Known from earlier releases: to withhold them would protect nothing.
    public: BTreeSet<Place>,
    withheld: BTreeSet<Place>,
}

/// The method needs the owner's secret, and there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct NoSecret;

/// What cannot be protected, by where it stands.
pub(in crate::engine) struct Exposed(pub(in crate::engine) Vec<Place>);

impl<'c> Protecting<'c> {
    /// `kept` stay withheld whatever else is, but for what is `public`, which is
    /// known from earlier releases. `population` names the people
    /// counted, for noise that is the same whenever the same are counted.
    ///
    /// # Errors
    /// [`NoSecret`] where the method needs one.
    pub(in crate::engine) fn new(
        candidate: &'c Candidate,
        threshold: u32,
        sharing: &Sharing,
        kept: BTreeSet<Place>,
        public: BTreeSet<Place>,
        secret: Option<&Secret>,
        population: &[u8],
    ) -> Result<Protecting<'c>, NoSecret> {
        let protection = protection(candidate, threshold, sharing);
        let public: BTreeSet<Place> =
            public.into_iter().filter(|&place| is_large(candidate, threshold, place)).collect();
        let mut kept: BTreeSet<Place> = kept
            .into_iter()
            .filter(|&place| candidate.statistics.at(place) != Count::Unavailable)
            .filter(|place| !public.contains(place))
            .collect();
        let mut shown = candidate.statistics.clone();
        match protection.method {
            Method::Gathered | Method::Exact => {}
            Method::Rounded => rounded::round(&mut shown),
            Method::CellKey => {
                if secret.is_none() {
                    return Err(NoSecret);
                }
                cell_key::perturb(&mut shown, &candidate.keys, &kept, sharing.perturbation);
            }
            Method::Private => {
                let secret = secret.ok_or(NoSecret)?;
                shown = private::release(candidate, sharing.privacy, threshold, secret, population);
            }
        }
        kept.extend(shown.places().filter(|&place| shown.at(place).is_withheld()));
        let mut protecting =
            Protecting { candidate, protection, shown, withheld: kept.clone(), kept, public };
        protecting.withhold_certain();
        Ok(protecting)
    }

    /// A changed figure that can have come from one number alone is that number.
    fn withhold_certain(&mut self) {
        let system = describe_statistics(&self.with(&self.kept), &self.protection);
        let certain = system.cells.iter().filter_map(|cell| match (&cell.what, cell.known) {
            (&What::Printed { place, .. }, Known::Between(low, high)) if low >= high => Some(place),
            _ => None,
        });
        let certain: Vec<Place> = certain.collect();
        self.kept.extend(certain.iter().copied());
        self.withheld.extend(certain);
    }

    /// Protects what is withheld against sums within this release.
    ///
    /// # Errors
    /// [`Exposed`] where that cannot be.
    pub(in crate::engine) fn suppress(&mut self) -> Result<(), Exposed> {
        if self.protection.method != Method::Exact {
            // Sums of changed figures tell little: the verifier says where enough.
            return Ok(());
        }
        let system = describe_statistics(&self.with(&self.kept), &self.protection);
        self.strengthen(&system, 0, &[])
    }

    /// Protects what must be withheld against everything in `system`, in which
    /// this release has the number `release`. What was withheld for its sake
    /// before may be shown again. Where figures are changed, only what was `found`
    /// is protected, and that without regard for earlier releases.
    ///
    /// # Errors
    /// [`Exposed`] where that cannot be.
    pub(in crate::engine) fn strengthen(
        &mut self,
        system: &System,
        release: u32,
        found: &[Breach],
    ) -> Result<(), Exposed> {
        if self.protection.method != Method::Exact && release > 0 {
            // Everything moves with everything: programs would take too long, and
            // the findings say what to withhold.
            return Ok(());
        }
        let mut exposed = Exposed(Vec::new());
        for _ in 0..ATTEMPTS {
            match self.attempt(system, release, found) {
                Ok(()) => return Ok(()),
                Err(places) => exposed = places,
            }
            // What earlier releases tell of a large figure cannot be taken back;
            // something else must be withheld in its place.
            let large: Vec<Place> = exposed
                .0
                .iter()
                .copied()
                .filter(|&place| is_large(self.candidate, self.protection.threshold, place))
                .collect();
            if large.is_empty() || release == 0 {
                break;
            }
            for place in large {
                self.kept.remove(&place);
                self.public.insert(place);
            }
        }
        Err(exposed)
    }

    fn attempt(&mut self, system: &System, release: u32, found: &[Breach]) -> Result<(), Exposed> {
        let is_changed = self.protection.method != Method::Exact;
        // As if nothing were withheld yet but what must be.
        let bare = describe_statistics(&self.with(&self.kept), &self.protection);
        let bare: BTreeMap<Place, Known> = bare
            .cells
            .iter()
            .filter_map(|cell| match cell.what {
                What::Printed { place, .. } => Some((place, cell.known)),
                What::Latent(_) => None,
            })
            .collect();
        let found: BTreeSet<(Option<u32>, Place)> = found
            .iter()
            .flat_map(|breach| &breach.figures)
            .map(|figure| (figure.release, figure.place))
            .collect();
        let mut system = system.clone();
        let (mut values, mut hidden) = (BTreeMap::new(), BTreeSet::new());
        let (mut costs, mut places) = (BTreeMap::new(), BTreeMap::new());
        let mut only = BTreeSet::new();
        for (id, cell) in (0u32..).zip(&mut system.cells) {
            let What::Printed { release: of, place } = cell.what else { continue };
            if found.contains(&((of != release).then_some(of), place)) {
                only.insert(id);
            }
            let Count::Exact(value) = self.candidate.statistics.at(place) else { continue };
            if of != release {
                continue;
            }
            cell.known = bare.get(&place).copied().unwrap_or(cell.known);
            places.insert(id, place);
            values.insert(id, value);
            if self.kept.contains(&place) || (is_changed && self.withheld.contains(&place)) {
                hidden.insert(id);
            } else if !self.public.contains(&place) {
                costs.insert(id, cost(place, value));
            }
        }
        let only = is_changed.then_some(only);
        let task = Task { system: &system, values, hidden, costs, only };
        match suppress(&task) {
            Ok(hidden) => {
                self.withheld = hidden.iter().filter_map(|id| places.get(id)).copied().collect();
                self.withheld.extend(&self.kept);
                Ok(())
            }
            Err(Unprotectable { cells }) => {
                Err(Exposed(cells.iter().filter_map(|id| places.get(id)).copied().collect()))
            }
        }
    }

    /// Withholds what the verifier's findings call for: of figures that give
    /// something away, the cheapest. Whether there was anything.
    pub(in crate::engine) fn answer(&mut self, breaches: &[Breach]) -> bool {
        let mut answered = false;
        for breach in breaches {
            let figures = breach.figures.iter().filter(|figure| figure.release.is_none());
            let (withheld, shown): (Vec<Place>, Vec<Place>) =
                figures.map(|figure| figure.place).partition(|place| self.withheld.contains(place));
            // Withheld figures are protected by what else is withheld, not by
            // the published ones that the finding happens to name.
            let by_others = matches!(
                breach.kind,
                BreachKind::Exact | BreachKind::ProvenSmall | BreachKind::Narrow
            );
            if by_others && !withheld.is_empty() {
                continue;
            }
            let price = |&place: &Place| (self.public.contains(&place), self.cost(place), place);
            if let Some(cheapest) = shown.into_iter().min_by_key(price) {
                answered |= self.withheld.insert(cheapest);
                self.kept.insert(cheapest);
            }
        }
        answered
    }

    /// Shows again what is withheld in vain: large figures that other releases
    /// confine. Whether there were any.
    pub(in crate::engine) fn concede(&mut self, breaches: &[Breach]) -> bool {
        let mut conceded = false;
        for figure in breaches.iter().flat_map(|breach| &breach.figures) {
            let place = figure.place;
            if figure.release.is_none()
                && self.withheld.contains(&place)
                && is_large(self.candidate, self.protection.threshold, place)
                && self.public.insert(place)
            {
                self.kept.remove(&place);
                conceded |= self.withheld.remove(&place);
            }
        }
        conceded
    }

    /// Withholds one more figure beside each finding: the cheapest that stands in
    /// a sum with it. Whether there was any.
    pub(in crate::engine) fn widen(
        &mut self,
        breaches: &[Breach],
        system: &System,
        release: u32,
    ) -> bool {
        let mut widened = false;
        for breach in breaches {
            let named: BTreeSet<Place> = breach.figures.iter().map(|figure| figure.place).collect();
            let printed = |cell: u32| match system.cells.get(cell as usize)?.what {
                What::Printed { release: of, place } if of == release => Some(place),
                _ => None,
            };
            let places = |terms: &[(u32, i64)]| -> Vec<Place> {
                terms.iter().filter_map(|&(cell, _)| printed(cell)).collect()
            };
            let beside = system.equations.iter().map(|equation| places(&equation.terms));
            let cheapest = beside
                .filter(|places| places.iter().any(|place| named.contains(place)))
                .flatten()
                .filter(|place| !self.withheld.contains(place) && !named.contains(place))
                .min_by_key(|&place| (self.public.contains(&place), self.cost(place), place));
            if let Some(place) = cheapest {
                widened |= self.withheld.insert(place);
                self.kept.insert(place);
            }
        }
        widened
    }

    /// The figures that are withheld so far.
    pub(in crate::engine) fn withheld(&self) -> &BTreeSet<Place> {
        &self.withheld
    }

    fn cost(&self, place: Place) -> u64 {
        cost(place, self.candidate.statistics.at(place).exact().unwrap_or_default())
    }

    /// The figures with some of them withheld.
    fn with(&self, withheld: &BTreeSet<Place>) -> Statistics {
        let mut statistics = self.shown.clone();
        for &place in withheld {
            if let Some(count) = statistics.at_mut(place)
                && *count != Count::Unavailable
            {
                *count = Count::Withheld;
            }
        }
        statistics
    }

    /// The figures as they are protected so far. `None` where not one number of
    /// people is left.
    pub(in crate::engine) fn protected(&self) -> Option<Protected> {
        let statistics = self.with(&self.withheld);
        let told = |&measure: &Measure| {
            measure.counts_people()
                && statistics.overall[measure].exact().is_some_and(|value| value > 0)
        };
        if !Measure::ALL.iter().any(told) {
            return None;
        }
        let mut protection = self.protection.clone();
        protection.withheld.extend(reasons(&statistics));
        protection
            .withheld
            .sort_by_key(|one| (position(&one.table), one.measure.clone(), one.reason as u8));
        protection.withheld.dedup();
        Some(Protected {
            parts: Parts {
                cost: self.price(&statistics),
                statistics,
                protection,
                texts: self.candidate.texts.clone(),
            },
        })
    }

    /// What the protection costs the owner.
    fn price(&self, statistics: &Statistics) -> Cost {
        let mut cost = Cost::default();
        for place in statistics.places() {
            let Count::Exact(value) = self.candidate.statistics.at(place) else { continue };
            cost.cells += 1;
            cost.counts = cost.counts.saturating_add(value);
            match statistics.at(place).exact() {
                None => {
                    cost.cells_withheld += 1;
                    cost.counts_withheld = cost.counts_withheld.saturating_add(value);
                }
                Some(shown) => {
                    let error = shown.abs_diff(value);
                    cost.largest_error = cost.largest_error.max(error);
                    cost.errors = cost.errors.saturating_add(error);
                }
            }
        }
        cost.cells = cost.cells.max(self.candidate.told);
        cost
    }
}

/// Whether enough different people are behind a figure that it may be shown.
fn is_large(candidate: &Candidate, threshold: u32, place: Place) -> bool {
    let people = candidate.people.get(&place).copied().unwrap_or_default();
    people >= u64::from(threshold) && !candidate.dominated.contains(&place)
}

/// What the snapshot says of its protection, before anything is withheld.
fn protection(candidate: &Candidate, threshold: u32, sharing: &Sharing) -> Protection {
    let method = match sharing.method {
        // Of old snapshots; never made again.
        Method::Gathered => Method::Exact,
        method => method,
    };
    let tables = Table::BREAKDOWNS.into_iter();
    Protection {
        method,
        threshold,
        withheld: candidate.withheld.clone(),
        tables: tables.filter(|&table| is_there(&candidate.statistics, table)).collect(),
        cap: Some(candidate.cap),
        complete: candidate.complete.clone(),
        apart: candidate.apart.clone(),
        perturbation: (method == Method::CellKey).then_some(sharing.perturbation),
        privacy: (method == Method::Private).then_some(sharing.privacy),
    }
}

fn is_there(statistics: &Statistics, table: Table) -> bool {
    match table {
        Table::Machine => (0..3).any(|row| {
            let place = Place { table, row, measure: Measure::MachineOpens };
            statistics.at(place) != Count::Unavailable
        }),
        _ => statistics.rows(table) > 0,
    }
}

/// One line for each column in which something is withheld.
fn reasons(statistics: &Statistics) -> Vec<Withholding> {
    let columns: BTreeSet<(Table, Measure)> = statistics
        .places()
        .filter(|&place| statistics.at(place).is_withheld())
        .map(|place| (place.table, place.measure))
        .collect();
    columns
        .into_iter()
        .map(|(table, measure)| Withholding {
            table: table.name().into(),
            measure: Some(measure.name().into()),
            reason: WithholdingReason::Small,
        })
        .collect()
}

/// Tables in the order of a snapshot, the title last.
fn position(table: &str) -> usize {
    Table::from_name(table).map_or(Table::ALL.len(), |table| table as usize)
}

/// What it costs a reader to miss a figure: large counts more than small ones,
/// key figures most.
pub(super) fn cost(place: Place, value: u64) -> u64 {
    use Measure::*;
    let base = 16 + value.isqrt();
    base * match (place.table, place.measure) {
        (Table::Overall, Sent | Delivered | Openers | Clickers | Opens | Clicks) => 50,
        (Table::Overall, _) => 8,
        (Table::Campaigns, Sent | Delivered | Openers | Clickers) => 4,
        (Table::Campaigns, _) => 2,
        _ => 1,
    }
}
