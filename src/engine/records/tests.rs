//! One line a case, each run whole, byte by byte and cut at every place; then
//! random input against twins of a few lines.

use super::gunzip::tests::pack;
use super::*;
use crate::contract::{Container, Encoding};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Records as text: `1 cell|cell`, `2 {"object":1}`, `3 !truncated`.
fn read(sniff: &Sniff, parts: &[&[u8]]) -> Vec<String> {
    let mut reader = Reader::new(sniff);
    let mut seen = Vec::new();
    let mut each = |number: u64, record: Record<'_>| {
        let text = match record {
            Record::Row(row) => {
                assert_eq!(row.get(row.width()), None);
                (0..row.width()).filter_map(|cell| row.get(cell)).collect::<Vec<_>>().join("|")
            }
            Record::Object(object) => serde_json::to_string(object).unwrap(),
            Record::Plain(_) => panic!("not asked for"),
            Record::Broken(kind) => {
                format!("!{}", serde_json::to_string(&kind).unwrap().trim_matches('"'))
            }
        };
        seen.push(format!("{number} {text}"));
    };
    for part in parts {
        reader.push(part, &mut each);
    }
    reader.finish(&mut each);
    assert_eq!(reader.rows(), seen.len() as u64);
    if let Some(header) = reader.header() {
        seen.insert(0, header.join("|"));
    }
    seen
}

/// Every way of cutting gives the same records.
fn check_bytes(name: &str, sniff: &Sniff, bytes: &[u8], expected: &[&str]) {
    assert_eq!(read(sniff, &[bytes]), expected, "{name}, whole");
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(read(sniff, &single), expected, "{name}, byte by byte");
    for cut in 0..=bytes.len() {
        let (head, tail) = bytes.split_at(cut);
        assert_eq!(read(sniff, &[head, &[], tail]), expected, "{name}, cut at {cut}");
    }
}

fn plain(shape: Shape) -> Sniff {
    Sniff {
        container: Container::Plain,
        encoding: Encoding::Utf8,
        shape,
        sep_line: false,
        header_row: 0,
        problem: None,
    }
}

/// As `sniff` sees it, packed too.
fn check(name: &str, text: &str, expected: &[&str]) {
    let found = sniff(name, text.as_bytes(), true);
    check_bytes(name, &found, text.as_bytes(), expected);
    let packed = pack(text.as_bytes());
    check_bytes(name, &sniff(name, &packed, true), &packed, expected);
}

#[test]
fn delimited_text() {
    for (name, text, expected) in [
        ("plain", "a,b\n1,2\n3,4\n", &["a|b", "1 1|2", "2 3|4"][..]),
        ("no line end", "a,b\n1,2", &["a|b", "1 1|2"]),
        ("crlf", "a;b\r\n1;2\r\n\r\n3;4\r\n", &["a|b", "1 1|2", "2 3|4"]),
        ("cr only", "a;b\r1;2\r3;4\r", &["a|b", "1 1|2", "2 3|4"]),
        ("blank lines", "\n\na,b\n\n  \n1,2\n\n", &["a|b", "1 1|2"]),
        ("quotes", "a,b\n\"1,\"\"2\"\"\",\"x\ny\"\r\n3,4\n", &["a|b", "1 1,\"2\"|x\ny", "2 3|4"]),
        ("quote inside", "a,b\n1\"2,3\n", &["a|b", "1 1\"2|3"]),
        ("quoted empty", "a,b\n\"\",\"\"\n", &["a|b", "1 |"]),
        ("doubled, empty header", "a\tb\tb\t\n1\t2\t3\t\n", &["a|b|b|", "1 1|2|3|"]),
        ("widths", "a,b,c\n1\n1,2,3,4\n1,2,3\n", &["a|b|c", "1 1", "2 1|2|3|4", "3 1|2|3"]),
        ("trailing delimiter", "a,b\n1,2,\n3,4,\n5,6\n", &["a|b", "1 1|2|", "2 3|4|", "3 5|6"]),
        ("last row cut", "a,b,c\n1,2,3\n4,5", &["a|b|c", "1 1|2|3", "2 !truncated"]),
        ("quote open", "a,b\n1,2\n3,\"4\n5,6\n", &["a|b", "1 1|2", "2 !truncated"]),
        ("lone quote", "a,b\n1,2\n\"", &["a|b", "1 1|2", "2 !truncated"]),
        ("quote closed at end", "a,b\n1,\"2\"", &["a|b", "1 1|2"]),
        ("header only", "a,b\n", &["a|b"]),
        ("mark", "\u{FEFF}a,b\n1,2\n", &["a|b", "1 1|2"]),
        ("mark and quote", "\u{FEFF}\"a\",b\n1,2\n", &["a|b", "1 1|2"]),
        ("sep line", "sep=;\r\na;b\r\n1;2\r\n", &["a|b", "1 1|2"]),
        ("preamble", "Report\n\na;b;c\n1;2;3\n4;5;6\n", &["a|b|c", "1 1|2|3", "2 4|5|6"]),
        ("one column", "email\na@example.org\n", &["email", "1 a@example.org"]),
        ("characters", "é;ß\n☂;🜚\n", &["é|ß", "1 ☂|🜚"]),
    ] {
        check(name, text, expected);
    }
}

