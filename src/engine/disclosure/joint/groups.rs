//! Recipients sorted by the releases, and by the rows of their campaigns tables,
//! that count them.

use super::population::{Element, Population};
use crate::contract::Measure;
use std::collections::{BTreeMap, BTreeSet};

/// Elements that are counted by the same rows of the same releases.
pub(super) struct Class {
    pub(super) elements: Vec<Element>,
    /// Release and row.
    pub(super) rows: Vec<(usize, usize)>,
}

/// Classes that are counted by the same releases.
pub(super) struct Segment {
    pub(super) elements: Vec<Element>,
    pub(super) releases: Vec<usize>,
    /// Indices into [`Groups::classes`].
    pub(super) classes: Vec<usize>,
}

impl Segment {
    /// Nobody in it is known only by what a campaign has more than before.
    pub(super) fn is_whole(&self) -> bool {
        self.elements.iter().all(|element| !element.growth)
    }
}

/// The releases that have recipients in common with others, and how.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) classes: Vec<Class>,
    pub(super) segments: Vec<Segment>,
}

impl Groups {
    /// `releases`: those in which the figure can be held against others.
    pub(super) fn of(
        population: &Population<'_>,
        releases: &[usize],
        grows: Option<Measure>,
    ) -> Groups {
        let mut places: BTreeMap<Element, Vec<(usize, usize)>> = BTreeMap::new();
        for &release in releases {
            for (row, elements) in population.elements(release, grows).into_iter().enumerate() {
                for element in elements {
                    places.entry(element).or_default().push((release, row));
                }
            }
        }
        let of = |rows: &[(usize, usize)]| {
            rows.iter().map(|&(release, _)| release).collect::<BTreeSet<usize>>()
        };
        let shared: BTreeSet<usize> =
            places.values().map(|rows| of(rows)).filter(|all| all.len() > 1).flatten().collect();
        let mut classes: BTreeMap<Vec<(usize, usize)>, Vec<Element>> = BTreeMap::new();
        for (element, rows) in places {
            if rows.iter().any(|(release, _)| shared.contains(release)) {
                classes.entry(rows).or_default().push(element);
            }
        }
        let classes: Vec<Class> =
            classes.into_iter().map(|(rows, elements)| Class { elements, rows }).collect();
        let mut segments: BTreeMap<Vec<usize>, Segment> = BTreeMap::new();
        for (index, class) in classes.iter().enumerate() {
            let releases: Vec<usize> = of(&class.rows).into_iter().collect();
            let segment = segments.entry(releases.clone()).or_insert_with(|| Segment {
                elements: Vec::new(),
                releases,
                classes: Vec::new(),
            });
            segment.elements.extend(&class.elements);
            segment.classes.push(index);
        }
        let mut segments: Vec<Segment> = segments.into_values().collect();
        for segment in &mut segments {
            segment.elements.sort_unstable();
        }
        Groups { classes, segments }
    }

    /// The releases that share somebody with another.
    pub(super) fn releases(&self) -> Vec<usize> {
        let all: BTreeSet<usize> =
            self.segments.iter().flat_map(|segment| segment.releases.iter().copied()).collect();
        all.into_iter().collect()
    }

    /// The segments that a release counts.
    pub(super) fn counted(&self, release: usize) -> impl Iterator<Item = &Segment> {
        self.segments.iter().filter(move |segment| segment.releases.contains(&release))
    }
}
