//! Figures and lists as CSV for spreadsheets: UTF-8 with its mark, and the
//! separator that spreadsheets of the language expect. No cell can be a formula.

mod cells;
mod groups;

use super::names::convention_name;
use super::protection::{legend, method_words};
use super::rates::Rate;
use super::risk::risk_words;
use super::share::withheld_words;
use super::{arrival, names};
use crate::app::words::Words;
use crate::contract::{Convention, PeoplePage, Snapshot, Statistics, TimelineEntry};
use cells::{Cell, Sheet};

/// The name of a saved snapshot without its extension: `milchglas-2026-11-23`.
pub fn file_stem(snapshot: &Snapshot) -> String {
    let day: String = snapshot
        .made
        .on
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '-')
        .take(10)
        .collect();
    if day.is_empty() { "milchglas".into() } else { format!("milchglas-{day}") }
}

/// A snapshot's tables, one below the other, each with its heading.
pub fn snapshot(snapshot: &Snapshot, words: &Words) -> String {
    let mut sheet = Sheet::new(words);
    about(&mut sheet, snapshot);
    let (statistics, convention) = (&snapshot.statistics, snapshot.treated.convention);
    figures(&mut sheet, statistics);
    rates(&mut sheet, statistics, convention);
    campaigns(&mut sheet, statistics, convention);
    times(&mut sheet, statistics);
    links(&mut sheet, statistics);
    groups::groups(&mut sheet, statistics);
    groups::device_clients(&mut sheet, &statistics.device_clients);
    machine(&mut sheet, statistics);
    let withheld = withheld_words(words, &snapshot.protection.withheld);
    if !withheld.is_empty() {
        sheet.block("csv-withheld", &[]);
        for sentence in withheld {
            sheet.row([Cell::Text(sentence)]);
        }
    }
    sheet.block("csv-legend", &[]);
    for sentence in legend(words, &snapshot.protection) {
        sheet.row([Cell::Text(sentence)]);
    }
    risk(&mut sheet, snapshot);
    sheet.text
}

/// What could still be worked out, in the words of the screen.
fn risk(sheet: &mut Sheet<'_>, snapshot: &Snapshot) {
    sheet.block("risk-heading", &[]);
    let Some(risk) = &snapshot.risk else {
        let none = sheet.words.say("risk-none");
        sheet.row([Cell::Text(none)]);
        return;
    };
    let said = risk_words(sheet.words, &snapshot.protection, risk);
    sheet.row([Cell::Text(said.verdict)]);
    let answers =
        |lines: Vec<String>| lines.into_iter().map(|line| (String::new(), line)).collect();
    let parts: [(&str, Vec<(String, String)>); 4] = [
        ("risk-tried", answers(said.tried)),
        ("risk-opinion", said.opinion),
        ("risk-assumed", answers(said.assumed)),
        ("risk-not-protected", answers(said.not_protected)),
    ];
    for (heading, lines) in parts {
        let heading = sheet.words.say(heading);
        sheet.row([Cell::Text(heading)]);
        for (term, line) in lines {
            sheet.row([Cell::Text(term), Cell::Text(line)]);
        }
    }
}

/// A list of people, or of what they did.
pub fn people(page: &PeoplePage, words: &Words) -> String {
    let mut sheet = Sheet::new(words);
    if page.people.is_empty() && !page.entries.is_empty() {
        entries(&mut sheet, &page.entries);
        return sheet.text;
    }
    sheet.headings(&["csv-address", "csv-opens", "csv-clicks", "csv-last"]);
    for person in &page.people {
        sheet.row([
            Cell::Text(person.address.clone()),
            Cell::Number(person.opens),
            Cell::Number(person.clicks),
            Cell::Text(person.last.clone().unwrap_or_default()),
        ]);
    }
    sheet.text
}

fn entries(sheet: &mut Sheet<'_>, entries: &[TimelineEntry]) {
    sheet.headings(&[
        "csv-time",
        "csv-address",
        "csv-event",
        "csv-times",
        "csv-link",
        "csv-client",
    ]);
    for entry in entries {
        let who = match &entry.person {
            Some((_, address)) => address.clone(),
            None => sheet.words.say("csv-without-name"),
        };
        let kind = sheet.words.say(&format!("kind-{}", entry.kind.name()));
        sheet.row([
            Cell::Text(entry.time.clone().unwrap_or_default()),
            Cell::Text(who),
            Cell::Text(kind),
            Cell::Number(entry.times.into()),
            Cell::Text(entry.link.clone().unwrap_or_default()),
            Cell::Text(entry.client.clone().unwrap_or_default()),
        ]);
    }
}

