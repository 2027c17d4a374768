//! Where one record ends and another begins, as far as a few bytes can tell: a guess,
//! for readers that begin in the middle. Whoever read what stands before knows better.

/// What stands between two records of a file that is read in parts.
#[derive(Clone)]
pub enum Border {
    /// A line end.
    Line,
    /// The comma between two objects of a JSON array. The objects begin with one of
    /// these keys, as they are written.
    Element(Vec<Vec<u8>>),
}

impl Border {
    /// The byte that the border ends with.
    pub fn mark(&self) -> u8 {
        match self {
            Border::Line => b'\n',
            Border::Element(_) => b',',
        }
    }

    /// Whether it may end behind `last`, and in front of `next` where that is known.
    pub fn ends(&self, last: u8, next: Option<u8>) -> bool {
        let carriage_return = || last == b'\r' && next.is_some_and(|next| next != b'\n');
        last == self.mark() || matches!(self, Border::Line) && carriage_return()
    }

    /// How many bytes there are until it may end.
    pub fn possible_end(&self, bytes: &[u8]) -> Option<usize> {
        let last = |&byte: &u8| byte == self.mark() || self.ends(byte, Some(b'x'));
        Some(bytes.iter().position(last)? + 1)
    }

    /// The place behind the last border in these bytes.
    pub fn last_in(&self, bytes: &[u8]) -> Option<usize> {
        /// Elements are shorter; else more is looked through.
        const WINDOW: usize = 64 << 10;
        if let Border::Line = self {
            return Some(bytes.iter().rposition(|&byte| byte == b'\n')? + 1);
        }
        let mut window = WINDOW;
        loop {
            let from = bytes.len().saturating_sub(window);
            let (mut at, mut last, mut seeking) = (from, None, Seeking::default());
            while let Some(taken) = seeking.push(self, bytes.get(at..)?) {
                at += taken;
                last = Some(at - seeking.behind.len());
                seeking = Seeking { behind: Vec::new(), place: Place::Elsewhere };
            }
            if last.is_some() || from == 0 {
                return last;
            }
            window *= 8;
        }
    }
}

/// The first key of the object that stands there, as it is written.
pub(super) fn first_key(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim_ascii_start().strip_prefix(b"{")?;
    let text = text.trim_ascii_start().strip_prefix(b"\"")?;
    text.get(..text.iter().position(|&byte| byte == b'"')?)
}

/// Looks for the first border, in bytes that may be cut anywhere. What stands before
/// the first of them may belong to it.
#[derive(Default)]
pub struct Seeking {
    place: Place,
    /// What was taken, from behind the border on.
    behind: Vec<u8>,
}

#[derive(Clone, Copy, Default)]
enum Place {
    Elsewhere,
    /// Behind an object.
    #[default]
    Object,
    /// Behind the comma behind it.
    Comma,
    /// Behind the brace of the next.
    Brace,
    /// In its first key, which begins there in what was taken.
    Key(usize),
}

impl Seeking {
    /// Goes on with these bytes. How many of them were taken until the border was
    /// found; `None` where it is further behind.
    pub fn push(&mut self, border: &Border, bytes: &[u8]) -> Option<usize> {
        match border {
            Border::Line => Some(bytes.iter().position(|&byte| byte == b'\n')? + 1),
            Border::Element(keys) => {
                Some(bytes.iter().position(|&byte| self.ends_with(byte, keys))? + 1)
            }
        }
    }

    /// What was taken behind the border.
    pub fn into_behind(self) -> Vec<u8> {
        self.behind
    }

    /// Takes one more; whether this shows that there is a border.
    fn ends_with(&mut self, byte: u8, keys: &[Vec<u8>]) -> bool {
        /// What stands between the comma and the end of the key is shorter.
        const LONGEST: usize = 4 << 10;
        match self.place {
            Place::Elsewhere | Place::Object => self.behind.clear(),
            Place::Comma | Place::Brace | Place::Key(_) => self.behind.push(byte),
        }
        self.place = match (self.place, byte) {
            (Place::Key(from), b'"') => {
                let key = self.behind.get(from..self.behind.len() - 1);
                if key.is_some_and(|key| keys.iter().any(|known| known == key)) {
                    return true;
                }
                Place::Elsewhere
            }
            (place @ (Place::Comma | Place::Brace), b' ' | b'\t' | b'\n' | b'\r')
            | (place @ Place::Key(_), _)
                if self.behind.len() < LONGEST =>
            {
                place
            }
            (Place::Object, b' ' | b'\t' | b'\n' | b'\r') => Place::Object,
            (Place::Object, b',') => Place::Comma,
            (Place::Comma, b'{') => Place::Brace,
            (Place::Brace, b'"') => Place::Key(self.behind.len()),
            (_, b'}') => Place::Object,
            _ => Place::Elsewhere,
        };
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 2] = ["email", "a \\u0022b"];

