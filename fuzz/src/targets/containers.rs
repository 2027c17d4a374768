//! Containers whose frames are sound, whatever lies in them: bytes changed at
//! random seldom get past lengths, directories and checksums.

use super::script::Script;
use super::{NAMES, packed, planned, text_as, unpack, whole_session};
use flate2::Compression;
use flate2::read::{DeflateEncoder, GzEncoder};
use milchglas::contract::{FilePlan, Settings};
use milchglas::engine::session::{self, Session, Source};
use std::io::{Cursor, Read, Write};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// An Avro file of one block: a byte that says how it is packed, and how many
/// records it is said to have; a schema; behind a zero byte the records.
pub fn avro(bytes: &[u8]) {
    let Some((&frame, rest)) = bytes.split_first() else { return };
    let schema = rest.iter().position(|&byte| byte == 0).unwrap_or(rest.len());
    let (schema, records) = rest.split_at(schema);
    let records = records.get(1..).unwrap_or_default();
    let (codec, block) = match frame % 4 {
        0 | 1 => (&b"null"[..], records.to_vec()),
        2 => (&b"deflate"[..], read(DeflateEncoder::new(records, Compression::fast()))),
        _ => (&b"snappy"[..], snappy(records)),
    };
    const SYNC: &[u8] = &[7; 16];
    let text = |text: &[u8]| [&long(text.len() as u64), text].concat();
    let header = [text(b"avro.schema"), text(schema), text(b"avro.codec"), text(codec)].concat();
    let file = [
        b"Obj\x01",
        &*long(2),
        &header,
        &long(0),
        SYNC,
        &long(u64::from(frame / 4)),
        &text(&block),
        SYNC,
    ]
    .concat();
    text_as("x.avro", &file);
    planned("users.messages.email.Open.avro", &file, &FilePlan::default());
}

/// As it stands, with the checksum that makes it whole: what is packed so says
/// how to unpack it.
fn snappy(block: &[u8]) -> Vec<u8> {
    let unpacked = snap::raw::decompress_len(block).ok().filter(|&length| length < 1 << 20);
    let unpacked = unpacked.and_then(|_| snap::raw::Decoder::new().decompress_vec(block).ok());
    let (mut packed, unpacked) = match unpacked {
        Some(unpacked) => (block.to_vec(), unpacked),
        None => {
            let packed = snap::raw::Encoder::new().compress_vec(block);
            (packed.expect("it is short"), block.to_vec())
        }
    };
    let mut sum = flate2::Crc::new();
    sum.update(&unpacked);
    packed.extend(sum.sum().to_be_bytes());
    packed
}

/// Not negative.
fn long(number: u64) -> Vec<u8> {
    let mut bits = number << 1;
    let mut out = Vec::new();
    while bits > 0x7F {
        out.push(bits as u8 | 0x80);
        bits >>= 7;
    }
    out.push(bits as u8);
    out
}

fn read(mut from: impl Read) -> Vec<u8> {
    let mut all = Vec::new();
    from.read_to_end(&mut all).expect("memory is there");
    all
}

/// The records of an Excel workbook of old, in a file system that is whole.
pub fn biff(bytes: &[u8]) {
    unpack("x.xls", &compound(bytes));
}

