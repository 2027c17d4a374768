//! Tallies of different messages add up.

use super::{CampaignTally, GroupTally, LinkTally, Tallies, TimeCell};
use std::collections::BTreeMap;

impl Tallies {
    /// Adds the tallies of other messages, counted by the same question.
    pub(super) fn add(&mut self, other: &Tallies) {
        add_map(&mut self.campaigns, &other.campaigns, CampaignTally::add);
        self.overall.add(&other.overall);
        self.covers = self.covers.union(other.covers);
        add_cells(&mut self.arrival, &other.arrival);
        add_cells(&mut self.arrival_coarse, &other.arrival_coarse);
        add_map(&mut self.days, &other.days, TimeCell::add);
        add_map(&mut self.weeks, &other.weeks, TimeCell::add);
        add_cells(&mut self.hours_of_week, &other.hours_of_week);
        add_cells(&mut self.parts_of_week, &other.parts_of_week);
        add_cells(&mut self.weekdays, &other.weekdays);
        add_map(&mut self.links, &other.links, LinkTally::add);
        add_map(&mut self.providers, &other.providers, GroupTally::add);
        add_map(&mut self.devices, &other.devices, GroupTally::add);
        add_map(&mut self.clients, &other.clients, GroupTally::add);
        add_map(&mut self.countries, &other.countries, GroupTally::add);
        add_map(&mut self.device_clients, &other.device_clients, GroupTally::add);
        self.machine_vendor += other.machine_vendor;
        self.machine_burst += other.machine_burst;
        self.machine_user_agent += other.machine_user_agent;
        self.machine_included |= other.machine_included;
        self.doubles += other.doubles;
    }
}

impl CampaignTally {
    pub(super) fn add(&mut self, other: &CampaignTally) {
        self.sent_on = match (self.sent_on, other.sent_on) {
            (Some(mine), Some(theirs)) => Some(mine.min(theirs)),
            (mine, theirs) => mine.or(theirs),
        };
        self.figures.add(&other.figures);
        self.covers = self.covers.union(other.covers);
    }
}

impl TimeCell {
    pub(super) fn add(&mut self, other: &TimeCell) {
        self.opens += other.opens;
        self.clicks += other.clicks;
        self.openers += other.openers;
        self.clickers += other.clickers;
        self.first_opens += other.first_opens;
        self.first_clicks += other.first_clicks;
    }
}

impl LinkTally {
    pub(super) fn add(&mut self, other: &LinkTally) {
        self.clickers += other.clickers;
        self.clicks += other.clicks;
    }
}

impl GroupTally {
    pub(super) fn add(&mut self, other: &GroupTally) {
        self.recipients += other.recipients;
        self.delivered += other.delivered;
        self.openers += other.openers;
        self.opens += other.opens;
        self.clickers += other.clickers;
        self.clicks += other.clicks;
    }
}

fn add_cells(mine: &mut Vec<TimeCell>, theirs: &[TimeCell]) {
    if mine.len() < theirs.len() {
        mine.resize(theirs.len(), TimeCell::default());
    }
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        mine.add(theirs);
    }
}

fn add_map<K: Ord + Clone, V: Default>(
    mine: &mut BTreeMap<K, V>,
    theirs: &BTreeMap<K, V>,
    add: impl Fn(&mut V, &V),
) {
    for (key, value) in theirs {
        match mine.get_mut(key) {
            Some(mine) => add(mine, value),
            None => add(mine.entry(key.clone()).or_default(), value),
        }
    }
}
