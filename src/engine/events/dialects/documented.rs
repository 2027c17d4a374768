//! The table of exports in README.md names every dialect, and nothing else.

use super::{GENERIC, KNOWN};
use crate::contract::FileClass;
use std::collections::BTreeMap;

const README: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));

struct Line {
    vendor: &'static str,
    gives: &'static str,
    confidence: &'static str,
}

/// The table's lines by dialect.
fn table() -> BTreeMap<&'static str, Line> {
    let (_, rest) = README.split_once("<!-- exports -->\n").unwrap();
    let (table, _) = rest.split_once("<!-- /exports -->").unwrap();
    let mut lines = BTreeMap::new();
    for line in table.lines().skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [vendor, export, gives, lacks, confidence, dialect] = cells[..] else {
            panic!("six cells: {line}");
        };
        assert!([vendor, export, gives, lacks, confidence].iter().all(|cell| !cell.is_empty()));
        let line = Line { vendor, gives, confidence };
        assert!(lines.insert(dialect.trim_matches('`'), line).is_none(), "{dialect} twice");
    }
    lines
}

#[test]
fn the_table_of_exports_has_a_line_for_each_dialect_and_no_other() {
    let mut known: Vec<&str> = KNOWN.iter().map(|dialect| dialect.id).collect();
    known.push(GENERIC);
    known.sort_unstable();
    let told: Vec<&str> = table().into_keys().collect();
    assert_eq!(told, known, "lines of the table in README.md, and dialects");
}

#[test]
fn the_table_says_what_is_not_counted_and_how_sure_it_is() {
    let table = table();
    for dialect in KNOWN {
        let line = &table[dialect.id];
        if dialect.class == FileClass::Aggregate {
            assert!(line.gives.contains("recognised, not counted"), "{}", dialect.id);
        }
        let sure = ["verified", "partly", "recalled"];
        assert!(sure.iter().any(|word| line.confidence.contains(word)), "{}", dialect.id);
    }
    // Whose format is not public is not named as supported.
    assert_eq!(table[GENERIC].vendor, "other services");
}
