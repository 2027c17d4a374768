//! What the store keeps, and what it forgets.

use super::sample::{KEY, event, store};
use super::{Entry, Shard, Store};
use crate::contract::{Filter, Kind, Measure, Mode, Settings};
use crate::engine::consent::{ConsentBook, Gate};
use crate::engine::events::{Campaign, Client, Country, Device, Event, Family, Key, Who};
use crate::engine::secret::Secret;
use crate::engine::tallies::{Question, count};
use crate::engine::zone::Zone;

const ADA: &str = "ada@example.org";

fn personal<'a>(files: impl IntoIterator<Item = Vec<Event<'a>>>) -> Store {
    store(&Settings::default(), ConsentBook::default(), 2, files)
}

fn entries(store: &Store) -> Vec<Entry> {
    let messages = store.shards().iter().flat_map(|shard| shard.messages());
    messages.flat_map(|message| message.entries()).collect()
}

/// As they are gone through for counting, beside one after the other; over several
/// blocks of memory, with messages that lie in two of them.
#[test]
fn messages_shown_are_those_that_are_listed() {
    let people: Vec<String> = (0..3_001).map(|n| format!("p{n}@example.org")).collect();
    let of = |campaign, event| Event { campaign: Campaign { id: campaign, name: "" }, ..event };
    for with_nobody in [false, true] {
        let mut file = Vec::new();
        for (n, who) in (0i64..).zip(&people) {
            for campaign in ["a", "b"] {
                let kinds = [Kind::Sent, Kind::Delivered, Kind::Opened];
                let told = kinds.into_iter().take(1 + n as usize % 3);
                file.extend(told.map(|kind| of(campaign, event(who, kind, Some(n)))));
            }
            if with_nobody && n % 7 == 0 {
                file.push(of("b", event("", Kind::Opened, Some(n))));
            }
        }
        let store = personal([file]);
        for shard in store.shards() {
            let told = |events: &mut dyn Iterator<Item = Entry>| {
                events.map(|entry| (entry.kind, entry.time)).collect::<Vec<_>>()
            };
            let mut shown = Vec::new();
            shard.each_message(|subscriber, campaign, events| {
                shown.push((subscriber, campaign, told(&mut events.iter().copied())));
            });
            let listed = shard.messages().filter_map(|message| {
                Some((message.subscriber?, message.campaign, told(&mut message.entries())))
            });
            assert_eq!(shown, listed.collect::<Vec<_>>());
            assert!(shown.len() > 2_500, "{}", shown.len());
        }
    }
}

#[test]
fn a_typical_export_takes_less_than_19_bytes_an_event() {
    let people: Vec<String> = (0..20_000).map(|n| format!("p{n}@example.org")).collect();
    let links: Vec<String> = (0..30).map(|n| format!("shop.example/{n}")).collect();
    let mut file = Vec::new();
    for (n, who) in (0i64..).zip(&people) {
        file.push(event(who, Kind::Sent, Some(n)));
        file.push(event(who, Kind::Delivered, Some(n + 1_000)));
        if n % 3 == 0 {
            file.push(event(who, Kind::Opened, Some(n + 90_000)));
        }
        if n % 9 == 0 {
            let link = links.get(n as usize % 30).map(String::as_str);
            file.push(Event { link, ..event(who, Kind::Clicked, Some(n + 95_000)) });
        }
    }
    let events = file.len();
    let anonymous = Settings { mode: Mode::Anonymous, ..Settings::default() };
    let store = store(&anonymous, ConsentBook::default(), 4, [file]);
    assert_eq!(store.rows(), events);
    let each = store.bytes() as f64 / events as f64;
    assert!(each <= 19.0, "{each:.1} bytes");
}

fn ada_agrees() -> ConsentBook {
    let mut book = ConsentBook::default();
    if let Who::Subscriber { pseudonym, .. } = Who::from_cell(ADA, &Key::new(KEY)) {
        book.add(pseudonym, Some(true), None, None);
    }
    book
}

