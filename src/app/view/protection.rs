//! The ways of protection in words: what each does, what it costs, and what a
//! reader must know to read the figures.

use crate::app::words::{Language, Words};
use crate::contract::{Cost, Method, Privacy, Protection, Table};

pub fn method_words(words: &Words, method: Method) -> String {
    words.say(&format!("share-method-{}", method.name()))
}

pub fn table_words(words: &Words, table: Table) -> String {
    words.say(&format!("share-table-{}", table.name()))
}

/// Whether a report protected that way can hold the table: noise is shared out
/// among all that it may hold.
pub fn can_hold(method: Method, table: Table) -> bool {
    method != Method::Private || Privacy::TABLES.contains(&table)
}

/// What a reader must know of figures that are missing, capped or changed.
pub fn legend(words: &Words, protection: &Protection) -> Vec<String> {
    let mut lines = vec![words.say("legend-withheld")];
    match protection.method {
        Method::Gathered | Method::Exact => {}
        Method::Rounded => lines.push(words.say("legend-rounded")),
        Method::CellKey => {
            let most = protection.perturbation.unwrap_or_default().at_most();
            lines.push(words.with("legend-cell-key", &[("most", most.into())]));
        }
        Method::Private => {
            let campaigns = Privacy::CAMPAIGNS;
            lines.push(words.with("legend-private", &[("campaigns", campaigns.into())]));
        }
    }
    if let Some(cap) = protection.cap {
        lines.push(words.with("legend-cap", &[("cap", cap.into())]));
    }
    lines
}

/// Thousandths as a decimal number, without zeros at its end: `0.25`, `1`.
pub fn thousandths(words: &Words, value: u32) -> String {
    decimal(words, value.into(), 1_000)
}

/// `value` divided by a power of ten.
fn decimal(words: &Words, value: u64, unit: u64) -> String {
    let whole = words.number(value / unit);
    let digits = unit.ilog10() as usize;
    let rest = format!("{:0digits$}", value % unit);
    let rest = rest.trim_end_matches('0');
    let point = match words.language() {
        Language::En => '.',
        Language::De => ',',
    };
    if rest.is_empty() { whole } else { format!("{whole}{point}{rest}") }
}

/// What protection costs, beside the share of figures withheld: a sentence for
/// each thing that it does cost.
pub fn cost_words(words: &Words, method: Method, cost: &Cost) -> Vec<String> {
    let mut lines = Vec::new();
    if cost.counts > 0 {
        let share = super::share::cost(cost.counts, cost.counts_withheld);
        lines.push(words.with("cost-counts", &[("share", words.percent(share, 1).into())]));
    }
    let shown = cost.cells.saturating_sub(cost.cells_withheld);
    let noisy = matches!(method, Method::Rounded | Method::CellKey | Method::Private);
    if noisy && shown > 0 {
        let tenths = (u128::from(cost.errors) * 10 + u128::from(shown) / 2) / u128::from(shown);
        let mean = decimal(words, tenths.try_into().unwrap_or(u64::MAX), 10);
        let values = [("largest", cost.largest_error.into()), ("mean", mean.into())];
        lines.push(words.with("cost-errors", &values));
    }
    lines
}

/// `a, b and c`.
pub fn list(words: &Words, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => words.with(
            "share-list",
            &[("first", first.join(", ").into()), ("last", last.clone().into())],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Perturbation;

    #[test]
    fn numbers_are_written_without_needless_zeros() {
        let (en, de) = (Words::new(Language::En), Words::new(Language::De));
        for (value, english, german) in
            [(0, "0", "0"), (250, "0.25", "0,25"), (1_000, "1", "1"), (1_005, "1.005", "1,005")]
        {
            assert_eq!(
                (thousandths(&en, value), thousandths(&de, value)),
                (english.into(), german.into())
            );
        }
    }

    #[test]
    fn errors_are_told_of_methods_that_make_them() {
        let words = Words::new(Language::En);
        let cost = Cost {
            cells: 110,
            cells_withheld: 10,
            counts: 1_000,
            counts_withheld: 12,
            largest_error: 2,
            errors: 125,
        };
        assert_eq!(
            cost_words(&words, Method::Exact, &cost),
            ["1.2% of everything counted is missing."]
        );
        let rounded = cost_words(&words, Method::Rounded, &cost);
        assert!(rounded[1].contains("by 2 at most, by 1.3 on average"), "{rounded:?}");
        assert!(cost_words(&words, Method::Rounded, &Cost::default()).is_empty());
    }

    #[test]
    fn the_legend_says_how_to_read_what_is_shown() {
        let words = Words::new(Language::En);
        let protection = Protection {
            method: Method::CellKey,
            perturbation: Some(Perturbation::Strong),
            cap: Some(5),
            ..Protection::default()
        };
        let lines = legend(&words, &protection);
        assert_eq!(lines.len(), 3);
        assert!(lines[1].contains("by 9 at most") && lines[2].contains("at most 5 opens"));
        assert_eq!(legend(&words, &Protection::default()).len(), 1);
    }

    #[test]
    fn every_method_and_table_has_words() {
        for language in [Language::En, Language::De] {
            let words = Words::new(language);
            for method in Method::ALL {
                for end in ["", "-hint"] {
                    assert!(words.has(&format!("share-method-{}{end}", method.name())));
                }
            }
            assert!(Table::ALL.iter().all(|table| table_words(&words, *table) != table.name()));
        }
    }
}
