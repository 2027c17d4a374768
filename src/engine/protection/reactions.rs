//! Breakdowns of reactions: by link, device and client. One person may be in
//! several rows, so people do not add up; events do.
//!
//! Guarantee: every number of people shown is large, and so is the rest of the
//! whole; what all rows together leave of the whole is no small number. The row
//! that gathers the others shows no people, because how many different ones it
//! holds is not known; it shows events only where one of its members alone has
//! enough people. Events are shown only where they add up to the whole.
//!
//! Clients show people only: a client belongs to a device, and events that add
//! up in both tables could be subtracted.

use super::context::{Context, Side, Whole, Withheld};
use super::texts::{Renamer, tidy};
use crate::contract::{Count, GroupRow, LinkRow, WithholdingReason};
use crate::engine::tallies::{GroupTally, LinkTally};
use std::collections::BTreeMap;

/// Rows besides the gathered one.
const MOST_ROWS: usize = 100;
const OTHER: &str = "other";

/// People and events of one entry, by side.
#[derive(Clone, Copy, Default)]
struct Reactions {
    opens: (u64, u64),
    clicks: (u64, u64),
}

impl Reactions {
    fn of(&self, side: Side) -> (u64, u64) {
        match side {
            Side::Opens => self.opens,
            Side::Clicks => self.clicks,
        }
    }
}

struct Entry<'a> {
    name: &'a str,
    reactions: Reactions,
}

/// Which columns a table has, and which rows.
struct Layout<'a> {
    sides: &'static [Side],
    events: bool,
    alone: Vec<Entry<'a>>,
    gathered: Vec<Entry<'a>>,
}

impl Layout<'_> {
    fn worth(&self) -> usize {
        let rows = self.alone.len() + usize::from(!self.gathered.is_empty());
        rows.saturating_sub(1) * self.sides.len() * (1 + usize::from(self.events))
    }

    fn report(&self, table: &str, sides: &[Side], context: &Context<'_>, withheld: &mut Withheld) {
        if !self.gathered.is_empty() {
            withheld.table(table, WithholdingReason::Gathered);
        }
        for &side in sides {
            let (events, people) = side.measures();
            let shown = self.sides.contains(&side);
            if !shown && context.overall[people] != Count::Unavailable {
                withheld.measure(table, people, WithholdingReason::Small);
            }
            if !(shown && self.events) && context.overall[events] != Count::Unavailable {
                withheld.measure(table, events, WithholdingReason::Small);
            }
        }
    }

    /// People and events of one side, for one entry.
    fn counts(&self, side: Side, entry: &Entry<'_>, context: &Context<'_>) -> (Count, Count) {
        let (people, events) = entry.reactions.of(side);
        let (events_measure, people_measure) = side.measures();
        let shown = self.sides.contains(&side);
        (
            mark(context.overall[people_measure], shown, people),
            mark(context.overall[events_measure], shown && self.events, events),
        )
    }

    /// The same for all that is gathered.
    fn gathered_counts(&self, side: Side, context: &Context<'_>) -> (Count, Count) {
        let (events_measure, people_measure) = side.measures();
        let shown = self.sides.contains(&side) && self.events;
        let events = sum(self.gathered.iter().map(|entry| entry.reactions.of(side).1));
        (
            mark(context.overall[people_measure], false, 0),
            mark(context.overall[events_measure], shown, events),
        )
    }

    fn gathers(&self) -> u32 {
        u32::try_from(self.gathered.len()).unwrap_or(u32::MAX)
    }
}

fn mark(overall: Count, shown: bool, value: u64) -> Count {
    match overall {
        Count::Unavailable => Count::Unavailable,
        _ if shown => Count::Exact(value),
        _ => Count::Withheld,
    }
}

fn sum(values: impl Iterator<Item = u64>) -> u64 {
    values.fold(0, u64::saturating_add)
}

