//! The mapping dialog's choices: which roles a column can have, which words
//! are to be explained, and what a change of mind does to the rest.

use crate::app::view::files::ignored_words;
use crate::app::view::share::problem_words;
use crate::app::words::Words;
use crate::contract::{
    CampaignSource, DateOrder, Doubt, FileClass, Granularity, Inspection, Kind, Mapping, Profile,
    Role, TriedEvent, TriedRow,
};
use std::collections::BTreeSet;

/// How many distinct words are asked about; a kind column has a few dozen at
/// most, anything else is no kind column.
const WORDS: usize = 60;

/// Kinds that recipient rows count.
const COUNTED: [Kind; 7] = [
    Kind::Opened,
    Kind::MachineOpened,
    Kind::Clicked,
    Kind::MachineClicked,
    Kind::Forwarded,
    Kind::Printed,
    Kind::Converted,
];

/// Roles under one heading of a column's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleGroup {
    /// The message that names the group; none for the first.
    pub name: Option<&'static str>,
    pub roles: Vec<Role>,
}

/// What a column can be, by what the file is and what one row stands for.
pub fn role_groups(class: FileClass, granularity: Granularity) -> Vec<RoleGroup> {
    let plain = |roles: &[Role]| RoleGroup { name: None, roles: roles.to_vec() };
    if class == FileClass::Consent {
        return vec![plain(&[
            Role::Ignore,
            Role::Address,
            Role::ConsentOpens,
            Role::ConsentClicks,
            Role::ConsentBoth,
            Role::ConsentDate,
            Role::ConsentSource,
        ])];
    }
    if granularity == Granularity::Event {
        return vec![plain(&[
            Role::Ignore,
            Role::Address,
            Role::Time,
            Role::Kind,
            Role::CampaignId,
            Role::CampaignName,
            Role::Link,
            Role::UserAgent,
            Role::Country,
            Role::ViewSeconds,
            Role::ViewMilliseconds,
        ])];
    }
    let every = |role: fn(Kind) -> Role, kinds: &[Kind]| kinds.iter().copied().map(role).collect();
    vec![
        plain(&[
            Role::Ignore,
            Role::Address,
            Role::Kind,
            Role::CampaignId,
            Role::CampaignName,
            Role::UserAgent,
            Role::Country,
        ]),
        RoleGroup { name: Some("role-group-count"), roles: every(Role::CountOf, &COUNTED) },
        RoleGroup { name: Some("role-group-time"), roles: every(Role::TimeOf, &Kind::ALL) },
        RoleGroup { name: Some("role-group-flag"), roles: every(Role::FlagOf, &Kind::ALL) },
    ]
}

/// The role of that key among those offered.
pub fn role_of(key: &str, groups: &[RoleGroup]) -> Option<Role> {
    groups.iter().flat_map(|group| &group.roles).copied().find(|role| role.key() == key)
}

/// The name of a profile's file.
pub fn profile_name(name: &str) -> String {
    let letters = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' });
    let stem: String = letters.take(60).collect();
    let stem = stem.trim_matches('-');
    let stem = if stem.is_empty() { "profile" } else { stem };
    format!("{stem}.{}", Profile::EXTENSION)
}

/// A mapping to start from where nothing could be guessed.
pub fn blank(columns: usize) -> Mapping {
    Mapping {
        roles: vec![Role::Ignore; columns],
        granularity: Granularity::Event,
        words: Default::default(),
        kind: None,
        dates: DateOrder::default(),
        campaign: CampaignSource::default(),
    }
}

/// The mapping once the file is something else, or its rows are: roles that
/// exist there no longer are ignored.
pub fn refit(mut mapping: Mapping, class: FileClass, granularity: Granularity) -> Mapping {
    let groups = role_groups(class, granularity);
    for role in &mut mapping.roles {
        if !groups.iter().any(|group| group.roles.contains(role)) {
            *role = Role::Ignore;
        }
    }
    mapping.granularity = match class {
        FileClass::Consent => Granularity::Contact,
        _ => granularity,
    };
    mapping
}

