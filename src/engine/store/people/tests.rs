//! Who appears on the owner's lists, and what stays without a name.

use crate::contract::{
    Condition, Did, Filter, Kind, Measure, Mode, PeopleList, PeoplePage, PeopleQuery, Settings,
    Target, Treatment,
};
use crate::engine::consent::ConsentBook;
use crate::engine::events::{Campaign, Client, Device, Event, Family, Key, Who};
use crate::engine::store::sample::{KEY, event, store};
use crate::engine::store::{NotKept, people};
use crate::engine::zone::Zone;

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.com";
const CEM: &str = "cem@example.net";
const START: i64 = 1_792_800_000_000;
const HOUR: i64 = 3_600_000;
const OPEN_CLIENT: Client = Client { device: Device::Mobile, family: Family::AppleMail };

/// All three got the message and opened it; Ada and Bob clicked. Cem also got
/// a second message.
fn events() -> Vec<Event<'static>> {
    let mut events = Vec::new();
    for (place, who) in (0i64..).zip([ADA, BOB, CEM]) {
        events.push(event(who, Kind::Delivered, Some(START)));
        let opened = event(who, Kind::Opened, Some(START + (3 - place) * HOUR));
        events.push(Event { client: OPEN_CLIENT, ..opened });
    }
    for (who, link) in [(ADA, "shop.example/a"), (BOB, "shop.example/b")] {
        let clicked = event(who, Kind::Clicked, Some(START + 5 * HOUR));
        events.push(Event { link: Some(link), ..clicked });
    }
    let second = Campaign { id: "c2", name: "" };
    events.push(Event { campaign: second, ..event(CEM, Kind::Delivered, Some(START + HOUR)) });
    events
}

/// Ada granted everything, Bob opens only, Cem nothing.
fn book() -> ConsentBook {
    let mut book = ConsentBook::default();
    for (who, clicks) in [(ADA, true), (BOB, false)] {
        if let Who::Subscriber { pseudonym, .. } = Who::from_cell(who, &Key::new(KEY)) {
            book.add(pseudonym, Some(true), Some(clicks), None);
        }
    }
    book
}

fn settings(mode: Mode) -> Settings {
    Settings { mode, unknown: Treatment::Anonymous, ..Settings::default() }
}

fn query(list: PeopleList) -> PeopleQuery {
    let search = String::new();
    PeopleQuery { list, filter: Filter::default(), search, offset: 0, limit: 100 }
}

fn ask(mode: Mode, query: &PeopleQuery) -> Result<PeoplePage, NotKept> {
    let settings = settings(mode);
    people(&store(&settings, book(), 3, [events()]), query, &settings, &Zone::utc())
}

fn page(mode: Mode, list: PeopleList) -> PeoplePage {
    ask(mode, &query(list)).expect("the mode keeps lists")
}

fn behind(mode: Mode, measure: Measure) -> PeoplePage {
    page(mode, PeopleList::Behind { measure })
}

fn group(mode: Mode, conditions: &[(bool, Did, Option<&str>)]) -> PeoplePage {
    let conditions = conditions
        .iter()
        .map(|&(holds, did, link)| Condition {
            holds,
            did,
            campaign: None,
            link: link.map(str::to_owned),
        })
        .collect();
    page(mode, PeopleList::Group { target: Target { conditions } })
}

/// The addresses of a page, and the numbers of the list.
fn listed(page: &PeoplePage) -> (Vec<&str>, u64, u64) {
    let addresses = page.people.iter().map(|person| person.address.as_str()).collect();
    (addresses, page.total, page.anonymous)
}

#[test]
fn anonymous_mode_keeps_no_list() {
    for list in [
        PeopleList::Behind { measure: Measure::Openers },
        PeopleList::Group { target: Target::default() },
        PeopleList::Events { kind: None },
        PeopleList::Timeline { person: 0 },
    ] {
        assert_eq!(ask(Mode::Anonymous, &query(list)), Err(NotKept));
    }
    let settings = settings(Mode::Anonymous);
    let store = store(&settings, book(), 3, [events()]);
    // Asking in another mode finds nothing: no address was kept.
    let page = people(
        &store,
        &query(PeopleList::Events { kind: None }),
        &self::settings(Mode::Personal),
        &Zone::utc(),
    );
    let page = page.expect("the mode keeps lists");
    assert_eq!((page.total, page.anonymous), (0, 9));
    assert!(page.entries.iter().all(|entry| entry.person.is_none() && entry.link.is_none()));
}

#[test]
fn a_list_behind_a_figure_names_those_who_granted_it() {
    let personal = behind(Mode::Personal, Measure::Openers);
    assert_eq!(listed(&personal), (vec![ADA, BOB, CEM], 3, 0));
    let choice = behind(Mode::Choice, Measure::Openers);
    assert_eq!(listed(&choice), (vec![ADA, BOB], 2, 1));
    for measure in [Measure::Clickers, Measure::Clicks] {
        assert_eq!(listed(&behind(Mode::Choice, measure)), (vec![ADA], 1, 1));
    }
    let bob = &choice.people[1];
    assert_eq!((bob.opens, bob.clicks), (1, 0));
    assert_eq!(bob.last.as_deref(), Some("2026-10-24T02:00:00Z"));
    assert_eq!(personal.people[1].clicks, 1);
}

#[test]
fn pages_and_searches_leave_the_numbers_of_the_list() {
    let mut asked = query(PeopleList::Behind { measure: Measure::Openers });
    (asked.offset, asked.limit) = (1, 1);
    let page = ask(Mode::Personal, &asked).expect("kept");
    assert_eq!(listed(&page), (vec![BOB], 3, 0));
    asked.offset = u64::MAX;
    assert_eq!(listed(&ask(Mode::Personal, &asked).expect("kept")), (vec![], 3, 0));
    asked.offset = 0;
    asked.search = " ADA@ ".into();
    assert_eq!(listed(&ask(Mode::Choice, &asked).expect("kept")), (vec![ADA], 1, 1));
}

