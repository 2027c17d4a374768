//! Whom releases count: campaigns, and what was added to them from one release
//! to the next.

use super::super::{CampaignMark, Doubts, Members, Release};
use super::states::{GROWING, Same, compare, figures, look_the_same, may_grow, range, same_days};
use crate::contract::{CampaignRow, Measure, Method, Snapshot};
use std::collections::{BTreeMap, BTreeSet};

/// Recipients that are counted together wherever they are counted: a campaign as
/// it stood in its first release, or what a later one has more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Element {
    campaign: u32,
    step: u32,
    /// What this step has more than the one before; else all of it.
    pub(super) growth: bool,
}

/// A campaign in a state, by number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    campaign: u32,
    step: u32,
}

/// Where a state of a campaign was first released.
struct Step {
    release: usize,
    row: usize,
    /// Alone in its row: the row's figures are its own.
    alone: bool,
    /// The step whose recipients and reactions are all part of this one too.
    previous: Option<u32>,
}

/// The campaigns of every release, row by row of its campaigns table (in one row
/// where it has none). None in releases that cannot be held against others.
pub(super) struct Population<'a> {
    snapshots: Vec<&'a Snapshot>,
    rows: Vec<Vec<Vec<Occurrence>>>,
    steps: BTreeMap<Occurrence, Step>,
    alike: BTreeSet<u32>,
}

impl<'a> Population<'a> {
    pub(super) fn of(releases: &[Release<'a>], doubts: &Doubts) -> Population<'a> {
        let mut numbering = Numbering { doubts: doubts.clone(), ..Numbering::default() };
        let snapshots: Vec<&Snapshot> = releases.iter().map(|release| release.snapshot).collect();
        let mut rows = Vec::with_capacity(releases.len());
        for (number, release) in releases.iter().enumerate() {
            // Each noisy figure stands for itself, and bounds of its own were put
            // on what one person adds to it.
            if release.snapshot.protection.method == Method::Private {
                rows.push(Vec::new());
                continue;
            }
            let members = release.members.filter(|members| fit(members, release.snapshot));
            rows.push(match members {
                Some(members) => numbering.by_marks(number, members, &snapshots),
                None => numbering.by_names(number, &snapshots),
            });
        }
        Population { snapshots, rows, steps: numbering.steps, alike: numbering.alike }
    }

    /// The campaigns of which several rows are taken for the same only because
    /// they look the same.
    pub(super) fn alike(self) -> BTreeSet<u32> {
        self.alike
    }

    pub(super) fn releases(&self) -> usize {
        self.snapshots.len()
    }

    pub(super) fn snapshot(&self, release: usize) -> Option<&'a Snapshot> {
        self.snapshots.get(release).copied()
    }

    /// The elements of every row of a release, as far as a figure is concerned.
    /// `grows`: what a later state counts includes what an earlier one did.
    pub(super) fn elements(&self, release: usize, grows: Option<Measure>) -> Vec<Vec<Element>> {
        let rows = self.rows.get(release).map(Vec::as_slice).unwrap_or_default();
        let row = |row: &Vec<Occurrence>| {
            let mut elements: Vec<Element> =
                row.iter().flat_map(|&occurrence| self.history(occurrence, grows)).collect();
            elements.sort_unstable();
            elements.dedup();
            elements
        };
        rows.iter().map(row).collect()
    }

    fn history(&self, occurrence: Occurrence, grows: Option<Measure>) -> Vec<Element> {
        let Occurrence { campaign, mut step } = occurrence;
        let mut elements = Vec::new();
        loop {
            let previous = grows.and_then(|measure| self.grew(campaign, step, measure));
            elements.push(Element { campaign, step, growth: previous.is_some() });
            match previous {
                // Steps are numbered in order of release: this ends.
                Some(previous) if previous < step => step = previous,
                _ => return elements,
            }
        }
    }

    /// The step whose figure is part of this step's.
    fn grew(&self, campaign: u32, step: u32, measure: Measure) -> Option<u32> {
        let now = self.steps.get(&Occurrence { campaign, step })?;
        let previous = now.previous.filter(|_| GROWING.contains(&measure))?;
        let before = self.steps.get(&Occurrence { campaign, step: previous })?;
        let fell = before.alone
            && now.alone
            && self
                .range(now, measure)
                .zip(self.range(before, measure))
                .is_some_and(|((_, most), (least, _))| most.is_some_and(|most| most < least));
        (!fell).then_some(previous)
    }

    fn range(&self, step: &Step, measure: Measure) -> Option<(u64, Option<u64>)> {
        let snapshot = self.snapshot(step.release)?;
        range(snapshot, figures(snapshot, step.row)?, measure)
    }
}

/// Numbers for campaigns and their states, in order of release.
#[derive(Default)]
struct Numbering {
    steps: BTreeMap<Occurrence, Step>,
    marks: BTreeMap<String, Marked>,
    names: BTreeMap<(String, Option<String>), (u32, u32)>,
    campaigns: u32,
    doubts: Doubts,
    alike: BTreeSet<u32>,
}

/// A campaign of the owner's ledger.
struct Marked {
    campaign: u32,
    /// The step of each state.
    states: BTreeMap<String, u32>,
}

impl Numbering {
    fn campaign(&mut self) -> u32 {
        self.campaigns += 1;
        self.campaigns - 1
    }

    /// By the owner's ledger.
    fn by_marks(
        &mut self,
        release: usize,
        members: &Members,
        snapshots: &[&Snapshot],
    ) -> Vec<Vec<Occurrence>> {
        let mut rows = Vec::with_capacity(members.0.len());
        for (number, row) in members.0.iter().enumerate() {
            let alone = row.len() == 1;
            let mut occurrences = Vec::with_capacity(row.len());
            for mark in row {
                occurrences.push(self.marked(mark, release, number, alone, snapshots));
            }
            rows.push(occurrences);
        }
        rows
    }

