//! One file, read in parts by several readers, and what becomes of it where the
//! parts come together. The same report as of [`Reading`](super::Reading) in one
//! piece; the tests of `session::parts` hold it.
//!
//! Parts follow from one another: the first begins at the first byte, every other
//! one where the one before truly ended. Where a reader has to guess, it guesses
//! that what looks like a [`Border`] is one; a line break inside quotes proves it
//! wrong, and that part is read again from where it must begin.

use super::{Body, Finished, Planned};
use crate::contract::{FilePlan, FileReport, KindSet};
use crate::engine::events::account::{Account, Books};
use crate::engine::events::look::HEAD;
use crate::engine::events::{Event, Fate, Key, Numbers, Pseudonym};
use crate::engine::flat::{Flat, WriteFlat};
use crate::engine::records::{Border, Division, Ending, Record, Seeking, Unwrapping};
use crate::engine::zone::Zones;

/// No file is longer, in bytes: so many can be counted exactly everywhere.
const LONGEST: u64 = 1 << 53;

/// Reads parts of one file.
pub struct PartReading {
    file: Planned,
    key: Key,
    division: Division,
    body: Body,
    account: Account,
    cut: Cut,
}

/// Where a part is.
struct Cut {
    /// Where the next byte that is pushed stands in the file, or in its text
    /// where that is not what it holds.
    at: u64,
    /// Where the part begins, once that is known.
    start: Start,
    /// Records that begin here or further behind belong to the next part.
    until: u64,
    /// The byte before `at`, as far as it belongs to this part.
    last: u8,
    /// The part is whole.
    ended: bool,
    /// It ended with the file.
    over: bool,
}

enum Start {
    At(u64),
    /// Behind the bytes of the header.
    Behind(u64),
    /// Behind the next border.
    Sought(Seeking),
}

impl PartReading {
    /// A reader of parts; `None` where the file cannot be read in parts. `head`:
    /// the first `HEAD + 1` bytes, or the whole file.
    pub fn new(
        path: &str,
        plan: &FilePlan,
        head: &[u8],
        key: &Key,
        zones: &Zones,
        default_zone: &str,
    ) -> Option<PartReading> {
        let file = Planned::new(path, plan, zones, default_zone);
        let (body, division) = file.divided(head)?;
        let account = Account::of_part(&file.path);
        let cut = Cut { at: 0, start: Start::At(0), until: 0, last: 0, ended: true, over: false };
        Some(PartReading { file, key: key.clone(), division, body, account, cut })
    }

    /// What makes the text of the file's bytes; `None` where they are it.
    pub fn unwrapping(&self) -> Option<Unwrapping> {
        self.division.unwrapping()
    }

    /// Begins a part; see [`PartReader::begin`](crate::engine::session::PartReader::begin).
    pub fn begin(&mut self, from: u64, exact: bool, until: u64) {
        let body = self.division.body();
        let (at, start) = match (from, exact) {
            (0, _) => (0, Start::At(0)),
            (_, true) => (from, Start::At(from)),
            (_, false) if from <= body => (from - 1, Start::Behind(body)),
            (_, false) => (from - 1, Start::Sought(Seeking::default())),
        };
        self.account = Account::of_part(&self.file.path);
        self.body.restart(self.division.reader(from));
        let last = self.division.border().mark();
        let until = until.max(body);
        self.cut = Cut { at, start, until, last, ended: false, over: false };
    }

