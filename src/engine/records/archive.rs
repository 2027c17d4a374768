//! Zip archives: their members, one after the other, and the limits that every
//! packed file has to keep.

use crate::contract::ProblemKind;
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use zip::ZipArchive;
use zip::result::ZipError;

/// An archive of more members is refused.
const MAX_MEMBERS: usize = 10_000;
/// An archive of more bytes, unpacked, is refused.
const MAX_UNPACKED: u64 = 20 << 30;
/// From so many bytes on, an archive that unpacks to more than
/// [`MAX_RATIO`] times its size is refused.
const RATIO_FROM: u64 = 100 << 20;
const MAX_RATIO: u64 = 1000;
/// Bytes unpacked at a time.
const CHUNK: usize = 64 << 10;

/// How much an archive has been unpacked, against what it may be.
#[derive(Default)]
pub(super) struct Allowance {
    packed: u64,
    unpacked: u64,
}

impl Allowance {
    /// Counts bytes of the archive.
    pub(super) fn packed(&mut self, bytes: u64) {
        self.packed = self.packed.saturating_add(bytes);
    }

    /// Counts bytes that came out; an error where they are too many.
    pub(super) fn unpacked(&mut self, bytes: u64) -> Result<(), ProblemKind> {
        self.unpacked = self.unpacked.saturating_add(bytes);
        let swollen = self.unpacked > RATIO_FROM && self.unpacked / MAX_RATIO > self.packed;
        if swollen || self.unpacked > MAX_UNPACKED {
            return Err(ProblemKind::ArchiveTooLarge);
        }
        Ok(())
    }
}

/// One file in a zip archive.
#[derive(Clone)]
pub struct Member {
    /// Its path inside the archive, with `/` between folders.
    pub name: String,
    /// Bytes when unpacked, as the archive says.
    pub size: u64,
    packed: u64,
    index: usize,
}

/// An opened zip archive.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    members: Vec<Member>,
    unpacked: u64,
}

/// Opens a zip archive and lists its files, in the order of its directory.
/// Folders and what operating systems leave behind (`__MACOSX`, `.DS_Store`,
/// `Thumbs.db`) are no members.
///
/// # Errors
///
/// [`ProblemKind::DamagedArchive`], and [`ProblemKind::ArchiveTooLarge`] for
/// more than 10,000 entries.
pub fn members<R: Read + Seek>(bytes: R) -> Result<Archive<R>, ProblemKind> {
    let mut zip = ZipArchive::new(bytes).map_err(|error| problem(&error))?;
    if zip.len() > MAX_MEMBERS {
        return Err(ProblemKind::ArchiveTooLarge);
    }
    let mut members = Vec::new();
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|error| problem(&error))?;
        let raw = entry.name_raw();
        let name = super::encoding::decode_cell(raw).replace('\\', "/");
        if entry.is_dir() || name.ends_with('/') || left_behind(&name) {
            continue;
        }
        members.push(Member { name, size: entry.size(), packed: entry.compressed_size(), index });
    }
    Ok(Archive { zip, members, unpacked: 0 })
}

impl<R: Read + Seek> Archive<R> {
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Unpacks the member at a position of [`Archive::members`], piece by piece,
    /// until `each` breaks off.
    ///
    /// # Errors
    ///
    /// [`ProblemKind::EncryptedArchive`], [`ProblemKind::DamagedArchive`] (also
    /// when checksums differ at the end), [`ProblemKind::UnsupportedFormat`] for
    /// rare packing methods and archives inside archives, and
    /// [`ProblemKind::ArchiveTooLarge`] for more than 20 GB in all, or more than
    /// 100 MB from a thousandth of it.
    pub fn read(
        &mut self,
        position: usize,
        each: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<(), ProblemKind> {
        let member = self.members.get(position).ok_or(ProblemKind::DamagedArchive)?;
        let before = self.unpacked;
        let mut allowance = Allowance { packed: member.packed, unpacked: 0 };
        let mut entry = self.zip.by_index(member.index).map_err(|error| problem(&error))?;
        let mut chunk = vec![0; CHUNK];
        let mut started = false;
        loop {
            let length = fill(&mut entry, &mut chunk)?;
            let bytes = chunk.get(..length).unwrap_or_default();
            if bytes.is_empty() {
                return Ok(());
            }
            if !std::mem::replace(&mut started, true) && bytes.starts_with(b"PK\x03\x04") {
                return Err(ProblemKind::UnsupportedFormat);
            }
            allowance.unpacked(bytes.len() as u64)?;
            self.unpacked = before.saturating_add(allowance.unpacked);
            if self.unpacked > MAX_UNPACKED {
                return Err(ProblemKind::ArchiveTooLarge);
            }
            if each(bytes).is_break() {
                return Ok(());
            }
        }
    }
}

/// Reads until `chunk` is full or the member ends.
fn fill(entry: &mut impl Read, chunk: &mut [u8]) -> Result<usize, ProblemKind> {
    let mut length = 0;
    while let Some(room) = chunk.get_mut(length..).filter(|room| !room.is_empty()) {
        match entry.read(room) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Err(ProblemKind::DamagedArchive),
        }
    }
    Ok(length)
}

