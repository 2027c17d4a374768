//! Records of Excel workbooks of old: their stream cut into records, and values
//! and texts out of these.
//!
//! Source: [MS-XLS] 2.1.4 (records), 2.4.58 (`Continue`), 2.5.122 (`RkNumber`),
//! 2.5.293 (`XLUnicodeRichExtendedString`), 2.5.294 (`XLUnicodeString`).

use crate::engine::records::encoding::windows_1252;

/// A record that only goes on with what stands in the one before.
pub(super) const CONTINUE: u16 = 0x3C;

/// One record: what it is, where it begins, its bytes.
pub(super) struct Entry<'f> {
    pub(super) kind: u16,
    pub(super) bytes: &'f [u8],
}

/// The records of a stream, one after the other.
pub(super) struct Entries<'f> {
    stream: &'f [u8],
    at: usize,
}

impl<'f> Entries<'f> {
    pub(super) fn new(stream: &'f [u8], at: usize) -> Entries<'f> {
        Entries { stream, at }
    }

    /// What kind the next record is of.
    pub(super) fn peek(&self) -> Option<u16> {
        let head = self.stream.get(self.at..)?.first_chunk()?;
        Some(u16::from_le_bytes(*head))
    }
}

impl<'f> Iterator for Entries<'f> {
    type Item = Entry<'f>;

    fn next(&mut self) -> Option<Entry<'f>> {
        let [a, b, c, d] = *self.stream.get(self.at..)?.first_chunk()?;
        let start = self.at + 4;
        let end = start + usize::from(u16::from_le_bytes([c, d]));
        self.at = end;
        let bytes = self.stream.get(start..end)?;
        Some(Entry { kind: u16::from_le_bytes([a, b]), bytes })
    }
}

/// Reads a record, and those that go on with it, from front to back.
pub(super) struct Cursor<'f> {
    bytes: &'f [u8],
    more: std::vec::IntoIter<&'f [u8]>,
}

impl<'f> Cursor<'f> {
    pub(super) fn new(bytes: &'f [u8], more: Vec<&'f [u8]>) -> Cursor<'f> {
        Cursor { bytes, more: more.into_iter() }
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        while self.bytes.is_empty() {
            self.bytes = self.more.next()?;
        }
        let (taken, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*taken)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take().map(u8::from_le_bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }

    pub(super) fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.bytes.is_empty() {
                self.bytes = self.more.next()?;
            }
            let taken = bytes.min(self.bytes.len());
            self.bytes = self.bytes.get(taken..)?;
            bytes -= taken;
        }
        Some(())
    }

    /// So many characters of one byte each, in the encoding of western Europe.
    pub(super) fn bytes_text(&mut self, letters: usize, out: &mut String) -> Option<()> {
        let part = self.bytes.get(..letters)?;
        out.push_str(&windows_1252(part));
        self.skip(letters)
    }

    /// A text: how it is written, what decorates it, its characters. Where these
    /// go on in the next record, they may be written otherwise there.
    pub(super) fn text(&mut self, letters: usize, out: &mut String) -> Option<()> {
        let flags = self.u8()?;
        let runs = if flags & 8 != 0 { self.u16()? } else { 0 };
        let extra = if flags & 4 != 0 { self.u32()? } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut left = letters;
        while left > 0 {
            if self.bytes.is_empty() {
                self.bytes = self.more.next()?;
                wide = self.u8()? & 1 != 0;
            }
            let width = if wide { 2 } else { 1 };
            let here = (self.bytes.len() / width).min(left);
            if here == 0 {
                return None;
            }
            let (part, rest) = self.bytes.split_at_checked(here * width)?;
            if wide {
                let units = part.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit));
                let letters = char::decode_utf16(units);
                out.extend(letters.map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)));
            } else {
                // The lower halves of UTF-16.
                out.extend(part.iter().map(|&byte| char::from(byte)));
            }
            self.bytes = rest;
            left -= here;
        }
        self.skip(usize::from(runs) * 4)?;
        self.skip(extra as usize)
    }
}

/// A number in four bytes: a whole one, or the upper bits of a float; perhaps
/// a hundredth of it.
pub(super) fn rk(bits: u32) -> f64 {
    let value = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers() {
        for (bits, value) in
            [(0x3FF0_0000, 1.0), (6, 1.0), (5 << 2 | 3, 0.05), (u32::MAX - 1, -1.0)]
        {
            assert_eq!(rk(bits), value, "{bits:x}");
        }
    }

    #[test]
    fn a_text_goes_on_in_the_next_record() {
        let mut cursor = Cursor::new(b"\x00ab", vec![b"\x01\xE4\x00\x26\x26", b"\x00cd"]);
        let mut text = String::new();
        assert_eq!(cursor.text(5, &mut text), Some(()));
        assert_eq!(text, "abä☦c");
        assert_eq!(cursor.u8(), Some(b'd'));
        assert_eq!(cursor.u8(), None);
        // Half a letter.
        assert_eq!(Cursor::new(b"\x01a", vec![]).text(1, &mut text), None);
    }
}
