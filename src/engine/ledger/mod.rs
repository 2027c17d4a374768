//! What was released before, so that releases of the same data can be held
//! against each other.
//!
//! A ledger is one file that its owner keeps. It only grows: each release is
//! chained to the one before it by a hash, and the last hash stands at the end,
//! so that a release that was changed, removed, put in or cut off is noticed.
//! It finds accidents and careless changes; whoever holds the file can make
//! another one.
//!
//! # What is in it
//!
//! The released snapshots, which are public and safe anyway; which campaigns
//! each of their rows counts, as digests that say nothing without the owner's
//! secret; what differential privacy has cost; and that secret. No address, no
//! digest of one, no figure that was withheld.
//!
//! # What the secret is good for
//!
//! It keeps noise the same from one release to the next, so that nobody can
//! average it away, and it makes the digests of campaigns meaningless to
//! everybody else. Whoever has it, and knows the people and the campaigns, can
//! work out the noise: so the file stays with its owner.
//!
//! Held by `ledger/tests.rs`.

mod entry;
mod file;
mod mark;

#[cfg(test)]
mod tests;

pub use file::LARGEST_TEXT;
pub use mark::mark;

use super::calendar::day_from_text;
use super::disclosure::{CampaignMark, Members, Release};
use super::publish;
use super::secret::Secret;
use crate::contract::{LedgerFault, LedgerView, ReleaseView, Snapshot, Table};
use entry::Entry;
use std::collections::BTreeSet;

/// Days for which what was spent counts against the yearly budget.
const YEAR: i32 = 365;

/// What is ready to leave, and what the ledger keeps of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The snapshot file's exact text; of rows, the snapshot of what they add up to.
    pub text: String,
    /// The campaigns that its rows count.
    pub members: Members,
    /// ε that it spends, in thousandths, where it spends any.
    pub epsilon_milli: Option<u32>,
    /// Where it leaves as rows for other tools.
    pub rows: Option<Rows>,
}

/// Rows for other tools that left.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The breakdowns that they tell of.
    pub tables: Vec<Table>,
    /// Keyed, of their text: in hexadecimal.
    pub digest: String,
}

impl Rows {
    pub fn new(secret: &Secret, text: &str, tables: &[Table]) -> Rows {
        let digest = mark::short(&secret.digest("rows", &[text.as_bytes()]));
        Rows { tables: tables.to_vec(), digest }
    }
}

/// The releases so far, oldest first, and their owner's secret. No `Debug`, no
/// `Serialize`: [`Ledger::to_text`] alone writes it down.
pub struct Ledger {
    secret: Secret,
    releases: Vec<Entered>,
    /// The hash of the last entry, or of the empty ledger.
    head: String,
}

/// An entry, and the snapshot that it holds packed.
struct Entered {
    entry: Entry,
    snapshot: Snapshot,
    /// Bytes of the snapshot's text as it is packed.
    bytes: usize,
}

impl Ledger {
    /// An empty ledger. The secret must be random and used for nothing else but
    /// the sittings whose releases it holds.
    pub fn new(secret: Secret) -> Ledger {
        let head = entry::origin(&secret);
        Ledger { secret, releases: Vec::new(), head }
    }

    /// Reads a ledger's file.
    ///
    /// # Errors
    /// Whatever is wrong with it, as a [`LedgerFault`]; the text is never quoted.
    pub fn open(text: &str) -> Result<Ledger, LedgerFault> {
        file::read(text)
    }

    /// The ledger's file: indented JSON, ending with a newline. Equal ledgers
    /// give equal texts.
    pub fn to_text(&self) -> String {
        file::write(self)
    }

    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Which campaign, and in which state: see [`mark`].
    pub fn mark(&self, id: &str, name: &str, sent_on: Option<&str>, state: &[u8]) -> CampaignMark {
        mark(&self.secret, id, name, sent_on, state)
    }

