//! Coarser forms of free texts, and what in a text looks personal.
//!
//! Guarantee: a coarser form of a link says nothing that the link itself does
//! not say; whatever makes [`personal`] refuse a text is within the marked
//! characters. Held by `whatever_is_refused_is_marked` and
//! `parameters_are_what_goes_first`.
//!
//! Assumed: names of people are no tokens. Where a form of address stands
//! before one ("Frau …", "Dear …") it is marked for the owner, who decides.

use crate::engine::events::links::personal;

/// Marks beyond these are not told apart.
const MOST_MARKS: usize = 50;
/// A number in groups has no more words.
const MOST_WORDS: usize = 6;
/// A name behind a form of address has no more words.
const MOST_NAMES: usize = 2;
/// Forms of address before a name, in lower case.
const ADDRESSED: [&str; 15] = [
    "frau", "herr", "herrn", "familie", "liebe", "lieber", "hallo", "dr", "mr", "mrs", "ms",
    "miss", "dear", "hi", "hello",
];

/// A link without its parameters: the next coarser form.
pub(super) fn without_parameters(link: &str) -> &str {
    link.split_once('?').map_or(link, |(address, _)| address)
}

/// Lower case with a dot: a domain's own name rather than a family's brand.
pub(super) fn is_domain(group: &str) -> bool {
    group.contains('.') && !group.chars().any(char::is_uppercase)
}

/// A word of a text, in characters.
struct Word<'a> {
    text: &'a str,
    start: usize,
    length: usize,
    /// The first byte, and the one after the last.
    from: usize,
    to: usize,
}

/// What in a text looks personal: start and length in characters, in order,
/// none within another.
pub(in crate::engine) fn marked(text: &str) -> Vec<(u32, u32)> {
    let words = words(text);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for word in &words {
        if personal(word.text) {
            found.push((word.start, word.start + word.length));
        }
    }
    if found.is_empty() && personal(text) {
        found.extend(spans(text, &words));
    }
    found.extend(names(&words));
    merged(found)
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut begun: Option<(usize, usize)> = None;
    let end = text.chars().count();
    let places = text.char_indices().enumerate().map(|(at, (byte, c))| (at, byte, c));
    for (at, byte, c) in places.chain([(end, text.len(), ' ')]) {
        match (c.is_whitespace(), begun) {
            (false, None) => begun = Some((at, byte)),
            (true, Some((start, from))) => {
                let word = text.get(from..byte).unwrap_or_default();
                words.push(Word { text: word, start, length: at - start, from, to: byte });
                begun = None;
            }
            _ => {}
        }
    }
    words
}

/// The shortest runs of words that look personal together; the whole text where
/// it does so only as a whole.
fn spans(text: &str, words: &[Word<'_>]) -> Vec<(usize, usize)> {
    // The rest of a number in groups belongs to it.
    let number = |word: &&Word<'_>| {
        word.text.contains(|c: char| c.is_ascii_digit()) && !word.text.contains(char::is_alphabetic)
    };
    for length in 2..=MOST_WORDS {
        let runs = words.windows(length).enumerate().filter_map(|(at, run)| {
            let (first, last) = (run.first()?, run.last()?);
            if !personal(text.get(first.from..last.to)?) {
                return None;
            }
            let before = words.iter().take(at).rev().take_while(number).last().unwrap_or(first);
            let after = words.iter().skip(at + length).take_while(number).last().unwrap_or(last);
            Some((before.start, after.start + after.length))
        });
        let runs: Vec<(usize, usize)> = runs.collect();
        if !runs.is_empty() {
            return runs;
        }
    }
    vec![(0, text.chars().count())]
}

/// Capitalised words behind a form of address.
fn names(words: &[Word<'_>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut left = 0;
    for word in words {
        let bare = word.text.trim_matches(|c: char| !c.is_alphanumeric());
        let addressed = ADDRESSED.contains(&bare.to_lowercase().as_str());
        if addressed {
            left = MOST_NAMES;
        } else if left > 0 && bare.starts_with(char::is_uppercase) {
            found.push((word.start, word.start + word.length));
            left -= 1;
        } else {
            left = 0;
        }
    }
    found
}

fn merged(mut found: Vec<(usize, usize)>) -> Vec<(u32, u32)> {
    found.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in found {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let marks = merged.into_iter().map(|(start, end)| (short(start), short(end - start)));
    marks.take(MOST_MARKS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let piece = |(start, length): (u32, u32)| {
            text.chars().skip(start as usize).take(length as usize).collect()
        };
        marked(text).into_iter().map(piece).collect()
    }

    #[test]
    fn whatever_is_refused_is_marked() {
        for (text, expected) in [
            ("Für anna@example.org im Mai", vec!["anna@example.org"]),
            ("Größe 4711 8152 ok", vec![]),
            ("Ruf +49 171 555 0199 an", vec!["+49 171 555 0199"]),
            ("Kunde 20481234, bitte", vec!["20481234,"]),
            ("Herbst 2026-11-23", vec![]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
            assert_eq!(personal(text), !expected.is_empty(), "{text}");
        }
    }

    #[test]
    fn names_behind_a_form_of_address_are_marked_and_may_stay() {
        assert_eq!(pieces("Angebot für Frau Erika Muster heute"), ["Erika", "Muster"]);
        assert_eq!(pieces("Frau im Beruf"), [""; 0]);
        assert!(!personal("Angebot für Frau Erika Muster"));
    }

    #[test]
    fn parameters_are_what_goes_first() {
        assert_eq!(without_parameters("shop.example/a?utm_term=b"), "shop.example/a");
        assert_eq!(without_parameters("(web view)"), "(web view)");
    }
}
