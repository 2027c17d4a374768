//! The words of cells: names for what happened, yes and no, counts. English
//! and German, as vendors and people write them; four more languages stand in
//! `languages`.

use super::vocabulary::Vocabulary;
use crate::contract::Kind;
use std::borrow::Cow;
use std::sync::LazyLock;

mod languages;

/// A word for what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub kind: Kind,
    /// A bounce that does not say whether it is hard or soft; `kind` is hard.
    pub unclassified: bool,
}

/// A text reduced to what is compared: lower case, letters and digits only,
/// umlauts written out (`Geöffnet am` → `geoeffnetam`), other accents left out,
/// whether they are letters or marks behind one.
pub(super) fn normal(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // Most texts are ASCII, or begin so.
    let ascii = text.bytes().take_while(u8::is_ascii).count();
    let (ascii, rest) = text.split_at_checked(ascii).unwrap_or(("", text));
    let letters = ascii.bytes().filter(u8::is_ascii_alphanumeric);
    plain.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
    for letter in rest.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => plain.push(letter),
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            // Names of files come so from some systems: the dots behind the letter.
            '\u{308}' if plain.ends_with(['a', 'o', 'u']) => plain.push('e'),
            'à' | 'á' | 'â' | 'ã' | 'å' => plain.push('a'),
            'ç' => plain.push('c'),
            'è' | 'é' | 'ê' | 'ë' => plain.push('e'),
            'ì' | 'í' | 'î' | 'ï' => plain.push('i'),
            'ñ' => plain.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' => plain.push('o'),
            'ù' | 'ú' | 'û' => plain.push('u'),
            _ if letter.is_alphanumeric() => plain.push(letter),
            _ => {}
        }
    }
    plain
}

/// What a word for an event means, in any of the spellings known.
pub(super) fn kind_of(text: &str) -> Option<Word> {
    let word = normal(text);
    with_medium(&word, lookup)
}

/// What a word in the name of a file means: fewer words than in a cell, where
/// campaigns are not named.
pub(super) fn kind_in_name(text: &str) -> Option<Word> {
    let word = normal(text);
    let listed = |word: &str| languages::listed(word).map(of);
    with_medium(&word, common).or_else(|| listed(&word))
}

/// Many exports prefix the medium: `email.opened`, `emailClick`, `em_sends`.
fn with_medium(word: &str, lookup: fn(&str) -> Option<Word>) -> Option<Word> {
    let bare = word.strip_prefix("email").or_else(|| word.strip_prefix("mail"));
    lookup(word).or_else(|| bare.and_then(lookup))
}

fn lookup(word: &str) -> Option<Word> {
    common(word).or_else(|| foreign(word))
}

/// What a word of another language than English and German means, reduced by
/// [`normal`].
pub(super) fn foreign(word: &str) -> Option<Word> {
    languages::meaning(word)
}

fn common(word: &str) -> Option<Word> {
    COMMON.meaning(word)
}

