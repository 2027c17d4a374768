//! The residual-risk report in plain words, with the figures behind it: the
//! same on the screen, in the viewer, on the HTML page and in the sheet.

use super::protection::thousandths;
use crate::app::words::Words;
use crate::contract::{Method, Protection, Risk};

/// What a reader could still work out, in sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskWords {
    pub verdict: String,
    /// What the attacker tried, with the figures.
    pub tried: Vec<String>,
    /// The three questions of WP216, each with its answer.
    pub opinion: Vec<(String, String)>,
    pub assumed: Vec<String>,
    pub not_protected: Vec<String>,
}

/// A snapshot of version 1 carries no such report.
pub fn risk_words(words: &Words, protection: &Protection, risk: &Risk) -> RiskWords {
    RiskWords {
        verdict: words.say("risk-verdict"),
        tried: tried(words, protection, risk),
        opinion: opinion(words, protection),
        assumed: assumed(words, protection, risk),
        not_protected: vec![
            words.say("risk-not-protected-groups"),
            words.say("risk-not-protected-elsewhere"),
        ],
    }
}

fn tried(words: &Words, protection: &Protection, risk: &Risk) -> Vec<String> {
    let mut said = vec![words.with(
        "risk-cells",
        &[("withheld", risk.cells_withheld.into()), ("cells", risk.cells.into())],
    )];
    if risk.cells_withheld == 0 {
        said.push(words.say("risk-nothing-withheld"));
    } else {
        said.push(words.with("risk-programs", &[("programs", risk.programs.into())]));
        said.push(words.say("risk-found"));
        said.push(match (risk.narrowest, risk.median) {
            (None, _) => words.say("risk-unbounded"),
            (Some(narrowest), None) => {
                words.with("risk-narrowest-alone", &[("narrowest", narrowest.into())])
            }
            (Some(narrowest), Some(median)) => words.with(
                "risk-narrowest",
                &[("narrowest", narrowest.into()), ("median", median.into())],
            ),
        });
    }
    said.push(if risk.ledger {
        words.with("risk-earlier", &[("releases", risk.earlier.into())])
    } else {
        words.say("risk-earlier-unknown")
    });
    said.extend(budget(words, protection, risk));
    said
}

fn budget(words: &Words, protection: &Protection, risk: &Risk) -> Option<String> {
    let epsilon = risk.epsilon_milli.or(protection.privacy.map(|privacy| privacy.epsilon_milli))?;
    let delta = protection.privacy.unwrap_or_default().delta_exponent.to_string();
    let mut values = vec![
        ("epsilon", thousandths(words, epsilon).into()),
        ("delta", superscript(&delta).into()),
    ];
    Some(match risk.epsilon_spent_milli {
        None => words.with("risk-budget-alone", &values),
        Some(spent) => {
            values.push(("spent", thousandths(words, spent).into()));
            words.with("risk-budget", &values)
        }
    })
}

/// Digits as they stand in an exponent.
fn superscript(digits: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digits.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| RAISED.get(d as usize)).collect()
}

fn opinion(words: &Words, protection: &Protection) -> Vec<(String, String)> {
    let singling_out = match protection.method {
        Method::Gathered | Method::Exact => "risk-singling-out-exact",
        Method::Rounded | Method::CellKey => "risk-singling-out-noisy",
        Method::Private => "risk-singling-out-private",
    };
    let below = protection.threshold.saturating_sub(1);
    vec![
        (words.say("risk-singling-out"), words.with(singling_out, &[("below", below.into())])),
        (words.say("risk-linkability"), words.say("risk-linkability-text")),
        (words.say("risk-inference"), words.say("risk-inference-text")),
    ]
}

fn assumed(words: &Words, protection: &Protection, risk: &Risk) -> Vec<String> {
    let others = protection.threshold.saturating_sub(1).max(1);
    vec![
        words.say("risk-assumed-reader"),
        words.with("risk-assumed-others", &[("people", others.into())]),
        words.say(if risk.ledger { "risk-assumed-ledger" } else { "risk-assumed-no-ledger" }),
        words.say("risk-assumed-address"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;
    use crate::contract::Privacy;

    fn risk() -> Risk {
        Risk {
            cells: 412,
            cells_withheld: 9,
            programs: 18,
            narrowest: Some(14),
            median: Some(60),
            earlier: 2,
            ledger: true,
            ..Risk::default()
        }
    }

    fn protection(method: Method) -> Protection {
        Protection { method, threshold: 11, ..Protection::default() }
    }

    fn all(words: &RiskWords) -> String {
        let opinion = words.opinion.iter().flat_map(|(term, text)| [term, text]);
        let lists = words.tried.iter().chain(opinion).chain(&words.assumed);
        let lines = lists.chain(&words.not_protected).map(String::as_str);
        lines.chain([words.verdict.as_str()]).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_figures_stand_behind_the_words() {
        let words = Words::new(Language::En);
        let said = risk_words(&words, &protection(Method::Exact), &risk());
        assert_eq!(said.verdict, "No recoverable count found under these assumptions.");
        for text in ["9 of 412", "18 ways", "0 follow exactly", "range of 14", "least 60", "all 2 "]
        {
            assert!(said.tried.iter().any(|line| line.contains(text)), "{text}: {:?}", said.tried);
        }
        assert!(said.opinion[0].1.contains("1 to 10 people"));
        assert!(said.assumed[1].contains("10 or more"));
    }

    #[test]
    fn nothing_is_claimed_of_what_was_not_looked_at() {
        let words = Words::new(Language::En);
        let alone = Risk { ledger: false, earlier: 0, ..risk() };
        let said = risk_words(&words, &protection(Method::Exact), &alone);
        assert!(said.tried.iter().any(|line| line.contains("no ledger was open")));
        assert!(said.assumed.iter().any(|line| line.contains("shared before")));
        assert!(!all(&said).contains("Held against"));
        let whole = Risk { cells_withheld: 0, narrowest: None, median: None, ..risk() };
        let said = risk_words(&words, &protection(Method::Exact), &whole);
        assert!(!all(&said).contains("range of") && !all(&said).contains("follow exactly"));
    }

    #[test]
    fn every_method_is_answered_for_and_none_is_called_anonymous() {
        for language in [Language::En, Language::De] {
            let words = Words::new(language);
            for method in [Method::Gathered, Method::Exact, Method::Rounded, Method::CellKey] {
                let said = all(&risk_words(&words, &protection(method), &risk()));
                assert!(!said.contains("risk-"), "{said}");
                assert!(!said.to_lowercase().contains("anonym"), "{said}");
                assert!(!said.contains("ε"), "no budget where nothing is spent");
            }
        }
    }

    #[test]
    fn what_privacy_costs_is_said() {
        let protection =
            Protection { privacy: Some(Privacy::default()), ..protection(Method::Private) };
        let spent = Risk { epsilon_milli: Some(250), epsilon_spent_milli: Some(750), ..risk() };
        let said = risk_words(&Words::new(Language::De), &protection, &spent);
        assert!(all(&said).contains("ε 0,25, δ 10⁻⁶; innerhalb eines Jahres verbraucht: ε 0,75"));
        assert!(said.opinion[0].1.contains("Rauschen"));
    }
}