fn about(sheet: &mut Sheet<'_>, snapshot: &Snapshot) {
    let convention =
        sheet.words.say(&format!("convention-{}", convention_name(snapshot.treated.convention)));
    let method = method_words(sheet.words, snapshot.protection.method);
    let heading = sheet.words.say("csv-report");
    sheet.row([Cell::Text(heading)]);
    let facts = [
        ("csv-title", snapshot.title.clone()),
        ("csv-made-on", snapshot.made.on.clone()),
        ("csv-made-by", snapshot.made.by.clone()),
        ("csv-zone", snapshot.treated.zone.clone()),
        ("csv-convention", convention),
        ("csv-method", method),
        ("csv-threshold", snapshot.protection.threshold.to_string()),
        ("csv-period-from", snapshot.treated.from.clone().unwrap_or_default()),
        ("csv-period-to", snapshot.treated.to.clone().unwrap_or_default()),
    ];
    for (name, value) in facts {
        let name = sheet.words.say(name);
        sheet.row([Cell::Text(name), Cell::Text(value)]);
    }
}

fn figures(sheet: &mut Sheet<'_>, statistics: &Statistics) {
    sheet.block("csv-figures", &["csv-figure", "csv-count"]);
    for (measure, count) in statistics.overall.iter() {
        let name = sheet.words.say(&format!("measure-{}", measure.name()));
        sheet.row([Cell::Text(name), Cell::Count(count)]);
    }
}

fn rates(sheet: &mut Sheet<'_>, statistics: &Statistics, convention: Convention) {
    sheet.block(
        "csv-rates",
        &["csv-rate", "csv-value", "csv-numerator", "csv-denominator", "statistics-formula-show"],
    );
    for rate in Rate::ALL {
        let quotient = rate.of(&statistics.overall, convention);
        let name = sheet.words.say(&format!("rate-{}", rate.name()));
        let (value, formula) = (quotient.text(sheet.words), quotient.formula(sheet.words));
        let (top, base) = quotient.counts;
        sheet.row([
            Cell::Text(name),
            Cell::Text(value),
            Cell::Count(top),
            Cell::Count(base),
            Cell::Text(formula),
        ]);
    }
}

fn campaigns(sheet: &mut Sheet<'_>, statistics: &Statistics, convention: Convention) {
    if statistics.campaigns.is_empty() {
        return;
    }
    let shown = [Rate::Delivery, Rate::Open, Rate::Click, Rate::ClickToOpen];
    sheet.block("csv-campaigns", &[]);
    let first = ["column-name", "csv-gathers", "column-sent-on"];
    let mut headings = Vec::from(first.map(|name| Cell::Text(sheet.words.say(name))));
    for (measure, _) in statistics.overall.iter() {
        headings.push(Cell::Text(sheet.words.say(&format!("measure-{}", measure.name()))));
    }
    for rate in shown {
        headings.push(Cell::Text(sheet.words.say(&format!("rate-{}", rate.name()))));
    }
    sheet.row(headings);
    for row in &statistics.campaigns {
        let mut cells = vec![
            Cell::Text(names::campaign(row, sheet.words)),
            Cell::Number(row.gathers.into()),
            Cell::Text(row.sent_on.clone().unwrap_or_default()),
        ];
        cells.extend(row.figures.iter().map(|(_, count)| Cell::Count(count)));
        for rate in shown {
            cells.push(Cell::Text(rate.of(&row.figures, convention).text(sheet.words)));
        }
        sheet.row(cells);
    }
}

fn times(sheet: &mut Sheet<'_>, statistics: &Statistics) {
    if !statistics.arrival.is_empty() {
        sheet.block(
            "chart-arrival",
            &[
                "chart-arrival-step",
                "csv-opens",
                "csv-clicks",
                "chart-arrival-first-opens",
                "chart-arrival-first-clicks",
            ],
        );
        for row in &statistics.arrival {
            let step = arrival::step_name(row.from_hour, row.to_hour, sheet.words);
            sheet.row([
                Cell::Text(step),
                Cell::Count(row.opens),
                Cell::Count(row.clicks),
                Cell::Count(row.first_opens),
                Cell::Count(row.first_clicks),
            ]);
        }
    }
    if !statistics.days.is_empty() {
        sheet.block("chart-days", &["chart-days-day", "csv-days", "csv-opens", "csv-clicks"]);
        for row in &statistics.days {
            sheet.row([
                Cell::Text(row.day.clone()),
                Cell::Number(row.days.into()),
                Cell::Count(row.opens),
                Cell::Count(row.clicks),
            ]);
        }
    }
    if !statistics.week.is_empty() {
        sheet.block(
            "chart-week",
            &["chart-week-day", "csv-from-hour", "csv-to-hour", "csv-opens", "csv-clicks"],
        );
        for row in &statistics.week {
            let weekday = names::weekday(row.weekday, sheet.words);
            sheet.row([
                Cell::Text(weekday),
                Cell::Number(row.from_hour.into()),
                Cell::Number(row.to_hour.into()),
                Cell::Count(row.opens),
                Cell::Count(row.clicks),
            ]);
        }
    }
}

