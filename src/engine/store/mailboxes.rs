//! Every subscriber's mailbox domain, as a group: a provider's family, a domain
//! that many share, or `other`.

use super::providers::{FAMILIES, family_of};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// From this many distinct subscribers on, a domain's name says nothing of one
/// of them.
const SHARED_FROM: u32 = 50;

const UNKNOWN: u32 = 0;
const OTHER: u32 = 1;
const FIRST_FAMILY: u32 = 2;
const FIRST_DOMAIN: u32 = FIRST_FAMILY + FAMILIES.len() as u32;

/// A dictionary of groups. `unknown` gathers ids without a domain.
#[derive(Default)]
pub(super) struct Mailboxes {
    /// Domains that are no family, with the distinct subscribers of each.
    domains: Vec<(Box<str>, u32)>,
    /// Empty once sealed.
    codes: HashMap<Box<str>, u32, BuildHasherDefault<DefaultHasher>>,
}

impl Mailboxes {
    /// Groups below this one are the same in every store.
    pub(super) const FIRST_DOMAIN: u32 = FIRST_DOMAIN;

    pub(super) fn new() -> Mailboxes {
        Mailboxes::default()
    }

    /// The group of a subscriber who was not seen before.
    pub(super) fn enter(&mut self, domain: &str) -> u32 {
        let code = self.code(domain);
        self.count(code);
        code
    }

    /// The group of a domain.
    pub(super) fn code(&mut self, domain: &str) -> u32 {
        match self.codes.get(domain) {
            Some(&code) => code,
            None => {
                let code = match (domain, family_of(domain)) {
                    ("", _) => UNKNOWN,
                    // Not to be taken for the groups of these names.
                    ("unknown" | "other", _) => OTHER,
                    (_, Some(place)) => FIRST_FAMILY + place as u32,
                    (_, None) => {
                        self.domains.push((domain.into(), 0));
                        FIRST_DOMAIN + (self.domains.len() - 1) as u32
                    }
                };
                self.codes.insert(domain.into(), code);
                code
            }
        }
    }

    /// Counts a subscriber who was not seen before.
    pub(super) fn count(&mut self, code: u32) {
        if let Some(place) = code.checked_sub(FIRST_DOMAIN)
            && let Some((_, subscribers)) = self.domains.get_mut(place as usize)
        {
            *subscribers += 1;
        }
    }

    /// The domains that are no family, by their groups from
    /// [`Mailboxes::FIRST_DOMAIN`] on.
    pub(super) fn domains(&self) -> impl ExactSizeIterator<Item = &str> {
        self.domains.iter().map(|(domain, _)| &**domain)
    }

    /// Gathers small domains into `other` and forgets their names, unless
    /// everybody may be seen anyway. Gives the new code of each old one.
    pub(super) fn seal(&mut self, everybody_named: bool) -> Vec<u32> {
        self.codes = HashMap::default();
        let mut codes: Vec<u32> = (0..FIRST_DOMAIN).collect();
        let mut kept = Vec::new();
        for (domain, subscribers) in std::mem::take(&mut self.domains) {
            if everybody_named || subscribers >= SHARED_FROM {
                codes.push(FIRST_DOMAIN + kept.len() as u32);
                kept.push((domain, subscribers));
            } else {
                codes.push(OTHER);
            }
        }
        self.domains = kept;
        codes
    }

    pub(super) fn name(&self, code: u32) -> &str {
        if code == UNKNOWN {
            return "unknown";
        }
        if let Some(place) = code.checked_sub(FIRST_DOMAIN) {
            return self.domains.get(place as usize).map_or("other", |(domain, _)| domain);
        }
        code.checked_sub(FIRST_FAMILY)
            .and_then(|place| FAMILIES.get(place as usize))
            .map_or("other", |family| family.brand)
    }

    pub(super) fn bytes(&self) -> usize {
        let entry = size_of::<(Box<str>, u32)>();
        (self.domains.capacity() + self.codes.capacity()) * entry
            + self.domains.iter().map(|(domain, _)| domain.len()).sum::<usize>()
            + self.codes.keys().map(|domain| domain.len()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(everybody_named: bool) -> Vec<String> {
        let mut mailboxes = Mailboxes::new();
        let mut codes = Vec::new();
        for _ in 0..SHARED_FROM {
            codes.push(mailboxes.enter("shared.example"));
        }
        for _ in 1..SHARED_FROM {
            codes.push(mailboxes.enter("small.example"));
        }
        for domain in ["gmail.com", "", "other"] {
            codes.push(mailboxes.enter(domain));
        }
        let new = mailboxes.seal(everybody_named);
        let mut names: Vec<_> =
            codes.iter().map(|&code| mailboxes.name(new[code as usize]).to_owned()).collect();
        names.dedup();
        names
    }

    #[test]
    fn small_domains_lose_their_name_where_anybody_may_not_be_seen() {
        assert_eq!(names(false), ["shared.example", "other", "Gmail", "unknown", "other"]);
        assert_eq!(names(true), ["shared.example", "small.example", "Gmail", "unknown", "other"]);
    }
}
