//! Excel workbooks since 2007 (`.xlsx`, `.xlsm`): a zip archive of XML parts.
//!
//! Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (worksheets), 18.4 (shared
//! strings), 18.8 (styles); part 2 for relationships. Formulas count by the
//! value that was stored with them.

use super::formats::{Base, Meaning, write_number};
use super::package::{Parts, resolved};
use super::rows::{MAX_COLUMNS, Rows, Sink};
use super::strings::Strings;
use super::xml::{Node, Xml};
use super::{Sheet, Stop, few, name, push};
use crate::contract::ProblemKind;
use crate::engine::records::limits::Total;
use std::collections::BTreeMap;
use std::io::{Read, Seek};
use zip::ZipArchive;

/// No workbook has more cell formats (Excel: 65,490).
const MAX_STYLES: usize = 1 << 16;

pub(in crate::engine::records) struct Xlsx {
    parts: Parts,
    /// The parts of the sheets, by position.
    paths: Vec<String>,
    shared: Option<String>,
    strings: Option<Strings>,
    /// What numbers stand for, by cell format.
    meanings: Vec<Meaning>,
    base: Base,
}

impl Xlsx {
    /// `None` where the archive holds no such workbook.
    ///
    /// # Errors
    /// [`ProblemKind::UnsupportedFormat`] for binary workbooks (`.xlsb`), and
    /// those of damaged archives.
    pub(super) fn open<R: Read + Seek>(
        zip: &mut ZipArchive<R>,
        total: &Total,
    ) -> Result<Option<(Xlsx, Vec<Sheet>)>, ProblemKind> {
        let parts = Parts::of(zip, total);
        if parts.has("xl/workbook.bin") {
            return Err(ProblemKind::UnsupportedFormat);
        }
        if !parts.has("[Content_Types].xml") {
            return Ok(None);
        }
        let Some(main) = main_part(&parts, zip)? else { return Ok(None) };
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let relations = relations(&parts, zip, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let of_kind = |kind: &str| {
            relations.values().find(|part| part.kind == kind).map(|part| part.path.clone())
        };
        let (shared, styles) = (of_kind("sharedStrings"), of_kind("styles"));
        let mut book = Xlsx {
            shared: shared.filter(|path| parts.has(path)),
            parts,
            paths: Vec::new(),
            strings: None,
            meanings: Vec::new(),
            base: Base::Year1900,
        };
        let sheets = book.read_workbook(zip, &main, &relations)?;
        if let Some(styles) = styles.filter(|path| book.parts.has(path)) {
            book.meanings = meanings(book.parts.open(zip, &styles)?.0)?;
        }
        Ok(Some((book, sheets)))
    }

    fn read_workbook<R: Read + Seek>(
        &mut self,
        zip: &mut ZipArchive<R>,
        main: &str,
        relations: &BTreeMap<String, Related>,
    ) -> Result<Vec<Sheet>, ProblemKind> {
        let (mut xml, _) = self.parts.open(zip, main)?;
        let mut found = Vec::new();
        loop {
            match xml.next()? {
                Node::Open if xml.name() == "workbookPr" => {
                    let dated = xml.attribute("date1904");
                    if dated.is_some_and(|set| is_true(&set)) {
                        self.base = Base::Year1904;
                    }
                }
                Node::Open if xml.name() == "sheet" => {
                    let name = name(&xml.attribute("name").unwrap_or_default());
                    let hidden = xml.attribute("state").is_some_and(|state| state != "visible");
                    let part = xml.attribute("id").and_then(|id| relations.get(&*id));
                    // Charts and dialogs have sheets, too.
                    if let Some(part) = part.filter(|part| part.kind == "worksheet") {
                        found.push((Sheet { name, hidden }, part.path.clone()));
                        few(found.len())?;
                    }
                }
                Node::End => break,
                _ => {}
            }
        }
        let (sheets, paths) = found.into_iter().unzip();
        self.paths = paths;
        Ok(sheets)
    }

    /// Writes the rows of a sheet.
    ///
    /// # Errors
    /// What is wrong with it, or that nobody wants more.
    pub(super) fn read<R: Read + Seek>(
        &mut self,
        zip: &mut ZipArchive<R>,
        position: usize,
        sink: Sink<'_>,
    ) -> Result<(), Stop> {
        if self.strings.is_none() {
            self.strings = Some(match &self.shared {
                Some(path) => shared_strings(self.parts.open(zip, path)?.0)?,
                None => Strings::default(),
            });
        }
        let path = self.paths.get(position).ok_or(ProblemKind::DamagedArchive)?;
        let shared = self.shared.as_ref().map_or(0, |path| self.parts.packed(zip, path));
        let (mut xml, mut allowance) = self.parts.open(zip, path)?;
        // Texts stand there once, and in the rows as often as they are used.
        allowance.packed(shared);
        let mut rows = Rows::new(sink, allowance);
        let mut cell = Cell::default();
        loop {
            match xml.next()? {
                Node::Open => match xml.name() {
                    "c" => cell.begin(&xml),
                    "v" | "t" => cell.inside = true,
                    // How a text is pronounced; what the page prints around the cells.
                    "rPh" | "headerFooter" => xml.skip()?,
                    _ => {}
                },
                Node::Text if cell.inside => push(&mut cell.text, xml.text())?,
                Node::Text => {}
                Node::Close => match xml.name() {
                    "v" | "t" => cell.inside = false,
                    "c" => {
                        self.write(&mut cell)?;
                        rows.cell(cell.column, &cell.written)?;
                        cell.column += 1;
                    }
                    "row" => {
                        rows.end_row(1)?;
                        cell.column = 0;
                    }
                    // What follows are rules, links and comments.
                    "sheetData" => break,
                    _ => {}
                },
                Node::End => break,
            }
        }
        rows.finish()
    }

    /// Puts into `written` what the cell shows.
    fn write(&self, cell: &mut Cell) -> Result<(), ProblemKind> {
        let Cell { kind, style, text, written, .. } = cell;
        written.clear();
        match kind {
            Kind::Shared => {
                let shared = text.trim().parse().ok();
                let shared = shared.zip(self.strings.as_ref()).and_then(|(at, all)| all.get(at));
                written.push_str(shared.ok_or(ProblemKind::DamagedArchive)?);
            }
            Kind::Text => unescape(text, written),
            Kind::Truth => written.push_str(match text.trim() {
                "" => "",
                "1" => "true",
                _ => "false",
            }),
            Kind::Error => {}
            Kind::Number => match text.trim().parse::<f64>() {
                Ok(value) => {
                    let meaning = self.meanings.get(*style).copied().unwrap_or_default();
                    write_number(written, value, meaning, self.base);
                }
                Err(_) => written.push_str(text.trim()),
            },
        }
        Ok(())
    }
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    column: usize,
    style: usize,
    kind: Kind,
    /// Between the tags of its value.
    inside: bool,
    text: String,
    written: String,
}

#[derive(Clone, Copy, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    /// As it stands: a text, or a time in ISO 8601.
    Text,
    Truth,
    Error,
}

