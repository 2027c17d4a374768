//! Mappings that the page saved, on the command line.

use super::*;
use serde_json::json;

/// Words and columns that nobody knows.
const STRANGE: &str = "Person;Stempel;Vorgang\n\
    anna@example.org;14.09.2026 08:00;Zack\n\
    ben@example.org;14.09.2026 08:05;Bumm\n\
    carla@example.org;14.09.2026 09:00;Zack\n\
    dora@example.org;gestern;Zack\n";

fn profile(name: &str, change: impl FnOnce(&mut Value)) -> Scratch {
    let column = |header: &str, role: &str| json!({ "header": header, "role": role });
    let mut profile = json!({
        "format": "milchglas.mapping",
        "version": 1,
        "name": "Hausdienst",
        "class": "events",
        "rows": "event",
        "columns": [column("Person", "address"), column("Stempel", "time"), column("Vorgang", "kind")],
        "words": [{ "word": "Zack", "kind": "opened" }, { "word": "Bumm", "kind": "clicked" }],
        "kind": null,
        "dates": "day_first",
        "campaign": "file_name",
        "zone": "Europe/Vienna",
    });
    change(&mut profile);
    Scratch::holding(name, profile.to_string())
}

fn with(profiles: &[&Scratch], options: &[&str], files: &[&Path]) -> Output {
    let mut all: Vec<&str> = Vec::new();
    for profile in profiles {
        all.extend(["--profile", profile.0.to_str().unwrap()]);
    }
    all.extend(options);
    report(&all, files)
}

#[test]
fn a_profile_explains_the_files_that_have_its_columns() {
    let strange = Scratch::holding("strange.csv", STRANGE);
    let other = Scratch::holding(
        "shuffled.csv",
        "Rest;VORGANG;Person;Stempel\nx;Zack;eve@example.org;14.09.2026 10:00\n",
    );
    let known = sample("sendgrid-email-activity.csv");
    let explains = profile("fits.json", |_| {});
    let alone = stdout_object(&report(&[], &[&known]));
    let output = with(&[&explains], &[], &[&strange.0, &other.0, &known]);
    let object = stdout_object(&output);
    let file = &object["files"][0];
    assert_eq!((&file["events"]["opened"], &file["events"]["clicked"]), (&json!(2), &json!(1)));
    assert_eq!(number(&file["problems"], "bad_time"), 1);
    assert_eq!(file["zone"], "Europe/Vienna");
    assert_eq!(file["first"], "2026-09-14T06:00:00Z", "in the profile's zone");
    assert_eq!(object["files"][1]["events"], json!({ "opened": 1 }));
    assert_eq!(object["files"][2], alone["files"][0], "what is known needs none");
    assert!(stderr(&output).contains("read by the profile"), "{}", stderr(&output));
}

#[test]
fn a_profile_that_does_not_fit_is_told_with_the_columns_it_lacks() {
    let strange = Scratch::holding("unfit.csv", STRANGE);
    let known = sample("sendgrid-email-activity.csv");
    let unfit = profile("unfit.json", |profile| {
        profile["columns"][1]["header"] = json!("Uhrzeit");
        profile["columns"][2]["header"] = json!("Was");
    });
    let output = with(&[&unfit], &[], &[&strange.0, &known]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    let said = stderr(&output);
    assert!(said.contains("unfit.csv has no column “Uhrzeit”, “Was”."), "{said}");
    assert!(said.contains("sendgrid-email-activity.csv is known without one."), "{said}");
    assert!(!said.contains("example.org") && !said.contains("Zack"), "{said}");
    // Of several, the one that fits is taken; the others must fit something, too.
    let fits = profile("beside.json", |_| {});
    let output = with(&[&unfit, &fits], &[], &[&strange.0]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("unfit.json: this profile fits none"), "{}", stderr(&output));
}

#[test]
fn what_is_no_profile_is_refused_before_anything_is_read() {
    let strange = Scratch::holding("refused.csv", STRANGE);
    for (text, words) in [
        ("[1,", "no profile of a mapping"),
        ("{}", "no profile of a mapping"),
        (r#"{"format":"milchglas.mapping","version":2}"#, "later version"),
        (r#"{"format":"milchglas.mapping","version":1}"#, "damaged"),
    ] {
        let none = Scratch::holding("none.json", text);
        let output = with(&[&none], &[], &[&strange.0]);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
    let nowhere = profile("nowhere.json", |profile| profile["zone"] = json!("Europe/Nowhere"));
    let output = with(&[&nowhere], &[], &[&strange.0]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("Europe/Nowhere"), "{}", stderr(&output));
}

#[test]
fn a_profile_reads_consent_lists_and_campaigns_without_a_name() {
    let column = |header: &str, role: &str| json!({ "header": header, "role": role });
    let log = Scratch::holding("Autumn.csv", STRANGE);
    let list = Scratch::holding(
        "said.csv",
        "Wer;Darf\nanna@example.org;ja\nben@example.org;nein\ncarla@example.org;hm\n",
    );
    let events = profile("log.json", |profile| profile["campaign"] = json!("typed"));
    let consent = profile("list.json", |profile| {
        profile["class"] = json!("consent");
        profile["rows"] = json!("contact");
        profile["columns"] = json!([column("Wer", "address"), column("Darf", "consent-both")]);
        profile["words"] = json!([]);
    });
    let saved = Scratch::new("all-unusable.csv");
    let options = ["--consent", list.0.to_str().unwrap(), "--problems", saved.0.to_str().unwrap()];
    let output = with(&[&events, &consent], &options, &[&log.0]);
    let object = stdout_object(&output);
    assert_eq!(number(&object["consent"], "granted_opens"), 1);
    assert_eq!(number(&object["consent"], "denied_clicks"), 1);
    let name = object["campaigns"][0]["name"].as_str().unwrap();
    assert!(name.ends_with("Autumn"), "{name}");
    assert!(stderr(&output).contains("typed for each file"), "{}", stderr(&output));
    // The rows of both that could not be used, with the columns of each.
    let written = saved.text();
    let lines: Vec<&str> = written.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "row,column,reason,file,Wer,Darf,Person,Stempel,Vorgang");
    assert!(
        lines[1].starts_with("3,") && lines[1].ends_with(",carla@example.org,hm,,,"),
        "{written}"
    );
    assert!(
        lines[2].starts_with("4,") && lines[2].ends_with(",,,dora@example.org,gestern,Zack"),
        "{written}"
    );
    assert_eq!(lines.len(), 3);
}
