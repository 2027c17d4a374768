//! Blocks packed by snappy: each a whole of its own, with the CRC-32 of what it
//! packs behind it, the highest byte first.
//!
//! Source: Apache Avro 1.12, "Required Codecs" and "Optional Codecs"; snappy's
//! format description.

use crate::contract::ProblemKind;
use crate::engine::records::checksum::Checksum;
use crate::engine::records::limits::Allowance;

/// No block is longer, packed or unpacked: writers close theirs after a few
/// hundred kilobytes.
const MAX_BLOCK: usize = 64 << 20;
/// Three bytes stand for 64 at most.
const MAX_RATIO: usize = 22;
/// Bytes of the checksum.
const SUM: usize = 4;

/// The block that is coming in.
#[derive(Default)]
pub(super) struct Snappy {
    held: Vec<u8>,
    allowance: Allowance,
}

impl Snappy {
    pub(super) fn begin(&mut self) {
        self.held.clear();
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), ProblemKind> {
        if self.held.len() + bytes.len() > MAX_BLOCK {
            return Err(ProblemKind::ArchiveTooLarge);
        }
        self.held.extend_from_slice(bytes);
        Ok(())
    }

    /// What the block packs, now that it is whole.
    pub(super) fn unpack(&mut self) -> Result<Vec<u8>, ProblemKind> {
        const DAMAGED: ProblemKind = ProblemKind::DamagedArchive;
        let (packed, told) = self.held.split_last_chunk::<SUM>().ok_or(DAMAGED)?;
        // Told by the block, and believed only as far as it can be true.
        let length = snap::raw::decompress_len(packed).map_err(|_| DAMAGED)?;
        if length > packed.len().saturating_mul(MAX_RATIO) {
            return Err(DAMAGED);
        }
        self.allowance.packed(self.held.len() as u64);
        self.allowance.unpacked(length as u64)?;
        if length > MAX_BLOCK {
            return Err(ProblemKind::ArchiveTooLarge);
        }
        let unpacked = snap::raw::Decoder::new().decompress_vec(packed).map_err(|_| DAMAGED)?;
        let mut sum = Checksum::new();
        sum.update(&unpacked);
        if sum.sum() != u32::from_be_bytes(*told) {
            return Err(DAMAGED);
        }
        self.held.clear();
        Ok(unpacked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Crc;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packed = snap::raw::Encoder::new().compress_vec(bytes).unwrap();
        let mut crc = Crc::new();
        crc.update(bytes);
        packed.extend(crc.sum().to_be_bytes());
        packed
    }

    fn unpack(bytes: &[u8]) -> Result<Vec<u8>, ProblemKind> {
        let mut snappy = Snappy::default();
        snappy.push(bytes)?;
        snappy.unpack()
    }

    #[test]
    fn blocks_come_back_whole_or_not_at_all() {
        for text in [b"".to_vec(), b"email".to_vec(), b"abc".repeat(100_000), vec![0; 1 << 20]] {
            assert_eq!(unpack(&packed(&text)).as_deref(), Ok(&text[..]));
        }
        let sound = packed(b"email,time,email,time,email,time");
        for at in 0..sound.len() {
            let mut wrong = sound.clone();
            wrong[at] ^= 0x11;
            assert_eq!(unpack(&wrong), Err(ProblemKind::DamagedArchive), "byte {at}");
            assert_eq!(unpack(&sound[..at]), Err(ProblemKind::DamagedArchive), "end at {at}");
        }
    }

    #[test]
    fn a_claim_that_cannot_be_true_takes_no_memory() {
        // Four gigabytes in nothing.
        let claim = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0, 0];
        assert_eq!(unpack(&claim), Err(ProblemKind::DamagedArchive));
        let mut snappy = Snappy::default();
        snappy.push(&vec![0; MAX_BLOCK]).unwrap();
        assert_eq!(snappy.push(&[0]), Err(ProblemKind::ArchiveTooLarge));
    }
}