#[test]
fn addresses_are_kept_for_those_who_may_be_seen() {
    let book_of = |mode| {
        let settings = Settings { mode, ..Settings::default() };
        let book = ada_agrees();
        let file =
            vec![event(ADA, Kind::Opened, Some(1)), event("b@example.com", Kind::Opened, Some(1))];
        let store = store(&settings, book, 1, [file]);
        let addresses = &store.shards[0].addresses;
        (0..2).filter_map(|who| addresses.get(who).map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(book_of(Mode::Personal).len(), 2);
    assert_eq!(book_of(Mode::Choice), [ADA]);
    assert!(book_of(Mode::Anonymous).is_empty());
}

/// The key of Ada computed apart: `hmac.new(bytes([7])*32, struct.pack("<Q", 10) +
/// b"record key" + struct.pack("<Q", 15) + b"ada@example.org", "sha256")` in Python.
#[test]
fn record_keys_belong_to_the_address_and_the_secret() {
    let keys = |secret: Option<u8>, mode, shards, people: &[&str]| {
        let gate = Gate::new(&Settings { mode, ..Settings::default() }, ada_agrees());
        let mut store = Store::new(shards);
        if let Some(byte) = secret {
            store.use_secret(&Secret::new([byte; 32]));
        }
        for who in people {
            if let Some(permitted) = gate.permit(event(who, Kind::Opened, Some(1))) {
                store.add(permitted);
            }
        }
        store.seal();
        let key = |shard: &Shard| {
            let people = shard.messages().filter_map(|message| message.subscriber);
            people.map(|subscriber| shard.record_key(subscriber)).collect::<Vec<u32>>()
        };
        let mut keys: Vec<u32> = store.shards().iter().flat_map(key).collect();
        keys.sort_unstable();
        keys
    };
    let ada = u32::from_be_bytes([216, 180, 12, 49]);
    assert_eq!(keys(Some(7), Mode::Personal, 1, &[ADA]), [ada]);
    assert_eq!(keys(Some(7), Mode::Anonymous, 3, &["Ada <ADA@example.org>", ADA]), [ada]);
    let two = keys(Some(7), Mode::Personal, 1, &["", "zoe@example.net", ADA]);
    assert_eq!(two, keys(Some(7), Mode::Anonymous, 5, &[ADA, "zoe@example.net", ""]));
    assert_eq!(two, [ada, u32::from_be_bytes([233, 4, 56, 47])]);
    // Of Ada the address is kept, of Zoe the key.
    for shards in [1, 2] {
        assert_eq!(keys(Some(7), Mode::Choice, shards, &[ADA, "zoe@example.net"]), two);
        assert_eq!(keys(Some(7), Mode::Choice, shards, &["zoe@example.net", ADA, ""]), two);
    }
    assert_ne!(keys(Some(8), Mode::Personal, 1, &[ADA]), [ada]);
    assert_eq!(keys(None, Mode::Personal, 1, &[ADA]), [0]);
}

#[test]
fn a_double_keeps_the_client_that_is_known() {
    let known = Client { device: Device::Mobile, family: Family::Gmail };
    let with = |client| vec![Event { client, ..event(ADA, Kind::Opened, Some(1)) }];
    for files in [[Client::UNKNOWN, known], [known, Client::UNKNOWN]] {
        let store = personal(files.map(with));
        assert_eq!(store.doubles(), 1);
        assert!(entries(&store).iter().all(|entry| entry.client == known));
    }
}

#[test]
fn a_double_keeps_the_country_that_is_known() {
    let austria = Country::from_text("AT");
    let with = |country| vec![Event { country, ..event(ADA, Kind::Opened, Some(1)) }];
    for files in [[Country::UNKNOWN, austria], [austria, Country::UNKNOWN]] {
        let store = personal(files.map(with));
        assert_eq!(store.doubles(), 1);
        assert!(entries(&store).iter().all(|entry| entry.country == austria));
    }
}

#[test]
fn other_things_at_the_same_moment_are_no_doubles() {
    let link = |link| Event { link: Some(link), ..event(ADA, Kind::Clicked, Some(1)) };
    let store = personal([vec![
        link("a/1"),
        link("a/2"),
        event(ADA, Kind::Opened, Some(1)),
        event(ADA, Kind::Opened, Some(2)),
        event("bob@example.com", Kind::Opened, Some(1)),
    ]]);
    assert_eq!((store.doubles(), store.rows()), (0, 5));
}

#[test]
fn a_sealed_store_takes_nothing_more() {
    let mut store = personal([vec![event(ADA, Kind::Opened, Some(1))]]);
    let gate = Gate::new(&Settings::default(), ConsentBook::default());
    store.add(gate.permit(event(ADA, Kind::Opened, Some(2))).expect("kept"));
    store.seal();
    assert_eq!((store.rows(), store.doubles()), (1, 0));
}

#[test]
fn no_value_is_too_large() {
    let far = |time, count| Event { count, ..event(ADA, Kind::Opened, time) };
    let file = || {
        vec![
            far(Some(i64::MAX), u32::MAX),
            far(Some(i64::MIN), u32::MAX),
            far(None, u32::MAX),
            far(None, 0),
            Event { view_ms: Some(u32::MAX), ..event(ADA, Kind::Read, Some(i64::MIN)) },
            event(ADA, Kind::Sent, Some(i64::MIN)),
        ]
    };
    let store = personal([file(), file()]);
    let question = Question::new(&Settings::default(), Filter::default(), Zone::utc());
    let tallies = count(&store, &question);
    assert_eq!(tallies.overall[Measure::Openers], 1);
    assert_eq!(tallies.overall[Measure::Readers], 1);
    assert_eq!(tallies.statistics().days.len(), 2);
}
