//! One file, from its first byte to its report.

mod finished;
mod parts;
mod rows;
#[cfg(test)]
mod tests;

pub use finished::Finished;
pub(in crate::engine) use parts::PartAccount;
pub use parts::{PartReading, PartsReading};

use super::account::Account;
use super::dialects::{self, Chosen, ReadRecord};
use super::look::{HEAD, Look, envelope};
use super::seen::Seen;
use super::times::Clock;
use super::trial::Trying;
use super::unusable::{FileRows, Unusable};
use super::{Campaign, Event, Fate, Key, naming};
use crate::contract::{DateOrder, FilePlan, Granularity, Problem, ProblemKind};
use crate::engine::records::{Ending, Reader};
use crate::engine::zone::{Zone, Zones};
use rows::Rows;

/// Reads one file, or one member of an archive, in slices of any size. What it
/// reports does not depend on how the bytes were cut.
pub struct Reading {
    file: Planned,
    key: Key,
    repeats: bool,
    /// Where rows that cannot be used are wanted.
    unusable: Option<FileRows>,
    /// Where the plan is only tried.
    trying: Option<Trying>,
    stage: Stage,
    account: Account,
}

/// A file, and what is known of it before its first byte.
struct Planned {
    path: String,
    plan: FilePlan,
    zones: Zones,
    default_zone: String,
    /// The campaign's id and name, where what lies beside it tells them.
    beside: Option<(String, String)>,
}

enum Stage {
    /// Gathering the bytes that decide what the file is.
    Head(Vec<u8>),
    Body(Box<Body>),
    Failed(ProblemKind),
}

struct Body {
    reader: Reader,
    /// The reader was given something.
    begun: bool,
    dialect: &'static str,
    granularity: Granularity,
    dates: DateOrder,
    zone: Zone,
    /// The campaign for records that name none.
    campaign: (String, String),
    records: Box<dyn ReadRecord>,
    seen: Seen,
    repeats: bool,
    unusable: Option<FileRows>,
    trying: Option<Trying>,
}

impl Reading {
    /// `path` is the file's name, or a member's path inside its archive
    /// (`46727/granular_activity/opens/1_x.csv`); `plan` what the user chose
    /// about the file; times without a zone are read in the plan's zone, in that
    /// of the vendor where it is known, or in `default_zone`.
    pub fn new(
        path: &str,
        plan: &FilePlan,
        key: &Key,
        zones: &Zones,
        default_zone: &str,
    ) -> Reading {
        Reading {
            file: Planned::new(path, plan, zones, default_zone),
            key: key.clone(),
            repeats: false,
            unusable: None,
            trying: None,
            stage: Stage::Head(Vec::new()),
            account: Account::new(path),
        }
    }

    /// Reads a member that only sums up what another member of its archive tells
    /// event by event: its rows give no events, its people are counted.
    pub(super) fn repeating(mut self) -> Reading {
        self.repeats = true;
        self
    }

    /// Where the member does not name its campaign, it is this one.
    pub(super) fn beside(mut self, campaign: Option<(String, String)>) -> Reading {
        self.file.beside = campaign;
        self
    }

    /// Keeps the rows that cannot be used, for [`Finished::unusable`].
    pub(in crate::engine) fn gathering(mut self, all: &Unusable) -> Reading {
        self.unusable = Some(all.begin(&self.file.path));
        self
    }

    /// Watches what becomes of the rows, until [`Finished::tried`].
    pub(in crate::engine) fn tried(mut self, trying: Option<Trying>) -> Reading {
        self.trying = trying;
        self
    }

