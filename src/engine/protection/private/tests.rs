use super::*;
use crate::contract::{
    CampaignRow, DayRow, Filter, GroupRow, Kind, LinkRow, MachineTally, Method, Settings, Sharing,
};
use crate::engine::consent::ConsentBook;
use crate::engine::events::{Campaign, Client, Device, Event, Family};
use crate::engine::protection::candidate::Wanted;
use crate::engine::protection::sample::Dice;
use crate::engine::store::sample::{event, store};
use crate::engine::tallies::release::Kept;
use crate::engine::tallies::{self, Question};
use crate::engine::zone::Zone;

/// A candidate with these recipients in each campaign, half of whom opened, and
/// a tenth of whom clicked, twice each.
fn candidate(recipients: &[u64]) -> Candidate {
    let mut exact = Statistics::default();
    for (n, &sent) in recipients.iter().enumerate() {
        let mut row = CampaignRow {
            name: format!("Issue {n}"),
            gathers: 1,
            sent_on: Some("2026-03-02".into()),
            ..Default::default()
        };
        for (measure, value) in [
            (Measure::Recipients, sent),
            (Measure::Sent, sent),
            (Measure::Delivered, sent * 99 / 100),
            (Measure::BouncedHard, sent / 100),
            (Measure::Openers, sent / 2),
            (Measure::Opens, sent),
            (Measure::Clickers, sent / 10),
            (Measure::Clicks, sent / 5),
            (Measure::Unsubscribed, sent / 200),
        ] {
            row.figures[measure] = Count::Exact(value);
            let sum = exact.overall[measure].exact().unwrap_or_default() + value;
            exact.overall[measure] = Count::Exact(sum);
        }
        exact.campaigns.push(row);
    }
    let all: u64 = recipients.iter().sum();
    let group = |group: &str, share: u64, delivered: bool| GroupRow {
        group: group.into(),
        gathers: 1,
        delivered: if delivered { Count::Exact(all / share) } else { Count::Unavailable },
        openers: Count::Exact(all / 2 / share),
        opens: Count::Exact(all / share),
        clickers: Count::Exact(all / 10 / share),
        clicks: Count::Exact(all / 5 / share),
    };
    exact.providers = vec![group("Gmail", 2, true), group("other", 4, true)];
    exact.devices =
        ["desktop", "mobile", "tablet", "unknown"].map(|device| group(device, 3, false)).to_vec();
    exact.clients = exact.devices.clone();
    exact.links = vec![LinkRow { clicks: Count::Exact(7), ..Default::default() }];
    exact.days = vec![DayRow { opens: Count::Exact(9), ..Default::default() }];
    exact.machine = MachineTally { vendor: Count::Exact(12), ..Default::default() };
    exact.doubles = Count::Exact(0);
    Candidate {
        statistics: exact,
        members: (0..recipients.len() as u32).map(|key| vec![key]).collect(),
        cap: 5,
        ..Candidate::default()
    }
}

fn secret() -> Secret {
    Secret::new([11; 32])
}

/// The error, on average, of a number of people of one campaign, in a release
/// about so many campaigns with all tables.
fn typical_error(privacy: Privacy, campaigns: u32) -> u64 {
    let person = Person { campaigns: campaigns.clamp(1, CAMPAIGNS), events: 5 };
    let column =
        |table| move |&(measure, weight): &(Measure, u64)| person.column(table, measure, weight, 4);
    let all: Vec<Column> = OF_CAMPAIGNS
        .iter()
        .map(column(Table::Campaigns))
        .chain(OF_PROVIDERS.iter().map(column(Table::Providers)))
        .chain(OF_DEVICES.iter().map(column(Table::Devices)))
        .collect();
    all.first().map_or(0, |&first| Budget::new(privacy, &all).width(first).typical())
}

const NOISES: [Noise; 2] = [Noise::Laplace, Noise::Gaussian];

fn privacy(noise: Noise) -> Privacy {
    Privacy { noise, ..Privacy::default() }
}

