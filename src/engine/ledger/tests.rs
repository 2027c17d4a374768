//! What a ledger keeps, and what its file withstands.

use super::{Draft, Ledger, mark};
use crate::contract::{Count, LedgerFault, Measure, Method, Privacy, Snapshot};
use crate::engine::disclosure::{CampaignMark, Members};
use crate::engine::publish;
use crate::engine::secret::Secret;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const SNAPSHOT: &str = include_str!("../../../tests/golden/snapshot/version-2.milchglas.json");
/// Never written anew.
const GOLDEN: &str = include_str!("../../../tests/golden/ledger/version-1.milchglas-ledger.json");
const TODAY: &str = "2026-11-23";

fn secret() -> Secret {
    Secret::new(std::array::from_fn(|at| at as u8))
}

/// A snapshot's file, changed and sealed again.
fn text(change: impl FnOnce(&mut Snapshot)) -> String {
    let mut snapshot = publish::open(SNAPSHOT).expect("a snapshot");
    change(&mut snapshot);
    snapshot.checksum = String::new();
    let compact = serde_json::to_string(&snapshot).expect("plain data");
    snapshot.checksum = Sha256::digest(compact).iter().map(|byte| format!("{byte:02x}")).collect();
    publish::to_text(&snapshot)
}

fn members(secret: &Secret, campaigns: &[&str]) -> Members {
    let row = |name: &&str| vec![mark(secret, "", name, Some("2026-09-14"), b"100 events")];
    Members(campaigns.iter().map(row).collect())
}

fn draft(title: &str, epsilon_milli: Option<u32>) -> Draft {
    let text = text(|snapshot| {
        snapshot.title = title.into();
        if epsilon_milli.is_some() {
            snapshot.protection.method = Method::Private;
            snapshot.protection.privacy = Some(Privacy::default());
        }
    });
    let members = members(&secret(), &["Autumn", "Winter"]);
    Draft { text, members, epsilon_milli, rows: None }
}

/// A ledger of three releases.
fn ledger() -> Ledger {
    let mut ledger = Ledger::new(secret());
    for (draft, day, number) in [
        (draft("First", None), "2025-11-23", 1),
        (draft("Second", Some(250)), "2026-11-22", 2),
        (draft("Third", Some(300)), "2025-11-24", 3),
    ] {
        assert_eq!(ledger.append(draft, day), Ok(number));
    }
    ledger
}

fn fault(text: &str) -> Option<LedgerFault> {
    Ledger::open(text).err()
}

#[test]
fn what_is_written_can_be_opened() {
    for ledger in [ledger(), Ledger::new(secret())] {
        let text = ledger.to_text();
        let read = Ledger::open(&text).expect("a ledger");
        assert_eq!(read.to_text(), text);
        assert!(read.secret() == ledger.secret());
        assert_eq!(read.view(TODAY), ledger.view(TODAY));
        // As an editor or a mail server may leave it.
        let travelled = format!("\u{FEFF}{}\r\n", text.replace('\n', "\r\n"));
        assert_eq!(Ledger::open(&travelled).ok().map(|read| read.to_text()), Some(text));
    }
}

#[test]
fn a_ledger_of_version_1_reads_as_it_was_written() {
    let ledger = Ledger::open(GOLDEN).expect("a ledger");
    assert_eq!(ledger.to_text(), GOLDEN);
    let view = ledger.view("2026-12-01");
    let said: Vec<_> =
        view.releases.iter().map(|one| (one.title.as_str(), one.method, one.campaigns)).collect();
    assert_eq!(said, [("Herbst", Method::Exact, 2), ("Herbst, öffentlich", Method::Private, 2)]);
    assert_eq!(view.epsilon_spent_milli, 500);
}

#[test]
fn releases_come_back_as_they_left() {
    let ledger = ledger();
    let releases = ledger.releases();
    let titles: Vec<&str> = releases.iter().map(|one| one.snapshot.title.as_str()).collect();
    assert_eq!(titles, ["First", "Second", "Third"]);
    for (release, title) in releases.iter().zip(titles) {
        let before = draft(title, (title != "First").then_some(1));
        assert_eq!(publish::to_text(release.snapshot), before.text);
        assert_eq!(release.members, Some(&before.members));
    }
    let view = ledger.view(TODAY);
    let second = &view.releases[1];
    assert_eq!((second.number, second.on.as_str()), (2, "2026-11-22"));
    assert_eq!((second.method, second.threshold, second.campaigns), (Method::Private, 11, 2));
    assert_eq!(view.text, ledger.to_text());
}