#[test]
fn json() {
    for (name, text, expected) in [
        ("array", "[{\"a\":1},{\"a\":2}]", &["1 {\"a\":1}", "2 {\"a\":2}"][..]),
        (
            "pretty",
            "[\n {\n  \"a\": [1]\n },\n {\n  \"a\": {}\n }\n]\n",
            &["1 {\"a\":[1]}", "2 {\"a\":{}}"],
        ),
        (
            "lines",
            "{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}",
            &["1 {\"a\":1}", "2 {\"a\":2}", "3 {\"a\":3}"],
        ),
        ("no line ends", "{\"a\":1}{\"a\":2}", &["1 {\"a\":1}", "2 {\"a\":2}"]),
        (
            "arrays one a line",
            "[{\"a\":1},{\"a\":2}]\n[]\n[{\"a\":3}]\n",
            &["1 {\"a\":1}", "2 {\"a\":2}", "3 {\"a\":3}"],
        ),
        ("text sequence", "\u{1E}{\"a\":1}\n\u{1E}{\"a\":2}\n", &["1 {\"a\":1}", "2 {\"a\":2}"]),
        (
            "exact",
            "{\"a\":18446744073709551615,\"b\":-9223372036854775808}",
            &["1 {\"a\":18446744073709551615,\"b\":-9223372036854775808}"],
        ),
        ("strings", r#"{"a":"}{\"][\\"}{"b":"ä"}"#, &[r#"1 {"a":"}{\"][\\"}"#, r#"2 {"b":"ä"}"#]),
        (
            "no objects",
            "{}\n1\n\"x\"\nnull\n[2,[{}],\"y\"]\n{\"a\":1}",
            &[
                "1 {}",
                "2 !not_an_object",
                "3 !not_an_object",
                "4 !not_an_object",
                "5 !not_an_object",
                "6 {}",
                "7 !not_an_object",
                "8 {\"a\":1}",
            ],
        ),
        (
            "words",
            "{\"a\":1}\nno json here, none\n{\"a\":2}\n",
            &["1 {\"a\":1}", "2 !bad_json", "3 {\"a\":2}"],
        ),
        (
            "words in an array",
            "[{\"a\":1},nope,{\"a\":2}]",
            &["1 {\"a\":1}", "2 !bad_json", "3 {\"a\":2}"],
        ),
        (
            "bad inside",
            "{\"a\":1}\n{\"a\":nope}\n{\"a\":3}\n",
            &["1 {\"a\":1}", "2 !bad_json", "3 {\"a\":3}"],
        ),
        (
            "brace missing",
            "{\"a\":1}\n{\"a\":2\n{\"a\":3}\n{\"a\":4}\n",
            &["1 {\"a\":1}", "2 !bad_json", "3 {\"a\":3}", "4 {\"a\":4}"],
        ),
        (
            "quote missing",
            "{\"a\":1}\n{\"a\":\"2}\n{\"a\":3}\n",
            &["1 {\"a\":1}", "2 !bad_json", "3 {\"a\":3}"],
        ),
        (
            "brace too many",
            "{\"a\":1}}\n{\"a\":2}\n",
            &["1 {\"a\":1}", "2 !bad_json", "3 {\"a\":2}"],
        ),
        ("wrong bracket", "{\"a\":[1}\n{\"a\":2}\n", &["1 !bad_json", "2 {\"a\":2}"]),
        (
            "line of an array broken",
            "[{\"a\":1},{\"a\":\"2}]\n[{\"a\":3}]\n{\"a\":4}",
            &["1 {\"a\":1}", "2 !bad_json", "3 {\"a\":3}", "4 {\"a\":4}"],
        ),
        (
            "pretty and broken",
            "[\n {\n  \"a\": \"1\n  \"b\": [\n   {\"c\":1}\n  ]\n },\n {\n  \"a\": 2\n }\n]\n",
            &["1 !bad_json", "2 {\"a\":2}"],
        ),
        ("cut", "{\"a\":1}\n{\"a\":", &["1 {\"a\":1}", "2 !truncated"]),
        ("cut in a string", "[{\"a\":1},{\"a\":\"x", &["1 {\"a\":1}", "2 !truncated"]),
        ("cut between", "[{\"a\":1},\n", &["1 {\"a\":1}", "2 !truncated"]),
        ("cut in a word", "[{\"a\":1},nu", &["1 {\"a\":1}", "2 !truncated"]),
        (
            "envelope",
            "{\"Records\":[{\"a\":1},{\"a\":2}]}\n",
            &["1 {\"Records\":[{\"a\":1},{\"a\":2}]}"],
        ),
        ("mark", "\u{FEFF}[{\"a\":1}]", &["1 {\"a\":1}"]),
        (
            "arrays in an array",
            "[[{\"a\":1},{\"a\":2}],\n [],[{\"a\":3}]]\n[[{\"a\":4}]]",
            &["1 {\"a\":1}", "2 {\"a\":2}", "3 {\"a\":3}", "4 {\"a\":4}"],
        ),
        ("arrays in arrays in an array", "[[[{\"a\":1}]]]", &["1 !not_an_object"]),
        ("cut in arrays", "[[{\"a\":1}]", &["1 {\"a\":1}", "2 !truncated"]),
        (
            "texts",
            "\"{\\\"a\\\":1}\"\n\"[{\\\"a\\\":2},{\\\"a\\\":3}]\"\n\"{\\\"a\\\"\"\n",
            &["1 {\"a\":1}", "2 {\"a\":2}", "3 {\"a\":3}", "4 !not_an_object"],
        ),
        (
            "texts in an array",
            "[\"{\\\"a\\\":1}\",\"[5]\",\"x\",{\"a\":2}]",
            &["1 {\"a\":1}", "2 !not_an_object", "3 !not_an_object", "4 {\"a\":2}"],
        ),
    ] {
        check(name, text, expected);
    }
}

#[test]
fn nesting_has_a_limit() {
    for (depth, expected) in [(63, "1 {"), (64, "1 !bad_json")] {
        let text = format!("{{\"a\":{}{}}}{{}}", "[".repeat(depth), "]".repeat(depth));
        let seen = read(&plain(Shape::Json), &[text.as_bytes()]);
        assert!(seen[0].starts_with(expected), "{depth}");
        assert_eq!(seen[1], "2 {}");
    }
}

#[test]
fn cells_of_other_encodings() {
    let latin = b"E-Mail;Vorname\nzoe@example.net;Zo\xEB\nx@example.net;\xC3\xA4\n";
    let found = sniff("a.csv", latin, true);
    assert_eq!(found.encoding, Encoding::Windows1252);
    check_bytes(
        "windows-1252",
        &found,
        latin,
        &["E-Mail|Vorname", "1 zoe@example.net|Zoë", "2 x@example.net|ä"],
    );
    let json = b"{\"a\":\"Zo\xEB\"}";
    check_bytes("json", &sniff("a", json, true), json, &["1 {\"a\":\"Zoë\"}"]);
    for big_endian in [false, true] {
        let bytes: Vec<u8> = "\u{FEFF}a\tb\r\n☂\t🜚\r\n"
            .encode_utf16()
            .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        check_bytes("utf-16", &sniff("a.txt", &bytes, true), &bytes, &["a|b", "1 ☂|🜚"]);
    }
}

#[test]
fn a_plain_cell_is_lent() {
    let mut reader = Reader::new(&plain(Shape::Csv { delimiter: ',' }));
    let mut lent = 0;
    reader.push(b"a,b\n1,x\n\"2\",y\n", &mut |_, record| {
        if let Record::Row(row) = record {
            assert_eq!(row.header(), ["a", "b"]);
            lent += usize::from(matches!(row.get(0), Some(Cow::Borrowed(_))));
        }
    });
    assert_eq!(lent, 2);
}

#[test]
fn a_record_too_large_is_passed_over() {
    let long = "x".repeat(MAX_RECORD + 10);
    let line = format!("a,b\n1,2\n3,{long}\n5,6\n");
    let quoted = format!("a,b\n1,2\n3,\"{long}\n\"\n5,6\n");
    let cells = format!("a,b\n1,2\n{}\n5,6\n", ",".repeat(70_000));
    for text in [line, quoted, cells] {
        let sniff = plain(Shape::Csv { delimiter: ',' });
        let pieces: Vec<&[u8]> = text.as_bytes().chunks(1 << 20).collect();
        for parts in [&pieces[..], &[text.as_bytes()][..]] {
            let seen = read(&sniff, parts);
            assert_eq!(seen, ["a|b", "1 1|2", "2 !record_too_large", "3 5|6"]);
        }
    }
    let object = format!("{{\"a\":1}}\n{{\"a\":\"{}\"}}\n{{\"a\":3}}", "x".repeat(64 << 20));
    let pieces: Vec<&[u8]> = object.as_bytes().chunks(1 << 20).collect();
    let seen = read(&plain(Shape::Json), &pieces);
    assert_eq!(seen, ["1 {\"a\":1}", "2 !record_too_large", "3 {\"a\":3}"]);
}

/// Many MB without an end to anything, never there as a whole: what is held of it
/// does not grow beyond the limits, and one problem is told.
#[test]
fn what_has_no_end_is_not_held() {
    let csv = Shape::Csv { delimiter: ',' };
    let cases: [(&str, Shape, &str, &str, usize, &str); 9] = [
        ("a line", csv, "a,b\n", "x", 4 * MAX_RECORD, "1 !record_too_large"),
        ("a quoted cell", csv, "a,b\n\"", "x\n", 4 * MAX_RECORD, "1 !record_too_large"),
        ("a header", csv, "", "x", 4 * MAX_RECORD, "1 !record_too_large"),
        ("columns", csv, "", "x,", 4 * MAX_RECORD, "1 !record_too_large"),
        ("a text", Shape::Json, "{\"a\":\"", "x", 256 << 20, "1 !record_too_large"),
        ("a list", Shape::Json, "{\"a\":[0", ",0", 256 << 20, "1 !record_too_large"),
        ("brackets", Shape::Json, "{\"a\":", "[", 256 << 20, "1 !record_too_large"),
        ("a number", Shape::Json, "", "1", 1 << 21, "1 !bad_json"),
        ("blanks", Shape::Json, "{\"a\":1}", " ", 1 << 21, "1 {\"a\":1}"),
    ];
    for (what, shape, start, again, most, expected) in cases {
        let mut reader = Reader::new(&plain(shape));
        let mut seen = Vec::new();
        let mut each = |number: u64, record: Record<'_>| {
            seen.push(match record {
                Record::Broken(kind) => {
                    format!("{number} !{}", serde_json::to_string(&kind).unwrap().trim_matches('"'))
                }
                Record::Object(object) => {
                    format!("{number} {}", serde_json::to_string(object).unwrap())
                }
                Record::Row(_) => format!("{number} row"),
                Record::Plain(_) => format!("{number} plain"),
            });
        };
        reader.push(start.as_bytes(), &mut each);
        let part = again.repeat((1 << 20) / again.len());
        let parts = match shape {
            Shape::Json if most > MAX_RECORD => 66,
            _ => 20,
        };
        for _ in 0..parts {
            reader.push(part.as_bytes(), &mut each);
            assert!(reader.held() <= most, "{what}: {} bytes are held", reader.held());
        }
        reader.finish(&mut each);
        assert_eq!(seen, [expected], "{what}");
    }
}

