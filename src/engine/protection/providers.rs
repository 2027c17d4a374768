//! The breakdown by mailbox provider: every recipient is in exactly one group.
//!
//! Guarantee: rows partition the overall figures; in each row, and in what is in
//! no row, every part of those delivered and its rest are enough people. Which
//! groups stand by themselves is decided by recipients; what is small, and every
//! single domain below [`DOMAIN`] recipients a campaign, is gathered in `other`.

use super::context::{Context, Side, Withheld};
use super::texts::harmless;
use crate::contract::{Count, GroupRow, Measure, WithholdingReason};
use crate::engine::tallies::GroupTally;
use std::collections::BTreeMap;

/// A domain that is no provider's family is named from this many people.
const DOMAIN: u64 = 50;
/// Rows besides the gathered one.
const MOST_ROWS: usize = 50;
const OTHER: &str = "other";

/// One row: what it is called, and the sums of its groups. How many groups it
/// gathers is told nowhere: the store has gathered small domains before, or not,
/// by the account's mode, and a snapshot must be the same in every mode.
struct Row<'a> {
    group: &'a str,
    tally: GroupTally,
}

struct Layout<'a> {
    rows: Vec<Row<'a>>,
    sides: &'static [Side],
}

impl Layout<'_> {
    fn worth(&self) -> usize {
        self.rows.len().saturating_sub(1) * (1 + self.sides.len())
    }
}

/// The table, most recipients first, `other` last; empty where fewer than two
/// rows are safe.
pub(super) fn table(
    groups: &BTreeMap<String, GroupTally>,
    context: &Context<'_>,
    withheld: &mut Withheld,
) -> Vec<GroupRow> {
    if groups.is_empty() {
        return Vec::new();
    }
    let choices = Side::CHOICES.into_iter().chain([[].as_slice()]);
    let layouts = choices.filter_map(|sides| layout(groups, sides, context));
    let best = layouts.reduce(|best, next| if next.worth() > best.worth() { next } else { best });
    let Some(Layout { rows, sides }) = best.filter(|layout| layout.worth() > 0) else {
        withheld.table("providers", WithholdingReason::Small);
        return Vec::new();
    };
    if rows.iter().any(|row| row.group == OTHER) {
        withheld.table("providers", WithholdingReason::Gathered);
    }
    let opens = Column::new(Side::Opens, sides, groups, context);
    let clicks = Column::new(Side::Clicks, sides, groups, context);
    for column in [&opens, &clicks] {
        column.report(withheld);
    }
    rows.iter()
        .map(|row| GroupRow {
            group: row.group.to_owned(),
            gathers: 1,
            delivered: mark(context.overall[Measure::Delivered], row.tally.delivered),
            openers: mark(opens.people, row.tally.openers),
            opens: mark(opens.events, row.tally.opens),
            clickers: mark(clicks.people, row.tally.clickers),
            clicks: mark(clicks.events, row.tally.clicks),
        })
        .collect()
}

/// A value where its column is shown, the column's mark where it is not.
fn mark(column: Count, value: u64) -> Count {
    if column.exact().is_some() { Count::Exact(value) } else { column }
}

/// What is shown of one side: a whole column or none of it.
struct Column {
    side: Side,
    people: Count,
    events: Count,
}

impl Column {
    fn new(
        side: Side,
        sides: &[Side],
        groups: &BTreeMap<String, GroupTally>,
        context: &Context<'_>,
    ) -> Column {
        let (events, people) = side.measures();
        let hide = |count: Count, shown: bool| match count {
            Count::Exact(_) if !shown => Count::Withheld,
            other => other,
        };
        let sums = groups.values().fold(0u64, |sum, tally| sum.saturating_add(of(side, tally).1));
        // Nobody knows who is behind events that are in no group, nor behind
        // those of a group without people.
        let all_known = context.overall[events] == Count::Exact(sums)
            && groups.values().all(|tally| of(side, tally).0 > 0 || of(side, tally).1 == 0);
        let shown = sides.contains(&side);
        Column {
            side,
            people: hide(context.overall[people], shown),
            events: hide(context.overall[events], shown && all_known),
        }
    }

    fn report(&self, withheld: &mut Withheld) {
        let (events, people) = self.side.measures();
        for (count, measure) in [(self.people, people), (self.events, events)] {
            if count.is_withheld() {
                withheld.measure("providers", measure, WithholdingReason::Small);
            }
        }
    }
}