/// A compound file with one stream, `Workbook`.
pub fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    const TABLE: u32 = 0xFFFF_FFFD;
    let used = stream.len().div_ceil(SECTOR);
    // The directory and the stream, and the tables that say so.
    let tables = (1..=109).find(|tables| tables * 128 > used + tables).unwrap_or(109);
    let mut next = vec![TABLE; tables];
    next.push(END);
    next.extend((1..=used).map(|at| if at < used { (tables + 1 + at) as u32 } else { END }));
    next.resize(tables * 128, FREE);

    let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    out.resize(SECTOR, 0);
    let mut put = |at: usize, number: u32| {
        out[at..at + 4].copy_from_slice(&number.to_le_bytes());
    };
    put(28, 9 << 16 | 0xFFFE);
    put(48, tables as u32);
    // No stream is small: there are no small sectors.
    put(56, 0);
    put(60, END);
    put(68, END);
    (0..109).for_each(|at| put(76 + 4 * at, if at < tables { at as u32 } else { FREE }));
    out.extend(next.iter().flat_map(|next| next.to_le_bytes()));
    let mut directory = entry("Root Entry", 5, END, 0);
    directory.extend(entry("Workbook", 2, tables as u32 + 1, stream.len() as u32));
    directory.resize(SECTOR, 0);
    out.extend(directory);
    out.extend(stream);
    out.resize((1 + tables + 1 + used) * SECTOR, 0);
    out
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = out.len() as u8 + 2;
    out.resize(128, 0);
    out[64] = length;
    out[66] = kind;
    out[116..120].copy_from_slice(&start.to_le_bytes());
    out[120..124].copy_from_slice(&size.to_le_bytes());
    out
}

/// Archives in archives, of members that instructions say: read as exports and
/// as consent lists.
pub fn nested(bytes: &[u8]) {
    let mut script = Script::new(bytes);
    let mut archive = archive(&mut script, 0);
    // Sometimes one byte of it is another.
    let at = usize::from(script.byte()) << 8 | usize::from(script.byte());
    let change = script.byte();
    if let Some(byte) = archive.get_mut(at) {
        *byte ^= change;
    }
    if bytes.len() % 4 == 3 {
        archive = read(GzEncoder::new(&*archive, Compression::fast()));
    }
    unpack("x.zip", &archive);
    whole_session(&archive);
    let (key, zones) = (super::key(), super::zones());
    let mut lists = Session::new(key, Settings::default(), zones);
    lists.archive("x.zip", &Source::Consent(None), Cursor::new(&*archive));
    let _ = lists.seal();
    let (key, zones, plan) = (super::key(), super::zones(), FilePlan::default());
    let settings = Settings::default();
    session::attempt_archive(key, settings, zones, "x.zip", &plan, Cursor::new(&*archive));
}

fn archive(script: &mut Script<'_>, depth: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for _ in 0..=script.byte() % 5 {
        let kind = script.byte();
        let method = match kind & 1 {
            0 => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let name = match kind & 2 {
            0 => (*script.choose(&NAMES)).to_owned(),
            _ => script.text(),
        };
        let member = member(script, kind >> 2, depth);
        // Two of the same name are refused.
        let options = SimpleFileOptions::default().compression_method(method);
        if writer.start_file(name, options).is_ok() {
            writer.write_all(&member).expect("memory is there");
        }
    }
    writer.finish().expect("an archive").into_inner()
}

fn member(script: &mut Script<'_>, kind: u8, depth: usize) -> Vec<u8> {
    match kind % 8 {
        0 if depth < 4 => archive(script, depth + 1),
        1 => read(GzEncoder::new(script.bytes(), Compression::fast())),
        2 => compound(script.bytes()),
        3 => {
            let content = script.bytes();
            packed(&[("META-INF/manifest.xml", &b"<m/>"[..]), ("content.xml", content)])
        }
        4 => packed(&[
            ("xl/s.xml", script.bytes()),
            ("xl/workbook.xml", b"<w><sheets><sheet name=\"S\" id=\"a\"/></sheets></w>"),
            (
                "xl/_rels/workbook.xml.rels",
                b"<r><Relationship Id=\"a\" Type=\"/worksheet\" Target=\"s.xml\"/></r>",
            ),
            ("[Content_Types].xml", b"<Types/>"),
        ]),
        6 if depth < 4 => {
            let archive = archive(script, depth + 1);
            read(GzEncoder::new(&*archive, Compression::fast()))
        }
        // Little that becomes much.
        5 => script.bytes().repeat(usize::from(script.byte()) + 1),
        _ => script.bytes().to_vec(),
    }
}
