//! gzip, unpacked as its bytes come in: one member or many, cut anywhere.

use super::checksum::Checksum;
use super::inflate::{Inflate, Step, Then};
use super::limits::Allowance;
use crate::contract::ProblemKind;

pub(super) struct Gunzip {
    state: State,
    inflate: Inflate,
    sum: Checksum,
    /// Of this member, in bytes, as far as 32 bits tell it.
    length: u32,
    allowance: Allowance,
    members: u64,
}

/// Where in a member the next byte stands (RFC 1952).
#[derive(Clone, Copy)]
enum State {
    /// In the ten fixed bytes: how many are read, and the flags.
    Fixed {
        at: usize,
        flags: u8,
    },
    /// In the length of the extra field.
    ExtraLength {
        at: u8,
        length: u16,
        flags: u8,
    },
    Extra {
        left: u16,
        flags: u8,
    },
    /// In the file name, and in the comment, each closed by a zero byte.
    Name {
        flags: u8,
    },
    Comment {
        flags: u8,
    },
    HeaderCheck {
        left: u8,
    },
    Body,
    /// In checksum and length: how many bytes are read, and the bytes.
    Trailer {
        at: usize,
        bytes: [u8; 8],
    },
    /// Zeros behind the last member: padding.
    Padding,
}

const FLAG_CHECK: u8 = 2;
const FLAG_EXTRA: u8 = 4;
const FLAG_NAME: u8 = 8;
const FLAG_COMMENT: u8 = 16;
const FLAGS_UNKNOWN: u8 = 0xE0;

impl Gunzip {
    pub(super) fn new() -> Gunzip {
        Gunzip {
            state: State::Fixed { at: 0, flags: 0 },
            inflate: Inflate::new(),
            sum: Checksum::new(),
            length: 0,
            allowance: Allowance::default(),
            members: 0,
        }
    }

    /// Unpacks the next bytes and hands on what comes out, piece by piece.
    pub(super) fn push(
        &mut self,
        mut bytes: &[u8],
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), ProblemKind> {
        while let Some((&first, rest)) = bytes.split_first() {
            if matches!(self.state, State::Body) {
                let taken = self.inflate(bytes, sink)?;
                bytes = &bytes[taken..];
            } else {
                self.frame(first)?;
                self.allowance.packed(1);
                bytes = rest;
            }
        }
        Ok(())
    }

    /// Whether the file may end here.
    pub(super) fn finish(&self) -> Result<(), ProblemKind> {
        match self.state {
            State::Fixed { at: 0, .. } if self.members > 0 => Ok(()),
            State::Padding => Ok(()),
            _ => Err(ProblemKind::DamagedArchive),
        }
    }

    fn inflate(&mut self, bytes: &[u8], sink: &mut dyn FnMut(&[u8])) -> Result<usize, ProblemKind> {
        let Step { taken, made, then } = self.inflate.step(bytes);
        self.sum.update(made);
        self.length = self.length.wrapping_add(made.len() as u32);
        self.allowance.packed(taken as u64);
        self.allowance.unpacked(made.len() as u64)?;
        if !made.is_empty() {
            sink(made);
        }
        match then {
            Then::Ended => self.state = State::Trailer { at: 0, bytes: [0; 8] },
            Then::Damaged => return Err(ProblemKind::DamagedArchive),
            // Neither read nor written: no progress is possible any more.
            Then::On if taken == 0 && made.is_empty() => return Err(ProblemKind::DamagedArchive),
            Then::On => {}
        }
        Ok(taken)
    }

    /// One byte of header, trailer or padding.
    fn frame(&mut self, byte: u8) -> Result<(), ProblemKind> {
        self.state = match self.state {
            State::Fixed { at: 0, .. } if byte == 0 && self.members > 0 => State::Padding,
            State::Padding if byte == 0 => State::Padding,
            State::Fixed { at, flags } => {
                let sound = match at {
                    0 => byte == 0x1F,
                    1 => byte == 0x8B,
                    2 => byte == 8,
                    3 => byte & FLAGS_UNKNOWN == 0,
                    _ => true,
                };
                if !sound {
                    return Err(ProblemKind::DamagedArchive);
                }
                let flags = if at == 3 { byte } else { flags };
                if at < 9 { State::Fixed { at: at + 1, flags } } else { self.after_fixed(flags) }
            }
            State::ExtraLength { at: 0, flags, .. } => {
                State::ExtraLength { at: 1, length: byte.into(), flags }
            }
            State::ExtraLength { length, flags, .. } => match length | u16::from(byte) << 8 {
                0 => self.after_extra(flags),
                left => State::Extra { left, flags },
            },
            State::Extra { left: 1, flags } => self.after_extra(flags),
            State::Extra { left, flags } => State::Extra { left: left - 1, flags },
            State::Name { flags } if byte == 0 => self.after_name(flags),
            State::Comment { flags } if byte == 0 => self.after_comment(flags),
            State::HeaderCheck { left: 1 } => self.body(),
            State::HeaderCheck { left } => State::HeaderCheck { left: left - 1 },
            State::Trailer { at, mut bytes } => {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
                if at < 7 { State::Trailer { at: at + 1, bytes } } else { self.check(bytes)? }
            }
            State::Padding => return Err(ProblemKind::DamagedArchive),
            state @ (State::Name { .. } | State::Comment { .. } | State::Body) => state,
        };
        Ok(())
    }

