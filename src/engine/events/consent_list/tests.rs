use super::*;
use crate::contract::{Certainty, FileClass};

/// Opens, clicks, since when.
type Told = (Option<bool>, Option<bool>, Option<i64>);

fn read_list(text: &str, slice: usize) -> Result<(ConsentSummary, Vec<Told>), Problem> {
    let key = Key::new([3; 16]);
    let mut rows = Vec::new();
    let mut sink =
        |row: ConsentRow<'_>| rows.push((row.opens, row.clicks, row.since.map(|time| time.0)));
    let mut reading = ConsentReading::new("list.csv", None, &key, &Zones::default(), "UTC");
    for bytes in text.as_bytes().chunks(slice) {
        reading.push(bytes, &mut sink)?;
    }
    let summary = reading.finish(&mut sink)?.summary;
    Ok((summary, rows))
}

const LIST: &str = "E-Mail;Öffnungen;Klicks;Datum;Quelle\n\
    a@example.org;ja;nein;14.09.2026;Formular\n\
    b@example.org;nein;;;Formular\n\
    A@example.org;nein;nein;15.09.2026;Brief\n\
    c@example.org;vielleicht;ja;;Brief\n\
    ;ja;ja;;Brief\n";

#[test]
fn a_list_by_its_own_header() {
    let found = super::super::inspect("list.csv", 1, LIST.as_bytes(), true);
    assert_eq!(found.class, FileClass::Consent);
    assert_eq!(found.certainty, Certainty::Certain);
    let (summary, rows) = read_list(LIST, 1_000).expect("a list");
    assert_eq!((summary.rows, summary.subscribers), (5, 2));
    assert_eq!((summary.granted_opens, summary.denied_opens), (0, 2));
    assert_eq!((summary.granted_clicks, summary.denied_clicks), (0, 1));
    assert_eq!(summary.problems[&ProblemKind::BadConsent], 1);
    assert_eq!(summary.problems[&ProblemKind::MissingAddress], 1);
    assert_eq!(summary.located[0].column.as_deref(), Some("Öffnungen"));
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0], (Some(true), Some(false), Some(1_789_344_000_000)));
    assert_eq!(rows[1], (Some(false), None, None));
}

#[test]
fn however_it_is_cut() {
    let whole = read_list(LIST, 1_000).expect("a list");
    assert!(read_list(LIST, 1).expect("a list") == whole);
    assert!(read_list(LIST, 7).expect("a list") == whole);
}

#[test]
fn one_column_for_both() {
    let (summary, rows) = read_list(
        "Email,Marketing Permissions\na@example.org,granted\nb@example.org,revoked\n",
        99,
    )
    .expect("a list");
    assert_eq!(rows, [(Some(true), Some(true), None), (Some(false), Some(false), None)]);
    assert_eq!((summary.granted_clicks, summary.denied_clicks), (1, 1));
}

#[test]
fn a_list_without_choices_cannot_be_read() {
    let problem = read_list("Email,Name\na@example.org,A\n", 99).expect_err("no choices");
    assert_eq!((problem.kind, problem.row), (ProblemKind::NoUsableColumns, None));
}

#[test]
fn a_list_in_the_envelopes_of_airbyte() {
    let record = r#"{"email":"a@example.org","tracking_consent":"yes"}"#;
    let text = format!(r#"{{"stream":"contacts","emitted_at":1,"data":{record}}}"#);
    assert_eq!(super::super::inspect("x", 1, text.as_bytes(), true).class, FileClass::Consent);
    let (summary, rows) = read_list(&text, 1_000).expect("a list");
    assert_eq!((summary.rows, summary.granted_opens), (1, 1));
    assert_eq!(rows, [(Some(true), Some(true), None)]);
    let quoted = record.replace('"', "\"\"");
    let table = format!("_airbyte_ab_id,_airbyte_data\ni,\"{quoted}\"\n");
    let refused = read_list(&table, 1_000).expect_err("no list of its own");
    assert_eq!(refused.kind, ProblemKind::UnsupportedFormat);
}
