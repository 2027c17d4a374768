use super::*;
use crate::app::view::exports::{VENDORS, vendor_of};
use crate::contract::Kind;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const README: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));

fn names(language: Language) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in std::iter::once(language.first()).chain(language.later()) {
        assert!(fluent::parses(source), "a source does not parse");
        for line in source.lines() {
            if let Some((name, _)) = line.split_once(" =")
                && name.starts_with(|c: char| c.is_ascii_lowercase())
            {
                assert!(names.insert(name.to_owned()), "{name} is said twice");
            }
        }
    }
    names
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(names(Language::En), names(Language::De));
}

/// Names put together at run time, by how they begin.
const COMPOSED: [&str; 4] = ["failure-", "fault-", "ledger-fault-", "problem-"];

/// Every Rust source of the page, one after the other.
fn sources(folder: &Path, into: &mut String) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

fn page_sources() -> String {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app"), &mut text);
    text
}

/// What stands in quotes behind `before`.
fn quoted<'a>(text: &'a str, before: &str) -> BTreeSet<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn everything_said_has_words() {
    let (text, names) = (page_sources(), names(Language::En));
    let said = [".say(\"", ".with(\"", ".with(\n\""].map(|before| quoted(&text, before));
    let dumb: Vec<&str> =
        said.into_iter().flatten().filter(|name| !names.contains(*name)).collect();
    assert_eq!(dumb, [""; 0]);
}

#[test]
fn every_message_is_said() {
    let text = page_sources();
    let composed = quoted(&text, "format!(\"").into_iter().filter_map(|name| {
        name.split_once('{').map(|(start, _)| start).filter(|start| start.ends_with('-'))
    });
    let starts: Vec<&str> = composed.chain(COMPOSED).filter(|start| start.len() > 2).collect();
    let unsaid: Vec<String> = names(Language::En)
        .into_iter()
        .filter(|name| !text.contains(&format!("\"{name}\"")))
        .filter(|name| !starts.iter().any(|start| name.starts_with(start)))
        .collect();
    assert_eq!(unsaid, [""; 0]);
}

#[test]
fn every_kind_dialect_and_vendor_has_a_name() {
    let names = names(Language::En);
    for kind in Kind::ALL {
        assert!(names.contains(&format!("kind-{}", kind.name())), "{}", kind.name());
    }
    // The table has a line for each dialect and no other.
    let (_, table) = README.split_once("<!-- exports -->").unwrap();
    let (table, _) = table.split_once("<!-- /exports -->").unwrap();
    let ids: Vec<&str> =
        table.lines().filter_map(|line| line.strip_suffix("` |")?.rsplit('`').next()).collect();
    assert!(ids.len() > 5, "dialects are found");
    let mut met = BTreeSet::new();
    // The first line heads the table.
    for id in &ids[1..] {
        assert!(names.contains(&format!("dialect-{id}")), "{id}");
        let vendor = vendor_of(id).map(|(key, _)| key);
        assert!(vendor.is_some() || *id == "generic", "{id} is nobody's");
        met.extend(vendor);
    }
    for (key, _) in VENDORS {
        assert!(met.contains(key), "{key} is named, and nothing of it is read");
        for name in [format!("export-{key}"), format!("base-{key}")] {
            assert!(names.contains(&name), "{name}");
        }
    }
}

#[test]
fn numbers_follow_the_language() {
    let (en, de) = (Words::new(Language::En), Words::new(Language::De));
    assert_eq!(
        (en.number(1_234_567), de.number(1_234_567)),
        ("1,234,567".into(), "1.234.567".into())
    );
    assert_eq!(
        (en.percent(0.1234, 1), de.percent(0.1234, 1)),
        ("12.3%".into(), "12,3\u{a0}%".into())
    );
    assert_eq!(de.size(242_000_000), "242\u{a0}MB");
    assert_eq!(de.size(1_260_000), "1,3\u{a0}MB");
    for (bytes, text) in [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10.0 kB"),
        (99_949, "99.9 kB"),
        (99_950, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (5_740_000_000, "5.7 GB"),
        (u64::MAX, "18446744 TB"),
    ] {
        assert_eq!(en.size(bytes), text.replace(' ', "\u{a0}"), "{bytes}");
    }
}

#[test]
fn the_first_words_say_what_fluent_says() {
    for language in [Language::En, Language::De] {
        let (first, all) = (Words::first(language), Words::new(language));
        let mut met = 0;
        let lines = language.first().lines();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, pattern) = line.split_once(" = ").expect("each message is one line");
            assert!(!pattern.contains("->"), "{name} asks for a choice");
            let keys: BTreeSet<&str> = pattern
                .split("{ $")
                .skip(1)
                .map(|piece| piece.split_once(" }").expect("a value is only named").0)
                .collect();
            assert_eq!(pattern.matches('{').count(), pattern.matches("{ $").count(), "{name}");
            let of = |value: fn() -> Value| keys.iter().map(move |key| (*key, value()));
            for value in [|| Value::from("<b>{ $x }"), || Value::from(1_u32), || 12_345_u32.into()]
            {
                let values: Vec<(&str, Value)> = of(value).collect();
                assert_eq!(first.with(name, &values), all.with(name, &values), "{name}");
                met += 1;
            }
        }
        assert!(met > 150, "{met} messages are compared");
        let unknown = "nothing-of-that-name";
        assert_eq!(first.say(unknown), unknown);
        assert!(!first.has(unknown) && first.has("start-lead"));
    }
}