fn links(sheet: &mut Sheet<'_>, statistics: &Statistics) {
    if statistics.links.is_empty() {
        return;
    }
    sheet.block("chart-links", &["chart-links-link", "csv-clickers", "csv-clicks"]);
    for row in &statistics.links {
        let name = names::link(row, sheet.words);
        sheet.row([Cell::Text(name), Cell::Count(row.clickers), Cell::Count(row.clicks)]);
    }
}

fn machine(sheet: &mut Sheet<'_>, statistics: &Statistics) {
    sheet.block("machine-heading", &["machine-rule", "machine-events"]);
    let tally = &statistics.machine;
    for (name, count) in [
        ("machine-vendor", tally.vendor),
        ("machine-burst", tally.burst),
        ("machine-user-agent", tally.user_agent),
        ("csv-doubles", statistics.doubles),
    ] {
        let name = sheet.words.say(name);
        sheet.row([Cell::Text(name), Cell::Count(count)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::sample;
    use crate::app::words::Language;
    use crate::contract::{CampaignRow, Kind, Person};

    fn english() -> Words {
        Words::new(Language::En)
    }

    #[test]
    fn a_snapshot_becomes_blocks_of_plain_numbers() {
        let text = snapshot(&sample::snapshot(), &english());
        assert!(text.starts_with("\u{feff}Report\r\nTitle,Autumn 2026\r\n"));
        assert!(text.contains("\r\n\r\nFigures\r\nFigure,Count\r\n"));
        assert!(text.contains("\r\nSent,26783\r\n"));
        assert!(text.contains("\r\nComplaints,withheld\r\n"));
        assert!(text.contains("\r\n1–6 h,6402,1600,3201,withheld\r\n"));
        assert!(text.contains("\r\n4 other campaigns,4,,"));
        assert!(text.contains("\r\nAustria,"));
        assert!(text.contains("\r\nApple Mail · Mobile,3511,7022,790,1580\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\n', '\r']));
        assert!(text.contains("\r\nProtection,Exact\r\n"));
        assert!(text.contains(
            "\r\n\r\nWhat could still be worked out\r\nNo recoverable count found under these assumptions.\r\n"
        ));
        assert!(text.contains("\r\n,21 of 412 figures are withheld.\r\n"));
        assert!(text.contains("\r\nLinking,\"The report holds counts, no rows"));
    }

    #[test]
    fn german_spreadsheets_divide_by_semicolons() {
        let text = snapshot(&sample::snapshot(), &Words::new(Language::De));
        assert!(text.contains("\r\nVersendet;26783\r\n"));
        assert!(text.contains("\r\nHardbounce-Rate;0,32\u{a0}%;86;26783;"), "{text}");
    }

    #[test]
    fn hostile_names_stay_text() {
        for (name, cell) in [
            (
                "=HYPERLINK(\"http://example.com\",\"x\")",
                "\"'=HYPERLINK(\"\"http://example.com\"\",\"\"x\"\")\"",
            ),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\r=x", "\"'\r=x\""),
            ("a\n=b", "\"a\n=b\""),
            ("plain, with comma", "\"plain, with comma\""),
            ("harmless = 1", "harmless = 1"),
        ] {
            let mut hostile = sample::snapshot();
            hostile.statistics.campaigns =
                vec![CampaignRow { name: name.into(), gathers: 1, ..CampaignRow::default() }];
            let text = snapshot(&hostile, &english());
            assert!(text.contains(&format!("\r\n{cell},1,,")), "{name:?} in {text}");
        }
    }

    #[test]
    fn lists_of_people_hold_who_and_how_often() {
        let person = Person {
            id: 1,
            address: "=anna@example.com".into(),
            opens: 3,
            clicks: 1,
            last: Some("2026-09-14T06:00:00Z".into()),
        };
        let page = PeoplePage { people: vec![person], total: 1, ..PeoplePage::default() };
        assert_eq!(
            people(&page, &english()),
            "\u{feff}Address,Opens,Clicks,Last reaction\r\n'=anna@example.com,3,1,2026-09-14T06:00:00Z\r\n"
        );
        let entry = TimelineEntry {
            person: None,
            time: Some("2026-09-14".into()),
            kind: Kind::Clicked,
            times: 2,
            campaign: 0,
            link: Some("https://example.com/".into()),
            client: None,
        };
        let page = PeoplePage { entries: vec![entry], ..PeoplePage::default() };
        assert!(
            people(&page, &english())
                .ends_with("\r\n2026-09-14,without a name,Clicked,2,https://example.com/,\r\n")
        );
    }

    #[test]
    fn the_name_of_the_file_is_the_day_and_nothing_else() {
        let mut made = sample::snapshot();
        assert_eq!(file_stem(&made), "milchglas-2026-11-23");
        made.made.on = "../../etc/x".into();
        assert_eq!(file_stem(&made), "milchglas");
    }
}
