//! Single cases, named after what they show.

use super::play::{HOUR, START};
use super::*;
use crate::contract::{GroupRow, Kind, TextChoice, TextReason};
use crate::engine::calendar::{day_from_text, weekday};
use crate::engine::events::{Device, Family};
use std::ops::Range;

/// A world of people to whom nothing has been sent.
fn empty(people: usize) -> World {
    World {
        addresses: (0..people).map(|who| format!("p{who}@gmail.com")).collect(),
        domains: vec!["gmail.com"; people],
        covers: vec![KindSet::ALL; 5],
        happened: Vec::new(),
    }
}

fn did(who: usize, campaign: usize, kind: Kind, hour: i64) -> Happened {
    Happened {
        who: Some(who),
        campaign,
        kind,
        time: Some(START + hour * HOUR),
        link: (kind == Kind::Clicked).then_some(0),
        count: 1,
        device: Device::Mobile,
        family: Family::AppleMail,
        country: "unknown",
        automatic: false,
        view: None,
    }
}

impl World {
    fn sends(&mut self, campaign: usize, to: Range<usize>) {
        self.happened.extend(to.map(|who| did(who, campaign, Kind::Delivered, 0)));
    }

    fn opens(&mut self, people: Range<usize>, hour: i64) {
        self.happened.extend(people.map(|who| did(who, 0, Kind::Opened, hour)));
    }

    fn clicks(&mut self, people: Range<usize>, link: usize) {
        let click = |who| Happened { link: Some(link), ..did(who, 0, Kind::Clicked, 1) };
        self.happened.extend(people.map(click));
    }
}

fn candidate_of(world: &World, sharing: &Sharing) -> Candidate {
    of(world, sharing, Bounds::default()).expect("enough people").1
}

fn names(candidate: &Candidate) -> Vec<(&str, u32)> {
    let rows = candidate.statistics.campaigns.iter();
    rows.map(|row| (row.name.as_str(), row.gathers)).collect()
}

#[test]
fn small_campaigns_are_gathered() {
    // 5 k is 25.
    let mut world = empty(100);
    for (campaign, people) in [(0, 100), (1, 40), (2, 24), (3, 25)] {
        world.sends(campaign, 0..people);
    }
    // Autumn alone would be too small a rest: the smallest of the others joins;
    // the same people are in both, so the next one joins as well.
    let candidate = candidate_of(&world, &Sharing::default());
    assert_eq!(names(&candidate), [("Spring", 1), ("Summer", 1), ("", 2)]);
    assert_eq!(candidate.members.last().map(Vec::len), Some(2));
    let rare = candidate.texts.iter().filter(|text| text.reason == Some(TextReason::Rare));
    assert_eq!(rare.count(), 2);
    assert_eq!(candidate.statistics.campaigns[2].sent_on, None);
    assert_eq!(candidate.statistics.overall[Measure::Recipients], Count::Exact(189));
}

#[test]
fn the_same_few_people_in_many_campaigns_are_no_crowd() {
    let mut world = empty(60);
    world.sends(0, 0..60);
    world.sends(1, 0..15);
    world.sends(2, 0..15);
    assert_eq!(names(&candidate_of(&world, &Sharing::default())), [("", 3)]);
}

#[test]
fn one_campaign_alone_keeps_its_name() {
    let mut world = empty(6);
    world.sends(3, 0..6);
    assert_eq!(names(&candidate_of(&world, &Sharing::default())), [("Winter", 1)]);
}

#[test]
fn fewer_than_k_people_make_no_candidate() {
    let mut world = empty(4);
    world.sends(0, 0..4);
    world.sends(1, 0..4);
    assert!(of(&world, &Sharing::default(), Bounds::default()).is_none());
}