    /// Reads the next bytes; whether more of them are needed.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut dyn FnMut(Event<'_>) -> Fate) -> bool {
        while !self.cut.ended {
            let Some(&next) = bytes.first() else { return true };
            if self.ends_before(Some(next)) {
                self.cut.ended = true;
                break;
            }
            let border = self.division.border();
            let taken = match &mut self.cut.start {
                Start::At(_) => {
                    let taken = self.cut.until_a_possible_end(border, bytes);
                    let read = bytes.get(..taken).unwrap_or(bytes);
                    self.body.push(read, &self.key, &mut self.account, sink);
                    self.cut.last = read.last().copied().unwrap_or(next);
                    taken
                }
                &mut Start::Behind(body) => {
                    let missing = usize::try_from(body.saturating_sub(self.cut.at));
                    let taken = missing.unwrap_or(usize::MAX).min(bytes.len());
                    if self.cut.at + taken as u64 == body {
                        self.cut.start = Start::At(body);
                    }
                    taken
                }
                Start::Sought(seeking) => match seeking.push(border, bytes) {
                    None => bytes.len(),
                    Some(taken) => {
                        let behind = std::mem::take(seeking).into_behind();
                        bytes = bytes.get(taken..).unwrap_or_default();
                        self.cut.at += taken as u64;
                        self.cut.at -= behind.len() as u64;
                        self.cut.start = Start::At(self.cut.at);
                        if !self.push(&behind, sink) {
                            break;
                        }
                        0
                    }
                },
            };
            self.cut.at += taken as u64;
            bytes = bytes.get(taken..).unwrap_or_default();
            self.cut.ended = self.ends_before(None);
        }
        false
    }

    /// Whether the part may end here, in front of `next` where that is known:
    /// between two records and behind a whole border.
    fn ends_before(&self, next: Option<u8>) -> bool {
        let Cut { at, until, last, .. } = self.cut;
        matches!(self.cut.start, Start::At(_))
            && at >= until
            && self.division.border().ends(last, next)
            && self.division.is_between(&self.body.reader)
    }

    /// Rows read so far in this part.
    pub fn rows(&self) -> u64 {
        self.account.rows()
    }

    /// Where the next byte stands that was not read: where the part ended, once it did.
    pub fn end(&self) -> u64 {
        self.cut.at
    }

    /// The part ends here, and the file too where more bytes were asked for: in this way.
    pub fn finish(&mut self, ending: Ending, sink: &mut dyn FnMut(Event<'_>) -> Fate) {
        if self.cut.ended {
            return;
        }
        // How a file ends that was over before is known already.
        if ending != Ending::Whole || self.cut.has_bytes() {
            self.body.end(ending, &self.key, &mut self.account, sink);
        }
        self.cut.ended = true;
        self.cut.over = true;
    }

    /// Writes what [`PartAccount::read`] reads. `kept`: whether an event of somebody
    /// was kept in this part.
    pub(in crate::engine) fn write(&mut self, kept: impl Fn(Pseudonym) -> bool, out: &mut Vec<u8>) {
        let start = match self.cut.start {
            Start::At(start) => start,
            // No record begins in what is left of the file.
            Start::Behind(_) | Start::Sought(_) => self.cut.at,
        };
        out.put_u64(start);
        out.put_u64(self.cut.at);
        let books = self.account.books();
        // Books of plain numbers and names have a form in JSON.
        out.put_bytes(
            &serde_json::to_vec(&(&books, self.body.records.covers(), self.cut.over))
                .unwrap_or_default(),
        );
        let met = self.account.merely_met(kept);
        out.put_len(met.len());
        met.iter().for_each(|pseudonym| out.put_u64(pseudonym.bits()));
    }
}

impl Cut {
    /// Whether anything that belongs to the part was read.
    fn has_bytes(&self) -> bool {
        matches!(self.start, Start::At(start) if self.at > start)
    }

    /// How many of these bytes can be read before the part may end.
    fn until_a_possible_end(&self, border: &Border, bytes: &[u8]) -> usize {
        match usize::try_from(self.until.saturating_sub(self.at)) {
            Ok(0) => border.possible_end(bytes).unwrap_or(bytes.len()),
            Ok(left) => left.min(bytes.len()),
            Err(_) => bytes.len(),
        }
    }
}

impl Planned {
    fn divided(&self, head: &[u8]) -> Option<(Body, Division)> {
        let look = self.look(head, head.len() <= HEAD);
        let body = self.open(&look).ok()?;
        if body.records.hangs_together() {
            return None;
        }
        let division = Division::of(&look.sniff, head.get(..HEAD).unwrap_or(head))?;
        Some((body, division))
    }
}

impl Body {
    /// Begins another part: what was looked through stays known, what the records
    /// told does not.
    fn restart(&mut self, reader: crate::engine::records::Reader) {
        self.reader = reader;
        self.begun = false;
        self.records.restart();
    }
}

/// What a part says of its file: where it stands, its rows, and who is in it
/// without an event that was kept.
pub(in crate::engine) struct PartAccount<'p> {
    pub(in crate::engine) start: u64,
    pub(in crate::engine) end: u64,
    /// What the export can tell, by the rows of this part.
    pub(in crate::engine) covers: KindSet,
    books: Books,
    /// Ended with the file.
    over: bool,
    /// Pseudonyms.
    met: &'p [[u8; 8]],
}

