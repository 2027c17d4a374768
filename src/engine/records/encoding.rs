//! Encodings: byte-order marks taken off, UTF-16 turned into UTF-8 as it
//! streams by, and 8-bit cells read one by one.

use crate::contract::Encoding;
use std::borrow::Cow;

const UTF8_BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// Turns the bytes of a file into UTF-8 (or 8-bit text, passed through), cut
/// anywhere: a mark or a character split over two reads is put together.
pub(super) enum Decoder {
    /// 8-bit text; so many bytes of a mark seen at its start.
    Bytes {
        mark: usize,
        started: bool,
    },
    Utf16(Utf16),
}

pub(super) struct Utf16 {
    big_endian: bool,
    /// The first half of a unit cut in two.
    half: Option<u8>,
    /// The first half of a surrogate pair.
    high: Option<u16>,
    started: bool,
    out: String,
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Decoder {
        let utf16 = |big_endian| {
            Decoder::Utf16(Utf16 {
                big_endian,
                half: None,
                high: None,
                started: false,
                out: String::new(),
            })
        };
        match encoding {
            Encoding::Utf16Le => utf16(false),
            Encoding::Utf16Be => utf16(true),
            Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Windows1252 => {
                Decoder::Bytes { mark: 0, started: false }
            }
        }
    }

    /// What follows is no beginning of a file: a mark there is text.
    pub(super) fn go_on(&mut self) {
        match self {
            Decoder::Bytes { started, .. } => *started = true,
            Decoder::Utf16(utf16) => utf16.started = true,
        }
    }

    pub(super) fn push(&mut self, mut bytes: &[u8], sink: &mut dyn FnMut(&[u8])) {
        match self {
            Decoder::Bytes { mark, started } => {
                while !*started && let Some((&first, rest)) = bytes.split_first() {
                    if UTF8_BOM.get(*mark) == Some(&first) {
                        *mark += 1;
                        bytes = rest;
                        *started = *mark == UTF8_BOM.len();
                    } else {
                        *started = true;
                        sink(&UTF8_BOM[..*mark]);
                    }
                }
                if !bytes.is_empty() {
                    sink(bytes);
                }
            }
            Decoder::Utf16(utf16) => {
                utf16.push(bytes);
                sink(utf16.out.as_bytes());
                utf16.out.clear();
            }
        }
    }

    pub(super) fn finish(&mut self, sink: &mut dyn FnMut(&[u8])) {
        match self {
            Decoder::Bytes { mark, started: false } => sink(&UTF8_BOM[..*mark]),
            Decoder::Bytes { .. } => {}
            // Half a unit is no character. Half a pair stands for one.
            Decoder::Utf16(utf16) if utf16.high.is_some() => {
                sink(char::REPLACEMENT_CHARACTER.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Decoder::Utf16(_) => {}
        }
    }
}

impl Utf16 {
    fn push(&mut self, bytes: &[u8]) {
        let mut bytes = bytes.iter().copied();
        while let Some(first) = self.half.take().or_else(|| bytes.next()) {
            let Some(second) = bytes.next() else {
                self.half = Some(first);
                return;
            };
            let pair = [first, second];
            self.unit(if self.big_endian {
                u16::from_be_bytes(pair)
            } else {
                u16::from_le_bytes(pair)
            });
        }
    }

    fn unit(&mut self, unit: u16) {
        if !std::mem::replace(&mut self.started, true) && unit == 0xFEFF {
            return;
        }
        if let Some(high) = self.high.take() {
            if (0xDC00..0xE000).contains(&unit) {
                let code = 0x10000 + ((u32::from(high) - 0xD800) << 10) + u32::from(unit) - 0xDC00;
                self.out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                return;
            }
            self.out.push(char::REPLACEMENT_CHARACTER);
        }
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
        } else {
            let character = char::from_u32(unit.into());
            self.out.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
}

/// The beginning of a text that is UTF-8, mostly all of it: looked at once, and
/// not again cell by cell.
pub(super) fn valid_start(bytes: &[u8]) -> &str {
    use simdutf8::compat::from_utf8;
    match from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            from_utf8(valid).unwrap_or_default()
        }
    }
}

/// A cell as text: UTF-8 where it is that, Windows-1252 elsewhere. Cell by cell,
/// so that a stray byte late in a file does no harm to its neighbours.
pub(super) fn decode_cell(cell: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(windows_1252(cell)),
    }
}

