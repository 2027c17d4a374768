//! Figures for tests: three campaigns of a small shop.

use crate::contract::{
    Arrival, CampaignRow, Cost, Count, DayRow, DeviceClientRow, Figures, FileReport, Granularity,
    GroupRow, LinkRow, MachineTally, Made, Measure, Method, Mode, Protection, Review, Risk,
    Settings, Snapshot, Statistics, Table, TextReason, TextReview, Treated, Treatment, WeekRow,
};
use std::collections::BTreeMap;

/// A file of which nothing is told yet.
pub fn file() -> FileReport {
    FileReport {
        name: "events.csv".into(),
        dialect: "generic".into(),
        granularity: Granularity::Event,
        rows: 1,
        rows_used: 0,
        events: BTreeMap::new(),
        ignored: BTreeMap::new(),
        problems: BTreeMap::new(),
        located: Vec::new(),
        recipients: 0,
        addresses: 0,
        first: None,
        last: None,
        zone: None,
        ambiguous_times: 0,
        unclassified_bounces: 0,
        reported: Vec::new(),
    }
}

fn exact(values: &[(Measure, u64)]) -> Figures<Count> {
    let mut figures = Figures::default();
    for &(measure, value) in values {
        figures[measure] = Count::Exact(value);
    }
    figures
}

struct Campaign {
    name: &'static str,
    sent_on: &'static str,
    sent: u64,
    hard: u64,
    soft: u64,
    openers: u64,
    opens: u64,
    clickers: u64,
    clicks: u64,
    unsubscribed: u64,
    complained: u64,
}

const CAMPAIGNS: [Campaign; 3] = [
    Campaign {
        name: "September news",
        sent_on: "2026-09-14",
        sent: 12_480,
        hard: 61,
        soft: 104,
        openers: 3_912,
        opens: 6_204,
        clickers: 688,
        clicks: 1_017,
        unsubscribed: 23,
        complained: 1,
    },
    Campaign {
        name: "Autumn catalogue: everything for the garden, the balcony and the terrace",
        sent_on: "2026-10-05",
        sent: 12_431,
        hard: 22,
        soft: 87,
        openers: 4_377,
        opens: 7_815,
        clickers: 1_204,
        clicks: 2_233,
        unsubscribed: 31,
        complained: 4,
    },
    Campaign {
        name: "Thank you for your order",
        sent_on: "2026-10-19",
        sent: 1_872,
        hard: 3,
        soft: 9,
        openers: 1_201,
        opens: 2_466,
        clickers: 402,
        clicks: 655,
        unsubscribed: 0,
        complained: 0,
    },
];

fn figures(campaign: &Campaign) -> Figures<Count> {
    let delivered = campaign.sent - campaign.hard - campaign.soft;
    exact(&[
        (Measure::Recipients, campaign.sent),
        (Measure::Sent, campaign.sent),
        (Measure::Delivered, delivered),
        (Measure::Deferred, campaign.soft * 2),
        (Measure::BouncedHard, campaign.hard),
        (Measure::BouncedSoft, campaign.soft),
        (Measure::MeasurableOpens, delivered),
        (Measure::MeasurableClicks, delivered),
        (Measure::Openers, campaign.openers),
        (Measure::Opens, campaign.opens),
        (Measure::MachineOpeners, campaign.openers / 3),
        (Measure::MachineOpens, campaign.opens / 3),
        (Measure::ConfirmedOpeners, campaign.openers + campaign.clickers / 12),
        (Measure::Clickers, campaign.clickers),
        (Measure::Clicks, campaign.clicks),
        (Measure::MachineClickers, campaign.clickers / 20),
        (Measure::MachineClicks, campaign.clicks / 5),
        (Measure::Unsubscribed, campaign.unsubscribed),
        (Measure::Complained, campaign.complained),
    ])
}

