//! Exports of rows from invented data, counted again by somebody who knows the
//! people: each row is given back to the person it came from, as far as its own
//! words allow, and nothing but these words is used.
//!
//! What `tests/audit/rows.py` looks at is written beside the build: each export,
//! a copy that still has its people (never published), and the same data before
//! it was made coarser, of these people and of as many others.

use milchglas::contract::{FilePlan, Filter, Mode, RowExport, Settings};
use milchglas::engine::Session;
use milchglas::engine::events::Key;
use milchglas::engine::ledger::Ledger;
use milchglas::engine::secret::Secret;
use milchglas::engine::session::Source;
use milchglas::engine::zone::Zones;
use milchglas::messages::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const K: usize = 11;

/// xorshift64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

/// User agent, device and program.
const AGENTS: [(&str, &str, &str); 4] = [
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML; like Gecko) Mobile/15E148",
        "mobile",
        "Apple Mail",
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Thunderbird/128.0",
        "desktop",
        "Thunderbird",
    ),
    (
        "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17628; Pro)",
        "desktop",
        "Outlook",
    ),
    (
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML; like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "tablet",
        "Safari",
    ),
];
const DOMAINS: [&str; 6] =
    ["example.com", "example.com", "example.org", "example.org", "example.net", "mail.example"];
const STEPS: [(i64, &str); 6] = [
    (1, "0-1 h"),
    (6, "1-6 h"),
    (24, "6-24 h"),
    (72, "1-3 d"),
    (168, "3-7 d"),
    (i64::MAX, "later"),
];

