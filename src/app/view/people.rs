//! Lists of people: pages, conditions, and which figures have people behind them.

use crate::contract::{
    Condition, Did, Filter, Measure, PeopleList, PeopleQuery, Person, Statistics, Target,
};

/// Rows on one page of a list.
pub const PAGE: u64 = 50;

/// The most rows an export asks for.
const EXPORT: u64 = 10_000_000;

/// Figures whose people can be listed, in the order of a message's life.
pub const LISTED: [Measure; 13] = [
    Measure::Recipients,
    Measure::Sent,
    Measure::Delivered,
    Measure::Deferred,
    Measure::BouncedHard,
    Measure::BouncedSoft,
    Measure::Dropped,
    Measure::Openers,
    Measure::ConfirmedOpeners,
    Measure::Clickers,
    Measure::Readers,
    Measure::Unsubscribed,
    Measure::Complained,
];

/// The figures that the open files can tell.
pub fn available(statistics: &Statistics) -> Vec<Measure> {
    LISTED.into_iter().filter(|&measure| statistics.overall[measure].exact().is_some()).collect()
}

/// The first page of a list.
pub fn first_page(list: PeopleList, filter: &Filter) -> PeopleQuery {
    PeopleQuery { list, filter: filter.clone(), search: String::new(), offset: 0, limit: PAGE }
}

/// What the screen asks for when it is opened.
pub fn opening(filter: &Filter) -> PeopleQuery {
    first_page(PeopleList::Behind { measure: Measure::Clickers }, filter)
}

/// The same list as one file: all of it, not a page.
pub fn export(query: &PeopleQuery) -> PeopleQuery {
    PeopleQuery { offset: 0, limit: EXPORT, ..query.clone() }
}

/// The page before (`-1`) or after (`1`) this one; `None` where there is none.
pub fn turned(query: &PeopleQuery, pages: i64, total: u64) -> Option<PeopleQuery> {
    let step = pages.checked_mul(query.limit as i64)?;
    let offset = query.offset.checked_add_signed(step)?;
    (offset < total).then(|| PeopleQuery { offset, ..query.clone() })
}

/// First and last row shown, counted from 1.
pub fn span(query: &PeopleQuery, rows: usize) -> (u64, u64) {
    (query.offset + 1, query.offset + rows as u64)
}

/// The timeline of somebody in the list.
pub fn timeline(person: &Person, filter: &Filter) -> PeopleQuery {
    PeopleQuery { limit: EXPORT, ..first_page(PeopleList::Timeline { person: person.id }, filter) }
}

/// A new condition: clicked, in any campaign.
pub fn new_condition() -> Condition {
    Condition { holds: true, did: Did::Clicked, campaign: None, link: None }
}

/// The target group with one condition changed; a link only belongs to clicks.
pub fn with_condition(target: &Target, at: usize, condition: Condition) -> Target {
    let mut target = target.clone();
    if let Some(place) = target.conditions.get_mut(at) {
        let link = condition.link.filter(|_| condition.did == Did::Clicked);
        *place = Condition { link, ..condition };
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_turn_within_the_list() {
        let query = opening(&Filter::default());
        assert_eq!(turned(&query, -1, 120), None);
        let second = turned(&query, 1, 120).expect("a second page");
        assert_eq!((second.offset, span(&second, 50)), (50, (51, 100)));
        let third = turned(&second, 1, 120).expect("a third page");
        assert_eq!(span(&third, 20), (101, 120));
        assert_eq!(turned(&third, 1, 120), None);
        assert_eq!(turned(&third, -2, 120).map(|query| query.offset), Some(0));
    }

    #[test]
    fn only_clicks_have_links() {
        let target = Target { conditions: vec![new_condition()] };
        let link = Some("shop.example.com/".to_owned());
        let clicked = Condition { link: link.clone(), ..new_condition() };
        assert_eq!(with_condition(&target, 0, clicked.clone()).conditions[0].link, link);
        let opened = Condition { did: Did::Opened, ..clicked };
        assert_eq!(with_condition(&target, 0, opened).conditions[0].link, None);
    }
}
