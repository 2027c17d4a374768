//! The command line as somebody uses it: the built program on sample exports.

#[path = "cli/profiles.rs"]
mod profiles;

use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name)
}

/// A file of this test's own.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        Scratch(
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id())),
        )
    }

    fn holding(name: &str, text: impl AsRef<[u8]>) -> Scratch {
        let scratch = Scratch::new(name);
        fs::write(&scratch.0, text).unwrap();
        scratch
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.0).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A file that was never written is not there.
        let _ = fs::remove_file(&self.0);
    }
}

impl AsRef<Path> for Scratch {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

fn milchglas() -> Command {
    Command::new(env!("CARGO_BIN_EXE_milchglas"))
}

/// Runs `milchglas report` with options and files.
fn report(options: &[&str], files: &[&Path]) -> Output {
    milchglas().arg("report").args(options).args(files).output().unwrap()
}

fn stdout_object(output: &Output) -> Map<String, Value> {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    // One value and nothing behind it.
    match serde_json::from_slice(&output.stdout).unwrap() {
        Value::Object(object) => object,
        _ => panic!("an object"),
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn number(object: &Value, name: &str) -> u64 {
    object[name].as_u64().unwrap_or_else(|| panic!("{name}: {}", object[name]))
}

#[test]
fn a_list_of_last_states_says_why_nothing_is_counted() {
    let output = report(&[], &[&sample("resend-emails.csv")]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("resend-emails.csv: tells only the last state"), "{told}");
    assert!(!told.contains('@'), "{told}");
}

#[test]
fn the_report_is_one_object_of_the_agreed_shape() {
    let output = report(&[], &[&sample("sendgrid-email-activity.csv")]);
    let object = stdout_object(&output);
    let file = &object["files"][0];
    for field in [
        "name",
        "dialect",
        "granularity",
        "rows",
        "events",
        "ignored",
        "problems",
        "recipients",
        "first",
        "last",
        "zone",
    ] {
        assert!(file.get(field).is_some(), "files: {field}");
    }
    let campaign = &object["campaigns"][0];
    for field in ["id", "name"] {
        assert!(campaign[field].is_string(), "campaigns: {field}");
    }
    for field in [
        "sent",
        "delivered",
        "openers",
        "opens",
        "machine_opens",
        "clickers",
        "clicks",
        "bounced_hard",
        "bounced_soft",
        "unsubscribed",
        "complained",
        "measurable_opens",
        "measurable_clicks",
    ] {
        assert!(campaign[field].is_u64() || campaign[field].is_null(), "campaigns: {field}");
        assert!(object["overall"].get(field).is_some(), "overall: {field}");
    }
    let expected: Value =
        serde_json::from_str(&fs::read_to_string(sample("EXPECTED.json")).unwrap()).unwrap();
    let expected = &expected["sendgrid-email-activity.csv"];
    assert_eq!(file["rows"], expected["rows"]);
    assert_eq!(file["events"], expected["events"]);
    assert_eq!(file["recipients"], expected["unique_recipients"]);
    let overall = &object["overall"];
    let opens = number(overall, "opens") + number(overall, "machine_opens");
    assert_eq!(opens, number(&expected["events"], "opened"), "set aside, not lost");
}

#[test]
fn packed_and_plain_give_the_same_figures() {
    let plain = stdout_object(&report(&[], &[&sample("sendgrid-email-activity.csv")]));
    let packed = stdout_object(&report(&[], &[&sample("sendgrid-email-activity.csv.gz")]));
    assert_eq!(plain["overall"], packed["overall"]);
    let archive = stdout_object(&report(&[], &[&sample("mailchimp-account-export.zip")]));
    assert!(number(&archive["overall"], "openers") > 0);
    assert_eq!(archive["files"].as_array().unwrap().len(), 1, "an archive is one file");
}

#[test]
fn the_modes_agree_and_only_the_zone_moves_times() {
    let file = sample("brevo-transactional-logs-en.csv");
    let of = |options: &[&str]| stdout_object(&report(options, &[&file]));
    let personal = of(&["--mode", "personal", "--zone", "Europe/Vienna"]);
    let anonymous = of(&["--mode", "anonymous", "--zone", "Europe/Vienna"]);
    let choice = of(&["--mode", "choice", "--zone", "Europe/Vienna"]);
    assert_eq!(personal["overall"], anonymous["overall"]);
    assert_eq!(personal["overall"], choice["overall"]);
    assert_eq!(personal["files"][0]["zone"], "Europe/Vienna");
    let elsewhere = of(&["--mode", "anonymous", "--zone", "America/New_York"]);
    assert_eq!(personal["overall"], elsewhere["overall"]);
    assert_ne!(personal["files"][0]["first"], elsewhere["files"][0]["first"]);
}

#[test]
fn consent_excludes_where_the_settings_say_so() {
    let events = Scratch::holding(
        "consent-events.csv",
        "timestamp,event,email,campaign_id,campaign\n\
         2026-09-14T06:00:00Z,sent,ada@example.org,1,Autumn\n\
         2026-09-14T06:00:05Z,delivered,ada@example.org,1,Autumn\n\
         2026-09-14T06:10:00Z,opened,ada@example.org,1,Autumn\n\
         2026-09-14T06:00:00Z,sent,bob@example.org,1,Autumn\n\
         2026-09-14T06:00:05Z,delivered,bob@example.org,1,Autumn\n\
         2026-09-14T06:10:00Z,opened,bob@example.org,1,Autumn\n",
    );
    let list = Scratch::holding(
        "consent.csv",
        "email,opens,clicks\nada@example.org,yes,yes\nbob@example.org,no,no\n",
    );
    let settings = Scratch::holding("settings.json", r#"{"mode":"choice","denied":"excluded"}"#);
    let list = list.0.to_str().unwrap();
    let settings = settings.0.to_str().unwrap();
    let object =
        stdout_object(&report(&["--settings", settings, "--consent", list], &[events.as_ref()]));
    assert_eq!(number(&object["overall"], "delivered"), 2);
    assert_eq!(number(&object["overall"], "measurable_opens"), 1);
    assert_eq!(number(&object["overall"], "openers"), 1);
    assert_eq!(number(&object["files"][0]["ignored"], "consent"), 1);
    assert_eq!(number(&object["consent"], "subscribers"), 2);
    // The same list among the files is recognised, and an option comes before the settings.
    let output = report(
        &["--settings", settings, "--mode", "anonymous"],
        &[events.as_ref(), Path::new(list)],
    );
    let object = stdout_object(&output);
    assert_eq!(number(&object["overall"], "openers"), 2);
    assert!(stderr(&output).contains("consent list"));
}

#[test]
fn problems_go_to_standard_error_with_their_place_and_without_data() {
    let mut text = "timestamp,event,email,campaign_id,campaign\n".to_owned();
    for row in 0..60 {
        let time = if row % 2 == 0 { "2026-09-14T06:00:00Z" } else { "whenever-canary" };
        text.push_str(&format!("{time},opened,canary{row}@example.org,1,Autumn\n"));
    }
    let file = Scratch::holding("problems.csv", text);
    let output = report(&[], &[file.as_ref()]);
    let object = stdout_object(&output);
    assert_eq!(number(&object["files"][0]["problems"], "bad_time"), 30);
    let said = stderr(&output);
    let located = said.lines().filter(|line| line.contains(", row ")).count();
    assert_eq!(located, 20, "{said}");
    assert!(said.contains(", row 2, column timestamp: "), "{said}");
    assert!(said.contains("and 10 more"), "{said}");
    assert!(!said.contains("canary") && !said.contains("example.org"), "{said}");
}

#[test]
fn where_nothing_can_be_read_it_says_so_and_fails() {
    let empty = Scratch::holding("empty.csv", "");
    let noise = Scratch::holding("noise.bin", [0xff_u8, 0xd8, 0, 1, 2, 3, 0, 0, 9].repeat(50));
    let absent = Path::new("no-such-file.csv");
    for files in
        [vec![absent], vec![empty.as_ref()], vec![noise.as_ref()], vec![empty.as_ref(), absent]]
    {
        let output = report(&[], &files);
        assert_eq!(output.status.code(), Some(1), "{files:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{files:?}");
        assert!(!stderr(&output).is_empty(), "{files:?}");
    }
    // What can be read is read all the same.
    let output = report(&[], &[absent, &sample("ses-firehose.ndjson")]);
    assert!(number(&stdout_object(&output)["overall"], "openers") > 0);
    assert!(stderr(&output).contains("no-such-file.csv"));
}

#[test]
fn what_cannot_be_meant_is_a_matter_of_usage() {
    let file = sample("ses-firehose.ndjson");
    let broken = Scratch::holding("broken.json", r#"{"mode":"canary@example.org"}"#);
    let broken = broken.0.to_str().unwrap();
    for options in [
        &["--mode", "seen"][..],
        &["--threshold", "4"],
        &["--zone", "Europe/Nowhere"],
        &["--settings", broken],
        &["--settings", "no-such-settings.json"],
    ] {
        let output = report(options, &[&file]);
        assert_eq!(output.status.code(), Some(2), "{options:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty());
        assert!(!stderr(&output).contains("canary@example.org"));
    }
    assert_eq!(milchglas().arg("report").output().unwrap().status.code(), Some(2));
    assert_eq!(milchglas().arg("--version").output().unwrap().status.code(), Some(0));
}

/// An export large enough to publish something of.
fn large_export() -> String {
    let mut text = "timestamp,event,email,campaign_id,campaign\n".to_owned();
    for person in 0..200 {
        let (minute, second) = (person / 60, person % 60);
        for event in ["sent", "delivered"] {
            text.push_str(&format!(
                "2026-09-14T06:{minute:02}:{second:02}Z,{event},quentin{person}@example.org,1,Autumn\n"
            ));
        }
        if person % 2 == 0 {
            text.push_str(&format!(
                "2026-09-14T07:{minute:02}:{second:02}Z,opened,quentin{person}@example.org,1,Autumn\n"
            ));
        }
    }
    text
}

#[test]
fn a_snapshot_and_its_page_hold_figures_and_nobody() {
    let events = Scratch::holding("large.csv", large_export());
    let (snapshot, page) = (Scratch::new("out.milchglas.json"), Scratch::new("out.html"));
    let options = [
        "--snapshot",
        snapshot.0.to_str().unwrap(),
        "--html",
        page.0.to_str().unwrap(),
        "--title",
        "Herbst",
        "--language",
        "de",
        "--threshold",
        "20",
    ];
    stdout_object(&report(&options, &[events.as_ref()]));
    let made: Value = serde_json::from_str(&snapshot.text()).unwrap();
    assert_eq!(made["format"], "milchglas.snapshot");
    assert_eq!(made["title"], "Herbst");
    assert_eq!(made["protection"]["threshold"], 20);
    assert_eq!(made["statistics"]["overall"]["openers"], 100);
    let html = page.text();
    assert!(html.starts_with("<!DOCTYPE html>") || html.starts_with("<!doctype html>"));
    assert!(html.contains("lang=\"de\"") && html.contains("Herbst") && html.contains("100"));
    assert!(!html.contains("<script"));
    for text in [snapshot.text(), html] {
        assert!(!text.contains("quentin") && !text.contains("@example.org"));
    }
    // Among files to read, a snapshot is told apart.
    let output = report(&[], &[snapshot.as_ref()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("snapshot"));
}

#[test]
fn rows_for_other_tools_hold_nobody() {
    let events = Scratch::holding("rows.csv", large_export());
    let rows = Scratch::new("out.csv");
    let ledger = Scratch::new("rows.ledger");
    let output = report(
        &["--rows", rows.0.to_str().unwrap(), "--ledger", ledger.0.to_str().unwrap()],
        &[events.as_ref()],
    );
    stdout_object(&output);
    assert!(ledger.text().contains("\"rows\""), "they are entered");
    let text = rows.text();
    assert!(text.lines().count() > 100, "a header and rows");
    assert!(!text.contains("quentin") && !text.contains("@example.org"));
    assert!(stderr(&output).contains(" rows; "), "{}", stderr(&output));
}

#[test]
fn too_few_people_make_no_snapshot() {
    let snapshot = Scratch::new("few.json");
    let events = Scratch::holding(
        "few.csv",
        "timestamp,event,email\n2026-09-14T06:00:00Z,opened,ada@example.org\n",
    );
    let output = report(&["--snapshot", snapshot.0.to_str().unwrap()], &[events.as_ref()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!snapshot.0.exists());
    assert!(stderr(&output).contains("Too few people"));
    assert!(!output.stdout.is_empty(), "the owner's own report is printed all the same");
}

#[test]
fn inspecting_tells_what_files_are_without_their_content() {
    let files = [
        "sendgrid-email-activity.csv",
        "brevo-campaign-recipients.csv",
        "mailchimp-audience-export.zip",
        "ses-firehose.gz",
    ];
    let output = milchglas().arg("inspect").args(files.map(sample)).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let Value::Array(inspections) = serde_json::from_slice(&output.stdout).unwrap() else {
        panic!("an array");
    };
    assert_eq!(inspections.len(), files.len());
    for (inspection, file) in inspections.iter().zip(files) {
        assert_eq!(inspection["name"], file);
        assert_eq!(inspection["class"], "events", "{file}");
        assert_eq!(inspection["preview"], Value::Array(Vec::new()), "{file}");
    }
    assert!(!String::from_utf8(output.stdout).unwrap().contains("@example"));
    assert_eq!(
        milchglas().args(["inspect", "no-such-file"]).output().unwrap().status.code(),
        Some(1)
    );
}

/// Campaigns to `people` people, some of whom open and click, at several
/// providers and at different times.
fn audience(people: usize, campaigns: u32) -> String {
    let mut text = "timestamp,event,email,campaign_id,campaign,url\n".to_owned();
    let mut row = |day: u32,
                   second: usize,
                   event: &str,
                   address: &str,
                   campaign: u32,
                   url: &str| {
        let (hour, minute, second) = (6 + second / 3600, second / 60 % 60, second % 60);
        text.push_str(&format!(
            "2026-09-{day:02}T{hour:02}:{minute:02}:{second:02}Z,{event},{address},{campaign},Campaign {campaign},{url}\n"
        ));
    };
    for person in 0..people {
        let provider = ["example.org", "example.com", "example.net"][person % 3];
        let address = format!("quentin{person}@{provider}");
        for campaign in 1..=campaigns {
            let day = 7 * campaign;
            row(day, person, "sent", &address, campaign, "");
            row(day, person + 5, "delivered", &address, campaign, "");
            if person % 2 == 0 {
                row(day, 3600 + 7 * person, "opened", &address, campaign, "");
            }
            if person % 6 == 0 {
                row(
                    day,
                    3900 + 7 * person,
                    "clicked",
                    &address,
                    campaign,
                    "https://example.org/offer",
                );
            }
        }
    }
    text
}

impl Scratch {
    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

/// Runs `milchglas report` with a snapshot and a ledger.
fn release(options: &[&str], snapshot: &Scratch, ledger: &Scratch, events: &Scratch) -> Output {
    let outputs = ["--snapshot", snapshot.path(), "--ledger", ledger.path()];
    report(&[&outputs[..], options].concat(), &[events.as_ref()])
}

fn releases(ledger: &Scratch) -> usize {
    let file: Value = serde_json::from_str(&ledger.text()).unwrap();
    file["entries"].as_array().unwrap().len()
}

#[test]
fn two_reports_that_differ_by_four_people_are_refused() {
    let ledger = Scratch::new("four.milchglas-ledger.json");
    let (first, second) = (Scratch::new("four-1.json"), Scratch::new("four-2.json"));
    let before = Scratch::holding("four-1.csv", audience(600, 1));
    let after = Scratch::holding("four-2.csv", audience(604, 1));
    stdout_object(&release(&[], &first, &ledger, &before));
    let entered = ledger.text();
    let output = release(&[], &second, &ledger, &after);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("The two reports differ by 4 people: "), "{said}");
    assert!(said.contains("in release 1") && said.contains("in this report"), "{said}");
    assert!(said.contains("Hand on the earlier report again"), "{said}");
    assert!(!second.0.exists());
    assert_eq!(ledger.text(), entered);
    // Without the ledger nobody could know: it is said.
    let output = report(&["--snapshot", second.path()], &[after.as_ref()]);
    stdout_object(&output);
    assert!(stderr(&output).contains("earlier releases are unknown"));
    // Many more people are another matter.
    let grown = Scratch::holding("four-3.csv", audience(900, 1));
    let output = release(&[], &second, &ledger, &grown);
    stdout_object(&output);
    assert_eq!(releases(&ledger), 2);
}

#[test]
fn the_same_report_again_is_the_same_file_and_entered_once() {
    let events = Scratch::holding("again.csv", audience(600, 2));
    for (method, more) in
        [("exact", None), ("rounded", None), ("cell-key", None), ("dp", Some("--epsilon=1"))]
    {
        let ledger = Scratch::new(&format!("again-{method}.milchglas-ledger.json"));
        let snapshot = Scratch::new(&format!("again-{method}.json"));
        let mut options = vec!["--method", method, "--title", "Herbst"];
        options.extend(more);
        stdout_object(&release(&options, &snapshot, &ledger, &events));
        let (first, entered) = (snapshot.text(), ledger.text());
        let output = release(&options, &snapshot, &ledger, &events);
        stdout_object(&output);
        assert!(snapshot.text() == first, "{method}: another file");
        assert!(ledger.text() == entered, "{method}: entered again");
        assert_eq!(releases(&ledger), 1);
        assert!(stderr(&output).contains("release 1; it is not entered again"), "{method}");
        let made: Value = serde_json::from_str(&first).unwrap();
        let name = match method {
            "cell-key" => "cell_key",
            "dp" => "private",
            other => other,
        };
        assert_eq!(made["protection"]["method"], name);
        for text in [first, entered] {
            assert!(!text.contains("quentin") && !text.contains("@example"), "{method}");
        }
    }
}

#[test]
fn a_ledger_belongs_to_its_owner_and_a_damaged_one_is_left_alone() {
    let events = Scratch::holding("damaged.csv", audience(600, 2));
    let ledger = Scratch::new("damaged.milchglas-ledger.json");
    let snapshot = Scratch::new("damaged.json");
    stdout_object(&release(&[], &snapshot, &ledger, &events));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&ledger.0).unwrap().permissions().mode() & 0o077, 0);
    }
    let sound = ledger.text();
    fs::remove_file(&snapshot.0).unwrap();
    let cut = &sound[..sound.len() / 2];
    let altered = sound.replacen("\"threshold\": 11", "\"threshold\": 12", 1);
    for (text, reason) in [
        (cut, "damaged"),
        (altered.as_str(), "chain does not hold"),
        ("", "not a ledger"),
        ("\u{0}", "not a ledger"),
    ] {
        fs::write(&ledger.0, text).unwrap();
        let output = release(&[], &snapshot, &ledger, &events);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
        assert!(output.stdout.is_empty() && !snapshot.0.exists());
        assert_eq!(ledger.text(), text, "left as it is");
    }
}

#[test]
fn the_yearly_budget_ends() {
    let ledger = Scratch::new("budget.milchglas-ledger.json");
    let snapshot = Scratch::new("budget.json");
    let options = ["--method", "dp", "--epsilon", "0.7"];
    let events = Scratch::holding("budget-1.csv", audience(600, 2));
    stdout_object(&release(&options, &snapshot, &ledger, &events));
    let others = Scratch::holding("budget-2.csv", audience(900, 2));
    let output = release(&options, &snapshot, &ledger, &others);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("ε 0.3 is left"), "{}", stderr(&output));
    assert_eq!(releases(&ledger), 1);
}

#[test]
fn tables_and_detail_are_chosen() {
    let events = Scratch::holding("tables.csv", audience(600, 2));
    let ledger = Scratch::new("tables.milchglas-ledger.json");
    let snapshot = Scratch::new("tables.json");
    let options = ["--tables", "campaigns,days", "--weeks"];
    stdout_object(&release(&options, &snapshot, &ledger, &events));
    let made: Value = serde_json::from_str(&snapshot.text()).unwrap();
    let statistics = &made["statistics"];
    assert!(!statistics["campaigns"].as_array().unwrap().is_empty());
    assert_eq!(statistics["providers"], Value::Array(Vec::new()));
    assert!(statistics["days"].as_array().unwrap().iter().all(|row| row["days"] == 7));
}

#[test]
fn unusable_rows_are_written_for_their_owner() {
    let text = "timestamp,event,email\nnever,opened,=ada@example.org\n";
    let (log, saved) = (Scratch::holding("unusable.csv", text), Scratch::new("unusable-rows.csv"));
    let output = report(&["--problems", saved.0.to_str().unwrap()], &[&log.0]);
    assert_eq!(output.status.code(), Some(1), "not a single row could be used");
    let written = saved.text();
    let lines: Vec<&str> = written.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "row,column,reason,timestamp,event,email");
    assert!(lines[1].starts_with("1,"), "{written}");
    assert!(lines[1].ends_with(",never,opened,'=ada@example.org"), "{written}");
    assert_eq!(lines.len(), 2);
    assert!(stderr(&output).contains("personal data") && !stderr(&output).contains("ada@"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&saved.0).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
