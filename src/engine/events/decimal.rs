//! Numbers with a fraction, exactly: a float would make 1000 milliseconds of 1.001
//! seconds, and the tables by which the standard library reads one are larger than
//! most dialects.

/// Digits that are kept: more of them than the answer has.
const DIGITS: u32 = 15;

/// What a number such as `2.5`, `2,5`, `+2` or `2.5e1` is in so many parts of one, at
/// most a thousand: rounded down, and [`u32::MAX`] where it is more than that. `None`
/// for what is no number, or less than nothing.
pub(super) fn parts(text: &str, of_one: u32) -> Option<u32> {
    let negative = text.starts_with('-');
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, power(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let (mut digits, mut kept) = (0_u64, 0);
    // By how many tens the digits that were kept are still to be multiplied.
    let mut tens = exponent;
    for (byte, is_fraction) in
        whole.bytes().map(|byte| (byte, false)).chain(fraction.bytes().map(|byte| (byte, true)))
    {
        if !byte.is_ascii_digit() {
            return None;
        }
        if kept < DIGITS {
            digits = digits * 10 + u64::from(byte - b'0');
            // Zeros in front are none.
            kept += u32::from(digits > 0);
            tens = tens.saturating_sub(is_fraction.into());
        } else {
            tens = tens.saturating_add((!is_fraction).into());
        }
    }
    if digits == 0 {
        return Some(0);
    }
    let shift = 10_u64.checked_pow(tens.unsigned_abs());
    let parts = digits * u64::from(of_one);
    let parts = match shift {
        Some(shift) if tens < 0 => parts / shift,
        Some(shift) => parts.saturating_mul(shift),
        None if tens < 0 => 0,
        None => u64::MAX,
    };
    (!negative).then_some(u32::try_from(parts).unwrap_or(u32::MAX))
}

/// The power of ten behind an `e`; what is beyond all that counts, at its end.
fn power(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let most = if text.starts_with('-') { i32::MIN / 2 } else { i32::MAX / 2 };
    Some(text.parse().unwrap_or(most).clamp(i32::MIN / 2, i32::MAX / 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    #[test]
    fn exactly() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-0.00", Some(0)),
            ("1.001", Some(1_001)),
            ("4,35", Some(4_350)),
            ("0.0009999", Some(0)),
            ("0.001", Some(1)),
            (".5", Some(500)),
            ("5.", Some(5_000)),
            ("+12", Some(12_000)),
            ("2.5e1", Some(25_000)),
            ("2.5E-01", Some(250)),
            ("1e-05", Some(0)),
            ("1e-999999999999", Some(0)),
            ("0e999999999999", Some(0)),
            ("1e999999999999", Some(u32::MAX)),
            ("4294967.295", Some(u32::MAX)),
            ("4294967.294", Some(u32::MAX - 1)),
            ("123456789012345678901234567890", Some(u32::MAX)),
            ("0.000000000000000000000000000000001e33", Some(1_000)),
            ("2.00000000000000000000000000000000000009", Some(2_000)),
            ("000000000000000000000000000000000001.5", Some(1_500)),
            ("-1", None),
            ("-0.001", None),
            ("", None),
            (".", None),
            ("e5", None),
            ("1e", None),
            ("1e+-5", None),
            ("1.2.3", None),
            ("1,234.5", None),
            ("1 2", None),
            ("0x10", None),
            ("inf", None),
            ("NaN", None),
            ("٣", None),
        ] {
            assert_eq!(parts(text, 1_000), expected, "{text}");
        }
        assert_eq!(parts("1500.9", 1), Some(1_500));
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(20_261_130),
            ..ProptestConfig::default()
        })]

        #[test]
        fn what_a_float_says_to_its_precision(
            text in "[+-]?[0-9]{0,9}([.,][0-9]{0,9})?([eE][+-]?[0-9]{1,2})?",
            of_one in prop_oneof![Just(1_u32), Just(1_000)],
        ) {
            let number: Option<f64> = text.replace(',', ".").parse().ok();
            let expected = number.filter(|number| *number >= 0.0).map(|number| number * f64::from(of_one));
            match (parts(&text, of_one), expected) {
                (Some(found), Some(expected)) => {
                    let expected = expected.min(f64::from(u32::MAX));
                    prop_assert!((f64::from(found) - expected).abs() <= 1.0, "{text}: {found}, {expected}");
                }
                // A float loses what is too little for it.
                (None, Some(0.0)) => prop_assert!(text.starts_with('-')),
                (found, expected) => prop_assert_eq!(found.is_some(), expected.is_some(), "{}", text),
            }
        }
    }
}