/// The mapping with that role for one column. A role that only one column can
/// have leaves the column that had it.
pub fn with_role(mut mapping: Mapping, column: usize, role: Role, columns: usize) -> Mapping {
    mapping.roles.resize(columns.max(mapping.roles.len()), Role::Ignore);
    if role != Role::Ignore {
        for other in mapping.roles.iter_mut().filter(|other| **other == role) {
            *other = Role::Ignore;
        }
    }
    if let Some(place) = mapping.roles.get_mut(column) {
        *place = role;
    }
    mapping
}

/// Why a row is doubtful.
pub fn doubt_words(words: &Words, doubt: Doubt) -> String {
    words.say(&format!("doubt-{}", doubt.name()))
}

/// What one row becomes, and the class of its cell: usable, doubtful, unusable or left
/// out, in words.
pub fn becomes_words(words: &Words, row: &TriedRow, zone: &str) -> (&'static str, String) {
    let why = |name: &str, why: String| words.with(name, &[("why", why.into())]);
    if let Some(kind) = row.problem {
        return ("becomes-unusable", why("becomes-unusable", problem_words(words, kind).0));
    }
    if let Some(reason) = row.ignored {
        return ("becomes-ignored", why("becomes-ignored", ignored_words(words, reason)));
    }
    let mut parts: Vec<String> =
        row.events.iter().map(|event| event_words(words, event, zone)).collect();
    for (name, decided) in [("opens", row.opens), ("clicks", row.clicks)] {
        if let Some(granted) = decided {
            let said = if granted { "granted" } else { "denied" };
            parts.push(words.say(&format!("consent-{said}-{name}")));
        }
    }
    if parts.is_empty() {
        parts.push(words.say("becomes-nothing-said"));
    }
    let said = parts.join("; ");
    if row.doubts.is_empty() {
        return ("becomes-ready", said);
    }
    let doubts: Vec<String> = row.doubts.iter().map(|doubt| doubt_words(words, *doubt)).collect();
    let values = [("what", said.into()), ("why", doubts.join("; ").into())];
    ("becomes-doubtful", words.with("becomes-doubtful", &values))
}