/// What the owner sees.
pub fn statistics() -> Statistics {
    let campaigns: Vec<CampaignRow> = CAMPAIGNS
        .iter()
        .zip(1..)
        .map(|(campaign, key)| CampaignRow {
            key,
            id: format!("c-{key}"),
            name: campaign.name.into(),
            gathers: 1,
            sent_on: Some(campaign.sent_on.into()),
            figures: figures(campaign),
        })
        .collect();
    let mut overall: Figures<Count> = Figures::default();
    for campaign in &campaigns {
        for (measure, count) in campaign.figures.iter() {
            if let Some(count) = count.exact() {
                overall[measure] = Count::Exact(overall[measure].exact().unwrap_or(0) + count);
            }
        }
    }
    Statistics {
        overall,
        campaigns,
        arrival: arrival(),
        days: days(),
        week: week(),
        links: links(),
        providers: groups(&[
            ("Gmail", 9_812, 3_801, 901),
            ("GMX", 5_230, 1_704, 402),
            ("Microsoft", 4_114, 1_290, 288),
            ("WEB.DE", 3_004, 998, 231),
            ("Apple", 1_722, 811, 190),
            ("other", 2_615, 886, 282),
        ]),
        devices: reactions(&[
            ("mobile", 5_310, 1_203),
            ("desktop", 3_644, 961),
            ("tablet", 402, 88),
            ("unknown", 134, 42),
        ]),
        clients: reactions(&[
            ("Apple Mail", 4_020, 903),
            ("Gmail", 2_871, 610),
            ("Outlook", 1_544, 402),
            ("Thunderbird", 388, 92),
            ("other", 667, 287),
        ]),
        countries: reactions(&[
            ("DE", 7_012, 1_710),
            ("AT", 1_188, 301),
            ("CH", 940, 212),
            ("other", 211, 40),
            ("unknown", 139, 31),
        ]),
        device_clients: [
            ("mobile", "Apple Mail", 3_511, 790),
            ("mobile", "Gmail", 1_799, 413),
            ("desktop", "Outlook", 1_544, 402),
            ("desktop", "other", 2_100, 559),
        ]
        .map(|(device, client, openers, clickers)| DeviceClientRow {
            device: device.into(),
            client: client.into(),
            openers: Count::Exact(openers),
            opens: Count::Exact(openers * 2),
            clickers: Count::Exact(clickers),
            clicks: Count::Exact(clickers * 2),
        })
        .into(),
        machine: MachineTally {
            vendor: Count::Exact(4_980),
            burst: Count::Exact(312),
            user_agent: Count::Exact(203),
            included: false,
        },
        doubles: Count::Exact(58),
    }
}

fn arrival() -> Vec<Arrival> {
    let row = |from_hour: u32, to_hour: Option<u32>, opens: u64| Arrival {
        from_hour,
        to_hour,
        opens: Count::Exact(opens),
        clicks: Count::Exact(opens / 5),
        first_opens: Count::Exact(opens / 2),
        first_clicks: Count::Exact(opens / 8),
    };
    let mut rows: Vec<Arrival> = (0..72_u32)
        .map(|hour| {
            let waking = if (8..22).contains(&((hour + 9) % 24)) { 3 } else { 1 };
            row(hour, Some(hour + 1), u64::from(waking * 2_400 / (hour + 2)))
        })
        .collect();
    rows.extend((3..7).map(|day| row(day * 24, Some(day * 24 + 24), u64::from(200 / day))));
    rows.push(row(168, None, 141));
    rows
}

fn days() -> Vec<DayRow> {
    (14..=30_u64)
        .map(|day| DayRow {
            day: format!("2026-09-{day:02}"),
            days: 1,
            opens: Count::Exact(8_000 / (day - 12) / (day - 12)),
            clicks: Count::Exact(1_500 / (day - 12) / (day - 12)),
        })
        .collect()
}

fn week() -> Vec<WeekRow> {
    let mut rows = Vec::new();
    for weekday in 0..7_u8 {
        for hour in 0..24_u8 {
            let day = if weekday < 5 { 6 } else { 3 };
            let opens = if (7..22).contains(&hour) {
                u64::from(day * (24 - hour.abs_diff(10)))
            } else {
                u64::from(hour % 3)
            };
            rows.push(WeekRow {
                weekday,
                from_hour: hour,
                to_hour: hour + 1,
                opens: Count::Exact(opens),
                clicks: Count::Exact(opens / 5),
            });
        }
    }
    rows
}

fn links() -> Vec<LinkRow> {
    [
        ("https://shop.example.com/garden/", 1, 802, 1_401),
        ("https://shop.example.com/sale?utm_campaign=autumn", 1, 688, 1_102),
        (
            "https://www.example.com/a/very/long/path/that/goes/on/and/on/with/{token}/inside",
            1,
            431,
            580,
        ),
        ("https://www.example.com/imprint", 1, 64, 66),
        ("", 7, 309, 756),
    ]
    .map(|(link, gathers, clickers, clicks)| LinkRow {
        link: link.into(),
        gathers,
        clickers: Count::Exact(clickers),
        clicks: Count::Exact(clicks),
    })
    .into()
}

fn groups(rows: &[(&str, u64, u64, u64)]) -> Vec<GroupRow> {
    rows.iter()
        .map(|&(group, delivered, openers, clickers)| GroupRow {
            group: group.into(),
            gathers: if group == "other" { 14 } else { 1 },
            delivered: Count::Exact(delivered),
            openers: Count::Exact(openers),
            opens: Count::Exact(openers * 7 / 4),
            clickers: Count::Exact(clickers),
            clicks: Count::Exact(clickers * 3 / 2),
        })
        .collect()
}

