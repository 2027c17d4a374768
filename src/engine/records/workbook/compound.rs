//! Compound files, the small file system inside Excel workbooks of old and
//! around encrypted ones of today.
//!
//! Source: [MS-CFB] 2.2 (header), 2.3 and 2.5 (sector chains), 2.4 (the mini
//! stream), 2.6 (directory).

use crate::contract::ProblemKind;

const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const HEADER: usize = 512;
/// Sectors that a chain may not name: its end, and marks of other uses.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
const ENTRY: usize = 128;
const KIND_STREAM: u8 = 2;
const KIND_ROOT: u8 = 5;

/// Whether a file begins so.
pub(in crate::engine::records) fn is_compound(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

pub(super) struct Compound<'f> {
    bytes: &'f [u8],
    sector: usize,
    /// Which sector follows which.
    next: Vec<u32>,
    entries: Vec<Entry>,
    mini: Mini,
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    size: u64,
}

/// The stream in which small streams lie, in small sectors.
struct Mini {
    bytes: Vec<u8>,
    next: Vec<u32>,
    sector: usize,
    /// Streams below this many bytes lie there.
    cutoff: u64,
}

impl<'f> Compound<'f> {
    /// # Errors
    /// [`ProblemKind::DamagedArchive`].
    pub(super) fn open(bytes: &'f [u8]) -> Result<Compound<'f>, ProblemKind> {
        let damaged = ProblemKind::DamagedArchive;
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged),
        };
        let mut file = Compound {
            bytes,
            sector,
            next: Vec::new(),
            entries: Vec::new(),
            mini: Mini { bytes: Vec::new(), next: Vec::new(), sector: 64, cutoff: 4096 },
        };
        for table in file.tables().ok_or(damaged)? {
            let Some(part) = file.sector(table) else { continue };
            file.next.extend(numbers(part));
        }
        let directory = u32_at(bytes, 48).ok_or(damaged)?;
        file.entries = file.chain(directory).as_chunks::<ENTRY>().0.iter().map(entry).collect();
        file.mini.cutoff = u32_at(bytes, 56).ok_or(damaged)?.into();
        let table = file.chain(u32_at(bytes, 60).ok_or(damaged)?);
        file.mini.next = numbers(&table).collect();
        let root = file.entries.iter().find(|entry| entry.kind == KIND_ROOT).ok_or(damaged)?;
        file.mini.bytes = file.chain(root.start);
        Ok(file)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.stream_entry(name).is_some()
    }

    /// The bytes of the stream with this name, in upper or lower case.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.stream_entry(name)?;
        let mut bytes = if entry.size < self.mini.cutoff {
            self.mini.chain(entry.start)
        } else {
            self.chain(entry.start)
        };
        bytes.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Some(bytes)
    }

    fn stream_entry(&self, name: &str) -> Option<&Entry> {
        let same =
            |entry: &&Entry| entry.kind == KIND_STREAM && entry.name.eq_ignore_ascii_case(name);
        self.entries.iter().find(same)
    }

    fn sector(&self, number: u32) -> Option<&'f [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The sectors of the table of chains: 109 in the header, more in a chain of their own.
    fn tables(&self) -> Option<Vec<u32>> {
        let used = |number: &u32| *number < NO_SECTOR;
        let mut tables: Vec<u32> = numbers(self.bytes.get(76..HEADER)?).filter(used).collect();
        let most = self.bytes.len() / self.sector + 1;
        let mut more = u32_at(self.bytes, 68)?;
        let mut seen = 0;
        while used(&more) && seen < most && tables.len() < most {
            let part = self.sector(more)?;
            let (link, part) = part.split_last_chunk::<4>().map(|(part, link)| (link, part))?;
            tables.extend(numbers(part).filter(used));
            more = u32::from_le_bytes(*link);
            seen += 1;
        }
        tables.truncate(most);
        Some(tables)
    }

    /// What lies in a chain of sectors: never more than the file.
    fn chain(&self, start: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = start;
        while let Some(part) = self.sector(at).filter(|_| at < NO_SECTOR) {
            if part.is_empty() || out.len() >= self.bytes.len() {
                break;
            }
            out.extend_from_slice(part);
            at = self.next.get(at as usize).copied().unwrap_or(NO_SECTOR);
        }
        out
    }
}

impl Mini {
    fn chain(&self, start: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = start;
        while at < NO_SECTOR && out.len() < self.bytes.len() {
            let from = (at as usize).saturating_mul(self.sector);
            let to = from.saturating_add(self.sector).min(self.bytes.len());
            let Some(part) = self.bytes.get(from..to).filter(|part| !part.is_empty()) else {
                break;
            };
            out.extend_from_slice(part);
            at = self.next.get(at as usize).copied().unwrap_or(NO_SECTOR);
        }
        out
    }
}

fn entry(bytes: &[u8; ENTRY]) -> Entry {
    let length = usize::from(u16_at(bytes, 64).unwrap_or_default()).saturating_sub(2).min(64);
    let name = bytes.get(..length).unwrap_or_default();
    let units: Vec<u16> = name.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    Entry {
        name: String::from_utf16_lossy(&units),
        kind: bytes[66],
        start: u32_at(bytes, 116).unwrap_or(NO_SECTOR),
        // The upper half is undefined in files with small sectors.
        size: u32_at(bytes, 120).unwrap_or_default().into(),
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}
