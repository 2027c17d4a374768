//! Archives: zip files and workbooks, also inside one another, and inside gzip.
//! Their members, the sheets of workbooks among them, come one after the other.

mod unpacking;

pub use unpacking::Unpacking;

use super::gunzip::{self, Gunzip};
use super::limits::Total;
use super::workbook::{self, Sheet, Sink, Stop, Xls};
use crate::contract::{Container, ProblemKind};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use unpacking::{CHUNK, fill};
use zip::ZipArchive;
use zip::result::ZipError;

/// An archive of more members is refused.
const MAX_MEMBERS: usize = 10_000;
/// Archives lie in archives no deeper.
const MAX_DEPTH: usize = 3;
/// What lies in an archive and must be held whole has no more bytes.
const MAX_HELD: u64 = 256 << 20;
const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";
const GZIP: &[u8] = b"\x1F\x8B";

/// So many first bytes of a file show whether it is an archive: 8, unless it is
/// packed by gzip once more.
const HEAD: usize = 4 << 10;

/// Whether a file with these first bytes (4 KB are plenty) is an archive, or a
/// workbook: read from its directory, which may lie anywhere. The same inside gzip.
pub fn is_archive(head: &[u8]) -> bool {
    is_bare_archive(head) || is_packed(head) && is_bare_archive(&gunzip::beginning(head, 8).0)
}

/// Whether a file that begins so is packed as a whole.
pub fn is_packed(head: &[u8]) -> bool {
    head.starts_with(GZIP)
}

fn is_bare_archive(head: &[u8]) -> bool {
    head.starts_with(ZIP) || head.starts_with(EMPTY_ZIP) || workbook::is_compound(head)
}

/// One file in an archive, or one sheet of a workbook.
#[derive(Clone)]
pub struct Member {
    /// Its path inside the archive, with `/` between folders. What lies in an
    /// archive or a workbook has that one for a folder.
    pub name: String,
    /// Bytes when unpacked, as the archive says; 0 where it does not say.
    pub size: u64,
    place: Place,
}

impl Member {
    /// Whether it is a file of the archive itself, which [`Archive::unpacking`] opens.
    pub fn is_file(&self) -> bool {
        matches!(self.place, Place::File { .. })
    }

    /// Bytes in the archive; 0 where it is no file of it.
    pub fn packed(&self) -> u64 {
        match self.place {
            Place::File { packed, .. } => packed,
            Place::Sheet { .. } | Place::Inside { .. } | Place::Fault(_) => 0,
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    /// A file in the zip archive, and its packed size.
    File {
        index: usize,
        packed: u64,
    },
    Sheet {
        index: usize,
    },
    /// In the archive that is the file `index` of this one.
    Inside {
        index: usize,
        position: usize,
    },
    /// It cannot be opened.
    Fault(ProblemKind),
}

/// An opened archive or workbook.
pub struct Archive<R> {
    held: Held<R>,
    members: Vec<Member>,
    /// The archive inside this one that was read last, and which file it is.
    inside: Option<Inside>,
    depth: usize,
    total: Total,
}

/// An archive that is a file of another, and which.
type Inside = (usize, Box<Archive<Cursor<Vec<u8>>>>);

enum Held<R> {
    Zip(ZipArchive<R>),
    Workbook(ZipArchive<R>, Box<workbook::Packed>),
    Xls(Box<Xls>),
    /// What it packs is `inside`, and stays open.
    Gzip,
}

/// Opens a zip archive or a workbook and lists its files, in the order of its
/// directory; those of archives inside it, too. Folders, what operating systems
/// leave behind (`__MACOSX`, `.DS_Store`, `Thumbs.db`) and hidden sheets beside
/// visible ones are no members. `name` is that of the file.
///
/// # Errors
///
/// [`ProblemKind::DamagedArchive`], [`ProblemKind::EncryptedArchive`] for
/// workbooks with a password, [`ProblemKind::UnsupportedFormat`] for other
/// documents, and [`ProblemKind::ArchiveTooLarge`] for more than 10,000 members.
pub fn members<R: Read + Seek>(name: &str, mut bytes: R) -> Result<Archive<R>, ProblemKind> {
    let size = bytes.seek(SeekFrom::End(0)).map_err(|_| ProblemKind::DamagedArchive)?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    open(name, bytes, 0, &Total::of(size))
}

fn open<R: Read + Seek>(
    name: &str,
    mut bytes: R,
    depth: usize,
    total: &Total,
) -> Result<Archive<R>, ProblemKind> {
    let mut head = Vec::new();
    let damaged = |_| ProblemKind::DamagedArchive;
    bytes.rewind().map_err(damaged)?;
    (&mut bytes).take(8).read_to_end(&mut head).map_err(damaged)?;
    bytes.rewind().map_err(damaged)?;
    let archive =
        |held, members| Archive { held, members, inside: None, depth, total: total.clone() };
    if head.starts_with(GZIP) {
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name);
        let whole = gunzip(bytes, total)?;
        if !is_bare_archive(&whole) {
            return Err(ProblemKind::UnsupportedFormat);
        }
        let inside = open_nested(name, whole, depth, total)?;
        let members = inside.members.iter().enumerate().map(|(position, within)| Member {
            place: Place::Inside { index: 0, position },
            ..within.clone()
        });
        let mut archive = archive(Held::Gzip, members.collect());
        archive.inside = Some((0, Box::new(inside)));
        return Ok(archive);
    }
    if workbook::is_compound(&head) {
        let mut whole = Vec::new();
        bytes.take(MAX_HELD + 1).read_to_end(&mut whole).map_err(damaged)?;
        if whole.len() as u64 > MAX_HELD {
            return Err(ProblemKind::ArchiveTooLarge);
        }
        let (book, sheets) = Xls::open(&whole, total)?;
        return Ok(archive(Held::Xls(Box::new(book)), sheets_of(name, sheets)));
    }
    let mut zip = ZipArchive::new(bytes).map_err(|error| problem(&error))?;
    if zip.len() > MAX_MEMBERS {
        return Err(ProblemKind::ArchiveTooLarge);
    }
    if let Some((book, sheets)) = workbook::Packed::open(&mut zip, total)? {
        return Ok(archive(Held::Workbook(zip, Box::new(book)), sheets_of(name, sheets)));
    }
    if is_document(&zip) {
        return Err(ProblemKind::UnsupportedFormat);
    }
    let mut archive = archive(Held::Zip(zip), Vec::new());
    archive.list()?;
    Ok(archive)
}

/// The sheets that are shown, or all of them where none is.
fn sheets_of(name: &str, sheets: Vec<Sheet>) -> Vec<Member> {
    let all_hidden = sheets.iter().all(|sheet| sheet.hidden);
    let shown = sheets.into_iter().enumerate().filter(|(_, sheet)| all_hidden || !sheet.hidden);
    shown
        .map(|(index, sheet)| Member {
            name: format!("{name}/{}", sheet.name.replace(['/', '\\'], "_")),
            size: 0,
            place: Place::Sheet { index },
        })
        .collect()
}

/// Documents and programs that are zip archives, too, and hold no table.
fn is_document<R: Read + Seek>(zip: &ZipArchive<R>) -> bool {
    const PARTS: [&str; 4] =
        ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "Index/Document.iwa"];
    zip.file_names().any(|name| name.is_ok_and(|name| PARTS.contains(&&*name)))
}

