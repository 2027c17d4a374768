//! Avro object container files: records with the schema by which they were
//! written, in blocks, plain, deflated or packed by snappy. Read as they stream by:
//! a block may claim any length, no more is held than one record takes; of snappy,
//! which knows no streams, one block.
//!
//! Source: Apache Avro 1.12, "Object Container Files" and "Binary encoding".
//! Blocks packed by zstandard, bzip2 or xz are not read. The crate
//! `apache-avro` holds whole blocks, and brings along twenty others.

mod deflated;
mod schema;
mod snappy;
mod values;

use super::{Each, MAX_RECORD, Record};
use crate::contract::ProblemKind;
use deflated::Deflated;
use schema::Schema;
use serde_json::{Map, Value};
use snappy::Snappy;
use values::{Fault, Values};

/// How a file begins.
pub(super) const MAGIC: &[u8] = b"Obj\x01";
/// The key under which every record tells the full name of its schema: some
/// writers say only there what their records are.
const SCHEMA: &str = "@schema";
/// No header is longer.
const MAX_HEADER: usize = 4 << 20;
/// Bytes looked at together.
const CHUNK: usize = 64 << 10;
/// Bytes behind every block that say where it ends.
const SYNC: usize = 16;

pub(super) struct Avro {
    state: State,
    /// The part of the header, of a block's frame or of its end that has come.
    held: Vec<u8>,
    /// So many bytes are worth another attempt to read the header, or a record.
    enough: usize,
    format: Option<Format>,
    sync: [u8; SYNC],
    block: Block,
    count: u64,
}

/// By what the records were written.
struct Format {
    schema: Schema,
    name: String,
    codec: Codec,
}

/// How blocks are packed.
enum Codec {
    Plain,
    Deflate(Box<Deflated>),
    Snappy(Snappy),
}

/// What is left of the current block.
#[derive(Default)]
struct Block {
    records: u64,
    /// Bytes as they stand in the file.
    bytes: u64,
    /// Bytes of records, unpacked, of which none is whole.
    open: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Header,
    /// How many records, in how many bytes.
    Frame,
    Body,
    Sync,
    /// Beyond reading, and reported.
    Lost,
}

impl Avro {
    pub(super) fn new() -> Avro {
        Avro {
            state: State::Header,
            held: Vec::new(),
            enough: 0,
            format: None,
            sync: [0; SYNC],
            block: Block::default(),
            count: 0,
        }
    }

    pub(super) fn rows(&self) -> u64 {
        self.count
    }

    pub(super) fn broken(&mut self, kind: ProblemKind, each: Each<'_>) {
        self.count += 1;
        self.state = State::Lost;
        each(self.count, Record::Broken(kind));
    }

    pub(super) fn push(&mut self, mut bytes: &[u8], each: Each<'_>) {
        while !bytes.is_empty() && self.state != State::Lost {
            let step = match self.state {
                State::Header => self.header(bytes, each),
                State::Frame => self.frame(bytes, each),
                State::Body => self.body(bytes, each),
                State::Sync => self.sync(bytes),
                State::Lost => Ok(bytes.len()),
            };
            match step {
                Ok(taken) => bytes = bytes.get(taken..).unwrap_or_default(),
                Err(kind) => return self.broken(kind, each),
            }
        }
    }

    pub(super) fn finish(&mut self, each: Each<'_>) {
        self.enough = 0;
        if self.state == State::Header
            && let Err(kind) = self.header(&[], each)
        {
            return self.broken(kind, each);
        }
        match self.state {
            State::Frame if self.held.is_empty() => {}
            State::Lost => {}
            _ => {
                // The last records may be whole, though their block is not.
                self.enough = 0;
                match self.drain(each) {
                    Ok(()) => self.broken(ProblemKind::Truncated, each),
                    Err(kind) => self.broken(kind, each),
                }
            }
        }
    }

