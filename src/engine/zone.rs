//! Time zones as values: the engine is handed each zone's transitions and
//! looks nothing up itself.

use super::sorting::Sorting;
use std::cell::Cell;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// A local time without a zone: milliseconds since 1970-01-01T00:00:00 on the wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local(pub i64);

/// The rules of one time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    /// Offset from UTC in seconds before the first transition.
    first_offset: i32,
    /// Moments (UTC, seconds) from which a new offset (seconds) holds; ascending.
    transitions: Vec<(i64, i32)>,
}

/// What a local time means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    Once(Time),
    /// The clock was put back: the time occurs twice; the earlier is given.
    Twice(Time),
    /// The clock was put forward: the time does not exist; moved by the gap.
    Skipped(Time),
}

impl Zone {
    pub fn utc() -> Zone {
        Zone { name: "UTC".into(), first_offset: 0, transitions: Vec::new() }
    }

    /// A zone from its transitions; they are sorted here.
    pub fn new(name: &str, first_offset: i32, mut transitions: Vec<(i64, i32)>) -> Zone {
        transitions.put_in_order(Ord::cmp);
        Zone { name: name.into(), first_offset, transitions }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// What [`Zone::new`] makes the same zone of.
    pub(in crate::engine) fn rules(&self) -> (&str, i32, &[(i64, i32)]) {
        (&self.name, self.first_offset, &self.transitions)
    }

    /// Seconds to add to UTC for the wall clock at `time`.
    pub fn offset(&self, time: Time) -> i32 {
        self.period(time).offset
    }

    /// The time between two transitions to which `time` belongs.
    fn period(&self, time: Time) -> Period {
        let seconds = time.0.div_euclid(1000);
        let after = self.transitions.partition_point(|&(from, _)| from <= seconds);
        let before = after.checked_sub(1).and_then(|at| self.transitions.get(at));
        let milliseconds = |&(from, _): &(i64, i32)| from.saturating_mul(1000);
        Period {
            from: before.map_or(i64::MIN, milliseconds),
            until: self.transitions.get(after).map_or(i64::MAX, milliseconds),
            offset: before.map_or(self.first_offset, |&(_, offset)| offset),
        }
    }

    /// The wall clock at `time`.
    pub fn local(&self, time: Time) -> Local {
        Local(time.0 + i64::from(self.offset(time)) * 1000)
    }

    /// The moment at which the wall clock shows `local`.
    pub fn resolve(&self, local: Local) -> Resolved {
        // Offsets are less than a day apart: the two that can matter are those
        // a day before and a day after.
        const DAY: i64 = 86_400_000;
        let before = i64::from(self.offset(Time(local.0 - DAY))) * 1000;
        let after = i64::from(self.offset(Time(local.0 + DAY))) * 1000;
        let early = Time(local.0 - before);
        let late = Time(local.0 - after);
        match (self.local(early) == local, self.local(late) == local) {
            (true, true) if early == late => Resolved::Once(early),
            (true, true) => Resolved::Twice(early.min(late)),
            (true, false) => Resolved::Once(early),
            (false, true) => Resolved::Once(late),
            (false, false) => Resolved::Skipped(early),
        }
    }
}

/// A time in which a zone's offset stays the same.
#[derive(Clone, Copy)]
struct Period {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    from: i64,
    until: i64,
    /// Seconds to add to UTC.
    offset: i32,
}

impl Period {
    #[inline]
    fn holds(&self, time: Time) -> bool {
        self.from <= time.0 && time.0 < self.until
    }
}

/// The clock on the wall, for those who read it millions of times: most times are
/// in one of few half years, in whatever order they come.
pub(in crate::engine) struct WallClock<'z> {
    zone: &'z Zone,
    /// Those looked up last.
    periods: [Cell<Period>; 4],
    /// The one that makes room for the next.
    oldest: Cell<usize>,
}

