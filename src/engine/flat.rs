//! Numbers and texts one behind the other in one piece of memory, as they go
//! from one worker to another within the page. What comes in is checked for its
//! lengths: damage is `None`, never a panic.

use crate::contract::{Kind, KindSet};

/// Writes what [`Flat`] reads, in the same order.
pub(in crate::engine) trait WriteFlat {
    fn put_u8(&mut self, number: u8);
    fn put_u32(&mut self, number: u32);
    fn put_u64(&mut self, number: u64);
    fn put_i64(&mut self, number: i64);
    /// In as few bytes as it needs, seven bits each: most counts are small.
    fn put_number(&mut self, number: u64);
    /// A length below 2^32: longer lists do not fit into a part of a file.
    fn put_len(&mut self, len: usize);
    /// Bytes with their length.
    fn put_bytes(&mut self, bytes: &[u8]);
    /// One bit a kind.
    fn put_kinds(&mut self, kinds: KindSet);
}

impl WriteFlat for Vec<u8> {
    fn put_u8(&mut self, number: u8) {
        self.push(number);
    }

    fn put_u32(&mut self, number: u32) {
        self.extend_from_slice(&number.to_le_bytes());
    }

    fn put_u64(&mut self, number: u64) {
        self.extend_from_slice(&number.to_le_bytes());
    }

    fn put_i64(&mut self, number: i64) {
        self.extend_from_slice(&number.to_le_bytes());
    }

    fn put_number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.push(number as u8);
    }

    fn put_len(&mut self, len: usize) {
        self.put_u32(u32::try_from(len).unwrap_or(u32::MAX));
    }

    fn put_bytes(&mut self, bytes: &[u8]) {
        self.put_len(bytes.len());
        self.extend_from_slice(bytes);
    }

    fn put_kinds(&mut self, kinds: KindSet) {
        let bit = |kind: Kind| u32::from(kinds.contains(kind)) << kind as u32;
        self.put_u32(Kind::ALL.into_iter().fold(0, |bits, kind| bits | bit(kind)));
    }
}

/// What was written, from the front. No `Debug`: people's data goes through it.
pub(in crate::engine) struct Flat<'b>(&'b [u8]);

impl<'b> Flat<'b> {
    pub(in crate::engine) fn new(bytes: &'b [u8]) -> Flat<'b> {
        Flat(bytes)
    }

    /// Whether nothing is left.
    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    pub(in crate::engine) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    /// So many entries of the same size.
    pub(in crate::engine) fn arrays<const N: usize>(
        &mut self,
        len: usize,
    ) -> Option<&'b [[u8; N]]> {
        Some(self.take(len.checked_mul(N)?)?.as_chunks::<N>().0)
    }

    pub(in crate::engine) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(u8::from_le_bytes)
    }

    pub(in crate::engine) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(in crate::engine) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(in crate::engine) fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_le_bytes)
    }

    /// A number that was written in as few bytes as it needs.
    pub(in crate::engine) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.u8()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(in crate::engine) fn kinds(&mut self) -> Option<KindSet> {
        let bits = self.u32()?;
        let mut kinds = KindSet::EMPTY;
        let told = Kind::ALL.into_iter().filter(|&kind| bits >> kind as u32 & 1 == 1);
        told.for_each(|kind| kinds.insert(kind));
        Some(kinds)
    }

    /// A length; a list of so many entries of at least one byte each fits into
    /// what is left.
    pub(in crate::engine) fn len(&mut self) -> Option<usize> {
        let len = self.u32()? as usize;
        (len <= self.0.len()).then_some(len)
    }

    /// Bytes that were written with their length.
    pub(in crate::engine) fn bytes(&mut self) -> Option<&'b [u8]> {
        let len = self.u32()? as usize;
        self.take(len)
    }

    /// The same, as text.
    pub(in crate::engine) fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_less_is_nothing() {
        let mut out = Vec::new();
        out.put_u8(7);
        out.put_u32(1 << 30);
        out.put_u64(u64::MAX - 1);
        out.put_i64(-5);
        let sizes = [0, 1, 127, 128, 16_383, 16_384, 1 << 32, u64::MAX >> 1, u64::MAX];
        sizes.into_iter().for_each(|number| out.put_number(number));
        out.put_bytes("Zoë".as_bytes());
        out.put_len(2);
        out.extend_from_slice(&[1, 2, 3, 4]);
        let read = |bytes: &[u8]| {
            let mut flat = Flat::new(bytes);
            let numbers = (flat.u8()?, flat.u32()?, flat.u64()?, flat.i64()?);
            let of_any_size = sizes.map(|_| flat.number());
            let text = flat.text()?.to_owned();
            let len = flat.len()?;
            let pairs = flat.arrays::<2>(len)?.to_vec();
            flat.is_empty().then_some((numbers, of_any_size, text, pairs))
        };
        let numbers = (7, 1 << 30, u64::MAX - 1, -5);
        let expected = (numbers, sizes.map(Some), "Zoë".to_owned(), vec![[1, 2], [3, 4]]);
        assert_eq!(read(&out), Some(expected));
        for cut in 0..out.len() {
            assert_eq!(read(&out[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn lengths_that_cannot_be_are_refused() {
        let mut out = Vec::new();
        out.put_u32(u32::MAX);
        assert!(Flat::new(&out).len().is_none());
        assert!(Flat::new(&out).bytes().is_none());
        assert!(Flat::new(&out).arrays::<28>(usize::MAX).is_none());
        assert!(Flat::new(&[2, 0, 0, 0, 0xff, 0xfe]).text().is_none());
        assert!(Flat::new(&[0xff; 11]).number().is_none());
    }
}