/// People and events of one side.
fn of(side: Side, tally: &GroupTally) -> (u64, u64) {
    match side {
        Side::Opens => (tally.openers, tally.opens),
        Side::Clicks => (tally.clickers, tally.clicks),
    }
}

fn layout<'a>(
    groups: &'a BTreeMap<String, GroupTally>,
    sides: &'static [Side],
    context: &Context<'_>,
) -> Option<Layout<'a>> {
    if sides.iter().any(|&side| context.side(side).is_none())
        || !rest_is_safe(groups, sides, context)
    {
        return None;
    }
    let stands_alone = |group: &str, tally: &GroupTally| {
        let named =
            !is_domain(group) || tally.recipients >= DOMAIN.saturating_mul(context.campaigns);
        // The text of a domain comes from the data.
        let harmless = harmless(group).as_deref() == Some(group);
        group != OTHER && named && harmless && is_safe(tally, sides, context)
    };
    let (mut alone, mut gathered): (Vec<Row<'a>>, Vec<Row<'a>>) = groups
        .iter()
        .map(|(group, tally)| Row { group, tally: *tally })
        .partition(|row| stands_alone(row.group, &row.tally));
    alone.sort_by(|a, b| b.tally.recipients.cmp(&a.tally.recipients).then(a.group.cmp(b.group)));
    gathered.extend(alone.split_off(alone.len().min(MOST_ROWS)));
    while !gathered.is_empty() && !is_safe(&gather(&gathered).tally, sides, context) {
        gathered.push(alone.pop()?);
    }
    if !gathered.is_empty() {
        alone.push(gather(&gathered));
    }
    Some(Layout { rows: alone, sides })
}

/// Lower case with a dot: a domain's own name rather than a family's brand.
fn is_domain(group: &str) -> bool {
    group.contains('.') && !group.chars().any(char::is_uppercase)
}

fn gather<'a>(rows: &[Row<'a>]) -> Row<'a> {
    let tally = rows.iter().fold(GroupTally::default(), |sum, row| GroupTally {
        recipients: sum.recipients.saturating_add(row.tally.recipients),
        delivered: sum.delivered.saturating_add(row.tally.delivered),
        openers: sum.openers.saturating_add(row.tally.openers),
        opens: sum.opens.saturating_add(row.tally.opens),
        clickers: sum.clickers.saturating_add(row.tally.clickers),
        clicks: sum.clicks.saturating_add(row.tally.clicks),
    });
    Row { group: OTHER, tally }
}

fn is_safe(tally: &GroupTally, sides: &[Side], context: &Context<'_>) -> bool {
    let base = match context.overall[Measure::Delivered] {
        Count::Exact(_) => tally.delivered,
        _ => tally.recipients,
    };
    let enough = tally.recipients >= context.floor && base >= context.floor;
    let divided = sides.iter().all(|&side| context.divides(base, of(side, tally).0));
    // Clickers are nearly always among the openers.
    let beside = sides.len() < 2
        || tally.openers == 0
        || ((tally.clickers > 0 && tally.clickers != tally.openers
            || tally.openers >= context.crowd())
            && context.is_apart(tally.openers, tally.clickers));
    enough && divided && beside
}

/// Recipients of no group at all are a row that a reader can work out.
fn rest_is_safe(
    groups: &BTreeMap<String, GroupTally>,
    sides: &[Side],
    context: &Context<'_>,
) -> bool {
    let rest = |measure: Measure, of: fn(&GroupTally) -> u64| match context.overall[measure] {
        Count::Exact(whole) => {
            groups.values().map(of).try_fold(whole, |left, value| left.checked_sub(value))
        }
        _ => Some(0),
    };
    let delivered = rest(Measure::Delivered, |tally| tally.delivered);
    let openers = if sides.contains(&Side::Opens) {
        rest(Measure::Openers, |tally| tally.openers)
    } else {
        Some(0)
    };
    let clickers = if sides.contains(&Side::Clicks) {
        rest(Measure::Clickers, |tally| tally.clickers)
    } else {
        Some(0)
    };
    match (delivered, openers, clickers) {
        (Some(0), Some(0), Some(0)) => true,
        (Some(delivered), Some(openers), Some(clickers)) => {
            let recipients = match context.overall[Measure::Delivered] {
                Count::Exact(_) => delivered,
                _ => openers.max(clickers),
            };
            let rest =
                GroupTally { recipients, delivered, openers, clickers, ..Default::default() };
            is_safe(&rest, sides, context)
        }
        _ => false,
    }
}
