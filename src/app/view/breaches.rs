//! Why a report is refused: which figures would betray whom, and what to do.

use super::names;
use super::protection::{list, method_words, table_words};
use crate::app::words::Words;
use crate::contract::{
    Breach, BreachKind, DeviceClientRow, Figure, GroupRow, LinkRow, Measure, Method, Place,
    ReleaseView, Table,
};

/// How many are told one by one.
const TOLD: usize = 5;
/// How many figures of one are named.
const NAMED: usize = 4;

/// A sentence for each breach, the gravest first; beyond a few, how many more.
pub fn breach_words(words: &Words, breaches: &[Breach], releases: &[ReleaseView]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for breach in breaches.iter().take(TOLD) {
        let sentence = sentence(words, breach, releases);
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    if breaches.len() > TOLD {
        let more = breaches.len() - TOLD;
        said.push(words.with("breach-more", &[("more", more.into())]));
    }
    said
}

fn sentence(words: &Words, breach: &Breach, releases: &[ReleaseView]) -> String {
    let figures: Vec<String> = breach
        .figures
        .iter()
        .take(NAMED)
        .map(|figure| figure_words(words, figure, releases))
        .collect();
    let figures =
        if figures.is_empty() { words.say("share-some-figure") } else { list(words, &figures) };
    let kind = match (breach.kind, breach.at_most) {
        // What it would be confined to is not known: it could not be hidden at all.
        (BreachKind::Narrow, None) => "exposed",
        (kind, _) => kind_name(kind),
    };
    let values = [("figures", figures.into()), ("range", range(words, breach).into())];
    words.with(&format!("breach-{kind}"), &values)
}

const fn kind_name(kind: BreachKind) -> &'static str {
    match kind {
        BreachKind::Small => "small",
        BreachKind::Exact => "exact",
        BreachKind::ProvenSmall => "proven_small",
        BreachKind::Narrow => "narrow",
        BreachKind::Residual => "residual",
        BreachKind::Complement => "complement",
        BreachKind::FullGroup => "full_group",
        BreachKind::Difference => "difference",
        BreachKind::Impossible => "impossible",
    }
}

fn range(words: &Words, breach: &Breach) -> String {
    let mut measures = breach.figures.iter().map(|figure| figure.place.measure);
    let people = breach.figures.is_empty() || measures.any(Measure::counts_people);
    let (one, between, from) = if people {
        ("breach-range-one", "breach-range-between", "breach-range-from")
    } else {
        ("breach-range-events-one", "breach-range-events-between", "breach-range-events-from")
    };
    let least = breach.at_least;
    match breach.at_most {
        None => words.with(from, &[("n", least.into())]),
        Some(most) if most <= least => words.with(one, &[("n", least.into())]),
        Some(most) => words.with(between, &[("least", least.into()), ("most", most.into())]),
    }
}

/// A figure by the name that its owner knows, and in which report it stands.
fn figure_words(words: &Words, figure: &Figure, releases: &[ReleaseView]) -> String {
    let measure = measure_words(words, figure.place);
    let place = table_words(words, figure.place.table);
    let row = row_words(words, figure);
    let name = if row.is_empty() {
        words.with("breach-figure", &[("measure", measure.into()), ("place", place.into())])
    } else {
        words.with(
            "breach-figure-row",
            &[("measure", measure.into()), ("row", row.into()), ("place", place.into())],
        )
    };
    let Some(release) = figure.release else {
        // Nothing to tell it from where there is no other report.
        return if releases.is_empty() {
            name
        } else {
            words.with("breach-figure-here", &[("figure", name.into())])
        };
    };
    match releases.get(release as usize) {
        Some(earlier) => words.with(
            "breach-figure-earlier",
            &[("figure", name.into()), ("day", words.day(&earlier.on).into())],
        ),
        None => words.with("breach-figure-unknown", &[("figure", name.into())]),
    }
}