/// English and German.
static COMMON: LazyLock<Vocabulary<Word>> = LazyLock::new(|| {
    Vocabulary::of(&[
        (
            "bounce bounced bounces gebounct gebounced ruecklaeufer unzustellbar failed \
             failure fehlgeschlagen undelivered nichtzugestellt nichtzustellbar \
             zustellfehler notdelivered zurueckgewiesen",
            UNCLASSIFIED,
        ),
        (
            "sent send sends emsends processed injection injected request requests \
             accepted versand versendet versandt gesendet verschickt abgeschickt \
             verschickung",
            of(Kind::Sent),
        ),
        (
            "delivered delivery deliveries zugestellt zustellung ausgeliefert \
             receivedemail",
            of(Kind::Delivered),
        ),
        (
            "deferred deferral delay delayed deliverydelay deliverydelayed \
             zurueckgestellt verzoegert",
            of(Kind::Deferred),
        ),
        (
            "bouncedhard harterbounce hardbounce hardbounces hardbounced hard permanent \
             permanentbounce invalid invalidemail",
            of(Kind::BouncedHard),
        ),
        (
            "bouncedsoft softbounce softbounces softbounced soft weicherbounce",
            of(Kind::BouncedSoft),
        ),
        (
            "dropped drop drops blocked blockiert rejected reject suppressed abgelehnt \
             unterdrueckt gesperrt",
            of(Kind::Dropped),
        ),
        (
            "opened open opens emopens view viewed views firstopening firstopen \
             uniqueopen uniqueopened initialopen openedemail oeffnung oeffnungen \
             ersteoeffnung geoeffnet gelesen angesehen emailgeoeffnet mailgeoeffnet \
             newslettergeoeffnet mailoeffnung",
            of(Kind::Opened),
        ),
        (
            "machineopened machineopen machineopens loadedbyproxy proxyopen \
             uniqueproxyopen ueberproxygeladen applemppopen appleprivacyopen botopen",
            of(Kind::MachineOpened),
        ),
        ("read", of(Kind::Read)),
        (
            "clicked click clicks emclicks linkclick linkclicks linkclicked uniqueclick \
             clickedemail klick klicks geklickt angeklickt linkgeklickt linkangeklickt \
             linkklick linkklicks",
            of(Kind::Clicked),
        ),
        ("machineclicked machineclick machineclicks botclick botclicked", of(Kind::MachineClicked)),
        (
            "unsubscribed unsubscribe unsubscribes unsub unsubs optout optouts \
             emoptouts groupunsubscribe listunsubscribe linkunsubscribe abmeldung \
             abmeldungen abgemeldet austragung austragungen ausgetragen abbestellt \
             abbestellung abbestellungen",
            of(Kind::Unsubscribed),
        ),
        (
            "complained alsspammarkiert spammeldung complaint complaints spamreport \
             spamreports spamcomplaint spam abuse abusecomplaint markedasspam \
             markasspam beschwerde beschwerden spambeschwerde",
            of(Kind::Complained),
        ),
        (
            "subscribed subscribe subscribes groupresubscribe resubscribe optin \
             anmeldung anmeldungen angemeldet eingetragen",
            of(Kind::Subscribed),
        ),
        ("doirequested doirequest doiangefordert doiversendet", of(Kind::DoiRequested)),
        (
            "doiconfirmed doi confirmed optinconfirmed doubleoptin bestaetigt \
             doibestaetigt",
            of(Kind::DoiConfirmed),
        ),
        ("forwarded forward forwards emforwards weitergeleitet weiterleitung", of(Kind::Forwarded)),
        ("printed print prints gedruckt ausgedruckt", of(Kind::Printed)),
        (
            "converted conversion conversions purchase placedorder konversion \
             konvertiert kauf bestellung",
            of(Kind::Converted),
        ),
    ])
});

/// A bounce without a class.
pub(super) const UNCLASSIFIED: Word = Word { kind: Kind::BouncedHard, unclassified: true };

pub(super) const fn of(kind: Kind) -> Word {
    Word { kind, unclassified: false }
}

/// Whether a word says that something did not happen: `nicht geöffnet`, `no click`.
pub(super) fn is_denied(text: &str) -> bool {
    denies(&normal(text))
}

fn denies(word: &str) -> bool {
    let behind =
        |prefix: &&str| word.strip_prefix(*prefix).is_some_and(|rest| lookup(rest).is_some());
    languages::NOT.iter().any(behind) && with_medium(word, lookup).is_none()
}

/// Whether a cell says no, or not yet, where a time would stand if it were so.
pub(super) fn is_no(cell: &str) -> bool {
    let word = normal(cell);
    says(cell, &word) == Some(false)
        || matches!(word.as_str(), "nochnicht" | "nochnie" | "notyet" | "never" | "nie")
        || denies(&word)
}

