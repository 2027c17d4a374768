//! What a file's name says: the campaign, and what its rows are about.

use super::headers::{self, Meaning};
use super::words;
use crate::contract::Kind;

/// Endings that say how a file is packed or written, not what it is about.
const EXTENSIONS: [&str; 16] = [
    "gz", "csv", "tsv", "txt", "json", "ndjson", "jsonl", "log", "zip", "xlsx", "xlsm", "xls",
    "ods", "avro", "tab", "dat",
];

/// Words of file names that say what the rows are, beyond words for kinds.
const OTHER_WORDS: [&str; 15] = [
    "activity",
    "granular",
    "aggregate",
    "export",
    "report",
    "list",
    "liste",
    "recipients",
    "empfaenger",
    "all",
    "not",
    "email",
    "members",
    "contacts",
    "kontakte",
];

/// The last part of a path, without its extensions and the `(1)` of a second
/// download.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let mut stem = name;
    while let Some((before, extension)) = stem.rsplit_once('.') {
        if before.is_empty()
            || !EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
        {
            break;
        }
        stem = before;
    }
    match stem.strip_suffix(')').and_then(|stem| stem.rsplit_once(" (")) {
        Some((before, number)) if !before.is_empty() && is_number(number) => before,
        _ => stem,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The campaign's name in a file name: the stem without words for kinds at its
/// ends, so that `herbst-opens.csv` and `herbst_click_activity.csv` meet.
/// The whole stem where nothing else would be left.
///
/// A sheet whose name says only what its rows are, or that it is a sheet, belongs
/// to the campaign of its workbook.
pub(super) fn campaign(path: &str) -> &str {
    without_kinds(stem(belongs_to(path).unwrap_or(path)))
}

/// The workbook that a sheet is of like any other, not a campaign of its own.
pub(super) fn belongs_to(path: &str) -> Option<&str> {
    workbook_of(path).filter(|_| is_any_sheet(path))
}

/// The workbook that a sheet's path leads through.
fn workbook_of(path: &str) -> Option<&str> {
    let (workbook, _) = path.rsplit_once('/')?;
    let (_, extension) = workbook.rsplit_once('.')?;
    let known = |end: &&str| extension.eq_ignore_ascii_case(end);
    ["xlsx", "xlsm", "xls", "ods"].iter().any(known).then_some(workbook)
}

/// Whether a sheet is named like any other: `Tabelle1`, `Klicks`.
fn is_any_sheet(path: &str) -> bool {
    const SHEETS: [&str; 4] = ["sheet", "tabelle", "blatt", "worksheet"];
    pieces(stem(path)).iter().all(|piece| {
        let bare = piece.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let sheet = SHEETS.iter().any(|sheet| bare.eq_ignore_ascii_case(sheet));
        bare.is_empty() || sheet || is_kind_word(piece) || is_other_word(piece)
    })
}

fn without_kinds(whole: &str) -> &str {
    let mut left = whole;
    loop {
        let before = left;
        // Words such as `export` go only together with a kind behind them.
        left = strip_end(left).unwrap_or(left);
        left = strip_start(left).unwrap_or(left);
        if left == before {
            break;
        }
    }
    if left.is_empty() { whole } else { left }
}

/// Id and name of the campaign that a row above the header tells: a cell that says
/// so (`Kampagne:`, `Mailing-ID`) and the cell behind it, or both in one cell.
pub(super) fn told_above(rows: &[Vec<String>]) -> Option<(String, String)> {
    let (mut id, mut name, mut subject) = (None, None, None);
    for row in rows {
        let mut cells = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let (Some(label), value) = (cells.next(), cells.next()) else { continue };
        let (label, value) = match (value, label.split_once(':')) {
            (Some(value), _) => (label, value),
            (None, Some((label, value))) => (label, value.trim()),
            (None, None) => continue,
        };
        let slot = match headers::meaning(label) {
            Some(Meaning::CampaignId) => &mut id,
            Some(Meaning::CampaignName) => &mut name,
            Some(Meaning::Subject) => &mut subject,
            _ => continue,
        };
        if slot.is_none() && !value.is_empty() && !words::is_absent(value) {
            *slot = Some(value.to_owned());
        }
    }
    let name = name.or(subject);
    (id.is_some() || name.is_some()).then(|| (id.unwrap_or_default(), name.unwrap_or_default()))
}

/// What all rows of a file are, by its name or the folder it lies in.
pub(super) fn kind(path: &str) -> Option<words::Word> {
    let folder = path.rsplit(['/', '\\']).nth(1);
    let words =
        pieces(stem(path)).into_iter().rev().chain(folder.map(pieces).into_iter().flatten());
    let mut found = None;
    for piece in words {
        if piece.eq_ignore_ascii_case("not") {
            return None;
        }
        if found.is_none() {
            found = words::kind_in_name(piece).filter(|word| word.kind != Kind::Read);
        }
    }
    found
}

fn is_separator(letter: char) -> bool {
    matches!(letter, '-' | '_' | ' ' | '.')
}

/// The words of a name: at separators, and where lower case turns upper
/// (`emailClick`).
fn pieces(name: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for part in name.split(is_separator) {
        let mut start = 0;
        let mut lower = false;
        for (at, letter) in part.char_indices() {
            if lower && letter.is_uppercase() {
                pieces.extend(part.get(start..at));
                start = at;
            }
            lower = letter.is_lowercase();
        }
        pieces.extend(part.get(start..));
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn is_kind_word(piece: &str) -> bool {
    words::kind_in_name(piece).is_some()
}

fn is_other_word(piece: &str) -> bool {
    OTHER_WORDS.contains(&words::normal(piece).as_str())
}

/// Without the words for kinds at the end; `None` where there are none.
fn strip_end(name: &str) -> Option<&str> {
    let mut left = name;
    let mut kind = false;
    loop {
        let trimmed = left.trim_end_matches(is_separator);
        let at = trimmed.rfind(is_separator).map_or(0, |at| at + 1);
        let piece = trimmed.get(at..)?;
        let is_kind = is_kind_word(piece);
        if piece.is_empty() || !(is_kind || is_other_word(piece)) {
            return kind.then(|| left.trim_end_matches(is_separator));
        }
        kind |= is_kind;
        left = trimmed.get(..at)?;
    }
}

fn strip_start(name: &str) -> Option<&str> {
    let mut left = name;
    let mut kind = false;
    loop {
        let trimmed = left.trim_start_matches(is_separator);
        let at = trimmed.find(is_separator).unwrap_or(trimmed.len());
        let piece = trimmed.get(..at)?;
        let is_kind = is_kind_word(piece);
        if piece.is_empty() || !(is_kind || is_other_word(piece)) {
            return kind.then(|| left.trim_start_matches(is_separator));
        }
        kind |= is_kind;
        left = trimmed.get(at..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siblings_of_one_campaign_meet() {
        for (path, name) in [
            ("herbst-opens.csv", "herbst"),
            ("herbst_click_activity.csv", "herbst"),
            ("x/y/herbst bounces (2).csv", "herbst"),
            ("opened-herbst.csv.gz", "herbst"),
            ("herbst_not_opened.csv", "herbst"),
            ("Öffnungen_Herbst-Newsletter.csv", "Herbst-Newsletter"),
            ("opens.csv", "opens"),
            ("campaign 2026.09.14.csv", "campaign 2026.09.14"),
            (".csv", ".csv"),
            ("x/herbst-statistik.xlsx/Öffnungen", "herbst-statistik"),
            ("herbst-opens.xlsx/Tabelle1", "herbst"),
            ("2026.xls/Herbst Klicks", "Herbst"),
            ("2026.ods/Winter", "Winter"),
            ("2026/Klicks", "Klicks"),
            ("", ""),
        ] {
            assert_eq!(campaign(path), name, "{path}");
        }
    }

    #[test]
    fn a_campaign_above_the_header() {
        let rows = |rows: &[&[&str]]| -> Vec<Vec<String>> {
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
        };
        let told = |cells: &[&[&str]]| told_above(&rows(cells));
        let pair = |id: &str, name: &str| Some((id.to_owned(), name.to_owned()));
        assert_eq!(
            told(&[&["Kampagne:", "Herbst; Teil 1"], &["Exportiert am:", "x"]]),
            pair("", "Herbst; Teil 1")
        );
        assert_eq!(told(&[&["Bericht"], &["Mailing: Herbst: Teil 1"]]), pair("", "Herbst: Teil 1"));
        assert_eq!(
            told(&[&["Betreff", "Hallo"], &["", "Mailing-ID", "", "47"]]),
            pair("47", "Hallo")
        );
        assert_eq!(told(&[&["Betreff", "Hallo"], &["Newsletter", "Herbst"]]), pair("", "Herbst"));
        assert_eq!(told(&[&["Kampagne:", "-"], &["Kampagne"], &["x", "y"], &[]]), None);
    }

    #[test]
    fn the_kind_in_a_name() {
        for (path, expected) in [
            ("optimizely-campaign-opens.csv", Some(Kind::Opened)),
            ("iterable-emailClick.csv", Some(Kind::Clicked)),
            ("46727/granular_activity/clicks/13531140_herbst.csv", Some(Kind::Clicked)),
            ("aggregate_activity/not_opened/1_x.csv", None),
            ("kontakte.csv", None),
        ] {
            assert_eq!(kind(path).map(|word| word.kind), expected, "{path}");
        }
    }
}
