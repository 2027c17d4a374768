//! What the open files are called and what became of their rows, in words.

use crate::app::state::OpenFile;
use crate::app::view::exports::vendor_of;
use crate::app::words::Words;
use crate::contract::{
    ConsentSummary, Container, Encoding, FileClass, Granularity, IgnoredReason, Inspection,
    Problem, ProblemKind, Shape,
};

/// At most so many of the files. Where there are more, those come first about which the
/// user must say something, or of which nothing could be read, and then those with
/// problems.
pub fn listed(files: &[OpenFile], most: usize) -> Vec<&OpenFile> {
    let mut listed: Vec<&OpenFile> = files.iter().collect();
    if listed.len() > most {
        listed.sort_by_key(|file| concern(file));
        listed.truncate(most);
    }
    listed
}

/// How much a file concerns the user: the less, the more.
fn concern(file: &OpenFile) -> u8 {
    let troubled = file.report.as_ref().is_some_and(|report| !report.located.is_empty());
    match (file.needs_mapping() || file.class() == Some(FileClass::Unreadable), troubled) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

/// What a dialect is called: `Mailchimp – report list`; the vendor alone where
/// nothing more is known of the id.
pub fn dialect_name(words: &Words, dialect: &str) -> String {
    let detail = format!("dialect-{dialect}");
    let vendor = vendor_of(dialect).map(|(_, name)| name);
    match (vendor, words.has(&detail)) {
        (Some(vendor), true) => format!("{vendor} – {}", words.say(&detail)),
        (Some(vendor), false) => vendor.into(),
        (None, true) => words.say(&detail),
        (None, false) => words.say("dialect-generic"),
    }
}

/// The zone of a file's zoneless times where nobody chose one, as the name of a text
/// and what stands in it: that of the settings, unless the file was read in another,
/// in which its service always writes.
pub fn unchosen_zone<'z>(taken: Option<&'z str>, settings: &'z str) -> (&'static str, &'z str) {
    match taken {
        Some(own) if own != settings => ("file-zone-own", own),
        _ => ("file-zone-settings", settings),
    }
}

/// Container, encoding and shape in one line: `CSV with ;, UTF-8, gzip`.
pub fn form_words(words: &Words, inspection: &Inspection) -> String {
    let mut parts = Vec::new();
    match inspection.shape {
        Shape::Csv { delimiter: '\t' } => parts.push(words.say("form-tabs")),
        Shape::Csv { delimiter: ',' } => parts.push("CSV".into()),
        Shape::Csv { delimiter } => {
            parts.push(words.with("form-csv", &[("delimiter", delimiter.to_string().into())]));
        }
        Shape::Json => parts.push("JSON".into()),
        Shape::Avro => return "Avro".into(),
        Shape::Form => parts.push(words.say("form-web")),
        Shape::Unknown => {}
    }
    parts.push(encoding_name(inspection.encoding).into());
    match inspection.container {
        Container::Plain => {}
        Container::Gzip => parts.push("gzip".into()),
        Container::Zip => parts.push("zip".into()),
        Container::Spreadsheet => return words.say("form-spreadsheet"),
    }
    parts.join(", ")
}

/// Proper names, the same in every language.
pub const fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => "UTF-8",
        Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        Encoding::Windows1252 => "Windows-1252",
    }
}

/// Whether rows of this consent list could not be used: the summary is that of all
/// lists, and what it locates in an archive is located in a member.
pub fn has_unusable_decisions(file: &OpenFile, all: &ConsentSummary) -> bool {
    let packed = file
        .inspection
        .as_ref()
        .is_some_and(|found| matches!(found.container, Container::Zip | Container::Spreadsheet));
    let of_it = |problem: &Problem| problem.row.is_some() && (packed || problem.file == file.name);
    all.located.iter().any(of_it)
}

/// What one row of the file stands for.
pub fn granularity_words(words: &Words, granularity: Granularity) -> String {
    words.say(match granularity {
        Granularity::Event => "granularity-event",
        Granularity::Recipient => "granularity-recipient",
        Granularity::Contact => "granularity-contact",
        Granularity::Campaign => "granularity-campaign",
    })
}

