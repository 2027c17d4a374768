//! Where a text of JSON ends: at its closing quote, or at what makes it one that is
//! not read where it lies. Sixteen bytes are compared at once.

const WIDTH: usize = 16;

/// An end, an escape, or what may not stand in a text.
#[inline]
fn is_closing(byte: u8) -> bool {
    (byte == b'"') | (byte == b'\\') | (byte < b' ')
}

/// The place of the quote that closes the text from `start` on; `None` where there is
/// an escape or a control character before it, or none at all.
#[inline]
pub(super) fn closing_quote(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let end = loop {
        let rest = bytes.get(at..)?;
        let Some(next) = rest.first_chunk::<WIDTH>() else {
            break at + rest.iter().position(|&byte| is_closing(byte))?;
        };
        match closing(next) {
            0 => at += WIDTH,
            found => break at + found.trailing_zeros() as usize,
        }
    };
    (bytes.get(end) == Some(&b'"')).then_some(end)
}

/// One bit for each byte, the first one lowest.
#[cfg(target_arch = "wasm32")]
#[inline]
fn closing(bytes: &[u8; WIDTH]) -> u64 {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, v128_or};
    let bytes = super::marks::sixteen(bytes);
    let is = |byte| u8x16_eq(bytes, u8x16_splat(byte));
    let found = v128_or(v128_or(is(b'"'), is(b'\\')), u8x16_lt(bytes, u8x16_splat(b' ')));
    u64::from(u8x16_bitmask(found))
}

#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn closing(bytes: &[u8; WIDTH]) -> u64 {
    super::marks::gathered(&bytes.map(|byte| u8::from(is_closing(byte))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_place_as_byte_by_byte() {
        let mut state = 5u32;
        let mut pick = |from: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % from
        };
        for _ in 0..2_000 {
            let length = pick(70);
            let closing = b"\"\\\0\n\x1F \x7F\x80\xFF!#";
            let mut bytes: Vec<u8> = (0..length).map(|_| b'a' + pick(26) as u8).collect();
            for _ in 0..pick(4) {
                if let Some(byte) = bytes.get_mut(pick(length.max(1)) as usize) {
                    *byte = closing[pick(closing.len() as u32) as usize];
                }
            }
            for start in 0..=bytes.len() + 1 {
                let naive = (start..bytes.len()).find(|&at| is_closing(bytes[at]));
                let naive = naive.filter(|&at| bytes[at] == b'"');
                assert_eq!(closing_quote(&bytes, start), naive, "{bytes:?} from {start}");
            }
        }
    }
}