impl<R: Read + Seek> Archive<R> {
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Zip archive or workbook.
    pub fn container(&self) -> Container {
        match self.held {
            Held::Zip(_) => Container::Zip,
            Held::Workbook(..) | Held::Xls(_) => Container::Spreadsheet,
            Held::Gzip => self.inside.as_ref().map_or(Container::Gzip, |(_, it)| it.container()),
        }
    }

    fn list(&mut self) -> Result<(), ProblemKind> {
        let Held::Zip(zip) = &mut self.held else { return Ok(()) };
        let mut files = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|error| problem(&error))?;
            let name = super::encoding::decode_cell(entry.name_raw()).replace('\\', "/");
            if entry.is_dir() || name.ends_with('/') || left_behind(&name) {
                continue;
            }
            let place = Place::File { index, packed: entry.compressed_size() };
            files.push((Member { name, size: entry.size(), place }, index));
        }
        for (member, index) in files {
            if !self.is_archive(index) {
                self.members.push(member);
            } else if let Err(kind) = self.open_inside(index) {
                self.members.push(Member { place: Place::Fault(kind), ..member });
            } else if let Some((_, inside)) = &self.inside {
                let folder = member.name.rsplit_once('/').map(|(folder, _)| folder);
                self.members.extend(inside.members.iter().enumerate().map(|(position, within)| {
                    // A workbook's sheets bring its name with them.
                    let name = match inside.container() {
                        Container::Spreadsheet => within.name.clone(),
                        _ => format!("{}/{}", file_name(&member.name), within.name),
                    };
                    Member {
                        name: folder.map_or(name.clone(), |folder| format!("{folder}/{name}")),
                        size: within.size,
                        place: Place::Inside { index, position },
                    }
                }));
            }
            if self.members.len() > MAX_MEMBERS {
                return Err(ProblemKind::ArchiveTooLarge);
            }
        }
        Ok(())
    }

    /// Whether a file of the zip archive is an archive itself.
    fn is_archive(&mut self, index: usize) -> bool {
        let Held::Zip(zip) = &mut self.held else { return false };
        let Ok(mut entry) = zip.by_index(index) else { return false };
        let mut head = [0; HEAD];
        let length = fill(&mut entry, &mut head).unwrap_or_default();
        is_archive(head.get(..length).unwrap_or_default())
    }

    /// Opens the archive that is a file of this one, unless it is open.
    fn open_inside(&mut self, index: usize) -> Result<(), ProblemKind> {
        if self.inside.as_ref().is_some_and(|(open, _)| *open == index) {
            return Ok(());
        }
        if self.depth + 1 >= MAX_DEPTH {
            return Err(ProblemKind::ArchiveTooLarge);
        }
        // One is held at a time.
        self.inside = None;
        let Held::Zip(zip) = &mut self.held else { return Err(ProblemKind::DamagedArchive) };
        let entry = zip.by_index(index).map_err(|error| problem(&error))?;
        let name = super::encoding::decode_cell(entry.name_raw()).replace('\\', "/");
        let packed = entry.compressed_size();
        let mut whole = Vec::new();
        let mut each = |bytes: &[u8]| {
            whole.extend_from_slice(bytes);
            match whole.len() as u64 <= MAX_HELD {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        };
        Unpacking::of(entry, self.total.part(packed)).all(&mut each)?;
        if whole.len() as u64 > MAX_HELD {
            return Err(ProblemKind::ArchiveTooLarge);
        }
        let name = file_name(&name).to_owned();
        let inside = open_nested(&name, whole, self.depth + 1, &self.total)?;
        self.inside = Some((index, Box::new(inside)));
        Ok(())
    }

    /// Unpacks the member at a position of [`Archive::members`], piece by piece,
    /// until `each` breaks off. A sheet comes as delimited text.
    ///
    /// # Errors
    ///
    /// [`ProblemKind::EncryptedArchive`], [`ProblemKind::DamagedArchive`] (also
    /// when checksums differ at the end), [`ProblemKind::UnsupportedFormat`] for
    /// rare packing methods, and [`ProblemKind::ArchiveTooLarge`] for more than
    /// 20 GB in all, more than 100 MB from a thousandth of it, and archives in
    /// archives in archives.
    pub fn read(&mut self, position: usize, each: Sink<'_>) -> Result<(), ProblemKind> {
        let member = self.members.get(position).ok_or(ProblemKind::DamagedArchive)?;
        match member.place {
            Place::Fault(kind) => Err(kind),
            Place::File { .. } => self.unpacking(position)?.all(each),
            Place::Sheet { index } => {
                let read = match &mut self.held {
                    Held::Workbook(zip, book) => book.read(zip, index, each),
                    Held::Xls(book) => book.read(index, each),
                    Held::Zip(_) | Held::Gzip => Err(ProblemKind::DamagedArchive.into()),
                };
                match read {
                    Ok(()) | Err(Stop::Enough) => Ok(()),
                    Err(Stop::Problem(kind)) => Err(kind),
                }
            }
            Place::Inside { index, position } => {
                self.open_inside(index)?;
                match &mut self.inside {
                    Some((_, inside)) => inside.read(position, each),
                    None => Err(ProblemKind::DamagedArchive),
                }
            }
        }
    }
}