/// A row as the report calls it; empty where the measure says it all.
fn row_words(words: &Words, figure: &Figure) -> String {
    let row = figure.row.clone();
    let group = |group| GroupRow { group, gathers: 1, ..GroupRow::default() };
    match figure.place.table {
        Table::Overall | Table::Campaigns | Table::Arrival => row,
        Table::Machine => String::new(),
        Table::Days => words.day(&row),
        Table::Week => match row.split_once(": ") {
            Some((number, hours)) => {
                let day = number.parse().ok().and_then(|day: u8| day.checked_sub(1));
                format!("{}, {hours}", names::weekday(day.unwrap_or(u8::MAX), words))
            }
            None => row,
        },
        Table::Links if row.is_empty() => row,
        Table::Links => {
            names::link(&LinkRow { link: row, gathers: 1, ..LinkRow::default() }, words)
        }
        Table::Providers | Table::Devices | Table::Clients => names::group(&group(row), words),
        Table::Countries => names::country(&group(row), words),
        Table::DeviceClients => match row.split_once(" / ") {
            Some((device, client)) => {
                let (device, client) = (device.to_owned(), client.to_owned());
                let pair = DeviceClientRow { device, client, ..DeviceClientRow::default() };
                names::device_client(&pair, words)
            }
            None => row,
        },
    }
}

fn measure_words(words: &Words, place: Place) -> String {
    let name = match (place.table, place.measure, place.row) {
        (Table::Arrival, Measure::Openers, _) => "chart-arrival-first-opens",
        (Table::Arrival, Measure::Clickers, _) => "chart-arrival-first-clicks",
        (Table::Machine, _, 0) => "machine-vendor",
        (Table::Machine, _, 1) => "machine-burst",
        (Table::Machine, ..) => "machine-user-agent",
        (_, measure, _) => return words.say(&format!("measure-{}", measure.name())),
    };
    words.say(name)
}

/// What would help, the likeliest first.
pub fn breach_advice(
    words: &Words,
    breaches: &[Breach],
    method: Method,
    threshold: u32,
) -> Vec<String> {
    let mut advice = Vec::new();
    if breaches.iter().any(|breach| breach.kind == BreachKind::Difference) {
        advice.push(words.with("breach-advice-same", &[("people", threshold.into())]));
        advice.push(words.say("breach-advice-wait"));
    }
    let mut tables: Vec<(usize, Table)> = Table::BREAKDOWNS
        .into_iter()
        .map(|table| (breaches.iter().filter(|breach| is_about(breach, table)).count(), table))
        .filter(|(found, _)| *found > 0)
        .collect();
    tables.sort_by_key(|(found, table)| (std::cmp::Reverse(*found), *table));
    for (_, table) in tables.into_iter().take(2) {
        let table = table_words(words, table);
        advice.push(words.with("breach-advice-table", &[("table", table.into())]));
    }
    if breaches.iter().any(|breach| breach.kind != BreachKind::Difference) {
        advice.push(words.say("breach-advice-campaigns"));
        let other = if method == Method::Exact { Method::Rounded } else { Method::Exact };
        let other = method_words(words, other);
        advice.push(words.with("breach-advice-method", &[("method", other.into())]));
        advice.push(words.say("breach-advice-threshold"));
    }
    advice
}

/// What would help where too few people are left for the method chosen.
pub fn too_few_advice(words: &Words, method: Method) -> Vec<String> {
    if method != Method::Private {
        return Vec::new();
    }
    let exact = method_words(words, Method::Exact);
    vec![
        words.say("breach-advice-epsilon"),
        words.with("breach-advice-method", &[("method", exact.into())]),
    ]
}

