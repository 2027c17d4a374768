//! Key figures and campaigns of several releases as sums of the same unknowns.

use super::super::builder::Builder;
use super::super::table::overall;
use super::groups::{Groups, Segment};
use super::population::{Element, Population};
use super::{Atoms, FEW, comparable_releases, contradict};
use crate::contract::{Measure, Place, Table};
use std::collections::BTreeMap;

/// Links one figure over all releases that count somebody in common.
pub(super) fn relate(
    builder: &mut Builder,
    population: &Population<'_>,
    measure: Measure,
    atoms: &mut Atoms,
) {
    let told = |release: usize| {
        population.snapshot(release).is_some() && {
            let release = release as u32;
            builder.at(release, overall(measure)).is_some()
        }
    };
    let releases = comparable_releases(population, Table::Overall, measure, told);
    let groups = Groups::of(population, &releases, Some(measure));
    if groups.classes.is_empty() || lies(builder, &groups, measure) {
        return;
    }
    let mut rows: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (class, found) in groups.classes.iter().enumerate() {
        for &row in &found.rows {
            rows.entry(row).or_default().push(class);
        }
    }
    let cell =
        |builder: &Builder, (release, row)| row_cell(builder, population, release, row, measure);
    let mut cells = Vec::with_capacity(groups.classes.len());
    for class in &groups.classes {
        // A class that fills a row is the figure printed there; so is every class
        // of a row in which nobody is.
        let printed = |fits: &dyn Fn(&(usize, usize), u32) -> bool| {
            class.rows.iter().find_map(|row| cell(builder, *row).filter(|&cell| fits(row, cell)))
        };
        let alone = |row: &(usize, usize)| rows.get(row).is_some_and(|all| all.len() == 1);
        let printed =
            printed(&|_, cell| builder.is_nobody(cell)).or_else(|| printed(&|row, _| alone(row)));
        let unknown = match printed {
            Some(printed) => printed,
            None => builder.latent(shared(&class.rows, measure)),
        };
        atoms.classes.insert((class.elements.clone(), measure), unknown);
        cells.push(unknown);
    }
    let sum = |classes: &[usize]| -> Vec<(u32, i64)> {
        classes.iter().filter_map(|&class| Some((*cells.get(class)?, 1))).collect()
    };
    for (&row, classes) in &rows {
        if let Some(printed) = cell(builder, row) {
            let mut terms = sum(classes);
            terms.push((printed, -1));
            builder.equal(terms);
        }
    }
    let mut totals: BTreeMap<&[usize], u32> = BTreeMap::new();
    for segment in &groups.segments {
        let mut terms = sum(&segment.classes);
        let nobody = terms.iter().all(|&(class, _)| builder.is_nobody(class));
        let total = match terms.first() {
            Some(&(first, _)) if nobody || terms.len() == 1 => first,
            _ => {
                let total = builder.latent(segment_words(segment, measure));
                terms.push((total, -1));
                builder.equal(terms);
                total
            }
        };
        totals.insert(&segment.releases, total);
    }
    for release in groups.releases() {
        let Some(printed) = builder.at(release as u32, overall(measure)) else { continue };
        let counted = groups.counted(release);
        let mut terms: Vec<(u32, i64)> = counted
            .filter_map(|segment| Some((*totals.get(segment.releases.as_slice())?, 1)))
            .collect();
        terms.push((printed, -1));
        builder.equal(terms);
    }
    differences(builder, &groups, &totals, measure);
    row_differences(builder, &rows, &cells, measure);
}

/// The cell of a campaigns row; the key figure where campaigns are left out.
fn row_cell(
    builder: &Builder,
    population: &Population<'_>,
    release: usize,
    row: usize,
    measure: Measure,
) -> Option<u32> {
    let campaigns = &population.snapshot(release)?.statistics.campaigns;
    let place = if campaigns.is_empty() {
        overall(measure)
    } else {
        Place { table: Table::Campaigns, row: row as u32, measure }
    };
    builder.at(release as u32, place)
}

fn lies(builder: &Builder, groups: &Groups, measure: Measure) -> bool {
    let releases = groups.releases();
    let known: Vec<(Vec<Element>, u32)> = releases
        .iter()
        .filter_map(|&release| {
            let mut elements: Vec<Element> =
                groups.counted(release).flat_map(|segment| segment.elements.clone()).collect();
            elements.sort_unstable();
            Some((elements, builder.at(release as u32, overall(measure))?))
        })
        .collect();
    known.iter().any(|(smaller, fewer)| {
        known.iter().any(|(larger, more)| contradict(builder, (smaller, *fewer), (larger, *more)))
    })
}

/// What one release counts and another does not, where it is a sum of several
/// unknowns.
fn differences(
    builder: &mut Builder,
    groups: &Groups,
    totals: &BTreeMap<&[usize], u32>,
    measure: Measure,
) {
    let releases = groups.releases();
    let newest = releases.last().copied();
    for &one in &releases {
        for &other in releases.iter().filter(|&&other| other != one) {
            let looked_at = releases.len() <= FEW || [Some(one), Some(other)].contains(&newest);
            let overlap = groups.counted(one).any(|segment| segment.releases.contains(&other));
            if !looked_at || !overlap {
                continue;
            }
            let rest = groups.counted(one).filter(|segment| !segment.releases.contains(&other));
            let mut terms: Vec<(u32, i64)> = rest
                .filter_map(|segment| Some((*totals.get(segment.releases.as_slice())?, 1)))
                .filter(|&(total, _)| !builder.is_nobody(total))
                .collect();
            if terms.len() > 1 {
                let words = format!("in {} and not in {}/{}", one + 1, other + 1, measure.name());
                terms.push((builder.latent(words), -1));
                builder.equal(terms);
            }
        }
    }
}

/// The same for rows of campaigns that have some in common.
fn row_differences(
    builder: &mut Builder,
    rows: &BTreeMap<(usize, usize), Vec<usize>>,
    cells: &[u32],
    measure: Measure,
) {
    for (&(release, row), classes) in rows {
        let others = rows.iter().filter(|&(&(other, _), theirs)| {
            other != release && classes.iter().any(|class| theirs.contains(class))
        });
        for (&(other, other_row), theirs) in others {
            let rest = classes.iter().filter(|class| !theirs.contains(class));
            let mut terms: Vec<(u32, i64)> = rest
                .filter_map(|&class| Some((*cells.get(class)?, 1)))
                .filter(|&(class, _)| !builder.is_nobody(class))
                .collect();
            if terms.len() > 1 {
                let words = format!(
                    "in {}/campaigns/{row} and not in {}/campaigns/{other_row}/{}",
                    release + 1,
                    other + 1,
                    measure.name()
                );
                terms.push((builder.latent(words), -1));
                builder.equal(terms);
            }
        }
    }
}

fn shared(rows: &[(usize, usize)], measure: Measure) -> String {
    let rows: Vec<String> =
        rows.iter().map(|(release, row)| format!("{}/campaigns/{row}", release + 1)).collect();
    format!("{}/{}", rows.join(" and "), measure.name())
}

pub(super) fn segment_words(segment: &Segment, measure: Measure) -> String {
    let releases: Vec<String> =
        segment.releases.iter().map(|release| (release + 1).to_string()).collect();
    format!("in {} alone/{}", releases.join(" and "), measure.name())
}
