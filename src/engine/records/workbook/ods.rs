//! OpenDocument spreadsheets (`.ods`): a zip archive with all sheets in one part.
//!
//! Source: OASIS OpenDocument 1.3 part 3, 9 (tables), 19.369 ff. (values of
//! cells); part 2, 4.8 (encrypted packages). Formulas count by the value that
//! was stored with them.

use super::package::Parts;
use super::rows::{Rows, Sink};
use super::xml::{Node, Xml};
use super::{Sheet, Stop, few, name, push};
use crate::contract::ProblemKind;
use crate::engine::records::limits::Total;
use std::collections::BTreeSet;
use std::io::{Read, Seek};
use zip::ZipArchive;

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

pub(in crate::engine::records) struct Ods {
    parts: Parts,
}

impl Ods {
    /// `None` where the archive holds no such workbook.
    ///
    /// # Errors
    /// [`ProblemKind::EncryptedArchive`], and those of damaged archives.
    pub(super) fn open<R: Read + Seek>(
        zip: &mut ZipArchive<R>,
        total: &Total,
    ) -> Result<Option<(Ods, Vec<Sheet>)>, ProblemKind> {
        let parts = Parts::of(zip, total);
        if !parts.has(CONTENT) || !parts.has(MANIFEST) {
            return Ok(None);
        }
        if is_encrypted(parts.open(zip, MANIFEST)?.0)? {
            return Err(ProblemKind::EncryptedArchive);
        }
        let (xml, _) = parts.open(zip, CONTENT)?;
        Ok(sheets(xml)?.map(|sheets| (Ods { parts }, sheets)))
    }

    /// Writes the rows of a sheet.
    ///
    /// # Errors
    /// What is wrong with it, or that nobody wants more.
    pub(super) fn read<R: Read + Seek>(
        &self,
        zip: &mut ZipArchive<R>,
        position: usize,
        sink: Sink<'_>,
    ) -> Result<(), Stop> {
        let (mut xml, allowance) = self.parts.open(zip, CONTENT)?;
        let mut before = position;
        loop {
            match xml.next()? {
                Node::Open if xml.name() == "table" && before == 0 => break,
                Node::Open if xml.name() == "table" => {
                    xml.skip()?;
                    before -= 1;
                }
                Node::End => return Err(ProblemKind::DamagedArchive.into()),
                _ => {}
            }
        }
        let mut rows = Rows::new(sink, allowance);
        let mut times = 1;
        let mut column = 0;
        let mut cell = Cell::default();
        loop {
            match xml.next()? {
                Node::Open => match xml.name() {
                    "table-row" => {
                        times = repeated(&xml, "number-rows-repeated");
                        column = 0;
                    }
                    "table-cell" | "covered-table-cell" => {
                        cell.read(&mut xml)?;
                        if cell.text.is_empty() {
                            column = usize::try_from(cell.times)
                                .unwrap_or(usize::MAX)
                                .saturating_add(column);
                        } else {
                            for _ in 0..cell.times {
                                rows.cell(column, &cell.text)?;
                                column += 1;
                            }
                        }
                    }
                    // Tables inside cells, drawings and notes around them.
                    "table" | "shapes" | "annotation" => xml.skip()?,
                    _ => {}
                },
                Node::Close if xml.name() == "table-row" => rows.end_row(times)?,
                Node::Close if xml.name() == "table" => break,
                Node::End => break,
                Node::Close | Node::Text => {}
            }
        }
        rows.finish()
    }
}

fn is_encrypted<R: Read>(mut manifest: Xml<R>) -> Result<bool, ProblemKind> {
    loop {
        match manifest.next()? {
            Node::Open if manifest.name() == "encryption-data" => return Ok(true),
            Node::End => return Ok(false),
            _ => {}
        }
    }
}