#[test]
fn tables_left_out_have_no_rows() {
    let mut world = empty(60);
    world.sends(0, 0..60);
    world.sends(1, 0..60);
    world.opens(0..60, 1);
    let candidate = candidate_of(&world, &Sharing { tables: Vec::new(), ..Sharing::default() });
    let statistics = &candidate.statistics;
    for table in Table::BREAKDOWNS.into_iter().filter(|&table| table != Table::Machine) {
        assert_eq!(statistics.rows(table), 0);
    }
    assert_eq!(statistics.machine.vendor, Count::Unavailable);
    assert_eq!(candidate.members.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
    assert_eq!(statistics.overall[Measure::Opens], Count::Exact(60));
}

#[test]
fn domains_need_fifty_people() {
    let groups = |firma: usize| -> Vec<String> {
        let mut world = empty(200);
        for who in 0..firma {
            world.addresses[who] = format!("p{who}@firma.example");
        }
        for who in 150..200 {
            world.addresses[who] = format!("p{who}@verein.example");
        }
        // Twice each: by recipients it would be enough.
        world.sends(0, 0..200);
        world.sends(1, 0..200);
        let statistics = candidate_of(&world, &Sharing::default()).statistics;
        statistics.providers.into_iter().map(|row| row.group).collect()
    };
    assert_eq!(groups(50), ["Gmail", "firma.example", "verein.example"]);
    assert_eq!(groups(49), ["Gmail", "verein.example", "other"]);
    // Too few to be a rest of their own: the smallest joins them.
    assert_eq!(groups(10), ["Gmail", "other"]);
}

#[test]
fn sums_are_capped() {
    let mut world = empty(30);
    world.sends(0, 0..30);
    for hour in 1..40 {
        world.opens(0..1, hour);
    }
    let counter = |who| Happened { time: None, count: 9, ..did(who, 0, Kind::Opened, 0) };
    world.happened.extend((1..30).map(counter));
    let candidate = candidate_of(&world, &Sharing::default());
    let overall = &candidate.statistics.overall;
    assert_eq!(overall[Measure::Opens], Count::Exact(30 * 5));
    assert_eq!(overall[Measure::Openers], Count::Exact(30));
    // Only the first five of the one have a time.
    assert!(!candidate.complete.contains(&Table::Days));
    assert_eq!(candidate.unplaced[&(Table::Days, Measure::Opens)], (29 * 5, 29));
    let days = candidate.statistics.days.iter();
    assert_eq!(days.filter_map(|row| row.opens.exact()).sum::<u64>(), 5);
}

#[test]
fn rare_links_are_gathered() {
    let mut world = empty(60);
    world.sends(0, 0..60);
    // /b by 4, and with parameters by 3 others each: 10 without them. /rare is
    // too rare alone: the smallest of the others joins it.
    for (people, link) in [(0..30, 0), (0..4, 1), (4..7, 3), (7..10, 4), (0..6, 2), (40..44, 5)] {
        world.clicks(people, link);
    }
    let candidate = candidate_of(&world, &Sharing::default());
    let row = |row: &crate::contract::LinkRow| {
        (row.link.clone(), row.clickers.exact(), row.clicks.exact())
    };
    let links: Vec<_> = candidate.statistics.links.iter().map(row).collect();
    let expected = [("shop.example/a", 30), ("shop.example/b", 10), ("", 10)];
    assert_eq!(links, expected.map(|(link, n)| (link.to_owned(), Some(n), Some(n))));
}

#[test]
fn the_owner_drops_and_renames() {
    let mut world = empty(60);
    for campaign in 0..3 {
        world.sends(campaign, 0..60);
    }
    world.clicks(0..20, 0);
    world.clicks(0..20, 1);
    let rename = |text: &str| TextChoice::Rename(text.to_owned());
    let texts = [
        ("Spring", TextChoice::Drop),
        ("Summer", rename("for erika@example.org")),
        ("Autumn", rename("Third")),
        ("shop.example/a", rename("shop")),
        ("shop.example/b", rename("shop")),
    ];
    let texts = texts.into_iter().map(|(text, choice)| (text.to_owned(), choice)).collect();
    let candidate = candidate_of(&world, &Sharing { texts, ..Sharing::default() });
    let mut shown = names(&candidate);
    shown.sort_unstable();
    assert_eq!(shown, [("#1", 1), ("#2", 1), ("Third", 1)]);
    // Two links by one name are one, and whoever clicked both counts once.
    let links = &candidate.statistics.links;
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].clickers, links[0].clicks), (Count::Exact(20), Count::Exact(40)));
}

#[test]
fn steps_are_joined_at_the_tail() {
    let mut world = empty(60);
    world.sends(0, 0..60);
    for (people, hour) in [(0..60, 0), (0..20, 3), (20..50, 26), (0..3, 24 * 16)] {
        world.opens(people, hour);
    }
    let statistics = candidate_of(&world, &Sharing::default()).statistics;
    let steps: Vec<_> =
        statistics.arrival.iter().map(|row| (row.from_hour, row.to_hour, row.opens)).collect();
    assert_eq!(steps, [(0, Some(1), Count::Exact(60)), (1, None, Count::Exact(53))]);
    // Whole weeks from the sending on; the thin end is one row.
    let days: Vec<_> = statistics.days.iter().map(|row| (row.days, row.opens)).collect();
    assert_eq!(days, [(1, Count::Exact(80)), (20, Count::Exact(33))]);
    assert_eq!(statistics.week.len(), 7);
}

