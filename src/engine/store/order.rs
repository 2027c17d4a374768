//! Events by subscriber, campaign and kind. All three are numbers without gaps, so
//! events are dealt out by them rather than compared.

use super::blocks::Blocks;
use super::row::Slim;
use super::what::Ranks;

/// Events are not dealt out over more places than this by campaign and kind: the
/// places would not fit into the nearest memory.
const MOST_PLACES: usize = 1 << 15;

/// The events by subscriber, each one's by campaign and kind.
/// `subscribers`: how many there are; those numbered from there on are nobody and
/// come last.
pub(super) fn sorted(rows: Blocks<Slim>, subscribers: u32, ranks: &Ranks) -> Blocks<Slim> {
    let whose = |row: &Slim| row.subscriber.min(subscribers) as usize;
    let everybody = subscribers as usize + 1;
    if ranks.places() > MOST_PLACES {
        let mut rows = dealt(rows, everybody, whose);
        sort_each_ones(&mut rows, ranks);
        return rows;
    }
    let rows = dealt(rows, ranks.places(), |row| ranks.of(row.what) as usize);
    dealt(rows, everybody, whose)
}

/// The events by place, those of one place in the order in which they were. There
/// are `places` places, and events elsewhere go to the last.
#[inline(never)] // See `Shard::seal`.
fn dealt(rows: Blocks<Slim>, places: usize, place: impl Fn(&Slim) -> usize) -> Blocks<Slim> {
    let Some(&first) = rows.get(0) else { return rows };
    let last = places.saturating_sub(1);
    // Where the next event of each place goes.
    let mut next = vec![0u32; last + 2];
    for row in rows.iter() {
        if let Some(count) = next.get_mut(place(row).min(last) + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut next {
        sum += *start;
        *start = sum;
    }
    let mut dealt = Blocks::filled(first, rows.len());
    for row in rows.iter() {
        if let Some(at) = next.get_mut(place(row).min(last)) {
            dealt.set(*at as usize, *row);
            *at += 1;
        }
    }
    dealt
}

/// Sorts events that are by subscriber already.
fn sort_each_ones(rows: &mut Blocks<Slim>, ranks: &Ranks) {
    let mut ones: Vec<Slim> = Vec::new();
    let mut start = 0;
    while let Some(&first) = rows.get(start) {
        ones.clear();
        let behind = (start..).map_while(|at| rows.get(at));
        ones.extend(behind.take_while(|row| row.subscriber == first.subscriber));
        ones.sort_by_key(|row| ranks.of(row.what));
        for (at, row) in (start..).zip(&ones) {
            rows.set(at, *row);
        }
        start += ones.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::store::row::{Mark, NO_LINK, NOBODY};
    use crate::engine::store::what::{What, Whats};

    fn whats(campaigns: u32) -> Whats {
        let mut whats = Whats::default();
        // In no order.
        for campaign in (0..campaigns).rev() {
            for kind in [7, 2, 4] {
                let mark = Mark::from_bits(kind);
                let what = What {
                    campaign,
                    link: NO_LINK,
                    amount: 1,
                    file: 0,
                    client: 0,
                    country: 0,
                    mark,
                };
                whats.code(what);
            }
        }
        whats
    }

    #[test]
    fn dealing_out_is_sorting() {
        for (seed, len) in [(1, 0), (2, 1), (3, 2), (4, 60), (5, 3_000), (6, 30_000)] {
            for campaigns in [3, MOST_PLACES as u32 / 3 + 1] {
                let whats = whats(campaigns);
                let ranks = Ranks::new(&whats);
                assert_eq!(ranks.places() > MOST_PLACES, campaigns > 3);
                let subscribers = [1, 40, 2_000][seed as usize % 3];
                let mut state: u64 = seed;
                let mut dice = move |sides: u64| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (state >> 33) % sides
                };
                let mut rows = Blocks::default();
                for time in 0..len {
                    let nobody = dice(9) == 0;
                    let subscriber = if nobody { NOBODY } else { dice(subscribers) as u32 };
                    rows.push(Slim { time, subscriber, what: dice(whats.len() as u64) as u32 });
                }
                let mut naive: Vec<Slim> = rows.iter().copied().collect();
                naive.sort_by_key(|row| {
                    let what = whats.get(row.what).unwrap();
                    (row.subscriber, what.campaign, what.mark.kind() as u8)
                });
                let bytes = |row: &Slim| row.to_bytes();
                let sorted = sorted(rows, subscribers as u32, &ranks);
                let same = sorted.iter().map(bytes).eq(naive.iter().map(bytes));
                assert!(same, "seed {seed}, {campaigns} campaigns");
            }
        }
    }
}
