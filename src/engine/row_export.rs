//! Rows for other tools: one per person, campaign and kind, without anything
//! that tells whose they are.
//!
//! # What holds
//!
//! Of every export with threshold k, whoever counts its rows finds
//!
//! - at least k different people behind each row that occurs, and behind every
//!   sum of rows;
//! - no complement of 1 … k − 1 people: of those delivered to, all but a few
//!   opened; and of fewer than 5 k people neither all nor none did something;
//! - in each class of people more than one kind, unless it only tells of sending;
//! - no order: rows stand in the order of what they say, so that the file is the
//!   same whatever the order of the source, and no two rows can be linked;
//! - no text but names of campaigns that pass the rule of free texts, and closed
//!   lists.
//!
//! Held against snapshots of the same data: of every campaign a kind is there
//! with all its rows or with none, and what is left unsaid of a mailbox
//! provider, a device, a mail program or a step of time is nobody or at least
//! k people ([`shape`], [`labels`]). A figure that a snapshot shows, less what the
//! rows count, is therefore never small. What a snapshot withholds is held
//! against [`Export::by_campaign`], the figures that rows add up to; anything but
//! campaign and kind is told ([`Detail`]) where no snapshot breaks it down.
//!
//! # How
//!
//! 1. [`catalogue`]: whole campaigns or whole kinds go until what is left can be
//!    counted by campaign.
//! 2. [`shape`]: days become weeks or go, and providers are gathered, by campaign.
//! 3. [`labels`]: device, mail program and time since sending of an open or a
//!    click are coarsened until k people opened and k clicked in each class.
//! 4. [`attack`] counts the finished text without knowing any of this. What it
//!    finds is a refusal: there is no "export anyway".
//!
//! # What is assumed
//!
//! That the files tell the truth, and that whoever asks for rows holds them
//! against earlier releases, as `session::rows` does with the ledger.
//!
//! Held by `tests/audit/row_exports.rs` (a naive recount with the people still known)
//! and by `tests/audit/rows.py` (pycanon and anonymeter).

mod attack;
mod catalogue;
mod crowd;
mod labels;
mod recipients;
mod shape;
mod sheet;
mod sums;

use crate::contract::{Breach, KindSet, Measure, RowExport, Settings, Statistics, Table};
use crate::engine::store::Store;
use crate::engine::tallies::Question;
use catalogue::Catalogue;
use labels::{Labels, Shown};
use recipients::{People, Recipient};
use shape::{Part, Shapes};
use std::collections::{BTreeMap, BTreeSet};

pub use crowd::measure;

/// Why there are no rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not one row is shared by enough people.
    TooFewPeople,
    /// What can be counted from the rows would give somebody away.
    Unsafe(Vec<Breach>),
}

/// How much rows may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Day of sending, mailbox provider, device, mail program and time since
    /// sending, each as far as it is safe.
    Everything,
    /// Campaign and kind alone.
    Campaigns,
}

impl Detail {
    /// The breakdowns of a snapshot that the rows tell of as well.
    pub const fn tables(self) -> &'static [Table] {
        match self {
            Detail::Everything => &[
                Table::Arrival,
                Table::Days,
                Table::Week,
                Table::Providers,
                Table::Devices,
                Table::Clients,
                Table::DeviceClients,
            ],
            Detail::Campaigns => &[],
        }
    }
}

/// Rows, and what they add up to.
pub struct Export {
    pub rows: RowExport,
    /// The key figures of each campaign that has rows, without names: everything
    /// else is unavailable.
    pub by_campaign: Statistics,
    /// The campaign that each of those rows counts, by its key in the store.
    pub campaigns: Vec<Vec<u32>>,
    /// Whole and part that are not nested in this data.
    pub apart: Vec<(Measure, Measure)>,
}

/// What is told of a person beside the kind: rows that agree in it are a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    /// Index in order of sending.
    campaign: u32,
    part: Part,
    provider: Provider,
    shown: Shown,
}

/// A mailbox provider as a row tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Provider {
    Untold,
    Named(u32),
    Other,
}

/// Rows of the people that the question takes, with `threshold` (raised to
/// [`Settings::MIN_THRESHOLD`] where it is lower), and none of the kinds `without`.
///
/// # Errors
///
/// [`Refusal::TooFewPeople`] where nothing is left that enough people share,
/// [`Refusal::Unsafe`] where the finished rows do not withstand being counted.
pub fn export(
    store: &Store,
    question: &Question,
    threshold: u32,
    detail: Detail,
    without: KindSet,
) -> Result<Export, Refusal> {
    let k = u64::from(threshold.max(Settings::MIN_THRESHOLD));
    let people = People::of(store, question);
    let told = Told::new(&people, detail, without, k);
    let mut rows: BTreeMap<(Class, u8), u64> = BTreeMap::new();
    let mut classes: BTreeMap<Class, u64> = BTreeMap::new();
    let mut all = 0u64;
    let mut mine = BTreeSet::new();
    for recipient in &people.recipients {
        all += u64::from(recipient.did.len());
        mine.clear();
        for (kind, class) in told.rows(recipient) {
            *rows.entry((class, kind)).or_default() += 1;
            mine.insert(class);
        }
        // Somebody with three rows of a class is one person.
        for &class in &mine {
            *classes.entry(class).or_default() += 1;
        }
    }
    let Some(&fewest) = classes.values().min() else { return Err(Refusal::TooFewPeople) };
    let csv = sheet::write(&rows, &people);
    let breaches = attack::breaches(&csv, k);
    if !breaches.is_empty() {
        return Err(Refusal::Unsafe(breaches));
    }
    let written: u64 = rows.values().sum();
    let sums = sums::by_campaign(&rows, &people);
    let rows = RowExport {
        csv,
        rows: written,
        rows_left_out: all.saturating_sub(written),
        classes: classes.len() as u64,
        fewest,
    };
    let apart = sums::apart(&people, &told.catalogue);
    Ok(Export { rows, by_campaign: sums.statistics, campaigns: sums.campaigns, apart })
}

/// Everything decided about what rows tell.
struct Told {
    catalogue: Catalogue,
    shapes: Shapes,
    labels: Labels,
}

impl Told {
    fn new(people: &People, detail: Detail, without: KindSet, k: u64) -> Told {
        let crowds = shape::crowds(people);
        let kinds = KindSet::ALL.minus(without);
        let catalogue = Catalogue::of(people, &crowds, kinds, k);
        let (shapes, labels) = match detail {
            Detail::Everything => {
                let shapes = Shapes::of(people, &crowds, &catalogue, k);
                let labels = Labels::of(people, &catalogue, &shapes, k);
                (shapes, labels)
            }
            Detail::Campaigns => Default::default(),
        };
        Told { catalogue, shapes, labels }
    }

    /// The rows of a recipient: a kind, and the class in which it stands.
    fn rows(&self, recipient: &Recipient) -> impl Iterator<Item = (u8, Class)> {
        let campaign = recipient.campaign;
        let kept = self.catalogue.keeps(campaign);
        let kinds = recipient.did.intersection(self.catalogue.kinds);
        let (part, provider) = self.shapes.place(recipient);
        kinds.iter().filter(move |_| kept).map(move |kind| {
            let own = crowd::OWN_GROUPS.contains(kind);
            let provider = if own { provider } else { Provider::Untold };
            let shown = self.labels.shown(recipient, part, provider, kind);
            (kind as u8, Class { campaign, part, provider, shown })
        })
    }
}