fn released(candidate: &Candidate, noise: Noise) -> Statistics {
    release(candidate, privacy(noise), 11, &secret(), b"everybody")
}

fn at(table: Table, row: u32, measure: Measure) -> Place {
    Place { table, row, measure }
}

#[test]
fn the_same_question_has_the_same_answer() {
    let exact = candidate(&[40_000, 25_000, 60_000, 30_000]);
    for noise in NOISES {
        let once = released(&exact, noise);
        assert_eq!(once, released(&exact, noise));
        let others = [
            release(&exact, privacy(noise), 11, &Secret::new([12; 32]), b"everybody"),
            release(&exact, privacy(noise), 11, &secret(), b"somebody"),
            release(&exact, privacy(noise), 12, &secret(), b"everybody"),
            release(
                &exact,
                Privacy { epsilon_milli: 251, ..privacy(noise) },
                11,
                &secret(),
                b"everybody",
            ),
            released(&candidate(&[40_000, 25_000, 60_000, 30_001]), noise),
        ];
        // Every figure has noise of its own: none of them stays as it was.
        for other in others {
            for row in 0..4 {
                for measure in [Measure::Sent, Measure::Openers] {
                    let place = at(Table::Campaigns, row, measure);
                    assert_ne!(once.at(place), other.at(place), "{noise:?} {row} {measure:?}");
                }
            }
        }
    }
}

/// Two figures that were equal are not told to be.
#[test]
fn equal_figures_have_noise_of_their_own() {
    let shown = released(&candidate(&[50_000, 50_000]), Noise::Laplace);
    let sent = |row| shown.at(at(Table::Campaigns, row, Measure::Sent));
    assert_ne!(sent(0), sent(1));
    let error = |row| sent(row).exact().map(|value| value.abs_diff(50_000)).unwrap_or_default();
    // Rows whose errors were equal would cancel out in their difference.
    assert_ne!(error(0), error(1));
}

#[test]
fn only_the_short_list_is_shown() {
    let shown = released(&candidate(&[40_000, 50_000]), Noise::Gaussian);
    assert!(shown.links.is_empty() && shown.days.is_empty() && shown.clients.is_empty());
    assert_eq!(shown.doubles, Count::Withheld);
    assert_eq!(shown.machine.vendor, Count::Withheld);
    for place in shown.places() {
        let listed = match place.table {
            Table::Overall | Table::Campaigns => {
                OF_CAMPAIGNS.iter().any(|&(measure, _)| measure == place.measure)
            }
            Table::Providers => OF_PROVIDERS.iter().any(|&(measure, _)| measure == place.measure),
            Table::Devices => OF_DEVICES.iter().any(|&(measure, _)| measure == place.measure),
            _ => false,
        };
        assert!(listed || shown.at(place).exact().is_none(), "{place:?}");
        assert!(shown.at(place).exact().is_none_or(|value| value >= 11), "{place:?}");
    }
    for place in
        [at(Table::Campaigns, 1, Measure::Clicks), at(Table::Overall, 0, Measure::Clickers)]
    {
        assert!(shown.at(place).exact().is_some(), "{place:?}");
    }
    assert_eq!(shown.at(at(Table::Campaigns, 0, Measure::Forwarded)), Count::Unavailable);
}