#[test]
fn the_same_is_entered_once() {
    let mut ledger = ledger();
    let text_before = ledger.to_text();
    assert_eq!(ledger.append(draft("Second", Some(250)), TODAY), Ok(2));
    // Made on another day, the same figures tell nothing new.
    let mut later = draft("First", None);
    later.text = text(|snapshot| {
        snapshot.title = "First".into();
        snapshot.made.on = TODAY.into();
    });
    let said = publish::open(&later.text).expect("a snapshot");
    let before = ledger.repeated(&said, &later.members).expect("the first");
    assert_eq!(publish::to_text(before), draft("First", None).text, "as it left");
    assert_eq!(ledger.append(later.clone(), TODAY), Ok(1));
    assert!(ledger.to_text() == text_before);
    // Of other campaigns they do, and so does another figure.
    later.members = members(&secret(), &["Autumn"]);
    assert_eq!(ledger.append(later, TODAY), Ok(4));
    let mut other = draft("First", None);
    other.text = text(|snapshot| {
        snapshot.title = "First".into();
        snapshot.statistics.overall[Measure::Unsubscribed] = Count::Withheld;
    });
    assert_eq!(ledger.append(other, TODAY), Ok(5));
}

#[test]
fn a_year_of_privacy_is_added_up() {
    let ledger = ledger();
    for (today, spent) in [
        ("2026-11-23", 550),
        // A year after the third, the second remains.
        ("2026-11-24", 250),
        ("2027-11-21", 250),
        ("2027-11-22", 0),
        // A clock that is wrong gives nothing back.
        ("2020-01-01", 550),
        ("some day", 550),
    ] {
        assert_eq!(ledger.spent_milli(today), spent, "{today}");
    }
    assert_eq!(ledger.view(TODAY).epsilon_spent_milli, 550);
}

#[test]
fn nothing_but_marks_and_snapshots_is_entered() {
    let mut ledger = ledger();
    let before = ledger.to_text();
    let sound = draft("Fourth", None);
    let named =
        Members(vec![vec![CampaignMark { campaign: "Autumn".into(), state: "0".repeat(32) }]]);
    for draft in [
        Draft { text: sound.text.replace("Fourth", "Fifth"), ..sound.clone() },
        Draft { text: String::new(), ..sound.clone() },
        Draft { members: named, ..sound },
    ] {
        assert_eq!(ledger.append(draft, TODAY), Err(LedgerFault::Damaged));
    }
    assert!(ledger.to_text() == before);
}

#[test]
fn a_mark_tells_campaign_and_state_and_nothing_else() {
    let of = |id, name, day, state: &[u8]| mark(&secret(), id, name, day, state);
    let autumn = of("", "Autumn", Some("2026-09-14"), b"1");
    let grown = of("", "Autumn", Some("2026-09-14"), b"2");
    assert_eq!(autumn.campaign, grown.campaign);
    assert_ne!(autumn.state, grown.state);
    for other in [
        of("", "Winter", Some("2026-09-14"), b"1"),
        of("", "Autumn", Some("2026-09-15"), b"1"),
        of("Autumn", "", None, b"1"),
        mark(&Secret::new([9; 32]), "", "Autumn", Some("2026-09-14"), b"1"),
    ] {
        assert_ne!(autumn.campaign, other.campaign);
        assert_ne!(autumn.state, other.state, "equal states of two campaigns do not show");
    }
    // A campaign that was renamed is the same campaign.
    assert_eq!(of("7", "Autumn", None, b"1"), of("7", "Herbst", Some("2026-09-14"), b"1"));
}

#[test]
fn every_fault_has_its_name() {
    let text = ledger().to_text();
    let cut = |from: &str, to: &str| text.replacen(from, to, 1);
    for (what, text, expected) in [
        ("nothing", String::new(), LedgerFault::NotALedger),
        ("a snapshot", SNAPSHOT.to_owned(), LedgerFault::NotALedger),
        ("a table", "a;b\n1;2\n".into(), LedgerFault::NotALedger),
        ("a part", text[..text.len() / 2].into(), LedgerFault::Damaged),
        ("a field too many", cut("\"head\"", "\"note\": 1,\n\"head\""), LedgerFault::Damaged),
        ("a later version", cut("\"version\": 1", "\"version\": 2"), LedgerFault::FutureVersion),
        ("no version", cut("\"version\": 1,", ""), LedgerFault::Damaged),
        ("another title", cut("Second", "Sekond"), LedgerFault::Altered),
        ("another secret", cut("\"AAEC", "\"AAED"), LedgerFault::Altered),
        ("a shorter secret", cut("\"AAEC", "\""), LedgerFault::Damaged),
        ("less spent", cut("\"epsilon_milli\": 250", "\"epsilon_milli\": 1"), LedgerFault::Altered),
        ("too much", " ".repeat(super::LARGEST_TEXT + 1), LedgerFault::Damaged),
    ] {
        assert_eq!(fault(&text), Some(expected), "{what}");
    }
    // Deep nesting must not exhaust the stack.
    let deep = format!("{{\"format\":\"milchglas.ledger\",\"x\":{}", "[".repeat(1_000_000));
    assert_eq!(fault(&deep), Some(LedgerFault::Damaged));
}

/// The file with its entries changed, as its text.
fn with_entries(change: impl FnOnce(&mut Vec<serde_json::Value>)) -> String {
    let mut file: serde_json::Value =
        serde_json::from_str(&ledger().to_text()).expect("a ledger is JSON");
    change(file["entries"].as_array_mut().expect("a list"));
    serde_json::to_string(&file).expect("plain data")
}

