//! Which figures must be withheld whatever else is shown.
//!
//! Guarantee: of a [`Candidate`] without the primary figures no figure and no
//! difference of two nested figures of one row, of a row and its total, or of
//! overlapping figures stands for 1 … k − 1 different people; no sum of events
//! comes to more than half from one person, or from people who are not known to
//! be k; nothing is said that all or none of fewer than 5 k people did, but for
//! how things were sent and measured.
//!
//! Assumed: nothing of how withheld figures could be worked out from the others.
//! That is for suppression, and for the verifier.
//!
//! Held by the single cases in `primary/tests.rs`, and by
//! `small_people_are_found_by_the_twin` beside the candidate.

mod cover;
#[cfg(test)]
mod tests;

use super::candidate::Candidate;
use crate::contract::Measure::{self, *};
use crate::contract::{Place, Table, columns};
use crate::engine::disclosure::{Margin, is_harmless, margins, nested};
use cover::cheapest_cover;
use std::collections::BTreeSet;

/// What becomes of a message that was sent, most telling first.
const FATES: [Measure; 4] = [Delivered, BouncedHard, BouncedSoft, Dropped];

/// What a figure is worth to a reader, in points: so much is lost with it.
fn value(measure: Measure) -> u64 {
    match measure {
        Sent => 100,
        Delivered => 90,
        Openers => 80,
        Clickers => 70,
        Opens | Clicks => 40,
        MeasurableOpens | MeasurableClicks => 35,
        BouncedHard | Unsubscribed | Complained | Converted => 30,
        BouncedSoft => 25,
        Recipients | Timed => 20,
        ConfirmedOpeners | Readers | Skimmed | Glanced => 15,
        _ => 10,
    }
}

/// The figures of a candidate that must be withheld at least; `threshold` is k.
pub(in crate::engine) fn primary(candidate: &Candidate, threshold: u32) -> BTreeSet<Place> {
    let mut finding = Finding {
        candidate,
        threshold: u64::from(threshold),
        crowd: u64::from(threshold).saturating_mul(5),
        primary: BTreeSet::new(),
    };
    finding.small();
    for table in Table::ALL {
        for row in 0..candidate.statistics.rows(table) as u32 {
            finding.complements(table, row);
            if matches!(table, Table::Overall | Table::Campaigns) {
                finding.overlaps(table, row);
            }
        }
    }
    for table in Table::BREAKDOWNS {
        for &measure in columns(table) {
            finding.within_total(table, measure);
        }
    }
    finding.within_margins();
    finding.unplaced();
    finding.primary
}

struct Finding<'a> {
    candidate: &'a Candidate,
    threshold: u64,
    crowd: u64,
    primary: BTreeSet<Place>,
}

/// How parts lie within their whole.
#[derive(Clone, Copy)]
struct Within {
    /// Somebody may be in several.
    overlapping: bool,
    /// The people behind a part are among those behind the whole.
    alike: bool,
    /// Of a closed list, so that there is a part even where it holds nobody.
    closed: bool,
    /// Whatever is in the whole is in a part.
    complete: bool,
}

/// Whether a table counts by what reactions are, so that somebody may be in
/// several rows.
fn of_reactions(table: Table) -> bool {
    matches!(
        table,
        Table::Devices | Table::Clients | Table::Countries | Table::DeviceClients | Table::Links
    )
}