/// Over many releases: a figure's error is what `typical_error` says, and the
/// same sign as often as the other.
#[test]
fn errors_are_as_typical_as_said() {
    let exact = candidate(&[90_000, 80_000, 70_000]);
    for noise in NOISES {
        let typical = typical_error(privacy(noise), 3) as f64;
        let (mut sum, mut signed) = (0.0, 0.0);
        const RELEASES: u32 = 600;
        for n in 0..RELEASES {
            let shown = release(&exact, privacy(noise), 11, &secret(), &n.to_le_bytes());
            let sent = shown.at(at(Table::Campaigns, 0, Measure::Sent)).exact().expect("shown");
            let error = sent as f64 - 90_000.0;
            sum += error.abs();
            signed += error;
        }
        // Both by five standard deviations of a mean of 600 errors, which are no
        // wider than 1.5 times the typical one.
        let (mean, off) = (sum / f64::from(RELEASES), signed / f64::from(RELEASES));
        let wide = 5.0 * 1.5 * typical / f64::from(RELEASES).sqrt();
        assert!((mean - typical).abs() < wide, "{noise:?}: {mean} {typical}");
        assert!(off.abs() < wide, "{noise:?}: {off}");
    }
    assert!(typical_error(privacy(Noise::Laplace), 1) < typical_error(privacy(Noise::Laplace), 3));
    assert_eq!(
        typical_error(privacy(Noise::Gaussian), CAMPAIGNS),
        typical_error(privacy(Noise::Gaussian), u32::MAX)
    );
}

#[test]
fn key_figures_are_what_is_shown_of_the_campaigns() {
    for noise in NOISES {
        let shown = released(&candidate(&[40_000, 9, 25_000, 400]), noise);
        for small in [1, 3] {
            assert!(
                shown.campaigns[small].figures.iter().all(|(_, count)| count.exact().is_none())
            );
        }
        for &(measure, _) in &OF_CAMPAIGNS {
            let rows = shown.campaigns.iter();
            let sum = rows.filter_map(|row| row.figures[measure].exact()).reduce(|a, b| a + b);
            assert_eq!(shown.overall[measure].exact(), sum, "{measure:?}");
        }
    }
}

#[test]
fn without_campaigns_the_key_figures_have_noise_of_their_own() {
    let mut exact = candidate(&[40_000, 25_000]);
    exact.statistics.campaigns.clear();
    exact.members = vec![vec![0, 1]];
    let shown = released(&exact, Noise::Laplace);
    let sent = shown.overall[Measure::Sent].exact().expect("shown");
    assert_ne!(sent, 65_000);
    // A Laplace error is more than 20 scales wide in two of a thousand million cases.
    assert!(sent.abs_diff(65_000) < 20 * typical_error(privacy(Noise::Laplace), 3), "{sent}");
}

#[test]
fn files_without_sendings_are_counted_by_who_is_in_them() {
    let mut exact = candidate(&[40_000, 25_000]);
    for row in &mut exact.statistics.campaigns {
        row.figures[Measure::Sent] = Count::Unavailable;
        row.figures[Measure::Delivered] = Count::Unavailable;
    }
    let shown = released(&exact, Noise::Gaussian);
    let of = |measure| shown.at(at(Table::Campaigns, 0, measure));
    assert!(of(Measure::Recipients).exact().is_some());
    assert!(of(Measure::Openers).exact().is_some());
    assert_eq!(of(Measure::Sent), Count::Unavailable);
}

#[test]
fn parts_are_within_their_wholes_whatever_the_noise() {
    let exact = candidate(&[3_000, 2_000, 2_500]);
    for noise in NOISES {
        for n in 0..60u32 {
            let shown = release(&exact, privacy(noise), 11, &secret(), &n.to_le_bytes());
            for row in &shown.campaigns {
                let figure = |measure: Measure| row.figures[measure].exact();
                for (whole, part) in [
                    (Measure::Sent, Measure::Delivered),
                    (Measure::Delivered, Measure::Openers),
                    (Measure::Openers, Measure::Clickers),
                    (Measure::Delivered, Measure::Unsubscribed),
                    (Measure::Opens, Measure::Openers),
                    (Measure::Clicks, Measure::Clickers),
                ] {
                    match (figure(whole), figure(part)) {
                        (Some(whole), Some(part)) => assert!(whole >= part, "{noise:?} {n}"),
                        // Sums of events have wider noise than their people.
                        (None, Some(_)) => assert!(!whole.counts_people(), "{noise:?} {n}"),
                        (_, None) => {}
                    }
                }
                if let (Some(opens), Some(openers)) =
                    (figure(Measure::Opens), figure(Measure::Openers))
                {
                    assert!(opens <= 5 * openers);
                }
            }
        }
    }
}

