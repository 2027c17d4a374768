//! Free texts: names of campaigns, links, groups, the title.
//!
//! Guarantee: a text that leaves holds no control character, no character that
//! turns the direction of writing, at most [`LONGEST`] characters, and nothing
//! that the rules of `events::links` take for a piece of a person (an address,
//! a token, a long number). Such a text is replaced by `#1`, `#2` … as a whole.
//! It stays a plain text: whoever shows it must not read it as markup.

use crate::engine::events::links::personal;

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

/// Replaces what may point at a person, and remembers it for the owner.
#[derive(Default)]
pub(super) struct Renamer {
    /// What the owner sees, and what is shown instead.
    pub(super) renamed: Vec<(String, String)>,
    names: u32,
    links: u32,
}

impl Renamer {
    /// A campaign's name; a nameless campaign gets a number as well, because an
    /// empty name stands for gathered campaigns.
    pub(super) fn name(&mut self, name: &str) -> String {
        let shown = harmless(name).filter(|name| !name.is_empty());
        Renamer::replace(&mut self.names, &mut self.renamed, name, shown)
    }

    pub(super) fn link(&mut self, link: &str) -> String {
        let shown = harmless(link).filter(|link| !link.is_empty());
        Renamer::replace(&mut self.links, &mut self.renamed, link, shown)
    }

    fn replace(
        counter: &mut u32,
        renamed: &mut Vec<(String, String)>,
        text: &str,
        shown: Option<String>,
    ) -> String {
        shown.unwrap_or_else(|| {
            *counter += 1;
            let class = format!("#{counter}");
            renamed.push((text.to_owned(), class.clone()));
            class
        })
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
            let mut renamer = Renamer::default();
            assert_eq!(renamer.name(text), "#1");
            assert_eq!(renamer.renamed, [(text.to_owned(), "#1".to_owned())]);
        }
    }

    #[test]
    fn nameless_campaigns_get_numbers() {
        let mut renamer = Renamer::default();
        assert_eq!(
            [renamer.name(""), renamer.name("Spring"), renamer.name("")],
            ["#1", "Spring", "#2"]
        );
    }
}
