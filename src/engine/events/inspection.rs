//! What a file is, from its first bytes: what the page shows before anything is
//! counted, and where its mapping dialog starts.

use super::dialects::{self, Dialect};
use super::guess::{self, Guess};
use super::look::{Look, text};
use super::reading::Reading;
use super::words;
use super::{Key, naming};
use crate::contract::{
    Certainty, Container, Encoding, FileClass, FilePlan, Granularity, Inspection, Problem,
    ProblemKind, Role, Shape,
};
use crate::engine::zone::Zones;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub use super::look::HEAD;

/// Rows of a preview, and rows more that show a further word of a kind column.
const PREVIEW: usize = 20;

/// Recognises a file: `head` is its first [`HEAD`] bytes or more, `complete`
/// where that is all of it. Of an archive it says only that it is one; its
/// members are looked at by [`inspect_members`].
pub fn inspect(name: &str, bytes_total: u64, head: &[u8], complete: bool) -> Inspection {
    let look = Look::new(name, head, complete);
    let mut inspection = blank(name, bytes_total, &look);
    if let Some(kind) = look.sniff.problem {
        inspection.problem = Some(problem(name, kind));
        return inspection;
    }
    if look.sniff.shape == Shape::Unknown {
        if look.sniff.container != Container::Zip {
            inspection.problem = Some(problem(name, ProblemKind::UnknownFormat));
        }
        return inspection;
    }
    match dialects::recognise(&look) {
        Some(dialect) => known(&mut inspection, &look, dialect),
        None => guessed(&mut inspection, &look, guess::guess(&look)),
    }
    inspection
}

fn known(inspection: &mut Inspection, look: &Look, dialect: &Dialect) {
    inspection.class = dialect.class;
    inspection.dialect = dialect.id.to_owned();
    inspection.certainty = Certainty::Certain;
    inspection.granularity = dialect.granularity;
    inspection.zoneless = dialect.zoneless && dialect.zone.is_none();
    inspection.header.clone_from(&look.header);
    inspection.preview = preview(look, None);
    // Should the user know better, the dialog starts from a guess all the same.
    inspection.mapping = (dialect.class == FileClass::Events).then(|| guess::guess(look).mapping);
}

fn guessed(inspection: &mut Inspection, look: &Look, guess: Guess) {
    inspection.class = guess.class;
    inspection.certainty = guess.certainty;
    inspection.granularity = guess.mapping.granularity;
    inspection.zoneless = guess.zoneless;
    if guess.class == FileClass::Snapshot {
        inspection.dialect = crate::contract::Snapshot::FORMAT.to_owned();
        return;
    }
    inspection.dialect = dialects::GENERIC.to_owned();
    if look.header.is_empty() {
        inspection.class = FileClass::Unreadable;
        inspection.problem = Some(problem(&look.path, ProblemKind::NoHeader));
        return;
    }
    inspection.header.clone_from(&look.header);
    let kinds = guess.mapping.roles.iter().position(|role| *role == Role::Kind);
    inspection.preview = preview(look, kinds);
    inspection.mapping = Some(guess.mapping);
}

fn blank(name: &str, bytes: u64, look: &Look) -> Inspection {
    Inspection {
        name: name.to_owned(),
        bytes,
        class: FileClass::Unreadable,
        container: look.sniff.container,
        encoding: look.sniff.encoding,
        shape: look.sniff.shape,
        dialect: String::new(),
        certainty: Certainty::Unknown,
        granularity: Granularity::Event,
        header: Vec::new(),
        preview: Vec::new(),
        mapping: None,
        zoneless: false,
        problem: None,
    }
}

fn problem(file: &str, kind: ProblemKind) -> Problem {
    Problem { kind, file: file.to_owned(), row: None, column: None }
}

/// The first rows, and for each further word of the kind column the first row
/// that has it where nobody knows it: the user can name it only if it is seen.
fn preview(look: &Look, kinds: Option<usize>) -> Vec<Vec<String>> {
    let rows: Vec<Cow<'_, [String]>> = if look.rows.is_empty() {
        let cells = |object| {
            look.keys
                .iter()
                .map(|keys| {
                    super::look::at(object, keys).map_or(Cow::Borrowed(""), text).into_owned()
                })
                .collect()
        };
        look.elements().map(|object| Cow::Owned(cells(object))).collect()
    } else {
        look.rows.iter().map(|row| Cow::Borrowed(row.as_slice())).collect()
    };
    let mut shown = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        let word = kinds.and_then(|kinds| row.get(kinds)).map_or("", |cell| cell.trim());
        let fresh =
            !word.is_empty() && words::kind_of(word).is_none() && seen.insert(word.to_owned());
        if at < PREVIEW || (fresh && shown.len() < 2 * PREVIEW) {
            shown.push(row.to_vec());
        }
    }
    shown
}

/// One file of an archive, as far as it was unpacked to look at it.
pub struct MemberHead<'a> {
    /// Its path inside the archive.
    pub path: &'a str,
    /// Its first [`HEAD`] bytes or more.
    pub head: &'a [u8],
    /// Whether `head` is all of it.
    pub complete: bool,
}