    fn element() -> Border {
        Border::Element(KEYS.iter().map(|key| key.as_bytes().to_vec()).collect())
    }

    /// Where the first border is, and where seeking knows it.
    fn found(border: &Border, parts: &[&[u8]]) -> Option<(usize, usize)> {
        let (mut seeking, mut before) = (Seeking::default(), 0);
        for part in parts {
            if let Some(taken) = seeking.push(border, part) {
                let behind = seeking.into_behind();
                let until = before + taken;
                assert!(parts.concat()[..until].ends_with(&behind));
                return Some((until - behind.len(), until));
            }
            before += part.len();
        }
        None
    }

    #[track_caller]
    fn check(border: &Border, text: &str, expected: Option<&str>) {
        let bytes = text.as_bytes();
        let whole = found(border, &[bytes]);
        assert_eq!(whole.map(|(at, _)| &text[at..]), expected, "{text}");
        for cut in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(found(border, &[head, tail]), whole, "{text} cut at {cut}");
        }
    }

    #[test]
    fn borders_of_elements_are_found_however_they_are_cut() {
        for (text, expected) in [
            (r#"1},{"email":1"#, Some(r#"{"email":1"#)),
            (r#",{"email":1"#, Some(r#"{"email":1"#)),
            (" ,\n {\t\"email\"", Some("\n {\t\"email\"")),
            ("} \r\n,\r\n  { \"email\":1},", Some("\r\n  { \"email\":1},")),
            (r#"}}}, {"a \u0022b":1"#, Some(r#" {"a \u0022b":1"#)),
            (r#"},{"other":{}},{"email":1"#, Some(r#"{"email":1"#)),
            (r#"},{"email},{"email":1"#, None),
            (r#"x,{"email":1"#, None),
            (r#"],{"email":1"#, None),
            (r#"},{\"email\":1"#, None),
            (r#"},{"emails":1"#, None),
            (r#"},{"email"#, None),
            (r#"},[{"email":1"#, None),
            (r#"},,{"email":1"#, None),
            (r#"}{"email":1"#, None),
            ("", None),
        ] {
            check(&element(), text, expected);
        }
        for (text, expected) in [("a\r\nb\nc", Some("b\nc")), ("\n", Some("")), ("a\rb", None)] {
            check(&Border::Line, text, expected);
        }
    }

    #[test]
    fn blanks_and_keys_without_an_end_are_not_held() {
        for endless in [" ", "x"] {
            let text = format!("}},{}", ["{\"", ""][usize::from(endless == " ")]);
            let text = text + &endless.repeat(100_000) + "},{\"email\"";
            let mut seeking = Seeking::default();
            let mut most = 0;
            for byte in text.bytes() {
                if seeking.push(&element(), &[byte]).is_some() {
                    break;
                }
                most = most.max(seeking.behind.len());
            }
            assert_eq!(seeking.into_behind(), b"{\"email\"");
            assert!((1..5_000).contains(&most), "{most}");
        }
    }

    #[test]
    fn the_last_border_is_the_last_that_is_found() {
        let other = "[{\"x\":1},{\"x\":2}],".repeat(40_000);
        for text in [
            "1},{\"email\":2},{\"email\":3".to_owned(),
            "1},{\"email\":2},{\"other\":3".to_owned(),
            format!("1}},{{\"email\":{other}"),
            other.clone(),
            String::new(),
        ] {
            let (mut at, mut last) = (0, None);
            while let Some((border, until)) = found(&element(), &[&text.as_bytes()[at..]]) {
                last = Some(at + border);
                at += until;
            }
            assert_eq!(element().last_in(text.as_bytes()), last, "{} bytes", text.len());
        }
        assert_eq!(Border::Line.last_in(b"a\nb\r\nc\r"), Some(5));
        assert_eq!(Border::Line.last_in(b"a\rb"), None);
    }

    #[test]
    fn borders_may_end_where_they_look_ended() {
        let ends = |border: &Border, last, next| border.ends(last, next);
        assert!(ends(&Border::Line, b'\n', None) && ends(&Border::Line, b'\r', Some(b'x')));
        assert!(!ends(&Border::Line, b'\r', None) && !ends(&Border::Line, b'\r', Some(b'\n')));
        assert!(ends(&element(), b',', None) && !ends(&element(), b'\n', None));
        assert!(!ends(&element(), b'\r', Some(b'x')));
        assert_eq!(Border::Line.possible_end(b"a,b\rc\n"), Some(4));
        assert_eq!(element().possible_end(b"a\r\nb,c"), Some(5));
        assert_eq!(element().possible_end(b"abc"), None);
    }
}