fn reactions(rows: &[(&str, u64, u64)]) -> Vec<GroupRow> {
    rows.iter()
        .map(|&(group, openers, clickers)| GroupRow {
            delivered: Count::Unavailable,
            gathers: 1,
            ..groups(&[(group, 0, openers, clickers)]).remove(0)
        })
        .collect()
}

/// What a reader of a snapshot sees: coarser steps, hidden counts, gathered rows.
pub fn snapshot() -> Snapshot {
    let mut statistics = statistics();
    for campaign in &mut statistics.campaigns {
        campaign.id.clear();
        campaign.figures[Measure::Complained] = Count::Withheld;
    }
    statistics.campaigns.push(CampaignRow {
        gathers: 4,
        figures: figures(&CAMPAIGNS[2]),
        ..CampaignRow::default()
    });
    statistics.overall[Measure::Complained] = Count::Withheld;
    statistics.arrival = [
        (0, Some(1), 3_620),
        (1, Some(6), 6_402),
        (6, Some(24), 4_311),
        (24, Some(72), 1_502),
        (72, Some(168), 440),
        (168, None, 210),
    ]
    .map(|(from_hour, to_hour, opens)| Arrival {
        from_hour,
        to_hour,
        opens: Count::Exact(opens),
        clicks: if from_hour < 72 { Count::Exact(opens / 4) } else { Count::Withheld },
        first_opens: Count::Exact(opens / 2),
        first_clicks: Count::Withheld,
    })
    .into();
    statistics.days = [("2026-09-14", 9_021), ("2026-09-21", 1_204), ("2026-10-05", 4_011)]
        .map(|(day, opens)| DayRow {
            day: day.into(),
            days: 7,
            opens: Count::Exact(opens),
            clicks: Count::Exact(opens / 6),
        })
        .into();
    statistics.week = (0..7)
        .flat_map(|weekday| {
            (0..4_u8).map(move |part| WeekRow {
                weekday,
                from_hour: part * 6,
                to_hour: part * 6 + 6,
                opens: if part == 0 {
                    Count::Withheld
                } else {
                    Count::Exact(u64::from(part) * 210 + u64::from(weekday) * 13)
                },
                clicks: Count::Exact(u64::from(part) * 40 + u64::from(weekday)),
            })
        })
        .collect();
    statistics.providers[4].clickers = Count::Withheld;
    statistics.providers[4].clicks = Count::Withheld;
    statistics.machine.burst = Count::Withheld;
    statistics.doubles = Count::Unavailable;
    Snapshot {
        format: Snapshot::FORMAT.into(),
        version: Snapshot::VERSION,
        made: Made { on: "2026-11-23".into(), by: "Milchglas 0.1.0".into() },
        title: "Autumn 2026".into(),
        treated: Treated {
            mode: Mode::Personal,
            unknown: Treatment::Anonymous,
            denied: Treatment::Anonymous,
            zone: "Europe/Vienna".into(),
            convention: Settings::default().convention,
            from: None,
            to: None,
        },
        protection: Protection {
            method: Method::Exact,
            threshold: Settings::DEFAULT_THRESHOLD,
            tables: Table::BREAKDOWNS.to_vec(),
            cap: Some(5),
            ..Protection::default()
        },
        risk: Some(Risk {
            cells: 412,
            cells_withheld: 21,
            programs: 42,
            narrowest: Some(14),
            median: Some(63),
            earlier: 2,
            ledger: true,
            ..Risk::default()
        }),
        statistics,
        checksum: String::new(),
    }
}

/// What the owner decides upon before that snapshot leaves.
pub fn review() -> Review {
    Review {
        snapshot: snapshot(),
        text: "{}".into(),
        fragment: Some("s1.abc".into()),
        cost: Cost {
            cells: 412,
            cells_withheld: 21,
            counts: 120_000,
            counts_withheld: 96,
            ..Cost::default()
        },
        texts: vec![
            TextReview {
                table: Table::Campaigns,
                text: "September news".into(),
                shown: "September news".into(),
                reason: None,
                marked: Vec::new(),
            },
            TextReview {
                table: Table::Links,
                text: "https://www.example.com/for/anna.muster".into(),
                shown: "https://www.example.com/for/{token}".into(),
                reason: Some(TextReason::Personal),
                marked: vec![(28, 11)],
            },
        ],
        rounds: 1,
        left_out: Vec::new(),
    }
}