#[test]
fn a_damaged_container_is_told_once() {
    let packed = pack(&b"a,b\n1,2\n3,4\n".repeat(3));
    let found = sniff("a.gz", &packed, true);
    let cut = read(&found, &[&packed[..packed.len() - 3]]);
    assert_eq!(cut.last().map(String::as_str), Some("9 !damaged_archive"));
    let mut wrong = packed.clone();
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    wrong.extend_from_slice(&packed);
    assert_eq!(read(&found, &[&wrong]).last().map(String::as_str), Some("9 !damaged_archive"));
}

/// The rows of delimited text, slowly: `csv-core`'s own rules, a byte at a time;
/// and whether a last row, not among them, ends inside quotes.
fn naive_rows(text: &[u8], delimiter: u8) -> (Vec<Vec<Vec<u8>>>, bool) {
    let mut rows: Vec<Vec<Vec<u8>>> = vec![vec![vec![]]];
    // Outside quotes, inside quotes, behind a quote inside quotes.
    let mut state = 0;
    let mut at_start = true;
    for &byte in text {
        let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else { break };
        match (state, byte) {
            (0, b'"') if at_start => state = 1,
            (1, b'"') => state = 2,
            (2, b'"') => {
                cell.push(b'"');
                state = 1;
            }
            (0 | 2, b'\r' | b'\n') => {
                rows.push(vec![vec![]]);
                (state, at_start) = (0, true);
                continue;
            }
            (0 | 2, byte) if byte == delimiter => {
                if let Some(row) = rows.last_mut() {
                    row.push(vec![]);
                }
                (state, at_start) = (0, true);
                continue;
            }
            (1, byte) => cell.push(byte),
            (_, byte) => {
                cell.push(byte);
                state = 0;
            }
        }
        at_start = false;
    }
    if state == 1 {
        rows.pop();
    }
    rows.retain(|row| row.len() > 1 || !row[0].iter().all(u8::is_ascii_whitespace));
    (rows, state == 1)
}

