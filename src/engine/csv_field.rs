//! Fields of CSV that is written for people: quotes where they must be (RFC 4180),
//! and nothing that a spreadsheet takes for a formula.

/// A text as a field: never a formula, quoted where it must be.
pub(in crate::engine) fn field(text: &str, separator: char) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([separator, '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_never_formulas_and_quoted_where_they_must_be() {
        for (text, expected) in [
            ("Autumn", "Autumn"),
            ("", ""),
            ("=1+1", "'=1+1"),
            ("@cmd", "'@cmd"),
            ("-5", "'-5"),
            ("+49", "'+49"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("a,b", "\"a,b\""),
            ("a;b", "a;b"),
            ("say \"now\"", "\"say \"\"now\"\"\""),
            ("=a,b", "\"'=a,b\""),
        ] {
            assert_eq!(field(text, ','), expected);
        }
        assert_eq!(field("a;=b", ';'), "\"a;=b\"");
        assert_eq!(field("a,b", ';'), "a,b");
    }
}
