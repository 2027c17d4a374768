//! What a snapshot file must withstand: damage, changes, later versions,
//! hostile contents; and that its published schema says what it holds.
//!
//! The golden files were made by their versions and must stay readable for good:
//! they are never written anew.

use milchglas::contract::{
    CampaignRow, Count, GroupRow, LinkRow, Measure, Method, Snapshot, Table, Withholding,
};
use milchglas::engine::publish::{
    LARGEST_TEXT, LONGEST_FRAGMENT, open, open_fragment, to_fragment, to_text,
};
use milchglas::messages::SnapshotFault;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const GOLDEN: &str = include_str!("../golden/snapshot/version-1.milchglas.json");
const GOLDEN_2: &str = include_str!("../golden/snapshot/version-2.milchglas.json");
const GOLDEN_3: &str = include_str!("../golden/snapshot/version-3.milchglas.json");
const SCHEMA: &str = include_str!("../../www/snapshot.schema.json");

fn golden() -> Snapshot {
    open(GOLDEN).expect("a snapshot of version 1")
}

fn golden_2() -> Snapshot {
    open(GOLDEN_2).expect("a snapshot of version 2")
}

fn golden_3() -> Snapshot {
    open(GOLDEN_3).expect("a snapshot of version 3")
}

/// The text of a snapshot that somebody changed and sealed again, as anyone can.
fn sealed(change: impl FnOnce(&mut Snapshot)) -> String {
    resealed(golden(), change)
}

fn resealed(mut snapshot: Snapshot, change: impl FnOnce(&mut Snapshot)) -> String {
    change(&mut snapshot);
    snapshot.checksum = String::new();
    let compact = serde_json::to_string(&snapshot).expect("plain data");
    snapshot.checksum = Sha256::digest(compact).iter().map(|byte| format!("{byte:02x}")).collect();
    to_text(&snapshot)
}

#[test]
fn a_snapshot_of_version_1_reads_as_it_was_written() {
    assert_eq!(to_text(&golden()), GOLDEN);
    assert_eq!(open(&sealed(|_| {})), Ok(golden()));
    // As an editor or a mail server may leave it.
    assert_eq!(open(&format!("\u{FEFF}{}\r\n\r\n", GOLDEN.replace('\n', "\r\n"))), Ok(golden()));
}

#[test]
fn a_snapshot_of_version_2_reads_as_it_was_written() {
    let snapshot = golden_2();
    assert_eq!(to_text(&snapshot), GOLDEN_2);
    assert_eq!(snapshot.version, 2);
    let fragment = to_fragment(&snapshot).expect("a small report");
    assert_eq!(open_fragment(&fragment), Ok(snapshot));
}

#[test]
fn a_snapshot_of_version_3_reads_as_it_was_written() {
    let snapshot = golden_3();
    assert_eq!(to_text(&snapshot), GOLDEN_3);
    assert_eq!(snapshot.version, 3);
    let statistics = &snapshot.statistics;
    assert!(!statistics.countries.is_empty() && !statistics.device_clients.is_empty());
    let fragment = to_fragment(&snapshot).expect("a small report");
    assert_eq!(open_fragment(&fragment), Ok(snapshot));
}

/// Countries came with version 3: software that knows version 2 alone would take
/// a file with them for damaged.
#[test]
fn an_older_version_has_no_newer_tables() {
    type Change = fn(&mut Snapshot);
    let changes: [(&str, Change); 5] = [
        ("version 2", |s| s.version = 2),
        ("a country of nowhere", |s| s.statistics.countries[0].group = "Bavaria".into()),
        ("a country in small letters", |s| s.statistics.countries[0].group = "de".into()),
        ("a device with an escape", |s| {
            s.statistics.device_clients[0].device = "\u{1b}".into();
        }),
        ("too many pairs", |s| {
            s.statistics.device_clients = vec![s.statistics.device_clients[0].clone(); 500];
        }),
    ];
    for (what, change) in changes {
        let text = resealed(golden_3(), change);
        assert_eq!(open(&text), Err(SnapshotFault::Implausible), "{what}");
    }
    assert!(open(&resealed(golden_2(), |s| s.version = 3)).is_ok());
}