    fn marked(
        &mut self,
        mark: &CampaignMark,
        release: usize,
        row: usize,
        alone: bool,
        snapshots: &[&Snapshot],
    ) -> Occurrence {
        let (campaign, latest) = match self.marks.get(&mark.campaign) {
            Some(Marked { campaign, states }) => (*campaign, states.values().max().copied()),
            None => (self.campaign(), None),
        };
        let known = self.marks.get(&mark.campaign).and_then(|one| one.states.get(&mark.state));
        // Readers see no states: what looks the same they take for the same.
        let looks_like = || {
            let mut steps = (0..=latest.filter(|_| self.doubts.believe(campaign))?).rev();
            steps.find(|&step| {
                let known = self.steps.get(&Occurrence { campaign, step });
                alone
                    && known.is_some_and(|known| {
                        let first = (known.release, known.row);
                        known.alone && look_the_same(snapshots, first, (release, row))
                    })
            })
        };
        let known = known.copied();
        let before = known.or_else(looks_like);
        if before.is_some() && known.is_none() {
            self.alike.insert(campaign);
        }
        let step = before.unwrap_or_else(|| latest.map_or(0, |latest| latest + 1));
        let occurrence = Occurrence { campaign, step };
        let states = self
            .marks
            .entry(mark.campaign.clone())
            .or_insert_with(|| Marked { campaign, states: BTreeMap::new() });
        states.states.insert(mark.state.clone(), step);
        match self.steps.get_mut(&occurrence) {
            // A row of its own tells more than a gathered one.
            Some(known) if alone && !known.alone => {
                (known.release, known.row, known.alone) = (release, row, true);
            }
            Some(_) => {}
            None => {
                let previous = self.previous(occurrence, |known| {
                    let of = |release: usize| snapshots.get(release).copied();
                    let (old, new) = of(known.release).zip(of(release))?;
                    may_grow(old, new).then(|| same_days(old, new))
                });
                self.steps.insert(occurrence, Step { release, row, alone, previous });
            }
        }
        occurrence
    }

    /// The latest step that a new one continues, one of the same days first.
    /// `continues` says whether it does, and whether the days are the same.
    fn previous(
        &self,
        occurrence: Occurrence,
        continues: impl Fn(&Step) -> Option<bool>,
    ) -> Option<u32> {
        let Occurrence { campaign, step } = occurrence;
        let found = (0..step).filter_map(|step| {
            let known = self.steps.get(&Occurrence { campaign, step })?;
            Some((continues(known)?, step))
        });
        found.max().map(|(_, step)| step)
    }

    /// By what is printed alone: a campaign is its name and day.
    fn by_names(&mut self, release: usize, snapshots: &[&Snapshot]) -> Vec<Vec<Occurrence>> {
        let Some(snapshot) = snapshots.get(release) else { return Vec::new() };
        let campaigns = &snapshot.statistics.campaigns;
        if campaigns.is_empty() {
            return vec![vec![self.alone(release, 0)]];
        }
        let is_named = |row: &CampaignRow| {
            let same =
                |other: &&CampaignRow| other.name == row.name && other.sent_on == row.sent_on;
            row.gathers == 1 && !row.name.is_empty() && campaigns.iter().filter(same).count() == 1
        };
        let mut rows = Vec::with_capacity(campaigns.len());
        for (number, row) in campaigns.iter().enumerate() {
            rows.push(vec![if is_named(row) {
                self.named(release, number, row, snapshots)
            } else {
                self.alone(release, number)
            }]);
        }
        rows
    }

    /// Somebody of whom nothing is known but that they are in this row.
    fn alone(&mut self, release: usize, row: usize) -> Occurrence {
        let occurrence = Occurrence { campaign: self.campaign(), step: 0 };
        self.steps.insert(occurrence, Step { release, row, alone: true, previous: None });
        occurrence
    }

    /// The same campaign in the same state where no figure says otherwise, and in
    /// a later one where none has fallen.
    fn named(
        &mut self,
        release: usize,
        row: usize,
        printed: &CampaignRow,
        snapshots: &[&Snapshot],
    ) -> Occurrence {
        let key = (printed.name.clone(), printed.sent_on.clone());
        let before = self.names.get(&key).copied().filter(|_| self.doubts != Doubts::All);
        let Some((campaign, latest)) = before else {
            let occurrence = self.alone(release, row);
            self.names.insert(key, (occurrence.campaign, 0));
            return occurrence;
        };
        for step in (0..=latest).rev().filter(|_| self.doubts.believe(campaign)) {
            let occurrence = Occurrence { campaign, step };
            if let Some(known) = self.steps.get(&occurrence)
                && compare(snapshots, (known.release, known.row), (release, row)) == Same::State
            {
                self.alike.insert(campaign);
                return occurrence;
            }
        }
        let occurrence = Occurrence { campaign, step: latest + 1 };
        let previous = self.previous(occurrence, |known| {
            let of = |release: usize| snapshots.get(release).copied();
            let same_days = of(known.release).zip(of(release)).map(|(a, b)| same_days(a, b))?;
            match compare(snapshots, (known.release, known.row), (release, row)) {
                Same::State => {
                    of(known.release).zip(of(release)).is_some_and(|(a, b)| may_grow(a, b))
                }
                Same::Growing => true,
                Same::Neither => false,
            }
            .then_some(same_days)
        });
        self.steps.insert(occurrence, Step { release, row, alone: true, previous });
        self.names.insert(key, (campaign, latest + 1));
        occurrence
    }
}

fn fit(members: &Members, snapshot: &Snapshot) -> bool {
    members.0.len() == snapshot.statistics.campaigns.len().max(1)
}
