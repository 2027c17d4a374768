//! Links that every mailing has, one for each person: told by their words, and
//! counted as one.

use super::tokens::decoded;
use super::{PREFERENCES, Parts, UNSUBSCRIBE, WEB_VIEW, parameters};

/// Beginnings of words.
const UNSUBSCRIBE_WORDS: [&str; 12] = [
    "unsub",
    "abmeld",
    "austrag",
    "abbestell",
    "optout",
    "desinscri",
    "désinscri",
    "disiscri",
    "cancellati",
    "afmeld",
    "uitschrijv",
    "avmeld",
];
/// Segments without their separators.
const WEB_VIEW_NAMES: [&str; 14] = [
    "webview",
    "webversion",
    "webansicht",
    "browseransicht",
    "browserversion",
    "browserview",
    "onlineversion",
    "onlineansicht",
    "viewinbrowser",
    "viewonline",
    "viewemail",
    "mirrorpage",
    "imbrowser",
    "imbrowseransehen",
];
const PREFERENCES_NAMES: [&str; 14] = [
    "preferences",
    "preference",
    "preferencecenter",
    "preferencescenter",
    "emailpreferences",
    "subscriptionpreferences",
    "managepreferences",
    "updatepreferences",
    "updateprofile",
    "subscriptioncenter",
    "einstellungen",
    "newslettereinstellungen",
    "profilaendern",
    "abonnementverwalten",
];
/// A title such as `how-to-unsubscribe-from-everything` is longer.
const MOST_WORDS: usize = 3;

/// The class of a link, by the words of its host, path and fragment, and by
/// parameters that say nothing else.
pub(super) fn class_of(parts: &Parts<'_>) -> Option<&'static str> {
    let host = parts.host.split('.').filter(|label| *label != "www");
    let path = parts.path.split(['/', '\\']);
    let fragment = parts.fragment.split(['/', '?', '&', '=']);
    let places = host.chain(path).chain(fragment);
    // The name of a campaign may have any word.
    let named =
        parameters(parts.query).filter(|(key, _)| !key.to_ascii_lowercase().starts_with("utm_"));
    let places = places.chain(named.flat_map(|(key, value)| [key, value]));
    let mut found = None;
    for place in places.filter(|place| !place.is_empty() && place.len() <= 80) {
        let text = decoded(place).to_lowercase();
        let text = text.rsplit_once('.').map_or(text.as_str(), |(name, _)| name);
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let name = words.concat();
        let few = words.len() <= MOST_WORDS;
        let begins = |word: &&str| UNSUBSCRIBE_WORDS.iter().any(|start| word.starts_with(start));
        if few && (words.iter().any(begins) || begins(&name.as_str())) {
            return Some(UNSUBSCRIBE);
        }
        if WEB_VIEW_NAMES.contains(&name.as_str()) {
            found = found.or(Some(WEB_VIEW));
        } else if PREFERENCES_NAMES.contains(&name.as_str()) {
            found = found.or(Some(PREFERENCES));
        }
    }
    found
}