/// Property 4: whatever one subscriber does in at most three campaigns moves the
/// columns by no more than what their noise was made for.
#[test]
fn one_subscriber_moves_the_noise_input_within_bounds() {
    let with = candidate(&[4_000, 5_000, 6_000]);
    // The person leaves all three campaigns, one mailbox and, with an open and a
    // click at least on each, all four devices.
    let mut without = candidate(&[4_000, 5_000, 6_000]);
    let exact = &mut without.statistics;
    let less = |count: &mut Count, by: u64| {
        if let Count::Exact(value) = count {
            *value -= by;
        }
    };
    for row in &mut exact.campaigns {
        for (measure, by) in [
            (Measure::Recipients, 1),
            (Measure::Sent, 1),
            (Measure::Delivered, 1),
            (Measure::Openers, 1),
            (Measure::Opens, 5),
            (Measure::Clickers, 1),
            (Measure::Clicks, 5),
            (Measure::Unsubscribed, 1),
        ] {
            less(&mut row.figures[measure], by);
        }
    }
    let mailbox = &mut exact.providers[0];
    for count in [&mut mailbox.delivered, &mut mailbox.openers, &mut mailbox.clickers] {
        less(count, 3);
    }
    for row in &mut exact.devices {
        less(&mut row.openers, 3);
        less(&mut row.clickers, 3);
    }
    assert_moved_within(&with, &without, true);
}

/// The change of each column, by sum and by squares; where `all` is said, the
/// bounds are reached.
fn assert_moved_within(with: &Candidate, without: &Candidate, all: bool) {
    let columns = columns(&with.statistics, Person::of(with));
    assert!(!columns.is_empty());
    for column in columns {
        let figure = |candidate: &Candidate, row| {
            let place = Place { table: column.table, row, measure: column.measure };
            candidate.statistics.at(place).exact().unwrap_or_default()
        };
        let rows = 0..with.statistics.rows(column.table).max(without.statistics.rows(column.table));
        let moved: Vec<u64> = rows
            .map(|row| figure(with, row as u32).abs_diff(figure(without, row as u32)))
            .collect();
        let sum: u64 = moved.iter().sum();
        let squares: u64 = moved.iter().map(|moved| moved * moved).sum();
        assert!(sum <= column.sum_of_changes(), "{column:?}: {moved:?}");
        assert!(squares <= column.sum_of_squares(), "{column:?}: {moved:?}");
        if all {
            assert_eq!(sum, column.sum_of_changes(), "{column:?} has more noise than it needs");
        }
    }
}

#[test]
fn a_year_has_one_budget() {
    assert!(fits(0, 1_000) && fits(750, 250) && fits(1_000, 0));
    assert!(!fits(750, 251) && !fits(1_001, 0) && !fits(u32::MAX, 1));
}

/// More than anybody counts in.
const LETTERS: [&str; 18] =
    ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r"];

/// Events of some people in several campaigns, with every kind of event that is
/// released, and some of them many times. The first person is in all campaigns,
/// before everybody else.
fn file(people: &[String], without: Option<usize>) -> Vec<Event<'_>> {
    let mut file = Vec::new();
    for (n, who) in people.iter().enumerate().filter(|&(n, _)| Some(n) != without) {
        let mut dice = Dice::new(n as u64);
        for (at, campaign) in LETTERS.into_iter().enumerate() {
            if n > 0 && dice.below(3) == 0 {
                continue;
            }
            let sent = at as i64 * 86_400_000 + n as i64 * 1_000;
            let mut tell = |kind, time: i64| {
                let device = *Device::ALL.get(dice.below(4) as usize).unwrap_or(&Device::Unknown);
                file.push(Event {
                    campaign: Campaign { id: campaign, name: campaign },
                    client: Client { device, family: Family::Gmail },
                    ..event(who, kind, Some(time))
                });
            };
            tell(Kind::Sent, sent);
            tell(Kind::Delivered, sent + 1);
            for again in 0..n as i64 % 9 {
                tell(Kind::Opened, sent + 3_600_000 * (again + 1));
                if again % 2 == 0 {
                    tell(Kind::Clicked, sent + 3_600_000 * (again + 1) + 60_000);
                }
            }
            if n % 4 == 1 {
                tell(Kind::Unsubscribed, sent + 80_000_000);
            }
        }
    }
    file
}

