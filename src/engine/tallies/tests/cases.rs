//! Single cases, named after what they show.

use super::told::zone;
use crate::contract::{
    Count, Filter, Kind, KindSet, MachineRules, Measure, Mode, Settings, Statistics, Treatment,
};
use crate::engine::consent::ConsentBook;
use crate::engine::events::{Campaign, Client, Device, Event, Family, Key, Who};
use crate::engine::store::sample::{KEY, event, store};
use crate::engine::tallies::{Question, Tallies, count};
use crate::engine::zone::Time;

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.com";
const START: i64 = 1_792_800_000_000;
const HOUR: i64 = 3_600_000;

fn tally<'a>(files: impl IntoIterator<Item = Vec<Event<'a>>>) -> Tallies {
    let settings = Settings::default();
    let question = Question::new(&settings, Filter::default(), zone());
    count(&store(&settings, ConsentBook::default(), 2, files), &question)
}

fn one_file<'a>(events: impl IntoIterator<Item = Event<'a>>) -> Tallies {
    tally([events.into_iter().collect()])
}

/// Ada's message passes through these states, an hour apart.
fn states(kinds: &[Kind]) -> Tallies {
    let at = |place: usize| Some(START + place as i64 * HOUR);
    one_file(kinds.iter().enumerate().map(|(place, &kind)| event(ADA, kind, at(place))))
}

fn figures<const N: usize>(tallies: &Tallies, measures: [Measure; N]) -> [u64; N] {
    measures.map(|measure| tallies.overall[measure])
}

fn shown(statistics: &Statistics, measure: Measure) -> Count {
    statistics.overall[measure]
}

#[test]
fn a_soft_bounce_delivered_on_the_third_try_is_delivered() {
    use Kind::{BouncedSoft, Delivered, Sent};
    let tallies = states(&[Sent, BouncedSoft, BouncedSoft, Delivered]);
    let expected = [1, 1, 0];
    let measures = [Measure::Sent, Measure::Delivered, Measure::BouncedSoft];
    assert_eq!(figures(&tallies, measures), expected);
}

#[test]
fn a_late_bounce_is_a_bounce() {
    let tallies = states(&[Kind::Sent, Kind::Delivered, Kind::BouncedHard]);
    let measures = [Measure::Sent, Measure::Delivered, Measure::BouncedHard];
    assert_eq!(figures(&tallies, measures), [1, 0, 1]);
}

#[test]
fn what_is_still_on_its_way_is_delivered_only_where_nothing_tells_deliveries() {
    let measures = [Measure::Sent, Measure::Delivered, Measure::Deferred];
    assert_eq!(figures(&states(&[Kind::Sent, Kind::Deferred]), measures), [1, 1, 1]);
    let with_a_delivery = one_file([
        event(ADA, Kind::Sent, Some(START)),
        event(ADA, Kind::Deferred, Some(START + 1)),
        event(BOB, Kind::Delivered, Some(START)),
    ]);
    assert_eq!(figures(&with_a_delivery, measures), [2, 1, 1]);
}

#[test]
fn states_at_the_same_moment_go_by_their_order() {
    for (kinds, measure) in [
        ([Kind::BouncedHard, Kind::BouncedSoft], Measure::BouncedHard),
        ([Kind::Delivered, Kind::Deferred], Measure::Delivered),
        ([Kind::Dropped, Kind::BouncedHard], Measure::Dropped),
        ([Kind::Sent, Kind::Delivered], Measure::Delivered),
    ] {
        for time in [None, Some(START)] {
            let tallies = one_file(kinds.map(|kind| event(ADA, kind, time)));
            assert_eq!(tallies.overall[measure], 1, "{kinds:?}");
        }
    }
}

#[test]
fn clicks_on_unsubscribe_links_are_no_clicks() {
    let click = |link| Event { link: Some(link), ..event(ADA, Kind::Clicked, Some(START)) };
    let tallies = one_file([click("(unsubscribe)"), click("shop.example/a")]);
    assert_eq!(figures(&tallies, [Measure::Clickers, Measure::Clicks]), [1, 1]);
    assert_eq!(tallies.links.keys().collect::<Vec<_>>(), ["shop.example/a"]);
}