    fn header(&mut self, bytes: &[u8], each: Each<'_>) -> Result<usize, ProblemKind> {
        let taken = bytes.len().min(CHUNK);
        self.held.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        if self.held.len() < self.enough {
            return Ok(taken);
        }
        match header(&self.held) {
            Ok((format, sync, length)) => {
                (self.format, self.sync) = (Some(format), sync);
                (self.state, self.enough) = (State::Frame, 0);
                let behind = self.held.split_off(length.min(self.held.len()));
                self.held = Vec::new();
                self.push(&behind, each);
                Ok(taken)
            }
            Err(Fault::Short) if self.held.len() < MAX_HEADER => {
                self.enough = self.held.len() * 2;
                Ok(taken)
            }
            Err(Fault::Short) => Err(ProblemKind::RecordTooLarge),
            Err(Fault::Wrong(kind)) => Err(kind),
        }
    }

    fn frame(&mut self, bytes: &[u8], each: Each<'_>) -> Result<usize, ProblemKind> {
        let Some(first) = bytes.first() else { return Ok(0) };
        self.held.push(*first);
        let mut values = Values::new(&self.held);
        let frame = values.long().and_then(|records| Ok((records, values.long()?)));
        match frame {
            Ok((records, length)) => {
                let sound = |number: i64| u64::try_from(number);
                let (Ok(records), Ok(length)) = (sound(records), sound(length)) else {
                    return Err(ProblemKind::DamagedArchive);
                };
                self.held.clear();
                self.enough = 0;
                self.block = Block { records, bytes: length, open: Vec::new() };
                self.state = State::Body;
                match self.format.as_mut().map(|format| &mut format.codec) {
                    Some(Codec::Deflate(deflated)) => deflated.begin(),
                    Some(Codec::Snappy(snappy)) => snappy.begin(),
                    Some(Codec::Plain) | None => {}
                }
                if length == 0 {
                    self.end_block(each)?;
                }
                Ok(1)
            }
            Err(Fault::Short) => Ok(1),
            Err(Fault::Wrong(kind)) => Err(kind),
        }
    }

    fn body(&mut self, bytes: &[u8], each: Each<'_>) -> Result<usize, ProblemKind> {
        let left = usize::try_from(self.block.bytes).unwrap_or(usize::MAX);
        let part = bytes.get(..left.min(bytes.len()).min(CHUNK)).unwrap_or_default();
        let codec = self.format.as_mut().map(|it| std::mem::replace(&mut it.codec, Codec::Plain));
        let mut codec = codec.unwrap_or(Codec::Plain);
        let mut piece = |piece: &[u8]| {
            self.block.open.extend_from_slice(piece);
            self.drain(&mut *each)
        };
        let unpacked = match &mut codec {
            Codec::Plain => piece(part),
            Codec::Deflate(deflated) => deflated.push(part, &mut piece),
            Codec::Snappy(snappy) => snappy.push(part),
        };
        if let Some(format) = &mut self.format {
            format.codec = codec;
        }
        if unpacked.is_err() {
            // Records before the damage are whole, however few bytes have come.
            self.enough = 0;
            self.drain(each)?;
        }
        unpacked?;
        self.block.bytes -= part.len() as u64;
        if self.block.bytes == 0 {
            self.end_block(each)?;
        }
        Ok(part.len())
    }

    /// Hands over the records that are whole, each once, also where one behind
    /// them is not sound.
    fn drain(&mut self, each: Each<'_>) -> Result<(), ProblemKind> {
        let mut at = 0;
        let drained = self.records(&mut at, each);
        if at > 0 {
            self.block.open.drain(..at);
        }
        drained?;
        match self.block.records {
            0 if !self.block.open.is_empty() => Err(ProblemKind::DamagedArchive),
            _ => Ok(()),
        }
    }

