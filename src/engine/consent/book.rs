//! Who granted or denied what, and since when.

use crate::contract::Measured;
use crate::engine::events::Pseudonym;
use crate::engine::flat::{Flat, WriteFlat};
use crate::engine::sorting::Sorting;
use crate::engine::zone::Time;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// The choices of all subscribers who made one. No `Debug`, no `Serialize`.
#[derive(Default)]
pub struct ConsentBook {
    choices: HashMap<Pseudonym, [History; 2], BuildHasherDefault<DefaultHasher>>,
}

/// What a subscriber said of opens, or of clicks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Granted,
    Denied,
    Unknown,
}

/// All entries of one subscriber on one of the two questions.
#[derive(Default)]
struct History {
    /// Entries without a date, which always hold.
    always_granted: bool,
    always_denied: bool,
    /// In order of time; at equal times the denial last, so that it holds.
    dated: Vec<(Time, Choice)>,
}

impl ConsentBook {
    /// Enters what one row of a consent list says: `opens` and `clicks` granted
    /// (`true`), denied (`false`) or not mentioned, `since` when. The order of
    /// entries does not matter.
    pub fn add(
        &mut self,
        who: Pseudonym,
        opens: Option<bool>,
        clicks: Option<bool>,
        since: Option<Time>,
    ) {
        if opens.is_none() && clicks.is_none() {
            return;
        }
        let [of_opens, of_clicks] = self.choices.entry(who).or_default();
        of_opens.add(opens, since);
        of_clicks.add(clicks, since);
    }

    /// Distinct subscribers with an entry.
    pub fn len(&self) -> usize {
        self.choices.len()
    }

    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// Writes all choices, for [`ConsentBook::read`].
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let mut choices: Vec<_> = self.choices.iter().collect();
        choices.put_in_order_by_key(|&(who, _)| *who);
        out.put_len(choices.len());
        for (who, histories) in choices {
            out.put_u64(who.bits());
            histories.iter().for_each(|history| history.write(out));
        }
    }

    /// What [`ConsentBook::write`] wrote; `None` where it is damaged.
    pub(super) fn read(flat: &mut Flat<'_>) -> Option<ConsentBook> {
        let choices = (0..flat.len()?).map(|_| {
            let who = Pseudonym::from_bits(flat.u64()?);
            Some((who, [History::read(flat)?, History::read(flat)?]))
        });
        Some(ConsentBook { choices: choices.collect::<Option<_>>()? })
    }

    /// The choice that held at `time`; the latest one where the event has no time.
    pub(super) fn at(&self, who: Pseudonym, what: Measured, time: Option<Time>) -> Choice {
        match (self.history(who, what), time) {
            (None, _) => Choice::Unknown,
            (Some(history), Some(time)) => history.at(time),
            (Some(history), None) => history.latest(),
        }
    }

    /// The latest choice there is.
    pub(super) fn latest(&self, who: Pseudonym, what: Measured) -> Choice {
        self.history(who, what).map_or(Choice::Unknown, History::latest)
    }

    fn history(&self, who: Pseudonym, what: Measured) -> Option<&History> {
        let [opens, clicks] = self.choices.get(&who)?;
        Some(match what {
            Measured::Opens => opens,
            Measured::Clicks => clicks,
        })
    }
}