impl<'z> WallClock<'z> {
    pub(in crate::engine) fn new(zone: &'z Zone) -> WallClock<'z> {
        let first = zone.period(Time(0));
        WallClock { zone, periods: [first; 4].map(Cell::new), oldest: Cell::new(0) }
    }

    /// The same as [`Zone::local`].
    #[inline]
    pub(in crate::engine) fn local(&self, time: Time) -> Local {
        let known = self.periods.iter().map(Cell::get).find(|period| period.holds(time));
        let period = known.unwrap_or_else(|| self.look_up(time));
        Local(time.0 + i64::from(period.offset) * 1000)
    }

    fn look_up(&self, time: Time) -> Period {
        let period = self.zone.period(time);
        let oldest = self.oldest.get();
        if let Some(place) = self.periods.get(oldest) {
            place.set(period);
        }
        self.oldest.set((oldest + 1) % self.periods.len());
        period
    }
}

/// The zones a session may meet, by name.
#[derive(Clone, Debug, Default)]
pub struct Zones(Vec<Zone>);

impl Zones {
    pub fn new(zones: Vec<Zone>) -> Zones {
        Zones(zones)
    }

    pub(in crate::engine) fn iter(&self) -> impl ExactSizeIterator<Item = &Zone> {
        self.0.iter()
    }

    /// The zone of that name; UTC where it was not handed over.
    pub fn get(&self, name: &str) -> Zone {
        self.0.iter().find(|zone| zone.name == name).cloned().unwrap_or_else(Zone::utc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    /// Central European time around 25 October 2026 (clock back at 01:00 UTC)
    /// and 29 March 2026 (forward at 01:00 UTC).
    fn berlin() -> Zone {
        Zone::new("Europe/Berlin", 3600, vec![(1_774_746_000, 7200), (1_792_890_000, 3600)])
    }

    #[test]
    fn a_repeated_hour_is_read_as_the_earlier() {
        // 2026-10-25 02:30 on the wall.
        let local = Local(1_792_895_400_000);
        assert_eq!(berlin().resolve(local), Resolved::Twice(Time(local.0 - 2 * HOUR)));
    }

    #[test]
    fn a_skipped_hour_moves_by_the_gap() {
        // 2026-03-29 02:30 on the wall does not exist; 03:30 summer time is meant.
        let local = Local(1_774_751_400_000);
        let Resolved::Skipped(time) = berlin().resolve(local) else { panic!("the hour exists") };
        assert_eq!(berlin().local(time), Local(local.0 + HOUR));
    }

    #[test]
    fn the_clock_on_the_wall_shows_what_the_zone_says() {
        for zone in [berlin(), Zone::utc()] {
            let clock = WallClock::new(&zone);
            let changes = [1_774_746_000_000, 1_792_890_000_000];
            let around = changes.iter().flat_map(|at| [at - 1, *at, at + 1, at + 999, at + 1_000]);
            let far = [i64::MIN / 2, -1, 0, 1, i64::MAX / 2];
            for time in far.into_iter().chain(around).chain(far).map(Time) {
                assert_eq!(clock.local(time), zone.local(time), "{}", time.0);
            }
        }
    }

    #[test]
    fn the_clock_on_the_wall_knows_more_periods_than_it_remembers() {
        let zone = Zone::new("restless", 0, (1..12).map(|n| (n * 100, n as i32 * 60)).collect());
        let clock = WallClock::new(&zone);
        for at in (0..500).map(|n| n * 7_919 % 1_300) {
            let time = Time(at * 1_000);
            assert_eq!(clock.local(time), zone.local(time), "{at}");
        }
    }

    #[test]
    fn every_other_time_goes_there_and_back() {
        let zone = berlin();
        for hour in 0..9000 {
            let time = Time(1_767_225_600_000 + hour * HOUR);
            match zone.resolve(zone.local(time)) {
                Resolved::Once(back) => assert_eq!(back, time),
                Resolved::Twice(earlier) => assert!(time == earlier || time.0 == earlier.0 + HOUR),
                Resolved::Skipped(_) => panic!("a real moment has a place on the clock"),
            }
        }
    }
}