impl Cell {
    fn begin<R: Read>(&mut self, xml: &Xml<R>) {
        // Without a reference, the cell is the next.
        if let Some(column) = xml.attribute("r").and_then(|place| column_of(&place)) {
            self.column = column;
        }
        self.style = xml.attribute("s").and_then(|style| style.parse().ok()).unwrap_or_default();
        self.kind = match xml.attribute("t").as_deref() {
            Some("s") => Kind::Shared,
            Some("str" | "inlineStr" | "d") => Kind::Text,
            Some("b") => Kind::Truth,
            Some("e") => Kind::Error,
            _ => Kind::Number,
        };
        self.inside = false;
        self.text.clear();
    }
}

/// The column of a place such as `AB12`, the first being 0.
fn column_of(place: &str) -> Option<usize> {
    let mut column = 0usize;
    for letter in place.bytes().take_while(u8::is_ascii_alphabetic) {
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        if column > MAX_COLUMNS {
            break;
        }
    }
    column.checked_sub(1)
}

fn is_true(text: &str) -> bool {
    matches!(text, "1" | "true" | "on")
}

/// A part that another refers to.
struct Related {
    /// The last word of its type.
    kind: String,
    path: String,
}

fn main_part<R: Read + Seek>(
    parts: &Parts,
    zip: &mut ZipArchive<R>,
) -> Result<Option<String>, ProblemKind> {
    let usual = "xl/workbook.xml";
    if parts.has("_rels/.rels") {
        let related = relations(parts, zip, "_rels/.rels", "")?;
        let main = related.into_values().find(|part| part.kind == "officeDocument");
        if let Some(main) = main.filter(|main| parts.has(&main.path)) {
            // A text document or a presentation has a main part of its own.
            let is_book = main.path.rsplit('/').next().is_some_and(|it| it.contains("workbook"));
            return Ok(is_book.then_some(main.path));
        }
    }
    Ok(parts.has(usual).then(|| usual.to_owned()))
}