/// The sheets of a document; `None` where it is no spreadsheet.
fn sheets<R: Read>(mut xml: Xml<R>) -> Result<Option<Vec<Sheet>>, ProblemKind> {
    let mut hiding = BTreeSet::new();
    let mut style = String::new();
    let mut found = Vec::new();
    let mut is_spreadsheet = false;
    loop {
        match xml.next()? {
            Node::Open => match xml.name() {
                "style" => style = name(&xml.attribute("name").unwrap_or_default()),
                "table-properties"
                    if xml.attribute("display").is_some_and(|display| display == "false") =>
                {
                    hiding.insert(std::mem::take(&mut style));
                    few(hiding.len())?;
                }
                "spreadsheet" => is_spreadsheet = true,
                "table" if is_spreadsheet => {
                    let name = name(&xml.attribute("name").unwrap_or_default());
                    let style = xml.attribute("style-name").unwrap_or_default();
                    let hidden = hiding.contains(&*style);
                    found.push(Sheet { name, hidden });
                    few(found.len())?;
                    xml.skip()?;
                }
                _ => {}
            },
            Node::End => return Ok(is_spreadsheet.then_some(found)),
            Node::Close | Node::Text => {}
        }
    }
}

fn repeated<R: Read>(xml: &Xml<R>, name: &str) -> u64 {
    xml.attribute(name).and_then(|times| times.parse().ok()).unwrap_or(1)
}

#[derive(Default)]
struct Cell {
    text: String,
    times: u64,
}

impl Cell {
    /// Reads the cell that has just begun, to its end.
    fn read<R: Read>(&mut self, xml: &mut Xml<R>) -> Result<(), ProblemKind> {
        self.text.clear();
        self.times = repeated(xml, "number-columns-repeated");
        let kind = xml.attribute("value-type").unwrap_or_default().into_owned();
        let value = match kind.as_str() {
            "float" | "percentage" | "currency" => xml.attribute("value"),
            "date" => xml.attribute("date-value"),
            "time" => xml.attribute("time-value"),
            "boolean" => xml.attribute("boolean-value"),
            "string" => xml.attribute("string-value"),
            _ => None,
        };
        let value = value.map(|value| match kind.as_str() {
            "time" => clock(&value).unwrap_or_else(|| value.into_owned()),
            _ => value.into_owned(),
        });
        let mut depth = 1;
        let mut paragraphs = 0;
        while depth > 0 {
            match xml.next()? {
                Node::Open => match xml.name() {
                    "annotation" | "table" | "frame" => xml.skip()?,
                    name => {
                        depth += 1;
                        match name {
                            "p" if paragraphs > 0 => self.text.push('\n'),
                            "tab" => self.text.push('\t'),
                            "line-break" => self.text.push('\n'),
                            "s" => {
                                let spaces = repeated(xml, "c").min(100);
                                self.text.extend((0..spaces).map(|_| ' '));
                            }
                            _ => {}
                        }
                        paragraphs += usize::from(name == "p");
                        push(&mut self.text, "")?;
                    }
                },
                Node::Text if paragraphs > 0 && depth > 1 => push(&mut self.text, xml.text())?,
                Node::Text => {}
                Node::Close => depth -= 1,
                Node::End => return Err(ProblemKind::DamagedArchive),
            }
        }
        // What a cell shows is rounded and in a language; its value is not.
        if let Some(value) = value {
            self.text = value;
        }
        Ok(())
    }
}

/// A duration such as `PT08H00M14S` as `08:00:14`.
fn clock(duration: &str) -> Option<String> {
    let mut rest = duration.strip_prefix("PT")?;
    let mut parts = [0u64; 2];
    for (part, unit) in parts.iter_mut().zip(['H', 'M']) {
        if let Some((number, behind)) = rest.split_once(unit) {
            *part = number.parse().ok()?;
            rest = behind;
        }
    }
    let seconds = rest.strip_suffix('S').unwrap_or("0");
    let (whole, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
    let whole: u64 = whole.parse().ok()?;
    let digits = fraction.bytes().all(|digit| digit.is_ascii_digit());
    let [hours, minutes] = parts;
    let clock = format!("{hours:02}:{minutes:02}:{whole:02}");
    match fraction.trim_end_matches('0') {
        _ if !digits => None,
        "" => Some(clock),
        fraction => Some(format!("{clock}.{fraction}")),
    }
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn durations_are_times() {
        for (duration, expected) in [
            ("PT08H00M14S", Some("08:00:14")),
            ("PT36H5M0.500000000S", Some("36:05:00.5")),
            ("PT5M", Some("00:05:00")),
            ("P1D", None),
            ("PTxHyMzS", None),
            ("", None),
        ] {
            assert_eq!(clock(duration).as_deref(), expected, "{duration}");
        }
    }
}