#[test]
fn the_machine_switch_adds_back_what_was_set_aside() {
    let events = || {
        vec![
            event(ADA, Kind::MachineOpened, Some(START)),
            Event { automatic: true, ..event(BOB, Kind::Opened, Some(START)) },
            event(BOB, Kind::Opened, Some(START + 1)),
        ]
    };
    let measures =
        [Measure::Openers, Measure::Opens, Measure::MachineOpeners, Measure::MachineOpens];
    let ask = |settings: Settings| {
        let question = Question::new(&settings, Filter::default(), zone());
        count(&store(&settings, ConsentBook::default(), 1, [events()]), &question)
    };
    let aside = ask(Settings::default());
    assert_eq!(figures(&aside, measures), [1, 1, 2, 2]);
    let included = ask(Settings { include_machine: true, ..Settings::default() });
    assert_eq!(figures(&included, measures), [2, 3, 0, 0]);
    assert_eq!((included.machine_vendor, included.machine_user_agent), (1, 1));
    assert!(included.machine_included);
    let rules = MachineRules { vendor: false, ..MachineRules::default() };
    let off = ask(Settings { machine: rules, ..Settings::default() });
    assert_eq!(figures(&off, measures), [2, 2, 1, 1]);
}

#[test]
fn a_counter_and_single_events_of_the_same_are_not_added() {
    let open = |time| event(ADA, Kind::Opened, Some(START + time));
    let counter = |count, time: Option<i64>| Event { count, ..event(ADA, Kind::Opened, time) };
    let opens = |files: Vec<Vec<Event<'static>>>| {
        let tallies = tally(files);
        (tallies.overall[Measure::Opens], tallies.doubles)
    };
    assert_eq!(opens(vec![vec![open(0), open(1), open(2)], vec![counter(2, None)]]), (3, 2));
    assert_eq!(opens(vec![vec![open(0)], vec![counter(4, None)]]), (4, 1));
    assert_eq!(opens(vec![vec![open(0), open(1)], vec![counter(5, Some(START))]]), (5, 2));
    assert_eq!(opens(vec![vec![counter(5, Some(START))], vec![counter(3, None)]]), (5, 3));
    // One file is trusted in itself.
    assert_eq!(opens(vec![vec![open(0), counter(4, None)]]), (5, 0));
}

#[test]
fn a_counter_without_a_link_is_held_against_all_links() {
    let click = |link, time| Event { link, ..event(ADA, Kind::Clicked, time) };
    let linked = || vec![click(Some("a/1"), Some(START)), click(Some("a/2"), Some(START))];
    let counter = |count| vec![Event { count, ..click(None, None) }];
    let clicks = |files: Vec<Vec<Event<'static>>>| tally(files).overall[Measure::Clicks];
    assert_eq!(clicks(vec![linked(), counter(2)]), 2);
    assert_eq!(clicks(vec![linked(), counter(7)]), 7);
    let per_link = vec![Event { count: 3, ..click(Some("a/1"), None) }];
    assert_eq!(clicks(vec![linked(), per_link, counter(3)]), 4);
}

#[test]
fn equal_minutes_of_one_file_are_different_events() {
    let open = || Event { coarse: true, ..event(ADA, Kind::Opened, Some(START)) };
    let two = || vec![open(), open()];
    let tallies = tally([two()]);
    assert_eq!((tallies.overall[Measure::Opens], tallies.doubles), (2, 0));
    let tallies = tally([two(), vec![open(), open(), open()]]);
    assert_eq!((tallies.overall[Measure::Opens], tallies.doubles), (3, 2));
}

#[test]
fn events_of_nobody_count_in_totals_only() {
    let link = Some("a/1");
    let tallies = one_file([
        event("", Kind::Sent, Some(START)),
        event("", Kind::Opened, Some(START)),
        event("", Kind::Opened, Some(START)),
        Event { link, ..event("", Kind::Clicked, Some(START)) },
    ]);
    let people = tallies.overall.iter().filter(|(measure, _)| measure.counts_people());
    assert_eq!(people.map(|(_, value)| value).sum::<u64>(), 0);
    assert_eq!(figures(&tallies, [Measure::Opens, Measure::Clicks]), [2, 1]);
    let statistics = tallies.statistics();
    assert_eq!(shown(&statistics, Measure::Opens), Count::Exact(2));
    for measure in [Measure::Openers, Measure::Clickers, Measure::Sent, Measure::Recipients] {
        assert_eq!(shown(&statistics, measure), Count::Unavailable, "{}", measure.name());
    }
    assert_eq!(statistics.links[0].clickers, Count::Unavailable);
}

