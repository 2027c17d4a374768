//! Which opens and clicks are set aside as a machine's.
//!
//! Three rules, in this order, each of which can be off: the vendor's own mark;
//! a burst of clicks; the user agent of a known proxy or scanner. An open and a
//! click at the same moment is normal for people, and the time since delivery
//! proves nothing: there is no fourth rule.

use crate::contract::{Kind, MachineRules};
use crate::engine::store::{Entry, Mark};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// So many different links …
const BURST_LINKS: usize = 5;
/// … clicked by one recipient within so many milliseconds are a burst.
const BURST_MS: i64 = 1_000;

/// The rule that sets an event aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    Vendor,
    Burst,
    UserAgent,
}

/// The first rule that applies to an open, a click or a view.
pub(super) fn cause(entry: &Entry, in_burst: bool, rules: MachineRules) -> Option<Cause> {
    let vendor = matches!(entry.kind, Kind::MachineOpened | Kind::MachineClicked)
        || entry.mark.has(Mark::VENDOR);
    if rules.vendor && vendor {
        Some(Cause::Vendor)
    } else if rules.burst && in_burst {
        Some(Cause::Burst)
    } else if rules.user_agent && entry.mark.has(Mark::AUTOMATIC) {
        Some(Cause::UserAgent)
    } else {
        None
    }
}

/// Marks, for each of one recipient's events, whether it is a click in a burst;
/// nothing at all where there is none. Clicks whose time is known to the minute only
/// prove nothing.
pub(super) fn bursts(entries: &[Entry], marked: &mut Vec<bool>) {
    marked.clear();
    let is_click = |entry: &&Entry| matches!(entry.kind, Kind::Clicked | Kind::MachineClicked);
    if entries.iter().filter(is_click).count() < BURST_LINKS {
        return;
    }
    marked.resize(entries.len(), false);
    let mut clicks: Vec<(i64, u32, usize)> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| is_click(entry))
        .filter(|(_, entry)| !entry.mark.has(Mark::COARSE))
        .filter_map(|(at, entry)| Some((entry.time?.0, entry.link?, at)))
        .collect();
    clicks.sort_unstable();
    // A window that ends at each click in turn; `unmarked` is the first click
    // that no burst has reached yet.
    let mut links: HashMap<u32, usize, BuildHasherDefault<DefaultHasher>> = HashMap::default();
    let (mut start, mut unmarked) = (0, 0);
    for (end, &(time, link, _)) in clicks.iter().enumerate() {
        *links.entry(link).or_default() += 1;
        while let Some(&(first, oldest, _)) = clicks.get(start)
            && time - first > BURST_MS
        {
            if let Some(uses) = links.get_mut(&oldest) {
                *uses -= 1;
                if *uses == 0 {
                    links.remove(&oldest);
                }
            }
            start += 1;
        }
        if links.len() >= BURST_LINKS {
            for &(_, _, at) in clicks.get(unmarked.max(start)..=end).unwrap_or_default() {
                if let Some(mark) = marked.get_mut(at) {
                    *mark = true;
                }
            }
            unmarked = end + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Settings;
    use crate::engine::consent::ConsentBook;
    use crate::engine::events::Event;
    use crate::engine::store::sample::{event, store};
    use proptest::prelude::*;

    const LINKS: [&str; 7] = ["a/0", "a/1", "a/2", "a/3", "a/4", "a/5", "a/6"];

    fn marked(clicks: &[(i64, usize)]) -> Vec<(i64, bool)> {
        let file: Vec<Event<'_>> = clicks
            .iter()
            .map(|&(time, link)| Event {
                link: LINKS.get(link).copied(),
                ..event("ada@example.org", Kind::Clicked, Some(time))
            })
            .collect();
        let store = store(&Settings::default(), ConsentBook::default(), 1, [file]);
        let entries: Vec<_> =
            store.shards()[0].messages().flat_map(|message| message.entries()).collect();
        let mut marks = Vec::new();
        bursts(&entries, &mut marks);
        marks.resize(entries.len(), false);
        entries.iter().map(|entry| entry.time.map_or(0, |time| time.0)).zip(marks).collect()
    }

    #[test]
    fn five_links_within_a_second_are_a_burst() {
        let spread = |step| (0i64..5).map(|at| (at * step, at as usize)).collect::<Vec<_>>();
        assert!(marked(&spread(250)).iter().all(|&(_, mark)| mark));
        assert!(marked(&spread(251)).iter().all(|&(_, mark)| !mark));
        assert!(marked(&[(0, 0), (1, 0), (2, 1), (3, 2), (4, 3)]).iter().all(|&(_, mark)| !mark));
    }

    #[test]
    fn a_click_long_before_a_burst_is_a_persons() {
        let mut clicks = vec![(0, 0)];
        clicks.extend((0..5).map(|link| (5_000, link)));
        let marks = marked(&clicks);
        assert_eq!(marks.iter().filter(|&&(_, mark)| mark).count(), 5);
        assert_eq!(marks[0], (0, false));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(3), failure_persistence: None, ..ProptestConfig::default() })]

        /// Equal to looking at every window of a second.
        #[test]
        fn equals_every_window(clicks in proptest::collection::btree_set((0i64..3_000, 0usize..7), 0..20)) {
            let clicks: Vec<_> = clicks.into_iter().collect();
            for (time, mark) in marked(&clicks) {
                let naive = clicks.iter().any(|&(from, _)| {
                    let window: std::collections::BTreeSet<usize> = clicks.iter()
                        .filter(|&&(other, _)| (from..=from + 1_000).contains(&other))
                        .map(|&(_, link)| link)
                        .collect();
                    (from..=from + 1_000).contains(&time) && window.len() >= 5
                });
                prop_assert_eq!(mark, naive);
            }
        }
    }
}