impl<R: Read + Seek> Archive<R> {
    /// Opens a member that is a [file](Member::is_file), to be unpacked bit by bit.
    ///
    /// # Errors
    ///
    /// Those of [`Archive::read`].
    pub fn unpacking(&mut self, position: usize) -> Result<Unpacking<'_>, ProblemKind> {
        let member = self.members.get(position).ok_or(ProblemKind::DamagedArchive)?;
        let (Place::File { index, packed }, Held::Zip(zip)) = (member.place, &mut self.held) else {
            return Err(ProblemKind::DamagedArchive);
        };
        let entry = zip.by_index(index).map_err(|error| problem(&error))?;
        Ok(Unpacking::of(entry, self.total.part(packed)))
    }
}

/// One function whatever the outer archive is made of.
fn open_nested(
    name: &str,
    whole: Vec<u8>,
    depth: usize,
    total: &Total,
) -> Result<Archive<Cursor<Vec<u8>>>, ProblemKind> {
    open(name, Cursor::new(whole), depth, total)
}

/// All that a gzip file packs.
fn gunzip(mut bytes: impl Read, total: &Total) -> Result<Vec<u8>, ProblemKind> {
    let (mut gunzip, mut whole) = (Gunzip::new(), Vec::new());
    let mut chunk = vec![0; CHUNK];
    let mut allowance = total.part(0);
    loop {
        let length = fill(&mut bytes, &mut chunk)?;
        let packed = chunk.get(..length).unwrap_or_default();
        if packed.is_empty() {
            break;
        }
        let before = whole.len();
        gunzip.push(packed, &mut |piece| {
            if whole.len() as u64 <= MAX_HELD {
                whole.extend_from_slice(piece);
            }
        })?;
        allowance.packed(packed.len() as u64);
        allowance.unpacked((whole.len() - before) as u64)?;
        if whole.len() as u64 > MAX_HELD {
            return Err(ProblemKind::ArchiveTooLarge);
        }
    }
    gunzip.finish()?;
    Ok(whole)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What an error of the zip reader means.
pub(super) fn problem(error: &ZipError) -> ProblemKind {
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
mod tests;
