//! Rows of links: each with at least k different clickers, the others gathered.

use super::link;
use crate::contract::{LinkRow, Measure, Sharing, Table};
use crate::engine::protection::generalisation::without_parameters;
use crate::engine::protection::texts::Texts;
use crate::engine::store::Store;
use crate::engine::tallies::release::Sums;
use crate::engine::tallies::{LinkTally, Tallies};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Links with a row of their own.
const MOST_LINKS: usize = 20;
/// Rare links that are listed for the owner's review.
const MOST_RARE: usize = 100;

/// A row: the links that it counts.
#[derive(Clone, Default)]
struct Row<'a> {
    /// As the owner knows it: a link, or what several have in common.
    text: &'a str,
    links: Vec<&'a str>,
    clickers: u64,
}

#[derive(Default)]
pub(super) struct Links<'a> {
    is_counted: bool,
    /// In the order of their texts.
    rows: Vec<Row<'a>>,
    rare: Vec<&'a str>,
}

impl<'a> Links<'a> {
    pub(super) fn new(
        tallies: &'a Tallies,
        sharing: &Sharing,
        threshold: u64,
        is_counted: bool,
    ) -> Links<'a> {
        if !is_counted || tallies.overall[Measure::Clicks] == 0 {
            return Links::default();
        }
        // Too rare as a whole, a link may be shared by enough without its
        // parameters, together with others.
        let mut rows: BTreeMap<&'a str, Row<'a>> = BTreeMap::new();
        let mut shorter: BTreeMap<&'a str, Row<'a>> = BTreeMap::new();
        for (text, tally) in &tallies.links {
            let (into, text_shown) = if tally.clickers >= threshold {
                (&mut rows, text.as_str())
            } else {
                (&mut shorter, without_parameters(text))
            };
            into.entry(text_shown).or_default().take(text_shown, text, tally);
        }
        let mut rare: Vec<(Reverse<u64>, &str)> = Vec::new();
        for (text, row) in shorter {
            // One recipient may be among the clickers of several: whether these
            // are k different people is seen when they are counted.
            if rows.contains_key(text) || row.clickers >= threshold {
                let place = rows.entry(text).or_default();
                place.text = text;
                place.clickers = place.clickers.saturating_add(row.clickers);
                place.links.extend(row.links);
            } else {
                rare.extend(row.links.into_iter().map(|text| (Reverse(row.clickers), text)));
            }
        }
        // Links that the owner calls by one name are one.
        let texts = Texts::new(&sharing.texts);
        let mut by_shown: BTreeMap<(Option<String>, &str), Row<'a>> = BTreeMap::new();
        for (text, row) in rows {
            let shown = texts.wording(text).0;
            let apart = if shown.is_some() { "" } else { text };
            let place = by_shown.entry((shown, apart)).or_default();
            place.text = if place.text.is_empty() { text } else { place.text };
            place.clickers = place.clickers.saturating_add(row.clickers);
            place.links.extend(row.links);
        }
        let mut rows: Vec<Row<'a>> = by_shown.into_values().collect();
        rows.sort_by(|a, b| b.clickers.cmp(&a.clickers).then(a.text.cmp(b.text)));
        for row in rows.split_off(rows.len().min(MOST_LINKS)) {
            rare.push((Reverse(row.clickers), row.text));
        }
        // The order of rows must not tell the order of figures.
        rows.sort_by_key(|row| row.text);
        rare.sort_unstable();
        let rare = rare.into_iter().map(|(_, text)| text).take(MOST_RARE).collect();
        Links { is_counted, rows, rare }
    }

    pub(super) fn are_counted(&self) -> bool {
        self.is_counted
    }

    /// The row of each link's code, and the row of all others.
    pub(super) fn plan(&self, store: &Store) -> (BTreeMap<u32, usize>, usize) {
        if !self.is_counted {
            return (BTreeMap::new(), 0);
        }
        let mut rows: HashMap<&str, usize> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            rows.extend(row.links.iter().map(|&text| (text, at)));
        }
        let codes = (0u32..).take(store.links_len());
        let placed = codes.filter_map(|code| Some((code, *rows.get(store.link(code)?)?))).collect();
        (placed, self.rows.len())
    }

    /// By the different people in each row of the plan.
    pub(super) fn refine(&mut self, counted: &[Sums], threshold: u64) -> bool {
        if !self.is_counted || counted.len() != self.rows.len() + 1 {
            return false;
        }
        let clickers =
            |row: usize| counted.get(row).map_or(0, |sums: &Sums| sums.people[Measure::Clickers]);
        let mut small: BTreeSet<usize> =
            (0..self.rows.len()).filter(|&row| clickers(row) < threshold).collect();
        let others = clickers(self.rows.len());
        if small.is_empty() && others > 0 && others < threshold {
            let rows = self.rows.iter().enumerate();
            small.extend(rows.map(|(at, row)| (clickers(at), row.text, at)).min().map(|row| row.2));
        }
        let gone: Vec<Row<'a>> = small.iter().rev().map(|&at| self.rows.remove(at)).collect();
        for row in gone {
            // Without its parameters it may belong to a row that there is.
            let shorter = without_parameters(row.text);
            match self.rows.iter_mut().find(|other| other.text == shorter) {
                Some(other) => other.links.extend(row.links),
                None => self.rare.push(row.text),
            }
        }
        !small.is_empty()
    }

    pub(super) fn names(&self, others: bool, texts: &mut Texts<'_>) -> Vec<LinkRow> {
        let mut rows = Vec::new();
        for row in &self.rows {
            let shown = texts.show(Table::Links, row.text);
            for &text in row.links.iter().filter(|&&text| text != row.text) {
                texts.rare(Table::Links, text, &shown);
            }
            rows.push(link(shown, 1));
        }
        for text in &self.rare {
            texts.rare(Table::Links, text, "");
        }
        // How many there are would tell of a single click.
        rows.extend(others.then(|| link(String::new(), 0)));
        rows
    }
}

impl<'a> Row<'a> {
    fn take(&mut self, text: &'a str, link: &'a str, tally: &LinkTally) {
        self.text = text;
        self.links.push(link);
        self.clickers = self.clickers.saturating_add(tally.clickers);
    }
}