/// Windows-1252 as browsers read it: the five bytes it leaves open become the
/// control characters of the same number.
pub(super) fn windows_1252(bytes: &[u8]) -> String {
    // 0x80 to 0x9F; everything else has the number it has in Unicode.
    const HIGH_CONTROLS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    bytes
        .iter()
        .map(|&byte| match byte {
            0x80..=0x9F => HIGH_CONTROLS[usize::from(byte - 0x80)],
            _ => char::from(byte),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(encoding: Encoding, bytes: &[u8], cut: usize) -> Vec<u8> {
        let mut decoder = Decoder::new(encoding);
        let mut out = Vec::new();
        let (head, tail) = bytes.split_at(cut);
        for part in [head, &[], tail] {
            decoder.push(part, &mut |text| out.extend_from_slice(text));
        }
        decoder.finish(&mut |text| out.extend_from_slice(text));
        out
    }

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn marks_and_characters_may_be_cut_anywhere() {
        let text = "é;ß\r\n☂ 🜚 x";
        let marked = format!("\u{FEFF}{text}");
        let cases = [
            (Encoding::Utf8, text.as_bytes().to_vec()),
            (Encoding::Utf8Bom, marked.as_bytes().to_vec()),
            (Encoding::Utf16Le, utf16(&marked, false)),
            (Encoding::Utf16Be, utf16(&marked, true)),
            (Encoding::Utf16Le, utf16(text, false)),
            (Encoding::Utf16Be, utf16(text, true)),
        ];
        for (encoding, bytes) in cases {
            for cut in 0..=bytes.len() {
                assert_eq!(
                    decode(encoding, &bytes, cut),
                    text.as_bytes(),
                    "{encoding:?} cut at {cut}"
                );
            }
        }
    }

    #[test]
    fn as_much_as_is_valid_is_known_at_once() {
        let text = "é;ß\r\n☂ 🜚 x, and so on in letters that everybody has; ".repeat(4);
        for end in 0..=text.len() {
            for stray in [&b""[..], b"\xFF", b"\x80", b"\xE2\x98", b"\xC0\x80", b"\xED\xA0\x80 x"] {
                let bytes = [&text.as_bytes()[..end], stray].concat();
                let valid =
                    std::str::from_utf8(&bytes).map_or_else(|it| it.valid_up_to(), str::len);
                assert_eq!(valid_start(&bytes).as_bytes(), &bytes[..valid], "{end} and {stray:?}");
            }
        }
    }

    #[test]
    fn only_the_first_mark_is_taken_off() {
        let twice = "\u{FEFF}\u{FEFF}a";
        assert_eq!(decode(Encoding::Utf8Bom, twice.as_bytes(), 2), "\u{FEFF}a".as_bytes());
        assert_eq!(decode(Encoding::Utf16Le, &utf16(twice, false), 1), "\u{FEFF}a".as_bytes());
    }

    #[test]
    fn the_start_of_a_mark_alone_is_text() {
        for length in 0..3 {
            assert_eq!(
                decode(Encoding::Utf8, &UTF8_BOM[..length], length / 2),
                &UTF8_BOM[..length]
            );
        }
        assert_eq!(decode(Encoding::Utf8, b"\xEF\xBBx", 1), b"\xEF\xBBx");
    }

    #[test]
    fn lone_surrogates_become_one_replacement_each() {
        let units: Vec<u8> =
            [0xD83D, 0x41, 0xDC00, 0xD83D].iter().flat_map(|u: &u16| u.to_le_bytes()).collect();
        assert_eq!(decode(Encoding::Utf16Le, &units, 3), "\u{FFFD}A\u{FFFD}\u{FFFD}".as_bytes());
    }

    #[test]
    fn cells_are_decoded_one_by_one() {
        assert!(matches!(decode_cell("Größe".as_bytes()), Cow::Borrowed("Größe")));
        assert_eq!(decode_cell(b"Gr\xF6\xDFe \x80 \x9F"), "Größe € Ÿ");
        assert_eq!(decode_cell(&[0x81, 0xFF]), "\u{81}ÿ");
    }
}
