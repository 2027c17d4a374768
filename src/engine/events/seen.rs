//! What has been looked through once in a file is not looked through again:
//! exports repeat a few thousand user agents and links over and over. Texts
//! are remembered by a keyed hash, never themselves.

use super::Key;
use super::clients::{self, Client};
use super::countries::Country;
use super::{keyed, links};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

/// So many different texts are remembered; others are looked through anew each time.
const REMEMBERED: usize = 4_096;

/// What a file's texts were found to be.
#[derive(Default)]
pub(super) struct Seen {
    agents: Memory<(Client, bool)>,
    links: Memory<Rc<str>>,
    countries: Memory<Country>,
}

impl Seen {
    /// The class of a client, and whether it is a known proxy or scanner.
    pub(super) fn agent(&mut self, agent: &str, key: &Key) -> (Client, bool) {
        if agent.is_empty() {
            return (Client::UNKNOWN, false);
        }
        self.agents
            .get(agent, key, |agent| (Client::from_user_agent(agent), clients::is_automatic(agent)))
    }

    /// The country that a cell names.
    pub(super) fn country(&mut self, text: &str, key: &Key) -> Country {
        // A code is read more quickly than it is remembered.
        match text.len() {
            0 => Country::UNKNOWN,
            1..=2 => Country::from_text(text),
            _ => self.countries.get(text, key, Country::from_text),
        }
    }

    /// A link without its personal parts; `None` where there is none.
    pub(super) fn link(&mut self, link: &str, key: &Key) -> Option<Rc<str>> {
        if link.is_empty() {
            return None;
        }
        let stem = links::without_numbers(link);
        Some(self.links.get(&stem, key, |stem| Rc::from(&*links::generalise(stem))))
    }
}

struct Memory<T>(HashMap<u64, T, BuildHasherDefault<super::subscriber::Spread>>);

impl<T> Default for Memory<T> {
    fn default() -> Memory<T> {
        Memory(HashMap::default())
    }
}

impl<T: Clone> Memory<T> {
    fn get(&mut self, text: &str, key: &Key, look: impl FnOnce(&str) -> T) -> T {
        let hash = keyed::hash(text, key);
        if let Some(found) = self.0.get(&hash) {
            return found.clone();
        }
        let found = look(text);
        if self.0.len() < REMEMBERED {
            self.0.insert(hash, found.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembered_is_as_looked_through() {
        let (mut seen, key) = (Seen::default(), Key::new([2; 16]));
        let texts =
            ["Mozilla/5.0", "Thunderbird/115", "", "Mozilla/5.0 (iPhone) Mobile/15E148", "curl/8"];
        for text in texts.into_iter().cycle().take(15) {
            let (client, automatic) = seen.agent(text, &key);
            assert!((client, automatic) == Seen::default().agent(text, &key), "{text}");
            assert_eq!(automatic, !text.is_empty() && clients::is_automatic(text), "{text}");
        }
        for number in 0..15 {
            let link = format!("https://shop.example.org/p/{}?uid={number}", number % 3);
            assert_eq!(seen.link(&link, &key).as_deref(), Some(&*links::generalise(&link)));
        }
        assert_eq!(seen.links.0.len(), 3);
        for text in ["DE", "Österreich", "", "nowhere", "CHE"].into_iter().cycle().take(15) {
            assert_eq!(seen.country(text, &key), Country::from_text(text), "{text}");
        }
        assert_eq!(seen.countries.0.len(), 3);
        assert_eq!(seen.link("", &key), None);
    }

    #[test]
    fn no_more_than_so_many_are_remembered() {
        let (mut seen, key) = (Seen::default(), Key::new([2; 16]));
        for number in 0..REMEMBERED + 10 {
            seen.agent(&format!("agent {number}"), &key);
        }
        assert_eq!(seen.agents.0.len(), REMEMBERED);
    }
}
