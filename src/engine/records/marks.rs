//! Where a text has bytes that mean something: delimiters, line ends and quotes
//! to a table, quotes and whatever ends a plain text to JSON. 64 bytes are
//! compared at once, without a branch; the few places found are then gone through
//! one by one.

const WINDOW: usize = 64;

/// Which bytes mean something.
pub(super) trait Meaning: Copy {
    #[cfg(any(test, not(target_arch = "wasm32")))]
    fn has(self, byte: u8) -> bool;

    /// The same of sixteen bytes: all bits of those that mean something.
    #[cfg(target_arch = "wasm32")]
    fn among(self, bytes: std::arch::wasm32::v128) -> std::arch::wasm32::v128;
}

/// To a table.
#[derive(Clone, Copy)]
pub(super) struct Table {
    pub(super) delimiter: u8,
}

impl Meaning for Table {
    #[cfg(any(test, not(target_arch = "wasm32")))]
    #[inline]
    fn has(self, byte: u8) -> bool {
        (byte == self.delimiter) | (byte == b'\n') | (byte == b'\r') | (byte == b'"')
    }

    #[cfg(target_arch = "wasm32")]
    #[inline]
    fn among(self, bytes: std::arch::wasm32::v128) -> std::arch::wasm32::v128 {
        use std::arch::wasm32::{u8x16_eq, u8x16_splat, v128_or};
        let is = |byte| u8x16_eq(bytes, u8x16_splat(byte));
        v128_or(v128_or(is(self.delimiter), is(b'\n')), v128_or(is(b'\r'), is(b'"')))
    }
}

/// To a text in JSON: its end, an escape, and what may not stand in it.
#[derive(Clone, Copy)]
pub(super) struct Text;

impl Meaning for Text {
    #[cfg(any(test, not(target_arch = "wasm32")))]
    #[inline]
    fn has(self, byte: u8) -> bool {
        (byte == b'"') | (byte == b'\\') | (byte < b' ')
    }

    #[cfg(target_arch = "wasm32")]
    #[inline]
    fn among(self, bytes: std::arch::wasm32::v128) -> std::arch::wasm32::v128 {
        use std::arch::wasm32::{u8x16_eq, u8x16_lt, u8x16_splat, v128_or};
        let is = |byte| u8x16_eq(bytes, u8x16_splat(byte));
        v128_or(v128_or(is(b'"'), is(b'\\')), u8x16_lt(bytes, u8x16_splat(b' ')))
    }
}

/// The places of meaningful bytes in one text, from the front.
pub(super) struct Marks<'t, M> {
    text: &'t [u8],
    meaning: M,
    /// Where the window starts.
    base: usize,
    /// The places in the window that were not given out yet, the first one lowest.
    left: u64,
}

impl<'t, M: Meaning> Marks<'t, M> {
    pub(super) fn new(text: &'t [u8], meaning: M) -> Marks<'t, M> {
        Marks { text, meaning, base: 0, left: window(text, 0, meaning) }
    }

    /// Goes on at a place further behind, whatever stands before it.
    #[inline]
    pub(super) fn skip_to(&mut self, at: usize) {
        match at.checked_sub(self.base) {
            Some(inside) if inside < WINDOW => self.left &= u64::MAX << inside,
            _ => {
                self.base = at;
                self.left = window(self.text, at, self.meaning);
            }
        }
    }

    /// The next place; `None` where the text ends first.
    #[inline]
    pub(super) fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            let base = self.base + WINDOW;
            if base >= self.text.len() {
                return None;
            }
            self.base = base;
            self.left = window(self.text, base, self.meaning);
        }
        let place = self.base + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(place)
    }
}

/// One bit for each of the 64 bytes from `base` on, the first one lowest.
#[inline]
fn window(text: &[u8], base: usize, meaning: impl Meaning) -> u64 {
    let rest = text.get(base..).unwrap_or_default();
    if let Some(whole) = rest.first_chunk::<WINDOW>() {
        return marks(whole, meaning);
    }
    last_window(rest, meaning)
}

#[cold]
fn last_window(rest: &[u8], meaning: impl Meaning) -> u64 {
    let mut last = [0; WINDOW];
    if let Some(room) = last.get_mut(..rest.len()) {
        room.copy_from_slice(rest);
    }
    // Nothing stands behind the end of the text.
    marks(&last, meaning) & !(u64::MAX << rest.len())
}

#[cfg(target_arch = "wasm32")]
#[inline]
fn marks(window: &[u8; WINDOW], meaning: impl Meaning) -> u64 {
    use std::arch::wasm32::{u8x16_bitmask, u64x2};
    let (words, _) = window.as_chunks::<8>();
    let (pairs, _) = words.as_chunks::<2>();
    pairs.iter().rev().fold(0, |bits, &[low, high]| {
        let bytes = u64x2(u64::from_le_bytes(low), u64::from_le_bytes(high));
        bits << 16 | u64::from(u8x16_bitmask(meaning.among(bytes)))
    })
}

/// So that the compiler does it with SIMD where there is no other way to say it.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn marks(window: &[u8; WINDOW], meaning: impl Meaning) -> u64 {
    let found = window.map(|byte| u8::from(meaning.has(byte)));
    // The lowest bits of eight bytes, gathered in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (words, _) = found.as_chunks::<8>();
    words
        .iter()
        .rev()
        .fold(0, |bits, word| bits << 8 | u64::from_le_bytes(*word).wrapping_mul(GATHER) >> 56)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = Table { delimiter: b';' };

    /// Bytes of a simple generator, a third of them marks.
    fn bytes(length: usize, mut seed: u32) -> Vec<u8> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let pick = |byte: u8| match byte % 18 {
            place @ 0..6 => b";\n\r\"\\\0"[usize::from(place)],
            _ => byte,
        };
        (0..length).map(|_| pick(next())).collect()
    }

    fn same_places(meaning: impl Meaning) {
        for length in [0, 1, 7, 8, 63, 64, 65, 127, 128, 129, 300] {
            let text = bytes(length, length as u32);
            for from in 0..=length {
                let naive: Vec<usize> =
                    (from..length).filter(|&at| meaning.has(text[at])).collect();
                let mut marks = Marks::new(&text, meaning);
                marks.skip_to(from);
                let found: Vec<usize> = std::iter::from_fn(|| marks.next()).collect();
                assert_eq!(found, naive, "{length} bytes from {from}");
            }
        }
    }

    #[test]
    fn the_same_places_as_byte_by_byte() {
        same_places(TABLE);
        same_places(Text);
    }

    #[test]
    fn skipping_goes_on_anywhere() {
        let text = bytes(400, 5);
        let mut marks = Marks::new(&text, TABLE);
        let mut from = 0;
        for step in [0, 1, 3, 64, 2, 70, 128, 9] {
            from += step;
            marks.skip_to(from);
            let naive = (from..text.len()).find(|&at| TABLE.has(text[at]));
            assert_eq!(marks.next(), naive);
            from = naive.map_or(text.len(), |at| at + 1);
        }
    }
}