#[test]
fn no_release_can_be_removed_moved_or_put_in() {
    for at in 0..3 {
        let removed = with_entries(|entries| drop(entries.remove(at)));
        assert_eq!(fault(&removed), Some(LedgerFault::Altered), "{at} removed");
        let twice = with_entries(|entries| entries.insert(at, entries[at].clone()));
        assert_eq!(fault(&twice), Some(LedgerFault::Altered), "{at} twice");
    }
    assert_eq!(fault(&with_entries(|entries| entries.swap(0, 1))), Some(LedgerFault::Altered));
    assert_eq!(fault(&with_entries(Vec::clear)), Some(LedgerFault::Altered));
    // Cut off together with its hash: the head still tells.
    assert_eq!(fault(&with_entries(|entries| entries.truncate(2))), Some(LedgerFault::Altered));
    assert_eq!(fault(&with_entries(|_| ())), None);
}

/// A ledger with a sound chain around whatever `change` makes of its entry.
fn chained(change: impl FnOnce(&mut super::Entered)) -> String {
    let mut ledger = Ledger::new(secret());
    assert_eq!(ledger.append(draft("First", None), TODAY), Ok(1));
    let head = super::entry::origin(&secret());
    change(&mut ledger.releases[0]);
    let entry = &mut ledger.releases[0].entry;
    entry.hash = entry.hash_after(&head);
    ledger.head = entry.hash.clone();
    ledger.to_text()
}

#[test]
fn a_sound_chain_does_not_excuse_what_hangs_on_it() {
    assert_eq!(fault(&chained(|_| ())), None);
    assert_eq!(
        fault(&chained(|one| one.entry.title = "Second".into())),
        Some(LedgerFault::Altered)
    );
    assert_eq!(fault(&chained(|one| one.entry.threshold = 5)), Some(LedgerFault::Altered));
    assert_eq!(fault(&chained(|one| one.entry.on = "soon".into())), Some(LedgerFault::Damaged));
    assert_eq!(
        fault(&chained(|one| one.entry.members.0[0][0].campaign = "Autumn".into())),
        Some(LedgerFault::Damaged)
    );
}

#[test]
fn no_more_is_unpacked_than_may_be() {
    let bomb = super::entry::packed(&vec![b' '; 1 << 20]).expect("into memory");
    assert!(bomb.len() < 2_000);
    assert_eq!(super::entry::unpacked(&bomb, 1 << 20).map(|text| text.len()), Some(1 << 20));
    assert_eq!(super::entry::unpacked(&bomb, (1 << 20) - 1), None);
    // One after the other each may be large; all together they may not.
    let entries = || ledger().releases.into_iter().map(|one| one.entry).collect();
    let all = ledger().releases.iter().map(|one| one.bytes).sum();
    assert!(super::file::entered(entries(), all).is_ok());
    assert_eq!(super::file::entered(entries(), all - 1).err(), Some(LedgerFault::Damaged));
}

#[test]
fn a_ledger_that_is_full_says_so_and_stays_as_it_is() {
    let mut ledger = Ledger::new(secret());
    let many = |text: &str| {
        let marks = vec![mark(&secret(), "1", "", None, b""); 90_000];
        Draft { text: text.to_owned(), members: Members(vec![marks]), ..Draft::default() }
    };
    assert_eq!(ledger.append(many(&draft("First", None).text), TODAY), Ok(1));
    let before = ledger.to_text();
    assert!(before.len() < super::LARGEST_TEXT);
    assert_eq!(ledger.append(many(&draft("Second", None).text), TODAY), Err(LedgerFault::Full));
    assert!(ledger.to_text() == before);
    assert!(Ledger::open(&before).is_ok());
    assert_eq!(ledger.append(draft("Third", None), TODAY), Ok(2));
}

#[test]
fn nothing_readable_is_kept_of_campaigns_that_do_not_leave() {
    let mut ledger = Ledger::new(secret());
    let mut draft = draft("First", None);
    draft.members = members(&secret(), &["For anna@example.org", "4711"]);
    assert_eq!(ledger.append(draft, TODAY), Ok(1));
    let text = ledger.to_text();
    assert!(!text.contains("anna") && !text.contains("example.org") && !text.contains("4711\""));
}

#[test]
fn every_cut_is_noticed() {
    let text = chained(|_| ());
    for cut in 0..text.trim_end().len() {
        assert!(fault(&text[..cut]).is_some(), "cut at {cut}");
    }
}

static TEXT: LazyLock<String> = LazyLock::new(|| ledger().to_text());

proptest! {
    #[test]
    fn a_changed_byte_is_noticed_or_changes_nothing(at in 0usize..1 << 20, byte in 0u8..128) {
        let mut changed = TEXT.clone().into_bytes();
        let at = at % changed.len();
        changed[at] = byte;
        let changed = String::from_utf8(changed).expect("ASCII stays ASCII");
        if let Ok(read) = Ledger::open(&changed) {
            prop_assert_eq!(&read.to_text(), &*TEXT, "byte {} became {}", at, byte);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,400}", at in 0usize..1 << 20) {
        let _ = Ledger::open(&text);
        let (before, behind) = TEXT.split_at(at % TEXT.len());
        let _ = Ledger::open(&format!("{before}{text}{behind}"));
    }
}