    /// The releases, oldest first, as they are held against a new one.
    pub fn releases(&self) -> Vec<Release<'_>> {
        self.releases
            .iter()
            .map(|Entered { entry, snapshot, .. }| Release {
                snapshot,
                members: Some(&entry.members),
            })
            .collect()
    }

    /// The release that says the same of the same campaigns, if there is one: only
    /// its day and its risk report may be others. Handing its bytes out again
    /// tells nothing new and costs nothing.
    pub fn repeated(&self, snapshot: &Snapshot, members: &Members) -> Option<&Snapshot> {
        let before = self.releases.get(self.position(snapshot, members, None)?)?;
        Some(&before.snapshot)
    }

    /// Whether these very rows have left before.
    pub fn has_rows(&self, rows: &Rows) -> bool {
        self.releases.iter().any(|before| before.entry.rows.as_ref() == Some(rows))
    }

    /// Releases of some of these campaigns, in whatever state.
    fn overlapping(&self, members: &Members) -> impl Iterator<Item = &Entry> {
        let ours: BTreeSet<&str> = campaigns(members).collect();
        self.releases
            .iter()
            .map(|entered| &entered.entry)
            .filter(move |entry| campaigns(&entry.members).any(|theirs| ours.contains(theirs)))
    }

    /// Whether anything of these campaigns has left before.
    pub fn overlaps(&self, members: &Members) -> bool {
        self.overlapping(members).next().is_some()
    }

    /// The breakdowns that rows of some of these campaigns have told. A snapshot
    /// cannot withhold in them what can be counted in the rows.
    pub fn told_in_rows(&self, members: &Members) -> BTreeSet<Table> {
        let rows = self.overlapping(members).filter_map(|entry| entry.rows.as_ref());
        rows.flat_map(|rows| rows.tables.iter().copied()).collect()
    }

    fn position(
        &self,
        snapshot: &Snapshot,
        members: &Members,
        rows: Option<&Rows>,
    ) -> Option<usize> {
        let says_the_same = |before: &Snapshot| {
            before.title == snapshot.title
                && before.treated == snapshot.treated
                && before.protection == snapshot.protection
                && before.statistics == snapshot.statistics
        };
        self.releases.iter().position(|before| {
            before.entry.members == *members
                && before.entry.rows.as_ref() == rows
                && says_the_same(&before.snapshot)
        })
    }

    /// Enters a release, and says its number, counted from 1. A release that was
    /// entered before keeps its number and is not entered again.
    ///
    /// # Errors
    /// [`LedgerFault::Full`] when the ledger can grow no further,
    /// [`LedgerFault::Damaged`] when the draft holds no snapshot, or marks that
    /// [`mark`] did not make. The ledger is then as it was.
    pub fn append(&mut self, draft: Draft, today: &str) -> Result<u32, LedgerFault> {
        let snapshot = publish::open(&draft.text).map_err(|_| LedgerFault::Damaged)?;
        let number = |index: usize| u32::try_from(index + 1).map_err(|_| LedgerFault::Full);
        if let Some(before) = self.position(&snapshot, &draft.members, draft.rows.as_ref()) {
            return number(before);
        }
        if !mark::are_marks(&draft.members) || !mark::are_rows(draft.rows.as_ref()) {
            return Err(LedgerFault::Damaged);
        }
        let number = number(self.releases.len())?;
        let on = day_from_text(today).map_or(snapshot.made.on.as_str(), |_| today).to_owned();
        let (mut entry, bytes) =
            Entry::new(number, on, &snapshot, draft).ok_or(LedgerFault::Damaged)?;
        entry.hash = entry.hash_after(&self.head);
        let head = std::mem::replace(&mut self.head, entry.hash.clone());
        self.releases.push(Entered { entry, snapshot, bytes });
        if file::is_too_large(self) {
            self.releases.pop();
            self.head = head;
            return Err(LedgerFault::Full);
        }
        Ok(number)
    }

    /// ε spent by the releases of the last 365 days, in thousandths. What has no
    /// known day counts, and so does what seems to lie ahead.
    pub fn spent_milli(&self, today: &str) -> u32 {
        let today = day_from_text(today);
        let counts = |entry: &&Entry| match (today, day_from_text(&entry.on)) {
            (Some(today), Some(on)) => today.saturating_sub(on) < YEAR,
            _ => true,
        };
        self.releases
            .iter()
            .map(|entered| &entered.entry)
            .filter(counts)
            .filter_map(|entry| entry.epsilon_milli)
            .fold(0, u32::saturating_add)
    }

    /// The ledger as its owner may see it.
    pub fn view(&self, today: &str) -> LedgerView {
        LedgerView {
            releases: self.releases.iter().map(|entered| entered.entry.view()).collect(),
            epsilon_spent_milli: self.spent_milli(today),
            text: self.to_text(),
            needs_reading: false,
        }
    }
}

impl Entry {
    fn view(&self) -> ReleaseView {
        let campaigns: BTreeSet<&str> = campaigns(&self.members).collect();
        ReleaseView {
            number: self.number,
            on: self.on.clone(),
            title: self.title.clone(),
            method: self.method,
            threshold: self.threshold,
            tables: self.tables.clone(),
            rows: self.rows.is_some(),
            campaigns: u32::try_from(campaigns.len()).unwrap_or(u32::MAX),
        }
    }
}

fn campaigns(members: &Members) -> impl Iterator<Item = &str> {
    members.0.iter().flatten().map(|mark| mark.campaign.as_str())
}