#[test]
fn what_does_not_belong_to_the_version_or_the_method_is_refused() {
    type Change = fn(&mut Snapshot);
    let of_2: [(&str, Change); 11] = [
        ("the method of version 1", |s| s.protection.method = Method::Gathered),
        ("a table of perturbation", |s| s.protection.perturbation = Some(Default::default())),
        ("no table of perturbation", |s| s.protection.method = Method::CellKey),
        ("a promise that is none", |s| s.protection.privacy = Some(Default::default())),
        ("a cap of nothing", |s| s.protection.cap = Some(0)),
        ("tables in another order", |s| s.protection.tables.reverse()),
        ("a table twice", |s| s.protection.tables.push(Table::Machine)),
        ("complete devices", |s| s.protection.complete.push(Table::Devices)),
        ("a pair of nothing", |s| {
            s.protection.apart.push((Measure::Clickers, Measure::Sent));
        }),
        ("more withheld than there is", |s| {
            if let Some(risk) = &mut s.risk {
                risk.cells_withheld = risk.cells + 1;
            }
        }),
        ("no fewer opens than events by the cap", |s| {
            s.statistics.providers[0].opens = Count::Exact(1 << 30);
        }),
    ];
    for (what, change) in of_2 {
        let text = resealed(golden_2(), change);
        assert_eq!(open(&text), Err(SnapshotFault::Implausible), "{what}");
    }
    let of_1: [(&str, Change); 3] = [
        ("a risk report", |s| s.risk = Some(Default::default())),
        ("a cap", |s| s.protection.cap = Some(5)),
        ("an exact method", |s| s.protection.method = Method::Exact),
    ];
    for (what, change) in of_1 {
        assert_eq!(open(&sealed(change)), Err(SnapshotFault::Implausible), "{what}");
    }
}

#[test]
fn figures_that_cannot_add_up_are_refused() {
    type Change = fn(&mut Snapshot);
    let changes: [(&str, Change); 4] = [
        ("a provider too large", |s| {
            let row = &mut s.statistics.providers[0];
            row.delivered = row.delivered.exact().map_or(row.delivered, |v| Count::Exact(v + 1));
        }),
        ("more openers than delivered", |s| {
            s.statistics.overall[Measure::Delivered] = Count::Exact(10);
        }),
        ("a campaign missing", |s| {
            s.statistics.campaigns.pop();
        }),
        ("more of a device than of all", |s| {
            s.statistics.devices[0].openers = s.statistics.overall[Measure::Sent];
        }),
    ];
    for (what, change) in changes {
        let text = resealed(golden_2(), change);
        assert_eq!(open(&text), Err(SnapshotFault::Implausible), "{what}");
    }
}

