//! Parts of links that differ from person to person without looking like a
//! token: learned from the data, and replaced by a mark.
//!
//! Links that agree in all but one part of their path (or in the first label of
//! their host) are siblings. Where there are many siblings and hardly more
//! people than siblings, that part tells people apart, not pages.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// So many siblings are needed before anything is learned from them.
const FEWEST_SIBLINGS: u32 = 10;
/// At most so many people for two siblings.
const MOST_PEOPLE_OF_TWO: u32 = 3;
const MARK: &str = "{token}";

/// Siblings, by what they have in common.
type Families = HashMap<String, Family, BuildHasherDefault<DefaultHasher>>;

#[derive(Clone, Copy, Default)]
struct Family {
    links: u32,
    people: u32,
}

impl Family {
    fn tells_people_apart(self) -> bool {
        self.links >= FEWEST_SIBLINGS
            && self.people.saturating_mul(2) <= self.links.saturating_mul(MOST_PEOPLE_OF_TWO)
    }
}

/// The links without the parts that tell people apart; `None` where a link stays
/// as it is. `links` are distinct and come with the number of people who
/// clicked each. Links that nobody clicked teach nothing.
pub(super) fn learned(links: &[(&str, u32)]) -> Vec<Option<String>> {
    let mut families = Families::default();
    for &(link, people) in links.iter().filter(|(_, people)| *people > 0) {
        for family in places(link).map(|place| without(link, &[place])) {
            let family = families.entry(family).or_default();
            family.links += 1;
            family.people = family.people.saturating_add(people);
        }
    }
    let personal = |link: &str, place: &Place| {
        let family = families.get(&without(link, std::slice::from_ref(place)));
        family.is_some_and(|family| family.tells_people_apart())
    };
    let replaced = links.iter().map(|(link, _)| {
        let places: Vec<Place> = places(link).filter(|place| personal(link, place)).collect();
        (!places.is_empty()).then(|| without(link, &places))
    });
    replaced.collect()
}

/// Where a part of a link stands, in bytes.
struct Place {
    start: usize,
    end: usize,
}

/// The parts of the path, and the first label of a host of three and more; not
/// those that are a mark already, which everybody's token stands behind.
fn places(link: &str) -> impl Iterator<Item = Place> + '_ {
    let address = link.split_once('?').map_or(link, |(address, _)| address);
    let host = address.split('/').next().unwrap_or_default();
    let label = host.split('.').next().unwrap_or_default();
    let label = (host.split('.').count() > 2 && label != "www")
        .then_some(Place { start: 0, end: label.len() });
    let mut start = 0;
    let segments = address.split('/').map(move |segment| {
        let place = Place { start, end: start + segment.len() };
        start = place.end + 1;
        place
    });
    let segments = segments.skip(1).filter(|place| place.start < place.end);
    let marked = |place: &Place| address.get(place.start..place.end) == Some(MARK);
    label.into_iter().chain(segments).filter(move |place| !marked(place))
}

/// The link with marks at these places, which are in order.
fn without(link: &str, places: &[Place]) -> String {
    let mut out = String::with_capacity(link.len() + MARK.len());
    let mut from = 0;
    for place in places {
        out.push_str(link.get(from..place.start).unwrap_or_default());
        out.push_str(MARK);
        from = place.end;
    }
    out.push_str(link.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(links: &[(String, u32)]) -> Vec<String> {
        let links: Vec<(&str, u32)> =
            links.iter().map(|(link, people)| (link.as_str(), *people)).collect();
        let learned = learned(&links);
        let links = links.iter().zip(learned);
        links.map(|((link, _), learned)| learned.unwrap_or_else(|| (*link).into())).collect()
    }

    #[test]
    fn a_part_of_ones_own_goes() {
        let links: Vec<(String, u32)> = (0..12)
            .map(|n| (format!("shop.example.org/offer/code{n}?utm_source=nl"), 1 + n / 10))
            .collect();
        assert!(
            of(&links).iter().all(|link| link == "shop.example.org/offer/{token}?utm_source=nl")
        );
    }

    #[test]
    fn tokens_told_by_their_looks_do_not_hide_the_others() {
        let mut links: Vec<(String, u32)> =
            (0..12).map(|n| (format!("shop.example.org/offer/code{n}"), 1)).collect();
        links.push(("shop.example.org/offer/{token}".into(), 500));
        assert!(of(&links).iter().all(|link| link == "shop.example.org/offer/{token}"));
    }

    #[test]
    fn a_subdomain_of_ones_own_goes() {
        let links: Vec<(String, u32)> =
            (0..10).map(|n| (format!("member{n}.shop.example/"), 1)).collect();
        assert!(of(&links).iter().all(|link| link == "{token}.shop.example/"));
    }

    #[test]
    fn pages_that_many_clicked_stay() {
        let links: Vec<(String, u32)> =
            (0..40).map(|n| (format!("shop.example.org/p/{n}"), 2)).collect();
        assert_eq!(of(&links), links.into_iter().map(|(link, _)| link).collect::<Vec<_>>());
    }

    #[test]
    fn few_links_teach_nothing() {
        let mut links: Vec<(String, u32)> =
            (0..9).map(|n| (format!("shop.example.org/p/{n}"), 1)).collect();
        links.push(("shop.example.org/p/unclicked".into(), 0));
        links.push(("(unsubscribe)".into(), 90));
        assert_eq!(of(&links), links.into_iter().map(|(link, _)| link).collect::<Vec<_>>());
    }
}