#[test]
fn weeks_are_the_careful_form() {
    let mut world = empty(60);
    world.sends(0, 0..60);
    world.sends(1, 0..60);
    world.opens(0..60, 1);
    let sharing = Sharing { weeks: true, ..Sharing::default() };
    let statistics = candidate_of(&world, &sharing).statistics;
    let is_monday = |day: &str| day_from_text(day).map(weekday) == Some(0);
    assert!(!statistics.days.is_empty());
    assert!(statistics.days.iter().all(|row| row.days % 7 == 0 && is_monday(&row.day)));
    let sent_on = statistics.campaigns.iter().filter_map(|row| row.sent_on.as_deref());
    assert_eq!(sent_on.filter(|day| is_monday(day)).count(), 2);
}

#[test]
fn nobodys_events_are_in_no_figure() {
    let mut world = empty(60);
    world.sends(0, 0..60);
    world.opens(0..30, 1);
    let nobody = |hour| Happened { who: None, ..did(0, 0, Kind::Opened, hour) };
    world.happened.extend((0..500).map(nobody));
    // Nobody at all is named in the second: it is left out, and that is said.
    world.happened.extend((0..500).map(|hour| Happened { campaign: 1, ..nobody(hour) }));
    let candidate = candidate_of(&world, &Sharing::default());
    assert_eq!(candidate.statistics.overall[Measure::Opens], Count::Exact(30));
    assert_eq!(names(&candidate), [("Spring", 1)]);
    let said = |table: &str| candidate.withheld.iter().any(|note| note.table == table);
    assert!(said("overall") && said("campaigns"));
}

#[test]
fn only_the_selected_days_and_campaigns_are_counted() {
    let mut world = empty(90);
    world.sends(0, 0..60);
    let later = |who| did(who, 0, Kind::Delivered, 48);
    world.happened.extend((60..90).map(later));
    world.sends(1, 0..40);
    let store = store_of(&world, Mode::Personal, 2);
    let recipients = |filter: Filter| {
        let question = Question { filter, ..everything() };
        let tallies = crate::engine::tallies::count(&store, &question);
        let sharing = Sharing::default();
        let made = candidate(wanted(&store, &tallies, &question, &sharing, Bounds::default()));
        made.ok().map(|made| made.statistics.overall[Measure::Recipients])
    };
    let first_day = crate::engine::calendar::day_text((START / HOUR / 24) as i32);
    assert_eq!(recipients(Filter::default()), Some(Count::Exact(130)));
    let until = Filter { to: Some(first_day), ..Filter::default() };
    assert_eq!(recipients(until), Some(Count::Exact(100)));
    let one = Filter { campaigns: Some(vec![1]), ..Filter::default() };
    assert_eq!(recipients(one), Some(Count::Exact(40)));
}

#[test]
fn small_countries_are_gathered() {
    let countries = |small: usize| {
        let mut world = empty(200);
        world.sends(0, 0..200);
        let country = |who| match who {
            0..90 => "DE",
            90..150 => "AT",
            who if who < 150 + small => "LI",
            _ => "unknown",
        };
        let open = |who| Happened { country: country(who), ..did(who, 0, Kind::Opened, 1) };
        world.happened.extend((0..200).map(open));
        let statistics = candidate_of(&world, &Sharing::default()).statistics;
        let row = |row: &GroupRow| (row.group.clone(), row.openers.exact().unwrap_or_default());
        statistics.countries.iter().map(row).collect::<Vec<_>>()
    };
    let of = |rows: &[(&str, u64)]| -> Vec<(String, u64)> {
        rows.iter().map(|&(name, openers)| (name.to_owned(), openers)).collect()
    };
    assert_eq!(countries(0), of(&[("AT", 60), ("DE", 90), ("unknown", 50)]));
    assert_eq!(countries(25), of(&[("AT", 60), ("DE", 90), ("LI", 25), ("unknown", 25)]));
    // Too few of whom to tell, so others join them.
    assert_eq!(countries(24), of(&[("DE", 90), ("other", 84), ("unknown", 26)]));
}