    /// Reads the next bytes of the file. An error means that the file as a whole
    /// cannot be read, and why.
    pub fn push(
        &mut self,
        bytes: &[u8],
        sink: &mut dyn FnMut(Event<'_>) -> Fate,
    ) -> Result<(), Problem> {
        match &mut self.stage {
            Stage::Head(head) => {
                head.extend_from_slice(bytes);
                if head.len() <= HEAD {
                    return Ok(());
                }
                self.start(false, sink)
            }
            Stage::Body(body) => {
                body.push(bytes, &self.key, &mut self.account, sink);
                Ok(())
            }
            Stage::Failed(kind) => Err(whole(*kind, &self.file.path)),
        }
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.account.rows()
    }

    /// The file ends here.
    pub fn finish(mut self, sink: &mut dyn FnMut(Event<'_>) -> Fate) -> Result<Finished, Problem> {
        if let Stage::Head(_) = self.stage {
            self.start(true, sink)?;
        }
        match self.stage {
            Stage::Body(mut body) => {
                body.finish(&self.key, &mut self.account, sink);
                self.account.covers(body.records.covers());
                let mut unusable = body.unusable;
                if let Some(unusable) = &mut unusable {
                    unusable.ended(body.reader.header());
                }
                let report = self.account.report(body.dialect, body.granularity, body.zone.name());
                Ok(Finished {
                    covers: self.account.covered(),
                    report,
                    zone: body.zone.name().to_owned(),
                    unusable,
                    trying: body.trying,
                    account: self.account,
                })
            }
            Stage::Head(_) => Err(whole(ProblemKind::EmptyFile, &self.file.path)),
            Stage::Failed(kind) => Err(whole(kind, &self.file.path)),
        }
    }

    /// Decides what the file is, and reads what was gathered for that.
    fn start(
        &mut self,
        complete: bool,
        sink: &mut dyn FnMut(Event<'_>) -> Fate,
    ) -> Result<(), Problem> {
        let stage = std::mem::replace(&mut self.stage, Stage::Failed(ProblemKind::EmptyFile));
        let Stage::Head(head) = stage else {
            self.stage = stage;
            return Ok(());
        };
        match self.file.open(&self.file.look(&head, complete)) {
            Ok(mut body) => {
                body.repeats = self.repeats;
                body.unusable = self.unusable.take();
                body.trying = self.trying.take();
                body.push(&head, &self.key, &mut self.account, sink);
                self.stage = Stage::Body(Box::new(body));
                Ok(())
            }
            Err(kind) => {
                self.stage = Stage::Failed(kind);
                Err(whole(kind, &self.file.path))
            }
        }
    }
}

impl Planned {
    fn new(path: &str, plan: &FilePlan, zones: &Zones, default_zone: &str) -> Planned {
        Planned {
            path: path.to_owned(),
            plan: plan.clone(),
            zones: zones.clone(),
            default_zone: default_zone.to_owned(),
            beside: None,
        }
    }

    fn look(&self, head: &[u8], complete: bool) -> Look {
        Look::new(&self.path, head, complete)
    }

    fn open(&self, look: &Look) -> Result<Body, ProblemKind> {
        let chosen = dialects::choose(look, self.plan.mapping.as_ref())?;
        let Chosen { dialect, granularity, zone, dates, campaign, records } = chosen;
        let zone = match (&self.plan.zone, zone) {
            (Some(name), _) => self.zones.get(name),
            (None, Some("UTC")) => Zone::utc(),
            (None, Some(name)) => self.zones.get(name),
            (None, None) => self.zones.get(&self.default_zone),
        };
        let campaign = campaign
            .or_else(|| self.beside.clone())
            .unwrap_or_else(|| (String::new(), naming::campaign(&self.path).to_owned()));
        Ok(Body {
            reader: Reader::new(&look.sniff),
            begun: false,
            dialect,
            granularity,
            dates,
            zone,
            campaign,
            records,
            seen: Seen::default(),
            repeats: false,
            unusable: None,
            trying: None,
        })
    }
}

impl Body {
    fn push(
        &mut self,
        bytes: &[u8],
        key: &Key,
        account: &mut Account,
        sink: &mut dyn FnMut(Event<'_>) -> Fate,
    ) {
        let (reader, mut rows) = self.split(key, account, sink);
        reader.push(bytes, &mut |_, record| rows.record(record));
    }

    fn finish(
        &mut self,
        key: &Key,
        account: &mut Account,
        sink: &mut dyn FnMut(Event<'_>) -> Fate,
    ) {
        let (reader, mut rows) = self.split(key, account, sink);
        reader.finish(&mut |_, record| rows.record(record));
    }

    fn end(
        &mut self,
        ending: Ending,
        key: &Key,
        account: &mut Account,
        sink: &mut dyn FnMut(Event<'_>) -> Fate,
    ) {
        let (reader, mut rows) = self.split(key, account, sink);
        reader.end(ending, &mut |_, record| rows.record(record));
    }

    fn split<'b>(
        &'b mut self,
        key: &'b Key,
        account: &'b mut Account,
        sink: &'b mut dyn FnMut(Event<'_>) -> Fate,
    ) -> (&'b mut Reader, Rows<'b>) {
        // Where rows are shown or kept, whole objects are.
        let whole = self.unusable.is_some() || self.trying.is_some();
        if !std::mem::replace(&mut self.begun, true) {
            if !whole && let Some(keys) = self.records.plain_keys() {
                self.reader.read_plainly(&keys);
            }
            if self.records.elements_stand_alone() {
                self.reader.read_in_pieces(|object| envelope(object).is_some());
            }
        }
        let rows = Rows {
            records: self.records.as_mut(),
            seen: &mut self.seen,
            repeats: self.repeats,
            unusable: self.unusable.as_mut(),
            trying: self.trying.as_mut(),
            key,
            clock: Clock::new(&self.zone, self.dates),
            file: Campaign { id: &self.campaign.0, name: &self.campaign.1 },
            account,
            sink,
        };
        (&mut self.reader, rows)
    }
}

fn whole(kind: ProblemKind, path: &str) -> Problem {
    Problem { kind, file: path.to_owned(), row: None, column: None }
}
