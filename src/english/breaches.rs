//! What a reader could work out of a report, and what to do about it.

use crate::contract::{Breach, BreachKind, Figure, Measure, Table};

/// Breaches that are told one by one.
const TOLD: usize = 3;

/// Why no safe form was found: the gravest breaches, and what to do instead.
pub fn refusal(breaches: &[Breach]) -> String {
    let mut text = String::from("No safe form of this report was found.");
    for found in breaches.iter().take(TOLD) {
        text.push_str(&format!(" {}", breach(found)));
    }
    match breaches.len().saturating_sub(TOLD) {
        0 => {}
        more => text.push_str(&format!(" And {more} more.")),
    }
    let against_others = breaches.iter().any(|found| found.kind == BreachKind::Difference);
    text.push(' ');
    text.push_str(if against_others {
        "Hand on the earlier report again, or wait until more people have been added; otherwise leave out \
         the table concerned, take other campaigns together, or choose a larger threshold."
    } else {
        "Leave out the table concerned, take more campaigns together, or choose a larger threshold or \
         another method."
    });
    text
}

/// One breach as a sentence.
pub fn breach(breach: &Breach) -> String {
    let figures = list(&breach.figures);
    let number = number(breach);
    match breach.kind {
        BreachKind::Small => format!("Too few people are shown: {figures} would say {number}."),
        BreachKind::Exact => {
            format!("A withheld figure could be worked out exactly ({number}): {figures}.")
        }
        BreachKind::ProvenSmall => {
            format!("A withheld figure would be known to be small ({number}): {figures}.")
        }
        BreachKind::Narrow => {
            format!("A withheld figure could be narrowed down to {number}: {figures}.")
        }
        BreachKind::Residual => {
            format!("Withheld figures would be known to add up to {number}: {figures}.")
        }
        BreachKind::Complement => {
            format!("Two figures differ by {number}: {figures}.")
        }
        BreachKind::FullGroup => {
            format!("Everybody of a small group did it, or nobody: {figures}.")
        }
        BreachKind::Difference => {
            format!("The two reports differ by {number}: {figures}.")
        }
        BreachKind::Impossible => format!("The figures contradict each other: {figures}."),
    }
}

/// `4 people`, `between 2 and 7 opens`.
fn number(breach: &Breach) -> String {
    let Breach { at_least, at_most, .. } = *breach;
    let measure = breach.figures.first().map(|figure| figure.place.measure);
    let one = at_most == Some(1) && at_least == 1;
    let what = match measure {
        Some(measure) if !measure.counts_people() => match measure {
            Measure::Opens | Measure::MachineOpens if one => "open",
            Measure::Opens | Measure::MachineOpens => "opens",
            _ if one => "click",
            _ => "clicks",
        },
        _ if one => "person",
        _ => "people",
    };
    match at_most {
        Some(most) if most == at_least => format!("{most} {what}"),
        Some(most) => format!("between {at_least} and {most} {what}"),
        None => format!("at least {at_least} {what}"),
    }
}

fn list(figures: &[Figure]) -> String {
    match figures {
        [] => "figures of several tables".into(),
        [only] => figure(only),
        [firsts @ .., last] => {
            let firsts: Vec<String> = firsts.iter().map(figure).collect();
            format!("{} and {}", firsts.join(", "), figure(last))
        }
    }
}

/// `openers of the campaign “Autumn” in this report`.
fn figure(figure: &Figure) -> String {
    let Figure { release, place, row } = figure;
    let name = place.measure.name().replace('_', " ");
    let first =
        if place.table == Table::Arrival && place.measure.counts_people() { "first " } else { "" };
    let of = match (noun(place.table), row.as_str()) {
        (None, _) => String::new(),
        (Some((_, gathered)), "") => format!(" of {gathered}"),
        (Some((noun, _)), row) => format!(" of {noun} “{row}”"),
    };
    let report = match release {
        None => "this report".to_owned(),
        // Counted from 1, as the ledger counts them for people.
        Some(number) => format!("release {}", u64::from(*number) + 1),
    };
    format!("{first}{name}{of} in {report}")
}

/// What a row of the table is, and the row without a name.
fn noun(table: Table) -> Option<(&'static str, &'static str)> {
    Some(match table {
        Table::Overall => return None,
        Table::Campaigns => ("the campaign", "the campaigns taken together"),
        Table::Arrival => ("the time after sending", "a time after sending"),
        Table::Days => ("the day", "a day"),
        Table::Week => ("the part of the week", "a part of the week"),
        Table::Links => ("the link", "the other links"),
        Table::Providers => ("the mailbox provider", "the other mailbox providers"),
        Table::Devices => ("the device", "the other devices"),
        Table::Clients => ("the e-mail program", "the other e-mail programs"),
        Table::Countries => ("the country", "the other countries"),
        Table::DeviceClients => ("the program and device", "the other programs and devices"),
        Table::Machine => ("the rule", "a rule for machines"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Place;

    fn found(
        kind: BreachKind,
        figures: Vec<Figure>,
        at_least: u64,
        at_most: Option<u64>,
    ) -> Breach {
        Breach { kind, figures, at_least, at_most }
    }

    fn sent(release: Option<u32>, table: Table, row: &str) -> Figure {
        let place = Place { table, row: 0, measure: Measure::Sent };
        Figure { release, place, row: row.into() }
    }

    #[test]
    fn a_difference_names_both_figures_and_the_way_out() {
        let figures = vec![sent(None, Table::Overall, ""), sent(Some(0), Table::Overall, "")];
        let text = refusal(&[found(BreachKind::Difference, figures, 4, Some(4))]);
        assert!(
            text.contains(
                "The two reports differ by 4 people: sent in this report and sent in release 1."
            ),
            "{text}"
        );
        assert!(text.contains("wait until more people"), "{text}");
    }

    #[test]
    fn rows_are_named_as_they_are_published() {
        for (table, row, expected) in [
            (Table::Campaigns, "Autumn", "sent of the campaign “Autumn” in this report"),
            (Table::Campaigns, "", "sent of the campaigns taken together in this report"),
            (Table::Overall, "", "sent in this report"),
            (
                Table::Arrival,
                "0–1 h",
                "first sent of the time after sending “0–1 h” in this report",
            ),
        ] {
            assert_eq!(figure(&sent(None, table, row)), expected);
        }
    }

    #[test]
    fn numbers_are_said_as_far_as_they_are_known() {
        let opens = Place { table: Table::Overall, row: 0, measure: Measure::Opens };
        let opens = Figure { release: None, place: opens, row: String::new() };
        let people = sent(None, Table::Overall, "");
        for (figure, at_least, at_most, expected) in [
            (&people, 1, Some(1), "1 person"),
            (&people, 2, Some(7), "between 2 and 7 people"),
            (&opens, 3, None, "at least 3 opens"),
            (&opens, 1, Some(1), "1 open"),
        ] {
            let breach = found(BreachKind::Narrow, vec![figure.clone()], at_least, at_most);
            assert_eq!(number(&breach), expected);
        }
    }

    #[test]
    fn many_breaches_are_counted() {
        let one = found(BreachKind::Small, vec![sent(None, Table::Overall, "")], 2, Some(2));
        let text = refusal(&vec![one; 8]);
        assert_eq!(text.matches("Too few people are shown").count(), 3);
        assert!(text.contains("And 5 more."), "{text}");
    }
}
