//! The CRC-32 of gzip (RFC 1952) and of Avro's snappy blocks.

use crc::{CRC_32_ISO_HDLC, Crc, Digest, Table};
use std::sync::LazyLock;

/// Made when it is first needed, sixteen bytes a step: as quick as any.
static TABLES: LazyLock<Crc<u32, Table<16>>> =
    LazyLock::new(|| Crc::<u32, Table<16>>::new(&CRC_32_ISO_HDLC));

/// What bytes sum up to, as they come in.
pub(super) struct Checksum(Digest<'static, u32, Table<16>>);

impl Checksum {
    pub(super) fn new() -> Checksum {
        Checksum(TABLES.digest())
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn sum(&self) -> u32 {
        self.0.clone().finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_as_another_library_however_the_bytes_come() {
        let bytes: Vec<u8> =
            (0..300u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let mut twin = flate2::Crc::new();
        twin.update(&bytes);
        for cut in 0..=bytes.len() {
            let mut sum = Checksum::new();
            sum.update(&bytes[..cut]);
            sum.update(&bytes[cut..]);
            assert_eq!(sum.sum(), twin.sum(), "cut at {cut}");
        }
        assert_eq!(Checksum::new().sum(), 0);
    }
}