/// Whether a cell stands for "no value": empty, a dash, `NA`, `NULL` …
pub(super) fn is_absent(cell: &str) -> bool {
    // Most cells are longer than all of these.
    cell.len() <= "(leer)".len()
        && (matches!(cell, "" | "-" | "–" | "—" | "--" | "---" | "\\N")
            || [
                "na", "n/a", "n.a.", "n. a.", "k.a.", "k. a.", "null", "none", "nil", "nan",
                "(leer)",
            ]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word)))
}

/// Yes or no, in the languages of the exports seen.
pub(super) fn yes_no(cell: &str) -> Option<bool> {
    says(cell, &normal(cell))
}

/// The same of a cell and its [`normal`] form.
fn says(cell: &str, word: &str) -> Option<bool> {
    match word {
        "yes" | "y" | "ja" | "j" | "true" | "wahr" | "1" | "x" | "oui" | "si" | "sim" | "vrai"
        | "vero" | "verdadero" | "waar" | "on" => Some(true),
        "no" | "n" | "nao" | "nein" | "false" | "falsch" | "0" | "non" | "nee" | "faux"
        | "falso" | "onwaar" | "off" => Some(false),
        _ if matches!(cell, "✓" | "✔" | "☑" | "✅") => Some(true),
        _ if matches!(cell, "✗" | "✘" | "☐" | "❌") => Some(false),
        _ => None,
    }
}

/// What a subscriber granted (`true`) or denied.
pub(super) fn choice(cell: &str) -> Option<bool> {
    let word = normal(cell);
    says(cell, &word).or(match word.as_str() {
        "granted" | "grant" | "given" | "allowed" | "accepted" | "agreed" | "optin" | "optedin"
        | "confirmed" | "subscribed" | "active" | "erteilt" | "erlaubt" | "zugestimmt"
        | "zustimmung" | "eingewilligt" | "einwilligung" | "bestaetigt" | "angemeldet"
        | "aktiv" | "accepte" | "accorde" => Some(true),
        "denied" | "deny" | "refused" | "rejected" | "declined" | "revoked" | "withdrawn"
        | "optout" | "optedout" | "unsubscribed" | "inactive" | "verweigert" | "abgelehnt"
        | "widerrufen" | "widerruf" | "widersprochen" | "widerspruch" | "abgemeldet"
        | "inaktiv" | "refuse" => Some(false),
        _ => None,
    })
}