    /// `at`: how many bytes of the block the records take that were handed over.
    fn records(&mut self, at: &mut usize, each: Each<'_>) -> Result<(), ProblemKind> {
        let Some(format) = &self.format else { return Ok(()) };
        while self.block.records > 0 {
            let rest = self.block.open.get(*at..).unwrap_or_default();
            if rest.is_empty() || rest.len() < self.enough {
                break;
            }
            let mut values = Values::new(rest);
            match values.record(&format.schema) {
                Ok(mut record) => {
                    // A record of no bytes could be told endlessly.
                    let taken = values.taken();
                    if taken == 0 {
                        return Err(ProblemKind::DamagedArchive);
                    }
                    *at += taken;
                    self.enough = 0;
                    self.block.records -= 1;
                    self.count += 1;
                    name(&mut record, &format.name);
                    each(self.count, Record::Object(&record));
                }
                Err(Fault::Short) if rest.len() <= MAX_RECORD => {
                    self.enough = rest.len() * 2;
                    break;
                }
                Err(Fault::Short) => return Err(ProblemKind::RecordTooLarge),
                Err(Fault::Wrong(kind)) => return Err(kind),
            }
        }
        Ok(())
    }

    fn end_block(&mut self, each: Each<'_>) -> Result<(), ProblemKind> {
        self.enough = 0;
        let ended = match self.format.as_mut().map(|format| &mut format.codec) {
            Some(Codec::Snappy(snappy)) => {
                self.block.open = snappy.unpack()?;
                true
            }
            Some(Codec::Deflate(deflated)) => deflated.has_ended(),
            Some(Codec::Plain) | None => true,
        };
        self.drain(each)?;
        if self.block.records > 0 || !ended {
            return Err(ProblemKind::DamagedArchive);
        }
        self.state = State::Sync;
        Ok(())
    }

    fn sync(&mut self, bytes: &[u8]) -> Result<usize, ProblemKind> {
        let taken = bytes.len().min(SYNC - self.held.len());
        self.held.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        if self.held.len() == SYNC {
            if self.held != self.sync {
                return Err(ProblemKind::DamagedArchive);
            }
            self.held.clear();
            self.state = State::Frame;
        }
        Ok(taken)
    }
}

/// Where the record itself has such a key, it keeps its own.
fn name(record: &mut Map<String, Value>, schema: &str) {
    if !schema.is_empty() && !record.contains_key(SCHEMA) {
        record.insert(SCHEMA.to_owned(), Value::from(schema));
    }
}

/// Why a file that begins so cannot be read, as far as its beginning tells: it is
/// damaged, or packed in a way that is not known here.
pub(super) fn problem(head: &[u8]) -> Option<ProblemKind> {
    match header(head) {
        Err(Fault::Wrong(kind)) => Some(kind),
        Err(Fault::Short) | Ok(_) => None,
    }
}

/// The format, the mark behind every block, and how many bytes the header has.
fn header(bytes: &[u8]) -> Result<(Format, [u8; SYNC], usize), Fault> {
    let damaged = Fault::Wrong(ProblemKind::DamagedArchive);
    let mut values = Values::new(bytes);
    if values.take(MAGIC.len())? != MAGIC {
        return Err(damaged);
    }
    let (mut schema, mut codec) = (None, None);
    loop {
        let entries = values.count()?;
        if entries == 0 {
            break;
        }
        for _ in 0..entries {
            let key = values.bytes()?;
            let value = values.bytes()?;
            match key {
                b"avro.schema" => schema = Some(value),
                b"avro.codec" => codec = Some(value),
                _ => {}
            }
        }
    }
    let sync = values.take(SYNC)?.try_into().map_err(|_| damaged)?;
    let codec = match codec {
        None | Some(b"null") => Codec::Plain,
        Some(b"deflate") => Codec::Deflate(Box::new(Deflated::new())),
        Some(b"snappy") => Codec::Snappy(Snappy::default()),
        Some(_) => return Err(Fault::Wrong(ProblemKind::UnsupportedFormat)),
    };
    let schema = serde_json::from_slice::<Value>(schema.ok_or(damaged)?).map_err(|_| damaged)?;
    let (schema, name) = Schema::read(&schema).ok_or(damaged)?;
    Ok((Format { schema, name, codec }, sync, values.taken()))
}

#[cfg(test)]
mod tests;