#[test]
fn what_the_files_cannot_know_is_no_zero() {
    let covers = KindSet::of(&[Kind::Opened]);
    let tallies = one_file([Event { covers, ..event(ADA, Kind::Opened, Some(START)) }]);
    let statistics = tallies.statistics();
    for (measure, expected) in [
        (Measure::Openers, Count::Exact(1)),
        (Measure::MachineOpens, Count::Exact(0)),
        (Measure::ConfirmedOpeners, Count::Exact(1)),
        (Measure::Sent, Count::Unavailable),
        (Measure::Delivered, Count::Unavailable),
        (Measure::MeasurableOpens, Count::Unavailable),
        (Measure::Clickers, Count::Unavailable),
        (Measure::Readers, Count::Unavailable),
        (Measure::Complained, Count::Unavailable),
    ] {
        assert_eq!(shown(&statistics, measure), expected, "{}", measure.name());
    }
    assert!(statistics.arrival.is_empty());
    assert_eq!(statistics.week.len(), 168);
    assert_eq!(statistics.providers[0].delivered, Count::Unavailable);
}

#[test]
fn a_base_that_lacks_a_campaigns_people_is_not_shown_overall() {
    let covers = KindSet::of(&[Kind::Opened]);
    let other = Campaign { id: "c2", name: "" };
    let statistics = one_file([
        event(ADA, Kind::Delivered, Some(START)),
        Event { covers, campaign: other, ..event(BOB, Kind::Opened, Some(START)) },
    ])
    .statistics();
    assert_eq!(shown(&statistics, Measure::Delivered), Count::Unavailable);
    assert_eq!(shown(&statistics, Measure::Openers), Count::Exact(1));
    let delivered = |id: &str| {
        let row = statistics.campaigns.iter().find(|row| row.id == id).expect("a row");
        row.figures[Measure::Delivered]
    };
    assert_eq!((delivered("c1"), delivered("c2")), (Count::Exact(1), Count::Unavailable));
}

#[test]
fn durations_beside_opens_give_reading_classes() {
    let view = |who, view_ms| Event {
        view_ms: Some(view_ms),
        covers: KindSet::of(&[Kind::Opened]),
        ..event(who, Kind::Opened, Some(START + i64::from(view_ms)))
    };
    let tallies =
        one_file([view(ADA, 1_999), view(ADA, 8_000), view(BOB, 7_999), view("x@example.net", 5)]);
    let measures = [Measure::Timed, Measure::Glanced, Measure::Skimmed, Measure::Readers];
    assert_eq!(figures(&tallies, measures), [3, 1, 1, 1]);
    assert_eq!(figures(&tallies, [Measure::Opens]), [4]);
    assert_eq!(shown(&tallies.statistics(), Measure::Readers), Count::Exact(1));
}

/// Ada granted opens, and refused clicks from the moment of sending on.
fn with_consent(denied: Treatment, events: Vec<Event<'static>>) -> Tallies {
    let mut book = ConsentBook::default();
    for (who, clicks) in [(ADA, false), (BOB, true)] {
        if let Who::Subscriber { pseudonym, .. } = Who::from_cell(who, &Key::new(KEY)) {
            book.add(pseudonym, Some(true), Some(clicks), Some(Time(START)));
            book.add(pseudonym, None, Some(true), Some(Time(START + 10 * HOUR)));
        }
    }
    let settings = Settings { mode: Mode::Choice, denied, ..Settings::default() };
    let question = Question::new(&settings, Filter::default(), zone());
    count(&store(&settings, book, 2, [events]), &question)
}

#[test]
fn whoever_is_excluded_at_sending_leaves_base_and_reactions() {
    let events = || {
        vec![
            event(ADA, Kind::Delivered, Some(START)),
            event(BOB, Kind::Delivered, Some(START)),
            event(ADA, Kind::Opened, Some(START + HOUR)),
            // Granted again by then, but not when the message was sent.
            event(ADA, Kind::Clicked, Some(START + 11 * HOUR)),
            event(BOB, Kind::Clicked, Some(START + HOUR)),
        ]
    };
    let measures = [
        Measure::Delivered,
        Measure::MeasurableOpens,
        Measure::MeasurableClicks,
        Measure::Openers,
        Measure::Clickers,
    ];
    let excluded = with_consent(Treatment::Excluded, events());
    assert_eq!(figures(&excluded, measures), [2, 2, 1, 1, 1]);
    let counted = with_consent(Treatment::Anonymous, events());
    assert_eq!(figures(&counted, measures), [2, 2, 2, 1, 2]);
}

