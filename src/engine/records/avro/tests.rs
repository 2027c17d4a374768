use super::*;
use crate::contract::{Container, Shape};
use crate::engine::records::{Reader, sniff};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use std::path::Path;

fn long(number: i64) -> Vec<u8> {
    let mut bits = ((number << 1) ^ (number >> 63)).cast_unsigned();
    let mut out = Vec::new();
    while bits > 0x7F {
        out.push(bits as u8 | 0x80);
        bits >>= 7;
    }
    out.push(bits as u8);
    out
}

fn text(text: &str) -> Vec<u8> {
    [long(text.len() as i64), text.as_bytes().to_vec()].concat()
}

fn header_of(schema: &str, codec: &str) -> Vec<u8> {
    let entries = [text("avro.schema"), text(schema), text("avro.codec"), text(codec)].concat();
    [MAGIC.to_vec(), long(2), entries, long(0), vec![7; SYNC]].concat()
}

fn block(records: i64, bytes: &[u8]) -> Vec<u8> {
    [&long(records), &long(bytes.len() as i64), bytes, &[7; SYNC]].concat()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn snappy(bytes: &[u8]) -> Vec<u8> {
    let mut packed = snap::raw::Encoder::new().compress_vec(bytes).unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    packed.extend(crc.sum().to_be_bytes());
    packed
}

fn read(parts: &[&[u8]]) -> Vec<String> {
    let mut reader = Avro::new();
    let mut seen = Vec::new();
    let mut each = |number: u64, record: Record<'_>| match record {
        Record::Object(object) => {
            seen.push(format!("{number} {}", serde_json::to_string(object).unwrap()));
        }
        Record::Broken(kind) => seen.push(format!("{number} {kind:?}")),
        Record::Row(_) | Record::Plain(_) => panic!("no rows in Avro"),
    };
    parts.iter().for_each(|part| reader.push(part, &mut each));
    reader.finish(&mut each);
    seen
}

const EVENT: &str = r#"{"type":"record","name":"Open","namespace":"users.messages.email","fields":[
    {"name":"id","type":"string"},{"name":"time","type":"long"},
    {"name":"machine","type":["null","string"]}]}"#;

fn event(id: &str, time: i64, machine: Option<&str>) -> Vec<u8> {
    let machine = machine.map_or(long(0), |word| [long(1), text(word)].concat());
    [text(id), long(time), machine].concat()
}

#[test]
fn records_tell_their_schema_and_may_be_cut_anywhere() {
    let first = [event("a", 1_789_365_607, None), event("b", -1, Some("true"))].concat();
    let second = event("ä", i64::MAX, None);
    let plain: fn(&[u8]) -> Vec<u8> = |bytes| bytes.to_vec();
    for (codec, pack) in [("null", plain), ("deflate", deflate), ("snappy", snappy)] {
        let blocks = [block(2, &pack(&first)), block(1, &pack(&second))].concat();
        let bytes = [header_of(EVENT, codec), blocks].concat();
        let name = "\"@schema\":\"users.messages.email.Open\"";
        let expected = [
            format!("1 {{{name},\"id\":\"a\",\"machine\":null,\"time\":1789365607}}"),
            format!("2 {{{name},\"id\":\"b\",\"machine\":\"true\",\"time\":-1}}"),
            format!("3 {{{name},\"id\":\"ä\",\"machine\":null,\"time\":9223372036854775807}}"),
        ];
        for cut in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(read(&[head, &[], tail]), expected, "{codec}, cut at {cut}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(read(&single), expected, "{codec}, byte by byte");
        for end in 0..bytes.len() {
            let seen = read(&[&bytes[..end]]);
            let whole = seen.iter().zip(&expected).take_while(|(seen, full)| seen == full).count();
            let more: Vec<&String> = seen[whole..].iter().collect();
            let boundary = more.is_empty();
            assert!(
                boundary || matches!(more[..], [last] if last.ends_with("Truncated")),
                "{end}: {seen:?}"
            );
        }
        let found = sniff("x.avro", &bytes, true);
        assert_eq!(
            (found.container, found.shape, found.problem),
            (Container::Plain, Shape::Avro, None)
        );
        let mut count = 0;
        let mut reader = Reader::new(&found);
        reader.push(&bytes, &mut |_, _| count += 1);
        assert_eq!((count, reader.rows()), (3, 3));
    }
}

/// Written by fastavro: every type, nested; by each codec.
#[test]
fn files_of_another_program() {
    for codec in ["null", "deflate", "snappy"] {
        let path = format!("tests/avro/fastavro-{codec}.avro");
        let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).unwrap();
        let seen = read(&[&bytes]);
        assert_eq!(seen.len(), 500, "{path}");
        assert_eq!(
            seen[1],
            "2 {\"@schema\":\"com.example.All\",\"bool\":false,\"bytes\":\"\\u0000ÿ\",\
             \"double\":0.5,\"enum\":\"B\",\"fixed\":\"abcd\",\"float\":0.25,\"int\":-1,\
             \"list\":[1,null,-3],\"map\":{\"k\":{\"inner\":\"x\"}},\"micros\":1789365607123,\
             \"nothing\":null,\"self\":{\"inner\":\"y\"},\"text\":\"Zoë 1\"}"
        );
    }
}

fn ends(bytes: &[u8]) -> String {
    let mut seen = read(&[bytes]);
    let last = seen.pop().unwrap_or_default();
    last.split_once(' ').map(|(_, kind)| kind.to_owned()).unwrap_or_default()
}