fn parts(bytes: &[u8], mut cuts: Vec<usize>) -> Vec<&[u8]> {
    cuts.iter_mut().for_each(|cut| *cut %= bytes.len() + 1);
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

/// The same cases in every run.
fn seeded(cases: u32) -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(20_260_914);
    ProptestConfig { cases, failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(seeded(600))]

    #[test]
    fn rows_equal_their_naive_twin(
        body in "([ab;,\"\r\n é]{0,60}|(\"[ab;,\n é]{0,9}\"|[ab,é]{0,9}|[\"a]{0,3})[;\r\n]){0,30}",
        cuts in prop::collection::vec(0usize..2000, 0..5),
    ) {
        let text = format!("h;h\n{body}\n");
        let (mut expected, open) = naive_rows(text.as_bytes(), b';');
        expected.remove(0);
        let mut reader = Reader::new(&plain(Shape::Csv { delimiter: ';' }));
        let mut seen = Vec::new();
        let mut broken = 0u64;
        let mut each = |_: u64, record: Record<'_>| match record {
            Record::Row(row) => seen.push((0..row.width()).filter_map(|i| row.get(i).map(|cell| cell.into_owned().into_bytes())).collect::<Vec<_>>()),
            _ => broken += 1,
        };
        for part in parts(text.as_bytes(), cuts) {
            reader.push(part, &mut each);
        }
        reader.finish(&mut each);
        prop_assert_eq!(broken, u64::from(open));
        prop_assert_eq!(seen, expected);
    }

    #[test]
    fn json_cut_anywhere_reads_the_same(
        text in "[{}\\[\\],:\"\\\\ \na1é]{0,60}",
        cuts in prop::collection::vec(0usize..200, 0..5),
    ) {
        let sniff = plain(Shape::Json);
        let whole = read(&sniff, &[text.as_bytes()]);
        prop_assert_eq!(read(&sniff, &parts(text.as_bytes(), cuts)), whole);
    }

    #[test]
    fn valid_objects_are_all_found(
        objects in prop::collection::vec(prop::collection::btree_map("[a-c\"\\\\{}\\[\n]{0,3}", "[a\"\\\\{}é\n]{0,4}", 0..3), 0..6),
        layout in 0usize..4,
    ) {
        let texts: Vec<String> = objects.iter().map(|object| serde_json::to_string(object).unwrap()).collect();
        let text = match layout {
            0 => texts.join("\n"),
            1 => texts.concat(),
            2 => format!("[{}]", texts.join(",")),
            _ => serde_json::to_string_pretty(&objects).unwrap(),
        };
        let expected: Vec<String> = texts.iter().zip(1..).map(|(text, number)| format!("{number} {text}")).collect();
        prop_assert_eq!(read(&plain(Shape::Json), &[text.as_bytes()]), expected);
    }

    #[test]
    fn any_bytes_are_sniffed_and_read(bytes in prop::collection::vec(any::<u8>(), 0..300), magic in 0usize..5) {
        let start: &[u8] = [&b""[..], b"\x1F\x8B\x08\0\0\0\0\0\0\0", b"PK\x03\x04", b"\xFF\xFE", b"[{"][magic];
        let all = [start, &bytes].concat();
        let found = sniff("x", &all, true);
        let whole = read(&found, &[&all]);
        let single: Vec<&[u8]> = all.chunks(1).collect();
        prop_assert_eq!(read(&found, &single), whole);
        let _ = members("x", std::io::Cursor::new(&all));
    }
}