/// What an archive is, and how each of its members is to be read.
pub struct Members {
    pub inspection: Inspection,
    takes: Vec<Take>,
    /// The campaigns that sheets tell above their headers, by workbook: it is that
    /// of the sheets beside them, too.
    told: BTreeMap<String, (String, String)>,
}

/// What is done with a member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    Read,
    /// It sums up what another member tells event by event.
    Repeats,
    /// No table at all: a picture, a note.
    Skip,
}

impl Members {
    /// Whether a member is read as a file that lies in no archive would be.
    pub fn reads_alike(&self, position: usize, path: &str) -> bool {
        let told =
            naming::belongs_to(path).is_some_and(|workbook| self.told.contains_key(workbook));
        self.takes.get(position) == Some(&Take::Read) && !told
    }

    /// A reading for the member at a position; `None` where it is no table. The
    /// readings of one archive are merged with [`super::Finished::merge`].
    pub fn reading(
        &self,
        position: usize,
        path: &str,
        plan: &FilePlan,
        key: &Key,
        zones: &Zones,
        default_zone: &str,
    ) -> Option<Reading> {
        let told = naming::belongs_to(path).and_then(|workbook| self.told.get(workbook));
        let reading = || Reading::new(path, plan, key, zones, default_zone).beside(told.cloned());
        match self.takes.get(position) {
            Some(Take::Read) => Some(reading()),
            Some(Take::Repeats) => Some(reading().repeating()),
            Some(Take::Skip) | None => None,
        }
    }
}

