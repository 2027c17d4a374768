//! Free texts: names of campaigns, links, groups, the title.
//!
//! Guarantee: a text that leaves holds no control character, no character that
//! turns the direction of writing, at most [`LONGEST`] characters, and nothing
//! that the rules of `events::links` take for a piece of a person (an address,
//! a token, a long number). Such a text is replaced by `#1`, `#2` … as a whole.
//! It stays a plain text: whoever shows it must not read it as markup.
//!
//! Assumed: whoever asks has seen that at least k different people share the
//! text; the catalogue does.

use super::generalisation::marked;
use crate::contract::{Table, TextChoice, TextReason, TextReview};
use crate::engine::events::links::personal;
use std::collections::BTreeMap;

/// Characters of a text in a snapshot.
pub(in crate::engine) const LONGEST: usize = 200;

/// Whether a character does something other than stand in its place: controls,
/// marks and overrides of direction, invisible joiners, line separators.
pub(in crate::engine) fn is_unruly(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text without unruly characters, cut to [`LONGEST`]; line ends become
/// spaces.
pub(in crate::engine) fn tidy(text: &str) -> String {
    let spaced = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
    let plain: String = spaced.filter(|&c| !is_unruly(c)).take(LONGEST + 1).collect();
    let plain = plain.trim();
    match plain.char_indices().nth(LONGEST) {
        None => plain.to_owned(),
        // What is cut off may have been the part that made a text harmless.
        Some(_) => plain.chars().take(LONGEST - 1).chain(['…']).collect(),
    }
}

/// A text as it may leave, or `None` where it may point at a person.
pub(in crate::engine) fn harmless(text: &str) -> Option<String> {
    // Judged before and after: neither cutting nor dropping invisible
    // characters may hide an address, or put one together.
    let tidied = tidy(text);
    (!personal(text) && !personal(&tidied)).then_some(tidied)
}

/// Free texts on their way out: as they are, in the owner's words, or as a
/// class, and each remembered for the owner's review.
pub(super) struct Texts<'a> {
    choices: &'a BTreeMap<String, TextChoice>,
    reviews: Vec<TextReview>,
    /// Classes given so far, by table.
    classes: BTreeMap<Table, u32>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(choices: &'a BTreeMap<String, TextChoice>) -> Texts<'a> {
        Texts { choices, reviews: Vec::new(), classes: BTreeMap::new() }
    }

    /// What stands in place of a text, and why, where that can be said without a
    /// class; `None`: a class is needed.
    pub(super) fn wording(&self, text: &str) -> (Option<String>, Option<TextReason>) {
        let fit = |text: &str| harmless(text).filter(|shown| !shown.is_empty());
        match self.choices.get(text) {
            Some(TextChoice::Drop) => (None, Some(TextReason::Owner)),
            Some(TextChoice::Rename(words)) => match fit(words) {
                Some(words) => (Some(words), Some(TextReason::Owner)),
                None => (None, Some(TextReason::Personal)),
            },
            None => match fit(text) {
                Some(shown) => (Some(shown), None),
                None => (None, Some(TextReason::Personal)),
            },
        }
    }

    /// The text as it leaves. A nameless thing gets a number as well, because an
    /// empty name stands for gathered rows.
    pub(super) fn show(&mut self, table: Table, text: &str) -> String {
        let (shown, reason) = self.wording(text);
        let shown = shown.unwrap_or_else(|| {
            let class = self.classes.entry(table).or_default();
            *class += 1;
            format!("#{class}")
        });
        self.enter(table, text, &shown, reason);
        shown
    }

    /// Remembers a text that too few people share, and what stands in its place.
    pub(super) fn rare(&mut self, table: Table, text: &str, shown: &str) {
        self.enter(table, text, shown, Some(TextReason::Rare));
    }

    fn enter(&mut self, table: Table, text: &str, shown: &str, reason: Option<TextReason>) {
        if !text.is_empty() {
            let (text, shown) = (text.to_owned(), shown.to_owned());
            let marked = marked(&text);
            self.reviews.push(TextReview { table, text, shown, reason, marked });
        }
    }

    pub(super) fn into_reviews(self) -> Vec<TextReview> {
        self.reviews
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_in_their_place() {
        for (text, expected) in [
            ("Herbst 2026", "Herbst 2026"),
            ("  two\r\nlines ", "two  lines"),
            ("evil\u{202E}cod.exe", "evilcod.exe"),
            ("nul\0 esc\u{1b}[31m", "nul esc[31m"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ] {
            assert_eq!(tidy(text), expected);
        }
    }

    #[test]
    fn long_texts_are_cut_by_characters() {
        let cut = tidy(&"ä".repeat(1_000_000));
        assert_eq!(cut.chars().count(), LONGEST);
        assert!(cut.ends_with('…'));
        assert_eq!(tidy(&"ä".repeat(LONGEST)).chars().count(), LONGEST);
    }

    #[test]
    fn an_address_is_found_however_it_is_hidden() {
        let far = format!("{} anna@example.org", "word ".repeat(60));
        for text in ["for anna@example.org", "for anna\u{200B}@example.org", far.as_str()] {
            assert_eq!(harmless(text), None);
        }
    }

    #[test]
    fn the_owner_drops_and_renames_and_is_checked_as_well() {
        let choices = BTreeMap::from([
            ("Spring".to_owned(), TextChoice::Drop),
            ("Summer".to_owned(), TextChoice::Rename("Season two".to_owned())),
            ("Autumn".to_owned(), TextChoice::Rename("for anna@example.org".to_owned())),
        ]);
        let mut texts = Texts::new(&choices);
        let shown = ["Spring", "Summer", "Autumn", "Winter", "to ben@example.org", ""]
            .map(|text| texts.show(Table::Campaigns, text));
        assert_eq!(shown, ["#1", "Season two", "#2", "Winter", "#3", "#4"]);
        let reviews = texts.into_reviews();
        let reasons: Vec<_> = reviews.iter().map(|review| review.reason).collect();
        let (owner, personal) = (Some(TextReason::Owner), Some(TextReason::Personal));
        assert_eq!(reasons, [owner, owner, personal, None, personal]);
        assert_eq!(reviews[4].marked, [(3, 15)]);
    }
}
