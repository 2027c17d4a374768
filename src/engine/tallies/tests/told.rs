//! What files may tell, at random: people, campaigns and moments are few, so
//! that doubles, bursts and equal moments happen.

use crate::contract::{Filter, Kind, MachineRules, ReadingLimits};
use crate::engine::events::{Campaign, Client, Country, Device, Event, Family, Key};
use crate::engine::store::sample::KEY;
use crate::engine::tallies::Question;
use crate::engine::zone::{Time, Zone};
use proptest::prelude::*;

pub(super) const PEOPLE: [&str; 6] =
    ["ada@example.org", "bob@example.com", "cem@gmail.com", "dora@gmx.at", "id-5", ""];
pub(super) const NOBODY: usize = 5;
pub(super) const CAMPAIGNS: [&str; 2] = ["c1", "c2"];
pub(super) const LINKS: [&str; 7] = ["a/0", "a/1", "a/2", "a/3", "a/4", "a/5", "(unsubscribe)"];
pub(super) const START: i64 = 1_792_800_000_000;
pub(super) const HOUR: i64 = 3_600_000;

/// What a row tells; the rest follows from these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told {
    pub(super) who: usize,
    pub(super) campaign: usize,
    pub(super) kind: Kind,
    pub(super) time: Option<i64>,
    pub(super) link: Option<usize>,
    pub(super) count: u32,
}

impl Told {
    pub(super) fn client(&self) -> Client {
        let family = [Family::Unknown, Family::AppleMail, Family::Gmail];
        match self.time {
            Some(time) => Client {
                device: if time % 2 == 0 { Device::Mobile } else { Device::Desktop },
                family: family[(time / 1_000) as usize % 3],
            },
            None => Client::UNKNOWN,
        }
    }

    pub(super) fn country(&self) -> Country {
        let names = ["", "DE", "AT", "nowhere"];
        Country::from_text(self.time.map_or("", |time| names[(time / 400) as usize % 4]))
    }

    pub(super) fn automatic(&self) -> bool {
        self.time.is_some_and(|time| time % 7 == 0)
    }

    pub(super) fn view(&self) -> Option<u32> {
        let viewed = matches!(self.kind, Kind::Opened | Kind::MachineOpened | Kind::Read);
        self.time.filter(|time| viewed && time % 3 == 0).map(|time| (time % 12_000) as u32)
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.kind, Kind::Opened | Kind::MachineOpened)
    }

    pub(super) fn is_click(&self) -> bool {
        matches!(self.kind, Kind::Clicked | Kind::MachineClicked)
            && self.link != Some(LINKS.len() - 1)
    }

    pub(super) fn event(&self) -> Event<'static> {
        let key = Key::new(KEY);
        let mut event = Event::sample(PEOPLE[self.who], self.kind, self.time.map(Time), "", &key);
        event.campaign = Campaign { id: CAMPAIGNS[self.campaign], name: "" };
        event.link = self.link.map(|link| LINKS[link]);
        event.count = self.count;
        event.client = self.client();
        event.country = self.country();
        event.automatic = self.automatic();
        event.view_ms = self.view();
        event
    }
}

/// Rows of all kinds: mostly with times close together, so that doubles, bursts
/// and equal moments happen; opens also as counters.
pub(super) fn told() -> impl Strategy<Value = Told> {
    let time = prop_oneof![
        6 => (0i64..9).prop_map(|step| Some(START + step * 400)),
        4 => (0i64..240).prop_map(|hour| Some(START + hour * HOUR + hour)),
        1 => Just(None),
    ];
    let link = prop_oneof![1 => Just(None), 6 => (0usize..7).prop_map(Some)];
    (0usize..6, 0usize..2, 0u8..19, time, link, 1u32..4).prop_map(
        |(who, campaign, kind, time, link, count)| {
            let kind = match kind {
                15.. => {
                    [Kind::Clicked, Kind::Opened, Kind::Delivered, Kind::Sent][kind as usize - 15]
                }
                other => Kind::from_index(other).unwrap_or(Kind::Sent),
            };
            let click = matches!(kind, Kind::Clicked | Kind::MachineClicked);
            let counter = kind == Kind::Opened && time.is_none() && who != NOBODY;
            Told {
                who,
                campaign,
                kind,
                time: if click || who == NOBODY { time.or(Some(START)) } else { time },
                link: link.filter(|_| click),
                count: if counter { count } else { 1 },
            }
        },
    )
}

pub(super) fn files() -> impl Strategy<Value = Vec<Vec<Told>>> {
    proptest::collection::vec(proptest::collection::vec(told(), 0..40), 1..4)
}

pub(super) fn question() -> impl Strategy<Value = Question> {
    let campaigns = proptest::option::of(proptest::collection::vec(0u32..2, 0..3));
    let day = || proptest::option::of((24u32..30).prop_map(|day| format!("2026-10-{day:02}")));
    (campaigns, day(), day(), any::<[bool; 4]>()).prop_map(
        |(campaigns, from, to, [vendor, burst, user_agent, include_machine])| Question {
            filter: Filter { campaigns, from, to },
            machine: MachineRules { vendor, burst, user_agent },
            include_machine,
            reading: ReadingLimits::default(),
            zone: zone(),
        },
    )
}

/// Central Europe around the end of summer time in 2026.
pub(super) fn zone() -> Zone {
    Zone::new("Europe/Berlin", 7200, vec![(1_792_890_000, 3600)])
}
