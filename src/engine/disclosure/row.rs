//! What holds between the figures of one row.

use super::builder::Builder;
use super::{is_harmless, nested, people_of};
use crate::contract::Measure::{self, *};
use crate::contract::{Count, Method, Place, Protection, Statistics, Table, columns};

/// What becomes of a message: sent is these and what is still pending.
const FATES: [Measure; 4] = [Delivered, BouncedHard, BouncedSoft, Dropped];
/// How long somebody looked: one of these for everybody timed.
const VIEWS: [Measure; 3] = [Glanced, Skimmed, Readers];

/// Pairs, and sums of events, of which nothing may be assumed in this data.
pub(super) struct Exceptions {
    apart: Vec<(Measure, Measure)>,
    /// Sums of events that some people are not known to have caused.
    nobodys: Vec<Measure>,
    cap: Option<i64>,
}

impl Exceptions {
    pub(super) fn of(statistics: &Statistics, protection: &Protection) -> Exceptions {
        let mut apart = protection.apart.clone();
        let mut nobodys = Vec::new();
        let cap = protection.cap.map(i64::from);
        for table in Table::ALL {
            for row in 0..statistics.rows(table) as u32 {
                let at = |measure| statistics.at(Place { table, row, measure });
                // Version 1 does not name them; its figures may show them.
                if protection.method == Method::Gathered {
                    apart.extend(nested(table).into_iter().filter(|&(whole, part)| {
                        at(whole).exact().zip(at(part).exact()).is_some_and(|(w, p)| w < p)
                    }));
                }
                for (events, people) in caused(table) {
                    let nobody =
                        at(people) == Count::Unavailable && at(events) != Count::Unavailable;
                    let beyond = cap.zip(at(events).exact().zip(at(people).exact())).is_some_and(
                        |(cap, (events, people))| {
                            events > people.saturating_mul(cap.unsigned_abs())
                        },
                    );
                    if nobody || beyond {
                        nobodys.push(events);
                    }
                }
            }
        }
        apart.sort_unstable();
        apart.dedup();
        Exceptions { apart, nobodys, cap }
    }

    /// Whether the part may be larger than the whole.
    pub(super) fn are_apart(&self, whole: Measure, part: Measure) -> bool {
        self.apart.contains(&(whole, part))
    }

    /// How many events one person can have caused at most, of a sum.
    pub(super) fn cap(&self, events: Measure) -> Option<i64> {
        self.cap.filter(|_| !self.nobodys.contains(&events))
    }
}

/// Sums of events of a table, and the people who caused them. In a table of
/// arrival stand first openers, who open again in other steps.
pub(super) fn caused(table: Table) -> impl Iterator<Item = (Measure, Measure)> {
    let columns = columns(table);
    let pairs = columns.iter().filter_map(|&events| Some((events, people_of(events)?)));
    pairs.filter(move |(_, people)| columns.contains(people) && table != Table::Arrival)
}

/// Adds what holds in every row of a release.
pub(super) fn relate(
    builder: &mut Builder,
    release: u32,
    statistics: &Statistics,
    exceptions: &Exceptions,
) {
    for table in Table::ALL {
        let nested = nested(table);
        for row in 0..statistics.rows(table) as u32 {
            let at =
                |builder: &Builder, measure| builder.at(release, Place { table, row, measure });
            for &(whole, part) in &nested {
                if let (Some(outer), Some(inner)) = (at(builder, whole), at(builder, part))
                    && !exceptions.are_apart(whole, part)
                {
                    builder.nest(outer, inner, is_harmless(whole, part));
                }
            }
            for (events, people) in caused(table) {
                if let (Some(cap), Some(events), Some(people)) =
                    (exceptions.cap(events), at(builder, events), at(builder, people))
                {
                    builder.at_most(vec![(events, 1), (people, -cap)]);
                }
            }
            if matches!(table, Table::Overall | Table::Campaigns) {
                let place = |measure| Place { table, row, measure };
                sending(builder, release, place);
                views(builder, release, place);
                openers_and_clickers(builder, release, place);
            }
        }
    }
}

/// Sent = delivered + bounced + dropped + pending.
fn sending(builder: &mut Builder, release: u32, place: impl Fn(Measure) -> Place) {
    let Some(sent) = builder.at(release, place(Sent)) else { return };
    let fates: Vec<u32> =
        FATES.iter().filter_map(|&fate| builder.at(release, place(fate))).collect();
    if fates.is_empty() {
        return;
    }
    let mut terms: Vec<(u32, i64)> = fates.iter().map(|&fate| (fate, 1)).collect();
    terms.push((sent, -1));
    if fates.len() == FATES.len() {
        let pending = builder.latent(words("pending", release, &place(Sent)));
        terms.push((pending, 1));
        builder.equal(terms);
    } else {
        builder.at_most(terms);
    }
}

/// Timed = glanced + skimmed + readers.
fn views(builder: &mut Builder, release: u32, place: impl Fn(Measure) -> Place) {
    let Some(timed) = builder.at(release, place(Timed)) else { return };
    let views: Vec<u32> =
        VIEWS.iter().filter_map(|&view| builder.at(release, place(view))).collect();
    if views.is_empty() {
        return;
    }
    let complete = views.len() == VIEWS.len();
    let mut terms: Vec<(u32, i64)> = views.into_iter().map(|view| (view, 1)).collect();
    terms.push((timed, -1));
    if complete {
        builder.equal(terms);
    } else {
        builder.at_most(terms);
    }
}

/// Openers + clickers − confirmed openers = those who did both.
fn openers_and_clickers(builder: &mut Builder, release: u32, place: impl Fn(Measure) -> Place) {
    let at = |measure| builder.at(release, place(measure));
    if let (Some(openers), Some(clickers), Some(either)) =
        (at(Openers), at(Clickers), at(ConfirmedOpeners))
    {
        let both = builder.latent(words("opened and clicked", release, &place(Openers)));
        builder.equal(vec![(openers, 1), (clickers, 1), (either, -1), (both, -1)]);
    }
}

/// A number that stands nowhere, named for audits.
pub(super) fn words(what: &str, release: u32, place: &Place) -> String {
    format!("{}/{}/{}/{what}", release + 1, place.table.name(), place.row)
}