/// Looks at an archive: the first member that is recognised for certain says
/// what it is, else the first that can be read at all.
pub fn inspect_members(name: &str, bytes_total: u64, members: &[MemberHead<'_>]) -> Members {
    let inspections: Vec<Inspection> = members
        .iter()
        .map(|member| inspect(member.path, member.head.len() as u64, member.head, member.complete))
        .collect();
    let rank = |inspection: &&Inspection| match (inspection.class, inspection.certainty) {
        (FileClass::Events, Certainty::Certain) if inspection.granularity == Granularity::Event => {
            0
        }
        (FileClass::Events, Certainty::Certain) => 1,
        (FileClass::Events, Certainty::Likely) => 2,
        (FileClass::Consent, _) => 3,
        (FileClass::Aggregate, _) => 4,
        (FileClass::Events, Certainty::Unknown) => 5,
        (FileClass::Snapshot | FileClass::Unreadable, _) => 6,
    };
    let inspection = match inspections.iter().min_by_key(rank) {
        Some(best) if best.class != FileClass::Unreadable => Inspection {
            name: name.to_owned(),
            bytes: bytes_total,
            container: Container::Zip,
            zoneless: inspections.iter().any(|member| member.zoneless),
            ..best.clone()
        },
        _ => Inspection {
            name: name.to_owned(),
            bytes: bytes_total,
            class: FileClass::Unreadable,
            container: Container::Zip,
            encoding: Encoding::Utf8,
            shape: Shape::Unknown,
            dialect: String::new(),
            certainty: Certainty::Unknown,
            granularity: Granularity::Event,
            header: Vec::new(),
            preview: Vec::new(),
            mapping: None,
            zoneless: false,
            problem: Some(problem(
                name,
                match members.is_empty() {
                    true => ProblemKind::EmptyFile,
                    false => ProblemKind::UnsupportedFormat,
                },
            )),
        },
    };
    // What is listed one by one, and can be read.
    let listed: Vec<&str> = members
        .iter()
        .zip(&inspections)
        .filter(|(_, found)| found.class == FileClass::Events && !found.preview.is_empty())
        .map(|(member, _)| member.path)
        .collect();
    let takes = members
        .iter()
        .zip(&inspections)
        .map(|(member, inspection)| match inspection.class {
            FileClass::Unreadable | FileClass::Snapshot => Take::Skip,
            _ if repeats(member.path, &listed) => Take::Repeats,
            _ => Take::Read,
        })
        .collect();
    Members { inspection, takes, told: told(members) }
}

fn told(members: &[MemberHead<'_>]) -> BTreeMap<String, (String, String)> {
    let mut campaigns = BTreeMap::new();
    for member in members {
        if let Some(workbook) = naming::belongs_to(member.path)
            && let look = Look::new(member.path, member.head, member.complete)
            && let Some(campaign) = naming::told_above(&look.above)
        {
            campaigns.entry(workbook.to_owned()).or_insert(campaign);
        }
    }
    campaigns
}

/// Mailchimp's account export counts in `aggregate_activity/opened` and
/// `click_activity` what `granular_activity` lists one by one. `listed` are the members
/// that list anything: beside one that is damaged or empty, the counts are all there is.
fn repeats(path: &str, listed: &[&str]) -> bool {
    let detail = |summary: &str, detail: &str| {
        let Some((before, behind)) = path.split_once(summary) else { return false };
        let same = format!("{before}{detail}{behind}");
        listed.iter().any(|&member| member == same || same_campaign(member, detail, path))
    };
    detail("aggregate_activity/opened/", "granular_activity/opens/")
        || detail("aggregate_activity/click_activity/", "granular_activity/clicks/")
}

/// Whether a detailed member is of the campaign whose id the summary's name has.
fn same_campaign(member: &str, folder: &str, summary: &str) -> bool {
    let id = |path| naming::stem(path).split_once('_').map(|(id, _)| id.to_owned());
    member.contains(folder)
        && id(member).is_some_and(|own| !own.is_empty() && Some(own) == id(summary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_shape_is_certain() {
        let text = "timestamp,event,email,campaign_id,campaign,url,user_agent,ip\n\
            2026-01-01T00:00:00Z,processed,user1@example.org,1000,Newsletter 01/2026,,,\n\
            2026-01-01T00:00:01Z,bounce,user2@example.org,1000,Newsletter 01/2026,,,\n\
            2026-01-01T00:00:01Z,spamreport,user2@example.org,1000,Newsletter 01/2026,,,\n";
        let found = inspect("events.csv", text.len() as u64, text.as_bytes(), true);
        assert_eq!((found.class, found.certainty), (FileClass::Events, Certainty::Certain));
        assert_eq!(found.dialect, "generic");
        assert!(!found.zoneless && found.problem.is_none());
        assert_eq!(found.preview.len(), 3);
    }

    #[test]
    fn a_file_is_recognised_alike_from_any_longer_head() {
        let mut text = String::from("email,event,timestamp\n");
        for row in 0..4_000 {
            text.push_str(&format!("user{row}@example.org,open,2026-01-01T00:00:00Z\n"));
        }
        text.push_str("user@example.org,danced,2026-01-01T00:00:00Z\n");
        let whole = inspect("x.csv", 9, text.as_bytes(), true);
        let head = inspect("x.csv", 9, &text.as_bytes()[..HEAD], false);
        assert_eq!(whole, head);
    }

    #[test]
    fn a_snapshot_is_known_by_its_format() {
        let text =
            r#"{"format":"milchglas.snapshot","version":1,"made":{"on":"2026-11-23"},"rest":"#;
        let found = inspect("x.json", 9, text.as_bytes(), false);
        assert_eq!((found.class, found.certainty), (FileClass::Snapshot, Certainty::Certain));
    }

    #[test]
    fn unknown_words_are_seen_in_the_preview() {
        let mut text = String::from("email,event,timestamp\n");
        for _ in 0..50 {
            text.push_str("user@example.org,open,2026-01-01T00:00:00Z\n");
        }
        text.push_str("user@example.org,danced,2026-01-01T00:00:00Z\n");
        let found = inspect("x.csv", 9, text.as_bytes(), true);
        assert_eq!(found.certainty, Certainty::Likely);
        assert_eq!(found.preview.len(), PREVIEW + 1);
        assert_eq!(
            found.preview.last().and_then(|row| row.get(1)).map(String::as_str),
            Some("danced")
        );
    }

    #[test]
    fn an_archive_is_what_its_first_certain_member_is() {
        let member =
            |path, head: &'static str| MemberHead { path, head: head.as_bytes(), complete: true };
        let members = [
            member("1/readme.bin", "\u{0}\u{1}\u{2}"),
            member("1/aggregate_activity/opened/7_x.csv", "Email Address,Opens\na@example.org,2\n"),
            member("1/aggregate_activity/opened/8_y.csv", "Email Address,Opens\na@example.org,2\n"),
            member(
                "1/granular_activity/opens/7_x.csv",
                "Timestamp,Email\n2026-09-14 06:00:14,a@example.org\n",
            ),
        ];
        let found = inspect_members("x.zip", 9, &members);
        assert_eq!(found.inspection.dialect, "mailchimp-granular-activity");
        assert_eq!(found.inspection.container, Container::Zip);
        assert!(found.takes == [Take::Skip, Take::Repeats, Take::Read, Take::Read]);
    }

    #[test]
    fn counts_are_read_where_nothing_is_listed_one_by_one() {
        let opened = "Email Address,Opens\na@example.org,2\n";
        for listed in ["Timestamp,Email\n", "\u{0}\u{1}\u{2}"] {
            let member = |path, head: &'static str| MemberHead {
                path,
                head: head.as_bytes(),
                complete: true,
            };
            let found = inspect_members(
                "x.zip",
                9,
                &[
                    member("1/aggregate_activity/opened/7_x.csv", opened),
                    member("1/granular_activity/opens/7_x.csv", listed),
                ],
            );
            assert!(found.takes.first() == Some(&Take::Read));
        }
    }

    #[test]
    fn nothing_readable_is_said_so() {
        assert_eq!(
            inspect("x.csv", 0, b"", true).problem.map(|problem| problem.kind),
            Some(ProblemKind::EmptyFile)
        );
        let none = inspect_members("x.zip", 0, &[]);
        assert_eq!(none.inspection.class, FileClass::Unreadable);
        assert!(none.inspection.problem.is_some());
    }
}