/// What the files of these people come to, counted for this method.
fn counted(people: &[String], without: Option<usize>) -> Candidate {
    let settings = Settings::default();
    let store = store(&settings, ConsentBook::default(), 3, [file(people, without)]);
    let question = Question::new(&settings, Filter::default(), Zone::utc());
    let tallies = tallies::count(&store, &question);
    let sharing = Sharing { method: Method::Private, ..Sharing::default() };
    let counted = super::candidate(Wanted {
        store: &store,
        kept: &Kept::default(),
        tallies: &tallies,
        question: &question,
        sharing: &sharing,
        threshold: 5,
        without: &[],
        bounds: bounds(),
    });
    counted.unwrap_or_else(|_| panic!("enough people"))
}

/// Property 4 from events on: the bounds hold for what is counted, not only for
/// what was thought out.
#[test]
fn one_subscriber_moves_real_figures_within_bounds() {
    let people: Vec<String> = (0..60).map(|n| format!("p{n}@example.org")).collect();
    let all = counted(&people, None);
    assert_eq!(Person::of(&all).campaigns, CAMPAIGNS);
    // Nobody counts in more campaigns than that, though many were sent more.
    let sent: u64 =
        all.statistics.campaigns.iter().filter_map(|row| row.figures[Measure::Sent].exact()).sum();
    assert!(sent > 600 && sent <= u64::from(CAMPAIGNS) * 60, "{sent}");
    let mut moved = false;
    for without in 1..people.len() {
        let fewer = counted(&people, Some(without));
        assert_moved_within(&all, &fewer, false);
        moved |= all.statistics.devices != fewer.statistics.devices;
    }
    assert!(moved);
}

#[test]
fn rows_do_not_depend_on_one_person() {
    let people: Vec<String> = (0..40).map(|n| format!("p{n}@example.org")).collect();
    let names = |candidate: &Candidate| {
        let exact = &candidate.statistics;
        let campaigns = exact.campaigns.iter().map(|row| row.name.clone());
        let groups = exact.providers.iter().chain(&exact.devices).map(|row| row.group.clone());
        campaigns.chain(groups).collect::<Vec<String>>()
    };
    let all = names(&counted(&people, None));
    assert_eq!(all[..18], LETTERS);
    assert_eq!(all[18..20], ["Gmail", "Outlook"]);
    assert_eq!(all[26..], ["other", "unknown", "desktop", "mobile", "tablet", "unknown"]);
    for without in 1..people.len() {
        assert_eq!(names(&counted(&people, Some(without))), all);
    }
}

#[test]
fn the_candidate_of_this_method_is_released() {
    let people: Vec<String> = (0..400).map(|n| format!("p{n}@example.org")).collect();
    let generous = Privacy { epsilon_milli: 1_000_000, ..Privacy::default() };
    let exact = counted(&people, None);
    let shown = release(&exact, generous, 5, &secret(), b"everybody");
    // With next to no noise the figures are nearly what they are.
    for row in 0..2 {
        let sent = at(Table::Campaigns, row, Measure::Sent);
        let (true_one, shown) = (exact.statistics.at(sent).exact(), shown.at(sent).exact());
        assert!(shown.expect("shown").abs_diff(true_one.expect("told")) < 5);
    }
    let other = at(Table::Providers, 8, Measure::Openers);
    assert!(shown.at(other).exact().is_some_and(|value| value > 300), "{:?}", shown.at(other));
    assert_eq!(shown.providers[0].delivered, Count::Withheld);
}
