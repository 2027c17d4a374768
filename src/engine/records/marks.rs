//! Where a table has bytes that mean something: delimiters, line ends and quotes.
//! 64 bytes are compared at once, without a branch; the few places found are then
//! gone through one by one.

const WINDOW: usize = 64;

#[cfg(any(test, not(target_arch = "wasm32")))]
#[inline]
fn is_mark(byte: u8, delimiter: u8) -> bool {
    (byte == delimiter) | (byte == b'\n') | (byte == b'\r') | (byte == b'"')
}

/// The places of meaningful bytes in one text, from the front.
pub(super) struct Marks<'t> {
    text: &'t [u8],
    delimiter: u8,
    /// Where the window starts.
    base: usize,
    /// The places in the window that were not given out yet, the first one lowest.
    left: u64,
}

impl<'t> Marks<'t> {
    pub(super) fn new(text: &'t [u8], delimiter: u8) -> Marks<'t> {
        Marks { text, delimiter, base: 0, left: window(text, 0, delimiter) }
    }

    /// Goes on at a place further behind, whatever stands before it.
    #[inline]
    pub(super) fn skip_to(&mut self, at: usize) {
        match at.checked_sub(self.base) {
            Some(inside) if inside < WINDOW => self.left &= u64::MAX << inside,
            _ => {
                self.base = at;
                self.left = window(self.text, at, self.delimiter);
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
            self.left = window(self.text, base, self.delimiter);
        }
        let place = self.base + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(place)
    }
}

/// One bit for each of the 64 bytes from `base` on, the first one lowest.
#[inline]
fn window(text: &[u8], base: usize, delimiter: u8) -> u64 {
    let rest = text.get(base..).unwrap_or_default();
    if let Some(whole) = rest.first_chunk::<WINDOW>() {
        return marks(whole, delimiter);
    }
    last_window(rest, delimiter)
}

#[cold]
fn last_window(rest: &[u8], delimiter: u8) -> u64 {
    let mut last = [0; WINDOW];
    if let Some(room) = last.get_mut(..rest.len()) {
        room.copy_from_slice(rest);
    }
    // Nothing stands behind the end of the text.
    marks(&last, delimiter) & !(u64::MAX << rest.len())
}

#[cfg(target_arch = "wasm32")]
#[inline]
fn marks(window: &[u8; WINDOW], delimiter: u8) -> u64 {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, v128_or};
    let (parts, _) = window.as_chunks::<16>();
    parts.iter().rev().fold(0, |bits, part| {
        let bytes = sixteen(part);
        let is = |byte| u8x16_eq(bytes, u8x16_splat(byte));
        let found = v128_or(v128_or(is(delimiter), is(b'\n')), v128_or(is(b'\r'), is(b'"')));
        bits << 16 | u64::from(u8x16_bitmask(found))
    })
}

#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn marks(window: &[u8; WINDOW], delimiter: u8) -> u64 {
    gathered(&window.map(|byte| u8::from(is_mark(byte, delimiter))))
}

/// Bytes to be compared at once.
#[cfg(target_arch = "wasm32")]
#[inline]
pub(super) fn sixteen(bytes: &[u8; 16]) -> std::arch::wasm32::v128 {
    let both = u128::from_le_bytes(*bytes);
    std::arch::wasm32::u64x2(both as u64, (both >> 64) as u64)
}

/// One bit for each byte, of which each is 0 or 1: the compiler does it with SIMD where
/// there is no other way to say it. Eight times eight at most.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
pub(super) fn gathered(flags: &[u8]) -> u64 {
    // The lowest bits of eight bytes, gathered in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (words, _) = flags.as_chunks::<8>();
    words
        .iter()
        .rev()
        .fold(0, |bits, word| bits << 8 | u64::from_le_bytes(*word).wrapping_mul(GATHER) >> 56)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELIMITER: u8 = b';';

    /// Bytes of a simple generator, a third of them marks.
    fn bytes(length: usize, mut seed: u32) -> Vec<u8> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let pick = |byte: u8| match byte % 12 {
            place @ 0..4 => b";\n\r\""[usize::from(place)],
            _ => byte,
        };
        (0..length).map(|_| pick(next())).collect()
    }

    #[test]
    fn the_same_places_as_byte_by_byte() {
        for length in [0, 1, 7, 8, 63, 64, 65, 127, 128, 129, 300] {
            let text = bytes(length, length as u32);
            for from in 0..=length {
                let naive: Vec<usize> =
                    (from..length).filter(|&at| is_mark(text[at], DELIMITER)).collect();
                let mut marks = Marks::new(&text, DELIMITER);
                marks.skip_to(from);
                let found: Vec<usize> = std::iter::from_fn(|| marks.next()).collect();
                assert_eq!(found, naive, "{length} bytes from {from}");
            }
        }
    }

    #[test]
    fn skipping_goes_on_anywhere() {
        let text = bytes(400, 5);
        let mut marks = Marks::new(&text, DELIMITER);
        let mut from = 0;
        for step in [0, 1, 3, 64, 2, 70, 128, 9] {
            from += step;
            marks.skip_to(from);
            let naive = (from..text.len()).find(|&at| is_mark(text[at], DELIMITER));
            assert_eq!(marks.next(), naive);
            from = naive.map_or(text.len(), |at| at + 1);
        }
    }
}