impl Finding<'_> {
    fn is_small(&self, number: u64) -> bool {
        (1..self.threshold).contains(&number)
    }

    /// The figure and the people behind it, where it is not withheld already.
    fn shown(&self, place: Place) -> Option<(u64, u64)> {
        let units = self.candidate.statistics.at(place).exact()?;
        let people = self.candidate.people.get(&place).copied().unwrap_or_default();
        (!self.primary.contains(&place)).then_some((units, people))
    }

    fn small(&mut self) {
        let statistics = &self.candidate.statistics;
        for place in statistics.places() {
            if self.shown(place).is_some_and(|(units, people)| units > 0 && people < self.threshold)
                || self.candidate.dominated.contains(&place)
            {
                self.primary.insert(place);
            }
        }
    }

    /// Nested figures of a row whose difference is small, or which say all or
    /// nothing of few: one of the two goes.
    fn complements(&mut self, table: Table, row: u32) {
        let place = |measure| Place { table, row, measure };
        let mut bad: Vec<(Measure, Measure)> = Vec::new();
        for (whole, part) in nested(table) {
            let (outer, inner) = (place(whole), place(part));
            let (Some((all, people)), Some((some, _))) = (self.shown(outer), self.shown(inner))
            else {
                continue;
            };
            if self.candidate.apart.contains(&(whole, part)) {
                continue;
            }
            let others = self.candidate.complements.get(&(outer, inner)).copied();
            let complement =
                self.is_small(all.saturating_sub(some)) || others.is_some_and(|n| self.is_small(n));
            let full = all > 0 && (some == all || some == 0);
            if complement || full && people < self.crowd && !is_harmless(whole, part) {
                bad.push((whole, part));
            }
        }
        self.primary.extend(cheapest_cover(&bad, value).into_iter().map(place));
    }

    /// Those who both opened and clicked, and those of whom nothing is known
    /// since the sending: numbers that stand nowhere and follow from others.
    fn overlaps(&mut self, table: Table, row: u32) {
        let place = |measure| Place { table, row, measure };
        let units = |measure| self.shown(place(measure)).map(|(units, _)| units);
        if let (Some(openers), Some(clickers), Some(either)) =
            (units(Openers), units(Clickers), units(ConfirmedOpeners))
            && self.is_small((openers + clickers).saturating_sub(either))
        {
            self.primary.insert(place(ConfirmedOpeners));
        }
        let units = |measure| self.shown(place(measure)).map(|(units, _)| units);
        let fates: Option<Vec<u64>> = FATES.into_iter().map(units).collect();
        if let (Some(sent), Some(fates)) = (units(Sent), fates)
            && self.is_small(sent.saturating_sub(fates.iter().sum()))
        {
            let cheapest = FATES.into_iter().min_by_key(|&fate| value(fate));
            self.primary.extend(cheapest.map(place));
        }
    }

    /// Rows held against the key figure: what is in all other rows, who is in
    /// several.
    fn within_total(&mut self, table: Table, measure: Measure) {
        // Every row of machine events counts opens and clicks together.
        if table == Table::Machine {
            return;
        }
        let overlapping = of_reactions(table) && measure.counts_people();
        let rows = 0..self.candidate.statistics.rows(table) as u32;
        self.within(
            Place { table: Table::Overall, row: 0, measure },
            rows.map(|row| Place { table, row, measure }).collect(),
            Within {
                overlapping,
                alike: overlapping || table == Table::Providers,
                closed: overlapping && table != Table::Links,
                complete: true,
            },
        );
    }

    /// The rows of two ways held against a row of one.
    fn within_margins(&mut self) {
        for Margin { table, row, parts, complete } in margins(&self.candidate.statistics) {
            for &measure in columns(Table::DeviceClients) {
                let whole = Place { table, row, measure };
                let place = |&row: &u32| Place { table: Table::DeviceClients, row, measure };
                let parts: Vec<Place> = parts.iter().map(place).collect();
                let overlapping = measure.counts_people();
                // A single row that holds all of the other is the same figure, and
                // to be the same says nothing.
                if !(complete && parts.len() == 1) {
                    self.within(
                        whole,
                        parts.clone(),
                        Within { overlapping, alike: overlapping, closed: overlapping, complete },
                    );
                }
                let left = self.candidate.gathered.get(&whole).copied();
                let all: Vec<Place> = parts.into_iter().chain([whole]).collect();
                if let Some((units, people)) = left
                    && (self.is_small(units) || self.is_small(people))
                    && all.iter().all(|&place| self.shown(place).is_some())
                {
                    self.hide_smallest(&all);
                }
            }
        }
    }

    /// Parts held against their whole.
    fn within(&mut self, whole: Place, parts: Vec<Place>, rules: Within) {
        let Some((whole, people)) = self.shown(whole) else { return };
        for &place in &parts {
            let Some((units, among)) = self.shown(place) else { continue };
            let rest = self.is_small(whole.saturating_sub(units));
            // Whoever is behind a row is behind the total.
            let others = rules.alike && self.is_small(people.saturating_sub(among));
            let full =
                rules.closed && whole > 0 && people < self.crowd && (units == 0 || units == whole);
            if rest || others || full {
                self.primary.insert(place);
            }
        }
        let shown: Option<Vec<u64>> =
            parts.iter().map(|&place| Some(self.shown(place)?.0)).collect();
        if let Some(units) = shown.filter(|_| rules.overlapping && rules.complete)
            && self.is_small(units.iter().sum::<u64>().saturating_sub(whole))
        {
            self.hide_smallest(&parts);
        }
    }

    /// What has no place in a table of time is the rest that the table leaves.
    fn unplaced(&mut self) {
        for (&(table, measure), &(units, people)) in &self.candidate.unplaced {
            if !self.is_small(units) && !self.is_small(people) {
                continue;
            }
            let places = (0..self.candidate.statistics.rows(table) as u32)
                .map(|row| Place { table, row, measure })
                .collect::<Vec<_>>();
            if places.iter().all(|place| self.shown(*place).is_some()) {
                self.hide_smallest(&places);
            }
        }
    }

    /// Withholds one of these: the smallest that is large enough to hide a small
    /// number, or else the largest.
    fn hide_smallest(&mut self, places: &[Place]) {
        let sized: Vec<(u64, Place)> =
            places.iter().filter_map(|&place| Some((self.shown(place)?.0, place))).collect();
        let enough = sized.iter().filter(|(units, _)| *units >= self.threshold).min();
        let chosen = enough.or_else(|| sized.iter().max()).map(|&(_, place)| place);
        self.primary.extend(chosen);
    }
}