#[test]
fn of_several_sendings_the_earliest_with_a_time_says_what_may_be_measured() {
    let measures = [Measure::MeasurableOpens, Measure::MeasurableClicks];
    for (times, clicks) in [
        // Refused by the first, granted again by the second.
        ([Some(START), Some(START + 11 * HOUR)], 0),
        ([Some(START + 11 * HOUR), Some(START)], 0),
        // Without a time the latest choice would hold.
        ([None, Some(START)], 0),
        ([None, Some(START + 11 * HOUR)], 1),
    ] {
        let events = times.map(|time| event(ADA, Kind::Sent, time)).into();
        let excluded = with_consent(Treatment::Excluded, events);
        assert_eq!(figures(&excluded, measures), [1, clicks], "{times:?}");
    }
}

#[test]
fn whoever_reacts_counts_once_in_each_class() {
    let open = |who, device, minute: i64| Event {
        client: Client { device, family: Family::AppleMail },
        ..event(who, Kind::Opened, Some(START + minute * 60_000))
    };
    let click = |who, device, minute: i64| Event {
        link: Some("a/1"),
        kind: Kind::Clicked,
        ..open(who, device, minute)
    };
    let tallies = one_file([
        // Once; twice in one class; once in each of two; nobody.
        open("one@example.org", Device::Mobile, 1),
        open(ADA, Device::Mobile, 2),
        click(ADA, Device::Mobile, 3),
        open(BOB, Device::Mobile, 4),
        click(BOB, Device::Desktop, 5),
        open("", Device::Desktop, 6),
    ]);
    let devices = ["mobile", "desktop"].map(|name| tallies.devices[name]);
    let people = devices.map(|group| (group.recipients, group.openers, group.clickers));
    assert_eq!(people, [(3, 3, 1), (1, 0, 1)]);
    assert_eq!(devices.map(|group| (group.opens, group.clicks)), [(3, 1), (1, 1)]);
    let clients = tallies.clients.values().map(|group| group.recipients);
    assert_eq!(clients.collect::<Vec<_>>(), [3]);
}

#[test]
fn rows_come_in_a_fixed_order_and_days_without_gaps() {
    let day = 24 * HOUR;
    let client = |family| Client { device: Device::Mobile, family };
    let named = |name, time| {
        let campaign = Campaign { id: "", name };
        Event { campaign, ..event(ADA, Kind::Delivered, Some(time)) }
    };
    let open = |who, family, time| {
        let campaign = Campaign { id: "", name: "B" };
        Event { campaign, client: client(family), ..event(who, Kind::Opened, Some(time)) }
    };
    let statistics = one_file([
        named("A", START + 2 * day),
        named("B", START),
        open(ADA, Family::AppleMail, START + 1),
        open(BOB, Family::AppleMail, START + 4 * day),
        open(ADA, Family::Gmail, START + 2),
    ])
    .statistics();
    let names: Vec<_> = statistics.campaigns.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["B", "A"]);
    assert_eq!(statistics.campaigns[0].sent_on.as_deref(), Some("2026-10-24"));
    let days: Vec<_> = statistics.days.iter().map(|row| (row.day.as_str(), row.opens)).collect();
    let exact = Count::Exact;
    assert_eq!(
        days,
        [
            ("2026-10-24", exact(2)),
            ("2026-10-25", exact(0)),
            ("2026-10-26", exact(0)),
            ("2026-10-27", exact(0)),
            ("2026-10-28", exact(1)),
        ]
    );
    assert_eq!(statistics.clients[0].openers, exact(2));
    assert_eq!(statistics.arrival.len(), 77);
    let last = statistics.arrival.last().expect("a row");
    assert_eq!((last.from_hour, last.to_hour), (168, None));
    assert_eq!(statistics.arrival[72].to_hour, Some(96));
    // Bob's message has no time of sending.
    let first_opens = statistics.arrival.iter().filter_map(|row| row.first_opens.exact());
    assert_eq!(first_opens.sum::<u64>(), 1);
}

#[test]
fn more_than_fifty_groups_are_gathered() {
    let people: Vec<String> = (0..60).map(|n| format!("p@d{n:02}.example.org")).collect();
    let tallies =
        one_file(people.iter().map(|address| event(address, Kind::Delivered, Some(START))));
    let statistics = tallies.statistics();
    assert_eq!(statistics.providers.len(), 50);
    let other = statistics.providers.last().expect("a row");
    assert_eq!((other.group.as_str(), other.gathers), ("other", 11));
    let delivered = statistics.providers.iter().filter_map(|row| row.delivered.exact());
    assert_eq!(delivered.sum::<u64>(), 60);
}
