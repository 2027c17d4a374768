//! The rules of time zones, asked of the browser: it has them all, and the
//! page need not carry them.

use crate::engine::zone::Zone;
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};

/// 1990-01-01 and 2040-01-01 in seconds since 1970: campaigns live between.
const FIRST: i64 = 631_152_000;
const LAST: i64 = 2_208_988_800;

/// The shortest stay of an offset that is still noticed. The shortest on record
/// in these years, Morocco's break of daylight saving in Ramadan, is four weeks.
const STEP: i64 = 12 * 86_400;

/// Clock changes fall on whole minutes.
const FINEST: i64 = 60;

thread_local! {
    /// Zones already asked for: asking takes some milliseconds.
    static KNOWN: RefCell<BTreeMap<String, Option<Zone>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A zone by its IANA name; `None` where the browser does not know it.
pub fn zone(name: &str) -> Option<Zone> {
    KNOWN.with_borrow_mut(|known| known.entry(name.to_owned()).or_insert_with(|| ask(name)).clone())
}

fn ask(name: &str) -> Option<Zone> {
    if name == "UTC" {
        return Some(Zone::utc());
    }
    let wall = Wall::new(name)?;
    probe(name, |seconds| wall.offset(seconds))
}

/// Finds the moments at which `offset_at` (seconds east of UTC at a moment in
/// seconds since 1970) changes, by steps and bisection.
fn probe(name: &str, offset_at: impl Fn(i64) -> Option<i32>) -> Option<Zone> {
    let first_offset = offset_at(FIRST)?;
    let mut transitions = Vec::new();
    let (mut from, mut offset) = (FIRST, first_offset);
    while from < LAST {
        let to = (from + STEP).min(LAST);
        let next = offset_at(to)?;
        if next != offset {
            let (mut before, mut after) = (from, to);
            while after - before > FINEST {
                // Both ends are whole minutes, and so is their middle.
                let middle = (before + after) / 2 / FINEST * FINEST;
                if offset_at(middle)? == offset { before = middle } else { after = middle }
            }
            transitions.push((after, next));
            offset = next;
        }
        from = to;
    }
    Some(Zone::new(name, first_offset, transitions))
}

/// A wall clock in the browser.
struct Wall {
    format: Function,
}

impl Wall {
    fn new(name: &str) -> Option<Wall> {
        let options = Object::new();
        for (key, value) in [("timeZone", name), ("timeZoneName", "longOffset")] {
            Reflect::set(&options, &key.into(), &value.into()).ok()?;
        }
        // Not `Intl::DateTimeFormat::new`: an unknown name throws.
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let constructor = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?;
        let format = Reflect::construct(
            constructor.dyn_ref::<Function>()?,
            &Array::of2(&"en-US".into(), &options),
        )
        .ok()?;
        Some(Wall { format: format.unchecked_into::<Intl::DateTimeFormat>().format() })
    }

    fn offset(&self, seconds: i64) -> Option<i32> {
        let milliseconds = JsValue::from_f64(seconds as f64 * 1000.0);
        let shown = self.format.call1(&JsValue::UNDEFINED, &milliseconds).ok()?;
        offset_in(&shown.as_string()?)
    }
}

/// The offset in a date such as `10/25/2026, GMT+02:00`; `GMT` alone is zero.
fn offset_in(shown: &str) -> Option<i32> {
    let (_, offset) = shown.rsplit_once("GMT")?;
    let offset = offset.trim();
    let Some(sign) = offset.chars().next() else { return Some(0) };
    let sign = match sign {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    let mut seconds = 0;
    for (part, unit) in
        offset.trim_start_matches(['+', '-', '\u{2212}']).split(':').zip([3600, 60, 1])
    {
        seconds += part.parse::<u16>().ok().map(i32::from)? * unit;
    }
    Some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::zone::Time;

    #[test]
    fn offsets_are_read_as_browsers_write_them() {
        let cases = [
            ("10/25/2026, GMT+02:00", Some(7200)),
            ("10/25/2026, GMT-03:30", Some(-12_600)),
            ("10/25/2026, GMT\u{2212}05:00", Some(-18_000)),
            ("1/1/1990, GMT+00:19:32", Some(1172)),
            ("10/25/2026, GMT", Some(0)),
            ("10/25/2026, MESZ", None),
            ("10/25/2026, GMT+x", None),
        ];
        for (shown, offset) in cases {
            assert_eq!(offset_in(shown), offset, "{shown}");
        }
    }

    #[test]
    fn changes_are_found_to_the_minute_however_close() {
        let changes = [
            (FIRST + 60, 3600),
            (FIRST + STEP + 120, 7200),
            (1_774_746_000, 3600),
            (1_774_746_000 + 28 * 86_400, 1172),
            (LAST - 60, -3600),
        ];
        let truth = Zone::new("There/Here", 0, changes.to_vec());
        let found = probe("There/Here", |seconds| Some(truth.offset(Time(seconds * 1000))));
        assert_eq!(found, Some(truth));
    }

    #[cfg(feature = "cli")]
    #[test]
    fn every_change_of_real_zones_is_found() {
        use jiff::Timestamp;
        use jiff::tz::TimeZoneDatabase;
        for name in ["Europe/Vienna", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Gaza"] {
            let rules = TimeZoneDatabase::bundled().get(name).unwrap();
            let truth =
                |seconds| Some(rules.to_offset(Timestamp::from_second(seconds).unwrap()).seconds());
            let found = probe(name, truth).unwrap();
            for seconds in (FIRST..LAST).step_by(6 * 3600 + 1) {
                let offset = found.offset(Time(seconds * 1000));
                assert_eq!(Some(offset), truth(seconds), "{name} at {seconds}");
            }
        }
    }

    #[test]
    fn a_clock_that_cannot_be_read_is_no_zone() {
        assert_eq!(probe("x", |seconds| (seconds < 2_000_000_000).then_some(0)), None);
    }
}