fn relations<R: Read + Seek>(
    parts: &Parts,
    zip: &mut ZipArchive<R>,
    path: &str,
    folder: &str,
) -> Result<BTreeMap<String, Related>, ProblemKind> {
    let (mut xml, _) = parts.open(zip, path)?;
    let mut related = BTreeMap::new();
    loop {
        match xml.next()? {
            Node::Open if xml.name() == "Relationship" => {
                let of = |attribute| name(&xml.attribute(attribute).unwrap_or_default());
                let kind = of("Type").rsplit('/').next().unwrap_or_default().to_owned();
                let path = resolved(folder, &of("Target"));
                related.insert(of("Id"), Related { kind, path });
                few(related.len())?;
            }
            Node::End => return Ok(related),
            _ => {}
        }
    }
}

/// What numbers stand for in cells of each format.
fn meanings<R: Read>(mut xml: Xml<R>) -> Result<Vec<Meaning>, ProblemKind> {
    let mut codes = BTreeMap::new();
    let mut meanings = Vec::new();
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Node::Open => match xml.name() {
                "numFmt" => {
                    let id = xml.attribute("numFmtId").and_then(|id| id.parse::<u16>().ok());
                    let code = xml.attribute("formatCode").unwrap_or_default();
                    codes.extend(id.map(|id| (id, Meaning::of_code(&code))));
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = xml.attribute("numFmtId").and_then(|id| id.parse::<u16>().ok());
                    let id = id.unwrap_or_default();
                    let own = codes.get(&id).copied();
                    meanings.push(own.unwrap_or_else(|| Meaning::of_builtin(id)));
                    if meanings.len() > MAX_STYLES {
                        return Err(ProblemKind::ArchiveTooLarge);
                    }
                }
                _ => {}
            },
            Node::Close if xml.name() == "cellXfs" => in_cells = false,
            Node::End => return Ok(meanings),
            Node::Close | Node::Text => {}
        }
    }
}

fn shared_strings<R: Read>(mut xml: Xml<R>) -> Result<Strings, ProblemKind> {
    let mut strings = Strings::default();
    let (mut text, mut plain) = (String::new(), String::new());
    let mut inside = false;
    loop {
        match xml.next()? {
            Node::Open => match xml.name() {
                "si" => text.clear(),
                "t" => inside = true,
                "rPh" => xml.skip()?,
                _ => {}
            },
            Node::Text if inside => push(&mut text, xml.text())?,
            Node::Close => match xml.name() {
                "t" => inside = false,
                "si" => {
                    plain.clear();
                    unescape(&text, &mut plain);
                    strings.push(&plain)?;
                    strings.end()?;
                }
                _ => {}
            },
            Node::End => return Ok(strings),
            Node::Text => {}
        }
    }
}

/// Writes a text with its `_x000D_` (a character that XML cannot hold) resolved.
fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(letter) => {
                out.push(letter);
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = escape.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_columns() {
        for (place, column) in [
            ("A1", Some(0)),
            ("z9", Some(25)),
            ("AA1", Some(26)),
            ("XFD1048576", Some(16_383)),
            ("", None),
            ("12", None),
        ] {
            assert_eq!(column_of(place), column, "{place}");
        }
        assert!(column_of("ZZZZZZZZZZZZZZZZZZZZZZZZZZZZ1").is_some_and(|at| at >= MAX_COLUMNS));
    }

    #[test]
    fn escapes_are_resolved() {
        for (text, expected) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x", "_x"),
            ("_x12_", "_x12_"),
            ("_xZZZZ_ä", "_xZZZZ_ä"),
            ("_xD800_", "_xD800_"),
            ("_xäöü_", "_xäöü_"),
        ] {
            let mut out = String::new();
            unescape(text, &mut out);
            assert_eq!(out, expected);
        }
    }
}