/// Links, most clickers first; the others gathered under an empty name.
pub(super) fn links(
    links: &BTreeMap<String, LinkTally>,
    context: &Context<'_>,
    renamer: &mut Renamer,
    withheld: &mut Withheld,
) -> Vec<LinkRow> {
    let entries = || {
        let reactions = |tally: &LinkTally| Reactions {
            clicks: (tally.clickers, tally.clicks),
            ..Reactions::default()
        };
        links.iter().map(move |(name, tally)| Entry { name, reactions: reactions(tally) }).collect()
    };
    let choices: &[&[Side]] = &[&[Side::Clicks]];
    let wish = Wish { table: "links", choices, events: true, may_stand: &|_| true };
    let Some(layout) = best(&wish, &entries, context, withheld) else {
        return Vec::new();
    };
    let mut rows: Vec<LinkRow> = layout
        .alone
        .iter()
        .map(|entry| {
            let (clickers, clicks) = layout.counts(Side::Clicks, entry, context);
            LinkRow { link: renamer.link(entry.name), gathers: 1, clickers, clicks }
        })
        .collect();
    if !layout.gathered.is_empty() {
        let (clickers, clicks) = layout.gathered_counts(Side::Clicks, context);
        rows.push(LinkRow { link: String::new(), gathers: layout.gathers(), clickers, clicks });
    }
    rows
}

/// Devices, most people first, `other` last.
pub(super) fn devices(
    groups: &BTreeMap<String, GroupTally>,
    context: &Context<'_>,
    withheld: &mut Withheld,
) -> Vec<GroupRow> {
    group_rows("devices", groups, &|_| true, context, withheld)
}

/// Clients, most people first, `other` last. A client so close to a device that
/// the difference is a small number of people goes to `other`.
pub(super) fn clients(
    groups: &BTreeMap<String, GroupTally>,
    devices: &[GroupRow],
    context: &Context<'_>,
    withheld: &mut Withheld,
) -> Vec<GroupRow> {
    let apart = |people: u64, device: Count| {
        device.exact().is_none_or(|device| context.is_apart(people, device))
    };
    let mut far = groups.clone();
    far.retain(|_, tally| {
        devices.iter().all(|device| {
            apart(tally.openers, device.openers) && apart(tally.clickers, device.clickers)
        })
    });
    group_rows("clients", groups, &|client| far.contains_key(client), context, withheld)
}

fn group_rows(
    table: &str,
    groups: &BTreeMap<String, GroupTally>,
    may_stand: &dyn Fn(&str) -> bool,
    context: &Context<'_>,
    withheld: &mut Withheld,
) -> Vec<GroupRow> {
    let entries = || {
        let reactions = |tally: &GroupTally| Reactions {
            opens: (tally.openers, tally.opens),
            clicks: (tally.clickers, tally.clicks),
        };
        groups
            .iter()
            .map(move |(name, tally)| Entry { name, reactions: reactions(tally) })
            .collect()
    };
    let wish = Wish { table, choices: &Side::CHOICES, events: table != "clients", may_stand };
    let Some(layout) = best(&wish, &entries, context, withheld) else {
        return Vec::new();
    };
    let row = |group: &str, gathers, opens: (Count, Count), clicks: (Count, Count)| GroupRow {
        group: tidy(group),
        gathers,
        delivered: Count::Unavailable,
        openers: opens.0,
        opens: opens.1,
        clickers: clicks.0,
        clicks: clicks.1,
    };
    let counts = |side, entry: &Entry<'_>| layout.counts(side, entry, context);
    let alone = layout.alone.iter();
    let mut rows: Vec<GroupRow> = alone
        .map(|entry| row(entry.name, 1, counts(Side::Opens, entry), counts(Side::Clicks, entry)))
        .collect();
    if !layout.gathered.is_empty() {
        let [opens, clicks] =
            [Side::Opens, Side::Clicks].map(|side| layout.gathered_counts(side, context));
        rows.push(row(OTHER, layout.gathers(), opens, clicks));
    }
    rows
}

/// What a table is to be.
struct Wish<'w> {
    table: &'w str,
    /// Which sides it may have, the fullest first.
    choices: &'w [&'static [Side]],
    /// Whether it may show events.
    events: bool,
    /// Whether an entry may be a row of its own, whatever its numbers.
    may_stand: &'w dyn Fn(&str) -> bool,
}

