//! How much one person may add to what leaves.
//!
//! Guarantee: of one person's opens in one campaign at most [`Bounds::events`]
//! are counted, and as many clicks, whatever the vendor recorded; with
//! [`Bounds::campaigns`], one person counts in no more campaigns than that. What
//! is left out is left out of every table, so that tables still add up to the
//! key figures; whoever did something once still counts as one.
//!
//! Assumed: that the events of one person are those of one pseudonym.
//!
//! Held by `the_first_ones_by_time_stay` here, and by `sums_are_capped` and
//! `the_twin_agrees` beside the candidate.

use std::cmp::Ordering;

/// What one person may contribute at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Bounds {
    /// Opens, and clicks, in one campaign.
    pub(in crate::engine) events: u32,
    /// Campaigns in which the person counts at all, the first by order of
    /// sending; `None`: all.
    pub(in crate::engine) campaigns: Option<u32>,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { events: 5, campaigns: None }
    }
}

/// Something that happened a number of times.
pub(in crate::engine) trait Repeated {
    fn times(&self) -> u64;
    fn set_times(&mut self, times: u64);
}

/// Leaves the first `most` of the events, as `order` has them; an event that
/// stands for several is cut. `order` must tell apart whatever is told apart
/// later, so that the order of the files does not matter.
pub(in crate::engine) fn cap<T: Repeated>(
    events: &mut Vec<T>,
    most: u32,
    order: impl Fn(&T, &T) -> Ordering,
) {
    let most = u64::from(most);
    let all = events.iter().fold(0u64, |sum, event| sum.saturating_add(event.times()));
    if all <= most {
        return;
    }
    events.sort_by(order);
    let mut left = most;
    events.retain_mut(|event| {
        let times = event.times().min(left);
        left -= times;
        event.set_times(times);
        times > 0
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Repeated for (i64, u64) {
        fn times(&self) -> u64 {
            self.1
        }

        fn set_times(&mut self, times: u64) {
            self.1 = times;
        }
    }

    #[test]
    fn the_first_ones_by_time_stay() {
        let mut events = vec![(9, 1), (3, 2), (1, 1), (5, 7)];
        cap(&mut events, 5, |a, b| a.0.cmp(&b.0));
        assert_eq!(events, [(1, 1), (3, 2), (5, 2)]);
        let mut few = vec![(9, 1), (3, 4)];
        cap(&mut few, 5, |a, b| a.0.cmp(&b.0));
        assert_eq!(few, [(9, 1), (3, 4)]);
    }
}