#[test]
fn a_link_holds_the_same_snapshot() {
    let fragment = to_fragment(&golden()).expect("a small report");
    assert!(fragment.len() <= LONGEST_FRAGMENT && fragment.starts_with("s1."));
    assert_eq!(open_fragment(&fragment), Ok(golden()));
    for cut in 0..fragment.len() {
        assert!(open_fragment(&fragment[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn every_changed_byte_is_noticed() {
    let golden = golden();
    // Without indentation: the same snapshot, every byte of it telling something.
    let text = serde_json::to_string(&golden).expect("plain data");
    assert!(open(&text).as_ref() == Ok(&golden));
    for at in 0..text.len() {
        for change in [0x01, 0x10] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= change;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            if let Ok(read) = open(&text) {
                assert_eq!(read, golden, "byte {at} changed by {change}");
            }
        }
    }
}

#[test]
fn every_cut_is_noticed() {
    let end = GOLDEN.trim_end().len();
    for cut in (0..end).filter(|&cut| GOLDEN.is_char_boundary(cut)) {
        let fault = open(&GOLDEN[..cut]).expect_err("a part is no snapshot");
        let early =
            cut <= GOLDEN.find(Snapshot::FORMAT).expect("it says so") + Snapshot::FORMAT.len();
        assert!(fault == SnapshotFault::Damaged || early, "cut at {cut}");
    }
}

#[test]
fn every_fault_has_its_name() {
    let future = r#"{"format":"milchglas.snapshot","version":4,"figures":{"all":"new"}}"#;
    let altered = GOLDEN.replacen("Herbst", "Winter", 1);
    let unknown = GOLDEN.replacen("\"title\"", "\"note\": 1,\n  \"title\"", 1);
    let twice = GOLDEN.replacen("\"title\"", "\"title\": \"\",\n  \"title\"", 1);
    let huge = " ".repeat(LARGEST_TEXT + 1);
    for (what, text, fault) in [
        ("nothing", "", SnapshotFault::NotASnapshot),
        ("a table", "a;b\n1;2\n", SnapshotFault::NotASnapshot),
        ("another object", "{\"format\":\"tar\"}", SnapshotFault::NotASnapshot),
        ("a list", "[1,2]", SnapshotFault::NotASnapshot),
        ("no version", "{\"format\":\"milchglas.snapshot\"}", SnapshotFault::Damaged),
        ("a later version", future, SnapshotFault::FutureVersion),
        ("another title", altered.as_str(), SnapshotFault::Altered),
        ("a field too many", unknown.as_str(), SnapshotFault::Damaged),
        ("a field twice", twice.as_str(), SnapshotFault::Damaged),
        ("too much", huge.as_str(), SnapshotFault::Implausible),
    ] {
        assert_eq!(open(text), Err(fault), "{what}");
    }
    for (what, fragment, fault) in [
        ("an anchor", "links", SnapshotFault::NotASnapshot),
        ("a later packing", "s2.abc", SnapshotFault::FutureVersion),
        ("no base64", "s1.ä", SnapshotFault::Damaged),
        ("no deflate", "s1.____", SnapshotFault::Damaged),
    ] {
        assert_eq!(open_fragment(fragment), Err(fault), "{what}");
    }
    assert_eq!(open_fragment(&format!("s1.{}", "A".repeat(9000))), Err(SnapshotFault::Implausible));
    // Deep nesting must not exhaust the stack.
    let deep = format!("{{\"format\":\"milchglas.snapshot\",\"x\":{}", "[".repeat(1_000_000));
    assert_eq!(open(&deep), Err(SnapshotFault::Damaged));
}

#[test]
fn a_small_link_that_unpacks_into_megabytes_is_no_snapshot() {
    use base64::Engine as _;
    use std::io::Write as _;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    // About as much as a link of 8 KB can hold.
    encoder.write_all(&vec![b' '; 6_000_000]).expect("into memory");
    let packed = encoder.finish().expect("into memory");
    let fragment =
        format!("s1.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(packed));
    assert!(fragment.len() > LONGEST_FRAGMENT * 9 / 10 && fragment.len() <= LONGEST_FRAGMENT);
    assert_eq!(open_fragment(&fragment), Err(SnapshotFault::Damaged));
}

#[test]
fn impossible_figures_are_refused_though_the_checksum_fits() {
    type Change = fn(&mut Snapshot);
    let changes: [(&str, Change); 16] = [
        ("a threshold below five", |s| s.protection.threshold = 4),
        ("a count beyond all lists", |s| s.statistics.doubles = Count::Exact(1 << 50)),
        ("more openers than delivered", |s| {
            s.statistics.overall[Measure::Delivered] = Count::Exact(10);
        }),
        ("the same in a campaign", |s| {
            s.statistics.campaigns[0].figures[Measure::Openers] = Count::Exact(1 << 30);
        }),
        ("a month too many", |s| s.made.on = "2026-13-01".into()),
        ("a day with a time", |s| s.treated.from = Some("2026-11-01T10:00".into())),
        ("a zone with markup", |s| s.treated.zone = "<b>UTC</b>".into()),
        ("an id", |s| s.statistics.campaigns[0].id = "4711".into()),
        ("a long title", |s| s.title = "x".repeat(1 << 20)),
        ("a name of a megabyte", |s| s.statistics.campaigns[0].name = "ä".repeat(1 << 19)),
        ("a turned direction", |s| s.statistics.links[0].link = "moc.\u{202E}elpmaxe".into()),
        ("an escape sequence", |s| s.statistics.providers[0].group = "\u{1b}]0;x\u{7}".into()),
        ("an unknown table", |s| {
            s.protection
                .withheld
                .push(Withholding { table: "people".into(), ..s.protection.withheld[0].clone() });
        }),
        ("an eighth weekday", |s| s.statistics.week[0].weekday = 7),
        ("too many rows", |s| s.statistics.links = vec![LinkRow::default(); 10_000]),
        ("too many campaigns", |s| s.statistics.campaigns = vec![CampaignRow::default(); 9_000]),
    ];
    for (what, change) in changes {
        assert_eq!(open(&sealed(change)), Err(SnapshotFault::Implausible), "{what}");
    }
}

#[test]
fn hostile_texts_stay_texts() {
    for text in [
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://x.example\";\"a\")",
        "\"},{\"",
        "{{7*7}}",
    ] {
        let hostile = open(&sealed(|snapshot| {
            snapshot.title = text.into();
            snapshot.statistics.campaigns[0].name = text.into();
            snapshot.statistics.providers.push(GroupRow {
                group: text.into(),
                gathers: 1,
                ..GroupRow::default()
            });
        }))
        .expect("text is no fault");
        assert_eq!(hostile.title, text);
        assert_eq!(hostile.statistics.campaigns[0].name, text);
    }
}

#[test]
fn the_schema_has_exactly_the_fields_that_are_written() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let json = |text: &str| -> Value { serde_json::from_str(text).expect("the snapshot is JSON") };
    let (first, second, mut full) = (json(GOLDEN), json(GOLDEN_2), json(GOLDEN_3));
    // One of every list and of every part must be there to compare.
    for written in [&first, &second, &full] {
        for (table, rows) in written["statistics"].as_object().expect("an object") {
            if let Value::Array(rows) = rows {
                assert!(!rows.is_empty(), "a golden file shows no {table}");
            }
        }
    }
    compare(&schema, &schema, &first, "", Fields::Required);
    compare(&schema, &schema, &second, "", Fields::Required);
    compare(&schema, &schema, &full, "", Fields::Required);
    let protection = &mut full["protection"];
    protection["apart"] = json(r#"[["delivered", "openers"]]"#);
    protection["perturbation"] = "usual".into();
    protection["privacy"] =
        json(r#"{"epsilon_milli": 250, "delta_exponent": 6, "noise": "laplace"}"#);
    full["risk"]["epsilon_milli"] = 250.into();
    full["risk"]["epsilon_spent_milli"] = 500.into();
    compare(&schema, &schema, &full, "", Fields::All);
    let changed: Snapshot = serde_json::from_value(full.clone()).expect("all of it is known");
    assert_eq!(serde_json::to_value(&changed).expect("plain data"), full, "nothing is dropped");
    full["statistics"]["extra"] = Value::Null;
    let caught =
        std::panic::catch_unwind(|| compare(&schema, &schema, &full, "", Fields::Required));
    assert!(caught.is_err(), "a field too many is not noticed");
}

/// Which fields of the schema must be there.
#[derive(Clone, Copy, PartialEq)]
enum Fields {
    Required,
    All,
}

/// Walks the schema and the value together.
fn compare(root: &Value, schema: &Value, value: &Value, path: &str, wanted: Fields) {
    let target = schema["$ref"].as_str().and_then(|reference| root.pointer(&reference[1..]));
    if let Some(target) = target {
        return compare(root, target, value, path, wanted);
    }
    match value {
        Value::Object(fields) => {
            assert_eq!(schema["additionalProperties"], Value::Bool(false), "{path}");
            let properties = schema["properties"].as_object().expect("an object's schema");
            let names = |map: &serde_json::Map<String, Value>| {
                map.keys().cloned().collect::<BTreeSet<String>>()
            };
            let required = schema["required"].as_array().expect("what is required").iter();
            let required: BTreeSet<String> =
                required.filter_map(|name| Some(name.as_str()?.to_owned())).collect();
            assert!(names(fields).is_subset(&names(properties)), "{path}: a field too many");
            assert!(required.is_subset(&names(fields)), "{path}: a required field is missing");
            assert!(wanted == Fields::Required || names(fields) == names(properties), "{path}");
            for (name, field) in fields {
                assert!(
                    properties[name]["description"].is_string(),
                    "{path}/{name} is not described"
                );
                compare(root, &properties[name], field, &format!("{path}/{name}"), wanted);
            }
        }
        Value::Array(rows) => {
            for row in rows {
                compare(root, &schema["items"], row, path_of_items(path).as_str(), wanted);
            }
        }
        _ => assert!(allows(root, schema, value), "{path}: {value} is not allowed"),
    }
}

fn path_of_items(path: &str) -> String {
    format!("{path}[]")
}

/// Whether a plain value meets the part of the schema language that is used.
fn allows(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(rules) = schema.as_object() else { return false };
    rules.iter().all(|(rule, wanted)| match rule.as_str() {
        "description" | "pattern" => true,
        "$ref" => wanted
            .as_str()
            .and_then(|reference| root.pointer(&reference[1..]))
            .is_some_and(|target| allows(root, target, value)),
        "const" => wanted == value,
        "enum" => wanted.as_array().is_some_and(|words| words.contains(value)),
        "anyOf" => wanted
            .as_array()
            .is_some_and(|choices| choices.iter().any(|choice| allows(root, choice, value))),
        "type" => match wanted.as_str() {
            Some("integer") => value.is_u64(),
            Some("string") => value.is_string(),
            Some("boolean") => value.is_boolean(),
            Some("null") => value.is_null(),
            _ => false,
        },
        "minimum" => value.as_u64() >= wanted.as_u64(),
        "maximum" => value.as_u64() <= wanted.as_u64(),
        "maxLength" => value.as_str().map(|text| text.chars().count() as u64) <= wanted.as_u64(),
        _ => false,
    })
}

#[test]
fn the_schema_names_every_word_that_can_be_written() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let words = |pointer: &str| -> BTreeSet<String> {
        let list = schema.pointer(pointer).and_then(Value::as_array).expect("a list of words");
        list.iter().filter_map(|word| Some(word.as_str()?.to_owned())).collect()
    };
    let measures: BTreeSet<String> =
        Measure::ALL.iter().map(|measure| measure.name().to_owned()).collect();
    assert_eq!(words("/$defs/withholding/properties/measure/anyOf/0/enum"), measures);
    for word in words("/$defs/withholding/properties/reason/enum") {
        serde_json::from_value::<milchglas::contract::WithholdingReason>(word.into())
            .expect("a reason");
    }
    for word in words("/properties/treated/properties/convention/enum") {
        serde_json::from_value::<milchglas::contract::Convention>(word.into())
            .expect("a convention");
    }
}