#[test]
fn a_timeline_holds_what_was_kept_with_the_name() {
    let person = |mode| behind(mode, Measure::Openers).people[1].id;
    let kinds = |mode| {
        let page = page(mode, PeopleList::Timeline { person: person(mode) });
        assert_eq!(page.people[0].address, BOB);
        assert_eq!((page.total, page.anonymous), (page.entries.len() as u64, 0));
        page.entries.iter().map(|entry| entry.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(Mode::Personal), [Kind::Clicked, Kind::Opened, Kind::Delivered]);
    assert_eq!(kinds(Mode::Choice), [Kind::Opened, Kind::Delivered]);
    for person in [u32::MAX, 1_000] {
        let page = page(Mode::Personal, PeopleList::Timeline { person });
        assert_eq!(page, PeoplePage::default());
    }
}

#[test]
fn unnamed_events_show_a_day_and_nothing_that_connects_them() {
    let all = page(Mode::Choice, PeopleList::Events { kind: None });
    assert_eq!((all.total, all.anonymous, all.entries.len()), (5, 4, 9));
    let (named, unnamed): (Vec<_>, Vec<_>) =
        all.entries.iter().partition(|entry| entry.person.is_some());
    assert_eq!(named[0].link.as_deref(), Some("shop.example/a"));
    assert_eq!(named[1].client.as_deref(), Some(Family::AppleMail.name()));
    assert!(named.iter().all(|entry| entry.time.as_ref().is_some_and(|time| time.len() > 10)));
    for entry in &unnamed {
        assert_eq!(entry.time.as_deref(), Some("2026-10-24"));
        assert!(entry.link.is_none() && entry.client.is_none());
    }
    // Their order is that of what they show: whoever did it.
    let shown: Vec<_> = unnamed.iter().map(|entry| (entry.campaign, entry.kind)).collect();
    let mut sorted = shown.clone();
    sorted.sort();
    assert_eq!(shown, sorted);
    assert!(all.entries[..5].iter().all(|entry| entry.person.is_some()));
    let clicks = page(Mode::Choice, PeopleList::Events { kind: Some(Kind::Clicked) });
    assert_eq!((clicks.total, clicks.anonymous), (1, 1));
}

#[test]
fn events_come_newest_first_on_every_page() {
    let whole = page(Mode::Personal, PeopleList::Events { kind: None });
    let times: Vec<_> = whole.entries.iter().map(|entry| entry.time.clone()).collect();
    assert!(times.is_sorted_by(|a, b| a >= b));
    let mut asked = query(PeopleList::Events { kind: None });
    asked.limit = 2;
    for offset in 0..10 {
        asked.offset = offset;
        let page = ask(Mode::Personal, &asked).expect("kept");
        let from = (offset as usize).min(9);
        assert_eq!(page.entries, whole.entries[from..(from + 2).min(9)]);
    }
}

#[test]
fn a_target_group_meets_all_conditions() {
    let clicked = (true, Did::Clicked, None);
    let no_second = (false, Did::Clicked, Some("shop.example/a"));
    assert_eq!(listed(&group(Mode::Personal, &[clicked])), (vec![ADA, BOB], 2, 0));
    assert_eq!(listed(&group(Mode::Personal, &[clicked, no_second])), (vec![BOB], 1, 0));
    assert_eq!(listed(&group(Mode::Personal, &[(false, Did::Clicked, None)])), (vec![CEM], 1, 0));
    let nowhere = (true, Did::Clicked, Some("shop.example/nowhere"));
    assert_eq!(listed(&group(Mode::Personal, &[nowhere])), (vec![], 0, 0));
    assert_eq!(listed(&group(Mode::Personal, &[])), (vec![ADA, BOB, CEM], 3, 0));
    let received = (true, Did::Received, None);
    let bounced = (true, Did::Bounced, None);
    assert_eq!(group(Mode::Personal, &[received]).total, 3);
    assert_eq!(group(Mode::Personal, &[bounced]).total, 0);
}

#[test]
fn a_group_tells_nothing_of_those_who_are_not_named() {
    // One *did* is a figure: who did it without a name is counted.
    assert_eq!(listed(&group(Mode::Choice, &[(true, Did::Clicked, None)])), (vec![ADA], 1, 1));
    // Bob refused clicks: that he did not click another link is not said.
    let other = (false, Did::Clicked, Some("shop.example/nowhere"));
    assert_eq!(listed(&group(Mode::Choice, &[other])), (vec![ADA], 1, 2));
    // The number of the others is the same whatever they did.
    for link in [None, Some("shop.example/a"), Some("shop.example/b")] {
        let page = group(Mode::Choice, &[(true, Did::Opened, None), (false, Did::Clicked, link)]);
        assert_eq!(page.anonymous, 2, "{link:?}");
        assert_eq!(page.total, u64::from(link == Some("shop.example/b")));
    }
    // Silence on opens may be told of both who granted them.
    assert_eq!(listed(&group(Mode::Choice, &[(false, Did::Opened, None)])), (vec![], 0, 1));
}

#[test]
fn filters_hold_for_people_too() {
    let mut asked = query(PeopleList::Group { target: Target::default() });
    asked.filter.campaigns = Some(vec![1]);
    assert_eq!(listed(&ask(Mode::Personal, &asked).expect("kept")), (vec![CEM], 1, 0));
    asked.filter = Filter { to: Some("2026-10-23".into()), ..Filter::default() };
    assert_eq!(listed(&ask(Mode::Personal, &asked).expect("kept")), (vec![], 0, 0));
}