/// A count as exports write it: `3`, `14.0`, `1,751`, `1 751`, `350 (35.18%)`. Above
/// `u32::MAX` it stays there; `None` where it is no whole number from 0.
pub(super) fn count(cell: &str) -> Option<u32> {
    let number = cell.split_once('(').map_or(cell, |(number, _)| number).trim();
    if !number.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let mut groups = number.split(['.', ',', ' ', '\'', '’', '\u{a0}', '\u{202f}']);
    let first = groups.next().unwrap_or_default();
    let mut digits = Cow::Borrowed(first);
    let rest: Vec<&str> = groups.collect();
    match rest.as_slice() {
        [] => {}
        // A fraction of nothing but zeros, unless it reads as a thousand.
        [zeros]
            if zeros.len() != 3 && !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {}
        groups if first.len() <= 3 && groups.iter().all(|group| group.len() == 3) => {
            groups.iter().for_each(|group| digits.to_mut().push_str(group));
        }
        _ => return None,
    }
    digits.bytes().try_fold(0u32, |sum, digit| match digit {
        b'0'..=b'9' => Some(sum.saturating_mul(10).saturating_add(u32::from(digit - b'0'))),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::tests::is_sound;
    use super::*;

    #[test]
    fn every_word_stands_once() {
        is_sound(&COMMON);
        is_sound(&languages::WORDS);
    }

    #[test]
    fn every_canonical_name_is_a_word() {
        for kind in Kind::ALL {
            assert_eq!(
                kind_of(kind.name()),
                Some(Word { kind, unclassified: false }),
                "{}",
                kind.name()
            );
        }
    }

    #[test]
    fn ascii_is_reduced_as_behind_any_other_letter() {
        for letter in (0..=127u8).map(char::from) {
            let plain = normal(&format!("{letter}B{letter}"));
            assert_eq!(format!("e{plain}"), normal(&format!("é{letter}B{letter}")), "{letter:?}");
            assert_eq!(format!("{plain}e"), normal(&format!("{letter}B{letter}é")), "{letter:?}");
        }
        assert_eq!(normal("Geo\u{308}ffnet (14.09.)"), "geoeffnet1409");
    }

    #[test]
    fn words_of_both_languages() {
        for (text, kind) in [
            ("Öffnung", Kind::Opened),
            ("Geoeffnet", Kind::Opened),
            ("GEKLICKT", Kind::Clicked),
            ("Hard bounce", Kind::BouncedHard),
            ("spam_report", Kind::Complained),
            ("Zurückgestellt", Kind::Deferred),
            ("email.opened", Kind::Opened),
            ("emailClick", Kind::Clicked),
            ("Über Proxy geladen", Kind::MachineOpened),
            ("group_unsubscribe", Kind::Unsubscribed),
        ] {
            assert_eq!(kind_of(text).map(|word| word.kind), Some(kind), "{text}");
        }
        for (text, kind) in [
            ("Geo\u{308}ffnet", Kind::Opened),
            ("Désabonné", Kind::Unsubscribed),
            ("Ouvert", Kind::Opened),
            ("Cliccato", Kind::Clicked),
            ("Consegnata", Kind::Delivered),
            ("Envío", Kind::Sent),
            ("Rebote duro", Kind::BouncedHard),
            ("Uitgeschreven", Kind::Unsubscribed),
            ("Geklikt", Kind::Clicked),
        ] {
            assert_eq!(kind_of(text).map(|word| word.kind), Some(kind), "{text}");
        }
        for text in ["nicht geöffnet", "Keine Öffnung", "not opened", "no abierto", "niet geklikt"]
        {
            assert!(is_denied(text), "{text}");
        }
        for text in ["nicht zugestellt", "geöffnet", "nicht", "notiz", "nobody", ""] {
            assert!(!is_denied(text), "{text}");
        }
        assert!(kind_of("Bounce").is_some_and(|word| word.unclassified));
        assert!(kind_of("Rückläufer").is_some_and(|word| word.unclassified));
        assert_eq!(kind_of("newsletter"), None);
        assert_eq!(kind_of(""), None);
    }

    #[test]
    fn counts_as_exports_write_them() {
        for (text, number) in [
            ("3", Some(3)),
            ("14.0", Some(14)),
            ("14,00", Some(14)),
            ("1,751", Some(1751)),
            ("1.234.567", Some(1_234_567)),
            ("350 (35.18%)", Some(350)),
            ("350 (35,18 %)", Some(350)),
            ("1.350(35,18%)", Some(1350)),
            ("12 345", Some(12_345)),
            ("12 34", None),
            ("1\u{202f}751", Some(1751)),
            ("14 09 2026", None),
            ("99999999999", Some(u32::MAX)),
            ("27,3", None),
            ("-1", None),
            ("", None),
            ("1.", None),
            ("drei", None),
        ] {
            assert_eq!(count(text), number, "{text}");
        }
    }

    #[test]
    fn choices() {
        for yes in ["ja", "Yes", "TRUE", "1", "granted", "erteilt", "oui", "subscribed", "opt-in"] {
            assert_eq!(choice(yes), Some(true), "{yes}");
        }
        for no in
            ["nein", "No", "false", "0", "denied", "widerrufen", "non", "unsubscribed", "Opt-out"]
        {
            assert_eq!(choice(no), Some(false), "{no}");
        }
        assert_eq!(choice("maybe"), None);
    }
}
