//! The list of opens in a cell: `a:1:{i:0;a:2:{s:8:"datetime";s:19:"…";…}}` as PHP
//! serialises it, or the same as JSON. Read from left to right without recursion;
//! what is cut or odd ends the list there.
//!
//! Lengths are bytes of UTF-8; where a text was encoded anew since, they are wrong,
//! and the quote that ends it is looked for.

use serde_json::Value;

/// One open.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) time: String,
    pub(super) agent: String,
}

/// The opens with a time.
pub(super) fn read(cell: &str) -> Vec<Open> {
    if cell.starts_with(['[', '{']) { json(cell) } else { serialised(cell) }
}

fn json(cell: &str) -> Vec<Open> {
    let list = match serde_json::from_str(cell) {
        Ok(Value::Array(list)) => list,
        Ok(Value::Object(list)) => list.into_iter().map(|(_, open)| open).collect(),
        _ => return Vec::new(),
    };
    let text = |open: &Value, key| open.get(key).and_then(Value::as_str).map(str::to_owned);
    let opens = list.iter().filter_map(|open| {
        let agent = text(open, "useragent").unwrap_or_default();
        Some(Open { time: text(open, "datetime")?, agent })
    });
    opens.collect()
}

/// What a serialised value is made of.
enum Token<'t> {
    Text(&'t str),
    Begin,
    End,
    /// A number, a truth, nothing.
    Other,
}

fn serialised(cell: &str) -> Vec<Open> {
    let mut opens = Vec::new();
    let (mut time, mut agent) = ("", "");
    let mut key = "";
    let mut rest = cell;
    while let Some((token, behind)) = token(rest) {
        rest = behind;
        match token {
            Token::Text(text) => match std::mem::take(&mut key) {
                "datetime" => time = text,
                "useragent" => agent = text,
                _ => key = text,
            },
            Token::Begin | Token::Other => key = "",
            Token::End => {
                if !time.is_empty() {
                    opens.push(Open { time: time.to_owned(), agent: agent.to_owned() });
                }
                (time, agent, key) = ("", "", "");
            }
        }
    }
    opens
}

/// The token that a text begins with, and what is behind it.
fn token(text: &str) -> Option<(Token<'_>, &str)> {
    if let Some(rest) = text.strip_prefix('}') {
        return Some((Token::End, rest));
    }
    if let Some(rest) = text.strip_prefix("N;") {
        return Some((Token::Other, rest));
    }
    let (letter, rest) = text.split_once(':')?;
    match letter {
        "s" => {
            let (length, rest) = rest.split_once(":\"")?;
            let (text, rest) = quoted(rest, length.parse().ok()?)?;
            Some((Token::Text(text), rest))
        }
        "a" => rest.split_once(":{").map(|(_, rest)| (Token::Begin, rest)),
        "i" | "d" | "b" => rest.split_once(';').map(|(_, rest)| (Token::Other, rest)),
        _ => None,
    }
}

/// A text of so many bytes, or up to the first quote that may end it.
fn quoted(rest: &str, length: usize) -> Option<(&str, &str)> {
    let told = rest.split_at_checked(length).and_then(|(text, rest)| {
        let rest = rest.strip_prefix("\";")?;
        Some((text, rest))
    });
    told.or_else(|| rest.split_once("\";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(cell: &str) -> Vec<String> {
        read(cell).into_iter().map(|open| open.time).collect()
    }

    const TWO: &str = r#"a:2:{i:0;a:3:{s:8:"datetime";s:19:"2026-09-14 17:30:28";s:9:"useragent";s:4:"a";b";s:9:"inBrowser";b:0;}i:1;a:2:{s:9:"useragent";N;s:8:"datetime";s:19:"2026-09-14 18:00:00";}}"#;

    #[test]
    fn serialised_by_php() {
        assert_eq!(
            read(TWO),
            [
                Open { time: "2026-09-14 17:30:28".into(), agent: "a\";b".into() },
                Open { time: "2026-09-14 18:00:00".into(), agent: String::new() },
            ]
        );
        // The length of a text that was Latin once.
        let wrong = r#"a:1:{i:0;a:2:{s:9:"useragent";s:3:"äöü";s:8:"datetime";s:19:"2026-09-14 17:30:28";}}"#;
        assert_eq!(read(wrong)[0].agent, "äöü");
        for none in
            ["", "a:0:{}", "N;", "b:0;", "0", "s:x:\"", "a:1:{i:0;s:99999999999999999999:\"a\";}"]
        {
            assert!(read(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn a_list_cut_anywhere_gives_the_opens_before() {
        for cut in 0..TWO.len() {
            let opens = times(&TWO[..cut]);
            assert!(
                ["2026-09-14 17:30:28", "2026-09-14 18:00:00"]
                    .starts_with(&opens.iter().map(String::as_str).collect::<Vec<_>>())
            );
        }
    }

    #[test]
    fn json_in_both_shapes() {
        let open = r#"{"datetime":"2026-09-14 17:30:28","useragent":"x"}"#;
        assert_eq!(times(&format!("[{open},{{}},7]")), ["2026-09-14 17:30:28"]);
        assert_eq!(times(&format!("{{\"0\":{open}}}")), ["2026-09-14 17:30:28"]);
        assert!(times("[").is_empty());
    }
}
