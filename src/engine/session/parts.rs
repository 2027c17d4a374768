//! A file read in parts, by readers in several workers, and joined here.
//!
//! Each reader is a [`PartReader`], made from the sitting's seed: it reads its
//! slices of the file, or of its text where that is packed, passes events through
//! the same consent gate, and hands over what it may keep as one piece of bytes for
//! each part. The sitting takes the parts in the order of the file, and when all are
//! read, shards are counted by readers, too. Whatever the slices are, the result is
//! the same as of one piece: the tests here and in `tests/engine/parts.rs` hold it,
//! byte by byte.

mod seed;

use super::Session;
use super::open::Open;
use crate::contract::{FilePlan, Filter};
use crate::engine::consent::Gate;
use crate::engine::events::{Finished, Key, PartAccount, PartReading, PartsReading};
use crate::engine::flat::{Flat, WriteFlat};
use crate::engine::records::{Border, Ending, Unwrapping};
use crate::engine::store::{Store, StorePart};
use crate::engine::tallies::{self, Question};
use crate::engine::zone::Zones;
use seed::Seed;

/// The first bytes of a part.
const FORM: u32 = 0x3170_676d;

/// Why a part was not taken. Nothing of it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFault {
    /// It does not begin where the part before it ended: it is to be read again,
    /// exactly from there. The only part that is refused so twice is one that was
    /// not read from there.
    Misplaced {
        /// The byte at which the next part must begin.
        at: u64,
    },
    /// The bytes are no part that a reader of this sitting wrote, or no file with
    /// parts is open.
    Damaged,
}

/// How a file can be read in parts.
pub struct Divisible {
    /// What makes of the file's bytes those of its text, which is what the parts are of
    /// and in which their places are counted: it is packed, or in UTF-16. `None` where
    /// the file's bytes are.
    pub unwrapping: Option<Unwrapping>,
    /// What stands between two records.
    pub border: Border,
    /// For [`Session::begin_parts`].
    pub file: PartsFile,
}

/// A file that was looked at, and of which no part was read yet.
pub struct PartsFile(Box<PartsReading>);

impl Session {
    /// What readers in other workers need: the key, the secret, what consent says,
    /// zones. From here on the consent book is closed. As secret as the key: the
    /// bytes never leave the page.
    pub fn seed(&mut self) -> Vec<u8> {
        self.decide();
        seed::write(self)
    }

    /// How a file that begins so can be read in parts: one with a record a line (CSV, or
    /// NDJSON whose first line is an object) or a JSON array of objects, with its header
    /// inside `head`. `None`
    /// where it cannot be read in parts, or where that is not sure: such a file is
    /// read by [`Session::begin`] and [`Session::push`].
    ///
    /// `head`, here and wherever parts are concerned: the first
    /// [`HEAD`](super::HEAD) bytes of the file, or all of it where it is shorter.
    pub fn divides(&self, name: &str, plan: &FilePlan, head: &[u8]) -> Option<Divisible> {
        let zone = &self.settings.zone;
        let reading = Box::new(PartsReading::new(name, plan, head, &self.zones, zone)?);
        let division = reading.division();
        Some(Divisible {
            unwrapping: division.unwrapping(),
            border: division.border().clone(),
            file: PartsFile(reading),
        })
    }

    /// Begins a file whose parts come from readers; one that is still open is
    /// finished first. [`Session::finish`] ends it as any other.
    pub fn begin_parts(&mut self, PartsFile(reading): PartsFile) {
        self.finish();
        self.decide();
        self.store.begin_file();
        self.open = Some(Open::Parts(reading));
    }

    /// The byte at which the next part of the open file must begin; `None` where no
    /// file with parts is open.
    pub fn next_part(&self) -> Option<u64> {
        match &self.open {
            Some(Open::Parts(reading)) => Some(reading.next()),
            _ => None,
        }
    }

    /// The open file ends here, and is a member of an archive; `None` where none is open.
    pub(super) fn finish_member(&mut self) -> Option<Finished> {
        match self.open.take() {
            Some(Open::Parts(reading)) => Some(reading.finish_member(self.store.people_in_file())),
            open => {
                self.open = open;
                None
            }
        }
    }

    /// Takes the next part, in the order of the file.
    ///
    /// # Errors
    /// [`PartFault`] says why nothing of it was taken.
    pub fn add_part(&mut self, part: &[u8]) -> Result<(), PartFault> {
        let Some(Open::Parts(reading)) = &mut self.open else {
            return Err(PartFault::Damaged);
        };
        let (account, kept) = read(part).ok_or(PartFault::Damaged)?;
        if account.start != reading.next() {
            return Err(PartFault::Misplaced { at: reading.next() });
        }
        if !self.store.fits(&kept) {
            return Err(PartFault::Damaged);
        }
        let recipients = self.store.merge(&kept, reading.covers());
        reading.enter(account, recipients);
        Ok(())
    }
}

