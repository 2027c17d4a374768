//! Where somebody was, as far as a vendor says: a country of a closed list, and
//! nothing finer. Regions, cities, coordinates and IP addresses are never read, and
//! what is not in the list is unknown, whatever it says.

mod list;

use super::words::normal;
use list::LIST;

/// No name in the list is longer, not even before it is reduced.
const LONGEST: usize = 120;
const LETTERS: usize = 26;

/// A country (ISO 3166-1), or none that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u8);

const _: () = assert!(LIST.len() < u8::MAX as usize);

impl Country {
    /// Where no country is known.
    pub const UNKNOWN: Country = Country(0);
    /// How many there are, the unknown one too.
    pub const COUNT: usize = LIST.len() + 1;

    /// The country that a cell names: by one of its codes in capitals or not, or by
    /// its name.
    pub fn from_text(text: &str) -> Country {
        let text = text.trim();
        match *text.as_bytes() {
            [first, second] => by_letters(first, second),
            [_, _, _] => by_code(text).unwrap_or_else(|| by_name(text)),
            _ if text.len() > LONGEST => Country::UNKNOWN,
            _ => by_name(text),
        }
    }

    /// As a number, for columns of a store.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// The country of [`Country::code`]; unknown for every other number.
    pub const fn from_code(code: u8) -> Country {
        if (code as usize) < Country::COUNT { Country(code) } else { Country::UNKNOWN }
    }

    /// The name in reports and snapshots, which never changes: two capitals.
    pub fn name(self) -> &'static str {
        let entry = usize::from(self.0).checked_sub(1).and_then(|at| LIST.get(at));
        entry.and_then(|entry| entry.get(..2)).unwrap_or("unknown")
    }

    pub const fn is_known(self) -> bool {
        self.0 != 0
    }
}

/// Codes of two letters, by their letters: the place in [`LIST`], and one more.
const BY_LETTERS: [u8; LETTERS * LETTERS] = {
    let mut places = [0; LETTERS * LETTERS];
    let mut at = 0;
    while at < LIST.len() {
        let entry = LIST[at].as_bytes();
        places[place(entry[0], entry[1])] = at as u8 + 1;
        at += 1;
    }
    // As the European Union writes the United Kingdom and Greece.
    places[place(b'U', b'K')] = places[place(b'G', b'B')];
    places[place(b'E', b'L')] = places[place(b'G', b'R')];
    places
};

const fn place(first: u8, second: u8) -> usize {
    (first - b'A') as usize * LETTERS + (second - b'A') as usize
}

fn by_letters(first: u8, second: u8) -> Country {
    let (first, second) = (first.to_ascii_uppercase(), second.to_ascii_uppercase());
    if !first.is_ascii_uppercase() || !second.is_ascii_uppercase() {
        return Country::UNKNOWN;
    }
    Country(BY_LETTERS.get(place(first, second)).copied().unwrap_or_default())
}

/// By a code of three letters.
fn by_code(text: &str) -> Option<Country> {
    let is = |entry: &&str| entry.get(3..6).is_some_and(|code| code.eq_ignore_ascii_case(text));
    found(LIST.iter().position(is))
}

fn by_name(text: &str) -> Country {
    let name = normal(text);
    let is = |entry: &&str| entry.split(' ').skip(2).any(|known| known == name);
    found(LIST.iter().position(is)).unwrap_or_default()
}

fn found(at: Option<usize>) -> Option<Country> {
    at.and_then(|at| u8::try_from(at + 1).ok()).map(Country)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_country_is_one_byte_and_goes_through_its_code() {
        assert_eq!(size_of::<Country>(), 1);
        for code in 0..=u8::MAX {
            let country = Country::from_code(code);
            let known = (1..Country::COUNT).contains(&usize::from(code));
            assert_eq!(country.is_known(), known, "{code}");
            assert_eq!(country.code(), if known { code } else { 0 });
            assert_eq!(Country::from_text(country.name()), country);
        }
        assert_eq!(Country::UNKNOWN.name(), "unknown");
    }

    /// Every code and every name is that of one country, and is read as it.
    #[test]
    fn the_list_is_closed_and_in_order() {
        assert!(LIST.is_sorted());
        let mut seen = BTreeSet::new();
        for (at, entry) in LIST.iter().enumerate() {
            let words: Vec<&str> = entry.split(' ').collect();
            assert!(words.len() > 2, "{entry}");
            let is_code = |word: &str, letters| {
                word.len() == letters && word.bytes().all(|byte| byte.is_ascii_uppercase())
            };
            assert!(is_code(words[0], 2) && is_code(words[1], 3), "{entry}");
            for word in words {
                assert!(seen.insert(word), "{word} twice");
                assert_eq!(usize::from(Country::from_text(word).code()), at + 1, "{word}");
                assert_eq!(Country::from_text(&word.to_lowercase()), Country::from_text(word));
            }
            let names = entry.split(' ').skip(2);
            assert!(names.into_iter().all(|name| normal(name) == name), "{entry}");
        }
    }

    #[test]
    fn codes_and_names_as_exports_have_them() {
        for (text, name) in [
            ("DE", "DE"),
            (" at ", "AT"),
            ("CHE", "CH"),
            ("uk", "GB"),
            ("EL", "GR"),
            ("GERMANY", "DE"),
            ("Deutschland", "DE"),
            ("Österreich", "AT"),
            ("Oesterreich", "AT"),
            ("Switzerland", "CH"),
            ("USA", "US"),
            ("United States", "US"),
            ("United States of America", "US"),
            ("Vereinigte Staaten", "US"),
            ("Großbritannien", "GB"),
            ("Vereinigtes Königreich", "GB"),
            ("Korea, Republic of", "KR"),
            ("Côte d’Ivoire", "CI"),
            ("Türkiye", "TR"),
            ("Turkey", "TR"),
            ("Czech Republic", "CZ"),
            ("Tschechien", "CZ"),
            ("Russian Federation", "RU"),
            ("Bosnia & Herzegovina", "BA"),
            ("Saint Lucia", "LC"),
        ] {
            assert_eq!(Country::from_text(text).name(), name, "{text}");
        }
    }

    #[test]
    fn anything_else_is_unknown() {
        for text in [
            "",
            "-",
            "XX",
            "ZZ",
            "T1",
            "A1",
            "EU",
            "(not set)",
            "Unknown",
            "Bavaria",
            "München",
            "203.0.113.7",
            "zoe@example.net",
            "48.1, 11.5",
            "DE DEU germany",
            "germany deutschland",
            "ä",
            "ß",
            "\u{1F1E9}\u{1F1EA}",
        ] {
            assert_eq!(Country::from_text(text), Country::UNKNOWN, "{text}");
        }
        assert_eq!(Country::from_text(&"DE".repeat(1 << 16)), Country::UNKNOWN);
    }
}
