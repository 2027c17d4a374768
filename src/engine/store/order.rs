//! Rows in the order in which doubles are found. Campaigns, kinds and subscribers
//! are numbers without gaps, so rows are dealt out by them rather than compared;
//! what is left to compare are the few rows of one kind in one message.

use super::row::Row;

/// Rows are not dealt out by more campaigns than this: their places would not fit
/// into the nearest memory.
const MOST_CAMPAIGNS: u32 = 1 << 10;
const KINDS: usize = 32;

/// The rows by subscriber, and each one's in [`Row::order_of_one`].
/// `subscribers` and `campaigns`: how many there are; subscribers numbered from
/// there on are nobody and come last.
pub(super) fn sorted(rows: Vec<Row>, subscribers: u32, campaigns: u32) -> Vec<Row> {
    let whose = |row: &Row| row.subscriber.min(subscribers) as usize;
    if campaigns > MOST_CAMPAIGNS {
        let mut rows = dealt(&rows, subscribers as usize + 1, whose);
        sort_within(&mut rows, |a, b| a.subscriber == b.subscriber);
        return rows;
    }
    let what = |row: &Row| row.campaign as usize * KINDS + row.mark.kind() as usize;
    let by_kind = dealt(&rows, campaigns as usize * KINDS, what);
    drop(rows);
    let mut rows = dealt(&by_kind, subscribers as usize + 1, whose);
    drop(by_kind);
    sort_within(&mut rows, |a, b| a.message() == b.message() && a.mark.kind() == b.mark.kind());
    rows
}

/// The rows by place, those of one place in the order in which they were. There
/// are `places` places, and rows elsewhere go to the last.
fn dealt(rows: &[Row], places: usize, place: impl Fn(&Row) -> usize) -> Vec<Row> {
    let Some(&first) = rows.first() else { return Vec::new() };
    let last = places.saturating_sub(1);
    // Where the next row of each place goes.
    let mut next = vec![0u32; last + 2];
    for row in rows {
        if let Some(count) = next.get_mut(place(row).min(last) + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut next {
        sum += *start;
        *start = sum;
    }
    let mut dealt = vec![first; rows.len()];
    for row in rows {
        if let Some(at) = next.get_mut(place(row).min(last)) {
            if let Some(room) = dealt.get_mut(*at as usize) {
                *room = *row;
            }
            *at += 1;
        }
    }
    dealt
}

fn sort_within(rows: &mut [Row], same: impl FnMut(&Row, &Row) -> bool) {
    for group in rows.chunk_by_mut(same) {
        if group.len() > 1 {
            group.sort_unstable_by_key(Row::order_of_one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::store::row::{Mark, NO_LINK, NO_TIME, NOBODY};

    fn rows(seed: u64, len: usize, subscribers: u64) -> Vec<Row> {
        let mut state = seed;
        let mut dice = move |sides: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % sides
        };
        let row = |_| Row {
            time: if dice(4) == 0 { NO_TIME } else { dice(3) as i64 - 1 },
            subscriber: if dice(9) == 0 { NOBODY } else { dice(subscribers) as u32 },
            campaign: dice(3) as u32,
            link: if dice(2) == 0 { NO_LINK } else { dice(2) as u32 },
            amount: dice(2) as u32,
            file: dice(2) as u32,
            client: dice(2) as u16,
            mark: Mark::from_bits(dice(3) as u16 | (dice(2) << 7) as u16),
        };
        (0..len).map(row).collect()
    }

    #[test]
    fn dealing_out_is_sorting() {
        for (seed, len) in [(1, 0), (2, 1), (3, 2), (4, 60), (5, 3_000), (6, 3_000)] {
            let subscribers = [1, 40, 2_000][seed as usize % 3];
            let rows = rows(seed, len, subscribers);
            let mut naive = rows.clone();
            naive.sort_by_key(Row::order);
            let bytes = |rows: &[Row]| -> Vec<_> {
                rows.iter().map(|row| (row.to_bytes(), row.file)).collect()
            };
            for campaigns in [3, MOST_CAMPAIGNS, MOST_CAMPAIGNS + 1] {
                let sorted = sorted(rows.clone(), subscribers as u32, campaigns);
                assert!(bytes(&sorted) == bytes(&naive), "seed {seed}, {campaigns} campaigns");
            }
        }
    }
}
