//! Which figures of a row are part of which others, whatever the data.

use crate::contract::Measure::{self, *};
use crate::contract::{Table, columns};

/// Whole and part: whoever is counted in the part is counted in the whole. Steps
/// that follow from two others are left out.
const WITHIN: &[(Measure, Measure)] = &[
    (Recipients, Sent),
    (Recipients, Subscribed),
    (Recipients, DoiRequested),
    (Recipients, DoiConfirmed),
    (Sent, Delivered),
    (Sent, Deferred),
    (Sent, BouncedHard),
    (Sent, BouncedSoft),
    (Sent, Dropped),
    (Delivered, MeasurableOpens),
    (Delivered, MeasurableClicks),
    (Delivered, ConfirmedOpeners),
    (Delivered, Unsubscribed),
    (Delivered, Complained),
    (Delivered, Forwarded),
    (Delivered, Printed),
    (Delivered, Converted),
    (MeasurableOpens, Openers),
    (MeasurableOpens, MachineOpeners),
    (MeasurableOpens, Timed),
    (MeasurableClicks, Clickers),
    (MeasurableClicks, MachineClickers),
    (ConfirmedOpeners, Openers),
    (ConfirmedOpeners, Clickers),
    // Nobody clicks without having opened, even where the picture was not loaded.
    (Openers, Clickers),
    (Timed, Glanced),
    (Timed, Skimmed),
    (Timed, Readers),
];

/// Sums of events, and the people who caused them: at least one event each.
const EVENTS: &[(Measure, Measure)] = &[
    (Opens, Openers),
    (Clicks, Clickers),
    (MachineOpens, MachineOpeners),
    (MachineClicks, MachineClickers),
];

/// Whether everybody counted in `part` is counted in `whole`, directly or
/// through others.
pub fn contains(whole: Measure, part: Measure) -> bool {
    WITHIN.iter().any(|&(outer, inner)| outer == whole && (inner == part || contains(inner, part)))
}

/// Every whole and part among the columns of a table, people within people and
/// people within their events. In tables of time openers are the first openers
/// of a step, who need not be among those who opened then.
pub fn nested(table: Table) -> Vec<(Measure, Measure)> {
    let columns = columns(table);
    let mut pairs = Vec::new();
    for &whole in columns {
        for &part in columns.iter().filter(|&&part| part != whole) {
            let people = contains(whole, part) && table != Table::Arrival;
            if people || EVENTS.contains(&(whole, part)) {
                pairs.push((whole, part));
            }
        }
    }
    pairs
}

/// The people behind a sum of events.
pub fn people_of(events: Measure) -> Option<Measure> {
    EVENTS.iter().find(|&&(sum, _)| sum == events).map(|&(_, people)| people)
}

/// Whether "all of them" or "none of them" may be said of a group of any size:
/// it tells how things were sent or measured, not what people did.
pub fn is_harmless(whole: Measure, part: Measure) -> bool {
    let measured = matches!(
        part,
        Recipients
            | Sent
            | Delivered
            | Deferred
            | BouncedHard
            | BouncedSoft
            | Dropped
            | MeasurableOpens
            | MeasurableClicks
    );
    measured || people_of(whole) == Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_parts_are_parts() {
        assert!(contains(Recipients, Clickers));
        assert!(!contains(Clickers, Openers));
        assert!(!contains(Unsubscribed, Complained));
    }

    #[test]
    fn every_table_nests_its_own_columns() {
        let groups = nested(Table::Providers);
        for pair in [(Delivered, Openers), (Openers, Clickers), (Opens, Openers)] {
            assert!(groups.contains(&pair));
        }
        assert!(nested(Table::Days).is_empty());
        assert!(nested(Table::Overall).len() > 60);
    }

    #[test]
    fn clicking_once_each_says_nothing_and_opening_by_all_does() {
        assert!(is_harmless(Clicks, Clickers));
        assert!(is_harmless(Sent, Delivered));
        assert!(!is_harmless(Delivered, Openers));
    }
}