/// The layout that tells most; `None` where fewer than two rows are safe.
fn best<'a>(
    wish: &Wish<'_>,
    entries: &dyn Fn() -> Vec<Entry<'a>>,
    context: &Context<'_>,
    withheld: &mut Withheld,
) -> Option<Layout<'a>> {
    if entries().is_empty() {
        return None;
    }
    let layouts = wish.choices.iter().flat_map(|&sides| {
        [true, false]
            .into_iter()
            .filter(|&events| wish.events || !events)
            .filter_map(move |events| layout(entries(), sides, events, wish.may_stand, context))
    });
    let best = layouts.reduce(|best, next| if next.worth() > best.worth() { next } else { best });
    match best.filter(|layout| layout.worth() > 0) {
        Some(layout) => {
            let sides = wish.choices.first().copied().unwrap_or_default();
            layout.report(wish.table, sides, context, withheld);
            Some(layout)
        }
        None => {
            withheld.table(wish.table, WithholdingReason::Small);
            None
        }
    }
}

fn layout<'a>(
    entries: Vec<Entry<'a>>,
    sides: &'static [Side],
    events: bool,
    may_stand: &dyn Fn(&str) -> bool,
    context: &Context<'_>,
) -> Option<Layout<'a>> {
    let wholes: Vec<(Side, Whole)> = sides
        .iter()
        .map(|&side| context.side(side).map(|whole| (side, whole)))
        .collect::<Option<_>>()?;
    let adds_up = |(side, whole): &(Side, Whole)| {
        whole.events == Some(sum(entries.iter().map(|entry| entry.reactions.of(*side).1)))
    };
    if events && !wholes.iter().all(adds_up) {
        return None;
    }
    let (mut alone, mut gathered): (Vec<Entry<'a>>, Vec<Entry<'a>>) = entries
        .into_iter()
        .partition(|entry| may_stand(entry.name) && is_safe(entry, &wholes, context));
    let people = |entry: &Entry<'_>| sides.iter().map(|&side| entry.reactions.of(side).0).max();
    alone.sort_by(|a, b| people(b).cmp(&people(a)).then(a.name.cmp(b.name)));
    gathered.extend(alone.split_off(alone.len().min(MOST_ROWS)));
    if !gathered.is_empty()
        && let Some(at) = alone.iter().position(|entry| entry.name == OTHER)
    {
        gathered.push(alone.remove(at));
    }
    while !rest_is_safe(&alone, &gathered, &wholes, events, context) {
        gathered.push(alone.pop()?);
    }
    Some(Layout { sides, events, alone, gathered })
}

fn is_safe(entry: &Entry<'_>, wholes: &[(Side, Whole)], context: &Context<'_>) -> bool {
    let divided = wholes.iter().all(|&(side, whole)| {
        let (people, events) = entry.reactions.of(side);
        context.divides(whole.people, people) && (people > 0 || events == 0)
    });
    let anybody = wholes.iter().any(|&(side, _)| entry.reactions.of(side).0 > 0);
    let (openers, clickers) = (entry.reactions.opens.0, entry.reactions.clicks.0);
    // Clickers are nearly always among the openers.
    let beside = wholes.len() < 2
        || openers == 0
        || (context.is_apart(openers, clickers)
            && (openers >= context.crowd() || (clickers != 0 && clickers != openers)));
    divided && anybody && beside
}

/// What the rows that stand alone leave of the whole. With nothing gathered, it
/// is minus the number of people in two rows.
fn rest_is_safe(
    alone: &[Entry<'_>],
    gathered: &[Entry<'_>],
    wholes: &[(Side, Whole)],
    events: bool,
    context: &Context<'_>,
) -> bool {
    wholes.iter().all(|&(side, whole)| {
        let shown = sum(alone.iter().map(|entry| entry.reactions.of(side).0));
        let people = gathered.iter().map(|entry| entry.reactions.of(side).0);
        let gathered_events = sum(gathered.iter().map(|entry| entry.reactions.of(side).1));
        let apart = context.is_apart(whole.people, shown);
        let proven = people.max().is_some_and(|most| most >= context.floor);
        apart && (!events || gathered_events == 0 || proven)
    })
}
