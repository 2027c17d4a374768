//! User agents to classes of clients, each text looked through once a file:
//! exports repeat a few thousand of them over and over.

use super::Key;
use super::clients::{self, Client};
use siphasher::sip::SipHasher13;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// So many different texts are remembered, by a keyed hash; others are looked
/// through anew each time.
const REMEMBERED: usize = 4_096;

/// What was found so far.
#[derive(Default)]
pub(super) struct Agents {
    found: HashMap<u64, (Client, bool), BuildHasherDefault<super::subscriber::Spread>>,
}

impl Agents {
    /// The class of a client, and whether it is a known proxy or scanner.
    pub(super) fn class(&mut self, agent: &str, key: &Key) -> (Client, bool) {
        if agent.is_empty() {
            return (Client::UNKNOWN, false);
        }
        let mut hasher = SipHasher13::new_with_key(key.bytes());
        hasher.write(agent.as_bytes());
        let hash = hasher.finish();
        if let Some(&class) = self.found.get(&hash) {
            return class;
        }
        let class = (Client::from_user_agent(agent), clients::is_automatic(agent));
        if self.found.len() < REMEMBERED {
            self.found.insert(hash, class);
        }
        class
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembered_is_as_looked_through() {
        let (mut agents, key) = (Agents::default(), Key::new([2; 16]));
        let texts =
            ["Mozilla/5.0", "Thunderbird/115", "", "Mozilla/5.0 (iPhone) Mobile/15E148", "curl/8"];
        for text in texts.into_iter().cycle().take(15) {
            let (client, automatic) = agents.class(text, &key);
            let fresh = Agents::default().class(text, &key);
            assert!((client, automatic) == fresh, "{text}");
            assert_eq!(automatic, !text.is_empty() && clients::is_automatic(text), "{text}");
        }
    }

    #[test]
    fn no_more_than_so_many_are_remembered() {
        let (mut agents, key) = (Agents::default(), Key::new([2; 16]));
        for number in 0..REMEMBERED + 10 {
            agents.class(&format!("agent {number}"), &key);
        }
        assert_eq!(agents.found.len(), REMEMBERED);
    }
}