impl History {
    fn add(&mut self, granted: Option<bool>, since: Option<Time>) {
        let Some(granted) = granted else { return };
        match (since, granted) {
            (None, true) => self.always_granted = true,
            (None, false) => self.always_denied = true,
            (Some(since), _) => {
                let choice = if granted { Choice::Granted } else { Choice::Denied };
                let rank = |&(time, choice): &(Time, Choice)| (time, choice == Choice::Denied);
                let entry = (since, choice);
                let place = self.dated.partition_point(|other| rank(other) <= rank(&entry));
                self.dated.insert(place, entry);
            }
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.put_u8(u8::from(self.always_granted) | u8::from(self.always_denied) << 1);
        out.put_len(self.dated.len());
        for &(since, choice) in &self.dated {
            out.put_i64(since.0);
            out.put_u8((choice == Choice::Granted).into());
        }
    }

    fn read(flat: &mut Flat<'_>) -> Option<History> {
        let always = flat.u8()?;
        let mut history = History {
            always_granted: always & 1 != 0,
            always_denied: always & 2 != 0,
            dated: Vec::new(),
        };
        for _ in 0..flat.len()? {
            let since = Time(flat.i64()?);
            history.add(Some(flat.u8()? != 0), Some(since));
        }
        Some(history)
    }

    fn at(&self, time: Time) -> Choice {
        let held = self.dated.partition_point(|&(since, _)| since <= time);
        self.settle(held.checked_sub(1).and_then(|last| self.dated.get(last)))
    }

    fn latest(&self) -> Choice {
        self.settle(self.dated.last())
    }

    /// A denial without a date holds against everything: nobody can know that a
    /// dated grant came after it.
    fn settle(&self, dated: Option<&(Time, Choice)>) -> Choice {
        match dated {
            _ if self.always_denied => Choice::Denied,
            Some(&(_, choice)) => choice,
            None if self.always_granted => Choice::Granted,
            None => Choice::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::events::{Key, Who};
    use proptest::prelude::*;

    fn somebody() -> Pseudonym {
        match Who::from_cell("ada@example.org", &Key::new([7; 16])) {
            Who::Subscriber { pseudonym, .. } => pseudonym,
            Who::Nobody => panic!("an address is somebody"),
        }
    }

    fn opens(entries: &[(bool, Option<i64>)], time: Option<i64>) -> Choice {
        let mut book = ConsentBook::default();
        for &(granted, since) in entries {
            book.add(somebody(), Some(granted), None, since.map(Time));
        }
        book.at(somebody(), Measured::Opens, time.map(Time))
    }

    #[test]
    fn the_latest_entry_before_the_event_holds() {
        let entries = [(true, Some(10)), (false, Some(20)), (true, Some(30))];
        assert_eq!(opens(&entries, Some(9)), Choice::Unknown);
        assert_eq!(opens(&entries, Some(10)), Choice::Granted);
        assert_eq!(opens(&entries, Some(20)), Choice::Denied);
        assert_eq!(opens(&entries, Some(99)), Choice::Granted);
        assert_eq!(opens(&entries, None), Choice::Granted);
    }

    #[test]
    fn entries_without_a_date_hold_always() {
        assert_eq!(opens(&[(true, None)], Some(1)), Choice::Granted);
        assert_eq!(opens(&[(true, None), (false, Some(20))], Some(19)), Choice::Granted);
        assert_eq!(opens(&[(true, None), (false, Some(20))], Some(20)), Choice::Denied);
        assert_eq!(opens(&[(false, None), (true, Some(20))], Some(30)), Choice::Denied);
        assert_eq!(opens(&[(true, None), (false, None)], None), Choice::Denied);
    }

    #[test]
    fn opens_say_nothing_of_clicks() {
        let mut book = ConsentBook::default();
        book.add(somebody(), Some(true), None, None);
        assert_eq!(book.latest(somebody(), Measured::Clicks), Choice::Unknown);
        book.add(somebody(), None, None, None);
        assert_eq!(book.len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

        /// The order of a consent list changes nothing, and at equal times a denial holds.
        #[test]
        fn order_of_entries_is_free(
            mut entries in proptest::collection::vec((any::<bool>(), proptest::option::of(0i64..6)), 0..8),
            time in proptest::option::of(-1i64..8),
        ) {
            let straight = opens(&entries, time);
            entries.reverse();
            prop_assert_eq!(straight, opens(&entries, time));
            let naive = {
                let dated = |limit: i64| entries.iter()
                    .filter_map(|&(granted, since)| since.filter(|&since| since <= limit).map(|since| (since, !granted)))
                    .max();
                if entries.contains(&(false, None)) {
                    Choice::Denied
                } else {
                    match dated(time.unwrap_or(i64::MAX)) {
                        Some((_, true)) => Choice::Denied,
                        Some((_, false)) => Choice::Granted,
                        None if entries.contains(&(true, None)) => Choice::Granted,
                        None => Choice::Unknown,
                    }
                }
            };
            prop_assert_eq!(straight, naive);
        }
    }
}
