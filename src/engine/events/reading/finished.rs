//! A file, or a member of an archive, that was read to its end.

use crate::contract::{FileReport, KindSet, Problem};
use crate::engine::events::account::Account;
use crate::engine::events::trial::Trying;
use crate::engine::events::unusable::{FileRows, Unusable};

/// A file that was read to its end.
pub struct Finished {
    pub report: FileReport,
    /// What the export can tell at all.
    pub covers: KindSet,
    /// The zones of its zoneless times: of the members of an archive there may be
    /// several.
    pub(super) zone: String,
    pub(super) unusable: Option<FileRows>,
    pub(super) trying: Option<Trying>,
    pub(super) account: Account,
}

impl Finished {
    /// Gives back what was seen of the rows.
    pub(in crate::engine) fn tried(&mut self) -> Option<Trying> {
        self.trying.take()
    }

    /// Hands over the rows that could not be used.
    pub(in crate::engine) fn unusable(&mut self, all: &mut Unusable) {
        if let Some(rows) = self.unusable.take() {
            all.end(rows);
        }
    }

    /// Adds another member of the same archive: the report is then that of both,
    /// with recipients counted once.
    pub fn merge(&mut self, member: Finished) {
        if self.report.rows == 0
            || self.report.events.is_empty() && !member.report.events.is_empty()
        {
            // The first member that tells something says what the archive is.
            self.report.dialect = member.report.dialect;
            self.report.granularity = member.report.granularity;
        }
        match (&self.report.zone, &member.report.zone) {
            (Some(zones), Some(zone)) if !zones.split(", ").any(|it| it == zone) => {
                self.zone = format!("{zones}, {zone}");
            }
            (None, Some(_)) => self.zone = member.zone,
            _ => {}
        }
        self.account.merge(member.account);
        let name = std::mem::take(&mut self.report.name);
        self.report =
            self.account.report(&self.report.dialect, self.report.granularity, &self.zone);
        self.report.name = name;
        self.covers = self.account.covered();
    }

    /// Locates what is wrong with a member that could not be read at all. Its
    /// rows are unknown, so it is in no count.
    pub fn missing(&mut self, problem: Problem) {
        self.account.whole_file(problem.clone());
        self.report.located.push(problem);
    }
}
