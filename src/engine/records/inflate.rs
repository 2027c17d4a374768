//! Raw deflate (RFC 1951), fed in slices of any size. What comes out does not
//! depend on how they are cut, not even where they are damaged: everything that
//! stands before the damage.

use flate2::{Decompress, FlushDecompress, Status};

/// The window of deflate. The decompressor unpacks into one of its own, and with
/// an error, what it could not hand over is lost: up to the window's next end
/// everything can be.
const WINDOW: usize = 32 << 10;

pub(super) struct Inflate {
    inflate: Decompress,
    out: Vec<u8>,
}

/// What became of some bytes.
pub(super) struct Step<'o> {
    /// How many of them were read.
    pub(super) taken: usize,
    /// What came out, [`WINDOW`] bytes at most.
    pub(super) made: &'o [u8],
    pub(super) then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// There may be more to come out of the same bytes, or of the next ones.
    On,
    Ended,
    Damaged,
}

impl Inflate {
    pub(super) fn new() -> Inflate {
        Inflate { inflate: Decompress::new(false), out: vec![0; WINDOW] }
    }

    /// What follows was packed for itself.
    pub(super) fn begin(&mut self) {
        self.inflate.reset(false);
    }

    /// Unpacks as much as fits.
    pub(super) fn step(&mut self, bytes: &[u8]) -> Step<'_> {
        let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
        let room = WINDOW - (written % WINDOW as u64) as usize;
        let out = self.out.get_mut(..room).unwrap_or_default();
        let status = self.inflate.decompress(bytes, out, FlushDecompress::None);
        let then = match status {
            Ok(Status::StreamEnd) => Then::Ended,
            Ok(Status::Ok | Status::BufError) => Then::On,
            Err(_) => Then::Damaged,
        };
        Step {
            taken: (self.inflate.total_in() - read) as usize,
            made: out.get(..(self.inflate.total_out() - written) as usize).unwrap_or_default(),
            then,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use std::io::Write;

    fn unpack(bytes: &[u8], slice: usize) -> (Vec<u8>, Then) {
        let (mut inflate, mut out) = (Inflate::new(), Vec::new());
        for mut slice in bytes.chunks(slice) {
            loop {
                let Step { taken, made, then } = inflate.step(slice);
                out.extend_from_slice(made);
                slice = &slice[taken..];
                if then != Then::On {
                    return (out, then);
                }
                if made.is_empty() && slice.is_empty() {
                    break;
                }
            }
        }
        (out, Then::On)
    }

    /// What unpacks to a thousand times as much, and what unpacks to little more.
    #[test]
    fn damage_takes_nothing_that_stands_before_it() {
        let little = |count: u32| (0..count).flat_map(|n| (n * n % 977).to_be_bytes());
        let much = (0..70_000u32).map(|n| (n / 9_000) as u8);
        let text: Vec<u8> = little(120).chain(much).chain(little(60)).collect();
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&text).unwrap();
        let packed = encoder.finish().unwrap();
        assert_eq!(unpack(&packed, packed.len()), (text.clone(), Then::Ended));
        let mut damaged = 0;
        for at in (0..packed.len()).step_by(3) {
            for bits in [0x10, 0xFF] {
                let mut wrong = packed.clone();
                wrong[at] ^= bits;
                let whole = unpack(&wrong, wrong.len());
                damaged += usize::from(whole.1 == Then::Damaged);
                for slice in [1, 7, 100] {
                    let (out, then) = unpack(&wrong, slice);
                    let same = out == whole.0 && then == whole.1;
                    assert!(same, "byte {at}, slices of {slice}: {} {}", out.len(), whole.0.len());
                }
            }
        }
        assert!(damaged > 20, "{damaged}");
    }
}