    fn after_fixed(&mut self, flags: u8) -> State {
        if flags & FLAG_EXTRA != 0 {
            State::ExtraLength { at: 0, length: 0, flags }
        } else {
            self.after_extra(flags)
        }
    }

    fn after_extra(&mut self, flags: u8) -> State {
        if flags & FLAG_NAME != 0 { State::Name { flags } } else { self.after_name(flags) }
    }

    fn after_name(&mut self, flags: u8) -> State {
        if flags & FLAG_COMMENT != 0 { State::Comment { flags } } else { self.after_comment(flags) }
    }

    fn after_comment(&mut self, flags: u8) -> State {
        if flags & FLAG_CHECK != 0 { State::HeaderCheck { left: 2 } } else { self.body() }
    }

    fn body(&mut self) -> State {
        self.inflate.begin();
        self.sum = Checksum::new();
        self.length = 0;
        State::Body
    }

    fn check(&mut self, bytes: [u8; 8]) -> Result<State, ProblemKind> {
        let [a, b, c, d, e, f, g, h] = bytes;
        let sum = u32::from_le_bytes([a, b, c, d]);
        let length = u32::from_le_bytes([e, f, g, h]);
        if sum != self.sum.sum() || length != self.length {
            return Err(ProblemKind::DamagedArchive);
        }
        self.members += 1;
        Ok(State::Fixed { at: 0, flags: 0 })
    }
}

/// The first bytes that are packed in a file that begins so, about `limit` of them, and
/// what is wrong behind them.
pub(in crate::engine) fn beginning(head: &[u8], limit: usize) -> (Vec<u8>, Option<ProblemKind>) {
    /// What is unpacked at once: a thousand times as much at most.
    const STEP: usize = 512;
    let (mut gunzip, mut unpacked) = (Gunzip::new(), Vec::new());
    for part in head.chunks(STEP) {
        let read = gunzip.push(part, &mut |bytes| {
            let room = limit.saturating_sub(unpacked.len()).min(bytes.len());
            unpacked.extend_from_slice(bytes.get(..room).unwrap_or_default());
        });
        match read {
            Err(problem) => return (unpacked, Some(problem)),
            Ok(()) if unpacked.len() >= limit => break,
            Ok(()) => {}
        }
    }
    (unpacked, None)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use flate2::{Compression, GzBuilder, write::GzEncoder};
    use std::io::Write;

    pub(in crate::engine::records) fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpack(bytes: &[u8], cut: usize) -> Result<Vec<u8>, ProblemKind> {
        let mut gunzip = Gunzip::new();
        let mut out = Vec::new();
        let (head, tail) = bytes.split_at(cut);
        for part in [head, &[], tail] {
            gunzip.push(part, &mut |piece| out.extend_from_slice(piece))?;
        }
        gunzip.finish().map(|()| out)
    }

    #[test]
    fn members_follow_one_another_and_may_be_cut_anywhere() {
        let mut bytes = pack(b"one,two\n");
        let mut full = GzBuilder::new()
            .filename("name.csv")
            .comment("a comment")
            .extra(vec![7; 20])
            .write(Vec::new(), Compression::best());
        full.write_all(b"three,four\n").unwrap();
        bytes.extend(full.finish().unwrap());
        bytes.extend(pack(b""));
        bytes.extend([0; 11]);
        for cut in 0..=bytes.len() {
            assert_eq!(
                unpack(&bytes, cut).as_deref(),
                Ok(&b"one,two\nthree,four\n"[..]),
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn every_cut_off_end_is_damage() {
        let bytes = pack(b"email,time\n");
        for end in 0..bytes.len() {
            assert_eq!(
                unpack(&bytes[..end], end / 2),
                Err(ProblemKind::DamagedArchive),
                "end at {end}"
            );
        }
    }

    #[test]
    fn a_wrong_byte_is_damage() {
        let bytes = pack(b"email,time\nemail,time\n");
        // Time stamp, extra flags and system (4..10) may be anything.
        for at in (0..4).chain(10..bytes.len()) {
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x55;
            assert_eq!(unpack(&wrong, at), Err(ProblemKind::DamagedArchive), "byte {at}");
        }
        let mut trailing = bytes.clone();
        trailing.extend(b"\0\0rubbish");
        assert_eq!(unpack(&trailing, 3), Err(ProblemKind::DamagedArchive));
    }

    #[test]
    fn long_members_come_out_whole() {
        let text: Vec<u8> =
            (0..300_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert_eq!(unpack(&pack(&text), 17).unwrap(), text);
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = pack(&vec![0; 120 << 20]);
        assert_eq!(unpack(&bomb, 0), Err(ProblemKind::ArchiveTooLarge));
    }
}
