//! Breakdowns of several releases as sums of the same unknowns: one for every
//! segment in every row.

use super::super::builder::Builder;
use super::super::table::{Sum, sum};
use super::category::{Category, Layout};
use super::figures::segment_words;
use super::groups::{Groups, Segment};
use super::population::{Element, Population};
use super::{Atoms, comparable_releases, contradict};
use crate::contract::{Measure, Place, Table};
use std::collections::{BTreeMap, BTreeSet};

/// One column of one table over all releases that have it.
struct Column<'a> {
    population: &'a Population<'a>,
    table: Table,
    measure: Measure,
    layouts: BTreeMap<usize, Layout>,
    groups: Groups,
    /// Whether rows of the rest can be told apart.
    rest: bool,
}

pub(super) fn relate(
    builder: &mut Builder,
    population: &Population<'_>,
    table: Table,
    measure: Measure,
    atoms: &mut Atoms,
) {
    let mut layouts: BTreeMap<usize, Layout> = BTreeMap::new();
    for release in 0..population.releases() {
        if let Some(snapshot) = population.snapshot(release)
            && let Some(layout) = Layout::of(snapshot, table)
        {
            layouts.insert(release, layout);
        }
    }
    let told = |release: usize| {
        layouts.get(&release).is_some_and(|layout| {
            let mut rows = 0..layout.rows.len() as u32;
            rows.any(|row| builder.at(release as u32, Place { table, row, measure }).is_some())
        })
    };
    let releases = comparable_releases(population, table, measure, told);
    // A first reaction moves when an earlier one comes to light.
    let first = table == Table::Arrival && measure.counts_people();
    let groups = Groups::of(population, &releases, (!first).then_some(measure));
    if groups.segments.is_empty() {
        return;
    }
    layouts.retain(|release, _| groups.releases().contains(release));
    let known = layouts.values().all(|layout| layout.rest_is_known);
    // Whoever is in several rows is once in the rest: rests of different names
    // are no sums of each other.
    let overlapping = measure.counts_people() && table != Table::Providers;
    let names: BTreeSet<BTreeSet<String>> = layouts.values().map(Layout::names).collect();
    let rest = known && (!overlapping || names.len() == 1);
    let column = Column { population, table, measure, layouts, groups, rest };
    if !column.lies(builder) {
        column.link(builder, atoms);
        column.add_up(builder, atoms);
        column.nest_spans(builder, atoms);
    }
}

