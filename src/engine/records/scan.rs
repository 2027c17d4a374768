//! Where a JSON value ends: brackets and strings, without looking at the rest.

/// The deepest nesting a value may have.
pub(super) const MAX_DEPTH: u32 = 64;

/// The place inside one JSON value that starts with `{`, `[` or `"`.
#[derive(Default)]
pub(super) struct Scan {
    depth: u32,
    /// Which of the first 64 open brackets are braces; the outermost is bit 0.
    braces: u64,
    in_string: bool,
    escaped: bool,
    /// The last byte that is neither blank nor inside a string.
    last: u8,
    too_deep: bool,
}

/// What stopped the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The bytes ended first.
    Inside,
    /// The value is whole.
    Whole,
    /// A bracket that cannot stand here, or a line end inside a string.
    Broken,
}

impl Scan {
    /// Whether the value is nested deeper than [`MAX_DEPTH`].
    pub(super) fn too_deep(&self) -> bool {
        self.too_deep
    }

    /// Scans on. Returns how many bytes belong to the value; the byte behind
    /// them is the one that broke it, if it is broken.
    pub(super) fn run(&mut self, bytes: &[u8]) -> (usize, Stop) {
        let mut next = 0;
        while let Some(rest) = bytes.get(next..)
            && !rest.is_empty()
        {
            // Most of a value is text in strings.
            let at = next + if self.in_string && !self.escaped { plain(rest) } else { 0 };
            let Some(&byte) = bytes.get(at) else { break };
            next = at + 1;
            if self.in_string {
                match byte {
                    b'\n' | b'\r' => return (at, Stop::Broken),
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        self.last = b'"';
                        if self.depth == 0 {
                            return (at + 1, Stop::Whole);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => continue,
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    if !self.may_open() {
                        return (at, Stop::Broken);
                    }
                    self.open(byte == b'{');
                }
                b'}' | b']' => {
                    if !self.may_close(byte == b'}') {
                        return (at, Stop::Broken);
                    }
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (at + 1, Stop::Whole);
                    }
                }
                _ => {}
            }
            self.last = byte;
        }
        (bytes.len(), Stop::Inside)
    }

    /// Whether the innermost bracket is a brace; `None` outside of all, and
    /// where nesting is too deep to be remembered.
    fn in_braces(&self) -> Option<bool> {
        let level = self.depth.checked_sub(1).filter(|&level| level < MAX_DEPTH)?;
        Some(self.braces >> level & 1 == 1)
    }

    fn may_open(&self) -> bool {
        match self.in_braces() {
            Some(true) => self.last == b':',
            Some(false) => matches!(self.last, b'[' | b','),
            None => true,
        }
    }

    fn may_close(&self, brace: bool) -> bool {
        self.depth > 0 && self.in_braces().is_none_or(|open| open == brace)
    }

    fn open(&mut self, brace: bool) {
        if self.depth < MAX_DEPTH {
            let bit = 1 << self.depth;
            self.braces = if brace { self.braces | bit } else { self.braces & !bit };
        } else {
            self.too_deep = true;
        }
        self.depth = self.depth.saturating_add(1);
    }
}

/// How many bytes at the front are neither a quote, a backslash nor a line end.
pub(super) fn plain(bytes: &[u8]) -> usize {
    let marks = |byte: u8| (byte == b'"') | (byte == b'\\') | (byte == b'\n') | (byte == b'\r');
    // Sixteen at once, without a branch, so that the compiler does it with SIMD.
    let (chunks, _) = bytes.as_chunks::<16>();
    let without = |chunk: &&[u8; 16]| !chunk.iter().fold(false, |found, &byte| found | marks(byte));
    let whole = 16 * chunks.iter().take_while(without).count();
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().position(|&byte| marks(byte)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_end() {
        for (text, end) in [
            ("{}", 2),
            ("{} {}", 2),
            (r#"{"a":"}\"]"}x"#, 12),
            (r#"[1,{"b":[[],[]]}],"#, 17),
            (r#""a\\"b"#, 5),
            ("{\"a\":\n [1,\n {\"b\":2}]}", 21),
        ] {
            for cut in 0..end {
                let mut scan = Scan::default();
                let (head, tail) = text.as_bytes().split_at(cut);
                assert_eq!(scan.run(head), (cut, Stop::Inside), "{text} cut at {cut}");
                assert_eq!(scan.run(tail), (end - cut, Stop::Whole), "{text} cut at {cut}");
            }
        }
    }

    #[test]
    fn plain_text_ends_at_the_first_mark() {
        for length in 0..70 {
            for mark in [b'"', b'\\', b'\n', b'\r'] {
                for at in 0..length {
                    let mut text = vec![b'x'; length];
                    text[at] = mark;
                    assert_eq!(plain(&text), at, "{length} bytes");
                }
                assert_eq!(plain(&vec![mark ^ 0x80; length]), length);
            }
        }
    }

    #[test]
    fn brackets_that_cannot_stand_are_found() {
        for (text, at) in [
            ("{\"a\":1\n{\"b\":2}", 7),
            ("{\"a\":1,\n{\"b\":2}", 8),
            ("{\"a\":[1}", 7),
            ("{\"a\":1]", 6),
            ("{\"a\":\"x\n\"}", 7),
            ("[1 {", 3),
            ("}", 0),
        ] {
            assert_eq!(Scan::default().run(text.as_bytes()), (at, Stop::Broken), "{text}");
        }
    }

    #[test]
    fn deep_values_are_followed_to_their_end() {
        for (depth, too_deep) in [(63, false), (64, false), (65, true), (5000, true)] {
            let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let mut scan = Scan::default();
            assert_eq!(scan.run(text.as_bytes()), (text.len(), Stop::Whole));
            assert_eq!(scan.too_deep(), too_deep, "{depth}");
        }
    }
}