/// Whether leaving the table out of the report being made would help.
fn is_about(breach: &Breach, table: Table) -> bool {
    breach.figures.iter().any(|figure| figure.release.is_none() && figure.place.table == table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    fn figure(release: Option<u32>, table: Table, measure: Measure, row: &str) -> Figure {
        Figure { release, place: Place { table, row: 0, measure }, row: row.into() }
    }

    fn releases() -> Vec<ReleaseView> {
        vec![ReleaseView {
            number: 1,
            on: "2026-11-12".into(),
            title: "October".into(),
            method: Method::Exact,
            threshold: 11,
            tables: Vec::new(),
            rows: false,
            campaigns: 3,
        }]
    }

    #[test]
    fn rows_are_called_as_the_report_calls_them() {
        let said = |table, row: &str| {
            row_words(&Words::new(Language::De), &figure(None, table, Measure::Opens, row))
        };
        assert_eq!(said(Table::Week, "1: 0–24 h"), "Montag, 0–24 h");
        assert_eq!(said(Table::Countries, "AT"), "Österreich");
        assert_eq!(said(Table::Devices, "desktop"), "Computer");
        assert_eq!(said(Table::DeviceClients, "tablet / Gmail"), "Gmail · Tablet");
        assert_eq!(said(Table::Links, "(unsubscribe)"), "Abmeldelinks");
        assert_eq!(said(Table::Days, "2026-09-14"), "14.09.2026");
        assert_eq!(said(Table::Campaigns, "desktop"), "desktop");
        assert_eq!(said(Table::Machine, "vendor"), "");
    }

    fn difference() -> Breach {
        Breach {
            kind: BreachKind::Difference,
            figures: vec![
                figure(None, Table::Overall, Measure::Sent, ""),
                figure(Some(0), Table::Overall, Measure::Sent, ""),
            ],
            at_least: 4,
            at_most: Some(4),
        }
    }

    #[test]
    fn two_reports_that_differ_by_four_people_are_told_plainly() {
        let words = Words::new(Language::En);
        assert_eq!(
            breach_words(&words, &[difference()], &releases()),
            ["The two reports differ by 4 people: “Sent” (Key figures) in this report and \
              “Sent” (Key figures) in the report of 12 Nov 2026."]
        );
        let german = breach_words(&Words::new(Language::De), &[difference()], &releases());
        assert!(
            german[0]
                .starts_with("Die beiden Berichte unterscheiden sich um 4 Personen: „Versendet“")
        );
        let advice = breach_advice(&words, &[difference()], Method::Exact, 11);
        assert!(advice[0].contains("at least 11 people") && advice.len() == 2, "{advice:?}");
    }

    #[test]
    fn a_betrayed_figure_is_named_with_its_row_and_its_table_can_be_left_out() {
        let words = Words::new(Language::En);
        let links = |kind| Breach {
            kind,
            figures: vec![figure(None, Table::Links, Measure::Clickers, "https://example.com/a")],
            at_least: 2,
            at_most: Some(6),
        };
        let said = breach_words(&words, &[links(BreachKind::ProvenSmall)], &[]);
        assert!(said[0].contains("“Unique clicks” of “https://example.com/a” (Links) is withheld"));
        assert!(said[0].contains("only 2 to 6 people"), "{}", said[0]);
        let advice = breach_advice(&words, &[links(BreachKind::Narrow)], Method::Exact, 11);
        assert!(advice[0].contains("“Links”") && advice.iter().any(|a| a.contains("Rounded")));
    }

    #[test]
    fn noise_that_leaves_nothing_is_answered_with_less_noise() {
        let words = Words::new(Language::En);
        assert!(too_few_advice(&words, Method::Exact).is_empty());
        let advice = too_few_advice(&words, Method::Private);
        assert!(advice[0].contains('ε') && advice[1].contains("Exact"), "{advice:?}");
    }

    #[test]
    fn events_are_not_called_people() {
        let words = Words::new(Language::En);
        let of = |measure, at_most| Breach {
            kind: BreachKind::Narrow,
            figures: vec![figure(None, Table::Days, measure, "2026-11-12")],
            at_least: 2,
            at_most,
        };
        let said = breach_words(&words, &[of(Measure::Clicks, Some(6))], &[]);
        assert!(said[0].contains("2 to 6 events"), "{said:?}");
        let said = breach_words(&words, &[of(Measure::Clicks, None)], &[]);
        assert!(said[0].contains("nothing around it can hide it"), "{said:?}");
    }

    #[test]
    fn every_kind_has_a_sentence_of_its_own_and_many_are_counted() {
        let kinds = [
            BreachKind::Small,
            BreachKind::Exact,
            BreachKind::ProvenSmall,
            BreachKind::Narrow,
            BreachKind::Residual,
            BreachKind::Complement,
            BreachKind::FullGroup,
            BreachKind::Difference,
            BreachKind::Impossible,
        ];
        for language in [Language::En, Language::De] {
            let words = Words::new(language);
            let mut all = std::collections::BTreeSet::new();
            for kind in kinds {
                let breach = Breach { kind, at_most: None, ..difference() };
                let said = breach_words(&words, &[breach], &[]);
                assert!(said[0].contains(' ') && all.insert(said[0].clone()), "{said:?}");
            }
            let seven: Vec<Breach> =
                (0..7).map(|n| Breach { at_least: n, at_most: None, ..difference() }).collect();
            assert_eq!(breach_words(&words, &seven, &[]).len(), 6);
        }
    }
}
