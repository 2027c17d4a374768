//! Days as spreadsheets number them.

use super::Written;
use crate::engine::calendar::DAY_MS;
use crate::engine::zone::Local;

/// A day as spreadsheets number it, with its fraction: what is left of a date where
/// its cell was saved as a number. 20,000 is a day of 1954, 79,999 one of 2119.
pub(super) fn read(text: &str) -> Option<Written> {
    /// 30 December 1899 is day 0.
    const EPOCH: i64 = 25_569;
    const DECIMALS: usize = 10;
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 5 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let day: i64 = whole.parse().ok().filter(|day| (20_000..80_000).contains(day))?;
    let fraction: i64 = fraction
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(DECIMALS)
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    // To the second: what is more is rounding.
    let scale = 10_i64.pow(DECIMALS as u32);
    let seconds = (fraction * 86_400 + scale / 2) / scale;
    let local = Local((day - EPOCH) * DAY_MS + seconds * 1000);
    Some(Written { local, offset: None, coarse: seconds == 0 })
}
