//! The last look before a report leaves: what is in order, and what its owner
//! should know. Every line follows from the review.

use super::protection::method_words;
use super::texts::leaves_marked;
use crate::app::words::Words;
use crate::contract::{Review, Settings};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In order; else something to know.
    pub ok: bool,
    pub name: &'static str,
    pub text: String,
}

pub fn checklist(words: &Words, review: &Review) -> Vec<Line> {
    let snapshot = &review.snapshot;
    let protection = &snapshot.protection;
    let marked = review.texts.iter().filter(|text| leaves_marked(text)).count();
    let texts = review.texts.len();
    let line = |name, ok, text| Line { ok, name, text };
    let mut lines = vec![
        if marked > 0 {
            line("texts", false, words.with("checklist-texts-marked", &[("n", marked.into())]))
        } else {
            line("texts", true, words.with("checklist-texts", &[("n", texts.into())]))
        },
        line(
            "method",
            true,
            words.with(
                "checklist-method",
                &[
                    ("method", method_words(words, protection.method).into()),
                    ("people", protection.threshold.into()),
                ],
            ),
        ),
    ];
    match &snapshot.risk {
        None => lines.push(line("verified", false, words.say("checklist-unverified"))),
        Some(risk) => {
            lines.push(line("verified", true, words.say("checklist-verified")));
            lines.push(if risk.ledger {
                let n = risk.earlier.into();
                line("earlier", true, words.with("checklist-earlier", &[("n", n)]))
            } else {
                line("earlier", false, words.say("checklist-earlier-unknown"))
            });
        }
    }
    lines.push(if protection.threshold < Settings::DEFAULT_THRESHOLD {
        line("readers", false, words.say("checklist-readers-inside"))
    } else {
        line("readers", true, words.say("checklist-readers-anyone"))
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::sample;
    use crate::app::words::Language;
    use crate::contract::{Table, TextReason, TextReview};

    fn names(review: &Review, ok: bool) -> Vec<&'static str> {
        let lines = checklist(&Words::new(Language::En), review);
        lines.into_iter().filter(|line| line.ok == ok).map(|line| line.name).collect()
    }

    #[test]
    fn the_list_says_what_is_so() {
        let mut review = sample::review();
        assert_eq!(names(&review, true), ["texts", "method", "verified", "earlier", "readers"]);
        review.snapshot.risk.as_mut().unwrap().ledger = false;
        assert_eq!(names(&review, false), ["earlier"]);
        review.snapshot.protection.threshold = 5;
        review.texts.push(TextReview {
            table: Table::Campaigns,
            text: "For Anna".into(),
            shown: "For Anna".into(),
            reason: None,
            marked: vec![(4, 4)],
        });
        assert_eq!(names(&review, false), ["texts", "earlier", "readers"]);
        // What was replaced does not leave.
        review.texts.last_mut().unwrap().reason = Some(TextReason::Personal);
        assert_eq!(names(&review, false), ["earlier", "readers"]);
        review.snapshot.risk = None;
        assert_eq!(names(&review, false), ["verified", "readers"]);
    }
}
