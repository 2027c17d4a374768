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

/// A candidate on its way to what may leave.
pub(in crate::engine) struct Protecting<'c> {
    candidate: &'c Candidate,
    protection: Protection,
    /// As the method shows them, before anything is withheld for others' sake.
    shown: Statistics,
    /// Withheld whatever else is.
    kept: BTreeSet<Place>,
    withheld: BTreeSet<Place>,
}

/// The method needs the owner's secret, and there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct NoSecret;

/// What cannot be protected, by where it stands.
pub(in crate::engine) struct Exposed(pub(in crate::engine) Vec<Place>);

impl<'c> Protecting<'c> {
    /// `kept` stay withheld whatever else is. `population` names the people
    /// counted, for noise that is the same whenever the same are counted.
    ///
    /// # Errors
    /// [`NoSecret`] where the method needs one.
    pub(in crate::engine) fn new(
        candidate: &'c Candidate,
        threshold: u32,
        sharing: &Sharing,
        kept: BTreeSet<Place>,
        secret: Option<&Secret>,
        population: &[u8],
    ) -> Result<Protecting<'c>, NoSecret> {
        let protection = protection(candidate, threshold, sharing);
        let mut kept: BTreeSet<Place> = kept
            .into_iter()
            .filter(|&place| candidate.statistics.at(place) != Count::Unavailable)
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
            Protecting { candidate, protection, shown, kept: kept.clone(), withheld: kept };
        protecting.withhold_certain();
        Ok(protecting)
    }

    /// A changed figure that can have come from one number alone is that number.
    fn withhold_certain(&mut self) {
        let system = describe_statistics(&self.statistics(), &self.protection);
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
        let system = describe_statistics(&self.statistics(), &self.protection);
        self.strengthen(&system, 0, &[])
    }

    /// Protects what is withheld against everything in `system`, in which this
    /// release has the number `release`, and was described as it is now. What is
    /// withheld already stays so. Where figures are changed, only what was found.
    ///
    /// # Errors
    /// [`Exposed`] where that cannot be.
    pub(in crate::engine) fn strengthen(
        &mut self,
        system: &System,
        release: u32,
        found: &[Breach],
    ) -> Result<(), Exposed> {
        let found: BTreeSet<(Option<u32>, Place)> = found
            .iter()
            .flat_map(|breach| &breach.figures)
            .map(|figure| (figure.release, figure.place))
            .collect();
        let is_changed = self.protection.method != Method::Exact;
        let mut task = Task {
            system,
            values: BTreeMap::new(),
            hidden: BTreeSet::new(),
            costs: BTreeMap::new(),
            only: is_changed.then(BTreeSet::new),
        };
        let mut places = BTreeMap::new();
        for (id, cell) in (0u32..).zip(&system.cells) {
            let What::Printed { release: of, place } = cell.what else { continue };
            if let Some(only) = &mut task.only
                && found.contains(&((of != release).then_some(of), place))
            {
                only.insert(id);
            }
            let Count::Exact(value) = self.candidate.statistics.at(place) else { continue };
            if of != release {
                continue;
            }
            places.insert(id, place);
            task.values.insert(id, value);
            if self.withheld.contains(&place) {
                task.hidden.insert(id);
            } else {
                task.costs.insert(id, cost(place, value));
            }
        }
        match suppress(&task) {
            Ok(hidden) => {
                self.withheld.extend(hidden.iter().filter_map(|id| places.get(id)));
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
            let price = |&place: &Place| (self.cost(place), place);
            if let Some(cheapest) = shown.into_iter().min_by_key(price) {
                answered |= self.withheld.insert(cheapest);
                self.kept.insert(cheapest);
            }
        }
        answered
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
                .min_by_key(|&place| (self.cost(place), place));
            if let Some(place) = cheapest {
                widened |= self.withheld.insert(place);
            }
        }
        widened
    }

    /// How many figures are withheld.
    pub(in crate::engine) fn withheld(&self) -> usize {
        self.withheld.len()
    }

    fn cost(&self, place: Place) -> u64 {
        cost(place, self.candidate.statistics.at(place).exact().unwrap_or_default())
    }

    fn statistics(&self) -> Statistics {
        let mut statistics = self.shown.clone();
        for &place in &self.withheld {
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
        let statistics = self.statistics();
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
        cost
    }
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