/// What truly happened, before anything is made coarser.
#[derive(Clone)]
struct True {
    person: usize,
    campaign: String,
    kind: &'static str,
    day: i64,
    domain: &'static str,
    /// Device, program, step: of the first reaction.
    label: Option<[&'static str; 3]>,
    /// Of all reactions.
    devices: BTreeSet<&'static str>,
}

struct World {
    lines: Vec<String>,
    truth: Vec<True>,
}

const HEADER: &str = "timestamp,event,email,campaign,user_agent\n";
/// Monday, 14 September 2026, 06:00 UTC.
const START: i64 = 1_789_365_600;
const DAY: i64 = 86_400;

/// `halved`: people with odd numbers are in no line.
fn world(seed: u64, halved: bool) -> World {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut world = World { lines: Vec::new(), truth: Vec::new() };
    let people = (150 + random.below(1200)) * (1 + usize::from(halved));
    let campaigns = 1 + random.below(4);
    let everybody: Vec<(usize, &str, usize)> = (0..people)
        .map(|person| (person, DOMAINS[random.below(DOMAINS.len())], random.below(AGENTS.len())))
        .collect();
    for campaign in 0..campaigns {
        let name = format!("Letter {campaign}");
        let days = 1 + random.below(3);
        let (opening, clicking) = (10 + random.below(70), 5 + random.below(50));
        let share = if random.percent(25) { 5 + random.below(20) } else { 90 };
        for &(person, domain, habit) in &everybody {
            if !random.percent(share) {
                continue;
            }
            let sent = START + campaign as i64 * 9 * DAY + random.below(days) as i64 * DAY;
            let mut add = |at: i64, event: &str, agent: &str| {
                let (day, hour) = (at.div_euclid(DAY), at.rem_euclid(DAY));
                let (h, m, s) = (hour / 3600, hour / 60 % 60, hour % 60);
                let date = date(day);
                let line = format!(
                    "{date}T{h:02}:{m:02}:{s:02}Z,{event},person{person}@{domain},{name},{agent}\n"
                );
                if !halved || person % 2 == 0 {
                    world.lines.push(line);
                }
            };
            let mut did = vec![("sent", None, BTreeSet::new())];
            add(sent, "sent", "");
            if random.percent(3) {
                add(sent + 5, "bounced_hard", "");
                did.push(("bounced_hard", None, BTreeSet::new()));
            } else {
                add(sent + 5, "delivered", "");
                did.push(("delivered", None, BTreeSet::new()));
                let mut react = |kind: &'static str, times: usize, random: &mut Random| {
                    let mut first: Option<(i64, [&'static str; 3])> = None;
                    let mut devices = BTreeSet::new();
                    for _ in 0..times {
                        let agent = if random.percent(80) { habit } else { random.below(4) };
                        let (agent, device, program) = AGENTS[agent];
                        let spread = [3600, 6 * 3600, DAY, 3 * DAY, 9 * DAY][random.below(5)];
                        let after = 60 + random.below(spread as usize) as i64;
                        add(sent + after, kind, agent);
                        devices.insert(device);
                        let (_, step) =
                            STEPS.into_iter().find(|(until, _)| after / 3600 < *until).unwrap();
                        // Ties are settled by device and program, as names here are not ordered.
                        if first.is_none_or(|(other, _)| after < other) {
                            first = Some((after, [device, program, step]));
                        }
                    }
                    did.push((kind, first.map(|(_, label)| label), devices));
                };
                if random.percent(opening) {
                    let times = 1 + random.below(3);
                    react("opened", times, &mut random);
                    if random.percent(clicking) {
                        react("clicked", 1, &mut random);
                    }
                }
                if random.percent(2) {
                    add(sent + 99, "unsubscribed", "");
                    did.push(("unsubscribed", None, BTreeSet::new()));
                }
            }
            world.truth.extend(did.into_iter().map(|(kind, label, devices)| True {
                person,
                campaign: name.clone(),
                kind,
                day: sent.div_euclid(DAY),
                domain,
                label,
                devices,
            }));
        }
    }
    world
}

/// The days of this test: from September to November 2026.
fn date(day: i64) -> String {
    let mut left = day - START.div_euclid(DAY) + 13;
    for (month, days) in [(9, 30), (10, 31), (11, 30), (12, 31)] {
        if left < days {
            return format!("2026-{month:02}-{:02}", left + 1);
        }
        left -= days;
    }
    panic!("the test ends before that");
}

fn session(files: &[String], settings: Settings) -> Session {
    let mut session = Session::new(Key::new([3; 16]), settings, Zones::default());
    for (at, text) in files.iter().enumerate() {
        session.begin(&format!("{at}.csv"), &Source::Events(FilePlan::default()));
        session.push(text.as_bytes());
    }
    session.seal().expect("something to read");
    session
}

fn export(files: &[String], settings: Settings) -> Result<RowExport, Failure> {
    let (ledger, everything) = (Ledger::new(Secret::new([5; 32])), Filter::default());
    session(files, settings.clone())
        .export_rows(&settings, &everything, "2026-11-23", &ledger, &mut |_, _| true)
        .map(|reviewed| reviewed.rows)
}

fn file(lines: &[String]) -> String {
    format!("{HEADER}{}", lines.concat())
}

/// What a row says: campaign, kind, day, provider, device, program, step.
type Row = [String; 7];

fn rows(export: &RowExport) -> Vec<Row> {
    let mut lines = export.csv.split_terminator("\r\n");
    assert_eq!(lines.next(), Some("campaign,kind,sent_on,provider,device,client,after"));
    lines
        .map(|line| {
            let fields: Vec<String> = line.split(',').map(str::to_owned).collect();
            fields.try_into().expect("seven fields")
        })
        .collect()
}

/// The row in which something that happened must stand: the finest of the
/// printed ones that it fits, if its campaign and kind are there at all.
fn printed(fact: &True, all: &BTreeSet<Row>) -> Option<Row> {
    let monday = fact.day - (fact.day + 3).rem_euclid(7);
    let days = [date(fact.day), format!("week of {}", date(monday)), String::new()];
    let providers = [fact.domain, "other", ""];
    let [device, program, step] = fact.label.unwrap_or_default();
    let labels = [[device, program, step], [device, "", step], [device, "", ""], ["", "", ""]];
    for day in &days {
        for provider in providers {
            for [device, program, step] in labels {
                let row = [&fact.campaign, fact.kind, day, provider, device, program, step];
                let row = row.map(str::to_owned);
                if all.contains(&row) {
                    return Some(row);
                }
            }
        }
    }
    None
}

/// Everything that the rows say, held against what happened.
fn check(export: &RowExport, truth: &[True]) -> Vec<(usize, Row)> {
    let rows = rows(export);
    assert_eq!(rows.len() as u64, export.rows);
    let all: BTreeSet<Row> = rows.iter().cloned().collect();
    let mut counts: BTreeMap<&Row, usize> = BTreeMap::new();
    for row in &rows {
        *counts.entry(row).or_default() += 1;
    }
    let owned: Vec<(usize, Row)> =
        truth.iter().filter_map(|fact| Some((fact.person, printed(fact, &all)?))).collect();
    let mut recount: BTreeMap<&Row, BTreeSet<usize>> = BTreeMap::new();
    let mut people: BTreeMap<[&str; 6], BTreeSet<usize>> = BTreeMap::new();
    let mut kinds: BTreeMap<[&str; 6], BTreeSet<&str>> = BTreeMap::new();
    for (person, row) in &owned {
        assert!(recount.entry(row).or_default().insert(*person), "one row a person: {row:?}");
        let [campaign, kind, rest @ ..] = row;
        let [day, provider, device, program, step] = rest;
        let class = [campaign, day, provider, device, program, step].map(String::as_str);
        people.entry(class).or_default().insert(*person);
        kinds.entry(class).or_default().insert(kind);
    }
    for (row, count) in &counts {
        assert_eq!(recount.get(row).map(BTreeSet::len), Some(*count), "{row:?}");
        assert!(*count >= K, "{row:?} of {count} people");
    }
    assert_eq!(owned.len() as u64, export.rows);
    assert_eq!(truth.len() as u64, export.rows + export.rows_left_out);
    assert_eq!(people.len() as u64, export.classes);
    assert_eq!(people.values().map(BTreeSet::len).min(), Some(export.fewest as usize));
    for (class, kinds) in &kinds {
        let sensitive = kinds.iter().any(|kind| !matches!(*kind, "sent" | "delivered"));
        assert!(!sensitive || kinds.len() >= 2, "{class:?} tells {kinds:?}");
    }
    complete(truth, &owned);
    differences(truth, &owned);
    owned
}

/// Of a campaign, a kind is there with all its people or with nobody.
fn complete(truth: &[True], owned: &[(usize, Row)]) {
    let there: BTreeSet<(&str, &str)> =
        owned.iter().map(|(_, row)| (row[0].as_str(), row[1].as_str())).collect();
    for &(campaign, kind) in &there {
        let rows = owned.iter().filter(|(_, row)| row[0] == campaign && row[1] == kind).count();
        let happened =
            truth.iter().filter(|fact| fact.campaign == campaign && fact.kind == kind).count();
        assert_eq!(rows, happened, "{kind} of {campaign}");
    }
    let kinds: BTreeSet<&str> = there.iter().map(|&(_, kind)| kind).collect();
    for kind in kinds {
        let out = |fact: &&True| fact.kind == kind && !there.contains(&(&*fact.campaign, kind));
        let people: BTreeSet<usize> = truth.iter().filter(out).map(|fact| fact.person).collect();
        assert!(people.is_empty() || people.len() >= K, "{kind} left out of {}", people.len());
    }
}

/// What a snapshot counts by campaign and device (everybody who ever reacted
/// with it) and by step (everybody whose first reaction fell into it), less what
/// rows say.
fn differences(truth: &[True], owned: &[(usize, Row)]) {
    let mut told: BTreeMap<[&str; 3], usize> = BTreeMap::new();
    for (_, [campaign, kind, _, _, device, _, step]) in owned {
        for said in [device, step].into_iter().filter(|said| !said.is_empty()) {
            *told.entry([campaign, kind, said]).or_default() += 1;
        }
    }
    for (&[campaign, kind, said], &rows) in &told {
        let of = |fact: &&True| {
            let step = fact.label.is_some_and(|[.., step]| step == said);
            fact.campaign == campaign && fact.kind == kind && (step || fact.devices.contains(said))
        };
        let all = truth.iter().filter(of).count();
        let left = all - rows;
        assert!(left == 0 || left >= K, "{said} {kind} in {campaign}: all but {left}");
    }
}

#[test]
fn nobody_can_be_counted_out_of_any_export() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("row-exports");
    std::fs::create_dir_all(&folder).expect("a folder beside the build");
    let (mut made, mut labelled, mut by_provider) = (0, 0, 0);
    for seed in 1..=40 {
        let World { lines, truth } = world(seed, true);
        // Half of the people are in no file: what is true of them as well gives
        // nobody away.
        let (truth, control): (Vec<True>, Vec<True>) =
            truth.into_iter().partition(|fact| fact.person % 2 == 0);
        let export = match export(&[file(&lines)], Settings::default()) {
            Ok(export) => export,
            // What is made safe is never found unsafe.
            Err(failure) => {
                assert_eq!(failure, Failure::TooFewPeople, "seed {seed}");
                continue;
            }
        };
        let owned = check(&export, &truth);
        made += 1;
        labelled += usize::from(owned.iter().any(|(_, row)| !row[4].is_empty()));
        by_provider += usize::from(owned.iter().any(|(_, row)| !row[3].is_empty()));
        if seed <= 6 {
            let save = |what: &str, text: &str| {
                let path = folder.join(format!("{seed}.{what}.csv"));
                std::fs::write(path, text).expect("room for a small file");
            };
            save("export", &export.csv);
            save("audit", &table(owned.iter().map(|(person, row)| (Some(*person), row.clone()))));
            save("original", &plain(&truth, &owned));
            save("control", &plain(&control, &owned));
        }
    }
    assert!(made >= 30 && labelled >= 15 && by_provider >= 15, "{made} {labelled} {by_provider}");
}

/// What happened in the words of a row, nothing left out.
fn exact(fact: &True) -> Row {
    let [device, program, step] = fact.label.unwrap_or_default();
    [&fact.campaign, fact.kind, &date(fact.day), fact.domain, device, program, step]
        .map(str::to_owned)
}

fn plain(truth: &[True], owned: &[(usize, Row)]) -> String {
    let there: BTreeSet<(&str, &str)> =
        owned.iter().map(|(_, row)| (row[0].as_str(), row[1].as_str())).collect();
    let kept = truth.iter().filter(|fact| there.contains(&(&*fact.campaign, fact.kind)));
    table(kept.map(|fact| (None, exact(fact))))
}

fn table(rows: impl Iterator<Item = (Option<usize>, Row)>) -> String {
    let mut text = String::new();
    for (person, row) in rows {
        if text.is_empty() {
            text.push_str("campaign,kind,sent_on,provider,device,client,after");
            text.push_str(if person.is_some() { ",person\n" } else { "\n" });
        }
        text.push_str(&row.join(","));
        if let Some(person) = person {
            write!(text, ",{person}").expect("a string takes everything");
        }
        text.push('\n');
    }
    text
}

#[test]
fn neither_order_nor_mode_nor_files_can_be_seen() {
    let mut random = Random(77);
    for seed in [3, 5, 8] {
        let world = world(seed, false);
        let plain = export(&[file(&world.lines)], Settings::default()).expect("enough people");
        let mut lines = world.lines.clone();
        for at in (1..lines.len()).rev() {
            lines.swap(at, random.below(at + 1));
        }
        let half = lines.len() / 2;
        let files = [file(&lines[half..]), file(&lines[..half])];
        for mode in [Mode::Personal, Mode::Anonymous] {
            let settings = Settings { mode, ..Settings::default() };
            let other = export(&files, settings).expect("enough people");
            assert!(other == plain, "seed {seed}, {mode:?}");
        }
        for trace in ["person", "@", "Mozilla", "T06:"] {
            assert!(!plain.csv.contains(trace), "{trace}");
        }
    }
}

#[test]
fn too_few_people_have_no_rows() {
    let lines: Vec<String> = (0..5 * K - 1)
        .map(|n| format!("2026-09-14T06:00:00Z,sent,p{n}@example.org,Letter,\n"))
        .collect();
    assert_eq!(export(&[file(&lines)], Settings::default()), Err(Failure::TooFewPeople));
    // A threshold below the smallest is not taken.
    let bold = Settings { threshold: 1, ..Settings::default() };
    assert_eq!(export(&[file(&lines[..24])], bold), Err(Failure::TooFewPeople));
}

#[test]
fn names_are_classes_where_they_point_at_somebody_and_never_formulas() {
    let names = ["For ada@example.org", "=HYPERLINK(1)", "Autumn"];
    let lines: Vec<String> = (0..80)
        .flat_map(|n| {
            names.map(|name| format!("2026-09-14T06:00:00Z,sent,p{n}@example.org,{name},\n"))
        })
        .collect();
    let export = export(&[file(&lines)], Settings::default()).expect("enough people");
    let said: BTreeSet<String> = rows(&export).into_iter().map(|[name, ..]| name).collect();
    assert_eq!(said.into_iter().collect::<Vec<_>>(), ["#1", "'=HYPERLINK(1)", "Autumn"]);
}