fn event_words(words: &Words, event: &TriedEvent, zone: &str) -> String {
    let mut text = words.say(&format!("kind-{}", event.kind.name()));
    if event.count != 1 {
        text = format!("{} × {text}", words.number(u64::from(event.count)));
    }
    let time = event.time.as_ref().map(|time| words.moment(time, zone));
    let campaign = Some(event.campaign.clone()).filter(|name| !name.is_empty());
    [Some(text), time, campaign].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A word of the kind column, and what it was said to mean: `None` not yet,
/// `Some(None)` its rows are left out.
pub type Word = (String, Option<Option<Kind>>);

/// The words to explain: those of the preview's kind column, and those the
/// mapping knows already, in order.
pub fn words(mapping: &Mapping, inspection: &Inspection) -> Vec<Word> {
    let Some(column) = mapping.roles.iter().position(|role| *role == Role::Kind) else {
        return Vec::new();
    };
    let cells = inspection.preview.iter().filter_map(|row| row.get(column));
    let seen: BTreeSet<&str> = cells
        .map(|cell| cell.trim())
        .chain(mapping.words.keys().map(String::as_str))
        .filter(|word| !word.is_empty())
        .collect();
    seen.into_iter()
        .take(WORDS)
        .map(|word| (word.to_owned(), mapping.words.get(word).copied()))
        .collect()
}

/// Whether a column already says what happened, so that no kind for the whole
/// file is needed.
pub fn says_kind(mapping: &Mapping) -> bool {
    mapping.roles.iter().any(|role| {
        matches!(role, Role::Kind | Role::CountOf(_) | Role::TimeOf(_) | Role::FlagOf(_))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;
    use crate::contract::{Certainty, Container, Encoding, IgnoredReason, ProblemKind, Shape};

    fn inspection(preview: &[&[&str]]) -> Inspection {
        Inspection {
            name: "list.csv".into(),
            bytes: 100,
            class: FileClass::Events,
            container: Container::Plain,
            encoding: Encoding::Utf8,
            shape: Shape::Csv { delimiter: ';' },
            dialect: "generic".into(),
            certainty: Certainty::Unknown,
            granularity: Granularity::Event,
            header: vec!["a".into(), "b".into()],
            preview: preview
                .iter()
                .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
                .collect(),
            mapping: None,
            zoneless: false,
            problem: None,
        }
    }

    #[test]
    fn the_name_of_a_profile_is_no_path() {
        assert_eq!(profile_name("Hausdienst 2026"), "Hausdienst-2026.milchglas-mapping.json");
        assert_eq!(profile_name("../../etc"), "etc.milchglas-mapping.json");
        assert_eq!(profile_name("\u{202e}…"), "profile.milchglas-mapping.json");
    }

    #[test]
    fn a_row_says_what_it_becomes() {
        let words = Words::new(Language::De);
        let said = |row: TriedRow| becomes_words(&words, &row, "UTC");
        let event = |count| TriedEvent {
            kind: Kind::Clicked,
            count,
            time: (count == 1).then(|| "2026-09-14T06:00:00Z".into()),
            campaign: String::new(),
        };
        let usable = TriedRow { events: vec![event(1), event(3)], ..TriedRow::default() };
        let (class, text) = said(usable.clone());
        assert_eq!(class, "becomes-ready");
        assert!(text.contains("2026, 06:00") && text.contains("; 3 × "), "{text}");
        let doubts = vec![Doubt::RepeatedHour, Doubt::DateOrder];
        let (class, text) = said(TriedRow { doubts, ..usable });
        assert_eq!(class, "becomes-doubtful");
        assert!(text.contains("zweimal") && text.contains("Tag oder Monat"), "{text}");
        let decided = TriedRow { opens: Some(true), clicks: Some(false), ..TriedRow::default() };
        assert_eq!(said(decided).1, "Öffnungen: ja; Klicks: nein");
        assert_eq!(said(TriedRow::default()).1, "Keine Entscheidung");
        let problem = TriedRow { problem: Some(ProblemKind::BadTime), ..TriedRow::default() };
        assert_eq!(said(problem).0, "becomes-unusable");
        let ignored = TriedRow { ignored: Some(IgnoredReason::NoRecord), ..TriedRow::default() };
        assert_eq!(said(ignored).0, "becomes-ignored");
    }

    #[test]
    fn every_role_has_its_own_key() {
        for class in [FileClass::Events, FileClass::Consent] {
            for granularity in [Granularity::Event, Granularity::Recipient] {
                let groups = role_groups(class, granularity);
                for role in groups.iter().flat_map(|group| &group.roles) {
                    assert_eq!(role_of(&role.key(), &groups), Some(*role));
                    assert_eq!(Role::from_key(&role.key()), Some(*role));
                }
            }
        }
    }

    #[test]
    fn a_role_moves_from_column_to_column() {
        let mapping = with_role(blank(3), 0, Role::Address, 3);
        let mapping = with_role(mapping, 2, Role::Address, 3);
        assert_eq!(mapping.roles, [Role::Ignore, Role::Ignore, Role::Address]);
        assert_eq!(with_role(mapping.clone(), 9, Role::Time, 3).roles, mapping.roles);
    }

    #[test]
    fn roles_that_exist_no_longer_are_ignored() {
        let mapping = Mapping { roles: vec![Role::Address, Role::Time, Role::Kind], ..blank(3) };
        let consent = refit(mapping.clone(), FileClass::Consent, Granularity::Event);
        assert_eq!(consent.roles, [Role::Address, Role::Ignore, Role::Ignore]);
        assert_eq!(consent.granularity, Granularity::Contact);
        let recipients = refit(mapping, FileClass::Events, Granularity::Recipient);
        assert_eq!(recipients.roles, [Role::Address, Role::Ignore, Role::Kind]);
    }

    #[test]
    fn words_come_from_the_preview_and_from_the_guess() {
        let mut mapping = with_role(blank(2), 1, Role::Kind, 2);
        mapping.words.insert("Klick".into(), Some(Kind::Clicked));
        mapping.words.insert("Summe".into(), None);
        let rows: [&[&str]; 4] = [&["x", "Gesehen "], &["x", "Klick"], &["x", ""], &["x"]];
        let expected = [
            ("Gesehen".to_owned(), None),
            ("Klick".to_owned(), Some(Some(Kind::Clicked))),
            ("Summe".to_owned(), Some(None)),
        ];
        assert_eq!(words(&mapping, &inspection(&rows)), expected);
        assert_eq!(words(&blank(2), &inspection(&rows)), []);
    }
}