fn read(part: &[u8]) -> Option<(PartAccount<'_>, StorePart<'_>)> {
    let mut flat = Flat::new(part);
    if flat.u32()? != FORM {
        return None;
    }
    let read = (PartAccount::read(&mut flat)?, StorePart::read(&mut flat)?);
    flat.is_empty().then_some(read)
}

/// Reads parts of files for a sitting in another worker. No `Debug`, no
/// `Serialize`: it holds the key.
pub struct PartReader {
    key: Key,
    zones: Zones,
    /// The zone of times that name none.
    zone: String,
    gate: Gate,
    file: Option<PartReading>,
    /// What makes its text, where it is read as a whole and is wrapped.
    unwrapping: Option<Unwrapping>,
    store: Store,
    /// How the sitting counts.
    question: Question,
}

impl PartReader {
    /// A reader for the sitting whose [`Session::seed`] this is; `None` where the
    /// bytes are none.
    pub fn new(seed: &[u8]) -> Option<PartReader> {
        let Seed { key, secret, zone, zones, gate, counting } = seed::read(seed)?;
        let mut store = Store::new(1);
        if let Some(secret) = secret {
            store.use_secret(&secret);
        }
        let question = Question::new(&counting, Filter::default(), zones.get(&zone));
        Some(PartReader { key, zones, zone, gate, file: None, unwrapping: None, store, question })
    }

    /// The parts to come are of this file, which [divides](Session::divides): its
    /// dialect, delimiter and header are decided from the head, as in one piece.
    pub fn file(&mut self, name: &str, plan: &FilePlan, head: &[u8]) {
        self.file = PartReading::new(name, plan, head, &self.key, &self.zones, &self.zone);
    }

    /// Begins the part of the records that begin in `from .. until` (bytes of what is
    /// [divided](Divisible)); one that was not finished is forgotten.
    ///
    /// `exact`: a record, or the file, begins at `from`, and the bytes to be pushed
    /// begin there. Else the bytes begin at `from − 1`, and the first that looks like a
    /// border between two records there or behind is taken for one. `from` 0 is always
    /// exact.
    ///
    /// The header belongs to the part that begins at 0, wherever that ends: the
    /// others begin below it.
    pub fn begin(&mut self, from: u64, exact: bool, until: u64) {
        self.store.clear();
        self.unwrapping = None;
        if let Some(file) = &mut self.file {
            file.begin(from, exact, until);
        }
    }

    /// Begins the file as its only part. What is to be pushed are its own bytes: they
    /// are unwrapped here.
    pub fn begin_whole(&mut self) {
        self.begin(0, true, u64::MAX);
        self.unwrapping = self.file.as_ref().and_then(PartReading::unwrapping);
    }

    /// Reads the next bytes, in pieces of any size. `false`: no more are needed,
    /// as a record begins at or behind `until`. While it says `true`, bytes behind
    /// `until` are needed too: the last record that begins before it may be longer.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        let Some(file) = &mut self.file else { return false };
        let sink = &mut super::open::kept(&self.gate, &mut self.store);
        match &mut self.unwrapping {
            None => file.push(bytes, sink),
            Some(unwrapping) => unwrapping.push(bytes, &mut |text| {
                file.push(text, sink);
            }),
        }
    }

    /// Rows read so far in this part.
    pub fn rows(&self) -> u64 {
        self.file.as_ref().map_or(0, PartReading::rows)
    }

    /// The byte at which the part that was read last ended: the next one begins
    /// there, exactly.
    pub fn end(&self) -> u64 {
        self.file.as_ref().map_or(0, PartReading::end)
    }

    /// Counts a sealed shard of the sitting: the pieces of [`Session::shard`], for
    /// [`Session::add_counted`]. `None` where they are damaged.
    pub fn count(&self, pieces: impl Iterator<Item = Vec<u8>>) -> Option<Vec<u8>> {
        tallies::count_pieces(&self.question, pieces)
    }

    /// The part, for [`Session::add_part`]; it says where it begins and where the
    /// next one must. Where [`PartReader::push`] still asked for bytes, the file
    /// ends here. Holds pseudonyms, and addresses of those who may be seen: it
    /// never leaves the page. Empty where there is no file.
    pub fn finish(&mut self) -> Vec<u8> {
        let ending = match (self.unwrapping.take(), &mut self.file) {
            (Some(mut unwrapping), Some(file)) => {
                let sink = &mut super::open::kept(&self.gate, &mut self.store);
                unwrapping.finish(&mut |text| {
                    file.push(text, sink);
                })
            }
            _ => Ending::Whole,
        };
        self.finish_as(ending)
    }

    /// The last part of a text that ends in this way: one that was begun without an
    /// end, so that push still asked for bytes.
    pub fn finish_as(&mut self, ending: Ending) -> Vec<u8> {
        let mut part = Vec::new();
        if let Some(file) = &mut self.file {
            part.put_u32(FORM);
            file.finish(ending, &mut super::open::kept(&self.gate, &mut self.store));
            file.write(|who| self.store.knows(who), &mut part);
            self.store.write_part(&mut part);
        }
        part
    }
}
