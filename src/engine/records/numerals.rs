//! Numbers in JSON that no integer can hold. Ids of people, campaigns and messages
//! may have more than nineteen digits, and a float would make many of them one: they
//! are read as texts of the same digits.

use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// A number of so many digits may be beyond 64 bits.
const LONG: usize = 20;

/// A value out of JSON, its integers whole however long they are.
///
/// # Errors
/// As `serde_json` has them.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    match has_long_run(json).then(|| quoted(json)) {
        Some(Cow::Owned(quoted)) => serde_json::from_slice(&quoted),
        Some(Cow::Borrowed(_)) | None => serde_json::from_slice(json),
    }
}

/// Whether so many digits stand behind one another, in a string or outside. A run of
/// them covers every twentieth byte: no other is looked at where there are none.
fn has_long_run(json: &[u8]) -> bool {
    let digits = |bytes: &mut dyn Iterator<Item = &u8>| {
        bytes.take(LONG).take_while(|byte| byte.is_ascii_digit()).count()
    };
    (LONG - 1..json.len()).step_by(LONG).any(|at| {
        let (before, behind) = json.split_at(at);
        behind.first().is_some_and(u8::is_ascii_digit)
            && digits(&mut before.iter().rev()) + digits(&mut behind.iter()) >= LONG
    })
}

/// Whether 64 bits hold a number.
fn is_exact(number: &[u8]) -> bool {
    std::str::from_utf8(number).is_ok_and(|number| number.parse::<u64>().is_ok())
}

/// The same with long integers as strings.
fn quoted(json: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::new();
    let (mut copied, mut at) = (0, 0);
    let (mut in_string, mut escaped) = (false, false);
    while let Some(&byte) = json.get(at) {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if byte == b'"' {
            in_string = true;
        } else if byte == b'-' || byte.is_ascii_digit() {
            let rest = json.get(at..).unwrap_or_default();
            let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
            let length = rest.iter().position(|byte| !part(byte)).unwrap_or(rest.len());
            let number = rest.get(..length).unwrap_or_default();
            let digits = number.strip_prefix(b"-").unwrap_or(number);
            let sound = digits.first() != Some(&b'0') && digits.iter().all(u8::is_ascii_digit);
            if sound && digits.len() >= LONG && !is_exact(number) {
                out.extend_from_slice(json.get(copied..at).unwrap_or_default());
                out.push(b'"');
                out.extend_from_slice(number);
                out.push(b'"');
                copied = at + length;
            }
            at += length;
            continue;
        }
        at += 1;
    }
    if out.is_empty() {
        return Cow::Borrowed(json);
    }
    out.extend_from_slice(json.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn digits_stay_as_they_are() {
        for (text, expected) in [
            (r#"{"id":12345678901234567890123}"#, json!({"id": "12345678901234567890123"})),
            (r#"[-92345678901234567890, 7]"#, json!(["-92345678901234567890", 7])),
            (r#"[18446744073709551616]"#, json!(["18446744073709551616"])),
            (r#"[9223372036854775807]"#, json!([9_223_372_036_854_775_807i64])),
            (
                r#"["12345678901234567890\" 12345678901234567890"]"#,
                json!(["12345678901234567890\" 12345678901234567890"]),
            ),
            (r#"["\\",92345678901234567890]"#, json!(["\\", "92345678901234567890"])),
            (r#"[0.25000000000000000000]"#, json!([0.25])),
            (r#"[20000000000000000000.0,1e5]"#, json!([2e19, 1e5])),
        ] {
            assert_eq!(read::<Value>(text.as_bytes()).unwrap(), expected, "{text}");
        }
        for broken in
            ["[01234567890123456789012]", "[12345678901234567890-1]", "{12345678901234567890:1"]
        {
            assert!(read::<Value>(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_long_run_is_found_wherever_it_stands() {
        for before in 0..45 {
            for digits in 0..45 {
                for behind in 0..3 {
                    let text = format!(
                        "{}{}{}",
                        "x".repeat(before),
                        "7".repeat(digits),
                        "x".repeat(behind)
                    );
                    assert_eq!(has_long_run(text.as_bytes()), digits >= LONG, "{text}");
                }
            }
        }
    }
}