fn problem(error: &ZipError) -> ProblemKind {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ProblemKind::EncryptedArchive
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            ProblemKind::UnsupportedFormat
        }
        _ => ProblemKind::DamagedArchive,
    }
}

fn left_behind(name: &str) -> bool {
    name.split('/').any(|part| {
        matches!(part, "__MACOSX" | ".DS_Store" | "Thumbs.db" | "desktop.ini")
            || part.starts_with("._")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            if name.ends_with('/') {
                writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
            } else {
                writer.start_file(*name, SimpleFileOptions::default()).unwrap();
                writer.write_all(bytes).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8], position: usize) -> Result<Vec<u8>, ProblemKind> {
        let mut out = Vec::new();
        members(Cursor::new(bytes))?.read(position, &mut |piece| {
            out.extend_from_slice(piece);
            ControlFlow::Continue(())
        })?;
        Ok(out)
    }

    #[test]
    fn files_are_listed_and_read_in_order() {
        let long = b"email,time\n".repeat(20_000);
        let bytes = archive(&[
            ("4711/", b""),
            ("4711/opens/Größe.csv", &long),
            ("__MACOSX/4711/._opens.csv", b"x"),
            ("4711/.DS_Store", b"x"),
            ("clicks.csv", b"email\n"),
        ]);
        let archive = members(Cursor::new(&bytes)).unwrap_or_else(|_| panic!("readable"));
        let names: Vec<&str> =
            archive.members().iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["4711/opens/Größe.csv", "clicks.csv"]);
        assert_eq!(archive.members()[0].size, long.len() as u64);
        assert_eq!(read(&bytes, 0), Ok(long));
        assert_eq!(read(&bytes, 1), Ok(b"email\n".to_vec()));
        assert_eq!(read(&bytes, 2), Err(ProblemKind::DamagedArchive));
    }

    #[test]
    fn a_reader_may_break_off() {
        let bytes = archive(&[("a.csv", &[b'x'; 3 * CHUNK])]);
        let mut pieces = 0;
        let mut archive = members(Cursor::new(&bytes)).unwrap_or_else(|_| panic!("readable"));
        let read = archive.read(0, &mut |_| {
            pieces += 1;
            ControlFlow::Break(())
        });
        assert_eq!((read, pieces), (Ok(()), 1));
    }

    #[test]
    fn damage_is_told() {
        let bytes = archive(&[("a.csv", b"email,time\nemail,time\nemail,time\n")]);
        assert_eq!(read(&bytes[..bytes.len() / 2], 0), Err(ProblemKind::DamagedArchive));
        assert_eq!(read(b"PK\x03\x04 and then nothing", 0), Err(ProblemKind::DamagedArchive));
        let mut wrong = bytes.clone();
        wrong[40] ^= 0x40;
        assert_eq!(read(&wrong, 0), Err(ProblemKind::DamagedArchive));
    }

    #[test]
    fn encryption_is_told() {
        let mut bytes = archive(&[("a.csv", b"email")]);
        // The flag's lowest bit, in the local header and in the directory.
        bytes[6] |= 1;
        let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        bytes[directory + 8] |= 1;
        assert_eq!(read(&bytes, 0), Err(ProblemKind::EncryptedArchive));
    }

    #[test]
    fn archives_inside_archives_are_not_opened() {
        let inner = archive(&[("a.csv", b"email")]);
        assert_eq!(
            read(&archive(&[("inner.zip", &inner)]), 0),
            Err(ProblemKind::UnsupportedFormat)
        );
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = archive(&[("zeros.csv", &vec![0; 120 << 20])]);
        assert_eq!(read(&bomb, 0), Err(ProblemKind::ArchiveTooLarge));
        let crowd: Vec<String> = (0..=MAX_MEMBERS).map(|n| format!("{n}.csv")).collect();
        let crowd: Vec<(&str, &[u8])> =
            crowd.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(read(&archive(&crowd), 0), Err(ProblemKind::ArchiveTooLarge));
    }
}