impl Column<'_> {
    fn cell(&self, builder: &Builder, release: usize, row: usize) -> Option<u32> {
        let &Column { table, measure, .. } = self;
        builder.at(release as u32, Place { table, row: row as u32, measure })
    }

    fn lies(&self, builder: &Builder) -> bool {
        let mut rows: BTreeMap<&Category, Vec<(Vec<Element>, u32)>> = BTreeMap::new();
        for (&release, layout) in &self.layouts {
            let mut elements: Vec<Element> =
                self.groups.counted(release).flat_map(|segment| segment.elements.clone()).collect();
            elements.sort_unstable();
            for (row, category) in layout.rows.iter().enumerate() {
                if matches!(category, Category::Rest(..)) {
                    continue;
                }
                if let Some(cell) = self.cell(builder, release, row) {
                    rows.entry(category).or_default().push((elements.clone(), cell));
                }
            }
        }
        rows.values().any(|rows| {
            rows.iter().any(|(smaller, fewer)| {
                rows.iter()
                    .any(|(larger, more)| contradict(builder, (smaller, *fewer), (larger, *more)))
            })
        })
    }

    /// Every printed figure is the sum of its segments. Where nobody is, nobody is
    /// in any part: those first.
    fn link(&self, builder: &mut Builder, atoms: &mut Atoms) {
        for nobody in [true, false] {
            for (&release, layout) in &self.layouts {
                for (row, category) in layout.rows.iter().enumerate() {
                    if let Some(printed) = self.cell(builder, release, row)
                        && builder.is_nobody(printed) == nobody
                    {
                        self.link_row(builder, atoms, release, category, printed);
                    }
                }
            }
        }
    }

    fn link_row(
        &self,
        builder: &mut Builder,
        atoms: &mut Atoms,
        release: usize,
        category: &Category,
        printed: u32,
    ) {
        let segments: Vec<&Segment> = self.groups.counted(release).collect();
        let mut terms = vec![(printed, -1)];
        for &segment in &segments {
            let Some(parts) = self.parts(segment, release, category) else { return };
            let is_printed =
                (segments.len() == 1 && parts.len() == 1) || builder.is_nobody(printed);
            for part in parts {
                let unknown =
                    self.part(builder, atoms, segment, part, is_printed.then_some(printed));
                terms.push((unknown, 1));
            }
        }
        builder.equal(terms);
    }

    /// What a row of a release is about within a segment; `None` where that
    /// cannot be known.
    fn parts(
        &self,
        segment: &Segment,
        release: usize,
        category: &Category,
    ) -> Option<Vec<Category>> {
        let Category::Rest(within, _) = category else { return Some(vec![category.clone()]) };
        if !self.rest {
            return None;
        }
        let named = self.layouts.get(&release)?.names();
        let mut all = self.names(segment);
        all.retain(|name| name.starts_with(within.as_str()));
        let mut parts: Vec<Category> =
            all.difference(&named).map(|name| Category::Named(name.clone())).collect();
        parts.push(Category::Rest(within.clone(), all.into_iter().collect()));
        Some(parts)
    }

    /// Every name that stands in a release of the segment.
    fn names(&self, segment: &Segment) -> BTreeSet<String> {
        let layouts = segment.releases.iter().filter_map(|release| self.layouts.get(release));
        layouts.flat_map(Layout::names).collect()
    }

    fn part(
        &self,
        builder: &mut Builder,
        atoms: &mut Atoms,
        segment: &Segment,
        category: Category,
        printed: Option<u32>,
    ) -> u32 {
        let words = || {
            let about = match &category {
                Category::Named(name) => name.clone(),
                Category::Rest(within, _) => format!("{within}rest"),
                Category::Span(from, to) => format!("{from} to {to}"),
            };
            format!("{}/{}/{about}", segment_words(segment, self.measure), self.table.name())
        };
        let key = (segment.elements.clone(), self.table, category.clone(), self.measure);
        if let Some(&unknown) = atoms.parts.get(&key) {
            return unknown;
        }
        let unknown = printed.unwrap_or_else(|| builder.latent(words()));
        atoms.parts.insert(key, unknown);
        unknown
    }

    /// The rows of a segment add up as those of its releases do.
    fn add_up(&self, builder: &mut Builder, atoms: &Atoms) {
        for segment in &self.groups.segments {
            let Some(total) = atoms.total(&segment.elements, self.measure) else { continue };
            let less: Vec<(u32, i64)> =
                total.iter().map(|&(cell, factor)| (cell, -factor)).collect();
            for &release in &segment.releases {
                let (Some(layout), Some(snapshot)) =
                    (self.layouts.get(&release), self.population.snapshot(release))
                else {
                    continue;
                };
                let told = |row| self.cell(builder, release, row).is_some();
                let mut complete = (0..layout.rows.len()).all(told);
                let mut cells: Vec<u32> = Vec::new();
                for category in &layout.rows {
                    let Some(parts) = self.parts(segment, release, category) else {
                        complete = false;
                        continue;
                    };
                    for part in parts {
                        let key = (segment.elements.clone(), self.table, part, self.measure);
                        cells.extend(atoms.parts.get(&key));
                    }
                }
                let mut terms: Vec<(u32, i64)> = cells.iter().map(|&cell| (cell, 1)).collect();
                terms.extend(&less);
                match sum(self.table, self.measure, &snapshot.protection) {
                    // The rules of machine events split opens and clicks together.
                    _ if self.table == Table::Machine => {}
                    Sum::Whole if complete => builder.equal(terms),
                    Sum::Whole | Sum::Part => builder.at_most(terms),
                    kind @ (Sum::Overlapping | Sum::Each) => {
                        // New in a row need not be new altogether.
                        for &cell in cells.iter().filter(|_| segment.is_whole()) {
                            let mut one = less.clone();
                            one.push((cell, 1));
                            builder.at_most(one);
                        }
                        if kind == Sum::Overlapping && complete {
                            builder.at_most(terms.into_iter().map(|(c, f)| (c, -f)).collect());
                        }
                    }
                }
            }
        }
    }

    /// Longer steps of time hold the shorter ones of other releases.
    fn nest_spans(&self, builder: &mut Builder, atoms: &Atoms) {
        for segment in &self.groups.segments {
            let at = |(from, to)| {
                let category = Category::Span(from, to);
                let key = (segment.elements.clone(), self.table, category, self.measure);
                atoms.parts.get(&key).copied()
            };
            for &coarse in &segment.releases {
                for &fine in segment.releases.iter().filter(|&&fine| fine != coarse) {
                    let (Some(coarse), Some(fine)) =
                        (self.layouts.get(&coarse), self.layouts.get(&fine))
                    else {
                        continue;
                    };
                    for whole in coarse.spans() {
                        let inside = |&(from, to): &(i64, i64)| {
                            whole.0 <= from && to <= whole.1 && (from, to) != whole
                        };
                        let inner: Vec<(i64, i64)> = fine.spans().filter(inside).collect();
                        let cells: Vec<u32> = inner.iter().filter_map(|&span| at(span)).collect();
                        let Some(outer) = at(whole).filter(|_| !cells.is_empty()) else { continue };
                        let mut terms: Vec<(u32, i64)> =
                            cells.iter().map(|&cell| (cell, 1)).collect();
                        terms.push((outer, -1));
                        if cells.len() == inner.len() && tile(whole, inner) {
                            builder.equal(terms);
                        } else {
                            builder.at_most(terms);
                        }
                    }
                }
            }
        }
    }
}

/// Whether spans follow each other from one end of the whole to the other.
fn tile(whole: (i64, i64), mut spans: Vec<(i64, i64)>) -> bool {
    spans.sort_unstable();
    let end = spans.iter().try_fold(whole.0, |end, &(from, to)| (from == end).then_some(to));
    end == Some(whole.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_with_a_gap_are_less_than_the_whole() {
        assert!(tile((0, 7), vec![(3, 7), (0, 3)]));
        assert!(!tile((0, 7), vec![(0, 3), (4, 7)]));
        assert!(!tile((0, 7), vec![(0, 3)]));
    }
}
