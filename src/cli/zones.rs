//! The rules of time zones, from the tables built into the program, so that a
//! report is the same on every machine.

use crate::engine::zone::Zone;
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// 1990-01-01 and 2040-01-01 in seconds since 1970: the years of the page too.
const FIRST: i64 = 631_152_000;
const LAST: i64 = 2_208_988_800;

/// A zone by its IANA name; `None` where there is none of that name.
pub fn zone(name: &str) -> Option<Zone> {
    if name == "UTC" {
        return Some(Zone::utc());
    }
    let rules = TimeZoneDatabase::bundled().get(name).ok()?;
    let first = Timestamp::from_second(FIRST).ok()?;
    let mut transitions: Vec<(i64, i32)> = Vec::new();
    let mut offset = offset(&rules, first);
    let first_offset = offset;
    for change in rules.following(first) {
        let from = change.timestamp().as_second();
        if from > LAST {
            break;
        }
        // A new abbreviation alone changes no clock.
        if change.offset().seconds() != offset {
            offset = change.offset().seconds();
            transitions.push((from, offset));
        }
    }
    Some(Zone::new(name, first_offset, transitions))
}

fn offset(rules: &TimeZone, at: Timestamp) -> i32 {
    rules.to_offset(at).seconds()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::zone::Time;

    #[test]
    fn clocks_change_when_they_did() {
        let vienna = zone("Europe/Vienna").unwrap();
        for (second, offset) in [
            (1_774_745_999, 3600),
            (1_774_746_000, 7200),
            (1_792_889_999, 7200),
            (1_792_890_000, 3600),
        ] {
            assert_eq!(vienna.offset(Time(second * 1000)), offset, "at {second}");
        }
        assert_eq!(vienna.name(), "Europe/Vienna");
        assert_eq!(zone("UTC"), Some(Zone::utc()));
        assert!(zone("Europe/Nowhere").is_none());
    }

    #[test]
    fn every_moment_has_the_offset_of_the_tables() {
        for name in
            ["Africa/Casablanca", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"]
        {
            let rules = TimeZoneDatabase::bundled().get(name).unwrap();
            let zone = zone(name).unwrap();
            for second in (FIRST..LAST).step_by(86_400 * 3 + 601) {
                let truth = offset(&rules, Timestamp::from_second(second).unwrap());
                assert_eq!(zone.offset(Time(second * 1000)), truth, "{name} at {second}");
            }
        }
    }
}