impl<'p> PartAccount<'p> {
    /// What [`PartReading::finish`] wrote; `None` where it is damaged.
    pub(in crate::engine) fn read(flat: &mut Flat<'p>) -> Option<PartAccount<'p>> {
        let (start, end) = (flat.u64()?, flat.u64()?);
        let (books, covers, over) =
            serde_json::from_slice::<(Books, KindSet, bool)>(flat.bytes()?).ok()?;
        let met = flat.len()?;
        let met = flat.arrays(met)?;
        let bytes = end.checked_sub(start)?;
        let sound = end <= LONGEST && books.fit(bytes);
        sound.then_some(PartAccount { start, end, covers, books, over, met })
    }
}

/// A file whose parts come together.
pub struct PartsReading {
    account: Account,
    /// Who stands in rows of which no event was kept.
    met: Numbers,
    /// How many others there are.
    recipients: u64,
    dialect: &'static str,
    granularity: crate::contract::Granularity,
    zone: String,
    /// What the parts so far told of the export.
    covers: KindSet,
    /// Where the next part must begin.
    next: u64,
    /// The file ended with a part.
    over: bool,
    division: Division,
}

impl PartsReading {
    /// A file that has no parts yet; `None` where it cannot be read in parts. `head`
    /// as for [`PartReading::new`].
    pub fn new(
        path: &str,
        plan: &FilePlan,
        head: &[u8],
        zones: &Zones,
        default_zone: &str,
    ) -> Option<PartsReading> {
        let file = Planned::new(path, plan, zones, default_zone);
        let (body, division) = file.divided(head)?;
        Some(PartsReading {
            account: Account::new(path),
            met: Numbers::default(),
            recipients: 0,
            dialect: body.dialect,
            granularity: body.granularity,
            zone: body.zone.name().to_owned(),
            covers: body.records.covers(),
            next: 0,
            over: false,
            division,
        })
    }

    /// How it is divided.
    pub fn division(&self) -> &Division {
        &self.division
    }

    /// Where the next part must begin.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// What the export could tell before the next part.
    pub(in crate::engine) fn covers(&self) -> KindSet {
        self.covers
    }

    /// Rows of all parts so far.
    pub fn rows(&self) -> u64 {
        self.account.rows()
    }

    /// Enters the next part; `recipients`: how many people have an event that was
    /// kept in this part, and had none in those before it.
    pub(in crate::engine) fn enter(&mut self, part: PartAccount<'_>, recipients: u64) {
        self.next = part.end;
        // Behind the end others may have nothing to read.
        self.over |= part.over && part.end > part.start;
        self.covers = self.covers.union(part.covers);
        self.recipients = self.recipients.saturating_add(recipients);
        self.account.enter(part.books);
        for bits in part.met {
            self.met.meet(Pseudonym::from_bits(u64::from_le_bytes(*bits)));
        }
    }

    /// The file ends here. `is_recipient`: whether somebody is among those who were
    /// counted by [`PartsReading::enter`].
    pub(in crate::engine) fn finish(
        mut self,
        is_recipient: impl Fn(Pseudonym) -> bool,
    ) -> FileReport {
        self.close();
        let others = self.met.iter().filter(|&(who, _)| !is_recipient(who)).count() as u64;
        FileReport {
            recipients: self.recipients,
            addresses: self.recipients.saturating_add(others),
            ..self.account.report(self.dialect, self.granularity, &self.zone)
        }
    }

    /// The same of a member of an archive: `recipients` are all who were counted.
    pub(in crate::engine) fn finish_member(
        mut self,
        recipients: impl Iterator<Item = Pseudonym>,
    ) -> Finished {
        self.close();
        recipients.for_each(|who| self.account.happened_to(who));
        self.met.iter().for_each(|(who, _)| self.account.met(who));
        Finished {
            report: self.account.report(self.dialect, self.granularity, &self.zone),
            covers: self.account.covered(),
            zone: self.zone,
            unusable: None,
            trying: None,
            account: self.account,
        }
    }

    fn close(&mut self) {
        // The last part ended between two records: what should stand behind it is missing.
        if !self.over {
            self.division.reader(self.next).finish(&mut |_, record| {
                if let Record::Broken(kind) = record {
                    self.account.row();
                    self.account.problem(kind, None);
                }
            });
        }
        self.account.covers(self.covers);
    }
}
