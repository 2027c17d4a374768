//! SipHash 1-3 of a text that is there as a whole: the same hash as that of the
//! `siphasher` crate, without its bookkeeping for texts that come in parts.
//! Every row of a file is hashed at least once, and most texts are short.

use super::Key;

/// The keyed hash of a text.
#[inline]
pub(super) fn hash(text: &str, key: &Key) -> u64 {
    let (low, high) = key.halves();
    let mut state = [
        low ^ 0x736f_6d65_7073_6575,
        high ^ 0x646f_7261_6e64_6f6d,
        low ^ 0x6c79_6765_6e65_7261,
        high ^ 0x7465_6462_7974_6573,
    ];
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    for word in words {
        absorb(&mut state, u64::from_le_bytes(*word));
    }
    // The last word: what is left, and the length in the highest byte.
    let last = rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    absorb(&mut state, last | (text.len() as u64) << 56);
    state[2] ^= 0xff;
    for _ in 0..3 {
        round(&mut state);
    }
    state[0] ^ state[1] ^ state[2] ^ state[3]
}

#[inline]
fn absorb(state: &mut [u64; 4], word: u64) {
    state[3] ^= word;
    round(state);
    state[0] ^= word;
}

#[inline]
fn round([a, b, c, d]: &mut [u64; 4]) {
    *a = a.wrapping_add(*b);
    *b = b.rotate_left(13) ^ *a;
    *a = a.rotate_left(32);
    *c = c.wrapping_add(*d);
    *d = d.rotate_left(16) ^ *c;
    *a = a.wrapping_add(*d);
    *d = d.rotate_left(21) ^ *a;
    *c = c.wrapping_add(*b);
    *b = b.rotate_left(17) ^ *c;
    *c = c.rotate_left(32);
}

#[cfg(test)]
mod tests {
    use super::*;
    use siphasher::sip::SipHasher13;
    use std::hash::Hasher;

    #[test]
    fn the_same_as_the_crate() {
        let text = "zoë.müller+newsletter@example.org, Mozilla/5.0 (X11; Linux x86_64)";
        for seed in [0, 1, 7, 255] {
            let bytes: [u8; 16] = std::array::from_fn(|at| seed ^ (at as u8).wrapping_mul(29));
            for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
                let mut hasher = SipHasher13::new_with_key(&bytes);
                hasher.write(&text.as_bytes()[..end]);
                assert_eq!(hash(&text[..end], &Key::new(bytes)), hasher.finish(), "{end} bytes");
            }
        }
    }
}