#[test]
fn what_is_wrong_is_told() {
    let file = |schema: &str, blocks: &[u8]| [header_of(schema, "null"), blocks.to_vec()].concat();
    for (bytes, expected) in [
        (file("no json", &[]), "DamagedArchive"),
        (file("\"string\"", &[]), "DamagedArchive"),
        (
            file(r#"{"type":"record","name":"x","fields":[{"name":"a","type":"b"}]}"#, &[]),
            "DamagedArchive",
        ),
        (header_of(EVENT, "zstandard"), "UnsupportedFormat"),
        (file(EVENT, &block(2, &event("a", 1, None))), "DamagedArchive"),
        (file(EVENT, &block(1, &[event("a", 1, None), vec![0]].concat())), "DamagedArchive"),
        (file(EVENT, &block(-1, b"x")), "DamagedArchive"),
        (file(EVENT, &[2; 40]), "DamagedArchive"),
        (file(EVENT, &[0xFF; 40]), "DamagedArchive"),
        ([header_of(EVENT, "deflate"), block(1, b"no deflate")].concat(), "DamagedArchive"),
    ] {
        assert_eq!(ends(&bytes), expected);
    }
    let mut wrong = file(EVENT, &block(1, &event("a", 1, None)));
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    assert_eq!(ends(&wrong), "DamagedArchive");
}

#[test]
fn claims_cost_nothing() {
    let file = |schema: &str, bytes: &[u8]| [header_of(schema, "null"), bytes.to_vec()].concat();
    let huge = long(i64::MAX);
    // A block, a text, a header of any length: nothing is reserved for it.
    assert_eq!(ends(&file(EVENT, &[huge.clone(), huge.clone(), text("a")].concat())), "Truncated");
    let text = [long(1), huge.clone(), huge.clone()].concat();
    assert_eq!(ends(&file(EVENT, &text)), "RecordTooLarge");
    // Lists of nothing, records of nothing.
    let list = r#"{"type":"record","name":"x","fields":[{"name":"a","type":{"type":"array","items":"null"}}]}"#;
    assert_eq!(ends(&file(list, &[long(1), long(100), huge.clone()].concat())), "RecordTooLarge");
    let nothing = r#"{"type":"record","name":"x","fields":[]}"#;
    assert_eq!(ends(&file(nothing, &[huge.clone(), long(1), vec![0]].concat())), "DamagedArchive");
    assert_eq!(ends(&file(nothing, &[huge.clone(), long(0)].concat())), "DamagedArchive");
    // Records in themselves.
    let own = r#"{"type":"record","name":"x","fields":[{"name":"a","type":["null","x"]}]}"#;
    assert_eq!(ends(&file(own, &block(1, &[2; 5000]))), "DamagedArchive");
    let deep = format!("{}\"null\"{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(ends(&file(&deep, &[])), "DamagedArchive");
}

#[test]
fn no_more_is_held_than_a_record_takes() {
    // A record without an end, packed well, and a header without one.
    let endless = r#"{"type":"record","name":"x","fields":[{"name":"a","type":{"type":"array","items":"long"}}]}"#;
    let mut reader = Avro::new();
    let mut last = None;
    let mut each = |_: u64, record: Record<'_>| {
        if let Record::Broken(kind) = record {
            last = Some(kind);
        }
    };
    reader.push(&header_of(endless, "null"), &mut each);
    reader.push(&[long(1), long(i64::MAX), long(i64::MAX)].concat(), &mut each);
    for _ in 0..64 {
        reader.push(&[2; 1 << 20], &mut each);
        assert!(reader.block.open.capacity() <= 4 * MAX_RECORD);
    }
    assert_eq!(last, Some(ProblemKind::RecordTooLarge));
    let mut reader = Avro::new();
    let mut last = None;
    let mut each = |_: u64, record: Record<'_>| {
        if let Record::Broken(kind) = record {
            last = Some(kind);
        }
    };
    reader.push(&[MAGIC, &long(i64::MAX)].concat(), &mut each);
    for _ in 0..64 {
        reader.push(&[0; 1 << 20], &mut each);
        assert!(reader.held.capacity() <= 4 * MAX_HEADER);
    }
    assert_eq!(last, Some(ProblemKind::RecordTooLarge));
}

/// Each record is told once, and none is lost that stands before the damage.
#[test]
fn damage_is_the_same_however_the_bytes_are_cut() {
    let events: Vec<u8> =
        (0..40).flat_map(|n| event(&format!("user-{}", n * n), n, None)).collect();
    let packed = deflate(&events);
    let (mut few, mut damaged) = (0, 0);
    for at in 0..packed.len() {
        let mut wrong = packed.clone();
        wrong[at] ^= 0x10;
        let bytes = [header_of(EVENT, "deflate"), block(40, &wrong)].concat();
        let whole = read(&[&bytes]);
        for slice in [1, 7, 50] {
            let slices: Vec<&[u8]> = bytes.chunks(slice).collect();
            assert_eq!(read(&slices), whole, "byte {at}, slices of {slice}");
        }
        damaged += usize::from(whole.last().is_some_and(|last| last.ends_with("DamagedArchive")));
        few += usize::from((2..40).contains(&whole.len()));
    }
    assert!(few > 20 && damaged > 20, "{few} {damaged}");
}