/// Why rows were not counted.
pub fn ignored_words(words: &Words, reason: IgnoredReason) -> String {
    words.say(match reason {
        IgnoredReason::NotAnEvent => "ignored-not-an-event",
        IgnoredReason::WordLeftOut => "ignored-word-left-out",
        IgnoredReason::NothingHappened => "ignored-nothing-happened",
        IgnoredReason::Consent => "ignored-consent",
        IgnoredReason::NoRecord => "ignored-no-record",
        IgnoredReason::TransportNotice => "ignored-transport-notice",
        IgnoredReason::ToldElsewhere => "ignored-told-elsewhere",
        IgnoredReason::LastStateOnly => "ignored-last-state-only",
    })
}

/// The first places of one kind of problem, at most `limit`.
pub fn places(words: &Words, located: &[Problem], kind: ProblemKind, limit: usize) -> Vec<String> {
    located
        .iter()
        .filter(|problem| problem.kind == kind)
        .filter_map(|problem| place(words, problem))
        .take(limit)
        .collect()
}

/// `row 17, column email`; nothing where the whole file is meant.
fn place(words: &Words, problem: &Problem) -> Option<String> {
    let row = problem.row.map(|row| ("row", row.into()));
    let column = problem.column.as_ref().map(|column| ("column", column.as_str().into()));
    match (row, column) {
        (Some(row), Some(column)) => Some(words.with("place-row-column", &[row, column])),
        (Some(row), None) => Some(words.with("place-row", &[row])),
        (None, Some(column)) => Some(words.with("place-column", &[column])),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::sample;
    use crate::app::words::Language;
    use crate::contract::{FilePlan, FileReport};

    fn problem(row: Option<u64>, column: Option<&str>) -> Problem {
        Problem {
            kind: ProblemKind::BadTime,
            file: "events.csv".into(),
            row,
            column: column.map(Into::into),
        }
    }

    #[test]
    fn a_dialect_is_named_by_vendor_even_when_it_is_new() {
        let words = Words::new(Language::En);
        assert_eq!(dialect_name(&words, "brevo-something-new"), "Brevo");
        assert!(dialect_name(&words, "sendgrid-email-activity").starts_with("SendGrid – "));
        assert_eq!(dialect_name(&words, "sesame"), words.say("dialect-generic"));
        assert_eq!(dialect_name(&words, "amazon-ses-new"), "Amazon SES");
    }

    #[test]
    fn of_many_files_those_that_need_a_look_come_first() {
        let file = |id, class| OpenFile {
            id,
            name: format!("{id}.csv"),
            bytes: 1,
            inspection: None,
            plan: FilePlan::default(),
            class: Some(class),
            accepted: true,
            report: None,
        };
        let mut files: Vec<OpenFile> = (0..9).map(|id| file(id, FileClass::Events)).collect();
        files[7] = file(7, FileClass::Unreadable);
        let ids = |most| listed(&files, most).iter().map(|file| file.id).collect::<Vec<_>>();
        assert_eq!(ids(9), [0, 1, 2, 3, 4, 5, 6, 7, 8], "few are as they were opened");
        assert_eq!(ids(4), [7, 0, 1, 2]);
        let located = vec![problem(None, None)];
        files[5].report = Some(FileReport { located, ..sample::file() }.into());
        let ids = |most| listed(&files, most).iter().map(|file| file.id).collect::<Vec<_>>();
        assert_eq!(ids(4), [7, 5, 0, 1]);
    }

    #[test]
    fn a_zone_is_said_to_be_whose_it_is() {
        for (taken, expected) in [
            (None, ("file-zone-settings", "Europe/Berlin")),
            (Some("Europe/Berlin"), ("file-zone-settings", "Europe/Berlin")),
            (Some("UTC"), ("file-zone-own", "UTC")),
        ] {
            assert_eq!(unchosen_zone(taken, "Europe/Berlin"), expected);
            for language in [Language::En, Language::De] {
                assert!(Words::new(language).has(expected.0));
            }
        }
    }

    #[test]
    fn places_say_row_and_column_of_their_kind_only() {
        let words = Words::new(Language::En);
        let other = Problem { kind: ProblemKind::BadNumber, ..problem(Some(1), None) };
        let located = [
            other,
            problem(Some(1_234), Some("time")),
            problem(None, None),
            problem(Some(7), None),
        ];
        let said = places(&words, &located, ProblemKind::BadTime, 9);
        assert_eq!(said, ["row 1,234, column time", "row 7"]);
        assert_eq!(places(&words, &located, ProblemKind::BadTime, 1).len(), 1);
    }
}
